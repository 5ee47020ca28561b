"""Signing in and out, and the page of one's own account: password, sessions, tokens."""

from __future__ import annotations

import json

from flask import Blueprint, Response, redirect, request, session
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.system.china_time import today
from projects.accounts import options, sessions, tokens
from projects.accounts.accounts import AccountInfo
from projects.accounts.permissions import OF_ONE_UNIT, PERMISSIONS, ROLES, Role, lesser, may
from projects.accounts.scopes import SCOPES, WHOLE, fits_role
from projects.sheets.aging import to_note
from webmap.accounts import forms as account_forms
from webmap.accounts import signing_in
from webmap.accounts.form_faults import form_again
from webmap.accounts.menu import RULES_TO_CHECK
from webmap.accounts.view_models import (
    Made,
    OwnAccountView,
    PasswordView,
    SessionLine,
    SignInView,
    TokenLine,
)
from webmap.edge.access import actor, asker, open_to_all, requires
from webmap.edge.asked import form
from webmap.edge.forms import Form
from webmap.edge.next_page import own_path
from webmap.edge.parameters import asks
from webmap.edge.private_pages import note, private, see, signed_in
from webmap.edge.rendering import page, services

blueprint = Blueprint("account", __name__)
USUAL_DAYS = 90
SIGN_IN_FAULTS = {"sign-in-failed": "password", "password-expired": "password"}
SIGN_IN_WAITS = "too-many-attempts"
PASSWORD_FAULTS = {
    "old-password-wrong": "old",
    "password-unchanged": "new",
    "password-too-short": "new",
    "password-too-long": "new",
    "password-too-weak": "new",
    SIGN_IN_WAITS: "old",
}
TOKEN_FAULTS = {"token-role": "role", "token-days": "days", "token-scope-unknown": "scope"}


# signing in and out


@blueprint.get("/sign-in")
@open_to_all
@asks("next", "done")
def sign_in_page() -> Response:
    return _sign_in_page(Form("sign-in"))


@blueprint.post("/sign-in")
@open_to_all
def sign_in() -> AnyResponse:
    try:
        given = form(account_forms.SignIn)
        account = signing_in.sign_in(given.name, given.password)
    except EcoAtlasError as error:
        again = form_again("sign-in", error, ("name",), {**SIGN_IN_FAULTS, SIGN_IN_WAITS: ""})
        return _waiting(_sign_in_page(again, error.status), error)
    _note_rules(account)
    return redirect(own_path(request.args.get("next")), 303)


def _note_rules(account: AccountInfo) -> None:
    """Whoever may edit rules is told of those whose law has a successor."""
    if may(account.role, "edit_sheets"):
        with services().reading() as reading:
            count = to_note(reading, account.name, today())
        if count:
            session[RULES_TO_CHECK] = count


def _waiting(response: Response, error: EcoAtlasError) -> Response:
    """Programs read from the header how long to wait; people read it in the message."""
    if error.code == SIGN_IN_WAITS:
        response.headers["Retry-After"] = str(error.problem.values["seconds"])
    return response


def _sign_in_page(shown: Form, status: int = 200) -> Response:
    with services().reading() as session:
        may_look = options.anonymous_viewing(session)
    view = SignInView(shown, request.full_path.rstrip("?"), note(), may_look)
    return private(page("sign_in.html", view), status)


@blueprint.get("/session")
@open_to_all
def session_now() -> Response:
    """Whether somebody is still signed in, and the token of his forms: a page that has lain open
    asks before it sends what was typed."""
    account = asker().account
    body = {"name": account.name, "csrf": generate_csrf()} if account else {"name": None}
    return private(json.dumps(body, ensure_ascii=False), mimetype="application/json")


@blueprint.post("/sign-out")
@open_to_all
def sign_out() -> AnyResponse:
    form(account_forms.Nothing)
    signing_in.sign_out()
    return see("/sign-in", "signed-out")


# one's own account


@blueprint.get("/account")
@requires("own_account")
@asks("done")
def own_account() -> Response:
    return _own_page(_new_token())


