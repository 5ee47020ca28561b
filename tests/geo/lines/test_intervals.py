"""Stretches of a line against what a set of whole metres says of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.lines import intervals

LENGTH = 30
stretch = st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)).map(sorted)
several = st.lists(stretch, max_size=6)


def metres(stretches: np.ndarray | list[list[int]]) -> set[int]:
    """The metres, each by its start, that lie in any of the stretches."""
    return {at for a, b in stretches for at in range(round(a), round(b))}


def array(stretches: list[list[int]]) -> np.ndarray:
    return np.array(stretches, dtype=float).reshape(-1, 2)


def test_a_stretch_inside_another_ends_nothing() -> None:
    assert intervals.merged(array([[0, 10], [2, 3], [5, 6]])).tolist() == [[0, 10]]


def test_ends_that_meet_are_one_and_stretches_without_length_go() -> None:
    assert intervals.merged(array([[4, 6], [0, 2], [2, 3], [9, 9]])).tolist() == [[0, 3], [4, 6]]


def test_nothing_of_nothing_is_nothing() -> None:
    nothing = intervals.nothing()
    assert intervals.rest(nothing, 5.0).tolist() == [[0, 5]]
    assert intervals.minus(nothing, array([[0, 1]])).tolist() == []
    assert intervals.total(nothing) == 0


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(several, several)
def test_every_operation_is_that_of_sets(one: list[list[int]], other: list[list[int]]) -> None:
    a, b = array(one), array(other)
    assert metres(intervals.merged(a)) == metres(one)
    assert metres(intervals.rest(a, LENGTH)) == set(range(LENGTH)) - metres(one)
    assert metres(intervals.minus(a, b)) == metres(one) - metres(other)
    assert metres(intervals.common(a, b)) == metres(one) & metres(other)
    assert intervals.total(a) == pytest.approx(len(metres(one)))


@settings(max_examples=100, deadline=None)
@given(several)
def test_merged_stretches_lie_apart_and_in_order(drawn: list[list[int]]) -> None:
    ends = intervals.merged(array(drawn)).ravel()
    assert (np.diff(ends) > 0).all()
