"""Which processes hold a database file: what the system tells of its locks and of open files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from geo.words import Text

PROCESSES = Path("/proc")
LOCKS = PROCESSES / "locks"
LONGEST_COMMAND = 80
UNKNOWN = Text("无从得知", "nobody the system would tell of")


def holders_of(database: Path) -> Text:
    """Those who lock the database for writing, else those who have it open, but for ourselves."""
    files = [file for end in ("", "-wal", "-shm") if (file := Path(f"{database}{end}")).exists()]
    found = sorted(set(_lockers(files)) or set(_openers(files)))
    said = "; ".join(_named(process) for process in found)
    return Text(said, said) if said else UNKNOWN


def _lockers(files: list[Path]) -> Iterator[int]:
    """`1: POSIX ADVISORY WRITE 4711 08:01:123456 120 120`: process, device and file."""
    wanted = {str(file.stat().st_ino) for file in files}
    for line in _lines(LOCKS):
        parts = line.replace("->", "").split()
        if len(parts) >= 6 and parts[3] == "WRITE" and parts[5].rpartition(":")[2] in wanted:
            yield from _others(parts[4])


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text().splitlines()
    except OSError:
        return []


def _openers(files: list[Path]) -> Iterator[int]:
    wanted = {str(file) for file in files}
    for link in PROCESSES.glob("[0-9]*/fd/*"):
        try:
            opened = str(link.readlink())
        except OSError:  # closed meanwhile, or somebody else's
            continue
        if opened in wanted:
            yield from _others(link.parts[-3])


def _others(process: str) -> Iterator[int]:
    if process.isdecimal() and int(process) not in (0, os.getpid()):
        yield int(process)


def _named(process: int) -> str:
    """`4711 (sqlitebrowser office.sqlite)`; the number alone where the rest is not told."""
    try:
        raw = (PROCESSES / str(process) / "cmdline").read_bytes()
    except OSError:
        return str(process)
    command = raw.replace(b"\0", b" ").decode("utf-8", "replace").strip()
    return f"{process} ({command[:LONGEST_COMMAND]})" if command else str(process)
