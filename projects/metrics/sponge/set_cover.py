"""The cheapest set of zones whose ground reaches an area: exact, with overlaps between zones.

Ground is given in atoms: `gains[A]` m² are won once every zone of A is chosen, so that ground in
two zones is won with both of them only. Wanted is a set S of least cost with
    f(S) = Σ gains[A] over A ⊆ S  ≥  need.

Method. Zones that share atoms form groups; the subsets of a group are tried one by one and the
undominated (cost, gain) kept. Groups are then merged one after the other, keeping undominated pairs
only (the list method of Nemhauser and Ullmann for the knapsack problem), and dropping pairs whose
linear relaxation over the groups still to come costs more than a solution already known. Both steps
lose no optimum. Where a group would have more than `LARGEST_GROUP` zones the smallest shared atoms
are taken twice: as never won, which gives a set that holds, and as won by any one of their zones,
which gives a bound below; if both cost the same the set is proven, else it is said not to be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Gains = Mapping[frozenset[int], float]

LARGEST_GROUP = 12
MOST_PAIRS = 400_000
NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Selection:
    """chosen: zones in order; cost and gain_m2 of them. reached: whether need is met; if not, all
    candidates are chosen. proven: no set costs less; at_least: what any set costs."""

    chosen: tuple[int, ...]
    cost: float
    gain_m2: float
    reached: bool
    proven: bool
    at_least: float


@dataclass(frozen=True, slots=True)
class Options:
    """Undominated choices within a group: cost ascending, gain ascending, and the zones."""

    cost: Floats
    gain: Floats
    zones: Sequence[tuple[int, ...]]


def cheapest(costs: Mapping[int, float], gains: Gains, need_m2: float) -> Selection:
    """The cheapest of the zones in `costs` (all ≥ 0) that win `need_m2`; of equal cost the one that
    wins more. Atoms with a zone that is no candidate are never won."""
    candidates = sorted(costs)
    if need_m2 <= 0:
        return Selection((), 0.0, 0.0, True, True, 0.0)
    winnable = {atom: m2 for atom, m2 in gains.items() if atom <= costs.keys()}
    everything = sum(winnable.values())
    if everything < need_m2:
        total = sum(costs[zone] for zone in candidates)
        return Selection(tuple(candidates), total, everything, False, True, total)
    groups, loose = grouped(candidates, winnable)
    found = _solve(costs, groups, _without(winnable, loose), need_m2)
    if not loose:
        return _selection(found, costs, winnable, need_m2, found.cost, found.complete)
    bound = _solve(costs, groups, _credited(winnable, loose), need_m2)
    return _selection(
        found, costs, winnable, need_m2, bound.cost, found.complete and bound.complete
    )


@dataclass(frozen=True, slots=True)
class _Found:
    zones: tuple[int, ...]
    cost: float
    complete: bool


def _selection(
    found: _Found,
    costs: Mapping[int, float],
    gains: Gains,
    need_m2: float,
    bound: float,
    complete: bool,
) -> Selection:
    zones = found.zones or tuple(sorted(costs))  # nothing holds without the loose atoms: take all
    cost = sum(costs[zone] for zone in zones)
    won = gain_of(frozenset(zones), gains)
    proven = complete and cost <= bound * (1 + NEAR) + NEAR
    return Selection(zones, cost, won, won >= need_m2, proven, bound if complete else 0.0)


def gain_of(chosen: frozenset[int], gains: Gains) -> float:
    """f(S): m² of the atoms all of whose zones are chosen."""
    return sum(m2 for atom, m2 in gains.items() if atom <= chosen)


def grouped(candidates: Sequence[int], gains: Gains) -> tuple[list[list[int]], set[frozenset[int]]]:
    """Zones that share atoms, together, at most `LARGEST_GROUP`; and the shared atoms that had to
    stay between groups, the smallest ones."""
    group_of = {zone: [zone] for zone in candidates}
    loose = set()
    shared = sorted(
        (atom for atom in gains if len(atom) > 1), key=lambda atom: (-gains[atom], sorted(atom))
    )
    for atom in shared:
        parts = {id(group_of[zone]): group_of[zone] for zone in atom}
        joined = sorted(zone for part in parts.values() for zone in part)
        if len(joined) > LARGEST_GROUP:
            loose.add(atom)
            continue
        for zone in joined:
            group_of[zone] = joined
    distinct = {id(group): group for group in group_of.values()}
    return sorted(distinct.values()), loose


def _without(gains: Gains, loose: set[frozenset[int]]) -> Gains:
    return {atom: m2 for atom, m2 in gains.items() if atom not in loose}


def _credited(gains: Gains, loose: set[frozenset[int]]) -> Gains:
    """Each loose atom in full to each of its zones: no set wins more than this says."""
    credited = dict(_without(gains, loose))
    for atom in loose:
        for zone in atom:
            single = frozenset((zone,))
            credited[single] = credited.get(single, 0.0) + gains[atom]
    return credited


def options_of(group: Sequence[int], costs: Mapping[int, float], gains: Gains) -> Options:
    """The undominated subsets of a group."""
    inside = {atom: m2 for atom, m2 in gains.items() if atom <= set(group)}
    subsets = [
        subset for size in range(len(group) + 1) for subset in combinations(sorted(group), size)
    ]
    cost = np.array([sum(costs[zone] for zone in subset) for subset in subsets])
    gain = np.array([gain_of(frozenset(subset), inside) for subset in subsets])
    kept = undominated(cost, gain)
    return Options(cost[kept], gain[kept], [subsets[at] for at in kept])


def undominated(cost: Floats, gain: Floats) -> NDArray[np.intp]:
    """Positions of the pairs than which none costs less and gains as much, by cost."""
    order = np.lexsort((np.arange(len(cost)), -gain, cost))
    best = np.maximum.accumulate(gain[order])
    better = np.r_[True, gain[order][1:] > best[:-1]][: len(order)]
    kept: NDArray[np.intp] = order[better]
    return kept


def _solve(
    costs: Mapping[int, float], groups: Sequence[Sequence[int]], gains: Gains, need_m2: float
) -> _Found:
    """The cheapest union of one option of each group that wins enough; no zones if there is none.

    Groups with the cheapest ground come first, so that bounds cut early.
    """
    options = [options_of(group, costs, gains) for group in groups]
    options.sort(key=lambda one: (one.cost[-1] / max(one.gain[-1], NEAR), one.zones[-1]))
    tails = [Relaxed.of(options[at + 1 :]) for at in range(len(options))]
    known = _rounded(options, need_m2)
    cost, gain = np.zeros(1), np.zeros(1)
    steps: list[tuple[NDArray[np.intp], NDArray[np.intp]]] = []
    complete = True
    for group, tail in zip(options, tails, strict=True):
        width = len(group.cost)
        every = (cost[:, None] + group.cost[None, :]).ravel()
        won = (gain[:, None] + group.gain[None, :]).ravel()
        bound = every + tail.cost_of(need_m2 - won)
        hopeful = np.flatnonzero(np.isfinite(bound) & (bound <= known * (1 + NEAR) + NEAR))
        kept = hopeful[undominated(every[hopeful], won[hopeful])]
        if len(kept) > MOST_PAIRS:
            complete, kept = False, kept[:: len(kept) // MOST_PAIRS + 1]
        steps.append((kept // width, kept % width))
        cost, gain = every[kept], won[kept]
    return _traced(options, steps, cost, gain, need_m2, complete)


def _traced(
    options: Sequence[Options],
    steps: Sequence[tuple[NDArray[np.intp], NDArray[np.intp]]],
    cost: Floats,
    gain: Floats,
    need_m2: float,
    complete: bool,
) -> _Found:
    enough = np.flatnonzero(gain >= need_m2)
    if not len(enough):
        return _Found((), float("inf"), complete)
    at = int(enough[0])  # by cost; of equal cost only the one that wins most is kept
    least = float(cost[at])
    zones: list[int] = []
    for group, (parent, choice) in zip(reversed(options), reversed(steps), strict=True):
        zones.extend(group.zones[choice[at]])
        at = int(parent[at])
    return _Found(tuple(sorted(zones)), least, complete)


@dataclass(frozen=True, slots=True)
class Relaxed:
    """Least cost of a gain when options may be taken in part: the hulls of all groups, steepest
    piece first. Never more than what whole options cost."""

    gain: Floats
    cost: Floats

    @classmethod
    def of(cls, options: Sequence[Options]) -> Relaxed:
        pieces = [piece for one in options for piece in _hull(one)]
        pieces.sort(key=lambda piece: piece[1] / piece[0])
        # What costs nothing is taken anyway: the least option of a group may gain something.
        first = sum(float(one.gain[0]) for one in options), sum(float(o.cost[0]) for o in options)
        gain = np.cumsum([first[0], *(piece[0] for piece in pieces)])
        cost = np.cumsum([first[1], *(piece[1] for piece in pieces)])
        return cls(gain, cost)

    def cost_of(self, gain: Floats) -> Floats:
        bound: Floats = np.interp(gain, self.gain, self.cost)
        bound[gain > self.gain[-1] * (1 + NEAR) + NEAR] = np.inf
        return bound


def _hull(options: Options) -> list[tuple[float, float]]:
    """(gain, cost) of the pieces of the lower hull of cost over gain, flattest first."""
    corners: list[tuple[float, float]] = []
    for gain, cost in zip(options.gain.tolist(), options.cost.tolist(), strict=True):
        while len(corners) >= 2 and _above(corners[-2], corners[-1], (gain, cost)):
            corners.pop()
        corners.append((gain, cost))
    return [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(corners)]


def _above(
    first: tuple[float, float], middle: tuple[float, float], last: tuple[float, float]
) -> bool:
    """Whether the middle corner lies on or above the line from the first to the last."""
    rise = (middle[1] - first[1]) * (last[0] - first[0])
    return rise >= (last[1] - first[1]) * (middle[0] - first[0])


def _rounded(options: Sequence[Options], need_m2: float) -> float:
    """Cost of a set that holds: whole groups, the cheapest ground first, until it is enough."""
    cost = gain = 0.0
    for one in options:
        enough = np.flatnonzero(gain + one.gain >= need_m2)
        if len(enough):
            return cost + float(one.cost[enough[0]])
        cost, gain = cost + float(one.cost[-1]), gain + float(one.gain[-1])
    return float("inf")
