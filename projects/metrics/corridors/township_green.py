"""Green share by township: ground of classes that count as green, in each division of a level."""

from __future__ import annotations

from typing import Any

import geopandas as gpd

from geo.measure.ellipsoid import area_m2
from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.divisions import level_notes, of_level
from projects.metrics.green_ground import (
    class_rows_of,
    green_figures,
    green_notes,
    greenness,
    verdicts_of,
)
from projects.metrics.rasters import Covered, covered
from projects.metrics.results import overlap, text_or_none


def compute(given: Given) -> Computed:
    """Every division of the level, and all together, each place once."""
    every, raster = given.frames["townships"], given.rasters["cover"]
    level = given.parameters["level"]
    units = of_level(every, level)
    given.step(0, 2)
    found = covered(raster, units.geometry, given.sheets["classes"], given.parameters["rules_on"])
    given.step(1, 2)
    verdicts = verdicts_of(found)
    once = greenness(found.once, verdicts)
    summed = float(area_m2(units.geometry).sum())
    result = {
        "total": {
            "units": len(units),
            **green_figures(once),
            "overlap_removed_m2": overlap(summed - once.whole_m2, summed),
        },
        "townships": _rows(units, found, verdicts),
        "classes": class_rows_of(raster, found, verdicts),
        "notes": green_notes(given, raster, found, once) + level_notes(every, units, level),
    }
    given.step(2, 2)
    return Computed(result)


def _rows(
    units: gpd.GeoDataFrame, found: Covered, verdicts: dict[int, str]
) -> list[dict[str, Any]]:
    return [
        {"key": key, "name": text_or_none(name), **green_figures(greenness(areas, verdicts))}
        for key, name, (_, areas) in zip(
            units["key"], units["name"], found.by_zone.iterrows(), strict=True
        )
    ]
