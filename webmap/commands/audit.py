"""`ecoatlas audit`: check the chain of the audit log, look into it, take it along."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import click

from geo.words import Text
from layers.audit import ACTIONS, AuditCheck, AuditEntry, AuditQuery, search_entries
from layers.audit import verify as verify_chain
from layers.system.china_time import china_time
from projects.accounts.people import with_account
from webmap.commands.console import Column
from webmap.commands.context import ORIGIN, Office, json_option, pass_office
from webmap.commands.given_days import day_of
from webmap.commands.later import LaterGroup

WHOLE = Text("审计日志完整：共 {entries} 条。", "The audit log is whole: {entries:entry|entries}.")
HEAD = Text(
    "末条编号与指纹（请另处抄存，日后可用 --expect 核对）：\n{number}:{hash}",
    "Number and hash of the last entry (write them down elsewhere, to compare with --expect "
    "later):\n{number}:{hash}",
)
BROKEN = Text(
    "审计日志不完整：{entries} 条中有 {faults} 处问题。",
    "The audit log is broken: {faults:fault|faults} in {entries:entry|entries}.",
)
MORE = Text("……另有 {count} 处。", "… and {count} more.")
FAULT = Text("{message} {fix}", "{message} {fix}")
FOUND = Text("共 {total} 条，显示 {shown} 条。", "{total:entry|entries}, {shown} shown.")
COMMAND_LINE = Text("命令行", "command line")
OUTCOMES = {"done": Text("完成", "done"), "refused": Text("被拒绝", "refused")}


class Noted(click.ParamType[tuple[int, str]]):
    """Number and hash of an entry, as `audit verify` printed them once."""

    name = "NUMBER:HASH"
    form = re.compile(r"(\d{1,10}):([0-9a-fA-F]{64})")

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, str]:
        found = self.form.fullmatch(str(value).strip())
        if found is None:
            self.fail(f"{value} ≠ NUMBER:HASH", param, ctx)
        return int(found[1]), found[2]


@click.group(cls=LaterGroup, later={"export": "audit_export:export"})
def audit() -> None: ...


@audit.command(
    help="核对整条链；不完整时退出码为 1 / check the whole chain; exit 1 when it is broken"
)
@click.option("--expect", type=Noted(), help="以前记下的编号与指纹 / once written down")
@json_option
@pass_office
def verify(office: Office, expect: tuple[int, str] | None, as_json: bool) -> None:
    with office.database.reading() as session:
        check = verify_chain(session, expect)
    if as_json:
        office.terminal.json(check_json(office, check))
    else:
        print_check(office, check)
    if not check.ok:
        raise click.exceptions.Exit(1)


def print_check(office: Office, check: AuditCheck) -> None:
    said = office.terminal
    if check.ok:
        said.say(WHOLE, entries=check.entries)
        said.say(HEAD, number=check.head_number, hash=check.head_hash)
        return
    said.say(BROKEN, entries=check.entries, faults=check.faults)
    for problem in check.problems:
        said.say(FAULT, message=problem.message, fix=problem.fix)
    if check.faults > len(check.problems):
        said.say(MORE, count=check.faults - len(check.problems))


def check_json(office: Office, check: AuditCheck) -> dict[str, Any]:
    return {
        "ok": check.ok,
        "entries": check.entries,
        "head": {"number": check.head_number, "hash": check.head_hash},
        "faults": check.faults,
        "problems": [
            {
                "code": one.code,
                **one.values,
                "message": one.message.in_(office.language),
                "fix": one.fix.in_(office.language),
            }
            for one in check.problems
        ],
    }


def search_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that `list` and `export` share: which entries."""
    for option in reversed(
        [
            click.option(
                "--text", default="", help="人员、来源、对象或详情中的文字 / a part of it"
            ),
            click.option("--actor", default="", help="人员 / who"),
            click.option(
                "--action", default="", type=click.Choice(["", *ACTIONS]), help="操作 / what"
            ),
            click.option(
                "--outcome", default="", type=click.Choice(["", *OUTCOMES]), help="结果 / outcome"
            ),
            click.option("--since", help="起始日期 / first day, 2025-06-30"),
            click.option("--until", help="截止日期（含）/ last day, included"),
        ]
    ):
        command = option(command)
    return command


def query_of(asked: dict[str, Any]) -> AuditQuery:
    days = {name: day_of(asked[name]) for name in ("since", "until")}
    return AuditQuery(**{**asked, **days})


@audit.command("list", help="查看记录，最近的在前 / look at entries, the latest first")
@search_options
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@json_option
@pass_office
def list_(office: Office, /, limit: int, as_json: bool, **asked: Any) -> None:
    query = query_of(asked)
    with office.database.reading() as session:
        found, total = search_entries(session, query, limit=limit)
        entries = [entry_json(entry) for entry in found]
    if as_json:
        office.terminal.json({"total": total, "entries": entries})
        return
    columns = [
        Column(Text("编号", "number"), numeric=True),
        Column(Text("时间", "time")),
        Column(Text("人员", "who")),
        Column(Text("来源", "from")),
        Column(Text("操作", "what")),
        Column(Text("对象", "on what")),
        Column(Text("结果", "outcome")),
    ]
    office.terminal.table(columns, [_line(office, entry) for entry in entries])
    office.terminal.say(FOUND, total=total, shown=len(entries))


def _line(office: Office, entry: dict[str, Any]) -> tuple[object, ...]:
    action = ACTIONS.get(entry["action"])
    return (
        entry["number"],
        entry["at"][:19].replace("T", " "),
        with_account(entry["actor"], office.people).in_(office.language),
        COMMAND_LINE.in_(office.language) if entry["origin"] == ORIGIN else entry["origin"],
        action.in_(office.language) if action else entry["action"],
        entry["subject"],
        OUTCOMES[entry["outcome"]].in_(office.language),
    )


def entry_json(entry: AuditEntry) -> dict[str, Any]:
    """Every field; the moment in the time of China."""
    return {
        "number": entry.number,
        "at": china_time(entry.at).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "origin": entry.origin,
        "action": entry.action,
        "subject": entry.subject,
        "outcome": entry.outcome,
        "details": entry.details,
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }
