"""Use cases of project records: keep them, link them to features, and ask both ways.

A project has one main clause (`action_item_id`) and any number of further ones (`other_item_ids`).
Use cases take a session, flush and never commit; what they change they write to the history and to
the audit log, `by` says who did it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from geo.errors import EcoAtlasError, Problem
from geo.words import Text, listed
from layers.audit import Actor
from layers.catalogue import VersionRef, get_layer, resolve
from projects.policy.register import PolicyItem, PolicyTarget, targets_of_items
from projects.records.changes.conflicts import require_version
from projects.records.changes.held import Held
from projects.records.changes.history import (
    record_added,
    record_changed,
    record_links,
    told_values,
    versions_before,
)
from projects.records.changes.known import facts_of, known_now
from projects.records.changes.rules import broken, is_error
from projects.records.changes.values import check_record
from projects.records.changes.writing import BY_API, Report, write
from projects.records.model.errors import (
    DUPLICATE_PROJECT,
    NOTHING_TO_LINK,
    RECORD_CODE_FIXED,
    UNKNOWN_FEATURE,
    UNKNOWN_PROJECT,
)
from projects.records.model.tables import Project, ProjectLink

if TYPE_CHECKING:
    from layers.storage.store import Store

SHOWN_KEYS = 10


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that applies to a feature because projects built on it answer that clause."""

    item: PolicyItem
    targets: tuple[PolicyTarget, ...]


def get_project(session: Session, code: str) -> Project:
    """The project; raises `unknown-project`."""
    project = session.get(Project, code)
    if project is None:
        raise EcoAtlasError(UNKNOWN_PROJECT, code=code)
    return project


def locked_project(session: Session, code: str, held: Held | None = None) -> Project:
    """The project as it is now and stays until the transaction ends; raises `unknown-project`.

    held: projects that this transaction has locked before.
    """
    if held is not None and code in held.projects:
        return held.projects[code]
    query = select(Project).where(Project.code == code).with_for_update()
    project = session.scalar(query.execution_options(populate_existing=True))
    if project is None:
        raise EcoAtlasError(UNKNOWN_PROJECT, code=code)
    return project


def add_project(
    session: Session,
    values: Mapping[str, Any],
    *,
    by: Actor | None = None,
    report: Report = BY_API,
) -> Project:
    """Keep a new project; `values` by field name, as people write them (dates, units as text).

    Raises `duplicate-project`, or the first of the `record-…` problems with all of them in
    `.problems`.
    """
    place, known = named(values.get("code")), known_now(session)
    checked, problems = check_record(values, place, known)
    refuse(problems or broken(facts_of(checked, None, known, report.reason), place))
    if session.get(Project, checked["code"]) is not None:
        raise EcoAtlasError(DUPLICATE_PROJECT, code=checked["code"])
    project = Project(code=checked["code"], version=0)
    session.add(project)
    write(session, project, checked, by, report)
    last = versions_before(session, [project.code]).get(project.code, 0)
    record_added(session, by, project, report.reason, last=last)
    return project


def update_project(
    session: Session,
    code: str,
    values: Mapping[str, Any],
    *,
    by: Actor | None = None,
    based_on: int | None = None,
    report: Report = BY_API,
    held: Held | None = None,
) -> Project:
    """Change the given fields of a project; the code itself cannot be changed.

    based_on: the version that the writer saw. held: what records are checked against, where it was
    read already. Raises `unknown-project`, `record-code-fixed`,
    `project-changed-meanwhile` or the `record-…` problems.
    """
    project, place = locked_project(session, code, held), named(code)
    held = held or Held(known_now(session))
    known, parts = held.known, held.parts
    if values.get("code", code) != code:
        raise EcoAtlasError(RECORD_CODE_FIXED, place=place)
    require_version(session, project, based_on, values)
    facts = facts_of({}, project, known, report.reason, parts)
    checked, problems = check_record(values, place, known, partial=True, stored=facts.before or {})
    refuse(problems or broken(facts_of(checked, project, known, report.reason, parts), place))
    before = told_values(project)
    write(session, project, checked, by, report, held.reports.get(code))
    record_changed(session, by, project, before, report.reason)
    return project


def warnings_of(session: Session, project: Project) -> list[Problem]:
    """What is odd about a project as it stands: everything that a rule of the table finds."""
    known = known_now(session)
    facts = facts_of({}, project, known, None)
    return broken(facts_of(dict(facts.after), None, known, "—"), named(project.code))


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
    return link_all(session, code, [(layer_id, str(key)) for key in keys], store=store, by=by)


