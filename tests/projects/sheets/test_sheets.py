"""Versions of sheets: shipped, saved, compared, refused; on both databases."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from sqlalchemy import select

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor
from layers.audit.tables import AuditEntry
from layers.system.database import Database
from projects.sheets import (
    SHEET_KINDS,
    SheetInfo,
    get_sheet,
    list_sheets,
    save_sheet,
    sheet_history,
)
from projects.sheets.declaration import BASES

BY = Actor("张三", "试验")
RAIN = [{"day": "2025-06-01", "rain_mm": 1.5}]


def save(database: Database, sheet_id: str, rows: Any, **about: Any) -> SheetInfo:
    with database.transaction() as session:
        return save_sheet(session, sheet_id, rows, by=BY, **about)


def get(database: Database, ref: str) -> SheetInfo:
    with database.reading() as session:
        return get_sheet(session, ref)


def test_a_rule_is_there_as_shipped_until_it_is_edited(database: Database) -> None:
    shipped = get(database, "test_limits")
    assert (shipped.number, len(shipped.rows)) == (0, 3)
    rows = [dict(row) for row in shipped.rows]
    rows[2] |= {"limit": 12.0, "basis": "checked"}
    saved = save(database, "test_limits", rows, note="核对原文")
    assert saved.number == 1
    assert get(database, "test_limits").rows[2]["limit"] == 12.0
    assert get(database, "test_limits@0").rows[2]["limit"] == 10.0
    assert (saved.unverified, len(shipped.unverified)) == ([], 1)


def test_the_same_rows_again_make_no_version(database: Database) -> None:
    shipped = get(database, "test_limits")
    assert save(database, "test_limits", shipped.rows).number == 0
    assert save(database, "gauge", RAIN, kind="daily_rain").number == 1
    again = [{"day": "2025年6月1日", "rain_mm": "1.50"}]
    assert save(database, "gauge", again, kind="daily_rain").number == 1


def test_rows_that_hold_on_a_day(database: Database) -> None:
    limits = get(database, "test_limits")

    def of(day: str) -> list[float]:
        rows = limits.valid_on(dt.date.fromisoformat(day))
        return [row["limit"] for row in rows if row["name"] == "COD"]

    assert [of("2026-06-30"), of("2026-07-01")] == [[50.0], [40.0]]


def test_history_tells_who_and_why_with_the_present_version_first(database: Database) -> None:
    save(database, "gauge", RAIN, kind="daily_rain", title=Text("雨量站", "Gauge"), source="气象台")
    more = [*RAIN, {"day": "2025-06-02", "rain_mm": 0}]
    save(database, "gauge", more, note="补一日")
    with database.reading() as session:
        history = sheet_history(session, "gauge")
        rule = sheet_history(session, "test_limits")
    told = [(one.number, one.source, one.note, one.created_by) for one in history]
    assert told == [(2, None, "补一日", "张三"), (1, "气象台", None, "张三")]
    assert [one.number for one in rule] == [0]


def test_saving_is_in_the_audit_log(database: Database) -> None:
    save(database, "gauge", RAIN, kind="daily_rain", note="首次")
    with database.reading() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
        assert entry is not None
        assert (entry.action, entry.subject) == ("sheet-saved", "gauge@1")
        assert entry.details["note"] == "首次"


def test_rules_come_first_in_the_list(database: Database) -> None:
    save(database, "a-gauge", RAIN, kind="daily_rain")
    with database.reading() as session:
        every = [one.id for one in list_sheets(session)]
        rain = [one.id for one in list_sheets(session, "daily_rain")]
    assert every.index("test_limits") < every.index("a-gauge")
    assert rain == ["a-gauge"]


@pytest.mark.parametrize(
    ("ref", "code"),
    [
        ("absent", "unknown-sheet"),
        ("test_limits@1", "unknown-sheet-version"),
        ("gauge@0", "unknown-sheet-version"),
        ("gauge@x", "unknown-sheet-version"),
        ("gauge@99999999999999999999", "unknown-sheet-version"),
    ],
)
def test_what_is_not_there_is_refused(sqlite_database: Database, ref: str, code: str) -> None:
    save(sqlite_database, "gauge", RAIN, kind="daily_rain")
    with pytest.raises(EcoAtlasError, match=code):
        get(sqlite_database, ref)


@pytest.mark.parametrize(
    ("sheet_id", "kind", "code"),
    [
        ("Rain 1", "daily_rain", "sheet-id-invalid"),
        ("gauge", "no_kind", "unknown-sheet-kind"),
        ("gauge", None, "unknown-sheet-kind"),
        ("my_limits", "test_limits", "unknown-sheet"),
        ("test_limits", "daily_rain", "wrong-sheet-kind"),
        ("gauge", "daily_rain", "sheet-refused"),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_nothing(
    sqlite_database: Database, sheet_id: str, kind: str | None, code: str
) -> None:
    rows = [{"day": "x", "rain_mm": 1}] if code == "sheet-refused" else RAIN
    with pytest.raises(EcoAtlasError, match=code):
        save(sqlite_database, sheet_id, rows, kind=kind)
    with sqlite_database.reading() as session:
        assert [one.id for one in list_sheets(session) if one.kind.group == "series"] == []


def test_an_edit_of_an_older_version_is_refused(database: Database) -> None:
    rows = [dict(row) for row in get(database, "test_limits").rows]
    rows[0]["limit"] = 51
    save(database, "test_limits", rows, based_on=0)
    rows[0]["limit"] = 52
    with pytest.raises(EcoAtlasError, match="sheet-changed-meanwhile"):
        save(database, "test_limits", rows, based_on=0)
    assert get(database, "test_limits").rows[0]["limit"] == 51.0


@pytest.mark.parametrize("sheet_id", ["gauge", "test_limits"])
def test_of_two_who_save_at_once_one_is_told(database: Database, sheet_id: str) -> None:
    """Both have read the same version before either of them writes."""
    kind = None if sheet_id == "test_limits" else "daily_rain"
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def edit(value: float) -> None:
        rows = _edited(value)
        start.wait(10)
        try:
            done = save(database, sheet_id, rows, kind=kind, based_on=0)
            outcomes.append(f"saved {done.number}")
        except EcoAtlasError as error:
            outcomes.append(error.code)

    def _edited(value: float) -> list[dict[str, Any]]:
        if kind:
            return [{"day": "2025-06-01", "rain_mm": value}]
        return [dict(row) | {"limit": value} for row in get(database, sheet_id).rows]

    both = [threading.Thread(target=edit, args=(value,)) for value in (3.0, 4.0)]
    for one in both:
        one.start()
    for one in both:
        one.join(30)
    assert sorted(outcomes) == ["saved 1", "sheet-changed-meanwhile"]
    assert get(database, sheet_id).number == 1


def test_every_shipped_rule_is_as_declared_and_says_where_it_comes_from(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from projects.sheets import shipped

    monkeypatch.undo()
    shipped.shipped_rows.cache_clear()
    for kind in SHEET_KINDS.values():
        if kind.group != "rule":
            continue
        rows = get(sqlite_database, kind.id).rows
        assert rows, kind.id
        assert all(row["basis"] in BASES and len(row["source"]) > 3 for row in rows), kind.id
        uncertain = [row for row in rows if row["basis"] == "unverified"]
        assert all(row["note"] for row in uncertain), kind.id


def test_every_file_of_rules_is_declared() -> None:
    from pathlib import Path

    folder = Path(__file__).resolve().parents[3] / "data" / "rules"
    files = {path.stem for path in folder.glob("*.json")}
    assert files == {kind.id for kind in SHEET_KINDS.values() if kind.group == "rule"} - {
        "test_limits"
    }
