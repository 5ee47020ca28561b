"""Use cases of sheets: what holds now, what held before, and saving a new version."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor, record
from projects.sheets.declaration import SheetKind
from projects.sheets.errors import (
    SHEET_ID_INVALID,
    UNKNOWN_SHEET,
    UNKNOWN_SHEET_VERSION,
    WRONG_SHEET_KIND,
)
from projects.sheets.register import SHEET_KINDS, get_sheet_kind
from projects.sheets.shipped import shipped_rows
from projects.sheets.tables import Sheet, SheetVersion
from projects.sheets.values import Row, hash_of, read_rows

SHEET_ID = re.compile(r"[a-z][a-z0-9_-]{1,63}")


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A version of a sheet with its rows; number 0 is what was shipped."""

    id: str
    kind: SheetKind
    title: Text
    number: int
    sha256: str
    rows: Sequence[Row]
    source: str | None = None
    note: str | None = None
    created_at: dt.datetime | None = None
    created_by: str | None = None

    def valid_on(self, day: dt.date) -> list[Row]:
        """The rows of a rule that hold on a day."""
        iso = day.isoformat()
        return [
            row
            for row in self.rows
            if (row["valid_from"] or "") <= iso and iso <= (row["valid_to"] or "9999")
        ]

    @property
    def unverified(self) -> list[Row]:
        return [row for row in self.rows if row.get("basis") == "unverified"]


def list_sheets(session: Session, kind_id: str | None = None) -> list[SheetInfo]:
    """The present version of every sheet, rules first."""
    rules = [kind.id for kind in SHEET_KINDS.values() if kind.group == "rule"]
    kept = [one for one in session.scalars(select(Sheet.id).order_by(Sheet.id)) if one not in rules]
    found = [get_sheet(session, one) for one in (*rules, *kept)]
    return [one for one in found if kind_id in (None, one.kind.id)]


def get_sheet(session: Session, ref: str) -> SheetInfo:
    """A sheet as it is now (`ID`) or was once (`ID@VERSION`).

    Raises `unknown-sheet`, `unknown-sheet-version`.
    """
    id_, _, number = ref.partition("@")
    row = session.get(Sheet, id_)
    if row is None and not _is_rule(id_):
        raise EcoAtlasError(UNKNOWN_SHEET, sheet=id_)
    wanted = _number(number, id_) if number else _latest(session, id_)
    if wanted == 0 and _is_rule(id_):
        return _shipped(id_)
    version = session.get(SheetVersion, (id_, wanted))
    if row is None or version is None:
        raise EcoAtlasError(UNKNOWN_SHEET_VERSION, sheet=id_, version=number)
    return _info(row, version)


def sheet_history(session: Session, sheet_id: str) -> list[SheetInfo]:
    """Every version of a sheet, the present one first; raises `unknown-sheet`."""
    latest = get_sheet(session, sheet_id).number
    first = 0 if _is_rule(sheet_id) else 1
    return [get_sheet(session, f"{sheet_id}@{n}") for n in range(latest, first - 1, -1)]


def save_sheet(
    session: Session,
    sheet_id: str,
    rows: Iterable[Mapping[str, Any]],
    *,
    kind: str | None = None,
    title: Text | None = None,
    source: str | None = None,
    note: str | None = None,
    by: Actor | None = None,
) -> SheetInfo:
    """Keep rows as the new version of a sheet; the same rows again make none.

    `kind` and `title` are for a series that is not there yet. Raises `unknown-sheet-kind`,
    `wrong-sheet-kind`, `sheet-id-invalid`, `sheet-refused`, `sheet-empty`.
    """
    declared = _kind_of(session, sheet_id, kind)
    read = read_rows(declared, rows)
    sheet = session.get(Sheet, sheet_id) or _new(session, sheet_id, declared, title)
    sha256, latest = hash_of(declared, read), _latest(session, sheet_id)
    if (latest or _is_rule(sheet_id)) and get_sheet(session, sheet_id).sha256 == sha256:
        return get_sheet(session, sheet_id)
    version = SheetVersion(
        sheet_id=sheet_id,
        number=latest + 1,
        sha256=sha256,
        rows=read,
        source=source,
        note=note,
        created_by=by.name if by else None,
    )
    session.add(version)
    session.flush()
    details = {"sha256": sha256, "rows": len(read), "source": source, "note": note}
    record(session, by, "sheet-saved", f"{sheet_id}@{version.number}", details=details)
    return _info(sheet, version)


def _is_rule(sheet_id: str) -> bool:
    return sheet_id in SHEET_KINDS and SHEET_KINDS[sheet_id].group == "rule"


def _number(text: str, sheet_id: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise EcoAtlasError(UNKNOWN_SHEET_VERSION, sheet=sheet_id, version=text)
    return int(text)


def _latest(session: Session, sheet_id: str) -> int:
    query = select(func.max(SheetVersion.number)).where(SheetVersion.sheet_id == sheet_id)
    return session.scalar(query) or 0


def _kind_of(session: Session, sheet_id: str, kind: str | None) -> SheetKind:
    if _is_rule(sheet_id):
        there = sheet_id
    else:
        row = session.get(Sheet, sheet_id)
        there = row.kind if row else get_sheet_kind(kind or "").id
    if kind is not None and kind != there:
        actual, wanted = get_sheet_kind(there).title, get_sheet_kind(kind).title
        raise EcoAtlasError(WRONG_SHEET_KIND, sheet=sheet_id, actual=actual, wanted=wanted)
    declared = get_sheet_kind(there)
    if declared.group == "rule" and sheet_id != there:
        raise EcoAtlasError(UNKNOWN_SHEET, sheet=sheet_id)
    return declared


def _new(session: Session, sheet_id: str, kind: SheetKind, title: Text | None) -> Sheet:
    if SHEET_ID.fullmatch(sheet_id) is None:
        raise EcoAtlasError(SHEET_ID_INVALID, sheet=sheet_id[:80])
    named = title or kind.title
    sheet = Sheet(id=sheet_id, kind=kind.id, title_zh=named.zh, title_en=named.en)
    session.add(sheet)
    session.flush()
    return sheet


def _shipped(sheet_id: str) -> SheetInfo:
    kind, rows = SHEET_KINDS[sheet_id], shipped_rows(sheet_id)
    return SheetInfo(sheet_id, kind, kind.title, 0, hash_of(kind, list(rows)), rows)


def _info(sheet: Sheet, version: SheetVersion) -> SheetInfo:
    return SheetInfo(
        id=sheet.id,
        kind=get_sheet_kind(sheet.kind),
        title=Text(sheet.title_zh, sheet.title_en),
        number=version.number,
        sha256=version.sha256,
        rows=version.rows,
        source=version.source,
        note=version.note,
        created_at=version.created_at,
        created_by=version.created_by,
    )
