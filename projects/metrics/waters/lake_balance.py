"""Blue, green and grey lines of lakes before and after: what was taken and what was given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.crs.transform import CGCS2000
from geo.overlay.area_change import COLUMNS, LEAST_M2, AreaChange, area_change
from geo.words import Text
from layers.kinds.codes import PROTECTION_GRADES
from layers.kinds.controls import ENTERPRISE
from layers.kinds.model import titles_of
from layers.kinds.required import PROTECTED_WATER
from layers.kinds.supporting import LAKE
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    SQUARE_METRES,
    Check,
    Column,
    Computed,
    Given,
    Metric,
    Role,
    Sum,
    Table,
)
from projects.metrics.families import PROTECTED_WATERS
from projects.metrics.results import area, listed, note, text_or_none

LINES = ("lake_blue", "lake_green", "lake_grey")
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


BEFORE = Column("before_m2", Text("变更前", "Before"), SQUARE_METRES)
AFTER = Column("after_m2", Text("变更后", "After"), SQUARE_METRES)
REMOVED = Column("removed_m2", Text("占用", "Taken"), SQUARE_METRES)
ADDED = Column("added_m2", Text("补充", "Given"), SQUARE_METRES)
BALANCE = Column("balance_m2", Text("增减", "Balance"), SQUARE_METRES)
FIGURES = (BEFORE, AFTER, REMOVED, ADDED, BALANCE)
LINE = Column(
    "line",
    Text("控制线", "Line"),
    NO_UNIT,
    "code",
    titles_of(code for code in PROTECTION_GRADES if code.value in LINES),
)
GROUND = (LINE, Column("area_m2", Text("面积", "Area"), SQUARE_METRES))


def _role(name: str, title: Text, summary: Text) -> Role:
    return Role(name, title, summary, kinds=(PROTECTED_WATER.id, LAKE.id), wanted=("grade",))


LAKE_BALANCE = Metric(
    id="lake_balance",
    version=2,
    family=PROTECTED_WATERS,
    place=60,
    title=Text("湖泊“三线”占补平衡", "Balance of lake lines"),
    summary=Text(
        "同一图层两个版本之间，湖泊蓝线、绿线、灰线各自占用、补充和增减的面积与地块。",
        "Between two versions of a layer: what was taken from and given to the blue, green and "
        "grey lines of each lake, and where.",
    ),
    formula=Text(
        "占用 = 变更前 − 变更后；补充 = 变更后 − 变更前；增减 = 补充 − 占用。"
        "每条线合计时，要素之间相互转移的不算占补。",
        "taken = before − after; given = after − before; balance = given − taken. In the sum of a "
        "line, what one feature hands to another is neither.",
    ),
    source=Text(
        "武汉湖泊“三线一路”：调整须面积平衡、围合面积不减少（武汉市水务局 2026-01-20 "
        "公布的案例）。",
        "Wuhan's lake lines: a change must keep the balance of area (case published by the Wuhan "
        "Water Authority on 2026-01-20).",
    ),
    unit=SQUARE_METRES,
    headline="balance_m2",
    inputs=(
        _role(
            "before",
            Text("变更前", "Before"),
            Text("如 图层@1。", "For example LAYER@1."),
        ),
        _role(
            "after",
            Text("变更后", "After"),
            Text("同一图层的较新版本。", "A later version of the same layer."),
        ),
    ),
    parameters=(),
    total=(
        Column("features", Text("要素", "Features"), COUNT),
        Column("changed", Text("有变化", "Changed"), COUNT),
        Column("smaller", Text("面积减少", "Smaller afterwards"), COUNT),
        *FIGURES,
    ),
    tables=(
        Table("lines", Text("各控制线", "Lines"), (LINE, *FIGURES)),
        Table("features", Text("各湖泊", "Lakes"), (LINE, *FIGURES)),
        Table("removed", Text("占用地块", "Ground taken"), GROUND, shapes=True),
        Table("added", Text("补充地块", "Ground given"), GROUND, shapes=True),
    ),
    nulls=Text(
        "总计一栏是蓝线；没有级别的湖泊图层按蓝线计；不属三线的要素不计；"
        "只在一个版本里的要素另一侧为 0。",
        "The total is of the blue line; a layer without grades counts as blue; features of other "
        "grades are left out; a feature of one version only has 0 on the other side.",
    ),
    compute=compute,
    checks=(Check("SC-LAKE-LINES", needs=(ENTERPRISE.id,)),),
    sums=(
        Sum("balance_m2", ("added_m2", "-removed_m2"), places=("total", "lines", "features")),
        Sum("after_m2", ("before_m2", "balance_m2"), places=("total", "lines", "features")),
    ),
)
