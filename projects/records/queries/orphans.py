"""Links of projects that a version would leave without their feature."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem, declare
from geo.words import Text, listed
from layers.catalogue import Layer, Version
from layers.versions.publishing import BeforeLive
from projects.records.model.tables import Project, ProjectLink

if TYPE_CHECKING:
    from layers.storage.store import Store

SHOWN_PROJECTS, SHOWN_KEYS = 5, 10

LINKS_WOULD_BREAK = declare(
    "links-would-break",
    "warning",
    Text(
        "图层“{layer}”要启用的版本里没有 {links} 个已关联的要素，"
        "{projects} 个项目会失去关联：{names}。",
        "The version of layer “{layer}” lacks {links} linked features; projects that would lose "
        "them: {projects} ({names}).",
    ),
    Text(
        "请核对要素编号；确要换版请确认（--accept links-would-break）："
        "关联保留，要素恢复后自动生效。",
        "Check the keys of the features. To go on, accept it (--accept links-would-break): the "
        "links are kept and hold again when the features come back.",
    ),
    status=409,
)
PROJECT_LOSES = declare(
    "project-loses-links",
    "warning",
    Text(
        "项目 {code}“{name}”会失去 {count} 个要素：{keys}。",
        "Project {code} “{name}” would lose features ({count}): {keys}.",
    ),
    Text("可在项目页改为关联新的要素。", "It can be linked to other features on its page."),
)


@dataclass(frozen=True, slots=True)
class OrphanLink:
    """A link whose feature is not in the version that was asked about."""

    project_code: str
    project_name: str
    key: str


def would_break(session: Session, store: Store, layer: Layer, sha256: str) -> list[OrphanLink]:
    """The links that hold now and would not with the content `sha256`."""
    links = _links(session, layer.id)
    if not links:
        return []
    missing = _missing(links, _keys(store, sha256, layer.key_field))
    if not missing or layer.live_version is None:
        return missing
    live = session.get_one(Version, (layer.id, layer.live_version))
    known = _keys(store, live.sha256, layer.key_field)
    return [link for link in missing if link.key in known]


def links_hold(store: Store, accept: Collection[str] = ()) -> BeforeLive:
    """A version may become live when no link breaks by it, or when that is accepted.

    What it gives raises `links-would-break`, a problem for each project with it.
    """

    def check(session: Session, layer: Layer, version: Version) -> None:
        if LINKS_WOULD_BREAK.code in accept:
            return
        broken = would_break(session, store, layer, version.sha256)
        if broken:
            raise _refusal(layer.id, broken)

    return check


def _links(session: Session, layer_id: str) -> Sequence[OrphanLink]:
    query = (
        select(Project.code, Project.name, ProjectLink.feature_key)
        .join(ProjectLink, ProjectLink.project_code == Project.code)
        .where(ProjectLink.layer_id == layer_id)
        .order_by(Project.code, ProjectLink.feature_key)
    )
    return [OrphanLink(*row) for row in session.execute(query)]


def _keys(store: Store, sha256: str, key_field: str) -> frozenset[str]:
    return frozenset(store.attributes(sha256, [key_field])[key_field])


def _missing(links: Sequence[OrphanLink], known: frozenset[str]) -> list[OrphanLink]:
    return [link for link in links if link.key not in known]


def _refusal(layer_id: str, broken: list[OrphanLink]) -> EcoAtlasError:
    names = list(dict.fromkeys(link.project_code for link in broken))
    return EcoAtlasError(
        LINKS_WOULD_BREAK,
        problems=tuple(_of_project(code, broken) for code in names),
        layer=layer_id,
        links=len({link.key for link in broken}),
        projects=len(names),
        names=listed(names, SHOWN_PROJECTS),
    )


def _of_project(code: str, broken: list[OrphanLink]) -> Problem:
    lost = [link for link in broken if link.project_code == code]
    values = {
        "code": code,
        "name": lost[0].project_name,
        "count": len(lost),
        "keys": listed([link.key for link in lost], SHOWN_KEYS),
    }
    return Problem(PROJECT_LOSES, values)
