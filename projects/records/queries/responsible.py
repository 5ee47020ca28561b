"""Which unit answers for a feature: that of its project, else of the zone it lies in, else of the
nearest section of its water.

What is linked is read once, with one query; features are then asked a part at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.measure.ellipsoid import length_m
from geo.words import Text
from layers.catalogue import VersionRef, live_versions
from layers.export.features import Beside
from layers.kinds.required import MONITORING_SECTION, SPONGE_ZONE
from layers.kinds.tasks import COOPERATION_ZONE
from layers.storage.store import Store
from layers.system.database import Database
from projects.records.model.tables import LEAD, ProjectLink, ProjectUnit
from projects.units.finding import plain_name
from projects.units.tables import Unit

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


Answers = tuple[Responsible, ...]
Units = Mapping[str, Mapping[str, str]]
"""By the key of a feature its units, each with the first of its projects."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """Linked features of another layer: their shapes (EPSG:4490) and who answers through each."""

    shapes: np.ndarray
    answers: Sequence[Answers]
    waters: Sequence[str]


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for the features of one live version."""

    key_field: str
    own: Mapping[str, Answers]
    zones: tuple[_Placed, ...]
    sections: tuple[_Placed, ...]

    @classmethod
    def of(cls, session: Session, store: Store, ref: VersionRef) -> Answering:
        """What is linked now; the features of other layers that no project is built on are not
        read."""
        others = _others(session, ref)
        units = _units(session, [ref.layer_id, *(one.layer_id for one in others)])
        own = {
            key: tuple(Responsible(u, BY_PROJECT.format(code=code)) for u, code in some.items())
            for key, some in units.pop(ref.layer_id, {}).items()
        }
        zones: list[_Placed] = []
        sections: list[_Placed] = []
        for one in others:
            if one.layer_id not in units:
                continue
            of_zone = one.kind in ZONES
            placed = _placed(store, one, units[one.layer_id], BY_ZONE if of_zone else BY_SECTION)
            (zones if of_zone else sections).append(placed)
        return cls(ref.key_field, own, tuple(zones), tuple(sections))

    @property
    def by_place(self) -> bool:
        """Whether shapes have to be asked, too."""
        return bool(self.zones or self.sections)

    def ask(self, frame: gpd.GeoDataFrame) -> list[Answers]:
        """Who answers for each feature (EPSG:4490, with its key and what it names as its water).

        A feature without a project is answered for by the units of the zone that its inner point
        lies in; where nobody does, by those of the nearest section of the water it names.
        """
        found = [self.own.get(str(key), ()) for key in frame[self.key_field]]
        if not self.by_place:
            return found
        shaped = ~(frame.geometry.isna() | frame.geometry.is_empty).to_numpy()
        left = np.array([at for at, one in enumerate(found) if not one and shaped[at]], dtype=int)
        points = shapely.point_on_surface(frame.geometry.to_numpy()[left])
        waters = _waters(frame.iloc[left])
        for at, point, water in zip(left, points, waters, strict=True):
            found[at] = self._by_zone(point) or self._by_section(point, water)
        return found

    def _by_zone(self, point: shapely.Point) -> Answers:
        for zones in self.zones:
            inside = shapely.covers(zones.shapes, point)
            if inside.any():
                return zones.answers[int(inside.argmax())]
        return ()

    def _by_section(self, point: shapely.Point, water: str) -> Answers:
        for sections in self.sections if water else ():
            mine = [at for at, name in enumerate(sections.waters) if name == water]
            if mine:
                return sections.answers[mine[_nearest(point, sections.shapes[mine])]]
        return ()


def responsible_for(
    session: Session, store: Store, ref: VersionRef, keys: Sequence[str]
) -> dict[str, Answers]:
    """The units that answer for features of a live version, by their keys; those for whom nobody
    does are left out."""
    answering = Answering.of(session, store, ref)
    if not answering.by_place:
        return {key: answering.own[key] for key in keys if key in answering.own}
    frame = store.features(ref.sha256, ref.key_field, keys)
    answers = zip(frame[ref.key_field].map(str), answering.ask(frame), strict=True)
    return {key: some for key, some in answers if some}


def units_of(
    session: Session, store: Store, ref: VersionRef, keys: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """The same by their names."""
    found = responsible_for(session, store, ref, keys)
    return {key: _names(some) for key, some in found.items()}


def units_beside(database: Database, store: Store, ref: VersionRef) -> Beside:
    """The units that answer for features, as a column of a file: who they are as of now."""
    with database.reading() as session:
        answering = Answering.of(session, store, ref)

    def texts(frame: gpd.GeoDataFrame) -> list[str | None]:
        return ["、".join(_names(some)) or None for some in answering.ask(frame)]

    return Beside((ref.key_field, *NAMES_OF_WATER), texts)


def _names(some: Iterable[Responsible]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.unit for one in some))


def _others(session: Session, ref: VersionRef) -> list[VersionRef]:
    """Layers through whose features somebody may answer, in the order in which they are asked."""
    if ref.kind in ZONES:
        return []
    live = live_versions(session)
    wanted = (*ZONES, MONITORING_SECTION.id)
    return [one for kind in wanted for one in live if one.kind == kind]


def _units(session: Session, layers: Sequence[str]) -> dict[str, dict[str, dict[str, str]]]:
    """Units that lead projects, by layer and feature."""
    query = (
        select(
            ProjectLink.layer_id, ProjectLink.feature_key, Unit.short_name, ProjectLink.project_code
        )
        .join(ProjectUnit, ProjectUnit.project_code == ProjectLink.project_code)
        .join(Unit, Unit.code == ProjectUnit.unit_code)
        .where(ProjectLink.layer_id.in_(layers), ProjectUnit.role == LEAD)
        .order_by(ProjectLink.project_code)
    )
    found: dict[str, dict[str, dict[str, str]]] = {}
    for layer, key, unit, code in session.execute(query):
        found.setdefault(layer, {}).setdefault(key, {}).setdefault(unit, code)
    return found


def _placed(store: Store, ref: VersionRef, units: Units, said: Text) -> _Placed:
    frame = store.features(ref.sha256, ref.key_field, list(units))
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    keys = list(frame[ref.key_field].map(str))
    answers = [
        tuple(
            Responsible(unit, said.format(layer=ref.title, zone=key, section=key, code=code))
            for unit, code in units[key].items()
        )
        for key in keys
    ]
    shapes = frame.geometry.to_numpy()
    shapely.prepare(shapes)
    return _Placed(shapes, answers, _waters(frame))


def _waters(frame: gpd.GeoDataFrame) -> list[str]:
    """The water that each feature names, as names are compared; empty where it names none."""
    columns = [frame[one] for one in NAMES_OF_WATER if one in frame]
    rows = zip(*columns, strict=True) if columns else (() for _ in range(len(frame)))
    return [next((plain_name(one) for one in row if isinstance(one, str)), "") for row in rows]


def _nearest(point: shapely.Point, shapes: np.ndarray) -> int:
    """Which one is nearest by the way over the ellipsoid."""
    ends = shapely.point_on_surface(shapes)
    ways = [shapely.LineString([point, one]) for one in ends]
    return int(np.argmin(length_m(gpd.GeoSeries(ways, crs=4490))))
