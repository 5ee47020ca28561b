"""The area-weighted capture ratio of drainage zones: a mean, never the share of area that is met.

Formula: α = Σ(αᵢ·Fᵢ) ÷ ΣFᵢ over the zones whose ratio is known, Fᵢ the whole area of the zone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np

from geo.plane.arrays import Floats
from projects.metrics.results import SHARE_DIGITS, area, listed, note

FIELDS = ("capture_actual", "capture_target")


@dataclass(frozen=True, slots=True)
class WeightedRatio:
    """`ratio` over `area_m2` of zones; None where no zone has a ratio. `odd`: keys of zones whose
    ratio is no number from 0 to 1; they are left out."""

    ratio: float | None
    area_m2: float
    without: tuple[str, ...]
    odd: tuple[str, ...]


def weighted_ratio(
    keys: Sequence[str], ratios: Sequence[float | None], areas_m2: Floats
) -> WeightedRatio:
    """α over the zones whose ratio is a number from 0 to 1; areas in m²."""
    numbers = np.array([ratio_or_nan(one) for one in ratios], dtype=float)
    given = np.array([one is not None and one == one for one in ratios], dtype=bool)
    usable = (numbers >= 0) & (numbers <= 1)
    weight = float(areas_m2[usable].sum())
    mean = float((numbers[usable] * areas_m2[usable]).sum()) / weight if weight > 0 else None
    named = np.array(keys, dtype=object)
    return WeightedRatio(
        None if mean is None else round(mean, SHARE_DIGITS),
        weight,
        tuple(named[~given]),
        tuple(named[given & ~usable]),
    )


def ratio_or_nan(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan


def ratio_or_none(value: object) -> float | None:
    number = ratio_or_nan(value)
    return number if math.isfinite(number) else None


def capture_ratios(zones: gpd.GeoDataFrame, areas_m2: Floats) -> dict[str, WeightedRatio]:
    """Actual and wanted ratio, each over the zones that have one."""
    keys = zones["key"].to_list()
    return {name: weighted_ratio(keys, zones[name].to_list(), areas_m2) for name in FIELDS}


def capture_total(found: dict[str, WeightedRatio]) -> dict[str, Any]:
    total: dict[str, Any] = {}
    for name, one in found.items():
        total[f"{name}_mean"] = one.ratio
        total[f"{name}_area_m2"] = area(one.area_m2)
    return total


def capture_notes(found: dict[str, WeightedRatio]) -> list[dict[str, Any]]:
    notes = [_odd(one.odd) for one in found.values() if one.odd]
    if any(one.ratio is not None for one in found.values()):
        notes.append(
            note(
                "capture-is-no-share",
                "年径流总量控制率是按分区面积加权的平均值，以有该数值的分区全部面积为权，"
                "不以建成区为分母；平均值高于目标不等于达标面积比例达到 100%。",
                "The capture ratio is a mean weighted by the whole area of the zones that have "
                "one, not a share of the built-up area; a mean above its target does not make the "
                "share of area met 100 %.",
            )
        )
    return notes


def _odd(keys: Sequence[str]) -> dict[str, Any]:
    return note(
        "capture-out-of-range",
        "分区 {keys} 的年径流总量控制率不在 0–1 之内，未计入加权平均。",
        "The capture ratio of the zones {keys} is not within 0–1; they are left out of the mean.",
        keys=listed(keys),
    )
