"""A shapefile of 100,000 polygons that overlap: read by Arrow, made live by us, made into tiles.

One set has twelve corners and two columns; the heavy one is what offices have: outlines that were
digitised (80 corners) and eight columns of Chinese text in GB18030.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from benchmarks.coverage_sets import EAST, NORTH, PLANE, BenchmarkSet, mixed
from benchmarks.frame import CPU_RATIO, Goal, Measured, Row, apart
from geo.coverage.along import prepare
from layers.catalogue import Description
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Base, Database, engine_for
from layers.tiles.ensuring import ensure_tiles
from layers.versions.importing import Wanted, import_file
from layers.versions.publishing import Publishing

FEATURES = 100_000
PLAIN = BenchmarkSet("lying on one another", 50, 40, FEATURES, 64.0, 0.5)
# What a service is sent before: files that it is done with at once.
SMALL = BenchmarkSet("few", 2, 2, 30, 64.0, 0.1)
ZONE_38, KIND, LAYER = 4526, "sponge_facility", "facilities"
BESIDE, LIVE, TILES = "pyogrio.read_arrow", "until it is live", "its tiles, after that"
HEAVY, HEAVY_CORNERS, HEAVY_COLUMNS = "import-heavy", 80, 6


def as_shapefile(cover: BenchmarkSet, folder: Path) -> Path:
    """The set as a shapefile of the zone, with keys and Chinese names."""
    frame = _named(cover.cover())
    path = folder / f"facilities-{cover.polygons}.shp"
    frame.to_file(path, encoding="UTF-8")
    return path


def as_offices_have_it(folder: Path, features: int) -> Path:
    """Outlines with many corners that wave and tremble a little, and tables full of text."""
    frame = _named(gpd.GeoDataFrame(geometry=_digitised(features), crs=PLANE))
    for number in range(HEAVY_COLUMNS):
        frame[f"c{number}"] = [
            f"武汉市江夏区第{(row * 7 + number) % 977}街道生态环境综合整治示范工程"
            f"{(row * 13 + number) % 5003}标段"
            for row in range(len(frame))
        ]
    path = folder / "facilities-heavy.shp"
    frame.to_file(path, encoding="GB18030")
    return path


def _named(cover: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    frame = cover.to_crs(ZONE_38)
    numbers = np.arange(len(frame))
    frame.insert(0, "code", [f"P{number}" for number in numbers])
    frame.insert(1, "name", [f"设施{number}（示例）" for number in numbers])
    return frame


def _digitised(features: int) -> Any:
    cover, rng = PLAIN, np.random.default_rng(2)
    one, angle = (features, 1), np.arange(HEAVY_CORNERS) * 2 * np.pi / HEAVY_CORNERS
    reach = np.ones((features, HEAVY_CORNERS))
    for wave in (2, 3, 5, 9):
        shift = rng.uniform(0, 2 * np.pi, one)
        reach += rng.uniform(0, 0.25 / wave, one) * np.cos(wave * angle + shift)
    reach *= cover.radius_m * rng.uniform(0.6, 1.4, one) * rng.uniform(0.98, 1, reach.shape)
    extent = np.array([cover.across, cover.up]) * cover.zone_m
    middle = rng.uniform(0, 1, (features, 1, 2)) * extent + [EAST, NORTH]
    towards = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    polygons = shapely.polygons(middle + reach[:, :, None] * towards)
    mixed(polygons)
    return polygons


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


def measure(name: str) -> Callable[[Path, float], Sequence[Measured]]:
    def measured(folder: Path, share: float) -> Sequence[Measured]:
        features = round(FEATURES * share)
        if name == HEAVY:
            given = as_offices_have_it(folder, features)
        else:
            given = as_shapefile(replace(PLAIN, polygons=features), folder)
        path, small = str(given), str(as_shapefile(SMALL, folder))
        home, new, here = str(folder / "home"), str(folder / "new"), "benchmarks.rows.imports"
        # Machine code that this checkout has not compiled yet is no part of an import.
        prepare()
        return [
            apart(BESIDE, f"{here}:arrow", path, runs=3),
            apart(LIVE, f"{here}:live", path, small, home, of=BESIDE),
            apart("the first file of a service", f"{here}:first", path, new, of=BESIDE),
            apart(TILES, f"{here}:tiles", home, of=BESIDE),
        ]

    return measured


TITLES = {
    "import": f"{PLAIN.name} ({PLAIN.depth:g} deep)",
    HEAVY: f"as offices have them ({HEAVY_CORNERS} corners, {HEAVY_COLUMNS + 2} columns)",
}
ROWS = tuple(
    Row(
        name,
        f"导入 · Import of {FEATURES:,} polygons, {title}",
        (Goal(LIVE, CPU_RATIO, 5), Goal(TILES, CPU_RATIO, 10)),
        measure(name),
        long=name == HEAVY,
        minutes=5,
    )
    for name, title in TITLES.items()
)
