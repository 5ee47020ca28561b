"""What happened to a check: handed in, returned, signed, withdrawn, linked as events of statements.

The first event carries the hash of the check. A signature covers the check, every step before it
and the decisions on its rows; what is signed takes no more decisions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.words import Text
from layers.system.china_time import minute
from projects.sites.keeping import Kept
from projects.sites.tables import SiteCheckRow, SiteEvent
from projects.sites.words import WITHDRAWN
from projects.statements.chain import Event, columns, detailed, holds, linked
from projects.statements.course import state_of

UNTIL = "decisions_until"
"""Among the details of a signature: the last decision that it covers."""


@dataclass(frozen=True, slots=True)
class Course:
    """A check with its events, as `projects.statements.review` asks after what is reviewed."""

    kept: Kept
    events: Sequence[Event]

    @property
    def code(self) -> str:
        return self.kept.code

    @property
    def made_by(self) -> str:
        return self.kept.by or ""

    @property
    def state(self) -> str:
        return state_of([one.as_dict() for one in self.events])

    @property
    def signature(self) -> Event | None:
        return next((one for one in self.events if one.action == "signed"), None)

    @property
    def withdrawn(self) -> Text | None:
        """That the signature was withdrawn, when and why."""
        event = next((one for one in self.events if one.action == "withdrawn"), None)
        if event is None:
            return None
        return WITHDRAWN.format(day=minute(event.moment), reason=event.body or "—")

    @property
    def whole(self) -> bool:
        """Whether the chain begins with the check and has no gap."""
        return holds(self.kept.sha256, self.events)


def course_of(session: Session, kept: Kept) -> Course:
    return courses_of(session, [kept])[kept.id]


def courses_of(session: Session, every: Sequence[Kept]) -> dict[int, Course]:
    """By the id of the check; one query."""
    found: dict[int, list[Event]] = {one.id: [] for one in every}
    query = select(SiteEvent).where(SiteEvent.check_id.in_(found))
    for row in session.scalars(query.order_by(SiteEvent.check_id, SiteEvent.number)):
        found[row.check_id].append(_event(row))
    return {one.id: Course(one, found[one.id]) for one in every}


def last_signed(session: Session, site_id: int) -> int:
    """The number of the last check of a site that was ever signed; 0 where none was."""
    query = (
        select(func.max(SiteCheckRow.number))
        .join(SiteEvent, SiteEvent.check_id == SiteCheckRow.id)
        .where(SiteCheckRow.site_id == site_id, SiteEvent.action == "signed")
    )
    return session.scalar(query) or 0


def add_step(
    session: Session,
    before: Course,
    action: str,
    by: str,
    body: str | None,
    details: Mapping[str, Any] | None = None,
) -> Course:
    """Append an event; the caller holds the lock of the site's row."""
    kept = before.kept
    told = detailed(session, by, details)
    event = linked(before.events, kept.sha256, action, by, body=body, details=told)
    session.add(SiteEvent(check_id=kept.id, **columns(event)))
    session.flush()
    return Course(kept, [*before.events, event])


def _event(row: SiteEvent) -> Event:
    return Event(
        number=row.number,
        action=row.action,
        at=row.at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        by=row.by,
        body=row.body,
        table=None,
        row=None,
        previous_hash=row.previous_hash,
        hash=row.hash,
        details=row.details,
    )
