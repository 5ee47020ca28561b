"""Use cases of what a project has by year, by source and by step.

A part is written by the names of its fields; fields that are not given stay. A part whose fields
are all empty is taken away. Every change is one of the project: rules are asked, its version rises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem
from geo.words import Text
from layers.audit import Actor
from projects.records.changes.conflicts import require_version
from projects.records.changes.held import Held
from projects.records.changes.history import as_json, record_part
from projects.records.changes.known import facts_of, known_now
from projects.records.changes.records import get_project, locked_project, named, refuse
from projects.records.changes.rules import Facts, broken
from projects.records.changes.values import Known, Reading, read_value
from projects.records.model.codes import STEP_BY_VALUE
from projects.records.model.errors import RECORD_UNKNOWN_FIELD
from projects.records.model.part_index import Place
from projects.records.model.part_kinds import (
    FUNDS,
    STEPS,
    YEARS,
    Key,
    PartKind,
    key_of,
)
from projects.records.model.part_tables import ProjectFund, ProjectStep, ProjectYear
from projects.records.model.tables import Project
from projects.records.model.year_fields import require_year

Values = Mapping[str, Any]
Wanted = Mapping[tuple[PartKind, Key], Values]
"""Fields of parts, each by its kind and its key."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Years, funds and steps of one project, each by its key, in order."""

    years: Mapping[int, ProjectYear] = field(default_factory=dict)
    funds: Mapping[tuple[int, str], ProjectFund] = field(default_factory=dict)
    steps: Mapping[str, ProjectStep] = field(default_factory=dict)


def parts_of(session: Session, code: str) -> Parts:
    """The parts of a project; three queries. Raises `unknown-project`."""
    get_project(session, code)
    years = _rows(session, YEARS, code)
    funds = _rows(session, FUNDS, code)
    steps = _rows(session, STEPS, code)
    in_order = [key for key in STEP_BY_VALUE if (key,) in steps]
    return Parts(
        {key[0]: row for key, row in years.items()},
        {(key[0], key[1]): row for key, row in funds.items()},
        {key: steps[(key,)] for key in in_order},
    )


def _rows(session: Session, kind: PartKind, code: str) -> dict[Key, Any]:
    keys = [getattr(kind.table, name) for name in kind.keys]
    query = select(kind.table).where(kind.table.project_code == code).order_by(*keys)
    return {key_of(kind, row): row for row in session.scalars(query)}


def check_part(
    kind: PartKind, values: Values, place: Text, known: Known, row: int | None = None
) -> tuple[dict[str, Any], list[Problem]]:
    """The fields of a part in their stored types, and what is wrong with them."""
    by_name = {one.name: one for one in kind.fields}
    checked: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, raw in values.items():
        if name not in by_name:
            said = {"place": place, "field": name, "choices": ", ".join(by_name)}
            problems.append(Problem(RECORD_UNKNOWN_FIELD, said, feature=row))
            continue
        try:
            checked[name] = read_value(by_name[name], raw, Reading(place, known))
        except EcoAtlasError as error:
            problems.append(Problem(error.problem.kind, error.problem.values, row, name))
    return checked, problems


def set_parts(
    session: Session,
    code: str,
    wanted: Wanted,
    *,
    by: Actor | None,
    reason: str | None = None,
    based_on: int | None = None,
    held: Held | None = None,
) -> bool:
    """Write fields of several parts as one change; False where nothing differs.

    held: what records are checked against, where it was read already. Raises `unknown-project`,
    `project-changed-meanwhile`, `records-year-outside`, `record-…`; a problem names its field by
    its place, as in `year.2026.work`.
    """
    project, held = locked_project(session, code, held), held or Held(known_now(session))
    known = held.known
    require_version(session, project, based_on, flat(wanted))
    checked: dict[tuple[PartKind, Key], Values] = {}
    problems: list[Problem] = []
    for (kind, key), values in wanted.items():
        if "year" in kind.keys:
            require_year(key[0])
        place = part_place(named(code), kind, key)
        checked[kind, key], wrong = check_part(kind, values, place, known)
        at = kind.place(key)
        problems += [Problem(p.kind, p.values, field=f"{at}.{p.field}") for p in wrong]
    refuse(problems)
    facts = with_parts(facts_of({}, project, known, reason, held.parts), checked)
    refuse(broken(facts, named(code), parts=True))
    return write_parts(session, project, checked, by, reason)


def flat(wanted: Wanted) -> dict[str, Any]:
    """Fields of parts by their place."""
    return {
        f"{kind.place(key)}.{name}": value
        for (kind, key), values in wanted.items()
        for name, value in values.items()
    }


def part_place(place: Text, kind: PartKind, key: Key) -> Text:
    title = kind.title(key)
    return Text(f"{place.zh} {title.zh}", f"{place.en}, {title.en}")


def with_parts(facts: Facts, wanted: Wanted) -> Facts:
    """Facts as they would stand with parts written."""
    plans, funds, steps = dict(facts.plans), dict(facts.funds), dict(facts.steps)
    for (kind, key), checked in wanted.items():
        if kind is STEPS and "done_on" in checked:
            steps[key[0]] = checked["done_on"]
        elif "planned_wan_yuan" in checked:
            amount = checked["planned_wan_yuan"]
            if kind is YEARS:
                _set(plans, key[0], amount)
            elif kind is FUNDS:
                _set(funds, (key[0], key[1]), amount)
    return Facts(facts.after, facts.before, facts.reason, facts.today, plans, funds, steps)


def _set(amounts: dict[Any, Decimal], key: Any, amount: Decimal | None) -> None:
    if amount is None:
        amounts.pop(key, None)
    else:
        amounts[key] = amount


def write_parts(
    session: Session,
    project: Project,
    wanted: Wanted,
    by: Actor | None,
    reason: str | None = None,
    *,
    rows: Mapping[Place, Any] | None = None,
    **more: Any,
) -> bool:
    """Put checked fields into parts, as one change of the project; False where nothing differs.

    rows: every part of the project by its place, where they were read already. The history names a
    field by its place, as in `year.2026.work`.
    """
    first: dict[str, Any] = {}
    last: dict[str, Any] = {}
    for (kind, key), checked in wanted.items():
        row: Any = (
            session.get(kind.table, (project.code, *key))
            if rows is None
            else rows.get((project.code, kind.name, key))
        )
        before = {name: getattr(row, name, None) for name in checked}
        after = {name: value for name, value in checked.items() if before[name] != value}
        if not after:
            continue
        if row is None:
            keyed = dict(zip(kind.keys, key, strict=True))
            row = kind.table(project_code=project.code, **keyed)
            session.add(row)
        for name, value in after.items():
            setattr(row, name, value)
        if all(getattr(row, one.name) is None for one in kind.fields):
            session.delete(row)
        place = kind.place(key)
        first |= {f"{place}.{name}": before[name] for name in after}
        last |= {f"{place}.{name}": value for name, value in after.items()}
    if not last:
        return False
    record_part(session, by, project, "parts", as_json(first), as_json(last), reason, **more)
    return True
