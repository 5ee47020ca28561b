"""`ecoatlas users`: accounts, their tokens, who is named for a layer, viewing without sign-in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import click
from sqlalchemy.orm import Session

from geo.words import Text
from layers.audit import Actor
from layers.system.china_time import day, minute
from projects.accounts import accounts, grants, options, tokens
from projects.accounts.accounts import AccountInfo, NewAccount
from projects.accounts.permissions import PERMISSIONS, ROLES, may
from projects.accounts.profile import office_profile, set_office_profile
from projects.accounts.scopes import SCOPES, WHOLE
from webmap.commands.console import Column
from webmap.commands.context import Office, json_option, pass_office

ONCE = Text(
    "账号 {name} 的一次性密码（只显示这一次，{days} 天内有效，首次登录后须修改）：",
    "One-time password of {name} (shown this once, good for {days:day|days}, to be changed at the "
    "first sign-in):",
)
TOKEN_ONCE = Text(
    "令牌（只显示这一次，{day} 到期）：", "The token (shown this once, good until {day}):"
)
DONE = Text("已完成：{name}，{role}{state}", "Done: {name}, {role}{state}")
DISABLED = Text("（已停用）", " (disabled)")
REVOKED = Text("已吊销 {name} 的令牌 {prefix}…", "Token {prefix}… of {name} is revoked")
OPENED = Text(
    "免登录查看：已打开（只限公开图层）", "Viewing without sign-in: on (public layers only)"
)
CLOSED = Text("免登录查看：已关闭", "Viewing without sign-in: off")
NAMED = Text("已准许 {name} 查看图层 {layer}", "{name} is named for layer {layer}")
NOT_NAMED = Text("{name} 不再获准查看图层 {layer}", "{name} is no longer named for layer {layer}")

OFFICE_LINES = {
    "name": Text("单位名称", "Name of the office"),
    "number": Text("文号", "Document number"),
    "secrecy": Text("密级标注", "Secrecy line"),
    "area": Text("核算区域", "Area"),
}
OFFICE_LINE = Text("{title}：{line}", "{title}: {line}")

role_option = click.option(
    "--role", required=True, type=click.Choice(list(ROLES)), help="角色 / role"
)


@click.group
def users() -> None: ...


@users.command(help="新增账号，显示一次性密码 / add an account, shows its one-time password")
@click.argument("name")
@role_option
@click.option("--display", help="显示的姓名 / the name people see")
@click.option("--post", default="", help="职务，印在核算单上 / post, printed on statements")
@click.option("--unit", default="", help="所在单位，单位填报员必填 / unit, needed by a reporter")
@json_option
@pass_office
def add(
    office: Office, name: str, role: str, display: str | None, post: str, unit: str, as_json: bool
) -> None:
    with office.database.transaction() as session:
        made = accounts.add_account(
            session, name, role, display_name=display, post=post, unit=unit, by=office.actor
        )
    show_once(office, made, as_json)


@users.command(help="更改姓名、职务 / change the name people see, the post")
@click.argument("name")
@click.option("--display", help="显示的姓名 / the name people see")
@click.option("--post", help="职务，印在核算单上 / post, printed on statements")
@json_option
@pass_office
def change(office: Office, name: str, display: str | None, post: str | None, as_json: bool) -> None:
    def both(session: Session, name: str, by: Actor, /) -> AccountInfo:
        if display is not None:
            accounts.set_display_name(session, name, display, by)
        if post is not None:
            accounts.set_post(session, name, post, by)
        return accounts.get_account(session, name)

    _change(office, as_json, both, name)


@users.command("office", help="单位信息，印在核算单上 / what statements say of the office")
@click.option("--name", help="单位名称 / name of the office")
@click.option("--number", help="文号 / document number")
@click.option("--secrecy", help="密级标注 / secrecy line")
@click.option("--area", help="核算区域 / the area it is responsible for")
@json_option
@pass_office
def office_lines(office: Office, /, as_json: bool, **given: str | None) -> None:
    changed = {name: one for name, one in given.items() if one is not None}
    with office.database.transaction() as session:
        kept = office_profile(session)
        if changed:
            kept = set_office_profile(session, replace(kept, **changed), office.actor)
    if as_json:
        office.terminal.json(kept.as_dict())
        return
    for name, title in OFFICE_LINES.items():
        office.terminal.say(OFFICE_LINE, title=title, line=getattr(kept, name) or "—")


@users.command("list", help="列出账号 / list the accounts")
@json_option
@pass_office
def list_(office: Office, as_json: bool) -> None:
    with office.database.reading() as session:
        found = accounts.list_accounts(session)
    if as_json:
        office.terminal.json({"accounts": [account_json(one) for one in found]})
        return
    columns = [
        Column(Text("用户名", "name")),
        Column(Text("姓名", "shown as")),
        Column(Text("角色", "role")),
        Column(Text("停用", "disabled")),
        Column(Text("上次登录", "last sign-in")),
    ]
    office.terminal.table(columns, [_row(office, one) for one in found])


def _row(office: Office, one: AccountInfo) -> tuple[object, ...]:
    seen = minute(one.last_sign_in_at) if one.last_sign_in_at else ""
    role = ROLES[one.role].title.in_(office.language)
    return one.name, one.display_name, role, "●" if one.disabled else "", seen


@users.command(help="更改角色 / change the role")
@click.argument("name")
@role_option
@click.option("--unit", help="所在单位，单位填报员必填 / unit, needed by a reporter")
@json_option
@pass_office
def role(office: Office, name: str, role: str, unit: str | None, as_json: bool) -> None:
    _change(office, as_json, partial(accounts.set_role, unit=unit), name, role)


@users.command(
    help="重置密码并结束登录和令牌，显示新的一次性密码 / new password, sessions and tokens end"
)
@click.argument("name")
@json_option
@pass_office
def reset(office: Office, name: str, as_json: bool) -> None:
    with office.database.transaction() as session:
        made = accounts.reset_password(session, name, office.actor)
    show_once(office, made, as_json)


@users.command(help="停用账号 / disable an account")
@click.argument("name")
@json_option
@pass_office
def disable(office: Office, name: str, as_json: bool) -> None:
    _change(office, as_json, accounts.disable, name)


@users.command(help="启用账号 / enable an account")
@click.argument("name")
@json_option
@pass_office
def enable(office: Office, name: str, as_json: bool) -> None:
    _change(office, as_json, accounts.enable, name)


@users.command(help="新建令牌，只显示一次 / make a token, shown once")
@click.argument("name")
@click.option("--title", required=True, help="用途 / what it is for")
@role_option
@click.option("--days", default=90, show_default=True, help="有效天数 / days it is good for")
@click.option(
    "--scope",
    type=click.Choice(list(SCOPES)),
    default=WHOLE,
    show_default=True,
    help="范围：只读取、写监测值、写进度、写目标值 / what of the role it is for",
)
@json_option
@pass_office
def token(
    office: Office, name: str, title: str, role: str, days: int, scope: str, as_json: bool
) -> None:
    with office.database.transaction() as session:
        account = accounts.get_account(session, name)
        made = tokens.make_token(session, account, title, role, days, office.actor, scope)
    if as_json:
        office.terminal.json({"token": made.token} | token_json(made.info))
        return
    office.terminal.note(TOKEN_ONCE, day=day(made.info.expires_at))
    office.terminal.say(Text(made.token, made.token))


@users.command("tokens", help="列出一个账号的令牌 / list the tokens of an account")
@click.argument("name")
@json_option
@pass_office
def list_tokens(office: Office, name: str, as_json: bool) -> None:
    with office.database.reading() as session:
        account = accounts.get_account(session, name)
        found = tokens.list_tokens(session, account.id)
    if as_json:
        office.terminal.json({"tokens": [token_json(one) for one in found]})
        return
    columns = [
        Column(Text("编号", "id"), numeric=True),
        Column(Text("用途", "title")),
        Column(Text("开头", "begins with")),
        Column(Text("角色", "role")),
        Column(Text("到期", "expires")),
        Column(Text("上次使用", "last used")),
        Column(Text("吊销", "revoked")),
    ]
    office.terminal.table(columns, [_token_row(office, one) for one in found])


def _token_row(office: Office, one: tokens.TokenInfo) -> tuple[object, ...]:
    role = ROLES[one.role].title.in_(office.language)
    days = (_day(moment) for moment in (one.expires_at, one.last_used_at, one.revoked_at))
    return one.id, one.title, f"{one.prefix}…", role, *days


@users.command(help="吊销令牌（编号见 users tokens）/ revoke a token (its id: users tokens)")
@click.argument("token_id", type=int)
@json_option
@pass_office
def revoke(office: Office, token_id: int, as_json: bool) -> None:
    with office.database.transaction() as session:
        owner = tokens.owner_of(session, token_id)
        ended = tokens.revoke_token(session, token_id, owner.id, office.actor)
    if as_json:
        office.terminal.json({"name": owner.name} | token_json(ended))
    else:
        office.terminal.say(REVOKED, prefix=ended.prefix, name=owner.name)


@users.command(help="准许某账号查看受限图层 / name an account for a restricted layer")
@click.argument("name")
@click.argument("layer")
@json_option
@pass_office
def grant(office: Office, name: str, layer: str, as_json: bool) -> None:
    _name(office, as_json, grants.grant, NAMED, layer, name)


@users.command("revoke-layer", help="取消准许 / name an account for a layer no longer")
@click.argument("name")
@click.argument("layer")
@json_option
@pass_office
def revoke_layer(office: Office, name: str, layer: str, as_json: bool) -> None:
    _name(office, as_json, grants.revoke, NOT_NAMED, layer, name)


def _name(
    office: Office, as_json: bool, change: Callable[..., object], said: Text, layer: str, name: str
) -> None:
    """Who is named for a layer is changed and told."""
    with office.database.transaction() as session:
        change(session, layer, name, office.actor)
        found = accounts.get_account(session, name)
        named = grants.layers_of(session, found.id)
    if as_json:
        office.terminal.json({"name": found.name, "layers": named})
    else:
        office.terminal.say(said, name=found.name, layer=layer)


@users.command(help="免登录查看公开图层：on 或 off / viewing public layers without sign-in")
@click.argument("state", type=click.Choice(["on", "off"]), required=False)
@json_option
@pass_office
def anonymous(office: Office, state: str | None, as_json: bool) -> None:
    if state is not None:
        with office.database.transaction() as session:
            options.set_anonymous_viewing(session, state == "on", office.actor)
    with office.database.reading() as session:
        on = options.anonymous_viewing(session)
    if as_json:
        office.terminal.json({"anonymous_viewing": on})
    else:
        office.terminal.say(OPENED if on else CLOSED)


@users.command(help="角色与权限表 / the table of roles and permissions")
@json_option
@pass_office
def permissions(office: Office, as_json: bool) -> None:
    if as_json:
        held = {name: [r for r in ROLES if may(r, name)] for name in PERMISSIONS}
        office.terminal.json({"permissions": held})
        return
    columns = [
        Column(Text("权限", "permission")),
        *(Column(role.title) for role in ROLES.values()),
    ]
    rows = [
        (one.title.in_(office.language), *("●" if may(role, name) else "" for role in ROLES))
        for name, one in PERMISSIONS.items()
    ]
    office.terminal.table(columns, rows)


def show_once(office: Office, made: NewAccount, as_json: bool = False) -> None:
    """A new account with its one-time password."""
    if as_json:
        office.terminal.json(account_json(made.account) | {"password": made.password})
        return
    office.terminal.note(ONCE, name=made.account.name, days=accounts.ONE_TIME_DAYS)
    office.terminal.say(Text(made.password or "-", made.password or "-"))


def _change(office: Office, as_json: bool, change: Callable[..., AccountInfo], *given: str) -> None:
    """An account is changed and told as it is now."""
    with office.database.transaction() as session:
        account = change(session, *given, office.actor)
    if as_json:
        office.terminal.json(account_json(account))
        return
    state = DISABLED if account.disabled else ""
    office.terminal.say(DONE, name=account.name, role=ROLES[account.role].title, state=state)


def account_json(account: AccountInfo) -> dict[str, Any]:
    return {
        "name": account.name,
        "display_name": account.display_name,
        "post": account.post,
        "role": account.role,
        "unit": account.unit,
        "disabled": account.disabled,
        "must_change": account.must_change,
        "last_sign_in_at": _moment(account.last_sign_in_at),
        "created_at": _moment(account.created_at),
    }


def token_json(token: tokens.TokenInfo) -> dict[str, Any]:
    return {
        "id": token.id,
        "title": token.title,
        "prefix": token.prefix,
        "role": token.role,
        "scope": token.scope,
        "created_at": _moment(token.created_at),
        "expires_at": _moment(token.expires_at),
        "revoked_at": _moment(token.revoked_at),
        "last_used_at": _moment(token.last_used_at),
        "last_used_from": token.last_used_from,
    }


def _moment(value: dt.datetime | None) -> str | None:
    return value.isoformat(timespec="seconds") if value else None


def _day(value: dt.datetime | None) -> str:
    return day(value).isoformat() if value else ""
