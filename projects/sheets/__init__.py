"""Sheets: rules with dates and series that an office enters, each version kept for ever."""

from __future__ import annotations

from projects.sheets.declaration import BASES, SheetColumn, SheetKind
from projects.sheets.registry import SHEET_KINDS, get_sheet_kind
from projects.sheets.sheets import (
    SavedVersion,
    SheetInfo,
    get_sheet,
    laws_of,
    list_sheets,
    ref_as_used,
    require_unaltered,
    save_sheet,
    sheet_history,
    sheet_seen,
)

__all__ = [
    "BASES",
    "SHEET_KINDS",
    "SavedVersion",
    "SheetColumn",
    "SheetInfo",
    "SheetKind",
    "get_sheet",
    "get_sheet_kind",
    "laws_of",
    "list_sheets",
    "ref_as_used",
    "require_unaltered",
    "save_sheet",
    "sheet_history",
    "sheet_seen",
]
