#!/usr/bin/env bash
# A return by e-mail through a real mail server and back: swaks sends it over SMTP to an exim on
# loopback, exim fills a Maildir, `quarterpack due` takes it from there, and hands the receipt to
# the same exim, which delivers it. Needs exim4 and swaks (apt-get install exim4-daemon-light swaks)
# and a built program, which it takes as its argument: tests/mail/exim.sh target/release/quarterpack
# Nothing of the machine's own mail is touched. Ends with 0 when all is as it should be.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
program=$(realpath "${1:-$root/target/release/quarterpack}")
exim=$(command -v exim4 || echo /usr/sbin/exim4)
work=$(mktemp -d)
server=
ended() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap ended EXIT
fail() { echo "FAILED: $*" >&2; cat "$work"/start "$work"/logs/*log >&2 2>/dev/null || true; exit 1; }

# Exim gives up root for whoever it runs as; everything lies in a folder of its own.
user=$(id -un)
runs_as=$user
if [ "$user" = root ]; then runs_as=Debian-exim; fi
port=$(( 20000 + RANDOM % 20000 ))
mkdir -p "$work"/{spool,mail,sent,logs}
cat > "$work/exim.conf" <<CONF
spool_directory = $work/spool
log_file_path = $work/logs/%s
pid_file_path = $work/logs/pid
keep_environment =
primary_hostname = mx.council.example
local_interfaces = 127.0.0.1
daemon_smtp_ports = $port
acl_smtp_rcpt = to_council
tls_advertise_hosts =
begin acl
to_council:
  accept domains = council.example
  deny message = no relay
begin routers
returns:
  driver = accept
  domains = council.example
  local_parts = returns
  transport = in_maildir
others:
  driver = accept
  domains = council.example
  transport = sent_maildir
begin transports
in_maildir:
  driver = appendfile
  directory = $work/mail
  maildir_format
  user = $runs_as
sent_maildir:
  driver = appendfile
  directory = $work/sent
  maildir_format
  user = $runs_as
CONF
chmod 755 "$work"
if [ "$user" = root ]; then chown -R "$runs_as" "$work"/{spool,mail,sent,logs}; chown root "$work/exim.conf"; fi
"$exim" -C "$work/exim.conf" -bdf >/dev/null 2>"$work/start" &
server=$!

# swaks answers when the server does.
send() { # from, subject, Message-ID, attachment
  swaks --silent 3 --server 127.0.0.1 --port "$port" --helo pc.council.example \
    --from "$1" --to returns@council.example --header "Subject: $2" --header "Message-Id: <$3>" \
    --body "Here it is." ${4:+--attach-type application/octet-stream --attach "@$4"}
}
form="$root/samples/returns/2023-24/q1/children-and-justice-2023-24-q1.xlsx"
from=children.services@council.example
up=
for _ in $(seq 50); do
  if send "$from" "Q1 return" one@council.example "$form" 2>/dev/null; then up=yes; break; fi
  sleep 0.2
done
[ -n "$up" ] || fail "exim does not answer"
send stranger@elsewhere.example "Buy now" two@elsewhere.example
send "$from" "A question" three@council.example

wait_for() { # folder, how many
  for _ in $(seq 100); do
    if [ "$(find "$1" -type f -path '*/new/*' | wc -l)" -ge "$2" ]; then return; fi
    sleep 0.1
  done
  fail "$1 holds $(find "$1" -type f | wc -l) messages, and not $2"
}
wait_for "$work/mail" 3

# A council's folder, with that Maildir and that server.
mkdir -p "$work/council"
cp -r "$root/config" "$root/templates" "$work/council/"
mkdir -p "$work/council/samples/returns"
sed -i -e 's#^arrivals = .*#maildir = "'"$work"'/mail"#' "$work/council/config/quarterpack.toml"
cat >> "$work/council/config/quarterpack.toml" <<CONF
transport = "smtp"
[delivery.smtp]
host = "127.0.0.1"
port = $port
security = "plain-internal-relay"
CONF
cd "$work/council"
"$program" due --log text > "$work/said" 2> "$work/due" || { cat "$work/said" "$work/due"; fail "due ended with $?"; }
cat "$work/said"

grep -q "the return of children-and-justice for 2023-24 Q1 came" "$work/said" || fail "the return did not come"
grep -q "comes from an address that belongs to no service" "$work/said" || fail "the stranger is not told"
grep -q "has no workbook attached" "$work/said" || fail "the message without a workbook is not told"
[ "$(find "$work/mail/new" -type f | wc -l)" = 0 ] || fail "something is left in new"
[ "$(find "$work/mail/cur" -type f -name '*:2,S' | wc -l)" = 1 ] || fail "the return is not filed"
[ "$(find "$work/mail/cur" -type f -name '*:2,F' | wc -l)" = 2 ] || fail "the others are not flagged"

# The officers are told of the other two, in one message.
wait_for "$work/sent" 2
note=$(grep -rl "^Subject: 2 things came that are no returns" "$work/sent/new" | head -1)
[ -n "$note" ] || fail "the officers are not told"

# The receipt went through the same server, into the thread, and is in the ledger as sent.
receipt=$(grep -rl "^To: .*<$from>" "$work/sent/new" | head -1)
[ -n "$receipt" ] || fail "there is no receipt"
grep -q "^In-Reply-To: <one@council.example>" "$receipt" || fail "the receipt is not in the thread"
grep -q "^Auto-Submitted: auto-generated" "$receipt" || fail "the receipt is not marked"
grep -q "by mx.council.example with" "$receipt" || fail "it did not come through exim"
"$program" deliver > "$work/again"
grep -q "Nothing is due" "$work/again" || fail "something is sent twice"
"$program" due > "$work/again" || true
grep -q "came" "$work/again" && fail "the return came twice"
echo "All is as it should be: taken, filed, answered in the thread, once."
