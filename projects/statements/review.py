"""Review and sign-off: draft, submitted, returned, signed, withdrawn; comments and answers.

    draft ──submit──▶ submitted ──sign──▶ signed (frozen) ──withdraw──▶ withdrawn
                       │    ▲
                    return  submit
                       ▼    │
                      returned

Figures never change on the way: where they are wrong, a new statement is made from a new run, and
one that was signed is withdrawn with a reason, never deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor
from projects.accounts.accounts import AccountInfo
from projects.statements.asserting import assertions, listed, open_points
from projects.statements.chain import add_event
from projects.statements.delegating import Delegation, authority
from projects.statements.discussing import answer
from projects.statements.errors import (
    CHANGED_MEANWHILE,
    NOT_VOUCHED,
    NOT_YOUR_STATEMENT,
    OPEN_COMMENTS,
    OWN_STATEMENT,
    POINTS_UNANSWERED,
)
from projects.statements.kept import StatementInfo, get_statement, require_whole
from projects.statements.people import person
from projects.statements.points import Point
from projects.statements.stepping import (
    FROM,
    RETURN,
    SIGN,
    SUBMIT,
    WITHDRAW,
    locked,
    recorded,
    require_reviewer,
    same,
    written,
)
from projects.statements.tables import Statement


class Reviewed(Protocol):
    """What is handed in, returned, signed and withdrawn: a statement, or a site check."""

    @property
    def code(self) -> str: ...

    @property
    def state(self) -> str: ...

    @property
    def made_by(self) -> str: ...


def possible(
    found: Reviewed, account: str | None, *, reviewer: bool, delegated: bool = False
) -> frozenset[str]:
    """The steps that somebody of this name may take now, for the buttons of a page."""
    steps = {step for step, states in FROM.items() if found.state in states}
    own = same(found.made_by, account)
    if not own:
        steps.discard(SUBMIT)
    if not reviewer:
        steps -= {WITHDRAW} if delegated else {RETURN, SIGN, WITHDRAW}
    return frozenset(steps - {SIGN} if own else steps)


def submit(
    session: Session,
    statement_id: int,
    by: Actor,
    note: str = "",
    answers: Mapping[int, str] | None = None,
) -> StatementInfo:
    """Hand a statement to the reviewers; only its maker does.

    `answers` are to comments and returns, by their numbers. After a return every one of others
    needs an answer. Raises `statement-not-yours`, `statement-points-unanswered`.
    """
    row = locked(session, statement_id, SUBMIT)
    require_maker(row, by)
    for number, text in (answers or {}).items():
        answer(session, row.id, number, text, by)
    found = get_statement(session, row.id)
    unanswered = to_be_answered(found)
    if found.state == RETURN and unanswered:
        points = listed(found, unanswered)
        raise EcoAtlasError(POINTS_UNANSWERED, code=found.code, points=points)
    return _step(session, row, SUBMIT, by, written(note, required=False))


def require_maker(found: Reviewed, by: Actor) -> None:
    """Raises `statement-not-yours`: only its maker hands it in."""
    if not same(found.made_by, by.name):
        raise EcoAtlasError(NOT_YOUR_STATEMENT, code=found.code, maker=found.made_by)


def require_another(found: Reviewed, account: AccountInfo) -> None:
    """Raises `statement-own`: nobody signs what he has made."""
    if same(found.made_by, account.name):
        raise EcoAtlasError(OWN_STATEMENT, code=found.code, name=found.made_by)


def to_be_answered(found: StatementInfo) -> list[Point]:
    """What its maker has to answer: open comments of others, and the reasons of returns."""
    return [one for one in open_points(found) if not same(one.by, found.made_by)]


def return_(
    session: Session, statement_id: int, account: AccountInfo, reason: str, by: Actor
) -> StatementInfo:
    """Give it back to its maker with a reason; raises `statement-not-a-reviewer`."""
    given = authority(session, account, RETURN)
    row = locked(session, statement_id, RETURN)
    return _step(session, row, RETURN, by, written(reason), by_delegation(session, given))


def sign(
    session: Session,
    statement_id: int,
    account: AccountInfo,
    by: Actor,
    note: str = "",
    *,
    asserted: str,
) -> StatementInfo:
    """Sign, which freezes it: a reviewer, or whom one has delegated it to, other than the maker,
    whose password was asked.

    `asserted` is the hash of the list that was shown. Raises `statement-not-a-reviewer`,
    `statement-own`, `statement-wrong-state`, `statement-open-comments`,
    `statement-changed-meanwhile`, `statement-not-vouched`, and `statement-damaged` where what would
    be signed is not what was made.
    """
    given = authority(session, account, SIGN)
    row = locked(session, statement_id, SIGN)
    require_another(row, account)
    found = require_whole(get_statement(session, row.id))
    waiting = open_points(found)
    if waiting:
        raise EcoAtlasError(OPEN_COMMENTS, code=row.code, points=listed(found, waiting))
    shown = assertions(session, found)
    if asserted != shown.fingerprint:
        raise EcoAtlasError(CHANGED_MEANWHILE, code=row.code)
    if shown.over is not None:
        raise EcoAtlasError(NOT_VOUCHED, code=row.code, why=shown.over)
    details = shown.kept | by_delegation(session, given)
    return _step(session, row, SIGN, by, written(note, required=False), details)


def by_delegation(session: Session, given: Delegation | None) -> dict[str, Any]:
    """The delegation as the event keeps it, with name and post of whoever gave it."""
    if given is None:
        return {}
    return {"delegation": given.as_dict() | {"person": person(session, given.giver)}}


def withdraw(
    session: Session, statement_id: int, account: AccountInfo, reason: str, by: Actor
) -> StatementInfo:
    """Take a signature back with a reason; the statement stays, and says so from now on.

    Any reviewer may, its maker and its signer too: nothing is claimed by it. Raises
    `statement-not-a-reviewer`, `statement-wrong-state`, `statement-reason-missing`.
    """
    require_reviewer(account, WITHDRAW)
    row = locked(session, statement_id, WITHDRAW)
    return _step(session, row, WITHDRAW, by, written(reason))


def _step(
    session: Session,
    row: Statement,
    step: str,
    by: Actor,
    said: str | None,
    details: Mapping[str, Any] | None = None,
) -> StatementInfo:
    # The event first: the database freezes the row with the state that is written after it.
    add_event(session, row, step, by.name, body=said, details=details)
    row.state = step
    session.flush()
    told = {"sha256": row.sha256, "text": said, **(details or {})}
    recorded(session, row, step, by, told)
    return get_statement(session, row.id)
