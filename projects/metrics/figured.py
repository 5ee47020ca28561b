"""A result read by its declaration: figures that know their unit and what they are compared with.

Nothing stands undeclared in a result: `require_declared` is asked where one is made. A result that
was stored under an earlier declaration is read as far as today's declaration goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Protocol

from geo.figures.units import COUNT, RATIO, SQUARE_METRES, Unit
from geo.figures.writing import NO_VALUE, Written, exactly, written
from geo.words import Language, Text, listed
from projects.figures.demands import Demand
from projects.metrics.declaration import Column, Record, Table

TOTAL, TARGET, NOTES = "total", "target", "notes"
ROW = ("key", "name")
JUDGED = frozenset(
    ("id", "comparator", "value", "unit", "year", "met", "indicator", "reason", "jurisdiction")
)
JUDGED_BY = frozenset(("measured", "gap", "gap_m2", "gap_units", "least", "most"))
NUMBER = re.compile(r"\d+(?:\.\d+)?")
GAPS = {"gap_m2": SQUARE_METRES, "gap_units": COUNT}


class Declared(Protocol):
    """What names the figures of a result: a metric, or what a statement kept of one."""

    @property
    def total(self) -> Sequence[Column]: ...
    @property
    def records(self) -> Sequence[Record]: ...
    @property
    def tables(self) -> Sequence[Table]: ...
    @property
    def parts(self) -> Sequence[str]: ...


class UndeclaredFigureError(Exception):
    """A metric computed what it does not declare: a fault of its own, never of its input."""


def require_declared(declared: Declared, figures: Mapping[str, Any]) -> None:
    """Raises `UndeclaredFigureError` for a key that no declaration names."""
    strange = sorted(set(_undeclared(declared, figures)))
    if strange:
        raise UndeclaredFigureError(", ".join(strange))


def _undeclared(declared: Declared, figures: Mapping[str, Any]) -> Iterator[str]:
    records = {TOTAL: _names(declared.total)}
    records |= {one.name: _names(one.columns) for one in declared.records}
    rows = {one.name: _names(one.columns) | {*ROW, *one.also} for one in declared.tables}
    for name, value in figures.items():
        if name in records:
            yield from (f"{name}.{key}" for key in set(value or ()) - records[name])
        elif name in rows:
            keys = {key for row in value or () for key in row}
            yield from (f"{name}[].{key}" for key in keys - rows[name])
        elif name == TARGET:
            yield from (f"{name}.{key}" for key in set(value or ()) - JUDGED - JUDGED_BY)
        elif name != NOTES:
            yield name


def _names(columns: Sequence[Column]) -> set[str]:
    return {one.name for one in columns}


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of the result under its column, with the numbers that it is compared with."""

    column: Column
    value: Any
    ends: tuple[Fraction, ...] = ()

    @property
    def numeric(self) -> bool:
        return self.column.type == "number" and exactly(self.value) is not None

    @property
    def written(self) -> Written:
        """The number as it is written; a dash of what is none."""
        return written(self.value if self.numeric else None, self.column.unit, self.ends)

    def told_in(self, unit: Unit) -> Figure:
        """The same in another unit of what it measures, as a whole column is told in one."""
        factor = unit.scale / self.column.unit.scale
        value = self.value if factor == 1 else self.value / float(factor)
        ends = tuple(one / factor for one in self.ends)
        return Figure(replace(self.column, unit=unit, sums=False), value, ends)

    @property
    def text(self) -> Text:
        """The number as it is written, a code in its words, a text as it is."""
        if self.numeric or self.value in (None, "", []):
            return self.written.text
        return _worded(self.column, self.value)

    def in_(self, language: Language) -> str:
        return self.text.in_(language)


def _worded(column: Column, value: Any) -> Text:
    """Codes in their words, lists with a dividing dot, text as it is."""
    if isinstance(value, list):
        said = [_worded(column, one) for one in value]
        return listed(said, between=Text(" · ", " · "))
    plain = str(value) if str(value).strip() else NO_VALUE
    return column.codes.get(plain) or Text(plain, plain)


@dataclass(frozen=True, slots=True)
class Reading:
    """A result with what its figures are compared with: the target, its total, its parameters."""

    result: Mapping[str, Any]
    demand: Demand | None

    @classmethod
    def of(cls, result: Mapping[str, Any]) -> Reading:
        return cls(result, Demand.of(result.get(TARGET)))

    def figure(self, column: Column, record: Mapping[str, Any]) -> Figure:
        """The figure of a column in the total, a record or a row."""
        ends = () if column.type != "number" else (*self._asked(column), *self._own(column, record))
        return Figure(column, record.get(column.name), ends)

    def _asked(self, column: Column) -> tuple[Fraction, ...]:
        return () if self.demand is None else self.demand.ends(column.unit)

    def _own(self, column: Column, record: Mapping[str, Any]) -> Iterator[Fraction]:
        for name in column.against:
            for place in (record, self.result.get(TOTAL), self.result.get("parameters")):
                itself = place is record and name == column.name
                if place and place.get(name) is not None and not itself:
                    yield from _ends_in(place[name])
                    break

    def share(self, share: float) -> Written:
        """A share that is no figure of the result, against the target as those of the result."""
        return written(share, RATIO, () if self.demand is None else self.demand.ends(RATIO))

    @property
    def target(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.result.get(TARGET) or {}
        return found

    @property
    def demanded(self) -> Text | None:
        """What the target asks; None without a target."""
        return None if self.demand is None else self.demand.text

    @property
    def unjudged(self) -> Text | None:
        """Why there is no verdict, where there is a target and none."""
        why = self.target.get("reason")
        return Text(**why) if why and self.target.get("met") is None else None

    @property
    def measured(self) -> Text | None:
        """The figure that was judged, where the result has it apart from its total."""
        value = self.target.get("measured")
        known = self.demand is not None and self.demand.unit is not None
        return self.demand.measured(value).text if known and value is not None else None  # type: ignore[union-attr]

    @property
    def spanned(self) -> Text | None:
        """The figure that was judged, at least and at most, where what is not known of it decides;
        where all between them is judged alike it is told as it is."""
        ends = self.target.get("least"), self.target.get("most")
        known = self.demand is not None and self.demand.unit is not None
        open_ = "least" in self.target and self.target.get("met") is None
        if not known or not open_ or ends[0] == ends[1]:
            return None
        return self.demand.spanned(*ends)  # type: ignore[union-attr]

    def told(self, column: Column, record: Mapping[str, Any]) -> Text:
        """A figure of the total as it is told by itself: as the span in which it lies, if it is
        what was judged and could be judged otherwise within it."""
        figure, spanned = self.figure(column, record), self.spanned
        if spanned is None or self.demand is None:
            return figure.text
        measured = self.target.get("measured")
        judged = self.demand.is_judged(figure.value, column.unit, measured)
        return spanned if judged else figure.text

    @property
    def gap(self) -> Text | None:
        """What is missing or too much: an area, a number of units, or in the target's unit."""
        for name, unit in GAPS.items():
            if self.target.get(name):
                return written(self.target[name], unit, (Fraction(0),)).text
        gap = self.target.get("gap")
        if not gap or self.demand is None or self.demand.unit is None:
            return None
        return self.demand.gap(gap, self.target.get("measured")).text


def given_text(value: Any, unit: Unit) -> Text:
    """A parameter as it was given: a number with every digit, in its unit."""
    if value is None or exactly(value) is not None:
        return written(value, unit, exact=True).text
    return Text(str(value), str(value)) if str(value).strip() else Text(NO_VALUE, NO_VALUE)


def texts_of(metric: Declared, result: Mapping[str, Any]) -> dict[str, Any]:
    """Every figure of a result as it is written, in the places in which the result has the number.

    `target` has what is asked, the figure judged, its span and the gap; `parts` what part of the
    whole each column of `Metric.parts` is.
    """
    reading, total = Reading.of(result), result.get(TOTAL) or {}
    found: dict[str, Any] = {TOTAL: _texts(reading, metric.total, total)}
    for record in metric.records:
        if result.get(record.name):
            found[record.name] = _texts(reading, record.columns, result[record.name])
    for table in metric.tables:
        rows = result.get(table.name) or ()
        found[table.name] = [
            {"key": row.get("key"), **_texts(reading, table.columns, row)} for row in rows
        ]
    if reading.target:
        found[TARGET] = {
            "demand": reading.demanded,
            "measured": reading.measured,
            "span": reading.spanned,
            "gap": reading.gap,
        }
    if metric.parts:
        found["parts"] = {one.column.name: one.written.text for one in parts_of(metric, reading)}
    return found


def _texts(
    reading: Reading, columns: Sequence[Column], record: Mapping[str, Any]
) -> dict[str, Text]:
    return {one.name: reading.figure(one, record).text for one in columns if one.name in record}


@dataclass(frozen=True, slots=True)
class Part:
    """A column of the total as a part of the whole that some columns add up to."""

    column: Column
    share: float
    written: Written


def parts_of(metric: Declared, reading: Reading) -> list[Part]:
    """The columns of `Metric.parts`; none where they add up to nothing."""
    total = reading.result.get(TOTAL) or {}
    columns = [one for one in metric.total if one.name in metric.parts]
    values = [float(total.get(one.name) or 0) for one in columns]
    whole = sum(values)
    if not whole:
        return []
    return [
        Part(column, value / whole, reading.share(value / whole))
        for column, value in zip(columns, values, strict=True)
    ]


def _ends_in(value: Any) -> Iterator[Fraction]:
    """The number, or those in a text such as `6–9`."""
    if isinstance(value, str):
        yield from (Fraction(one) for one in NUMBER.findall(value))
    else:
        number = exactly(value)
        if number is not None:
            yield Fraction(number)
