"""Proposals for the CRS of bare numbers: ranked, explained, none taken silently."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from geo.crs import transform as crs

# Wuhan (114.3°E, 30.6°N) as each system writes it.
IN_4526 = (38528770.2, 3386666.3)
IN_4547 = (528770.2, 3386666.3)
IN_4498_EAST = 20241021.9


def proposed(
    x: float, y: float, district: tuple[float, float] = (114.0, 30.5)
) -> list[crs.CrsCandidate]:
    spread = np.array([-300.0, 0.0, 300.0]) if abs(x) > 180 else np.array([-0.003, 0.0, 0.003])
    return crs.propose_crs(x + spread, y + spread, district)


@pytest.mark.parametrize(
    ("what", "x", "y", "epsg", "swapped"),
    [
        ("degrees", 114.3, 30.6, 4490, False),
        ("swapped degrees", 30.6, 114.3, 4490, True),
        ("6-digit easting", *IN_4547, 4547, False),
        ("6-digit easting swapped", *reversed(IN_4547), 4547, True),
        ("8-digit easting of a 3-degree zone", *IN_4526, 4526, False),
        ("8-digit easting swapped", *reversed(IN_4526), 4526, True),
        ("8-digit easting of a 6-degree zone", IN_4498_EAST, 3386666.3, 4498, False),
        ("Web Mercator", 12723818.0, 3580000.0, 3857, False),
        ("Web Mercator swapped", 3580000.0, 12723818.0, 3857, True),
    ],
)
def test_best_proposal_for_wuhan(what: str, x: float, y: float, epsg: int, swapped: bool) -> None:
    best = proposed(x, y)[0]
    assert (best.epsg, best.swapped) == (epsg, swapped), what
    assert 0 < best.confidence < 1
    assert best.reason.zh != best.reason.en


def test_a_six_digit_easting_offers_the_neighbouring_zones_nearest_first() -> None:
    offered = proposed(*IN_4547)
    assert [candidate.epsg for candidate in offered] == [4547, 4546, 4548, 4545, 4549]
    assert [c.confidence for c in offered] == sorted((c.confidence for c in offered), reverse=True)
    assert "带号须人工确认" in offered[0].reason.zh
    assert "114" in offered[0].reason.en


def test_a_six_digit_easting_too_wide_for_three_degrees_is_tried_in_six() -> None:
    offered = proposed(241_021.9, 3386666.3)
    assert [candidate.epsg for candidate in offered] == [4509, 4508]
    assert "6° 带" in offered[0].reason.zh


def test_points_outside_the_zone_claimed_lower_the_confidence() -> None:
    inside, near, far = (proposed(38e6 + east, IN_4526[1])[0] for east in (4e5, 3.4e5, 2.8e5))
    assert {inside.epsg, near.epsg, far.epsg} == {4526}
    assert inside.confidence > 1.5 * near.confidence > 1.5 * 1.5 * far.confidence


def test_swapped_axes_are_a_little_less_likely_than_straight_ones() -> None:
    straight, turned = proposed(*IN_4526)[0], proposed(*reversed(IN_4526))[0]
    assert 0.9 * straight.confidence < turned.confidence < straight.confidence


def test_the_district_decides_which_zone_comes_first() -> None:
    assert proposed(*IN_4547, district=(111.3, 30.7))[0].epsg == 4546
    assert proposed(*IN_4547, district=(120.2, 30.3))[0].epsg == 4549


def test_a_zone_number_outweighs_the_distance() -> None:
    offered = proposed(39_528_770.2, IN_4526[1])
    assert [candidate.epsg for candidate in offered] == [4527]


def test_one_number_can_be_two_systems_and_both_are_shown() -> None:
    """13.4 million: zone 13 in the far west, or Web Mercator in the east of China."""
    offered = {candidate.epsg for candidate in proposed(13_400_000.0, 3_580_000.0)}
    assert offered == {4491, 3857}
    assert proposed(13_400_000.0, 3_580_000.0, district=(120.4, 30.6))[0].epsg == 3857
    assert proposed(13_400_000.0, 3_580_000.0, district=(74.0, 32.0))[0].epsg == 4491


def test_degrees_are_never_said_to_be_surely_unshifted() -> None:
    assert "GCJ-02" in proposed(114.3, 30.6)[0].reason.zh
    assert "GCJ-02" in proposed(114.3, 30.6)[0].reason.en


@pytest.mark.parametrize(
    ("x", "y"), [(0.0, 0.0), (5.0, 5.0), (1200.0, 800.0), (-122.4, 37.8), (9e7, 3e6)]
)
def test_numbers_that_land_nowhere_in_china_get_no_proposal(x: float, y: float) -> None:
    assert proposed(x, y) == []


def test_no_usable_numbers_get_no_proposal() -> None:
    nothing = np.array([np.nan, np.inf])
    assert crs.propose_crs(nothing, nothing) == []
    assert crs.propose_crs(np.array([]), np.array([])) == []


def test_a_few_stray_points_lower_the_confidence_and_do_not_hide_the_answer() -> None:
    x = np.r_[np.full(95, IN_4547[0]), np.zeros(5)]
    y = np.r_[np.full(95, IN_4547[1]), np.zeros(5)]
    best = crs.propose_crs(x, y)[0]
    assert best.epsg == 4547
    assert best.confidence < proposed(*IN_4547)[0].confidence


@settings(max_examples=100, deadline=None)
@given(lon=st.floats(108.4, 116.1), lat=st.floats(29.1, 33.2), turned=st.booleans())
def test_every_place_in_hubei_is_found_from_its_prefixed_coordinates(
    lon: float, lat: float, turned: bool
) -> None:
    epsg = crs.gauss_kruger_epsg(lon) - 21
    east, north = Transformer.from_crs(4490, epsg, always_xy=True).transform(lon, lat)
    given_as = (north, east) if turned else (east, north)
    best = crs.propose_crs(*(np.array([value]) for value in given_as))[0]
    assert (best.epsg, best.swapped) == (epsg, turned)


def test_the_datum_that_a_file_claims_is_kept() -> None:
    """Zone 39 of Xian 1980 is 2363, of CGCS2000 4527; the numbers never tell the datum."""
    east, north = np.full(3, 39_520_000.0), np.full(3, 3_360_000.0)
    assert [c.epsg for c in crs.propose_crs(east, north, like=2362)] == [2363]
    assert [c.epsg for c in crs.propose_crs(east, north, like=4326)] == [4527]
    assert [c.epsg for c in crs.propose_crs(east, north)] == [4527]


@pytest.mark.slow
def test_utm_is_tried_only_where_a_file_claims_it_and_then_on_both_hemispheres() -> None:
    east, north = np.full(3, 232_000.0), np.full(3, 3_366_000.0)
    assert not {c.epsg for c in crs.propose_crs(east, north)} & {32649, 32650}
    assert crs.propose_crs(east, north, like=32750)[0].epsg == 32650
    # With 10,000 km put on, as in the south, the same place is of the other hemisphere's code.
    assert crs.propose_crs(east, 1e7 + north, like=32650)[0].epsg == 32750
