"""The four parts of the sponge share in each administrative division that is given."""

from __future__ import annotations

from typing import Any

import geopandas as gpd

from geo.overlay.partition import REST
from geo.parting.by_place import Parted
from projects.metrics.results import ROUNDING, add_up, area, area_amount, note, share, text_or_none

PARTS = {"met": "met_m2", "not_met": "not_met_m2", "not_assessed": "not_assessed_m2"}


def place_rows(places: gpd.GeoDataFrame, parts: Parted) -> list[dict[str, Any]]:
    """Built-up area and its four parts in each division; divisions may lie in one another."""
    areas = parts.places.to_dict("records")
    rows = []
    for key, name, level, found in zip(
        places["key"], places["name"], places["level"], areas, strict=True
    ):
        inside = {one: float(found[one]) for one in (*PARTS, REST)}
        whole = sum(inside.values())
        four = {column: inside[one] for one, column in PARTS.items()}
        rows.append(
            {
                "key": key,
                "name": text_or_none(name),
                "level": text_or_none(level),
                "built_up_m2": area(whole),
                **add_up("built_up_m2", whole, four | {"no_zone_m2": inside[REST]}),
                "share": share(inside["met"], whole),
            }
        )
    return rows


def outside_note(parts: Parted) -> list[dict[str, Any]]:
    """Built-up ground in none of the divisions, which no row of the table has."""
    outside_m2 = parts.region_m2 - parts.in_places_m2
    if outside_m2 <= max(1.0, ROUNDING * parts.region_m2):
        return []
    return [
        note(
            "outside-districts",
            "建成区有 {area_m2} 不在所给的任何行政区划内，行政区划表中没有这部分。",
            "{area_m2} of the built-up area lie in none of the divisions given and stand "
            "in no row of their table.",
            area_m2=area_amount(outside_m2),
        )
    ]
