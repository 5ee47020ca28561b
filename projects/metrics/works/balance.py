"""Area of forest or other ground before and after, feature by feature (占补平衡)."""

from __future__ import annotations

from typing import Any

import geopandas as gpd

from geo.overlay.area_change import LEAST_M2, AreaChange, area_change
from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.results import area, text_or_none
from projects.metrics.targets import quantity_block

FIGURES = ("before_m2", "after_m2", "removed_m2", "added_m2", "balance_m2")


def compute(given: Given) -> Computed:
    """Features by the key of both layers; the total counts each place once."""
    before, after = given.frames["before"], given.frames["after"]
    found = area_change(before, after, list(before["key"]), list(after["key"]))
    target, balance = given.target, found.total["balance_m2"]
    judged = 0.0 if abs(balance) < LEAST_M2 else balance
    ground, shapes = _ground(found)
    result = {
        "total": {name: area(found.total[name]) for name in FIGURES},
        "features": _features(found, before, after),
        "ground": ground,
        "target": None if target is None else quantity_block(target, {"area": judged}),
        "notes": [],
    }
    return Computed(result, {"ground": shapes})


def _features(
    found: AreaChange, before: gpd.GeoDataFrame, after: gpd.GeoDataFrame
) -> list[dict[str, Any]]:
    names = dict(zip(before["key"], before["name"], strict=True))
    names |= dict(zip(after["key"], after["name"], strict=True))
    return [
        {"key": row["key"], "name": text_or_none(names[row["key"]])}
        | {name: area(row[name]) for name in FIGURES}
        for row in found.features.to_dict("records")
    ]


def _ground(found: AreaChange) -> tuple[list[dict[str, Any]], gpd.GeoSeries]:
    """What was taken and what was added, as rows with shapes."""
    rows: list[dict[str, Any]] = []
    shapes: list[Any] = []
    for change, frame in (("removed", found.removed), ("added", found.added)):
        for key, size, shape in zip(frame["key"], frame["area_m2"], frame.geometry, strict=True):
            place = f"{change[0].upper()}{len(rows) + 1}"
            rows.append({"key": place, "name": key, "change": change, "area_m2": area(size)})
            shapes.append(shape)
    return rows, gpd.GeoSeries(shapes, index=[row["key"] for row in rows], crs=4490)
