"""What nobody knows neither passes nor fails: every metric that judges, with the rule it keeps.

Each row is a question whose answer was worked out by hand: the target, what the layers hold, the
figure at least and at most, and the verdict that both give, or none.
"""

from __future__ import annotations

from typing import Any

import pytest

from geo.words import Text
from projects.metrics.registry import METRICS
from projects.metrics.targets import Target, quantity_block
from projects.metrics.unknown import Span, change_over, judged_over

pytestmark = pytest.mark.slow

DONE, OPEN = {"status": "completed"}, {"status": None}
RULES = {
    "amount_by_status": "no status, done without a date: counts or not; no amount: any amount",
    "area_balance": "nothing is unknown: both dates are drawn",
    "area_by_status": "no status, done without a date: counts or not",
    "base_flow": "a day without flow: at the base flow or below; no rate asked: attained or not",
    "cooperation_zones": "a city that is not drawn: touched or not",
    "corridor_continuity": "no status: of the stage or not",
    "corridor_length": "no status: completed or not",
    "count_by_status": "no status, done without a date: counts or not",
    "length_by_status": "no status, done without a date: counts or not",
    "natural_shoreline": "no nature: natural or not, at each date by itself",
    "section_quality": "a section, month or item that is missing: of any class",
    "sponge_coverage": "not assessed, or in no zone: met or not",
    "sponge_projects": "no record: complies or not; no start or kind of change: counts or not",
    "sponge_what_if": "says what a plan would come to, and judges nothing",
    "township_coverage": "one of the two layers not given; no level: may be such a unit",
    "units_with": "nothing said: has it or not; no level: may be such a unit",
}


def target(comparator: str, value: float, unit: str = "%", **more: Any) -> Target:
    return Target("T", comparator, value, more.pop("value_to", None), unit, 2025, Text("甲", "a"))


def test_every_metric_that_judges_a_target_has_its_rule() -> None:
    judging = {
        name for name, one in METRICS.items() if any(p.type == "target" for p in one.parameters)
    }
    assert judging == RULES.keys()


@pytest.mark.parametrize(
    ("comparator", "value", "value_to", "least", "most", "met"),
    [
        (">=", 80, None, 0.8, 0.9, True),
        (">=", 80, None, 0.7, 0.8, None),
        (">=", 80, None, 0.7, 0.79, False),
        ("=", 100, None, 0.75, 1.0, None),
        ("=", 100, None, 0.5, 0.75, False),
        ("=", 0, None, 0.0, 0.1, None),
        ("=", 0, None, 0.1, 0.2, False),
        ("<=", 10, None, 0.0, 0.1, True),
        ("<=", 10, None, 0.05, 0.2, None),
        (">", 10, None, 0.1, 0.2, None),
        ("between", 40, 60, 0.3, 0.7, None),  # both ends miss, what lies between may meet
        ("between", 40, 60, 0.45, 0.55, True),
        ("between", 40, 60, 0.1, 0.3, False),
        ("between", 40, 60, 0.7, 0.9, False),
    ],
)
def test_a_verdict_holds_for_all_that_the_figure_may_be(
    comparator: str, value: float, value_to: float | None, least: float, most: float, met: Any
) -> None:
    asked = target(comparator, value, value_to=value_to)
    span = Span(least, most, (Text("2 个不明", "2 unknown"),))
    found = judged_over(asked, quantity_block(asked, {"share": least}), span)
    assert (found["met"], found["least"], found["most"]) == (met, least, most)
    assert "2 个不明" in found["reason"]["zh"]
    assert "2 unknown" in found["reason"]["en"]
    assert (found["gap"] is None) is (met is None)


def test_an_amount_without_an_upper_end_meets_what_it_has_already_and_misses_nothing() -> None:
    unknown = (Text("1 个不明", "1 unknown"),)
    asked = target(">=", 5, "km")
    for least, met in ((6e3, True), (4e3, None)):
        block = quantity_block(asked, {"length": least})
        found = judged_over(asked, block, Span(least, float("inf"), unknown))
        assert (found["met"], found["least"], found["most"]) == (met, least / 1e3, None)


