"""Which place a feature belongs to: one only, and the first of several."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from geo.errors import EcoAtlasError
from geo.overlay.located import NOWHERE, first_holding


def frame(*shapes: shapely.Geometry | None, epsg: int = 4490) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=gpd.GeoSeries(list(shapes), crs=4490)).to_crs(epsg)


# The second and the third place lie on top of each other; the first touches the second.
PLACES = (
    shapely.box(114.0, 30.0, 114.1, 30.1),
    shapely.box(114.1, 30.0, 114.3, 30.1),
    shapely.box(114.2, 30.0, 114.4, 30.1),
)


@pytest.mark.parametrize("epsg", [4490, 4547, 4326])
def test_the_first_place_that_holds_a_point_counts_and_borders_belong(epsg: int) -> None:
    points = [(114.05, 30.05), (114.25, 30.05), (114.35, 30.05), (115.0, 30.05)]
    found = first_holding(frame(*map(shapely.Point, points), epsg=epsg), frame(*PLACES))
    assert found.tolist() == [0, 1, 2, NOWHERE]


def test_a_corner_that_two_places_share_belongs_to_the_first_of_them() -> None:
    corner = frame(shapely.Point(114.1, 30.0))
    assert first_holding(corner, frame(*PLACES)).tolist() == [0]
    assert first_holding(corner, frame(*PLACES[::-1])).tolist() == [1]


def test_a_polygon_belongs_where_a_point_inside_it_lies_and_not_where_its_middle_is() -> None:
    bent = shapely.Polygon(
        [(114.02, 30.02), (114.09, 30.02), (114.09, 30.03), (114.03, 30.03), (114.03, 30.09),
         (114.02, 30.09)]
    )  # fmt: skip
    around = shapely.box(114.04, 30.035, 114.08, 30.08)
    assert first_holding(frame(bent), frame(around, PLACES[0])).tolist() == [1]


def test_what_has_no_geometry_is_nowhere() -> None:
    found = first_holding(
        frame(None, shapely.Point(), shapely.Point(114.05, 30.05)), frame(*PLACES)
    )
    assert found.tolist() == [NOWHERE, NOWHERE, 0]
    assert first_holding(frame(shapely.Point(114.05, 30.05)), frame()).tolist() == [NOWHERE]


def test_without_a_crs_nothing_is_held() -> None:
    with pytest.raises(EcoAtlasError) as refused:
        first_holding(gpd.GeoDataFrame(geometry=[shapely.Point(1, 1)]), frame(*PLACES))
    assert refused.value.code == "no-crs"
