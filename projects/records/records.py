"""Use cases of project records: keep them, link them to features, and ask both ways.

A project has one main clause (`action_item_id`) and any number of further ones (`other_item_ids`).
Use cases take a session, flush and never commit; what they change they write to the audit log,
`by` says who did it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import Text as LongText

from geo.errors import EcoAtlasError, Problem
from geo.words import Text, listed
from layers.audit import Actor, record
from layers.catalogue import VersionRef, get_layer, resolve
from layers.storage.store import Store
from projects.policy.register import PolicyItem, PolicyTarget, item_ids, targets_of_items
from projects.records.audit import record_added, record_changed, values_of
from projects.records.errors import (
    DUPLICATE_PROJECT,
    NOTHING_TO_LINK,
    RECORD_CODE_FIXED,
    UNKNOWN_FEATURE,
    UNKNOWN_PROJECT,
)
from projects.records.tables import SEPARATOR, Project, ProjectItem, ProjectLink
from projects.records.values import check_dates, check_record

SHOWN_KEYS = 10


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that applies to a feature because projects built on it answer that clause."""

    item: PolicyItem
    targets: tuple[PolicyTarget, ...]
    project_codes: tuple[str, ...]


def get_project(session: Session, code: str) -> Project:
    """The project; raises `unknown-project`."""
    project = session.get(Project, code)
    if project is None:
        raise EcoAtlasError(UNKNOWN_PROJECT, code=code)
    return project


def list_projects(
    session: Session,
    *,
    status: str | None = None,
    unit: str | None = None,
    item_id: str | None = None,
    layer_id: str | None = None,
    text: str | None = None,
) -> Sequence[Project]:
    """Projects by code; every filter that is given must hold.

    `unit` is a lead or responsible unit by its whole name, `item_id` a main or further clause,
    `text` a part of the code or the name.
    """
    query = select(Project).order_by(Project.code)
    if status is not None:
        query = query.where(Project.status == status)
    if unit is not None:
        query = query.where(_of_unit(unit))
    if item_id is not None:
        query = query.where(_of_item(item_id))
    if layer_id is not None:
        query = query.where(Project.links.any(ProjectLink.layer_id == layer_id))
    if text is not None:
        query = query.where(_with_text(text))
    return session.scalars(query).all()


def _of_unit(unit: str) -> ColumnElement[bool]:
    # Compared as the text that is stored; the column's own type would take the word for a list.
    stored = type_coerce(Project.responsible_units, LongText)
    listed = stored.contains(f"{SEPARATOR}{unit}{SEPARATOR}", autoescape=True)
    return or_(Project.lead_unit == unit, listed)


def _of_item(item_id: str) -> ColumnElement[bool]:
    further = Project.other_items.any(ProjectItem.item_id == item_id)
    return or_(Project.action_item_id == item_id, further)


def _with_text(text: str) -> ColumnElement[bool]:
    return or_(
        Project.code.icontains(text, autoescape=True), Project.name.icontains(text, autoescape=True)
    )


def add_project(session: Session, values: Mapping[str, Any], *, by: Actor | None = None) -> Project:
    """Keep a new project; `values` by field name, as people write them (dates, units as text).

    Raises `duplicate-project`, or the first of the `record-…` problems with all of them in
    `.problems`.
    """
    checked, problems = check_record(values, _named(values.get("code")), item_ids(session))
    _refuse(problems)
    if session.get(Project, checked["code"]) is not None:
        raise EcoAtlasError(DUPLICATE_PROJECT, code=checked["code"])
    project = Project(code=checked["code"])
    session.add(project)
    _write(session, project, checked)
    record_added(session, by, project)
    return project


def update_project(
    session: Session, code: str, values: Mapping[str, Any], *, by: Actor | None = None
) -> Project:
    """Change the given fields of a project; the code itself cannot be changed.

    Raises `unknown-project`, `record-code-fixed` or the `record-…` problems.
    """
    project, place = get_project(session, code), _named(code)
    if values.get("code", code) != code:
        raise EcoAtlasError(RECORD_CODE_FIXED, place=place)
    checked, problems = check_record(values, place, item_ids(session), partial=True)
    _refuse(problems or check_dates({**stored_dates(project), **checked}, place))
    before = values_of(project)
    _write(session, project, checked)
    record_changed(session, by, project, before)
    return project


def stored_dates(project: Project) -> dict[str, dt.date | None]:
    """The dates a change has to agree with where it does not give them itself."""
    return {"start_date": project.start_date, "due_date": project.due_date}


def put_projects(
    session: Session,
    records: Iterable[Mapping[str, Any]],
    *,
    by: Actor | None = None,
    file: str | None = None,
) -> dict[str, list[str]]:
    """Keep checked records, new or changed; answers the codes `added`, `changed`, `unchanged`."""
    done: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
    told = {"file": file} if file else {}
    for checked in records:
        project = session.get(Project, checked["code"])
        if project is None:
            outcome, project = "added", Project(code=checked["code"])
            session.add(project)
            _write(session, project, checked)
            record_added(session, by, project, **told)
        elif _differs(project, checked):
            outcome, before = "changed", values_of(project)
            _write(session, project, checked)
            record_changed(session, by, project, before, **told)
        else:
            outcome = "unchanged"
        done[outcome].append(checked["code"])
    return done


