"""Answers that are remembered while nobody writes to the database."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from layers.system import commit_cache as unwritten
from layers.system.commit_cache import Unwritten
from layers.system.database import Database, engine_for_url


class Office:
    """A database with one number in it, and how often it was read."""

    def __init__(self, url: str) -> None:
        self.database = Database(engine_for_url(url))
        self.write("CREATE TABLE one (n INTEGER)")
        self.write("INSERT INTO one VALUES (1)")
        self.remembered, self.reads = Unwritten(self.database.engine), 0

    def write(self, words: str) -> None:
        with self.database.transaction() as session:
            session.execute(text(words))

    def find(self) -> int:
        self.reads += 1
        with self.database.reading() as session:
            return int(session.execute(text("SELECT n FROM one")).scalar_one())

    def asked(self) -> int:
        return self.remembered.answer("n", self.find)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    if request.param == "sqlite":
        office = Office(f"sqlite:///{tmp_path / 'a b.sqlite'}")
    else:
        office = Office(request.getfixturevalue("postgresql_url"))
    yield office
    office.database.close()
    # Nothing is left open towards the database, which would be told somewhere else much later.
    gc.collect()


def is_kept(ask: Callable[[], object], reads: Callable[[], int]) -> bool:
    """Whether an answer comes again without reading. A server hears of the commits in all of its
    databases: those of other tests may come between, but not every time."""
    for _ in range(100):
        ask()
        before = reads()
        ask()
        if reads() == before:
            return True
    return False


def test_an_answer_holds_until_somebody_writes(office: Office) -> None:
    assert office.asked() == 1
    assert is_kept(office.asked, lambda: office.reads)
    office.write("UPDATE one SET n = 2")
    assert office.asked() == 2
    assert is_kept(office.asked, lambda: office.reads)


def test_what_another_connection_has_not_committed_yet_is_not_heard_of(office: Office) -> None:
    assert office.asked() == 1
    with office.database.transaction() as session:
        session.execute(text("UPDATE one SET n = 2"))
        assert [office.asked(), office.asked()] == [1, 1]
    assert office.asked() == 2
    assert office.asked() == 2


def test_that_there_is_nothing_is_an_answer_too(office: Office) -> None:
    asked: list[str] = []

    def ask() -> object:
        return office.remembered.answer("none", lambda: asked.append("asked"))

    assert ask() is None
    assert is_kept(ask, lambda: len(asked))


def test_what_was_read_while_another_wrote_is_not_remembered(office: Office) -> None:
    def slow() -> int:
        found = office.find()
        office.write("UPDATE one SET n = 3")
        return found

    assert office.remembered.answer("n", slow) == 1
    assert office.asked() == 3


def test_nothing_holds_longer_than_its_time(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unwritten, "HOLDS_S", 0.0)
    assert [office.asked(), office.asked(), office.reads] == [1, 1, 2]


def test_what_holds_no_longer_is_given_up(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Long answers of a day are not all kept until somebody writes."""
    monkeypatch.setattr(unwritten, "HOLDS_S", 0.0)
    for key in range(10):
        office.remembered.answer(key, lambda: "a long answer")
    assert len(office.remembered._kept) <= 1


def test_a_database_that_counts_no_commits_is_asked_each_time() -> None:
    office = Office("sqlite://")
    assert [office.asked(), office.asked(), office.reads] == [1, 1, 2]


def test_of_a_database_that_cannot_be_opened_the_reader_tells(tmp_path: Path) -> None:
    remembered = Unwritten(engine_for_url(f"sqlite:///{tmp_path / 'none.sqlite'}"))
    assert remembered.answer("n", lambda: 5) == 5
    assert not (tmp_path / "none.sqlite").exists()
