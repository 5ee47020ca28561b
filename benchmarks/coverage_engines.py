"""The ways to the same figures that a user would pick instead, each behind one function.

An engine gets both frames ready in its own form (not timed) and returns a job (timed) that gives
the covered ground of every zone: as geometries, which are then measured with
`geo.measure.ellipsoid` (timed too), or, where the engine measures on the ellipsoid itself, as m².
Ours alone is also charged for checking that all polygons are valid, for the totals, for what was
removed and what lies outside.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from benchmarks.coverage_sets import PLANE, BenchmarkSet
from geo.coverage.share import Cover, ZoneCoverage, coverage
from geo.measure.ellipsoid import area_m2

POSTGRESQL = "ECOATLAS_BENCH_POSTGRESQL"
Job = Callable[[], Any]
Engine = Callable[[BenchmarkSet], Job]


def cores() -> int:
    return len(os.sched_getaffinity(0))


def ecoatlas(data: BenchmarkSet) -> Job:
    zones, cover = data.zones(), data.cover()
    return lambda: _m2(coverage(zones, cover).zones)


def one_zone_changed(data: BenchmarkSet) -> Job:
    """Ours with everything but one zone kept; the caller knows the hash of the cover."""
    cover, kept = data.cover(), _kept()
    coverage(data.zones(), cover, cache=kept, cover_key="cover")
    zones = data.changed_zones()

    def job() -> Any:
        result = coverage(zones, cover, cache=kept, cover_key="cover")
        if result.computed_zones != 1:
            raise RuntimeError(f"{result.computed_zones} zones were computed instead of one")
        return _m2(result.zones)

    return job


def one_polygon_changed(data: BenchmarkSet) -> Job:
    """Ours with everything kept and one polygon of the cover moved by a few metres and back, so
    that the answer is that of all others."""
    zones, kept = data.zones(), _kept()
    frame = data.cover()
    moved = shapely.transform(frame.geometry[data.changed], lambda xy: xy + 5.0)
    cover = Cover(frame).changed(data.changed, moved)
    coverage(zones, cover, cache=kept)

    def job() -> Any:
        back = cover.changed(data.changed, frame.geometry[data.changed])
        return _m2(coverage(zones, back, cache=kept).zones)

    return job


def _kept() -> MutableMapping[str, ZoneCoverage]:
    return {}


def _m2(zones: tuple[ZoneCoverage, ...]) -> Any:
    return np.array([zone.covered_m2 for zone in zones])


def per_zone_union(data: BenchmarkSet) -> Job:
    """Shapely by hand: candidates by a tree, union and cut zone by zone, on all cores."""
    zones, cover = data.zones().geometry.to_numpy(), data.cover().geometry.to_numpy()

    def job() -> Any:
        zone, candidate = shapely.STRtree(cover).query(zones, predicate="intersects")
        ends = np.searchsorted(zone, np.arange(len(zones) + 1))

        def cut(i: int) -> Any:
            near = cover[candidate[ends[i] : ends[i + 1]]]
            return shapely.intersection(zones[i], shapely.union_all(near))

        with ThreadPoolExecutor(cores()) as pool:
            return list(pool.map(cut, range(len(zones))))

    return job


def overlay(data: BenchmarkSet) -> Job:
    zones, cover = data.zones(), data.cover()

    def job() -> Any:
        numbered = zones.assign(zone=np.arange(len(zones)))
        pieces = gpd.overlay(numbered, cover, how="intersection", keep_geom_type=True)
        united = pieces.dissolve("zone").geometry
        return list(united.reindex(np.arange(len(zones))).fillna(shapely.Polygon()))

    return job


def duckdb_spatial(data: BenchmarkSet) -> Job:
    import duckdb

    database = duckdb.connect(config={"threads": cores(), "allow_unsigned_extensions": "true"})
    database.execute(f"LOAD '{_extension()}'")
    for name, frame in (("zones", data.zones()), ("cover", data.cover())):
        _fill(database, name, frame)

    def job() -> Any:
        rows = database.execute(
            """SELECT z.i, ST_AsWKB(ST_Intersection(any_value(z.g), ST_Union_Agg(c.g)))
               FROM zones z JOIN cover c ON ST_Intersects(z.g, c.g) GROUP BY z.i"""
        ).fetchall()
        found = {i: shapely.from_wkb(bytes(wkb)) for i, wkb in rows}
        return [found.get(i, shapely.Polygon()) for i in range(data.across * data.up)]

    return job


def _fill(database: Any, name: str, frame: gpd.GeoDataFrame) -> None:
    database.register("arriving", _table(frame))
    database.execute(f"CREATE TABLE {name} AS SELECT i, ST_GeomFromWKB(wkb) AS g FROM arriving")
    database.unregister("arriving")


def _table(frame: gpd.GeoDataFrame) -> Any:
    """An Arrow table with the numbers of the rows and their WKB."""
    import pyarrow as pa

    wkb = list(shapely.to_wkb(frame.geometry.to_numpy()))
    return pa.table({"i": np.arange(len(frame)), "wkb": wkb})


def sedonadb(data: BenchmarkSet) -> Job:
    """`ST_Union_Agg` misses 1e-9, so the candidates are collected and united at once."""
    import pyarrow as pa
    import sedonadb

    database = sedonadb.connect()
    for name, frame in (("zones", data.zones()), ("cover", data.cover())):
        database.create_data_frame(_table(frame)).to_view("arriving", overwrite=True)
        table = database.sql("SELECT i, ST_GeomFromWKB(wkb) AS g FROM arriving").to_memtable()
        table.to_view(name)

    def job() -> Any:
        rows = pa.table(
            database.sql(
                """SELECT z.i, ST_AsBinary(ST_Intersection(z.g, u.g)) AS wkb
                   FROM zones z JOIN (
                       SELECT z.i, ST_UnaryUnion(ST_Collect_Agg(c.g)) AS g
                       FROM zones z JOIN cover c ON ST_Intersects(z.g, c.g) GROUP BY z.i
                   ) u ON z.i = u.i"""
            )
        )
        found = dict(zip(rows["i"].to_pylist(), rows["wkb"].to_pylist(), strict=True))
        empty = shapely.to_wkb(shapely.Polygon())
        return list(shapely.from_wkb([found.get(i, empty) for i in range(data.across * data.up)]))

    return job


def _extension() -> Path:
    """The extension's file in its own package: nothing is fetched."""
    import duckdb_extension_spatial

    folder = Path(duckdb_extension_spatial.__file__).parent
    return next(folder.rglob("spatial.duckdb_extension"))


