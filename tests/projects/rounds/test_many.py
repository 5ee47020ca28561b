"""Twenty units, two hundred projects each, their sheets merged while two editors type: nothing of
what anybody has written is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from layers.system.database import Database
from projects.rounds.checking import Row
from projects.rounds.lines import lines_of
from projects.rounds.reading import merge_file
from projects.rounds.rounds import open_round, round_of
from projects.rounds.saving import Hand, save_rows
from projects.rounds.settling import waiting_of
from projects.rounds.tables import EntryChange
from projects.rounds.workbook import write_template
from tests.projects.rounds.conftest import (
    CHIEF,
    LI,
    QUARTER,
    WANG,
    add_projects,
)

pytestmark = pytest.mark.slow
UNITS = 20
EACH = {"postgresql": 200, "sqlite": 40}
"""Projects of a unit: SQLite writes one after another, and learns nothing from more of them."""


def test_twenty_sheets_and_two_editors_lose_nothing(database: Database, tmp_path: Path) -> None:
    each = EACH[database.engine.dialect.name]
    with database.transaction() as session:
        add_projects(session, UNITS, each)
        open_round(session, QUARTER, CHIEF)
    sheets = [_filled_in(database, f"U{n}", tmp_path / f"{n}.xlsx") for n in range(1, UNITS + 1)]
    _at_once(
        lambda: _merge_all(database, sheets),
        lambda: _type(database, range(1, UNITS + 1, 2), each),
        lambda: _type(database, range(2, UNITS + 1, 2), each),
    )
    with database.reading() as session:
        one = round_of(session, QUARTER)
        lines = {line.code: line for line in lines_of(session, one)}
        waiting = {found.project_code: found for found in waiting_of(session, one)}
        changes = session.scalar(select(func.count()).select_from(EntryChange))
    assert changes == sum(line.version for line in lines.values())
    for unit in range(1, UNITS + 1):
        for row in range(1, each + 1):
            held = lines[f"P{unit}-{row:03}"]
            says = held.values["progress_percent"]
            if row < each:
                assert (held.state, says) == ("reported", 61.0 if row <= 10 else 50.0)
                continue
            both = waiting.get(held.code)
            if both is None:  # the editor came second, and wrote on what the sheet had said
                assert held.values["text"] == "网上填报"
            else:
                assert {both.theirs, both.mine} == {61.0, 50.0}
    _merge_all(database, sheets)
    with database.reading() as session:
        again = session.scalar(select(func.count()).select_from(EntryChange))
        assert again == changes
        assert len(waiting_of(session, round_of(session, QUARTER))) == len(waiting)


def _filled_in(database: Database, unit: str, path: Path) -> Path:
    """The first ten are left to the editors; the last one both of them and the sheet fill in."""
    with database.reading() as session:
        one = round_of(session, QUARTER)
        lines = lines_of(session, one, unit)
    told = [replace(line, values={**line.values, "progress_percent": 50}) for line in lines[10:]]
    write_template(one, unit, [*lines[:10], *told], path)
    return path


def _merge_all(database: Database, sheets: list[Path]) -> None:
    for path in sheets:
        with database.transaction() as session:
            merge_file(session, path, Hand(WANG, "xlsx"), period=QUARTER)


def _type(database: Database, units: range, each: int) -> None:
    """An editor goes from unit to unit, each time on what he finds there: on ten projects of each,
    and on the last one, which stands in the sheet too."""
    for unit in units:
        with database.transaction() as session:
            found = lines_of(session, round_of(session, QUARTER), f"U{unit}")
            rows = [
                Row(n, found[n - 1].code, {"progress_percent": 61, "text": "网上填报"},
                    found[n - 1].version)
                for n in (*range(1, 11), each)
            ]  # fmt: skip
            save_rows(session, QUARTER, rows, Hand(LI, "web"))


def _at_once(*calls: Callable[[], None]) -> None:
    """All of them, begun together; raises what one of them has raised."""
    start, raised = threading.Barrier(len(calls)), list[BaseException]()

    def run(call: Callable[[], None]) -> None:
        start.wait()
        try:
            call()
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]
