"""Problems and rectification orders: open until somebody closes them with evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem, declare
from geo.words import Text
from layers.audit import Actor
from layers.system.compared_text import plain
from projects.records.changes.attaching import attach
from projects.records.changes.history import as_json, record_part
from projects.records.changes.records import get_project, locked_project, named
from projects.records.model.codes import PROBLEM_KIND_BY_WORD, PROBLEM_KINDS, listed_titles
from projects.records.model.part_tables import ProjectFile, ProjectProblem
from projects.units.register import get_unit

if TYPE_CHECKING:
    from layers.storage.store import Store

LONGEST = 2000
PROBLEM_INVALID = declare(
    "project-problem-invalid",
    "error",
    Text("{place}：{what}。", "{place}: {what}."),
    Text("请改正后再保存。", "Correct it and save again."),
    status=422,
)
PROBLEM_UNKNOWN = declare(
    "project-problem-unknown",
    "error",
    Text("项目 {code} 没有编号为 {problem} 的问题。", "Project {code} has no problem {problem}."),
    Text("请重新打开项目页。", "Open the page of the project again."),
    status=404,
)
PROBLEM_CLOSED = declare(
    "project-problem-closed",
    "error",
    Text(
        "项目 {code} 的问题 {problem} 已于 {day} 销号。",
        "Problem {problem} of project {code} was closed on {day}.",
    ),
    Text("有新问题的请另立一条。", "Enter a new one where there is another."),
    status=409,
)
CLOSING_WITHOUT_EVIDENCE = declare(
    "project-closing-without-evidence",
    "error",
    Text(
        "项目 {code} 的问题 {problem} 没有佐证文件，不能销号。",
        "Problem {problem} of project {code} has no evidence, and is not closed without.",
    ),
    Text("请附上整改的佐证文件。", "Attach evidence of what was put right."),
    status=422,
)


@dataclass(frozen=True, slots=True)
class NewProblem:
    """What is wrong, since when, who has said so and by when it is to be put right."""

    text: str
    found_on: dt.date
    kind: str = "problem"
    issued_by: str | None = None
    document_number: str | None = None
    deadline: dt.date | None = None
    unit: str | None = None


def add_problem(
    session: Session, code: str, new: NewProblem, *, by: Actor | None
) -> ProjectProblem:
    """Enter a problem or an order. Raises `unknown-project`, `project-problem-invalid`,
    `unit-unknown`."""
    project = locked_project(session, code)
    kind = PROBLEM_KIND_BY_WORD.get(plain(new.kind))
    wrong = [(at, what) for at, is_wrong, what in _faults(new, kind is None) if is_wrong]
    if kind is None or wrong:
        raise _invalid(code, *wrong[0])
    row = ProjectProblem(
        project_code=code,
        kind=kind.value,
        found_on=new.found_on,
        text=new.text.strip(),
        issued_by=new.issued_by,
        document_number=new.document_number,
        deadline=new.deadline,
        unit_code=get_unit(session, new.unit).code if new.unit else None,
        by=by.name if by else None,
    )
    session.add(row)
    session.flush()
    record_part(session, by, project, "problem", None, {"problem": row.id, **_told(row)})
    return row


def _invalid(code: str, field: str, what: Text) -> EcoAtlasError:
    said = {"place": named(code), "what": what}
    problem = Problem(PROBLEM_INVALID, said, field=field)
    return EcoAtlasError(PROBLEM_INVALID, problems=(problem,), **said)


def _faults(new: NewProblem, unknown_kind: bool) -> list[tuple[str, bool, Text]]:
    kinds = listed_titles(PROBLEM_KINDS)
    return [
        ("kind", unknown_kind, Text(f"类别应为 {kinds.zh}", f"the kind is one of {kinds.en}")),
        (
            "text",
            not 0 < len(new.text.strip()) <= LONGEST,
            Text(
                f"请写明问题，至多 {LONGEST} 字",
                f"say what is wrong, in at most {LONGEST} characters",
            ),
        ),
        (
            "deadline",
            new.deadline is not None and new.deadline < new.found_on,
            Text("整改期限早于发现日期", "the deadline lies before the day it was found"),
        ),
    ]


def close_problem(
    session: Session,
    code: str,
    problem: int,
    closing: str,
    *,
    on: dt.date,
    by: Actor,
    store: Store | None = None,
    files: Mapping[str, Path] | None = None,
) -> ProjectProblem:
    """Close a problem with evidence: files that come along, or that it has already.

    Raises `project-problem-unknown`, `project-problem-closed`, `project-problem-invalid`,
    `project-closing-without-evidence`, the `evidence-…` refusals.
    """
    project, row = locked_project(session, code), get_problem(session, code, problem)
    if row.closed_on is not None:
        raise EcoAtlasError(PROBLEM_CLOSED, code=code, problem=problem, day=row.closed_on)
    if on < row.found_on:
        what = Text("销号日期早于发现日期", "it is closed before the day it was found")
        raise _invalid(code, "closed_on", what)
    attach(session, store, code, files or {}, by, problem_id=problem)
    if not evidence_of(session, problem):
        raise EcoAtlasError(CLOSING_WITHOUT_EVIDENCE, code=code, problem=problem)
    before = _told(row)
    row.closed_on, row.closing, row.closed_by = on, closing.strip() or None, by.name
    session.flush()
    record_part(session, by, project, "closed", {"problem": row.id, **before}, _told(row))
    return row


def get_problem(session: Session, code: str, problem: int) -> ProjectProblem:
    """The problem of a project; raises `unknown-project`, `project-problem-unknown`."""
    get_project(session, code)
    row = session.get(ProjectProblem, problem)
    if row is None or row.project_code != code:
        raise EcoAtlasError(PROBLEM_UNKNOWN, code=code, problem=problem)
    return row


def evidence_of(session: Session, problem: int) -> list[str]:
    """Hashes of the files that stand behind a problem, in the order they came."""
    query = select(ProjectFile.sha256).where(ProjectFile.problem_id == problem)
    return list(session.scalars(query.order_by(ProjectFile.id)))


def problems_of(
    session: Session, code: str, *, open_only: bool = False
) -> Sequence[ProjectProblem]:
    """Problems of a project, those that are open first; raises `unknown-project`."""
    get_project(session, code)
    row = ProjectProblem
    query = select(row).where(row.project_code == code)
    if open_only:
        query = query.where(row.closed_on.is_(None))
    order = row.closed_on.is_not(None), row.deadline.is_(None), row.deadline, row.id
    return session.scalars(query.order_by(*order)).all()


def _told(row: ProjectProblem) -> dict[str, object]:
    names = (
        "kind", "found_on", "text", "issued_by", "document_number", "deadline", "unit_code",
        "closed_on", "closing",
    )  # fmt: skip
    said = {name: getattr(row, name) for name in names}
    return as_json({name: value for name, value in said.items() if value is not None})
