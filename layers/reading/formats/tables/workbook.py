"""An Excel workbook: its sheets as tables, read without computing or following anything.

Formulas count with the result that was saved; links to other workbooks, pictures and macros are not
looked at. The XML inside is refused where it declares entities, before it is parsed.
"""

from __future__ import annotations

import datetime
import itertools
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pyarrow as pa
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.exceptions import InvalidFileException

from geo.errors import EcoAtlasError, Problem
from geo.words import Text, listed
from layers.reading.described import EncodingDecision, EncodingReport
from layers.reading.fields.long_numbers import lost_digits, scientific
from layers.reading.fields.table_errors import (
    BLANK_ROWS,
    FORMULAS_WITHOUT_VALUE,
    HEADER_BELOW,
    HEADER_NOT_FOUND,
    HIDDEN_ROWS,
    MERGED_CELLS,
    NO_WORKSHEET,
    SHEETS_LEFT_OUT,
    TABLE_TOO_LARGE,
)
from layers.reading.formats.tables.coordinates import has_coordinates
from layers.reading.formats.tables.features import Told, layer_of
from layers.reading.formats.tables.grid import Grid
from layers.reading.formats.tables.header import ROWS_LOOKED_AT, Header, find_header
from layers.reading.formats.tables.sheet_facts import SheetFacts, read_facts
from layers.reading.formats.tables.strict import make_transitional
from layers.reading.intake.file_errors import DAMAGED, NO_SUCH_LAYER
from layers.reading.intake.staging import Source
from layers.reading.intake.xml_guard import root_of
from layers.reading.listing import Listing
from layers.reading.raw import Counted, RawLayer
from layers.reading.request import Request
from layers.reading.shown import NAMES_TOLD
from layers.reading.text.dbf_encoding import UTF8
from layers.system.zip_directory import ODD

_WHOLE = EncodingDecision(EncodingReport(UTF8, UTF8, UTF8))
ROWS_A_TIME = 20_000
BY_MARKUP = Text("工作表的行标记", "the rows marked in the sheet")
ROWS_PREVIEWED = 200
COLUMNS_LIMIT = 1000
CELLS_LIMIT = 100_000_000
ROWS_TOLD = 10
# What a formula leaves that could not be computed is no value.
ERRORS = frozenset(ERROR_CODES)
_FAULTS = (
    *ODD,
    zipfile.BadZipFile,
    OSError,
    InvalidFileException,
    ElementTree.ParseError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def layers_of(source: Source, request: Request) -> Listing:
    """The sheets that have columns with coordinates, or the one that is asked for."""
    _refuse_doctypes(source)
    make_transitional(source)
    names = sheet_names(source)
    if not names:
        raise EcoAtlasError(NO_WORKSHEET, file=source.file)
    if request.layer_name in names:
        return Listing([str(request.layer_name)])
    useful = [name for name in names if _is_useful(source, name)]
    others = [name for name in names if name not in useful]
    if not useful:
        return Listing(names)
    told = Problem(SHEETS_LEFT_OUT, {"names": listed(others, NAMES_TOLD)})
    return Listing(useful, [told] if others else [])


def read(source: Source, name: str, request: Request) -> RawLayer:
    """One sheet as a layer; raises `header-not-found`, `table-too-large`, `damaged` and others."""
    facts = _facts(source, name)
    grid = _grid(source, name, facts)
    title = name if len(sheet_names(source)) > 1 else source.name
    return layer_of(grid, Told.of(request.mapping), title, source.file, _WHOLE)


@lru_cache(maxsize=4)
def sheet_names(source: Source) -> list[str]:
    """Worksheets that hold anything, hidden ones included."""
    return [name for name in _parts(source) if _facts(source, name).last_row > 0]


def _refuse_doctypes(source: Source) -> None:
    """Every part is looked at, whatever it is called: names say nothing about what is parsed."""
    try:
        with zipfile.ZipFile(source.path) as archive:
            for info in archive.infolist():
                with archive.open(info) as raw:
                    root_of(raw, source.file)  # type: ignore[arg-type]
    except _FAULTS as error:
        raise _damaged(source) from error


def _damaged(source: Source, where: str = ".xlsx") -> EcoAtlasError:
    return EcoAtlasError(DAMAGED, file=source.file, where=where)


@lru_cache(maxsize=4)
def _parts(source: Source) -> dict[str, str]:
    """The part of the archive that holds each worksheet, by the name of the sheet."""
    try:
        with zipfile.ZipFile(source.path) as archive:
            return dict(_sheet_parts(archive))
    except _FAULTS as error:
        raise _damaged(source) from error


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """From the list of sheets through the list of relations to names of parts."""
    book = _workbook_part(archive)
    folder = PurePosixPath(book).parent
    related = archive.read(f"{folder}/_rels/{PurePosixPath(book).name}.rels")
    relations = ElementTree.fromstring(related)  # noqa: S314  # nosec B314
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in relations
        if relation.get("Type", "").endswith("/worksheet")
    }
    for sheet in ElementTree.fromstring(archive.read(book)).iter():  # noqa: S314  # nosec B314
        target = targets.get(sheet.get(_RELATION)) if sheet.tag.endswith("}sheet") else None
        if target:
            part = target[1:] if target.startswith("/") else f"{folder}/{target}"
            yield sheet.get("name", ""), part


