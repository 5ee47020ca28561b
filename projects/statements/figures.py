"""The figures of a statement as its faces show them, from what the content keeps of their units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.figures.units import COUNT, NO_UNIT, POINTS, RATIO, YEAR, Unit
from geo.figures.writing import Written, written
from geo.words import Language, Text
from projects.figures.demands import CLASSES, OF_CLASS, WORSE_THAN_V
from projects.metrics.declaration import Column as DeclaredColumn
from projects.metrics.declaration import Record, Table
from projects.metrics.figured import TARGET, Figure, Reading, given_text, texts_of
from projects.statements import words
from projects.statements.forms import is_brief
from projects.statements.layout import Cell, Column, Section, Writer, pairs

NUMBERED = 4
"""The form from which on lines have numbers and spans are told; see `forms.FORM`."""
NAMED_CLASS = re.compile(OF_CLASS.en.format(amount=f"([{''.join(CLASSES.values())}])"))
Kept = Mapping[str, Any]
"""A column as a content keeps it."""


class Figures(Writer):
    """Every figure of one content in one language, with its unit, beside what it is compared with.

    total_heads, parameter_heads: names of the columns of those two grids.
    """

    total_heads: tuple[str, ...] = ("figure", "value")
    parameter_heads: tuple[str, ...] = ("item", "value", "origin")

    def __init__(self, language: Language, content: Mapping[str, Any]) -> None:
        super().__init__(language)
        self.content = content
        self.form = content.get("form")
        self.reading = Reading.of(content["result"])

    def column(self, declared: Kept) -> Column:
        """A head; a unit without a symbol stands there, as no figure says it."""
        unit = unit_of(declared)
        silent = unit.symbol is None and unit not in (NO_UNIT, YEAR) and unit.en != NO_UNIT.en
        numbers = declared["type"] == "number"
        added = (
            (lambda value: self._number(written(value, unit), value)) if declared["sums"] else None
        )
        shown = unit.in_(self.language) if silent and numbers else ""
        return Column(declared["name"], self.say(declared["title"]), shown, added)

    def cell(self, declared: Kept, record: Mapping[str, Any]) -> Cell:
        """The figure of a column in the total, a record or a row; codes in their words."""
        figure = self.figure(declared, record)
        if figure.numeric:
            return self._number(figure.written, figure.value)
        empty = figure.value in (None, "", [])
        return Cell(None if empty else figure.in_(self.language))

    def figure(self, declared: Kept, record: Mapping[str, Any]) -> Figure:
        """The figure with what it is compared with."""
        return self.reading.figure(column_of(declared), record)

    def _number(self, said: Written, value: Any) -> Cell:
        return Cell(value, said.in_(self.language), said.workbook_in(self.language))

    def total_row(self, declared: Kept, total: Mapping[str, Any]) -> tuple[Cell, ...]:
        return (Cell(self.say(declared["title"])), self.cell(declared, total))

    @property
    def numbered(self) -> bool:
        """Whether lines have numbers, the area its code, and a figure is told at least and at most
        where what is not known of it decides."""
        return not isinstance(self.form, int) or self.form >= NUMBERED

    def headline(self, declared: Kept, total: Mapping[str, Any]) -> str:
        if self.told_span:
            return self.say(self._named(self.reading.told(column_of(declared), total)))
        return self.cell(declared, total).text

    @property
    def told_span(self) -> Text | None:
        """Between what the figure that was judged lies, where that is told."""
        return self._named(self.reading.spanned) if self.numbered else None

    def _named(self, said: Text | None) -> Text | None:
        """What may be a class of water, by the names that this content had for them."""
        return said if said is None or is_brief(self.content) else classes_of_then(said)

    def difference(self, declared: Kept, value: float) -> str:
        """How far two figures of a column are apart."""
        unit = unit_of(declared)
        said = written(value * 100, POINTS) if unit.percent else written(value, unit)
        return said.in_(self.language)

    def is_share(self, declared: Kept) -> bool:
        return unit_of(declared).id == RATIO.id

    def parameter_row(self, one: Kept) -> tuple[Cell, ...]:
        value = None if one["value"] is None else given_text(one["value"], unit_of(one))
        said = None if value is None else value.in_(self.language)
        if one.get("said"):
            said = self.say(one["said"])
        return (Cell(self.say(one["title"])), Cell(said), Cell(self.say(one["origin"])))

    def demand(self) -> str | None:
        return self.say(self.reading.demanded) or None

    def judged(self) -> Iterator[tuple[str, Cell]]:
        """The figure that was judged, and what is missing."""
        said = self.told_span or self._named(self.reading.measured)
        yield "measured", Cell(self.say(said) or None)
        yield "gap", Cell(self.say(self.reading.gap) or None)

    def count(self, value: Any) -> Cell:
        return Cell(None) if value is None else self._number(written(value, COUNT), value)

    def records(self) -> Iterator[Section]:
        """Figures beside the total that belong together."""
        heads = (self.say(words.HEADS["item"]), self.say(words.HEADS["value"]))
        for one in self.content["metric"]["records"]:
            found = self.content["result"].get(one["name"])
            if found:
                lines = [(self.say(c["title"]), self.cell(c, found)) for c in one["columns"]]
                title = self.say(one["title"])
                yield Section(f"extra-{one['name']}", title, grid=pairs(heads, lines))


@dataclass(frozen=True, slots=True)
class _Metric:
    """What a content keeps of the declaration of its metric, as far as its figures go."""

    total: Sequence[DeclaredColumn]
    records: Sequence[Record]
    tables: Sequence[Table]
    parts: Sequence[str] = ()

    @classmethod
    def of(cls, kept: Kept) -> _Metric:
        return cls(
            _columns(kept),
            [Record(*_named(one), _columns(one, "columns")) for one in kept["records"]],
            [Table(*_named(one), _columns(one, "columns")) for one in kept["tables"]],
        )


def _columns(kept: Kept, name: str = "total") -> tuple[DeclaredColumn, ...]:
    return tuple(column_of(one) for one in kept[name])


def _named(kept: Kept) -> tuple[str, Text]:
    return kept["name"], Text(**kept["title"])


def texts_in(content: Mapping[str, Any]) -> dict[str, Any] | None:
    """Every figure of a content as it is written, in the places in which a run gives it too.

    None for contents of form 1, which keep of units the words alone.
    """
    form = content.get("form")
    if form == 1:
        return None
    found = texts_of(_Metric.of(content["metric"]), content["result"])
    if isinstance(form, int) and form < NUMBERED:
        found.get(TARGET, {}).pop("span", None)
    if TARGET in found and not is_brief(content):
        judged = {name: found[TARGET].get(name) for name in ("measured", "span")}
        told = {name: classes_of_then(one) for name, one in judged.items() if one}
        found[TARGET] |= told
    return found


def classes_of_then(said: Text) -> Text:
    """Classes of water in English as statements named them before form `BRIEF`."""
    english = said.en.replace(WORSE_THAN_V.en, "劣Ⅴ (class)")
    return Text(said.zh, NAMED_CLASS.sub(r"\1 (class)", english))


def unit_of(declared: Kept) -> Unit:
    """The unit of a column that a content keeps."""
    return Unit.of(declared["unit"]) if declared["unit"] else NO_UNIT


def column_of(declared: Kept) -> DeclaredColumn:
    """The column that a content keeps, as it was declared."""
    return DeclaredColumn(
        name=declared["name"],
        title=Text(**declared["title"]),
        unit=unit_of(declared),
        type=declared["type"],
        codes={value: Text(**title) for value, title in declared["codes"].items()},
        against=tuple(declared.get("against", ())),
    )
