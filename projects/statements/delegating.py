"""Signing delegated for a time: a reviewer names an account that reviews and signs in his place.

So two people suffice: whoever made a statement still never signs it, also where he is the reviewer
who delegated. The delegation stands in the event of every step that was taken by it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, record
from layers.system.china_time import today
from layers.system.database import now
from projects.accounts.accounts import AccountInfo, get_account
from projects.accounts.tables import Account
from projects.statements.errors import (
    DELEGATE_UNFIT,
    DELEGATION_ENDED,
    DELEGATION_PERIOD,
    NOT_A_REVIEWER,
    UNKNOWN_DELEGATION,
)
from projects.statements.stepping import SIGN, is_reviewer, require_reviewer, same, written
from projects.statements.tables import SigningDelegation
from projects.statements.words import STEPS

DELEGATES = frozenset({"editor"})
"""Roles that signing can be delegated to: reviewers sign anyway; administrators, who make accounts,
and those who only look never do."""
LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Delegation:
    """Who may sign for whom, from the first to the last day, both included, and why."""

    id: int
    giver: str
    delegate: str
    first_day: dt.date
    last_day: dt.date
    reason: str
    made_at: dt.datetime
    ended_at: dt.datetime | None
    ended_by: str | None

    def holds(self, day: dt.date) -> bool:
        return self.ended_at is None and self.first_day <= day <= self.last_day

    def as_dict(self) -> dict[str, Any]:
        """As the event of a step keeps it."""
        return {
            "id": self.id,
            "by": self.giver,
            "from": self.first_day.isoformat(),
            "until": self.last_day.isoformat(),
            "reason": self.reason,
        }


def delegate(
    session: Session,
    account: AccountInfo,
    to: str,
    first_day: dt.date,
    last_day: dt.date,
    reason: str,
    by: Actor,
) -> Delegation:
    """Delegate signing; a reviewer, whose password was asked.

    Raises `statement-not-a-reviewer`, `unknown-account`, `delegation-unfit`, `delegation-period`.
    """
    require_reviewer(account, SIGN)
    said = written(reason) or ""
    other = get_account(session, to)
    if other.disabled or other.role not in DELEGATES:
        raise EcoAtlasError(DELEGATE_UNFIT, name=other.name)
    days = (last_day - first_day).days
    if not 0 <= days < LONGEST_DAYS or last_day < today():
        raise EcoAtlasError(DELEGATION_PERIOD, first=first_day, last=last_day, most=LONGEST_DAYS)
    row = SigningDelegation(
        giver=account.name,
        delegate=other.name,
        first_day=first_day,
        last_day=last_day,
        reason=said,
        made_at=now(),
    )
    session.add(row)
    session.flush()
    made = _info(row)
    record(session, by, "signing-delegated", made.delegate, details=made.as_dict())
    return made


def end_delegation(session: Session, number: int, account: AccountInfo, by: Actor) -> Delegation:
    """End a delegation from now on; any reviewer. What was signed by it stays signed.

    Raises `unknown-delegation`, `delegation-ended`.
    """
    require_reviewer(account, SIGN)
    query = select(SigningDelegation).where(SigningDelegation.id == number).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).first()
    if row is None:
        raise EcoAtlasError(UNKNOWN_DELEGATION, number=number)
    if row.ended_at is not None:
        raise EcoAtlasError(DELEGATION_ENDED, number=number)
    row.ended_at, row.ended_by = now(), by.name
    session.flush()
    ended = _info(row)
    record(session, by, "signing-delegation-ended", ended.delegate, details=ended.as_dict())
    return ended


def list_delegations(session: Session) -> list[Delegation]:
    """All there ever were, the newest first."""
    query = select(SigningDelegation).order_by(SigningDelegation.id.desc())
    return [_info(row) for row in session.scalars(query)]


def delegation_of(session: Session, name: str) -> Delegation | None:
    """The delegation by which an account signs today; its giver must still be a reviewer."""
    day = today()
    query = (
        select(SigningDelegation)
        .join(Account, Account.name == SigningDelegation.giver)
        .where(SigningDelegation.delegate == name, SigningDelegation.ended_at.is_(None))
        .where(SigningDelegation.first_day <= day, SigningDelegation.last_day >= day)
        .where(Account.role == "reviewer", Account.disabled_at.is_(None))
    )
    row = session.scalars(query.order_by(SigningDelegation.id.desc()).limit(1)).first()
    return None if row is None else _info(row)


def authority(session: Session, account: AccountInfo, step: str) -> Delegation | None:
    """By what an account reviews and signs: none for a reviewer, else the delegation.

    Raises `statement-not-a-reviewer`.
    """
    if is_reviewer(account):
        return None
    found = None
    if not account.disabled and account.role in DELEGATES:
        found = delegation_of(session, account.name)
    if found is None or same(found.giver, account.name):
        raise EcoAtlasError(NOT_A_REVIEWER, name=account.name, step=STEPS[step].verb)
    return found


def _info(row: SigningDelegation) -> Delegation:
    return Delegation(
        id=row.id,
        giver=row.giver,
        delegate=row.delegate,
        first_day=row.first_day,
        last_day=row.last_day,
        reason=row.reason,
        made_at=row.made_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
    )
