"""What the administrator decides for the office."""

from __future__ import annotations

from sqlalchemy.orm import Session

from layers.audit import Actor, record
from projects.accounts.tables import OfficeOption

ANONYMOUS_VIEWING = "anonymous_viewing"


def anonymous_viewing(session: Session) -> bool:
    """Whether people may look at public layers without signing in; they may not by default."""
    row = session.get(OfficeOption, ANONYMOUS_VIEWING)
    return bool(row is not None and row.value)


def set_anonymous_viewing(session: Session, on: bool, by: Actor | None) -> None:
    """Open or close viewing without sign-in."""
    before = anonymous_viewing(session)
    if before == on:
        return
    session.merge(OfficeOption(name=ANONYMOUS_VIEWING, value=on))
    session.flush()
    details = {"before": {"on": before}, "after": {"on": on}}
    record(session, by, "option-changed", ANONYMOUS_VIEWING, details=details)
