#!/usr/bin/env bash
# The units of samples/deploy run for real: systemd boots in a container of its own, with the program
# installed as samples/deploy/README.md says. Needs root, debootstrap and systemd-container, about
# 300 MB in /var/tmp, and a built program: tests/systemd/trial.sh target/release/quarterpack
# Nothing of the machine's own systemd is touched. Ends with 0 when all is as it should be.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
program=$(realpath "${1:-$root/target/release/quarterpack}")
tree=${TREE:-/var/tmp/quarterpack-systemd}
if [ ! -x "$tree/lib/systemd/systemd" ]; then
  debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus "${SUITE:-bookworm}" "$tree" "${MIRROR:-http://deb.debian.org/debian}"
fi

# Installed as the README says, with a folder that init has made.
rm -rf "$tree"/{etc/quarterpack,var/lib/quarterpack,var/lib/trial} "$tree"/etc/systemd/system/*quarterpack*
install -m 755 "$program" "$tree/usr/local/bin/quarterpack"
chroot "$tree" id quarterpack >/dev/null 2>&1 ||
  chroot "$tree" useradd --system --home-dir /var/lib/quarterpack --shell /usr/sbin/nologin quarterpack
chroot "$tree" /usr/local/bin/quarterpack init /etc/quarterpack >/dev/null
settings=$tree/etc/quarterpack/quarterpack.toml
sed -i -e 's#^output = .*#output = "/var/lib/quarterpack/out"#' \
  -e 's#^wake = .*#wake = ["* * * * *"]\nsettle_seconds = 1#' "$settings"
chroot "$tree" sh -c 'chown -R root:quarterpack /etc/quarterpack && chmod -R g+rX,o= /etc/quarterpack'
install -m 644 "$root"/samples/deploy/*.service "$root"/samples/deploy/*.timer "$tree/etc/systemd/system/"
chroot "$tree" systemctl --quiet enable quarterpack
# A restart at once, and a watchdog that is worth waiting for.
mkdir -p "$tree/etc/systemd/system/quarterpack.service.d" "$tree/var/lib/trial"
printf '[Service]\nRestartSec=1\nWatchdogSec=3\n' > "$tree/etc/systemd/system/quarterpack.service.d/trial.conf"
echo "a secret of the trial" > "$tree/etc/quarterpack/smtp-password"
chmod 600 "$tree/etc/quarterpack/smtp-password"
install -m 755 "$root/tests/systemd/inside.sh" "$tree/usr/local/bin/trial"
cat > "$tree/etc/systemd/system/trial.service" <<UNIT
[Unit]
After=multi-user.target
[Service]
Type=oneshot
ExecStart=/bin/sh -c '/usr/local/bin/trial > /var/lib/trial/said 2>&1; echo \$? > /var/lib/trial/rc; systemctl --no-block poweroff'
[Install]
WantedBy=multi-user.target
UNIT
chroot "$tree" systemctl --quiet enable trial

# With mounts of its own, so that it finds control groups as they are today.
export tree
unshare --mount bash -c '
  if [ ! -e /sys/fs/cgroup/cgroup.controllers ]; then
    umount -R /sys/fs/cgroup; mount -t cgroup2 none /sys/fs/cgroup
  fi
  exec timeout 300 systemd-nspawn --quiet --register=no --keep-unit --directory="$tree" \
    --machine=quarterpack-trial --console=pipe --boot' < /dev/null > "$tree/var/lib/trial/console" 2>&1 || true
cat "$tree/var/lib/trial/said" 2>/dev/null || { cat "$tree/var/lib/trial/console"; echo "FAILED: it did not boot" >&2; exit 1; }
exit "$(cat "$tree/var/lib/trial/rc")"
