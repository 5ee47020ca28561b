"""Rows of a list as records: checked one by one against registers and rules, kept together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from geo.errors import EcoAtlasError, Problem
from geo.figures.said import typed
from geo.words import Text
from layers.system.progress import Progress, counted, silent
from projects.records.changes.history import (
    stored_values,
)
from projects.records.changes.parts import part_place, with_parts
from projects.records.changes.rules import Facts, broken, fell
from projects.records.changes.values import Known, Reading, check_record, read_value
from projects.records.changes.writing import Report
from projects.records.files.grid import NO_RESULT
from projects.records.files.heads import Meaning
from projects.records.files.mixed_money import mixed_units
from projects.records.model import errors, list_errors
from projects.records.model.fields import FIELDS_BY_NAME, RecordField
from projects.records.model.money import read_amount
from projects.records.model.part_index import PartIndex
from projects.records.model.part_kinds import PARTS, Key
from projects.records.model.tables import Project

MOST_PROPOSALS = 3
"""A proposal that is taken may itself be one to confirm, and never leads back to what it was."""
Row = tuple[int, Mapping[str, Any]]
PartValues = dict[tuple[str, Key], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a project that a file would change; `before` is None for what is new."""

    code: str
    row: int
    name: str
    title: Text
    before: Any
    after: Any
    new: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the rows of a list are checked against."""

    known: Known
    there: Mapping[str, Project]
    parts: PartIndex
    accept: frozenset[str] = frozenset()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A row in its stored types, the record that it changes, and what it would change.

    parts: those that the row differs in; the others need not be looked for again.
    """

    number: int
    checked: Mapping[str, Any]
    parts: Mapping[tuple[str, Key], Mapping[str, Any]]
    report: Report
    project: Project | None
    differences: tuple[Difference, ...] = ()


def check_rows(
    rows: Sequence[Row],
    columns: Mapping[int, Meaning],
    sheet: Sheet,
    progress: Progress = silent,
) -> tuple[list[Taken], list[Problem]]:
    """Every row against the registers and the rules, and all that is odd or wrong."""
    meanings = {one.name: one for one in columns.values()}
    taken: list[Taken] = []
    problems = list(mixed_units(rows, meanings, sheet.accept))
    first: dict[str, int] = {}
    for number, values in counted(rows, progress, "check", len(rows)):
        one, wrong = _Reading(number, dict(values), meanings, sheet).read()
        taken.append(one)
        problems += wrong
        code = one.checked.get("code")
        if code is not None and first.setdefault(code, number) != number:
            said = {"place": place_of(number), "column": FIELDS_BY_NAME["code"].title}
            repeated = {"value": code, "first": first[code], "free": _free(code, first, sheet)}
            problems.append(Problem(errors.DUPLICATE_ROW, said | repeated, number, "code"))
    return taken, problems


def _free(code: str, listed: Collection[str], sheet: Sheet) -> str:
    """The next code like this one that neither the list nor the register has."""
    codes = (f"{code}-{number}" for number in count(2))
    return next(one for one in codes if one not in listed and one not in sheet.there)


def place_of(row: int) -> Text:
    return Text(f"第 {row} 行", f"row {row}")


