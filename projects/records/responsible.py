"""Which unit answers for a feature: that of its project, else of the zone it lies in, else of the
nearest section of its water."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
from shapely import LineString, Point
from sqlalchemy.orm import Session

from geo.measure.ellipsoid import length_m
from geo.words import Text
from layers.catalogue import VersionRef, live_versions
from layers.kinds.required import MONITORING_SECTION, SPONGE_ZONE
from layers.kinds.tasks import COOPERATION_ZONE
from layers.storage.store import Store
from projects.records.records import projects_of_feature
from projects.records.tables import Project
from projects.units.finding import plain_name

ZONES = (SPONGE_ZONE.id, COOPERATION_ZONE.id)
"""Kinds of layer whose areas are answered for by somebody, those that are asked first before."""
RIVER_NAME = "river"
NAMES_OF_WATER = (RIVER_NAME, "receiving_water")
BY_PROJECT = Text("项目 {code}", "project {code}")
BY_ZONE = Text(
    "所在的{layer}“{zone}”（项目 {code}）", "the zone “{zone}” of {layer} (project {code})"
)
BY_SECTION = Text(
    "最近的{layer}“{section}”（项目 {code}）",
    "the nearest section “{section}” of {layer} (project {code})",
)


@dataclass(frozen=True, slots=True)
class Responsible:
    """A unit by its name, and through what it answers."""

    unit: str
    through: Text


def responsible_for(session: Session, store: Store, ref: VersionRef, key: str) -> list[Responsible]:
    """The units that answer for a feature of a live version; none where nobody does.

    A feature without a project is answered for by the units of the zone that its inner point
    (EPSG:4490) lies in; where nobody does, by those of the nearest section of the water it names.
    """
    own = _units(projects_of_feature(session, ref.layer_id, key))
    if own:
        return [Responsible(unit, BY_PROJECT.format(code=code)) for unit, code in own]
    if ref.kind in ZONES:
        return []
    frame = store.features(ref.sha256, ref.key_field, [key])
    if frame.empty or frame.geometry.iloc[0] is None:
        return []
    point = frame.geometry.iloc[0].representative_point()
    return list(_of_zones(session, store, point)) or list(
        _of_sections(session, store, point, _water(frame))
    )


def _units(projects: Sequence[Project]) -> list[tuple[str, str]]:
    """Units that lead projects, each with the first of its projects."""
    found: dict[str, str] = {}
    for one in projects:
        if one.lead_unit:
            found.setdefault(one.lead_unit, one.code)
    return list(found.items())


def _water(frame: gpd.GeoDataFrame) -> str:
    """The water that a feature names, as names are compared; empty where it names none."""
    told = (frame[one].iloc[0] for one in NAMES_OF_WATER if one in frame)
    return next((plain_name(one) for one in told if isinstance(one, str)), "")


def _of_zones(session: Session, store: Store, point: Point) -> Iterator[Responsible]:
    for kind in ZONES:
        for zones in (one for one in live_versions(session) if one.kind == kind):
            box = (point.x, point.y, point.x, point.y)
            near = store.frame(zones.sha256, bbox=box, columns=[zones.key_field, "name"])
            for zone in near[near.covers(point)][zones.key_field]:
                units = _units(projects_of_feature(session, zones.layer_id, str(zone)))
                for unit, code in units:
                    said = {"layer": zones.title, "zone": str(zone), "code": code}
                    yield Responsible(unit, BY_ZONE.format(**said))
                if units:
                    return


def _of_sections(session: Session, store: Store, point: Point, water: str) -> Iterator[Responsible]:
    for sections in live_versions(session, MONITORING_SECTION.id) if water else ():
        if RIVER_NAME not in store.columns(sections.sha256):
            continue
        frame = store.frame(sections.sha256, columns=[sections.key_field, RIVER_NAME])
        mine = [isinstance(one, str) and plain_name(one) == water for one in frame[RIVER_NAME]]
        keys = _nearest_first(frame[mine], point)[sections.key_field]
        for key in keys.map(str):
            units = _units(projects_of_feature(session, sections.layer_id, key))
            for unit, code in units:
                said = {"layer": sections.title, "section": key, "code": code}
                yield Responsible(unit, BY_SECTION.format(**said))
            if units:
                return


def _nearest_first(frame: gpd.GeoDataFrame, point: Point) -> gpd.GeoDataFrame:
    """By the way over the ellipsoid from the point."""
    placed = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    ways = [LineString([point, one.representative_point()]) for one in placed.geometry]
    away = length_m(gpd.GeoSeries(ways, index=placed.index, crs=placed.crs))
    return placed.assign(away=away).sort_values("away", kind="stable")
