"""Demand, figure and gap say nothing that contradicts one another."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geo.figures.units import (
    METRES,
    PERCENT,
    RATIO,
    SQUARE_KILOMETRES,
    SQUARE_METRES,
    UNITS,
    WATER_CLASS,
    Unit,
)
from geo.words import Text
from projects.figures.demands import SIGNS, Demand, class_written, demand_text
from projects.figures.target_units import TARGET_UNITS, target_unit_words
from tests.geo.figures.said import read

# A class of water is told by its name; it is compared as a whole number.
NUMBERED = sorted(
    {unit for unit in TARGET_UNITS.values() if unit is not WATER_CLASS}, key=lambda unit: unit.id
)


# How fast the machine is says nothing of the texts.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    comparator=st.sampled_from([">=", ">", "<=", "=", "between", "class<=", "service_time"]),
    unit=st.sampled_from(NUMBERED),
    asked=st.integers(0, 10**6).map(lambda n: n / 1000),
    apart=st.floats(-1e3, 1e3) | st.sampled_from([0.0, 1e-12, -1e-12, 4e-5, -4e-5, 0.00035]),
)
@example(comparator=">=", unit=PERCENT, asked=50.0, apart=-4e-5)
@example(comparator="<=", unit=SQUARE_KILOMETRES, asked=50.01, apart=0.045)
def test_figure_demand_and_gap_do_not_contradict_each_other(
    comparator: str, unit: Unit, asked: float, apart: float
) -> None:
    demand = Demand(comparator, asked, None, unit)
    scale = 100 if unit is PERCENT else 1
    end = Fraction(repr(asked)) / scale
    value = round(float(end) + apart, 12)
    gap = round(abs(float(end) - value), 12)
    held = RATIO if unit is PERCENT else unit
    measured, missing = demand.measured(value), demand.gap(gap, value)
    said = read(measured.in_("zh"), held)
    exact = Fraction(repr(value))
    assert (said > end, said < end) == (exact > end, exact < end)
    short = Fraction(missing.number.replace(",", ""))
    assert (short > 0) == (gap > 0)
    step = Fraction(1, 10 ** len(measured.number.partition(".")[2]))
    if (end * scale / step).denominator == 1 and "E" not in measured.number:
        assert abs(abs(said - end) * scale - short) < max(step, Fraction(1, 10**9))


def test_the_gap_adds_up_with_the_figure_as_it_is_shown() -> None:
    """49.965 % is shown as 49.97 %: 0.03 is short of 50 then, not the 0.04 of 0.035 rounded."""
    demand = Demand(">=", 50.0, None, PERCENT)
    assert (demand.text.zh, demand.measured(0.49965).in_("zh")) == ("≥ 50%", "49.97%")
    assert demand.gap(0.00035, 0.49965).in_("zh") == "0.03 个百分点"
    assert demand.gap(0.00035).in_("en") == "0.035 percentage points"
    assert demand.gap(1e-12).in_("en") == "1.00E-10 percentage points"


def test_a_demand_says_its_numbers_as_they_were_set() -> None:
    km2 = TARGET_UNITS["km²"]
    assert demand_text(">=", 57.1, None, PERCENT).zh == "≥ 57.1%"
    assert demand_text("between", 2.0, 3.25, km2).en == "2–3.25 km²"
    assert demand_text("=", 0.0, None, UNITS["items"]).zh == "为 0 个"
    assert demand_text("class<=", 3.0, None, None).zh == "水质不低于 Ⅲ 类"
    assert demand_text("milestone", None, None, None).en == "to be completed"
    assert demand_text(">=", None, None, PERCENT).zh == "未给出数值"
    assert demand_text(">=", 1234567.0, None, None).zh == "≥ 1,234,567"
    assert set(SIGNS) >= {">=", "<=", ">", "=", "between"}


def test_ends_are_those_of_the_same_measure_only() -> None:
    demand = Demand(">=", 15.0, None, SQUARE_KILOMETRES)
    assert demand.ends(SQUARE_METRES) == (Fraction(15_000_000),)
    assert demand.ends(UNITS["mu"]) == (Fraction(22_500),)
    assert demand.ends(METRES) == demand.ends(RATIO) == ()
    assert Demand(">=", 15.0, None, None).ends(RATIO) == ()


def test_every_unit_of_a_target_is_written_in_both_languages() -> None:
    assert all(one.symbol and one.measure for one in NUMBERED)
    assert target_unit_words("ten thousand mu").zh == "万亩"
    assert target_unit_words("%").zh == "%"
    assert target_unit_words("net change").en == "(net change)"
    assert target_unit_words("laps").zh == "laps"
    assert class_written(3).in_("zh") == "Ⅲ 类"
    assert class_written(3).text == Text("Ⅲ 类", "class Ⅲ")
    assert class_written(6).text == Text("劣Ⅴ 类", "worse than class Ⅴ")
