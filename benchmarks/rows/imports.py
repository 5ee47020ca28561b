"""A shapefile of 100,000 polygons that overlap: read by Arrow, made live by us, made into tiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pyogrio

from benchmarks.coverage_sets import BenchmarkSet
from benchmarks.frame import Measured, Row, apart
from layers.catalogue import Description
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Base, Database, engine_for
from layers.tiles.ensuring import ensure_tiles
from layers.versions.importing import Wanted, import_file
from layers.versions.publishing import Publishing

FEATURES = 100_000
SETS = {
    # As offices have it: some polygons on others; and piled five deep.
    "import": BenchmarkSet("lying on one another", 50, 40, FEATURES, 64.0),
    "import-piled": BenchmarkSet("piled", 20, 10, FEATURES, 64.0),
}
# What a service is sent before: files that it is done with at once.
SMALL = BenchmarkSet("few", 2, 2, 30, 64.0)
ZONE_38, KIND, LAYER = 4526, "sponge_facility", "facilities"


def as_shapefile(cover: BenchmarkSet, folder: Path) -> Path:
    """The set as a shapefile of the zone, with keys and Chinese names."""
    frame = cover.cover().to_crs(ZONE_38)
    numbers = np.arange(len(frame))
    frame.insert(0, "code", [f"P{number}" for number in numbers])
    frame.insert(1, "name", [f"设施{number}（示例）" for number in numbers])
    path = folder / f"facilities-{cover.polygons}.shp"
    frame.to_file(path, encoding="UTF-8")
    return path


def arrow(path: str) -> Callable[[], int]:
    return lambda: int(pyogrio.read_arrow(path)[1].num_rows)


def first(path: str, home: str) -> Callable[[], int]:
    """Checked, stored, live, by a service that was just started: who reads files is started too."""
    database, store = _office(Path(home))
    Base.metadata.create_all(database.engine)
    return lambda: _imported(Publishing(database, store), path, LAYER)


def live(path: str, small: str, home: str) -> Callable[[], int]:
    """The same by a service that two others have sent a file to before."""
    database, store = _office(Path(home))
    Base.metadata.create_all(database.engine)
    for before in range(2):
        _imported(Publishing(database, store), small, f"before_{before}")
    return lambda: _imported(Publishing(database, store), path, LAYER)


def _imported(publishing: Publishing, path: str, layer: str) -> int:
    wanted = Wanted(layer, KIND, "设施（示例）", Description(secrecy="public"))
    return import_file(publishing, Path(path), wanted, key="code").features


def tiles(home: str) -> Callable[[], int]:
    _, store = _office(Path(home))
    largest = max(Path(home, "store").glob("*/*/data.parquet"), key=lambda one: one.stat().st_size)
    sha256 = largest.parent.name
    return lambda: int(ensure_tiles(store, sha256)["features"])


def _office(home: Path) -> tuple[Database, Store]:
    settings = Settings(home=home)
    return Database(engine_for(settings)), Store(settings.resolved_store_url)


def measure(name: str) -> Callable[[Path], Sequence[Measured]]:
    def measured(folder: Path) -> Sequence[Measured]:
        path, small = str(as_shapefile(SETS[name], folder)), str(as_shapefile(SMALL, folder))
        home, new, here = str(folder / "home"), str(folder / "new"), "benchmarks.rows.imports"
        beside = "pyogrio.read_arrow"
        return [
            apart(beside, f"{here}:arrow", path, runs=3),
            apart("until it is live", f"{here}:live", path, small, home, of=beside),
            apart("the first file of a service", f"{here}:first", path, new, of=beside),
            apart("its tiles, after that", f"{here}:tiles", home, of=beside),
        ]

    return measured


ROWS = tuple(
    Row(
        name,
        f"导入 · Import of {FEATURES:,} polygons, {one.name} ({one.depth:.1f} deep)",
        "live ≤ 5 × the Arrow read, tiles ≤ 10 ×",
        measure(name),
    )
    for name, one in SETS.items()
)
