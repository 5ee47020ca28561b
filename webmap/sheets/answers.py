"""What the API and the command line answer about a sheet and a kind of sheet."""

from __future__ import annotations

from typing import Any

from projects.sheets import SheetInfo, SheetKind


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