def _workbook_part(archive: zipfile.ZipFile) -> str:
    """Where the workbook is, mostly `xl/workbook.xml`."""
    relations = ElementTree.fromstring(archive.read("_rels/.rels"))  # noqa: S314  # nosec B314
    for relation in relations:
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    raise KeyError("officeDocument")


@lru_cache(maxsize=32)
def _facts(source: Source, name: str) -> SheetFacts:
    parts = _parts(source)
    if name not in parts:
        raise EcoAtlasError(NO_SUCH_LAYER, file=source.file, layer=name, names=listed(parts))
    try:
        with zipfile.ZipFile(source.path) as archive, archive.open(parts[name]) as raw:
            facts = read_facts(raw)  # type: ignore[arg-type]
    except _FAULTS as error:
        raise _damaged(source, name) from error
    _refuse_absurd(source, facts)
    return facts


def _refuse_absurd(source: Source, facts: SheetFacts) -> None:
    if facts.absurd:
        raise _damaged(source, facts.absurd)
    for found, what, limit in (
        (facts.last_column, Text("列", "columns"), COLUMNS_LIMIT),
        (facts.cells, Text("单元格", "cells"), CELLS_LIMIT),
    ):
        if found > limit:
            raise EcoAtlasError(
                TABLE_TOO_LARGE, file=source.file, found=found, what=what, limit=limit
            )