def link_all(
    session: Session,
    code: str,
    features: Iterable[tuple[str, str]],
    *,
    store: Store,
    by: Actor | None = None,
) -> int:
    """The same of features of any layers in one step, each as layer and key."""
    project, wanted = locked_project(session, code), by_layer(features)
    if not wanted:
        raise EcoAtlasError(NOTHING_TO_LINK)
    for layer_id, keys in wanted.items():
        _check_features(resolve(session, get_layer(session, layer_id).id), keys, store)
    there = {(one.layer_id, one.feature_key) for one in project.links}
    new = by_layer(
        (layer, key) for layer, keys in wanted.items() for key in keys if (layer, key) not in there
    )
    for layer_id, keys in new.items():
        project.links.extend(ProjectLink(layer_id=layer_id, feature_key=key) for key in keys)
    session.flush()
    _record_links(session, by, project, "linked", new)
    return sum(map(len, new.values()))


def by_layer(features: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Keys by the layer of their features, each once, in the order given."""
    found: dict[str, list[str]] = {}
    for layer, key in dict.fromkeys(features):
        found.setdefault(layer, []).append(key)
    return found


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
    project, unwanted = locked_project(session, code), {str(key) for key in keys}
    gone = [
        one for one in project.links if one.layer_id == layer_id and one.feature_key in unwanted
    ]
    for one in gone:
        project.links.remove(one)
    session.flush()
    links = by_layer((layer_id, one.feature_key) for one in gone)
    _record_links(session, by, project, "unlinked", links)
    return len(gone)


def _record_links(
    session: Session,
    by: Actor | None,
    project: Project,
    action: str,
    links: Mapping[str, Sequence[str]],
) -> None:
    if links:
        record_links(session, by, project, action, links)


def layers_of_projects(session: Session, codes: Iterable[str]) -> Sequence[str]:
    """Ids of the layers that features of these projects are in, with one query."""
    query = select(ProjectLink.layer_id).where(ProjectLink.project_code.in_(list(codes)))
    return session.scalars(query.distinct().order_by(ProjectLink.layer_id)).all()


def projects_of_features(
    session: Session, layer_id: str, keys: Collection[str]
) -> dict[str, list[Project]]:
    """The projects built on each of these features, by code, in one answer for all of them;
    features without any are left out. Raises `unknown-layer`."""
    get_layer(session, layer_id)
    query = (
        select(ProjectLink.feature_key, Project)
        .join(Project.links)
        .where(ProjectLink.layer_id == layer_id, ProjectLink.feature_key.in_(keys))
        .options(joinedload(Project.units), joinedload(Project.other_items))
        .order_by(Project.code)
    )
    found: dict[str, list[Project]] = {}
    for key, project in session.execute(query).unique():
        found.setdefault(key, []).append(project)
    return found


def features_of_project(session: Session, code: str) -> Sequence[ProjectLink]:
    """The features a project is built on, by layer and key; raises `unknown-project`."""
    get_project(session, code)
    query = (
        select(ProjectLink)
        .where(ProjectLink.project_code == code)
        .order_by(ProjectLink.layer_id, ProjectLink.feature_key)
    )
    return session.scalars(query).all()


def clauses_of_features(
    session: Session, built: Mapping[str, Sequence[Project]]
) -> dict[str, list[Clause]]:
    """The clauses that the projects built on each feature answer, each with its targets."""
    every = {item_id for projects in built.values() for one in projects for item_id in one.item_ids}
    known = _known_clauses(session, every)
    return {key: _clauses(known, projects) for key, projects in built.items()}


def clauses_of_project(session: Session, code: str) -> list[Clause]:
    """The clauses a project answers, the main one first; raises `unknown-project`."""
    project = get_project(session, code)
    return _clauses(_known_clauses(session, project.item_ids), [project])


def _known_clauses(
    session: Session, ids: Collection[str]
) -> dict[str, tuple[PolicyItem, tuple[PolicyTarget, ...]]]:
    if not ids:
        return {}
    query = (
        select(PolicyItem).where(PolicyItem.id.in_(ids)).options(joinedload(PolicyItem.document))
    )
    items = session.scalars(query).all()
    targets = targets_of_items(session, [item.id for item in items])
    return {item.id: (item, tuple(targets.get(item.id, ()))) for item in items}


def _clauses(
    known: Mapping[str, tuple[PolicyItem, tuple[PolicyTarget, ...]]], projects: Sequence[Project]
) -> list[Clause]:
    answered = dict.fromkeys(item_id for project in projects for item_id in project.item_ids)
    return [Clause(*known[item_id]) for item_id in answered]


def named(code: object) -> Text:
    """A project as a message names it."""
    return Text(f"项目 {code}", f"project {code}") if code else Text("新项目", "the new project")


def refuse(problems: Collection[Problem]) -> None:
    """Raise the first of the errors with all of them in `.problems`; warnings refuse nothing."""
    errors = tuple(one for one in problems if is_error(one))
    if errors:
        raise EcoAtlasError(errors[0].kind, problems=errors, **errors[0].values)