class _Reading:
    """One row on its way to a record; gathers its faults."""

    def __init__(
        self, number: int, values: dict[str, Any], meanings: Mapping[str, Meaning], sheet: Sheet
    ) -> None:
        self.number, self.values, self.meanings, self.sheet = number, values, meanings, sheet
        self.place = place_of(number)
        self.problems: list[Problem] = []

    def read(self) -> tuple[Taken, list[Problem]]:
        self._formulas()
        project = self.sheet.there.get(str(self._of("code")).strip().removesuffix(".0"))
        stored = stored_values(project) if project is not None else {}
        checked = self._record(stored)
        parts, report = self._parts(), self._report(stored, checked)
        code = checked.get("code", "")
        parts = {place: one for place, one in parts.items() if self._differs(str(code), place, one)}
        taken = Taken(self.number, checked, parts, report, project)
        if not self.problems:
            self._rules(taken, stored)
        told = tuple(_differences(taken, stored, self.sheet.parts)) if code else ()
        return Taken(self.number, checked, parts, report, project, told), self.problems

    def _of(self, name: str) -> Any:
        value = self.values.get(name)
        return None if value is NO_RESULT else value

    def _formulas(self) -> None:
        for name, value in self.values.items():
            if value is NO_RESULT:
                said = {"place": self.place, "column": self.meanings[name].field.title}
                self.problems.append(
                    Problem(list_errors.FORMULA_WITHOUT_VALUE, said, self.number, name)
                )

    def _record(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        values = {
            name: self._in_its_unit(meaning, self._of(name))
            for name, meaning in self.meanings.items()
            if meaning.group == "record"
        }
        checked: dict[str, Any] = {}
        for _ in range(1 + len(values)):  # each round takes proposals that were accepted
            checked, wrong = check_record(
                values, self.place, self.sheet.known, row=self.number, partial=True, stored=stored
            )
            again = [one for one in wrong if self._taken(one)]
            if not again:
                self.problems += wrong
                break
            for one in again:
                values[str(one.field)] = _with_proposal(values[str(one.field)], one)
        return checked

    def _taken(self, problem: Problem) -> bool:
        return problem.code in self.sheet.accept and "proposal" in problem.values

    def _in_its_unit(self, meaning: Meaning, raw: Any) -> Any:
        """An amount whose column says another unit than 万元, with that unit."""
        if meaning.field.type != "money" or meaning.unit in (None, "万元") or raw in (None, ""):
            return raw
        amount = read_amount(raw, meaning.unit)
        return raw if amount is None or amount.unit is not None else typed(amount.wan)

    def _parts(self) -> PartValues:
        found: PartValues = {}
        for name, meaning in self.meanings.items():
            if meaning.group not in PARTS or meaning.undated:
                continue
            kind = PARTS[meaning.group]
            place = part_place(self.place, kind, meaning.key)
            value = self._value(name, meaning.field, meaning, place)
            found.setdefault((meaning.group, meaning.key), {})[meaning.field.name] = value
        return found

    def _value(self, name: str, field_: RecordField, meaning: Meaning, place: Text) -> Any:
        value = self._in_its_unit(meaning, self._of(name))
        reading = Reading(place, self.sheet.known)
        for _ in range(MOST_PROPOSALS):
            try:
                return read_value(field_, value, reading)
            except EcoAtlasError as error:
                problem = Problem(error.problem.kind, error.problem.values, self.number, name)
            if not self._taken(problem):
                break
            value = problem.values["proposal"]
        self.problems.append(problem)
        return None

    def _report(self, stored: Mapping[str, Any], checked: Mapping[str, Any]) -> Report:
        said = {
            meaning.field.name: self._value(name, meaning.field, meaning, self.place)
            for name, meaning in self.meanings.items()
            if meaning.group == "report"
        }
        falls = checked.get("progress_percent") is not None and fell(stored, checked)
        day: dt.date | None = said.get("reported_on")
        if day is not None and day > self.sheet.known.today:
            values = {"place": self.place, "column": Text("报告日期", "Day of the report")}
            self.problems.append(
                Problem(
                    errors.RECORD_ACTUAL_AHEAD, values | {"day": day}, self.number,
                    "report.reported_on",
                )
            )  # fmt: skip
        return Report(
            on=day,
            reason=said.get("reason") or (self.sheet.reason if falls else None),
            via="xlsx",
            text=said.get("text"),
            next_steps=said.get("next_steps"),
            invested_wan_yuan=said.get("invested_wan_yuan"),
        )

    def _differs(self, code: str, place: tuple[str, Key], values: Mapping[str, Any]) -> bool:
        there = self.sheet.parts.values(code, PARTS[place[0]], place[1])
        return any(there.get(name) != value for name, value in values.items())

    def _rules(self, taken: Taken, stored: Mapping[str, Any]) -> None:
        facts = _facts(taken, stored, self.sheet)
        columns = {name for name, one in self.meanings.items() if one.group == "record"}
        self.problems += broken(
            facts, self.place, row=self.number, columns=columns, parts=bool(taken.parts)
        )


def _with_proposal(raw: Any, problem: Problem) -> Any:
    """The cell with what was proposed; of a list only the name that was wrong is replaced."""
    written, proposal = str(problem.values["value"]), problem.values["proposal"]
    if isinstance(raw, str) and isinstance(proposal, str) and written in raw:
        return raw.replace(written, proposal)
    return proposal


def _facts(taken: Taken, stored: Mapping[str, Any], sheet: Sheet) -> Facts:
    before = dict(stored) if taken.project is not None else None
    after = {**stored, **taken.checked}
    if before is not None and after.get("progress_percent") is None:
        after["progress_percent"] = before["progress_percent"]
    kept = sheet.parts.by_project.get(str(taken.checked.get("code")), {})
    base = Facts(after, before, taken.report.reason, sheet.known.today)
    there = {(PARTS[name], key): values for (name, key), values in kept.items()}
    wanted = {(PARTS[name], key): values for (name, key), values in taken.parts.items()}
    return with_parts(with_parts(base, there), wanted)


def _differences(taken: Taken, stored: Mapping[str, Any], index: PartIndex) -> Iterable[Difference]:
    code, row = str(taken.checked["code"]), taken.number
    new = taken.project is None
    for name, value in taken.checked.items():
        before = stored.get(name)
        if name == "progress_percent" and value is None:
            continue
        if (value or None) != (before or None):
            title = FIELDS_BY_NAME[name].title
            yield Difference(code, row, name, title, before, value, new)
    for (group, key), values in taken.parts.items():
        kind = PARTS[group]
        there = index.values(code, kind, key)
        titles = {one.name: one.title for one in kind.fields}
        for name, value in values.items():
            if there.get(name) != value:
                of = kind.title(key)
                title = Text(f"{of.zh} {titles[name].zh}", f"{of.en}, {titles[name].en}")
                yield Difference(code, row, name, title, there.get(name), value, new)
