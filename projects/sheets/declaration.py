"""What a sheet of values is, declared once: rules with dates, and series that an office enters.

A layer holds what lies somewhere; a sheet holds what metrics need besides: limits, coefficients,
daily rain, reported rates. Reading, form, download and docs derive from the declaration.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.figures.units import Unit
from geo.words import Language, Text, listed

ColumnType = Literal["text", "number", "date", "code", "law"]
Group = Literal["rule", "series"]

BASES: dict[str, Text] = {
    "sourced": Text("有出处", "sourced"),
    "checked": Text("已核算", "checked"),
    "unverified": Text("未核实", "unverified"),
}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet. `low` and `high` bound numbers, `codes` are the words it may hold.

    A `law` is the id of a row of the sheet of laws. `later`: the column came after rows without it
    had been saved; where it is empty it does not count for their hash. `named`: what values of a
    text are called that ship with the program; the office may write others.
    """

    name: str
    title: Text
    type: ColumnType = "number"
    unit: Unit | None = None
    required: bool = False
    low: float | None = None
    high: float | None = None
    codes: tuple[tuple[str, Text], ...] = ()
    later: bool = False
    named: tuple[tuple[str, Text], ...] = ()

    def said(self, value: str) -> Text | None:
        """A value in words, also of several that a comma parts; None where one has none."""
        words = {**dict(self.codes), **dict(self.named)}
        parts = [words.get(one) for one in value.split(",")]
        known = [one for one in parts if one is not None]
        return listed(known) if len(known) == len(parts) else None

    def head(self, language: Language) -> str:
        """The head of the column, with its unit."""
        title = self.title.in_(language)
        if self.unit is None or self.unit.zh == "—":
            return title
        unit = self.unit.in_(language)
        return f"{title}（{unit}）" if language == "zh" else f"{title} ({unit})"


@dataclass(frozen=True, slots=True)
class SheetKind:
    """A kind of sheet. Of a rule there is one, shipped and edited; of a series there are many.

    A row is known by the columns in `keys`; no two rows have the same ones. `spans` are pairs of
    columns of dates of which the second is never before the first. `grade`: who sees sheets of the
    kind, as layers of this secrecy grade are seen.
    """

    id: str
    title: Text
    summary: Text
    group: Group
    columns: tuple[SheetColumn, ...]
    keys: tuple[str, ...]
    spans: tuple[tuple[str, str], ...] = ()
    grade: str = "public"

    def column(self, name: str) -> SheetColumn | None:
        return next((one for one in self.columns if one.name == name), None)


ORIGIN_COLUMNS = (
    SheetColumn("source", Text("出处", "Source"), "text", required=True),
    SheetColumn(
        "basis",
        Text("依据情况", "Basis"),
        "code",
        required=True,
        codes=tuple(BASES.items()),
    ),
    SheetColumn("valid_from", Text("生效日期", "Valid from"), "date"),
    SheetColumn("valid_to", Text("失效日期", "Valid to"), "date"),
    SheetColumn("note", Text("说明", "Note"), "text"),
)
"""Columns that every rule has: where it comes from, how sure it is, and when it holds."""
LAW_COLUMN = SheetColumn("law", Text("依据的法律或文件", "Law it rests on"), "law", later=True)
SPAN = (("valid_from", "valid_to"),)


def rule(
    id_: str,
    title: Text,
    summary: Text,
    columns: tuple[SheetColumn, ...],
    keys: tuple[str, ...],
) -> SheetKind:
    """A sheet of dated rules; `valid_from` tells rows of the same key apart."""
    every = (*columns, *ORIGIN_COLUMNS, LAW_COLUMN)
    return SheetKind(id_, title, summary, "rule", every, (*keys, "valid_from"), SPAN)
