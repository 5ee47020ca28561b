"""Coverage of a layer larger than memory: `python -m benchmarks.beyond_memory FOLDER POLYGONS`.

Writes a version of so many polygons, ten deep, under 1,024 zones, in the order in which versions
are stored (a second run finds it there), and measures it read by place: seconds, seconds of
processor and peak memory. `--whole` reads all of it into memory as well and says whether every
figure is the same; `--scheduler tcp://…` has it measured by the workers of a Dask scheduler.
`--sponge` measures the sponge-city share instead, the polygons being the built-up area: zones of
three verdicts that overlap here and there, ground in no zone, four divisions, and the second
method; what is compared is the result as it is stored.
"""

from __future__ import annotations

import json
import math
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, cast

import click
import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import shapely

from benchmarks.coverage_sets import CORNERS, EAST, NORTH, PLANE, BenchmarkSet, mixed
from geo.coverage.share import coverage
from layers.storage.arrow_parts import schema_of, table_parts
from layers.storage.by_place import ByPlace
from layers.storage.content import CGCS2000
from layers.storage.data_file import ROWS_PER_GROUP
from layers.storage.feature_table import FeatureTable
from layers.storage.store import DATA, Store
from layers.system.spreading import spread_over
from projects.metrics.declaration import Computed, Given
from projects.metrics.results import canonical
from projects.metrics.sponge.parts import WORST_FIRST, compute

Found = TypeVar("Found")
ACROSS, RADIUS_M, KEY = 32, 64.0, "code"
# Ten million polygons of this size lie ten deep on a square of 100 km.
ZONE_M_OF_TEN_MILLION = 3125.0


def set_of(polygons: int) -> BenchmarkSet:
    zone_m = ZONE_M_OF_TEN_MILLION * math.sqrt(polygons / 1e7)
    return BenchmarkSet("beyond memory", ACROSS, ACROSS, polygons, RADIUS_M, 10, zone_m)


def sha256_of(polygons: int) -> str:
    return f"{polygons:064d}"


def stored(folder: Path, polygons: int) -> ByPlace:
    store, sha256 = Store(folder), sha256_of(polygons)
    if not store.has(sha256):
        with store.workspace() as place:
            _write(set_of(polygons), place / DATA)
            store.adopt(sha256, place, {"kind": "benchmark", "key_field": KEY})
    return ByPlace.of(store, sha256, KEY)


def _write(data: BenchmarkSet, path: Path) -> None:
    side = data.zone_m * ACROSS
    whole = gpd.GeoDataFrame(
        {KEY: ["0"]}, geometry=[shapely.box(EAST, NORTH, EAST + side, NORTH + side)], crs=PLANE
    ).to_crs(CGCS2000)
    schema = schema_of(FeatureTable.of(whole), bbox=True)
    about = json.loads(schema.metadata[b"geo"])
    about["columns"]["geometry"]["geometry_types"] = ["MultiPolygon", "Polygon"]
    schema = schema.with_metadata(schema.metadata | {b"geo": json.dumps(about).encode()})
    with pq.ParquetWriter(path, schema, compression="zstd", write_page_checksum=True) as writer:
        for frame in _by_groups(_in_order(data, side)):
            for part in table_parts(FeatureTable.of(frame), schema):
                writer.write_table(part, row_group_size=ROWS_PER_GROUP)


def _by_groups(frames: Iterator[gpd.GeoDataFrame]) -> Iterator[gpd.GeoDataFrame]:
    """As many together as make a group of rows."""
    some: list[gpd.GeoDataFrame] = []
    for frame in frames:
        if some and sum(map(len, some)) + len(frame) > ROWS_PER_GROUP:
            yield pd.concat(some, ignore_index=True)
            some = []
        some.append(frame)
    yield pd.concat(some, ignore_index=True)


def _in_order(data: BenchmarkSet, side: float) -> Iterator[gpd.GeoDataFrame]:
    """Along the Hilbert curve: cell by cell, and in each from one polygon to the next."""
    extent = (EAST, NORTH, EAST + side, NORTH + side)
    x, y = (axis.ravel() for axis in np.meshgrid(np.arange(ACROSS), np.arange(ACROSS)))
    corners = np.stack([x, y], axis=1) * (side / ACROSS) + [EAST, NORTH]
    middles = gpd.GeoSeries(shapely.points(corners + side / ACROSS / 2))
    order = np.argsort(middles.hilbert_distance(total_bounds=extent, level=16))
    each = data.polygons // len(order)
    for number, cell in enumerate(order):
        polygons = _polygons(np.random.default_rng(cell), corners[cell], side / ACROSS, each)
        places = gpd.GeoSeries(polygons).hilbert_distance(total_bounds=extent, level=16)
        polygons = polygons[np.argsort(places.to_numpy())]
        # Keys in another order than places, as those of an office are.
        keys = [f"{at * 7919 % each:05d}-{cell}" for at in range(each)]
        yield gpd.GeoDataFrame({KEY: pd.Series(keys)}, geometry=polygons, crs=PLANE).to_crs(
            CGCS2000
        )
        print(f"\r{number + 1}/{len(order)}", end="", file=sys.stderr, flush=True)


