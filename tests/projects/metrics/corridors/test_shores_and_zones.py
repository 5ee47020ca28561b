"""Natural shoreline at two dates, cooperation zones, and the balance of area."""

from __future__ import annotations

from typing import Any

import pytest

from geo.errors import EcoAtlasError

NEAR = 1e-5


def codes(found: dict[str, Any]) -> set[str]:
    return {note["code"] for note in found["notes"]}


def put_shore(put: Any, ground: Any, layer: str, natural_km: float, last: str | None) -> None:
    """10 km of shore, natural up to a place and then as `last` says."""
    parts = [
        ("A", ground.line((0, 0), (natural_km, 0)), {"nature": "natural"}),
        ("B", ground.line((natural_km, 0), (10, 0)), {"nature": last}),
    ]
    put(layer, "shoreline", parts)


SHORES = {"before": "then", "after": "now"}


def test_a_rise_of_natural_shoreline_meets_the_target(put: Any, ground: Any, result: Any) -> None:
    put_shore(put, ground, "then", 6, "artificial")
    put_shore(put, ground, "now", 7, "artificial")
    found = result("natural_shoreline", SHORES, target="WH-2023-T15")
    total = found["total"]
    assert (total["share_before"], total["share_after"]) == pytest.approx((0.6, 0.7), rel=NEAR)
    assert total["change"] == pytest.approx(0.1, rel=1e-4)
    assert (total["risen"], found["target"]["met"]) == ("yes", True)


def test_unknown_shore_is_natural_or_not_so_nobody_knows_of_a_rise(
    put: Any, ground: Any, result: Any
) -> None:
    put_shore(put, ground, "then", 6, "artificial")
    put_shore(put, ground, "now", 6, None)
    found = result("natural_shoreline", SHORES, target="WH-2023-T15")
    assert (found["total"]["risen"], found["target"]["met"]) == ("unknown", None)
    assert found["dates"][1]["unknown_m"] == pytest.approx(4000, rel=NEAR)
    assert "nature-empty" in codes(found)


def test_shores_of_unlike_length_are_pointed_out(put: Any, ground: Any, result: Any) -> None:
    put_shore(put, ground, "then", 6, "artificial")
    put("now", "shoreline", [("A", ground.line((0, 0), (5, 0)), {"nature": "natural"})])
    assert "shoreline-lengths-differ" in codes(result("natural_shoreline", SHORES))


def test_only_shore_inside_the_region_counts(put: Any, ground: Any, result: Any) -> None:
    put_shore(put, ground, "then", 6, "artificial")
    put_shore(put, ground, "now", 7, "artificial")
    put("district", "admin_division", [("Q", ground.box(5, -1, 11, 1), {})])
    total = result("natural_shoreline", SHORES | {"region": "district"})["total"]
    assert (total["share_before"], total["share_after"]) == pytest.approx((0.2, 0.4), rel=NEAR)


@pytest.mark.parametrize(("field", "code"), [("-", "missing-parameter"), ("x", "missing-field")])
def test_a_shoreline_without_a_field_of_its_nature_is_refused(
    put: Any, ground: Any, result: Any, field: str, code: str
) -> None:
    for layer in SHORES.values():
        put_shore(put, ground, layer, 6, "artificial")
    with pytest.raises(EcoAtlasError) as refused:
        result("natural_shoreline", SHORES, nature_field=field)
    assert refused.value.code == code


@pytest.fixture
def cities(put: Any, ground: Any) -> None:
    halves = [
        ("A", ground.box(0, 0, 10, 10), {"level": "city"}),
        ("B", ground.box(10, 0, 20, 10), {"level": "city"}),
        ("C", ground.box(0, 0, 5, 5), {"level": "county"}),
    ]
    put("cities", "admin_division", halves)


def test_a_zone_joins_two_cities_and_those_it_names(
    cities: None, put: Any, ground: Any, result: Any
) -> None:
    zones = [
        ("1", ground.box(8, 0, 12, 2), {"cities": "A号、B号市"}),
        ("2", ground.box(8, 4, 9.95, 6), {"cities": None}),
        ("3", ground.box(2, 0, 4, 2), {"cities": "A号、C号"}),
        ("4", ground.box(9, 7, 11, 9), {"cities": "A号、丁市"}),
    ]
    put("zones", "cooperation_zone", zones)
    put("lakes", "lake", [("L", ground.box(11, 1, 13, 3), {})])
    inputs = {"zones": "zones", "cities": "cities", "waters": "lakes"}
    found = result("cooperation_zones", inputs, target="WH-2023-T26")
    joins = {one["key"]: one["joins"] for one in found["zones"]}
    assert joins == {"1": "yes", "2": "yes", "3": "unknown", "4": "unknown"}
    assert {one["key"]: one["missing"] for one in found["zones"]}["4"] == "丁市"
    assert found["zones"][0]["water_m2"] == pytest.approx(1e6, rel=NEAR)
    assert [(one["zone"], one["water"]) for one in found["waters"]] == [("1", "L")]
    target = found["target"]
    assert (target["measured"], target["most"], target["met"]) == (2, 4, None)
    strict = result("cooperation_zones", inputs, tolerance_m=10)
    assert strict["total"]["joining"] == 1


def test_water_of_a_zone_counts_once_where_lake_lines_lie_in_one_another(
    cities: None, put: Any, ground: Any, result: Any
) -> None:
    put("zones", "cooperation_zone", [("1", ground.box(8, 0, 12, 4), {"cities": None})])
    lines = [
        ("B", ground.box(9, 1, 10, 2), {"grade": "lake_blue"}),
        ("G", ground.box(8.5, 0.5, 10.5, 2.5), {"grade": "lake_green"}),
    ]
    put("lakes", "protected_water", lines)
    found = result("cooperation_zones", {"zones": "zones", "cities": "cities", "waters": "lakes"})
    assert [round(one["area_m2"] / 1e6, 4) for one in found["waters"]] == [1.0, 4.0]
    assert found["zones"][0]["water_m2"] == pytest.approx(4e6, rel=NEAR)


def test_a_layer_without_cities_is_refused(
    cities: None, put: Any, ground: Any, result: Any
) -> None:
    put("zones", "cooperation_zone", [("1", ground.box(8, 0, 12, 2), {})])
    with pytest.raises(EcoAtlasError) as refused:
        result("cooperation_zones", {"zones": "zones", "cities": "cities"}, level="village")
    assert refused.value.code == "cooperation-cities-asked"


@pytest.mark.parametrize(("east", "balance", "met"), [(3.5, 0.5e6, True), (2.5, -0.5e6, False)])
def test_the_balance_of_area_is_what_was_added_less_what_was_taken(
    put: Any, ground: Any, result: Any, east: float, balance: float, met: bool
) -> None:
    """2 km² of forest; 1 km² is cut in the west, and more or less planted in the east."""
    put("then", "works", [("F", ground.box(0, 0, 2, 1), {"status": None})])
    put("now", "works", [("F", ground.box(1, 0, east, 1), {"status": None})])
    found = result("area_balance", {"before": "then", "after": "now"}, target="SY-2018-T26")
    assert found["total"]["removed_m2"] == pytest.approx(1e6, rel=NEAR)
    assert found["total"]["balance_m2"] == pytest.approx(balance, rel=NEAR)
    assert found["target"]["met"] is met
    assert {one["change"] for one in found["ground"]} == {"removed", "added"}
