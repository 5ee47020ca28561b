"""Lines, values and their history as plain values, for the interface and the grid."""

from __future__ import annotations

from typing import Any

from projects.evidence.files import Evidence
from projects.targets.lines import Line
from projects.targets.reading_values import value_text
from projects.targets.units import reporting_unit_text
from projects.targets.values import SetValue, TargetValue, ValueChange
from webmap.edge.answers import Answer, BothLanguages
from webmap.edge.json_answer import moment


class ValueAnswer(Answer):
    """value: a number, in the unit of the target; done: of a task; text: of what is described.

    at: ISO 8601 with its zone. Names only for those of the office.
    """

    id: int
    unit: str
    period: str
    value: float | None
    done: bool | None
    text: str | None
    status: str
    source: str | None
    evidence: str | None
    note: str | None
    at: str
    version: int
    written_by: str | None
    reported_by: str | None
    approved_by: str | None


class LineAnswer(Answer):
    """A cell that is asked for; value: null where nothing is kept that the asker sees."""

    target: str
    indicator: str
    demand: str
    form: str
    measured_in: str | None
    unit: str
    unit_title: str
    period: str
    closed: bool
    late: bool
    value: ValueAnswer | None


class LinesAnswer(Answer):
    """total: of all pages."""

    period: str
    total: int
    page: int
    lines: list[LineAnswer]


def line_json(line: Line, *, named: bool) -> dict[str, Any]:
    """A cell that is asked for, with what it holds."""
    return {
        "target": line.target.id,
        "indicator": line.indicator,
        "demand": line.demand,
        "form": line.target.form,
        "measured_in": line.target.unit,
        "unit": line.unit,
        "unit_title": reporting_unit_text(line.unit),
        "period": str(line.period),
        "closed": line.closed,
        "late": line.late,
        "value": value_json(line.value, named=named) if line.value else None,
    }


def value_json(value: TargetValue, *, named: bool) -> dict[str, Any]:
    """One value; names of people only for those of the office."""
    said: dict[str, Any] = {
        "id": value.id,
        "unit": value.unit,
        "period": value.period,
        "value": value.value,
        "done": value.done,
        "text": value.text,
        "status": value.status,
        "source": value.source,
        "evidence": value.evidence,
        "note": value.note,
        "at": moment(value.at),
        "version": value.version,
    }
    people = ("written_by", "reported_by", "approved_by")
    return said | {one: getattr(value, one) if named else None for one in people}


def change_json(change: ValueChange, *, named: bool) -> dict[str, Any]:
    return {
        "unit": change.unit,
        "period": change.period,
        "version": change.version,
        "action": change.action,
        "at": moment(change.at),
        "by": change.by if named else None,
        "reason": change.reason,
        "status": change.status,
        "said": value_text(change.value, None),
    }


def set_value_json(one: SetValue, *, named: bool) -> dict[str, Any]:
    return {
        "unit": one.unit or None,
        "comparator": one.comparator,
        "value": one.value,
        "measured_in": one.measured_in,
        "year": one.year,
        "issuer": one.issuer,
        "document": one.document,
        "dated": one.dated.isoformat(),
        "note": one.note,
        "at": moment(one.at),
        "by": one.by if named else None,
    }


def evidence_json(one: Evidence) -> dict[str, Any]:
    return {"name": one.name, "form": one.form, "bytes": one.bytes, "sha256": one.sha256}


class TargetChangeAnswer(Answer):
    """said: the value of then, as it is written."""

    unit: str
    period: str
    version: int
    action: str
    at: str
    by: str | None
    reason: str | None
    status: str | None
    said: str | None


class SetValueAnswer(Answer):
    """A number that an authority set for a target; unit: null for all of them."""

    unit: str | None
    comparator: str | None
    value: float | None
    measured_in: str | None
    year: int | None
    issuer: str
    document: str | None
    dated: str
    note: str | None
    at: str
    by: str | None


class TargetAnswer(Answer):
    id: str
    indicator: str | BothLanguages
    demand: str
    measured_in: str | None
    period: str | None
    values: list[ValueAnswer]
    history: list[TargetChangeAnswer]
    set_values: list[SetValueAnswer]


class KeptValueAnswer(ValueAnswer):
    target: str


class KeptValuesAnswer(Answer):
    added: int
    changed: int
    unchanged: int
    values: list[KeptValueAnswer]


class EvidenceAnswer(Answer):
    name: str
    form: str
    bytes: int
    sha256: str
