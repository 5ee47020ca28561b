"""The forms below a site check: handing in, returning, signing, withdrawing."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from projects.accounts import accounts
from projects.accounts.accounts import AccountInfo
from projects.sites import signing
from projects.statements.errors import NOT_CONFIRMED
from projects.statements.stepping import SIGN
from webmap.accounts import signing_in
from webmap.edge import refused_requests as refused
from webmap.edge.access import actor, requires
from webmap.edge.asked import form
from webmap.edge.forms import FieldFault, Form
from webmap.edge.private_pages import see, signed_in
from webmap.edge.rendering import services
from webmap.sites.pages import shown_page
from webmap.statements.pages import require_authority
from webmap.statements.review_pages import Confirmed, Sign, Step, field_of

blueprint = Blueprint("site_review", __name__)
AT = "/sites/<int:site>/checks/<int:number>"


@blueprint.post(f"{AT}/submit")
@requires("check_sites")
def submit(site: int, number: int) -> AnyResponse:
    given = form(Step)

    def step(session: Session) -> None:
        signing.submit(session, site, number, actor(), given.note)

    return _stepped(site, number, "submit", "submitted", given, lambda: _done(step))


@blueprint.post(f"{AT}/return")
@requires("run_metrics")
def return_(site: int, number: int) -> AnyResponse:
    given = form(Step)

    def step(session: Session) -> None:
        signing.return_(session, site, number, signed_in(), given.note, actor())

    return _stepped(site, number, "return", "returned", given, lambda: _done(step))


@blueprint.post(f"{AT}/sign")
@requires("run_metrics")
def sign(site: int, number: int) -> AnyResponse:
    """Sign what the page has listed; the password is asked for each signature."""
    require_authority(SIGN)
    given = form(Sign)

    def step(session: Session, who: AccountInfo) -> None:
        signing.sign(session, site, number, who, actor(), given.note, said=given.asserted)

    def do() -> None:
        if not given.confirmed:
            raise EcoAtlasError(NOT_CONFIRMED)
        _confirmed(site, number, "sign", given, step)

    return _stepped(site, number, "sign", "signed", given, do)


@blueprint.post(f"{AT}/withdraw")
@requires("sign_statements")
def withdraw(site: int, number: int) -> AnyResponse:
    """Take a signature back; the password is asked for, as it was for signing."""
    given = form(Confirmed)

    def step(session: Session, who: AccountInfo) -> None:
        signing.withdraw(session, site, number, who, given.note, actor())

    return _stepped(
        site, number, "withdraw", "withdrawn", given,
        lambda: _confirmed(site, number, "withdraw", given, step),
    )  # fmt: skip


def _done(step: Callable[[Session], None]) -> None:
    with services().transaction() as session:
        step(session)


def _confirmed(
    site: int,
    number: int,
    name: str,
    given: Confirmed,
    step: Callable[[Session, AccountInfo], None],
) -> None:
    """Take a step that the password is asked for; nothing is done where it is wrong."""
    known = signing_in.confirm(signed_in(), given.password, name, f"site {site}#{number}")
    _done(lambda session: step(session, accounts.require_unchanged(session, known)))


def _stepped(
    site: int, number: int, name: str, done: str, given: Step, do: Callable[[], None]
) -> AnyResponse:
    """Take a step; what is wrong with it is told in its form, with what was typed."""
    try:
        do()
    except EcoAtlasError as error:
        typed = {"note": given.note}
        field = field_of(error.code, typed)
        if field is None:
            raise
        refused.note(error)
        shown = Form(name, typed, (FieldFault(field, error.message, error.fix),))
        return shown_page(site, number, shown, error.status)
    return see(f"/sites/{site}/checks/{number}#review", done)