@pytest.mark.parametrize(
    ("before", "after", "met"),
    [
        ((0.4, 0.5), (0.5, 0.6), None),  # 0.5 and 0.5 would be no rise
        ((0.4, 0.5), (0.51, 0.6), True),
        ((0.5, 0.6), (0.3, 0.5), False),
        ((0.4, 0.4), (0.3, 0.5), None),
    ],
)
def test_a_rise_holds_whatever_the_unknown_is_at_each_date(
    before: tuple[float, float], after: tuple[float, float], met: bool | None
) -> None:
    found = change_over(target("increase", 0), before, after, (Text("3 米", "3 m"),))
    assert found["met"] is met


@pytest.mark.parametrize(
    ("states", "met", "ends"),
    [
        ([DONE] * 7, True, (None, None)),
        ([DONE] * 7 + [OPEN], True, (7, 8)),
        ([DONE] * 6 + [OPEN], None, (6, 7)),
        ([DONE] * 5 + [OPEN], False, (5, 6)),
        ([DONE] * 6 + [{"status": "planned"}], False, (None, None)),
    ],
)
def test_features_without_a_status_count_or_not(
    put: Any, ground: Any, run: Any, states: list[dict[str, Any]], met: Any, ends: Any
) -> None:
    """SY-2018-T13 asks for seven."""
    rows = [(f"W{n}", ground.point(n, 0), fields) for n, fields in enumerate(states)]
    put("reserves", "works", rows)
    found = run("count_by_status", {"features": "reserves"}, target="SY-2018-T13").result
    block = found["target"]
    assert (block["met"], block.get("least"), block.get("most")) == (met, *ends)
    total = found["total"]
    assert total["counted"] + total["unknown"] + total["not_counted"] == len(rows)


def test_what_is_done_without_a_date_is_unknown_and_what_is_late_is_not(
    put: Any, ground: Any, run: Any
) -> None:
    days = ["2018-01-01"] * 6 + [None, "2019-01-01"]
    rows = [
        (f"W{n}", ground.point(n, 0), DONE | {"completed_on": day}) for n, day in enumerate(days)
    ]
    put("reserves", "works", rows)
    asked = {"date_field": "completed_on", "until": "2018-09-30", "target": "SY-2018-T13"}
    found = run("count_by_status", {"features": "reserves"}, **asked).result
    total = found["total"]
    assert (total["counted"], total["undated"], total["late"], total["not_counted"]) == (6, 1, 1, 1)
    assert (found["target"]["met"], found["target"]["most"]) == (None, 7)


def test_lengths_and_areas_of_no_status_may_count(put: Any, ground: Any, run: Any) -> None:
    """A stretch that one row plans and another says nothing of may be completed."""
    lines = [
        ("A", ground.line((-90, 0), (90, 0)), DONE),
        ("B", ground.line((-20, 9), (30, 9)), OPEN),
        ("C", ground.line((-20, 9), (30, 9)), {"status": "planned"}),
    ]
    put("han", "works", lines)
    block = run("length_by_status", {"lines": "han"}, target="SY-2018-T09").result["target"]
    assert (block["met"], block["value"]) == (None, 216)
    assert (block["least"], block["most"]) == (pytest.approx(180, 1e-3), pytest.approx(230, 1e-3))
    squares = [("A", ground.box(0, 0, 30, 30), DONE), ("B", ground.box(40, 0, 50, 5), OPEN)]
    put("slopes", "works", squares)
    block = run("area_by_status", {"areas": "slopes"}, target="SY-2018-T15").result["target"]
    assert (block["met"], block["value"]) == (True, 818)
    assert block["most"] == pytest.approx(950, rel=1e-3)


@pytest.mark.parametrize(
    ("rows", "met", "most"),
    [
        ([(99, DONE), (1, {"status": "planned"})], True, None),
        ([(97, DONE), (1, OPEN), (2, {"status": "planned"})], None, 0.98),
        ([(96, DONE), (1, OPEN), (3, {"status": "planned"})], False, 0.97),
        ([(99, DONE), (1, {"status": "planned"}), (None, DONE)], True, 1.0),
        ([(99, DONE), (1, {"status": "planned"}), (None, {"status": "planned"})], None, 0.99),
    ],
)
def test_an_amount_that_is_missing_may_be_any(
    put: Any, ground: Any, run: Any, rows: list[Any], met: Any, most: Any
) -> None:
    """WEDZ-2023-T29 asks for 98 % of the floor area."""
    features = [
        (f"B{n}", ground.point(n, 0), fields | {"floor": amount})
        for n, (amount, fields) in enumerate(rows)
    ]
    put("buildings", "works", features)
    asked = {"weigh_by": "floor", "target": "WEDZ-2023-T29"}
    block = run("amount_by_status", {"features": "buildings"}, **asked).result["target"]
    assert (block["met"], block["value"], block.get("most")) == (met, 98, most)


