"""Coverage side by side: `python -m benchmarks.coverage [--quick]`, what `make bench` calls.

Each engine runs in a process of its own (so that its peak memory is its own), answers are compared
zone by zone to 1e-9, the best of a few runs counts, and the ratios are printed and written into
docs/benchmarks.md. Where ECOATLAS_BENCH_POSTGRESQL names a server with PostGIS it takes part.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from benchmarks.coverage_engines import ENGINES, NEEDS, cores, measured, missing
from benchmarks.coverage_sets import FULL, QUICK, BenchmarkSet

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- coverage: begin -->", "<!-- coverage: end -->"
OURS, CHANGED = "ecoatlas", "one zone changed"
# A second run of these would find everything kept.
KEPT = (CHANGED, "one polygon changed")
TOLERANCE = 1e-9
# Below this many m² the last digit of a geodesic area is larger than the tolerance.
NOISE_M2 = 1e-3


@dataclass(frozen=True, slots=True)
class Outcome:
    """Seconds of the best run, peak memory of the process, covered m² by zone on the ellipsoid, and
    the processor seconds of the best run."""

    seconds: float
    peak_mb: float
    covered_m2: Any
    cpu_s: float | None = None


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="small sets, nothing written")
    parser.add_argument("--runs", type=int, default=3, help="runs of each engine, the best counts")
    parser.add_argument("--sets", default="", help="names of sets, separated by commas")
    parser.add_argument("--note", default="", help="a remark for the page, such as on the machine")
    parser.add_argument(
        "--worker", nargs=3, metavar=("ENGINE", "SET", "FILE"), help=argparse.SUPPRESS
    )
    chosen = parser.parse_args(arguments)
    sets = QUICK if chosen.quick else FULL
    if chosen.worker:
        engine, name, file = chosen.worker
        run_here(engine, next(s for s in sets if s.name == name), chosen.runs, Path(file))
        return 0
    sets = tuple(s for s in sets if not chosen.sets or s.name in chosen.sets.split(","))
    outcomes = {data: run_all(data, quick=chosen.quick, runs=chosen.runs) for data in sets}
    disagreeing = [line for data, found in outcomes.items() for line in disagreements(data, found)]
    text = report(outcomes, chosen.note)
    print(text)
    print("\n".join(disagreeing), file=sys.stderr)
    if not chosen.quick and not chosen.sets and not disagreeing:
        write(text)
    return 1 if disagreeing else 0


def run_here(engine: str, data: BenchmarkSet, runs: int, file: Path) -> None:
    job = ENGINES[engine](data)
    seconds, cpu = [], []
    for _ in range(1 if engine in KEPT else runs):
        start, start_cpu = time.perf_counter(), time.process_time()
        areas = measured(job())
        seconds.append(time.perf_counter() - start)
        cpu.append(time.process_time() - start_cpu)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"seconds": min(seconds), "cpu": min(cpu), "mb": peak, "m2": areas.tolist()}
    file.write_text(json.dumps(found))


def run_all(data: BenchmarkSet, *, quick: bool, runs: int) -> dict[str, Outcome]:
    outcomes = {}
    for engine in ENGINES:
        lacking = missing(engine)
        print(f"{data.name}: {engine} … {lacking and 'skipped: ' + lacking}", file=sys.stderr)
        if not lacking:
            outcomes[engine] = run_apart(engine, data, quick=quick, runs=runs)
    return outcomes


def run_apart(engine: str, data: BenchmarkSet, *, quick: bool, runs: int) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answer.json"
        command = [sys.executable, "-m", "benchmarks.coverage", "--runs", str(runs)]
        command += ["--quick"] if quick else []
        subprocess.run([*command, "--worker", engine, data.name, str(file)], check=True)
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


def report(outcomes: dict[BenchmarkSet, dict[str, Outcome]], note: str) -> str:
    lines = [machine(note)]
    for data, found in outcomes.items():
        lines += ["", title(data), "", "| engine | s | × ours | peak MB | largest difference |"]
        lines.append("|---|---:|---:|---:|---:|")
        lines += [row(engine, found) for engine in found]
    return "\n".join(lines)


def title(data: BenchmarkSet) -> str:
    zones = data.across * data.up
    return f"### {data.name}: {zones} zones × {data.polygons:,} polygons, depth {data.depth:.1f}"


def row(engine: str, outcomes: dict[str, Outcome]) -> str:
    outcome = outcomes[engine]
    ratio = outcome.seconds / outcomes[OURS].seconds
    memory = "(server)" if engine == "postgis" else f"{outcome.peak_mb:.0f}"
    difference = largest_difference(outcome.covered_m2, outcomes[OURS].covered_m2)
    shown = "" if engine in (OURS, CHANGED) else f"{difference:.0e}"
    return f"| {engine} | {outcome.seconds:.2f} | {ratio:.2f} | {memory} | {shown} |"


def machine(note: str) -> str:
    packages = ("shapely", "geopandas", "pyproj", "numpy", "duckdb", "sedonadb")
    versions = [f"{name} {version(name)}" for name in packages if _installed(name)]
    day = datetime.now(UTC).date().isoformat()
    return (
        f"{day}, {_processor()}, {cores()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, GEOS {shapely.geos_version_string}, "
        f"{', '.join(versions)}. {note}"
    ).strip()


def _installed(name: str) -> bool:
    """Whether a package takes part: those of engines that are skipped do not."""
    return not any(missing(engine) for engine, packages in NEEDS.items() if name in packages)


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    names = listing.read_text().splitlines() if listing.exists() else []
    models = [line.split(":", 1)[1].strip() for line in names if line.startswith("model name")]
    return models[0] if models else platform.machine()


def write(text: str) -> None:
    """Put the report between the markers of docs/benchmarks.md."""
    page = PAGE.read_text()
    before, rest = page.split(BEGIN, 1)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END, 1)[1]}")


if __name__ == "__main__":
    raise SystemExit(main())
