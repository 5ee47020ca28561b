"""Storage that each drainage zone needs, V = 10·H·φ·F, beside what its facilities hold.

H in mm, F in hectares (10,000 m²), φ the area-weighted volumetric runoff coefficient of the
surfaces; V in m³. 24.5 mm, φ 0.6 and 10 hm² need 1470 m³.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np

from geo.figures.units import NUMBER
from geo.measure.ellipsoid import area_m2
from geo.overlay.class_areas import class_areas_within
from geo.overlay.partition import REST, PartitionResult, partition_region
from projects.metrics.declaration import Computed, Given
from projects.metrics.results import (
    SHARE_DIGITS,
    Amount,
    area,
    area_amount,
    by_rounding,
    listed,
    note,
    overlap,
    share,
    text_or_none,
)
from projects.metrics.rules_in_force import Row, rainfall_row, unverified_notes
from projects.metrics.sponge.facilities import Storage, no_storage, storage_by_zone
from projects.metrics.sponge.ground import Ground, raster_ground, refuse_without_coefficient
from projects.sheets.in_force import rows_in_force

M2_PER_HECTARE = 10_000.0
VOLUME_DIGITS = 6
BOUNDS = ("used", "low", "high")
DESCRIBED = 0.999
"""Share of a zone that surfaces must cover for its requirement to be called complete."""


def storage_m3(depth_mm: float, coefficient: float, catchment_m2: float) -> float:
    """V = 10·H·φ·F in m³; the catchment is given in m² and used in hectares.

    >>> round(storage_m3(24.5, 0.6, 100_000), 6)
    1470.0
    """
    return 10.0 * depth_mm * coefficient * catchment_m2 / M2_PER_HECTARE


def compute(given: Given) -> Computed:
    zones = given.frames["zones"]
    asked = given.parameters
    coefficients = {
        row["surface"]: row
        for row in rows_in_force(given.sheets["coefficients"], asked["rules_on"])
    }
    depth_mm, rain_rows = _depth(given)
    given.step(0, 2)
    ground, notes = _described(given, coefficients)
    given.step(1, 2)
    facilities = given.frames.get("facilities")
    stored = no_storage(zones) if facilities is None else storage_by_zone(facilities, zones)
    used = [coefficients[name] for name in ground.by_zone if name in coefficients]
    bare = asked["uncovered_coefficient"]
    rows = _zones(zones, ground, coefficients, depth_mm, bare, stored)
    result = {
        "total": _total(rows, ground, coefficients, depth_mm, bare, stored),
        "zones": rows,
        "surfaces": _surface_rows(ground, coefficients, depth_mm),
        "notes": [
            *unverified_notes(given.sheets["rainfall"], rain_rows, "city", "ratio"),
            *unverified_notes(given.sheets["coefficients"], used, "surface"),
            *notes,
            *_ground_notes(rows, ground, bare),
            *stored.notes,
        ],
    }
    given.step(2, 2)
    return Computed(result)


def _depth(given: Given) -> tuple[float, list[Row]]:
    """H, and the rows of the rule it comes from: none if the number was given."""
    asked = given.parameters
    if asked["depth_mm"] is not None:
        return float(asked["depth_mm"]), []
    rule = given.sheets["rainfall"]
    row = rainfall_row(rule, asked["city"], asked["ratio"], asked["rules_on"])
    return float(row["depth_mm"]), [row]


def _described(
    given: Given, coefficients: Mapping[str, Row]
) -> tuple[Ground, list[dict[str, Any]]]:
    """What the ground is, by polygons or by the classes of a raster."""
    zones = given.frames["zones"]
    if "surfaces" in given.rasters:
        return raster_ground(given, zones, coefficients)
    surfaces, notes = _surfaces(given, coefficients)
    return _ground(zones, surfaces, coefficients), notes


def _surfaces(
    given: Given, coefficients: Mapping[str, Row]
) -> tuple[gpd.GeoDataFrame, list[dict[str, Any]]]:
    """The surfaces that say what they are; raises `surface-without-coefficient`."""
    frame = given.frames["surfaces"]
    words = [text_or_none(one) for one in frame["surface"]]
    unknown = sorted({one for one in words if one is not None and one not in coefficients})
    if unknown:
        refuse_without_coefficient(given, unknown)
    said = np.array([one is not None for one in words], dtype=bool)
    silent = frame.loc[~said, "key"]
    notes = (
        [
            note(
                "surface-empty",
                "{count} 块下垫面没有类型，按没有下垫面资料处理：{keys}。",
                "{count:surface|surfaces} "
                "{count:~does not say what it is and counts|do not say what they are and count} "
                "as no surface: {keys}.",
                count=len(silent),
                keys=listed(silent),
            )
        ]
        if len(silent)
        else []
    )
    return frame[said].reset_index(drop=True), notes


def _ground(
    zones: gpd.GeoDataFrame, surfaces: gpd.GeoDataFrame, coefficients: Mapping[str, Row]
) -> Ground:
    """Where surfaces overlap the one that sheds more water counts: the safe side."""
    order = sorted(coefficients, key=lambda name: (-coefficients[name]["used"], name))
    parts = partition_region(zones, surfaces, surfaces["surface"].to_list(), order)
    by_zone = class_areas_within(parts.pieces, zones)
    seen = [name for name in order if name in by_zone]
    if REST not in by_zone:
        by_zone[REST] = 0.0
    once = {name: parts.class_m2[name] for name in seen} | {REST: parts.rest_m2}
    return Ground(by_zone[[*seen, REST]], once, area_m2(zones.geometry), _overlap(parts))


def _overlap(parts: PartitionResult) -> float:
    summed = float(parts.zone_region_m2.sum())
    return overlap(summed - sum(parts.class_m2.values()), summed)


@dataclass(frozen=True, slots=True)
class Need:
    """What ground needs: m² that went in, mean coefficient and m³ by the value used, low, high."""

    counted_m2: float
    coefficient: float | None
    used: float | None
    low: float | None
    high: float | None


def need(
    areas_m2: Mapping[str, float],
    coefficients: Mapping[str, Row],
    depth_mm: float,
    bare: float | None,
) -> Need:
    """Ground without a surface counts with the coefficient `bare`, if one is given. What a surface
    that only shares an edge covers by rounding is no ground."""
    parts = {name: float(m2) for name, m2 in areas_m2.items() if name != REST}
    ground = {name: tuple(coefficients[name][one] for one in BOUNDS) for name in parts}
    if bare is not None:
        parts[REST], ground[REST] = float(areas_m2.get(REST, 0.0)), (bare, bare, bare)
    counted = sum(parts.values())
    if by_rounding(counted, sum(areas_m2.values())):
        return Need(0.0, None, None, None, None)
    used, low, high = (
        sum(storage_m3(depth_mm, ground[name][at], m2) for name, m2 in parts.items())
        for at in range(len(BOUNDS))
    )
    mean = sum(ground[name][0] * m2 for name, m2 in parts.items()) / counted
    return Need(counted, round(mean, SHARE_DIGITS), used, low, high)


def volume(value: float | None) -> float | None:
    return None if value is None else round(float(value), VOLUME_DIGITS) + 0.0


def _zones(
    zones: gpd.GeoDataFrame,
    ground: Ground,
    coefficients: Mapping[str, Row],
    depth_mm: float,
    bare: float | None,
    stored: Storage,
) -> list[dict[str, Any]]:
    rows = []
    for key, name, whole, areas, there, planned in zip(
        zones["key"],
        zones["name"],
        ground.zone_m2,
        ground.by_zone.to_dict("records"),
        stored.there,
        stored.planned,
        strict=True,
    ):
        found = need(areas, coefficients, depth_mm, bare)
        head = {"key": key, "name": text_or_none(name), "area_m2": area(whole)}
        rows.append(head | _figures(found, areas[REST], there, planned))
    return rows


def _figures(found: Need, uncovered_m2: float, there: float, planned: float) -> dict[str, Any]:
    counted, used = found.counted_m2, found.used
    return {
        "counted_m2": area(counted),
        "uncovered_m2": area(uncovered_m2),
        "coefficient": found.coefficient,
        "required_m3": volume(used),
        "required_low_m3": volume(found.low),
        "required_high_m3": volume(found.high),
        "facility_m3": volume(there),
        "planned_m3": volume(planned),
        "deficit_m3": volume(None if used is None else max(used - there, 0.0)),
        "deficit_after_m3": volume(None if used is None else max(used - there - planned, 0.0)),
    }


def _total(
    rows: list[dict[str, Any]],
    ground: Ground,
    coefficients: Mapping[str, Row],
    depth_mm: float,
    bare: float | None,
    stored: Storage,
) -> dict[str, Any]:
    """Areas and requirement with each place once; deficits are those of the zones added up, since
    one zone's spare storage holds no rain of another."""
    whole = sum(ground.once.values())
    found = need(ground.once, coefficients, depth_mm, bare)
    figures = _figures(found, ground.once[REST], stored.there.sum(), stored.planned.sum())
    summed = {
        name: volume(sum(row[name] or 0.0 for row in rows))
        for name in ("deficit_m3", "deficit_after_m3")
    }
    zones_m2 = float(ground.zone_m2.sum())
    return {
        "depth_mm": depth_mm,
        "area_m2": area(whole),
        **figures,
        **summed,
        "overlap_removed_m2": overlap(zones_m2 - whole, zones_m2),
        "surface_overlap_m2": area(ground.surface_overlap_m2),
    }


