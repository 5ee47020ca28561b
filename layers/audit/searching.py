"""Finding entries of the log, and taking them along as a table."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from sqlalchemy import Select, String, cast, func, or_, select
from sqlalchemy.orm import Session

from layers.audit.tables import AuditEntry

FORMATS = ("csv", "xlsx")
COLUMNS = (
    "编号 number",
    "时间 time",
    "人员 who",
    "来源 from",
    "操作 action",
    "对象 subject",
    "结果 outcome",
    "详情 details",
    "前一指纹 previous hash",
    "指纹 hash",
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """What is looked for; `since` and `until` are days, both included, in the machine's time."""

    text: str = ""
    actor: str = ""
    action: str = ""
    outcome: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


def search_entries(
    session: Session, query: AuditQuery, offset: int = 0, limit: int = 50
) -> tuple[Sequence[AuditEntry], int]:
    """Entries that fit, the latest first, and how many there are in all."""
    wanted = _where(select(AuditEntry), query)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    page = wanted.order_by(AuditEntry.number.desc()).offset(offset).limit(limit)
    return session.scalars(page).all(), total


def actors(session: Session) -> list[str]:
    """Everybody who stands in the log."""
    return list(session.scalars(select(AuditEntry.actor).distinct().order_by(AuditEntry.actor)))


def export_entries(session: Session, query: AuditQuery, format_: str, out: Path) -> int:
    """Write the entries that fit as CSV (UTF-8 with a mark, for Excel) or xlsx; how many."""
    rows = _rows(session, query)
    return _write_csv(rows, out) if format_ == "csv" else _write_xlsx(rows, out)


def _where(query: Select[Any], asked: AuditQuery) -> Select[Any]:
    if asked.text:
        places = (
            AuditEntry.actor,
            AuditEntry.origin,
            AuditEntry.subject,
            cast(AuditEntry.details, String),
        )
        # JSON in SQLite keeps Chinese letters escaped: look for them in both writings.
        writings = {asked.text, json.dumps(asked.text)[1:-1]}
        query = query.where(
            or_(*(p.icontains(text, autoescape=True) for p in places for text in writings))
        )
    for column, value in (
        (AuditEntry.actor, asked.actor),
        (AuditEntry.action, asked.action),
        (AuditEntry.outcome, asked.outcome),
    ):
        if value:
            query = query.where(column == value)
    if asked.since:
        query = query.where(AuditEntry.at >= _midnight(asked.since))
    if asked.until:
        query = query.where(AuditEntry.at < _midnight(asked.until + dt.timedelta(days=1)))
    return query


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time()).astimezone()


def _rows(session: Session, query: AuditQuery) -> Iterator[list[str | int]]:
    found = _where(select(AuditEntry), query).order_by(AuditEntry.number)
    for entry in session.scalars(found.execution_options(yield_per=1000)):
        yield [
            entry.number,
            entry.at.astimezone().isoformat(sep=" ", timespec="seconds"),
            plain(entry.actor),
            plain(entry.origin),
            entry.action,
            plain(entry.subject or ""),
            entry.outcome,
            plain(json.dumps(entry.details, ensure_ascii=False) if entry.details else ""),
            entry.previous_hash,
            entry.hash,
        ]


def plain(text: str) -> str:
    """Text that a spreadsheet shows instead of computing it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _write_csv(rows: Iterator[list[str | int]], out: Path) -> int:
    count = 0
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def _write_xlsx(rows: Iterator[list[str | int]], out: Path) -> int:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("审计日志 Audit log")
    sheet.freeze_panes = "A2"
    sheet.append(COLUMNS)
    count = 0
    for row in rows:
        sheet.append(row)
        count += 1
    book.save(out)
    return count
