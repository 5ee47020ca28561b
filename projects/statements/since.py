"""What has come since a statement was made: newer inputs, and what would differ with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.catalogue import resolve
from projects.metrics.aging import aged
from projects.metrics.kept import get_run
from projects.metrics.outdated import asked_otherwise, earlier_version, not_vouched
from projects.metrics.registry import METRICS
from projects.sheets import get_sheet
from projects.statements.content import SAID_OF_LAYERS
from projects.statements.kept import StatementInfo
from projects.statements.verifying.places import same


@dataclass(frozen=True, slots=True)
class Newer:
    """An input that has another version now; `now` is None where it is gone or not seen."""

    name: str
    title: Text
    then: int
    now: int | None
    outdated: Text | None = None
    """Of the metric: that what was computed may differ."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that would differ; a row that has come or gone has one of the two only."""

    table: Text | None
    key: str
    name: str
    column: Mapping[str, Any]
    signed: Any
    now: Any
    then_row: Mapping[str, Any] = field(default_factory=dict)
    now_row: Mapping[str, Any] = field(default_factory=dict)
    """The whole rows, as figures are written beside what they are compared with."""

    @property
    def difference(self) -> float | None:
        both = (self.signed, self.now)
        if any(isinstance(one, bool) or not isinstance(one, int | float) for one in both):
            return None
        return float(self.now - self.signed)


def newer_inputs(session: Session, found: StatementInfo) -> list[Newer]:
    """Layers and sheets that have another version today, and the metric where it has."""
    content = found.content
    inputs = [_newer_layer(session, one) for one in content["inputs"]]
    sheets = [_newer_sheet(session, one) for one in content["sheets"]]
    others = (_newer_metric(content), _unvouched(session, content))
    return [one for one in (*inputs, *sheets, *others) if one is not None]


def successors_since(session: Session, found: StatementInfo) -> list[Text]:
    """What has come after the laws of the rules, where the statement itself does not say it."""
    if any(one["code"] not in SAID_OF_LAYERS for one in found.content.get("warnings", ())):
        return []
    try:
        run = get_run(session, found.run_id)
    except EcoAtlasError:  # the run was altered, which its own page says
        return []
    return aged(session, run).said if run else []


def _newer_layer(session: Session, used: Mapping[str, Any]) -> Newer | None:
    now: int | None
    try:
        now = resolve(session, used["layer"]).number
    except EcoAtlasError:
        now = None
    if now == used["version"]:
        return None
    return Newer(used["layer"], Text(**used["title"]), used["version"], now)


def _newer_sheet(session: Session, used: Mapping[str, Any]) -> Newer | None:
    now: int | None
    try:
        sheet = get_sheet(session, used["sheet"])
        now = sheet.number
        if sheet.sha256 == used["sha256"]:
            return None
    except EcoAtlasError:
        now = None
    return Newer(used["sheet"], Text(**used["title"]), used["version"], now)


def _newer_metric(content: Mapping[str, Any]) -> Newer | None:
    then = content["metric"]
    declared = METRICS.get(then["id"])
    now = declared.version if declared else None
    if now == then["version"]:
        return None
    said = earlier_version(then["id"], then["version"])
    return Newer(then["id"], Text(**then["title"]), then["version"], now, said)


@dataclass(frozen=True, slots=True)
class _Stored:
    """The run of a statement, as far as its content has it."""

    metric: str
    inputs: Sequence[Mapping[str, Any]]
    parameters: Mapping[str, Any]


def _unvouched(session: Session, content: Mapping[str, Any]) -> Newer | None:
    """That nobody says any more what a layer of the statement holds, or that its target changed."""
    metric, result = content["metric"], content["result"]
    run = _Stored(metric["id"], result["inputs"], result["parameters"])
    asked = (content["result"], content["computed"]["input_hash"])
    said = not_vouched(session, run) or asked_otherwise(session, *asked)
    if said is None:
        return None
    return Newer(metric["id"], Text(**metric["title"]), metric["version"], None, said)


def changes(found: StatementInfo, today: Mapping[str, Any]) -> list[Changed]:
    """Every declared figure that would differ: totals first, then row by row."""
    metric, then = found.content["metric"], found.content["result"]
    totals = _row(None, "", "", metric["total"], then.get("total"), today.get("total"))
    tables = (one for table in metric["tables"] for one in _table(table, then, today))
    return [*totals, *tables]


def _table(
    table: Mapping[str, Any], then: Mapping[str, Any], today: Mapping[str, Any]
) -> Iterator[Changed]:
    old, new = (_by_key(one.get(table["name"]) or []) for one in (then, today))
    for key in dict.fromkeys((*old, *new)):
        row = old.get(key) or new[key]
        name = str(row.get("name") or "")
        yield from _row(
            Text(**table["title"]), key, name, table["columns"], old.get(key), new.get(key)
        )


def _by_key(rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {str(row.get("key")): row for row in rows}


def _row(
    table: Text | None,
    key: str,
    name: str,
    columns: Sequence[Mapping[str, Any]],
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any] | None,
) -> Iterator[Changed]:
    for column in columns:
        signed = (old or {}).get(column["name"])
        now = (new or {}).get(column["name"])
        if not same(signed, now):
            yield Changed(table, key, name, column, signed, now, old or {}, new or {})
