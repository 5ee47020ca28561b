"""Which unit answers for a feature: that of its project, else that of the zone it lies in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.words import Text
from layers.catalogue import VersionRef, live_versions
from layers.kinds.required import SPONGE_ZONE
from layers.kinds.tasks import COOPERATION_ZONE
from layers.storage.store import Store
from projects.records.records import projects_of_feature
from projects.records.tables import Project

ZONES = (SPONGE_ZONE.id, COOPERATION_ZONE.id)
"""Kinds of layer whose areas are answered for by somebody, those that are asked first before."""
BY_PROJECT = Text("项目 {code}", "project {code}")
BY_ZONE = Text(
    "所在的{layer}“{zone}”（项目 {code}）", "the zone “{zone}” of {layer} (project {code})"
)


@dataclass(frozen=True, slots=True)
class Responsible:
    """A unit by its name, and through what it answers."""

    unit: str
    through: Text


def responsible_for(session: Session, store: Store, ref: VersionRef, key: str) -> list[Responsible]:
    """The units that answer for a feature of a live version; none where nobody does.

    A feature without a project is answered for by the units of the zone that its inner point
    (EPSG:4490) lies in.
    """
    own = _units(projects_of_feature(session, ref.layer_id, key))
    if own:
        return [Responsible(unit, BY_PROJECT.format(code=code)) for unit, code in own]
    return [] if ref.kind in ZONES else list(_of_zones(session, store, ref, key))


def _units(projects: Sequence[Project]) -> list[tuple[str, str]]:
    """Units that lead projects, each with the first of its projects."""
    found: dict[str, str] = {}
    for one in projects:
        if one.lead_unit:
            found.setdefault(one.lead_unit, one.code)
    return list(found.items())


def _of_zones(session: Session, store: Store, ref: VersionRef, key: str) -> Iterator[Responsible]:
    frame = store.features(ref.sha256, ref.key_field, [key])
    if frame.empty or frame.geometry.iloc[0] is None:
        return
    point = frame.geometry.iloc[0].representative_point()
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
