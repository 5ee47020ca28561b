"""`ecoatlas statements` from a comment to a signature, and its withdrawal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import click
from sqlalchemy.orm import Session

from geo.words import Text
from layers.audit import Actor
from layers.system.china_time import today
from projects.accounts.accounts import AccountInfo
from projects.statements import delegating, discussing, review
from projects.statements.asserting import Assertions, assertions
from projects.statements.delegating import Delegation
from projects.statements.kept import StatementInfo, find_statement
from projects.statements.words import STATES
from webmap.commands.console import Column
from webmap.commands.context import ORIGIN, Office, json_option, pass_office
from webmap.commands.password_asked import account_of, password_option
from webmap.statements.told import assertions_json, delegation_json, statement_json

STATE = Text("核算单 {code}：{state}", "Statement {code}: {state}")
ASSERTED = Text("签署即确认以下内容：", "Whoever signs asserts:")
PART = Text("{title}", "{title}")
LINE = Text("  · {line}", "  · {line}")
DAY = click.DateTime(["%Y-%m-%d"])
NUMBER = click.argument("number", type=click.IntRange(1))


def _as(*, required: bool) -> Callable[[Any], Any]:
    """`--as NAME`, whose password is asked, or read from standard input for a script."""

    def add(command: Any) -> Any:
        about = "以哪个账号办理（询问密码） / the account that acts (asks for its password)"
        named = click.option("--as", "name", required=required, help=about)
        return named(password_option(command))

    return add


as_option, reviewer_option = _as(required=False), _as(required=True)


@click.command(help="提意见，可针对某一行或某个数字（--table total） / comment, on a row or figure")
@click.argument("statement")
@click.argument("text")
@click.option("--table", default="", help="表；数字用 total / table; total for a figure")
@click.option("--row", default="", help="行或数字的编号 / key of the row or figure")
@as_option
@json_option
@pass_office
def comment(
    office: Office,
    statement: str,
    text: str,
    table: str,
    row: str,
    name: str | None,
    as_json: bool,
) -> None:
    _done(
        office, statement, name, as_json,
        lambda session, id_, by, _: discussing.comment(session, id_, text, by, table, row),
    )  # fmt: skip


@click.command(help="答复一条意见或退回（制作人或审核人） / answer a comment or a return")
@click.argument("statement")
@NUMBER
@click.argument("text")
@as_option
@json_option
@pass_office
def answer(
    office: Office, statement: str, number: int, text: str, name: str | None, as_json: bool
) -> None:
    _done(
        office, statement, name, as_json,
        lambda session, id_, by, who: discussing.answer(session, id_, number, text, by, who),
    )  # fmt: skip


@click.command(help="了结一条意见 / close a comment")
@click.argument("statement")
@NUMBER
@click.option("--note", default="", help="说明 / note")
@as_option
@json_option
@pass_office
def close(
    office: Office, statement: str, number: int, note: str, name: str | None, as_json: bool
) -> None:
    _done(
        office, statement, name, as_json,
        lambda session, id_, by, who: discussing.close(session, id_, number, by, who, note),
    )  # fmt: skip


@click.command(help="再议一条意见 / open a comment again")
@click.argument("statement")
@NUMBER
@click.argument("text")
@as_option
@json_option
@pass_office
def reopen(
    office: Office, statement: str, number: int, text: str, name: str | None, as_json: bool
) -> None:
    _done(
        office, statement, name, as_json,
        lambda session, id_, by, who: discussing.reopen(session, id_, number, text, by, who),
    )  # fmt: skip


@click.command(help="提交复核 / hand it to the reviewers")
@click.argument("statement")
@click.option("--note", default="", help="说明 / note")
@as_option
@json_option
@pass_office
def submit(office: Office, statement: str, note: str, name: str | None, as_json: bool) -> None:
    _done(
        office, statement, name, as_json,
        lambda session, id_, by, _: review.submit(session, id_, by, note),
    )  # fmt: skip


@click.command("return", help="退回并说明理由（审核人） / return it with a reason (reviewers)")
@click.argument("statement")
@click.option("--reason", required=True, help="理由 / reason")
@reviewer_option
@json_option
@pass_office
def return_(office: Office, statement: str, reason: str, name: str, as_json: bool) -> None:
    account = account_of(office, name)
    with office.database.transaction() as session:
        number, by = find_statement(session, statement).id, Actor(account.name, ORIGIN)
        done = review.return_(session, number, account, reason, by)
    say_state(office, done, as_json)


@click.command(help="列出签署即确认的内容 / list what signing would assert")
@click.argument("statement")
@json_option
@pass_office
def asserted(office: Office, statement: str, as_json: bool) -> None:
    shown = _assertions(office, statement)
    if as_json:
        office.terminal.json(assertions_json(shown))
    else:
        _say_asserted(office, shown)


@click.command(help="签署（制作人以外的审核人） / sign it (a reviewer other than the maker)")
@click.argument("statement")
@click.option("--note", default="", help="说明 / note")
@click.option(
    "--asserted",
    "seen",
    metavar="HASH",
    help="先前看过的清单（statements asserted --json） / the list that was read before",
)
@reviewer_option
@json_option
@pass_office
def sign(
    office: Office, statement: str, note: str, seen: str | None, name: str, as_json: bool
) -> None:
    shown = _assertions(office, statement)
    if not as_json:
        _say_asserted(office, shown)
    account = account_of(office, name)
    hashed = seen or shown.fingerprint
    with office.database.transaction() as session:
        number, by = shown.statement.id, Actor(account.name, ORIGIN)
        done = review.sign(session, number, account, by, note, asserted=hashed)
    say_state(office, done, as_json)


@click.command(help="撤回已签署的核算单并说明理由（审核人） / withdraw a signature with a reason")
@click.argument("statement")
@click.option("--reason", required=True, help="理由 / reason")
@reviewer_option
@json_option
@pass_office
def withdraw(office: Office, statement: str, reason: str, name: str, as_json: bool) -> None:
    account = account_of(office, name)
    with office.database.transaction() as session:
        number, by = find_statement(session, statement).id, Actor(account.name, ORIGIN)
        done = review.withdraw(session, number, account, reason, by)
    say_state(office, done, as_json)


@click.command("delegate", help="委托签署（审核人） / delegate signing (reviewers)")
@click.argument("account")
@click.option("--from", "first", type=DAY, required=True, help="起始日 / first day")
@click.option("--until", "last", type=DAY, required=True, help="终止日（含） / last day, included")
@click.option("--reason", required=True, help="理由 / reason")
@reviewer_option
@json_option
@pass_office
def delegate(
    office: Office,
    account: str,
    first: dt.datetime,
    last: dt.datetime,
    reason: str,
    name: str,
    as_json: bool,
) -> None:
    who = account_of(office, name)
    by = Actor(who.name, ORIGIN)
    with office.database.transaction() as session:
        made = delegating.delegate(session, who, account, first.date(), last.date(), reason, by)
    _say_delegations(office, [made], as_json)


@click.command("delegations", help="列出签署委托 / list delegated signing")
@json_option
@pass_office
def delegations(office: Office, as_json: bool) -> None:
    with office.database.reading() as session:
        found = delegating.list_delegations(session)
    _say_delegations(office, found, as_json)


@click.command("end-delegation", help="终止一项签署委托（审核人） / end a delegation (reviewers)")
@NUMBER
@reviewer_option
@json_option
@pass_office
def end_delegation(office: Office, number: int, name: str, as_json: bool) -> None:
    who = account_of(office, name)
    with office.database.transaction() as session:
        ended = delegating.end_delegation(session, number, who, Actor(who.name, ORIGIN))
    _say_delegations(office, [ended], as_json)


def _done(
    office: Office,
    statement: str,
    name: str | None,
    as_json: bool,
    step: Callable[[Session, int, Actor, AccountInfo | None], StatementInfo],
) -> None:
    """Take a step with a statement, as whoever uses this machine or the account that is named."""
    account, by = _who(office, name)
    with office.database.transaction() as session:
        done = step(session, find_statement(session, statement).id, by, account)
    say_state(office, done, as_json)


def _say_delegations(office: Office, found: Sequence[Delegation], as_json: bool) -> None:
    if as_json:
        office.terminal.json({"delegations": [delegation_json(one) for one in found]})
        return
    heads = [("编号", "id"), ("委托人", "by"), ("受托账号", "to"), ("起", "from"), ("止", "until")]
    heads += [("理由", "reason"), ("有效", "holds")]
    rows = [
        (
            one.id,
            one.giver,
            one.delegate,
            one.first_day.isoformat(),
            one.last_day.isoformat(),
            one.reason,
            "✓" if one.holds(today()) else "—",
        )
        for one in found
    ]
    office.terminal.table([Column(Text(*head)) for head in heads], rows)


def _assertions(office: Office, statement: str) -> Assertions:
    with office.database.reading() as session:
        return assertions(session, find_statement(session, statement))


def _say_asserted(office: Office, shown: Assertions) -> None:
    say = office.terminal.say
    say(ASSERTED)
    for part in shown.parts(office.language):
        say(PART, title=part.title)
        for line in part.lines:
            say(LINE, line=line)


def say_state(office: Office, found: StatementInfo, as_json: bool) -> None:
    """A statement after a step."""
    if as_json:
        office.terminal.json({"ok": True} | statement_json(found))
    else:
        office.terminal.say(STATE, code=f"{found.code} (#{found.id})", state=STATES[found.state])


def actor_of(office: Office, name: str | None) -> Actor:
    """Whoever uses this machine, or the account that is named and knows its password."""
    return _who(office, name)[1]


def _who(office: Office, name: str | None) -> tuple[AccountInfo | None, Actor]:
    if name is None:
        return None, office.actor
    account = account_of(office, name)
    return account, Actor(account.name, ORIGIN)
