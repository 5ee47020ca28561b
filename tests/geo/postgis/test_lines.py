"""Lengths, gaps, widths and clipped lines are those of PostGIS.

A place of a line counts as covered when something lies within reach at right angles to its edge
(geo.lines.chainage). In SQL: the flat buffer of each edge, what of a shape lies in it, its first
and last place along the edge, and the union of those ranges; the figure is the share of the edge
times the length of the edge on the ellipsoid.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely

from geo.lines.continuity import continuity
from geo.lines.lengths import length_by_class, natural_shoreline
from geo.lines.transects import widths
from geo.measure.ellipsoid import length_m
from geo.patches.clipped_lines import lines_inside

pytestmark = pytest.mark.postgresql

NORTH = 3_370_000.0
CLOSE = 1e-9
# Ends of a stretch are places along an edge: told to a thousandth of a millimetre.
PLACE_M = 1e-6


@pytest.fixture(params=[530_000.0, 357_000.0], ids=["inner", "zone-border"])
def east(request: pytest.FixtureRequest) -> float:
    return float(request.param)


def length_m_of(geometry: str) -> str:
    return f"ST_Length(ST_Transform(ST_Segmentize({geometry}, 150), 4490)::geography)"


def scattered(
    rng: np.random.Generator, west: float, south: float, width: float, points: int
) -> Any:
    places = np.array([west, south]) + rng.uniform(0, width, (points, 2))
    return shapely.LineString(places)


def streets(rng: np.random.Generator, east: float, crooked: float) -> list[Any]:
    """Walks along the edges of a grid: many edges are walked by several of them."""
    grid = np.stack(np.meshgrid(*[np.arange(9.0)] * 2, indexing="ij"), axis=2)
    places = (grid + rng.uniform(-crooked, crooked, grid.shape)) * 100.0 + [east, NORTH]
    walks = []
    for _ in range(14):
        at, seen = rng.integers(0, 9, 2), []
        for _ in range(int(rng.integers(3, 15))):
            if tuple(at) not in seen:
                seen.append(tuple(int(one) for one in at))
            step = [(0, 1), (1, 0), (0, -1), (-1, 0)][int(rng.integers(0, 4))]
            at = np.clip(at + step, 0, 8)
        legs = [(a, b) for a, b in pairwise(seen) if _next(a, b)]
        if legs:
            walks.append(shapely.multilinestrings([[places[a], places[b]] for a, b in legs]))
    return walks


def _next(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return abs(a[0] - b[0]) + abs(a[1] - b[1]) == 1


# Edges of `lines` with their number along the row and their length; the stretches of
# each edge that a shape of `others` covers within `reach`, joined; nothing shorter than a µm.
EDGES = f"""
    edges AS (SELECT i, path, g, {length_m_of("g")} AS m FROM (
        SELECT i, (ST_DumpSegments(g)).path AS path, (ST_DumpSegments(g)).geom AS g
        FROM lines) AS e)"""


def covered(others: str, reach: str) -> str:
    along = "ST_LineLocatePoint(e.g, p.geom)"
    return f"""
    met AS (SELECT o.word, e.i, e.path, e.g, d.geom AS shape FROM edges AS e
        JOIN {others} AS o ON ST_DWithin(e.g, o.g, {reach} + 1),
        LATERAL ST_Dump(ST_Intersection(ST_Buffer(e.g, {reach}, 'endcap=flat'), o.g)) AS d),
    ranges AS (SELECT e.word, e.i, e.path,
            numrange(min({along})::numeric, max({along})::numeric, '[]') AS r
        FROM (SELECT *, row_number() OVER () AS n FROM met) AS e,
        LATERAL ST_DumpPoints(e.shape) AS p GROUP BY e.n, e.word, e.i, e.path),
    covered AS (SELECT word, i, path, range_agg(r) AS r FROM ranges GROUP BY word, i, path)"""


def test_lengths_without_a_reference_are_those_of_the_lines(
    sql: Any, frame: Any, stepped: Any, east: float
) -> None:
    rng = np.random.default_rng(3)
    apart = [scattered(rng, east, NORTH + 90_000.0 * k, 9000.0, 6) for k in range(4)]
    sql.load("lines", apart)
    expected = sql.column(f"SELECT {length_m_of('g')} FROM lines ORDER BY i")
    assert length_m(frame(apart)).tolist() == pytest.approx(expected, rel=CLOSE)
    found = length_by_class(frame(apart), ["a", "b", "a", "b"], ["b", "a"])
    assert found.row_m.tolist() == pytest.approx(expected, rel=CLOSE)
    assert found.class_m == pytest.approx(
        {"b": expected[1] + expected[3], "a": expected[0] + expected[2]}, rel=CLOSE
    )


# 1 cm is the least tolerance: a line that leaves at less than a right angle takes millimetres.
@pytest.mark.parametrize(("crooked", "corners"), [(0.0, 1e-6), (0.2, 2.0)])
def test_edges_that_several_lines_share_count_once_for_the_first_class(
    sql: Any, frame: Any, east: float, crooked: float, corners: float
) -> None:
    """Exactly the same edges: SQL keeps each of them once, for the first class that has it."""
    lines = streets(np.random.default_rng(4), east, crooked)
    order = ["completed", "building", "planned"]
    classes = [order[i % 3] for i in range(len(lines))]
    sql.load("lines", lines, classes)
    query = f"""WITH {EDGES}, first AS (
        SELECT DISTINCT ON (ST_AsBinary(ST_Normalize(edges.g))) word, m
        FROM edges JOIN lines USING (i)
        ORDER BY ST_AsBinary(ST_Normalize(edges.g)),
            array_position(ARRAY['completed', 'building', 'planned'], word))
        SELECT word, sum(m) FROM first GROUP BY word"""
    expected = dict(sql.rows(query))
    found = length_by_class(frame(lines), classes, order)
    assert found.class_m == pytest.approx(expected, abs=corners)
    assert found.total_m + found.twice_m == pytest.approx(
        sql.one(f"WITH {EDGES} SELECT sum(m) FROM edges"), rel=CLOSE
    )
    assert found.twice_m > 100


def works_beside(rng: np.random.Generator, axis: Any) -> list[Any]:
    """Lines and polygons along an axis, on both sides, twice, across it and far away."""
    places = shapely.line_interpolate_point(axis, np.sort(rng.uniform(0, axis.length, 16)))
    west, south = axis.bounds[:2]
    drawn: list[Any] = []
    for first, last in pairwise(places):
        way = shapely.LineString([first, last])
        side = float(rng.uniform(-70, 70))
        beside = shapely.offset_curve(way, side)
        drawn.append(
            [beside, way.buffer(abs(side), cap_style="flat"), first.buffer(30)][len(drawn) % 3]
        )
    far = shapely.box(west, south + 9000, west + 50, south + 9050)
    return [*drawn, drawn[0], far, None]


def crooked(rng: np.random.Generator, east: float, points: int = 12) -> Any:
    """A line from west to east with edges of some hundred metres."""
    x = east + np.arange(points) * 400.0
    return shapely.LineString(np.c_[x, NORTH + rng.uniform(-150, 150, points)])


@pytest.mark.parametrize("reach", [0.5, 40.0])
def test_works_along_a_reference_by_status(
    sql: Any, frame: Any, stepped: Any, east: float, reach: float
) -> None:
    rng = np.random.default_rng(8)
    axis = crooked(rng, east)
    works = works_beside(rng, axis)
    order = ["completed", "building", "planned"]
    classes = [order[int(n)] for n in rng.integers(0, 3, len(works))]
    sql.load("lines", stepped([axis]))
    sql.load("works", stepped(works), classes)
    query = f"""WITH {EDGES}, {covered("works", str(reach))},
        ranked AS (SELECT *, array_position(ARRAY['completed', 'building', 'planned'], word) AS n
            FROM covered),
        own AS (SELECT i, path, word, r - coalesce((SELECT range_agg(e) FROM ranked AS before,
            unnest(before.r) AS e WHERE before.i = a.i AND before.path = a.path AND before.n < a.n),
            '{{}}') AS r FROM ranked AS a)
        SELECT word, sum((upper(e) - lower(e))::float * m) FROM own JOIN edges USING (i, path),
            unnest(own.r) AS e GROUP BY word"""
    expected = dict.fromkeys(order, 0.0) | dict(sql.rows(query))
    found = length_by_class(
        frame(works), classes, order, tolerance_m=reach, reference=frame([axis])
    )
    assert found.class_m == pytest.approx(expected, rel=CLOSE, abs=PLACE_M)
    assert found.reference_m == pytest.approx(
        sql.one(f"SELECT {length_m_of('g')} FROM lines"), rel=CLOSE
    )
    assert 500 < found.total_m < found.reference_m


@pytest.mark.parametrize(("reach", "tolerance"), [(0.5, 0.0), (25.0, 60.0), (60.0, 5.0)])
def test_gaps_and_continuity_along_a_bank(
    sql: Any, frame: Any, stepped: Any, east: float, reach: float, tolerance: float
) -> None:
    rng = np.random.default_rng(21)
    bank = crooked(rng, east)
    corridors = works_beside(rng, bank)[::2]
    sql.load("lines", stepped([bank]))
    sql.load("corridors", stepped(corridors))
    query = f"""WITH {EDGES}, {covered("corridors", str(reach))},
        placed AS (SELECT *, (sum(m) OVER (ORDER BY path) - m)::numeric AS before FROM edges),
        taken AS (SELECT range_agg(numrange(before + lower(e) * m::numeric,
            before + upper(e) * m::numeric, '[]')) AS r
            FROM placed JOIN covered USING (i, path), unnest(covered.r) AS e),
        gaps AS (SELECT unnest(nummultirange(numrange(0, (SELECT sum(m) FROM edges)::numeric))
            - coalesce(r, '{{}}')) AS g FROM taken)
        SELECT lower(g)::float, (upper(g) - lower(g))::float FROM gaps
        WHERE upper(g) - lower(g) > 1e-6 ORDER BY 1"""
    gaps = sql.rows(query)
    counted = [(start, length) for start, length in gaps if length > tolerance]
    total = sql.one(f"SELECT {length_m_of('g')} FROM lines")
    found = continuity(frame([bank]), frame(corridors), reach_m=reach, tolerance_m=tolerance)
    listed = found.gaps.sort_values("from_m")
    assert found.total_m == pytest.approx(total, rel=CLOSE)
    assert listed["from_m"].tolist() == pytest.approx([a for a, _ in counted], abs=PLACE_M)
    assert listed["length_m"].tolist() == pytest.approx([n for _, n in counted], abs=PLACE_M)
    assert found.gap_m == pytest.approx(sum(n for _, n in counted), rel=CLOSE, abs=PLACE_M)
    assert found.bridged_m == pytest.approx(
        sum(n for _, n in gaps) - sum(n for _, n in counted), abs=PLACE_M
    )
    assert found.continuity == pytest.approx(1 - sum(n for _, n in counted) / total, abs=CLOSE)
    assert len(counted) > 0


@pytest.mark.parametrize(("crooked", "corners"), [(0.0, 1e-6), (0.2, 2.0)])
def test_natural_share_of_a_shore_whose_stretches_are_edges(
    sql: Any, frame: Any, east: float, crooked: float, corners: float
) -> None:
    lines = [shapely.line_merge(each) for each in streets(np.random.default_rng(9), east, crooked)]
    edges = [
        shapely.LineString(pair)
        for line in lines
        for part in shapely.get_parts(line)
        for pair in pairwise(part.coords)
    ]
    unique = list({shapely.normalize(edge).wkb: edge for edge in edges}.values())
    rng = np.random.default_rng(1)
    nature = [["natural", "artificial", ""][int(n)] for n in rng.integers(0, 3, len(unique))]
    sql.load("lines", unique, nature)
    query = f"SELECT word, sum({length_m_of('g')}) FROM lines GROUP BY word"
    expected = dict(sql.rows(query))
    said = {"natural": True, "artificial": False, "": None}
    found = natural_shoreline(frame(unique), [said[word] for word in nature])
    whole = sum(expected.values())
    assert found.natural_m == pytest.approx(expected["natural"], abs=corners)
    assert found.natural_m / found.all_m == pytest.approx(
        expected["natural"] / whole, abs=corners / whole
    )
    assert found.all_m + found.twice_m == pytest.approx(whole, rel=CLOSE)


def test_what_of_lines_lies_inside_a_region(
    sql: Any, frame: Any, stepped: Any, case: tuple[Any, Any], east: float
) -> None:
    region, _ = case
    rng = np.random.default_rng(13)
    lines = [scattered(rng, east - 500, NORTH - 500, 4000.0, 5) for _ in range(6)]
    sql.load("lines", stepped(lines))
    sql.load("region", stepped(region))
    query = f"""WITH r AS (SELECT ST_Union(g) AS g FROM region)
        SELECT {length_m_of("ST_CollectionExtract(ST_Intersection(lines.g, r.g), 2)")}
        FROM lines, r ORDER BY i"""
    expected = sql.column(query)
    # the border belongs to the region; SQL leaves it to the last digits
    border = shapely.LineString(shapely.get_coordinates(region[0])[:4])
    expected.append(float(length_m(frame([border]))[0]))
    found = length_m(lines_inside(frame([*lines, border]), frame(region)))
    assert found.tolist() == pytest.approx(expected, rel=CLOSE, abs=1e-6)


def test_widths_at_transects(sql: Any, frame: Any, stepped: Any, draw: Any, east: float) -> None:
    """Every station of the line: the piece of the perpendicular that holds it, end to end."""
    rng = np.random.default_rng(2)
    line = shapely.LineString(
        [(east, NORTH + 300), (east + 1300, NORTH + 900), (east + 2600, NORTH)]
    )
    corridors = draw(17, east - 300).stars(45, 2800.0, 260.0)
    corridors = shapely.difference(corridors, shapely.Point(east + 1300, NORTH + 900).buffer(60))
    every = float(rng.uniform(60, 70))
    dense = stepped([line])
    sql.load("lines", dense)
    sql.load("corridors", corridors)
    query = f"""WITH {EDGES},
        placed AS (SELECT g, m, sum(m) OVER (ORDER BY path) - m AS before FROM edges),
        whole AS (SELECT sum(m) AS m, ceil(sum(m) / {every})::int AS n FROM edges),
        stations AS (SELECT k, (k + 0.5) * m / n AS at, m / n AS step FROM whole,
            generate_series(0, n - 1) AS k),
        places AS (SELECT k, o, ST_LineInterpolatePoint(p.g,
                least((greatest(at + o * step / 2, 0) - p.before) / p.m, 1)) AS g
            FROM stations, unnest(ARRAY[-1, 0, 1]) AS o, LATERAL (SELECT * FROM placed
                WHERE before <= greatest(at + o * step / 2, 0) ORDER BY before DESC LIMIT 1) AS p),
        turned AS (SELECT m.k, m.g AS place, ST_MakeLine(m.g, m.g) AS g,
            ST_X(b.g) - ST_X(a.g) AS dx, ST_Y(b.g) - ST_Y(a.g) AS dy
            FROM places AS m JOIN places AS a ON a.k = m.k AND a.o = -1
            JOIN places AS b ON b.k = m.k AND b.o = 1 WHERE m.o = 0),
        drawn AS (SELECT k, place, ST_SetSRID(ST_MakeLine(
            ST_MakePoint(ST_X(place) + dy * s, ST_Y(place) - dx * s),
            ST_MakePoint(ST_X(place) - dy * s, ST_Y(place) + dx * s)), 4547) AS g
            FROM turned, LATERAL (SELECT 5000 / sqrt(dx * dx + dy * dy) AS s) AS unit),
        ground AS (SELECT ST_Union(g) AS g FROM corridors),
        pieces AS (SELECT k, place, (ST_Dump(ST_Intersection(drawn.g, ground.g))).geom AS g
            FROM drawn, ground)
        SELECT k, coalesce((SELECT ST_Distance(
                ST_Transform(ST_StartPoint(g), 4490)::geography,
                ST_Transform(ST_EndPoint(g), 4490)::geography)
            FROM pieces WHERE pieces.k = drawn.k AND ST_DWithin(g, pieces.place, 0.001)), 0)
        FROM drawn ORDER BY k"""
    expected = [width for _, width in sql.rows(query)]
    found = widths(frame(corridors), frame([line]), every_m=every)
    assert found.width_m.tolist() == pytest.approx(expected, rel=CLOSE, abs=1e-6)
    assert found.length_m == pytest.approx(
        sql.one(f"SELECT {length_m_of('g')} FROM lines"), rel=CLOSE
    )
    assert 5 < sum(width > 0 for width in expected) < len(expected)
