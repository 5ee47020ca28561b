"""Cross-city cooperation zones: whether each touches its two cities, and the waters inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.errors import EcoAtlasError, declare
from geo.figures.units import METRES
from geo.overlay.inside import features_inside, ground_inside_m2
from geo.plane.shapes import plane_of, plane_shapes
from geo.words import Text
from layers.kinds.required import PROTECTED_WATER
from layers.kinds.supporting import LAKE, RIVER
from layers.kinds.tasks import COOPERATION_ZONE
from projects.metrics.columns import YES_NO
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    SQUARE_METRES,
    Check,
    Column,
    Computed,
    Given,
    Metric,
    Role,
    Table,
)
from projects.metrics.families import OTHER
from projects.metrics.parameters import distance, division_level, target_parameter
from projects.metrics.results import Amount, area, listed, note, same_place, split, text_or_none
from projects.metrics.roles import BOUNDARY, DIVISIONS
from projects.metrics.stands import YES_IS_MET
from projects.metrics.targets import Target, quantity_block
from projects.metrics.unknown import Span, judged_over, so_many

CHECK = "SC-SYNERGY-ZONES"
CITIES = 2
YES, NO, UNKNOWN = "yes", "no", "unknown"
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


COOPERATION_ZONES = Metric(
    id="cooperation_zones",
    version=3,
    family=OTHER,
    place=20,
    title=Text("跨市生态协同区", "Ecological cooperation zones"),
    summary=Text(
        "每个协同区是否同时与两市相接，并列出区内水体。",
        "Whether each zone touches both of its cities, and the waters inside.",
    ),
    formula=Text(
        "协同区与一市的距离不大于容差即相接；与不少于两市、并与其注明的各市相接的算成立。",
        "A zone touches a city at most the tolerance away; it joins when it touches two cities or "
        "more, and all of those it names.",
    ),
    source=Text(
        "政策台账核算方式 SC-SYNERGY-ZONES（武汉2023：武孝、武鄂、武咸、武仙四大生态协同区）。",
        "Check SC-SYNERGY-ZONES of the policy register (Wuhan 2023: four cooperation zones).",
    ),
    unit=COUNT,
    headline="joining",
    inputs=(
        Role(
            "zones",
            Text("协同区", "Zones"),
            Text("“涉及城市”写两市名称。", "`cities` names the two cities."),
            kinds=(COOPERATION_ZONE.id,),
            wanted=("cities",),
            within="touching",
        ),
        replace(
            DIVISIONS,
            name="cities",
            title=Text("市界", "City boundaries"),
            summary=Text("带级别的行政区划。", "Divisions with their level."),
        ),
        Role(
            "waters",
            Text("水体", "Waters"),
            Text("给出时列出各区内的水体。", "If given, waters inside the zones are listed."),
            kinds=(LAKE.id, RIVER.id, PROTECTED_WATER.id),
            optional=True,
        ),
        BOUNDARY,
    ),
    parameters=(
        division_level(
            Text("市的级别", "Level of the cities"),
            Text("按哪一级行政区判断。", "Which divisions are the cities."),
            "city",
        ),
        distance(
            "tolerance_m",
            Text("相接容差", "Tolerance"),
            Text("离市界不超过它算相接。", "A city this near is touched."),
            100.0,
            10_000.0,
        ),
        target_parameter("count"),
    ),
    total=(
        Column("zones", Text("协同区", "Zones"), COUNT),
        Column("joining", Text("成立", "Joining two cities"), COUNT),
        Column("not_joining", Text("不成立", "Not joining"), COUNT),
        Column("unknown", Text("不明", "Unknown"), COUNT),
        Column("waters", Text("区内水体", "Waters inside"), COUNT),
    ),
    tables=(
        Table(
            "zones",
            Text("协同区", "Zones"),
            (
                Column(
                    "joins",
                    Text("是否成立", "Joins"),
                    NO_UNIT,
                    "code",
                    {**YES_NO, UNKNOWN: Text("不明", "unknown")},
                    stands=YES_IS_MET,
                ),
                Column("touches", Text("相接的市", "Touches"), NO_UNIT, "text"),
                Column("missing", Text("注明而未相接", "Named, not touched"), NO_UNIT, "text"),
                Column("waters", Text("水体数", "Waters"), COUNT),
                Column(
                    "water_m2",
                    Text("水体面积（同一处只计一次）", "Water, each place once"),
                    SQUARE_METRES,
                    sums=True,
                ),
            ),
            role="zones",
        ),
        Table(
            "waters",
            Text("区内水体", "Waters inside"),
            (
                Column("zone", Text("协同区", "Zone"), NO_UNIT, "text"),
                Column("water", Text("水体编号", "Water"), NO_UNIT, "text"),
                Column("area_m2", Text("区内面积", "Area inside"), SQUARE_METRES),
            ),
        ),
    ),
    nulls=Text(
        "没有注明城市的协同区只要与两市相接；有关的市不在市界图层里的，情况不明，可能改变结论的不判定；"
        "没有图形的要素须先改正。",
        "A zone that names no cities has to touch two; where a city that would decide is not in "
        "the layer it is unknown, and there is no verdict while such zones could change it; one "
        "without geometry is refused.",
    ),
    compute=compute,
    checks=(Check(CHECK),),
    subjects=("synergy_zones",),
)
