"""Comments on a statement, and what is said to them, until it is signed.

Comments are about the whole, a figure of the result or a row. The maker and reviewers answer those
of others; whoever made a comment, or a reviewer, closes it or finds it not answered.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor
from projects.accounts.accounts import AccountInfo
from projects.statements.chain import add_event
from projects.statements.errors import (
    NOT_YOURS_TO_ANSWER,
    NOT_YOURS_TO_CLOSE,
    OWN_COMMENT,
    POINT_STATE,
    UNKNOWN_POINT,
    UNKNOWN_ROW,
)
from projects.statements.kept import StatementInfo, get_statement
from projects.statements.points import FIGURES, Point
from projects.statements.stepping import (
    ANSWER,
    CLOSE,
    COMMENT,
    REOPEN,
    is_reviewer,
    locked,
    recorded,
    same,
    written,
)
from projects.statements.tables import Statement
from projects.statements.words import POINT_STATES, STEPS


def comment(
    session: Session, statement_id: int, text: str, by: Actor, table: str = "", row_key: str = ""
) -> StatementInfo:
    """A comment on the whole, on a figure (table `total`, its name) or on the row of a table.

    Raises `statement-unknown-row`.
    """
    row = locked(session, statement_id, COMMENT)
    said = written(text)
    if table or row_key:
        _require_row(get_statement(session, row.id), table, row_key)
    add_event(session, row, COMMENT, by.name, body=said, table=table or None, row=row_key or None)
    recorded(session, row, COMMENT, by, {"text": said, "table": table, "row": row_key})
    return get_statement(session, row.id)


def answer(
    session: Session,
    statement_id: int,
    number: int,
    text: str,
    by: Actor,
    account: AccountInfo | None = None,
) -> StatementInfo:
    """Answer a comment, or the reason of a return; by the maker, or by the `account` of a reviewer.

    Raises `statement-unknown-comment`, `statement-own-comment`, `statement-not-yours-to-answer`,
    `statement-comment-state`.
    """
    row = locked(session, statement_id, ANSWER)
    found = get_statement(session, row.id)
    point = point_of(found, number)
    if same(point.by, by.name):
        raise EcoAtlasError(OWN_COMMENT, number=number)
    if not same(row.made_by, by.name) and not is_reviewer(account):
        raise EcoAtlasError(NOT_YOURS_TO_ANSWER, number=number)
    _require_state(point, ANSWER, "open", "answered")
    return _said(session, row, point, ANSWER, by, written(text))


def close(
    session: Session,
    statement_id: int,
    number: int,
    by: Actor,
    account: AccountInfo | None = None,
    note: str = "",
) -> StatementInfo:
    """Close a comment: an open one by whoever made it, an answered one by a reviewer too."""
    row = locked(session, statement_id, CLOSE)
    point = point_of(get_statement(session, row.id), number)
    _require_comment(point, CLOSE)
    _require_state(point, CLOSE, "open", "answered")
    mine = same(point.by, by.name)
    if not mine and not (point.state == "answered" and is_reviewer(account)):
        raise EcoAtlasError(NOT_YOURS_TO_CLOSE, number=number)
    return _said(session, row, point, CLOSE, by, written(note, required=False))


def reopen(
    session: Session,
    statement_id: int,
    number: int,
    text: str,
    by: Actor,
    account: AccountInfo | None = None,
) -> StatementInfo:
    """Find a comment not answered, and say why; by whoever made it, or a reviewer."""
    row = locked(session, statement_id, REOPEN)
    point = point_of(get_statement(session, row.id), number)
    _require_comment(point, REOPEN)
    _require_state(point, REOPEN, "answered", "closed")
    if not same(point.by, by.name) and not is_reviewer(account):
        raise EcoAtlasError(NOT_YOURS_TO_CLOSE, number=number)
    return _said(session, row, point, REOPEN, by, written(text))


def possible_for(
    found: StatementInfo, point: Point, account: str | None, *, reviewer: bool
) -> frozenset[str]:
    """What somebody of this name may say to a point now, for the buttons of a page."""
    if account is None or found.state not in ("draft", "submitted", "returned"):
        return frozenset()
    mine, maker = same(point.by, account), same(found.made_by, account)
    steps = set()
    if not mine and (maker or reviewer) and point.state != "closed":
        steps.add(ANSWER)
    if point.event["action"] == COMMENT:
        if (mine and point.state != "closed") or (reviewer and point.state == "answered"):
            steps.add(CLOSE)
        if (mine or reviewer) and point.state != "open":
            steps.add(REOPEN)
    return frozenset(steps)


def point_of(found: StatementInfo, number: int) -> Point:
    """Raises `statement-unknown-comment`."""
    point = next((one for one in found.points if one.number == number), None)
    if point is None:
        raise EcoAtlasError(UNKNOWN_POINT, code=found.code, number=number)
    return point


def _said(
    session: Session, row: Statement, point: Point, step: str, by: Actor, text: str | None
) -> StatementInfo:
    add_event(session, row, step, by.name, body=text, details={"to": point.event_number})
    recorded(session, row, step, by, {"to": point.event_number, "text": text})
    return get_statement(session, row.id)


def _require_comment(point: Point, step: str) -> None:
    """The reason of a return is answered, and stays."""
    if point.event["action"] != COMMENT:
        raise EcoAtlasError(
            POINT_STATE, number=point.number, state=STEPS["returned"].title, step=STEPS[step].verb
        )


def _require_state(point: Point, step: str, *states: str) -> None:
    if point.state not in states:
        raise EcoAtlasError(
            POINT_STATE,
            number=point.number,
            state=POINT_STATES[point.state],
            step=STEPS[step].verb,
        )


def _require_row(found: StatementInfo, table: str, row_key: str) -> None:
    if row_key not in _rows(found, table):
        raise EcoAtlasError(UNKNOWN_ROW, code=found.code, table=table, row=row_key)


def _rows(found: StatementInfo, table: str) -> set[str]:
    metric, result = found.content["metric"], found.content["result"]
    if table == FIGURES:
        return {one["name"] for one in metric["total"]} & set(result.get("total") or ())
    if table not in {one["name"] for one in metric["tables"]}:
        return set()
    return {str(one.get("key")) for one in result.get(table) or ()}
