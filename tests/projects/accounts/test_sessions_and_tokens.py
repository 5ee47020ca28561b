"""Sessions and tokens: kept as hashes, ending in time, good for their owner only."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.system.database import now
from projects.accounts import accounts, sessions, tokens
from projects.accounts.accounts import AccountInfo
from projects.accounts.permissions import PERMISSIONS, ROLES, lesser, may
from projects.accounts.tables import AccountSession, ApiToken

GOOD = "正确 的马 电池 订书钉 蓝"
CHIEF = Actor("chief", "10.0.0.1")
LIMITS = {"idle_minutes": 30, "hours": 12}


def added(session: Session, name: str = "li", role: str = "editor") -> AccountInfo:
    return accounts.add_account(session, name, role, password=GOOD, by=CHIEF).account


def refused(code: str) -> pytest.RaisesExc[EcoAtlasError]:
    return pytest.raises(EcoAtlasError, match=f"^{code}:")


def test_a_session_is_found_by_its_token_and_kept_as_its_hash(session: Session) -> None:
    account = added(session)
    token = sessions.open_session(session, account, "10.0.0.3", "Firefox")
    found = sessions.find_session(session, token, **LIMITS)
    assert found is not None
    assert found[0].name == "li"
    assert sessions.find_session(session, token + "x", **LIMITS) is None
    assert token not in {row.token_hash for row in session.scalars(select(AccountSession))}


def test_sessions_end_when_idle_too_long_and_after_their_time(session: Session) -> None:
    token, start = sessions.open_session(session, added(session), "-", None), now()
    minutes = [10, 31]
    for passed, there in zip(minutes, (True, False), strict=True):
        later = start + dt.timedelta(minutes=passed)
        assert (sessions.find_session(session, token, now=later, **LIMITS) is not None) is there
    for hour in range(1, 25):
        sessions.touch_session(session, token, start + dt.timedelta(minutes=30 * hour))
    after = start + dt.timedelta(hours=12, minutes=1)
    assert sessions.find_session(session, token, now=after, **LIMITS) is None


def test_a_session_of_a_disabled_account_is_over_even_if_its_row_is_there(
    session: Session,
) -> None:
    added(session, "chief", "admin")
    account = added(session)
    accounts.disable(session, "li", CHIEF)
    token = sessions.open_session(session, account, "-", None)
    assert sessions.find_session(session, token, **LIMITS) is None


def test_one_ends_ones_own_sessions_only(session: Session) -> None:
    li, wang = added(session), added(session, "wang")
    sessions.open_session(session, wang, "-", None)
    (of_wang,) = sessions.list_sessions(session, wang.id)
    with refused("unknown-session"):
        sessions.end_session(session, li.id, of_wang.id, CHIEF)
    sessions.end_session(session, wang.id, of_wang.id, CHIEF)
    assert sessions.list_sessions(session, wang.id) == []


def test_a_token_works_until_it_expires_or_is_revoked(session: Session) -> None:
    li = added(session)
    made = tokens.make_token(session, li, "QGIS", "viewer", 30, CHIEF)
    assert made.token.startswith("eco_")
    found = tokens.find_token(session, made.token)
    assert found is not None
    assert (found.account.name, found.role, found.scope) == ("li", "viewer", "role")
    assert tokens.find_token(session, made.token, now() + dt.timedelta(days=31)) is None
    tokens.touch_token(session, made.token, "10.0.0.9")
    (told,) = tokens.list_tokens(session, li.id)
    assert told.last_used_from == "10.0.0.9"
    tokens.revoke_token(session, made.info.id, li.id, CHIEF)
    assert tokens.find_token(session, made.token) is None
    kept = session.scalars(select(ApiToken)).one()
    assert made.token not in (kept.token_hash, kept.prefix, kept.title)


def test_a_token_never_does_more_than_its_account_may_now(session: Session) -> None:
    added(session, "chief", "admin")
    li = added(session)
    token = tokens.make_token(session, li, "t", "editor", 30, CHIEF).token
    accounts.set_role(session, "li", "viewer", CHIEF)
    found = tokens.find_token(session, token)
    assert found is not None
    assert found.role == "viewer"
    accounts.disable(session, "li", CHIEF)
    assert tokens.find_token(session, token) is None


@pytest.mark.parametrize(("role", "days", "code"), [
    ("admin", 30, "token-role"), ("reviewer", 30, "token-role"), ("", 30, "token-role"),
    ("viewer", 0, "token-days"), ("viewer", 366, "token-days"),
])  # fmt: skip
def test_a_token_beyond_its_account_or_beyond_a_year_is_refused(
    session: Session, role: str, days: int, code: str
) -> None:
    with refused(code):
        tokens.make_token(session, added(session), "t", role, days, CHIEF)


def test_somebody_elses_token_is_not_there(session: Session) -> None:
    li, wang = added(session), added(session, "wang")
    made = tokens.make_token(session, wang, "t", "viewer", 30, CHIEF)
    for token_id in (made.info.id, 10**6):
        with refused("unknown-token"):
            tokens.revoke_token(session, token_id, li.id, CHIEF)
    assert tokens.find_token(session, made.token) is not None


def test_every_permission_is_held_by_somebody_and_only_viewing_without_sign_in() -> None:
    assert all(one.roles and one.roles <= ROLES.keys() for one in PERMISSIONS.values())
    for name in PERMISSIONS:
        assert not may(None, name)
        assert may(None, name, anonymous_viewing=True) is (name == "view")
    assert not may("admin", "sign_statements")
    assert not may("editor", "sign_statements")


def test_the_lesser_role_may_do_what_both_may() -> None:
    assert lesser("viewer", "admin") == "viewer"
    assert lesser("editor", "editor") == "editor"
    assert lesser("reviewer", "admin") is None, "an administrator signs no statements"
    assert lesser("editor", "reviewer") is None
