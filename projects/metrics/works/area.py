"""Area of works by status beside a target in km² or 亩: erosion control, planting, tending."""

from __future__ import annotations

from typing import Any

import geopandas as gpd

from geo.figures.units import MU_M2
from geo.overlay.partition import PartitionResult, partition_region
from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.results import area, area_amount, note, overlap, share, text_or_none
from projects.metrics.targets import Target, quantity_block
from projects.metrics.unknown import judged_over, span_of
from projects.metrics.works.status import (
    Standing,
    class_name,
    counts_code,
    standing,
    standing_notes,
)


def compute(given: Given) -> Computed:
    """Area of the union by status; what counts first keeps ground that several claim."""
    found = standing(given, "areas")
    region = given.frames.get("region")
    within = found.frame if region is None else region
    parted = partition_region(within, found.frame, found.classes, found.order)
    counted = sum(parted.class_m2.get(name, 0.0) for name in found.counted)
    whole = sum(parted.class_m2.values())
    target = given.target
    result = {
        "total": {
            "features": len(found.frame),
            "total_m2": area(whole),
            "counted_m2": area(counted),
            "counted_mu": area(counted / float(MU_M2)),
            "share": share(counted, whole),
            "region_m2": None if region is None else area(parted.region_m2),
            "overlap_removed_m2": overlap(_overlap(found.frame, parted), whole),
        },
        "statuses": _statuses(found, parted),
        "areas": _areas(found, parted),
        "target": None if target is None else _target(target, found, parted, counted),
        "notes": standing_notes(found) + _notes(parted, whole, found.frame),
    }
    return Computed(result)


def _target(
    target: Target, found: Standing, parted: PartitionResult, counted_m2: float
) -> dict[str, Any]:
    most = counted_m2 + sum(parted.class_m2.get(name, 0.0) for name in found.may_count)
    span = span_of(target, {"area": counted_m2}, {"area": most}, found.unknown)
    return judged_over(target, quantity_block(target, {"area": counted_m2}), span)


def _overlap(areas: gpd.GeoDataFrame, parted: PartitionResult) -> float:
    """What a sum over the features would have counted again."""
    again = float(parted.zone_region_m2.sum() - parted.zone_counted_m2.sum())
    return max(again, 0.0) if len(areas) else 0.0


def _statuses(found: Standing, parted: PartitionResult) -> list[dict[str, Any]]:
    return [
        {
            "key": name,
            "name": class_name(name),
            "features": found.rows_of(name),
            "area_m2": area(parted.class_m2[name]),
            "area_mu": area(parted.class_m2[name] / float(MU_M2)),
            "counts": counts_code(found, name),
        }
        for name in found.order
        if found.rows_of(name)
    ]


def _areas(found: Standing, parted: PartitionResult) -> list[dict[str, Any]]:
    rows = zip(
        found.frame["key"],
        found.frame["name"],
        found.classes,
        parted.zone_region_m2.tolist(),
        parted.zone_counted_m2.tolist(),
        strict=True,
    )
    return [
        {
            "key": key,
            "name": text_or_none(name),
            "status": status,
            "own_m2": area(own),
            "area_m2": area(counted),
        }
        for key, name, status, own, counted in rows
    ]


def _notes(parted: PartitionResult, whole: float, areas: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    again = overlap(_overlap(areas, parted), whole)
    if not again:
        return []
    return [
        note(
            "areas-overlap",
            "各要素重叠 {area_m2}，重叠处只计一次。",
            "The features overlap by {area_m2}; such ground counts once.",
            area_m2=area_amount(again),
        )
    ]
