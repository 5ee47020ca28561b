"""Distances to banks, who lies within a band, and links between patches are those of PostGIS.

PostGIS finds the nearest place of a geography on the sphere, which leaves its ST_Distance up to
5e-5 of the distance long where that place is no vertex. What is compared to 1e-9 is therefore our
definition: the feet in the Gauss-Krüger plane (which keeps angles), edge by edge, and between them
the geodesic distance of two points, which PostGIS takes from GeographicLib. Its own ST_Distance and
ST_DWithin must agree to 1e-4 and never be shorter, since ours is the way to a place of the bank.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from geo.overlay.bands import band, within_distance
from geo.patches.connectivity import integral_index
from geo.patches.patches import links, patches

pytestmark = pytest.mark.postgresql

NORTH = 3_370_000.0
CLOSE = 1e-9
MICROMETRE = 1e-6
SPHERE = 1e-4
ELLIPSOID = Geod(a=6378137.0, rf=298.257222101)


@pytest.fixture(params=[530_000.0, 357_000.0], ids=["inner", "zone-border"])
def east(request: pytest.FixtureRequest) -> float:
    return float(request.param)


def geography(geometry: str) -> str:
    return f"ST_Transform({geometry}, 4490)::geography"


def along(polygon: str) -> str:
    """With vertices along its straight edges, as its area is measured."""
    return geography(f"ST_Segmentize({polygon}, 50)")


# The shortest way of each pair of edges, and of those the shortest on the ellipsoid.
FEET = f"""
    parts AS (SELECT i, (ST_Dump(g)).geom AS g FROM subjects WHERE NOT ST_IsEmpty(g)),
    own AS (SELECT i, (ST_DumpSegments(g)).geom AS g FROM parts WHERE ST_Dimension(g) > 0
        UNION ALL SELECT i, g FROM parts WHERE ST_Dimension(g) = 0),
    theirs AS (SELECT i AS j, (ST_DumpSegments(g)).geom AS g FROM banks),
    ways AS (SELECT i, j, ST_ShortestLine(own.g, theirs.g) AS g FROM own, theirs),
    feet AS (SELECT i, j, ST_Distance({geography("ST_StartPoint(g)")},
        {geography("ST_EndPoint(g)")}) AS m FROM ways)"""


def banks_and_subjects(rng: np.random.Generator, east: float, draw: Any) -> tuple[Any, Any]:
    x = np.arange(9) * 700.0
    banks = [
        shapely.LineString(np.c_[east + x, NORTH + 2500 + rng.uniform(-200, 200, 9)]),
        shapely.LineString(np.c_[east + x, NORTH - 1500 + rng.uniform(-200, 200, 9)]),
    ]
    points = shapely.points(np.array([east, NORTH]) + rng.uniform(-3000, 6000, (40, 2)))
    stars = draw(3, east).stars(14, 4000.0, 300.0)
    holed = shapely.Point(east + 1500, NORTH + 500).buffer(700) - shapely.Point(
        east + 1500, NORTH + 500
    ).buffer(500)
    lines = [shapely.LineString(rng.uniform(0, 900, (4, 2)) + np.array([east, NORTH + 300]))]
    return banks, [*points, *stars, holed, *lines, stars[0] | stars[1]]


def test_distance_to_the_nearest_bank(
    sql: Any, frame: Any, stepped: Any, draw: Any, east: float
) -> None:
    banks, subjects = banks_and_subjects(np.random.default_rng(7), east, draw)
    sql.load("banks", stepped(banks))
    sql.load("subjects", stepped(subjects))
    query = f"""WITH {FEET}, least AS (SELECT DISTINCT ON (i) i, j, m FROM feet ORDER BY i, m)
        SELECT least.i, least.j, m, ST_Distance({geography("s.g")}, {geography("b.g")}),
            ST_Intersects(s.g, (SELECT ST_Union(g) FROM banks))
        FROM least JOIN subjects AS s USING (i) JOIN banks AS b ON b.i = j ORDER BY 1"""
    expected = sql.rows(query)
    found = within_distance(frame(subjects), frame(banks), 1000.0)
    apart = [not row[4] for row in expected]
    metres = np.array([0.0 if row[4] else row[2] for row in expected])
    assert found.distance_m.tolist() == pytest.approx(metres.tolist(), rel=CLOSE, abs=MICROMETRE)
    assert found.line[apart].tolist() == [row[1] for row in expected if not row[4]]
    assert found.within.tolist() == (metres < 1000).tolist()
    theirs = [row[3] for row in expected]
    assert found.distance_m.tolist() == pytest.approx(theirs, rel=SPHERE, abs=0.001)
    assert (found.distance_m <= np.array(theirs) + 0.001).all()
    assert 5 < found.within.sum() < len(subjects) - 5


@pytest.mark.parametrize("width", [1000.0, 3000.0])
def test_points_and_plots_a_millimetre_on_either_side_of_the_limit(
    sql: Any, frame: Any, width: float, east: float
) -> None:
    """Laid off at right angles from a bank along the meridian, with the geodesic of pyproj."""
    corner = gpd.GeoSeries([shapely.Point(east, NORTH)], crs=4547).to_crs(4490)[0]
    bank = shapely.LineString([(corner.x, corner.y + 0.001 * k) for k in range(101)])
    subjects, inside = [], []
    for k, azimuth in enumerate([90, 270] * 6):
        for off in (-0.001, 0.001):
            lat = corner.y + 0.05 + 0.003 * k
            lon, at, _ = ELLIPSOID.fwd(corner.x, lat, azimuth, width + off)
            away = 0.002 if azimuth == 90 else -0.002
            plot = [(lon, at), (lon + away, at + 0.001), (lon + away, at - 0.001)]
            subjects += [shapely.Point(lon, at), shapely.Polygon(plot)]
            inside += [off < 0] * 2
    plane = gpd.GeoSeries([bank, *subjects], crs=4490).to_crs(4547)
    sql.load("banks", plane[:1])
    sql.load("subjects", plane[1:])
    query = f"WITH {FEET} SELECT min(m) < {width} FROM feet GROUP BY i ORDER BY i"
    degrees = gpd.GeoSeries([*subjects], crs=4490)
    found = within_distance(degrees, gpd.GeoSeries([bank], crs=4490), width)
    assert found.within.tolist() == inside == sql.column(query)


def test_a_wider_band_holds_what_postgis_says_lies_within(
    sql: Any, frame: Any, stepped: Any, draw: Any, east: float
) -> None:
    """The border of the band is drawn to 0.1 m; points nearer to it than 0.2 m are left out."""
    banks, _ = banks_and_subjects(np.random.default_rng(9), east, draw)
    rng = np.random.default_rng(10)
    points = shapely.points(np.array([east, NORTH]) + rng.uniform(-3000, 8000, (300, 2)))
    sql.load("banks", stepped(banks))
    sql.load("subjects", points)
    query = f"""SELECT min(ST_Distance({geography("s.g")}, {geography("b.g")}))
        FROM subjects AS s, banks AS b GROUP BY s.i ORDER BY s.i"""
    metres = np.array(sql.column(query))
    degrees = frame(points).to_crs(4490).to_numpy()
    for width in (1000.0, 3000.0):
        holds = shapely.covers(band(frame(banks), width).iloc[0], degrees)
        clear = np.abs(metres - width) > 0.2
        assert (holds[clear] == (metres < width)[clear]).all()
        assert clear.sum() > 290
        assert 20 < holds.sum() < 290


def test_links_between_patches_edge_to_edge(sql: Any, frame: Any, draw: Any, east: float) -> None:
    cells = draw(4, east).stars(40, 6000.0, 330.0)
    found = patches(frame(cells))
    sql.load("cells", cells)
    query = f"""
        WITH p AS (SELECT (ST_Dump(ST_Union(g))).geom AS g FROM cells),
        n AS (SELECT row_number() OVER (ORDER BY min(c.i)) - 1 AS i, p.g AS g
            FROM p JOIN cells AS c ON ST_Relate(p.g, c.g, 'T********') GROUP BY p.g),
        w AS (SELECT a.i AS i, b.i AS j, ST_ShortestLine(a.g, b.g) AS g
            FROM n AS a JOIN n AS b ON a.i < b.i)
        SELECT i, j, ST_Distance({geography("ST_StartPoint(g)")}, {geography("ST_EndPoint(g)")}),
            (SELECT ST_Area({along("g")}) FROM n WHERE n.i = w.i) FROM w ORDER BY i, j"""
    expected = sql.rows(query)
    every = links(found)
    assert list(zip(every.i.tolist(), every.j.tolist(), strict=True)) == [
        (i, j) for i, j, *_ in expected
    ]
    assert every.distance_m.tolist() == pytest.approx(
        [row[2] for row in expected], rel=CLOSE, abs=MICROMETRE
    )
    sizes = {row[0]: row[3] for row in expected}
    assert found.area_m2[:-1].tolist() == pytest.approx(
        [sizes[k] for k in range(len(found) - 1)], rel=CLOSE
    )
    near = links(found, 600.0)
    assert len(near) == sum(row[2] <= 600 for row in expected) > 3


def test_integral_index_with_hops_counted_by_a_recursive_query(
    sql: Any, frame: Any, draw: Any, east: float
) -> None:
    """Σ aᵢaⱼ ÷ (1 + nlᵢⱼ) with the areas, links and shortest ways of SQL."""
    cells = draw(12, east).stars(26, 5000.0, 260.0)
    sql.load("cells", cells)
    threshold, landscape = 500.0, 5e7
    query = f"""
        WITH RECURSIVE p AS (SELECT (ST_Dump(ST_Union(g))).geom AS g FROM cells),
        n AS (SELECT row_number() OVER () AS i, g, ST_Area({along("g")}) AS a FROM p),
        e AS (SELECT a.i AS i, b.i AS j FROM n AS a JOIN n AS b ON a.i <> b.i,
            LATERAL ST_ShortestLine(a.g, b.g) AS w WHERE ST_Distance(
                {geography("ST_StartPoint(w)")}, {geography("ST_EndPoint(w)")}) <= {threshold}),
        ways AS (SELECT i, i AS j, 0 AS hops FROM n
            UNION SELECT ways.i, e.j, hops + 1 FROM ways JOIN e ON e.i = ways.j
            WHERE hops < (SELECT count(*) FROM n)),
        least AS (SELECT i, j, min(hops) AS hops FROM ways GROUP BY i, j)
        SELECT sum(a.a * b.a / (1 + hops)) / {landscape}^2
        FROM least JOIN n AS a ON a.i = least.i JOIN n AS b ON b.i = least.j"""
    found = patches(frame(cells))
    ours = integral_index(
        found.area_m2, links(found), threshold_m=threshold, landscape_m2=landscape, importance=False
    )
    assert ours.value == pytest.approx(sql.one(query), rel=CLOSE)
