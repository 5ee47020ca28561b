"""Covered ground of every zone: ours beside every engine that is there, agreeing zone by zone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks import coverage
from benchmarks.coverage_engines import ENGINES
from benchmarks.coverage_sets import FULL, QUICK, BenchmarkSet
from benchmarks.frame import CPU_RATIO, WALL, DisagreementError, Goal, Measured, Row, absent

RUNS = 3
AHEAD, CHANGED_S = 3, 0.1
PEERS = tuple(name for name in ENGINES if name != coverage.OURS and name not in coverage.KEPT)


def measure(data: BenchmarkSet, _folder: Path, share: float) -> Sequence[Measured]:
    """Seconds are the best of three; every zone agrees to 1e-9 or nothing is told."""
    small = next(one for one in QUICK if one.name == data.name)
    data = data if share == 1 else small
    found, lacking = coverage.run_all(data, RUNS)
    differing = coverage.disagreements(data, found)
    if differing:
        raise DisagreementError("; ".join(differing))
    ours = found[coverage.OURS]
    said = [absent(name, why, coverage.OURS) for name, why in lacking.items()]
    return [*(_told(name, one, ours) for name, one in found.items()), *said]


def _told(name: str, one: coverage.Outcome, ours: coverage.Outcome) -> Measured:
    of = None if name == coverage.OURS else coverage.OURS
    own = name != "postgis"  # a server works elsewhere
    peak, cpu = (one.peak_mb, one.cpu_s) if own else (None, None)
    difference = coverage.largest_difference(one.covered_m2, ours.covered_m2)
    note = f"largest difference {difference:.0e}" if name in PEERS else ""
    return Measured(name, one.seconds, cpu, peak, of=of, note=note)


def _row(data: BenchmarkSet) -> Row:
    zones = data.across * data.up
    return Row(
        f"coverage-{data.name}",
        f"覆盖率 · Coverage, {data.name}: {zones} × {data.polygons:,}, depth {data.depth:g}",
        (
            *(Goal(name, CPU_RATIO, AHEAD, ahead=True) for name in PEERS if name != "postgis"),
            *(Goal(name, WALL, CHANGED_S) for name in coverage.KEPT),
        ),
        partial(measure, data),
        ("duckdb", "sedonadb"),
        long=data.name == "deep",
        minutes=8 if data.name == "deep" else 3,
    )


ROWS = tuple(_row(data) for data in FULL)
