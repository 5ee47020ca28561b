"""How people get in: the first accounts, and what the terminal says about signing in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.panel import Panel
from rich.text import Text as Line

from geo.words import Text
from projects.accounts import accounts
from projects.accounts.accounts import NewAccount
from projects.accounts.demonstration import PREFIX, SECOND, demo_accounts
from projects.accounts.options import anonymous_viewing
from projects.accounts.permissions import ROLES
from projects.statements.office_key import ensure_key
from webmap.commands.console import Column
from webmap.commands.context import Office

# In both languages: whoever starts an office for the first time has not chosen one yet.
FIRST_TITLE = "管理员账号 · Administrator"
FIRST = """
用户名 name      {name}
密码   password  {password}

密码只显示这一次；请在 {days} 天内登录并改成自己的。
The password is shown this once; sign in within {days} days and change it.
"""
DEMO = Text(
    "\n示范账号（密码只显示这一次，请记下）：",
    "\nDemonstration accounts (their passwords are shown this once, note them down):",
)
NOT_IN_AN_OFFICE = Text(
    "这里已有账号：没有新建示范账号，也没有打开免登录查看。"
    "要试用，请把 ECOATLAS_HOME 设为一个空文件夹再装入。",
    "There are accounts here already: no demonstration accounts were made, and viewing without "
    "sign-in was not turned on. To try things out, load it with ECOATLAS_HOME set to an empty "
    "folder.",
)
HOW_DEMO = Text(
    "示范账号：{names}{open}。\n"
    "密码在第一次装入时显示过；要新的，运行 .venv/bin/ecoatlas users reset {reset}",
    "Demonstration accounts: {names}{open}.\nTheir passwords were shown when they were made; for a "
    "new one run .venv/bin/ecoatlas users reset {reset}",
)
HOW = Text(
    "请用自己的账号登录{open}。\n忘记密码时，由管理员运行 .venv/bin/ecoatlas users reset 用户名",
    "Sign in with your account{open}.\nFor a forgotten password the administrator runs "
    ".venv/bin/ecoatlas users reset NAME",
)
OPEN = Text("；公开图层不登录也能看", "; public layers can be seen without signing in")
NO_ADMIN = Text(
    "注意：没有可用的管理员账号。请运行 .venv/bin/ecoatlas users add 用户名 --role admin",
    "Careful: no administrator can sign in. Run .venv/bin/ecoatlas users add NAME --role admin",
)


def ensure_admin(office: Office) -> None:
    """The administrator of an office without accounts, his password shown once."""
    with office.database.transaction() as session:
        made = accounts.first_admin(session, office.actor)
    if made is not None:
        ensure_key(office.settings, office.database, office.actor)
        name, password = made.account.name, made.password
        said = FIRST.format(name=name, password=password, days=accounts.ONE_TIME_DAYS)
        framed = Panel.fit(Line(said), title=FIRST_TITLE, padding=(0, 2))
        office.terminal.out.print(framed)


@contextmanager
def demo_accounts_shown(office: Office) -> Iterator[None]:
    """The accounts of the demonstration, shown after the block, however it ends; none where there
    are accounts of people."""
    with office.database.transaction() as session:
        made = demo_accounts(session, office.actor)
        there = [one.name for one in accounts.list_accounts(session)]
    if made:
        ensure_key(office.settings, office.database, office.actor)
    try:
        yield
    finally:
        if made:
            _show(office, made)
    if not made and not _demo_names(there):
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
        working = [one for one in accounts.list_accounts(session) if not one.disabled]
        open_ = OPEN if anonymous_viewing(session) else ""
    names = _demo_names([one.name for one in working])
    if names:
        office.terminal.say(HOW_DEMO, names="、".join(names), reset=names[-1], open=open_)
    else:
        office.terminal.say(HOW, open=open_)
    if all(one.role != "admin" for one in working):
        office.terminal.note(NO_ADMIN)


def _demo_names(names: list[str]) -> list[str]:
    """Those of the demonstration among them, the administrator last: whose password is reset."""
    made = [f"{PREFIX}{one}" for one in (*ROLES, SECOND[0])]
    return sorted((name for name in made if name in names), key=f"{PREFIX}admin".__eq__)
