#!/bin/sh
# Installs build/ecoatlas-*-linux.tar in a bare Debian without network, serves, updates, and opens the
# data again. Needs root, debootstrap and a Debian mirror for the bare system itself.
#   sh requirements/bundle/trial.sh [suite, bookworm] [mirror]
set -eu
cd "$(dirname "$0")/../.."
suite=${1:-bookworm}
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
echo "== a bare $suite"
debootstrap --variant=minbase --include=python3 "$suite" "$root" ${2:+"$2"} >/dev/null
mkdir "$root/trial"
tar -xf build/ecoatlas-*-linux.tar -C "$root/trial"
cat > "$root/trial/tried.sh" <<'INSIDE'
set -eu
cd /trial
python3 - <<'PY'
import socket
try:
    socket.create_connection(("192.0.2.1", 80), 2)
except OSError as error:
    print("no way out:", error)
else:
    raise SystemExit("there is a network")
PY
cd ecoatlas-*
sh install.sh
/opt/ecoatlas/current/.venv/bin/ecoatlas demo > ../demo.log 2>&1 || { tail -20 ../demo.log; exit 1; }
cat > ../look.py <<'PY'
import subprocess, sys, time, urllib.request
served = subprocess.Popen(["/opt/ecoatlas/current/.venv/bin/ecoatlas", "serve", "--port", "8123"], stdout=subprocess.DEVNULL)
try:
    for _ in range(120):
        try:
            page = urllib.request.urlopen("http://127.0.0.1:8123/").read().decode()
            break
        except OSError:
            time.sleep(1)
    layers = urllib.request.urlopen("http://127.0.0.1:8123/api/v1/layers").read().decode()
    print("page", len(page), "bytes;", layers.count('"id"'), "layers")
    assert "生态图集" in page and layers.count('"id"') > 10
finally:
    served.terminate()
    served.wait()
PY
python3 ../look.py
echo "== the same release again"
sh install.sh
echo "== a later release"
echo "later" >> app/CHANGELOG.md
find . -type f ! -name SHA256SUMS -exec sha256sum {} + | sed 's#  \./#  #' > SHA256SUMS
sh install.sh
ls -l /opt/ecoatlas/backups
test "$(ls /opt/ecoatlas/releases | wc -l)" = 2
python3 ../look.py
echo "== a damaged copy"
echo "damage" >> app/README.md
if sh install.sh; then echo "a damaged copy was installed" >&2; exit 1; fi
python3 ../look.py
INSIDE
mount -t proc proc "$root/proc"
trap 'umount "$root/proc"; rm -rf "$root"' EXIT
unshare --net sh -c "ip link set lo up; exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/trial \
  ECOATLAS_HOME=/var/lib/ecoatlas chroot '$root' sh /trial/tried.sh"
