"""A CSV table: encoding and separator from the bytes, header found, every cell read as text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from geo.errors import EcoAtlasError, Problem
from geo.words import Text
from layers.reading.fields.table_errors import (
    BLANK_ROWS,
    DELIMITER_FOUND,
    HEADER_BELOW,
    HEADER_NOT_FOUND,
    QUOTE_NOT_CLOSED,
    ROW_TOO_LONG,
    TABLE_TOO_LARGE,
)
from layers.reading.formats.tables.features import Told, layer_of
from layers.reading.formats.tables.grid import Grid, grid_of
from layers.reading.formats.tables.guards import bare_name, unguarded
from layers.reading.formats.tables.header import ROWS_LOOKED_AT, Header, find_header
from layers.reading.intake.file_errors import DAMAGED
from layers.reading.intake.staging import Source
from layers.reading.listing import Listing
from layers.reading.raw import Counted, RawLayer
from layers.reading.request import Request
from layers.reading.rows import by_row
from layers.reading.text.text_encoding import decide_text, open_text

DELIMITERS = {
    ",": Text("逗号", "commas"),
    "\t": Text("制表符", "tabs"),
    ";": Text("分号", "semicolons"),
    "|": Text("竖线", "vertical bars"),
    "，": Text("中文逗号", "full-width commas"),
}
BY_LINES = Text("文本行", "the lines of the text")
ROWS_A_TIME = 20_000
COLUMNS_LIMIT = 1000
# A polygon as WKT in one cell may be long.
_CELL_LIMIT = 64 * 1024 * 1024


def layers_of(source: Source, _request: Request) -> Listing:
    """A CSV file is one table."""
    return Listing([source.name])


def read(source: Source, name: str, request: Request) -> RawLayer:
    """The table as a layer; raises `header-not-found`, `damaged` and what `layer_of` raises."""
    decision = decide_text(source.path, request.encoding)
    if decision.used is None:
        return RawLayer.begun(name, source.file, decision)
    grid = read_grid(source, decision.used)
    return layer_of(grid, Told.of(request.mapping), name, source.file, decision)


def read_grid(source: Source, encoding: str) -> Grid:
    """All cells by column; numbers where a whole column holds numbers only."""
    csv.field_size_limit(_CELL_LIMIT)
    delimiter, header = _shape(source, encoding)
    builder = _Builder(len(header.names))
    lines = _Lines(delimiter, header.row + 1)
    for position, row in enumerate(_to_the_end(source, encoding, delimiter, lines)):
        if position > header.row:
            builder.add(row)
    texts, guards = unguarded(dict(zip(header.names, builder.columns(), strict=True)))
    grid = grid_of(texts, [*_told(header, delimiter), *guards, *builder.problems()])
    grid.counted = Counted(lines.filled, BY_LINES)
    return grid


def _told(header: Header, delimiter: str) -> list[Problem]:
    problems = []
    if delimiter != ",":
        problems.append(Problem(DELIMITER_FOUND, {"delimiter": DELIMITERS[delimiter]}))
    if header.row > 0:
        values = {
            "row": header.row + 1,
            "levels": header.levels,
            "above": header.above[:60] or "—",
            "first": header.row + 2,
        }
        problems.append(Problem(HEADER_BELOW, values))
    return problems


def _shape(source: Source, encoding: str) -> tuple[str, Header]:
    """The separator whose first rows show a header with the most columns."""
    found: list[tuple[int, str, Header]] = []
    for delimiter in DELIMITERS:
        header = find_header(_first_rows(source, encoding, delimiter))
        if header is not None:
            found.append((len(header.names), delimiter, header))
    if not found:
        raise EcoAtlasError(HEADER_NOT_FOUND, layer=source.name)
    width, delimiter, header = max(found, key=lambda item: item[0])
    if width > COLUMNS_LIMIT:
        what = Text("列", "columns")
        raise EcoAtlasError(
            TABLE_TOO_LARGE, file=source.file, found=width, what=what, limit=COLUMNS_LIMIT
        )
    return delimiter, header


def _first_rows(source: Source, encoding: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in _rows(source, encoding, delimiter):
        rows.append([bare_name(cell) for cell in row])
        if len(rows) > ROWS_LOOKED_AT:
            break
    return rows


def _to_the_end(
    source: Source, encoding: str, delimiter: str, lines: _Lines
) -> Iterator[list[str]]:
    """All rows; raises `quote-not-closed` where the last of them has swallowed those below it."""
    yield from _rows(source, encoding, delimiter, lines)
    try:
        list(csv.reader(lines.record, delimiter=delimiter, strict=True))
    except csv.Error as error:
        if str(error) == "unexpected end of data":
            first = lines.count - len(lines.record) + 1
            raise EcoAtlasError(QUOTE_NOT_CLOSED, file=source.file, line=first) from error


class _Lines:
    """Lines on their way to the reader: how many, and those of the row that it gave last.

    Rows below the first `skip` that say anything are counted from their lines, whatever cells the
    reader makes of them.
    """

    def __init__(self, delimiter: str = ",", skip: int = 0) -> None:
        self.record: list[str] = []
        self.count = self._filled = 0
        self._delimiter, self._skip = delimiter, skip
        self._blank = f'{delimiter}" \t\r\n'
        self.row_done = False

    @property
    def filled(self) -> int:
        return self._filled + self._says_something()

    def _says_something(self) -> bool:
        return self._skip <= 0 and any(map(self._is_filled, self.record))

    def _is_filled(self, line: str) -> bool:
        bare = line.strip(self._blank)
        if bare and not bare[0].isspace():
            return True
        bare = line.replace(self._delimiter, " ").replace('"', " ")
        return bool(bare.strip()) or '""""' in line

    def pass_on(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            if self.row_done:
                self._filled += self._says_something()
                self._skip -= 1
                self.record, self.row_done = [], False
            self.record.append(line)
            self.count += 1
            yield line


def _rows(
    source: Source, encoding: str, delimiter: str, lines: _Lines | None = None
) -> Iterator[list[str]]:
    passed = lines or _Lines()
    with open_text(source.path, encoding) as text:
        reader = csv.reader(passed.pass_on(text), delimiter=delimiter)
        try:
            for row in reader:
                passed.row_done = True
                yield row
        except (csv.Error, UnicodeError) as error:
            where = f"{reader.line_num}"
            raise EcoAtlasError(DAMAGED, file=source.file, where=where) from error


class _Builder:
    """Rows into columns, some thousands at a time, so that the cells are not held as objects."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._rows: list[list[str | None]] = []
        self._chunks: list[list[pa.Array]] = [[] for _ in range(width)]
        self._count = self._blank = self._pending = 0
        self._long: dict[int, int] = {}

    def add(self, row: list[str]) -> None:
        if not any(cell.strip() for cell in row):
            self._pending += 1
            return
        self._blank, self._pending = self._blank + self._pending, 0
        if any(cell.strip() for cell in row[self._width :]):
            self._long[self._count] = len(row)
        kept: list[Any] = row[: self._width]
        self._rows.append(kept + [None] * (self._width - len(kept)))
        self._count += 1
        if len(self._rows) >= ROWS_A_TIME:
            self._flush()

    def _flush(self) -> None:
        for position, cells in enumerate(zip(*self._rows, strict=True)):
            self._chunks[position].append(pa.array(cells, pa.string()))
        self._rows = []

    def columns(self) -> list[pa.ChunkedArray]:
        self._flush()
        return [pa.chunked_array(chunks, pa.string()) for chunks in self._chunks]

    def problems(self) -> list[Problem]:
        def values(row: int) -> dict[str, int]:
            return {"found": self._long[row], "expected": self._width}

        found = by_row(ROW_TOO_LONG, list(self._long), values)
        if self._blank:
            found.append(Problem(BLANK_ROWS, {"count": self._blank}))
        return found
