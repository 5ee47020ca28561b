"""Features against each other and against known ground, as a check tells them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.crs.gcj02 import wgs84_to_gcj02
from geo.crs.known_ground import Boundary, boundary_of
from geo.errors import EcoAtlasError, Problem
from geo.measure.ellipsoid import area_m2
from geo.words import Text
from layers.reading.files import check_file, read_layer
from layers.reading.report import CheckReport
from tests.geo.crs.shifted import wgs84_to_bd09

pytestmark = pytest.mark.usefixtures("in_process")

CODE = {"GCJ02": wgs84_to_gcj02, "BD09": wgs84_to_bd09}
# Metres east and north of a corner in zone 38, so that areas can be worked out in the head.
X, Y = 38_522_000.0, 3_380_000.0


def rooms(*boxes: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    shapes = [shapely.box(X + a, Y + b, X + c, Y + d) for a, b, c, d in boxes]
    return framed(shapes, 4526)


def framed(shapes: list[Any], crs: int) -> gpd.GeoDataFrame:
    table = {
        "code": [f"Z{i}" for i in range(len(shapes))],
        "name": [f"区{i}" for i in range(len(shapes))],
        "verdict": "met",
    }
    return gpd.GeoDataFrame(table, geometry=shapes, crs=crs)


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., CheckReport]:
    def run(frame: gpd.GeoDataFrame, **how: Any) -> CheckReport:
        path = tmp_path / "z.gpkg"
        path.unlink(missing_ok=True)
        frame.to_file(path)
        return check_file(path, **({"kind": "sponge_zone"} | how))

    return run


def number(text: Text | str) -> float:
    """The number at the beginning of a written figure."""
    said = text.zh if isinstance(text, Text) else text
    return float(said.partition(" ")[0].rstrip("%").replace(",", ""))


def found(report: CheckReport, code: str) -> list[Problem]:
    return [p for p in report.problems if p.code == code]


Check = Callable[..., CheckReport]


def test_overlaps_are_pairs_with_area_and_place_the_largest_first(check: Check) -> None:
    report = check(rooms((0, 0, 100, 100), (90, 0, 200, 100), (150, 50, 300, 150)))
    pairs = found(report, "overlapping-polygons")
    assert [(p.feature, p.values["other"]) for p in pairs] == [(2, 3), (1, 2)]
    # The plane of zone 38 is 0.01 % off the ellipsoid here.
    assert number(pairs[0].values["area"]) == pytest.approx(2500, rel=1e-3)
    assert number(pairs[1].values["area"]) == pytest.approx(1000, rel=1e-3)
    spot = gpd.GeoSeries([shapely.Point(pairs[1].place)], crs=4490).to_crs(4526).iloc[0]
    assert X + 90 < spot.x < X + 100
    (total,) = found(report, "overlap-total")
    assert total.values["pairs"] == 2
    assert number(total.values["area"]) == pytest.approx(3500, rel=1e-3)


def test_neighbours_that_share_a_border_exactly_are_clean(check: Check) -> None:
    assert check(rooms((0, 0, 100, 100), (100, 0, 200, 100))).problems == ()


def test_overlaps_of_drawing_are_passed_over(check: Check) -> None:
    assert not found(check(rooms((0, 0, 100, 100), (99.995, 0, 200, 100))), "overlapping-polygons")


def test_where_a_kind_allows_overlaps_they_are_only_noted(check: Check) -> None:
    frame = rooms((0, 0, 100, 100), (50, 0, 200, 100)).drop(columns="verdict")
    report = check(frame, kind="ecological_corridor")
    assert not found(report, "overlapping-polygons")
    assert found(report, "overlap-noted")[0].kind.severity == "info"


def test_overlaps_stand_in_nobodys_way(check: Check) -> None:
    report = check(rooms((0, 0, 100, 100), (50, 0, 200, 100)))
    assert report.ok
    assert report.blocking == ()


def test_without_a_kind_only_layers_that_are_not_large_are_compared(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = rooms((0, 0, 100, 100), (50, 0, 200, 100))
    assert found(check(frame, kind=None), "overlap-noted")
    monkeypatch.setattr("layers.reading.shapes.cross_checks.COMPARED_WITHOUT_KIND", 1)
    report = check(frame, kind=None)
    assert not found(report, "overlap-noted")
    assert found(report, "neighbours-not-compared-yet")
    assert found(check(frame), "overlapping-polygons")


def test_a_gap_between_neighbours_has_place_area_and_neighbours(check: Check) -> None:
    report = check(
        rooms((0, 0, 120, 100), (120, 0, 200, 120), (100, 120, 200, 200), (0, 100, 100, 200))
    )
    (gap,) = found(report, "gap-between-neighbours")
    assert number(gap.values["area"]) == pytest.approx(400, rel=1e-2)
    assert gap.feature == 1
    assert gap.values["others"] == Text("2、3、4", "2, 3, 4")
    spot = gpd.GeoSeries([shapely.Point(gap.place)], crs=4490).to_crs(4526).iloc[0]
    assert X + 100 < spot.x < X + 120
    assert Y + 100 < spot.y < Y + 120


def test_gaps_and_slivers_are_measured_on_the_ellipsoid(check: Check) -> None:
    """130 km from the middle of the zone its plane shows every area 0.04 % too large."""
    east, north = 38_630_000, 3_375_000
    boxes = ((0, 0, 120, 100), (120, 0, 200, 120), (100, 120, 200, 200), (0, 100, 100, 200))
    shapes = [shapely.box(east + a, north + b, east + c, north + d) for a, b, c, d in boxes]
    thin = shapely.box(east + 500, north, east + 500.9, north + 3000)
    report = check(framed([*shapes, thin], 4526))
    hole = shapely.box(east + 100, north + 100, east + 120, north + 120)
    ground = area_m2(gpd.GeoSeries([hole, thin], crs=4526))
    assert ground == pytest.approx([400 * 0.99958, 2700 * 0.99958], rel=1e-5)
    (gap,), (sliver,) = found(report, "gap-between-neighbours"), found(report, "sliver")
    # Neighbours that are carried to degrees and back leave a hundredth of it open.
    assert number(gap.values["area"]) == pytest.approx(ground[0], abs=0.02)
    assert number(sliver.values["area"]) == pytest.approx(ground[1], abs=0.02)


def test_borders_with_more_corners_on_one_side_are_neither_gaps_nor_overlaps(check: Check) -> None:
    """Drawn in degrees, a corner on a neighbour's edge of 1 km is a centimetre off in the plane."""
    south = shapely.box(114.1, 30.5, 114.11, 30.51)
    north = [shapely.box(114.1 + k / 200, 30.51, 114.105 + k / 200, 30.52) for k in range(2)]
    report = check(framed([south, *north], 4490))
    assert report.problems == ()


