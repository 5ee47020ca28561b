"""Columns of a sheet: every figure of a column in one unit, which stands in its head.

Areas are told in km², as plans tell them, in 公顷 beside it where divisions are compared; what
follows from other figures of its row says how, so that a workbook can have it as a formula.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from geo.figures.one_unit import head_of, unit_for
from geo.figures.units import HECTARES, NO_UNIT, SQUARE_KILOMETRES, Unit
from geo.figures.writing import written
from geo.words import Language
from projects.statements.figures import Figures, Kept, unit_of
from projects.statements.layout import Cell, Column, Formula
from projects.statements.words import HEADS

MISSING = "missing"
Row = Mapping[str, Any]


def number_cell(
    value: float,
    unit: Unit,
    language: Language,
    ends: Sequence[Fraction] = (),
    formula: Formula | None = None,
) -> Cell:
    """A number whose unit stands in the head; a percentage keeps its sign."""
    said = written(value, unit, ends)
    if unit.percent:
        return Cell(value, said.in_(language), said.workbook_in(language), formula)
    return Cell(value, said.number, said.workbook, formula)


def head_unit(unit: Unit, language: Language) -> str:
    """What stands in the head, in one language."""
    said = head_of(unit)
    return "" if said is None else said.in_(language)


@dataclass(frozen=True, slots=True)
class Shown:
    """A declared column in the one unit that it is told in."""

    figures: Figures
    kept: Kept
    unit: Unit
    apart: bool = True
    """Whether no two rows share ground: features of a layer may lie over one another."""

    @property
    def name(self) -> str:
        return str(self.kept["name"])

    @property
    def column(self) -> Column:
        language = self.figures.language
        area = self.unit.measure == "area" and not self.kept["once"]
        sums = self.kept["sums"] and (self.apart or not area)
        added = (lambda value: number_cell(value, self.unit, language)) if sums else None
        unit = head_unit(self.unit, language) if self.kept["type"] == "number" else ""
        return Column(self.name, self.figures.say(self.kept["title"]), unit, added)

    def cell(self, row: Row) -> Cell:
        figure = self.figures.figure(self.kept, row)
        if not figure.numeric:
            return self.figures.cell(self.kept, row)
        told = figure.told_in(self.unit)
        return number_cell(told.value, self.unit, self.figures.language, told.ends)

    def follows(self) -> Formula | None:
        return Formula("quotient", tuple(self.kept["of"])) if self.kept["of"] else None


@dataclass(frozen=True, slots=True)
class Following:
    """A column of this sheet alone, that follows from others."""

    column: Column
    unit: Unit
    formula: Formula
    figures: Figures

    @property
    def name(self) -> str:
        return self.column.name

    def cell(self, _row: Row) -> Cell:
        """Its value is what the formula comes to."""
        return Cell(None)

    def follows(self) -> Formula:
        return self.formula


AnyShown = Shown | Following


def shown_columns(
    figures: Figures,
    declared: Sequence[Kept],
    rows: Sequence[Row],
    *,
    hectares: bool = False,
    missing: Sequence[str] | None = None,
    apart: bool = True,
) -> list[AnyShown]:
    """The columns that some row has, in their order; with 公顷 behind each area, or with what is
    missing behind the part that is there. `apart`: no two rows share ground."""
    found: list[AnyShown] = []
    for kept in declared:
        values = [row.get(kept["name"]) for row in rows if kept["name"] in row]
        if not values:
            continue
        number = kept["type"] == "number"
        unit = unit_for(unit_of(kept), values) if number else NO_UNIT
        one = Shown(figures, kept, unit, apart)
        found.append(one)
        if hectares and one.unit is SQUARE_KILOMETRES:
            found.append(_hectares(figures, one))
        if missing and kept["name"] == missing[1]:
            found.append(_missing(figures, one, missing))
    return found


def _hectares(figures: Figures, of: Shown) -> Following:
    unit = HECTARES.in_(figures.language)
    column = Column(f"{of.name}:ha", of.column.title, unit)
    return Following(column, HECTARES, Formula("hundredfold", (of.name,)), figures)


def _missing(figures: Figures, part: Shown, names: Sequence[str]) -> Following:
    unit = head_unit(part.unit, figures.language)
    column = Column(MISSING, figures.say(HEADS[MISSING]), unit)
    return Following(column, part.unit, Formula("less", tuple(names)), figures)


def cells_of(columns: Sequence[AnyShown], row: Row) -> tuple[Cell, ...]:
    """The cells of a row; what follows from others has the value that its formula comes to."""
    cells = {one.name: one.cell(row) for one in columns}
    for one in columns:
        formula = one.follows()
        if formula is not None:
            cells[one.name] = following(cells[one.name], formula, cells, one)
    return tuple(cells[one.name] for one in columns)


def following(cell: Cell, formula: Formula, cells: Mapping[str, Cell], column: AnyShown) -> Cell:
    """The cell with its formula; as it is where one of its numbers is not there, or nothing."""
    numbers = [cells[name].value if name in cells else None for name in formula.of]
    whole = [float(one) for one in numbers if isinstance(one, int | float)]
    if len(whole) < len(numbers) or (formula.operation == "quotient" and not whole[-1]):
        return cell
    value = formula.value(*whole)
    if isinstance(column, Following):
        cell = number_cell(value, column.unit, column.figures.language)
    return replace(cell, value=value, formula=formula)
