"""Use cases of the ledger: what was reported, and writing it.

    draft ──report──▶ reported ──approve──▶ approved
      ▲                  │  ▲                   │
      └────return────────┘  └──change, reason───┘

Every change is kept with who made it, when and why; nothing is changed in a period that is closed.
A use case takes a session and never commits. Approving is in `approving`, closing in `closing`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem
from layers.audit import Actor, record
from projects.accounts.people import people
from projects.evidence.files import Evidence, keep, kept_names, look_at
from projects.evidence.tables import EvidenceFile
from projects.targets import errors
from projects.targets.changing import (
    When,
    at_once,
    change_of,
    locked_rows,
    take_step,
    told_cells,
)
from projects.targets.closing import closed_periods, lock_documents
from projects.targets.measured import Measured, measured_targets
from projects.targets.periods import KIND_OF, read_period
from projects.targets.reading_values import Value
from projects.targets.rules import Entry, Known, Row, checked, same
from projects.targets.tables import TargetValueChange, TargetValueRow
from projects.targets.units import find_reporting_unit
from projects.targets.values import Cell, TargetValue, ValueChange

if TYPE_CHECKING:
    from layers.storage.store import Store

Written = Literal["draft", "reported"]


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who looks: everybody sees what is approved, people of the office what is reported, and a
    draft is seen by whoever wrote it and by reviewers."""

    name: str | None = None
    reviewer: bool = False


PLACE = ("target_id", "unit", "period")
OFFICE = Eyes("", reviewer=True)
"""Sees everything: rules and reports of the office itself."""
PUBLIC = Eyes()


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving did, by cell."""

    added: tuple[Cell, ...]
    changed: tuple[Cell, ...]
    unchanged: tuple[Cell, ...]


def values_of(
    session: Session,
    target_ids: Collection[str] | None = None,
    *,
    unit: str | None = None,
    periods: Collection[str] | None = None,
    evidence: str | None = None,
    eyes: Eyes = OFFICE,
) -> list[TargetValue]:
    """Values of targets (of all, by default) in the order of target, unit, period; one query.

    unit, periods, evidence (a hash): only those, where they are given.
    """
    row = TargetValueRow
    query = _query().where(_seen_by(eyes))
    if target_ids is not None:
        query = query.where(row.target_id.in_(target_ids))
    if unit is not None:
        query = query.where(row.unit == unit)
    if periods is not None:
        query = query.where(row.period.in_(periods))
    if evidence is not None:
        query = query.where(row.evidence == evidence)
    return _values(session, query.order_by(row.target_id, row.unit, row.period))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cells of a target and a unit, of periods of one kind, hold a reported value."""

    target_id: str
    unit: str
    kind: str
    reported: int


def tallies_of(
    session: Session,
    target_ids: Collection[str] | None,
    *,
    unit: str | None,
    periods: Collection[str],
    over: Collection[str],
    eyes: Eyes,
) -> list[Tally]:
    """Which units have cells in these periods, and how many of the periods that are `over` were
    reported; one query, and no value is read."""
    row = TargetValueRow
    told = and_(row.status != "draft", row.period.in_(over))
    mark = func.substr(row.period, len("2025") + 1, 1)
    query = select(row.target_id, row.unit, mark, func.sum(case((told, 1), else_=0)))
    query = query.where(row.period.in_(periods), _seen_by(eyes))
    if target_ids is not None:
        query = query.where(row.target_id.in_(target_ids))
    if unit is not None:
        query = query.where(row.unit == unit)
    query = query.group_by(row.target_id, row.unit, mark).order_by(row.target_id, row.unit)
    return [
        Tally(id_, who, KIND_OF[at], int(told)) for id_, who, at, told in session.execute(query)
    ]


def _query() -> Select[Any]:
    columns = (
        getattr(TargetValueRow, one.name) for one in fields(TargetValue) if _is_column(one.name)
    )
    query = select(EvidenceFile.name, *columns)
    return query.outerjoin_from(TargetValueRow, EvidenceFile)