def test_a_sliver_is_told_with_row_area_width_and_place(check: Check) -> None:
    (sliver,) = found(check(rooms((0, 0, 100, 100), (500, 0, 500.3, 60))), "sliver")
    assert sliver.feature == 2
    assert sliver.values == {
        "area": Text("18.00 m²", "18.00 m²"),
        "width": Text("0.30 m", "0.30 m"),
    }
    assert sliver.place is not None


def test_the_same_geometry_twice_names_the_first_and_is_no_overlap(check: Check) -> None:
    report = check(rooms((0, 0, 100, 100), (200, 0, 300, 100), (0, 0, 100, 100)))
    (again,) = found(report, "duplicate-geometry")
    assert (again.feature, again.values["first"]) == (3, 1)
    assert not found(report, "overlapping-polygons")


def test_a_row_that_repeats_all_but_the_key_is_told_as_such(check: Check) -> None:
    frame = rooms((0, 0, 100, 100), (200, 0, 300, 100), (0, 0, 100, 100))
    report = check(frame.assign(name="同名"))
    assert [p.feature for p in found(report, "repeated-row")] == [3]
    assert not found(report, "duplicate-geometry")


def test_rows_are_those_of_the_file_after_some_were_left_out(check: Check) -> None:
    frame = rooms((0, 0, 1, 1), (0, 0, 100, 100), (90, 0, 200, 100), (0, 0, 100, 100))
    frame.loc[0, "geometry"] = None
    report = check(frame, accept={"empty-geometry"})
    assert [(p.feature, p.values["other"]) for p in found(report, "overlapping-polygons")] == [
        (2, 3)
    ]
    assert [(p.feature, p.values["first"]) for p in found(report, "duplicate-geometry")] == [(4, 2)]


def test_points_are_compared_for_duplicates_only(check: Check) -> None:
    points = framed([shapely.Point(114.1, 30.5)] * 2, 4490).drop(columns="verdict")
    report = check(points, kind="sewage_plant")
    assert [p.code for p in report.problems] == ["duplicate-geometry"]


# --- against known ground -----------------------------------------------------------------------


def city() -> shapely.Polygon:
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    radius = 0.15 + 0.04 * np.sin(3 * turn) + 0.02 * np.cos(7 * turn)
    corners = [114.2 + radius * np.cos(turn), 30.5 + 0.86 * radius * np.sin(turn)]
    return shapely.Polygon(np.column_stack(corners))


