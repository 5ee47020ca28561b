"""What a cell may hold, and how a fault is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from geo.errors import EcoAtlasError, Problem
from projects.sheets import SheetKind, get_sheet_kind, values
from projects.sheets.errors import CELL_FORMULA
from projects.sheets.series import DAILY_RAIN
from projects.sheets.series_sewage import SEWAGE_RATES
from projects.sheets.shipped import shipped_rows
from projects.sheets.values import hash_of, read_rows


def rain(**cells: Any) -> dict[str, Any]:
    return {"day": "2025-06-01", "rain_mm": 1.5} | cells


def faults(kind: SheetKind, *rows: dict[str, Any]) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(EcoAtlasError) as caught:
        read_rows(kind, rows)
    assert caught.value.code == "sheet-refused"
    return [(one.code, one.feature, one.field) for one in caught.value.problems]


@pytest.mark.parametrize(
    ("column", "given", "kept"),
    [
        ("day", "2025年6月1日", "2025-06-01"),
        ("day", dt.datetime(2025, 6, 1, 8, 0), "2025-06-01"),
        ("day", 45809, "2025-06-01"),
        ("rain_mm", "12.5", 12.5),
        ("rain_mm", " 3 ", 3.0),
        ("form", "雪", "snow"),
        ("form", "rain", "rain"),
        ("form", "  ", None),
        ("note", "两行\n文字", "两行 文字"),
        ("note", 3.0, "3"),
    ],
)
def test_a_cell_is_kept_as_declared(column: str, given: Any, kept: Any) -> None:
    assert read_rows(DAILY_RAIN, [rain(**{column: given})])[0][column] == kept


@pytest.mark.parametrize(
    ("column", "given", "code"),
    [
        ("day", "2025-06", "cell-invalid"),
        ("day", "2025-02-30", "cell-invalid"),
        ("day", "无", "cell-missing"),
        ("rain_mm", -0.1, "cell-invalid"),
        ("rain_mm", 2000.1, "cell-invalid"),
        ("rain_mm", "nan", "cell-invalid"),
        ("rain_mm", "1_0", "cell-invalid"),
        ("rain_mm", "5%", "cell-invalid"),
        ("rain_mm", True, "cell-invalid"),
        ("rain_mm", [1], "cell-invalid"),
        ("rain_mm", None, "cell-missing"),
        ("form", "冰雹", "cell-invalid"),
        ("note", "x" * 1001, "cell-invalid"),
        ("note", "a\x07b", "cell-invalid"),
        ("wind", 3, "cell-unknown-column"),
    ],
)
def test_what_a_cell_may_not_hold_is_refused_by_row_and_column(
    column: str, given: Any, code: str
) -> None:
    wrong = rain(day="2025-06-02") | {column: given}
    assert faults(DAILY_RAIN, rain(), wrong) == [(code, 2, column)]


def test_every_fault_is_told_at_once_in_the_order_of_rows() -> None:
    found = faults(DAILY_RAIN, rain(rain_mm="x"), rain(), rain(day="", rain_mm=1))
    assert [(code, row) for code, row, _ in found] == [
        ("cell-invalid", 1),
        ("rows-twice", 2),
        ("cell-missing", 3),
    ]


def test_many_faults_are_counted_and_the_first_are_told() -> None:
    rows = [rain(day=f"2025-01-{day:02}", rain_mm="x", form="x") for day in range(1, 31)]
    with pytest.raises(EcoAtlasError) as caught:
        read_rows(DAILY_RAIN, rows)
    assert len(caught.value.problems) == 50
    assert "60" in caught.value.message.zh


def test_rows_are_called_by_their_numbers_in_the_file() -> None:
    with pytest.raises(EcoAtlasError) as caught:
        read_rows(DAILY_RAIN, [rain(), rain()], [4, 9])
    assert caught.value.problems[0].values | {"key": ""} == {"row": 9, "first": 4, "key": ""}


def test_of_a_cell_that_was_faulty_before_nothing_more_is_said() -> None:
    before = Problem(CELL_FORMULA, {"row": 1, "column": "降雨量"}, 1, "rain_mm")
    with pytest.raises(EcoAtlasError) as caught:
        read_rows(DAILY_RAIN, [rain(rain_mm=None)], problems=[before])
    assert [one.code for one in caught.value.problems] == ["cell-formula-without-value"]


def test_a_percentage_is_read_where_the_unit_is_percent(limits: SheetKind) -> None:
    row = {"name": "COD", "share": "72%", "source": "甲", "basis": "已核算"}
    assert read_rows(limits, [row])[0] | {"note": 0} == {
        "name": "COD",
        "limit": None,
        "share": 72.0,
        "source": "甲",
        "basis": "checked",
        "valid_from": None,
        "valid_to": None,
        "note": 0,
        "law": None,
    }


def test_an_empty_sheet_and_one_too_long_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EcoAtlasError, match="sheet-empty"):
        read_rows(DAILY_RAIN, [])
    monkeypatch.setattr(values, "MAX_ROWS", 2)
    days = (rain(day=f"2025-06-0{day}") for day in (1, 2, 3))
    with pytest.raises(EcoAtlasError, match="sheet-too-long"):
        read_rows(DAILY_RAIN, days)


def test_the_hash_follows_the_rows_and_not_how_they_were_written() -> None:
    one = read_rows(DAILY_RAIN, [rain(rain_mm="1.50", day="2025/6/1")])
    assert hash_of(DAILY_RAIN, one) == hash_of(DAILY_RAIN, read_rows(DAILY_RAIN, [rain()]))
    other = read_rows(DAILY_RAIN, [rain(rain_mm=1.6)])
    assert hash_of(DAILY_RAIN, one) != hash_of(DAILY_RAIN, other)


@pytest.mark.parametrize(("written", "kept"), [("72%", 0.72), ("0.72", 0.72), (0.72, 0.72)])
def test_a_percentage_in_a_column_of_ratios_is_its_hundredth_part(
    written: Any, kept: float
) -> None:
    row = {"area": "甲区", "year": 2025, "indicator": "treatment", "rate": written}
    assert read_rows(SEWAGE_RATES, [row])[0]["rate"] == kept


def ban(**cells: Any) -> dict[str, Any]:
    return dict(shipped_rows("bank_bans")[0]) | cells


def test_a_rule_that_ends_before_it_begins_is_refused_with_row_and_column() -> None:
    """It would hold on no day, and no figure would say why."""
    reversed_ = ban(valid_from="2025-06-02", valid_to="2025-06-01")
    with pytest.raises(EcoAtlasError) as caught:
        read_rows(get_sheet_kind("bank_bans"), [ban(), reversed_], [7, 9])
    (problem,) = caught.value.problems
    assert (problem.code, problem.feature, problem.field) == ("sheet-dates-reversed", 9, "valid_to")
    said = problem.message.zh
    assert said.startswith("第 9 行（")
    assert "“失效日期”2025-06-01 早于“生效日期”2025-06-02" in said
    assert "is before “Valid from” 2025-06-02" in problem.message.en


@pytest.mark.parametrize(
    ("since", "until"), [("2025-06-01", "2025-06-01"), (None, "2000-01-01"), ("2025-06-01", None)]
)
def test_a_rule_may_hold_for_a_day_or_be_open_at_either_end(
    since: str | None, until: str | None
) -> None:
    row = read_rows(get_sheet_kind("bank_bans"), [ban(valid_from=since, valid_to=until)])[0]
    assert (row["valid_from"], row["valid_to"]) == (since, until)


def test_a_list_in_a_refusal_has_the_commas_of_its_language() -> None:
    with pytest.raises(EcoAtlasError) as refused:
        read_rows(DAILY_RAIN, [rain(wind=3)])
    (problem,) = refused.value.problems
    assert "day、rain_mm、form、note" in problem.fix.zh
    assert "day, rain_mm, form, note" in problem.fix.en
