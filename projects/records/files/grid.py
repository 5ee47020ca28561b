"""The cells of a list of projects, as they are shown, with their places.

Every sheet is looked at in turn: the first one that has heads is the list. Formulas count by their
stored results; one without a result is `NO_RESULT`.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.system.zip_directory import opened_zip
from projects.records.model.list_errors import RECORDS_TOO_LARGE, RECORDS_UNREADABLE

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_FILE_BYTES = 20 * 2**20
MAX_UNPACKED_BYTES = 300 * 2**20
LONG_ROWS = 2_000
"""What has more takes longer than somebody waits at a page."""
BLOCK_BYTES = 2**20
ROW = re.compile(rb"<(?:\w+:)?row[ />]")
LONGEST_TAG = 64
FORMULA = "f"
NO_RESULT = object()
"""In place of the result of a formula that the file does not hold."""


@dataclass(frozen=True, slots=True)
class Span:
    """Merged cells, rows and columns from 0, both ends within."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its number in the file, its title, rows of cells, what is merged."""

    number: int
    title: str
    rows: Sequence[Sequence[Any]]
    spans: Sequence[Span]


def read_pages(path: Path, name: str | None = None) -> list[Page]:
    """The sheets of a workbook, which messages call by its name.

    Raises `records-unreadable`, `records-too-large`.
    """
    called = name or path.name
    _check_size(path, called)
    try:
        with warnings.catch_warnings():  # parts of the file that are of no use here
            warnings.simplefilter("ignore", UserWarning)
            written = _book(path, results=False)
            shown = _book(path, results=True) if _has_formulas(written) else written
        sheets = [one for one in shown.worksheets if one.sheet_state == "visible"]
        names = [one.title for one in shown.worksheets]
        pages = [_page(names.index(one.title), one, written[one.title], called) for one in sheets]
    except EcoAtlasError:
        raise
    except Exception as error:  # a damaged file fails anywhere in the reader
        raise EcoAtlasError(RECORDS_UNREADABLE, name=called) from error
    return pages


def is_long(path: Path) -> bool:
    """Whether a workbook or a CSV has more than LONG_ROWS rows; nothing is unpacked for longer than
    it takes to know. False for what is no workbook: whoever reads it says so."""
    if not zipfile.is_zipfile(path):
        return _lines_of(path) > LONG_ROWS
    try:
        with opened_zip(path) as archive:
            sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
            return any(_more_rows(archive, name) for name in sheets)
    except (zipfile.BadZipFile, OSError, RuntimeError, zlib.error):
        return False


def _more_rows(archive: zipfile.ZipFile, name: str) -> bool:
    count, rest = 0, b""
    with archive.open(name) as sheet:
        while count <= LONG_ROWS and (block := sheet.read(BLOCK_BYTES)):
            text = rest + block
            count += len(ROW.findall(text))
            # A tag that is cut in two is counted with the next block, a whole one only once.
            cut = text.rfind(b"<", -LONGEST_TAG)
            rest = text[cut:] if cut >= 0 and not ROW.match(text, cut) else b""
    return count > LONG_ROWS


def _lines_of(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(BLOCK_BYTES), b""))


def _book(path: Path, *, results: bool) -> Workbook:
    # By its content and not its name: an upload need not have a suffix.
    with path.open("rb") as file:
        return load_workbook(file, data_only=results)


def _has_formulas(book: Workbook) -> bool:
    # Of the cells that there are: going through rows makes those that are not.
    cells = (cell for sheet in book.worksheets for cell in sheet._cells.values())
    return any(cell.data_type == FORMULA for cell in cells)


def _check_size(path: Path, name: str) -> None:
    """Refuse before unpacking what is no zip or would fill the memory."""
    try:
        with opened_zip(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise EcoAtlasError(RECORDS_UNREADABLE, name=name) from error
    if path.stat().st_size > MAX_FILE_BYTES or unpacked > MAX_UNPACKED_BYTES:
        limit = Text(f"{MAX_FILE_BYTES >> 20} MB", f"{MAX_FILE_BYTES >> 20} MB")
        raise EcoAtlasError(RECORDS_TOO_LARGE, name=name, limit=limit)


def _page(number: int, shown: Worksheet, written: Worksheet, name: str) -> Page:
    if shown.max_row > MAX_ROWS:
        limit = Text(f"{MAX_ROWS} 行", f"{MAX_ROWS} rows")
        raise EcoAtlasError(RECORDS_TOO_LARGE, name=name, limit=limit)
    rows = [list(row) for row in _rows(shown, written)]
    spans = [
        Span(one.min_row - 1, one.max_row - 1, one.min_col - 1, one.max_col - 1)
        for one in shown.merged_cells.ranges
    ]
    return Page(number, shown.title, rows, spans)


def _rows(shown: Worksheet, written: Worksheet) -> Iterator[Iterator[Any]]:
    last = min(shown.max_column, MAX_COLUMNS)
    pairs = zip(shown.iter_rows(max_col=last), written.iter_rows(max_col=last), strict=False)
    for results, formulas in pairs:
        yield (_value(one, other) for one, other in zip(results, formulas, strict=True))


def _value(shown: Any, written: Any) -> Any:
    """What a cell shows: a percentage is stored by spreadsheets as its hundredth part."""
    value = shown.value
    if value is None and written.data_type == FORMULA:
        return NO_RESULT
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and "%" in (shown.number_format or ""):
        return round(value * 100, 9)
    return value.date() if isinstance(value, dt.datetime) else value
