"""The forms below a statement: comments, answers, handing in, returning, signing, withdrawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from flask import Blueprint, Response
from pydantic import BaseModel, BeforeValidator, Field
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from projects.accounts import accounts
from projects.accounts.accounts import AccountInfo
from projects.statements import discussing, review
from projects.statements.errors import NOT_CONFIRMED
from projects.statements.points import FIGURES
from projects.statements.stepping import SIGN
from webmap.accounts import signing_in
from webmap.edge import refused_requests as refused
from webmap.edge.access import actor, requires
from webmap.edge.asked import form
from webmap.edge.forms import FieldFault, Form
from webmap.edge.private_pages import private, see, signed_in
from webmap.edge.rendering import services
from webmap.statements.pages import About, Number, require_authority, reviewer, shown_page

blueprint = Blueprint("statement_review", __name__)
# Longer than what is kept, so that the use case can tell it and nothing of it is lost.
Said = Annotated[str, Field(max_length=20_000)]
ANSWER_TO = "answer-"
OF_THE_TEXT = frozenset({"statement-reason-missing", "statement-text-too-long"})
OF_THE_PASSWORD = frozenset({"password-wrong", "too-many-attempts"})
OF_THE_BOX = frozenset({"statement-not-confirmed"})
OF_THE_FORM = frozenset(
    {
        "statement-changed-meanwhile",
        "statement-comment-state",
        "statement-open-comments",
        "statement-points-unanswered",
    }
)


def several(given: Any) -> list[Any]:
    """A field that may stand in a form once or several times."""
    return given if isinstance(given, list) else [given]


class Comment(BaseModel):
    text: Said = ""
    table: Annotated[str, Field(max_length=64)] = ""
    row: Annotated[str, Field(max_length=300)] = ""
    figure: Annotated[str, Field(max_length=300)] = ""


class Reply(BaseModel):
    text: Said = ""


class Step(BaseModel):
    note: Said = ""


class Submit(Step):
    """`answer` are texts to the points of the same places in `point`; none where all are empty."""

    point: Annotated[list[Number], BeforeValidator(several)] = []
    answer: Annotated[list[Said], BeforeValidator(several)] = []

    @property
    def answers(self) -> dict[int, str]:
        both = zip(self.point, self.answer, strict=False)
        return {number: text for number, text in both if text.strip()}


class Confirmed(Step):
    account: Annotated[str, Field(max_length=64)] = ""  # for the browser's own store of passwords
    password: Annotated[str, Field(max_length=500)] = ""


class Sign(Confirmed):
    asserted: Annotated[str, Field(max_length=64)] = ""
    confirmed: Annotated[str, Field(max_length=10)] = ""


@blueprint.post("/statements/<int:statement>/comments")
@requires("run_metrics")
def comment(statement: int) -> AnyResponse:
    given = form(Comment)
    table, row = (FIGURES, given.figure) if given.figure else (given.table, given.row)
    try:
        with services().transaction() as session:
            discussing.comment(session, statement, given.text, actor(), table, row)
    except EcoAtlasError as error:
        return _again(
            statement, "comment", error, {"text": given.text}, About(table=table, row=row)
        )
    return see(f"/statements/{statement}#comments", "commented")


@blueprint.post("/statements/<int:statement>/comments/<int:number>/answer")
@requires("run_metrics")
def answer(statement: int, number: int) -> AnyResponse:
    def say(session: Session, text: str) -> None:
        discussing.answer(session, statement, number, text, actor(), reviewer())

    return _replied(statement, number, "answer", "answered", say)


@blueprint.post("/statements/<int:statement>/comments/<int:number>/close")
@requires("run_metrics")
def close(statement: int, number: int) -> AnyResponse:
    def say(session: Session, text: str) -> None:
        discussing.close(session, statement, number, actor(), reviewer(), text)

    return _replied(statement, number, "close", "closed", say)


@blueprint.post("/statements/<int:statement>/comments/<int:number>/reopen")
@requires("run_metrics")
def reopen(statement: int, number: int) -> AnyResponse:
    def say(session: Session, text: str) -> None:
        discussing.reopen(session, statement, number, text, actor(), reviewer())

    return _replied(statement, number, "reopen", "reopened", say)


def _replied(
    statement: int, number: int, name: str, done: str, say: Callable[[Session, str], None]
) -> AnyResponse:
    """Say something to a comment; what is wrong with it is told below its text."""
    text = form(Reply).text
    try:
        with services().transaction() as session:
            say(session, text)
    except EcoAtlasError as error:
        return _again(statement, f"{name}-{number}", error, {"text": text})
    return see(f"/statements/{statement}#point-{number}", done)


@blueprint.post("/statements/<int:statement>/submit")
@requires("run_metrics")
def submit(statement: int) -> AnyResponse:
    """Hand it in; the answers to what was asked come with it."""
    given = form(Submit)
    answers = given.answers

    def step(session: Session, note: str) -> None:
        review.submit(session, statement, actor(), note, answers)

    typed = {f"{ANSWER_TO}{number}": text for number, text in answers.items()}
    return _stepped(statement, "submit", "submitted", given, step, typed)


@blueprint.post("/statements/<int:statement>/return")
@requires("run_metrics")
def return_(statement: int) -> AnyResponse:
    def step(session: Session, note: str) -> None:
        review.return_(session, statement, signed_in(), note, actor())

    return _stepped(statement, "return", "returned", form(Step), step)


@blueprint.post("/statements/<int:statement>/sign")
@requires("run_metrics")
def sign(statement: int) -> AnyResponse:
    """Sign what the page has listed; the password is asked for each signature."""
    require_authority(SIGN)
    given = form(Sign)

    def step(session: Session, account: AccountInfo, note: str) -> None:
        review.sign(session, statement, account, actor(), note, asserted=given.asserted)

    return _confirmed(statement, "sign", "signed", given, step, confirmed=bool(given.confirmed))


@blueprint.post("/statements/<int:statement>/withdraw")
@requires("sign_statements")
def withdraw(statement: int) -> AnyResponse:
    """Take a signature back; the password is asked for, as it was for signing."""

    def step(session: Session, account: AccountInfo, note: str) -> None:
        review.withdraw(session, statement, account, note, actor())

    return _confirmed(statement, "withdraw", "withdrawn", form(Confirmed), step)


def _confirmed(
    statement: int,
    name: str,
    done: str,
    given: Confirmed,
    step: Callable[[Session, AccountInfo, str], None],
    *,
    confirmed: bool = True,
) -> AnyResponse:
    """Take a step that the password is asked for; nothing is done where it is wrong."""
    try:
        if not confirmed:
            raise EcoAtlasError(NOT_CONFIRMED)
        account = signing_in.confirm(signed_in(), given.password, name, f"#{statement}")
        with services().transaction() as session:
            step(session, accounts.require_unchanged(session, account), given.note)
    except EcoAtlasError as error:
        return _again(statement, name, error, {"note": given.note})
    return see(f"/statements/{statement}", done)


def _stepped(
    statement: int,
    name: str,
    done: str,
    given: Step,
    step: Callable[[Session, str], None],
    more: Mapping[str, str] | None = None,
) -> AnyResponse:
    """Take a step; what is wrong with it is told in its form, with what was typed."""
    try:
        with services().transaction() as session:
            step(session, given.note)
    except EcoAtlasError as error:
        return _again(statement, name, error, {"note": given.note, **(more or {})})
    return see(f"/statements/{statement}", done)


def _again(
    statement: int,
    name: str,
    error: EcoAtlasError,
    typed: Mapping[str, str],
    about: About | None = None,
) -> Response:
    """The page with the form as it was filled in; raises what no form can mend."""
    field = field_of(error.code, typed)
    if field is None:
        raise error
    refused.note(error)
    shown = Form(name, typed, (FieldFault(field, error.message, error.fix),))
    return private(shown_page(statement, about or About(), shown), error.status)


def field_of(code: str, typed: Mapping[str, str]) -> str | None:
    """The field that a refusal is about; the form as a whole is an empty name."""
    if code in OF_THE_TEXT:
        return next(iter(typed))
    if code in OF_THE_PASSWORD:
        return "password"
    if code in OF_THE_BOX:
        return "confirmed"
    return "" if code in OF_THE_FORM else None
