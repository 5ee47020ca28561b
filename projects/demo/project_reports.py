"""What was reported on the projects of the demonstration, quarter by quarter, and what was found.

The reports are of days before those that the list of projects brings, so that its figures stay the
newest; they are put in together, as they would have come in one by one.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.orm import Session

from layers.audit import Actor
from projects.records.changes.problems import NewProblem, add_problem
from projects.records.changes.records import get_project
from projects.records.changes.writing import take_newest
from projects.records.model.part_tables import ProgressEntry

VIA = "demo"


def load_reports(session: Session, path: Path, by: Actor | None) -> int:
    """Put in every report of the file; answers how many."""
    rows = list(_rows(path))
    session.add_all(
        ProgressEntry(
            project_code=row["project"],
            reported_on=dt.date.fromisoformat(row["day"]),
            percent=float(row["percent"]),
            text=row["text"] or None,
            next_steps=row["next"] or None,
            via=VIA,
            by=by.name if by else None,
        )
        for row in rows
    )
    session.flush()
    for code in dict.fromkeys(row["project"] for row in rows):
        project = get_project(session, code)
        stood = project.progress_percent
        take_newest(session, project)
        if project.progress_percent != stood:
            raise ValueError(f"a report on {code} is newer than the list of projects")
    return len(rows)


def load_problems(session: Session, path: Path, by: Actor | None) -> int:
    """Enter every problem of the file; answers how many."""
    count = 0
    for row in _rows(path):
        new = NewProblem(
            row["text"],
            dt.date.fromisoformat(row["found"]),
            row["kind"],
            issued_by=row["issuer"] or None,
            document_number=row["number"] or None,
            deadline=dt.date.fromisoformat(row["deadline"]) if row["deadline"] else None,
        )
        add_problem(session, row["project"], new, by=by)
        count += 1
    return count


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
