"""Local parameters against the vectors of IOGP's Guidance Note 7-2 and PROJ's own operations."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from pyproj import Transformer

from geo.crs.helmert import Helmert, parse_helmert, to_cgcs2000
from geo.errors import EcoAtlasError

WUHAN = (114.3, 30.6)
ARCSEC = np.pi / 180 / 3600
XIAN80, BEIJING54 = (6378140.0, 298.257), (6378245.0, 298.3)
CGCS2000 = (6378137.0, 298.257222101)


def moved(xyz: tuple[float, float, float], shift: Helmert) -> NDArray[np.float64]:
    """The formulas of Guidance Note 7-2, 4.3.3, written out."""
    rx, ry, rz = (turn * ARCSEC for turn in shift.turns)
    if shift.convention == "coordinate-frame":
        rx, ry, rz = -rx, -ry, -rz
    turning = np.array([[1, -rz, ry], [rz, 1, -rx], [-ry, rx, 1]])
    return (1 + shift.scale_ppm * 1e-6) * turning @ np.array(xyz) + np.array(shift.moves)


def geocentric(lon: float, lat: float, ellipsoid: tuple[float, float]) -> tuple[float, ...]:
    a, flat = ellipsoid[0], 1 / ellipsoid[1]
    e2 = flat * (2 - flat)
    phi, lam = np.radians(lat), np.radians(lon)
    n = a / np.sqrt(1 - e2 * np.sin(phi) ** 2)
    return (
        n * np.cos(phi) * np.cos(lam),
        n * np.cos(phi) * np.sin(lam),
        n * (1 - e2) * np.sin(phi),
    )


def degrees(xyz: NDArray[np.float64], ellipsoid: tuple[float, float]) -> tuple[float, float]:
    a, flat = ellipsoid[0], 1 / ellipsoid[1]
    e2 = flat * (2 - flat)
    p = np.hypot(xyz[0], xyz[1])
    phi = np.arctan2(xyz[2], p * (1 - e2))
    for _ in range(10):
        n = a / np.sqrt(1 - e2 * np.sin(phi) ** 2)
        phi = np.arctan2(xyz[2] + e2 * n * np.sin(phi), p)
    return float(np.degrees(np.arctan2(xyz[1], xyz[0]))), float(np.degrees(phi))


def carried(epsg: int, shift: Helmert, lon: float, lat: float) -> tuple[float, float]:
    x, y = to_cgcs2000(epsg, shift, np.array([lon]), np.array([lat]))
    return float(x[0]), float(y[0])


def test_the_formulas_give_the_published_vector_in_both_conventions() -> None:
    """WGS 72 to WGS 84, the example of the guidance note."""
    source = (3657660.66, 255768.55, 5201382.11)
    want = [3657660.78, 255778.43, 5201387.75]
    vector = Helmert((0, 0, 4.5), (0, 0, 0.554), 0.219, "position-vector")
    frame = Helmert((0, 0, 4.5), (0, 0, -0.554), 0.219, "coordinate-frame")
    assert moved(source, vector) == pytest.approx(want, abs=0.006)
    assert moved(source, frame) == pytest.approx(want, abs=0.006)


def test_three_parameters_of_the_guidance_note() -> None:
    source = (3771793.97, 140253.34, 5124304.35)
    shift = Helmert((84.87, 96.49, 116.95))
    assert moved(source, shift) == pytest.approx([3771878.84, 140349.83, 5124421.30], abs=0.006)


@pytest.mark.parametrize(
    "shift",
    [
        Helmert((-127.4, 15.6, 30.2)),
        Helmert((31.4, -144.3, -74.8), (0.1, -0.2, 0.814), -0.38, "position-vector"),
        Helmert((31.4, -144.3, -74.8), (0.1, -0.2, 0.814), -0.38, "coordinate-frame"),
    ],
)
@pytest.mark.parametrize(("epsg", "ellipsoid"), [(4214, BEIJING54), (4610, XIAN80)])
def test_points_go_the_way_of_the_formulas(
    epsg: int, ellipsoid: tuple[float, float], shift: Helmert
) -> None:
    want = degrees(moved(geocentric(*WUHAN, ellipsoid), shift), CGCS2000)  # type: ignore[arg-type]
    assert carried(epsg, shift, *WUHAN) == pytest.approx(want, abs=1e-9)


@pytest.mark.parametrize(
    ("operation", "shift"),
    [
        (15921, "15.8,-154.4,-82.3"),
        (15919, "15.53,-113.82,-41.38,0,0,0.814,-0.38,position-vector"),
        (15920, "31.4,-144.3,-74.8,0,0,-0.814,-0.38,coordinate-frame"),
    ],
)
def test_published_parameters_of_beijing_1954_agree_with_proj(operation: int, shift: str) -> None:
    """EPSG's operations to WGS 84 for the Tarim, the Bohai Sea and the Ordos."""
    way = Transformer.from_pipeline(f"urn:ogc:def:coordinateOperation:EPSG::{operation}")
    lat, lon = way.transform(40.0, 84.0)
    found = carried(4214, parse_helmert(shift), 84.0, 40.0)
    # The two ellipsoids differ by a tenth of a millimetre.
    assert found == pytest.approx((lon, lat), abs=2e-9)


def test_the_conventions_differ_by_twice_the_turn() -> None:
    turned = ((0.0, 0.0, 0.0), (0.0, 0.0, 1.0), 0.0)
    vector = carried(4610, Helmert(*turned, "position-vector"), *WUHAN)
    frame = carried(4610, Helmert(*turned, "coordinate-frame"), *WUHAN)
    assert (vector[0] - frame[0]) * 3600 == pytest.approx(2.0, abs=1e-6)


def test_plane_coordinates_of_an_old_zone_are_taken_too() -> None:
    shift = Helmert((-127.4, 15.6, 30.2))
    east, north = Transformer.from_crs(4610, 2362, always_xy=True).transform(*WUHAN)
    x, y = to_cgcs2000(2362, shift, np.array([east]), np.array([north]))
    assert (x[0], y[0]) == pytest.approx(carried(4610, shift, *WUHAN), abs=1e-10)


def test_three_and_seven_are_understood_and_full_width_commas_too() -> None:
    assert parse_helmert("-127.4, 15.6，30.2") == Helmert((-127.4, 15.6, 30.2))
    seven = parse_helmert("1,2,3,0.1,0.2,0.3,4,Coordinate Frame")
    assert seven == Helmert((1, 2, 3), (0.1, 0.2, 0.3), 4, "coordinate-frame")
    assert (seven.parameters, parse_helmert("1,2,3").parameters) == (7, 3)
    assert parse_helmert("1,2,3,0.1,0.2,0.3,4,pv").convention == "position-vector"


@pytest.mark.parametrize(
    "text", ["", "1,2", "1,2,3,4", "1,2,3,0.1,0.2,0.3,4", "1,2,x", "1,2,3,pv", "1;2;3", "nan,1,2"]
)
def test_seven_without_their_convention_and_anything_else_are_refused(text: str) -> None:
    with pytest.raises(EcoAtlasError, match="shift-not-understood"):
        parse_helmert(text)


@pytest.mark.parametrize(
    "text", ["1500,0,0", "1,2,3,100,0,0,0,pv", "1,2,3,0,0,0,500,cf", "1e9,0,0"]
)
def test_values_of_a_wrong_unit_are_refused(text: str) -> None:
    with pytest.raises(EcoAtlasError, match="shift-implausible"):
        parse_helmert(text)


def test_secret_values_are_not_shown() -> None:
    assert "127" not in repr(parse_helmert("127,2,3"))
