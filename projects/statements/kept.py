"""Statements as they are kept: finding them, and whether they are whole."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.system.china_time import minute
from projects.metrics.results import fingerprint
from projects.statements.chain import (
    TALK,
    Event,
    events_by_statement,
    events_of,
    holds,
)
from projects.statements.codes import check_code, read_code
from projects.statements.errors import STATEMENT_DAMAGED, UNKNOWN_STATEMENT
from projects.statements.points import COMMENTED, Point, points_of
from projects.statements.tables import Statement, StatementEvent
from projects.statements.words import WITHDRAWN


@dataclass(frozen=True)
class StatementInfo:
    """A statement, free of the session; `events` are its steps and comments, in order."""

    id: int
    run_id: int
    metric: str
    text: str
    sha256: str
    code: str
    secrecy: str
    state: str
    made_at: dt.datetime
    made_by: str
    events: Sequence[Event]
    replaces_id: int | None = None

    @cached_property
    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.text)
        return found

    @property
    def title(self) -> Text:
        return Text(**self.content["metric"]["title"])

    @property
    def steps(self) -> list[Event]:
        """What happened to it, without what was said of it."""
        return [one for one in self.events if one.action not in TALK]

    @cached_property
    def points(self) -> list[Point]:
        """What was asked of it, comments and returns, with the answers."""
        return points_of([one.as_dict() for one in self.events])

    @property
    def withdrawn(self) -> Text | None:
        """That it was withdrawn, when and why, for whoever holds an older file of it."""
        event = next((one for one in self.events if one.action == "withdrawn"), None)
        if event is None:
            return None
        return WITHDRAWN.format(day=minute(event.moment), reason=event.body or "—")

    @property
    def signature(self) -> Event | None:
        return next((one for one in self.events if one.action == "signed"), None)

    @property
    def subject(self) -> str:
        return f"{self.code}#{self.id}"


def get_statement(session: Session, statement_id: int) -> StatementInfo:
    """Raises `unknown-statement`, also for one that this session may not see."""
    return info_of(session, row_of(session, statement_id))


def row_of(session: Session, statement_id: int, *, lock: bool = False) -> Statement:
    query = select(Statement).where(Statement.id == statement_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.scalars(query).first()
    if row is None:
        raise EcoAtlasError(UNKNOWN_STATEMENT, statement=statement_id)
    return row


def find_statement(session: Session, named: str) -> StatementInfo:
    """A statement by its number or its check code; raises `unknown-statement`."""
    code = read_code(named)
    if code is not None:
        row = session.scalars(select(Statement).where(Statement.code == code)).first()
        if row is not None:
            return info_of(session, row)
    if named.isascii() and named.isdigit() and len(named) < 10:
        return get_statement(session, int(named))
    raise EcoAtlasError(UNKNOWN_STATEMENT, statement=named[:40])


def list_statements(
    session: Session,
    state: str | None = None,
    metric: str | None = None,
    limit: int = 200,
    maker: str | None = None,
) -> list[StatementInfo]:
    """The latest first; of one state, one metric and one maker if they are named."""
    query = select(Statement).order_by(Statement.id.desc()).limit(limit)
    if state is not None:
        query = query.where(Statement.state == state)
    if metric is not None:
        query = query.where(Statement.metric == metric)
    if maker is not None:
        query = query.where(Statement.made_by == maker)
    return _infos(session, query)


def returned_to(session: Session, maker: str) -> tuple[tuple[int, str], ...]:
    """Number and code of what was returned to its maker, the latest first."""
    query = select(Statement.id, Statement.code).order_by(Statement.id.desc())
    query = query.where(Statement.made_by == maker, Statement.state == "returned")
    return tuple((number, code) for number, code in session.execute(query.limit(20)))


@dataclass(frozen=True, slots=True)
class Answered:
    """A comment that was answered and that whoever made it has neither closed nor opened again."""

    statement: int
    code: str
    number: int


def answered_to(session: Session, asker: str) -> tuple[Answered, ...]:
    """The answered comments of somebody on statements that nobody has signed yet, the latest
    statement first. Two queries."""
    asked = select(StatementEvent.statement_id).where(
        StatementEvent.by == asker, StatementEvent.action == COMMENTED
    )
    query = select(Statement.id, Statement.code).where(Statement.id.in_(asked))
    query = query.where(Statement.state.in_(("draft", "submitted", "returned")))
    codes = {row.id: row.code for row in session.execute(query)}
    events = events_by_statement(session, list(codes))
    return tuple(
        Answered(number, codes[number], point.number)
        for number in sorted(codes, reverse=True)
        for point in points_of([one.as_dict() for one in events[number]])
        if (point.event["action"], point.state, point.by) == (COMMENTED, "answered", asker)
    )


def replacing(session: Session, statement_id: int) -> list[StatementInfo]:
    """The statements that say they take the place of this one, the latest first."""
    query = select(Statement).where(Statement.replaces_id == statement_id)
    return _infos(session, query.order_by(Statement.id.desc()))


def statements_on(session: Session, run_id: int) -> list[StatementInfo]:
    """Every statement on a run, the latest first."""
    query = select(Statement).where(Statement.run_id == run_id).order_by(Statement.id.desc())
    return _infos(session, query)


def require_whole(found: StatementInfo) -> StatementInfo:
    """The statement itself; raises `statement-damaged` where content or events do not fit."""
    if not is_whole(found):
        raise EcoAtlasError(STATEMENT_DAMAGED, code=found.code)
    return found


def is_whole(found: StatementInfo) -> bool:
    """Whether content, code, state and the chain of events agree with each other."""
    if fingerprint(found.content) != found.sha256 or check_code(found.sha256) != found.code:
        return False
    return holds(found.sha256, found.events) and _state_fits(found)


def _state_fits(found: StatementInfo) -> bool:
    """The last step says the state; after the signature nothing follows but its withdrawal."""
    last = found.steps[-1].action if found.steps else ""
    actions = [one.action for one in found.events]
    after = actions[actions.index("signed") :] if "signed" in actions else []
    at_end = after in ([], ["signed"], ["signed", "withdrawn"])
    return (
        at_end
        and ("withdrawn" not in actions or len(after) == 2)
        and found.state == {"made": "draft"}.get(last, last)
    )


def _infos(session: Session, query: Select[Statement]) -> list[StatementInfo]:
    """Two queries, however many statements there are."""
    rows = session.scalars(query).all()
    events = events_by_statement(session, [row.id for row in rows])
    return [_told(row, events[row.id]) for row in rows]


def info_of(session: Session, row: Statement) -> StatementInfo:
    return _told(row, events_of(session, row.id))


def _told(row: Statement, events: Sequence[Event]) -> StatementInfo:
    return StatementInfo(
        id=row.id,
        run_id=row.run_id,
        metric=row.metric,
        text=row.content,
        sha256=row.sha256,
        code=row.code,
        secrecy=row.secrecy,
        state=row.state,
        made_at=row.made_at,
        made_by=row.made_by,
        events=events,
        replaces_id=row.replaces_id,
    )
