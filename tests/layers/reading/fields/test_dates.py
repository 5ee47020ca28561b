"""Dates as offices write them, and what spreadsheets leave of them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from layers.kinds import KINDS
from layers.reading.fields.dates import is_serial, iso_date, lost_a_zero
from layers.reading.fields.values import Column, read_column


def completed(values: list[Any]) -> Column:
    field = KINDS["ecological_corridor"].field("completed_on")
    assert field is not None
    return read_column(pd.Series(values), field)


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2025年", "2025"),
        ("2025.6", "2025-06"),
        ("2025.06.01", "2025-06-01"),
        ("20250601", "2025-06-01"),
        ("202506", "2025-06"),
        (20250601, "2025-06-01"),
        ("2025/6/1 0:00:00", "2025-06-01"),
        ("2025-05-31 16:00:00.000Z", "2025-06-01"),
        ("2025-12-31T16:00:00+00:00", "2026-01-01"),
        ("2025-06-01 00:00:00.000Z", "2025-06-01"),
        ("2025-06-01 23:30:00.000+0800", "2025-06-01"),
        ("2025年6月1日", "2025-06-01"),
        ("二〇二五年", "2025"),
        ("二〇二五年六月", "2025-06"),
        ("二○二五年十二月三十一日", "2025-12-31"),
        ("二零二五年十月二十日", "2025-10-20"),
        (45809, "2025-06-01"),
        (45809.75, "2025-06-01"),
        ("45809", "2025-06-01"),
        (2025.6, "2025-06"),
    ],
)
def test_forms_of_offices(value: object, iso: str) -> None:
    assert iso_date(value) == iso


@pytest.mark.parametrize(
    "value",
    [
        "十十年",
        "2025-05-31 20:00:00.000Z",
        "2025-05-31 16:30:00Z",
        "二〇二五年十十月",
        "二〇二五年二三十月",
        "二〇二五年六七日",
        "二五年",
        "2020.0",
        "202000",
        "20200500",
        12345,
        99999,
    ],
)
def test_what_only_looks_like_one_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r".*"):
        iso_date(value)


def test_serials_are_told_with_an_example_and_a_count() -> None:
    found = completed([45809, 45810, None])
    assert found.values.tolist()[:2] == ["2025-06-01", "2025-06-02"]
    assert [p.code for p in found.problems] == ["dates-from-serials"]
    said = found.problems[0].message
    assert "2 个值" in said.zh
    assert "45809" in said.en
    assert "2025-06-01" in said.en


def test_a_year_and_a_day_are_no_serials() -> None:
    assert not is_serial(2025)
    assert not is_serial(20250601)
    assert not is_serial("2025.6")
    assert not is_serial(None)


def test_a_month_whose_zero_may_be_lost_is_refused_by_row_and_not_guessed() -> None:
    found = completed([2025.6, 2025.1])
    assert [(p.code, p.feature) for p in found.problems] == [("date-ambiguous", 2)]
    assert found.values[0] == "2025-06"
    assert pd.isna(found.values[1])


def test_a_text_keeps_its_zero_and_is_read() -> None:
    assert not lost_a_zero("2025.1")
    assert completed(["2025.1", "2025.10"]).values.tolist() == ["2025-01", "2025-10"]
