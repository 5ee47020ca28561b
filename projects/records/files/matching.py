"""Projects and features that may be one and the same, by their names: proposed, never linked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import fuzz, process
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.words import Text
from layers.catalogue import VersionRef
from layers.storage.store import Store
from layers.system.china_time import today
from layers.system.pinyin import sound
from projects.records.model.tables import Project, ProjectLink
from projects.sheets.limits import limits_in_force
from projects.sheets.rules_projects import NAME_ALIKE, PROJECT_LIMITS
from projects.units.finding import plain_name

# How many projects are compared at a time: their likeness to a part of the features is one table.
AT_ONCE = 20
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


@dataclass(frozen=True, slots=True)
class Features:
    """Features of a live version in stored order, of which only those that are asked for are made.

    keys, names: texts; one without a name has its key for it.
    """

    keys: Any
    names: Any

    @classmethod
    def of(cls, store: Store, ref: VersionRef) -> Features:
        has_name = "name" in store.columns(ref.sha256)
        columns = [ref.key_field, *(["name"] if has_name else [])]
        table = store.attribute_table(ref.sha256, columns)
        keys = pc.cast(table[ref.key_field], pa.string())
        named = pc.cast(table["name"], pa.string()) if has_name else keys
        return cls(keys, pc.coalesce(named, keys))

    def __len__(self) -> int:
        return len(self.keys)

    def part(self, first: int, most: int) -> list[Named]:
        texts = (one.slice(first, most).to_pylist() for one in (self.keys, self.names))
        return [Named(*one) for one in zip(*texts, strict=True)]

    def without(self, keys: Collection[str]) -> Features:
        free = pc.invert(pc.is_in(self.keys, pa.array(keys, pa.string())))
        return Features(self.keys.filter(free), self.names.filter(free))

    def among(self, keys: Collection[str]) -> Features:
        meant = pc.is_in(self.keys, pa.array(keys, pa.string()))
        return Features(self.keys.filter(meant), self.names.filter(meant))


NO_FEATURES = Features(pa.array([], pa.string()), pa.array([], pa.string()))


def features_without_project(session: Session, store: Store, ref: VersionRef) -> Features:
    """The features of a live version that no project is built on, in stored order."""
    linked = select(ProjectLink.feature_key).where(ProjectLink.layer_id == ref.layer_id)
    return Features.of(store, ref).without(session.scalars(linked.distinct()).all())


def projects_without_place(session: Session, first: int, most: int) -> list[tuple[str, str]]:
    """Some of the projects that are built on no feature, by code."""
    query = select(Project.code, Project.name).where(_without_place()).order_by(Project.code)
    rows = session.execute(query.offset(first).limit(most))
    return [(row.code, row.name) for row in rows]


def count_without_place(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Project).where(_without_place())) or 0


def _without_place() -> Any:
    return Project.code.not_in(select(ProjectLink.project_code))


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
    asked = {code: bare(name) for code, name in projects}
    near = _nearest(sorted(set(asked.values()) - set(by_name)), list(by_name), least)

    def ways(spelt: str) -> Iterator[tuple[Text, int, Named]]:
        if spelt in by_name:
            yield SAME, 100, by_name[spelt]
        if sound(spelt) in by_sound:
            yield SOUNDS, 95, by_sound[sound(spelt)]
        if spelt in near:
            name, score = near[spelt]
            yield ALIKE, score, by_name[name]

    found = [
        Proposal(code, name, one.key, one.name, why, score)
        for code, name in projects
        if asked[code]
        for why, score, one in islice(ways(asked[code]), 1)
    ]
    return sorted(found, key=lambda one: (-one.score, one.code))


def _nearest(
    asked: Sequence[str], names: Sequence[str], least: float
) -> dict[str, tuple[str, int]]:
    """The name that each is most like, and how much (0–100), where that is enough."""
    found = {}
    for first in range(0, len(asked) if names else 0, AT_ONCE):
        some = asked[first : first + AT_ONCE]
        alike = process.cdist(some, names, scorer=fuzz.ratio, score_cutoff=least)
        for one, best, scores in zip(some, alike.argmax(axis=1), alike, strict=True):
            if scores[best] > 0:
                found[one] = names[best], round(float(scores[best]))
    return found


def bare(name: str) -> str:
    """A name as it is compared: without brackets, signs and what every project is called."""
    folded = plain_name(name)
    return COMMON.sub("", IN_BRACKETS.sub("", folded)).strip("-_·、,.")
