"""Statements under `/api/v1`: the list, one with its content, making, comments, every step.

Signing and withdrawing ask for the password of the account besides, so that a token alone, which
somebody may find, signs nothing.
"""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from pydantic import BaseModel, Field

from projects.accounts import accounts
from projects.statements import discussing, review
from projects.statements.asserting import assertions
from projects.statements.figures import texts_in
from projects.statements.kept import get_statement, is_whole
from projects.statements.making import make_statement
from projects.statements.since import newer_inputs
from projects.statements.stepping import SIGN
from projects.statements.surroundings import HeadLines
from webmap.accounts import signing_in
from webmap.edge.access import actor, asker, requires
from webmap.edge.asked import Nothing, read, takes
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.openapi import answers
from webmap.edge.parameters import asks
from webmap.edge.private_pages import signed_in
from webmap.edge.rendering import services
from webmap.jobs.answers import JobAnswer
from webmap.jobs.api import accepted
from webmap.statements.answers import (
    AssertedAnswer,
    NowAnswer,
    StatementAnswer,
    StatementsAnswer,
    WholeStatement,
    today,
    unnamed,
)
from webmap.statements.answers import statement_list as listed
from webmap.statements.pages import (
    HeadLine,
    Listed,
    as_asked,
    ask_today,
    asked,
    maker,
    require_authority,
    reviewer,
)
from webmap.statements.told import assertions_json, change_json, statement_json

blueprint = Blueprint("api_statements", __name__, url_prefix=PREFIX)
Said = Annotated[str, Field(max_length=4000)]


class MakeBody(BaseModel):
    run: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
    number: HeadLine = ""
    area: HeadLine = ""
    period: HeadLine = ""
    replaces: Annotated[str, Field(max_length=64)] = ""


class CommentBody(BaseModel):
    text: Annotated[str, Field(max_length=4000)]
    table: Annotated[str, Field(max_length=64)] = ""
    row: Annotated[str, Field(max_length=300)] = ""


class AnswerBody(BaseModel):
    text: Said


class NoteBody(BaseModel):
    note: Said = ""


class PointAnswer(AnswerBody):
    to: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]


class SubmitBody(NoteBody):
    answers: Annotated[list[PointAnswer], Field(max_length=1000)] = []


class ReasonBody(BaseModel):
    reason: Said


class SignBody(NoteBody):
    password: Annotated[str, Field(max_length=500)]
    asserted: Annotated[str, Field(max_length=64)]


class WithdrawBody(ReasonBody):
    password: Annotated[str, Field(max_length=500)]


def _named() -> bool:
    return asker().account is not None


@blueprint.get("/statements")
@requires("view")
@asks(Listed)
@answers(StatementsAnswer)
def statement_list() -> Response:
    """Statements, all or of a `state`."""
    given = read(Listed, asked())
    found = listed(services(), given.state or None, maker(given))
    return answer({"statements": [statement_json(one, named=_named()) for one in found]})


@blueprint.get("/statements/<int:statement>")
@requires("view")
@answers(WholeStatement)
def statement(statement: int) -> Response:
    """The statement with its content, and in `text` its figures as they are written.

    `whole` says that what is kept fits its hash.
    """
    with services().reading() as session:
        found = get_statement(session, statement)
        newer = newer_inputs(session, found)
    told = statement_json(found, named=_named())
    content = found.content if _named() else unnamed(found.content)
    told |= {"content": content, "text": texts_in(content), "whole": is_whole(found)}
    return answer(told | {"newer": [{"id": n.name, "then": n.then, "now": n.now} for n in newer]})


@blueprint.get("/statements/<int:statement>/now")
@requires("view")
@answers(NowAnswer)
def statement_now(statement: int) -> Response:
    """What would differ, where somebody has computed it with the versions of today."""
    found = today(services(), statement)
    run = found.run.id if found.run else None
    return answer({"run": run, "changes": [change_json(one) for one in found.changes]})


@blueprint.post("/statements/<int:statement>/now")
@requires("run_metrics")
@takes(Nothing)
@answers(NowAnswer, JobAnswer)
def compute_now(_: Nothing, statement: int) -> Response:
    """Have the versions of today computed: 202 and the job, or what would differ if it is known."""
    job = ask_today(statement)
    return statement_now(statement) if job is None else accepted(job)


