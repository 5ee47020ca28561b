"""A figure as it is written never says another thing than the figure: for any number and unit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.figures.units import COUNT, METRES, NUMBER, RATIO, SQUARE_METRES, UNITS, Unit
from geo.figures.writing import write
from tests.geo.figures.said import read

NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**12), 10**12)
SHARES = st.floats(-1.0, 1.0) | st.integers(0, 1000).map(lambda n: n / 1000)
EVERY_UNIT = st.sampled_from(sorted(UNITS.values(), key=lambda one: one.id))


def near(value: float) -> list[float]:
    steps = [value, math.nextafter(value, math.inf), math.nextafter(value, -math.inf)]
    return steps + [value * (1 + far) for far in (1e-12, -1e-9, 1e-6, -1e-6, 1e-4, -1e-4)]


# How fast the machine is says nothing of the texts.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.slow
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
    # Half of the last digit that counts: a twentieth of what has two, half of what has one.
    assert abs(plain - exact) <= abs(exact) * Fraction(5, 10 ** min(unit.significant, 2))
    assert read(write(value, unit, "en", exact=True), unit) == exact


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


def test_a_unit_is_kept_with_its_figures_and_read_again() -> None:
    for unit in UNITS.values():
        assert Unit.of(unit.content()) == unit
