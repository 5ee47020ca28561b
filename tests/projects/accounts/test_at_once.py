"""Two people, or two processes, at the same moment: nothing is made twice, nobody locks all out."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, verify
from layers.system.database import Database, now
from projects.accounts import accounts

GOOD = "正确 的马 电池 订书钉 蓝"
OTHER = "another horse with staples 7"
CHIEF = Actor("chief", "10.0.0.1")


def at_once(database: Database, *calls: Callable[[Session], object]) -> list[object]:
    """What each call gave, or the code with which it was refused; all begin together."""
    start = threading.Barrier(len(calls))

    def one(call: Callable[[Session], object]) -> object:
        start.wait(10)
        try:
            with database.transaction() as session:
                return call(session)
        except EcoAtlasError as error:
            return error.code

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def test_of_two_who_add_the_same_name_one_is_told_that_it_is_taken(database: Database) -> None:
    done = at_once(database, *[lambda s: accounts.add_account(s, "li", "viewer", by=CHIEF)] * 4)
    assert done.count("account-name-taken") == 3
    with database.reading() as session:
        assert [one.name for one in accounts.list_accounts(session)] == ["li"]
        assert verify(session).ok


def test_of_two_processes_that_start_one_makes_the_administrator(database: Database) -> None:
    done = at_once(database, *[lambda s: accounts.first_admin(s, CHIEF)] * 3)
    assert sum(one is not None for one in done) == 1


def test_two_administrators_who_disable_each_other_are_not_both_gone(database: Database) -> None:
    with database.transaction() as session:
        for name in ("li", "wang"):
            accounts.add_account(session, name, "admin", password=GOOD, by=CHIEF)
    done = at_once(
        database,
        lambda s: accounts.disable(s, "li", CHIEF),
        lambda s: accounts.set_role(s, "wang", "viewer", CHIEF),
    )
    assert done.count("last-admin") == 1
    with database.reading() as session:
        left = [one for one in accounts.list_accounts(session) if not one.disabled]
        assert [one.role for one in left].count("admin") == 1


def test_two_sign_ins_from_a_new_address_are_both_good(database: Database) -> None:
    with database.transaction() as session:
        li = accounts.add_account(session, "li", "viewer", password=GOOD, by=CHIEF).account
    done = at_once(database, *[lambda s: accounts.remember_address(s, li.id, "10.0.0.3")] * 4)
    assert done == [None] * 4
    with database.reading() as session:
        assert accounts.knows_address(session, "li", "10.0.0.3")


@pytest.mark.parametrize("change", ["disabled", "password"])
def test_who_is_disabled_or_reset_while_signing_in_does_not_get_in(
    database: Database, change: str
) -> None:
    with database.transaction() as session:
        accounts.add_account(session, "li", "viewer", password=GOOD, by=CHIEF)
    with database.reading() as session:
        recognised = accounts.recognise(session, "li", GOOD)
    with database.transaction() as session:
        if change == "disabled":
            accounts.disable(session, "li", CHIEF)
        else:
            accounts.change_password(session, recognised.id, GOOD, OTHER, CHIEF)
    with (
        database.transaction() as session,
        pytest.raises(EcoAtlasError, match=r"^sign-in-failed:"),
    ):
        accounts.note_sign_in(session, recognised, GOOD)


def test_recognising_somebody_holds_no_lock(database: Database) -> None:
    """The hash takes a tenth of a second: others go on writing meanwhile."""
    with database.transaction() as session:
        accounts.add_account(session, "li", "viewer", password=GOOD, by=CHIEF)
    with database.reading() as guessing:
        accounts.recognise(guessing, "li", GOOD)
        with database.transaction() as session:
            accounts.set_role(session, "li", "editor", CHIEF)
    with database.reading() as session:
        assert accounts.get_account(session, "li").role == "editor"


def test_addresses_from_which_nobody_signs_in_any_more_are_forgotten(database: Database) -> None:
    with database.transaction() as session:
        li = accounts.add_account(session, "li", "viewer", password=GOOD, by=CHIEF).account
        accounts.remember_address(session, li.id, "10.0.0.3", now() - dt.timedelta(days=40))
        accounts.remember_address(session, li.id, "10.0.0.4")
    with database.reading() as session:
        before = now() - dt.timedelta(days=20)
        assert not accounts.knows_address(session, "li", "10.0.0.3", before)
        assert accounts.knows_address(session, "li", "10.0.0.4", before)
