"""One file from which an office without internet installs: `make bundle`.

Into `build/ecoatlas-<version>-linux.tar` go the tracked files of the program, its browser packages,
wheels for each Python and machine below, and checksums of all of it. What has no wheel for a
machine is left out there and named; the installer says what cannot be done without it.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]
PYTHONS = ("3.11", "3.12", "3.13")
"""Of Debian 12, Ubuntu 24.04 and Debian 13."""
MACHINES = ("x86_64", "aarch64")
WITHOUT = {"aarch64": frozenset({"exactextract"})}
"""Packages that publish no wheel for a machine."""
GLIBC = ("2_34", "2_31", "2_28", "2_27", "2_24", "2_17", "2_12", "2_5")
OLDER = ("manylinux2014", "manylinux2010", "manylinux1")
TAKEN = ("geo", "layers", "projects", "webmap", "data", "docs", "README.md", "CHANGELOG.md",
         "pyproject.toml", "requirements")  # fmt: skip


def pinned(lock: str) -> Iterator[tuple[Requirement, str]]:
    """Each requirement of a lock file with its lines, hashes and all."""
    lines: list[str] = []
    for line in [*lock.splitlines(), "end"]:
        begins = line[:1].isalnum()
        if begins and lines:
            yield Requirement(lines[0].rstrip("\\ ")), "\n".join(lines)
        if begins:
            lines = [line]
        elif lines and line.startswith(" "):
            lines.append(line)


def fitting(lock: str, python: str, machine: str) -> tuple[str, list[str]]:
    """The lines of a lock that count on a machine, without markers, and what is left out there."""
    where = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "platform_machine": machine,
        "platform_system": "Linux",
        "sys_platform": "linux",
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    kept, left = [], []
    for one, lines in pinned(lock):
        if one.marker and not one.marker.evaluate(where):
            continue
        if one.name in WITHOUT.get(machine, ()):
            left.append(f"{one.name}{one.specifier}")
            continue
        _, _, hashes = lines.partition("\n")
        kept.append(f"{one.name}{one.specifier} \\\n{hashes}")
    return "\n".join(kept) + "\n", left


def fetch(lock: Path, python: str, machine: str, wheels: Path) -> None:
    platforms = [f"manylinux_{one}_{machine}" for one in GLIBC]
    platforms += [f"{one}_{machine}" for one in OLDER]
    asked = [part for one in platforms for part in ("--platform", one)]
    subprocess.run(  # noqa: S603
        [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
         "--only-binary=:all:", "--no-deps", "--require-hashes", "--implementation", "cp",
         "--python-version", python, *asked, "--dest", wheels, "--requirement", lock],
        check=True,
    )  # fmt: skip


def copy_program(app: Path) -> None:
    """The tracked files of today, and the browser packages that `make install` has fetched."""
    app.mkdir(parents=True)
    listed = subprocess.run(  # noqa: S603
        ["git", "ls-files", "-z", *TAKEN],  # noqa: S607
        cwd=CHECKOUT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        (app / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(CHECKOUT / name, app / name)
    vendor = Path("webmap/static/vendor")
    shutil.copytree(CHECKOUT / vendor, app / vendor)


def checksums(folder: Path) -> str:
    """Lines as `sha256sum -c` reads them, by path."""
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    return "".join(
        f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.relative_to(folder)}\n"
        for one in files
    )


def make() -> Path:
    about = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    name = f"ecoatlas-{about['project']['version']}"
    folder = CHECKOUT / "build" / name
    shutil.rmtree(folder, ignore_errors=True)
    wheels, locks = folder / "wheels", folder / "locks"
    for one in (wheels, locks):
        one.mkdir(parents=True)
    copy_program(folder / "app")
    lock = (CHECKOUT / "requirements" / "run.lock").read_text(encoding="utf-8")
    lock += (HERE / "pip.lock").read_text(encoding="utf-8")
    for python in PYTHONS:
        for machine in MACHINES:
            kept, left = fitting(lock, python, machine)
            own = locks / f"{python}-{machine}.lock"
            own.write_text(kept, encoding="utf-8")
            own.with_suffix(".without").write_text("".join(f"{one}\n" for one in left))
            print(f"== Python {python}, {machine}", *(f"(-{one})" for one in left), flush=True)
            fetch(own, python, machine, wheels)
    shutil.copy2(HERE / "install.sh", folder / "install.sh")
    (folder / "SHA256SUMS").write_text(checksums(folder), encoding="utf-8")
    out = folder.with_name(f"{name}-linux.tar")
    with tarfile.open(out, "w") as packed:
        packed.add(folder, arcname=name)
    return out


if __name__ == "__main__":
    made = make()
    print(f"{made.relative_to(CHECKOUT)}  {made.stat().st_size / 1e6:.0f} MB")
