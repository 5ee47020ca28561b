"""The accounts of the demonstration: one of each role, with random passwords, shown once."""

from __future__ import annotations

from sqlalchemy.orm import Session

from layers.audit import Actor
from projects.accounts.accounts import NewAccount, add_account, has_accounts
from projects.accounts.options import set_anonymous_viewing
from projects.accounts.permissions import ROLES

PREFIX = "demo-"


def demo_accounts(session: Session, by: Actor | None) -> list[NewAccount]:
    """One account of each role, and viewing without sign-in; nothing where there are accounts."""
    if has_accounts(session):
        return []
    made = [
        add_account(
            session,
            f"{PREFIX}{role.id}",
            role.id,
            display_name=f"{role.title.zh}（示例）",
            must_change=False,
            by=by,
        )
        for role in ROLES.values()
    ]
    set_anonymous_viewing(session, True, by)
    return made
