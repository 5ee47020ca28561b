"""Signing delegated for a time: who may, until when, and what stands on what was signed by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from geo.errors import EcoAtlasError
from layers.audit import AuditEntry
from layers.system.china_time import today
from projects.accounts.accounts import AccountInfo, add_account, disable, get_account
from projects.statements.delegating import (
    LONGEST_DAYS,
    delegate,
    delegation_of,
    end_delegation,
    list_delegations,
)
from projects.statements.envelope import Envelope
from projects.statements.kept import is_whole
from projects.statements.making import make_statement
from projects.statements.review import return_, submit, withdraw
from projects.statements.tables import SigningDelegation
from tests.projects.statements.conftest import LI, WANG, Office, sign

DAY = dt.timedelta(days=1)


def taken(office: Office, step: Callable[..., Any], *given: Any) -> Any:
    with office.database.transaction() as session:
        return step(session, *given)


def refused(office: Office, step: Callable[..., Any], *given: Any) -> str:
    with office.database.transaction() as session, pytest.raises(EcoAtlasError) as refusal:
        step(session, *given)
    return refusal.value.code


@pytest.fixture
def li(sqlite_office: Office) -> AccountInfo:
    with sqlite_office.database.reading() as session:
        return get_account(session, "li")


def made_by_wang(office: Office) -> int:
    run = office.run()
    with office.database.transaction() as session:
        made = make_statement(session, office.store, run, WANG)
        return submit(session, made.id, WANG).id


def test_two_people_suffice_and_the_statement_says_how(
    sqlite_office: Office, li: AccountInfo
) -> None:
    """Wang, the only reviewer, makes one; li, an editor, signs it for him."""
    office, number = sqlite_office, made_by_wang(sqlite_office)
    assert refused(office, sign, number, office.wang, WANG) == "statement-own"
    assert refused(office, sign, number, li, LI) == "statement-not-a-reviewer"
    period = today(), today() + 3 * DAY
    given = taken(office, delegate, office.wang, "LI", *period, "出差", WANG)
    signed = taken(office, sign, number, li, LI)
    assert (signed.state, is_whole(signed)) == ("signed", True)
    kept = signed.signature.details["delegation"]
    assert {name: kept[name] for name in given.as_dict()} == given.as_dict()
    signing = Envelope.of(signed, "zh").layout.section("signing")
    assert signing is not None
    assert signing.grid is not None
    assert signing.grid.rows[-1][1].text == "li（受 wang 委托）"
    for language, said in (("zh", "受 wang 委托"), ("en", "for wang")):
        course = Envelope.of(signed, language).layout.section("course")  # type: ignore[arg-type]
        assert course is not None
        assert course.grid is not None
        assert said in course.grid.rows[-1][1].text
        assert "出差" in course.grid.rows[-1][1].text
    assert refused(office, withdraw, number, li, "不对", LI) == "statement-not-a-reviewer"
    with office.database.reading() as session:
        log = {one.action: one.details for one in session.query(AuditEntry)}
    assert log["signing-delegated"]["until"] == period[1].isoformat()
    assert log["statement-signed"]["delegation"]["by"] == "wang"


def test_nobody_signs_his_own_by_delegation_either(sqlite_office: Office, li: AccountInfo) -> None:
    office, number = sqlite_office, sqlite_office.make().id
    taken(office, submit, number, LI)
    taken(office, delegate, office.wang, "li", today(), today(), "出差", WANG)
    assert refused(office, sign, number, li, LI) == "statement-own"
    assert taken(office, return_, number, office.wang, "补充", WANG).state == "returned"


@pytest.mark.parametrize(
    ("to", "first", "last", "reason", "code"),
    [
        ("nobody", 0, 1, "出差", "unknown-account"),
        ("wang", 0, 1, "出差", "delegation-unfit"),
        ("chief", 0, 1, "出差", "delegation-unfit"),
        ("gone", 0, 1, "出差", "delegation-unfit"),
        ("li", 1, 0, "出差", "delegation-period"),
        ("li", -3, -1, "出差", "delegation-period"),
        ("li", 0, LONGEST_DAYS, "出差", "delegation-period"),
        ("li", 0, 1, " ", "statement-reason-missing"),
    ],
)
def test_a_delegation_that_does_not_do_is_refused(
    sqlite_office: Office, to: str, first: int, last: int, reason: str, code: str
) -> None:
    office = sqlite_office
    with office.database.transaction() as session:
        add_account(session, "chief", "admin", must_change=False, by=None)
        add_account(session, "gone", "editor", must_change=False, by=None)
        disable(session, "gone", None)
    period = today() + first * DAY, today() + last * DAY
    assert refused(office, delegate, office.wang, to, *period, reason, WANG) == code


def test_it_holds_on_its_days_while_its_giver_is_a_reviewer(
    sqlite_office: Office, li: AccountInfo
) -> None:
    office = sqlite_office
    assert (
        refused(office, delegate, li, "li", today(), today(), "自己", LI)
        == "statement-not-a-reviewer"
    )
    later = taken(office, delegate, office.wang, "li", today() + DAY, today() + DAY, "明天", WANG)
    with office.database.reading() as session:
        assert delegation_of(session, "li") is None
    now = taken(office, delegate, office.wang, "li", today(), today(), "今天", WANG)
    with office.database.reading() as session:
        assert delegation_of(session, "li") == now
        assert list_delegations(session) == [now, later]
    taken(office, end_delegation, now.id, office.wang, WANG)
    assert refused(office, end_delegation, now.id, office.wang, WANG) == "delegation-ended"
    assert refused(office, end_delegation, 99, office.wang, WANG) == "unknown-delegation"
    with office.database.transaction() as session:
        assert delegation_of(session, "li") is None
        session.get_one(SigningDelegation, later.id).first_day = today()
        session.flush()
        assert delegation_of(session, "li") is not None
        disable(session, "wang", None)
        session.flush()
        assert delegation_of(session, "li") is None
