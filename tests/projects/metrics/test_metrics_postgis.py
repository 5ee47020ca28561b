"""Whole metrics on stored layers against PostGIS: from the features as they lie in the store."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from layers.catalogue import resolve
from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.run import run_metric

if TYPE_CHECKING:
    import psycopg

pytestmark = pytest.mark.postgresql

CORNER, SIDE_M = np.array([512_000.0, 3_372_000.0]), 9_000.0
STATUS = ("completed", "building", "planned", None)
# Beside 1e-9: figures are given to 1e-6 m² and a geodesic area carries 1e-4 m² of noise.
NOISE_M2 = 5e-4


def blobs(random: np.random.Generator, count: int, radius_m: float) -> list[Any]:
    """Crooked polygons with edges below 150 m, some with a hole, some of several parts."""
    shapes = []
    for number in range(count):
        centre = random.uniform(0, SIDE_M, 2) + CORNER
        angles = np.linspace(0, 2 * np.pi, 60, endpoint=False)
        radii = radius_m * (1 + 0.3 * np.sin(3 * angles + number) + random.uniform(-0.04, 0.04, 60))
        ring = centre + np.column_stack([np.cos(angles), np.sin(angles)]) * radii[:, None]
        shape = shapely.make_valid(shapely.Polygon(ring))
        if number % 3 == 0:
            shape -= shapely.Point(centre).buffer(radius_m * 0.2)
        if number % 4 == 0:
            shape |= shapely.Point(centre + radius_m * 1.5).buffer(radius_m * 0.1)
        shapes.append(shape)
    return shapes


def layer(shapes: list[Any], **columns: Any) -> gpd.GeoDataFrame:
    named = {"code": [f"K{i:03}" for i in range(len(shapes))], "name": ["示例"] * len(shapes)}
    return gpd.GeoDataFrame(named | columns, geometry=shapes, crs=4547)


class Second:
    """The stored layers in PostGIS, in EPSG:4547, and the metrics run on them."""

    def __init__(self, database: Database, store: Store, postgis: psycopg.Connection) -> None:
        self.database, self.store, self.postgis = database, store, postgis

    def run(self, metric: str, inputs: dict[str, str], **parameters: Any) -> dict[str, Any]:
        for named in inputs.values():
            self._copy(named)
        return run_metric(self.database, self.store, metric, inputs, parameters).result

    def _copy(self, named: str) -> None:
        with self.database.reading() as session:
            frame = self.store.frame(resolve(session, named).sha256)
        table = named.replace("@", "_")
        self.postgis.execute(f"CREATE TABLE {table} (code text, word text, g geometry)")
        words = frame["status"] if "status" in frame else [None] * len(frame)
        rows = [
            (code, None if word != word else word, shape.wkb)
            for code, word, shape in zip(frame["code"], words, frame.geometry, strict=True)
        ]
        insert = (
            f"INSERT INTO {table} VALUES "
            "(%s, %s, ST_Transform(ST_SetSRID(ST_GeomFromWKB(%s), 4490), 4547))"
        )
        with self.postgis.cursor() as cursor:
            cursor.executemany(insert, rows)

    def column(self, query: str) -> list[float]:
        return [float(row[0] or 0.0) for row in self.postgis.execute(query).fetchall()]


@pytest.fixture
def second(sqlite_database: Database, store: Store, postgis: psycopg.Connection) -> Second:
    return Second(sqlite_database, store, postgis)


@pytest.fixture
def put(sqlite_database: Database, add_layer: Callable[..., Any]) -> Callable[..., Any]:
    def of(name: str, kind: str, shapes: list[Any], **columns: Any) -> None:
        add_layer(sqlite_database, name, kind, layer(shapes, **columns))

    return of


def m2(geometry: str) -> str:
    return f"ST_Area(ST_Transform(ST_Segmentize({geometry}, 50), 4490)::geography)"


def near(expected: Any) -> Any:
    return pytest.approx(expected, rel=1e-9, abs=NOISE_M2)


def test_blank_areas_of_sewage(put: Any, second: Second) -> None:
    random = np.random.default_rng(1)
    put("built", "built_up_area", blobs(random, 9, 900))
    put("areas", "sewage_service_area", blobs(random, 14, 700))
    result = second.run("sewage_blank_areas", {"built_up": "built", "service_areas": "areas"})
    blank = "ST_Difference((SELECT ST_Union(g) FROM built), (SELECT ST_Union(g) FROM areas))"
    pieces = second.column(
        f"SELECT {m2('(d).geom')} FROM (SELECT ST_Dump({blank}) AS d) AS p ORDER BY 1 DESC"
    )
    (whole,) = second.column(f"SELECT {m2('ST_Union(g)')} FROM built")
    total = result["total"]
    assert [row["area_m2"] for row in result["pieces"]] == near(pieces)
    assert total["built_up_m2"] == near(whole)
    assert total["blank_m2"] + total["sliver_m2"] == near(sum(pieces))
    assert total["blank_share"] == pytest.approx(total["blank_m2"] / whole, rel=1e-9)


def test_areas_by_status_inside_a_region(put: Any, second: Second) -> None:
    random = np.random.default_rng(2)
    shapes = blobs(random, 24, 800)
    put("works", "works", shapes, status=[STATUS[n] for n in random.integers(0, 4, len(shapes))])
    put("region", "admin_division", blobs(random, 5, 2500), level=["county"] * 5)
    result = second.run("area_by_status", {"areas": "works", "region": "region"})
    # What may be completed keeps its ground before what is known not to be.
    order = ("completed", "unknown", "building", "planned")
    rank = f"array_position(ARRAY{list(order)}, s)"
    query = f"""
        WITH w AS (SELECT coalesce(word, 'unknown') AS s, ST_Union(g) AS g FROM works GROUP BY 1),
        n AS (SELECT s, g, {rank} AS n FROM w), r AS (SELECT ST_Union(g) AS g FROM region)
        SELECT {
        m2('''ST_Difference(ST_Intersection(r.g, n.g), coalesce((SELECT ST_Union(e.g)
            FROM n AS e WHERE e.n < n.n), ST_GeomFromText('POLYGON EMPTY', 4547)))''')
    }
        FROM n, r ORDER BY n"""
    expected = dict(zip(order, second.column(query), strict=True))
    assert {row["key"]: row["area_m2"] for row in result["statuses"]} == near(expected)
    assert result["total"]["counted_m2"] == near(expected["completed"])
    assert result["total"]["share"] == pytest.approx(
        expected["completed"] / sum(expected.values()), rel=1e-9
    )


def test_overlaps_with_red_lines_in_all(put: Any, second: Second) -> None:
    random = np.random.default_rng(3)
    put("lines", "ecological_redline", blobs(random, 9, 1100))
    put("sites", "enterprise", blobs(random, 25, 350))
    result = second.run("redline_hits", {"redlines": "lines", "enterprises": "sites"})
    shared = m2("ST_Intersection(sites.g, lines.g)")
    query = f"SELECT {shared} FROM sites, lines WHERE ST_Intersects(sites.g, lines.g)"
    pairs = second.column(f"{query} AND {shared} > 1 ORDER BY sites.code, lines.code")
    assert [row["overlap_m2"] for row in result["hits"]] == near(pairs)
    total = second.column(
        f"""SELECT {
            m2('''ST_Intersection((SELECT ST_Union(g) FROM lines),
            (SELECT ST_Union(g) FROM sites AS s WHERE EXISTS (SELECT FROM lines AS l WHERE
            ST_Area(ST_Intersection(s.g, l.g)) > 1)))''')
        }
        UNION ALL SELECT {m2("(SELECT ST_Union(g) FROM lines)")}"""
    )
    found = [result["total"]["overlap_m2"], result["total"]["redline_m2"]]
    # One dissolved line of 20 km: each vertex that a union keeps on a straight edge is worth 1e-4.
    assert found == pytest.approx(total, rel=1e-9, abs=5e-3)
    assert total[0] < sum(pairs)


def test_what_was_taken_from_and_given_to_lakes(put: Any, second: Second) -> None:
    random = np.random.default_rng(4)
    lakes = blobs(random, 10, 700)
    changed = [shapely.affinity.translate(each, 60, -40) for each in lakes]
    put("lakes_1", "lake", lakes)
    put("lakes_2", "lake", [*changed[1:], lakes[0]])
    result = second.run("lake_balance", {"before": "lakes_1", "after": "lakes_2"})
    parts = ["a.g", "b.g", "ST_Difference(a.g, b.g)", "ST_Difference(b.g, a.g)"]
    names = ["before_m2", "after_m2", "removed_m2", "added_m2"]
    for name, part in zip(names, parts, strict=True):
        query = f"SELECT {m2(part)} FROM lakes_1 AS a JOIN lakes_2 AS b USING (code) ORDER BY code"
        assert [row[name] for row in result["features"]] == near(second.column(query)), name
    whole = ["(SELECT ST_Union(g) FROM lakes_1)", "(SELECT ST_Union(g) FROM lakes_2)"]
    (removed,) = second.column(f"SELECT {m2(f'ST_Difference({whole[0]}, {whole[1]})')}")
    (added,) = second.column(f"SELECT {m2(f'ST_Difference({whole[1]}, {whole[0]})')}")
    assert result["total"]["removed_m2"] == near(removed)
    assert result["total"]["added_m2"] == near(added)


def test_lengths_of_works_inside_a_region(put: Any, second: Second) -> None:
    random = np.random.default_rng(5)
    x = np.arange(80) * 110.0
    rows = [np.c_[x, 800.0 * k + random.uniform(-40, 40, 80)] for k in range(9)]
    lines = [shapely.LineString(CORNER + row) for row in rows]
    put("lines", "works", lines, status=[STATUS[k % 4] for k in range(9)])
    put("region", "admin_division", blobs(random, 6, 1900), level=["county"] * 6)
    result = second.run("length_by_status", {"lines": "lines", "region": "region"})
    inside = "ST_Segmentize(ST_Intersection(lines.g, (SELECT ST_Union(g) FROM region)), 150)"
    query = f"""SELECT sum(ST_Length(ST_Transform({inside}, 4490)::geography)) FROM lines
        GROUP BY coalesce(word, 'unknown') ORDER BY min(code)"""
    expected = dict(
        zip(("completed", "building", "planned", "unknown"), second.column(query), strict=True)
    )
    found = {row["key"]: row["length_m"] for row in result["statuses"]}
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-5)
    assert result["total"]["counted_m"] == pytest.approx(expected["completed"], rel=1e-9)
