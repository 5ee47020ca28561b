"""Storage of sponge facilities by drainage zone: what stands, and what is only planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np

from geo.overlay.located import NOWHERE, first_holding
from geo.plane.arrays import Floats, Positions
from projects.metrics.results import listed, note, text_or_none

NOT_YET = ("planned", "building")


@dataclass(frozen=True, slots=True)
class Storage:
    """m³ by zone (n,): `there` built or without a status, `planned` planned or being built."""

    there: Floats
    planned: Floats
    notes: list[dict[str, Any]]


def no_storage(zones: gpd.GeoDataFrame) -> Storage:
    return Storage(np.zeros(len(zones)), np.zeros(len(zones)), [])


def storage_by_zone(facilities: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> Storage:
    """Each facility counts for the zone it names, else for the first zone that holds it."""
    volume = np.array([_number(one) for one in facilities["volume_m3"]], dtype=float)
    usable = volume >= 0
    status = np.array([text_or_none(one) for one in facilities["status"]], dtype=object)
    planned = np.isin(status, NOT_YET)
    place, named_wrongly = _places(facilities, zones)
    counted = usable & (place != NOWHERE)
    keys = facilities["key"].to_numpy()
    notes = [
        *_told(keys[~usable], *NO_VOLUME),
        *_told(keys[usable & (place == NOWHERE)], *NO_ZONE),
        *_told(keys[named_wrongly], *UNKNOWN_ZONE),
        *_told(keys[counted & (status == None)], *NO_STATUS),  # noqa: E711  (element by element)
    ]
    return Storage(
        _summed(place, volume, counted & ~planned, len(zones)),
        _summed(place, volume, counted & planned, len(zones)),
        notes,
    )


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")


def _places(
    facilities: gpd.GeoDataFrame, zones: gpd.GeoDataFrame
) -> tuple[Positions, np.typing.NDArray[np.bool_]]:
    """Position of each facility's zone, and which of them name a zone that is not there."""
    position = {key: at for at, key in enumerate(zones["key"])}
    named = [text_or_none(one) for one in facilities["zone_code"]]
    by_name = np.array([position.get(one or "", NOWHERE) for one in named], dtype=np.intp)
    by_place = first_holding(facilities, zones)
    wrong = np.array([one is not None and one not in position for one in named], dtype=bool)
    return np.where(by_name != NOWHERE, by_name, by_place), wrong


def _summed(
    place: Positions, volume: Floats, counted: np.typing.NDArray[np.bool_], zones: int
) -> Floats:
    return np.bincount(place[counted], weights=volume[counted], minlength=zones).astype(np.float64)


def _told(keys: Any, code: str, zh: str, en: str) -> list[dict[str, Any]]:
    return [note(code, zh, en, count=len(keys), keys=listed(keys))] if len(keys) else []


NO_VOLUME = (
    "facility-without-volume",
    "{count} 处设施没有调蓄容积或为负值，未计入：{keys}。",
    "{count:facility|facilities} {count:~has|have} no storage, or a negative one, and "
    "{count:~is|are} not counted: {keys}.",
)
NO_ZONE = (
    "facility-without-zone",
    "{count} 处设施不在任何排水分区内，未计入：{keys}。",
    "{count:facility|facilities} {count:~lies|lie} in no drainage zone and {count:~is|are} not "
    "counted: {keys}.",
)
UNKNOWN_ZONE = (
    "facility-zone-unknown",
    "{count} 处设施填写的所属分区不存在，改按位置归属：{keys}。",
    "{count:facility|facilities} {count:~names|name} a zone that is not there; {count:~its|their} "
    "place decides: {keys}.",
)
NO_STATUS = (
    "facility-without-status",
    "{count} 处设施没有建设状态，按已建成计：{keys}。",
    "{count:facility|facilities} {count:~has|have} no status and {count:~counts|count} as built: "
    "{keys}.",
)
