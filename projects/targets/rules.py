"""Rules for rows of values, the same for form, file, API and command line.

A row is what somebody wrote: target, unit, period, value and what stands beside it. Each fault is
named by row and column; nothing here reads or writes anything.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geo.errors import EcoAtlasError, ErrorCode, Problem
from geo.words import Text, listed_or_none
from layers.system.china_time import minute
from projects.targets import errors
from projects.targets.measured import Measured
from projects.targets.periods import EXAMPLES, KINDS, read_period
from projects.targets.reading_values import Value, read_value, value_text
from projects.targets.units import find_reporting_unit, reporting_unit_text, similar_units
from projects.targets.values import Cell, TargetValue

COLUMNS: dict[str, Text] = {
    "target": Text("目标编号", "Target"),
    "unit": Text("填报单位", "Reporting unit"),
    "period": Text("期间", "Period"),
    "value": Text("值", "Value"),
    "source": Text("数据来源", "Source"),
    "evidence": Text("佐证文件", "Evidence file"),
    "note": Text("说明", "Note"),
    "reason": Text("修改理由", "Reason for the change"),
}
LONGEST = {"source": 500, "evidence": 200, "note": 500, "reason": 500}
SIMILAR = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A row as written; `version` is that of the cell which the writer saw, 0 for an empty one."""

    number: int
    cells: Mapping[str, Any]
    version: int = 0

    def text(self, column: str) -> str:
        value = self.cells.get(column)
        return "" if value is None else " ".join(str(value).split())


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that is right."""

    row: int
    cell: Cell
    value: Value
    source: str | None
    evidence: str | None
    note: str | None
    reason: str | None
    before: TargetValue | None


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are judged by.

    along, evidence: hashes of the files that came along, and of those that are kept, by name; what
    came along and is refused stands in `refused`. people: who an account is.
    """

    targets: Mapping[str, Measured]
    present: Mapping[Cell, TargetValue] = field(default_factory=dict)
    closed: Collection[tuple[str, str]] = frozenset()
    along: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, EcoAtlasError] = field(default_factory=dict)
    people: Mapping[str, Text] = field(default_factory=dict)


