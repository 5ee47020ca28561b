"""Illustrative drainage zones (示例): verdicts, small faults as in real files, the table of fields.

The share is set on purpose a little under the target of 50 %. Faults on purpose: a few zones reach
into a neighbour of another verdict, some built-up land is in no zone, one outline crosses itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import shapely

from demonstration.real_layers import district_of
from demonstration.riverside import main_part
from demonstration.sources import PLANE
from demonstration.urban import GRID_M, SEED, Town, zone_areas

MET_SHARE = 0.468  # of the built-up area, before overlaps are settled
LEFT_OUT = ("CD-11", "CF-07", "ZK-16")  # drainage zones nobody has drawn yet
NOT_ASSESSED = ("CF-02", "SM-08")
REACHING_M = {"ZK-04": 130.0, "CD-06": 90.0, "JS-03": 110.0, "SM-04": 70.0, "CD-09": 60.0}
OVER_ALL = ("CD-09",)  # reaches into neighbours of its own verdict too
CROSSED = "CF-04"
CAPTURE_TARGETS = {"沌口": 70, "军山": 75, "蔡甸": 65, "纱帽": 70, "常福": 70}
VERDICT_WORDS = {"met": "达标", "not_met": "未达标", "not_assessed": "未评估"}


@dataclass(frozen=True, slots=True)
class Zone:
    """A drainage zone on its way to a row of the file."""

    code: str
    name: str
    place: str
    area: shapely.Geometry
    built_m2: float
    score: float
    verdict: str = "not_met"


def sponge_zones(
    towns: Sequence[Town], built: shapely.Geometry, divisions: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """All zones as the file has them, the crossed outline included."""
    drawn = [zone for zone in _all(towns, built) if zone.code not in LEFT_OUT]
    return _frame(_with_crossing(_reaching(_judged(drawn, built.area))), divisions)


def _all(towns: Sequence[Town], built: shapely.Geometry) -> list[Zone]:
    zones = []
    for town in towns:
        random = np.random.default_rng([SEED, 7, *town.place.code.encode()])
        for number, area in enumerate(_fitted(zone_areas(town)), 1):
            score = float(town.place.readiness + random.normal(0, 0.22))
            zones.append(_zone(town, number, area, area.intersection(built).area, score))
    return zones


def _fitted(drawn: Sequence[shapely.Geometry]) -> list[shapely.Geometry]:
    """The same areas without slivers: neighbours share every vertex of their common edge."""
    edges = shapely.union_all(shapely.boundary(np.array(drawn)), grid_size=GRID_M)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(edges)))
    inner = [face.representative_point() for face in faces]
    owners = [next((i for i, a in enumerate(drawn) if a.covers(p)), -1) for p in inner]
    return [
        main_part(shapely.union_all(faces[np.array(owners) == zone])) for zone in range(len(drawn))
    ]


def _zone(town: Town, number: int, area: shapely.Geometry, built_m2: float, score: float) -> Zone:
    place = town.place
    name = f"{place.name}{number:02d}号排水分区（示例）"
    return Zone(f"{place.code}-{number:02d}", name, place.name, area, built_m2, score)


def _judged(zones: Sequence[Zone], built_m2: float) -> list[Zone]:
    """The best zones are met until the wanted share is reached."""
    verdicts: dict[str, str] = dict.fromkeys(NOT_ASSESSED, "not_assessed")
    left_m2 = MET_SHARE * built_m2
    for zone in sorted(zones, key=lambda zone: -zone.score):
        if zone.code not in verdicts and zone.built_m2 <= left_m2:
            verdicts[zone.code] = "met"
            left_m2 -= zone.built_m2
    return [replace(zone, verdict=verdicts.get(zone.code, "not_met")) for zone in zones]


def _reaching(zones: Sequence[Zone]) -> list[Zone]:
    """Some zones drawn over a strip of the neighbours whose verdict is another."""
    return [_reach(zone, zones) if zone.code in REACHING_M else zone for zone in zones]


def _reach(zone: Zone, zones: Sequence[Zone]) -> Zone:
    others = [
        other.area
        for other in zones
        if other.code != zone.code and (other.verdict != zone.verdict or zone.code in OVER_ALL)
    ]
    strip = zone.area.buffer(REACHING_M[zone.code]).intersection(shapely.union_all(others))
    area = shapely.union_all([zone.area, strip]).buffer(5).buffer(-5).simplify(1)
    return replace(zone, area=shapely.set_precision(area, GRID_M))


def _with_crossing(zones: Sequence[Zone]) -> list[Zone]:
    return [
        replace(zone, area=_crossed(zone.area)) if zone.code == CROSSED else zone for zone in zones
    ]


def _crossed(area: shapely.Polygon) -> shapely.Polygon:
    """The outline with a loop on its longest edge, as a slip of the hand while digitising."""
    ring = shapely.get_coordinates(area.exterior)
    edges = np.diff(ring, axis=0)
    at = int(np.hypot(*edges.T).argmax())
    start, along = ring[at], edges[at]
    outward = np.array([along[1], -along[0]]) * (1 if area.exterior.is_ccw else -1)
    loop = [start + 0.62 * along + 0.28 * outward, start + 0.38 * along + 0.28 * outward]
    return shapely.Polygon(np.vstack([ring[: at + 1], np.round(loop, 2), ring[at + 1 :]]))


def _frame(zones: Sequence[Zone], divisions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    middles = gpd.GeoSeries([zone.area.centroid for zone in zones], crs=PLANE)
    assessed = [zone.verdict != "not_assessed" for zone in zones]
    return gpd.GeoDataFrame(
        {
            "分区编号": [zone.code for zone in zones],
            "分区名称": [zone.name for zone in zones],
            "所在区": district_of(middles, divisions),
            "是否达标": [VERDICT_WORDS[zone.verdict] for zone in zones],
            "目标控制率": [f"{CAPTURE_TARGETS[zone.place]}%" for zone in zones],
            "现状控制率": [
                f"{_capture(zone):.1f}%" if known else None
                for zone, known in zip(zones, assessed, strict=True)
            ],
            "评估日期": [dt.date(2024, 12, 10) if known else None for known in assessed],
        },
        geometry=[zone.area for zone in zones],
        crs=PLANE,
    )


def _capture(zone: Zone) -> float:
    """Capture that fits the verdict: at or above the target where it is met, else below."""
    wobble = abs(zone.score * 97 % 7.0)
    target = CAPTURE_TARGETS[zone.place]
    return target + 0.6 + wobble if zone.verdict == "met" else target - 2.4 - 2 * wobble
