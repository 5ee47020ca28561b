"""An office after years of use: the demonstration grown to 500 layers, 10,000 projects and 200,000
runs, and what an administrator waits for its pages when nobody has looked at them since the last
write."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.frame import CPU, Goal, Measured, Row, apart
from benchmarks.growth import Size, grow, pages
from benchmarks.uploads import CLI
from layers.settings import Settings
from layers.system.database import Database, engine_for

PAGE_S = 0.3
PAGES = (
    "/",
    "/layers",
    "/upload",
    "/projects",
    "/projects?late=1&sort=-investment",
    "/projects/{project}",
    "/projects/orphans?layer={layer}",
    "/projects/{project}/links?layer={layer}",
    "/pool",
    "/dashboard",
    "/rounds/{round}",
    "/rounds/{round}/bulletin",
    "/metrics",
    "/metrics/runs/{run}",
    "/policy/states",
    "/map/export",
    "/api/v1/search?q=湿地",
)


def grown(home: str, share: float) -> int:
    """The rows of years put into a demonstration."""
    database = Database(engine_for(Settings(home=Path(home))))
    size = Size() if share == 1 else Size(layers=30, projects=100, runs=100, units=2, uploads=5)
    grow(database, size)
    database.close()
    return size.projects


def opened(home: str) -> list[dict[str, Any]]:
    """What each page took."""
    return [asdict(one) for one in pages(Settings(home=Path(home)), PAGES)]


def measure(folder: Path, share: float) -> Sequence[Measured]:
    home, here = str(folder), "benchmarks.rows.office"
    environment = os.environ | {"ECOATLAS_HOME": home}
    subprocess.run([*CLI, "demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
    rows = apart("rows of years put in", f"{here}:grown", home, share)
    found = apart("pages", f"{here}:opened", home)
    return [rows, *(_told(page, one) for page, one in zip(PAGES, found.answer, strict=True))]


def _told(page: str, took: dict[str, Any]) -> Measured:
    if took["status"] >= 400:
        raise ValueError(f"{took['address']} answered {took['status']}")
    note = f"{took['cpu_ms']:.0f} ms when it was asked for before; {took['kilobytes']:.0f} KB"
    cpu_s = took["first_ms"] / 1000
    return Measured(page, took["wall_ms"] / 1000, cpu_s, None, note=note, asked=took["queries"])


ROWS = (
    Row(
        "office",
        "多年之后 · After years: 500 layers, 10,000 projects, 200,000 runs",
        tuple(Goal(page, CPU, PAGE_S) for page in PAGES),
        measure,
        long=True,
        minutes=7,
    ),
)