KNOWN = Boundary(city(), "武汉市")


def quarters() -> list[shapely.Polygon]:
    """The city in four, so that the outline is the city's."""
    boxes = [
        shapely.box(113, 29, 114.2, 30.5),
        shapely.box(114.2, 29, 116, 30.5),
        shapely.box(113, 30.5, 114.2, 32),
        shapely.box(114.2, 30.5, 116, 32),
    ]
    return [shapely.intersection(city(), box) for box in boxes]


def shifted(shapes: list[Any], system: str) -> list[Any]:
    return list(shapely.transform(np.array(shapes), CODE[system], interleaved=False))


@pytest.mark.parametrize("system", ["GCJ02", "BD09"])
def test_data_of_a_web_map_sold_as_degrees_are_suspected_and_wait(
    check: Check, system: str
) -> None:
    report = check(framed(shifted(quarters(), system), 4490), known=KNOWN)
    (suspected,) = found(report, "web-map-shift-suspected")
    assert suspected.values["system"] == system
    assert "武汉市" in suspected.message.zh
    assert f"--crs {system}" in suspected.fix.zh
    assert [p.code for p in report.blocking] == ["web-map-shift-suspected"]
    assert abs(number(suspected.values["offset"]) - number(suspected.values["expected"])) < 80
    # All of it lies off, so single features beyond the border are not told as well.
    assert not found(report, "outside-district")


def test_told_that_it_is_a_web_map_the_shift_is_undone_to_the_metre(tmp_path: Path) -> None:
    frame = framed(shifted(quarters(), "GCJ02"), 4490)
    frame.to_file(tmp_path / "z.gpkg")
    with pytest.raises(EcoAtlasError, match="web-map-shift-suspected"):
        read_layer(tmp_path / "z.gpkg", kind="sponge_zone", known=KNOWN)
    layer = read_layer(tmp_path / "z.gpkg", kind="sponge_zone", known=KNOWN, crs="GCJ02")
    apart = shapely.hausdorff_distance(layer.frame.geometry.array, np.array(quarters()))
    assert (apart < 1e-8).all()
    assert layer.decisions["crs"]["shifted"] == "GCJ02"
    assert found(layer.report, "offset-none")


def test_a_person_may_insist_that_it_is_no_web_map(tmp_path: Path) -> None:
    framed(shifted(quarters(), "GCJ02"), 4490).to_file(tmp_path / "z.gpkg")
    layer = read_layer(
        tmp_path / "z.gpkg",
        kind="sponge_zone",
        known=KNOWN,
        accept={"web-map-shift-suspected"},
    )
    assert layer.decisions["accepted"] == ["web-map-shift-suspected"]
    assert layer.decisions["crs"]["shifted"] is None


def test_without_a_prj_the_web_map_is_a_candidate_above_plain_degrees(
    zipped: Callable[..., Path],
) -> None:
    frame = framed(shifted(quarters(), "GCJ02"), 4490)
    report = check_file(zipped(frame, without=[".prj"]), kind="sponge_zone", known=KNOWN)
    candidates = report.layers[0].crs.candidates
    assert [c.asked for c in candidates[:2]] == ["GCJ02", "EPSG:4490"]
    assert report.layers[0].crs.used is None


def test_data_that_lie_right_are_said_to(check: Check) -> None:
    report = check(framed(quarters(), 4490), known=KNOWN)
    assert found(report, "offset-none")
    assert report.blocking == ()


def test_single_features_are_compared_with_those_of_the_same_name(check: Check) -> None:
    division = gpd.GeoDataFrame({"name": ["区0", "区1"]}, geometry=quarters()[:2], crs=4490)
    known = boundary_of(division, name="区界")
    report = check(framed(shifted(quarters()[:2], "GCJ02"), 4490), known=known)
    assert found(report, "web-map-shift-suspected")


@pytest.mark.slow
def test_features_beyond_the_district_are_told_with_their_share(check: Check) -> None:
    inside, across, beyond = (
        shapely.box(114.19, 30.49, 114.21, 30.51),
        shapely.box(114.05, 30.49, 114.15, 30.51),
        shapely.box(113.5, 30.49, 113.52, 30.51),
    )
    report = check(framed([inside, across, beyond], 4490), known=KNOWN)
    told = found(report, "outside-district")
    assert [p.feature for p in told] == [2, 3]
    assert told[1].values["share"] == "100%"
    want = 100 * shapely.difference(across, city()).area / across.area
    assert number(told[0].values["share"]) == pytest.approx(want, abs=1)