def _rows(path: Path, name: str) -> Iterator[tuple[Any, ...]]:
    """The values of a sheet, row by row; rows that are not in the file come as empty ones."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        sheet: Any = book[name]
        sheet.reset_dimensions()
        yield from sheet.iter_rows(values_only=True)
    finally:
        book.close()


def _is_useful(source: Source, name: str) -> bool:
    """Judged on the first rows: whether there are columns with coordinates."""
    try:
        rows = list(itertools.islice(_rows(source.path, name), ROWS_PREVIEWED))
        header = find_header(rows[: ROWS_LOOKED_AT + 1])
        return header is not None and has_coordinates(_built(header, rows).grid())
    except _FAULTS as error:
        raise _damaged(source, name) from error


def _grid(source: Source, name: str, facts: SheetFacts) -> Grid:
    try:
        first = list(itertools.islice(_rows(source.path, name), ROWS_LOOKED_AT + 1))
        header = find_header(first)
        if header is None:
            raise EcoAtlasError(HEADER_NOT_FOUND, layer=name)
        builder = _built(header, _rows(source.path, name))
    except _FAULTS as error:
        raise _damaged(source, name) from error
    grid = builder.grid()
    grid.problems = [*_told(header, name, facts), *builder.problems()]
    below = sum(1 for row in facts.filled if row > header.row + 1)
    grid.counted = Counted(below - builder.hollow, BY_MARKUP)
    return grid


def _told(header: Header, name: str, facts: SheetFacts) -> list[Problem]:
    problems = []
    if header.row > 0:
        values = {
            "row": header.row + 1,
            "levels": header.levels,
            "above": header.above[:60] or "—",
            "first": header.row + 2,
        }
        problems.append(Problem(HEADER_BELOW, values))
    hidden = [row for row in facts.hidden if row > header.row + 1]
    merged = facts.merged_below(header.row + 1)
    for kind, found, key in (
        (HIDDEN_ROWS, [str(row) for row in hidden], "rows"),
        (MERGED_CELLS, merged, "where"),
        (FORMULAS_WITHOUT_VALUE, facts.formulas, "where"),
    ):
        if found:
            shown = listed(found, ROWS_TOLD)
            problems.append(Problem(kind, {"layer": name, "count": len(found), key: shown}))
    return problems


def _built(header: Header, rows: Any) -> _Builder:
    builder = _Builder(header.names)
    for position, row in enumerate(rows):
        if position > header.row:
            builder.add(row)
    return builder


class _Builder:
    """Rows into columns of text, with the types that were seen, so that memory stays bounded."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = list(names)
        self._rows: list[list[str | None]] = []
        self._chunks: list[list[pa.Array]] = [[] for _ in names]
        self._types: list[set[type]] = [set() for _ in names]
        self._blank = self._pending = self.hollow = 0
        """`hollow`: blank rows that hold empty texts."""

    def add(self, row: tuple[Any, ...]) -> None:
        if all(cell is None or cell == "" for cell in row):
            self._pending += 1
            self.hollow += "" in row
            return
        self._blank, self._pending = self._blank + self._pending, 0
        width = len(self._names)
        cells = [*row[:width], *([None] * (width - len(row)))]
        self._rows.append([self._text(position, cell) for position, cell in enumerate(cells)])
        if len(self._rows) >= ROWS_A_TIME:
            self._flush()

    def _text(self, position: int, cell: Any) -> str | None:
        if cell is None or cell in ERRORS:
            return None
        if isinstance(cell, int) and lost_digits(cell):
            # As text, beside which others of the column may have all their digits.
            self._types[position].add(str)
            return scientific(cell)
        self._types[position].add(type(cell))
        return _as_text(cell)

    def _flush(self) -> None:
        for position, cells in enumerate(zip(*self._rows, strict=True)):
            self._chunks[position].append(pa.array(cells, pa.string()))
        self._rows = []

    def grid(self) -> Grid:
        self._flush()
        columns = (
            _as_seen(pa.chunked_array(chunks, pa.string()), types)
            for chunks, types in zip(self._chunks, self._types, strict=True)
        )
        return Grid(dict(zip(self._names, columns, strict=True)))

    def problems(self) -> list[Problem]:
        return [Problem(BLANK_ROWS, {"count": self._blank})] if self._blank else []


def _as_text(cell: Any) -> str:
    """Dates in the form that sorts; a midnight that a date cell carries is no time of day."""
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, float):
        return scientific(cell) if lost_digits(cell) else repr(cell)
    return str(cell)


def _as_seen(column: pa.ChunkedArray, types: set[type]) -> pa.ChunkedArray:
    """Numbers where all cells are numbers; text that looks like a number stays text."""
    if types == {int}:
        return _cast(column, pa.int64())
    if types and types <= {int, float}:
        return _cast(column, pa.float64())
    return column


def _cast(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    try:
        return column.cast(kind)
    except pa.ArrowInvalid:
        return column
