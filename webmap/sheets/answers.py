"""What the API and the command line answer about a sheet and a kind of sheet."""

from __future__ import annotations

from typing import Any

from projects.sheets import SheetInfo, SheetKind
from webmap.edge.answers import Answer, BothLanguages


def sheet_kind_json(kind: SheetKind) -> dict[str, Any]:
    """A kind of sheet with its columns, bounds and code lists."""
    return {
        "id": kind.id,
        "title": kind.title.as_dict(),
        "summary": kind.summary.as_dict(),
        "group": kind.group,
        "keys": list(kind.keys),
        "columns": [
            {
                "name": one.name,
                "title": one.title.as_dict(),
                "type": one.type,
                "unit": one.unit.as_dict() if one.unit else None,
                "required": one.required,
                "low": one.low,
                "high": one.high,
                "codes": [{"value": v, "title": title.as_dict()} for v, title in one.codes],
            }
            for one in kind.columns
        ],
    }


def sheet_json(sheet: SheetInfo, *, rows: bool = True) -> dict[str, Any]:
    """A version of a sheet; its rows are left out of lists."""
    about = {
        "sheet": sheet.id,
        "version": sheet.number,
        "kind": sheet.kind.id,
        "group": sheet.kind.group,
        "title": sheet.title.as_dict(),
        "sha256": sheet.sha256,
        "count": len(sheet.rows),
        "unverified": len(sheet.unverified),
        "source": sheet.source,
        "note": sheet.note,
        "saved_at": sheet.created_at.isoformat() if sheet.created_at else None,
        "by": sheet.created_by,
    }
    return about | {"rows": list(sheet.rows)} if rows else about


class CodeAnswer(Answer):
    value: str
    title: BothLanguages


class SheetColumn(Answer):
    """low, high: bounds of a number."""

    name: str
    title: BothLanguages
    type: str
    unit: BothLanguages | None
    required: bool
    low: float | None
    high: float | None
    codes: list[CodeAnswer]


class SheetKindAnswer(Answer):
    """keys: the columns by which a row is known."""

    id: str
    title: BothLanguages
    summary: BothLanguages
    group: str
    keys: list[str]
    columns: list[SheetColumn]


class SheetLine(Answer):
    """count, unverified: of rows."""

    sheet: str
    version: int
    kind: str
    group: str
    title: BothLanguages
    sha256: str
    count: int
    unverified: int
    source: str | None
    note: str | None
    saved_at: str | None
    by: str | None


class SheetsAnswer(Answer):
    sheets: list[SheetLine]
    kinds: list[SheetKindAnswer]


class SheetVersion(Answer):
    version: int
    sha256: str
    saved_at: str | None
    by: str | None
    source: str | None
    note: str | None


class SheetVersions(Answer):
    sheet: str
    versions: list[SheetVersion]
