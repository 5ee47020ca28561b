"""The sheets of schemes as they are shipped."""

from __future__ import annotations

from projects.sheets import SHEET_KINDS, SheetInfo
from projects.sheets.shipped import shipped_rows
from projects.water.schemes.scheme import SchemeSheets


def shipped(kind: str) -> SheetInfo:
    return SheetInfo(kind, SHEET_KINDS[kind], SHEET_KINDS[kind].title, 0, "", shipped_rows(kind))


SHEETS = SchemeSheets(
    *(
        shipped(kind)
        for kind in (
            "water_schemes",
            "water_scheme_sections",
            "water_scheme_steps",
            "water_scheme_references",
            "laws",
        )
    )
)
