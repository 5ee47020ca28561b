"""Who is in charge of a place: river and lake chiefs of the waters that lie there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from geo.figures.said import said
from geo.figures.units import METRES
from layers.kinds.supporting import LAKE, RIVER
from layers.storage.store import Store
from projects.asking.area import Area
from projects.asking.counting import Counted
from projects.chiefs.finding import chiefs_on
from projects.chiefs.places import chiefs_at, reach_m
from projects.water.in_charge import Chief, answering_unit

MOST_WATERS = 20


@dataclass(frozen=True, slots=True)
class InCharge:
    """A water (a feature of a layer), how many metres it is from the place, and its chiefs from the
    province down; none where the list does not have it."""

    layer: str
    key: str
    name: str | None
    distance_m: float | None
    chiefs: tuple[Chief, ...]

    def as_dict(self) -> dict[str, Any]:
        away = self.distance_m
        return {
            "layer": self.layer,
            "key": self.key,
            "name": self.name or self.key,
            "distance_m": away,
            "distance": None if away is None else said(away, METRES),
            "chiefs": [one.as_dict() for one in self.chiefs],
            "answering_unit": answering_unit(self.chiefs),
        }


def in_charge(
    session: Session, store: Store, where: Area, found: Iterable[Counted], on: dt.date
) -> tuple[InCharge, ...]:
    """Of a point the waters within reach of it, of any other place those that lie there or within
    reach, the nearest MOST_WATERS; none where the office has no list of chiefs."""
    if not chiefs_on(session, on).every:
        return ()
    point = _point(where)
    if point is not None:
        at = chiefs_at(session, store, *point, on)
        told = [InCharge(w.layer, w.key, w.name, w.distance_m, own) for w, own in at]
    else:
        told = sorted(_there(session, found, on), key=lambda one: one.distance_m or 0.0)
    return tuple(told[:MOST_WATERS])


def _point(where: Area) -> tuple[float, float] | None:
    """Longitude and latitude, where one point is asked about."""
    if where.source is None or len(where.source) != 1:
        return None
    shape = where.source.geometry.iloc[0]
    return (shape.x, shape.y) if shape.geom_type == "Point" else None


def _there(session: Session, found: Iterable[Counted], on: dt.date) -> Iterator[InCharge]:
    every, reach = chiefs_on(session, on), reach_m(session)
    for layer in found:
        if layer.version.kind not in (RIVER.id, LAKE.id):
            continue
        for one in layer.members:
            if one.distance_m is None or one.distance_m <= reach:
                own = every.of_water(key=one.key, name=one.name)
                yield InCharge(layer.version.layer_id, one.key, one.name, one.distance_m, own)
