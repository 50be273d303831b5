#!/bin/bash
# What trial.sh has systemd run inside the container: the service as an operator meets it.
set -u
failed=0
ok() { echo "ok      $1"; }
bad() { echo "FAILED  $1"; failed=1; journalctl -u quarterpack -u quarterpack-due --no-pager -n 15 -o cat; }
check() { local what=$1; shift; if "$@" >/dev/null 2>&1; then ok "$what"; else bad "$what"; fi; }
# Tries again for a while.
until_so() { # what, seconds, command
  local what=$1 left=$(( $2 * 5 )); shift 2
  while [ "$left" -gt 0 ]; do
    if "$@" >/dev/null 2>&1; then ok "$what"; return; fi
    sleep 0.2; left=$(( left - 1 ))
  done
  bad "$what"
}
shown() { systemctl show -P "$2" "$1"; }
says() { journalctl -u "$1" --no-pager -o cat | grep -q "$2"; }
status_says() { shown quarterpack StatusText | grep -q "$1"; }
restarted() { [ "$(shown quarterpack NRestarts)" -ge "$1" ] && systemctl -q is-active quarterpack; }

until_so "the service is ready, as it says itself" 20 systemctl -q is-active quarterpack
until_so "it says what it waits for" 20 status_says "asleep until"
main=$(shown quarterpack MainPID)
check "it runs as its own account" [ "$(stat -c %U "/proc/$main")" = quarterpack ]
check "it can gain no rights" grep -q "NoNewPrivs:.1" "/proc/$main/status"
check "it has no capabilities" grep -q "CapBnd:.0000000000000000" "/proc/$main/status"

# A return comes in: read by a confined child, under everything that the unit forbids.
year=$(ls /etc/quarterpack/plans | sed 's/.toml//')
quarterpack --config /etc/quarterpack/quarterpack.toml forms --quarter "$year Q2" --to /tmp/forms >/dev/null
install -m 644 /tmp/forms/first-service-*.xlsx /etc/quarterpack/inbox/
until_so "a return is read and answered" 90 sh -c 'ls /var/lib/quarterpack/out/receipts/*/first-service*'
check "what it writes others can't read" [ "$(stat -c %a /var/lib/quarterpack)" = 750 ]
check "it writes nowhere else" sh -c '! find /etc /usr /srv -newer /tmp/forms -user quarterpack | grep .'

# A configuration that is wrong, and one that is right again.
cp -p /etc/quarterpack/quarterpack.toml /tmp/right
echo 'nonsense = 1' >> /etc/quarterpack/quarterpack.toml
systemctl reload quarterpack
until_so "a wrong configuration is refused on reload" 10 says quarterpack "the old one is kept"
check "it goes on with the old one" systemctl -q is-active quarterpack
cat /tmp/right > /etc/quarterpack/quarterpack.toml
systemctl reload quarterpack
until_so "a right one is read" 10 says quarterpack "was read again"

# Killed, and hanging: systemd starts it again.
systemctl kill -s KILL quarterpack
until_so "killed, it is started again" 20 restarted 1
sleep 7
check "the watchdog of three seconds is satisfied" [ "$(shown quarterpack NRestarts)" = 1 ]
systemctl kill -s STOP quarterpack
until_so "hanging, it is ended by the watchdog and started again" 30 restarted 2

# It ends when it is asked.
from=$(date +%s%N)
systemctl stop quarterpack
took=$(( ($(date +%s%N) - from) / 1000000 ))
check "it ends within a second (${took} ms)" [ "$took" -lt 1500 ]
check "and cleanly" [ "$(shown quarterpack Result)" = success ]

# The timer, in place of the service.
systemctl start quarterpack-due.timer
until_so "the timer calls due" 75 says quarterpack-due "No step is due\|came"
until_so "which ends with 0" 10 [ "$(shown quarterpack-due ExecMainStatus)" = 0 ]
systemctl stop quarterpack-due.timer

# The password of the relay, as a credential that only root can read on the disk.
sed 's/^\[delivery\]/[delivery]\ntransport = "smtp"\nsmtp.host = "127.0.0.1"\nsmtp.login = "password"\nsmtp.user = "packs"\nsmtp.password = { credential = "smtp-password" }/' \
  /tmp/right > /etc/quarterpack/with-relay.toml
chgrp quarterpack /etc/quarterpack/with-relay.toml
systemd-run --quiet --wait --pipe -p User=quarterpack \
  -p LoadCredential=smtp-password:/etc/quarterpack/smtp-password \
  quarterpack --config /etc/quarterpack/with-relay.toml doctor > /tmp/doctor 2>&1
check "a credential is read" grep -q "ok     the systemd credential smtp-password: there is a secret" /tmp/doctor
check "and never shown" sh -c '! grep -q "secret of the trial" /tmp/doctor'
[ "$failed" = 0 ] && echo "All is as it should be."
exit "$failed"
