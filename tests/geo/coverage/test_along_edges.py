"""The way along visible edges: the same as set operations on awkward ground, and the same bytes
compiled or not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapely import MultiPolygon, Point, Polygon, affinity, box

from geo.coverage import along, regions, share
from geo.coverage.edges import compiled, pairs, visible
from geo.coverage.edges.integral import edge_term, scale_around
from geo.coverage.edges.near import near
from geo.coverage.edges.signs import LATTICE, sign_between, turn
from geo.coverage.edges.simple import simple
from geo.coverage.outlines import outline
from geo.measure.areal import area_in_plane, green_edge_terms
from geo.plane.polygons import only_polygons

EAST, NORTH = 521_003.0, 3_370_011.0
CORNER = np.array([EAST, NORTH])
PLANE = 4547
REGION = box(EAST, NORTH, EAST + 600, NORTH + 600)


def sums_of(region: Any, polygons: Any, ask: Any = None) -> NDArray[np.float64]:
    shapes = np.array([*polygons, None], dtype=object)[:-1]
    sums = np.zeros(visible.SUMS)
    ask = ask or compiled.machine_code(visible.measure)
    region = np.array([region, None], dtype=object)[:1]
    ask(outline(shapes), shapely.area(shapes), np.arange(len(shapes)), outline(region), sums)
    return sums


def areal(geometries: Any) -> NDArray[np.float64]:
    """m² of the polygonal part of each."""
    geometries = np.array([*geometries, None], dtype=object)[:-1]
    parts = [shapely.get_parts(each) for each in geometries]
    flat = [MultiPolygon([p for p in some if p.geom_type == "Polygon"]) for some in parts]
    return area_in_plane(np.array(flat, dtype=object))


def agrees(region: Any, polygons: list[Any], near_m2: float = 1e-6) -> None:
    """Cover and pile are those of set operations, and the border closes."""
    sums = sums_of(region, polygons)
    # Beside the origin: GEOS moves what nearly meets by a share of the coordinates.
    near = [shapely.transform(each, lambda xy: xy - CORNER) for each in (region, *polygons)]
    ground, shapes = near[0], np.array([*near[1:], None], dtype=object)[:-1]
    cover = areal(_back([shapely.intersection(ground, shapely.union_all(shapes))]))[0]
    pile = areal(_back(shapely.intersection(ground, shapes))).sum()
    assert sums[visible.DOUBT] == 0
    assert sums[visible.COVERED] == pytest.approx(cover, rel=1e-9, abs=near_m2)
    assert sums[visible.PILED] == pytest.approx(pile, rel=1e-9, abs=near_m2)


def _back(shapes: Any) -> Any:
    return [shapely.transform(each, lambda xy: xy + CORNER) for each in shapes]


places = st.integers(-1, 7)
sizes = st.integers(1, 5)
squares = st.tuples(places, places, sizes, sizes)
triangles = st.lists(st.tuples(places, places), min_size=3, max_size=3, unique=True)
angles = st.sampled_from([0.0, 1e-9, 1e-6, 7.0, 45.0, 90.0])
shapes = st.lists(squares | triangles, min_size=1, max_size=9)
swift = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def placed(shape: Any, step: float = 100.0) -> Polygon:
    if isinstance(shape, tuple):
        x, y, width, height = (step * each for each in shape)
        return box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)
    return Polygon([(EAST + step * x, NORTH + step * y) for x, y in shape])


@pytest.mark.slow
@swift
@given(shapes, shapes, angles)
def test_corners_and_edges_on_each_other_agree(region: Any, cover: Any, angle: float) -> None:
    """Equal polygons, shared edges and corners, edges that all but lie on each other."""
    polygons = [placed(each) for each in cover]
    turned = [affinity.rotate(each, angle, origin=(EAST, NORTH)) for each in polygons]
    every = [each for each in [*polygons, *turned] if each.area > 1e-3]
    ground = shapely.union_all([placed(each) for each in region])
    if every and ground.area > 0:
        agrees(ground, every)


@pytest.mark.slow
@swift
@given(st.integers(0, 2**32 - 1), st.sampled_from([1, 2, 3, 4, 5]))
def test_partitions_with_borders_of_many_pieces_agree(seed: int, kind: int) -> None:
    rng = np.random.default_rng(seed)
    nodes = shapely.multipoints(rng.uniform(-50, 650, (int(rng.integers(4, 40)), 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(nodes, only_edges=False))
    cells = affinity_all(shapely.intersection(cells, box(-60, -60, 660, 660)))
    cells = [each for each in cells if each.area > 0]
    if kind > 1:  # a node on one side of a border only, off the line by rounding
        cells = [shapely.segmentize(each, 37.0) if i % 2 else each for i, each in enumerate(cells)]
    if kind > 2:
        cells = [each for each in cells if rng.random() < 0.7] + cells[:1]
    if kind > 3:  # holes filled by others
        cells += [each.difference(each.buffer(-(each.area**0.5) / 8)) for each in cells[:3]]
    if kind > 4:
        cells += [each.buffer(1e-9) for each in cells[:2]] + cells[:2]
    region = REGION if seed % 2 else cells[0].convex_hull.union(REGION.buffer(-200))
    agrees(region, [each for each in cells if each.is_valid and each.area > 0])


def affinity_all(geometries: Any) -> list[Any]:
    moved = shapely.transform(geometries, lambda xy: xy + CORNER)
    return list(moved)


def test_spikes_slivers_and_polygons_of_a_centimetre_agree() -> None:
    spike = Polygon([(0, 0), (300, 0), (300, 1e-7), (10, 1e-7), (10, 10), (0, 10)])
    comb = Polygon(
        [
            (0, 0),
            *[(10 * i + d, 300 * (d > 0)) for i in range(30) for d in (0, 1e-3, 2e-3)],
            (300, 0),
        ]
    )
    small = [box(x, 0.013 * x, x + 0.01, 0.013 * x + 0.01) for x in np.arange(0, 5, 0.007)]
    moved = affinity_all([spike, comb, comb.buffer(0), *small])
    agrees(REGION, [each for each in moved if each.is_valid])
    agrees(REGION, moved[3:], near_m2=1e-10)


def test_a_grid_of_parcels_and_its_doubles_cover_all() -> None:
    parcels = [placed((x, y, 1, 1), 50.0) for x in range(12) for y in range(12)]
    agrees(REGION, parcels)
    agrees(REGION, parcels + parcels[::2])
    agrees(REGION.difference(REGION.buffer(-130)), parcels)


def test_a_region_of_parts_and_holes_agrees() -> None:
    rng = np.random.default_rng(8)
    discs = [shapely.Point(*xy).buffer(r) for *xy, r in rng.uniform(0, 1, (60, 3)) * [600, 600, 90]]
    ring = REGION.difference(box(EAST + 100, NORTH + 100, EAST + 300, NORTH + 480))
    agrees(MultiPolygon([ring, box(EAST + 150, NORTH + 150, EAST + 250, NORTH + 200)]),
           affinity_all(discs))  # fmt: skip


def test_compiled_or_not_gives_the_same_bytes() -> None:
    rng = np.random.default_rng(3)
    for _ in range(6):
        rim = rng.uniform(0, 600, (12, 1, 2)) + rng.uniform(-150, 150, (12, 7, 2))
        hulls = shapely.convex_hull(shapely.multipoints(rim + CORNER))
        assert sums_of(REGION, hulls).tobytes() == sums_of(REGION, hulls, visible.measure).tobytes()


def test_little_work_is_done_without_the_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Any) -> Any:
        raise AssertionError("loaded")

    monkeypatch.setattr(along, "is_loaded", lambda: False)
    monkeypatch.setattr(along, "machine_code", refused)
    frame = gpd.GeoDataFrame(geometry=[REGION], crs=PLANE)
    assert share.coverage(frame, frame).share == 1.0
    many = gpd.GeoDataFrame(geometry=[REGION.buffer(i) for i in range(60)], crs=PLANE)
    with pytest.raises(AssertionError, match="loaded"):
        share.coverage(frame, many)


def test_without_the_compiler_much_work_goes_by_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(along, "available", lambda: False)
    monkeypatch.setattr(along, "is_loaded", lambda: False)
    frame = gpd.GeoDataFrame(geometry=[REGION], crs=PLANE)
    many = gpd.GeoDataFrame(geometry=[REGION.buffer(i) for i in range(60)], crs=PLANE)
    assert "edges" not in share.coverage(frame, many).method


def test_a_doubtful_region_goes_by_sets_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    real = regions.measured

    def doubtful(*given: Any) -> Any:
        return iter([(*one[:2], i == 1) for i, one in enumerate(real(*given))])

    monkeypatch.setattr(regions, "measured", doubtful)
    zones = gpd.GeoDataFrame(geometry=[placed((0, 0, 2, 2)), placed((3, 0, 2, 2))], crs=PLANE)
    cover = gpd.GeoDataFrame(geometry=[placed((1, 1, 3, 3)), placed((1, 1, 3, 2))], crs=PLANE)
    found = share.coverage(zones, cover)
    assert found.method == "edges+union"
    assert [zone.share for zone in found.zones] == pytest.approx([0.25, 0.25])


def test_outlines_that_ask_too_much_of_each_other_are_left_to_set_operations(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    discs = [REGION.centroid.buffer(r, quad_segs=20) for r in (200, 200, 201)]
    assert sums_of(REGION, discs, visible.measure)[visible.DOUBT] == 0
    asked = sums_of(REGION, discs, visible.measure)[visible.ASKED]
    monkeypatch.setattr(visible, "MOST_ASKED", asked - 1)
    monkeypatch.setattr(visible, "MOST_ASKED_A_VERTEX", 0)
    assert sums_of(REGION, discs, visible.measure)[visible.DOUBT] > 0


def test_machine_code_is_kept_somewhere_without_a_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def homeless(_: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "expanduser", homeless)
    monkeypatch.setattr(Path, "mkdir", refused)
    monkeypatch.setattr(compiled.tempfile, "mkdtemp", lambda prefix: str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert compiled._folder() == tmp_path


def test_what_lies_far_beyond_the_lattice_is_doubtful() -> None:
    huge = box(EAST - 2e6, NORTH - 10, EAST + 10, NORTH + 10)
    assert sums_of(REGION, [huge])[visible.DOUBT] > 0


def test_a_cover_with_a_feature_changed_is_that_cover_made_anew() -> None:
    rng = np.random.default_rng(1)
    corners = rng.uniform(0, 550, (80, 2)) + CORNER
    frame = gpd.GeoDataFrame(geometry=[box(x, y, x + 60, y + 40) for x, y in corners], crs=PLANE)
    zones = gpd.GeoDataFrame(
        geometry=[placed((x, y, 2, 2)) for x in (0, 2, 4) for y in (0, 2, 4)], crs=PLANE
    )
    kept: dict[str, Any] = {}
    cover = share.Cover(frame)
    share.coverage(zones, cover, cache=kept)
    two = MultiPolygon([placed((0.1, 0.1, 0.3, 0.3)), placed((1.1, 0.1, 0.3, 0.3))])
    changed = frame.copy()
    changed.loc[11, "geometry"] = two
    found = share.coverage(zones, cover.changed(11, two), cache=kept)
    assert 0 < found.computed_zones < 5
    fresh = share.coverage(zones, changed)
    assert (found.zones, found.outside_m2, found.overlap_removed_m2) == (
        fresh.zones, fresh.outside_m2, fresh.overlap_removed_m2,
    )  # fmt: skip


@pytest.mark.parametrize("crs", [PLANE, 4490])
def test_of_a_cover_changed_many_times_only_what_is_touched_is_asked_again(crs: int) -> None:
    rng = np.random.default_rng(3)

    def drawn() -> Any:
        x, y = rng.uniform(0, 550, 2) + CORNER
        shape = gpd.GeoSeries([affinity.rotate(box(x, y, x + 60, y + 40), 30)], crs=PLANE)
        return shape.to_crs(crs).iloc[0]

    frame = gpd.GeoDataFrame(geometry=[drawn() for _ in range(60)], crs=crs)
    zones = gpd.GeoDataFrame(
        geometry=[placed((x, y, 1, 1)) for x in range(6) for y in range(6)], crs=PLANE
    )
    kept: dict[str, Any] = {}
    cover = share.Cover(frame).in_plane(PLANE)
    share.coverage(zones, cover, cache=kept)
    for row in (7, 7, 59, 0):
        frame.loc[row, "geometry"] = drawn()
        cover = cover.changed(row, frame.geometry[row])
        assert len(zones) // 2 < len(cover.around) < len(zones)
        found = share.coverage(zones, cover, cache=kept)
        fresh = share.coverage(zones, share.Cover(frame))
        assert (found.zones, found.outside_m2) == (fresh.zones, fresh.outside_m2)


def test_each_part_of_a_cover_is_of_its_own_row() -> None:
    one, two, three, four = (placed((x, 0, 1, 1)) for x in range(0, 8, 2))
    far = [placed((x, 4, 1, 1)) for x in (0, 2)]
    rows = [one, MultiPolygon([two, three]), None, four, MultiPolygon(far), Polygon()]
    cover = share.Cover(gpd.GeoDataFrame(geometry=rows, crs=PLANE))
    assert cover.rows.tolist() == [0, 1, 1, 3, 4, 4]
    assert shapely.equals(cover.source, [one, two, three, four, *far]).all()


rings = st.lists(st.tuples(places, places), min_size=3, max_size=7)


@swift
@given(rings)
def test_no_ring_is_called_valid_that_is_not(ring: Any) -> None:
    shapes = np.array([Polygon(ring), None], dtype=object)[:1]
    assert not simple(outline(shapes))[0] or shapely.is_valid(shapes)[0]


def test_a_glance_changes_nothing_about_what_is_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    bow, square = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]), box(0, 0, 1, 1)
    shapes = np.array(
        [square, bow, None, Polygon(), MultiPolygon([square, bow]), Point(0, 0)], dtype=object
    )
    monkeypatch.setattr(along, "is_loaded", lambda: True)
    monkeypatch.setattr(along, "kept_code", lambda function: function)
    monkeypatch.setattr(along, "FEW_BOUNDS", 0)
    assert along.valid(shapes).tolist() == shapely.is_valid(shapes).tolist()


def test_rings_seen_to_be_valid() -> None:
    angle = np.linspace(0, 4 * np.pi, 11)[:-1]
    cases = {
        box(EAST, NORTH, EAST + 1, NORTH + 1): True,
        Polygon([(0, 0), (0, 2), (1, 1.5), (2, 2), (2, 0)]): True,
        Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]): False,
        Polygon(np.stack([np.cos(angle), np.sin(angle)], axis=1) + CORNER): False,
        Polygon([(0, 0), (1, 0), (1, 1), (1, 0.5), (1, 1), (0, 1)]): False,
        placed((0, 0, 5, 5)).difference(placed((1, 1, 1, 1))): False,
    }
    assert simple(outline(np.array([*cases], dtype=object))).tolist() == list(cases.values())


numbers = st.integers(-(2**44), 2**44).map(lambda n: n / LATTICE)


@swift
@given(*[numbers] * 4, st.integers(0, 1024), st.integers(-2, 2))
def test_signs_are_exact(ax: float, ay: float, bx: float, by: float, part: int, off: int) -> None:
    cx, cy = (
        round((a + part / 1024 * (b - a)) * LATTICE + off) / LATTICE
        for a, b in ((ax, bx), (ay, by))
    )
    exact = [Fraction(each) for each in (ax, ay, bx, by, cx, cy)]
    left = (exact[2] - exact[0]) * (exact[5] - exact[1])
    right = (exact[3] - exact[1]) * (exact[4] - exact[0])
    assert turn(ax, ay, bx, by, cx, cy) == (left > right) - (left < right)
    assert sign_between(ax, by, bx, ay) == np.sign(exact[0] * exact[3] - exact[2] * exact[1])


@pytest.mark.parametrize("length", [3.0, 1500.0, 30_000.0, 180_000.0])
def test_the_terms_of_edges_are_those_of_the_areal_measure(length: float) -> None:
    rng = np.random.default_rng(5)
    scale = scale_around(EAST, NORTH, 300_000.0)
    for x, y, angle in rng.uniform([-1e5, -5e4, 0], [1e5, 5e4, 6.3], (20, 3)):
        dx, dy = length * np.cos(angle), length * np.sin(angle)
        x, y, dx, dy = (round(each * 64) / 64 for each in (x, y, dx, dy))
        ends = EAST + x, NORTH + y, EAST + x + dx, NORTH + y + dy
        there = green_edge_terms(*([each] for each in ends), EAST)[0]
        here = edge_term(scale, x, y, x + dx, y + dy)
        assert here == pytest.approx(there, rel=1e-13, abs=1e-13 * length**2)


def test_near_finds_what_every_pair_asked_finds() -> None:
    rng = np.random.default_rng(2)
    boxes, bounds = (
        np.concatenate([low := rng.uniform(0, 90, (n, 2)), low + rng.uniform(0, size, (n, 2))], 1)
        for n, size in ((30, 40), (200, 15))
    )
    low, high = boxes[:, None, :2] <= bounds[None, :, 2:], boxes[:, None, 2:] >= bounds[None, :, :2]
    region, polygon = np.nonzero((low & high).all(axis=2))
    for ask in (near, compiled.machine_code(near)):
        starts, found = ask(boxes, bounds)
        assert starts.tolist() == np.searchsorted(region, np.arange(31)).tolist()
        assert found.tolist() == polygon.tolist()


def test_what_pairs_share_does_not_know_the_number_of_a_zone_before_eastings() -> None:
    rng = np.random.default_rng(4)
    corners = rng.uniform(0, 60, (40, 2)) + CORNER + (38e6, 0.0)
    numbered = shapely.buffer(shapely.points(corners), rng.uniform(3, 15, 40))
    plain = shapely.transform(numbered, lambda xy: xy - (38e6, 0.0))
    i, j = np.triu_indices(40, 1)
    compiled.machine_code(pairs.shared)
    with ThreadPoolExecutor(1) as pool:
        there = along.shared_by_pairs(outline(plain), i, j, pool)
        here = along.shared_by_pairs(outline(numbered), i, j, pool, too_far_east=38e6)
    assert there is not None
    assert here is not None
    assert (there[:, pairs.AREA] > 1).sum() > 50
    assert here.tobytes() == there.tobytes()


@pytest.mark.slow
@swift
@given(shapes, angles)
def test_what_pairs_share_is_what_set_operations_say(cover: Any, angle: float) -> None:
    """Also where polygons touch only, are equal, or lie in each other."""
    drawn = [placed(each) for each in cover]
    drawn += [affinity.rotate(each, angle, origin=(EAST, NORTH)) for each in drawn]
    drawn.append(placed((0, 0, 5, 5)).difference(placed((1, 1, 2, 2))))
    every = np.array([*[each for each in drawn if each.area > 1e-3], None], dtype=object)[:-1]
    i, j = np.triu_indices(len(every), 1)
    sums = np.zeros((len(i), pairs.SUMS))
    compiled.machine_code(pairs.shared)(outline(every), i, j, sums)
    near = shapely.transform(every, lambda xy: xy - CORNER)
    parts = only_polygons(shapely.intersection(near[i], near[j]))
    assert not sums[:, pairs.DOUBT].any()
    assert sums[:, pairs.FLAT_AREA] == pytest.approx(shapely.area(parts), abs=1e-6)
    assert sums[:, pairs.AREA] == pytest.approx(areal(_back(parts)), abs=1e-6)
    # Two that all but lie on each other share a strip: GEOS may take it for a line.
    real = shapely.area(parts) > 1e-2
    assert sums[real, pairs.AROUND] == pytest.approx(shapely.length(parts)[real], abs=1e-5)
