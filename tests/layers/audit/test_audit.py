"""The audit log: the chain, what breaks it, what the database refuses, what is kept of an entry."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from geo.errors import EcoAtlasError
from layers.audit import ACTIONS, SYSTEM, Actor, AuditCheck, AuditEntry, record, verify, verifying
from layers.audit.recording import FIRST, content_of, hash_of
from layers.audit.tables import AuditHead
from layers.system.database import Database

LI = Actor("li", "10.0.0.3")
Spoil = Callable[[Database], None]


def fill(database: Database, count: int = 6) -> None:
    for number in range(1, count + 1):
        with database.transaction() as session:
            details = {"before": {"progress": number}, "after": {"progress": 0.1 * number}}
            record(session, LI, "project-changed", f"项目{number}", details=details)


def checked(database: Database, expected: tuple[int, str] | None = None) -> AuditCheck:
    with database.reading() as session:
        return verify(session, expected)


def found(database: Database) -> list[tuple[str, dict[str, Any]]]:
    return [(one.code, dict(one.values)) for one in checked(database).problems]


def entry_of(database: Database, number: int = 1) -> AuditEntry:
    with database.reading() as session:
        entry = session.get_one(AuditEntry, number)
        session.expunge(entry)
        return entry


def run(database: Database, *statements: str) -> None:
    """As somebody would who has the database but not the program."""
    with database.transaction() as session:
        for statement in statements:
            session.execute(text(statement))


def test_an_empty_log_is_whole(any_database: Database) -> None:
    check = checked(any_database)
    assert check.ok
    assert (check.entries, check.head_number, check.head_hash) == (0, 0, FIRST)


def test_each_entry_carries_the_hash_of_the_one_before(any_database: Database) -> None:
    fill(any_database, 3)
    first, second, third = (entry_of(any_database, number) for number in (1, 2, 3))
    assert first.previous_hash == "0" * 64
    assert second.previous_hash == first.hash
    assert third.previous_hash == second.hash
    with any_database.reading() as session:
        head = session.get_one(AuditHead, 1)
        assert (head.number, head.hash) == (3, third.hash)
    assert checked(any_database).ok


def test_the_hash_can_be_computed_by_hand(any_database: Database) -> None:
    with any_database.transaction() as session:
        record(session, LI, "sign-in", "武汉", details={"b": 1, "a": ["é", None, 0.5]})
    entry = entry_of(any_database)
    at = entry.at.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
    written = (
        f'{{"action":"sign-in","actor":"li","at":"{at}","details":{{"a":["é",null,0.5],"b":1}},'
        f'"number":1,"origin":"10.0.0.3","outcome":"done","previous_hash":"{FIRST}",'
        '"subject":"武汉"}'
    )
    assert entry.hash == hashlib.sha256(written.encode()).hexdigest()


@pytest.mark.parametrize(
    "value",
    [
        0,
        -0.0,
        1.0,
        0.1,
        1e20,
        1.5e300,
        5e-324,
        123456789.123456789,
        2**70,
        float("nan"),
        float("-inf"),
        True,
        None,
        "a\x00b",
        "\ud800",
        "武汉 “引号” \\ / \u2028",
        dt.date(2025, 6, 30),
        dt.datetime(2025, 6, 30, 8, tzinfo=dt.UTC),
        {"b": {"c": {"d": {"e": {"f": 1}}}}},
        ("a", 1, {"x": 2.0}),
        {1: "key that is no text"},
    ],
)
def test_whatever_the_details_hold_the_database_gives_back_what_was_hashed(
    any_database: Database, value: Any
) -> None:
    with any_database.transaction() as session:
        record(session, None, "sign-in", details={"value": value})
    assert checked(any_database).ok
    json.dumps(entry_of(any_database).details, allow_nan=False)


def test_nothing_is_recorded_when_the_transaction_fails(any_database: Database) -> None:
    fill(any_database, 2)

    def fail() -> None:
        with any_database.transaction() as session:
            record(session, LI, "sign-in")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    check = checked(any_database)
    assert (check.ok, check.entries) == (True, 2)


def test_several_entries_of_one_transaction_are_chained(any_database: Database) -> None:
    with any_database.transaction() as session:
        numbers = [record(session, LI, "sign-in").number for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert checked(any_database).ok


def test_an_action_that_is_not_declared_is_a_programming_error(any_database: Database) -> None:
    with any_database.transaction() as session, pytest.raises(ValueError, match="dance"):
        record(session, LI, "dance")


def test_without_an_actor_the_system_acts(any_database: Database) -> None:
    with any_database.transaction() as session:
        assert record(session, None, "restored").actor == SYSTEM.name


def test_every_action_fits_its_column_and_has_both_languages() -> None:
    assert all(len(action) <= 64 and title.zh and title.en for action, title in ACTIONS.items())


def test_writers_at_the_same_time_make_one_chain(any_database: Database) -> None:
    """From the very first entry on, when there is no head row to be locked yet."""
    start, failed = threading.Barrier(6), []

    def write(name: str) -> None:
        try:
            start.wait(10)
            for number in range(8):
                with any_database.transaction() as session:
                    record(session, Actor(name, "-"), "sign-in", str(number))
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(f"writer {n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    check = checked(any_database)
    assert (check.ok, check.entries, check.head_number) == (True, 48, 48)


def test_entries_added_while_the_chain_is_walked_are_no_fault(
    any_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(any_database, 3)
    head = verifying._head
    said = []

    def slowly(session: Any) -> tuple[int, str]:
        said.append(head(session))
        if len(said) == 1:
            fill(any_database, 2)
        return said[-1]

    monkeypatch.setattr(verifying, "_head", slowly)
    assert checked(any_database).ok
    assert said[0][0] == 3
    assert checked(any_database).entries == 5


ALTER = "UPDATE audit_entry SET {} WHERE number = 4"
CUT = "DELETE FROM audit_entry WHERE number {}"
COPY = (
    "INSERT INTO audit_entry SELECT {} AS number, at, actor, origin, action, subject, outcome, "
    "details, previous_hash, hash FROM audit_entry WHERE number = {}"
)


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([ALTER.format(f"{column} = {value}")], [("audit-entry-altered", {"number": 4})])
        for column, value in {
            "actor": "'wang'",
            "origin": "'10.0.0.9'",
            "action": "'sign-out'",
            "subject": "NULL",
            "outcome": "'refused'",
            "details": "'{}'",
            "at": "'2020-01-01 00:00:00+00:00'",
        }.items()
    ]
    + [
        (
            [ALTER.format(f"hash = '{'a' * 64}'")],
            [("audit-entry-altered", {"number": 4}), ("audit-chain-broken", {"number": 5})],
        ),
        (
            [ALTER.format(f"previous_hash = '{'a' * 64}'")],
            [("audit-chain-broken", {"number": 4}), ("audit-entry-altered", {"number": 4})],
        ),
        (
            [CUT.format("= 3")],
            [("audit-entries-missing", {"first": 3, "last": 3, "count": 1})],
        ),
        (
            [CUT.format("IN (2, 3, 4)")],
            [("audit-entries-missing", {"first": 2, "last": 4, "count": 3})],
        ),
        (
            [CUT.format("= 1")],
            [("audit-entries-missing", {"first": 1, "last": 1, "count": 1})],
        ),
        (
            [CUT.format(">= 5")],
            [("audit-entries-missing", {"first": 5, "last": 6, "count": 2})],
        ),
        (
            [CUT.format("> 0")],
            [("audit-entries-missing", {"first": 1, "last": 6, "count": 6})],
        ),
        (
            ["UPDATE audit_head SET number = 5"],
            [("audit-end-differs", {"number": 5})],
        ),
        (
            [COPY.format(7, 6)],
            [
                ("audit-chain-broken", {"number": 7}),
                ("audit-entry-altered", {"number": 7}),
                ("audit-after-the-end", {"number": 6, "count": 1}),
            ],
        ),
        (
            # The numbers close the gap, so that none seems to be missing.
            [
                CUT.format("= 3"),
                "UPDATE audit_entry SET number = number - 1 WHERE number = 4",
                "UPDATE audit_entry SET number = number - 1 WHERE number = 5",
                "UPDATE audit_entry SET number = number - 1 WHERE number = 6",
                "UPDATE audit_head SET number = 5",
            ],
            [
                ("audit-chain-broken", {"number": 3}),
                ("audit-entry-altered", {"number": 3}),
                ("audit-entry-altered", {"number": 4}),
                ("audit-entry-altered", {"number": 5}),
            ],
        ),
        (
            # Two change places.
            [
                "UPDATE audit_entry SET number = 100 WHERE number = 2",
                "UPDATE audit_entry SET number = 2 WHERE number = 3",
                "UPDATE audit_entry SET number = 3 WHERE number = 100",
            ],
            [
                ("audit-chain-broken", {"number": 2}),
                ("audit-entry-altered", {"number": 2}),
                ("audit-chain-broken", {"number": 3}),
                ("audit-entry-altered", {"number": 3}),
                ("audit-chain-broken", {"number": 4}),
            ],
        ),
    ],
)
def test_what_somebody_did_to_the_table_is_found_and_named(
    any_database: Database,
    statements: list[str],
    expected: list[tuple[str, dict[str, int]]],
) -> None:
    fill(any_database)
    run(any_database, *statements)
    assert not checked(any_database).ok
    assert found(any_database) == expected


def test_an_entry_altered_together_with_its_own_hash_breaks_the_next_link(
    any_database: Database,
) -> None:
    fill(any_database)
    with any_database.transaction() as session:
        entry = session.get_one(AuditEntry, 4)
        entry.subject = "项目五"
        entry.hash = hash_of(content_of(entry))
    assert found(any_database) == [("audit-chain-broken", {"number": 5})]


def test_a_chain_that_was_computed_anew_is_found_by_the_hash_once_written_down(
    any_database: Database,
) -> None:
    fill(any_database, 4)
    noted = checked(any_database)
    run(any_database, "DELETE FROM audit_entry", "DELETE FROM audit_head")
    fill(any_database, 6)
    assert checked(any_database).ok
    check = checked(any_database, (noted.head_number, noted.head_hash))
    assert [one.code for one in check.problems] == ["audit-not-as-expected"]


def test_the_hash_once_written_down_holds_while_the_log_grows(any_database: Database) -> None:
    fill(any_database, 4)
    noted = checked(any_database)
    fill(any_database, 3)
    assert checked(any_database, (4, noted.head_hash)).ok
    assert checked(any_database, (4, noted.head_hash.upper())).ok
    assert not checked(any_database, (40, noted.head_hash)).ok


def test_a_log_whose_head_is_gone_records_nothing_more(any_database: Database) -> None:
    fill(any_database, 3)
    run(any_database, "DELETE FROM audit_head")
    with any_database.transaction() as session, pytest.raises(EcoAtlasError) as raised:
        record(session, LI, "sign-in")
    assert raised.value.code == "audit-head-missing"
    assert not checked(any_database).ok


def test_many_faults_are_counted_and_the_first_hundred_named(database: Database) -> None:
    fill(database, 120)
    run(database, "UPDATE audit_entry SET actor = 'wang'")
    check = checked(database)
    assert (check.faults, len(check.problems)) == (120, 100)


def test_long_details_are_cut_and_say_so(any_database: Database) -> None:
    details = {
        "text": "长" * 5000,
        "list": list(range(3000)),
        "fields": {f"field {n}": "x" * 400 for n in range(100)},
    }
    with any_database.transaction() as session:
        record(session, Actor("名" * 300, "o" * 300), "sign-in", "s" * 999, details=details)
    entry = entry_of(any_database)
    assert len(json.dumps(entry.details, ensure_ascii=False).encode()) < 20_000
    assert "… +" in entry.details["text"]
    assert entry.details["list"][-1].startswith("… +")
    assert len(entry.actor) == len(entry.origin) == 100
    assert entry.subject is not None
    assert len(entry.subject) == 300
    assert checked(any_database).ok


@pytest.mark.parametrize(
    "secret",
    [
        "eco_Zm9vYmFyYmF6cXV4Zm9vYmFy",
        "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA",
        "Bearer abcdefghijklmnop",
    ],
)
def test_what_looks_like_a_secret_is_not_kept_wherever_it_stands(
    any_database: Database, secret: str
) -> None:
    with any_database.transaction() as session:
        record(
            session,
            Actor(f"x {secret}", secret),
            "request-refused",
            f"/api?key={secret}",
            outcome="refused",
            details={"path": [f"/a?b={secret}"], secret: 1},
        )
    with any_database.reading() as session:
        row = session.execute(text("SELECT * FROM audit_entry")).one()
    assert secret.removeprefix("Bearer ") not in str(row)


@pytest.mark.parametrize("name", ["password", "old_password", "token", "Cookie", "csrf_token"])
def test_a_field_named_like_a_secret_is_hidden(any_database: Database, name: str) -> None:
    with any_database.transaction() as session:
        record(session, LI, "sign-in", details={"form": {name: "Zbd8-hunter2"}})
    assert entry_of(any_database).details == {"form": {name: "•••"}}
