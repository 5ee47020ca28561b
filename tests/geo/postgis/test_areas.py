"""Blank areas, overlaps, balances and areas by status are those of PostGIS."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pytest

from geo.overlay.area_change import area_change
from geo.overlay.class_areas import class_areas_within
from geo.overlay.inside import features_inside
from geo.overlay.partition import partition_region
from geo.overlay.uncovered import uncovered
from geo.parting.by_place import parted

pytestmark = pytest.mark.postgresql

CLOSE = 1e-9
# A geodesic area carries noise of about 1e-4 m², whatever its size (decision 0003).
NOISE_M2 = 2e-4


def m2(geometry: str) -> str:
    return f"ST_Area(ST_Transform(ST_Segmentize({geometry}, 50), 4490)::geography)"


def areal(geometry: str) -> str:
    return f"ST_CollectionExtract({geometry}, 3)"


def near(expected: Any) -> Any:
    return pytest.approx(expected, rel=CLOSE, abs=NOISE_M2)


# On the central meridian's side, and 1 km inside the border of zones 37 and 38.
@pytest.fixture(params=[530_000.0, 357_000.0], ids=["inner", "zone-border"])
def east(request: pytest.FixtureRequest) -> float:
    return float(request.param)


UNION = "coalesce(ST_Union(g), ST_GeomFromText('POLYGON EMPTY', 4547))"
BLANK = f"""
    WITH r AS (SELECT {UNION} AS g FROM region), s AS (SELECT {UNION} AS g FROM services),
    pieces AS (SELECT (ST_Dump({areal("ST_Difference(r.g, s.g)")})).geom AS g FROM r, s)
