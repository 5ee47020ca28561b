"""Reading a workbook: cells by sheet and place, formulas as they stand, and what they show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from projects.statements.faces.workbook import ENVELOPE
from projects.statements.verifying.places import SHOWN, Place, Reading


def envelope_text(path: Path) -> str | None:
    """The pieces on the hidden sheet, put together."""
    book = load_workbook(path, read_only=True)
    try:
        if ENVELOPE not in book.sheetnames:
            return None
        rows = book[ENVELOPE].iter_rows(max_col=1, values_only=True)
        return "".join(str(row[0]) for row in rows if row and row[0] is not None)
    finally:
        book.close()


def read(path: Path) -> Reading:
    """Every cell. A formula has two places: its text, and the value stored with it."""
    values: dict[Place, Any] = {}
    rows: dict[Place, str] = {}
    columns: dict[Place, str] = {}
    formulas, shown = load_workbook(path), load_workbook(path, data_only=True)
    for sheet in (one for one in formulas.worksheets if one.title != ENVELOPE):
        heads: dict[int, str] = {}
        for row in sheet.iter_rows():
            bold = any(cell.font.b and cell.value is not None for cell in row)
            for cell in (one for one in row if one.value is not None):
                place = Place(sheet.title, cell.coordinate)
                values[place] = cell.value
                rows[place] = str(row[0].value or "")
                columns[place] = heads.get(cell.column, "")
                value = shown[sheet.title][cell.coordinate].value
                if cell.data_type == "f" and value is not None:
                    beside = Place(place.part, f"{place.spot}{SHOWN}")
                    values[beside], rows[beside] = value, rows[place]
                    columns[beside] = columns[place]
            if bold:
                heads = {cell.column: str(cell.value) for cell in row if cell.value is not None}
    formulas.close()
    shown.close()
    return Reading(values, rows, columns)
