"""Project records out of a spreadsheet and into one (.xlsx).

Every row is checked before anything is kept; one wrong cell and nothing is kept. A row whose code
is there already changes that project, so that an export can be edited and imported again.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, ErrorCode, Problem
from geo.words import Language, Text
from layers.audit import Actor, record
from layers.system.atomic_file import appearing
from layers.system.zip_directory import opened_zip
from projects.policy.divisions import division_text
from projects.records.codes import KIND_BY_VALUE, STATUSES, plain, status_title
from projects.records.errors import (
    DUPLICATE_ROW,
    FORMULA_WITHOUT_VALUE,
    RECORDS_EMPTY,
    RECORDS_HEAD_TWICE,
    RECORDS_NO_HEAD,
    RECORDS_REFUSED,
    RECORDS_TOO_LARGE,
    RECORDS_UNREADABLE,
)
from projects.records.fields import FIELDS_BY_HEAD, FIELDS_BY_NAME, PROJECT_FIELDS, RecordField
from projects.records.known import known_now
from projects.records.money import plain_number
from projects.records.query import every_project
from projects.records.tables import Project
from projects.records.taking import Taken, check_row, put_rows
from projects.records.values import Known

HEAD_ROWS = 10  # a title and notes may stand above the heads
MAX_ROWS = 20_000
MAX_FILE_BYTES = 20 * 2**20
MAX_UNPACKED_BYTES = 300 * 2**20
ESSENTIAL = tuple(field for field in PROJECT_FIELDS if field.required)
SHEET_TITLE = Text("项目", "Projects")
DATE_FORMAT = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did: codes by outcome, and the heads of columns that were not read."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    ignored_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    number: int  # as the spreadsheet counts, from 1
    values: Mapping[str, Any]  # by field name
    formulas: tuple[str, ...]  # fields whose formula has no stored result


def import_projects(
    session: Session, path: Path, *, name: str | None = None, by: Actor | None = None
) -> ImportSummary:
    """Keep the projects of the first sheet of an .xlsx file.

    `name` is what the audit log calls the file. Each project that is new or changed has an entry of
    its own there. Raises `records-refused` with every wrong cell in `.problems` (row and column
    named), or what is wrong with the file as a whole (`records-unreadable`, `records-no-head`, …).
    """
    rows, ignored = read_rows(path)
    there = {project.code: project for project in every_project(session)}
    records, problems = _checked(rows, known_now(session), there)
    if problems:
        raise EcoAtlasError(
            RECORDS_REFUSED,
            problems=tuple(problems),
            name=path.name,
            count=len(problems),
            first=problems[0].message,
        )
    file = name or path.name
    done = put_rows(session, records, by=by, file=file)
    counts = {outcome: len(codes) for outcome, codes in done.items()}
    record(session, by, "projects-imported", file, details=counts)
    return ImportSummary(
        tuple(done["added"]), tuple(done["changed"]), tuple(done["unchanged"]), ignored
    )


def read_rows(path: Path) -> tuple[list[Row], tuple[str, ...]]:
    """The filled rows below the heads, and the heads that mean nothing to us."""
    values, formulas = _sheets(path)
    head_row, columns, ignored = _heads(values, path.name)
    rows = [
        Row(number, row, _unanswered(row, formulas, number, columns))
        for number, row in _filled(values, head_row, columns)
    ]
    if not rows:
        raise EcoAtlasError(RECORDS_EMPTY, name=path.name)
    return rows, ignored


def _sheets(path: Path) -> tuple[Worksheet, Worksheet]:
    """The first sheet twice: with stored results, and with the formulas themselves."""
    _check_size(path)
    try:
        with warnings.catch_warnings():  # parts of the file that are of no use here
            warnings.simplefilter("ignore", UserWarning)
            books = [load_workbook(path, data_only=results) for results in (True, False)]
        values, formulas = (book.worksheets[0] for book in books)
    except Exception as error:  # a damaged file fails anywhere in the reader
        raise EcoAtlasError(RECORDS_UNREADABLE, name=path.name) from error
    if values.max_row > MAX_ROWS:
        limit = Text(f"{MAX_ROWS} 行", f"{MAX_ROWS} rows")
        raise EcoAtlasError(RECORDS_TOO_LARGE, name=path.name, limit=limit)
    return values, formulas


def _check_size(path: Path) -> None:
    """Refuse before unpacking what is no zip or would fill the memory."""
    try:
        with opened_zip(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise EcoAtlasError(RECORDS_UNREADABLE, name=path.name) from error
    if path.stat().st_size > MAX_FILE_BYTES or unpacked > MAX_UNPACKED_BYTES:
        limit = Text(f"{MAX_FILE_BYTES >> 20} MB", f"{MAX_FILE_BYTES >> 20} MB")
        raise EcoAtlasError(RECORDS_TOO_LARGE, name=path.name, limit=limit)


def _heads(sheet: Worksheet, name: str) -> tuple[int, dict[int, RecordField], tuple[str, ...]]:
    """The row of heads, the field of each column that has one, and the other heads."""
    for number, cells in enumerate(sheet.iter_rows(max_row=HEAD_ROWS, values_only=True), 1):
        heads = {i: str(cell).strip() for i, cell in enumerate(cells) if cell is not None}
        columns = {
            i: FIELDS_BY_HEAD[plain(h)] for i, h in heads.items() if plain(h) in FIELDS_BY_HEAD
        }
        if {field.name for field in columns.values()} >= {field.name for field in ESSENTIAL}:
            _check_heads(number, heads, columns)
            return number, columns, tuple(h for i, h in heads.items() if i not in columns and h)
    needed = Text(
        *("、".join(field.title.in_(lang) for field in ESSENTIAL) for lang in ("zh", "en"))
    )
    raise EcoAtlasError(RECORDS_NO_HEAD, name=name, rows=HEAD_ROWS, needed=needed)


def _check_heads(row: int, heads: Mapping[int, str], columns: Mapping[int, RecordField]) -> None:
    seen: dict[str, int] = {}
    for i, field in columns.items():
        first = seen.setdefault(field.name, i)
        if first != i:
            raise EcoAtlasError(
                RECORDS_HEAD_TWICE, row=row, first=heads[first], second=heads[i], column=field.title
            )


def _filled(
    sheet: Worksheet, head_row: int, columns: Mapping[int, RecordField]
) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, cells in enumerate(sheet.iter_rows(min_row=head_row + 1), head_row + 1):
        row = {field.name: _value(cells[i], field) for i, field in columns.items()}
        if any(value not in (None, "") for value in row.values()):
            yield number, row


def _value(cell: Cell | MergedCell, field: RecordField) -> Any:
    """What a cell shows: a percentage is stored by spreadsheets as its hundredth part."""
    value: Any = cell.value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and field.name == "progress_percent" and "%" in (cell.number_format or ""):
        return round(value * 100, 9)
    return value


def _unanswered(
    row: Mapping[str, Any], formulas: Worksheet, number: int, columns: Mapping[int, RecordField]
) -> tuple[str, ...]:
    return tuple(
        field.name
        for i, field in columns.items()
        if row[field.name] is None and formulas.cell(number, i + 1).data_type == "f"
    )


def _checked(
    rows: Sequence[Row], known: Known, there: Mapping[str, Project]
) -> tuple[list[Taken], list[Problem]]:
    """Records of the columns that the file has; another column stays as it is stored."""
    records: list[Taken] = []
    problems: list[Problem] = []
    first_row: dict[str, int] = {}
    for row in rows:
        taken, wrong = check_row(row.values, place_of(row.number), known, there, row.number)
        unanswered = [_problem(FORMULA_WITHOUT_VALUE, row, name) for name in row.formulas]
        records.append(taken)
        problems += unanswered + wrong
        code = taken.checked.get("code")
        if code is not None and first_row.setdefault(code, row.number) != row.number:
            repeated = {"value": code, "first": first_row[code]}
            problems.append(_problem(DUPLICATE_ROW, row, "code", **repeated))
    return records, problems


def place_of(row: int) -> Text:
    return Text(f"第 {row} 行", f"row {row}")


def _problem(kind: ErrorCode, row: Row, name: str, **values: Any) -> Problem:
    column = FIELDS_BY_NAME[name].title
    return Problem(kind, {"place": place_of(row.number), "column": column} | values, row.number)


def export_projects(
    session: Session,
    path: Path,
    *,
    projects: Sequence[Project] | None = None,
    language: Language = "zh",
    by: Actor | None = None,
) -> int:
    """Write projects (all of them by default) under the heads the import reads; answers how many.

    The export stands in the audit log: the session must be that of a transaction.

    Text that looks like a formula is stored as text and marked so, and is never run.
    """
    chosen = every_project(session) if projects is None else projects
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET_TITLE.in_(language)
    _write_heads(sheet, language)
    for number, project in enumerate(chosen, 2):
        for column, field in enumerate(PROJECT_FIELDS, 1):
            write_cell(sheet.cell(number, column), _shown(project, field, language))
    _offer_statuses(sheet, len(chosen) + 1, language)
    with appearing(path) as written:
        book.save(written)
        # Recorded before the file is there: nothing leaves unrecorded.
        record(session, by, "projects-exported", path.name, details={"count": len(chosen)})
    return len(chosen)


def _shown(project: Project, field: RecordField, language: Language) -> Any:
    value = getattr(project, field.name)
    if value is None:
        return None
    if field.type in CODED:
        return CODED[field.type](value).in_(language)
    if field.type in ("units", "items"):
        return "、".join(value) or None
    return plain_number(value) if field.type == "money" else value


CODED: Mapping[str, Callable[[str], Text]] = {
    "status": status_title,
    "kind": lambda value: KIND_BY_VALUE[value].title,
    "division": division_text,
}


def write_cell(cell: Cell | MergedCell, value: Any) -> None:
    """Write one value; text stays text, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@", "\t", "\r"))
    elif hasattr(value, "isoformat"):
        cell.number_format = DATE_FORMAT


def _write_heads(sheet: Worksheet, language: Language) -> None:
    for column, field in enumerate(PROJECT_FIELDS, 1):
        cell = sheet.cell(1, column, field.title.in_(language))
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        wide = 32 if field.name in ("name", "note") else 18
        sheet.column_dimensions[get_column_letter(column)].width = wide
    sheet.freeze_panes = "C2"


def _offer_statuses(sheet: Worksheet, last_row: int, language: Language) -> None:
    """A list to choose from in the column of statuses, also below the last row."""
    words = ",".join(status.title.in_(language) for status in STATUSES)
    choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=False)
    column = get_column_letter(1 + list(FIELDS_BY_NAME).index("status"))
    choice.add(f"{column}2:{column}{last_row + 200}")
    sheet.add_data_validation(choice)