def _new_token() -> Form:
    return Form("token", {"role": "viewer", "days": str(USUAL_DAYS), "scope": WHOLE})


def _own_page(shown: Form, made: Made | None = None, status: int = 200) -> Response:
    account = signed_in()
    with services().reading() as session:
        opened = sessions.list_sessions(session, account.id, signing_in.session_token())
        held = tokens.list_tokens(session, account.id)
    view = OwnAccountView(
        account=account,
        role=ROLES[account.role],
        permissions=[one for name, one in PERMISSIONS.items() if may(account.role, name)],
        sessions=[SessionLine.of(one) for one in opened],
        tokens=[TokenLine.of(one) for one in held],
        roles=_roles_within(account.role, account.unit),
        scopes=[one for one in SCOPES.values() if fits_role(one, account.role)],
        form=shown,
        made=made,
        note=note(),
    )
    return private(page("account.html", view), status)


def _roles_within(role: str, unit: str | None) -> list[Role]:
    """The roles that a token of such an account can have."""
    within = [one for one in ROLES.values() if lesser(one.id, role) == one.id]
    return [one for one in within if unit or one.id != OF_ONE_UNIT]


@blueprint.get("/account/password")
@requires("own_account")
def password_page() -> Response:
    return _password_page(Form("password"))


@blueprint.post("/account/password")
@requires("own_account")
def change_password() -> AnyResponse:
    try:
        given = form(account_forms.PasswordChange)
        signing_in.change_password(signed_in(), given.old, given.new)
    except EcoAtlasError as error:
        again = form_again("password", error, (), PASSWORD_FAULTS)
        return _waiting(_password_page(again, error.status), error)
    return see("/account", "password-changed")


def _password_page(shown: Form, status: int = 200) -> Response:
    account = signed_in()
    view = PasswordView(shown, account.name, account.must_change)
    return private(page("account_password.html", view), status)


@blueprint.post("/account/sessions/end")
@requires("own_account")
def end_session() -> AnyResponse:
    given = form(account_forms.SessionEnd)
    with services().transaction() as session:
        sessions.end_session(session, signed_in().id, given.session, actor())
    return see("/account#sessions", "session-ended")


@blueprint.post("/account/sessions/end-others")
@requires("own_account")
def end_other_sessions() -> AnyResponse:
    form(account_forms.Nothing)
    account, own = signed_in(), signing_in.session_token()
    with services().transaction() as session:
        for one in sessions.list_sessions(session, account.id, own):
            if not one.current:
                sessions.end_session(session, account.id, one.id, actor())
    return see("/account#sessions", "sessions-ended")


@blueprint.post("/account/tokens")
@requires("own_account")
def make_token() -> Response:
    """The answer shows the token, this once: it stands in no address and in no cookie."""
    account = signed_in()
    try:
        given = form(account_forms.NewToken)
        with services().transaction() as session:
            made = tokens.make_token(
                session, account, given.title, given.role, given.days, actor(), given.scope
            )
    except EcoAtlasError as error:
        again = form_again("token", error, ("title", "role", "days", "scope"), TOKEN_FAULTS)
        return _own_page(again, status=error.status)
    title = Text("令牌：{title}", "Token: {title}").format(title=made.info.title)
    return _own_page(_new_token(), Made(title, made.token))


@blueprint.post("/account/tokens/<int:token>/revoke")
@requires("own_account")
def revoke_token(token: int) -> AnyResponse:
    form(account_forms.Nothing)
    with services().transaction() as session:
        tokens.revoke_token(session, token, signed_in().id, actor())
    return see("/account#tokens", "token-revoked")


@blueprint.get("/account/tokens")
@blueprint.get("/account/tokens/<int:token>/revoke")
@blueprint.get("/account/sessions/end")
@blueprint.get("/account/sessions/end-others")
@requires("own_account")
def back_to_own_account(token: int | None = None) -> AnyResponse:
    """The page after a form, opened again: in another language, or after signing in."""
    del token
    return redirect("/account", 303)
