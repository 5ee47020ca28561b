"""How figures were written up to layout 3, in statements of content form 1.

They are drawn again as they were signed, to the byte: nothing here follows the figures of today,
and nothing but such a statement is written so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from geo.words import Language
from projects.figures.target_units import target_unit_words
from projects.statements.earlier import words
from projects.statements.figures import Figures
from projects.statements.layout import Cell, Column, Grid, Section, beside, pairs, plain

Format = Literal["text", "m2", "ratio", "integer", "number", "year"]
FORMATS: dict[str, Format] = {"m²": "m2", "ratio (0–1)": "ratio", "count": "integer"}
NUMBERS = {"m2": "#,##0.00", "ratio": "0.00%", "integer": "#,##0", "year": "0", "number": "General"}
HEAD = ("metric", "metric_version", "inputs", "parameters", "measured_on", "sheets")
SHOWN_ELSEWHERE = frozenset((*HEAD, "total", "target", "notes"))
COMPARATORS = {">=": "≥", "<=": "≤", "class<=": "≤", "service_time": "≤"}
SHARES = frozenset({"share", "lower", "upper"})


class EarlierFigures(Figures):
    """m² and shares to a hundredth, units in the heads, comparators as signs."""

    total_heads = ("figure", "value", "unit")
    parameter_heads = ("item", "value", "unit", "origin")

    def column(self, declared: Mapping[str, Any]) -> Column:
        unit = declared["unit"] or {}
        form = format_of(declared)
        shown = "" if unit.get("en") in (None, "—") or form == "ratio" else self.say(unit)
        added = (lambda value: number_cell(value, form)) if declared["sums"] else None
        return Column(declared["name"], self.say(declared["title"]), shown, added)

    def cell(self, declared: Mapping[str, Any], record: Mapping[str, Any]) -> Cell:
        value = record.get(declared["name"])
        if declared["type"] == "code" and value is not None:
            word = declared["codes"].get(str(value))
            return Cell(self.say(word) if word else str(value))
        if declared["type"] != "number":
            return Cell(plain(value))
        return number_cell(value, format_of(declared))

    def total_row(self, declared: Mapping[str, Any], total: Mapping[str, Any]) -> tuple[Cell, ...]:
        """A share is written in percent and needs no unit beside it."""
        unit = self.say(declared["unit"]) if self.column(declared).unit else None
        return (Cell(self.say(declared["title"])), self.cell(declared, total), Cell(unit))

    def headline(self, declared: Mapping[str, Any], total: Mapping[str, Any]) -> str:
        said = self.cell(declared, total).text
        return said if self.is_share(declared) else f"{said} {self.say(declared['unit'])}"

    def difference(self, declared: Mapping[str, Any], value: float) -> str:
        return number_cell(value, format_of(declared)).text

    def is_share(self, declared: Mapping[str, Any]) -> bool:
        return format_of(declared) == "ratio"

    def parameter_row(self, one: Mapping[str, Any]) -> tuple[Cell, ...]:
        return (
            Cell(self.say(one["title"])),
            number_cell(one["value"]),
            Cell(self.say(one["unit"]) or None),
            Cell(self.say(one["origin"])),
        )

    def demand(self) -> str | None:
        target = self.reading.target
        if target.get("value") is None:
            return None
        sign = COMPARATORS.get(target["comparator"], target["comparator"])
        unit = self.say(target_unit_words(target.get("unit")))
        return f"{sign} {target['value']:g} {unit}".strip()

    def judged(self) -> Iterator[tuple[str, Cell]]:
        yield "measured", Cell(self._in_unit("measured"))
        yield "gap", Cell(self._in_unit("gap"))
        yield "gap_m2", number_cell(self.reading.target.get("gap_m2"), "m2")

    def _in_unit(self, name: str) -> str | None:
        """A figure of the target in its own unit; a percentage is held as a share."""
        target = self.reading.target
        value, unit = target.get(name), target.get("unit")
        if value is None:
            return None
        shown = f"{value * 100:g}" if unit == "%" else f"{value:g}"
        return f"{shown} {self.say(target_unit_words(unit))}".strip()

    def count(self, value: Any) -> Cell:
        return Cell(None) if value is None else number_cell(value, "integer")

    def records(self) -> Iterator[Section]:
        """What results held besides totals and declared tables, in its order."""
        shown = SHOWN_ELSEWHERE | {table["name"] for table in self.content["metric"]["tables"]}
        reader = _Reader(self)
        for name, value in self.content["result"].items():
            if name not in shown and value not in (None, [], {}):
                grid = reader.grid(value)
                if grid is not None:
                    yield Section(f"extra-{name}", reader.title(name), grid=grid)


class _Reader:
    """Names the parts of a result by the declaration where it names them, else by our words."""

    def __init__(self, figures: EarlierFigures) -> None:
        metric = figures.content["metric"]
        declared = [one for table in metric["tables"] for one in table["columns"]]
        self.say = figures.say
        self.columns = {one["name"]: one for one in (*declared, *metric["total"])}
        self.codes = {
            value: word for one in self.columns.values() for value, word in one["codes"].items()
        }

    def title(self, name: str) -> str:
        if name in words.EXTRA:
            return self.say(words.EXTRA[name])
        declared = self.columns.get(name)
        return self.say(declared["title"]) if declared else name

    def format(self, name: str) -> Format:
        if name.endswith("_m2"):
            return "m2"
        return "ratio" if name in SHARES else "number"

    def cell(self, name: str, value: Any) -> Cell:
        if isinstance(value, str | list):
            return Cell(self._worded(value))
        return number_cell(value, self.format(name))

    def _worded(self, value: str | list[Any]) -> str | None:
        """Codes in words; keys of rows stay as they are."""
        if isinstance(value, list):
            return plain([self._worded(str(one)) for one in value])
        if value in words.EXTRA:
            return self.say(words.EXTRA[value])
        return self.say(self.codes[value]) if value in self.codes else value

    def grid(self, value: Any) -> Grid | None:
        if isinstance(value, Mapping):
            heads = (self.say(words.HEADS["item"]), self.say(words.HEADS["value"]))
            return pairs(heads, [(self._head(n), self.cell(n, v)) for n, v in value.items()])
        if isinstance(value, list) and all(isinstance(row, Mapping) for row in value):
            return self._rows(value)
        return None

    def _head(self, name: str) -> str:
        return beside(self.title(name), "m²" if name.endswith("_m2") else "")

    def _rows(self, rows: Sequence[Mapping[str, Any]]) -> Grid:
        names = list(dict.fromkeys(name for row in rows for name in row))
        columns = tuple(
            Column(name, self.title(name), "m²" if name.endswith("_m2") else "") for name in names
        )
        cells = tuple(tuple(self.cell(n, row.get(n)) for n in names) for row in rows)
        return Grid(columns, cells)


def format_of(declared: Mapping[str, Any]) -> Format:
    """How the numbers of a declared column are written: by its unit, and years without commas."""
    if declared["type"] != "number":
        return "text"
    if declared["name"].rpartition("_")[2] == "year":
        return "year"
    return FORMATS.get((declared["unit"] or {}).get("en", ""), "number")


def number_cell(value: Any, form: Format = "number") -> Cell:
    """A number, or whatever else stands in the place of one, as text."""
    if value is None:
        return Cell(None)
    if isinstance(value, bool) or not isinstance(value, int | float) or form == "text":
        return Cell(plain(value))
    return Cell(value, _number(value, form), NUMBERS[form])


def _number(value: float, form: Format) -> str:
    if form == "ratio":
        return f"{value * 100:.2f}%"
    if form == "year":
        return f"{value:g}"
    if form == "m2":
        return f"{value:,.2f}"
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    if abs(value) >= 1000:
        return f"{value:,.2f}"
    return f"{value:.6f}".rstrip("0") if abs(value) >= 1e-6 else f"{value:.3g}"


def figures_of(content: Mapping[str, Any], language: Language) -> Figures:
    """What writes the figures of this content, of whichever form."""
    written = EarlierFigures if content.get("form") == 1 else Figures
    return written(language, content)
