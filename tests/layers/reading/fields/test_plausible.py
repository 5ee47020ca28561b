"""Values outside the range that a field declares: kept, and told by row."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from geo.errors import Problem
from layers.kinds import KINDS
from layers.reading.fields.values import read_column


def warned(kind: str, field: str, values: list[Any], unit: str | None = None) -> list[Problem]:
    found = KINDS[kind].field(field)
    assert found is not None
    return [
        p
        for p in read_column(pd.Series(values), found, unit).problems
        if p.code == "implausible-value"
    ]


def test_the_row_the_value_and_the_range_are_said() -> None:
    problems = warned("ecological_corridor", "width_m", [30, 40_000, None, 0.5])
    assert [p.feature for p in problems] == [2, 4]
    assert "40,000 m" in problems[0].message.zh
    assert "3 m—5,000 m" in problems[0].message.zh
    assert problems[0].kind.severity == "warning"


def test_the_unit_counts_first() -> None:
    assert warned("ecological_corridor", "width_m", ["4公里"]) == []
    assert len(warned("ecological_corridor", "width_m", ["40公里"])) == 1


def test_ratios_are_told_in_percent() -> None:
    (problem,) = warned("sponge_zone", "capture_target", [0.75, 0.05])
    assert problem.feature == 2
    assert "5%" in problem.message.en
    assert "30%" in problem.message.en
    assert "95%" in problem.message.en


def test_of_dates_the_year_is_weighed() -> None:
    problems = warned("ecological_corridor", "completed_on", ["1925-06-01", "2025", None])
    assert [p.feature for p in problems] == [1]
    assert "1925-06-01" in problems[0].message.zh


def test_the_bounds_themselves_are_plausible() -> None:
    assert warned("ecological_corridor", "width_m", [3, 5000]) == []


@pytest.mark.parametrize("values", [["x"], [None], [float("nan")]])
def test_what_is_no_number_is_told_elsewhere(values: list[Any]) -> None:
    assert warned("ecological_corridor", "width_m", values) == []


def test_a_column_called_percent_is_percent_even_below_one() -> None:
    field = KINDS["sponge_zone"].field("capture_target")
    assert field is not None
    found = read_column(pd.Series([75, 0.8]), field, "%")
    assert found.values.tolist() == pytest.approx([0.75, 0.008])
    assert [(p.code, p.feature) for p in found.problems] == [
        ("unit-converted", None),
        ("implausible-value", 2),
    ]
