"""Length of works by status beside a target in km: 216 km of river works, 146 km of routes."""

from __future__ import annotations

from typing import Any

import geopandas as gpd

from geo.figures.units import Measure
from geo.lines.lengths import Lengths, length_by_class
from geo.patches.clipped_lines import lines_inside
from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.results import length, length_amount, note, share, text_or_none
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
    """Lengths by status, each place once; what counts first keeps a place that several claim."""
    found = standing(given, "lines")
    region = given.frames.get("region")
    lines, reference = found.frame, given.frames.get("reference")
    if region is not None:
        lines = inside(lines, region)
        reference = None if reference is None else inside(reference, region)
    measured = length_by_class(
        lines,
        found.classes,
        found.order,
        tolerance_m=given.parameters["tolerance_m"],
        reference=reference,
    )
    counted_m = sum(measured.class_m.get(name, 0.0) for name in found.counted)
    target = given.target
    result = {
        "total": _total(measured, counted_m, len(found.frame)),
        "statuses": status_rows(found, measured),
        "lines": _lines(found, measured),
        "target": None if target is None else _target(target, found, measured, counted_m),
        "notes": standing_notes(found) + length_notes(measured),
    }
    return Computed(result)


def _target(target: Target, found: Standing, measured: Lengths, counted_m: float) -> dict[str, Any]:
    """A length beside its length, a percentage beside the share of all of it."""
    most_m = counted_m + sum(measured.class_m.get(name, 0.0) for name in found.may_count)
    least = of_length(counted_m, measured.total_m)
    span = span_of(target, least, of_length(most_m, measured.total_m), found.unknown)
    return judged_over(target, quantity_block(target, least), span)


def of_length(part_m: float, whole_m: float) -> dict[Measure, float | None]:
    """A length and its share of the whole, by measure."""
    return {"length": part_m, "share": share(part_m, whole_m)}


def inside(lines: gpd.GeoDataFrame, region: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    clipped = lines_inside(lines, region)
    return lines.set_geometry(gpd.GeoSeries(clipped.to_numpy(), index=lines.index, crs=clipped.crs))


def _total(measured: Lengths, counted_m: float, features: int) -> dict[str, Any]:
    reference = measured.reference_m
    return {
        "features": features,
        "total_m": length(measured.total_m),
        "counted_m": length(counted_m),
        "share": share(counted_m, measured.total_m),
        "reference_m": None if reference is None else length(reference),
        "reference_share": share(counted_m, reference or 0.0),
        "twice_m": length(measured.twice_m),
        "off_reference_m": length(measured.off_reference_m),
    }


def status_rows(found: Standing, measured: Lengths) -> list[dict[str, Any]]:
    """One row a class that occurs."""
    return [
        {
            "key": name,
            "name": class_name(name),
            "features": found.rows_of(name),
            "length_m": length(measured.class_m[name]),
            "counts": counts_code(found, name),
        }
        for name in found.order
        if found.rows_of(name)
    ]


def _lines(found: Standing, measured: Lengths) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "name": text_or_none(name),
            "status": status,
            "length_m": length(m),
        }
        for key, name, status, m in zip(
            found.frame["key"],
            found.frame["name"],
            found.classes,
            measured.row_m.tolist(),
            strict=True,
        )
    ]


def length_notes(measured: Lengths) -> list[dict[str, Any]]:
    """What was counted once only, and what is not beside the reference."""
    notes = []
    if measured.twice_m >= LEAST_M:
        notes.append(
            note(
                "lengths-drawn-twice",
                "有 {length_m} 与排在前面的线重合，只计一次。",
                "{length_m} lie on an earlier line and count once.",
                length_m=length_amount(measured.twice_m),
            )
        )
    if measured.off_reference_m >= LEAST_M:
        notes.append(
            note(
                "lengths-off-reference",
                "有 {length_m} 离参照线超过容差，未计入。",
                "{length_m} are farther from the reference than the tolerance and do not count.",
                length_m=length_amount(measured.off_reference_m),
            )
        )
    return notes


LEAST_M = 1.0