@blueprint.post("/statements")
@requires("run_metrics")
@takes(MakeBody)
@answers(StatementAnswer)
def make(given: MakeBody) -> Response:
    """A statement of a run, as a draft."""
    with services().transaction() as session:
        head = HeadLines(given.number, given.area, given.period)
        made = make_statement(session, services().store, given.run, actor(), head, given.replaces)
    response = answer(statement_json(made))
    response.status_code = 201
    return response


@blueprint.post("/statements/<int:statement>/comments")
@requires("run_metrics")
@takes(CommentBody)
@answers(StatementAnswer)
def comment(given: CommentBody, statement: int) -> Response:
    """Comment on a statement, or on a row of a table of it."""
    with services().transaction() as session:
        done = discussing.comment(session, statement, given.text, actor(), given.table, given.row)
    return answer(statement_json(done))


@blueprint.post("/statements/<int:statement>/submit")
@requires("run_metrics")
@takes(SubmitBody)
@answers(StatementAnswer)
def submit(given: SubmitBody, statement: int) -> Response:
    """Hand a statement in for review, with answers to its points."""
    with services().transaction() as session:
        answers = {one.to: one.text for one in given.answers}
        done = review.submit(session, statement, actor(), given.note, answers)
    return answer(statement_json(done))


@blueprint.post("/statements/<int:statement>/comments/<int:number>/answer")
@requires("run_metrics")
@takes(AnswerBody)
@answers(StatementAnswer)
def answer_comment(given: AnswerBody, statement: int, number: int) -> Response:
    """Answer a comment."""
    with services().transaction() as session:
        done = discussing.answer(session, statement, number, given.text, actor(), reviewer())
    return answer(statement_json(done))


@blueprint.post("/statements/<int:statement>/comments/<int:number>/close")
@requires("run_metrics")
@takes(NoteBody)
@answers(StatementAnswer)
def close_comment(given: NoteBody, statement: int, number: int) -> Response:
    """Close a comment as settled."""
    with services().transaction() as session:
        done = discussing.close(session, statement, number, actor(), reviewer(), given.note)
    return answer(statement_json(done))


@blueprint.post("/statements/<int:statement>/comments/<int:number>/reopen")
@requires("run_metrics")
@takes(AnswerBody)
@answers(StatementAnswer)
def reopen_comment(given: AnswerBody, statement: int, number: int) -> Response:
    """Open a comment again."""
    with services().transaction() as session:
        done = discussing.reopen(session, statement, number, given.text, actor(), reviewer())
    return answer(statement_json(done))


@blueprint.post("/statements/<int:statement>/return")
@requires("run_metrics")
@takes(ReasonBody)
@answers(StatementAnswer)
def return_(given: ReasonBody, statement: int) -> Response:
    """Give a statement back to its maker, with the reason."""
    with services().transaction() as session:
        done = review.return_(session, statement, as_asked(signed_in()), given.reason, actor())
    return answer(statement_json(done))


@blueprint.get("/statements/<int:statement>/asserted")
@requires("run_metrics")
@answers(AssertedAnswer)
def asserted(statement: int) -> Response:
    """What signing would assert, and the hash to sign with."""
    with services().reading() as session:
        found = assertions(session, get_statement(session, statement))
    return answer(assertions_json(found))


@blueprint.post("/statements/<int:statement>/sign")
@requires("run_metrics")
@takes(SignBody, before=lambda: require_authority(SIGN))
@answers(StatementAnswer)
def sign(given: SignBody, statement: int) -> Response:
    """Sign a statement, with what signing asserts and the password."""
    account = signing_in.confirm(signed_in(), given.password, "sign", f"#{statement}")
    with services().transaction() as session:
        who = as_asked(accounts.require_unchanged(session, account))
        done = review.sign(session, statement, who, actor(), given.note, asserted=given.asserted)
    return answer(statement_json(done))


@blueprint.post("/statements/<int:statement>/withdraw")
@requires("sign_statements")
@takes(WithdrawBody)
@answers(StatementAnswer)
def withdraw(given: WithdrawBody, statement: int) -> Response:
    """Withdraw a signed statement, with the reason and the password."""
    account = signing_in.confirm(signed_in(), given.password, "withdraw", f"#{statement}")
    with services().transaction() as session:
        who = accounts.require_unchanged(session, account)
        done = review.withdraw(session, statement, who, given.reason, actor())
    return answer(statement_json(done))
