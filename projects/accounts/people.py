"""How a person is written: name and post, in one way on every page and sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.words import Text
from projects.accounts.tables import Account


def person_text(name: str, post: str = "") -> Text:
    """`王敏，水务科科长`; the name alone where nobody has entered a post. Posts may have brackets
    of their own, so there are none around them."""
    return Text(f"{name}，{post}", f"{name}, {post}") if post else Text(name, name)


def people(session: Session) -> Mapping[str, Text]:
    """Every account as a person; of several of one name and post the account stands beside. One
    query."""
    rows = session.execute(select(Account.name, Account.display_name, Account.post)).all()
    alike = Counter((name, post) for _, name, post in rows)
    return {
        account: _told_apart(person_text(name or account, post), account, alike[name, post])
        for account, name, post in rows
    }


def person(session: Session, account: str | None) -> Text:
    """Who an account is; what is no account, such as the command line, as it is. One query."""
    return named(account, people(session))


def named(account: str | None, known: Mapping[str, Text]) -> Text:
    """The same of those that are known."""
    name = account or "—"
    return known.get(name, Text(name, name))


def with_account(account: str, known: Mapping[str, Text]) -> Text:
    """A person and the account, for lists in which one is looked for by it; what is no account,
    such as the command line, as it is."""
    person = known.get(account)
    if person is None:
        return Text(account, account)
    return Text(f"{person.zh}（{account}）", f"{person.en} ({account})")


def _told_apart(person: Text, account: str, alike: int) -> Text:
    return person if alike == 1 else Text(f"{person.zh}，{account}", f"{person.en}, {account}")
