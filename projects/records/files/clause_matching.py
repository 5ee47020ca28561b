"""Clauses that may have ordered a project, by its name, kind and unit: proposed, never linked."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.words import Text, listed
from projects.policy.divisions import DIVISIONS, is_part_of
from projects.policy.register import PolicyDocument, PolicyItem
from projects.records.files.matching import bare
from projects.records.model.codes import KIND_BY_VALUE
from projects.records.model.tables import LEAD, Project, ProjectUnit
from projects.units.finding import UnitRegister, plain_name
from projects.units.register import unit_register

GENERIC = ("综合", "建设", "改造", "整治", "治理", "修复", "提升", "工程", "项目", "推进", "加强")
"""What stands in clauses and projects of every kind tells none from another."""
BY_NAME = Text("名称有“{words}”", "words of its name stand there")
BY_KIND = Text("类别“{kind}”", "kind “{kind}”")
BY_UNIT = Text("牵头单位列在条款中", "its lead unit is named there")
BY_OTHERS = Text(
    "同类同单位的 {count} 个项目对应此条",
    "{count:project|projects} of this kind and unit {count:~answers|answer} it",
)


@dataclass(frozen=True, slots=True)
class ClauseProposal:
    """A clause that a project may answer, and why."""

    code: str
    name: str
    item: str
    title: Text
    why: tuple[Text, ...]

    @property
    def said(self) -> Text:
        return listed(self.why)


@dataclass(frozen=True, slots=True)
class _Clause:
    item: PolicyItem
    division: str
    depth: int
    title: str
    words: str
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class Clauses:
    """Every clause as projects are compared with it.

    weights: how few clauses have two signs that follow each other. used: how many projects of a
    kind and lead unit have a clause as their main one.
    """

    clauses: tuple[_Clause, ...]
    weights: Mapping[str, float]
    used: Mapping[tuple[str | None, str | None], Counter[str]]
    register: UnitRegister

    @classmethod
    def of(cls, session: Session) -> Clauses:
        """As they stand now; the same few queries however many projects there are."""
        register = unit_register(session)
        query = select(PolicyItem, PolicyDocument.jurisdiction_code).join(
            PolicyDocument, PolicyDocument.id == PolicyItem.document_id
        )
        rows = session.execute(query.order_by(PolicyItem.position)).all()
        clauses = tuple(_clause(item, division, register) for item, division in rows)
        having = Counter(two for one in clauses for two in _twos(one.words))
        weights = {two: math.log(len(clauses) / count) for two, count in having.items()}
        return cls(clauses, weights, _used(session), register)

    def likely(self, project: Project, most: int = 1) -> list[ClauseProposal]:
        """The likeliest clauses of its division that it does not answer yet, each with why."""
        there, divisions = project.item_ids, self._divisions(project)
        found = []
        for clause in self.clauses:
            fits = not divisions or any(is_part_of(one, clause.division) for one in divisions)
            if not fits or clause.item.id in there:
                continue
            words = max(_runs(bare(project.name), clause.words), key=self._weight, default="")
            why = tuple(self._reasons(project, clause, words))
            if any(one.zh != BY_UNIT.zh for one in why):
                order = (
                    -len(why), -self._weight(words), words not in clause.title, -clause.depth,
                    clause.item.position,
                )  # fmt: skip
                found.append((order, clause.item, why))
        found.sort(key=lambda one: one[0])
        return [
            ClauseProposal(
                project.code, project.name, item.id, Text(item.title_zh, item.title_en), why
            )
            for _, item, why in found[:most]
        ]

    def _divisions(self, project: Project) -> list[str]:
        """Where it stands, and of whose plans its lead unit is."""
        unit = self.register.units.get(project.lead_unit_code or "")
        return [one for one in (project.district, unit and unit.division) if one]

    def _reasons(self, project: Project, clause: _Clause, words: str) -> Iterator[Text]:
        used = self.used.get((project.kind, project.lead_unit_code), Counter())[clause.item.id]
        if used:
            yield BY_OTHERS.format(count=used)
        if words:
            yield BY_NAME.format(words=words)
        kind = KIND_BY_VALUE.get(project.kind or "")
        if kind and any(plain_name(one) in clause.words for one in (kind.title.zh, *kind.aliases)):
            yield BY_KIND.format(kind=kind.title)
        if project.lead_unit_code in clause.units:
            yield BY_UNIT

    def _weight(self, words: str) -> float:
        return sum(self.weights.get(two, 0.0) for two in _twos(words))


def _clause(item: PolicyItem, division: str, register: UnitRegister) -> _Clause:
    named = [*item.lead_units, *item.units]
    units = {unit.code for one in named for unit in register.meant(one, (division,))}
    depth = sum(is_part_of(division, one) for one in DIVISIONS)
    words = plain_name("\n".join((item.title_zh, item.key_phrase, item.summary_zh)))
    return _Clause(item, division, depth, plain_name(item.title_zh), words, frozenset(units))


def _used(session: Session) -> dict[tuple[str | None, str | None], Counter[str]]:
    asked = (Project.kind, ProjectUnit.unit_code, Project.action_item_id)
    lead = (ProjectUnit.project_code == Project.code) & (ProjectUnit.role == LEAD)
    query = select(*asked, func.count()).join(ProjectUnit, lead).group_by(*asked)
    found: dict[tuple[str | None, str | None], Counter[str]] = defaultdict(Counter)
    for kind, unit, item, count in session.execute(query):
        if kind and item:
            found[kind, unit][item] = count
    return dict(found)


def _twos(words: str) -> set[str]:
    """Every two signs that follow each other, without those that tell nothing."""
    return {words[at : at + 2] for at in range(len(words) - 1)} - {*GENERIC}


def _runs(name: str, words: str) -> Iterator[str]:
    """The longest parts of a name that stand in a clause, and that tell something."""
    at = 0
    while at < len(name) - 1:
        end = at + 1
        while end < len(name) and name[at : end + 1] in words:
            end += 1
        if end - at > 1 and _tells(name[at:end]):
            yield name[at:end]
        at = max(end - 1, at + 1)


def _tells(run: str) -> bool:
    for one in GENERIC:
        run = run.replace(one, "\n")
    return any(len(part) > 1 for part in run.split("\n"))


def proposed_clauses(session: Session, projects: Sequence[Project]) -> list[ClauseProposal]:
    """For each project the clause that is likeliest, in the order of the projects."""
    clauses = Clauses.of(session)
    return [one for project in projects for one in clauses.likely(project)]