@pytest.mark.parametrize(
    ("second", "third", "met", "ends"),
    [
        ("met", "not_met", True, (None, None)),
        ("not_assessed", "met", True, (0.5, 0.75)),
        ("not_assessed", "not_met", None, (0.25, 0.5)),
        ("not_met", None, None, (0.25, 0.5)),  # the fourth quarter lies in no zone
        ("not_met", "not_met", False, (None, None)),
    ],
)
def test_ground_that_nobody_assessed_is_met_or_not(
    put: Any, ground: Any, run: Any, second: str, third: str | None, met: Any, ends: Any
) -> None:
    """WEDZ-2023-T22 asks for 50 %; a quarter is met, a quarter is not, two are as given."""
    verdicts = ["met", second, third, "not_met"]
    zones = [
        (f"Z{n}", ground.box(n, 0, n + 1, 1), {"verdict": one})
        for n, one in enumerate(verdicts)
        if one
    ]
    put("zones", "sponge_zone", zones)
    put("built", "built_up_area", [("B", ground.box(0, 0, 4, 1), {"year": 2024})])
    given = {"zones": "zones", "built_up": "built"}
    block = run("sponge_coverage", given, target="WEDZ-2023-T22", cell_m=100).result["target"]
    found = tuple(end if end is None else round(end, 6) for end in map(block.get, ENDS))
    assert (block["met"], found) == (met, ends)


ENDS = ("least", "most")
START = {"started_on": "2024-01-01", "change": "new"}


@pytest.mark.parametrize(
    ("rows", "met", "ends"),
    [
        ([{"stage": "design"}], True, (None, None)),
        ([{"stage": "design"}, {}], None, (0.5, 1.0)),
        ([{"stage": "design"}, {}, {"stage": "not_compliant"}], False, (1 / 3, 2 / 3)),
        ([{"stage": "design"}, {"started_on": None}], None, (0.5, 1.0)),
        ([{"stage": "design"}, {"stage": "permit", "change": None}], True, (1.0, 1.0)),
        ([{"stage": "design"}, {"stage": "not_compliant", "change": None}], None, (0.5, 1.0)),
        ([{"stage": "design"}, {"stage": "not_compliant", "change": "other"}], True, (None, None)),
    ],
)
def test_projects_without_a_record_comply_or_not(
    sheet: Any, run: Any, rows: list[dict[str, Any]], met: Any, ends: Any
) -> None:
    """WEDZ-2023-T23 asks for all."""
    empty = dict.fromkeys(("name", "change", "stage", "record", "note"))
    kept = [empty | START | {"project": f"P{n}"} | one for n, one in enumerate(rows)]
    sheet("records", kept, kind="sponge_projects")
    asked = {"since": "2023-01-01", "target": "WEDZ-2023-T23"}
    block = run("sponge_projects", {"projects": "records"}, **asked).result["target"]
    assert (block["met"], *map(block.get, ENDS)) == (met, *map(pytest.approx, ends))


@pytest.mark.parametrize(
    ("rail", "level", "met", "most"),
    [
        (("是", "是"), "township", True, None),
        (("是", None), "township", None, 1.0),
        (("否", None), "township", False, 0.5),
        (("是", "是"), None, True, 1.0),  # the third may be a county, and it has a railway
        (("是", "否"), None, False, 2 / 3),
    ],
)
def test_units_of_which_nothing_is_said_have_it_or_not(
    put: Any, ground: Any, run: Any, rail: Any, level: str | None, met: Any, most: Any
) -> None:
    """SY-2018-T28 asks for a railway in every county."""
    every = [(key, "county", one) for key, one in zip("AB", rail, strict=True)]
    rows = [
        (key, ground.box(n, 0, n + 1, 1), {"level": of, "rail": one})
        for n, (key, of, one) in enumerate(every)
    ]
    rows.append(("C", ground.box(0.2, 0.2, 0.8, 0.8), {"level": level, "rail": "是"}))
    put("units", "admin_division", rows)
    put("exact", "admin_division", [("420300", ground.box(0, 0, 2, 1), {"level": "city"})])
    asked = {"level": "county", "has_field": "rail", "target": "SY-2018-T28"}
    given = {"units": "units", "boundary": "exact"}
    block = run("units_with", given, **asked).result["target"]
    assert (block["met"], block.get("most")) == (met, most if most is None else pytest.approx(most))


