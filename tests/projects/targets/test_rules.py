"""Every kind of bad row, named by row and column; spellings that are understood."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from projects.targets.measured import Form, Measured
from projects.targets.periods import Period, periods_of, read_period
from projects.targets.reading_values import Value, read_value, value_text
from projects.targets.rules import COLUMNS, Known, checked
from projects.targets.units import find_reporting_unit, reporting_units
from projects.targets.values import Cell, TargetValue
from tests.projects.targets.conftest import BUREAU, asked, row

TARGETS = {
    "SHARE": asked("%", id="SHARE", period="quarter"),
    "BIG": asked("万亩", id="BIG", asked=2.4),
    "HALF": asked("%", id="HALF", asked=50.0),
    "COUNT": asked("个", id="COUNT", asked=32_000.0),
    "FIELDS": asked("万亩", id="FIELDS", asked=20_000.0),
    "STEP": asked(None, "done", id="STEP"),
    "CLASS": asked(None, "text", id="CLASS"),
    "LEFT": asked(None, "any", id="LEFT"),
    "OLD": Measured("OLD", "D1", "number", None, None, "year", ("NEW-1", "NEW-2")),
}
HELD = TargetValue(
    1, "COUNT", BUREAU, "2024", 9.0, None, None, "approved", None, None, None, None,
    "wang", "wang", "zhao", dt.datetime(2025, 1, 2, 3, 4, tzinfo=dt.UTC), 3,
)  # fmt: skip
KNOWN = Known(TARGETS, {HELD.cell: HELD}, {("D1", "2023")})
GOOD = {"target": "COUNT", "unit": BUREAU, "period": "2022", "value": "12"}

# What is wrong with a row: the cells that differ from a good one, the code, and the column.
WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"target": ""}, "target-value-cell-empty", "target"),
    ({"target": "COUNTS"}, "target-value-unknown-target", "target"),
    ({"target": "OLD"}, "target-value-replaced-target", "target"),
    ({"unit": " "}, "target-value-cell-empty", "unit"),
    ({"unit": "区水务局"}, "target-value-unknown-unit", "unit"),
    ({"unit": "420999"}, "target-value-unknown-unit", "unit"),
    ({"period": None}, "target-value-cell-empty", "period"),
    ({"period": "去年"}, "target-value-bad-period", "period"),
    ({"period": "2025-13"}, "target-value-bad-period", "period"),
    ({"period": "2025Q1"}, "target-value-wrong-period", "period"),
    ({"target": "SHARE"}, "target-value-wrong-period", "period"),
    ({"period": "2023"}, "target-value-closed-period", "period"),
    ({"value": "十二"}, "target-value-not-a-number", "value"),
    ({"value": "nan"}, "target-value-not-a-number", "value"),
    ({"value": True}, "target-value-not-a-number", "value"),
    ({"value": "1-2"}, "target-value-not-a-number", "value"),
    ({"value": "3.2万"}, "target-value-ten-thousands", "value"),
    ({"value": "3.2亿个"}, "target-value-ten-thousands", "value"),
    ({"value": 3.2}, "target-value-ten-thousands", "value"),
    ({"target": "BIG", "value": "24000"}, "target-value-single-units", "value"),
    ({"target": "HALF", "value": 0.51}, "target-value-hundredth", "value"),
    ({"value": "12 km"}, "target-value-other-unit", "value"),
    ({"value": "12%"}, "target-value-other-unit", "value"),
    ({"target": "SHARE", "period": "2024Q1", "value": "100.1"}, "target-value-no-share", "value"),
    ({"target": "SHARE", "period": "2024Q1", "value": "-1%"}, "target-value-no-share", "value"),
    ({"target": "STEP", "value": "快了"}, "target-value-not-a-milestone", "value"),
    ({"target": "CLASS", "value": "甲" * 1001}, "target-value-too-long", "value"),
    ({"note": "甲" * 501}, "target-value-too-long", "note"),
    ({"evidence": "报告.pdf"}, "target-value-evidence", "evidence"),
    ({"period": "2024"}, "target-value-conflict", "value"),
]


@pytest.mark.parametrize(("cells", "code", "column"), WRONG)
def test_every_fault_is_named_by_row_and_column(
    cells: dict[str, Any], code: str, column: str
) -> None:
    entries, problems = checked([row(7, **{**GOOD, **cells})], KNOWN)
    assert entries == []
    assert [(one.code, one.feature, one.field) for one in problems] == [(code, 7, column)]
    assert "7" in problems[0].message.zh
    assert COLUMNS[column].zh in problems[0].message.zh
    assert COLUMNS[column].en in problems[0].message.en


def test_one_row_tells_all_its_faults_at_once() -> None:
    cells = {"target": "COUNT", "unit": "区水务局", "period": "x", "value": "十二"}
    _, problems = checked([row(2, **cells)], KNOWN)
    assert [one.field for one in problems] == ["unit", "period", "value"]
    assert BUREAU in problems[0].fix.zh


def test_of_two_values_for_one_cell_the_second_names_the_first() -> None:
    named = {**GOOD, "unit": "District Water and Lakes Bureau"}
    twice = [row(4, **GOOD), row(9, **GOOD), row(10, **named)]
    entries, problems = checked(twice, KNOWN)
    assert [entry.row for entry in entries] == [4]
    assert [(one.code, one.feature) for one in problems] == [
        ("target-value-twice", 9),
        ("target-value-twice", 10),
    ]
    assert problems[0].values["first"] == 4


def test_a_conflict_shows_both_versions_and_who_was_first() -> None:
    _, (problem,) = checked([row(3, 2, **{**GOOD, "period": "2024"})], KNOWN)
    said = problem.message
    assert all(word in said.zh for word in ("12 个", "9 个", "wang", "2025-01-02 11:04"))
    assert all(word in said.en for word in ("12 个", "9 个", "wang"))


def test_an_approved_value_changes_with_a_reason_only() -> None:
    changed = {**GOOD, "period": "2024"}
    _, (problem,) = checked([row(3, 3, **changed)], KNOWN)
    assert (problem.code, problem.field) == ("target-value-no-reason", "reason")
    entries, problems = checked([row(3, 3, **changed, reason="核实")], KNOWN)
    assert not problems
    assert entries[0].before == HELD
    same, problems = checked([row(3, 0, **{**changed, "value": "9"})], KNOWN)
    assert not problems, "what the cell holds already is no change"
    assert same


@pytest.mark.parametrize(
    ("target", "written", "value"),
    [
        ("COUNT", "1,234 个", Value(1234.0)),
        ("COUNT", 7.0, Value(7.0)),
        ("COUNT", "－3", Value(-3.0)),
        ("COUNT", "", Value()),
        ("COUNT", None, Value()),
        ("SHARE", "４６．８％", Value(46.8)),
        ("SHARE", 100, Value(100.0)),
        ("HALF", "0.51%", Value(0.51)),
        ("BIG", "24000 万亩", Value(24_000.0)),
        ("HALF", "0.1", Value(0.1)),
        ("FIELDS", "2万", Value(2.0)),
        ("FIELDS", "2 万亩", Value(2.0)),
        ("STEP", " 已完成 ", Value(done=True)),
        ("STEP", "Not done", Value(done=False)),
        ("CLASS", "Ⅲ类", Value(text="Ⅲ类")),
        ("LEFT", "12.5", Value(12.5)),
        ("LEFT", "能耗下降，排放持平", Value(text="能耗下降，排放持平")),
    ],
)
def test_values_are_read_as_offices_write_them(target: str, written: Any, value: Value) -> None:
    assert read_value(written, TARGETS[target]) == value


@pytest.mark.parametrize("form", ["number", "text"])
def test_of_what_no_number_decides_a_person_says_that_it_is_done(form: Form) -> None:
    soft = asked("个", form, by_person=True)
    assert read_value("完成", soft) == Value(done=True)
    assert read_value("未完成", soft) == Value(done=False)
    assert read_value("完成", asked("个", "number")) != Value(done=True)
    if form == "number":
        assert read_value("12", soft) == Value(12.0)


def test_a_small_value_stands_when_the_note_explains_it() -> None:
    assert read_value("3.2", TARGETS["COUNT"], noted=True) == Value(3.2)
    assert read_value("300", TARGETS["COUNT"]) == Value(300.0), "a beginning is no error"


def test_values_are_written_with_their_unit() -> None:
    shown = [value_text(Value(46.8), TARGETS["SHARE"].unit), value_text(Value(), None)]
    assert [one.zh for one in shown] == ["46.8%", "（空）"]
    assert value_text(Value(done=False), None).zh == "未完成"


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2025", "2025"),
        (2025.0, "2025"),
        ("2025 年度", "2025"),
        ("2025年上半年", "2025H1"),
        ("2025H2", "2025H2"),
        ("2025年第三季度", "2025Q3"),
        ("2025q4", "2025Q4"),
        ("2025年7月", "2025-07"),
        (dt.datetime(2025, 7, 1), "2025-07"),
        ("2025/12", "2025-12"),
        ("1999", "None"),
        ("2025Q5", "None"),
        ("2025-00", "None"),
        (True, "None"),
    ],
)
def test_periods_are_read_as_people_write_them(written: object, period: str) -> None:
    assert str(read_period(written)) == period


def test_periods_lie_within_each_other() -> None:
    half = Period(2024, "half_year", 2)
    assert [str(one) for one in periods_of("quarter", half)] == ["2024Q3", "2024Q4"]
    assert len(periods_of("month", Period(2024, "year"))) == 12
    assert periods_of("year", half) == []
    assert Period(2024, "month", 2).ends == dt.date(2024, 2, 29)
    assert read_period(str(half)) == half
    assert half.title.zh == "2024 年下半年"


def test_cells_sort_by_target_unit_period() -> None:
    assert Cell("A", "x", "2024") < Cell("A", "x", "2025") < Cell("B", "a", "2020")


def test_every_district_of_the_plans_cities_may_report() -> None:
    written = ("420102", "江岸区", "420102 江岸区", "Jiang'an District", "４２０１０２")
    assert {find_reporting_unit(one) for one in written} == {"420102"}
    assert len([one for one in reporting_units() if one[:4] == "4201"]) == 15
    assert find_reporting_unit("汉阳县") is None


@pytest.mark.parametrize(
    ("target", "written", "meant"),
    [("COUNT", "3.2万", "32,000"), ("BIG", "2.4亿亩", "24,000"), ("BIG", 24_000, "2.4")],
)
def test_what_is_to_be_written_instead_is_in_the_unit_of_the_target(
    target: str, written: Any, meant: str
) -> None:
    found = read_value(written, TARGETS[target])
    assert not isinstance(found, Value)
    assert found[1]["meant"] == meant
