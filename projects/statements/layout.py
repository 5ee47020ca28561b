"""A statement as sections of text and grids, in one language: what every face shows.

A face only draws what stands here, so that page, workbook, document and PDF cannot say different
things, and a file can be compared with what it should say, cell by cell.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from geo.words import Language

Operation = Literal["hundredfold", "less", "quotient", "sum"]


@dataclass(frozen=True, slots=True)
class Formula:
    """How a number follows from others: `of` are the columns of its row, or the rows of its
    column (`Grid.names`), that it is made of."""

    operation: Operation
    of: tuple[str, ...]

    def value(self, *numbers: float) -> float:
        """The same that a workbook comes to."""
        first, *others = numbers
        if self.operation == "hundredfold":
            return first * 100
        if self.operation == "sum":
            return sum(numbers)
        return first - others[0] if self.operation == "less" else first / others[0]


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and how it is written. Numbers stay numbers: faces round what people read only.

    `said` is the number as a person reads it, `workbook` the number format that shows the same,
    `formula` how it follows from other numbers of the grid, where it does.
    """

    value: float | int | str | None
    said: str | None = None
    workbook: str = ""
    formula: Formula | None = None

    @property
    def numeric(self) -> bool:
        return bool(self.workbook) and self.value is not None

    @property
    def text(self) -> str:
        if self.value is None:
            return "—"
        return str(self.value) if self.said is None else self.said


def beside(title: str, note: str) -> str:
    """A title with a note in brackets, in those of its writing."""
    if not note:
        return title
    chinese = any(ord(letter) > 0x2E80 for letter in title)
    return f"{title}（{note}）" if chinese else f"{title} ({note})"


@dataclass(frozen=True, slots=True)
class Column:
    """A head of a grid; `unit` is empty where there is none. `added` writes what the cells add up
    to, where they add up to something. `share` of the width of paper; 0: as the texts ask."""

    name: str
    title: str
    unit: str = ""
    added: Callable[[float], Cell] | None = None
    share: float = 0.0

    @property
    def sums(self) -> bool:
        return self.added is not None

    @property
    def head(self) -> str:
        return beside(self.title, self.unit)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells under columns; `keyed` that the first cell of a row is its key. `names` are
    those of the rows, where cells follow from the second cells of other rows."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    keyed: bool = False
    sum_title: str = ""
    names: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    """Keys of the rows, for comments on them, also where they are not shown."""

    def key_of(self, number: int) -> str:
        """The key of a row; empty where rows have none."""
        if self.keys:
            return self.keys[number]
        return self.rows[number][0].text if self.keyed else ""

    def numeric(self, number: int) -> bool:
        """Whether a column stands to the right: most of what is in it are numbers."""
        filled = [row[number] for row in self.rows if row[number].value is not None]
        return 2 * sum(one.numeric for one in filled) > len(filled)

    @property
    def sums(self) -> tuple[Cell, ...] | None:
        """What the additive columns add up to, in a last row; None where none is additive."""
        if not self.rows or not any(one.sums for one in self.columns):
            return None
        return tuple(self._sum(number, one) for number, one in enumerate(self.columns))

    def _sum(self, number: int, column: Column) -> Cell:
        if column.added is None:
            return Cell("" if number else self.sum_title)
        values = (row[number].value for row in self.rows)
        added = math.fsum(one for one in values if isinstance(one, int | float))
        # To fifteen digits, whatever the size: what programs show of 0.1 + 0.2 is 0.3.
        return column.added(float(f"{added:.15g}") + 0.0)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a statement; the one that is a picture has neither text nor grid."""

    id: str
    title: str
    paragraphs: tuple[str, ...] = ()
    grid: Grid | None = None
    picture: bool = False
    table: str = ""
    """Name of the declared table, of whose rows comments are made."""
    records: bool = False
    """Whether paper shows each row as a list of its own: there are more columns than fit."""
    form: bool = False
    """Whether it is a form of names and values, of which paper shows two beside each other."""
    seal: bool = False
    """Whether people sign here: its rows have room for a hand and a seal."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the title of a sheet; an empty line stays blank."""

    office: str
    number: str
    secrecy: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A statement in one language. `notices` stand above everything, on every page on paper."""

    language: Language
    title: str
    code: str
    sha256: str
    state: str
    notices: tuple[str, ...]
    sections: tuple[Section, ...]
    head: Head | None = None
    """None of statements that had none."""
    mark: str = ""
    """What stands in the place of the state, of sheets that nobody signs."""
    signed_first: bool = False
    """Whether the PDF is drawn closer where else nobody could sign on its first page."""
    whole: bool = False
    """Whether cells of the PDF keep a number and its unit in one line."""
    picture_mm: float = 0
    """How wide the picture is on paper, of a sheet that has to be short; 0: as wide as the text."""

    def section(self, id_: str) -> Section | None:
        return next((one for one in self.sections if one.id == id_), None)


class Writer:
    """Says in one language what a content or our words say in both."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, words: Any) -> str:
        """A wording that is a Text, or a mapping of a content; nothing is an empty text."""
        if words is None:
            return ""
        if isinstance(words, Mapping):
            return str(words[self.language])
        return str(words.in_(self.language))


def plain(value: Any) -> str | None:
    """A value as text: lists with a dividing dot."""
    if value is None or value == "":
        return None
    if isinstance(value, list):
        return " · ".join(str(one) for one in value)
    return str(value)


def pairs(heads: Sequence[str], lines: Iterable[tuple[str, Cell]]) -> Grid:
    """A grid of two columns, what and how much; lines without a value are left out."""
    columns = tuple(
        Column(name, title) for name, title in zip(("item", "value"), heads, strict=True)
    )
    rows = tuple((Cell(what), cell) for what, cell in lines if cell.value is not None)
    return Grid(columns, rows)
