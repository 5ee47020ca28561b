"""A person's own workbook again, with every wrong cell coloured and explained."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from itertools import chain, count
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from layers.system.atomic_file import appearing

RED = PatternFill("solid", fgColor="FFF4B6B6")
AMBER = PatternFill("solid", fgColor="FFFFE0A3")
AUTHOR = "EcoAtlas"
ZIP = b"PK"
Place = tuple[int, int]
"""Row and column, both from 1."""


def write_marked(
    path: Path,
    out: Path,
    marks: Mapping[Place, Sequence[str]],
    *,
    sheet: int = 0,
    mild: frozenset[Place] = frozenset(),
) -> bool:
    """Write the workbook to `out`, each marked cell with what is to be said of it.

    mild: places that are odd rather than wrong. False, and nothing written, where the file is no
    workbook: a CSV holds no colours.
    """
    with path.open("rb") as file:
        if file.read(len(ZIP)) != ZIP:
            return False
    with warnings.catch_warnings():  # parts of the file that are of no use here
        warnings.simplefilter("ignore", UserWarning)
        with path.open("rb") as file:
            book = load_workbook(file)
    page = book.worksheets[sheet]
    for place, words in marks.items():
        # Of merged cells only the first one can be written upon.
        row, column = _first_of_merged(page, place)
        cell = page.cell(row, column)
        cell.fill = AMBER if place in mild else RED
        comment = Comment("\n".join(words), AUTHOR)
        comment.width, comment.height = 360, 60 + 40 * len(words)
        cell.comment = comment
    with appearing(out) as written:
        book.save(written)
    return True


def _first_of_merged(page: Worksheet, place: Place) -> Place:
    ranges = page.merged_cells.ranges
    row, column = place
    for one in ranges:
        if one.min_row <= row <= one.max_row and one.min_col <= column <= one.max_col:
            return one.min_row, one.min_col
    return place


def free_name(path: Path) -> Path:
    """A name beside the file for its marked copy; an earlier copy stays, for it may hold what was
    put right in it."""
    endings = chain([""], (f"-{number}" for number in count(2)))
    names = (f"{path.stem}.marked{ending}.xlsx" for ending in endings)
    return next(one for one in map(path.with_name, names) if not one.exists())
