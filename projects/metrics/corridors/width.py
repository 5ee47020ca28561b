"""Width of corridors at transects, or as declared: distribution, share above a chosen width."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import EcoAtlasError, declare
from geo.figures.units import TIMES
from geo.lines.transects import Widths, declared_widths, widths
from geo.words import Text
from projects.metrics.corridors.stages import Corridors, corridors_of, stage_notes
from projects.metrics.corridors.width_classes import width_classes
from projects.metrics.corridors.width_metric import NARROWEST
from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.results import Amount, length, note, share, text_or_none
from projects.metrics.rules_in_force import unverified_notes
from projects.sheets.in_force import rows_in_force

LOW_RATIO, HIGH_RATIO = 0.8, 1.25


"""Outside of these a note doubts the transects; figure and verdict do not follow from it."""


MIXED_CORRIDORS = declare(
    "corridors-lines-and-polygons",
    "error",
    Text(
        "廊道图层中既有面（{areas} 个）也有线（{lines} 个），宽度不能用同一种方法量算。",
        "The layer holds polygons ({areas}) and lines ({lines}): widths cannot be had in one way.",
    ),
    Text("请分成两个图层分别计算。", "Part it into two layers and compute each."),
)


def compute(given: Given) -> Computed:
    """Raises `corridors-lines-and-polygons` and those of `geo.lines.transects`."""
    chosen = corridors_of(given, given.parameters["stage"])
    found = _widths(chosen.frame, given)
    rule = given.sheets["widths"]
    rows = rows_in_force(rule, None)
    narrow = _narrowest(found, chosen, given)
    result = {
        "total": _total(found, given.parameters["required_width_m"]),
        "classes": width_classes(found, rows),
        "narrowest": narrow.drop(columns="geometry").to_dict("records"),
        "notes": [
            *stage_notes(chosen),
            *_notes(found, given),
            *unverified_notes(rule, rows, "from_m"),
        ],
    }
    shapes = gpd.GeoSeries(narrow.geometry.to_numpy(), index=narrow["key"], crs=narrow.crs)
    return Computed(result, {"narrowest": shapes})


def _widths(frame: gpd.GeoDataFrame, given: Given) -> Widths:
    areas = int(frame.geom_type.isin(("Polygon", "MultiPolygon")).sum())
    lines = len(frame) - areas
    if areas and lines:
        raise EcoAtlasError(MIXED_CORRIDORS, areas=areas, lines=lines)
    if lines:
        return declared_widths(frame, pd.to_numeric(frame["width_m"], errors="coerce").to_numpy())
    banks = given.frames.get("banks")
    return widths(
        frame,
        banks,
        every_m=given.parameters["every_m"],
        offset_m=0.0 if banks is None else given.parameters["offset_m"],
        reach_m=given.parameters["reach_m"],
    )


def _total(found: Widths, required_m: float | None) -> dict[str, Any]:
    wide = None if required_m is None else found.share_at_least(required_m)
    none = found.width_m == 0
    there = replace(found, step_m=np.where(none, 0.0, found.step_m))
    return {
        "transects": 0 if found.transects is None else len(found.transects),
        "length_m": length(found.length_m),
        "unknown_m": length(found.unknown_m),
        "without_m": length(found.step_m[none].sum()),
        "minimum_m": _or_none(found.minimum_m),
        "median_m": _or_none(found.median_m),
        "minimum_there_m": _or_none(there.minimum_m),
        "median_there_m": _or_none(there.median_m),
        "share_wide": None if wide is None else share(wide, 1.0),
        "area_ratio": None if found.area_ratio is None else round(found.area_ratio, 6),
    }


def _or_none(value: float | None) -> float | None:
    return None if value is None else length(value)


def _narrowest(found: Widths, chosen: Corridors, given: Given) -> gpd.GeoDataFrame:
    """The narrowest transects that meet a corridor, as rows with their shapes."""
    columns = ["key", "name", "width_m", "at_m", "step_m", "geometry"]
    if found.transects is None or found.transects.empty:
        return gpd.GeoDataFrame({name: [] for name in columns}, geometry="geometry", crs=4490)
    table = found.transects[found.transects["width_m"] > 0]
    table = table.sort_values(["width_m", "line", "at_m"], kind="stable").head(NARROWEST)
    lines = given.frames.get("banks")
    named = chosen.frame if lines is None else lines
    table = table.assign(
        key=[f"T{n + 1}" for n in range(len(table))],
        name=[text_or_none(named["name"].iloc[k]) for k in table["line"]],
        **{one: table[one].map(length) for one in ("width_m", "at_m", "step_m")},
    )
    return table[columns]


def _notes(found: Widths, given: Given) -> list[dict[str, Any]]:
    notes = []
    if given.parameters["required_width_m"] is None:
        notes.append(
            note(
                "no-required-width",
                "没有给出要求宽度：政策文件都没有规定廊道宽度，因此只列分布，不设默认值。",
                "No required width is given: no plan states one, so there is no default and only "
                "the distribution is shown.",
            )
        )
    ratio = found.area_ratio
    if ratio is not None and not LOW_RATIO <= ratio <= HIGH_RATIO:
        notes.append(
            note(
                "area-ratio-off",
                "横断面面积之和是廊道面积的 {ratio} 倍：远小于 1 时有廊道不在量算线上，"
                "远大于 1 时横断面在弯处交叉，宽度只可参考。",
                "The transects explain {ratio:time|times} the area of the corridors: far below 1 "
                "some corridors are off the line, far above 1 transects cross in bends.",
                ratio=Amount(ratio, TIMES),
            )
        )
    if found.transects is not None and found.transects["cut"].any():
        notes.append(
            note(
                "width-cut",
                "有 {count} 条横断面到达量算半宽仍未到廊道边缘，实际更宽。",
                "{count:transect|transects} {count:~ends at its|end at their} reach inside a "
                "corridor, which is wider there.",
                count=int(np.count_nonzero(found.transects["cut"])),
            )
        )
    return notes
