"""Sheets as xlsx and CSV files: out to be edited, and in again.

Only the first worksheet is read. Row numbers in messages are those of the file.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem
from geo.figures.said import typed
from geo.words import Language, Text, listed
from layers.audit import Actor
from layers.system.atomic_file import appearing
from layers.system.china_time import second
from layers.system.compared_text import plain
from layers.system.dateless import save_book
from layers.system.xlsx import add_sheet, csv_value
from layers.system.zip_directory import opened_zip
from projects.sheets.declaration import SheetColumn, SheetKind
from projects.sheets.errors import (
    CELL_FORMULA,
    SHEET_FILE_FORMAT,
    SHEET_FILE_NO_HEAD,
    SHEET_FILE_TOO_LARGE,
    SHEET_FILE_UNREADABLE,
    SHEET_HEAD_TWICE,
    SHEET_TOO_LONG,
)
from projects.sheets.sheets import SheetInfo, kind_of, present_number, save_sheet
from projects.sheets.values import MAX_ROWS, Row, is_blank

HEAD_ROWS = 10  # a title and notes may stand above the heads
MAX_COLUMNS = 60
MAX_FILE_BYTES = 20 * 2**20
MAX_UNPACKED_BYTES = 300 * 2**20
LONGEST_CELL = 4000
ZIP = b"PK\x03\x04"
FORMULA = "f"
ENCODINGS = ("utf-8-sig", "gb18030")
ABOUT = Text("关于本表", "About this sheet")
VALUES = Text("数据", "Values")

Cells = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class FileRows:
    """Rows of a file by the names of columns, with their numbers in the file.

    `problems` are faults that only the file has; `ignored` are heads that mean no column.
    """

    rows: Sequence[Mapping[str, Any]]
    numbers: Sequence[int]
    problems: Sequence[Problem]
    ignored: tuple[str, ...]


NO_RESULT = object()
"""In place of the result of a formula that the file does not hold."""


def read_file(path: Path, kind: SheetKind, name: str | None = None) -> FileRows:
    """The filled rows below the heads of an xlsx or a CSV file, not yet checked.

    Raises `sheet-file-…`, `sheet-head-twice`, `sheet-too-long`.
    """
    called = name or path.name
    return _rows(read_lines(path, called), kind, called)


def places_of(path: Path, kind: SheetKind) -> dict[str, int]:
    """The columns of a file that are read, by name, from 0; raises as `read_file`."""
    _, columns, _ = _heads(read_lines(path, path.name), kind, path.name)
    return {column.name: at for at, column in columns.items()}


def read_lines(path: Path, name: str) -> list[Cells]:
    """The lines of an xlsx or a CSV file as they are shown, `NO_RESULT` for a formula without one.

    name: what messages call the file. Raises `sheet-file-too-large`, `sheet-file-unreadable`.
    """
    if path.stat().st_size > MAX_FILE_BYTES:
        raise _too_large(name)
    with path.open("rb") as file:
        is_zip = file.read(len(ZIP)) == ZIP
    return _workbook(path, name) if is_zip else _csv(path, name)


def _too_large(name: str) -> EcoAtlasError:
    return EcoAtlasError(SHEET_FILE_TOO_LARGE, name=name, limit=f"{MAX_FILE_BYTES >> 20} MB")


def _workbook(path: Path, name: str) -> list[Cells]:
    try:
        with opened_zip(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise _too_large(name)
        with warnings.catch_warnings():  # parts of the file that are of no use here
            warnings.simplefilter("ignore", UserWarning)
            return _plain_lines(path) or _lines_with_formulas(path)
    except EcoAtlasError:
        raise
    except Exception as error:  # a damaged file fails anywhere in the reader
        raise EcoAtlasError(SHEET_FILE_UNREADABLE, name=name) from error


def _plain_lines(path: Path) -> list[Cells] | None:
    """The lines of a sheet without formulas, which is read once; `None` where it has some."""
    found = []
    for line in _lines(path, results=False):
        if any(cell.data_type == FORMULA for cell in line):
            return None
        found.append(tuple(map(_shown, line, line)))
    return found


def _lines_with_formulas(path: Path) -> list[Cells]:
    both = (_lines(path, results=results) for results in (True, False))
    return [tuple(map(_shown, *pair)) for pair in zip(*both, strict=True)]


def _lines(path: Path, *, results: bool) -> Iterator[Cells]:
    # By its content and not its name: an upload need not have a suffix.
    with path.open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=results)
        last = MAX_ROWS + HEAD_ROWS + 1
        yield from book.worksheets[0].iter_rows(max_row=last, max_col=MAX_COLUMNS)


def _shown(result: Any, written: Any) -> Any:
    """What a cell shows: a percentage is stored by spreadsheets as its hundredth part."""
    value = result.value
    if value is None and written.data_type == FORMULA:
        return NO_RESULT
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and "%" in (result.number_format or ""):
        return f"{typed(round(value * 100, 9))}%"
    return value


def _csv(path: Path, name: str) -> list[Cells]:
    text = _decoded(path.read_bytes())
    if text is None or "\0" in text:
        raise EcoAtlasError(SHEET_FILE_UNREADABLE, name=name)
    try:
        read = csv.reader(io.StringIO(text, newline=""), _delimiter(text), strict=True)
        found = list(islice(read, MAX_ROWS + HEAD_ROWS + 1))
    except csv.Error as error:
        raise EcoAtlasError(SHEET_FILE_UNREADABLE, name=name) from error
    return [tuple(map(_unquoted, line[:MAX_COLUMNS])) for line in found]


def _decoded(content: bytes) -> str | None:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _delimiter(text: str) -> type[csv.Dialect]:
    """Commas, or whichever of tab and semicolon the first line has more of."""

    class Written(csv.excel):
        delimiter = max(",", "\t", ";", key=text.split("\n", 1)[0].count)

    return Written


def _unquoted(text: str) -> str:
    """Without the apostrophe that our own writing puts before what looks like a formula."""
    return text[1:] if text.startswith("'") and csv_value(text[1:]) == text else text


def _rows(lines: Sequence[Cells], kind: SheetKind, name: str) -> FileRows:
    head, columns, ignored = _heads(lines, kind, name)
    rows, numbers, problems = [], [], []
    for number, cells in enumerate(lines[head:], head + 1):
        row = {one.name: cells[at] if at < len(cells) else None for at, one in columns.items()}
        if all(is_blank(value) for value in row.values()):
            continue
        problems += [_no_result(number, kind, name) for name in row if row[name] is NO_RESULT]
        rows.append({name: _bounded(value) for name, value in row.items()})
        numbers.append(number)
    if len(rows) > MAX_ROWS:
        raise EcoAtlasError(SHEET_TOO_LONG, limit=MAX_ROWS)
    return FileRows(rows, numbers, problems, ignored)


def _bounded(value: Any) -> Any:
    if isinstance(value, str):
        return value[:LONGEST_CELL]
    return None if value is NO_RESULT else value


def _no_result(row: int, kind: SheetKind, name: str) -> Problem:
    column = kind.column(name)
    title = column.title if column else name
    return Problem(CELL_FORMULA, {"row": row, "column": title}, row, name)


def _heads(
    lines: Sequence[Cells], kind: SheetKind, name: str
) -> tuple[int, dict[int, SheetColumn], tuple[str, ...]]:
    """How many rows the heads end at, the column of each place, and the other heads."""
    known = {plain(head): one for one in kind.columns for head in _spellings(one)}
    needed = [one for one in kind.columns if one.required]
    for number, cells in enumerate(lines[:HEAD_ROWS], 1):
        heads = {at: str(cell) for at, cell in enumerate(cells) if not is_blank(cell)}
        columns = {at: known[plain(head)] for at, head in heads.items() if plain(head) in known}
        if set(needed) <= set(columns.values()):
            _once(number, columns.values())
            rest = tuple(head[:80] for at, head in heads.items() if at not in columns)
            return number, columns, rest
    titles = listed(c.title for c in needed)
    raise EcoAtlasError(SHEET_FILE_NO_HEAD, name=name, rows=HEAD_ROWS, needed=titles)


def _spellings(column: SheetColumn) -> Iterator[str]:
    yield column.name
    for language in ("zh", "en"):
        yield column.title.in_(language)
        yield column.head(language)


def _once(row: int, columns: Iterable[SheetColumn]) -> None:
    seen = set()
    for one in columns:
        if one.name in seen:
            raise EcoAtlasError(SHEET_HEAD_TWICE, row=row, column=one.title)
        seen.add(one.name)


@dataclass(frozen=True, slots=True)
class Imported:
    """The version that holds now, whether it is `new`, and the heads that were not read."""

    sheet: SheetInfo
    new: bool
    ignored: tuple[str, ...]


def import_file(
    session: Session,
    sheet_id: str,
    path: Path,
    *,
    kind: str | None = None,
    title: Text | None = None,
    source: str | None = None,
    note: str | None = None,
    by: Actor | None = None,
    based_on: int | None = None,
    name: str | None = None,
) -> Imported:
    """Keep the rows of a file as the new version of a sheet; all of them or none.

    `name` is what messages call the file. Raises as `read_file` and `save_sheet`.
    """
    declared = kind_of(session, sheet_id, kind)
    found = read_file(path, declared, name)
    before = present_number(session, sheet_id)
    saved = save_sheet(
        session,
        sheet_id,
        found.rows,
        kind=kind,
        title=title,
        source=source,
        note=note,
        by=by,
        based_on=based_on,
        numbers=found.numbers,
        problems=found.problems,
    )
    return Imported(saved, saved.number != before, found.ignored)


def write_file(sheet: SheetInfo, path: Path, language: Language = "zh") -> None:
    """Write a version in the format of the suffix, .csv or .xlsx; raises `sheet-file-format`."""
    if path.suffix.lower() not in WRITERS:
        raise EcoAtlasError(SHEET_FILE_FORMAT, name=path.name)
    with appearing(path) as written:
        WRITERS[path.suffix.lower()](sheet, written, language)


def write_xlsx(sheet: SheetInfo, path: Path, language: Language = "zh") -> None:
    """Write a version with its heads, numbers as numbers; a second worksheet says what it is."""
    book = Workbook(write_only=True)
    add_sheet(book, VALUES.in_(language), _head(sheet, language), _values(sheet, language))
    add_sheet(book, ABOUT.in_(language), ("", ""), _about(sheet, language))
    save_book(book, path)


def write_csv(sheet: SheetInfo, path: Path, language: Language = "zh") -> None:
    """Write a version as CSV in UTF-8, with the mark by which spreadsheets know that."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_head(sheet, language))
        for values in _values(sheet, language):
            writer.writerow([csv_value(one) for one in values])


