"""What stands around the figures of a statement: for which office, area and period it is, whose
zones the rows are and which projects stand in them, and the ground that its map shows.

All of it is kept with the figures when a statement is made: a person who is renamed and a project
that is renamed later change nothing of what was signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from layers.catalogue import VersionRef, live_versions
from layers.kinds.supporting import ADMIN_DIVISION, RIVER
from layers.system.row_access import SECRECY_GRADES
from projects.accounts.names import shown
from projects.accounts.profile import office_profile
from projects.metrics.declaration import Metric
from projects.records.model.tables import ProjectLink

if TYPE_CHECKING:
    from layers.storage.store import Store


GROUND = (ADMIN_DIVISION.id, RIVER.id)
"""Kinds that the map shows beside what went in, so that a reader knows where it is."""
MOST_PROJECTS = 3
DISTRICT = "district"


@dataclass(frozen=True, slots=True)
class HeadLines:
    """What whoever makes a statement says of it: document number (文号), area and period in words.

    Empty: of number and area those of the office, and where it has none a blank to fill by hand.
    """

    number: str = ""
    area: str = ""
    period: str = ""


def head_of(session: Session, given: HeadLines) -> dict[str, str]:
    """The lines at the head of the sheet."""
    office = office_profile(session)
    return {
        "office": office.name,
        "number": shown(given.number) or office.number,
        "secrecy": office.secrecy,
        "area": shown(given.area) or office.area,
        "period": shown(given.period),
    }


def ground_of(
    session: Session, inputs: Sequence[Mapping[str, Any]], secrecy: str
) -> list[dict[str, Any]]:
    """Live layers of boundaries and rivers that are no input and no more secret than the inputs."""
    grades = list(SECRECY_GRADES)
    used = {one["layer"] for one in inputs}
    allowed = set(grades[: grades.index(secrecy) + 1]) - {grades[-1]}
    found = live_versions(session, *GROUND)
    return [_ground(one) for one in found if one.layer_id not in used and one.secrecy in allowed]


def _ground(version: VersionRef) -> dict[str, Any]:
    return {
        "layer": version.layer_id,
        "version": version.number,
        "sha256": version.sha256,
        "features": version.features,
        "title": version.title.as_dict(),
        "kind": version.kind,
        "key_field": version.key_field,
        "bbox": list(version.bbox),
    }


def places_of(
    session: Session, store: Store, metric: Metric, inputs: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, dict[str, Any]]]:
    """By table and key of a row: the district that its feature names, unit and projects that are
    linked to it. Only rows of which there is something to say."""
    by_role = {one["role"]: one for one in inputs}
    found = {}
    for table in metric.tables:
        used = by_role.get(table.role)
        if used is not None and table.missing is not None:
            linked = _linked(session, used["layer"])
            districts = _districts(store, used)
            keys = dict.fromkeys((*districts, *linked))
            found[table.name] = {
                key: {"district": districts.get(key)} | linked.get(key, {}) for key in keys
            }
    return found


def _linked(session: Session, layer: str) -> dict[str, dict[str, Any]]:
    query = select(ProjectLink).where(ProjectLink.layer_id == layer)
    query = query.options(joinedload(ProjectLink.project))
    links: dict[str, list[ProjectLink]] = {}
    for one in session.scalars(query.order_by(ProjectLink.feature_key, ProjectLink.project_code)):
        links.setdefault(one.feature_key, []).append(one)
    return {key: _told(ones) for key, ones in links.items()}


def _told(links: Sequence[ProjectLink]) -> dict[str, Any]:
    projects = [one.project for one in links]
    return {
        "unit": _some(one.lead_unit for one in projects),
        "projects": _some(one.name for one in projects),
    }


def _some(names: Iterable[str | None]) -> list[str]:
    """The first few, each once; the last says that there are more."""
    every = list(dict.fromkeys(name for name in names if name))
    return every[:MOST_PROJECTS] + (["…"] if len(every) > MOST_PROJECTS else [])


def _districts(store: Store, used: Mapping[str, Any]) -> dict[str, str]:
    if DISTRICT not in store.columns(used["sha256"]):
        return {}
    read = store.attributes(used["sha256"], [used["key_field"], DISTRICT])
    pairs = zip(read[used["key_field"]].astype(str), read[DISTRICT], strict=True)
    return {key: name for key, name in pairs if isinstance(name, str) and name}
