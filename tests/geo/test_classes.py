"""Borders of classes, on numbers that are parted in the head."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from geo.classes import MOST_SOUGHT, BorderMethod, _some, borders_of, class_numbers

GROUPS = np.array([1.0, 2, 3, 51, 52, 53, 101, 102, 103])


@pytest.mark.parametrize("method", ["quantile", "natural"])
def test_three_groups_are_three_classes(method: BorderMethod) -> None:
    borders = borders_of(GROUPS, method, 3)
    assert class_numbers(GROUPS, borders, method).tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_natural_breaks_follow_the_gaps_where_quantiles_follow_the_number() -> None:
    values = np.array([1.0, 2, 3, 4, 5, 6, 100, 101])
    assert borders_of(values, "natural", 2) == (6.0,)
    assert class_numbers(values, borders_of(values, "quantile", 2), "quantile").sum() == 4


@pytest.mark.parametrize("far", [0.0, 4e8])
@pytest.mark.parametrize("count", [2, 3, 4])
def test_no_other_borders_leave_less_within_the_classes(count: int, far: float) -> None:
    """Every way to part twelve numbers is tried; single precision would fail far from zero."""
    rng = np.random.default_rng(count)
    values = np.sort(rng.exponential(1e4, 12).round(2)) + far

    def within(ends: tuple[int, ...]) -> float:
        return sum(((one - one.mean()) ** 2).sum() for one in np.split(values, ends))

    best = min(combinations(range(1, len(values)), count - 1), key=within)
    assert borders_of(values, "natural", count) == tuple(values[[end - 1 for end in best]])


def test_what_is_alike_or_absent_has_no_borders() -> None:
    assert borders_of(np.array([7.0, 7.0]), "natural", 5) == ()
    assert borders_of(np.array([]), "quantile", 5) == ()
    assert borders_of(np.array([1.0, 2.0]), "quantile", 5) == (1.0,)


def test_a_border_of_a_standard_begins_a_class() -> None:
    values = np.array([0.6, 0.7, 0.8, 0.9])
    borders = borders_of(values, "fixed", 5, (0.0, 0.7, 0.85, 2.0))
    assert borders == (0.7, 0.85)
    assert class_numbers(values, borders, "fixed").tolist() == [0, 1, 1, 2]


def test_of_many_values_the_same_ones_are_looked_at() -> None:
    values = np.arange(10.0 * MOST_SOUGHT)
    some = _some(values)
    assert (some[0], some[-1], len(some)) == (0, values[-1], MOST_SOUGHT)
