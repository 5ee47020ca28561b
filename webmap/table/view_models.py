"""What the attribute table and the page that edits one feature show."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from geo.figures.said import significant
from geo.words import Text
from layers.catalogue import VersionRef
from layers.kinds import Code
from layers.storage.attribute_table import EMPTY_WORDS, TableColumn, TablePage, TableQuery
from webmap.edge.addresses import map_address
from webmap.edge.forms import Form

ROWS_ON_A_PAGE = 100
YES, NO = Code("true", Text("是", "Yes")), Code("false", Text("否", "No"))


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as it is shown; `code` where it is a value of a code list."""

    text: str
    numeric: bool
    code: Code | None


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    cells: tuple[Cell, ...]
    chosen: bool
    units: tuple[str, ...] = ()
    """Who answers for the feature."""


@dataclass(frozen=True, slots=True)
class TableView:
    """`layer_table.html`"""

    page: TablePage
    query: TableQuery
    rows: tuple[Row, ...]
    may_edit: bool
    may_export: bool
    note: Text | None
    section: str = "layers"

    @property
    def ref(self) -> VersionRef:
        return self.page.version

    @property
    def answered(self) -> bool:
        """Whether somebody answers for any of the rows that are shown."""
        return any(row.units for row in self.rows)

    @property
    def address(self) -> str:
        return f"/layers/{quote(self.ref.layer_id)}/table"

    @property
    def number(self) -> int:
        return self.page.offset // ROWS_ON_A_PAGE + 1

    @property
    def pages(self) -> int:
        return max(math.ceil(self.page.total / ROWS_ON_A_PAGE), 1)

    @property
    def filtered(self) -> bool:
        return bool(self.query.search or self.query.filters)

    def condition(self, column: str) -> str:
        return dict(self.query.filters).get(column, "")

    def asks_empty(self, column: str) -> bool:
        return self.condition(column).strip().casefold() in EMPTY_WORDS

    def url(self, **changes: object) -> str:
        """This table with something changed: `page`, `sort`, `down`."""
        asked: dict[str, object] = {f"f.{name}": value for name, value in self.query.filters}
        if self.query.search:
            asked["q"] = self.query.search
        if not self.ref.live:
            asked["version"] = self.ref.number
        order = {"sort": self.query.sort, "down": "1" if self.query.descending else ""}
        asked |= {name: value for name, value in (order | changes).items() if value}
        return f"{self.address}?{urlencode(asked)}"

    def export_url(self) -> str:
        """The form that exports what is found here; all of it where nothing is asked."""
        asked = self.url(sort="", down="").partition("?")[2]
        return f"/layers/{quote(self.ref.layer_id)}/export?{asked}".rstrip("?")

    def sort_url(self, column: TableColumn) -> str:
        """Sorted by this column; in the other direction when it is already."""
        again = self.sorted_by(column) and not self.query.descending
        return self.url(sort=column.name, down="1" if again else "", page="")

    def sorted_by(self, column: TableColumn) -> bool:
        return (self.query.sort or self.ref.key_field) == column.name

    def map_url(self, row: Row) -> str:
        return map_address(self.ref.layer_id, row.key)

    def edit_url(self, row: Row) -> str:
        return f"/layers/{quote(self.ref.layer_id)}/features/{quote(row.key, safe='')}/edit"


def table_address(layer: str, key: str) -> str:
    """The table on the page where this feature stands."""
    return f"/layers/{quote(layer)}/table?{urlencode({'key': key})}"


def rows_of(
    page: TablePage, chosen: str | None, units: Mapping[str, tuple[str, ...]]
) -> tuple[Row, ...]:
    key = page.version.key_field
    return tuple(
        Row(
            str(row[key]), tuple(_cell(c, row[c.name]) for c in page.columns), row[key] == chosen,
            units.get(str(row[key]), ()),
        )
        for row in page.rows
    )  # fmt: skip


def _cell(column: TableColumn, value: Any) -> Cell:
    if isinstance(value, bool):
        return Cell(text_of(value), column.numeric, YES if value else NO)
    field = column.field
    code = field.code(str(value)) if field is not None and value is not None else None
    return Cell(text_of(value), column.numeric, code)


def text_of(value: Any) -> str:
    """A value as people write it; nothing is an empty text."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return significant(value, 15)
    return str(value)


@dataclass(frozen=True, slots=True)
class EditView:
    """`layer_edit.html`"""

    ref: VersionRef
    key: str
    name: str
    columns: tuple[TableColumn, ...]
    form: Form
    section: str = "layers"

    @property
    def back(self) -> str:
        return table_address(self.ref.layer_id, self.key)


def typed_values(columns: tuple[TableColumn, ...], row: Mapping[str, Any]) -> dict[str, str]:
    return {f"v.{column.name}": text_of(row[column.name]) for column in columns}
