"""Rows of a round judged: read as records are read, by the rules of records and a few of its own.

Nothing here asks the database; what rows are judged by stands in `Known`.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from geo.errors import EcoAtlasError, ErrorCode, Problem
from geo.figures.said import grouped
from geo.words import Text, listed_or_none
from projects.records.changes.history import stored_values
from projects.records.changes.rules import Facts, broken, is_error
from projects.records.changes.values import Known as KnownOfRecords
from projects.records.changes.values import Reading, read_value
from projects.records.model.money import plain_number
from projects.records.model.tables import Project
from projects.rounds import errors
from projects.rounds.fields import (
    END,
    ENTRY_FIELD_BY_NAME,
    FIGURES,
    INVESTED,
    PERCENT,
    SPENT,
    STATUS,
)
from projects.rounds.tables import RoundEntry

CODE = Text("项目编号", "Project code")
PLACE = Text("项目 {code}", "project {code}")
SIMILAR = 3
IN_YUAN = 100
"""An amount so many times the investment is one in yuan."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as written; `version` is that of the entry which the writer saw, 0 for an empty one.

    Fields that `cells` does not have say nothing; an empty one takes a value back.
    """

    number: int
    code: str
    cells: Mapping[str, Any]
    version: int = 0
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What was told of a project's money earlier: the most that was built for, and the most that
    was spent in the year."""

    invested: Decimal | None = None
    spent: Decimal | None = None


@dataclass(frozen=True)
class Known:
    """What rows are judged by: entries and projects by code, names of units, the writer's unit."""

    period: str
    entries: Mapping[str, RoundEntry]
    projects: Mapping[str, Project]
    units: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, Before] = field(default_factory=dict)
    own_unit: str | None = None
    codes: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """A row that can be read: its entry, and what it says in stored types."""

    row: Row
    entry: RoundEntry
    said: Mapping[str, Any]

    @property
    def place(self) -> Text:
        return PLACE.format(code=self.row.code)


def read_rows(rows: Sequence[Row], known: Known) -> tuple[list[Read], list[Problem]]:
    """The rows that can be read, and everything that is wrong with the others."""
    found: list[Read] = []
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for row in rows:
        faults = list(_place_faults(row, known, first))
        entry = known.entries.get(row.code)
        said, unread = _said(row)
        problems += [*faults, *unread]
        if entry is not None and not faults and not unread:
            found.append(Read(row, entry, said))
    return found, problems


def _fault(kind: ErrorCode, row: Row, column: str = "code", **values: Any) -> Problem:
    title = CODE if column == "code" else ENTRY_FIELD_BY_NAME[column].title
    return Problem(kind, {"row": row.number, "column": title, **values}, row.number, column)


def _place_faults(row: Row, known: Known, first: dict[str, int]) -> Iterator[Problem]:
    if not row.code:
        yield _fault(errors.ENTRY_CODE_EMPTY, row)
        return
    if row.period is not None and row.period != known.period:
        yield _fault(errors.ENTRY_OTHER_PERIOD, row, value=row.period[:40], period=known.period)
        return
    entry = known.entries.get(row.code)
    if entry is None:
        near = difflib.get_close_matches(row.code, known.codes, SIMILAR)
        said = listed_or_none(near)
        yield _fault(errors.ENTRY_UNKNOWN, row, value=row.code[:60], near=said, period=known.period)
        return
    if known.own_unit is not None and entry.unit_code != known.own_unit:
        unit = known.units.get(entry.unit_code, entry.unit_code)
        yield _fault(errors.ENTRY_OTHER_UNIT, row, value=row.code, unit=unit)
    if first.setdefault(row.code, row.number) != row.number:
        yield _fault(errors.ENTRY_TWICE, row, value=row.code, first=first[row.code])


def _said(row: Row) -> tuple[dict[str, Any], list[Problem]]:
    said: dict[str, Any] = {}
    problems: list[Problem] = []
    place = PLACE.format(code=row.code)
    for name, raw in row.cells.items():
        try:
            said[name] = read_value(ENTRY_FIELD_BY_NAME[name], raw, Reading(place, NOTHING))
        except EcoAtlasError as error:
            problems.append(Problem(error.problem.kind, error.problem.values, row.number, name))
    return said, problems


NOTHING = KnownOfRecords()
"""No field of an entry is a unit or a clause."""


def report_faults(read: Read, merged: Mapping[str, Any], known: Known) -> list[Problem]:
    """What is wrong with an entry as it would be reported."""
    project, row = known.projects[read.row.code], read.row.number
    if merged.get(PERCENT) is None:
        title = ENTRY_FIELD_BY_NAME[PERCENT].title
        return [
            Problem(errors.ENTRY_NO_PERCENT, {"place": read.place, "column": title}, row, PERCENT)
        ]
    faults = [
        one for one in broken(facts_of(project, merged), read.place, row=row) if is_error(one)
    ]
    return [*faults, *_money_faults(read, merged, project, known)]


def facts_of(project: Project, merged: Mapping[str, Any]) -> Facts:
    """A record as it would stand with what is reported; fields that are empty change nothing."""
    before = stored_values(project)
    told = {name: merged.get(name) for name in (PERCENT, STATUS, END)}
    after = before | {name: value for name, value in told.items() if value is not None}
    return Facts(after, before, merged.get("reason"))


def _money_faults(
    read: Read, merged: Mapping[str, Any], project: Project, known: Known
) -> Iterator[Problem]:
    total = project.investment_wan_yuan
    for name in (INVESTED, SPENT):
        amount = merged.get(name)
        if amount is None or not total or amount < total * IN_YUAN:
            continue
        said = {
            "place": read.place,
            "column": ENTRY_FIELD_BY_NAME[name].title,
            "value": _money(amount),
            "total": _money(total),
            "meant": _money(amount / 10_000),
        }
        yield Problem(errors.ENTRY_IN_YUAN, said, read.row.number, name)
    earlier = known.before.get(read.row.code, Before())
    for name, before in ((INVESTED, earlier.invested), (SPENT, earlier.spent)):
        after = merged.get(name)
        if before is None or after is None or after >= before or merged.get("reason"):
            continue
        said = {
            "place": read.place,
            "column": ENTRY_FIELD_BY_NAME[name].title,
            "before": _money(before),
            "after": _money(after),
        }
        yield Problem(errors.ENTRY_FELL, said, read.row.number, name)


def _money(amount: Decimal) -> str:
    return grouped(plain_number(amount))


def filled(row: Row) -> bool:
    """Whether a row says anything, or takes back what its writer saw."""
    return row.version > 0 or any(
        row.cells.get(name) not in (None, "") for name in (*FIGURES, "text", "problems",
                                                           "next_steps", STATUS, END)
    )  # fmt: skip
