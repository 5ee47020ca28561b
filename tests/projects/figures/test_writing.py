"""A figure as it is written never says another thing than the figure: for any number and unit."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from projects.figures.demands import SIGNS, Demand, demand_text
from projects.figures.units import (
    COUNT,
    METRES,
    NUMBER,
    PERCENT,
    RATIO,
    SQUARE_KILOMETRES,
    SQUARE_METRES,
    TARGET_UNITS,
    UNITS,
    Unit,
    target_unit_words,
)
from projects.figures.writing import write

NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**12), 10**12)
SHARES = st.floats(-1.0, 1.0) | st.integers(0, 1000).map(lambda n: n / 1000)
EVERY_UNIT = st.sampled_from(sorted(UNITS.values(), key=lambda one: one.id))
FACTORS = {"%": Fraction(1, 100), "km²": Fraction(10**6), "km": Fraction(1000)}


def read(text: str, unit: Unit) -> Fraction:
    """The number that a text states, in the unit that the figure is held in."""
    found = re.fullmatch(r"(-?[\d,]+(?:\.\d+)?(?:E[+-]\d+)?) ?(.*)", text)
    assert found, text
    number, symbol = Fraction(found[1].replace(",", "")), found[2]
    own = (unit.symbol.zh, unit.symbol.en) if unit.symbol else ("",)
    if symbol in own and not unit.percent:
        return number
    return number * FACTORS[symbol]


def near(value: float) -> list[float]:
    steps = [value, math.nextafter(value, math.inf), math.nextafter(value, -math.inf)]
    return steps + [value * (1 + far) for far in (1e-12, -1e-9, 1e-6, -1e-6, 1e-4, -1e-4)]


# How fast the machine is says nothing of the texts.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@UNHURRIED
@given(data=st.data(), unit=EVERY_UNIT, end=NUMBERS | SHARES)
def test_a_text_is_on_the_same_side_of_every_end_as_its_number(
    data: st.DataObject, unit: Unit, end: float
) -> None:
    value = data.draw(NUMBERS | SHARES | st.sampled_from(near(float(end))), label="value")
    if not math.isfinite(value):
        return
    other = data.draw(NUMBERS, label="other end")
    ends = [Fraction(repr(float(one))) for one in (end, other)]
    exact = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    said = read(write(value, unit, "zh", ends), unit)
    for one in ends:
        assert (said > one, said < one) == (exact > one, exact < one)
    plain = read(write(value, unit, "zh"), unit)
    assert (plain > 0, plain < 0) == (value > 0, value < 0), "a small number is not nothing"
    assert abs(plain - exact) <= max(abs(exact) / 20, Fraction(0))
    assert read(write(value, unit, "en", exact=True), unit) == exact


@UNHURRIED
@given(
    comparator=st.sampled_from([">=", ">", "<=", "=", "between", "class<=", "service_time"]),
    unit=st.sampled_from(sorted(TARGET_UNITS.values(), key=lambda one: one.id)),
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


@pytest.mark.parametrize(
    ("value", "unit", "ends", "said"),
    [
        (0.4996, RATIO, [Fraction(1, 2)], "49.96%"),
        (0.49996, RATIO, [Fraction(1, 2)], "49.996%"),
        (0.499999, RATIO, [Fraction(1, 2)], "49.9999%"),
        (0.49996, RATIO, [], "50.00%"),
        (0.5, RATIO, [Fraction(1, 2)], "50.00%"),
        (12_345_678.912, SQUARE_METRES, [], "12.3457 km²"),
        (999_999.994, SQUARE_METRES, [], "999,999.99 m²"),
        (-12_345_678.912, SQUARE_METRES, [], "-12.3457 km²"),
        (-0.0, METRES, [], "0.00 m"),
        (0.004, METRES, [], "0.004 m"),
        (0.0041234, METRES, [], "0.0041 m"),
        (12_345.678, METRES, [], "12.346 km"),
        (2.675, METRES, [], "2.68 m"),
        (1234, COUNT, [], "1,234"),
        (9.9996e-10, NUMBER, [], "1.000E-09"),
        (None, RATIO, [Fraction(1, 2)], "—"),
        (math.nan, RATIO, [Fraction(1, 2)], "—"),
        (-math.inf, SQUARE_METRES, [], "—"),
        (True, COUNT, [], "—"),
        ("12", COUNT, [], "—"),
    ],
)
def test_figures_as_they_are_written(
    value: object, unit: Unit, ends: Sequence[Fraction], said: str
) -> None:
    assert write(value, unit, "zh", ends) == said
    assert write(value, unit, "en", ends) == said


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


def test_a_unit_is_kept_with_its_figures_and_read_again() -> None:
    for unit in UNITS.values():
        assert Unit.of(unit.content()) == unit


def test_every_unit_of_a_target_is_written_in_both_languages() -> None:
    assert all(one.symbol and one.measure for one in TARGET_UNITS.values())
    assert target_unit_words("ten thousand mu").zh == "万亩"
    assert target_unit_words("%").zh == "%"
    assert target_unit_words("net change").en == "(net change)"
    assert target_unit_words("laps").zh == "laps"
