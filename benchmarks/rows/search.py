"""The search box over a layer of many features, with the index that its import makes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np

from benchmarks.frame import WALL, Goal, Measured, Row, apart
from benchmarks.search import FEATURES, TIMES, TYPED, Generated, furnished
from layers.search import ensure_indexed
from layers.storage.store import Store
from webmap.map.search import search

HERE, SLOWEST = "benchmarks.rows.search", "95th percentile of questions"


def indexed(folder: str, features: int) -> Callable[[], None]:
    services = furnished(Path(folder), features, None)
    content = cast(Store, Generated(features))
    return lambda: ensure_indexed(services.database, content, "0" * 64)


def asked(folder: str, features: int) -> Callable[[], list[float]]:
    """Milliseconds by the clock of every question."""
    services = furnished(Path(folder), features, None)

    def job() -> list[float]:
        took = []
        for typed in TYPED * TIMES:
            began = time.perf_counter()
            search(services, typed)
            took.append(1000 * (time.perf_counter() - began))
        return took

    return job


def measure(folder: Path, share: float) -> Sequence[Measured]:
    features = round(FEATURES * share)
    index = apart("index, made at import", f"{HERE}:indexed", str(folder), features)
    answers = apart(f"{len(TYPED) * TIMES} questions", f"{HERE}:asked", str(folder), features)
    p50, p95 = np.percentile(answers.answer, (50, 95))
    return [
        index,
        replace(answers, answer=None, note=f"{p50:.0f} ms at the median"),
        Measured(SLOWEST, p95 / 1000, None, None),
    ]


ROWS = (
    Row(
        "search",
        f"搜索框 · Search box over {FEATURES:,} features",
        (Goal(SLOWEST, WALL, 0.1),),
        measure,
        long=True,
    ),
)
