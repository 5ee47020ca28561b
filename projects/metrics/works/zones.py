"""Cross-city cooperation zones: whether each touches its two cities, and the waters inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.errors import EcoAtlasError, declare
from geo.figures.units import METRES
from geo.overlay.inside import features_inside, ground_inside_m2
from geo.plane.shapes import plane_of, plane_shapes
from geo.words import Text
from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.results import Amount, area, listed, note, same_place, split, text_or_none
from projects.metrics.targets import Target, quantity_block
from projects.metrics.unknown import Span, judged_over, so_many
from projects.metrics.works.zones_metric import NO, UNKNOWN, YES

CITIES = 2


CITY_NOT_DRAWN = Text(
    "{count} 个协同区涉及的市不在市界图层里",
    "zones with a city that is not in the layer of cities ({count})",
)


NO_CITIES = declare(
    "cooperation-cities-asked",
    "error",
    Text(
        "行政区划图层里没有级别为“{level}”的单元，无法判断协同区与哪些市相接。",
        "The layer has no division of the level “{level}”: no zone can be said to touch a city.",
    ),
    Text("请换用含市界的图层，或选择另一级别。", "Use a layer of cities, or another level."),
)


def compute(given: Given) -> Computed:
    """A zone is present when it touches two cities, and those it names if it names any.

    Raises `cooperation-cities-asked` where the layer has no division of the level.
    """
    zones = given.frames["zones"]
    cities = _cities(given)
    waters = _waters(zones, given.frames.get("waters"))
    water_m2 = _water_m2(zones, given.frames.get("waters"))
    drawn = _drawn(zones, cities, given.parameters["tolerance_m"])
    rows = [_zone(zones, k, drawn[k], waters, water_m2[k]) for k in range(len(zones))]
    joins = [row["joins"] for row in rows]
    present, unknown = joins.count(YES), joins.count(UNKNOWN)
    target = given.target
    result = {
        "total": {
            "zones": len(rows),
            "joining": present,
            "not_joining": joins.count(NO),
            "unknown": unknown,
            "waters": len({row["water"] for row in waters}),
        },
        "zones": rows,
        "waters": waters,
        "target": None if target is None else _target(target, present, unknown),
        "notes": _notes(rows, given),
    }
    return Computed(result)


def _target(target: Target, present: int, unknown: int) -> dict[str, Any]:
    said = so_many(unknown, CITY_NOT_DRAWN)
    span = Span(present, present + unknown, said)
    return judged_over(target, quantity_block(target, {"count": present}), span)


def _cities(given: Given) -> gpd.GeoDataFrame:
    level = given.parameters["level"]
    every = given.frames["cities"]
    cities = every[every["level"] == level].reset_index(drop=True)
    if cities.empty:
        raise EcoAtlasError(NO_CITIES, level=level)
    return cities


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the layer of cities says of a zone: `touched` are those within the tolerance, `names`
    all that it draws. `inside`: the zone and the tolerance around it lie in what it draws, so that
    no other city can be touched."""

    touched: list[str]
    names: list[str]
    inside: bool

    def joins(self, named: Sequence[str]) -> str:
        """Whether a zone that names these cities joins two; unknown where a city that would decide
        is not drawn."""
        lacking = [one for one in named if not _among(one, self.touched)]
        if any(_among(one, self.names) for one in lacking):
            return NO
        if lacking:
            return UNKNOWN
        if len(self.touched) >= CITIES:
            return YES
        return NO if self.inside else UNKNOWN


def _among(place: str, names: Sequence[str]) -> bool:
    return any(same_place(place, one) for one in names)


def _drawn(zones: gpd.GeoDataFrame, cities: gpd.GeoDataFrame, tolerance_m: float) -> list[Drawn]:
    """Of each zone the cities within the tolerance, by name, and whether others may be."""
    epsg = plane_of(zones, cities)
    grounds, shapes = plane_shapes(cities, epsg), plane_shapes(zones, epsg)
    tree = shapely.STRtree(grounds)
    zone, city = tree.query(shapes, predicate="dwithin", distance=max(tolerance_m, 0.0))
    names = [
        text_or_none(name) or key for key, name in zip(cities["key"], cities["name"], strict=True)
    ]
    reach = shapely.buffer(shapes, max(tolerance_m, 0.0))
    inside = shapely.covered_by(reach, shapely.union_all(grounds))
    return [
        Drawn([names[c] for c in np.sort(city[zone == k])], names, bool(inside[k]))
        for k in range(len(zones))
    ]


def _zone(
    zones: gpd.GeoDataFrame,
    k: int,
    drawn: Drawn,
    waters: list[dict[str, Any]],
    water_m2: float,
) -> dict[str, Any]:
    named = split(text_or_none(zones["cities"].iloc[k]))
    touched = drawn.touched
    missing = [one for one in named if not _among(one, touched)]
    key = zones["key"].iloc[k]
    return {
        "key": key,
        "name": text_or_none(zones["name"].iloc[k]),
        "joins": drawn.joins(named),
        "touches": "、".join(touched) or None,
        "missing": "、".join(missing) or None,
        "waters": sum(row["zone"] == key for row in waters),
        "water_m2": area(water_m2),
    }


def _waters(zones: gpd.GeoDataFrame, waters: gpd.GeoDataFrame | None) -> list[dict[str, Any]]:
    """Every water with ground in a zone, by zone."""
    if waters is None:
        return []
    found = features_inside(waters, zones, tolerance_m2=1.0)
    rows = sorted(zip(found.zone.tolist(), found.feature.tolist(), found.area_m2, strict=True))
    return [
        {
            "key": f"W{number}",
            "name": text_or_none(waters["name"].iloc[water]),
            "zone": zones["key"].iloc[zone],
            "water": waters["key"].iloc[water],
            "area_m2": area(size),
        }
        for number, (zone, water, size) in enumerate(rows, 1)
    ]


def _water_m2(zones: gpd.GeoDataFrame, waters: gpd.GeoDataFrame | None) -> list[float]:
    """Water of each zone, each place once: the blue line of a lake lies in its green one."""
    if waters is None:
        return [0.0] * len(zones)
    return [ground_inside_m2([waters], zones.iloc[[k]]) for k in range(len(zones))]


def _notes(rows: list[dict[str, Any]], given: Given) -> list[dict[str, Any]]:
    odd = [row["key"] for row in rows if row["joins"] == NO]
    open_ = [row["key"] for row in rows if row["joins"] == UNKNOWN]
    notes = []
    if open_:
        notes.append(
            note(
                "zones-cities-not-drawn",
                "有 {count} 个协同区是否与两市（或其注明的市）相接不明，"
                "有关的市不在市界图层里：{keys}。",
                "Of {count:zone|zones} nobody can say whether {count:~it touches|they touch} two "
                "cities, or those {count:~it names|they name}, because a city is not in the layer "
                "of cities: {keys}.",
                count=len(open_),
                keys=listed(open_),
            )
        )
    if odd:
        notes.append(
            note(
                "zones-not-joining",
                "有 {count} 个协同区没有同时与两市（或其注明的市）相接，"
                "容差 {tolerance_m}：{keys}。",
                "{count:zone|zones} {count:~does|do} not touch two cities, or not those "
                "{count:~it names|they name}, within "
                "{tolerance_m}: {keys}.",
                count=len(odd),
                tolerance_m=Amount(given.parameters["tolerance_m"], METRES, exact=True),
                keys=listed(odd),
            )
        )
    return notes
