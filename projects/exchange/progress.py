"""Reports on the progress of many projects, from another system: all of them or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem, declare
from geo.words import Text
from layers.audit import Actor
from projects.records.changes.held import Held
from projects.records.changes.known import known_now
from projects.records.changes.progress import report_progress
from projects.records.changes.records import get_project
from projects.records.changes.writing import Report

PROGRESS_REFUSED = declare(
    "project-progress-refused",
    "error",
    Text(
        "{count} 行进度不能接收，一行也没有保存；第一处：{first}",
        "{count:row|rows} of progress cannot be taken, and none was; the first: {first}",
    ),
    Text(
        "请按 problems 所列的行改正后重发。", "Mend the rows that problems lists, and send again."
    ),
    status=422,
)
PROJECT_TWICE = declare(
    "project-progress-twice",
    "error",
    Text(
        "第 {row} 行：项目“{project}”在 {day} 的进度在第 {first} 行已经写过。",
        "Row {row}: the progress of “{project}” on {day} stands in row {first} already.",
    ),
    Text("同一天只写一次。", "Write a day once."),
)


@dataclass(frozen=True, slots=True)
class SentProgress:
    """percent: 0 to 100. on: the day it is of, today where none is given. invested in 10,000 yuan.
    seen: the version of the project that the sender saw, if he did."""

    row: int
    project: str
    percent: float
    on: dt.date | None = None
    text: str | None = None
    next_steps: str | None = None
    reason: str | None = None
    invested_wan_yuan: Decimal | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A report that was kept."""

    row: int
    project: str
    entry: int
    version: int


@dataclass(slots=True)
class _Done:
    kept: list[Kept] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def report_many(session: Session, rows: Sequence[SentProgress], by: Actor) -> list[Kept]:
    """Keep them in the order of their days; what `report_progress` refuses is told with its row.

    Raises `project-progress-refused` with every fault; after it the transaction is to be given up.
    """
    held, done = Held(known_now(session)), _Done(problems=_twice(rows))
    for one in sorted(rows, key=lambda one: (one.on or held.known.today, one.row)):
        told = Report(
            one.on, one.reason, "api", one.text, one.next_steps, one.invested_wan_yuan
        )  # fmt: skip
        try:
            entry = report_progress(
                session, one.project, one.percent, told, by=by, based_on=one.seen, held=held
            )
        except EcoAtlasError as error:
            done.problems += _of_row(error, one.row)
            continue
        version = get_project(session, one.project).version
        done.kept.append(Kept(one.row, one.project, entry.id, version))
    if done.problems:
        raise _refusal(sorted(done.problems, key=lambda one: one.feature or 0))
    return sorted(done.kept, key=lambda one: one.row)


def _twice(rows: Sequence[SentProgress]) -> list[Problem]:
    first: dict[tuple[str, dt.date | None], int] = {}
    found = []
    for one in rows:
        before = first.setdefault((one.project, one.on), one.row)
        if before != one.row:
            said = {"row": one.row, "project": one.project, "day": one.on or "—", "first": before}
            found.append(Problem(PROJECT_TWICE, said, one.row))
    return found


def _of_row(error: EcoAtlasError, row: int) -> list[Problem]:
    every = error.problems or (error.problem,)
    return [Problem(one.kind, one.values, row, one.field) for one in every]


def _refusal(problems: Sequence[Problem]) -> EcoAtlasError:
    return EcoAtlasError(
        PROGRESS_REFUSED,
        problems=tuple(problems),
        count=len({one.feature for one in problems}),
        first=problems[0].message,
    )
