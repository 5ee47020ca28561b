"""What a row of the benchmark page is, and how it is measured and written.

A row says what is compared, what it shall come to, and how it is measured: each party in a process
of its own, so that its peak memory is its own, with the processor seconds of it and its children
beside the seconds by the clock. Modules of `benchmarks.rows` hold rows by a name `ROWS`; they are
found without a list.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
LIBRARIES = ("shapely", "geopandas", "pyogrio", "pyproj", "numpy", "pyarrow")


@dataclass(frozen=True, slots=True)
class Measured:
    """What one party took; `answer` is what it came to, as JSON can hold it, to be compared.

    cpu_s, peak_mb: of its process and those that it started; None where they are not its own.
    of: the party that its ratio is told to; None for the reference itself.
    """

    party: str
    wall_s: float
    cpu_s: float | None
    peak_mb: float | None
    answer: Any = None
    of: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """name: of the section, one word. packages: whose versions are told beside the usual ones.
    long: more than a minute by itself.

    measure: given an empty folder; raises `DisagreementError` where parties do not agree.
    """

    name: str
    title: str
    goal: str
    measure: Callable[[Path], Sequence[Measured]]
    packages: tuple[str, ...] = ()
    long: bool = False


class DisagreementError(Exception):
    """Parties came to different answers: their seconds are worth nothing."""


def found_rows() -> list[Row]:
    """Every row that is declared, by the name of its module."""
    from benchmarks import rows

    modules = sorted(found.name for found in iter_modules(rows.__path__))
    return [row for name in modules for row in import_module(f"benchmarks.rows.{name}").ROWS]


def apart(
    party: str, call: str, *arguments: Any, runs: int = 1, of: str | None = None, note: str = ""
) -> Measured:
    """Run `module:function` on arguments of JSON in a process of its own; the best of some runs.

    Where the function returns a function, that alone is timed: what goes before made it ready.
    """
    best: Measured | None = None
    for _ in range(runs):
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.apart", call]
        done = subprocess.run(
            [*command, json.dumps(arguments)], check=True, stdout=subprocess.PIPE, text=True
        )
        told = json.loads(done.stdout.splitlines()[-1])
        found = Measured(party, **told, of=of, note=note)
        if best is None or found.wall_s < best.wall_s:
            best = found
    if best is None:
        raise ValueError("no run")
    return best


def section(row: Row, measured: Sequence[Measured], load: float, day: str) -> str:
    """The part of the page: machine and versions, then a line for each party."""
    by_name = {one.party: one for one in measured}
    lines = [
        f"### {row.title}",
        "",
        f"{day}, {machine()}, load {load:.1f} before. {', '.join(_versions(row.packages))}. "
        f"Goal: {row.goal}.",
        "",
        "| party | s | CPU s | × s | × CPU s | peak MB | note |",
        "|---|---:|---:|---:|---:|---:|---|",
    ]
    return "\n".join([*lines, *(_line(one, by_name.get(one.of or "")) for one in measured)])


def _line(one: Measured, beside: Measured | None) -> str:
    wall = f"{one.wall_s / beside.wall_s:.2f}" if beside and beside.wall_s else ""
    both = beside is not None and beside.cpu_s and one.cpu_s is not None
    cpu = f"{one.cpu_s / beside.cpu_s:.2f}" if both else ""
    cells = (one.party, _figure(one.wall_s), _figure(one.cpu_s), wall, cpu, _whole(one.peak_mb))
    return f"| {' | '.join([*cells, one.note])} |"


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def _whole(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}"


def put(text: str, name: str, page: Path = PAGE) -> None:
    """Write a section between its markers; one that the page lacks goes to the end of all."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    whole = page.read_text()
    if begin not in whole:
        last = "<!-- rows: end -->"
        if last not in whole:
            raise ValueError(f"{page} has no place for rows")
        whole = whole.replace(last, f"{begin}\n{end}\n\n{last}")
    before, rest = whole.split(begin, 1)
    page.write_text(f"{before}{begin}\n{text}\n{end}{rest.split(end, 1)[1]}")


def run(rows: Iterable[Row], scratch: Callable[[], Path]) -> dict[str, str]:
    """The sections by the name of their row; one that fails says so and stops no other."""
    done: dict[str, str] = {}
    for row in rows:
        load, day = os.getloadavg()[0], datetime.now(UTC).date().isoformat()
        print(f"== {row.name}", file=sys.stderr, flush=True)
        try:
            measured = row.measure(scratch())
        except (DisagreementError, subprocess.CalledProcessError) as error:
            print(f"{row.name}: {error}", file=sys.stderr, flush=True)
            continue
        done[row.name] = section(row, measured, load, day)
        print(done[row.name], flush=True)
    return done


def machine() -> str:
    """Processor, cores and Python."""
    listing = Path("/proc/cpuinfo")
    names = listing.read_text().splitlines() if listing.exists() else []
    models = [line.split(":", 1)[1].strip() for line in names if line.startswith("model name")]
    processor = models[0] if models else platform.machine()
    cores = len(os.sched_getaffinity(0))
    return f"{processor}, {cores} cores, {platform.system()}, Python {platform.python_version()}"


def installed(package: str) -> str | None:
    """The version of a package; None where it is not there and its party does not take part."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _versions(more: Sequence[str]) -> list[str]:
    known = ((name, installed(name)) for name in (*LIBRARIES, *more))
    return [f"{name} {number}" for name, number in known if number]
