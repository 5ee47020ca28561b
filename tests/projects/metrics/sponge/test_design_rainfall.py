"""Design rainfall by volume: the agreed vector, a second implementation, years and gaps told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import EcoAtlasError
from projects.metrics.sponge.rainfall import captured_ratio, design_depth

RAINS = [3.0, 5, 8, 12, 20, 32, 60]
VECTOR = {3: 0.15, 5: 0.2357, 8: 0.3429, 12: 0.4571, 20: 0.6286, 32: 0.8, 60: 1.0}


def clause_ratio(rains: list[float], i: int) -> float:
    """The clause word by word: [ΣX₁..X_i + X_i·(N − i)] ÷ ΣX₁..X_N, i counted from 1."""
    ordered = sorted(rains)
    return (sum(ordered[:i]) + ordered[i - 1] * (len(ordered) - i)) / sum(ordered)


def bisected_depth(rains: list[float], ratio: float) -> float:
    """The depth by halving an interval, knowing nothing but what is captured of each day."""
    low, high = 0.0, max(rains)
    for _ in range(200):
        middle = (low + high) / 2
        held = sum(rain if rain < middle else middle for rain in rains)
        low, high = (middle, high) if held < ratio * sum(rains) else (low, middle)
    return high


@pytest.mark.parametrize(("depth", "ratio"), VECTOR.items())
def test_the_agreed_vector_by_volume(depth: float, ratio: float) -> None:
    assert captured_ratio(np.array(RAINS), depth) == pytest.approx(ratio, abs=5e-5)


def test_seventy_percent_is_25_mm_and_eighty_is_32_mm() -> None:
    assert design_depth(np.array(RAINS), 0.70) == pytest.approx(25.0, abs=1e-12)
    assert design_depth(np.array(RAINS), 0.80) == pytest.approx(32.0, abs=1e-12)


def test_it_is_no_frequency() -> None:
    # By frequency 1 − m/(n+1) the 70 % rain would lie between the fifth and sixth: 27.2 mm.
    by_frequency = np.interp(0.70, np.arange(1, 8) / 8, RAINS)
    assert by_frequency == pytest.approx(27.2)
    assert abs(design_depth(np.array(RAINS), 0.70) - by_frequency) > 2


rains = st.lists(st.floats(2.01, 400.0), min_size=1, max_size=60)


@given(rains, st.floats(0.05, 0.99))
def test_depths_agree_with_a_second_implementation(days: list[float], ratio: float) -> None:
    found = design_depth(np.array(days), ratio)
    assert found == pytest.approx(bisected_depth(days, ratio), rel=1e-9, abs=1e-9)
    assert captured_ratio(np.array(days), found) == pytest.approx(ratio, rel=1e-9)


@given(rains)
def test_each_rain_of_the_record_has_the_ratio_of_the_clause(days: list[float]) -> None:
    ordered = sorted(days)
    for i, depth in enumerate(ordered, start=1):
        ratio = captured_ratio(np.array(days), depth)
        assert ratio == pytest.approx(clause_ratio(days, i), rel=1e-9)


@given(rains, st.floats(0.05, 0.9), st.floats(0.01, 0.09))
def test_more_capture_never_needs_less_rain(days: list[float], ratio: float, more: float) -> None:
    every = np.array(days)
    assert design_depth(every, ratio) <= design_depth(every, ratio + more)


def record(years: int, first: int = 1991) -> list[dict[str, Any]]:
    """Every day of `years` years: dry, but for the seven rains of the vector in June."""
    day, rows = dt.date(first, 1, 1), []
    while day.year < first + years:
        wet = day.month == 6 and day.day <= len(RAINS)
        rows.append({"day": day.isoformat(), "rain_mm": RAINS[day.day - 1] if wet else 0.0})
        day += dt.timedelta(days=1)
    return rows


@pytest.fixture
def rainfall(sheet: Callable[..., None], run: Callable[..., Any]) -> Callable[..., Any]:
    def compute(rows: list[dict[str, Any]], **parameters: Any) -> Any:
        sheet("rain", rows, kind="daily_rain")
        return run("design_rainfall", {"rain": "rain"}, **parameters).result

    return compute


def test_thirty_years_give_the_depths_without_a_warning_on_length(
    rainfall: Callable[..., Any],
) -> None:
    result = rainfall(record(30), depth_mm=20)
    total = result["total"]
    assert (total["years"], total["enough_years"], total["used_days"]) == (30, "yes", 210)
    assert total["depth_mm"] == pytest.approx(25.0, abs=1e-6)
    assert total["given_depth_ratio"] == pytest.approx(88 / 140, abs=1e-9)
    assert {row["key"]: row["depth_mm"] for row in result["ratios"]}["80%"] == 32.0
    assert len(result["ratios"]) == 7
    assert [one["code"] for one in result["notes"]] == ["snow-not-marked"]
    assert result["gaps"] == []


@pytest.mark.slow
def test_fewer_years_are_refused_unless_a_trial_is_asked_for(
    rainfall: Callable[..., Any],
) -> None:
    with pytest.raises(EcoAtlasError) as caught:
        rainfall(record(29))
    assert caught.value.code == "rain-record-short"
    assert "29" in caught.value.message.zh
    trial = rainfall(record(29), short_record="tell")
    assert trial["total"]["enough_years"] == "no"
    assert trial["total"]["depth_mm"] == pytest.approx(25.0, abs=1e-6)
    assert "rain-record-short" in {one["code"] for one in trial["notes"]}


def test_light_rain_and_snow_are_left_out_and_counted(rainfall: Callable[..., Any]) -> None:
    rows = record(1)
    rows[0] |= {"rain_mm": 2.0}
    rows[1] |= {"rain_mm": 2.1}
    rows[2] |= {"rain_mm": 40.0, "form": "snow"}
    total = rainfall(rows, short_record="tell")["total"]
    assert (total["light_days"], total["snow_days"], total["used_days"]) == (1, 1, 8)
    assert total["used_mm"] == pytest.approx(142.1)


def test_missing_days_are_gaps_and_not_dry(rainfall: Callable[..., Any]) -> None:
    rows = [row for row in record(2) if not "1992-07-01" <= row["day"] <= "1992-07-20"]
    rows = [row for row in rows if row["day"] != "1991-02-03"]
    result = rainfall(rows, short_record="tell")
    assert [(gap["key"], gap["last_day"], gap["days"]) for gap in result["gaps"]] == [
        ("1992-07-01", "1992-07-20", 20),
        ("1991-02-03", "1991-02-03", 1),
    ]
    years = {year["key"]: year for year in result["years"]}
    assert (years["1991"]["missing_days"], years["1991"]["complete"]) == (1, "yes")
    assert (years["1992"]["missing_days"], years["1992"]["complete"]) == (20, "no")
    said = next(one for one in result["notes"] if one["code"] == "rain-years-incomplete")
    assert (said["years"], said["percent"]) == ("1992", 50.0)


def test_a_record_from_july_lacks_half_a_year_in_total_too(rainfall: Callable[..., Any]) -> None:
    rows = [row for row in record(3) if "1991-07-01" <= row["day"] <= "1993-12-30"]
    result = rainfall(rows, short_record="tell")
    assert [year["missing_days"] for year in result["years"]] == [181, 0, 1]
    assert [(gap["key"], gap["last_day"], gap["days"]) for gap in result["gaps"]] == [
        ("1991-01-01", "1991-06-30", 181),
        ("1993-12-31", "1993-12-31", 1),
    ]
    assert result["total"]["missing_days"] == 182


def test_a_dry_day_marked_snow_is_no_snow_day(rainfall: Callable[..., Any]) -> None:
    rows = record(1)
    rows[0] |= {"rain_mm": 0.0, "form": "snow"}
    rows[1] |= {"rain_mm": 1.5, "form": "snow"}
    result = rainfall(rows, short_record="tell")
    assert result["total"]["snow_days"] == 1
    assert [year["snow_days"] for year in result["years"]] == [1]


def test_a_period_leaves_the_rest_out_and_any_ratio_can_be_wanted(
    rainfall: Callable[..., Any],
) -> None:
    rows = record(3)
    rows[0]["rain_mm"] = 300.0
    result = rainfall(
        rows, first_day="1992-01-01", last_day="1992-12-31", ratio=0.72, short_record="tell"
    )
    assert result["total"]["used_mm"] == 140.0
    # 72 % of 140 mm are 100.8; at 20 mm 88 are held, two days are larger: 20 + 12.8 / 2.
    assert result["total"]["depth_mm"] == pytest.approx(26.4, abs=1e-6)
    assert [row["key"] for row in result["ratios"]][2:4] == ["70%", "72%"]


def test_a_dry_record_is_refused(rainfall: Callable[..., Any]) -> None:
    with pytest.raises(EcoAtlasError) as caught:
        rainfall([{"day": "2020-01-01", "rain_mm": 2.0}], short_record="tell")
    assert caught.value.code == "no-rain-left"
