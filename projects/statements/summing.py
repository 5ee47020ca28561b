"""Rows of a table summed by district and responsible unit: areas that share no ground only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geo.figures.one_unit import unit_for
from geo.figures.units import HECTARES, NO_UNIT, Unit
from projects.statements import words
from projects.statements.figures import Figures, unit_of
from projects.statements.in_one_unit import head_unit, number_cell
from projects.statements.layout import Cell, Column, Formula, Grid, Section

Kept = Mapping[str, Any]
TOGETHER = "together"


def summary_of(writer: Figures, content: Mapping[str, Any], table: Kept) -> Section:
    """What each district and unit has by the first code of the table, in km², together in 公顷 too;
    empty where rows name no district, or have no area that may be added up."""
    title = writer.say(words.SECTIONS["summary"])
    section = f"summary-{table['name']}"
    rows: Sequence[Kept] = content["result"].get(table["name"]) or ()
    places = content["places"].get(table["name"]) or {}
    once = next((one for one in table["columns"] if one["once"] and one["sums"]), None)
    code = next((one for one in table["columns"] if one["type"] == "code"), None)
    if once is None or code is None or not rows or not places:
        return Section(section, title)
    grid = _Summary(writer, once, code, rows, places).grid()
    return Section(section, title, (writer.say(words.SUMMED_ONCE),), grid)


class _Summary:
    def __init__(
        self,
        writer: Figures,
        once: Kept,
        code: Kept,
        rows: Sequence[Kept],
        places: Mapping[str, Kept],
    ) -> None:
        self.writer, self.once, self.code = writer, once, code
        self.groups: dict[tuple[str, str], list[Kept]] = {}
        for row in rows:
            place = places.get(str(row.get("key")), {})
            whose = (place.get("district") or "—", "、".join(place.get("unit") or ()) or "—")
            self.groups.setdefault(whose, []).append(row)
        there = {row.get(code["name"]) for row in rows}
        self.codes = [one for one in code["codes"] if one in there]
        whole = [float(row.get(once["name"]) or 0) for row in rows]
        self.unit: Unit = unit_for(unit_of(once), [sum(whole)])
        self.factor = float(self.unit.scale / unit_of(once).scale)

    def grid(self) -> Grid:
        rows = tuple(self._row(whose, self.groups[whose]) for whose in sorted(self.groups))
        return Grid(self._columns(), rows, sum_title=self.writer.say(words.HEADS["sum"]))

    def _columns(self) -> tuple[Column, ...]:
        say, language = self.writer.say, self.writer.language
        unit = head_unit(self.unit, language)
        first = self.writer.say(self.code["codes"][self.codes[0]])
        share = words.HEADS["share_of_it"].format(title=first)
        return (
            Column("district", say(words.HEADS["district"])),
            Column("unit", say(words.HEADS["unit_of_place"])),
            Column("rows", say(words.HEADS["rows_there"]), added=self._count),
            *(Column(one, say(self.code["codes"][one]), unit, self._area) for one in self.codes),
            Column(TOGETHER, say(words.HEADS[TOGETHER]), unit, self._area),
            Column("ha", say(words.HEADS[TOGETHER]), HECTARES.in_(language), self._hectares),
            Column("share", say(share)),
        )

    def _row(self, whose: tuple[str, str], rows: Sequence[Kept]) -> tuple[Cell, ...]:
        by_code = dict.fromkeys(self.codes, 0.0)
        for row in rows:
            if row.get(self.code["name"]) in by_code:
                by_code[row[self.code["name"]]] += float(row.get(self.once["name"]) or 0)
        areas = [one / self.factor for one in by_code.values()]
        together = Formula("sum", tuple(self.codes))
        whole = together.value(*areas)
        in_hectares = Formula("hundredfold", (TOGETHER,))
        return (
            *(Cell(one) for one in whose),
            self._count(len(rows)),
            *(self._area(one) for one in areas),
            self._area(whole, together),
            self._hectares(in_hectares.value(whole), in_hectares),
            self._share(areas[0], whole),
        )

    def _count(self, value: float) -> Cell:
        return number_cell(int(value), NO_UNIT, self.writer.language)

    def _area(self, value: float, formula: Formula | None = None) -> Cell:
        return number_cell(value, self.unit, self.writer.language, formula=formula)

    def _hectares(self, value: float, formula: Formula | None = None) -> Cell:
        return number_cell(value, HECTARES, self.writer.language, formula=formula)

    def _share(self, part: float, whole: float) -> Cell:
        if not whole:
            return Cell(None)
        formula = Formula("quotient", (self.codes[0], TOGETHER))
        said = self.writer.reading.share(part / whole)
        language = self.writer.language
        value = formula.value(part, whole)
        return Cell(value, said.in_(language), said.workbook_in(language), formula)
