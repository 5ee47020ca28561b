"""Waters at a place: the river or lake that lies there, or runs by within reach of its bank."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from sqlalchemy.orm import Session

from geo.crs.transform import CGCS2000, plane_of_bounds, to_plane
from geo.figures.said import said
from geo.figures.units import METRES
from geo.words import Text
from layers.catalogue import VersionRef, live_versions
from layers.kinds.supporting import LAKE, RIVER
from layers.storage.feature import StoredFeature
from layers.storage.store import Store
from layers.system.china_time import today
from layers.system.database import read_once
from projects.chiefs.finding import chiefs_on
from projects.metrics.results import text_or_none
from projects.records.queries.responsible import NAMES_OF_WATER
from projects.sheets.limits import limits_in_force
from projects.sheets.rules_projects import PROJECT_LIMITS, WATER_REACH
from projects.water.in_charge import Chief, answering_unit, of_section

LONGEST_M, DEGREES = 1e4, 0.2
"""The limit is 10 km at most, which is less than so many degrees anywhere in China, either way."""
LARGEST = 0.01
"""In degrees: what is larger is like a district, and no one water is its own."""


@dataclass(frozen=True, slots=True)
class Water:
    """A feature of a layer of rivers or lakes, so far from the place in metres."""

    layer: str
    key: str
    name: str | None
    distance_m: float

    @property
    def away(self) -> Text:
        """How far it is, written as wherever else it is told."""
        return said(self.distance_m, METRES)


InCharge = tuple[Water, tuple[Chief, ...]]


def reach_m(session: Session) -> float:
    """How far from a water its chiefs are in charge: dyke and foreland, by the office's limit; it
    is read once while a session only reads."""
    day = today()
    return read_once(session, ("water reach", day), lambda: _reach_m(session, day))


def _reach_m(session: Session, day: dt.date) -> float:
    limits = limits_in_force(session, PROJECT_LIMITS, day)
    return float(limits[WATER_REACH]["value"])


def waters_at(session: Session, store: Store, lon: float, lat: float) -> tuple[Water, ...]:
    """The waters within reach, the nearest first; what the session does not see is not there."""
    reach = reach_m(session)
    around = DEGREES * max(reach, 1.0) / LONGEST_M
    box = (lon - around, lat - around, lon + around, lat + around)
    layers = live_versions(session, RIVER.id, LAKE.id)
    found = [
        one for layer in layers if _meets(layer, box) for one in _near(store, layer, box, reach)
    ]
    return tuple(sorted(found, key=lambda one: (one.distance_m, one.layer, one.key)))


def _meets(layer: VersionRef, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = layer.bbox
    return west <= box[2] and box[0] <= east and south <= box[3] and box[1] <= north


def _near(
    store: Store, layer: VersionRef, box: tuple[float, float, float, float], reach: float
) -> list[Water]:
    there = store.columns(layer.sha256)
    wanted = [one for one in dict.fromkeys((layer.key_field, "name")) if one in there]
    frame = store.frame(layer.sha256, bbox=box, columns=wanted)
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    if frame.empty:
        return []
    plane = plane_of_bounds(box)
    if plane is None:
        return []
    place = shapely.Point((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    here = to_plane(gpd.GeoSeries([place], crs=CGCS2000), plane).iloc[0]
    away = shapely.distance(to_plane(frame.geometry, plane).to_numpy(), here)
    names = frame["name"] if "name" in frame else [None] * len(frame)
    rows = zip(frame[layer.key_field], names, away, strict=True)
    return [
        Water(layer.layer_id, str(key), None if name is None else str(name), float(metres))
        for key, name, metres in rows
        if np.isfinite(metres) and metres <= reach
    ]


def chiefs_at(
    session: Session, store: Store, lon: float, lat: float, on: dt.date
) -> tuple[InCharge, ...]:
    """Who is in charge at a place: each water within reach with its chiefs, the nearest first."""
    every = chiefs_on(session, on)
    waters = waters_at(session, store, lon, lat)
    return tuple((one, every.of_water(key=one.key, name=one.name)) for one in waters)


def as_json(found: Iterable[InCharge]) -> list[dict[str, Any]]:
    """The same as programs are told it, with distances to the decimetre."""
    return [
        {
            "layer": water.layer,
            "key": water.key,
            "name": water.name,
            "distance_m": round(water.distance_m, 1),
            "chiefs": [one.as_dict() for one in own],
            "answering_unit": answering_unit(own),
        }
        for water, own in found
    ]


def chiefs_of_feature(
    session: Session,
    store: Store,
    layer: VersionRef,
    found: StoredFeature,
    key: str,
    on: dt.date,
) -> tuple[Chief, ...]:
    """Who is in charge of a feature: of a river or lake its own chiefs; of what names its water
    (a section, an outfall, a bank) those of that; of anything else those of the nearest water."""
    every = chiefs_on(session, on)
    if not every.every:
        return ()
    name = text_or_none(found.values.get("name"))
    if layer.kind in (RIVER.id, LAKE.id):
        return every.of_water(key=key, name=name)
    for field in NAMES_OF_WATER:
        named = every.of_water(name=text_or_none(found.values.get(field)))
        if named:
            return of_section(named, text_or_none(found.values.get("upstream_district")))
    west, south, east, north = found.bounds
    if max(east - west, north - south) > LARGEST:
        return ()
    waters = waters_at(session, store, (west + east) / 2, (south + north) / 2)
    return every.of_water(key=waters[0].key, name=waters[0].name) if waters else ()
