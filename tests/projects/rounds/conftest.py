"""What tests of rounds share: projects of several units, and a round of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import event
from sqlalchemy.orm import Session

from layers.audit import Actor
from layers.system.database import Database
from projects.records.model.tables import Project, ProjectUnit
from projects.rounds.checking import Row
from projects.rounds.lines import Line, lines_of
from projects.rounds.rounds import known_quarter, open_round, round_of
from projects.rounds.saving import Hand, Saved, save_rows
from projects.rounds.workbook import HEADS, write_template
from projects.units.tables import Unit

CHIEF, LI, WANG = Actor("chief", "test"), Actor("li", "test"), Actor("wang", "test")
QUARTER = known_quarter("2025-Q3")
Save = Callable[..., Saved]


def add_projects(session: Session, units: int, each: int) -> None:
    """Units U1…, each the lead of projects P1-001…, under construction at 40 %."""
    for unit in range(1, units + 1):
        session.add(
            Unit(code=f"U{unit}", name=f"第{unit}局", short_name=f"{unit}局", kind="bureau")
        )
    session.flush()
    for unit in range(1, units + 1):
        for number in range(1, each + 1):
            project = Project(
                code=f"P{unit}-{number:03}",
                name=f"示例工程{unit}-{number}",
                status="building",
                start_date=dt.date(2024, 3, 1),
                due_date=dt.date(2026, 12, 31),
                investment_wan_yuan=Decimal(1000),
                progress_percent=40.0,
                progress_on=dt.date(2025, 6, 30),
                progress_rose_on=dt.date(2025, 6, 30),
            )
            project.units = [ProjectUnit(role="lead", unit_code=f"U{unit}")]
            session.add(project)
    session.flush()


@pytest.fixture
def opened_round(sqlite_database: Database) -> Database:
    """Two units with two projects each, asked for the third quarter of 2025."""
    with sqlite_database.transaction() as session:
        add_projects(session, 2, 2)
        open_round(session, QUARTER, CHIEF)
    return sqlite_database


@pytest.fixture
def save(opened_round: Database) -> Save:
    """Saves rows as given by code: version and cells; in a transaction of its own."""

    def of(by: Actor = LI, state: Any = "reported", unit: str | None = None, **rows: Any) -> Saved:
        told = [
            Row(number, code.replace("_", "-"), cells, version)
            for number, (code, (version, cells)) in enumerate(rows.items(), 1)
        ]
        with opened_round.transaction() as session:
            return save_rows(session, QUARTER, told, Hand(by, "web", unit), state=state)

    return of


def line(database: Database, code: str) -> Line:
    with database.reading() as session:
        every = lines_of(session, round_of(session, QUARTER))
    return next(one for one in every if one.code == code)


def sheet_of(database: Database, unit: str, path: Path) -> Path:
    """The sheet of a unit, as it goes out."""
    with database.reading() as session:
        one = round_of(session, QUARTER)
        write_template(one, unit, lines_of(session, one, unit), path)
    return path


def fill_in(path: Path, cells: Mapping[str, Mapping[str, Any]]) -> Path:
    """Write into a sheet, by project and column, as a spreadsheet does."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    rows = {sheet.cell(row, 1).value: row for row in range(3, sheet.max_row + 1)}
    for code, values in cells.items():
        for name, value in values.items():
            sheet.cell(rows[code], [*HEADS].index(name) + 1).value = value
    book.save(path)
    return path


@contextmanager
def queries(database: Database) -> Iterator[list[str]]:
    """What is sent to the database meanwhile."""
    sent: list[str] = []

    def note(*about: Any) -> None:
        sent.append(about[2])

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
