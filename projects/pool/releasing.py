"""Releasing chosen fields and files of a project into the green project pool, and ending that.

A release keeps the values as the person saw them. What changes in the record afterwards is not
vouched for: it is told, and goes out when somebody releases it anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.audit import Actor, record
from layers.system.china_time import today
from layers.system.database import now
from projects.records.changes.attachments import files_of
from projects.records.changes.history import as_json, told_values
from projects.records.changes.records import get_project, locked_project
from projects.records.model.fields import FIELDS_BY_NAME
from projects.records.model.money import plain_number
from projects.records.model.pool_tables import PoolRelease
from projects.records.model.tables import Project
from projects.records.queries.pool_conditions import (
    PoolMoney,
    PoolRules,
    as_money,
    funded,
    is_eligible,
    is_released,
    missing,
    money_of,
    pool_rules,
    why_not,
)

ALWAYS = ("code", "name")
"""Without these nobody would know what is released."""
COUNTED: Mapping[str, Text] = {
    "category": Text("绿色类别", "Green category"),
    "funded_wan_yuan": Text("已落实资金（万元）", "Funded (10,000 yuan)"),
    "gap_wan_yuan": Text("资金缺口（万元）", "Missing (10,000 yuan)"),
}
"""What follows from the rule and the record, beside the fields of the record."""
POOL_FIELDS: Mapping[str, Text] = {
    **{name: field.title for name, field in FIELDS_BY_NAME.items()},
    **COUNTED,
}
USUAL = (
    *ALWAYS, "kind", "status", "district", "site", "start_date", "due_date", "investment_wan_yuan",
    *COUNTED,
)  # fmt: skip
POOL_NOT_ELIGIBLE = declare(
    "pool-not-eligible",
    "error",
    Text("项目“{code}”不能入库：{why}。", "Project “{code}” cannot stand in the pool: {why}."),
    Text(
        "请核对项目的类别、状态、总投资和资金，或在“绿色项目库入库条件”中修改。",
        "Look at its kind, stage, investment and funds, or change the rule of the pool.",
    ),
    status=422,
)
POOL_UNKNOWN = declare(
    "pool-field-unknown",
    "error",
    Text("没有“{name}”可以公布。", "There is no “{name}” to release."),
    Text("可以公布：{choices}。", "To be released: {choices}."),
    status=422,
)
POOL_NOT_RELEASED = declare(
    "pool-not-released",
    "error",
    Text("项目“{code}”没有公布过。", "Project “{code}” is not released."),
    Text("请先公布。", "Release it first."),
    status=404,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A project of the pool: its money, why it may not stand there, and what is released of it.

    changed: fields that stand otherwise in the record than they were released.
    """

    project: Project
    money: PoolMoney
    category: str | None
    why_not: Text | None
    release: PoolRelease | None
    changed: tuple[str, ...] = ()

    def as_dict(self, *, named: bool = True, whole: bool = True) -> dict[str, Any]:
        """What programs are answered; named: with who released it, whole: and what is released."""
        kept = self.release
        return {
            "code": self.project.code,
            "name": self.project.name,
            "category": self.category,
            "investment_wan_yuan": plain_number(self.money.investment),
            "funded_wan_yuan": plain_number(self.money.funded),
            "gap_wan_yuan": plain_number(self.money.gap),
            "eligible": self.why_not is None,
            "why_not": self.why_not,
            "released_by": kept.by if kept and named else None,
            "released_at": kept.at.isoformat(timespec="seconds") if kept else None,
            "released": dict(kept.content) if kept and whole else None,
            "changed": list(self.changed),
        }


def pool(session: Session) -> list[Standing]:
    """Every project that is eligible or released, the largest gap first; four queries or fewer."""
    return _standings(session, _listed(pool_rules(session, today())))


@dataclass(frozen=True, slots=True)
class PoolPage:
    """A page of the pool; `total` are all of it, `out` those that are released and eligible."""

    found: Sequence[Standing]
    number: int
    pages: int
    total: int
    out: int