def _polygons(rng: np.random.Generator, corner: Any, side: float, count: int) -> Any:
    angle = np.arange(CORNERS) + rng.uniform(0, 0.9, (count, CORNERS))
    angle *= 2 * np.pi / CORNERS
    reach = RADIUS_M * rng.uniform(0.6, 1.4, (count, 1)) * rng.uniform(0.75, 1.0, (count, CORNERS))
    middle = corner + rng.uniform(0, side, (count, 1, 2))
    rim = middle + reach[:, :, None] * np.stack([np.cos(angle), np.sin(angle)], axis=2)
    polygons = shapely.polygons(rim)
    mixed(polygons)
    return polygons


def whole_of(source: ByPlace) -> gpd.GeoDataFrame:
    """As a metric would load it."""
    every = np.arange(len(source.weights))
    return source.read(every, source.bounds[None])


@click.command(help=__doc__)
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("polygons", type=int)
@click.option("--whole", is_flag=True)
@click.option("--scheduler")
@click.option("--sponge", is_flag=True)
def main(folder: Path, polygons: int, whole: bool, scheduler: str | None, sponge: bool) -> None:
    source, zones = stored(folder, polygons), set_of(polygons).zones()
    print(f"\n{len(source):,} polygons in {len(source.weights):,} groups; before {peak_mb()} MB")
    spread = spread_over(scheduler) if scheduler else None
    (_sponge if sponge else _coverage)(source, zones, spread, whole)


def _coverage(source: ByPlace, zones: gpd.GeoDataFrame, spread: Any, whole: bool) -> None:
    found = _timed("by place", lambda: coverage(zones, source, spread=spread, progress=shown))
    print(f"depth {found.depth:.2f}, covered {found.covered_m2!r}, outside {found.outside_m2!r}")
    if whole:
        same = _timed("whole", lambda: coverage(zones, whole_of(source))) == found
        print("every figure is the same" if same else "FIGURES DIFFER")


def _sponge(source: ByPlace, zones: gpd.GeoDataFrame, spread: Any, whole: bool) -> None:
    zones, divisions = assessed(zones)
    given = Given(
        frames={"zones": zones, "districts": divisions}, sources={"built_up": source},
        layers={"zones": "zones"}, hashes={"built_up": source.sha256},
        parameters={"cell_m": 5.0}, spread=spread, progress=shown,
    )  # fmt: skip
    found = _timed("by place", lambda: compute(given))
    print({name: found.figures["total"][name] for name in SHOWN})
    if whole:
        same = _bytes(_timed("whole", lambda: compute(_whole_given(given)))) == _bytes(found)
        print("every byte is the same" if same else "FIGURES DIFFER")


SHOWN = ("built_up_m2", "met_m2", "not_met_m2", "not_assessed_m2", "no_zone_m2", "share",
         "overlap_removed_m2", "built_up_overlap_m2", "second_share")  # fmt: skip


def assessed(zones: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Drainage zones with verdicts and divisions made of squares, in EPSG:4490. Every third zone
    reaches into its neighbours, every seventh is missing."""
    number = np.arange(len(zones))
    shapes = zones.geometry.to_numpy().copy()
    side = float(np.ptp(shapely.bounds(shapes[0])[[0, 2]]))
    shapes[::3] = shapely.buffer(shapes[::3], side / 50, join_style="mitre")
    fields = {
        "key": [f"Z{at:04d}" for at in number],
        "name": None,
        "verdict": [WORST_FIRST[at % 3] for at in number],
        "capture_actual": 0.7,
        "capture_target": 0.8,
    }
    made = gpd.GeoDataFrame(fields, geometry=shapes, crs=zones.crs)[number % 7 > 0]
    west, south, east, north = shapely.total_bounds(shapes)
    x, y = (west + east) / 2 + side / 3, (south + north) / 2
    quarters = [(west, south, x, y), (x, south, east, y), (west, y, x, north), (x, y, east, north)]
    divisions = gpd.GeoDataFrame(
        {"key": [f"D{at}" for at in range(4)], "name": None, "level": "county"},
        geometry=[shapely.box(*one) for one in quarters], crs=zones.crs,
    )  # fmt: skip
    return made.to_crs(CGCS2000).reset_index(drop=True), divisions.to_crs(CGCS2000)


def _whole_given(given: Given) -> Given:
    source = cast(ByPlace, given.sources["built_up"])
    frames = {**given.frames, "built_up": whole_of(source)}
    return replace(given, frames=frames, sources={}, spread=None)


def _bytes(found: Computed) -> str:
    """The result as it is stored, and the shapes of its overlaps."""
    shapes = [shapely.to_wkb(one, hex=True) for one in found.shapes["conflicts"]]
    return canonical({**found.figures, "shapes": shapes})


def _timed(name: str, ask: Callable[[], Found]) -> Found:
    start, before = time.perf_counter(), _processor()
    result = ask()
    seconds, processor = time.perf_counter() - start, _processor() - before
    print(f"\n{name}: {seconds:.1f} s, {processor:.1f} s of processor, peak {peak_mb()} MB")
    return result


def _processor() -> float:
    return time.process_time()


def shown(done: int, total: int) -> None:
    print(f"\r{done}/{total}", end="", file=sys.stderr, flush=True)


def peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
