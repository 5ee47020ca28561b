"""What holds of lengths, gaps, widths, distances and connectivity whatever is drawn, in any CRS."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, box

from geo.lines.continuity import continuity
from geo.lines.lengths import length_by_class, natural_shoreline
from geo.lines.transects import widths
from geo.measure.ellipsoid import area_m2, length_m
from geo.overlay.bands import band, within_distance
from geo.patches.clipped_lines import lines_inside
from geo.patches.connectivity import decay_per_m, integral_index, probability_index, structure
from geo.patches.patches import Links, links, patches

pytestmark = pytest.mark.slow

PLANE = 4547
EAST, NORTH = 535_000.0, 3_370_000.0
# The same place after a projection and back lies within a nanometre or two.
NEAR, METRES = 1e-9, 1e-5
SYSTEMS = [4490, 4326, 4526, 4546, 4498, 32650, 3857]

quick = settings(max_examples=8, deadline=None)
systems = st.sampled_from(SYSTEMS)
steps = st.tuples(st.integers(60, 400), st.integers(-250, 250))
ways = st.lists(steps, min_size=1, max_size=6)
many = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), ways), min_size=1, max_size=5)
blocks = st.lists(
    st.tuples(st.integers(0, 20), st.integers(-4, 4), st.integers(1, 8), st.integers(1, 6)),
    max_size=6,
)
Way = list[tuple[int, int]]


def line(x: float, y: float, way: Way) -> LineString:
    """From a place given in 100 m eastwards, a step (east, north) at a time."""
    moves = np.cumsum([(0, 0), *way], axis=0)
    return LineString(moves + np.array([EAST + 100.0 * x, NORTH + 100.0 * y]))


def series(*shapes: Any, epsg: int = PLANE) -> gpd.GeoSeries:
    return gpd.GeoSeries(np.array([*shapes, None], dtype=object)[:-1], crs=PLANE).to_crs(epsg)


def grounds(drawn: list[tuple[int, ...]]) -> list[Any]:
    """Blocks in units of 97 m: their corners meet no vertex of a line."""
    at = 97.0
    return [
        box(EAST + at * w, NORTH + at * s, EAST + at * (w + a), NORTH + at * (s + b))
        for w, s, a, b in drawn
    ]


def pieces(way: LineString) -> MultiLineString:
    return MultiLineString([LineString(pair) for pair in pairwise(way.coords)][::-1])


@quick
@given(many, systems)
def test_lengths_are_the_same_in_any_system_and_in_pieces(drawn: Any, epsg: int) -> None:
    lines = [line(x, y, way) for x, y, way in drawn]
    order = ["completed", "planned"]
    classes = [order[n % 2] for n in range(len(lines))]
    found = length_by_class(series(*lines), classes, order)
    whole = length_m(series(*lines)).sum()
    assert found.total_m + found.twice_m == pytest.approx(whole, rel=NEAR)
    assert sum(found.class_m.values()) == pytest.approx(found.total_m, rel=1e-12)
    assert found.row_m.sum() == pytest.approx(found.total_m, rel=1e-12)
    moved = length_by_class(series(*lines, epsg=epsg), classes, order)
    assert moved.class_m == pytest.approx(found.class_m, rel=NEAR, abs=METRES)
    split = length_by_class(series(*map(pieces, lines)), classes, order)
    assert split.class_m == pytest.approx(found.class_m, rel=NEAR, abs=METRES)
    more = length_by_class(series(*lines, line(3, 3, [(700, 10)])), [*classes, "planned"], order)
    assert more.total_m >= found.total_m - METRES
    assert more.class_m["completed"] == pytest.approx(found.class_m["completed"], abs=METRES)


@quick
@given(many, st.lists(st.sampled_from([True, False, None]), min_size=5, max_size=5), systems)
def test_the_natural_share_lies_within_the_whole(drawn: Any, said: Any, epsg: int) -> None:
    lines = [line(x, y, way) for x, y, way in drawn]
    nature = said[: len(lines)]
    found = natural_shoreline(series(*lines), nature)
    share = found.natural_m / found.all_m
    assert 0 <= share <= 1
    elsewhere = natural_shoreline(series(*lines, epsg=epsg), nature)
    assert elsewhere.natural_m / elsewhere.all_m == pytest.approx(share, abs=1e-9)
    better = natural_shoreline(series(*lines), [True] * len(lines))
    assert better.natural_m == better.all_m


@quick
@given(many, blocks, systems)
def test_lines_inside_and_outside_add_up(drawn: Any, region: Any, epsg: int) -> None:
    lines = series(*(line(x, y, way) for x, y, way in drawn))
    inside = length_m(lines_inside(lines, series(*grounds(region))))
    assert (inside <= length_m(lines) * (1 + NEAR)).all()
    moved = lines_inside(lines.to_crs(epsg), series(*grounds(region[::-1]), epsg=epsg))
    assert length_m(moved) == pytest.approx(inside, rel=NEAR, abs=METRES)
    wider = length_m(lines_inside(lines, series(*grounds([*region, (2, 0, 9, 3)]))))
    assert (wider >= inside - METRES).all()


@quick
@given(ways, blocks, systems)
def test_continuity_lies_between_nothing_and_one_and_reach_or_tolerance_never_lower_it(
    way: Way, corridors: Any, epsg: int
) -> None:
    bank, ground = series(line(0, 0, way)), series(*grounds(corridors))
    found = continuity(bank, ground, reach_m=20, tolerance_m=5)
    assert found.continuity is not None
    assert 0 <= found.continuity <= 1
    parts = found.covered_m + found.bridged_m + found.gap_m
    assert parts == pytest.approx(found.total_m, rel=1e-12)
    assert (found.gaps["length_m"] > 5).all()
    assert length_m(found.gaps.geometry).sum() == pytest.approx(found.gap_m, abs=METRES)
    assert (found.by_line["continuity"].between(-1e-12, 1 + 1e-12)).all()
    moved = continuity(bank.to_crs(epsg), ground.to_crs(epsg), reach_m=20, tolerance_m=5)
    assert moved.continuity == pytest.approx(found.continuity, abs=1e-7)
    for other in (
        continuity(bank, ground, reach_m=45, tolerance_m=5),
        continuity(bank, ground, reach_m=20, tolerance_m=60),
        continuity(bank, series(*grounds([*corridors, (1, 0, 3, 2)])), reach_m=20, tolerance_m=5),
    ):
        assert other.continuity is not None
        assert other.continuity >= found.continuity - 1e-9


@quick
@given(ways, blocks, systems, st.integers(20, 200))
def test_the_share_above_a_width_falls_as_the_width_grows(
    way: Way, corridors: Any, epsg: int, every: int
) -> None:
    # Beside the grid: along the very edge of a block a transect may fall on either side.
    bank, ground = series(line(0.037, 0.073, way)), series(*grounds(corridors))
    found = widths(ground, bank, every_m=every, offset_m=50)
    shares = [found.share_at_least(width) for width in (0, 1, 50, 150, 400, 10_000)]
    assert shares[0] == 1
    assert all(0 <= b <= a <= 1 for a, b in pairwise(shares))  # type: ignore[operator]
    assert found.length_m == pytest.approx(length_m(bank)[0], rel=NEAR)
    assert found.minimum_m is not None
    assert found.minimum_m <= found.median_m  # type: ignore[operator]
    moved = widths(ground[::-1].to_crs(epsg), bank.to_crs(epsg), every_m=every, offset_m=50)
    differ = ~np.isclose(moved.width_m, found.width_m, rtol=1e-8, atol=METRES)
    assert differ.sum() <= max(1, 0.1 * len(differ))


@quick
@given(many, blocks, systems)
def test_a_wider_band_has_no_fewer_hits_and_a_further_bank_brings_none_nearer(
    drawn: Any, subjects: Any, epsg: int
) -> None:
    banks = series(*(line(x, y + 20, way) for x, y, way in drawn))
    plots = [*grounds(subjects), Point(EAST, NORTH), Point(EAST + 1234, NORTH - 500)]
    near, far = (within_distance(series(*plots), banks, metres) for metres in (1000, 3000))
    assert (far.within >= near.within).all()
    assert near.distance_m == pytest.approx(far.distance_m)
    assert (near.distance_m >= 0).all()
    more = within_distance(series(*plots), series(*banks, line(0, 5, [(900, 0)])), 1000)
    assert (more.distance_m <= near.distance_m + METRES).all()
    assert more.within.sum() >= near.within.sum()
    moved = within_distance(series(*plots, epsg=epsg), banks.to_crs(epsg), 1000)
    assert moved.distance_m == pytest.approx(near.distance_m, rel=NEAR, abs=METRES)
    parts = within_distance(series(*plots), series(*map(pieces, banks)), 1000)
    assert parts.distance_m == pytest.approx(near.distance_m, rel=NEAR, abs=METRES)


@settings(max_examples=8, deadline=None)
@given(many)
def test_a_wider_band_covers_the_narrower_one(drawn: Any) -> None:
    banks = series(*(line(x, y, way) for x, y, way in drawn))
    narrow, wide = (band(banks, metres) for metres in (300.0, 400.0))
    assert shapely.covers(wide.iloc[0], narrow.iloc[0])
    assert area_m2(wide)[0] > area_m2(narrow)[0]
    assert area_m2(band(banks[:1], 300.0))[0] <= area_m2(narrow)[0] * (1 + 1e-9)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[np.ndarray, list[tuple[int, int]], list[float]]:
    count = draw(st.integers(2, 8))
    area = draw(st.lists(st.floats(0.5, 9), min_size=count, max_size=count))
    every = [(i, j) for i in range(count) for j in range(i + 1, count)]
    chosen = draw(st.lists(st.sampled_from(every), unique=True, min_size=1))
    metres = draw(st.lists(st.floats(1, 900), min_size=len(chosen), max_size=len(chosen)))
    return np.array(area), chosen, metres


def linked(pairs: list[tuple[int, int]], metres: list[float]) -> Links:
    i, j = (np.array([pair[end] for pair in pairs], dtype=np.intp) for end in (0, 1))
    return Links(i, j, np.array(metres, dtype=float))


def indices(area: np.ndarray, of: Links, landscape: float = 500.0) -> tuple[float, float]:
    iic = integral_index(area, of, threshold_m=1000, landscape_m2=landscape, importance=False)
    pc = probability_index(area, of, k_per_m=0.002, landscape_m2=landscape, importance=False)
    return iic.value, pc.value


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_a_link_more_never_lowers_an_index_and_no_index_passes_its_bounds(graph: Any) -> None:
    area, pairs, metres = graph
    less, more = (linked(pairs[: -n or None], metres[: -n or None]) for n in (1, 0))
    assert all(
        a <= b + 1e-15 for a, b in zip(indices(area, less), indices(area, more), strict=True)
    )
    alone, wholly = (area**2).sum() / 500**2, area.sum() ** 2 / 500**2
    for value in indices(area, more):
        assert alone * (1 - 1e-12) <= value <= wholly * (1 + 1e-12)
    assert structure(area, less).components >= structure(area, more).components
    assert structure(area, less).slc_m2 <= structure(area, more).slc_m2 + 1e-12
    # twice the landscape: a quarter of the index
    for small, large in zip(indices(area, more), indices(area, more, 1000.0), strict=True):
        assert large == pytest.approx(small / 4, rel=1e-12)
    nearer = linked(pairs, [one / 2 for one in metres])
    assert indices(area, nearer)[1] >= indices(area, more)[1] - 1e-15
    turn = np.random.default_rng(len(pairs)).permutation(len(area))
    place = np.argsort(turn)
    renamed = [tuple(sorted((int(place[i]), int(place[j])))) for i, j in pairs]
    assert indices(area[turn], linked(renamed, metres)) == pytest.approx(  # type: ignore[arg-type]
        indices(area, more), rel=1e-12
    )


@settings(max_examples=60, deadline=None)
@given(graphs(), st.floats(1.01, 3))
def test_a_patch_larger_never_lowers_an_index_and_importance_is_a_percentage(
    graph: Any, factor: float
) -> None:
    area, pairs, metres = graph
    grown = area.copy()
    grown[0] *= factor
    of = linked(pairs, metres)
    assert all(a < b for a, b in zip(indices(area, of), indices(grown, of), strict=True))
    for index in (
        integral_index(area, of, threshold_m=1000, landscape_m2=500),
        probability_index(area, of, k_per_m=0.002, landscape_m2=500),
    ):
        table = index.importance
        assert table is not None
        assert table["total"].between(0, 100).all()
        assert (table[["intra", "flux", "connector"]] >= 0).all().all()


@quick
@given(blocks.filter(len), systems, st.floats(0.2, 0.8))
def test_patches_and_links_are_the_same_in_any_system_order_and_parts(
    drawn: Any, epsg: int, share: float
) -> None:
    shapes = grounds(drawn)
    halves = []
    for each in shapes:
        west, south, east, north = each.bounds
        cut = west + share * (east - west)
        halves += [box(cut, south, east, north), box(west, south, cut, north)]
    first = patches(series(*shapes))
    area, every = np.sort(first.area_m2), np.sort(links(first).distance_m)
    for other in (
        patches(series(*shapes, epsg=epsg)),
        patches(series(*shapes[::-1])),
        patches(series(*halves)),
    ):
        assert np.sort(other.area_m2) == pytest.approx(area, rel=1e-7, abs=0.01)
        # along parallel edges several places compete to be the nearest (geo.patches.patches.links)
        assert np.sort(links(other).distance_m) == pytest.approx(every, rel=2e-5, abs=1e-4)
    counts = [len(links(first, metres)) for metres in (10, 200, 1000, np.inf)]
    assert counts == sorted(counts)
    assert decay_per_m(200, 0.5) > decay_per_m(1000, 0.5)
