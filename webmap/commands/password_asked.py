"""Asking for the password of an account: bounded like the sign-in page, and recorded like it."""

from __future__ import annotations

import datetime as dt
import sys

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.audit import AuditEntry, record
from layers.system.database import now
from projects.accounts import accounts
from projects.accounts.accounts import AccountInfo
from webmap.commands.context import ORIGIN, Office
from webmap.edge.errors import PASSWORD_MUST_CHANGE, TOO_MANY_ATTEMPTS

PASSWORD = Text("{name} 的密码", "Password of {name}")
FAILED = "sign-in-failed"
FROM_STDIN = "ecoatlas.password_from_stdin"
# As on the page: a colleague mistypes a few times, a machine is stopped. Commands have no memory
# of their own, so what counts is what the audit log says.
MOST_FAILURES, WITHIN = 5, dt.timedelta(minutes=10)

PASSWORD_NOT_GIVEN = declare(
    "password-not-given",
    "error",
    Text("办理这一步要输入账号“{name}”的密码。", "This step asks for the password of “{name}”."),
    Text(
        "请在终端中输入；脚本用 --password-stdin，从标准输入的第一行读取。",
        "Type it at a terminal; scripts use --password-stdin and give it as the first line of "
        "standard input.",
    ),
    status=401,
)


def account_of(office: Office, name: str) -> AccountInfo:
    """The account of this name, after its password was asked.

    Raises `password-not-given`, `sign-in-failed`, `password-expired`, `too-many-attempts`, and
    `password-must-change` for one that still has its one-time password.
    """
    try:
        with office.database.reading() as session:
            _refuse_guessing(session, name)
    except EcoAtlasError as error:
        _record(office, name, error)
        raise
    password = _asked(office, name)
    try:
        with office.database.reading() as session:
            account = accounts.recognise(session, name, password)
    except EcoAtlasError as error:
        _record(office, name, error)
        raise
    if account.must_change:
        raise EcoAtlasError(PASSWORD_MUST_CHANGE)
    return account


def _remember(ctx: click.Context, _: click.Parameter, given: bool) -> None:
    ctx.meta[FROM_STDIN] = given


password_option = click.option(
    "--password-stdin",
    is_flag=True,
    expose_value=False,
    callback=_remember,
    help="脚本用：密码是标准输入的第一行 / for scripts: the first line of standard input",
)


def _asked(office: Office, name: str) -> str:
    """Typed without being shown, or the first line of standard input where a script says so."""
    if click.get_current_context().meta.get(FROM_STDIN):
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = _prompted(PASSWORD.format(name=name).in_(office.language))
    if not password:
        raise EcoAtlasError(PASSWORD_NOT_GIVEN, name=name)
    return password


def _prompted(question: str) -> str:
    """Nothing where there is nobody to type it; whoever breaks off at a terminal breaks off."""
    try:
        return str(click.prompt(question, hide_input=True, err=True))
    except click.Abort:
        if sys.stdin.isatty():
            raise
        return ""


def _refuse_guessing(session: Session, name: str) -> None:
    since = now() - WITHIN
    query = select(AuditEntry).where(
        AuditEntry.action == FAILED, AuditEntry.origin == ORIGIN, AuditEntry.at >= since
    )
    who = _folded(name)
    failed = [
        one.at
        for one in session.scalars(query.order_by(AuditEntry.number))
        if one.details.get("name") == who and one.details.get("code") != TOO_MANY_ATTEMPTS.code
    ]
    if len(failed) >= MOST_FAILURES:
        wait = failed[-MOST_FAILURES] - since
        raise EcoAtlasError(TOO_MANY_ATTEMPTS, seconds=int(wait.total_seconds()) + 1)


def _record(office: Office, name: str, error: EcoAtlasError) -> None:
    details = {"name": _folded(name), "code": error.code}
    with office.database.transaction() as session:
        record(session, office.actor, FAILED, outcome="refused", details=details)


def _folded(name: str) -> str:
    return accounts.folded(name)[:64]