def pool_page(session: Session, number: int, size: int) -> PoolPage:
    """The page of this number, or the last one where there are fewer."""
    rules = pool_rules(session, today())
    query = _listed(rules)
    out = is_eligible(rules) & is_released()
    counts = select(func.count(), func.coalesce(func.sum(case((out, 1), else_=0)), 0))
    total, going_out = session.execute(counts.where(_stands(rules))).one()
    pages = max(1, -(-total // size))
    number = min(max(number, 1), pages)
    found = _standings(session, query.offset((number - 1) * size).limit(size))
    return PoolPage(found, number, pages, total, going_out)


def _stands(rules: PoolRules) -> ColumnElement[bool]:
    return is_eligible(rules) | is_released()


def _listed(rules: PoolRules) -> Select[Any]:
    """Projects with what they have found, the largest gap first; one that is not known is none."""
    gap = func.coalesce(missing(), 0)
    query = select(Project, funded()).where(_stands(rules))
    return query.order_by(gap.desc(), Project.code)


def _standings(session: Session, query: Select[Any]) -> list[Standing]:
    rules, released = pool_rules(session, today()), _released(session)
    return [
        _standing(one, as_money(one.investment_wan_yuan, money), rules, released.get(one.code))
        for one, money in session.execute(query)
    ]


def standing_of(session: Session, code: str) -> Standing:
    """The same of one project; raises `unknown-project`."""
    project, rules = get_project(session, code), pool_rules(session, today())
    return _standing(project, money_of(session, code), rules, _release(session, code))


def _released(session: Session) -> dict[str, PoolRelease]:
    query = select(PoolRelease).where(PoolRelease.ended_at.is_(None))
    return {one.project_code: one for one in session.scalars(query)}


def _release(session: Session, code: str) -> PoolRelease | None:
    row = PoolRelease
    return session.scalar(select(row).where(row.project_code == code, row.ended_at.is_(None)))


def _standing(
    project: Project, money: PoolMoney, rules: PoolRules, release: PoolRelease | None
) -> Standing:
    kind = rules.kinds.get(project.kind or "")
    category = kind.category if kind else None
    values = values_of(project, money, category)
    kept = release.content if release else {}
    changed = [name for name in POOL_FIELDS if name in kept and kept[name] != values[name]]
    why = why_not(project, money, rules)
    return Standing(project, money, category, why, release, tuple(changed))


def values_of(project: Project, money: PoolMoney, category: str | None) -> dict[str, Any]:
    """What may be released of a project, as JSON holds it."""
    return as_json(told_values(project)) | {
        "category": category,
        "funded_wan_yuan": plain_number(money.funded),
        "gap_wan_yuan": plain_number(money.gap),
    }


def release(
    session: Session, code: str, fields: Collection[str], files: Collection[str], by: Actor
) -> PoolRelease:
    """Release fields as they stand now, and files by their hash; an earlier release ends.

    Raises `unknown-project`, `pool-not-eligible`, `pool-field-unknown`.
    """
    locked_project(session, code)
    seen = standing_of(session, code)
    if seen.why_not is not None:
        raise EcoAtlasError(POOL_NOT_ELIGIBLE, code=code, why=seen.why_not)
    names = {one.sha256: one.name for one in files_of(session, code)}
    _known(fields, POOL_FIELDS)
    _known(files, names)
    values = values_of(seen.project, seen.money, seen.category)
    content = {name: values[name] for name in POOL_FIELDS if name in {*ALWAYS, *fields}}
    if seen.release is not None:
        _end(seen.release, by)
    chosen = [{"sha256": one, "name": name} for one, name in names.items() if one in files]
    made = PoolRelease(project_code=code, content=content, files=chosen, by=by.name)
    session.add(made)
    session.flush()
    details = {"fields": list(content), "files": [one["sha256"] for one in chosen]}
    record(session, by, "pool-released", code, details=details)
    return made


def _known(asked: Collection[str], known: Mapping[str, object]) -> None:
    for name in asked:
        if name not in known:
            raise EcoAtlasError(POOL_UNKNOWN, name=name[:64], choices=", ".join(known) or "—")


def withdraw(session: Session, code: str, by: Actor) -> None:
    """End the release of a project; raises `unknown-project`, `pool-not-released`."""
    locked_project(session, code)
    found = _release(session, code)
    if found is None:
        raise EcoAtlasError(POOL_NOT_RELEASED, code=code)
    _end(found, by)
    session.flush()
    record(session, by, "pool-withdrawn", code)


def _end(one: PoolRelease, by: Actor) -> None:
    one.ended_by, one.ended_at = by.name, now()


def handed_out(session: Session) -> Sequence[PoolRelease]:
    """What is released and still eligible: that is what goes out."""
    fitting = (one.release for one in pool(session) if one.why_not is None)
    return [one for one in fitting if one is not None]
