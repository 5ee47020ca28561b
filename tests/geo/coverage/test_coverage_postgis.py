"""The same figures from PostGIS: its union, its transformation, its geodesic area."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.coverage.share import coverage
from geo.overlay.partition import partition_region
from geo.parting.by_place import parted

if TYPE_CHECKING:
    import psycopg

pytestmark = pytest.mark.postgresql

PLANE = 4547
NORTH = 3_370_000.0
WORST_FIRST = ["not_met", "not_assessed", "met"]
M2 = "ST_Area(ST_Transform(ST_Segmentize({}, 50), 4490)::geography)"


def stars(rng: np.random.Generator, count: int, width: float, radius: float, east: float) -> Any:
    corners = int(rng.integers(5, 14))
    angle = (np.arange(corners) + rng.uniform(0, 0.9, (count, corners))) * (2 * np.pi / corners)
    reach = radius * rng.uniform(0.4, 1.2, (count, corners))
    middle = np.array([east, NORTH]) + rng.uniform(0, width, (count, 1, 2))
    rim = middle + reach[:, :, None] * np.stack([np.cos(angle), np.sin(angle)], axis=2)
    polygons = shapely.polygons(rim)
    return polygons[shapely.is_valid(polygons)]


def quads(rng: np.random.Generator, across: int, side: float, east: float) -> Any:
    grid = np.stack(np.meshgrid(*[np.arange(across + 1.0)] * 2, indexing="ij"), axis=2)
    corners = (grid + rng.uniform(-0.3, 0.3, grid.shape)) * side + [east, NORTH]
    rings = [corners[:-1, :-1], corners[1:, :-1], corners[1:, 1:], corners[:-1, 1:]]
    return shapely.polygons(np.stack(rings, axis=2).reshape(-1, 4, 2))


def frame(geometries: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=geometries, crs=PLANE)


def load(postgis: psycopg.Connection, table: str, geometries: Iterable[Any], words: Any) -> None:
    postgis.execute(f"CREATE TABLE {table} (i int, word text, g geometry(Geometry, {PLANE}))")
    with postgis.cursor().copy(f"COPY {table} FROM STDIN") as copy:
        for i, (geometry, word) in enumerate(zip(geometries, words, strict=True)):
            copy.write_row((i, word, shapely.to_wkb(geometry, hex=True, include_srid=True)))


def one_column(postgis: psycopg.Connection, query: str) -> list[float]:
    return [row[0] for row in postgis.execute(query).fetchall()]


@pytest.mark.parametrize("way", ["edges", "union", "cells"])
@pytest.mark.parametrize(
    ("seed", "count", "radius", "east"),
    [
        (1, 60, 300.0, 530_000.0),
        (2, 900, 200.0, 530_000.0),
        (3, 700, 700.0, 600_000.0),
        (4, 4000, 90.0, 440_000.0),
    ],
)
def test_coverage_is_that_of_postgis(
    postgis: psycopg.Connection, way: str, seed: int, count: int, radius: float, east: float
) -> None:
    rng = np.random.default_rng(seed)
    zones, cover = quads(rng, 3, 1500.0, east), stars(rng, count, 4700.0, radius, east - 100)
    load(postgis, "zones", shapely.set_srid(zones, PLANE), [""] * len(zones))
    load(postgis, "cover", shapely.set_srid(cover, PLANE), [""] * len(cover))
    united = "(SELECT ST_Union(g) AS g FROM cover) AS c, (SELECT ST_Union(g) AS g FROM zones) AS z"
    expected = one_column(
        postgis,
        f"SELECT {M2.format('ST_Intersection(zones.g, c.g)')} FROM zones, {united} ORDER BY i",
    )
    result = coverage(frame(zones), frame(cover), _way=way)  # type: ignore[arg-type]
    got = [zone.covered_m2 for zone in result.zones]
    np.testing.assert_allclose(got, expected, rtol=1e-9)
    totals = {
        result.covered_m2: "ST_Intersection(z.g, c.g)",
        result.outside_m2: "ST_Difference(c.g, z.g)",
        result.area_m2: "z.g",
    }
    for ours, geometry in totals.items():
        assert ours == pytest.approx(
            one_column(postgis, f"SELECT {M2.format(geometry)} FROM {united}")[0], rel=1e-9
        )
    piled = f"SELECT sum({M2.format('ST_Intersection(z.g, cover.g)')}) FROM cover, {united}"
    inside = one_column(postgis, piled)[0]
    assert result.overlap_removed_m2 == pytest.approx(inside - result.covered_m2, rel=2e-9)


def sponge_in_postgis(postgis: psycopg.Connection) -> dict[str, float]:
    """The four parts written down independently: each class minus the worse ones."""
    query = f"""
        WITH r AS (SELECT ST_Union(g) AS g FROM built),
        c AS (SELECT w, coalesce((SELECT ST_Union(g) FROM zones WHERE word = w),
                                 ST_GeomFromText('POLYGON EMPTY', {PLANE})) AS g
              FROM unnest(ARRAY['not_met', 'not_assessed', 'met']) AS w),
        n AS (SELECT g FROM c WHERE w = 'not_met'), a AS (SELECT g FROM c WHERE w = 'not_assessed'),
        m AS (SELECT g FROM c WHERE w = 'met'),
        p(name, g) AS (
            SELECT 'not_met', ST_Intersection(r.g, n.g) FROM r, n
            UNION ALL SELECT 'not_assessed', ST_Difference(ST_Intersection(r.g, a.g), n.g)
                      FROM r, a, n
            UNION ALL SELECT 'met', ST_Difference(ST_Intersection(r.g, m.g), ST_Union(n.g, a.g))
                      FROM r, n, a, m
            UNION ALL SELECT 'rest', ST_Difference(r.g, (SELECT ST_Union(g) FROM zones)) FROM r
            UNION ALL SELECT 'region', g FROM r)
        SELECT name, {M2.format("g")} FROM p"""
    return {str(name): float(area) for name, area in postgis.execute(query).fetchall()}


@pytest.mark.parametrize("seed", range(6))
def test_the_four_sponge_areas_are_those_of_postgis(postgis: psycopg.Connection, seed: int) -> None:
    rng = np.random.default_rng(seed)
    east = float(rng.uniform(440_000, 560_000))
    built = np.r_[
        stars(rng, 300, 6000.0, 250.0, east),
        quads(rng, 2, 1800.0, east + 1500),
    ]
    zones = quads(rng, 4, 1500.0, east)
    zones[::3] = shapely.buffer(zones[::3], 120)  # overlaps within and between classes
    zones[1] = shapely.difference(zones[1], shapely.buffer(shapely.centroid(zones[1]), 200))
    zones[2] = shapely.multipolygons(stars(rng, 1, 6000.0, 500.0, east))
    classes = rng.choice(WORST_FIRST, len(zones)).tolist()
    load(postgis, "built", shapely.set_srid(built, PLANE), [""] * len(built))
    load(postgis, "zones", shapely.set_srid(zones, PLANE), classes)
    expected = sponge_in_postgis(postgis)
    for way in (parted, partition_region):
        ours = way(frame(built), frame(zones), classes, WORST_FIRST)
        got = {**ours.class_m2, "rest": ours.rest_m2, "region": ours.region_m2}
        assert got == pytest.approx(expected, rel=1e-9)
