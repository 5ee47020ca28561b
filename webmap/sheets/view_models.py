"""What the pages of sheets show: the list, one version, one row, the difference of two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from geo.errors import Problem
from geo.figures.said import grouped, typed
from geo.words import Text
from projects.metrics.declaration import NO_UNIT, Metric
from projects.sheets import BASES, SavedVersion, SheetColumn, SheetInfo, SheetKind
from projects.sheets.comparing import RowChange, SheetChanges
from projects.sheets.declaration import LAW_COLUMN
from projects.sheets.files import MAX_FILE_BYTES
from projects.sheets.laws import Law, Laws
from projects.sheets.rules_law import LAWS
from projects.sheets.taking_over import Offer
from projects.sheets.values import MAX_ROWS
from webmap.edge.forms import Form
from webmap.sheets.words import WHAT

ROWS_ON_A_PAGE = 200
NO_LAWS = Laws(())
CHANGES_SHOWN = 500
BASIS_CHIPS = {"sourced": "chip-met", "checked": "status-building", "unverified": "chip-not_met"}
CODE = re.compile("[a-z][a-z0-9_]*")
EMPTY = Text("（空）", "(empty)")
REQUIRED = Text("必填", "required")


@dataclass(frozen=True, slots=True)
class BasisCount:
    title: Text
    chip: str
    count: int


def basis_counts(sheet: SheetInfo) -> list[BasisCount]:
    """How many rows are sourced, checked, unverified; those that there are."""
    every = [row.get("basis") for row in sheet.rows]
    found = [BasisCount(BASES[one], BASIS_CHIPS[one], every.count(one)) for one in BASES]
    return [one for one in found if one.count]


@dataclass(frozen=True, slots=True)
class SheetsView:
    """`sheets.html`"""

    sheets: Sequence[SheetInfo]
    kinds: Sequence[SheetKind]
    may_edit: bool
    form: Form
    problems: tuple[Problem, ...] = ()
    more: int = 0
    aging: int = 0
    """Rows in force whose law has a successor."""
    section: str = "metrics"

    @property
    def kind(self) -> SheetKind | None:
        """The kind that was chosen in the form."""
        return next((one for one in self.kinds if one.id == self.form.value("kind")), None)

    def of(self, group: str) -> list[SheetInfo]:
        return [one for one in self.sheets if one.kind.group == group]

    @staticmethod
    def counts(sheet: SheetInfo) -> list[BasisCount]:
        return basis_counts(sheet)

    @property
    def limits(self) -> dict[str, str]:
        return file_limits()


@dataclass(frozen=True, slots=True)
class SheetView:
    """`sheet.html`; `present` is the number of the version that holds now."""

    sheet: SheetInfo
    history: Sequence[SavedVersion]
    page: int
    used_by: Sequence[Metric]
    may_edit: bool
    named: bool
    form: Form
    problems: tuple[Problem, ...] = ()
    more: int = 0
    done: Text | None = None
    ignored: int = 0
    laws: Laws = NO_LAWS
    day: str = ""
    offer: Offer | None = None
    """What is shipped anew of a rule that the office has edited, where it may be taken over."""
    section: str = "metrics"

    @property
    def address(self) -> str:
        return f"/sheets/{quote(self.sheet.id)}"

    @property
    def ref(self) -> str:
        return f"{self.sheet.id}@{self.sheet.number}"

    @property
    def present(self) -> bool:
        return self.sheet.number == self.history[0].number

    @property
    def first(self) -> int:
        return (self.page - 1) * ROWS_ON_A_PAGE + 1

    @property
    def last(self) -> int:
        return min(self.page * ROWS_ON_A_PAGE, len(self.sheet.rows))

    @property
    def pages(self) -> int:
        return pages_of(self.sheet)

    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        yield from enumerate(self.sheet.rows[self.first - 1 : self.last], self.first)

    @property
    def columns(self) -> list[SheetColumn]:
        """As declared, but how sure a rule is comes right after what it is known by."""
        kind = self.sheet.kind
        if kind.group == "series":
            return list(kind.columns)
        known = [c for c in kind.columns if c.name in kind.keys and c.name != "valid_from"]
        known += [c for c in kind.columns if c.name in ("basis", "law")]
        return known + [c for c in kind.columns if c not in known]

    @property
    def counts(self) -> list[BasisCount]:
        return basis_counts(self.sheet)

    @property
    def limits(self) -> dict[str, str]:
        return file_limits()

    @staticmethod
    def chip(basis: str) -> str:
        return BASIS_CHIPS[basis]

    @staticmethod
    def head(column: SheetColumn) -> Text:
        return head_text(column)

    @staticmethod
    def text(column: SheetColumn, value: Any) -> Text | str:
        return cell_text(column, value)

    @staticmethod
    def is_code(value: Any) -> bool:
        """Whether a text is what programs know something by."""
        return isinstance(value, str) and CODE.fullmatch(value) is not None

    def law(self, column: SheetColumn, row: Mapping[str, Any]) -> Law | None:
        """The law that a cell names; a row without one rests on what its source cites."""
        if column.name == LAW_COLUMN.name:
            return self.laws.of(dict(row))
        return self.laws.by_id.get(row[column.name] or "")

    def superseded(self, row: Mapping[str, Any]) -> Text | None:
        """What has come after the law of a row that holds today, or after a law itself."""
        of_laws = self.sheet.kind.id == LAWS.id
        law = self.laws.by_id.get(row["id"]) if of_laws else self.laws.of(dict(row))
        found = self.laws.superseded(law, self.day)
        ended = (row["valid_to"] or self.day) < self.day
        if found is None or ended or (of_laws and found.law != law):
            return None
        return found.said


@dataclass(frozen=True, slots=True)
class RowView:
    """`sheet_row.html`; `row` counts from 1, None is a row to be added."""

    sheet: SheetInfo
    row: int | None
    form: Form
    laws: Laws = NO_LAWS
    section: str = "metrics"

    @property
    def back(self) -> str:
        return row_address(self.sheet, self.row)

    @staticmethod
    def note(column: SheetColumn) -> Text | str:
        """The unit, and whether the column has to be filled in."""
        parts = [column.unit.words] if column.unit and column.unit != NO_UNIT else []
        parts += [REQUIRED] if column.required else []
        if not parts:
            return ""
        return Text(" · ".join(p.zh for p in parts), " · ".join(p.en for p in parts))


@dataclass(frozen=True, slots=True)
class SheetDiffView:
    """`sheet_diff.html`"""

    before: SheetInfo
    after: SheetInfo
    history: Sequence[SavedVersion]
    found: SheetChanges
    section: str = "metrics"
    shown: tuple[RowChange, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shown", self.found.changes[:CHANGES_SHOWN])

    def key(self, change: RowChange) -> list[Text | str]:
        kind = self.after.kind
        columns = [one for one in kind.columns if one.name in kind.keys]
        values = [(one, change.row[one.name]) for one in columns]
        return [cell_text(one, value) for one, value in values if value is not None]

    def filled(self, change: RowChange) -> Iterator[tuple[SheetColumn, Text | str]]:
        """What a row that was added or removed holds besides its key."""
        for one in self.after.kind.columns:
            value = change.row[one.name]
            if value is not None and one.name not in self.after.kind.keys:
                yield one, cell_text(one, value)

    @staticmethod
    def sides(change: RowChange, column: SheetColumn) -> tuple[Text | str, Text | str]:
        sides = ((one or {}).get(column.name) for one in (change.before, change.after))
        old, new = (EMPTY if v is None else cell_text(column, v) for v in sides)
        return old, new

    @staticmethod
    def head(column: SheetColumn) -> Text:
        return head_text(column)

    @staticmethod
    def what(change: RowChange) -> Text:
        return WHAT[change.what]


def row_address(sheet: SheetInfo, row: int | None) -> str:
    """Where a row stands on the page of its sheet; `row` counts from 1."""
    page = ((row or 1) - 1) // ROWS_ON_A_PAGE + 1
    mark = f"#row-{row}" if row else ""
    return f"/sheets/{quote(sheet.id)}?page={page}{mark}"


def pages_of(sheet: SheetInfo) -> int:
    """How many pages the rows of a sheet fill."""
    return max(-(-len(sheet.rows) // ROWS_ON_A_PAGE), 1)


def head_text(column: SheetColumn) -> Text:
    return Text(column.head("zh"), column.head("en"))


def cell_text(column: SheetColumn, value: Any) -> Text | str:
    """A value of a sheet as a page writes it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return column.said(value) or value
    return grouped(value) if isinstance(value, float) else str(value)


def typed_cell(value: Any) -> str:
    """A value of a sheet as a form has it."""
    if isinstance(value, float):
        return typed(value)
    return "" if value is None else str(value)


def file_limits() -> dict[str, str]:
    return {"limit": str(MAX_FILE_BYTES >> 20), "rows": grouped(MAX_ROWS)}
