"""The search box over a layer of many features, with the index that its import makes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np

from benchmarks.frame import Measured, Row, apart
from benchmarks.search import FEATURES, TIMES, TYPED, Generated, furnished
from layers.search import ensure_indexed
from layers.storage.store import Store
from webmap.map.search import search

HERE = "benchmarks.rows.search"


def indexed(folder: str) -> Callable[[], None]:
    services = furnished(Path(folder), FEATURES, None)
    content = cast(Store, Generated(FEATURES))
    return lambda: ensure_indexed(services.database, content, "0" * 64)


def asked(folder: str) -> Callable[[], list[float]]:
    """Milliseconds by the clock of every question."""
    services = furnished(Path(folder), FEATURES, None)

    def job() -> list[float]:
        took = []
        for typed in TYPED * TIMES:
            began = time.perf_counter()
            search(services, typed)
            took.append(1000 * (time.perf_counter() - began))
        return took

    return job


def measure(folder: Path) -> Sequence[Measured]:
    index = apart("index", f"{HERE}:indexed", str(folder))
    answers = apart(f"{len(TYPED) * TIMES} questions", f"{HERE}:asked", str(folder))
    p50, p95 = np.percentile(answers.answer, (50, 95))
    told = f"{p50:.0f} ms at the median, {p95:.0f} ms at the 95th percentile"
    return [index, replace(answers, note=told)]


ROWS = (
    Row(
        "search",
        f"搜索框 · Search box over {FEATURES:,} features",
        "≤ 0.1 s at the 95th percentile",
        measure,
        long=True,
    ),
)
