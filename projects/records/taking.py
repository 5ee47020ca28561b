"""Rows of a file as records: checked one by one, kept together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import Problem
from geo.words import Text
from layers.audit import Actor
from projects.records.history import record_added, record_changed, told_values
from projects.records.known import facts_of
from projects.records.rules import broken, is_error
from projects.records.tables import Project
from projects.records.values import Known, check_record
from projects.records.writing import Report, differs, write


@dataclass(frozen=True, slots=True)
class Taken:
    """A row in its stored types, the record that it changes, and what is odd about it."""

    checked: Mapping[str, Any]
    project: Project | None
    warnings: tuple[Problem, ...] = ()
    reason: str | None = None


def check_row(
    values: Mapping[str, Any],
    place: Text,
    known: Known,
    there: Mapping[str, Project],
    row: int,
    reason: str | None = None,
) -> tuple[Taken, list[Problem]]:
    """A row against the register and the rules; columns that are not in the file stay as stored."""
    project = there.get(str(values.get("code")).strip())
    stored = facts_of({}, project, known, None).after if project is not None else {}
    checked, problems = check_record(values, place, known, row=row, partial=True, stored=stored)
    if project is None:
        project = there.get(checked.get("code", ""))
    told: list[Problem] = []
    if not problems:
        facts = facts_of(checked, project, known, reason)
        told = broken(facts, place, row=row, columns=values.keys())
    errors = [one for one in told if is_error(one)]
    odd = tuple(one for one in told if not is_error(one))
    return Taken(checked, project, odd, reason), problems + errors


def put_rows(
    session: Session, rows: Iterable[Taken], *, by: Actor | None, file: str
) -> dict[str, list[str]]:
    """Keep checked rows, new or changed; answers the codes `added`, `changed`, `unchanged`."""
    done: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
    for row in rows:
        done[_put(session, row, by, file)].append(row.checked["code"])
    return done


def _put(session: Session, row: Taken, by: Actor | None, file: str) -> str:
    report = Report(reason=row.reason, via="xlsx")
    if row.project is None:
        project = Project(code=row.checked["code"], version=0)
        session.add(project)
        write(session, project, row.checked, by, report)
        record_added(session, by, project, row.reason, file=file)
        return "added"
    if not differs(row.project, row.checked):
        return "unchanged"
    before = told_values(row.project)
    write(session, row.project, row.checked, by, report)
    record_changed(session, by, row.project, before, row.reason, file=file)
    return "changed"
