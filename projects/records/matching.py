"""Projects and features that may be one and the same, by their names: proposed, never linked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.words import Text
from layers.catalogue import VersionRef
from layers.storage.store import Store
from layers.system.china_time import today
from layers.system.pinyin import sound
from projects.records.tables import Project, ProjectLink
from projects.sheets.limits import limits_in_force
from projects.sheets.rules_projects import NAME_ALIKE, PROJECT_LIMITS
from projects.units.finding import plain_name

MOST = 300
IN_BRACKETS = re.compile(r"\([^()]*\)")
COMMON = re.compile(r"(?:综合)?(?:建设|改造|整治|治理|修复|提升)?(?:工程|项目)?$")
"""What nearly every project is called at its end tells none from another."""
SAME = Text("同名", "same name")
SOUNDS = Text("读音相同", "sounds the same")
ALIKE = Text("名称相近", "similar name")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A feature that a project may be built on, and why."""

    code: str
    name: str
    key: str
    feature: str
    why: Text
    score: int


@dataclass(frozen=True, slots=True)
class Named:
    """A feature by its key and name."""

    key: str
    name: str


def features_without_project(session: Session, store: Store, ref: VersionRef) -> list[Named]:
    """The features of a live version that no project is built on, in stored order."""
    linked = select(ProjectLink.feature_key).where(ProjectLink.layer_id == ref.layer_id)
    taken = set(session.scalars(linked))
    return [one for one in features_of(store, ref) if one.key not in taken]


def features_of(store: Store, ref: VersionRef) -> list[Named]:
    has_name = "name" in store.columns(ref.sha256)
    frame = store.attributes(ref.sha256, [ref.key_field, *(["name"] if has_name else [])])
    names = frame["name"] if has_name else frame[ref.key_field]
    named = names.where(names.notna(), frame[ref.key_field]).map(str)
    return [Named(*one) for one in zip(frame[ref.key_field].map(str), named, strict=True)]


def projects_without_place(session: Session) -> list[tuple[str, str]]:
    """Projects that are built on no feature, by code."""
    linked = select(ProjectLink.project_code)
    query = select(Project.code, Project.name).where(Project.code.not_in(linked))
    return [(row.code, row.name) for row in session.execute(query.order_by(Project.code))]


def least_alike(session: Session) -> float:
    """From which likeness on (0–100) a name is proposed, by the office's limit."""
    return float(limits_in_force(session, PROJECT_LIMITS, today())[NAME_ALIKE]["value"])


def propose(
    projects: Sequence[tuple[str, str]], features: Sequence[Named], least: float
) -> list[Proposal]:
    """For each project the feature that is most like it by name, the surest first."""
    by_name: dict[str, Named] = {}
    for one in features:
        by_name.setdefault(bare(one.name), one)
    by_sound = {sound(name): one for name, one in by_name.items() if name}
    best = (_best(code, name, by_name, by_sound, least) for code, name in projects)
    found = [proposal for proposal in best if proposal is not None]
    return sorted(found, key=lambda one: (-one.score, one.code))[:MOST]


def _best(
    code: str, name: str, by_name: dict[str, Named], by_sound: dict[str, Named], least: float
) -> Proposal | None:
    asked = bare(name)
    if not asked:
        return None
    for why, score, found in _ways(asked, by_name, by_sound, least):
        return Proposal(code, name, found.key, found.name, why, score)
    return None


def _ways(
    asked: str, by_name: dict[str, Named], by_sound: dict[str, Named], least: float
) -> Iterator[tuple[Text, int, Named]]:
    if asked in by_name:
        yield SAME, 100, by_name[asked]
    if sound(asked) in by_sound:
        yield SOUNDS, 95, by_sound[sound(asked)]
    near = process.extractOne(asked, list(by_name), scorer=fuzz.ratio, score_cutoff=least)
    if near is not None:
        yield ALIKE, round(near[1]), by_name[near[0]]


def bare(name: str) -> str:
    """A name as it is compared: without brackets, signs and what every project is called."""
    folded = plain_name(name)
    return COMMON.sub("", IN_BRACKETS.sub("", folded)).strip("-_·、,.")
