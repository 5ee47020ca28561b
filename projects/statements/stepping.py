"""What every step of a statement shares: when it can be taken, by whom, and that it is recorded."""

from __future__ import annotations

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, record
from projects.accounts.accounts import AccountInfo
from projects.accounts.names import known_form
from projects.accounts.permissions import may
from projects.statements.errors import (
    NOT_A_REVIEWER,
    REASON_MISSING,
    TEXT_TOO_LONG,
    WRONG_STATE,
)
from projects.statements.kept import row_of
from projects.statements.tables import Statement
from projects.statements.words import STATES, STEPS

LONGEST_TEXT = 4000
SIGNING = "sign_statements"
SUBMIT, RETURN, SIGN, WITHDRAW = "submitted", "returned", "signed", "withdrawn"
COMMENT, ANSWER, CLOSE, REOPEN = "commented", "answered", "closed", "reopened"
IN_REVIEW = frozenset({"draft", "submitted", "returned"})
FROM: dict[str, frozenset[str]] = {
    SUBMIT: frozenset({"draft", "returned"}),
    RETURN: frozenset({"submitted"}),
    SIGN: frozenset({"submitted"}),
    WITHDRAW: frozenset({"signed"}),
    COMMENT: IN_REVIEW,
    ANSWER: IN_REVIEW,
    CLOSE: IN_REVIEW,
    REOPEN: IN_REVIEW,
}
"""In which states each step can be taken."""


def locked(session: Session, statement_id: int, step: str) -> Statement:
    """The row of a statement, for this step alone; raises `statement-wrong-state`."""
    row = row_of(session, statement_id, lock=True)
    require_state(row.code, row.state, step)
    return row


def require_state(code: str, state: str, step: str) -> None:
    """Raises `statement-wrong-state` for a step that cannot be taken now."""
    if state not in FROM[step]:
        raise EcoAtlasError(WRONG_STATE, code=code, state=STATES[state], step=STEPS[step].verb)


def is_reviewer(account: AccountInfo | None) -> bool:
    return account is not None and not account.disabled and may(account.role, SIGNING)


def require_reviewer(account: AccountInfo, step: str) -> None:
    """Raises `statement-not-a-reviewer`."""
    if not is_reviewer(account):
        raise EcoAtlasError(NOT_A_REVIEWER, name=account.name, step=STEPS[step].verb)


def same(one: str, other: str | None) -> bool:
    """Whether two names are one account's, however they are written."""
    if other is None:
        return False
    return one == other or (known_form(one) or one) == (known_form(other) or other)


def written(text: str, *, required: bool = True) -> str | None:
    """What somebody wrote; raises `statement-reason-missing`, `statement-text-too-long`."""
    said = text.strip()
    if required and not said:
        raise EcoAtlasError(REASON_MISSING)
    if len(said) > LONGEST_TEXT:
        raise EcoAtlasError(TEXT_TOO_LONG, limit=LONGEST_TEXT)
    return said or None


def recorded(
    session: Session, row: Statement, step: str, by: Actor, details: dict[str, object]
) -> None:
    """Write a step into the audit log, without what is empty."""
    told = {name: value for name, value in details.items() if value}
    record(session, by, f"statement-{step}", f"{row.code}#{row.id}", details=told)
