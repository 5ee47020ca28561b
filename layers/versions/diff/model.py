"""The difference of two versions as values: a table of changed features, a page at a time."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.figures.units import METRES, SQUARE_METRES, Unit
from geo.words import Text
from layers.catalogue import VersionRef
from layers.kinds import get_kind

Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]

CHANGES: dict[str, Text] = {
    "added": Text("新增", "Added"),
    "removed": Text("删除", "Removed"),
    "reshaped": Text("改形", "Reshaped"),
    "moved": Text("移位", "Moved"),
    "attributes": Text("改属性", "Attributes changed"),
}
"""What can have happened to a feature; moved or reshaped, and its attributes changed besides."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What was measured of a changed feature, and in which unit."""

    title: Text
    unit: Unit


MEASURES: Mapping[str, Measure] = {
    "distance_m": Measure(Text("移动距离", "Distance"), METRES),
    "area_before_m2": Measure(Text("原面积", "Area before"), SQUARE_METRES),
    "area_after_m2": Measure(Text("现面积", "Area after"), SQUARE_METRES),
    "difference_m2": Measure(Text("面积增减", "Area difference"), SQUARE_METRES),
    "changed_m2": Measure(Text("变动面积", "Area changed"), SQUARE_METRES),
    "length_before_m": Measure(Text("原长度", "Length before"), METRES),
    "length_after_m": Measure(Text("现长度", "Length after"), METRES),
}
"""Of the table, in m and m² on the ellipsoid; NaN where it has no meaning.

difference_m2 is the area after less the area before, below 0 for what shrank; changed_m2 is the
ground that only one of the two shapes covers, never below 0."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value of one feature, before and after; None is an empty value."""

    field: str
    title: Text
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """A field that was added or removed, or whose type changed; `filled` counts its values."""

    field: str
    title: Text
    what: str
    filled: int


@dataclass(frozen=True, slots=True)
class SaidChange:
    """Something that is said of the version and differs: source, date, licence, grade, note."""

    name: str
    title: Text
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Change:
    """A changed feature; measures as in MEASURES, shapes in EPSG:4490, None where there is none."""

    key: str
    name: str
    what: tuple[str, ...]
    measures: dict[str, float | None]
    fields: tuple[FieldChange, ...]
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class DiffQuery:
    """Which changes: of one kind, of one field, with a text in key, name or values."""

    what: str = ""
    field: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class LayerDiff:
    """From version `a` to version `b` of a layer.

    table: a row for each changed feature: key, name, a truth value for each of CHANGES, MEASURES,
    and the shapes `before` and `after` (EPSG:4490). cells: a row for each changed value: `row` of
    the table, field, old, new. unchanged: features that are the same. settled: those of them whose
    coordinates differ by less than a millimetre.
    """

    a: VersionRef
    b: VersionRef
    table: pd.DataFrame
    cells: pd.DataFrame
    titles: dict[str, Text]
    schema: tuple[SchemaChange, ...]
    said: tuple[SaidChange, ...]
    unchanged: int
    settled: int

    @property
    def same(self) -> bool:
        """Nothing differs at all."""
        return self.table.empty and not (self.schema or self.said or self.settled)

    def counts(self) -> dict[str, int]:
        """Features by what happened to them, and those to which nothing did."""
        found = {what: int(self.table[what].sum()) for what in CHANGES}
        return {**found, "changed": len(self.table), "unchanged": self.unchanged}

    def field_counts(self) -> dict[str, int]:
        """By field, in how many features its value changed."""
        counted = self.cells["field"].value_counts()
        return {field: int(counted[field]) for field in self.titles if field in counted.index}

    def rows(self, query: DiffQuery) -> Rows:
        """Positions in the table of the changes that fit."""
        keep: Mask = np.ones(len(self.table), dtype=bool)
        if query.what:
            keep &= self.table[query.what].to_numpy(dtype=bool)
        if query.field:
            keep &= self._with_cell(self.cells["field"] == query.field)
        if query.text:
            keep &= self._with_text(query.text.casefold())
        return np.flatnonzero(keep)

    def _with_text(self, text: str) -> Mask:
        found = _holds(self.table["key"], text) | _holds(self.table["name"], text)
        values = _holds(self.cells["old"], text) | _holds(self.cells["new"], text)
        return np.asarray(found, dtype=bool) | self._with_cell(values | self._coded(text))

    def _coded(self, text: str) -> pd.Series:
        """Cells with a code that is shown as words in which the text stands."""
        found = pd.Series(False, index=self.cells.index)
        for field in get_kind(self.b.kind).fields:
            meant = [code.value for code in field.codes if _says(code.title, text)]
            if meant:
                values = self.cells["old"].isin(meant) | self.cells["new"].isin(meant)
                found |= values & (self.cells["field"] == field.name)
        return found

    def _with_cell(self, chosen: pd.Series) -> Mask:
        mask: Mask = np.zeros(len(self.table), dtype=bool)
        mask[self.cells.loc[chosen, "row"].to_numpy(dtype=int)] = True
        return mask

    def changes(
        self, query: DiffQuery | None = None, offset: int = 0, limit: int | None = None
    ) -> list[Change]:
        """The changes that fit, in the order of the table, from `offset`, at most `limit`."""
        rows = self.rows(query or DiffQuery())[offset:]
        return self.changes_at(rows if limit is None else rows[:limit])

    def changes_at(self, rows: Rows) -> list[Change]:
        """The changes at these positions of the table."""
        cells = self.cells[self.cells["row"].isin(rows)].groupby("row")
        fields = {row: tuple(self._fields(part)) for row, part in cells}
        return [
            _change(record, fields.get(row, ()))
            for row, record in zip(rows.tolist(), self.records(rows), strict=True)
        ]

    def records(self, rows: Rows) -> list[dict[Hashable, Any]]:
        """The rows at these positions of the table, with their shapes."""
        return self.table.iloc[rows].to_dict("records")

    def _fields(self, cells: pd.DataFrame) -> Iterator[FieldChange]:
        for field, old, new in zip(cells["field"], cells["old"], cells["new"], strict=True):
            yield FieldChange(field, self.titles[field], old, new)


def _holds(column: pd.Series, text: str) -> pd.Series:
    shown = column.map(lambda value: "" if value is None else str(value).casefold())
    return shown.astype(str).str.contains(text, regex=False)


def _says(title: Text, text: str) -> bool:
    return any(text in one.casefold() for one in title.as_dict().values())


def _change(record: dict[Hashable, Any], fields: tuple[FieldChange, ...]) -> Change:
    return Change(
        key=record["key"],
        name=record["name"],
        what=tuple(what for what in CHANGES if record[what]),
        measures={name: None if np.isnan(record[name]) else record[name] for name in MEASURES},
        fields=fields,
        before=record["before"],
        after=record["after"],
    )
