"""The same four areas from PostGIS: ST_Union, ST_Difference and ST_Area(geography) to 1e-9."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from layers.catalogue import resolve
from layers.storage.store import Store
from layers.system.database import Database
from projects.demo.load import read_manifest
from projects.metrics.run import run_metric
from tests.imported import import_file

if TYPE_CHECKING:
    import psycopg

pytestmark = pytest.mark.postgresql

CORNER, SIDE_M = np.array([508_000.0, 3_372_000.0]), 12_000.0
VERDICTS = ("met", "not_met", "not_assessed", None)

# The same choices as ours: set operations in EPSG:4547, areas on the ellipsoid of EPSG:4490 with
# vertices along the straight edges, since PostGIS takes a geodesic from each to the next.
FOUR_PARTS = """
WITH built AS (SELECT ST_Union(geom) AS g FROM built_up),
bad AS (SELECT ST_Union(geom) AS g FROM zones WHERE verdict = 'not_met'),
open AS (SELECT ST_Union(geom) AS g FROM zones WHERE verdict IS NULL OR verdict = 'not_assessed'),
good AS (SELECT ST_Union(geom) AS g FROM zones WHERE verdict = 'met'),
judged AS (SELECT ST_Union(geom) AS g FROM zones),
parts(part, g) AS (
    SELECT 'built_up_m2', g FROM built
    UNION ALL SELECT 'not_met_m2', ST_Intersection(built.g, bad.g) FROM built, bad
    UNION ALL SELECT 'not_assessed_m2',
        ST_Difference(ST_Intersection(built.g, open.g), bad.g) FROM built, open, bad
    UNION ALL SELECT 'met_m2',
        ST_Difference(ST_Difference(ST_Intersection(built.g, good.g), bad.g), open.g)
        FROM built, good, bad, open
    UNION ALL SELECT 'no_zone_m2', ST_Difference(built.g, judged.g) FROM built, judged
)
SELECT part, ST_Area(ST_Transform(ST_Segmentize(g, 50), 4490)::geography) FROM parts
"""


def blobs(random: np.random.Generator, count: int, mean_radius_m: float) -> list[Any]:
    """Crooked polygons that overlap, some with a hole."""
    shapes = []
    for _ in range(count):
        centre = random.uniform(0, SIDE_M, 2) + CORNER
        corners = int(random.integers(3, 40))
        angles = np.sort(random.uniform(0, 2 * np.pi, corners))
        radii = mean_radius_m * random.uniform(0.3, 1.7, corners)
        ring = centre + np.column_stack([np.cos(angles), np.sin(angles)]) * radii[:, None]
        shape = shapely.make_valid(shapely.Polygon(ring))
        hole = shapely.Point(centre).buffer(mean_radius_m * 0.1)
        shapes.append(shape.difference(hole) if random.random() < 0.3 else shape)
    return shapes


def layer(shapes: list[Any], **columns: Any) -> gpd.GeoDataFrame:
    named = {"code": [f"K{i:03}" for i in range(len(shapes))], "name": ["示例"] * len(shapes)}
    return gpd.GeoDataFrame(named | columns, geometry=shapes, crs=4547)


def four_parts(
    postgis: psycopg.Connection, frames: dict[str, gpd.GeoDataFrame]
) -> dict[str, float]:
    """What PostGIS gets from the stored features (EPSG:4490)."""
    for table, frame in frames.items():
        postgis.execute(f"CREATE TABLE {table} (verdict text, geom geometry)")
        words = frame["verdict"] if "verdict" in frame else [None] * len(frame)
        rows = [
            (None if word != word else word, shape.wkb)
            for word, shape in zip(words, frame.geometry, strict=True)
        ]
        with postgis.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} VALUES "
                "(%s, ST_Transform(ST_SetSRID(ST_GeomFromWKB(%s), 4490), 4547))",
                rows,
            )
    return {str(part): float(area) for part, area in postgis.execute(FOUR_PARTS).fetchall()}


def check(
    database: Database, store: Store, postgis: psycopg.Connection, zones: str, built_up: str
) -> dict[str, Any]:
    inputs = {"zones": zones, "built_up": built_up}
    result = run_metric(database, store, "sponge_coverage", inputs, {"cell_m": 20}).result
    with database.reading() as session:
        shas = {
            "zones": resolve(session, zones).sha256,
            "built_up": resolve(session, built_up).sha256,
        }
    theirs = four_parts(postgis, {table: store.frame(sha) for table, sha in shas.items()})
    ours = {part: result["total"][part] for part in theirs}
    assert len(ours) == 5
    assert ours == pytest.approx(theirs, rel=1e-9)
    return result


def test_the_demonstration_district_through_its_import(
    sqlite_database: Database, store: Store, postgis: psycopg.Connection
) -> None:
    demo = read_manifest()
    for one in demo.layers:
        if one.kind in ("sponge_zone", "built_up_area"):
            import_file(
                sqlite_database,
                store,
                demo.folder / one.file,
                layer_id=one.kind,
                kind=one.kind,
                key=one.key,
                encoding=one.encoding,
                crs=one.crs,
                mapping=one.mapping,
                accept=one.accept,
            )
    result = check(sqlite_database, store, postgis, "sponge_zone", "built_up_area")
    assert 0 < result["total"]["share"] < 1
    assert abs(result["cross_check"]["difference_points"]) < 0.5


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_overlapping_zones_and_built_up_areas(
    sqlite_database: Database,
    store: Store,
    add_layer: Callable[..., Any],
    postgis: psycopg.Connection,
    seed: int,
) -> None:
    random = np.random.default_rng(seed)
    shapes = blobs(random, 60, 1_100)
    verdicts = [VERDICTS[i] for i in random.integers(0, len(VERDICTS), len(shapes))]
    add_layer(sqlite_database, "zones", "sponge_zone", layer(shapes, verdict=verdicts))
    add_layer(sqlite_database, "built", "built_up_area", layer(blobs(random, 25, 1_500)))
    result = check(sqlite_database, store, postgis, "zones", "built")
    assert all(result["total"][part] > 1e6 for part in ("met_m2", "not_met_m2", "no_zone_m2"))
    assert result["conflicts"]


def test_zones_that_share_their_edges(
    sqlite_database: Database,
    store: Store,
    add_layer: Callable[..., Any],
    postgis: psycopg.Connection,
) -> None:
    edges = np.linspace(0, SIDE_M, 13)
    shapes = [
        shapely.transform(shapely.box(w, s, e, n), lambda place: place + CORNER)
        for w, e in pairwise(edges)
        for s, n in pairwise(edges)
    ]
    verdicts = [VERDICTS[i % 4] for i in range(len(shapes))]
    add_layer(sqlite_database, "zones", "sponge_zone", layer(shapes, verdict=verdicts))
    built = blobs(np.random.default_rng(9), 12, 2_500)
    add_layer(sqlite_database, "built", "built_up_area", layer(built))
    result = check(sqlite_database, store, postgis, "zones", "built")
    assert result["conflicts"] == []
    assert result["total"]["overlap_removed_m2"] == 0.0