def checked(rows: Sequence[Row], known: Known) -> tuple[list[Entry], list[Problem]]:
    """The rows that are right, and everything that is wrong with the others."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    first: dict[Cell, int] = {}
    for row in rows:
        read = _Reading(row, known)
        entry = read.entry()
        if read.cell is not None and first.setdefault(read.cell, row.number) != row.number:
            read.fault(errors.CELL_TWICE, "period", **_named(read.cell), first=first[read.cell])
        problems += read.problems
        if entry is not None and not read.problems:
            entries.append(entry)
    return entries, problems


def _named(cell: Cell) -> dict[str, Any]:
    unit = reporting_unit_text(cell.unit)
    return {"target": cell.target_id, "unit": unit, "period": cell.period}


class _Reading:
    """One row on its way to an entry; gathers its faults."""

    def __init__(self, row: Row, known: Known) -> None:
        self.row, self.known = row, known
        self.problems: list[Problem] = []
        self.cell: Cell | None = None

    def fault(self, kind: ErrorCode, column: str, **values: Any) -> None:
        said = {"row": self.row.number, "column": COLUMNS[column], **values}
        self.problems.append(Problem(kind, said, self.row.number, column))

    def entry(self) -> Entry | None:
        target, unit = self._target(), self._unit()
        period = self._period(target)
        self._lengths()
        value = self._value(target) if target else None
        before = None
        if target is not None and unit is not None and period is not None:
            before = self.known.present.get(Cell(target.id, unit, period))
        evidence = self._evidence(before)
        if target is None or unit is None or period is None:
            return None
        self.cell = Cell(target.id, unit, period)
        if value is None:
            return None
        entry = Entry(
            self.row.number,
            self.cell,
            value,
            self.row.text("source") or None,
            evidence,
            self.row.text("note") or None,
            self.row.text("reason") or None,
            before,
        )
        self._against_present(entry, target)
        return entry

    def _target(self) -> Measured | None:
        written = self.row.text("target").upper()
        if not written:
            self.fault(errors.CELL_EMPTY, "target")
            return None
        found = self.known.targets.get(written)
        if found is None:
            near = difflib.get_close_matches(written, self.known.targets, SIMILAR)
            self.fault(
                errors.TARGET_UNKNOWN, "target", value=written[:40], near=listed_or_none(near)
            )
        elif found.replaced_by:
            near = list(found.replaced_by)
            self.fault(errors.TARGET_REPLACED, "target", value=written, near=listed_or_none(near))
            return None
        return found

    def _unit(self) -> str | None:
        written = self.row.text("unit")
        if not written:
            self.fault(errors.CELL_EMPTY, "unit")
            return None
        found = find_reporting_unit(written)
        if found is None:
            self.fault(errors.UNIT_UNKNOWN, "unit", value=written[:60], near=similar_units(written))
        return found

    def _period(self, target: Measured | None) -> str | None:
        written = self.row.cells.get("period")
        shown = self.row.text("period")
        if not shown:
            self.fault(errors.CELL_EMPTY, "period")
            return None
        found = read_period(written)
        if found is None:
            self.fault(errors.PERIOD_UNREADABLE, "period", value=shown[:40])
            return None
        if target is not None and found.kind != target.period:
            asked, example = KINDS[target.period], EXAMPLES[target.period]
            self.fault(
                errors.PERIOD_UNFIT, "period",
                value=shown[:40], target=target.id, asked=asked, example=example,
            )  # fmt: skip
            return None
        return str(found)

    def _lengths(self) -> None:
        for column, limit in LONGEST.items():
            length = len(self.row.text(column))
            if length > limit:
                self.fault(errors.TOO_LONG, column, length=length, limit=limit)

    def _value(self, target: Measured) -> Value | None:
        found = read_value(self.row.cells.get("value"), target, noted=bool(self.row.text("note")))
        if isinstance(found, Value):
            return found
        kind, values = found
        self.fault(kind, "value", target=target.id, **values)
        return None

    def _evidence(self, before: TargetValue | None) -> str | None:
        """The hash of the file that is named: it came along, stands in the cell, or is kept."""
        name, known = self.row.text("evidence"), self.known
        if not name:
            return None
        held = {before.evidence: before.evidence_sha256} if before else {}
        found = known.along.get(name) or held.get(name) or known.evidence.get(name)
        if name in known.refused or found is None:
            found = None
            refused = known.refused.get(name)
            why = refused or EcoAtlasError(errors.EVIDENCE_MISSING, name=name[:80])
            self.fault(errors.EVIDENCE_UNFIT, "evidence", why=why.message, way=why.fix)
        return found

    def _against_present(self, entry: Entry, target: Measured) -> None:
        before = entry.before
        if before is None and entry.value == Value() and not same(entry):
            self.fault(errors.CELL_EMPTY, "value")
            return
        stays = same(entry) and (before is None or before.status != "draft")
        plan, period = target.document_id, entry.cell.period
        if (plan, period) in self.known.closed and not stays:
            self.fault(errors.PERIOD_CLOSED, "period", document=plan, period=period)
        elif before is not None and not same(entry):
            self._against_version(entry, before, target)

    def _against_version(self, entry: Entry, before: TargetValue, target: Measured) -> None:
        if before.version != self.row.version:
            self.fault(
                errors.CONFLICT, "value",
                mine=value_text(entry.value, target.unit),
                theirs=value_text(before.content, target.unit),
                who=self.known.people.get(before.written_by, before.written_by),
                when=minute(before.at),
            )  # fmt: skip
        elif before.status == "approved" and not entry.reason:
            self.fault(errors.REASON_MISSING, "reason")


def same(entry: Entry) -> bool:
    """Whether an entry says what the cell holds already."""
    before = entry.before
    if before is None:
        return entry.value == Value() and not (entry.source or entry.evidence or entry.note)
    said = (entry.value, entry.source, entry.evidence, entry.note)
    return said == (before.content, before.source, before.evidence_sha256, before.note)


def faults_of(problems: Sequence[Problem]) -> Iterator[tuple[int, str, Problem]]:
    """Row, column and problem of each that has both."""
    for one in problems:
        if one.feature is not None and one.field is not None:
            yield one.feature, one.field, one
