"""Writing entries: what a unit types on the web, and what comes back in its workbook.

    empty ──▶ draft ──▶ reported ──return──▶ returned ──▶ reported

Every change is kept; nothing is changed in a round that is closed. A use case takes a session and
never commits; however many rows there are, it asks the same few queries.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, Problem
from layers.audit import Actor, record
from layers.system.china_time import minute
from layers.system.database import now
from projects.records.model.part_tables import ProgressEntry
from projects.records.model.tables import Project
from projects.rounds import errors
from projects.rounds.checking import Before, Known, Read, Row, filled, read_rows, report_faults
from projects.rounds.fields import ENTRY_FIELD_BY_NAME, Content, content_of, field_said
from projects.rounds.merging import Clash, Outcome, three_way
from projects.rounds.rounds import AnyRound, as_of, locked_round, period_of, require_open
from projects.rounds.tables import EntryChange, EntryConflict, Round, RoundEntry
from projects.targets.periods import Period
from projects.units.register import short_names

TOLD = 200
"""How many projects an entry of the audit log names."""
Written = Literal["draft", "reported"]


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes, by which way, and the unit whose projects alone he may write, if there is one."""

    by: Actor
    via: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What writing did, by project code; `conflicts` counts the fields that wait for a choice."""

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class Merge:
    """A row with what is to be done of it."""

    read: Read
    outcome: Outcome
    values: Mapping[str, Any]  # the entry as it would stand, in stored types

    @property
    def entry(self) -> RoundEntry:
        return self.read.entry


def save_rows(
    session: Session, period: Period | None, rows: Sequence[Row], hand: Hand,
    *, state: Written = "reported",
) -> Saved:  # fmt: skip
    """Keep what was typed as drafts or as reported; all of it or nothing.

    Raises `round-rows-refused` with every fault in `.problems`: a field that somebody else has
    changed to another value meanwhile is one of them. `round-closed`, `round-rows-empty`.
    """
    one, merges, known, problems = _merged(session, period, rows, hand, from_file=False)
    for merge in merges:
        problems += [_conflict(merge, clash) for clash in merge.outcome.clashes]
        if state == "reported":
            problems += report_faults(merge.read, merge.values, known)
    if problems:
        raise refusal(problems)
    return _write(session, one, merges, hand, state, "web")


def merge_rows(
    session: Session, period: Period | None, rows: Sequence[Row], hand: Hand, file: str,
    *, problems: Sequence[Problem] = (),
) -> Saved:  # fmt: skip
    """Take in a workbook that came back; one with a fault is refused whole, a conflict waits.

    Raises as `save_rows` does, but for conflicts.
    """
    one, merges, known, wrong = _merged(session, period, rows, hand, from_file=True)
    wrong = [*problems, *wrong]
    for merge in merges:
        if _moves(merge, "reported") and not merge.outcome.clashes:
            wrong += report_faults(merge.read, merge.values, known)
    if wrong:
        raise refusal(wrong)
    waiting = _keep_conflicts(session, merges, hand, file)
    saved = _write(session, one, merges, hand, "reported", "merged")
    return Saved(saved.changed, saved.unchanged, waiting)


def refusal(problems: Sequence[Problem]) -> EcoAtlasError:
    """`round-rows-refused` with all that is wrong."""
    first = problems[0].message
    return EcoAtlasError(
        errors.ROUND_REFUSED, problems=tuple(problems), count=len(problems), first=first
    )


def _merged(
    session: Session, period: Period | None, rows: Sequence[Row], hand: Hand, *, from_file: bool
) -> tuple[Round, list[Merge], Known, list[Problem]]:
    one = locked_round(session, period)
    require_open(one)
    told = [row for row in rows if filled(row)]
    if not told:
        raise EcoAtlasError(errors.ROUND_ROWS_EMPTY)
    known = _known(session, one, told, hand)
    reads, problems = read_rows(told, known)
    changes = _changes(session, reads)
    merges = [_merge(read, changes.get(read.entry.id, {}), from_file) for read in reads]
    return one, merges, known, problems


def _known(session: Session, one: AnyRound, rows: Sequence[Row], hand: Hand) -> Known:
    codes = {row.code for row in rows}
    entries = entries_of(session, one, codes, lock=True)
    projects = session.scalars(select(Project).where(Project.code.in_(entries)))
    missing = codes - entries.keys()
    every: Collection[str] = ()
    if missing:
        every = session.scalars(
            select(RoundEntry.project_code).where(RoundEntry.round_id == one.id)
        ).all()
    return Known(
        one.period,
        entries,
        {project.code: project for project in projects},
        short_names(session, {entry.unit_code for entry in entries.values()}),
        before_of(session, one, list(entries)),
        hand.unit,
        every,
    )


def entries_of(
    session: Session, one: AnyRound, codes: Collection[str], *, lock: bool = False
) -> dict[str, RoundEntry]:
    """Entries by the code of their project; locked ones stay until the transaction ends."""
    row = RoundEntry
    query = select(row).where(row.round_id == one.id, row.project_code.in_(codes))
    query = query.order_by(row.id).execution_options(populate_existing=True)
    found = session.scalars(query.with_for_update() if lock else query)
    return {entry.project_code: entry for entry in found}


def before_of(session: Session, one: AnyRound, codes: Collection[str]) -> dict[str, Before]:
    """What was told of the money of projects before this round; two queries."""
    year, row = str(period_of(one).year), ProgressEntry
    built = select(row.project_code, func.max(row.invested_wan_yuan)).where(
        row.project_code.in_(codes), row.reported_on < as_of(one)
    )
    spent = (
        select(RoundEntry.project_code, func.max(RoundEntry.spent_wan_yuan))
        .join(Round, Round.id == RoundEntry.round_id)
        .where(
            RoundEntry.project_code.in_(codes),
            RoundEntry.state == "reported",
            Round.period.startswith(year),
            Round.period < one.period,
        )
    )
    most = {pair[0]: pair[1] for pair in session.execute(built.group_by(row.project_code))}
    grouped = spent.group_by(RoundEntry.project_code)
    paid = {pair[0]: pair[1] for pair in session.execute(grouped)}
    return {code: Before(most.get(code), paid.get(code)) for code in codes}


def _changes(session: Session, reads: Sequence[Read]) -> dict[int, dict[int, Content]]:
    """The content of entries by version, of those that somebody changed after a writer saw them."""
    older = [read.entry.id for read in reads if read.row.version != read.entry.version]
    found: dict[int, dict[int, Content]] = {}
    if older:
        row = EntryChange
        query = select(row.entry_id, row.version, row.content).where(row.entry_id.in_(older))
        for entry, version, content in session.execute(query):
            found.setdefault(entry, {})[version] = content
    return found


def values_of(entry: RoundEntry) -> dict[str, Any]:
    """The fields of an entry in their stored types."""
    return {name: getattr(entry, name) for name in ENTRY_FIELD_BY_NAME}


def _merge(read: Read, changes: Mapping[int, Content], from_file: bool) -> Merge:
    """A file may come in again, long after; whoever types sees what he has typed taken or told."""
    entry, version = read.entry, read.row.version
    held = values_of(entry)
    theirs = content_of(held)
    base = theirs if version == entry.version else changes.get(version, {})
    since = [content for number, content in changes.items() if from_file and number > version]
    plain = content_of(read.said)
    mine = {name: plain.get(name) for name in read.said}
    outcome = three_way(base, theirs, mine, since)
    return Merge(read, outcome, held | {name: read.said[name] for name in outcome.take})


def _moves(merge: Merge, state: Written) -> bool:
    """Whether a row changes its entry: a field, or a draft that is reported as it was seen."""
    if merge.outcome.take:
        return True
    seen = merge.read.row.version == merge.entry.version
    return seen and state == "reported" and merge.entry.state == "draft"


def _conflict(merge: Merge, clash: Clash) -> Problem:
    entry, field = merge.entry, ENTRY_FIELD_BY_NAME[clash.field]
    said = {
        "row": merge.read.row.number,
        "column": field.title,
        "mine": field_said(clash.field, clash.mine),
        "theirs": field_said(clash.field, clash.theirs),
        "who": entry.written_by or "—",
        "when": minute(entry.at) if entry.at else "—",
        "value": clash.theirs,
        "version": entry.version,
    }
    return Problem(errors.ENTRY_CONFLICT, said, merge.read.row.number, clash.field)


def _keep_conflicts(session: Session, merges: Sequence[Merge], hand: Hand, file: str) -> int:
    """Note the fields that wait for a choice; answers how many are new."""
    clashing = [merge for merge in merges if merge.outcome.clashes]
    if not clashing:
        return 0
    row = EntryConflict
    query = select(row).where(row.entry_id.in_([merge.entry.id for merge in clashing]))
    there = {
        (one.entry_id, one.field, one.base_version, repr(one.sides.get("mine")))
        for one in session.scalars(query)
    }
    new = []
    for merge in clashing:
        for clash in merge.outcome.clashes:
            key = merge.entry.id, clash.field, merge.read.row.version, repr(clash.mine)
            if key not in there:
                new.append(_waiting(merge, clash, hand, file))
    session.add_all(new)
    return len(new)


def _waiting(merge: Merge, clash: Clash, hand: Hand, file: str) -> EntryConflict:
    return EntryConflict(
        entry_id=merge.entry.id,
        field=clash.field,
        sides={"base": clash.base, "theirs": clash.theirs, "mine": clash.mine},
        base_version=merge.read.row.version,
        theirs_by=merge.entry.written_by,
        file=file[:200],
        by=hand.by.name,
        at=now(),
    )


def _write(
    session: Session,
    one: AnyRound,
    merges: Sequence[Merge],
    hand: Hand,
    state: Written,
    action: str,
) -> Saved:
    changed, unchanged = [], []
    for merge in merges:
        code = merge.entry.project_code
        if not _moves(merge, state):
            unchanged.append(code)
            continue
        # What waits for a choice is not reported yet.
        given = "draft" if merge.outcome.clashes and state == "reported" else state
        fill(session, merge.entry, merge.values, hand, given)
        changed.append(code)
    session.flush()
    if changed:
        details = {"projects": changed[:TOLD], "count": len(changed), "via": hand.via}
        name = "round-drafted" if state == "draft" else "round-reported"
        record(session, hand.by, name, one.period, details=details | {"step": action})
    return Saved(tuple(changed), tuple(unchanged))


def fill(
    session: Session, entry: RoundEntry, values: Mapping[str, Any], hand: Hand, state: str,
    *, at: dt.datetime | None = None,
) -> None:  # fmt: skip
    """Put values into an entry, which is locked, and keep the change; one without any is empty.

    at: when that was, where it is not now.
    """
    for name, value in values.items():
        setattr(entry, name, value)
    moment = at or now()
    if state == "reported":
        entry.remark = None
        entry.reported_at = entry.reported_at or moment
    entry.state = state if content_of(values_of(entry)) else "empty"
    entry.written_by, entry.via, entry.at = hand.by.name, hand.via, moment
    entry.version += 1
    add_change(session, entry, entry.state, hand, at=moment)


def add_change(
    session: Session, entry: RoundEntry, action: str, hand: Hand, reason: str | None = None,
    *, at: dt.datetime | None = None,
) -> None:  # fmt: skip
    """Keep an entry as a change has just left it."""
    session.add(
        EntryChange(
            entry_id=entry.id,
            version=entry.version,
            action=action,
            at=at or now(),
            by=hand.by.name,
            via=hand.via,
            reason=reason,
            content=content_of(values_of(entry)),
        )
    )
