#!/usr/bin/env bash
# Whole runs of any size, measured: first runs, and second runs with nothing changed.
#
#   benches/whole.sh 3 100 1000
#
# For each number of services: medians of RUNS runs (5 unless it is set) of wall time, of CPU time
# (user and system, readers of workbooks included), and of the peak memory of the largest process.
# QUARTERPACK and MAKE_WORKLOAD name programs that are built already; otherwise the release build
# is made. Needs GNU time.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${RUNS:-5}
if [[ -z ${QUARTERPACK:-} || -z ${MAKE_WORKLOAD:-} ]]; then
    cargo build --quiet --release --bin quarterpack --example make-workload
    QUARTERPACK=target/release/quarterpack
    MAKE_WORKLOAD=target/release/examples/make-workload
fi
program=$(realpath "$QUARTERPACK")
maker=$(realpath "$MAKE_WORKLOAD")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The median of a file's column.
median() { cut -d' ' -f"$2" "$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# Runs the program in a folder, and adds wall, CPU and memory to a list.
measured() {
    local folder=$1 list=$2
    (cd "$folder" && command time -o "$work/time" -f '%e %U %S %M' "$program" run >"$work/out")
    tail -n 1 "$work/time" | awk '{ printf "%.2f %.2f %.0f\n", $1, $2 + $3, $4 / 1024 }' >>"$list"
}

echo '| Services | Run | Wall, s | CPU, s | Memory, MB |'
echo '|---:|---|---:|---:|---:|'
for services in "$@"; do
    "$maker" "$services" "$work/whole" >"$work/out"
    for run in $(seq "$runs"); do
        rm -rf "$work/run"
        cp -r "$work/whole" "$work/run"
        measured "$work/run" "$work/first"
        measured "$work/run" "$work/second"
    done
    for kind in first second; do
        list=$work/$kind
        echo "| $services | $kind | $(median "$list" 1) | $(median "$list" 2) | $(median "$list" 3) |"
        rm "$list"
    done
    rm -rf "$work/whole"
done
