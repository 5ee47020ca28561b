"""Invalid geometry made valid with nothing lost, and every change accounted for."""

import math

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.measure.ellipsoid import area_m2
from geo.validity.repair import Repair, repair

EPSG = 4547
EAST, NORTH = 500_000, 3_380_000


def metres(*shapes: shapely.Geometry | str | None, epsg: int | None = EPSG) -> gpd.GeoSeries:
    """Shapes given around 0,0 in metres, put at Wuhan in the plane."""
    read = [shapely.from_wkt(shape) if isinstance(shape, str) else shape for shape in shapes]
    return gpd.GeoSeries(read, crs=epsg).translate(EAST, NORTH)


def planar(shape: shapely.Geometry) -> float:
    return float(shapely.area(shape))


BOW_TIE = "POLYGON((0 0, 200 200, 200 0, 0 200, 0 0))"
OVERLAPPING_PARTS = "MULTIPOLYGON(((0 0,40 0,40 40,0 40,0 0)),((20 20,60 20,60 60,20 60,20 20)))"
SPIKE = "POLYGON((0 0, 20 0, 20 20, 20 50, 20 20, 0 20, 0 0))"


def test_both_halves_of_a_bow_tie_are_kept_where_a_zero_buffer_loses_one() -> None:
    broken = metres(BOW_TIE)
    mended, [done] = repair(broken)
    assert planar(mended.iloc[0]) == pytest.approx(20_000)
    assert planar(broken.iloc[0].buffer(0)) == pytest.approx(10_000)
    assert done.row == 0
    assert done.reason == "Self-intersection"
    assert done.place == (EAST + 100, NORTH + 100)
    assert done.area_before_m2 == pytest.approx(0, abs=0.1)
    assert done.area_after_m2 == pytest.approx(20_000, rel=1e-4)


def test_where_two_parts_overlap_the_ground_stays_covered() -> None:
    """Why not "linework": it makes a hole of the overlap."""
    broken = metres(OVERLAPPING_PARTS)
    mended, [done] = repair(broken)
    assert planar(mended.iloc[0]) == pytest.approx(2 * 40 * 40 - 20 * 20)
    assert planar(shapely.make_valid(broken.iloc[0], method="linework")) == pytest.approx(2400)
    # Before, the overlap was counted twice.
    assert done.area_before_m2 - done.area_after_m2 == pytest.approx(400, rel=1e-3)


def test_a_hole_that_runs_over_the_border_takes_away_only_what_is_inside() -> None:
    mended, [done] = repair(
        metres("POLYGON((0 0,40 0,40 40,0 40,0 0),(30 10,50 10,50 30,30 30,30 10))")
    )
    assert planar(mended.iloc[0]) == pytest.approx(1600 - 200)
    assert done.reason == "Self-intersection"


def test_a_spike_is_left_out_of_a_polygon_and_its_length_reported() -> None:
    mended, [done] = repair(metres(SPIKE))
    assert mended.geom_type.tolist() == ["Polygon"]
    assert planar(mended.iloc[0]) == pytest.approx(400)
    assert done.dropped_line_m == pytest.approx(30, rel=1e-3)


def test_a_polygon_that_encloses_nothing_becomes_empty_and_is_reported() -> None:
    mended, [done] = repair(metres("POLYGON((0 0, 10 10, 0 0, 0 0))"))
    assert mended.is_empty.all()
    assert (done.area_before_m2, done.area_after_m2) == (0.0, 0.0)
    assert done.dropped_line_m == pytest.approx(math.sqrt(200), rel=1e-3)


def test_valid_missing_and_empty_geometries_are_left_alone() -> None:
    untouched = metres(shapely.box(0, 0, 1, 1), None, shapely.Polygon(), shapely.Point(0, 0))
    mended, done = repair(untouched)
    assert done == []
    assert mended is untouched


def test_rows_count_positions_whatever_the_index_and_the_input_is_not_changed() -> None:
    shapes = metres(shapely.box(0, 0, 1, 1), None, BOW_TIE, shapely.box(0, 0, 1, 1), SPIKE)
    shapes.index = ["a", "b", "b", "d", "e"]
    mended, done = repair(shapes)
    assert [item.row for item in done] == [2, 4]
    assert mended.index.equals(shapes.index)
    assert mended.crs == shapes.crs
    assert not shapes.iloc[2].is_valid
    assert mended.drop(index="b").is_valid.all()


def test_a_line_of_one_point_becomes_empty_and_a_line_stays_a_line() -> None:
    crossing = shapely.LineString([(0, 0), (2, 2), (2, 0), (0, 2)])
    mended, done = repair(metres(shapely.LineString([(0, 0), (0, 0)]), crossing))
    assert mended.is_empty.tolist() == [True, False]
    assert [item.row for item in done] == [0]
    assert mended.iloc[1].equals(metres(crossing).iloc[0])


def test_without_a_crs_the_repair_is_made_and_the_areas_are_unknown() -> None:
    mended, [done] = repair(metres(BOW_TIE, epsg=None))
    assert mended.is_valid.all()
    assert math.isnan(done.area_before_m2)
    assert math.isnan(done.area_after_m2)


