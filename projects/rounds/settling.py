"""Conflicts that wait for somebody to choose one of two values, and choosing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import record
from layers.system.database import now
from projects.records.changes.values import Reading, read_value
from projects.records.model.tables import Project
from projects.rounds import errors
from projects.rounds.checking import NOTHING, Known, Read, Row, report_faults
from projects.rounds.fields import ENTRY_FIELD_BY_NAME, content_of
from projects.rounds.rounds import AnyRound, locked_round, require_open
from projects.rounds.saving import Hand, before_of, fill, refusal, values_of
from projects.rounds.tables import EntryConflict, RoundEntry
from projects.targets.periods import Period

Side = Literal["theirs", "mine"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A field with both values: what the entry has now, and what the workbook says.

    `version` is that of the entry; whoever chooses says that he saw it.
    """

    id: int
    project_code: str
    project_name: str
    unit_code: str
    field: str
    base: Any
    theirs: Any
    mine: Any
    theirs_by: str | None
    file: str
    by: str
    at: dt.datetime
    version: int


def waiting_of(session: Session, one: AnyRound, unit: str | None = None) -> list[Waiting]:
    """The conflicts of a round (of one unit) that wait; one query."""
    entry, row = RoundEntry, EntryConflict
    query = (
        select(row, entry, Project.name)
        .join(entry, entry.id == row.entry_id)
        .join(Project, Project.code == entry.project_code)
        .where(entry.round_id == one.id, row.chosen.is_(None))
        .order_by(entry.unit_code, entry.project_code, row.id)
    )
    if unit is not None:
        query = query.where(entry.unit_code == unit)
    return [_waiting(conflict, held, name) for conflict, held, name in session.execute(query)]


def _waiting(conflict: EntryConflict, entry: RoundEntry, name: str) -> Waiting:
    now_there = content_of(values_of(entry)).get(conflict.field)
    return Waiting(
        id=conflict.id,
        project_code=entry.project_code,
        project_name=name,
        unit_code=entry.unit_code,
        field=conflict.field,
        base=conflict.sides.get("base"),
        theirs=now_there,
        mine=conflict.sides.get("mine"),
        theirs_by=entry.written_by,
        file=conflict.file,
        by=conflict.by,
        at=conflict.at,
        version=entry.version,
    )


def count_waiting(session: Session, one: AnyRound) -> int:
    """How many conflicts of a round wait."""
    query = select(func.count()).select_from(EntryConflict)
    query = query.join(RoundEntry, RoundEntry.id == EntryConflict.entry_id)
    where = RoundEntry.round_id == one.id, EntryConflict.chosen.is_(None)
    return session.scalar(query.where(*where)) or 0


def choose(
    session: Session,
    period: Period | None,
    choices: Mapping[int, tuple[Side, int]],
    hand: Hand,
) -> int:
    """Take one side of each conflict (by its id, with the version of the entry that was seen).

    An entry with nothing left to choose is reported. Raises `round-conflict-unknown`,
    `round-entries-moved`, `round-not-own-unit`, `round-rows-refused`.
    """
    one = locked_round(session, period)
    require_open(one)
    conflicts = _locked(session, choices)
    entries = _entries(session, one, conflicts, hand)
    for entry in entries.values():
        mine = [c for c in conflicts if c.entry_id == entry.id]
        _require_seen(entry, [choices[c.id][1] for c in mine])
        taken = {c.field: c.sides.get("mine") for c in mine if choices[c.id][0] == "mine"}
        for conflict in mine:
            conflict.chosen = choices[conflict.id][0]
            conflict.chosen_by, conflict.chosen_at = hand.by.name, now()
        session.flush()
        _settle(session, one, entry, taken, hand)
    codes = [entry.project_code for entry in entries.values()]
    details = {"projects": codes, "count": len(conflicts)}
    record(session, hand.by, "round-conflicts-settled", one.period, details=details)
    return len(conflicts)


def _locked(session: Session, choices: Mapping[int, tuple[Side, int]]) -> Sequence[EntryConflict]:
    row = EntryConflict
    query = select(row).where(row.id.in_(choices), row.chosen.is_(None)).order_by(row.id)
    found = session.scalars(query.with_for_update()).all()
    missing = choices.keys() - {one.id for one in found}
    if missing or not found:
        raise EcoAtlasError(errors.CONFLICT_UNKNOWN, value=min(missing, default=0))
    return found


def _entries(
    session: Session, one: AnyRound, conflicts: Sequence[EntryConflict], hand: Hand
) -> dict[int, RoundEntry]:
    row = RoundEntry
    ids = {conflict.entry_id for conflict in conflicts}
    query = select(row).where(row.id.in_(ids), row.round_id == one.id).order_by(row.id)
    query = query.with_for_update().execution_options(populate_existing=True)
    found = {entry.id: entry for entry in session.scalars(query)}
    if ids - found.keys():
        raise EcoAtlasError(errors.CONFLICT_UNKNOWN, value=conflicts[0].id)
    for entry in found.values():
        if hand.unit is not None and entry.unit_code != hand.unit:
            raise EcoAtlasError(errors.NOT_OWN_UNIT, unit=entry.unit_code)
    return found


def _require_seen(entry: RoundEntry, seen: Sequence[int]) -> None:
    if any(version != entry.version for version in seen):
        raise EcoAtlasError(errors.ENTRIES_MOVED, code=entry.project_code)


def _settle(
    session: Session, one: AnyRound, entry: RoundEntry, taken: Mapping[str, Any], hand: Hand
) -> None:
    place = Text(f"项目 {entry.project_code}", f"project {entry.project_code}")
    said = {
        name: read_value(ENTRY_FIELD_BY_NAME[name], value, Reading(place, NOTHING))
        for name, value in taken.items()
    }
    merged = values_of(entry) | said
    query = select(func.count()).select_from(EntryConflict)
    where = EntryConflict.entry_id == entry.id, EntryConflict.chosen.is_(None)
    if session.scalar(query.where(*where)):
        if said:
            fill(session, entry, said, hand, "draft")
        return
    _require_right(session, one, entry, merged)
    fill(session, entry, said, hand, "reported")


def _require_right(
    session: Session, one: AnyRound, entry: RoundEntry, merged: Mapping[str, Any]
) -> None:
    code = entry.project_code
    known = Known(
        one.period,
        {code: entry},
        {code: session.get_one(Project, code)},
        before=before_of(session, one, [code]),
    )
    faults = report_faults(Read(Row(1, code, {}), entry, {}), merged, known)
    if faults:
        raise refusal(faults)
