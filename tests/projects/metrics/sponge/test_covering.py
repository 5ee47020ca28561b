"""The least set of zones: every answer against all subsets tried one by one."""

from __future__ import annotations

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.metrics.sponge import set_cover
from projects.metrics.sponge.set_cover import Selection, cheapest, gain_of, grouped

Gains = dict[frozenset[int], float]


def by_brute_force(costs: dict[int, float], gains: Gains, need: float) -> float:
    """The cost of the cheapest set that wins enough, all of them tried."""
    zones = sorted(costs)
    sets = chain.from_iterable(combinations(zones, size) for size in range(len(zones) + 1))
    holding = [one for one in sets if gain_of(frozenset(one), gains) >= need]
    return min((sum(costs[zone] for zone in one) for one in holding), default=float("inf"))


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[int, float], Gains, float]:
    count = draw(st.integers(1, 9))
    whole = st.integers(0, 60).map(float)
    costs = {zone: draw(whole) for zone in range(count)}
    gains = {frozenset((zone,)): draw(whole) for zone in range(count)}
    zones = st.sets(st.integers(0, count), min_size=2, max_size=3)  # `count` is no candidate
    for atom in draw(st.lists(zones, max_size=5)):
        gains[frozenset(atom)] = draw(whole)
    need = draw(st.floats(0.5, 1.0)) * sum(gains.values())
    return costs, gains, need


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(cases())
def test_the_cheapest_set_costs_what_brute_force_finds(
    case: tuple[dict[int, float], Gains, float],
) -> None:
    costs, gains, need = case
    found, least = cheapest(costs, gains, need), by_brute_force(*case)
    if least == float("inf"):
        assert not found.reached
        return
    assert found.reached
    assert found.proven
    assert found.cost == pytest.approx(least, abs=1e-9)
    assert gain_of(frozenset(found.chosen), gains) >= need
    assert sum(costs[zone] for zone in found.chosen) == pytest.approx(found.cost)


@settings(max_examples=100, deadline=None)
@given(cases())
def test_with_groups_cut_small_the_answer_holds_and_proven_means_proven(
    case: tuple[dict[int, float], Gains, float],
) -> None:
    costs, gains, need = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(set_cover, "LARGEST_GROUP", 2)
        found = cheapest(costs, gains, need)
    least = by_brute_force(*case)
    assert found.reached == (least < float("inf"))
    if found.reached:
        assert found.at_least <= least + 1e-6
        assert found.cost >= least - 1e-6
        assert not found.proven or found.cost == pytest.approx(least, abs=1e-6)


def test_ground_in_two_zones_is_won_with_both_only() -> None:
    gains = {frozenset((0,)): 1.0, frozenset((1,)): 1.0, frozenset((0, 1)): 8.0}
    gains[frozenset((2,))] = 3.0
    assert cheapest(dict.fromkeys(range(3), 1.0), gains, 9.0).chosen == (0, 1)
    assert cheapest(dict.fromkeys(range(3), 1.0), gains, 3.0).chosen == (2,)


def test_of_equal_cost_the_set_that_wins_more_is_taken() -> None:
    gains = {frozenset((0,)): 5.0, frozenset((1,)): 7.0}
    assert cheapest({0: 1.0, 1: 1.0}, gains, 4.0).chosen == (1,)


def test_nothing_is_chosen_where_nothing_is_needed() -> None:
    assert cheapest({0: 1.0}, {frozenset((0,)): 5.0}, 0.0) == Selection(
        (), 0.0, 0.0, True, True, 0.0
    )


def test_a_need_beyond_all_zones_takes_them_all_and_says_it_is_not_reached() -> None:
    found = cheapest({0: 1.0, 1: 2.0}, {frozenset((0,)): 5.0, frozenset((1,)): 1.0}, 7.0)
    assert (found.chosen, found.cost, found.reached) == ((0, 1), 3.0, False)


def test_greedy_by_ratio_would_pay_more() -> None:
    # Ratio prefers zone 0 (10 for 1), and then needs zone 1 for 100; zone 2 alone costs 60.
    gains = {frozenset((0,)): 10.0, frozenset((1,)): 90.0, frozenset((2,)): 91.0}
    found = cheapest({0: 1.0, 1: 100.0, 2: 60.0}, gains, 90.5)
    assert (found.chosen, found.cost) == ((2,), 60.0)


def test_two_hundred_zones_with_awkward_costs_are_solved_and_proven() -> None:
    random = np.random.default_rng(5)
    gains = {frozenset((z,)): float(random.uniform(1e5, 5e6)) for z in range(200)}
    for zone in range(0, 198, 3):
        gains[frozenset((zone, zone + 1))] = float(random.uniform(1e3, 3e5))
    costs = {z: float(np.round(random.uniform(500, 9_000), 2)) for z in range(200)}
    found = cheapest(costs, gains, 0.37 * sum(gains.values()))
    assert found.reached
    assert found.proven


def test_groups_hold_zones_that_share_ground_and_leave_the_least_between_them() -> None:
    chained = {frozenset((z, z + 1)): 100.0 + z for z in range(20)}
    groups, loose = grouped(list(range(21)), chained)
    assert max(len(group) for group in groups) <= set_cover.LARGEST_GROUP
    assert loose == {min(chained, key=chained.__getitem__)} or len(loose) < 3
    assert sorted(zone for group in groups for zone in group) == list(range(21))