@pytest.mark.parametrize("fault", [math.nan, math.inf])
def test_a_vertex_that_is_not_a_number_is_left_out_and_reported(fault: float) -> None:
    with np.errstate(invalid="ignore"):
        shape = shapely.Polygon([(0, 0), (10, 0), (10, 10), (fault, 10), (0, 10), (0, 0)])
    mended, [done] = repair(gpd.GeoSeries([shape], crs=EPSG))
    assert mended.is_valid.all()
    assert planar(mended.iloc[0]) == pytest.approx(100)
    assert done.reason == "Invalid Coordinate"
    assert done.place == (0.0, 0.0)


def test_areas_before_and_after_are_measured_on_the_ellipsoid() -> None:
    """In degrees too, where a planar area would be a fraction of a square degree."""
    bow_tie = shapely.from_wkt("POLYGON((114 30, 114.1 30.1, 114.1 30, 114 30.1, 114 30))")
    mended, [done] = repair(gpd.GeoSeries([bow_tie], crs=4490))
    assert done.area_after_m2 == pytest.approx(float(area_m2(mended)[0]))
    assert done.area_after_m2 == pytest.approx(53_452_260, abs=1)


@pytest.mark.parametrize(
    ("wkt", "zh"),
    [
        (BOW_TIE, "边界自相交"),
        ("POLYGON((0 0,4 0,2 2,4 4,0 4,2 2,0 0))", "环在一点上自接触"),
        ("POLYGON((0 0,9 0,9 9,0 9,0 0),(20 20,21 20,21 21,20 20))", "孔洞在外边界之外"),
        ("POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,8 1,8 8,1 8,1 1),(2 2,3 2,3 3,2 2))", "孔洞相互嵌套"),
        ("MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0)),((2 2,3 2,3 3,2 2)))", "多部件相互嵌套"),
        ("POLYGON((0 0,9 0,9 9,0 9,0 0),(0 4,5 0,9 5,4 9,0 4))", "内部不连通"),
        ("POLYGON((0 0,1 1,0 0,0 0))", "节点太少"),
    ],
)
def test_the_reason_is_told_in_the_words_of_the_service(wkt: str, zh: str) -> None:
    _, [done] = repair(metres(wkt))
    assert done.reason_text.zh == zh
    assert done.reason not in done.reason_text.en


def test_a_reason_nobody_has_words_for_is_passed_on_as_it_is() -> None:
    done = Repair(0, "Something new", (0.0, 0.0), 1.0, 1.0)
    assert done.reason_text.zh == "几何无效（Something new）"
    assert "Something new" in done.reason_text.en


def times_around(ring: shapely.LinearRing, point: shapely.Point) -> int:
    """How often the ring runs around the point, counted at a ray to the east."""
    vertices = shapely.get_coordinates(ring)
    (x0, y0), (x1, y1) = vertices[:-1].T, vertices[1:].T
    left = (x1 - x0) * (point.y - y0) - (point.x - x0) * (y1 - y0)
    up = (y0 <= point.y) & (point.y < y1) & (left > 0)
    down = (y1 <= point.y) & (point.y < y0) & (left < 0)
    return int(up.sum()) - int(down.sum())


def enclosed_area(shape: shapely.Polygon) -> float:
    """Area of the places that the ring runs around at least once, face by face."""
    faces = shapely.get_parts(shapely.polygonize([shapely.node(shape.exterior)]))
    return sum(
        planar(face)
        for face in faces
        if times_around(shape.exterior, face.representative_point()) != 0
    )


def runs_twice_along_an_edge(shape: shapely.Polygon) -> bool:
    once = shapely.union_all([shape.exterior]).length
    return bool(once < shape.exterior.length - 1e-6)


corner = st.tuples(st.integers(0, 8), st.integers(0, 8))


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.lists(corner, min_size=3, max_size=9))
def test_any_ring_becomes_a_valid_polygon_of_just_the_ground_it_runs_around(
    corners: list[tuple[int, int]],
) -> None:
    shape = shapely.Polygon(corners)
    mended, done = repair(gpd.GeoSeries([shape], crs=EPSG))
    after = mended.iloc[0]
    assert after.is_valid
    assert after.geom_type in {"Polygon", "MultiPolygon"}
    assert bool(done) is not shape.is_valid
    # Of an edge that is run along twice it is a matter of taste what it encloses.
    if not runs_twice_along_an_edge(shape):
        assert planar(after) == pytest.approx(enclosed_area(shape), abs=1e-6)


@pytest.mark.parametrize(
    "corners",
    [
        [(0, 1), (1, 1), (0, 1), (0, 0), (1, 1)],
        [(0, 2), (1, 1), (0, 1), (0, 0), (1, 1), (0, 1)],
    ],
    ids=["GEOS alone gives nothing", "GEOS alone gives parts that share an edge"],
)
def test_a_ring_that_starts_along_a_doubled_edge_keeps_its_ground(
    corners: list[tuple[int, int]],
) -> None:
    shape = shapely.Polygon(corners)
    mended, _ = repair(gpd.GeoSeries([shape], crs=EPSG))
    assert mended.is_valid.all()
    assert planar(mended.iloc[0]) == pytest.approx(enclosed_area(shape)) != 0