"""


def table(shapes: gpd.GeoSeries) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=shapes)


def test_blank_pieces_and_slivers(sql: Any, frame: Any, case: tuple[Any, Any]) -> None:
    region, services = case
    sql.load("region", region)
    sql.load("services", services)
    query = f"""{BLANK} SELECT a, a < 1 OR thin FROM (SELECT {m2("g")} AS a,
        ST_IsEmpty(ST_Buffer(g, -0.5, 'quad_segs=2 join=mitre')) AS thin FROM pieces) AS p
        WHERE a > 0 ORDER BY a DESC"""
    expected = sql.rows(query)
    found = uncovered(frame(region), frame(services))
    assert found.pieces["area_m2"].tolist() == near([area for area, _ in expected])
    assert sorted(found.pieces["sliver"]) == sorted(sliver for _, sliver in expected)
    whole = sql.one(f"SELECT {m2('g')} FROM (SELECT {UNION} AS g FROM region) AS r")
    slivers = sum(area for area, sliver in expected if sliver)
    blank = sum(area for area, sliver in expected if not sliver)
    assert found.region_m2 == near(whole)
    assert (found.blank_m2, found.sliver_m2) == (near(blank), near(slivers))
    assert found.served_m2 == pytest.approx(whole - blank - slivers, abs=CLOSE * whole + NOISE_M2)


def test_blank_ground_of_each_neighbourhood(
    sql: Any, frame: Any, draw: Any, case: tuple[Any, Any], east: float
) -> None:
    """Each piece is shared out among the neighbourhoods."""
    region, services = case
    places = draw(5, east).quads(3, 900.0)
    places[1] = places[1].union(places[2])  # ground in two neighbourhoods: the earlier owns it
    for name, shapes in (("region", region), ("services", services), ("places", places)):
        sql.load(name, shapes)
    owned = f"""{BLANK}, owned AS (SELECT p.i, ST_Difference(p.g, coalesce(
            (SELECT ST_Union(g) FROM places AS q WHERE q.i < p.i),
            ST_GeomFromText('POLYGON EMPTY', 4547))) AS g FROM places AS p
            UNION ALL SELECT -1, NULL),
        everywhere AS (SELECT ST_Union(g) AS g FROM places),
        numbered AS (SELECT row_number() OVER () AS n, g FROM pieces
            WHERE {m2("g")} >= 1 AND NOT ST_IsEmpty(ST_Buffer(g, -0.5, 'quad_segs=2 join=mitre'))),
        parts AS (SELECT n, i, {m2(areal("ST_Intersection(numbered.g, owned.g)"))} AS a
            FROM numbered JOIN owned ON ST_Intersects(numbered.g, owned.g)
            UNION ALL SELECT n, -1, {m2(areal("ST_Difference(numbered.g, everywhere.g)"))}
            FROM numbered, everywhere)
        SELECT owned.i, coalesce(sum(a), 0) FROM owned LEFT JOIN parts USING (i)
        GROUP BY owned.i ORDER BY owned.i"""
    expected = dict(sql.rows(owned))
    found = uncovered(frame(region), frame(services), frame(places))
    table = found.by_place.set_index("place")["blank_m2"]
    assert table.to_dict() == near(expected)
    assert table.sum() == pytest.approx(found.blank_m2, rel=1e-12)


def test_every_pair_of_the_overlap_ledger(sql: Any, frame: Any, case: tuple[Any, Any]) -> None:
    region, zones = case
    zones = np.array([*zones, *region[:3]], dtype=object)
    sql.load("region", region)
    sql.load("zones", zones)
    query = f"""
        WITH r AS (SELECT {UNION} AS g FROM region),
        pairs AS (SELECT a.i AS i, b.i AS j, {areal("ST_Intersection(a.g, b.g)")} AS g
            FROM zones AS a JOIN zones AS b ON a.i < b.i AND a.g && b.g
            WHERE ST_Relate(a.g, b.g, 'T********')),
        sizes AS (SELECT i, j, {m2("pairs.g")} AS whole,
            {m2(areal("ST_Intersection(pairs.g, r.g)"))} AS inside FROM pairs, r)
        SELECT i, j, greatest(whole, inside), inside FROM sizes ORDER BY i, j"""
    expected = sql.rows(query)
    found = parted(table(frame(region)), table(frame(zones)), ["met"] * len(zones), ["met"]).pairs
    assert found[["i", "j"]].to_numpy().tolist() == [[i, j] for i, j, _, _ in expected]
    assert found["whole_m2"].tolist() == near([whole for _, _, whole, _ in expected])
    assert found["region_m2"].tolist() == near([inside for *_, inside in expected])


def test_balance_of_area_by_feature_and_for_all(
    sql: Any, frame: Any, case: tuple[Any, Any]
) -> None:
    before, after = case
    old, new = ([f"k{i % 3}" for i in range(len(each))] for each in (before, after))
    sql.load("before", before, old)
    sql.load("after", after, new)
    empty = "ST_GeomFromText('POLYGON EMPTY', 4547)"
    query = f"""
        WITH b AS (SELECT word, ST_Union(g) AS g FROM before GROUP BY word
            UNION ALL SELECT 'all', ST_Union(g) FROM before),
        a AS (SELECT word, ST_Union(g) AS g FROM after GROUP BY word
            UNION ALL SELECT 'all', ST_Union(g) FROM after),
        both_sides AS (SELECT word, coalesce(b.g, {empty}) AS b, coalesce(a.g, {empty}) AS a
            FROM b FULL JOIN a USING (word))
        SELECT word, {m2("b")}, {m2("a")}, {m2(areal("ST_Difference(b, a)"))},
            {m2(areal("ST_Difference(a, b)"))} FROM both_sides"""
    expected = {word: list(figures) for word, *figures in sql.rows(query)}
    found = area_change(frame(before), frame(after), old, new)
    columns = ["before_m2", "after_m2", "removed_m2", "added_m2"]
    rows = {row["key"]: [row[name] for name in columns] for _, row in found.features.iterrows()}
    rows["all"] = [found.total[name] for name in columns]
    assert set(rows) == set(expected)
    for word, figures in rows.items():
        assert figures == pytest.approx(expected[word], rel=CLOSE, abs=1e-3), word


def test_areas_by_status_where_several_claim_the_same_ground(
    sql: Any, frame: Any, case: tuple[Any, Any]
) -> None:
    region, works = case
    works = np.r_[works, region[:4]]
    order = ["completed", "building", "planned"]
    status = [order[i % 3] for i in range(len(works))]
    sql.load("region", region)
    sql.load("works", works, status)
    query = f"""
        WITH r AS (SELECT {UNION} AS g FROM region),
        c AS (SELECT n, {UNION.replace("g)", "w.g)", 1)} AS g FROM generate_series(0, 2) AS n
            LEFT JOIN works AS w ON word = (ARRAY['completed', 'building', 'planned'])[n + 1]
            GROUP BY n),
        b AS (SELECT n, g, (SELECT ST_Union(e.g) FROM c AS e WHERE e.n < c.n) AS earlier FROM c)
        SELECT {
        m2(
            areal(
                "CASE WHEN n = 0 THEN ST_Intersection(r.g, b.g) ELSE "
                "ST_Difference(ST_Intersection(r.g, b.g), earlier) END"
            )
        )
    }
        FROM b, r ORDER BY n"""
    expected = sql.column(query)
    found = partition_region(frame(region), frame(works), status, order)
    assert [found.class_m2[name] for name in order] == near(expected)


def test_ground_of_each_class_inside_each_place(
    sql: Any, frame: Any, draw: Any, case: tuple[Any, Any], east: float
) -> None:
    region, zones = case
    order = ["met", "not_met"]
    classes = [order[i % 2] for i in range(len(zones))]
    pieces = partition_region(frame(region), frame(zones), classes, order).pieces
    places = draw(6, east).quads(2, 1400.0)
    sql.load("pieces", pieces.to_crs(4547).geometry, pieces["class"].tolist())
    sql.load("places", places)
    shared = areal("ST_Intersection(places.g, ST_MakeValid(pieces.g, 'method=structure'))")
    query = f"""SELECT places.i, pieces.word, sum({m2(shared)}) FROM places JOIN pieces
        ON ST_Intersects(places.g, ST_MakeValid(pieces.g, 'method=structure')) GROUP BY 1, 2"""
    expected = {(i, word): area for i, word, area in sql.rows(query)}
    found = class_areas_within(pieces, frame(places).to_frame("geometry").set_geometry("geometry"))
    flat = {(i, name): found.loc[i, name] for i in found.index for name in found.columns}
    assert flat == near({key: expected.get(key, 0.0) for key in flat})
    drawn = [table(frame(one)) for one in (region, zones, places)]
    ours = parted(drawn[0], drawn[1], classes, order, places=drawn[2]).places
    assert {key: ours.loc[key] for key in flat} == near(flat)


def test_ground_of_features_in_zones(sql: Any, frame: Any, case: tuple[Any, Any]) -> None:
    features, zones = case
    sql.load("features", features)
    sql.load("zones", zones)
    query = f"""SELECT f.i, z.i, {m2(areal("ST_Intersection(f.g, z.g)"))} AS shared, {m2("f.g")}
        FROM features AS f JOIN zones AS z ON ST_Intersects(f.g, z.g)"""
    expected = {(i, j): (shared, whole) for i, j, shared, whole in sql.rows(query) if shared > 0.01}
    found = features_inside(frame(features), frame(zones), tolerance_m2=0.01)
    pairs = list(zip(found.feature.tolist(), found.zone.tolist(), strict=True))
    assert sorted(pairs) == sorted(expected)
    for pair, area, share in zip(pairs, found.area_m2, found.share, strict=True):
        shared, whole = expected[pair]
        assert area == pytest.approx(shared, rel=CLOSE, abs=1e-3)
        assert share == pytest.approx(min(shared / whole, 1.0), rel=CLOSE, abs=1e-3 / whole)
