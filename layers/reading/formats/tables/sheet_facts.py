"""What a worksheet says besides its values, from one pass over its XML.

Hidden rows, merged cells and formulas without a result are to be told; and the numbers of rows and
columns that it claims are checked before a library that believes them is let near it.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from layers.reading.intake.xml_guard import bare_parser

ROWS_LIMIT, COLUMNS_LIMIT = 1_048_576, 16_384
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_CHUNK = 1 << 20


@dataclass(slots=True)
class SheetFacts:
    """`hidden` rows and `formulas` (cells without a result, or with an error for one) as the sheet
    numbers them; `filled` rows hold any value; `cells` when padded."""

    hidden: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    filled: array[int] = field(default_factory=lambda: array("L"))
    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    absurd: str = ""
    """A reference beyond what a sheet can have."""

    def merged_below(self, row: int) -> list[str]:
        """Merged areas that begin below the (1-based) header row."""
        return [area for area in self.merged if _row_of(area) > row]


def read_facts(raw: BinaryIO) -> SheetFacts:
    """One pass over the XML of a sheet; what is not well formed is left to the reader to refuse."""
    facts = SheetFacts()
    handler = _Handler(facts)
    parser = bare_parser()
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    try:
        while (chunk := raw.read(_CHUNK)) and not facts.absurd:
            parser.Parse(chunk, False)
    except expat.ExpatError:
        return facts
    return facts


class _Handler:
    def __init__(self, facts: SheetFacts) -> None:
        self.facts = facts
        self._cell, self._row, self._width = "", 0, 0
        self._formula = self._value = self._in_value = self._error = self._filled = False

    def text(self, text: str) -> None:
        self._value = self._value or (self._in_value and bool(text.strip()))
        self._filled = self._filled or self._in_value

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition("}")[2]:
            case "row":
                self._start_row(attributes)
            case "c":
                self._start_cell(attributes.get("r", ""))
                self._error = attributes.get("t") == "e"
            case "f":
                self._formula = True
            case "v":
                self._in_value = True
            case "is":
                self._filled = True
            case "mergeCell":
                self.facts.merged.append(attributes.get("ref", "")[:40])

    def end(self, name: str) -> None:
        match name.rpartition("}")[2]:
            case "v":
                self._in_value = False
            case "c" if self._error or (self._formula and not self._value):
                self.facts.formulas.append(self._cell)
            case "row":
                self.facts.cells += self._width
                if self._filled:
                    self.facts.filled.append(self._row)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", str(self._row + 1))
        self._row, self._width, self._filled = self._number(number), 0, False
        self.facts.last_row = max(self.facts.last_row, self._row)
        if attributes.get("hidden") in ("1", "true"):
            self.facts.hidden.append(self._row)

    def _number(self, text: str) -> int:
        if not text.isdecimal() or len(text) > 7 or not 0 < int(text) <= ROWS_LIMIT:
            self.facts.absurd = f"r={text[:20]}"
            return 1
        return int(text)

    def _start_cell(self, reference: str) -> None:
        self._cell, self._formula, self._value = reference, False, False
        column = _column_of(reference) if reference else self._width + 1
        if column is None or column > COLUMNS_LIMIT:
            self.facts.absurd = reference[:20]
            return
        self._width = max(self._width, column)
        self.facts.last_column = max(self.facts.last_column, column)


def _column_of(reference: str) -> int | None:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _row_of(area: str) -> int:
    match = _REFERENCE.match(area)
    return int(match[2]) if match else 0
