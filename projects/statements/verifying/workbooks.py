"""Reading a workbook: cells by sheet and place, formulas as they stand, and what they show."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from projects.statements.faces.workbook import ENVELOPE
from projects.statements.verifying.places import SHOWN, WRITTEN, Place, Reading

PADDING = re.compile(r"_.|\\(?=[ -])|\*.")
"""Room for a bracket, and blanks that fill a cell: programs add them."""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook in its file, loaded once for all that is read of it: formulas as they stand."""

    path: Path
    loaded: Any

    @property
    def sheets(self) -> list[Any]:
        """All but the one that carries the envelope."""
        return [one for one in self.loaded.worksheets if one.title != ENVELOPE]


@contextmanager
def opened(path: Path) -> Iterator[Book]:
    with closing(_loaded(path)) as book:
        yield Book(path, book)


def _loaded(path: Path, **given: Any) -> Any:
    """openpyxl warns of what it leaves out, which `workbooks_form` reads itself."""
    with warnings.catch_warnings(action="ignore"):
        return openpyxl.load_workbook(path, **given)


def envelope_text(book: Book) -> str | None:
    """The pieces on the hidden sheet, put together."""
    if ENVELOPE not in book.loaded.sheetnames:
        return None
    rows = book.loaded[ENVELOPE].iter_rows(max_col=1, values_only=True)
    return "".join(str(row[0]) for row in rows if row and row[0] is not None)


def read(book: Book) -> Reading:
    """Every cell. A formula has two places: its text, and the value stored with it; how the
    number of a cell is written is a place of its own."""
    values: dict[Place, Any] = {}
    rows: dict[Place, str] = {}
    columns: dict[Place, str] = {}
    # All of it: read row by row, openpyxl leaves out what stands in another order than it should.
    with closing(_loaded(book.path, data_only=True)) as shown:
        for sheet in book.sheets:
            for place, value, row, column in _sheet(sheet, shown[sheet.title]):
                values[place], rows[place], columns[place] = value, row, column
    return Reading(values, rows, columns)


def _sheet(sheet: Any, shown: Any) -> Iterator[tuple[Place, Any, str, str]]:
    """The values of a sheet, with the first cell of their row and the head above them."""
    heads: dict[int, str] = {}
    for row in sheet.iter_rows():
        bold = any(cell.font.b and cell.value is not None for cell in row)
        for cell in (one for one in row if one.value is not None):
            for ending, value in _said(cell, shown[cell.coordinate].value):
                place = Place(sheet.title, f"{cell.coordinate}{ending}")
                yield place, value, str(row[0].value or ""), heads.get(cell.column, "")
        if bold:
            heads = {cell.column: str(cell.value) for cell in row if cell.value is not None}


def _said(cell: Any, shown: Any) -> Iterator[tuple[str, Any]]:
    yield "", cell.value
    if cell.data_type == "f" and shown is not None:
        yield SHOWN, shown
    written = PADDING.sub("", cell.number_format)
    plain = written.casefold() in ("general", "@", "")
    if not plain or cell.data_type in ("n", "f"):
        yield WRITTEN, "General" if plain else written
