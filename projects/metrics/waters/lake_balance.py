"""Blue, green and grey lines of lakes before and after: what was taken and what was given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.crs.transform import CGCS2000
from geo.overlay.area_change import COLUMNS, LEAST_M2, AreaChange, area_change
from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.results import area, listed, note, text_or_none
from projects.metrics.waters.lake_balance_metric import LINES

WATER = "lake_blue"


SIDES = ("removed", "added")


@dataclass(frozen=True, slots=True)
class Change:
    line: str
    found: AreaChange
    names: dict[str, str | None]


def compute(given: Given) -> Computed:
    """Each line by itself; a lake layer without grades is water, so its blue line."""
    changes = _changes(_lined(given.frames["before"]), _lined(given.frames["after"]))
    features = [row for change in changes for row in _features(change)]
    lines = [
        {"key": one.line, "name": None, "line": one.line, **_figures(one.found.total)}
        for one in changes
    ]
    smaller = [row["key"] for row in features if row["balance_m2"] < -LEAST_M2]
    total = {
        "features": len(features),
        "changed": sum(max(row["removed_m2"], row["added_m2"]) > LEAST_M2 for row in features),
        "smaller": len(smaller),
        **_water(lines),
    }
    ground = {side: _ground(changes, side) for side in SIDES}
    tables = {side: [_ground_row(*pair) for pair in ground[side]] for side in SIDES}
    notes = _notes(given, lines, smaller)
    figures = {"total": total, "lines": lines, "features": features, **tables, "notes": notes}
    return Computed(figures, {side: _series(ground[side]) for side in SIDES})


def _lined(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Only features of the three lines, each with its line."""
    grades = [text_or_none(one) for one in frame["grade"]]
    bare = WATER if not any(grades) else None
    lined = frame.assign(grade=[one or bare for one in grades])
    return lined[lined["grade"].isin(LINES)]


def _changes(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> list[Change]:
    changes = []
    for line in LINES:
        old, new = before[before["grade"] == line], after[after["grade"] == line]
        if len(old) or len(new):
            found = area_change(old, new, old["key"].tolist(), new["key"].tolist())
            changes.append(Change(line, found, _names(old) | _names(new)))
    return changes


def _names(frame: gpd.GeoDataFrame) -> dict[str, str | None]:
    return {key: text_or_none(name) for key, name in zip(frame["key"], frame["name"], strict=True)}


def _features(change: Change) -> list[dict[str, Any]]:
    return [
        {
            "key": f"{change.line}/{row['key']}",
            "name": change.names[row["key"]],
            "line": change.line,
            **_figures(row),
        }
        for row in change.found.features.to_dict("records")
    ]


def _figures(row: Any) -> dict[str, float]:
    return {name: area(row[name]) for name in COLUMNS}


def _water(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """The figures of the blue line stand in the total; None where there is none."""
    blue = next((row for row in lines if row["line"] == WATER), {})
    return {name: blue.get(name) for name in COLUMNS}


def _ground(changes: list[Change], side: str) -> list[tuple[Change, Any]]:
    return [(change, row) for change in changes for row in getattr(change.found, side).itertuples()]


def _ground_row(change: Change, row: Any) -> dict[str, Any]:
    return {
        "key": f"{change.line}/{row.key}",
        "name": change.names[row.key],
        "line": change.line,
        "area_m2": area(row.area_m2),
    }


def _series(ground: list[tuple[Change, Any]]) -> gpd.GeoSeries:
    keys = [f"{change.line}/{row.key}" for change, row in ground]
    shapes = pd.Series([row.geometry for _, row in ground], index=keys, dtype=object)
    return gpd.GeoSeries(shapes, index=keys, crs=CGCS2000)


def _notes(given: Given, lines: list[dict[str, Any]], smaller: list[str]) -> list[dict[str, Any]]:
    notes = []
    if given.layers["before"] != given.layers["after"]:
        notes.append(
            note(
                "layers-differ",
                "前后两个图层不是同一图层的两个版本（{before}、{after}），请确认范围一致。",
                "Before and after are no versions of one layer ({before}, {after}); make sure that "
                "they cover the same lakes.",
                before=given.layers["before"],
                after=given.layers["after"],
            )
        )
    if smaller:
        notes.append(
            note(
                "lake-line-smaller",
                "{count} 个要素变更后面积减少，待核查占补是否平衡：{keys}。",
                "{count:feature|features} {count:~is|are} smaller afterwards; check whether what "
                "was taken was given "
                "back: {keys}.",
                count=len(smaller),
                keys=listed(smaller),
            )
        )
    absent = [line for line in LINES if line not in {row["line"] for row in lines}]
    if absent:
        notes.append(
            note(
                "lake-line-absent",
                "图层中没有这些湖泊控制线：{lines}。",
                "The layers have none of these lake lines: {lines}.",
                lines=listed(absent),
            )
        )
    return notes
