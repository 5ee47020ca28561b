"""Classes of corridor width: the borders of the rule, and the length that falls into each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf
from typing import Any

import numpy as np

from geo.figures.said import typed
from geo.lines.transects import Widths
from projects.metrics.results import length, share

Row = dict[str, Any]


def width_classes(found: Widths, rule: Sequence[Row]) -> list[Row]:
    """One row a class, from the narrowest on: first width 0, then between the borders of the rule,
    each from its lower border up to below its upper one."""
    known = ~np.isnan(found.width_m)
    width, step = found.width_m[known], found.step_m[known]
    whole = float(step.sum())
    rows = [_row("0", 0.0, 0.0, (float(step[width == 0].sum()), whole), "—")]
    for low, high in pairwise(_borders(rule)):
        inside = (width >= low) & (width < high) & (width > 0)
        key = f"{typed(low)}–{typed(high)}" if high < inf else f"≥{typed(low)}"
        said = _says(rule, low, high)
        rows.append(_row(key, low, high, (float(step[inside].sum()), whole), said))
    return rows


def _borders(rule: Sequence[Row]) -> list[float]:
    stated = [row[end] for row in rule for end in ("from_m", "to_m") if row[end] is not None]
    return sorted({0.0, *map(float, stated), inf})


def _says(rule: Sequence[Row], low: float, high: float) -> str:
    """What the rule says of widths that all lie within one of its rows."""
    holding = [
        str(row["says"])
        for row in rule
        if row["from_m"] <= low and high <= (inf if row["to_m"] is None else row["to_m"])
    ]
    return "；".join(holding) or "—"


def _row(key: str, low: float, high: float, lengths: tuple[float, float], said: str) -> Row:
    part, whole = lengths
    return {
        "key": key,
        "name": f"{key} m",
        "from_m": low,
        "to_m": None if high == inf else high,
        "length_m": length(part),
        "share": share(part, whole),
        "says": said,
    }
