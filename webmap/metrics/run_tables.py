"""A table of a result as its page shows it: one unit a column, what has to be looked at first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from geo.figures.one_unit import head_of, unit_for
from geo.figures.units import COUNT, Unit
from geo.figures.writing import exactly
from geo.words import Text
from projects.metrics.declaration import Column, Table
from projects.metrics.figured import Figure, Reading
from projects.metrics.stands import STANDS, Stand
from webmap.edge.titles import layer_titles

ROWS_ON_A_PAGE = 30
MOST_ROWS = 20_000
BETWEEN = re.compile(r"(\s*[/·×]\s*)")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """A column in the one unit that all its figures are told in; `layer`: it names layers."""

    column: Column
    unit: Unit
    layer: bool = False

    @classmethod
    def of(cls, column: Column, rows: Sequence[Row], table: Table) -> Shown:
        layer = table.places is not None and column.name == table.places[0]
        if column.type != "number":
            return cls(column, column.unit, layer)
        return cls(column, unit_for(column.unit, (row.get(column.name) for row in rows)))

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def numeric(self) -> bool:
        return self.column.type == "number"

    @property
    def head_unit(self) -> Text | None:
        return head_of(self.unit) if self.numeric and self.unit != COUNT else None

    def text(self, reading: Reading, row: Row) -> Text:
        """The figure without its unit, which stands in the head; a percentage keeps its sign."""
        figure = reading.figure(self.column, row)
        if self.layer and figure.value:
            return layer_titles().get(str(figure.value), figure.text)
        if not figure.numeric:
            return figure.text
        told = figure.told_in(self.unit).written
        return told.text if self.unit.percent else Text(told.number, told.number)

    def stand(self, row: Row) -> Stand | None:
        return self.column.stands.get(str(row.get(self.name)))

    @property
    def wide(self) -> bool:
        return self.column.type == "text" and not self.layer


@dataclass(frozen=True, slots=True)
class TableShown:
    """A table of the result as one page of it is shown. counts: how many rows stand how."""

    table: Table
    columns: tuple[Shown, ...]
    rows: tuple[Row, ...]
    total: int
    page: int
    sort: str
    down: bool
    found: str
    others: Mapping[str, str] = field(default_factory=dict)
    counts: Sequence[tuple[Stand, Text, int]] = ()

    @property
    def pages(self) -> int:
        return max(-(-min(self.total, MOST_ROWS) // ROWS_ON_A_PAGE), 1)

    @property
    def first(self) -> int:
        return (self.page - 1) * ROWS_ON_A_PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def asked(self) -> bool:
        """Whether a row, an order or a page of it was asked for: it is not folded then."""
        return bool(self.found or self.sort or self.page > 1)

    def name(self, row: Row) -> Text:
        """What a row is called; codes that its key is made of in their words."""
        name = row.get("name") or (self.table.places and row.get(self.table.places[1]))
        return Text(str(name), str(name)) if name else worded(self.table, row)

    def code(self, row: Row) -> str:
        """The code of a feature beside its name; of a key that is made of other codes nothing."""
        if self.table.places is not None:
            return str(row.get(self.table.places[1]) or "")
        key = str(row["key"])
        plain = worded(self.table, row).zh == key
        return key if plain and row.get("name") and key not in str(row["name"]) else ""

    def sorted_by(self, column: str) -> str:
        """`ascending` or `descending` where the rows are sorted by this column."""
        if self.sort != column:
            return ""
        return "descending" if self.down else "ascending"

    def url(self, **changes: object) -> str:
        """The page with this table otherwise: `sort`, `page`."""
        name = self.table.name
        now = {"sort": ("-" if self.down else "") + self.sort if self.sort else "", "page": ""}
        own = {f"{key}.{name}": str(value) for key, value in (now | changes).items() if value}
        return f"?{urlencode(dict(self.others) | own)}#table-{name}"

    def sort_url(self, column: str) -> str:
        downward = self.sort == column and not self.down
        return self.url(sort=f"-{column}" if downward else column)


def worded(table: Table, row: Row) -> Text:
    """The key of a row with the codes of its columns in their words: `water_edge` → 临水线."""
    said = {
        str(row[one.name]): one.codes[str(row[one.name])]
        for one in table.columns
        if one.codes and str(row.get(one.name)) in one.codes
    }
    parts = [said.get(one, Text(one, one)) for one in BETWEEN.split(str(row["key"]))]
    return Text("".join(one.zh for one in parts), "".join(one.en for one in parts))


def shown_table(table: Table, rows: Sequence[Row], asked: Mapping[str, str]) -> TableShown:
    """One page of a table as asked: `sort.NAME`, `page.NAME`, `find.NAME` (a key)."""
    name = table.name
    every = rows[:MOST_ROWS]
    sort = asked.get(f"sort.{name}", "")
    down, column = sort.startswith("-"), sort.removeprefix("-")
    if column in {"key", "name", *(one.name for one in table.columns)}:
        every = _sorted(every, column, down=down)
    else:
        every, column, down = in_order(table, every), "", False
    found = asked.get(f"find.{name}", "")
    place = next((at for at, row in enumerate(every) if found and str(row["key"]) == found), None)
    page = place // ROWS_ON_A_PAGE + 1 if place is not None else _page(asked.get(f"page.{name}"))
    page = min(page, max(-(-len(every) // ROWS_ON_A_PAGE), 1))
    start = (page - 1) * ROWS_ON_A_PAGE
    others = {k: v for k, v in asked.items() if k != "lang" and not k.endswith(f".{name}")}
    return TableShown(
        table, _columns(table, rows), tuple(every[start : start + ROWS_ON_A_PAGE]), len(rows),
        page, column, down, found, others, _counts(table, rows),
    )  # fmt: skip


def in_order(table: Table, rows: Sequence[Row]) -> list[Row]:
    """What has to be looked at first: by how rows stand, then what misses most or is largest."""
    ranks = {} if table.judged is None else {c: STANDS.index(s) for c, s in _stands(table).items()}
    judged = "" if table.judged is None else table.judged.name

    def place(row: Row) -> tuple[int, float]:
        return ranks.get(str(row.get(judged)), len(STANDS)), -size_of(table, row)

    return sorted(rows, key=place)


def size_of(table: Table, row: Row) -> float:
    """How much a row misses, or how large it is, as its table declares; 0 where it says nothing."""
    if table.missing is not None:
        whole, part = (row.get(name) for name in table.missing)
        return 0.0 if whole is None or part is None else float(whole) - float(part)
    value = exactly(row.get(table.size)) if table.size else None
    return 0.0 if value is None else float(value)


def size_texts(table: Table, rows: Sequence[Row]) -> list[Text | None]:
    """The same as it is written, of all rows in one unit; None where nothing is missing."""
    name = table.missing[0] if table.missing is not None else table.size
    declared = next((one for one in table.columns if one.name == name), None)
    if declared is None:
        return [None for _ in rows]
    sizes = [size_of(table, row) for row in rows]
    unit = unit_for(declared.unit, sizes)
    told = [Figure(declared, size).told_in(unit).written.text for size in sizes]
    return [text if size > 0 else None for text, size in zip(told, sizes, strict=True)]


def _stands(table: Table) -> Mapping[str, Stand]:
    return {} if table.judged is None else table.judged.stands


def _columns(table: Table, rows: Sequence[Row]) -> tuple[Shown, ...]:
    """How a row stands first, where it comes from last; what its name says already, and what only
    programs read, not."""
    feature = table.places[1] if table.places is not None else ""
    shown = [one for one in table.columns if not one.inner and one.name != feature]
    shown.sort(key=lambda one: (one is not table.judged, one.refers))
    return tuple(Shown.of(one, rows, table) for one in shown)


def _counts(table: Table, rows: Sequence[Row]) -> list[tuple[Stand, Text, int]]:
    column = table.judged
    if column is None:
        return []
    codes = [str(row.get(column.name)) for row in rows]
    found = [(column.stands[c], said, codes.count(c)) for c, said in column.codes.items()]
    return sorted((one for one in found if one[2]), key=lambda one: STANDS.index(one[0]))


def _sorted(rows: Sequence[Row], column: str, *, down: bool) -> list[Row]:
    """Sorted; rows without a value come last either way."""
    filled = [row for row in rows if row.get(column) is not None]
    empty = [row for row in rows if row.get(column) is None]
    numbers = all(isinstance(row[column], int | float) for row in filled)
    return [
        *sorted(filled, key=lambda r: r[column] if numbers else str(r[column]), reverse=down),
        *empty,
    ]


def _page(text: str | None) -> int:
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 1
    return max(number, 1)