WRITERS = {".xlsx": write_xlsx, ".csv": write_csv}


def _head(sheet: SheetInfo, language: Language) -> list[str]:
    return [one.head(language) for one in sheet.kind.columns]


def _values(sheet: SheetInfo, language: Language) -> Iterator[list[Any]]:
    for row in sheet.rows:
        yield [_written(one, row, language) for one in sheet.kind.columns]


def _written(column: SheetColumn, row: Row, language: Language) -> Any:
    value = row[column.name]
    if column.type == "code" and value is not None:
        return dict(column.codes)[value].in_(language)
    whole = isinstance(value, float) and value.is_integer()
    return int(value) if whole else value


def _about(sheet: SheetInfo, language: Language) -> Iterator[tuple[str, str]]:
    about = (
        (Text("数据表", "Sheet"), f"{sheet.id}@{sheet.number}"),
        (Text("名称", "Title"), sheet.title.in_(language)),
        (Text("种类", "Kind"), sheet.kind.title.in_(language)),
        (Text("说明", "About"), sheet.kind.summary.in_(language)),
        (Text("来源", "Source"), sheet.source or ""),
        (Text("变更说明", "Note"), sheet.note or ""),
        (Text("保存时间", "Saved"), second(sheet.created_at) if sheet.created_at else ""),
        (Text("保存人", "By"), sheet.created_by or ""),
        ("SHA-256", sheet.sha256),
    )
    for title, value in about:
        yield (title.in_(language) if isinstance(title, Text) else title), value
