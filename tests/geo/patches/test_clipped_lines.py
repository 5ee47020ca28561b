"""Lines inside a region: what runs along its border belongs to it, what crosses it is cut."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import LineString, Point, Polygon

from geo.measure.ellipsoid import length_m
from geo.patches.clipped_lines import lines_inside

EAST, NORTH = 540_000.0, 3_370_000.0
RNG = np.random.default_rng(20)
ANGLES = np.linspace(0, 2 * np.pi, 40, endpoint=False)
RIM = np.array([EAST, NORTH]) + RNG.uniform(1500, 2100, (40, 1)) * np.column_stack(
    [np.cos(ANGLES), np.sin(ANGLES)]
)


def series(*shapes: object, epsg: int = 4547) -> gpd.GeoSeries:
    return gpd.GeoSeries(np.array([*shapes, None], dtype=object)[:-1], crs=4547).to_crs(epsg)


@pytest.mark.parametrize("epsg", [4490, 4526, 4546, 32650, 3857])
def test_a_river_that_is_the_border_lies_inside_from_either_side(epsg: int) -> None:
    """Drawn once forwards and once backwards, and met by a neighbour on the other side."""
    river = RIM[:20]
    district = Polygon(RIM)
    beyond = Point(EAST, NORTH).buffer(3000) - district
    lines = series(LineString(river), LineString(river[::-1]), epsg=epsg)
    whole = length_m(lines)
    for region in (district, beyond):
        found = length_m(lines_inside(lines, series(region)))
        assert found == pytest.approx(whole, rel=1e-9)


def test_what_crosses_the_border_is_cut_at_it() -> None:
    """From the middle out to 4 km: as the intersection says, where edges bend by millimetres."""
    rays = [
        LineString([(EAST, NORTH), (EAST + 4000 * np.cos(a), NORTH + 4000 * np.sin(a))])
        for a in ANGLES[:7] + 0.05
    ]
    district = Polygon(RIM)
    found = length_m(lines_inside(series(*rays), series(district)))
    plain = length_m(series(*shapely.intersection(rays, district)))
    assert found == pytest.approx(plain, abs=0.005)


def test_points_of_contact_and_empty_regions_leave_nothing() -> None:
    touching = LineString([RIM[0], RIM[0] + [500, 0]])
    district = Polygon(RIM)
    assert length_m(lines_inside(series(touching), series(district)))[0] < 0.1
    for region in (series(Polygon(), None), series()):
        assert lines_inside(series(touching, None), region).is_empty.all()
    assert len(lines_inside(series(), series(Point(EAST, NORTH).buffer(9)))) == 0
