"""Searching the audit log, and taking it along as a table."""

from __future__ import annotations

import csv
import datetime as dt
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import (
    Actor,
    AuditEntry,
    AuditQuery,
    actors,
    record,
    recording,
    search_entries,
    verify,
)
from layers.export import audit_log
from layers.export.audit_log import export_entries
from layers.system.database import Database

DAY = dt.date(2025, 6, 30)


@pytest.fixture(autouse=True)
def wuhan_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine stands eight hours east of UTC."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def log(any_database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Five entries around midnight in Wuhan, the day before at 15:59:59 UTC."""
    moments = [
        dt.datetime(2025, 6, 29, 15, 59, 59, 999999, dt.UTC),
        dt.datetime(2025, 6, 29, 16, 0, 0, 0, dt.UTC),
        dt.datetime(2025, 6, 30, 15, 59, 59, 999999, dt.UTC),
        dt.datetime(2025, 6, 30, 16, 0, 0, 0, dt.UTC),
        dt.datetime(2025, 7, 1, 1, 0, 0, 0, dt.UTC),
    ]
    written = [
        (Actor("li", "10.0.0.3"), "sign-in", None, "done", {}),
        (Actor("王芳", "10.0.0.4"), "layer-imported", "zones@1", "done", {"file": "排水分区.zip"}),
        (
            Actor("li", "10.0.0.3"),
            "project-changed",
            "XM-1",
            "done",
            {"after": {"note": '"50%_a\\b'}},
        ),
        (Actor("anonymous", "10.9.9.9"), "sign-in-failed", None, "refused", {"name": "li"}),
        (Actor("=1+1", "@x"), "project-added", "+A", "done", {}),
    ]
    for moment, (who, action, subject, outcome, details) in zip(moments, written, strict=True):
        monkeypatch.setattr(recording, "now", lambda at=moment: at)
        with any_database.transaction() as session:
            record(session, who, action, subject, outcome=outcome, details=details)
    return any_database


def numbers(database: Database, query: AuditQuery) -> list[int]:
    with database.reading() as session:
        rows, total = search_entries(session, query)
        assert total == len(rows)
        return [row.number for row in rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (AuditQuery(), [5, 4, 3, 2, 1]),
        (AuditQuery(actor="li"), [3, 1]),
        (AuditQuery(action="sign-in"), [1]),
        (AuditQuery(outcome="refused"), [4]),
        (AuditQuery(actor="li", action="project-changed"), [3]),
        (AuditQuery(actor="nobody"), []),
        (AuditQuery(text="LI"), [4, 3, 1]),
        (AuditQuery(text="王"), [2]),
        (AuditQuery(text="10.9"), [4]),
        (AuditQuery(text="ZONES@"), [2]),
        (AuditQuery(text="排水分区"), [2]),
        (AuditQuery(text='"50%_A\\B'), [3]),
        (AuditQuery(text="50%"), [3]),
        (AuditQuery(text="%"), [3]),
        (AuditQuery(text="_"), [3]),
        (AuditQuery(text="导入图层"), [2]),
        (AuditQuery(text="signed in"), [1]),
        (AuditQuery(text="' OR 1=1 --"), []),
        (AuditQuery(since=DAY), [5, 4, 3, 2]),
        (AuditQuery(until=DAY), [3, 2, 1]),
        (AuditQuery(since=DAY, until=DAY), [3, 2]),
        (AuditQuery(since=dt.date.min, until=dt.date.max), [5, 4, 3, 2, 1]),
        (AuditQuery(since=dt.date.max), []),
        (AuditQuery(until=dt.date.min), []),
    ],
)
def test_entries_are_found(log: Database, query: AuditQuery, expected: list[int]) -> None:
    assert numbers(log, query) == expected


def test_pages_are_parts_of_the_whole(log: Database) -> None:
    with log.reading() as session:
        rows, total = search_entries(session, AuditQuery(), offset=1, limit=2)
        assert ([row.number for row in rows], total) == ([4, 3], 5)
        assert search_entries(session, AuditQuery(), offset=9)[0] == []


def test_everybody_in_the_log_is_listed_once(log: Database) -> None:
    with log.reading() as session:
        assert sorted(actors(session)) == ["=1+1", "anonymous", "li", "王芳"]


PEOPLE = {"li": Text("李立，水务科科长", "李立, water division")}


def export(log: Database, format: str, out: Path, query: AuditQuery | None = None) -> int:
    with log.reading() as session:
        return export_entries(session, query or AuditQuery(), format, out, PEOPLE)


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(log: Database, tmp_path: Path) -> None:
    out = tmp_path / "audit.csv"
    assert export(log, "csv", out) == 5
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file))
    assert tuple(head) == audit_log.COLUMNS
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5"]
    assert rows[0][1] == "2025-06-29 23:59:59.999+08:00"
    assert rows[1][4:7] == ["layer-imported", "导入图层 / Layer imported", "zones@1"]
    assert json.loads(rows[1][8]) == {"file": "排水分区.zip"}
    assert (rows[4][2], rows[4][3], rows[4][6]) == ("'=1+1", "'@x", "'+A")
    assert [row[11] for row in rows if row[2] == "li"] == ["李立，水务科科长"] * 2
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for r in rows for cell in r)


def test_xlsx_holds_text_where_a_formula_could_stand(log: Database, tmp_path: Path) -> None:
    out = tmp_path / "audit.xlsx"
    assert export(log, "xlsx", out) == 5
    sheet = load_workbook(out).worksheets[0]
    assert tuple(cell.value for cell in sheet[1]) == audit_log.COLUMNS
    assert (sheet.cell(6, 3).value, sheet.cell(6, 3).data_type) == ("=1+1", "s")
    assert sheet.cell(6, 3).quotePrefix
    assert [sheet.cell(row, 1).value for row in range(2, 7)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_only_what_fits_is_exported(log: Database, tmp_path: Path, format: str) -> None:
    assert export(log, format, tmp_path / f"a.{format}", AuditQuery(actor="li")) == 2
    assert export(log, format, tmp_path / f"b.{format}", AuditQuery(actor="nobody")) == 0


def test_an_unknown_format_is_refused(log: Database, tmp_path: Path) -> None:
    with pytest.raises(EcoAtlasError) as raised:
        export(log, "pdf", tmp_path / "audit.pdf")
    assert raised.value.code == "unknown-export-format"
    assert list(tmp_path.glob("audit*")) == []


def test_a_log_too_long_for_a_sheet_is_refused(
    log: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_log, "MOST_ROWS", 4)
    with pytest.raises(EcoAtlasError) as raised:
        export(log, "xlsx", tmp_path / "audit.xlsx")
    assert raised.value.code == "too-many-rows"
    assert list(tmp_path.glob("audit*")) == []
    assert export(log, "csv", tmp_path / "audit.csv") == 5


def test_reading_the_log_leaves_it_as_it_was(log: Database, tmp_path: Path) -> None:
    export(log, "csv", tmp_path / "audit.csv")
    with log.reading() as session:
        assert verify(session).ok
        assert session.query(AuditEntry).count() == 5