def _is_column(name: str) -> bool:
    return name not in ("evidence", "evidence_sha256")


def _values(session: Session, query: Select[Any]) -> list[TargetValue]:
    names = [one.name for one in fields(TargetValue) if _is_column(one.name)]
    query = query.add_columns(TargetValueRow.evidence)
    return [
        TargetValue(**dict(zip(names, values, strict=True)), evidence=name, evidence_sha256=sha256)
        for name, *values, sha256 in session.execute(query)
    ]


def _seen_by(eyes: Eyes) -> ColumnElement[bool]:
    status = TargetValueRow.status
    if eyes.reviewer:
        return true()
    own = TargetValueRow.written_by == eyes.name if eyes.name else false()
    reported = status == "reported" if eyes.name else false()
    return or_(status == "approved", reported, and_(status == "draft", own))


def history_of(
    session: Session, target_ids: Collection[str] | None = None, *, eyes: Eyes = OFFICE
) -> list[ValueChange]:
    """Every change of the values of targets (of all), the newest first; one query.

    Nothing of a value that is not seen now.
    """
    query = _changes(eyes)
    if target_ids is not None:
        query = query.where(TargetValueRow.target_id.in_(target_ids))
    newest = query.order_by(TargetValueChange.id.desc())
    return [ValueChange(*values) for values in session.execute(newest)]


def newest_since(
    session: Session, since: dt.datetime, *, eyes: Eyes
) -> list[tuple[int, ValueChange]]:
    """For each target of which values changed at this moment or later: how many did, and the
    last step of them; one query. Nothing of a value that is not seen now.
    """
    change, row = TargetValueChange, TargetValueRow
    last = func.max(change.id).label("last")
    cells = func.count(change.value_id.distinct()).label("cells")
    by_target = (
        select(last, cells)
        .join(row, row.id == change.value_id)
        .where(_seen_by(eyes), change.at >= since)
        .group_by(row.target_id)
        .subquery()
    )
    query = _changes(eyes).join(by_target, by_target.c.last == change.id)
    rows = session.execute(query.add_columns(by_target.c.cells).order_by(change.id.desc()))
    return [(count, ValueChange(*values)) for *values, count in rows]


def _changes(eyes: Eyes) -> Select[Any]:
    """The fields of `ValueChange` of what is seen."""
    change, row = TargetValueChange, TargetValueRow
    names = (one.name for one in fields(ValueChange))
    columns = (getattr(row if name in PLACE else change, name) for name in names)
    return select(*columns).join(row, row.id == change.value_id).where(_seen_by(eyes))


def save_values(
    session: Session,
    rows: Sequence[Row],
    by: Actor,
    *,
    status: Written = "reported",
    store: Store | None = None,
    files: Mapping[str, Path] | None = None,
    reason: str | None = None,
    problems: Sequence[Problem] = (),
    when: When = at_once,
) -> Saved:
    """Keep rows as drafts or as reported; all of them or none. `when`: see `When`.

    files: evidence that came along, by name; it needs the `store`. reason: for every row that
    gives none of its own. problems: faults that only the file has. What a cell holds already is
    left as it is, but a draft may become reported. Raises `target-values-refused` with every fault
    in `.problems`, `target-values-empty`, `target-values-changed`; after the last the transaction
    is to be given up.
    """
    if not rows:
        raise EcoAtlasError(errors.VALUES_EMPTY)
    told = [_with_reason(row, reason) for row in rows]
    targets = measured_targets(session)
    lock_documents(session, {one.document_id for one in targets.values()})
    seen, refused = _looked_at(files or {})
    known = _known(session, told, targets, seen, refused)
    entries, wrong = checked(told, known)
    if problems or wrong:
        raise refusal([*problems, *wrong])
    if store is not None:
        named = {entry.evidence for entry in entries}
        keep(session, store, [(p, e) for p, e in seen if e.sha256 in named], by)
    try:
        return _written(session, entries, by, status, when)
    except IntegrityError:  # somebody else's value for the same cell came first
        raise EcoAtlasError(errors.VALUES_CHANGED) from None


