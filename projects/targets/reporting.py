"""A filled-in workbook of the ledger: read, checked as all rows are, marked where it is wrong.

Only the first worksheet is read, from the row of heads on; heads may be in either language and in
any order, and columns that mean nothing here are left alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem
from geo.words import Language, Text, listed
from layers.audit import Actor
from layers.system.compared_text import plain
from layers.system.marked_xlsx import Place, write_marked
from projects.sheets.errors import CELL_FORMULA, SHEET_FILE_NO_HEAD, SHEET_HEAD_TWICE
from projects.sheets.files import HEAD_ROWS, NO_RESULT, Cells, read_lines
from projects.targets.ledger import Saved, Written, save_values
from projects.targets.rules import COLUMNS, Row, faults_of
from projects.targets.workbook import HEADS, VERSION

if TYPE_CHECKING:
    from layers.storage.store import Store

READ = (*COLUMNS, VERSION)
NEEDED = ("target", "unit", "period", "value")
NO_OTHERS: Mapping[str, Sequence[str]] = {}


@dataclass(frozen=True, slots=True)
class ReportFile:
    """Rows that say a value, and where each column stands in the file (from 0)."""

    rows: Sequence[Row]
    problems: Sequence[Problem]
    columns: Mapping[str, int]


def read_report(path: Path, name: str) -> ReportFile:
    """A filled-in template. Rows without a value are not read.

    Raises `sheet-file-…`, `sheet-head-twice`.
    """
    lines = read_lines(path, name)
    head, columns = found_heads(lines, name, {one: HEADS[one] for one in READ}, NEEDED)
    rows, problems = [], []
    for number, cells in enumerate(lines[head:], head + 1):
        row = {one: cells[at] if at < len(cells) else None for one, at in columns.items()}
        if row["value"] in (None, ""):
            continue
        problems += [_no_result(number, one) for one in COLUMNS if row.get(one) is NO_RESULT]
        rows.append(
            Row(number, {one: row.get(one) for one in COLUMNS}, read_version(row.get(VERSION)))
        )
    return ReportFile(rows, problems, columns)


def read_version(written: object) -> int:
    text = str(written).removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _no_result(row: int, column: str) -> Problem:
    return Problem(CELL_FORMULA, {"row": row, "column": COLUMNS[column]}, row, column)


def found_heads(
    lines: Sequence[Cells],
    name: str,
    titles: Mapping[str, Text],
    needed: Sequence[str],
    others: Mapping[str, Sequence[str]] = NO_OTHERS,
) -> tuple[int, dict[str, int]]:
    """How many rows the heads end at, and where each column stands.

    titles: of the columns by their names. others: what a head may be besides. Raises
    `sheet-head-twice`, `sheet-file-no-head`.
    """
    known = {
        plain(one): column
        for column, title in titles.items()
        for one in (column, *title.as_dict().values(), *others.get(column, ()))
    }
    for number, cells in enumerate(lines[:HEAD_ROWS], 1):
        columns: dict[str, int] = {}
        for at, cell in enumerate(cells):
            column = known.get(plain(str(cell))) if isinstance(cell, str) else None
            if column in columns:
                raise EcoAtlasError(SHEET_HEAD_TWICE, row=number, column=titles[column])
            if column is not None:
                columns[column] = at
        if set(needed) <= columns.keys():
            return number, columns
    missing = listed([titles[one] for one in needed])
    raise EcoAtlasError(SHEET_FILE_NO_HEAD, name=name, rows=HEAD_ROWS, needed=missing)


def report_file(
    session: Session,
    path: Path,
    by: Actor,
    *,
    name: str | None = None,
    status: Written = "reported",
    store: Store | None = None,
    files: Mapping[str, Path] | None = None,
    reason: str | None = None,
) -> Saved:
    """Keep what a filled-in template says; all of it or nothing. Raises as `read_report` and
    `save_values` do."""
    found = read_report(path, name or path.name)
    return save_values(
        session,
        found.rows,
        by,
        status=status,
        store=store,
        files=files,
        reason=reason,
        problems=found.problems,
    )


def mark_report(path: Path, out: Path, problems: Sequence[Problem], language: Language) -> bool:
    """Write a person's own workbook again with every wrong cell coloured and explained.

    False, and nothing written, where the file is a CSV, which holds no colours.
    """
    columns = read_report(path, path.name).columns
    said: dict[Place, list[str]] = {}
    for row, column, problem in faults_of(problems):
        at = columns.get(column, columns["value"])
        words = f"{problem.message.in_(language)}\n{problem.fix.in_(language)}"
        said.setdefault((row, at + 1), []).append(words)
    return write_marked(path, out, said)