PLANT = {"capacity_m3_d": 1000.0}


@pytest.mark.parametrize(
    ("plants", "areas", "met", "ends"),
    [
        ("AB", None, True, (None, None)),
        ("A", None, None, (0.5, 1.0)),  # B may be in a service area
        ("A", "A", False, (None, None)),
        ("A", "B", True, (None, None)),
        (None, "A", None, (0.5, 1.0)),  # B may have a plant
    ],
)
def test_a_township_is_without_sewage_works_only_where_both_layers_say_so(
    put: Any, ground: Any, run: Any, plants: str | None, areas: str | None, met: Any, ends: Any
) -> None:
    """SY-2018-T04 asks for every township."""
    at = {"A": 0, "B": 1}
    boxes = {key: ground.box(n, 0, n + 1, 1) for key, n in at.items()}
    units = [(key, boxes[key], {"level": "township"}) for key in at]
    given = {"townships": "units", "boundary": "exact"}
    put("units", "admin_division", units)
    put("exact", "admin_division", [("420300", ground.box(0, 0, 2, 1), {"level": "city"})])
    if plants:
        put("plants", "sewage_plant", [(f"P{k}", ground.point(at[k] + 0.5, 0.5), PLANT)
                                       for k in plants])  # fmt: skip
        given["plants"] = "plants"
    if areas:
        put("areas", "sewage_service_area", [(f"S{k}", boxes[k], {}) for k in areas])
        given["service_areas"] = "areas"
    found = run("township_coverage", given, target="SY-2018-T04").result["target"]
    assert (found["met"], *map(found.get, ENDS)) == (met, *ends)


@pytest.mark.parametrize(
    ("drawn", "joins", "met"),
    [
        ("AB", ["yes", "yes", "yes", "yes"], True),
        ("A", ["unknown", "unknown", "unknown", "unknown"], None),
    ],
)
def test_a_zone_touches_a_city_that_is_not_drawn_or_not(
    put: Any, ground: Any, run: Any, drawn: str, joins: list[str], met: Any
) -> None:
    """WH-2023-T26 asks for four; the last names no city, so any two will do."""
    cities = {"A": ground.box(0, 0, 4, 4), "B": ground.box(4, 0, 8, 4)}
    put("cities", "admin_division", [(k, cities[k], {"level": "city"}) for k in drawn])
    named = ["A号、B号"] * 3 + [None]
    zones = [
        (f"Z{n}", ground.box(3, n, 5, n + 0.9), {"cities": one}) for n, one in enumerate(named)
    ]
    put("zones", "cooperation_zone", zones)
    found = run("cooperation_zones", {"zones": "zones", "cities": "cities"}, target="WH-2023-T26")
    assert [row["joins"] for row in found.result["zones"]] == joins
    assert found.result["target"]["met"] is met


def test_a_zone_inside_the_one_city_joins_none(put: Any, ground: Any, run: Any) -> None:
    put("cities", "admin_division", [("A", ground.box(0, 0, 4, 4), {"level": "city"})])
    put("zones", "cooperation_zone", [("Z", ground.box(1, 1, 2, 2), {})])
    found = run("cooperation_zones", {"zones": "zones", "cities": "cities"}, target="WH-2023-T26")
    assert found.result["total"]["not_joining"] == 1
    assert found.result["target"]["met"] is False


@pytest.mark.parametrize(
    ("nature", "risen", "met"), [("natural", "yes", True), (None, "unknown", None)]
)
def test_a_shore_of_no_nature_is_natural_or_not(
    put: Any, ground: Any, run: Any, nature: str | None, risen: str, met: Any
) -> None:
    """WH-2023-T15 asks for a rise."""
    for layer, second in (("before", "artificial"), ("after", nature)):
        shore = [("N", "natural"), ("M", second), ("A", "artificial")]
        rows = [
            (key, ground.line((n, 0), (n + 1, 0)), {"nature": one})
            for n, (key, one) in enumerate(shore)
        ]
        put(layer, "shoreline", rows)
    given = {"before": "before", "after": "after"}
    found = run("natural_shoreline", given, target="WH-2023-T15").result
    assert (found["total"]["risen"], found["target"]["met"]) == (risen, met)
