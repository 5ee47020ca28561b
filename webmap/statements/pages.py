"""Pages of statements: the list, one statement with its review, files, what would differ now."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from flask import Blueprint, Response, redirect, request
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from layers.jobs import Job
from layers.system.scratch import kept_folder
from projects.accounts.accounts import AccountInfo
from projects.statements import review
from projects.statements.delegating import authority
from projects.statements.faces.exporting import (
    FACES,
    TYPES,
    export_statement,
    face_name,
    plain_name,
)
from projects.statements.kept import StatementInfo, get_statement
from projects.statements.making import make_statement
from projects.statements.of_today import asked_today, run_of_today
from projects.statements.office_key import find_key
from projects.statements.picture.drawing import draw
from projects.statements.picture.svg import as_svg
from projects.statements.surroundings import HeadLines
from webmap.edge.access import actor, asker, requires
from webmap.edge.asked import form, read
from webmap.edge.errors import NOTHING_TO_DRAW
from webmap.edge.file_answers import attachment, file_answer
from webmap.edge.forms import Form
from webmap.edge.language import language
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private, see, signed_in
from webmap.edge.rendering import page, services
from webmap.metrics.run_jobs import ask_run
from webmap.statements import answers
from webmap.statements.view_models import StatementsView, StatementView, TodayView
from webmap.statements.words import NOTES

blueprint = Blueprint("statements", __name__)
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
HeadLine = Annotated[str, Field(max_length=100)]


class Listed(BaseModel):
    state: Literal["", "draft", "submitted", "returned", "signed", "withdrawn"] = ""
    mine: bool = False


class About(BaseModel):
    """The row that a comment is going to be about, and what was just done."""

    table: Annotated[str, Field(max_length=64)] = ""
    row: Annotated[str, Field(max_length=300)] = ""
    done: Annotated[str, Field(max_length=40)] = ""


class Make(BaseModel):
    run: Number
    number: HeadLine = ""
    area: HeadLine = ""
    period: HeadLine = ""
    replaces: Annotated[str, Field(max_length=64)] = ""


def asked() -> dict[str, str]:
    return {name: one for name, one in request.args.items() if name != "lang" and one}


@blueprint.get("/statements")
@requires("view")
@asks(Listed)
def statement_list() -> str:
    given = read(Listed, asked())
    found = answers.statement_list(services(), given.state or None, maker(given))
    view = StatementsView(found, given.state, given.mine, asker().account is not None)
    return page("statements.html", view)


def maker(given: Listed) -> str | None:
    """Whoever asks, where only his own are asked for; nobody has made any where he is not known."""
    return (asker().name or "") if given.mine else None


@blueprint.post("/statements")
@requires("run_metrics")
def make() -> AnyResponse:
    """A draft on a stored run that whoever asks may see."""
    given = form(Make)
    head = HeadLines(given.number, given.area, given.period)
    replaces = given.replaces.strip()
    with services().transaction() as session:
        made = make_statement(session, services().store, given.run, actor(), head, replaces)
    return see(f"/statements/{made.id}", "made")


@blueprint.get("/statements/<int:statement>")
@requires("view")
@asks(About)
def statement_page(statement: int) -> Response:
    return private(shown_page(statement, read(About, asked())))


def reviewer() -> AccountInfo | None:
    """The account of whoever asks, where he asks as a reviewer."""
    who = asker()
    return who.account if who.may("sign_statements") else None


def as_asked(account: AccountInfo) -> AccountInfo:
    """The account with the role that counts now: a token may have a lesser one."""
    return replace(account, role=asker().role or "")


def require_authority(step: str) -> None:
    """Refuse whoever neither is a reviewer nor signs by delegation, before a password is asked."""
    with services().reading() as session:
        authority(session, as_asked(signed_in()), step)


def shown_page(statement: int, about: About, shown: Form | None = None) -> str:
    """The page of a statement; `shown` is a form that has to be filled in once more."""
    who = asker()
    named = who.account is not None
    card = answers.statement_card(services(), statement, who.account)
    name = who.account.name if who.account else None
    steps = review.possible(
        card.statement,
        name,
        reviewer=who.may("sign_statements"),
        delegated=card.delegation is not None,
    )
    view = StatementView(
        card=card,
        steps=steps if who.may("run_metrics") else frozenset(),
        named=named,
        may_export=who.may("export"),
        own=name == card.statement.made_by,
        account=name or "",
        reviewer=reviewer() is not None,
        note=NOTES.get(about.done),
        table=about.table,
        row=about.row,
        form=shown or Form(""),
    )
    return page("statement.html", view)


@blueprint.get("/statements/<int:statement>/map.svg")
@requires("view")
def picture(statement: int) -> Response:
    with services().reading() as session:
        found = get_statement(session, statement)
    scene = draw(found.content, services().store, language())
    if scene is None:
        raise EcoAtlasError(NOTHING_TO_DRAW, statement=statement)
    return Response(as_svg(scene), mimetype="image/svg+xml")


@blueprint.get(f"/statements/<int:statement>/file.<any({', '.join(FACES)}):format_>")
@requires("export")
def download(statement: int, format_: str) -> Response:
    """A face of the statement; that it was taken along is recorded."""
    office = services()
    with kept_folder(office.settings.scratch) as folder:
        done = export_statement(
            office.database,
            office.store,
            statement,
            format_,
            folder / f"statement.{format_}",
            language(),
            actor(),
            find_key(office.settings),
        )
        # The open file outlives its folder; it is closed when the answer has been sent.
        content = done.path.open("rb")
    return file_answer(content, TYPES[format_], _attachment(done.statement, format_))


def _attachment(found: StatementInfo, format_: str) -> str:
    plain, name = plain_name(found, format_), face_name(found, format_, language())
    return attachment(name, plain)


@blueprint.get("/statements/<int:statement>/now")
@requires("view")
def now(statement: int) -> str:
    found = answers.today(services(), statement)
    return page("statement_now.html", TodayView(found, asker().may("run_metrics")))


@blueprint.post("/statements/<int:statement>/now")
@requires("run_metrics")
def compute_now(statement: int) -> AnyResponse:
    """Have it computed in the background; its page leads back to what would differ."""
    job = ask_today(statement)
    return redirect(
        f"/statements/{statement}/now" if job is None else f"/metrics/jobs/{job.id}", 303
    )


def ask_today(statement: int) -> Job | None:
    """The job that computes a statement on the versions of today; None where that is kept.

    Raises `unknown-statement`, `runs-too-many` and what asking for the metric raises.
    """
    with services().reading() as session:
        found = get_statement(session, statement)
        if run_of_today(session, services().store, found) is not None:
            return None
        asked = asked_today(session, services().store, found)
    leads = f"/statements/{statement}/now"
    return ask_run(asked.metric, asked.inputs, asked.parameters, leads=leads)
