"""A unit's sheet that came back: read by its heads, marked where it is wrong.

Only the first worksheet is read, from the row of heads on; heads may be in either language and in
any order, and columns that mean nothing here are left alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem
from geo.words import Language
from layers.system.marked_xlsx import Place, write_marked
from projects.rounds import errors
from projects.rounds.checking import Row
from projects.rounds.fields import ENTRY_FIELDS
from projects.rounds.saving import Hand, Saved, merge_rows
from projects.rounds.workbook import CODE_COLUMN, HEADS, PERIOD, VERSION
from projects.sheets.errors import SHEET_TOO_LONG
from projects.sheets.files import NO_RESULT, read_lines
from projects.sheets.values import MAX_ROWS
from projects.targets.periods import Period
from projects.targets.reporting import found_heads, read_version
from projects.targets.rules import faults_of

FIELDS = tuple(one.name for one in ENTRY_FIELDS)
READ = {one: HEADS[one] for one in (CODE_COLUMN, *FIELDS, PERIOD, VERSION)}
OTHERS: Mapping[str, Sequence[str]] = {
    CODE_COLUMN: ("项目编码", "编号", "项目代码"),
    **{one.name: one.aliases for one in ENTRY_FIELDS},
}
NEEDED = (CODE_COLUMN, FIELDS[0])


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """Rows of a sheet, faults that only the file has, and where each column stands (from 0)."""

    rows: Sequence[Row]
    problems: Sequence[Problem]
    columns: Mapping[str, int]


def read_returned(path: Path, name: str) -> ReturnedFile:
    """A sheet that came back; empty rows are passed over. Raises `sheet-file-…`,
    `sheet-head-twice`, `sheet-too-long`."""
    lines = read_lines(path, name)
    if len(lines) > MAX_ROWS:
        raise EcoAtlasError(SHEET_TOO_LONG, limit=MAX_ROWS)
    head, columns = found_heads(lines, name, READ, NEEDED, OTHERS)
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, cells in enumerate(lines[head:], head + 1):
        row = {one: cells[at] if at < len(cells) else None for one, at in columns.items()}
        if all(_blank(row.get(one)) for one in (CODE_COLUMN, *FIELDS)):
            continue
        problems += [
            Problem(errors.ENTRY_NO_RESULT, {"row": number, "column": HEADS[one]}, number, one)
            for one in FIELDS
            if row.get(one) is NO_RESULT
        ]
        rows.append(_row(number, row))
    return ReturnedFile(rows, problems, columns)


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _row(number: int, row: Mapping[str, Any]) -> Row:
    cells = {
        one: None if row[one] is NO_RESULT or _blank(row[one]) else row[one]
        for one in FIELDS
        if one in row
    }
    period = row.get(PERIOD)
    return Row(
        number,
        _code(row.get(CODE_COLUMN)),
        cells,
        read_version(row.get(VERSION)),
        None if _blank(period) else str(period).strip(),
    )


def _code(written: Any) -> str:
    """A code such as 2023001 comes from a spreadsheet as a number."""
    if written is None or written is NO_RESULT:
        return ""
    whole = isinstance(written, float) and written.is_integer()
    return str(int(written) if whole else written).strip()


def merge_file(
    session: Session, path: Path, hand: Hand, *, name: str | None = None,
    period: Period | None = None,
) -> Saved:  # fmt: skip
    """Take in a sheet that came back; all of it or nothing. Raises as `read_returned` and
    `merge_rows` do."""
    called = name or path.name
    found = read_returned(path, called)
    return merge_rows(session, period, found.rows, hand, called, problems=found.problems)


def mark_returned(path: Path, out: Path, problems: Sequence[Problem], language: Language) -> bool:
    """Write a person's own workbook again with every wrong cell coloured and explained.

    False, and nothing written, where the file is a CSV, which holds no colours.
    """
    columns = read_returned(path, path.name).columns
    said: dict[Place, list[str]] = {}
    for row, column, problem in faults_of(problems):
        at = columns.get(column, columns[CODE_COLUMN])
        words = f"{problem.message.in_(language)}\n{problem.fix.in_(language)}"
        said.setdefault((row, at + 1), []).append(words)
    return write_marked(path, out, said)
