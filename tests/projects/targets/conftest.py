"""What tests of the ledger share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from geo.words import Text
from layers.audit import Actor
from layers.system.database import Database
from projects.targets.ledger import Saved, save_values, values_of
from projects.targets.measured import Form, Measured
from projects.targets.rules import Row
from projects.targets.values import TargetValue

EDITOR, OTHER = Actor("li", "test"), Actor("wang", "test")
REVIEWER = Actor("zhao", "test")
SHARE, MILESTONE, DELEGATED = "WEDZ-2023-T22", "WEDZ-2023-T05", "WEDZ-2023-T08"
BUREAU = "区水务湖泊局"
Put = Callable[..., Saved]


def row(number: int = 1, version: int = 0, **cells: Any) -> Row:
    """A right row about the share, but for what is given otherwise."""
    usual = {"target": SHARE, "unit": BUREAU, "period": "2024", "value": "46.8"}
    return Row(number, usual | cells, version)


def asked(unit: str | None = "%", form: Form = "number", **more: Any) -> Measured:
    about: Mapping[str, Any] = {"id": "T1", "document_id": "D1", "asked": None, "period": "year"}
    title = None if unit is None else Text(unit, unit)
    return Measured(form=form, unit=title, replaced_by=(), **{**about, **more})


@pytest.fixture
def put(sqlite_database: Database) -> Put:
    """Saves one row, in a transaction of its own."""

    def save(by: Actor = EDITOR, version: int = 0, status: Any = "reported", **cells: Any) -> Saved:
        with sqlite_database.transaction() as session:
            return save_values(session, [row(1, version, **cells)], by, status=status)

    return save


def only(database: Database) -> TargetValue:
    with database.reading() as session:
        (found,) = values_of(session)
    return found


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