def _differs(project: Project, checked: Mapping[str, Any]) -> bool:
    return any(getattr(project, name) != value for name, value in checked.items())


def _write(session: Session, project: Project, checked: Mapping[str, Any]) -> None:
    for name, value in checked.items():
        if name == "other_item_ids":
            _write_items(project, value)
        else:
            setattr(project, name, value)
    session.flush()


def _write_items(project: Project, ids: Sequence[str]) -> None:
    kept = {other.item_id: other for other in project.other_items}
    project.other_items = [kept.get(item_id) or ProjectItem(item_id=item_id) for item_id in ids]
    for position, other in enumerate(project.other_items):
        other.position = position


def link(
    session: Session,
    code: str,
    layer_id: str,
    keys: Iterable[str],
    *,
    store: Store,
    by: Actor | None = None,
) -> int:
    """Link a project to features of the live version; answers how many links are new.

    Raises `unknown-project`, `unknown-layer`, `unknown-feature` (nothing is linked then) or
    `nothing-to-link`.
    """
    project, wanted = get_project(session, code), list(dict.fromkeys(str(key) for key in keys))
    if not wanted:
        raise EcoAtlasError(NOTHING_TO_LINK)
    _check_features(resolve(session, layer_id), wanted, store)
    there = {one.feature_key for one in project.links if one.layer_id == layer_id}
    new = [ProjectLink(layer_id=layer_id, feature_key=key) for key in wanted if key not in there]
    project.links.extend(new)
    session.flush()
    _record_links(session, by, "project-linked", layer_id, new)
    return len(new)


def _check_features(version: VersionRef, keys: Sequence[str], store: Store) -> None:
    known = set(store.attributes(version.sha256, [version.key_field])[version.key_field])
    unknown = [key for key in keys if key not in known]
    if unknown:
        raise EcoAtlasError(
            UNKNOWN_FEATURE,
            layer=version.layer_id,
            version=version.number,
            key_field=version.key_field,
            keys=listed(unknown, SHOWN_KEYS),
        )


def unlink(
    session: Session, code: str, layer_id: str, keys: Iterable[str], *, by: Actor | None = None
) -> int:
    """Take links away; answers how many there were. Raises `unknown-project`."""
    project, unwanted = get_project(session, code), {str(key) for key in keys}
    gone = [
        one for one in project.links if one.layer_id == layer_id and one.feature_key in unwanted
    ]
    for one in gone:
        project.links.remove(one)
    session.flush()
    _record_links(session, by, "project-unlinked", layer_id, gone)
    return len(gone)


def _record_links(
    session: Session, by: Actor | None, action: str, layer_id: str, links: Sequence[ProjectLink]
) -> None:
    if links:
        keys = [one.feature_key for one in links]
        details = {"layer": layer_id, "features": len(keys), "keys": keys}
        record(session, by, action, links[0].project_code, details=details)


def layers_of_projects(session: Session, codes: Iterable[str]) -> Sequence[str]:
    """Ids of the layers that features of these projects are in, with one query."""
    query = select(ProjectLink.layer_id).where(ProjectLink.project_code.in_(list(codes)))
    return session.scalars(query.distinct().order_by(ProjectLink.layer_id)).all()


def projects_of_feature(session: Session, layer_id: str, key: str) -> Sequence[Project]:
    """The projects built on a feature, by code; raises `unknown-layer`."""
    get_layer(session, layer_id)
    query = (
        select(Project)
        .join(Project.links)
        .where(ProjectLink.layer_id == layer_id, ProjectLink.feature_key == str(key))
        .order_by(Project.code)
    )
    return session.scalars(query).all()


def features_of_project(session: Session, code: str) -> Sequence[ProjectLink]:
    """The features a project is built on, by layer and key; raises `unknown-project`."""
    get_project(session, code)
    query = (
        select(ProjectLink)
        .where(ProjectLink.project_code == code)
        .order_by(ProjectLink.layer_id, ProjectLink.feature_key)
    )
    return session.scalars(query).all()


def clauses_of_feature(session: Session, layer_id: str, key: str) -> list[Clause]:
    """The clauses that the projects built on a feature answer, each with its targets."""
    answered_by: dict[str, list[str]] = {}
    for project in projects_of_feature(session, layer_id, key):
        for item_id in project.item_ids:
            answered_by.setdefault(item_id, []).append(project.code)
    return _clauses(session, answered_by)


def clauses_of_project(session: Session, code: str) -> list[Clause]:
    """The clauses a project answers, the main one first; raises `unknown-project`."""
    project = get_project(session, code)
    return _clauses(session, {item_id: [code] for item_id in project.item_ids})


def _clauses(session: Session, answered_by: Mapping[str, Sequence[str]]) -> list[Clause]:
    query = select(PolicyItem).where(PolicyItem.id.in_(answered_by))
    found = {item.id: item for item in session.scalars(query)}
    targets = targets_of_items(session, found)
    return [
        Clause(found[item_id], tuple(targets.get(item_id, ())), tuple(codes))
        for item_id, codes in answered_by.items()
    ]


def _named(code: object) -> Text:
    return Text(f"项目 {code}", f"project {code}") if code else Text("新项目", "the new project")


def _refuse(problems: Collection[Problem]) -> None:
    if problems:
        first = next(iter(problems))
        raise EcoAtlasError(first.kind, problems=tuple(problems), **first.values)
