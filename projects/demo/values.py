"""Sheets of the demonstration, and the statement on one of its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.words import Text
from layers.audit import Actor
from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.sponge.plan import plan_from_projects
from projects.sheets import save_sheet
from projects.sheets.files import import_file
from projects.sheets.tables import Sheet
from projects.statements.kept import statements_on
from projects.statements.making import make_statement
from projects.statements.review import submit

SUBMITTED = "示范核算单，请复核。"


@dataclass(frozen=True, slots=True)
class DemoSheet:
    """A series of the manifest: from a file, or made from the projects linked to a layer."""

    id: str
    kind: str
    title: Text
    source: str
    file: str | None = None
    projects_of: str | None = None


def read_sheet(entry: dict[str, Any]) -> DemoSheet:
    """A `[[sheet]]` of the manifest."""
    title = Text(entry.pop("title_zh"), entry.pop("title_en"))
    return DemoSheet(title=title, **entry)


def load_sheets(
    session: Session, sheets: Sequence[DemoSheet], folder: Path, by: Actor | None
) -> tuple[str, ...]:
    """Add the sheets that are not there yet; gives the ids of those added."""
    there = set(session.scalars(select(Sheet.id)))
    added = [sheet for sheet in sheets if sheet.id not in there]
    for sheet in added:
        _load(session, sheet, folder, by)
    return tuple(sheet.id for sheet in added)


def _load(session: Session, sheet: DemoSheet, folder: Path, by: Actor | None) -> None:
    if sheet.projects_of:
        rows = plan_from_projects(session, sheet.projects_of)
        save_sheet(
            session,
            sheet.id,
            rows,
            kind=sheet.kind,
            title=sheet.title,
            source=sheet.source,
            by=by,
        )
    elif sheet.file:
        import_file(
            session,
            sheet.id,
            folder / sheet.file,
            kind=sheet.kind,
            title=sheet.title,
            source=sheet.source,
            by=by,
        )


def submit_statement(database: Database, store: Store, run: int, maker: Actor) -> None:
    """A statement on a run, handed to the reviewers, if it has none yet."""
    with database.transaction() as session:
        if not statements_on(session, run):
            made = make_statement(session, store, run, maker)
            submit(session, made.id, maker, SUBMITTED)
