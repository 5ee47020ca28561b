"""Classes of surface water: limits at, just under and just over each bound."""

from __future__ import annotations

import datetime as dt

import pytest

from projects.water.class_words import WORDS, class_name
from projects.water.classing import CLASSES, grades_of, judge
from projects.water.limits import Limits, shipped_limits
from tests.projects.water.shipped import shipped_items

ITEMS = shipped_items()
DAY = dt.date(2024, 6, 30)
RIVER, LAKE = shipped_limits(DAY), shipped_limits(DAY, lake=True)
# GB 3838-2002, table 1, as it is printed, mg/L; typed a second time and not read from the sheet.
PRINTED = {
    "CODMn": (2, 4, 6, 10, 15),
    "CODCr": (15, 15, 20, 30, 40),
    "BOD5": (3, 3, 4, 6, 10),
    "NH3-N": (0.15, 0.5, 1.0, 1.5, 2.0),
    "TP": (0.02, 0.1, 0.2, 0.3, 0.4),
    "Cu": (0.01, 1.0, 1.0, 1.0, 1.0),
    "Zn": (0.05, 1.0, 1.0, 2.0, 2.0),
    "F": (1.0, 1.0, 1.0, 1.5, 1.5),
    "Se": (0.01, 0.01, 0.01, 0.02, 0.02),
    "As": (0.05, 0.05, 0.05, 0.1, 0.1),
    "Hg": (0.00005, 0.00005, 0.0001, 0.001, 0.001),
    "Cd": (0.001, 0.005, 0.005, 0.005, 0.01),
    "Cr6": (0.01, 0.05, 0.05, 0.05, 0.1),
    "Pb": (0.01, 0.01, 0.05, 0.05, 0.1),
    "CN": (0.005, 0.05, 0.2, 0.2, 0.2),
    "phenol": (0.002, 0.002, 0.005, 0.01, 0.1),
    "petroleum": (0.05, 0.05, 0.05, 0.5, 1.0),
    "LAS": (0.2, 0.2, 0.2, 0.3, 0.3),
    "sulfide": (0.05, 0.1, 0.2, 0.5, 1.0),
    "coliform": (200, 2000, 10000, 20000, 40000),
}
OF_LAKES = {"TP": (0.01, 0.025, 0.05, 0.1, 0.2), "TN": (0.2, 0.5, 1.0, 1.5, 2.0)}
BOUNDS = [
    *((RIVER, item, limit) for item, row in PRINTED.items() for limit in row),
    *((LAKE, item, limit) for item, row in OF_LAKES.items() for limit in row),
]


def grade(item: str, value: float, limits: Limits, temperature: float | None = None) -> str:
    return CLASSES[int(grades_of(item, value, limits, temperature=temperature).item()) - 1]


def best(item: str, limits: Limits, limit: float) -> str:
    """The best class that has this limit, by the printed table."""
    row = OF_LAKES[item] if limits.lake else PRINTED[item]
    return CLASSES[row.index(limit)]


def after(item: str, limits: Limits, limit: float) -> str:
    row = OF_LAKES[item] if limits.lake else PRINTED[item]
    return next((CLASSES[at] for at, one in enumerate(row) if one > limit), "V-")


@pytest.mark.parametrize(("limits", "item", "limit"), BOUNDS)
def test_at_a_limit_it_is_met_and_just_over_it_is_not(
    limits: Limits, item: str, limit: float
) -> None:
    assert grade(item, limit, limits) == best(item, limits, limit)
    assert grade(item, limit * 0.9999, limits) == best(item, limits, limit)
    assert grade(item, limit * 1.0001, limits) == after(item, limits, limit)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(7.5, "I"), (7.4999, "II"), (6, "II"), (5.9999, "III"), (5, "III"), (4.9999, "IV"),
     (3, "IV"), (2.9999, "V"), (2, "V"), (1.9999, "V-"), (0, "V-"), (20, "I")],
)  # fmt: skip
def test_of_oxygen_more_is_better(value: float, expected: str) -> None:
    assert grade("DO", value, RIVER) == expected


def test_warm_water_is_class_one_where_nine_tenths_of_saturation_are_reached() -> None:
    ninety = 0.9 * 468 / (31.6 + 30)  # 6.8377 mg/L
    assert grade("DO", ninety, RIVER, 30.0) == "I"
    assert grade("DO", ninety - 0.001, RIVER, 30.0) == "II"
    assert grade("DO", ninety, RIVER) == "II"
    assert grade("DO", 7.5, RIVER, 5.0) == "I"
    assert grade("DO", 6.9, RIVER, float("nan")) == "II"


