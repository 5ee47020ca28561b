"""Accounts: who can sign in, what ends their sessions, and the last administrator."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, AuditEntry
from layers.system.database import now
from projects.accounts import accounts, demonstration, options, sessions, tokens
from projects.accounts.accounts import NewAccount
from projects.accounts.tables import Account

GOOD = "正确 的马 电池 订书钉 蓝"
OTHER = "another horse with staples 7"
CHIEF = Actor("chief", "10.0.0.1")


def added(session: Session, name: str = "li", role: str = "viewer") -> NewAccount:
    return accounts.add_account(session, name, role, password=GOOD, by=CHIEF)


def refused(code: str) -> pytest.RaisesExc[EcoAtlasError]:
    return pytest.raises(EcoAtlasError, match=f"^{code}:")


def test_a_new_account_signs_in_with_its_one_time_password_and_must_change_it(
    session: Session,
) -> None:
    made = accounts.add_account(session, "李雷", "editor", by=CHIEF)
    assert made.password is not None
    assert made.account.must_change
    assert accounts.sign_in(session, "李雷", made.password).role == "editor"
    changed = accounts.change_password(
        session, made.account.id, made.password, GOOD, Actor("李雷", "-")
    )
    assert not changed.must_change
    assert accounts.sign_in(session, "李雷", GOOD).last_sign_in_at is not None
    with refused("sign-in-failed"):
        accounts.sign_in(session, "李雷", made.password)


def test_a_one_time_password_ends_by_itself(session: Session) -> None:
    made = accounts.add_account(session, "li", "viewer", by=CHIEF)
    assert made.password is not None
    late = now() + dt.timedelta(days=accounts.ONE_TIME_DAYS, minutes=1)
    with refused("password-expired"):
        accounts.sign_in(session, "li", made.password, now=late)
    with refused("sign-in-failed"):
        accounts.sign_in(session, "li", "wrong", now=late)


def test_unknown_wrong_and_disabled_are_refused_in_the_same_words(session: Session) -> None:
    added(session)
    added(session, "wang")
    accounts.disable(session, "wang", CHIEF)
    said = set()
    for name, password in (
        ("nobody", GOOD),
        ("li", "wrong"),
        ("wang", GOOD),
        ("", ""),
        ("x" * 9999, GOOD),
    ):
        with refused("sign-in-failed") as error:
            accounts.sign_in(session, name, password)
        said.add(str(error.value))
    assert len(said) == 1


@pytest.mark.parametrize("typed", ["LI", " li ", "ｌｉ"])
def test_names_are_compared_without_case_and_width(session: Session, typed: str) -> None:
    added(session, "Li")
    assert accounts.sign_in(session, typed, GOOD).name == "li"
    with refused("account-name-taken"):
        added(session, typed)


@pytest.mark.parametrize(
    "name", ["", "a", "-li", "li wei", "a/b", "l\ni", "x" * 65, "<b>", "..", "a\x00b"]
)
def test_what_is_no_name_is_refused(session: Session, name: str) -> None:
    with refused("account-name-invalid"):
        added(session, name)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password-too-short"),
        ("x" * 129, "password-too-long"),
        ("password1234", "password-too-weak"),
        ("aaaaaaaaaaaa", "password-too-weak"),
        ("qwertyuiop123", "password-too-weak"),
        ("lileilileililei", "password-too-weak"),
    ],
)
def test_passwords_that_are_easily_guessed_are_refused(
    session: Session, password: str, code: str
) -> None:
    with refused(code):
        accounts.add_account(
            session, "lilei", "viewer", display_name="李雷", password=password, by=CHIEF
        )
    assert session.scalar(select(Account)) is None


def test_random_passwords_pass_the_policy_and_differ() -> None:
    made = {accounts.passwords.random_password() for _ in range(20)}
    assert len(made) == 20
    for password in made:
        accounts.passwords.check_policy(password)


def test_changing_a_password_needs_the_old_one_and_ends_the_other_sessions(
    session: Session,
) -> None:
    account = added(session).account
    here = sessions.open_session(session, account, "10.0.0.3", "Firefox")
    sessions.open_session(session, account, "10.0.0.4", "Firefox")
    with refused("old-password-wrong"):
        accounts.change_password(session, account.id, "wrong", OTHER, CHIEF)
    with refused("password-unchanged"):
        accounts.change_password(session, account.id, GOOD, GOOD, CHIEF)
    accounts.change_password(
        session, account.id, GOOD, OTHER, CHIEF, keep_session=sessions.hash_of(here)
    )
    (left,) = sessions.list_sessions(session, account.id, here)
    assert left.current


def test_resetting_and_disabling_end_every_session(session: Session) -> None:
    account = added(session).account
    for end in (accounts.reset_password, accounts.disable):
        sessions.open_session(session, account, "10.0.0.3", None)
        end(session, "li", CHIEF)
        assert sessions.list_sessions(session, account.id) == []


def test_resetting_ends_every_token_and_says_how_many(session: Session) -> None:
    account = added(session).account
    made = [tokens.make_token(session, account, f"t{i}", "viewer", 30, CHIEF) for i in range(2)]
    tokens.revoke_token(session, made[0].info.id, account.id, CHIEF)
    accounts.reset_password(session, "li", CHIEF)
    assert all(tokens.find_token(session, one.token) is None for one in made)
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
    assert last is not None
    assert last.details == {"tokens_ended": 1}


def test_the_last_administrator_stays_one(session: Session) -> None:
    added(session, "chief", "admin")
    with refused("last-admin"):
        accounts.disable(session, "chief", CHIEF)
    with refused("last-admin"):
        accounts.set_role(session, "chief", "viewer", CHIEF)
    added(session, "second", "admin")
    assert accounts.set_role(session, "chief", "viewer", CHIEF).role == "viewer"
    with refused("last-admin"):
        accounts.disable(session, "second", CHIEF)


def test_the_first_administrator_is_made_once(session: Session) -> None:
    made = accounts.first_admin(session, CHIEF)
    assert made is not None
    assert (made.account.name, made.account.role, made.account.must_change) == (
        "admin",
        "admin",
        True,
    )
    assert accounts.first_admin(session, CHIEF) is None


def test_the_demonstration_adds_one_of_each_role_a_second_reviewer_and_only_to_an_empty_office(
    session: Session,
) -> None:
    made = demonstration.demo_accounts(session, CHIEF)
    roles = [one.account.role for one in made]
    assert sorted(roles) == ["admin", "editor", "reviewer", "reviewer", "unit", "viewer"]
    assert all("示例" in one.account.display_name for one in made)
    assert options.anonymous_viewing(session)
    for one in made:
        assert accounts.sign_in(session, one.account.name, one.password or "").must_change is False
    assert demonstration.demo_accounts(session, CHIEF) == []


def test_the_demonstration_leaves_an_office_with_accounts_as_it_is(session: Session) -> None:
    added(session, "chief", "admin")
    assert demonstration.demo_accounts(session, CHIEF) == []
    assert not options.anonymous_viewing(session)
    assert len(accounts.list_accounts(session)) == 1


def test_addresses_are_known_for_a_month(session: Session) -> None:
    account = added(session).account
    accounts.remember_address(session, account.id, "10.0.0.3")
    accounts.remember_address(session, account.id, "10.0.0.3")
    assert accounts.knows_address(session, "LI", "10.0.0.3")
    assert not accounts.knows_address(session, "li", "10.0.0.4")
    assert not accounts.knows_address(session, "nobody", "10.0.0.3")
    later = now() + dt.timedelta(days=31)
    assert not accounts.knows_address(session, "li", "10.0.0.3", later)


def test_a_hash_of_older_parameters_is_renewed_at_the_next_sign_in(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(session)
    before = accounts.row_of(session, "li").password_hash
    stronger = accounts.passwords.PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(accounts.passwords, "HASHER", stronger)
    accounts.sign_in(session, "li", GOOD)
    after = accounts.row_of(session, "li").password_hash
    assert after != before
    assert "t=2" in after


def test_no_password_hash_or_token_stands_in_the_audit_log(session: Session) -> None:
    made = accounts.add_account(session, "li", "viewer", by=CHIEF)
    again = accounts.reset_password(session, "li", CHIEF)
    accounts.change_password(session, made.account.id, again.password or "", GOOD, CHIEF)
    accounts.set_role(session, "li", "editor", CHIEF)
    accounts.set_display_name(session, "li", "李雷", CHIEF)
    entries = session.scalars(select(AuditEntry)).all()
    assert [one.action for one in entries] == [
        "account-added", "password-reset", "password-changed", "role-changed", "account-changed",
    ]  # fmt: skip
    text = json.dumps([[one.subject, one.details] for one in entries], ensure_ascii=False)
    for secret in (made.password, again.password, GOOD, "argon2"):
        assert secret
        assert secret not in text
    assert entries[3].details == {"before": {"role": "viewer"}, "after": {"role": "editor"}}
