"""Ground by whether its land cover counts as green: what metrics of a green share have alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo import words
from geo.overlay.zonal import NOTHING
from projects.metrics.declaration import (
    Given,
)
from projects.metrics.green_columns import GREEN, NOT_GREEN, UNKNOWN
from projects.metrics.rasters import CLASS, Covered, RasterInput, raster_notes
from projects.metrics.results import add_up, area, note, share
from projects.metrics.rules_in_force import unverified_notes


@dataclass(frozen=True, slots=True)
class Greenness:
    """m² of ground: green, not green, and nothing known of it."""

    green_m2: float
    not_green_m2: float
    no_data_m2: float

    @property
    def whole_m2(self) -> float:
        return self.green_m2 + self.not_green_m2 + self.no_data_m2


def verdicts_of(found: Covered) -> dict[int, str]:
    """What each class that occurs is counted as."""
    return {value: _verdict(found, value) for value in found.classes}


def _verdict(found: Covered, value: int) -> str:
    if value not in found.rows:
        return UNKNOWN
    return GREEN if found.rows[value]["green"] == "yes" else NOT_GREEN


def greenness(areas: pd.Series[float], verdicts: Mapping[int, str]) -> Greenness:
    """areas: m² by class, with `NOTHING`."""
    parts = dict.fromkeys((GREEN, NOT_GREEN, UNKNOWN), 0.0)
    for value, m2 in areas.items():
        known = int(str(value))
        parts[UNKNOWN if known == NOTHING else verdicts[known]] += float(m2)
    return Greenness(parts[GREEN], parts[NOT_GREEN], parts[UNKNOWN])


def green_figures(one: Greenness) -> dict[str, float | None]:
    """By the names of `FIGURES`: areas in m², shares 0–1, None where there is nothing to divide."""
    three = {
        "green_m2": one.green_m2,
        "not_green_m2": one.not_green_m2,
        "no_data_m2": one.no_data_m2,
    }
    return {
        "area_m2": area(one.whole_m2),
        **add_up("area_m2", one.whole_m2, three),
        "green_share": share(one.green_m2, one.green_m2 + one.not_green_m2),
        "green_share_least": share(one.green_m2, one.whole_m2),
        "no_data_share": share(one.no_data_m2, one.whole_m2),
    }


def class_rows_of(
    raster: RasterInput, found: Covered, verdicts: Mapping[int, str]
) -> list[dict[str, Any]]:
    """Every class that occurs, the largest first, with what it was counted as."""
    whole = float(found.once.sum())
    there = [value for value in found.classes if found.once[value] > 0]
    return [
        {
            "key": str(value),
            "name": raster.named(value).zh,
            "counted": verdicts[value],
            "area_m2": area(found.once[value]),
            "share": share(float(found.once[value]), whole),
        }
        for value in sorted(there, key=lambda value: (-found.once[value], value))
    ]


def green_notes(
    given: Given, raster: RasterInput, found: Covered, once: Greenness
) -> list[dict[str, Any]]:
    """Which classes count, where the cells come from, what is unknown or unverified."""
    rule = given.sheets["classes"]
    there = [value for value in found.classes if found.once[value] > 0]
    used = [found.rows[value] for value in there if value in found.rows]
    green = [value for value in there if value in found.rows and _verdict(found, value) == GREEN]
    named = words.listed(CLASS.format(value=value, named=raster.named(value)) for value in green)
    return [
        note(
            "green-classes",
            "计入绿化的类：{classes}。绿化率 = 计入绿化 ÷ 有资料的面积。",
            "Classes that count as green: {classes_en}. The share is green ÷ ground with data.",
            classes=named,
            classes_en=named.en,
        ),
        *raster_notes(raster, found, once.whole_m2),
        *unverified_notes(rule, used, "legend", "name"),
    ]