@pytest.mark.slow
def test_a_layer_wholly_elsewhere_is_one_finding_with_the_distance(check: Check) -> None:
    paris = [shapely.box(116.19, 30.49, 116.21, 30.51), shapely.box(116.3, 30.49, 116.31, 30.51)]
    report = check(framed(paris, 4490), known=KNOWN)
    (told,) = found(report, "layer-outside-district")
    want = (116.19 - shapely.bounds(city())[2]) * 111.32 * np.cos(np.radians(30.5))
    assert number(told.values["away"]) == pytest.approx(want, abs=3)
    assert not found(report, "outside-district")


def test_words_that_name_a_web_map_are_a_hint(check: Check) -> None:
    frame = framed(quarters(), 4490).assign(来源="高德地图下载")
    (hint,) = found(check(frame), "web-map-hint")
    assert hint.values["system"] == "GCJ02"
    assert hint.kind.severity == "warning"


# --- old datums -----------------------------------------------------------------------------------

SHIFT = "-127.4,15.6,30.2"


@pytest.mark.parametrize("epsg", [2434, 2362])
def test_old_datums_wait_for_a_person_and_say_tens_of_metres(check: Check, epsg: int) -> None:
    report = check(rooms((0, 0, 100, 100)).to_crs(4490).to_crs(epsg))
    assert [p.code for p in report.blocking] == ["datum-shift-approximate"]
    assert "数十米" in report.blocking[0].message.zh
    assert check(rooms((0, 0, 9, 9)).to_crs(epsg), accept={"datum-shift-approximate"}).ok


def test_with_local_parameters_nothing_waits_and_they_are_not_kept(tmp_path: Path) -> None:
    frame = rooms((0, 0, 100, 100)).to_crs(4490).set_crs(4610, allow_override=True)
    frame.to_file(tmp_path / "z.gpkg")
    layer = read_layer(tmp_path / "z.gpkg", kind="sponge_zone", shift=SHIFT)
    assert [p.code for p in layer.report.problems] == ["datum-shift-local"]
    assert layer.decisions["crs"]["local_parameters"] == 3
    assert "127.4" not in repr(layer.decisions) + repr(layer.report)
    moved = layer.frame.geometry.to_crs(4526).distance(rooms((0, 0, 100, 100)).geometry)
    away = shapely.distance(
        shapely.centroid(layer.frame.geometry.to_crs(4526).array[0]),
        shapely.centroid(rooms((0, 0, 100, 100)).geometry.array[0]),
    )
    assert moved.iloc[0] >= 0
    assert 50 < away < 200


def test_parameters_for_data_that_need_none_are_refused(check: Check) -> None:
    report = check(rooms((0, 0, 100, 100)), shift=SHIFT)
    assert [p.code for p in report.blocking] == ["shift-not-needed"]


def test_parameters_that_cannot_be_read_are_refused(check: Check) -> None:
    frame = rooms((0, 0, 100, 100)).to_crs(4610)
    assert [p.code for p in check(frame, shift="1,2").blocking] == ["shift-not-understood"]
    assert [p.code for p in check(frame, shift="9999,0,0").blocking] == ["shift-implausible"]


# --- words told by a person -----------------------------------------------------------------------


def test_a_word_beside_the_code_list_is_read_as_a_person_says(tmp_path: Path) -> None:
    path = tmp_path / "z.gpkg"
    frame = rooms((0, 0, 100, 100), (200, 0, 300, 100))
    frame.assign(verdict=["基本达标", "达标"]).to_file(path)
    assert [p.code for p in check_file(path, kind="sponge_zone").blocking] == ["unknown-code"]
    told = {"verdict": {"基本达标": "未达标"}}
    layer = read_layer(path, kind="sponge_zone", values=told)
    assert layer.frame["verdict"].tolist() == ["not_met", "met"]
    assert layer.decisions["values"] == told


def test_a_person_cannot_make_up_a_code(tmp_path: Path) -> None:
    path = tmp_path / "z.gpkg"
    rooms((0, 0, 100, 100)).assign(verdict="基本达标").to_file(path)
    report = check_file(path, kind="sponge_zone", values={"verdict": {"基本达标": "还行"}})
    assert [p.code for p in report.blocking] == ["unknown-code"]


def test_a_gap_that_a_well_fitting_polygon_fills_is_none(check: Check) -> None:
    around = [(0, 0, 120, 100), (120, 0, 200, 120), (100, 120, 200, 200), (0, 100, 100, 200)]
    assert found(check(rooms(*around)), "gap-between-neighbours")
    filled = check(rooms(*around, (100, 100, 120, 120)))
    assert not found(filled, "gap-between-neighbours")
    assert not found(filled, "overlapping-polygons")
