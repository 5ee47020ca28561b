"""A million polygons at once: `python -m benchmarks.coverage_million`.

Prints the progress, then seconds, CPU seconds and peak memory, of the data alone and of the run.
"""

from __future__ import annotations

import resource
import sys
import time

from benchmarks.coverage_sets import BenchmarkSet
from geo.coverage.share import coverage

MILLION = BenchmarkSet("million", 40, 25, 1_000_000, 64.0, 9.7)


def main() -> None:
    zones, cover = MILLION.zones(), MILLION.cover()
    before = peak_mb()
    start, cpu = time.perf_counter(), time.process_time()
    result = coverage(zones, cover, progress=shown)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
    print(
        f"\n{len(zones):,} zones, {len(cover):,} polygons, depth {result.depth:.1f}: "
        f"{seconds:.1f} s, {cpu_seconds:.1f} s of CPU, peak {peak_mb():.0f} MB "
        f"(making the data {before:.0f} MB)"
    )


def shown(done: int, total: int) -> None:
    print(f"\r{done}/{total}", end="", file=sys.stderr, flush=True)


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