def keep_file(session: Session, store: Store, path: Path, name: str, by: Actor) -> Evidence:
    """Keep one evidence file, for rows to name. Raises as `look_at` does."""
    seen = look_at(path, name)
    keep(session, store, [(path, seen)], by)
    return seen


def refusal(problems: Sequence[Problem]) -> EcoAtlasError:
    """`target-values-refused` with all that is wrong."""
    first = problems[0].message
    return EcoAtlasError(
        errors.VALUES_REFUSED, problems=tuple(problems), count=len(problems), first=first
    )


def _with_reason(row: Row, reason: str | None) -> Row:
    if not reason or row.text("reason"):
        return row
    return Row(row.number, {**row.cells, "reason": reason}, row.version)


def _looked_at(
    files: Mapping[str, Path],
) -> tuple[list[tuple[Path, Evidence]], dict[str, EcoAtlasError]]:
    seen, refused = [], {}
    for name, path in files.items():
        try:
            seen.append((path, look_at(path, name)))
        except EcoAtlasError as error:
            refused[name] = error
    return seen, refused


def _known(
    session: Session,
    rows: Sequence[Row],
    targets: Mapping[str, Measured],
    seen: Sequence[tuple[Path, Evidence]],
    refused: Mapping[str, EcoAtlasError],
) -> Known:
    names = {row.text("evidence") for row in rows} - {""}
    present = _present(session, rows)
    return Known(
        targets,
        present,
        closed_periods(session),
        {one.name: one.sha256 for _, one in seen},
        kept_names(session, names),
        refused,
        people(session) if present else {},
    )


def _present(session: Session, rows: Sequence[Row]) -> dict[Cell, TargetValue]:
    """What the cells hold that the rows name, locked until the transaction ends."""
    ids = {row.text("target").upper() for row in rows}
    units = {find_reporting_unit(row.text("unit")) or "" for row in rows}
    periods = {str(read_period(row.cells.get("period"))) for row in rows}
    row = TargetValueRow
    query = _query().where(row.target_id.in_(ids), row.unit.in_(units), row.period.in_(periods))
    query = query.order_by(row.id).with_for_update(of=row)
    return {one.cell: one for one in _values(session, query)}


def _written(
    session: Session, entries: Sequence[Entry], by: Actor, status: Written, when: When
) -> Saved:
    found = locked_rows(session, [one.before.id for one in entries if one.before])
    added: list[Cell] = []
    changed: list[Cell] = []
    unchanged: list[Cell] = []
    pairs: list[tuple[TargetValueRow, str | None]] = []
    for entry in entries:
        promoted = status == "reported" and entry.before and entry.before.status == "draft"
        if same(entry) and (not promoted or entry.value == Value()):
            unchanged.append(entry.cell)
            continue
        row = found[entry.before.id] if entry.before else TargetValueRow(version=0)
        # A value that is taken back is nothing to be approved.
        given = "draft" if entry.value == Value() else status
        _fill(row, entry, by, given, when)
        session.add(row)
        pairs.append((row, entry.reason))
        (changed if entry.before else added).append(entry.cell)
    session.flush()
    session.add_all([change_of(row, row.status, by, reason) for row, reason in pairs])
    session.flush()
    if pairs:
        told = {"added": len(added), "changed": len(changed), "cells": told_cells(added + changed)}
        record(session, by, f"values-{status}", details=told)
    return Saved(tuple(added), tuple(changed), tuple(unchanged))


def _fill(row: TargetValueRow, entry: Entry, by: Actor, status: Written, when: When) -> None:
    row.target_id, row.unit, row.period = entry.cell.target_id, entry.cell.unit, entry.cell.period
    row.value, row.done, row.text = entry.value.number, entry.value.done, entry.value.text
    row.source, row.evidence, row.note = entry.source, entry.evidence, entry.note
    row.written_by = by.name
    take_step(row, status, by, when)
