"""Entries of the log as a table to take along."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit.actions import ACTIONS
from layers.audit.searching import AuditQuery, each_entry, search_entries
from layers.audit.tables import AuditEntry
from layers.export.errors import TOO_MANY_ROWS, UNKNOWN_FORMAT
from layers.system.atomic_file import appearing
from layers.system.china_time import china_time
from layers.system.dateless import save_book
from layers.system.xlsx import MOST_ROWS, add_sheet, csv_value

Rows = Iterable[tuple[Any, ...]]
TITLE = "审计日志 Audit log"
COLUMNS = (
    "编号 Number",
    "时间 Time",
    "人员 Who",
    "来源 From",
    "操作 Action",
    "操作名称 What was done",
    "对象 Subject",
    "结果 Outcome",
    "详情 Details",
    "前一指纹 Previous hash",
    "指纹 Hash",
    "姓名职务 Name and post",
)


def export_entries(
    session: Session, query: AuditQuery, format: str, out: Path, people: Mapping[str, Text]
) -> int:
    """Write the entries that fit, the earliest first, to `out`; answers how many.

    people: accounts as persons; the accounts themselves stay what the chain of hashes covers.

    csv is UTF-8 with a mark, so that Excel knows it; text that looks like a formula is text in
    both formats. Raises `unknown-export-format`, `too-many-rows`; nothing is left at `out` then.
    """
    if format not in WRITERS:
        raise EcoAtlasError(UNKNOWN_FORMAT, format=format, known=", ".join(WRITERS))
    _, total = search_entries(session, query, limit=1)
    if format == "xlsx" and total > MOST_ROWS:
        raise EcoAtlasError(TOO_MANY_ROWS, count=total)
    with appearing(out) as written:
        entries = each_entry(session, query)
        return WRITERS[format](written, (_row(entry, people) for entry in entries))


def _row(entry: AuditEntry, people: Mapping[str, Text]) -> tuple[Any, ...]:
    who = people.get(entry.actor)
    done = ACTIONS.get(entry.action)
    return (
        entry.number,
        china_time(entry.at).isoformat(sep=" ", timespec="milliseconds"),
        entry.actor,
        entry.origin,
        entry.action,
        f"{done.zh} / {done.en}" if done else "",
        entry.subject,
        entry.outcome,
        json.dumps(entry.details, ensure_ascii=False) if entry.details else "",
        entry.previous_hash,
        entry.hash,
        "" if who is None else who.zh,
    )


def _csv(out: Path, rows: Rows) -> int:
    count = 0
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow([csv_value(value) for value in row])
            count += 1
    return count


def _xlsx(out: Path, rows: Rows) -> int:
    book = Workbook(write_only=True)
    count = add_sheet(book, TITLE, COLUMNS, rows)
    save_book(book, out)
    return count


WRITERS = {"csv": _csv, "xlsx": _xlsx}
