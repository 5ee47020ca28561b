"""How people get in: the first accounts, and what the terminal says about signing in."""

from __future__ import annotations

from geo.words import Text
from projects.accounts import accounts
from projects.accounts.accounts import NewAccount
from projects.accounts.demonstration import PREFIX, demo_accounts
from projects.accounts.options import anonymous_viewing
from projects.accounts.permissions import ROLES
from webmap.commands.console import Column
from webmap.commands.context import Office

FIRST = Text(
    "\n已建立管理员账号。密码只显示这一次，{days} 天内登录并改成自己的：\n\n"
    "    用户名  {name}\n    密  码  {password}\n",
    "\nAn administrator was made. The password is shown this once; sign in within {days} days and "
    "change it:\n\n    name      {name}\n    password  {password}\n",
)
DEMO = Text(
    "\n示范账号（密码只显示这一次，请记下）：",
    "\nDemonstration accounts (passwords are shown this once):",
)
NOT_IN_AN_OFFICE = Text(
    "这里已有账号，没有新建示范账号。",
    "There are accounts here already; no demonstration accounts were made.",
)
HOW_DEMO = Text(
    "公开图层不登录就能看；示范账号：{names}。\n"
    "密码在第一次装入时显示过；忘了就用 .venv/bin/ecoatlas users reset {reset} 生成新的。",
    "Public layers need no sign-in; demonstration accounts: {names}.\nTheir passwords were shown "
    "when they were made; .venv/bin/ecoatlas users reset {reset} makes a new one.",
)
HOW = Text(
    "请用管理员给的账号登录{open}。忘记密码：ecoatlas users reset 用户名。",
    "Sign in with your account{open}. A forgotten password: ecoatlas users reset NAME.",
)
OPEN = Text("；公开图层不登录也能看", "; public layers can be seen without")


def ensure_admin(office: Office) -> None:
    """The administrator of an office without accounts, his password shown once."""
    with office.database.transaction() as session:
        made = accounts.first_admin(session, office.actor)
    if made is not None:
        name, password = made.account.name, made.password
        office.terminal.say(FIRST, name=name, password=password, days=accounts.ONE_TIME_DAYS)


def ensure_demo_accounts(office: Office) -> None:
    """The accounts of the demonstration; none where there are accounts of people."""
    with office.database.transaction() as session:
        made = demo_accounts(session, office.actor)
        there = [one.name for one in accounts.list_accounts(session)]
    if made:
        _show(office, made)
    elif not _demo_names(there):
        office.terminal.note(NOT_IN_AN_OFFICE)


def _show(office: Office, made: list[NewAccount]) -> None:
    office.terminal.say(DEMO)
    columns = [
        Column(Text("用户名", "name")),
        Column(Text("密码", "password")),
        Column(Text("角色", "role")),
    ]
    rows = [
        (one.account.name, one.password, ROLES[one.account.role].title.in_(office.language))
        for one in made
    ]
    office.terminal.table(columns, rows)


def say_how(office: Office) -> None:
    """How to sign in, for whoever has just been told the address."""
    with office.database.reading() as session:
        names = _demo_names([one.name for one in accounts.list_accounts(session)])
        open_ = anonymous_viewing(session)
    if names:
        office.terminal.say(HOW_DEMO, names="、".join(names), reset=names[-1])
    else:
        office.terminal.say(HOW, open=OPEN if open_ else "")


def _demo_names(names: list[str]) -> list[str]:
    return [f"{PREFIX}{role}" for role in ROLES if f"{PREFIX}{role}" in names]
