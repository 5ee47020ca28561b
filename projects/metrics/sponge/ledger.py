"""The overlap ledger of drainage zones: every pair, how much, and which verdict counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.parting.by_place import Parted
from projects.metrics.results import ROUNDING, area, area_amount, note, text_or_none

SLIVER_M2 = 1.0
"""Pairs that share less are counted in a note instead of listed: edges drawn twice do that."""
Rows = list[dict[str, Any]]


def ledger_rows(
    zones: gpd.GeoDataFrame, verdicts: Sequence[str], worst_first: Sequence[str], parts: Parted
) -> tuple[Rows, gpd.GeoSeries]:
    """The pairs of at least `SLIVER_M2`, the largest in the built-up area first, and the shape
    (EPSG:4490) of each under its key."""
    drawn = parts.pairs[parts.pairs["whole_m2"] >= SLIVER_M2]
    keys = zones["key"].to_list()
    names = [text_or_none(name) or key for name, key in zip(zones["name"], keys, strict=True)]
    rows = {
        position: _row(keys, names, verdicts, worst_first, pair)
        for position, pair in zip(drawn.index, drawn.to_dict("records"), strict=True)
    }
    order = sorted(rows, key=lambda at: (-rows[at]["area_m2"], rows[at]["zones"]))
    shapes = parts.shapes.loc[order]
    shapes.index = pd.Index([rows[at]["key"] for at in order], dtype=object)
    return [rows[at] for at in order], shapes


def _row(
    keys: Sequence[str],
    names: Sequence[str],
    verdicts: Sequence[str],
    worst_first: Sequence[str],
    pair: Any,
) -> dict[str, Any]:
    i, j = int(pair["i"]), int(pair["j"])
    counts = i if worst_first.index(verdicts[i]) <= worst_first.index(verdicts[j]) else j
    return {
        "key": f"{keys[i]} × {keys[j]}",
        "name": f"{names[i]} × {names[j]}",
        "zones": [keys[i], keys[j]],
        "verdicts": [verdicts[i], verdicts[j]],
        "first_verdict": verdicts[i],
        "second_verdict": verdicts[j],
        "counted": verdicts[counts],
        "counted_zone": keys[counts],
        "area_m2": area(pair["region_m2"]),
        "whole_m2": area(pair["whole_m2"]),
    }


def ledger_notes(rows: Rows, parts: Parted) -> Rows:
    """What a reader of the ledger has to know: contested verdicts, slivers, threefold ground."""
    slivers = parts.pairs.loc[parts.pairs["whole_m2"] < SLIVER_M2, "whole_m2"]
    contested = sum(
        row["first_verdict"] != row["second_verdict"] and row["area_m2"] >= SLIVER_M2
        for row in rows
    )
    return [*_contested(contested), *_slivers(slivers), *_threefold(parts)]


def _contested(count: int) -> Rows:
    if not count:
        return []
    return [
        note(
            "verdicts-overlap",
            "{count} 对结论不同的分区相互重叠，重叠处按较差的结论计。",
            "{count:pair|pairs} of zones with different verdicts {count:~overlaps|overlap}; the "
            "worse verdict "
            "counts there.",
            count=count,
        )
    ]


def _slivers(areas_m2: pd.Series[float]) -> Rows:
    if areas_m2.sum() < SLIVER_M2:
        return []
    return [
        note(
            "slivers",
            "另有 {count} 对分区因绘图误差重叠不足 1 平方米，"
            "合计 {area_m2}，未逐对列出，同样只计一次、按较差的结论计。",
            "{count} more pairs overlap by less than 1 m² each, {area_m2} together: "
            "edges drawn twice. They are not listed; they count once and the worse verdict counts "
            "there too.",
            count=len(areas_m2),
            area_m2=area_amount(areas_m2.sum()),
        )
    ]


def _threefold(parts: Parted) -> Rows:
    """Ground of three zones stands in three pairs, but is counted again only twice."""
    summed = float(parts.zone_region_m2.sum())
    again = summed - sum(parts.class_m2.values())
    more = float(parts.pairs["region_m2"].sum()) - again
    if more <= max(SLIVER_M2, ROUNDING * summed):
        return []
    return [
        note(
            "overlap-threefold",
            "有些地方同时属于三个以上分区，在台账中出现多次："
            "各对面积之和比扣除的重叠面积多 {area_m2}。",
            "Some ground lies in three zones or more and stands in several pairs: the pairs add up "
            "to {area_m2} more than the overlap that was removed.",
            area_m2=area_amount(more),
        )
    ]
