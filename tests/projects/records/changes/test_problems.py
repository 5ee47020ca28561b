"""Problems of a project until they are closed, and units that are called otherwise one day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.storage.store import Store
from layers.system.database import Database
from projects.records.changes import records
from projects.records.changes.problems import NewProblem, add_problem, close_problem, problems_of
from projects.units.register import get_unit, rename_unit

LI = Actor("li", "cli")
FOUND, CLOSED = dt.date(2026, 3, 1), dt.date(2026, 5, 20)


def test_a_problem_is_closed_once_and_with_evidence(
    sqlite_database: Database, tmp_path: Path
) -> None:
    proof = tmp_path / "整改.pdf"
    proof.write_bytes(b"%PDF-1.4\n%%EOF\n")
    store = Store(str(tmp_path / "store"))

    def refused(on: dt.date) -> str:
        with sqlite_database.transaction() as session, pytest.raises(EcoAtlasError) as found:
            close_problem(session, "A", number, "已整改", on=on, by=LI)
        return found.value.code

    with sqlite_database.transaction() as session:
        records.add_project(session, {"code": "A", "name": "A", "status": "在建"})
        number = add_problem(session, "A", NewProblem("积水", FOUND), by=LI).id
    assert refused(CLOSED) == "project-closing-without-evidence"
    assert refused(dt.date(2026, 2, 28)) == "project-problem-invalid"
    with sqlite_database.transaction() as session:
        assert [one.closed_on for one in problems_of(session, "A")] == [None]
        close_problem(
            session, "A", number, "已整改", on=CLOSED, by=LI, store=store, files={proof.name: proof}
        )
    assert refused(CLOSED) == "project-problem-closed"
    with sqlite_database.reading() as session:
        assert [one.closed_on for one in problems_of(session, "A")] == [CLOSED]
        assert problems_of(session, "A", open_only=True) == []


def test_a_unit_is_found_by_the_name_that_it_had(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        code = get_unit(session, "武汉经开区发改局").code
        rename_unit(session, code, "武汉经开区发展改革局", short_name=None, since=CLOSED, by=LI)
    with sqlite_database.reading() as session:
        assert get_unit(session, "武汉经开区发改局").code == code
        assert get_unit(session, "武汉经开区发展改革局").name == "武汉经开区发展改革局"
