"""Shares of divisions: how many units of one level have something, among all of that level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.overlay.inside import features_inside
from geo.words import Text
from projects.metrics.columns import NO, YES
from projects.metrics.targets import Target, judged_block
from projects.metrics.unknown import Span, judged_over, so_many
from projects.policy.register import evaluate_target


@dataclass(frozen=True, slots=True)
class Tally:
    """Units of a level: of `whole` so many are known to have something (`part`), so many `may_have`
    it, for which `unknown` has the words. unlevelled: what is known (yes, no, unknown) of divisions
    that say no level, so that they may be such units too."""

    part: int
    whole: int
    unknown: tuple[Text, ...] = ()
    may_have: int = 0
    unlevelled: Sequence[str] = ()


def target_by_count(target: Target, tally: Tally) -> dict[str, Any]:
    """A share of units beside its target; `gap_units` is how many are missing."""
    part, whole = tally.part, tally.whole
    judged = evaluate_target(target, part / whole) if whole else None
    gap = None if judged is None else judged.gap
    missing = None if gap is None else int(np.ceil(gap * whole - 1e-9))
    block = judged_block(target, judged, gap_units=missing)
    return judged_over(target, block, _span(tally)) if whole else block


def _span(tally: Tally) -> Span:
    # At least: of those that may be units only what lacks it is one. At most: only what has it.
    lacking = len(tally.unlevelled) - tally.unlevelled.count(YES)
    having = len(tally.unlevelled) - tally.unlevelled.count(NO)
    most = tally.part + tally.may_have + having
    return Span(
        tally.part / (tally.whole + lacking),
        most / (tally.whole + having),
        (*tally.unknown, *so_many(len(tally.unlevelled), NO_LEVEL)),
    )


NO_LEVEL = Text("{count} 个行政区没有填写级别", "divisions without a level ({count})")


def things_in(units: gpd.GeoDataFrame, things: gpd.GeoDataFrame) -> NDArray[np.intp]:
    """(n,) how many of the things lie in each unit or run through it."""
    found = features_inside(things, units)
    return np.bincount(found.zone, minlength=len(units))
