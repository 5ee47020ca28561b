"""Closing a period of a plan: nothing in it changes any more until it is opened with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, fields

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, record
from layers.system.database import now
from projects.policy.register import get_document
from projects.policy.tables import PolicyDocument
from projects.targets import errors
from projects.targets.periods import Period, read_period
from projects.targets.tables import TargetPeriodEvent

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class PeriodEvent:
    """A period of a plan closed or opened again."""

    document_id: str
    period: str
    action: str
    by: str
    at: dt.datetime
    reason: str | None


def closed_periods(session: Session) -> frozenset[tuple[str, str]]:
    """Plan and period of everything that is closed now, in one query."""
    event = TargetPeriodEvent
    newest = select(func.max(event.id)).group_by(event.document_id, event.period)
    query = select(event.document_id, event.period).where(
        event.id.in_(newest), event.action == "closed"
    )
    return frozenset((document, period) for document, period in session.execute(query))


def period_events(session: Session, document: str | None = None) -> list[PeriodEvent]:
    """What happened to periods (of one plan), the newest first."""
    event = TargetPeriodEvent
    query = select(*(getattr(event, one.name) for one in fields(PeriodEvent)))
    if document is not None:
        query = query.where(event.document_id == document)
    return [PeriodEvent(*row) for row in session.execute(query.order_by(event.id.desc()))]


def close_period(session: Session, document: str, period: str, by: Actor, note: str = "") -> None:
    """Close a period of a plan. Raises `unknown-document`, `target-period-invalid`,
    `target-period-closed`."""
    _turn(session, document, period, by, "closed", " ".join(note.split())[:LONGEST_REASON] or None)


def reopen_period(session: Session, document: str, period: str, by: Actor, reason: str) -> None:
    """Open a closed period again. Raises `target-step-reason`, `target-period-open` and as
    `close_period` does."""
    _turn(session, document, period, by, "reopened", said_reason(reason))


def said_reason(reason: str) -> str:
    """A reason as it is kept; raises `target-step-reason` where there is none."""
    said = " ".join(reason.split())[:LONGEST_REASON]
    if not said:
        raise EcoAtlasError(errors.STEP_REASON)
    return said


def known_period(written: str) -> Period:
    """The period that is meant; raises `target-period-invalid`."""
    found = read_period(written)
    if found is None:
        raise EcoAtlasError(errors.PERIOD_INVALID, value=written[:40])
    return found


def lock_documents(session: Session, ids: Collection[str], *, closing: bool = False) -> None:
    """Nobody closes a period of these plans while values are written, and the other way round."""
    query = select(PolicyDocument.id).where(PolicyDocument.id.in_(ids)).order_by(PolicyDocument.id)
    session.execute(query.with_for_update(read=not closing, key_share=closing)).all()


def _turn(
    session: Session, document: str, period: str, by: Actor, action: str, reason: str | None
) -> None:
    found = get_document(session, document).id
    which = str(known_period(period))
    lock_documents(session, {found}, closing=True)
    is_closed = (found, which) in closed_periods(session)
    if is_closed == (action == "closed"):
        refused = errors.CLOSED_ALREADY if is_closed else errors.OPEN_ALREADY
        raise EcoAtlasError(refused, document=found, period=which)
    event = TargetPeriodEvent(
        document_id=found, period=which, action=action, by=by.name, at=now(), reason=reason
    )
    session.add(event)
    session.flush()
    details = {"reason": reason} if reason else {}
    record(session, by, f"period-{action}", f"{found} {which}", details=details)
