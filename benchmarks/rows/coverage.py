"""Covered ground of every zone: ours beside every engine that is there, agreeing zone by zone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks import coverage
from benchmarks.coverage_sets import FULL, BenchmarkSet
from benchmarks.frame import DisagreementError, Measured, Row

RUNS = 3


def measure(data: BenchmarkSet, _folder: Path) -> Sequence[Measured]:
    """Seconds are the best of three; every zone agrees to 1e-9 or nothing is told."""
    found = coverage.run_all(data, quick=False, runs=RUNS)
    differing = coverage.disagreements(data, found)
    if differing:
        raise DisagreementError("; ".join(differing))
    return [_told(name, one) for name, one in found.items()]


def _told(name: str, one: coverage.Outcome) -> Measured:
    of = None if name == coverage.OURS else coverage.OURS
    own = name != "postgis"  # a server works elsewhere
    peak, cpu = (one.peak_mb, one.cpu_s) if own else (None, None)
    return Measured(name, one.seconds, cpu, peak, of=of)


def _row(data: BenchmarkSet) -> Row:
    zones = data.across * data.up
    return Row(
        f"coverage-{data.name}",
        f"覆盖率 · Coverage, {data.name}: {zones} × {data.polygons:,}, depth {data.depth:.1f}",
        "three times ahead of the best other engine; one zone or polygon changed < 0.1 s",
        partial(measure, data),
        ("duckdb", "sedonadb"),
        long=data.name == "deep",
    )


ROWS = tuple(_row(data) for data in FULL)
