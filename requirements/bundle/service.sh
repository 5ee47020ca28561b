#!/bin/sh
# 写服务文件 / writes the files of the service
#   sh service.sh 程序 / program  数据文件夹 / folder of the data  [/etc/systemd/system]
set -eu
current=$1
home=$2
units=${3:-/etc/systemd/system}
usual=/var/lib/ecoatlas
own=$units/ecoatlas.service.d/data.conf

# 手工改过的服务文件不动 / a unit that was edited by hand stays
[ -e "$units/ecoatlas.service" ] || sed -e "s#/opt/ecoatlas#$current#g" \
  "$(dirname "$0")/../../docs/deployment/ecoatlas.service" > "$units/ecoatlas.service"

if [ "$home" = "$usual" ]; then
  rm -f "$own"
  exit 0
fi
# StateDirectory 只管 /var/lib 下的文件夹 / StateDirectory is of folders in /var/lib only
mkdir -p "$(dirname "$own")"
{
  echo "[Unit]"
  echo "RequiresMountsFor=$home"
  echo "[Service]"
  echo "Environment=\"ECOATLAS_HOME=$home\""
  echo "StateDirectory="
  # 服务看不见的家目录 / homes, which the service does not see otherwise
  case $home in
    /home/*|"$(getent passwd 0 | cut -d: -f6)"/*|/run/user/*) echo "ProtectHome=tmpfs"; echo "BindPaths=$home" ;;
    *) echo "ReadWritePaths=$home" ;;
  esac
} > "$own"
