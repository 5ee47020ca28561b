"""What a row of the benchmark page is, and how it is measured.

A row says what is compared, what it shall come to, and how it is measured: each party in a process
of its own, so that its peak memory is its own, with the processor seconds of it and its children
beside the seconds by the clock. Modules of `benchmarks.rows` hold rows by a name `ROWS`; they are
found without a list. `benchmarks.running` measures them, `benchmarks.page` writes them down.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

WALL, CPU, WALL_RATIO, CPU_RATIO, PEAK, ASKED = "s", "CPU s", "× s", "× CPU s", "peak MB", "asked"
# What a party may take by itself, unless its row says otherwise.
PATIENCE_S = 300


@dataclass(frozen=True, slots=True)
class Measured:
    """What one party took; `answer` is what it came to, as JSON can hold it, to be compared.

    wall_s: None where the party took no part, and `note` says why.
    cpu_s, peak_mb: of its process and those that it started; None where they are not its own.
    of: the party that its ratio is told to; None for the reference itself.
    asked: how many requests or queries it took, where that is counted.
    """

    party: str
    wall_s: float | None
    cpu_s: float | None
    peak_mb: float | None
    answer: Any = None
    of: str | None = None
    note: str = ""
    asked: float | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """What a party shall come to in one column of the table.

    limit: at most so much; at least, where the party is another engine that we are to be ahead of.
    """

    party: str
    column: str
    limit: float
    ahead: bool = False

    @property
    def most(self) -> str:
        """What is to be reached, without who."""
        return f"{'≥' if self.ahead else '≤'} {self.limit:g} {self.column}"

    def __str__(self) -> str:
        return f"{self.party} {self.most}"

    def reached(self, figure: float) -> bool:
        return figure >= self.limit if self.ahead else figure <= self.limit


@dataclass(frozen=True, slots=True)
class Row:
    """name: of the section, one word. packages: whose versions are told beside the usual ones.
    minutes: after which it is ended, whatever it is doing. long: more than a minute by itself.

    measure: given an empty folder and the share of the full size that is wanted (1 but where a
    row is only tried); raises `DisagreementError` where parties do not agree.
    """

    name: str
    title: str
    goals: tuple[Goal, ...]
    measure: Callable[[Path, float], Sequence[Measured]]
    packages: tuple[str, ...] = ()
    long: bool = False
    minutes: float = 3


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
            [*command, json.dumps(arguments)],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            timeout=PATIENCE_S,
        )
        told = json.loads(done.stdout.splitlines()[-1])
        found = Measured(party, **told, of=of, note=note)
        if best is None or (found.wall_s or 0) < (best.wall_s or 0):
            best = found
    if best is None:
        raise ValueError("no run")
    return best


def absent(party: str, why: str, of: str | None = None) -> Measured:
    """A party that took no part: the table says so."""
    return Measured(party, None, None, None, of=of, note=why)


def peer(party: str, package: str, call: str, *arguments: Any, of: str | None = None) -> Measured:
    """Who stands beside us: one that is not installed or that fails is said and stops nobody."""
    if installed(package) is None:
        return absent(party, f"not here: {package}", of)
    try:
        return apart(party, call, *arguments, of=of)
    except subprocess.SubprocessError as error:
        return absent(party, failure(error), of)


def failure(error: Exception) -> str:
    """How a party ended that came to nothing."""
    if isinstance(error, subprocess.TimeoutExpired):
        return f"not done in {error.timeout:.0f} s"
    if isinstance(error, subprocess.CalledProcessError):
        return f"failed with {error.returncode}"
    return str(error) or type(error).__name__


def installed(package: str) -> str | None:
    """The version of a package; None where it is not there and its party does not take part."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None
