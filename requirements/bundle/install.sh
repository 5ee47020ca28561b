#!/bin/sh
# 在不联网的机器上安装或升级 / install or update on a machine without internet
#   sh install.sh [安装文件夹 / folder, /opt/ecoatlas]
# ECOATLAS_HOME：数据文件夹 / the folder of the data (/var/lib/ecoatlas)
# ECOATLAS_SERVICE=no：不建系统服务 / make no service
set -eu
cd "$(dirname "$0")"
folder=${1:-/opt/ecoatlas}
home=$(readlink -m "${ECOATLAS_HOME:-/var/lib/ecoatlas}")

stop() { echo "$1" >&2; echo "$2" >&2; exit 1; }

echo "== 核对文件 / checking the files"
sha256sum --quiet -c SHA256SUMS || stop \
  "文件不完整或被改动，什么都没有安装。请重新拷贝整个安装包。" \
  "Files are missing or changed; nothing was installed. Copy the bundle again."

machine=$(uname -m)
[ "$machine" = arm64 ] && machine=aarch64
python=
for lock in locks/*-"$machine".lock; do
  [ -e "$lock" ] || continue
  wanted=$(basename "$lock" "-$machine.lock")
  found=$(command -v "python$wanted" || true)
  if [ -z "$found" ] && command -v python3 >/dev/null &&
    [ "$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')" = "$wanted" ]; then
    found=$(command -v python3)
  fi
  [ -n "$found" ] && python=$found && version=$wanted && break
done
offered=$(ls locks | sed -n "s/-$machine\.lock$//p" | tr '\n' ' ')
[ -n "$offered" ] || stop "安装包里没有 $machine 处理器的程序包。" "The bundle holds no packages for $machine."
[ -n "$python" ] || stop \
  "这台机器需要 Python（${offered}之一），请从系统安装盘安装 python3。" \
  "This machine needs Python (one of: $offered); install python3 from the system's own medium."

release=$folder/releases/$(sha256sum SHA256SUMS | cut -c1-12)
current=$folder/current
if [ -e "$release/whole" ]; then
  echo "== 这个版本已经安装 / this release is installed already"
else
  mkdir -p "$folder/releases"
  rm -rf "$release"
  trap 'rm -rf "$release"' EXIT
  trap 'exit 1' INT TERM
  echo "== 安装程序包 / installing packages (Python $version, $machine)"
  cp -R app "$release"
  "$python" -m venv --without-pip "$release/.venv"
  own=$release/.venv/bin/python
  "$own" "$(ls wheels/pip-*.whl)/pip" install --quiet --no-index --find-links wheels --disable-pip-version-check \
    --require-hashes -r "locks/$version-$machine.lock"
  "$own" -m pip install -qq --no-index --disable-pip-version-check --no-deps --no-build-isolation -e "$release"
  echo "== 编译覆盖计算，约半分钟 / compiling the coverage engine, about half a minute"
  (cd "$release" && "$own" -c 'from geo.coverage.along import prepare; prepare()')
  if [ -s "locks/$version-$machine.without" ]; then
    echo "== 本机处理器没有这些程序包，用到它们的计算不可用 / without these, which have no wheel for this machine:"
    cat "locks/$version-$machine.without"
  fi
  touch "$release/whole"
  trap - EXIT INT TERM
fi

if [ -e "$current" ] && [ -n "$(ls -A "$home" 2>/dev/null)" ] && [ "$(readlink -f "$current")" != "$(readlink -f "$release")" ]; then
  backup=$folder/backups/before-$(basename "$release").tar.zst
  mkdir -p "$folder/backups"
  echo "== 升级前备份 / a backup before the update: $backup"
  # 以数据的主人身份：root 建的文件，服务写不了 / as the owner of the data: the service could not write files of root
  owner=$(stat -c %U "$home")
  as_owner=
  if [ "$(id -u)" = 0 ] && [ "$owner" != root ]; then
    chown "$owner" "$folder/backups"
    as_owner="runuser -u $owner --"
  fi
  $as_owner env ECOATLAS_HOME="$home" "$current/.venv/bin/ecoatlas" backup --force "$backup" || stop \
    "备份没有做成，仍用原来的版本。" "The backup failed; the earlier release stays in use."
fi

# 一步换过去：旧版本一直可用 / one step: the earlier release is in use until then
ln -sfn "$release" "$current.new"
mv -T "$current.new" "$current"

if [ "${ECOATLAS_SERVICE:-yes}" = yes ] && [ "$(id -u)" = 0 ] && [ -d /run/systemd/system ]; then
  id ecoatlas >/dev/null 2>&1 || useradd --system --home-dir "$home" --shell /usr/sbin/nologin ecoatlas
  # 服务以 ecoatlas 的身份写数据 / the service writes data as ecoatlas
  [ -d "$home" ] || install -d -m 700 "$home"
  [ "$(stat -c %U "$home")" = ecoatlas ] || chown -R ecoatlas:ecoatlas "$home"
  sh "$release/requirements/bundle/service.sh" "$current" "$home"
  systemctl daemon-reload
  systemctl enable --quiet ecoatlas
  systemctl restart ecoatlas
  echo "已作为服务运行，见 / running as a service: journalctl -u ecoatlas"
else
  echo "启动 / start:"
  echo "  ECOATLAS_HOME=$home $current/.venv/bin/ecoatlas serve"
  echo "先装入示范辖区（可选）/ the demonstration first, if wanted:"
  echo "  ECOATLAS_HOME=$home $current/.venv/bin/ecoatlas demo"
fi
