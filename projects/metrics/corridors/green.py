"""Green share of corridors: ground of classes that count as green, by corridor and all together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.measure.ellipsoid import area_m2
from projects.metrics.corridors.stages import Corridors, corridors_of, stage_notes
from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.green_ground import (
    Greenness,
    class_rows_of,
    green_figures,
    green_notes,
    greenness,
    verdicts_of,
)
from projects.metrics.rasters import Covered, covered
from projects.metrics.results import overlap, text_or_none


def compute(given: Given) -> Computed:
    raster, rule = given.rasters["cover"], given.sheets["classes"]
    chosen = corridors_of(given, given.parameters["stage"])
    given.step(0, 2)
    found = covered(raster, chosen.frame.geometry, rule, given.parameters["rules_on"])
    given.step(1, 2)
    verdicts = verdicts_of(found)
    once = greenness(found.once, verdicts)
    result = {
        "total": _total(chosen, once),
        "corridors": _corridors(chosen, found, verdicts),
        "classes": class_rows_of(raster, found, verdicts),
        "notes": green_notes(given, raster, found, once) + stage_notes(chosen),
    }
    given.step(2, 2)
    return Computed(result)


def _total(chosen: Corridors, once: Greenness) -> dict[str, Any]:
    summed = float(area_m2(chosen.frame.geometry).sum())
    return {
        "corridors": len(chosen.frame),
        **green_figures(once),
        "overlap_removed_m2": overlap(summed - once.whole_m2, summed),
    }


def _corridors(
    chosen: Corridors, found: Covered, verdicts: Mapping[int, str]
) -> list[dict[str, Any]]:
    frame = chosen.frame
    return [
        {
            "key": key,
            "name": text_or_none(name),
            "status": status,
            **green_figures(greenness(areas, verdicts)),
        }
        for key, name, status, (_, areas) in zip(
            frame["key"], frame["name"], chosen.status, found.by_zone.iterrows(), strict=True
        )
    ]
