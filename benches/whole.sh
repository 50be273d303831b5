#!/usr/bin/env bash
# Whole runs of any size, measured: first runs, second runs with nothing changed, what `due` takes
# with nothing due, and what the libraries alone take for the same work.
#
#   benches/whole.sh 3 100 1000
#
# Medians of RUNS runs (5 unless it is set) of wall time and of CPU time (user and system, readers
# of workbooks included). Memory is the peak of all processes together (pages that they share
# counted once), looked at every few milliseconds in a run of its own, or that of the largest process
# where it is more: a run may end between two looks. QUARTERPACK, MAKE_WORKLOAD,
# FLOORS and READERS name programs that are built already; otherwise the release build is made. Needs
# Linux and GNU time.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${RUNS:-5}
if [[ -z ${QUARTERPACK:-} || -z ${MAKE_WORKLOAD:-} || -z ${FLOORS:-} || -z ${READERS:-} ]]; then
    cargo build --quiet --locked --release \
        --bin quarterpack --example make-workload --example floors --example readers
    QUARTERPACK=target/release/quarterpack
    MAKE_WORKLOAD=target/release/examples/make-workload
    FLOORS=target/release/examples/floors
    READERS=target/release/examples/readers
fi
program=$(realpath "$QUARTERPACK")
maker=$(realpath "$MAKE_WORKLOAD")
floors=$(realpath "$FLOORS")
readers=$(realpath "$READERS")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The median of a file's column.
median() { cut -f"$2" "$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# Runs the program in the folder, and adds wall and CPU to a list.
measured() {
    local list=$1
    shift
    (cd "$work/run" && command time -o "$work/time" -f '%e %U %S %M' "$program" "$@" >"$work/out")
    tail -n 1 "$work/time" |
        awk '{ printf "%.2f\t%.2f\t%.0f\n", $1, $2 + $3, $4 / 1024 }' >>"$list"
}

# Runs the program in the folder, and tells the peak of all its processes together, in MB.
peak() {
    (cd "$work/run" && exec "$program" run >"$work/out") &
    local pid=$! most=0 now
    while kill -0 "$pid" 2>/dev/null; do
        now=$(for one in "$pid" $(cat /proc/"$pid"/task/*/children 2>/dev/null); do
            cat "/proc/$one/smaps_rollup" 2>/dev/null
        done | awk '/^Pss:/ { sum += $2 } END { print int(sum / 1024) }')
        ((now > most)) && most=$now
        sleep 0.005
    done
    wait "$pid"
    echo "$most"
}

anew() {
    rm -rf "$work/run"
    cp -r "$work/whole" "$work/run"
}

echo '| Services | Returns | Pages | Run | Wall, s | CPU, s | Memory, MB |'
echo '|---:|---:|---:|---|---:|---:|---:|'
for services in "$@"; do
    "$maker" "$services" "$work/whole" >"$work/out"
    returns=$(find "$work/whole/inbox" -name '*.xlsx' | wc -l)
    for _ in $(seq "$runs"); do
        anew
        measured "$work/first" run
        measured "$work/second" run
        # The first call of all notes the inbox.
        measured "$work/unused" due
        measured "$work/due" due
    done
    "$floors" "$work/run" >"$work/floor"
    pages=$(sed -n 's/.* \([0-9]*\) pages.*/\1/p' "$work/floor" | head -n 1)
    anew
    memory_first=$(peak)
    memory_second=$(peak)
    for kind in first second due; do
        list=$work/$kind
        memory=memory_$kind
        memory=$(printf '%s\n' "${!memory:-0}" "$(median "$list" 3)" | sort -n | tail -n 1)
        printf '| %s | %s | %s | %s | %s | %s | %s |\n' "$services" "$returns" "$pages" "$kind" \
            "$(median "$list" 1)" "$(median "$list" 2)" "$memory"
        rm "$list"
    done
    for _ in $(seq 2 "$runs"); do "$floors" "$work/run" >>"$work/floor"; done
    cut -f1 "$work/floor" | awk '!seen[$0]++' | while read -r floor; do
        grep -F "$floor"$'\t' "$work/floor" >"$work/one"
        echo "| $services | | | alone: $floor | $(median "$work/one" 2) | | |"
    done
    for _ in $(seq "$runs"); do "$readers" "$work/run" "$program" >>"$work/reading"; done
    cut -f1 "$work/reading" | awk '!seen[$0]++' | while read -r reading; do
        grep -F "$reading"$'\t' "$work/reading" >"$work/one"
        echo "| $services | | | $reading | $(median "$work/one" 2) | $(median "$work/one" 3) | |"
    done
    rm -rf "$work/whole" "$work/floor" "$work/reading"
done