def _surface_rows(
    ground: Ground, coefficients: Mapping[str, Row], depth_mm: float
) -> list[dict[str, Any]]:
    whole = sum(ground.once.values())
    return [
        {
            "key": name,
            "name": None,
            "surface": name,
            **{bound: coefficients[name][bound] for bound in BOUNDS},
            "area_m2": area(m2),
            "share": share(m2, whole),
            "required_m3": volume(storage_m3(depth_mm, coefficients[name]["used"], m2)),
        }
        for name, m2 in ground.once.items()
        if name != REST
    ]


def _ground_notes(
    rows: list[dict[str, Any]], ground: Ground, bare: float | None
) -> list[dict[str, Any]]:
    partly = [row["key"] for row in rows if row["uncovered_m2"] > (1 - DESCRIBED) * row["area_m2"]]
    if not partly:
        return []
    values: dict[str, Any] = {
        "count": len(partly),
        "keys": listed(partly),
        "area_m2": area_amount(ground.once[REST]),
    }
    if bare is None:
        return [note("surface-uncovered", *UNCOVERED_LEFT_OUT, **values)]
    return [
        note(
            "surface-uncovered",
            *UNCOVERED_COUNTED,
            coefficient=Amount(bare, NUMBER, exact=True),
            **values,
        )
    ]


UNCOVERED_LEFT_OUT = (
    "{count} 个分区有没有下垫面资料的地方（共 {area_m2}），这些地方未计入，"
    "所需容积和缺口因此偏小：{keys}。",
    "{count:zone|zones} {count:~has|have} ground without a surface ({area_m2} in all). It is not "
    "counted, so "
    "that requirement and deficit are too small there: {keys}.",
)
UNCOVERED_COUNTED = (
    "{count} 个分区有没有下垫面资料的地方（共 {area_m2}），"
    "按给定的径流系数 {coefficient} 计入：{keys}。",
    "{count:zone|zones} {count:~has|have} ground without a surface ({area_m2} in all), counted "
    "with the "
    "coefficient {coefficient} that was given: {keys}.",
)
