"""Sets of zones that would close the gap to a share: the smallest, and the cheapest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.overlay.atoms import Atoms
from geo.overlay.partition import PartitionResult
from projects.metrics.results import ROUNDING, area, share
from projects.metrics.sponge.parts import MET
from projects.metrics.sponge.plan import Planned
from projects.metrics.sponge.set_cover import Selection, cheapest
from projects.metrics.sponge.what_if_metric import CHEAPEST, SMALLEST
from projects.metrics.sponge.years import Ground, yes

Row = dict[str, Any]


COST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Goal:
    """A share that is to be reached; `id` names where it comes from."""

    id: str
    share: float


def sets_of(
    ground: Ground,
    now: PartitionResult,
    gains: Atoms,
    goals: Sequence[Goal],
    plan: Mapping[str, Planned],
) -> list[Row]:
    """For each goal the fewest zones and the least cost that reach it from the verdicts of today.

    Chosen by `covering.cheapest` on atoms of ground, then the share computed anew with the chosen
    zones met. Cheapest chooses among zones whose cost is known.
    """
    keys = ground.zones["key"].to_list()
    open_ = [at for at, verdict in enumerate(ground.verdicts) if verdict != MET]
    costs = {
        at: cost for at in open_ if (cost := plan.get(keys[at], Planned(keys[at])).cost) is not None
    }
    rows = []
    for goal in goals:
        need = goal.share * now.region_m2 - now.class_m2[MET]
        # So that rounding in the last digit does not leave the goal a hair out of reach.
        asked = need + ROUNDING * now.region_m2 if need > 0 else 0.0
        one_each = dict.fromkeys(open_, 1.0)
        found = cheapest(one_each, gains, asked)
        rows.append(_row(SMALLEST, goal, need, found, ground, now, costs))
        if costs:
            found = cheapest(costs, gains, asked)
            rows.append(_row(CHEAPEST, goal, need, found, ground, now, costs))
    return rows


def _row(
    way: str,
    goal: Goal,
    need_m2: float,
    found: Selection,
    ground: Ground,
    now: PartitionResult,
    costs: Mapping[int, float],
) -> Row:
    keys = ground.zones["key"].to_list()
    chosen = [keys[at] for at in found.chosen]
    after = ground.with_met(chosen) if chosen else now
    reached = share(after.class_m2[MET], after.region_m2)
    priced = [costs[at] for at in found.chosen if at in costs]
    return {
        "key": f"{goal.id} · {way}",
        "name": None,
        "way": way,
        "goal": goal.share,
        "gap_m2": area(max(need_m2, 0.0)),
        "zones": len(chosen),
        "listed": "、".join(chosen),
        "cost_wan_yuan": round(sum(priced, 0.0), COST_DIGITS)
        if len(priced) == len(chosen)
        else None,
        "gain_m2": area(after.class_m2[MET] - now.class_m2[MET]),
        "share": reached,
        "reached": yes(reached is not None and reached >= goal.share),
        "proven": yes(found.proven if found.reached else None),
    }
