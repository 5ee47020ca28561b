"""Blank areas on rectangles that can be worked in the head, and on random ones."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from geo.errors import EcoAtlasError
from geo.measure.areal import area_in_plane
from geo.overlay.uncovered import uncovered

PLANE = 4547
EAST, NORTH = 502_000.0, 3_370_000.0
CLOSE = 1e-6


def rectangle(x: float, y: float, width: float, height: float) -> Polygon:
    return box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


def series(*geometries: object) -> gpd.GeoSeries:
    return gpd.GeoSeries(np.array([*geometries, None], dtype=object)[:-1], crs=PLANE)


def test_overlaps_count_once_and_every_piece_is_its_own_polygon() -> None:
    result = uncovered(
        series(rectangle(0, 0, 600, 400), rectangle(400, 0, 600, 400)),
        series(rectangle(200, -50, 300, 500), rectangle(300, 0, 300, 400)),
    )
    assert result.region_m2 == pytest.approx(1000 * 400, rel=CLOSE)
    assert result.blank_m2 == pytest.approx(600 * 400, rel=CLOSE)
    assert result.served_m2 == pytest.approx(400 * 400, rel=CLOSE)
    assert result.blank_m2 / result.region_m2 == pytest.approx(0.6, rel=CLOSE)
    assert result.pieces["area_m2"].tolist() == pytest.approx([400 * 400, 200 * 400], rel=CLOSE)
    assert result.pieces.geom_type.tolist() == ["Polygon", "Polygon"]
    assert result.pieces.crs.to_epsg() == 4490


def test_what_little_is_served_of_large_ground_is_its_own_area() -> None:
    """1001 m by 1 m at 11 km² of ground: what is served is told by subtraction, which has to leave
    what the strip measures by itself, also where it is added up again by place."""
    ground, strip = rectangle(3466, 0, 3244, 3331), rectangle(2300, 2500, 2167, 1)
    result = uncovered(series(ground), series(rectangle(0, 0, 1, 1), strip))
    (alone,) = area_in_plane(np.array([ground & strip], dtype=object))
    assert alone == pytest.approx(1000.9991, abs=1e-4)
    assert result.served_m2 == pytest.approx(alone, abs=1e-6)
    assert result.by_place["served_m2"].tolist() == pytest.approx([alone], abs=1e-6)


def test_slivers_by_width_and_by_area_stand_apart() -> None:
    region = series(rectangle(0, 0, 1000, 100))
    service = series(
        rectangle(0, 0.6, 1000, 99.4),  # leaves a strip 0.6 m wide, cut by the next
        rectangle(500, -1, 480, 50),
    )
    result = uncovered(region, service, sliver_width_m=0.7, sliver_area_m2=5)
    assert result.sliver_m2 == pytest.approx(500 * 0.6 + 20 * 0.6, rel=CLOSE)
    assert result.blank_m2 == 0
    wide = uncovered(region, service, sliver_width_m=0.5, sliver_area_m2=20)
    assert wide.blank_m2 == pytest.approx(300, rel=CLOSE)
    assert wide.pieces["sliver"].tolist() == [False, True]
    none = uncovered(region, service, sliver_width_m=0, sliver_area_m2=0)
    assert none.sliver_m2 == 0


def test_each_neighbourhood_has_its_own_and_the_earlier_one_owns_what_is_shared() -> None:
    result = uncovered(
        series(rectangle(0, 0, 1000, 100)),
        series(rectangle(0, 0, 1000, 40)),
        series(rectangle(0, 0, 300, 100), None, rectangle(200, 0, 500, 200)),
    )
    table = result.by_place.set_index("place")
    assert table.index.tolist() == [0, 1, 2, -1]
    assert table["region_m2"].tolist() == pytest.approx([30_000, 0, 40_000, 30_000], rel=CLOSE)
    assert table["blank_m2"].tolist() == pytest.approx([18_000, 0, 24_000, 18_000], rel=CLOSE)
    assert table["served_m2"].tolist() == pytest.approx([12_000, 0, 16_000, 12_000], rel=CLOSE)
    assert table["pieces"].tolist() == [1, 0, 1, 1]
    assert result.place_overlap_m2 == pytest.approx(100 * 100, rel=CLOSE)


def test_holes_touching_corners_and_empty_inputs() -> None:
    ring = rectangle(0, 0, 100, 100) - rectangle(40, 40, 20, 20)
    corner = rectangle(100, 100, 50, 50)
    result = uncovered(series(ring, corner), series(None, Polygon()))
    assert result.blank_m2 == result.region_m2 == pytest.approx(9600 + 2500, rel=CLOSE)
    assert result.served_m2 == 0
    assert len(result.pieces) == 2
    nothing = uncovered(series(None), series(ring))
    assert (nothing.region_m2, nothing.blank_m2, len(nothing.pieces)) == (0, 0, 0)
    all_served = uncovered(series(ring), series(rectangle(-1, -1, 200, 200)))
    assert (all_served.blank_m2, len(all_served.pieces)) == (0, 0)


def test_lines_and_bow_ties_are_refused() -> None:
    bow_tie = Polygon([(EAST, NORTH), (EAST + 9, NORTH + 9), (EAST + 9, NORTH), (EAST, NORTH + 9)])
    with pytest.raises(EcoAtlasError, match="invalid-polygons"):
        uncovered(series(bow_tie), series())
    with pytest.raises(EcoAtlasError, match="not-polygons"):
        uncovered(series(rectangle(0, 0, 9, 9)), series(shapely.Point(EAST, NORTH)))


sizes = st.tuples(
    st.integers(0, 8000), st.integers(0, 8000), st.integers(1, 6000), st.integers(1, 6000)
)
layers = st.lists(sizes, max_size=6)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(layers, layers, layers)
def test_parts_add_up_and_more_service_never_leaves_more_blank(
    region: list[tuple[int, ...]], service: list[tuple[int, ...]], places: list[tuple[int, ...]]
) -> None:
    ground, cover, around = (
        series(*(rectangle(*each) for each in layer)) for layer in (region, service, places)
    )
    result = uncovered(ground, cover, around)
    whole = result.served_m2 + result.blank_m2 + result.sliver_m2
    assert whole == pytest.approx(result.region_m2, rel=1e-9, abs=1e-3)
    assert result.pieces["area_m2"].sum() == pytest.approx(
        result.blank_m2 + result.sliver_m2, rel=1e-12
    )
    for column in ("region_m2", "served_m2", "blank_m2", "sliver_m2"):
        parts = result.by_place[column].sum()
        assert parts == pytest.approx(getattr(result, column), rel=1e-12, abs=1e-4)
    if len(cover):
        fewer = uncovered(ground, cover[:-1], around)
        assert fewer.blank_m2 + fewer.sliver_m2 >= whole - result.served_m2 - 1e-3
    reordered = uncovered(ground[::-1], cover[::-1], around)
    assert reordered.blank_m2 == pytest.approx(result.blank_m2, rel=1e-9, abs=1e-3)
    geographic = uncovered(ground.to_crs(4490), cover.to_crs(4490), around.to_crs(4490))
    # Together: a strip as wide as the limit of slivers may fall on either side of it.
    open_m2 = geographic.blank_m2 + geographic.sliver_m2
    assert open_m2 == pytest.approx(result.blank_m2 + result.sliver_m2, rel=2e-6, abs=1)


def test_served_ground_measured_for_itself_agrees() -> None:
    rng = np.random.default_rng(3)
    boxes = [rectangle(*rng.uniform(0, 900, 2), *rng.uniform(5, 200, 2)) for _ in range(120)]
    result = uncovered(series(*boxes[:60]), series(*boxes[60:]))
    ground, cover = shapely.union_all(boxes[:60]), shapely.union_all(boxes[60:])
    served = gpd.GeoSeries([ground & cover], crs=PLANE)
    plane_share = served.area.iloc[0] / ground.area
    assert result.served_m2 / result.region_m2 == pytest.approx(plane_share, rel=1e-6)
