"""Rows of rules whose law has a successor, and who has taken note of them; on both databases."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import event

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.system.database import Database
from projects.sheets import get_sheet, save_sheet
from projects.sheets.aging import Aging, aging, notes_on, take_note, to_note

BEFORE, AFTER = dt.date(2026, 8, 14), dt.date(2026, 8, 15)
BY = Actor("张三", "试验")


def found(database: Database, day: dt.date) -> Aging:
    with database.reading() as session:
        return aging(session, day)


def note(database: Database, digest: str, reason: str = "等法典公布后核对") -> None:
    with database.transaction() as session:
        take_note(session, digest, reason, BY, AFTER)


def waiting(database: Database, account: str = BY.name) -> int:
    with database.reading() as session:
        return to_note(session, account, AFTER)


def test_before_the_code_only_what_has_a_successor_of_unknown_day(
    sqlite_database: Database,
) -> None:
    rows = found(sqlite_database, BEFORE).rows
    assert [(one.sheet.id, one.row["scheme"]) for one in rows] == [
        ("section_schemes", "hubei"),
        ("water_schemes", "hubei"),
    ]


def test_from_its_day_on_the_rows_of_the_law_of_2017_and_those_taken_over(
    sqlite_database: Database,
) -> None:
    told = found(sqlite_database, AFTER)
    zones = [one for one in told.rows if one.sheet.id == "protected_zone_rules"]
    assert len([one for one in zones if one.holds]) == 12
    assert {one.row["law"] for one in zones if one.holds} == {"eco_code_2026"}
    assert {one.row["law"] for one in told.ended} == {"water_pollution_2017"}
    assert (len(told.holding), len(told.ended)) == (14, 12)
    one = zones[0]
    assert one.sheet.rows[one.number - 1] == one.row


def test_a_note_holds_for_whoever_took_it_until_the_list_changes(database: Database) -> None:
    assert waiting(database) == 14
    note(database, found(database, AFTER).digest)
    assert (waiting(database), waiting(database, "李四")) == (0, 14)
    with database.reading() as session:
        told = notes_on(session, aging(session, AFTER))
        laws = [dict(row) for row in get_sheet(session, "laws").rows]
    assert [(one.account, one.reason, one.rows) for one in told] == [
        ("张三", "等法典公布后核对", 14)
    ]
    yangtze = next(row for row in laws if row["id"] == "yangtze_protection_2020")
    yangtze["successor"] = "eco_code_2026"
    with database.transaction() as session:
        save_sheet(session, "laws", laws, note="长江保护法也有后继")
    assert waiting(database) == 24


def test_what_is_noted_is_the_list_that_was_seen_and_has_a_reason(
    sqlite_database: Database,
) -> None:
    digest = found(sqlite_database, AFTER).digest
    for given, reason, code in (
        (digest, "  ", "sheet-reason-missing"),
        ("0" * 64, "看过", "rules-aging-changed"),
    ):
        with pytest.raises(EcoAtlasError, match=code):
            note(sqlite_database, given, reason)
    assert waiting(sqlite_database) == 14


def test_where_nothing_is_superseded_nothing_waits(sqlite_database: Database) -> None:
    laws = [{"id": "a", "name": "某法", "source": "某处", "basis": "sourced"}]
    with sqlite_database.transaction() as session:
        save_sheet(session, "laws", laws)
    assert waiting(sqlite_database) == 0


def test_it_asks_the_database_once_however_many_rules_there_are(database: Database) -> None:
    with database.transaction() as session:
        for one in ("laws", "protected_zone_rules", "section_schemes"):
            save_sheet(session, one, [*get_sheet(session, one).rows][:-1])
    asked: list[Any] = []
    listen = lambda *given: asked.append(given[2])  # noqa: E731
    event.listen(database.engine, "before_cursor_execute", listen)
    try:
        rows = found(database, AFTER).rows
    finally:
        event.remove(database.engine, "before_cursor_execute", listen)
    assert {one.sheet.number for one in rows} == {0, 1}
    assert len([one for one in asked if one.startswith("SELECT")]) == 1
