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

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, record
from projects.accounts.accounts import AccountInfo
from projects.accounts.names import known_form
from projects.accounts.permissions import may
from projects.statements.chain import add_event
from projects.statements.errors import (
    NOT_A_REVIEWER,
    NOT_YOUR_STATEMENT,
    OWN_STATEMENT,
    REASON_MISSING,
    TEXT_TOO_LONG,
    UNKNOWN_ROW,
    WRONG_STATE,
)
from projects.statements.making import StatementInfo, get_statement, require_whole, row_of
from projects.statements.tables import Statement
from projects.statements.words import STATES, STEPS

LONGEST_TEXT = 4000
SIGNING = "sign_statements"
SUBMIT, RETURN, SIGN, COMMENT = "submitted", "returned", "signed", "commented"
WITHDRAW = "withdrawn"
FROM: dict[str, frozenset[str]] = {
    SUBMIT: frozenset({"draft", "returned"}),
    RETURN: frozenset({"submitted"}),
    SIGN: frozenset({"submitted"}),
    WITHDRAW: frozenset({"signed"}),
    COMMENT: frozenset({"draft", "submitted", "returned"}),
}
"""In which states each step can be taken."""


def possible(found: StatementInfo, account: str | None, *, reviewer: bool) -> frozenset[str]:
    """The steps that somebody of this name may take now, for the buttons of a page."""
    steps = {step for step, states in FROM.items() if found.state in states}
    own = _same(found.made_by, account)
    if not own:
        steps.discard(SUBMIT)
    if not reviewer:
        steps -= {RETURN, SIGN, WITHDRAW}
    return frozenset(steps - {SIGN} if own else steps)


def submit(session: Session, statement_id: int, by: Actor, note: str = "") -> StatementInfo:
    """Hand a statement to the reviewers; only its maker does. Raises `statement-not-yours`."""
    row = _locked(session, statement_id, SUBMIT)
    if not _same(row.made_by, by.name):
        raise EcoAtlasError(NOT_YOUR_STATEMENT, code=row.code, maker=row.made_by)
    return _step(session, row, SUBMIT, by, _text(note, required=False))


def return_(
    session: Session, statement_id: int, account: AccountInfo, reason: str, by: Actor
) -> StatementInfo:
    """Give it back to its maker with a reason; raises `statement-not-a-reviewer`."""
    _require_reviewer(account, RETURN)
    row = _locked(session, statement_id, RETURN)
    return _step(session, row, RETURN, by, _text(reason))


def sign(
    session: Session, statement_id: int, account: AccountInfo, by: Actor, note: str = ""
) -> StatementInfo:
    """Sign, which freezes it: a reviewer other than the maker.

    Raises `statement-not-a-reviewer`, `statement-own`, `statement-wrong-state`, and
    `statement-damaged` where what would be signed is not what was made.
    """
    _require_reviewer(account, SIGN)
    row = _locked(session, statement_id, SIGN)
    if _same(row.made_by, account.name):
        raise EcoAtlasError(OWN_STATEMENT, code=row.code, name=row.made_by)
    require_whole(get_statement(session, row.id))
    return _step(session, row, SIGN, by, _text(note, required=False))


def withdraw(
    session: Session, statement_id: int, account: AccountInfo, reason: str, by: Actor
) -> StatementInfo:
    """Take a signature back with a reason; the statement stays, and says so from now on.

    Any reviewer may, its maker and its signer too: nothing is claimed by it. Raises
    `statement-not-a-reviewer`, `statement-wrong-state`, `statement-reason-missing`.
    """
    _require_reviewer(account, WITHDRAW)
    row = _locked(session, statement_id, WITHDRAW)
    return _step(session, row, WITHDRAW, by, _text(reason))


def comment(
    session: Session, statement_id: int, text: str, by: Actor, table: str = "", row_key: str = ""
) -> StatementInfo:
    """A comment on the whole, or on the row of a table; raises `statement-unknown-row`."""
    row = _locked(session, statement_id, COMMENT)
    said = _text(text)
    if table or row_key:
        _require_row(get_statement(session, row.id), table, row_key)
    add_event(session, row, COMMENT, by.name, body=said, table=table or None, row=row_key or None)
    _record(session, row, COMMENT, by, {"text": said, "table": table, "row": row_key})
    return get_statement(session, row.id)


def _step(
    session: Session, row: Statement, step: str, by: Actor, said: str | None
) -> StatementInfo:
    # The event first: the database freezes the row with the state that is written after it.
    add_event(session, row, step, by.name, body=said)
    row.state = step
    session.flush()
    _record(session, row, step, by, {"sha256": row.sha256, "text": said})
    return get_statement(session, row.id)


def _record(
    session: Session, row: Statement, step: str, by: Actor, details: dict[str, object]
) -> None:
    told = {name: value for name, value in details.items() if value}
    record(session, by, f"statement-{step}", f"{row.code}#{row.id}", details=told)


def _locked(session: Session, statement_id: int, step: str) -> Statement:
    row = row_of(session, statement_id, lock=True)
    if row.state not in FROM[step]:
        raise EcoAtlasError(
            WRONG_STATE, code=row.code, state=STATES[row.state], step=STEPS[step].verb
        )
    return row


def _require_reviewer(account: AccountInfo, step: str) -> None:
    if account.disabled or not may(account.role, SIGNING):
        raise EcoAtlasError(NOT_A_REVIEWER, name=account.name, step=STEPS[step].verb)


def _require_row(found: StatementInfo, table: str, row_key: str) -> None:
    rows = found.content["result"].get(table) if table in _tables(found) else None
    if not any(str(one.get("key")) == row_key for one in rows or ()):
        raise EcoAtlasError(UNKNOWN_ROW, code=found.code, table=table, row=row_key)


def _tables(found: StatementInfo) -> list[str]:
    return [one["name"] for one in found.content["metric"]["tables"]]


def _same(one: str, other: str | None) -> bool:
    """Whether two names are one account's, however they are written."""
    if other is None:
        return False
    return one == other or (known_form(one) or one) == (known_form(other) or other)


def _text(text: str, *, required: bool = True) -> str | None:
    said = text.strip()
    if required and not said:
        raise EcoAtlasError(REASON_MISSING)
    if len(said) > LONGEST_TEXT:
        raise EcoAtlasError(TEXT_TOO_LONG, limit=LONGEST_TEXT)
    return said or None
