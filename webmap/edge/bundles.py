"""Scripts and styles put together for the browser, small and compressed: `vendor/built/`.

A page asks for one script and few styles instead of every module. What was put together is used as
long as it was made from the sources as they lie there; where one of them was changed since, as
developers do, pages ask for the sources themselves.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static"
BROWSER = Path(__file__).parents[1] / "browser"
BUILT = Path("vendor/built")
STAMP = ".stamp"
# What pages ask for by one name, in this order: `styles('shell')` of the templates.
SHEETS: dict[str, tuple[str, ...]] = {
    "shell": ("vendor/noto-sans-sc/index.css", "css/base.css", "css/shell.css"),
    "map": ("vendor/leaflet/leaflet.css", "css/map.css", "css/panels.css", "css/theme.css"),
}
# Sent as they are, but compressed.
WHOLE = (
    "vendor/leaflet/leaflet.js",
    "vendor/leaflet/leaflet.css",
    "vendor/protomaps-leaflet/protomaps-leaflet.js",
    "vendor/icons/icons.svg",
    "img/mark.svg",
)
# All but the first are fetched when they are first used: by `import` of an address, not of a name.
MODULES = (
    "js/map/atlas.js",
    "js/asking/asking.js",
    "js/asking/site_drawing.js",
    "js/viewing/viewing.js",
)
ASKED_FOR = re.compile(r"asset_url\('(js/[^']+\.js)'\)")
ADDRESS = re.compile(r"url\((?!#|data:)['\"]?([^'\")]+)['\"]?\)")
HOW = ("--bundle", "--format=esm", "--minify", "--target=es2022", "--charset=utf8")


def modules() -> list[str]:
    """Scripts that pages name themselves; each is put together with what it imports."""
    templates = (Path(__file__).parents[1] / "templates").rglob("*.html")
    named = {name for path in templates for name in ASKED_FOR.findall(path.read_text("utf-8"))}
    return sorted({*MODULES, *named})


def wanted_stamp(static: Path = STATIC) -> str:
    """SHA-256 over the sources, the lock of the packages, and how they are put together."""
    said = hashlib.sha256(json.dumps([SHEETS, WHOLE, modules(), HOW]).encode())
    said.update((BROWSER / "package-lock.json").read_bytes())
    for path in sorted((*(static / "js").rglob("*.js"), *(static / "css").glob("*.css"))):
        said.update(path.relative_to(static).as_posix().encode() + b"\0" + path.read_bytes())
    return said.hexdigest()


def is_current(static: Path = STATIC) -> bool:
    stamp = static / BUILT / STAMP
    return stamp.is_file() and stamp.read_text() == wanted_stamp(static)


def build(packages: Path, static: Path = STATIC) -> None:
    """Make `vendor/built`, with the esbuild of these packages; whole or not at all."""
    made = Path(tempfile.mkdtemp(dir=static / "vendor", prefix=".built-"))
    try:
        (esbuild,) = packages.glob("@esbuild/*/bin/esbuild")
        entries = [str(static / name) for name in modules()]
        _run([esbuild, *entries, *HOW, f"--outbase={static}", f"--outdir={made}"])
        for path in (static / "css").glob("*.css"):
            _write_style(esbuild, made / "css" / path.name, path.read_text("utf-8"))
        for name, sheets in SHEETS.items():
            texts = [_with_addresses(static, sheet) for sheet in sheets]
            _write_style(esbuild, made / "sheets" / f"{name}.css", "\n".join(texts))
        for name in WHOLE:
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(static / name, made / name)
        for path in [path for path in made.rglob("*") if path.is_file()]:
            # The same bytes whenever it is made.
            packed = gzip.compress(path.read_bytes(), 9, mtime=0)
            path.with_name(f"{path.name}.gz").write_bytes(packed)
        (made / STAMP).write_text(wanted_stamp(static))
        made.chmod(0o755)
        shutil.rmtree(static / BUILT, ignore_errors=True)
        made.rename(static / BUILT)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _with_addresses(static: Path, sheet: str) -> str:
    """A style whose relative addresses still lead where they led, from `vendor/built/sheets`."""
    folder = Path(sheet).parent
    up = "../" * len((BUILT / "sheets").parts)

    def moved(found: re.Match[str]) -> str:
        return f"url({up}{(folder / found[1]).as_posix()})"

    return ADDRESS.sub(moved, (static / sheet).read_text("utf-8"))


def _write_style(esbuild: Path, target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_run([esbuild, "--loader=css", "--minify", "--charset=utf8"], text), "utf-8")


def _run(command: list[str | Path], given: str = "") -> str:
    done = subprocess.run(  # noqa: S603  (a fixed command, no shell)
        command, input=given, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return done.stdout


@cache
def built_names(static: Path = STATIC) -> frozenset[str]:
    """Names below `static/` that were put together and are current; looked at once."""
    if not is_current(static):
        return frozenset()
    folder = static / BUILT
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*.gz"))
    return frozenset(name.removesuffix(".gz") for name in found)
