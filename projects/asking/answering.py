"""The answer to a question about a place: every layer that is seen, its ground, its features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import shapely
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from geo.crs.transform import CGCS2000
from geo.figures.said import grouped, said
from geo.figures.units import METRES, RATIO, SQUARE_METRES
from geo.measure.ellipsoid import area_m2
from geo.words import Text
from layers.catalogue import SECRECY_GRADES, VersionRef, live_versions
from layers.system.china_time import today
from projects.asking.area import Area, AreaAsked, area_of
from projects.asking.charge import InCharge, in_charge
from projects.asking.counting import Counted, Member, OfClass, count_in
from projects.metrics.results import area
from projects.policy.units import unit_text
from projects.records.model.tables import Project, ProjectLink
from projects.sites.checking import MAY_BE_OTHERS
from projects.sites.limits import place_limits_on
from projects.work.services import Services

MOST_LISTED = 50
ON_ELLIPSOID = Text(
    "面积、长度按 CGCS2000 椭球面量算；同一图层内重叠的只计一次。",
    "Areas and lengths on the CGCS2000 ellipsoid; what overlaps in a layer counts once.",
)
NUMBER = Text("{count} 个", "{count:feature|features}")
NOTHING = Text("{what}：没有要素。", "No features: {what}.")
FOUND = Text(
    "{what}：{layers} 个图层，{count} 个要素。",
    "{count:feature|features} in {layers:layer|layers}: {what}.",
)


@dataclass(frozen=True, slots=True)
class Built:
    """What is built on a feature: the project's code, name and the unit that leads it."""

    code: str
    name: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """`layers`: those with something in the area or that could not be counted; `empty`: the titles
    of the others. `whole`: whether the asker sees every layer of the office. `charge`: who is in
    charge of the waters there."""

    where: Area
    layers: tuple[Counted, ...]
    empty: tuple[Text, ...]
    projects: Mapping[tuple[str, str], tuple[Built, ...]]
    whole: bool
    charge: tuple[InCharge, ...] = ()

    @property
    def number(self) -> int:
        return sum(len(one.members) for one in self.layers)

    @property
    def area_m2(self) -> float | None:
        ground = self.where.ground
        if ground is None:
            return None
        return area(float(area_m2(gpd.GeoSeries([ground], crs=CGCS2000))[0]))

    @property
    def sentence(self) -> Text:
        """What was found, as it is read out."""
        if not self.number:
            return NOTHING.format(what=self.where.said)
        layers = sum(bool(one.members) for one in self.layers)
        count = grouped(self.number)
        return FOUND.format(what=self.where.said, layers=layers, count=count)

    @property
    def notes(self) -> list[Text]:
        return [ON_ELLIPSOID, *([] if self.whole else [MAY_BE_OTHERS])]

    def as_dict(self) -> dict[str, Any]:
        """What the interface answers; wordings stay in both languages until an edge chooses."""
        ground = self.where.ground
        size = self.area_m2
        return {
            "said": self.where.said,
            "sentence": self.sentence,
            "number": self.number,
            "area_m2": size,
            "area": None if size is None else said(size, SQUARE_METRES),
            "bounds": None if ground is None else list(ground.bounds),
            "shape": None if ground is None else shapely.geometry.mapping(ground),
            "layers": [self._layer(one) for one in self.layers],
            "chiefs": [one.as_dict() for one in self.charge],
            "empty": list(self.empty),
            "notes": self.notes,
        }

    def _layer(self, one: Counted) -> dict[str, Any]:
        version = one.version
        return {
            "layer": version.layer_id,
            "version": version.number,
            "title": version.title,
            "kind": version.kind,
            "kind_title": one.kind.title,
            "secrecy": SECRECY_GRADES[version.secrecy],
            "number": len(one.members),
            "number_text": NUMBER.format(count=grouped(len(one.members))),
            **_sizes(one),
            "share": one.share,
            "share_text": None if one.share is None else said(one.share, RATIO),
            "overlap_removed_m2": one.overlap_removed_m2,
            "classes": [_class(each) for each in one.classes],
            "features": [self._member(version, each) for each in one.members[:MOST_LISTED]],
            "problem": one.problem,
        }

    def _member(self, version: VersionRef, one: Member) -> dict[str, Any]:
        away = one.distance_m
        built = self.projects.get((version.layer_id, one.key), ())
        return {
            "key": one.key,
            "name": one.name or one.key,
            "class": one.code,
            **_sizes(one),
            "distance_m": away,
            "distance": None if away is None else said(away, METRES),
            "projects": [
                {"code": each.code, "name": each.name, "unit": each.unit and unit_text(each.unit)}
                for each in built
            ],
        }


def _sizes(one: Counted | Member | OfClass) -> dict[str, Any]:
    ground, along = one.area_m2, one.length_m
    size = None if ground is None else said(ground, SQUARE_METRES)
    if ground is None and along is not None:
        size = said(along, METRES)
    return {"area_m2": ground, "length_m": along, "size": size}


def _class(one: OfClass) -> dict[str, Any]:
    return {"class": one.code, "title": one.title, "number": one.number, **_sizes(one)}


def answer_to(services: Services, asked: AreaAsked) -> Answer:
    """Everything that the asker sees at a place, each layer read at most once; those of waters once
    more for a point, whose chiefs may be in charge from further away.

    Raises as `area_of`.
    """
    settings = services.settings
    district = settings.district_lon, settings.district_lat
    with services.reading() as session:
        limits = place_limits_on(session)
        where = area_of(session, services.store, asked, limits, district)
        versions = [one for one in live_versions(session) if _may_meet(one, where)]
        found = [count_in(services.store, one, where, limits.asked_features) for one in versions]
        shown = [one for one in found if one.members or one.problem]
        return Answer(
            where,
            tuple(sorted(shown, key=_order)),
            tuple(one.version.title for one in found if one not in shown),
            _built_on(session, shown),
            session.info["sight"].everything,
            in_charge(session, services.store, where, shown, today()),
        )


def _order(one: Counted) -> tuple[Any, ...]:
    """What a theme is about first, ground last."""
    kind = one.kind
    return bool(one.problem), kind.on_map.ground is not None, not kind.on_map.leads


def _may_meet(version: VersionRef, where: Area) -> bool:
    if where.picked is not None:
        return version.layer_id in where.picked
    if where.ground is None:
        return False
    west, south, east, north = version.bbox
    left, low, right, high = map(float, where.ground.bounds)
    return west <= right and left <= east and south <= high and low <= north


def _built_on(
    session: Session, layers: Sequence[Counted]
) -> dict[tuple[str, str], tuple[Built, ...]]:
    """By layer and key, in a bounded number of queries."""
    wanted = {(one.version.layer_id, each.key) for one in layers for each in one.members}
    ids = {layer for layer, _ in wanted}
    if not ids:
        return {}
    query = (
        select(ProjectLink.layer_id, ProjectLink.feature_key, Project)
        .join(Project, Project.code == ProjectLink.project_code)
        .where(ProjectLink.layer_id.in_(ids))
        .options(selectinload(Project.units))
        .order_by(Project.code)
    )
    found: dict[tuple[str, str], tuple[Built, ...]] = {}
    for layer, key, project in session.execute(query):
        if (layer, key) in wanted:
            built = Built(project.code, project.name, project.lead_unit)
            found[layer, key] = (*found.get((layer, key), ()), built)
    return found
