#!/bin/sh
# Debian ships Python without its venv module; add the package, or say which one is missing.
set -eu
package=$("$1" -c 'import sys; print(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")')
echo "== 需要 Debian 软件包 / Debian package needed: $package"
if [ "$(id -u)" = 0 ]; then
  apt-get update -qq && apt-get install -y -qq "$package"
elif command -v sudo >/dev/null; then
  sudo apt-get update -qq && sudo apt-get install -y -qq "$package"
else
  echo "请管理员运行 / ask an administrator to run: apt-get install $package" >&2
  exit 1
fi
