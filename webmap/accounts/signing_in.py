"""Signing in and out: limits, the use case, the audit entry, the session."""

from __future__ import annotations

from flask import Response, after_this_request, g, request, session
from flask_login import login_user
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, record
from projects.accounts import accounts, sessions
from projects.accounts.accounts import AccountInfo
from projects.accounts.errors import PASSWORD_WRONG, SIGN_IN_FAILED
from webmap.edge import limits
from webmap.edge.access import ANONYMOUS, SignedIn, actor, address, forget_asker, office
from webmap.edge.known_browser import browser, marked_browser

USER = "_user_id"


def session_token() -> str | None:
    """The token of this browser's session, if it has one."""
    token = session.get(USER)
    return token if isinstance(token, str) else None


def sign_in(name: str, password: str) -> AccountInfo:
    """Sign this browser in; raises `sign-in-failed`, `password-expired` or `too-many-attempts`.

    Failures are counted and recorded; success opens a new session, whatever was there before.
    """
    database = office().database
    attempt = _attempt(name)
    limits.check_sign_in(attempt)
    try:
        # The hash takes its time: nobody else's writing waits for it.
        with database.reading() as reading:
            recognised = accounts.recognise(reading, name, password)
        with database.transaction() as writing:
            account = accounts.note_sign_in(writing, recognised, password)
            token = _open(writing, account)
    except EcoAtlasError as error:
        limits.count_failure(attempt)
        with database.transaction() as writing:
            details = {"name": accounts.folded(name)[:64], "code": error.code}
            who = Actor(ANONYMOUS, address())
            record(writing, who, "sign-in-failed", outcome="refused", details=details)
        g.refusal_recorded = True
        raise
    session.clear()
    login_user(SignedIn(token, account))
    forget_asker()
    return account


def _attempt(name: str) -> limits.Attempt:
    mark = browser()
    with office().database.reading() as reading:
        here = mark is not None and accounts.knows_address(reading, name, mark)
        trusted = here or accounts.knows_address(reading, name, address())
    return limits.Attempt(name, address(), mark if here else None, trusted)


def _open(writing: Session, account: AccountInfo) -> str:
    sessions.drop_old_sessions(writing, office().settings.session_hours)
    left = session_token()
    if left is not None:
        sessions.close_session(writing, left)
    for place in (address(), marked_browser()):
        accounts.remember_address(writing, account.id, place)
    record(writing, Actor(account.name, address()), "sign-in")
    agent = request.user_agent.string or None
    return sessions.open_session(writing, account, address(), agent)


def sign_out() -> None:
    """End this browser's session on the server, and empty its cookie."""
    token, who = session_token(), actor()
    if token is not None:
        with office().database.transaction() as writing:
            sessions.close_session(writing, token)
            record(writing, who, "sign-out")
    session.clear()
    forget_asker()
    after_this_request(_clear_browser)


def _clear_browser(response: Response) -> Response:
    """Tiles that the browser has kept leave with whoever was allowed to see them.

    Browsers heed this over TLS only. The cookie of the language may stay.
    """
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def confirm(account: AccountInfo, password: str, step: str, subject: str) -> AccountInfo:
    """The account of whoever asks, known again by its password, before a step that counts.

    Guesses are counted like failed sign-ins and recorded with the step. Raises `password-wrong`,
    `too-many-attempts`; whoever takes the step asks `accounts.require_unchanged` within it.
    """
    attempt = _attempt(account.name)
    limits.check_sign_in(attempt)
    try:
        with office().database.reading() as reading:
            return accounts.recognise(reading, account.name, password)
    except EcoAtlasError as error:
        limits.count_failure(attempt)
        with office().database.transaction() as writing:
            details = {"step": step, "code": error.code}
            record(
                writing, actor(), "password-refused", subject, outcome="refused", details=details
            )
        g.refusal_recorded = True
        if error.code != SIGN_IN_FAILED.code:
            raise
        raise EcoAtlasError(PASSWORD_WRONG) from None


def change_password(account: AccountInfo, old: str, new: str) -> None:
    """Change one's own password; this browser stays signed in, every other one does not.

    Guesses of the old password are counted like failed sign-ins.
    """
    attempt = _attempt(account.name)
    limits.check_sign_in(attempt)
    token = session_token()
    keep = sessions.hash_of(token) if token else None
    try:
        with office().database.transaction() as writing:
            accounts.change_password(writing, account.id, old, new, actor(), keep_session=keep)
    except EcoAtlasError as error:
        if error.code == "old-password-wrong":
            limits.count_failure(attempt)
        raise
    forget_asker()
