"""Covered ground of every zone by each engine: `benchmarks.rows.coverage` is its row.

Each engine runs in a process of its own (so that its peak memory is its own), answers are compared
zone by zone to 1e-9, and the best of a few runs counts. Where ECOATLAS_BENCH_POSTGRESQL names a
server with PostGIS it takes part.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.apart import peak_mb
from benchmarks.coverage_engines import ENGINES, measured, missing
from benchmarks.coverage_sets import FULL, QUICK, BenchmarkSet
from benchmarks.frame import failure

OURS, CHANGED = "ecoatlas", "one zone changed"
# A second run of these would find everything kept.
KEPT = (CHANGED, "one polygon changed")
TOLERANCE = 1e-9
# Below this many m² the last digit of a geodesic area is larger than the tolerance.
NOISE_M2 = 1e-3
# All runs of one engine and the making of its data; and after how much it is not run again.
PATIENCE_S, ENOUGH_S = 120, 30


@dataclass(frozen=True, slots=True)
class Outcome:
    """Seconds of the best run, peak memory of the process, covered m² by zone on the ellipsoid, and
    the processor seconds of the best run."""

    seconds: float
    peak_mb: float
    covered_m2: Any
    cpu_s: float | None = None


def run_here(engine: str, data: BenchmarkSet, runs: int, file: Path) -> None:
    job = ENGINES[engine](data)
    seconds, cpu = [], []
    for _ in range(1 if engine in KEPT else runs):
        if sum(seconds) > ENOUGH_S:
            break
        start, start_cpu = time.perf_counter(), time.process_time()
        areas = measured(job())
        seconds.append(time.perf_counter() - start)
        cpu.append(time.process_time() - start_cpu)
    found = {"seconds": min(seconds), "cpu": min(cpu), "mb": peak_mb(), "m2": areas.tolist()}
    file.write_text(json.dumps(found))


def run_all(data: BenchmarkSet, runs: int) -> tuple[dict[str, Outcome], dict[str, str]]:
    """What each engine came to, and why others came to nothing; ours has to."""
    outcomes, lacking = {}, {}
    for engine in ENGINES:
        print(f"{data.name}: {engine} … {missing(engine)}", file=sys.stderr, flush=True)
        if missing(engine):
            lacking[engine] = f"not here: {missing(engine)}"
            continue
        try:
            outcomes[engine] = run_apart(engine, data, runs)
        except subprocess.SubprocessError as error:
            if engine == OURS:
                raise
            lacking[engine] = failure(error)
    return outcomes, lacking


def run_apart(engine: str, data: BenchmarkSet, runs: int) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answer.json"
        size = "full" if data in FULL else "quick"
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.coverage", engine, size]
        command += [data.name, str(runs), str(file)]
        subprocess.run(command, check=True, timeout=PATIENCE_S)
        answer = json.loads(file.read_text())
    return Outcome(answer["seconds"], answer["mb"], np.array(answer["m2"]), answer["cpu"])


def disagreements(data: BenchmarkSet, outcomes: dict[str, Outcome]) -> list[str]:
    """Engines that differ by more than the tolerance in some zone."""
    lines = []
    for engine, outcome in outcomes.items():
        theirs, ours = outcome.covered_m2, outcomes[OURS].covered_m2
        same = np.isclose(theirs, ours, rtol=TOLERANCE, atol=NOISE_M2)
        if engine == CHANGED:  # the changed zone itself has other ground
            same |= np.arange(len(same)) == data.changed
        if not same.all():
            lines.append(f"{data.name}: {engine} differs in zones {np.flatnonzero(~same).tolist()}")
    return lines


def largest_difference(theirs: Any, ours: Any) -> float:
    return float(np.max(np.abs(theirs - ours) / np.maximum(ours, 1.0)))


if __name__ == "__main__":
    engine, size, name, runs, file = sys.argv[1:]
    data = next(one for one in (FULL if size == "full" else QUICK) if one.name == name)
    run_here(engine, data, int(runs), Path(file))
