"""Coverage: the share of each zone that lies under the union of a layer."""

from __future__ import annotations

from typing import Any

import geopandas as gpd

from geo.coverage.share import CoverageResult, coverage
from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.results import area, overlap, share, text_or_none


def compute(given: Given) -> Computed:
    """`zones` by key and `total`; the total counts every place once where zones overlap."""
    zones = given.frames["zones"]
    found = coverage(
        zones,
        given.sources["cover"] if "cover" in given.sources else given.frames["cover"],
        cache=given.cache,
        cover_key=given.hashes["cover"],
        progress=given.progress,
        spread=given.spread,
    )
    return Computed({"zones": _zones(zones, found), "total": _total(found)}, way=found.method)


def _zones(zones: gpd.GeoDataFrame, found: CoverageResult) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "name": text_or_none(name),
            "area_m2": area(zone.area_m2),
            "covered_m2": area(zone.covered_m2),
            "share": share(zone.covered_m2, zone.area_m2),
        }
        for key, name, zone in zip(zones["key"], zones["name"], found.zones, strict=True)
    ]


def _total(found: CoverageResult) -> dict[str, Any]:
    return {
        "area_m2": area(found.area_m2),
        "covered_m2": area(found.covered_m2),
        "share": share(found.covered_m2, found.area_m2),
        "overlap_removed_m2": overlap(found.overlap_removed_m2, found.covered_m2),
        "outside_m2": area(found.outside_m2),
    }
