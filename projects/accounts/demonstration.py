"""The accounts of the demonstration, with random passwords, shown once.

One of each role and a second reviewer: nobody signs a statement of his own.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from layers.audit import Actor
from projects.accounts.accounts import NewAccount, add_account, has_accounts, list_accounts
from projects.accounts.options import set_anonymous_viewing
from projects.accounts.permissions import OF_ONE_UNIT, ROLES
from projects.accounts.profile import OfficeProfile, set_office_profile
from projects.units.register import unit_register

PREFIX = "demo-"
SECOND = "reviewer-2", "reviewer", "审核人二"
POSTS = {"editor": "科员（示例）", "reviewer": "科长（示例）", "admin": "信息员（示例）"}
OFFICE = OfficeProfile(
    name="示例区海绵城市建设工作办公室（示例）",
    number="示例海绵核〔    〕    号",
    area="武汉经济技术开发区（示例）",
)

UNIT = "区水务湖泊局"
"""Whose reporter is one of the accounts."""
ORIGIN = "示范数据 / demonstration"
EDITOR, REVIEWER = Actor(f"{PREFIX}editor", ORIGIN), Actor(f"{PREFIX}reviewer", ORIGIN)
"""Who made and who looked at what the demonstration holds."""


def demo_people(session: Session, by: Actor) -> tuple[Actor, Actor]:
    """Editor and reviewer of the demonstration; in an office of people `by` is both."""
    there = {one.name for one in list_accounts(session)}
    return (EDITOR, REVIEWER) if {EDITOR.name, REVIEWER.name} <= there else (by, by)


def demo_accounts(session: Session, by: Actor | None) -> list[NewAccount]:
    """One account of each role and a second reviewer, and viewing without sign-in; nothing where
    there are accounts. A reporter is added where the register has his unit."""
    if has_accounts(session):
        return []
    unit = UNIT if len(unit_register(session).meant(UNIT)) == 1 else ""
    made = [
        add_account(
            session,
            f"{PREFIX}{name}",
            role,
            display_name=f"{title}（示例）",
            post=POSTS.get(role, ""),
            unit=unit if role == OF_ONE_UNIT else "",
            must_change=False,
            by=by,
        )
        for name, role, title in (
            *((one.id, one.id, one.title.zh) for one in ROLES.values() if _has(one.id, unit)),
            SECOND,
        )
    ]
    set_anonymous_viewing(session, True, by)
    set_office_profile(session, OFFICE, by)
    return made


def _has(role: str, unit: str) -> bool:
    return role != OF_ONE_UNIT or bool(unit)