@pytest.mark.parametrize(
    ("value", "expected"), [(6, "I"), (9, "I"), (7.7, "I"), (5.999, "V-"), (9.001, "V-")]
)
def test_acidity_outside_six_to_nine_is_worse_than_five(value: float, expected: str) -> None:
    assert grade("pH", value, RIVER) == expected


@pytest.mark.parametrize("item", ["sulfate", "chloride", "nitrate", "Fe", "Mn"])
def test_items_of_source_water_have_a_limit_and_no_class(item: str) -> None:
    limit = {"sulfate": 250, "chloride": 250, "nitrate": 10, "Fe": 0.3, "Mn": 0.1}[item]
    assert not judge({item: limit}, RIVER, ITEMS).source_over
    [over] = judge({item: limit * 1.2}, RIVER, ITEMS).source_over
    assert (over.item, over.limit, over.times) == (item, limit, pytest.approx(0.2))
    assert judge({item: limit * 1.2}, RIVER, ITEMS).grade is None


def test_the_class_is_that_of_the_worst_item_and_says_what_it_rests_on() -> None:
    found = judge({"DO": 8, "NH3-N": 0.6, "TP": 0.1}, RIVER, ITEMS)
    assert found.grade == "III"
    assert found.worst == ("NH3-N",)
    assert found.items == {"DO": "I", "NH3-N": "III", "TP": "II"}
    assert len(found.missing) == 21 - 3
    assert "CODMn" in found.missing
    assert found.good
    assert not found.over
    assert not found.pollutants


def test_twenty_one_items_count_and_temperature_nitrogen_coliforms_stand_apart() -> None:
    assert len(ITEMS.counted) == 21
    found = judge({"temp": 20, "TN": 9, "coliform": 5e4, "pH": 7}, LAKE, ITEMS)
    assert found.grade == "I"
    assert found.items == {"pH": "I"}
    assert found.apart == {"TN": "V-", "coliform": "V-"}
    assert judge({"TN": 9}, RIVER, ITEMS).apart == {}


def test_a_lake_is_judged_as_a_lake() -> None:
    assert judge({"TP": 0.1}, RIVER, ITEMS).grade == "II"
    assert judge({"TP": 0.1}, LAKE, ITEMS).grade == "IV"


def test_multiples_are_told_but_of_acidity_and_oxygen() -> None:
    found = judge({"pH": 9.5, "DO": 1.5, "NH3-N": 3.0, "TP": 0.25}, RIVER, ITEMS)
    assert found.grade == "V-"
    told = {one.item: (one.limit, one.times) for one in found.over}
    assert told["NH3-N"] == (1.0, pytest.approx(2.0))
    assert told["TP"][1] == pytest.approx(0.25)
    assert told["pH"] == (9.0, None)
    assert told["DO"] == (5.0, None)


def test_main_pollutants_are_three_by_class_and_then_by_multiple() -> None:
    values = {"CODMn": 12, "CODCr": 35, "NH3-N": 1.2, "TP": 0.25, "BOD5": 5}
    found = judge(values, RIVER, ITEMS)
    assert found.grade == "V"
    assert [one.item for one in found.pollutants] == ["CODMn", "CODCr", "BOD5"]
    assert not judge({"NH3-N": 0.9}, RIVER, ITEMS, target="II").pollutants


def test_what_is_over_is_told_against_the_target_class() -> None:
    [over] = judge({"NH3-N": 0.6, "TP": 0.1}, RIVER, ITEMS, target="II").over
    assert (over.item, over.limit, over.grade) == ("NH3-N", 0.5, "II")
    assert over.times == pytest.approx(0.2)


def test_nothing_measured_has_no_class() -> None:
    found = judge({}, RIVER, ITEMS)
    assert found.grade is None
    assert found.word is None
    assert found.good is None
    assert len(found.missing) == 21


def test_a_limit_that_lacks_on_the_day_is_told() -> None:
    before = shipped_limits(dt.date(2002, 5, 31))
    found = judge({"NH3-N": 0.1, "TP": 0.1}, before, ITEMS)
    assert found.grade is None
    assert found.no_limit == ("NH3-N", "TP")
    assert judge({"NH3-N": 0.1}, shipped_limits(dt.date(2002, 6, 1)), ITEMS).grade == "I"


def test_a_mean_that_is_a_bit_off_a_limit_meets_it() -> None:
    mean = (0.1 + 0.2 + 0.3) / 3
    assert mean > 0.2
    assert judge({"TP": mean}, RIVER, ITEMS).grade == "III"


def test_every_class_has_its_word_and_name() -> None:
    assert [WORDS[one].zh for one in CLASSES] == [
        "优", "优", "良好", "轻度污染", "中度污染", "重度污染"
    ]  # fmt: skip
    name = class_name("V-")
    assert name is not None
    assert name.zh == "劣Ⅴ类"
