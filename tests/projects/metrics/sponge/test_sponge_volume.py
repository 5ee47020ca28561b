"""Storage required by V = 10·H·φ·F against figures worked by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from shapely.geometry import Point

from geo.errors import EcoAtlasError
from projects.metrics.sponge.storage import storage_m3
from projects.sheets.shipped import shipped_rows

KM2 = 1e6
NEAR = 1e-7


@pytest.fixture
def volume(put: Callable[..., Any], run: Callable[..., Any], rectangle: Any) -> Callable[..., Any]:
    """Zones, surfaces and facilities given by their sides or point in km."""

    def compute(
        zones: list[Any], surfaces: list[Any], facilities: list[Any] | None = None, **asked: Any
    ) -> Any:
        put("zones", "sponge_zone", [(c, rectangle(*at), {"verdict": "met"}) for c, at in zones])
        grounds = [
            (f"S{i}", rectangle(*at), {"surface": word}) for i, (word, at) in enumerate(surfaces)
        ]
        put("surfaces", "land_surface", grounds)
        inputs = {"zones": "zones", "surfaces": "surfaces"}
        if facilities is not None:
            corner = rectangle(0, 0, 1, 1).bounds[:2]
            put(
                "facilities",
                "sponge_facility",
                [
                    (f"F{i}", Point(corner[0] + x * 1e3, corner[1] + y * 1e3), fields)
                    for i, ((x, y), fields) in enumerate(facilities)
                ],
            )
            inputs["facilities"] = "facilities"
        return run("sponge_volume", inputs, **asked).result

    return compute


ZONE = [("Z", (0, 0, 1, 1))]  # 1 km² = 100 hm²


def test_the_agreed_vector_of_the_volume_formula() -> None:
    assert storage_m3(24.5, 0.6, 100_000.0) == pytest.approx(1470.0, abs=1e-9)


def test_a_zone_of_roof_and_green_needs_what_the_hand_says(volume: Callable[..., Any]) -> None:
    # 40 hm² roof at 0.9 and 60 hm² green at 0.15: φ = (36 + 9) / 100 = 0.45;
    # V = 10 × 24.5 × 0.45 × 100 = 11,025 m³, low with roof at 0.8: 10 × 24.5 × 0.41 × 100.
    surfaces = [("hard_roof", (0, 0, 0.4, 1)), ("green_land", (0.4, 0, 1, 1))]
    result = volume(ZONE, surfaces, depth_mm=24.5)
    zone = result["zones"][0]
    assert zone["coefficient"] == pytest.approx(0.45, rel=NEAR)
    assert zone["required_m3"] == pytest.approx(11_025, rel=NEAR)
    assert zone["required_low_m3"] == pytest.approx(10_045, rel=NEAR)
    assert zone["required_high_m3"] == pytest.approx(11_025, rel=NEAR)
    assert zone["uncovered_m2"] == pytest.approx(0.0, abs=0.1)
    assert (zone["facility_m3"], zone["deficit_m3"]) == (0.0, zone["required_m3"])
    assert result["total"]["required_m3"] == pytest.approx(11_025, rel=NEAR)
    roof = next(row for row in result["surfaces"] if row["key"] == "hard_roof")
    assert roof["required_m3"] == pytest.approx(10 * 24.5 * 0.9 * 40, rel=NEAR)
    assert "surface-uncovered" not in {one["code"] for one in result["notes"]}


def test_a_second_implementation_gives_the_same_volumes(volume: Callable[..., Any]) -> None:
    # Litres on the ground: every square metre sheds H × φ litres.
    used = {row["surface"]: row["used"] for row in shipped_rows("runoff_coefficients")}
    words = ["hard_roof", "hard_paving", "water", "green_land", "permeable_paving"]
    strips = [(word, (i * 0.2, 0, (i + 1) * 0.2, 1)) for i, word in enumerate(words)]
    zone = volume(ZONE, strips, depth_mm=31.7)["zones"][0]
    litres = sum(200_000 * 31.7 * used[word] for word in words)
    assert zone["required_m3"] == pytest.approx(litres / 1000, rel=NEAR)


def test_ground_without_a_surface_is_told_and_not_counted(volume: Callable[..., Any]) -> None:
    result = volume(ZONE, [("hard_roof", (0, 0, 0.4, 1))], depth_mm=24.5)
    zone = result["zones"][0]
    assert zone["uncovered_m2"] == pytest.approx(0.6 * KM2, rel=NEAR)
    assert zone["coefficient"] == pytest.approx(0.9, rel=NEAR)
    assert zone["required_m3"] == pytest.approx(10 * 24.5 * 0.9 * 40, rel=NEAR)
    said = next(one for one in result["notes"] if one["code"] == "surface-uncovered")
    assert (said["count"], said["keys"]) == (1, "Z")


def test_ground_without_a_surface_counts_with_a_coefficient_if_one_is_given(
    volume: Callable[..., Any],
) -> None:
    surfaces = [("hard_roof", (0, 0, 0.4, 1))]
    result = volume(ZONE, surfaces, depth_mm=24.5, uncovered_coefficient=0.15)
    assert result["zones"][0]["required_m3"] == pytest.approx(11_025, rel=NEAR)
    assert result["zones"][0]["counted_m2"] == pytest.approx(KM2, rel=NEAR)


def test_where_surfaces_overlap_the_one_that_sheds_more_counts(volume: Callable[..., Any]) -> None:
    surfaces = [("green_land", (0, 0, 1, 1)), ("hard_roof", (0, 0, 0.4, 1))]
    result = volume(ZONE, surfaces, depth_mm=24.5)
    assert result["zones"][0]["required_m3"] == pytest.approx(11_025, rel=NEAR)
    assert result["total"]["surface_overlap_m2"] == pytest.approx(0.4 * KM2, rel=NEAR)


def test_zones_that_overlap_count_each_place_once_in_the_total(volume: Callable[..., Any]) -> None:
    zones = [("A", (0, 0, 1, 1)), ("B", (0.5, 0, 1.5, 1))]
    result = volume(zones, [("water", (0, 0, 2, 1))], depth_mm=20)
    assert [zone["required_m3"] for zone in result["zones"]] == pytest.approx([20_000, 20_000])
    assert result["total"]["required_m3"] == pytest.approx(30_000, rel=NEAR)
    assert result["total"]["overlap_removed_m2"] == pytest.approx(0.5 * KM2, rel=NEAR)


@pytest.mark.parametrize(
    ("status", "there", "planned"),
    [("completed", 500, 0), ("building", 0, 500), ("planned", 0, 500), (None, 500, 0)],
)
def test_what_is_not_built_yet_is_planned_storage(
    volume: Callable[..., Any], status: str | None, there: float, planned: float
) -> None:
    facilities = [((0.5, 0.5), {"volume_m3": 500.0, "status": status})]
    zone = volume(ZONE, [("water", (0, 0, 1, 1))], facilities, depth_mm=20)["zones"][0]
    assert (zone["facility_m3"], zone["planned_m3"]) == (there, planned)


def test_facilities_count_for_their_zone_and_spare_storage_of_another_does_not_help(
    volume: Callable[..., Any],
) -> None:
    zones = [("A", (0, 0, 1, 1)), ("B", (1, 0, 2, 1))]
    facilities = [
        ((0.5, 0.5), {"volume_m3": 4_000.0, "status": "completed", "zone_code": None}),
        ((0.5, 0.6), {"volume_m3": 1_000.0, "status": "planned", "zone_code": None}),
        ((0.6, 0.6), {"volume_m3": 90_000.0, "status": "completed", "zone_code": "B"}),
        ((9.0, 9.0), {"volume_m3": 500.0, "status": "completed", "zone_code": "X"}),
        ((0.1, 0.1), {"volume_m3": None, "status": None, "zone_code": None}),
        ((0.2, 0.1), {"volume_m3": 10.0, "status": None, "zone_code": None}),
    ]
    result = volume(zones, [("water", (0, 0, 2, 1))], facilities, depth_mm=20)
    a, b = result["zones"]
    assert (a["facility_m3"], a["planned_m3"]) == (4_010.0, 1_000.0)
    assert a["deficit_m3"] == pytest.approx(15_990, rel=1e-6)
    assert a["deficit_after_m3"] == pytest.approx(14_990, rel=1e-6)
    assert (b["facility_m3"], b["deficit_m3"]) == (90_000.0, 0.0)
    assert result["total"]["deficit_m3"] == a["deficit_m3"]
    told = {one["code"]: one.get("keys") for one in result["notes"]}
    assert told["facility-without-volume"] == "F4"
    assert told["facility-without-zone"] == "F3"
    assert told["facility-zone-unknown"] == "F3"
    assert told["facility-without-status"] == "F5"


def test_the_rule_gives_the_depth_of_wuhan_and_says_that_nobody_checked_it(
    volume: Callable[..., Any],
) -> None:
    result = volume(ZONE, [("water", (0, 0, 1, 1))], city="武汉市", ratio=0.7)
    assert result["total"]["depth_mm"] == 24.5
    said = next(one for one in result["notes"] if one["code"] == "rule-unverified")
    assert (said["rule"], said["rows"]) == ("design_rainfall", "武汉 0.7")
    assert {one["sheet"] for one in result["sheets"]} == {"runoff_coefficients", "design_rainfall"}


@pytest.mark.parametrize("city", ["宜昌", "鄂州", "十堰"])
def test_cities_without_a_value_have_no_default(volume: Callable[..., Any], city: str) -> None:
    with pytest.raises(EcoAtlasError) as caught:
        volume(ZONE, [("water", (0, 0, 1, 1))], city=city)
    assert caught.value.code == "design-rainfall-unknown"
    assert "设计降雨量推求" in caught.value.fix.zh


def test_without_depth_or_city_nothing_is_assumed(volume: Callable[..., Any]) -> None:
    with pytest.raises(EcoAtlasError) as caught:
        volume(ZONE, [("water", (0, 0, 1, 1))])
    assert caught.value.code == "design-rainfall-asked"


def test_an_unverified_coefficient_is_told_only_where_it_is_used(
    volume: Callable[..., Any],
) -> None:
    used = volume(ZONE, [("permeable_paving", (0, 0, 1, 1))], depth_mm=20)
    said = next(one for one in used["notes"] if one["code"] == "rule-unverified")
    assert (said["rule"], said["rows"]) == ("runoff_coefficients", "透水铺装")
    other = volume(ZONE, [("water", (0, 0, 1, 1))], depth_mm=20)
    assert "rule-unverified" not in {one["code"] for one in other["notes"]}


def test_an_edited_coefficient_is_used_and_named_by_its_version(
    volume: Callable[..., Any], sheet: Callable[..., None]
) -> None:
    rows = [dict(row) for row in shipped_rows("runoff_coefficients")]
    green = next(row for row in rows if row["surface"] == "green_land")
    green["used"] = 0.2
    sheet("runoff_coefficients", rows)
    result = volume(ZONE, [("green_land", (0, 0, 1, 1))], depth_mm=10)
    assert result["zones"][0]["required_m3"] == pytest.approx(2_000, rel=NEAR)
    assert next(one for one in result["sheets"] if one["role"] == "coefficients")["version"] == 1


def test_a_surface_without_a_row_in_force_is_refused(
    volume: Callable[..., Any], sheet: Callable[..., None]
) -> None:
    rows = [row for row in shipped_rows("runoff_coefficients") if row["surface"] != "water"]
    sheet("runoff_coefficients", rows)
    with pytest.raises(EcoAtlasError) as caught:
        volume(ZONE, [("water", (0, 0, 1, 1))], depth_mm=20)
    assert caught.value.code == "surface-without-coefficient"
    assert "water" in caught.value.message.zh


def test_a_zone_without_any_surface_has_no_requirement(volume: Callable[..., Any]) -> None:
    zones = [("A", (0, 0, 1, 1)), ("B", (5, 5, 6, 6))]
    far = volume(zones, [("water", (0, 0, 1, 1))], depth_mm=20)["zones"][1]
    assert (far["coefficient"], far["required_m3"], far["deficit_m3"]) == (None, None, None)
    assert far["uncovered_m2"] == pytest.approx(KM2, rel=1e-6)
