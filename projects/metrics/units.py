"""Shares of divisions: how many units of one level have something, among all of that level."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.overlay.inside import features_inside
from projects.metrics.targets import Target, judged_block
from projects.policy.register import evaluate_target


def target_by_count(target: Target, part: int, whole: int) -> dict[str, Any]:
    """A share of units beside its target; `gap_units` is how many are missing."""
    judged = evaluate_target(target, part / whole) if whole else None
    gap = None if judged is None else judged.gap
    missing = None if gap is None else int(np.ceil(gap * whole - 1e-9))
    return judged_block(target, judged, gap_units=missing)


def things_in(units: gpd.GeoDataFrame, things: gpd.GeoDataFrame) -> NDArray[np.intp]:
    """(n,) how many of the things lie in each unit or run through it."""
    found = features_inside(things, units)
    return np.bincount(found.zone, minlength=len(units))