def postgis(data: BenchmarkSet) -> Job:
    import psycopg

    connection = psycopg.connect(os.environ[POSTGRESQL], autocommit=True)
    connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    for name, frame in (("bench_zones", data.zones()), ("bench_cover", data.cover())):
        connection.execute(f"CREATE TEMP TABLE {name} (i int, g geometry(Geometry, {PLANE}))")
        geometries = shapely.set_srid(frame.geometry.to_numpy(), PLANE)
        with connection.cursor().copy(f"COPY {name} FROM STDIN") as copy:
            for row in enumerate(shapely.to_wkb(geometries, hex=True, include_srid=True)):
                copy.write_row(row)
        connection.execute(f"CREATE INDEX ON {name} USING gist (g)")
        connection.execute(f"ANALYZE {name}")

    def job() -> Any:
        rows = connection.execute(
            """SELECT ST_Area(ST_Transform(ST_Segmentize(
                   ST_Intersection(z.g, u.g), 50), 4490)::geography)
               FROM bench_zones z LEFT JOIN LATERAL (
                   SELECT ST_Union(c.g) AS g FROM bench_cover c WHERE ST_Intersects(c.g, z.g)
               ) u ON true ORDER BY z.i"""
        ).fetchall()
        return np.array([row[0] or 0.0 for row in rows])

    weakref.finalize(job, connection.close)
    return job


# Packages that not everybody has.
NEEDS = {
    "duckdb spatial": ("duckdb", "duckdb_extension_spatial"),
    "sedonadb": ("sedonadb",),
    "postgis": ("psycopg",),
}
ENGINES: dict[str, Engine] = {
    "ecoatlas": ecoatlas,
    "per-zone union": per_zone_union,
    "geopandas.overlay": overlay,
    "duckdb spatial": duckdb_spatial,
    "sedonadb": sedonadb,
    "postgis": postgis,
    "one zone changed": one_zone_changed,
    "one polygon changed": one_polygon_changed,
}


def available(name: str) -> bool:
    return not missing(name)


def missing(name: str) -> str:
    """What an engine lacks here, in words; nothing if it can run."""
    packages = [each for each in NEEDS.get(name, ()) if find_spec(each) is None]
    if packages:
        return f"without {' and '.join(packages)}"
    if name == "postgis" and not os.environ.get(POSTGRESQL):
        return f"{POSTGRESQL} names no server"
    return ""


def measured(answer: Any) -> Any:
    """Covered m² of each zone on the ellipsoid, whatever form the answer has."""
    if isinstance(answer, np.ndarray):
        return answer
    return area_m2(gpd.GeoSeries(answer, crs=PLANE))
