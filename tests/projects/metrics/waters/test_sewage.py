"""Sewage: blank areas, load, effluent, reported rates and townships, against figures by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.registry import METRICS
from projects.metrics.shapes import read_shapes
from projects.metrics.targets import Target
from projects.metrics.units import Tally, target_by_count
from projects.policy.register import get_target
from projects.sheets import get_sheet

KM2 = 1e6
NEAR = 1e-6


def codes(result: Any) -> set[str]:
    return {one["code"] for one in result["notes"]}


@pytest.fixture
def blank(put: Callable[..., Any], run: Callable[..., Any], ground: Any) -> Callable[..., Any]:
    """A built-up square of 2 × 2 km; its west half is served but for a strip of 0.5 m."""

    def compute(**parameters: Any) -> Any:
        put("built", "built_up_area", [("J", ground.box(0, 0, 2, 2), {})])
        served = [
            ("F1", ground.box(-1, 0, 0.5, 2), {}),
            ("F2", ground.box(0.4, 0, 1, 1), {}),
            ("F3", ground.box(0.5, 1.0005, 1, 2), {}),
        ]
        put("served", "sewage_service_area", served)
        places = [("N", ground.box(0, 1, 3, 3), {}), ("S", ground.box(0, 0, 1.5, 1), {})]
        put("places", "admin_division", places)
        inputs = {"built_up": "built", "service_areas": "served", "neighbourhoods": "places"}
        return run("sewage_blank_areas", inputs, **parameters)

    return compute


def test_blank_ground_and_slivers_and_served_ground_add_up(blank: Callable[..., Any]) -> None:
    total = blank().result["total"]
    assert total["built_up_m2"] == pytest.approx(4 * KM2, rel=NEAR)
    # East half: 2 km². The strip of 0.5 m × 500 m hangs on it and is part of it.
    assert total["blank_m2"] == pytest.approx(2 * KM2 + 250, rel=NEAR)
    assert total["sliver_m2"] == 0.0
    parts = total["served_m2"] + total["blank_m2"] + total["sliver_m2"]
    assert parts == pytest.approx(total["built_up_m2"], rel=1e-12)


def test_neighbourhoods_add_up_with_the_ground_in_none(blank: Callable[..., Any]) -> None:
    result = blank().result
    rows = {row["key"]: row for row in result["neighbourhoods"]}
    assert rows["N"]["blank_m2"] == pytest.approx(1 * KM2 + 250, rel=NEAR)
    assert rows["S"]["blank_m2"] == pytest.approx(0.5 * KM2, rel=NEAR)
    assert rows["—"]["blank_m2"] == pytest.approx(0.5 * KM2, rel=NEAR)
    for column in ("built_up_m2", "served_m2", "blank_m2"):
        summed = sum(row[column] for row in rows.values())
        assert summed == pytest.approx(result["total"][column], rel=1e-9)


def test_a_thin_piece_apart_is_a_sliver_and_every_piece_has_a_shape(
    put: Callable[..., Any], run: Callable[..., Any], ground: Any, store: Store
) -> None:
    put("built", "built_up_area", [("J", ground.box(0, 0, 1, 1), {})])
    served = [("A", ground.box(0, 0, 0.5, 1), {}), ("B", ground.box(0.5005, 0, 0.9, 1), {})]
    put("served", "sewage_service_area", served)
    done = run("sewage_blank_areas", {"built_up": "built", "service_areas": "served"})
    kinds = [(row["key"], row["kind"]) for row in done.result["pieces"]]
    assert kinds == [("K1", "blank"), ("K2", "sliver")]
    assert done.result["total"]["sliver_m2"] == pytest.approx(500, rel=1e-4)
    assert set(read_shapes(store, done.shapes["pieces"])["key"]) == {"K1", "K2"}
    assert "area-is-no-rate" in codes(done.result)


@pytest.mark.parametrize(
    ("inflow", "state"), [(100.0, "normal"), (100.1, "over"), (60.0, "normal"), (59.9, "low")]
)
def test_a_load_at_its_bound_is_within(
    put: Any, run: Any, ground: Any, inflow: float, state: str
) -> None:
    fields = {"capacity_m3_d": 100.0, "inflow_m3_d": inflow}
    put("plants", "sewage_plant", [("A", ground.point(0, 0), fields)])
    assert run("sewage_load", {"plants": "plants"}).result["plants"][0]["state"] == state


def test_load_tells_too_high_too_low_and_missing(
    put: Callable[..., Any], run: Callable[..., Any], ground: Any
) -> None:
    plants = [
        ("A", ground.point(0, 0), {"capacity_m3_d": 100.0, "inflow_m3_d": 110.0}),
        ("B", ground.point(1, 0), {"capacity_m3_d": 300.0, "inflow_m3_d": 150.0}),
        ("C", ground.point(2, 0), {"capacity_m3_d": 100.0, "inflow_m3_d": 60.0}),
        ("D", ground.point(3, 0), {"capacity_m3_d": None, "inflow_m3_d": 60.0}),
        ("E", ground.point(4, 0), {"capacity_m3_d": 0.0, "inflow_m3_d": None}),
        ("F", ground.point(5, 0), {"capacity_m3_d": 100.0, "inflow_m3_d": 0.0}),
    ]
    put("plants", "sewage_plant", plants)
    result = run("sewage_load", {"plants": "plants"}).result
    states = [row["state"] for row in result["plants"]]
    assert states == ["over", "low", "normal", "no_capacity", "no_data", "low"]
    total = result["total"]
    assert (total["judged"], total["missing"]) == (4, 2)
    assert total["load"] == pytest.approx(320 / 600)
    assert {"load-unknown", "rule-unverified"} <= codes(result)


@pytest.fixture
def effluent(
    put: Callable[..., Any], run: Callable[..., Any], ground: Any, sheet: Callable[..., None]
) -> Callable[..., Any]:
    def compute(readings: list[tuple[Any, ...]], built_field: str = "-", **plant: Any) -> Any:
        fields = {"standard": "1A", "commissioned_on": "2010-05-01", "capacity_m3_d": 400.0}
        put("plants", "sewage_plant", [("P", ground.point(0, 0), fields | plant)])
        names = ("plant", "day", "item", "value", "water_c")
        rows = [dict(zip(names, reading, strict=False)) for reading in readings]
        sheet("readings", rows, "effluent_readings")
        inputs = {"plants": "plants", "readings": "readings"}
        return run("sewage_effluent", inputs, built_field=built_field).result

    return compute


def test_each_exceedance_is_a_row_with_limit_rule_and_date(effluent: Callable[..., Any]) -> None:
    day = "2025-01-10"
    result = effluent(
        [
            ("P", day, "COD", 50.0),
            ("P", day, "BOD5", 10.1),
            ("P", day, "pH", 5.9),
            ("P", day, "coliform", 999.0),
        ]
    )
    rows = {row["item"]: row for row in result["exceedances"]}
    assert set(rows) == {"BOD5", "pH"}
    assert rows["BOD5"]["limit"] == "≤ 10 mg/L"
    assert rows["pH"]["limit"] == "6–9"
    assert rows["BOD5"]["rule"] == "1A BOD5 any"
    assert rows["BOD5"]["valid_from"] == "2003-07-01"
    assert result["total"]["judged"] == 4


@pytest.mark.parametrize(
    ("value", "water_c", "states"),
    [
        (7.0, 12.1, ["exceeded"]),
        (7.0, 12.0, []),
        (8.5, 12.0, ["exceeded"]),
        (7.0, None, ["undecided"]),
        (5.0, None, []),
        (8.5, None, ["exceeded"]),
    ],
)
def test_ammonia_has_two_limits_by_water_temperature(
    effluent: Callable[..., Any], value: float, water_c: float | None, states: list[str]
) -> None:
    result = effluent([("P", "2025-01-10", "NH3-N", value, water_c)])
    assert [row["state"] for row in result["exceedances"]] == states


@pytest.mark.parametrize(
    ("built", "commissioned", "state"),
    [
        ("2006-01-01", "2007", "exceeded"),
        ("2006年1月", None, "exceeded"),
        ("2005-12-31", "2007-03-01", None),
        ("2005", None, None),
        # What ran in 2005 was built before 2006; what ran in 2010 may have been.
        (None, "2005-12-31", None),
        (None, "2010", "undecided"),
        (None, None, "undecided"),
    ],
)
def test_phosphorus_has_two_limits_by_the_day_of_building_not_of_operation(
    effluent: Callable[..., Any], built: str | None, commissioned: str | None, state: str | None
) -> None:
    plant = {"开工": built, "commissioned_on": commissioned}
    result = effluent([("P", "2025-01-10", "TP", 0.8)], built_field="开工", **plant)
    assert [row["state"] for row in result["exceedances"]] == ([state] if state else [])
    lacks = [row["lacks"] for row in result["exceedances"]]
    assert lacks == (["built_field"] if state == "undecided" else [None] if state else [])


def test_a_day_of_building_that_is_no_date_counts_as_unknown_and_is_told(
    effluent: Callable[..., Any],
) -> None:
    result = effluent([("P", "2025-01-10", "TP", 0.8)], built_field="开工", 开工="一期")
    assert [row["state"] for row in result["exceedances"]] == ["undecided"]
    assert "building-day-unreadable" in codes(result)


def test_without_a_field_of_building_only_an_early_start_settles_phosphorus(
    effluent: Callable[..., Any],
) -> None:
    reading = [("P", "2025-01-10", "TP", 0.8)]
    assert effluent(reading)["exceedances"][0]["lacks"] == "built_field"
    assert effluent(reading, commissioned_on="2005")["exceedances"] == []


@pytest.mark.parametrize(
    ("standard", "item", "within", "above"),
    [
        ("2", "COD", 100.0, 100.1),
        ("2", "BOD5", 30.0, 30.1),
        ("2", "coliform", 10_000.0, 10_001.0),
        ("3", "SS", 50.0, 50.1),
        ("3", "petroleum", 15.0, 15.1),
        ("3", "TP", 5.0, 5.1),
    ],
)
def test_grades_two_and_three_have_limits(
    effluent: Callable[..., Any], standard: str, item: str, within: float, above: float
) -> None:
    day = "2025-01-10"
    readings = [("P", day, item, within), ("P", "2025-01-11", item, above)]
    result = effluent(readings, standard=standard)
    assert [row["value"] for row in result["exceedances"]] == [above]
    assert result["total"]["judged"] == 2


def test_grade_three_has_no_limit_for_nitrogen(effluent: Callable[..., Any]) -> None:
    """The standard has a dash there."""
    readings = [("P", "2025-01-10", "TN", 90.0), ("P", "2025-01-10", "NH3-N", 90.0, 20.0)]
    result = effluent(readings, standard="3")
    assert result["total"]["no_limit"] == 2
    assert "item-without-limit" in codes(result)


def test_a_limit_without_upper_bound_is_told_and_one_without_numbers_says_nothing(
    effluent: Callable[..., Any], sheet: Callable[..., None]
) -> None:
    row = {"standard": "1A", "case": "any", "source": "示例", "basis": "checked"}
    sheet("effluent_limits", [row | {"item": "pH", "low": 6.0}, row | {"item": "COD"}])
    result = effluent([("P", "2025-01-10", "pH", 5.0), ("P", "2025-01-10", "COD", 900.0)])
    assert [one["limit"] for one in result["exceedances"]] == ["≥ 6"]
    assert (result["total"]["judged"], result["total"]["no_limit"]) == (1, 1)


def test_readings_after_the_amendment_are_told_with_the_small_plants(
    effluent: Callable[..., Any],
) -> None:
    before = effluent([("P", "2026-02-28", "COD", 40.0)])
    after = effluent([("P", "2026-03-01", "COD", 40.0)])
    assert "limits-amended" not in codes(before)
    said = next(one for one in after["notes"] if one["code"] == "limits-amended")
    assert (said["count"], said["plants"]) == (1, "P")
    assert after["total"]["judged"] == 1


def test_what_has_no_limit_gets_no_verdict_and_is_told(effluent: Callable[..., Any]) -> None:
    result = effluent(
        [("P", "2001-01-10", "COD", 500.0), ("Q", "2025-01-10", "COD", 500.0)], standard="1B"
    )
    assert result["total"]["no_limit"] == 2
    assert result["exceedances"] == []
    assert {"item-without-limit", "plant-unknown"} <= codes(result)
    assert result["plants"][0]["at_least_1a"] == "no"
    assert result["plants"][0]["measured"] == "not_read"


def test_reported_rates_stand_beside_the_target_of_their_area(
    run: Callable[..., Any], sheet: Callable[..., None]
) -> None:
    rates = [
        ("武汉经开区", 2025, "collection", 0.715),
        ("武汉经开区", 2025, "treatment", 0.98),
        ("鄂州", 2024, "treatment", 0.93),
        ("宜昌市", 2025, "treatment", 0.99),
    ]
    names = ("area", "year", "indicator", "rate")
    sheet("rates", [dict(zip(names, row, strict=True)) for row in rates], "sewage_rates")
    result = run("sewage_rates", {"rates": "rates"}).result
    found = {row["key"]: row for row in result["rates"]}
    missed = found["武汉经开区/collection/2025"]
    assert (missed["verdict"], missed["target"]) == ("not_met", "WEDZ-2023-T15")
    assert missed["difference_points"] == pytest.approx(-0.5)
    assert found["武汉经开区/treatment/2025"]["verdict"] == "met"
    assert found["鄂州/treatment/2024"]["verdict"] == "earlier"
    assert found["宜昌市/treatment/2025"]["verdict"] == "no_target"
    assert {"rates-are-statistics", "rate-without-source"} <= codes(result)


@pytest.mark.parametrize(
    ("year", "target", "verdict"),
    [(2024, "T-25", "earlier"), (2026, "T-25", "met"), (2030, "T-30", "not_met")],
)
def test_of_several_target_years_the_last_one_due_counts(
    run: Callable[..., Any], sheet: Callable[..., None], year: int, target: str, verdict: str
) -> None:
    about = {"area": "甲区", "indicator": "treatment", "source": "示例", "basis": "checked"}
    due = [("T-30", 2030, 0.95), ("T-25", 2025, 0.9)]
    names = ("target", "year", "rate")
    sheet("sewage_rate_targets", [dict(zip(names, row, strict=True)) | about for row in due])
    rate = {"area": "甲区", "year": year, "indicator": "treatment", "rate": 0.92}
    sheet("rates", [rate], "sewage_rates")
    row = run("sewage_rates", {"rates": "rates"}).result["rates"][0]
    assert (row["target"], row["verdict"]) == (target, verdict)


@pytest.mark.parametrize(("covered", "missing"), [(2, 1), (3, 0), (0, 3)])
def test_units_that_are_missing_are_whole(covered: int, missing: int) -> None:
    target = Target("T", ">=", 80.0, None, "%", 2030, Text("覆盖率", "share"))
    assert target_by_count(target, Tally(covered, 3))["gap_units"] == missing


def test_the_targets_of_rates_are_those_of_the_policy_register(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session:
        every = get_sheet(session, "sewage_rate_targets").rows
        rows = [row for row in every if not row["target"].startswith("HB-")]
        assert (len(rows), len(every)) == (3, 6)
        for row in rows:
            target = get_target(session, row["target"])
            assert target.value == pytest.approx(row["rate"] * 100)
            assert (target.year, target.comparator, target.unit_en) == (row["year"], ">=", "%")


def test_rates_take_no_layer_and_blank_areas_no_series() -> None:
    assert METRICS["sewage_rates"].inputs == ()
    assert METRICS["sewage_blank_areas"].sheets == ()


@pytest.fixture
def townships(put: Callable[..., Any], ground: Any) -> None:
    units = [
        ("A", ground.box(0, 0, 1, 1), {"level": "township"}),
        ("B", ground.box(1, 0, 2, 1), {"level": "township"}),
        ("C", ground.box(2, 0, 3, 1), {"level": "township"}),
        ("D", ground.box(3, 0, 4, 1), {"level": None}),
        ("X", ground.box(0, 0, 4, 1), {"level": "county"}),
    ]
    put("units", "admin_division", units)
    put("plants", "sewage_plant", [("P", ground.point(0.5, 0.5), {})])
    # 0.2 × 1 km of B, and 5 m × 1 km of C: less than a hectare.
    put("served", "sewage_service_area", [("F", ground.box(1.8, 0, 2.005, 1), {})])


@pytest.mark.slow
def test_townships_count_by_plant_or_service_area(townships: None, run: Callable[..., Any]) -> None:
    inputs = {"townships": "units", "plants": "plants", "service_areas": "served"}
    result = run("township_coverage", inputs, target="SY-2018-T04").result
    assert [(row["key"], row["by"]) for row in result["townships"]] == [
        ("A", "plant"),
        ("B", "service"),
        ("C", "none"),
    ]
    assert result["total"]["share"] == pytest.approx(2 / 3)
    assert (result["target"]["met"], result["target"]["gap_units"]) == (False, 1)
    assert {"units-not-area", "level-empty"} <= codes(result)


def test_townships_without_any_facility_layer_are_refused(
    townships: None, run: Callable[..., Any]
) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        run("township_coverage", {"townships": "units"})
    assert refused.value.code == "township-facilities-asked"
