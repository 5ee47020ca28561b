"""Counts in a file: the same for all processes, kept over a restart, and none the wiser for it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from limits import parse
from limits.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter

from webmap.edge import limit_file
from webmap.edge.limit_counts import Counts
from webmap.edge.limit_file import NAME, FileStorage

ITEM = parse("5/minute")
HITTING = """
import sys
from pathlib import Path
from limits import parse
from limits.strategies import MovingWindowRateLimiter
from webmap.edge.limit_file import FileStorage

limiter = MovingWindowRateLimiter(FileStorage(Path(sys.argv[1])))
print(sum(limiter.hit(parse("50/hour"), "guess", "li") for _ in range(40)))
"""


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(limit_file, "time", made)
    return made


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[FileStorage]:
    made = FileStorage(tmp_path / NAME)
    yield made
    made.close()


@pytest.mark.slow
def test_processes_that_guess_at_the_same_moment_share_one_count(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HITTING, str(tmp_path / NAME)]
    guessers = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
    said = [one.communicate()[0] for one in guessers]
    assert sum(int(count) for count in said) == 50


def test_a_restart_forgets_nothing_and_time_does(
    storage: FileStorage, clock: Clock, tmp_path: Path
) -> None:
    limiter = MovingWindowRateLimiter(storage)
    assert [limiter.hit(ITEM, "li") for _ in range(6)] == [True] * 5 + [False]
    again = FileStorage(tmp_path / NAME)
    after = MovingWindowRateLimiter(again)
    assert not after.test(ITEM, "li")
    assert after.test(ITEM, "zhao")
    assert after.get_window_stats(ITEM, "li") == (1_000_060.0, 0)
    clock.now += 59
    assert not after.hit(ITEM, "li")
    clock.now += 2
    assert after.hit(ITEM, "li")
    assert after.get_window_stats(ITEM, "li") == (1_000_121.0, 4)
    after.clear(ITEM, "li")
    assert after.get_window_stats(ITEM, "li").remaining == 5
    again.close()


def test_a_fixed_window_ends_as_a_whole(storage: FileStorage, clock: Clock) -> None:
    limiter = FixedWindowRateLimiter(storage)
    assert limiter.hit(ITEM, "li", cost=3)
    clock.now += 50
    assert limiter.hit(ITEM, "li", cost=2)
    assert not limiter.hit(ITEM, "li")
    assert limiter.get_window_stats(ITEM, "li") == (1_000_060.0, 0)
    clock.now += 11
    assert limiter.get_window_stats(ITEM, "li").remaining == 5


def test_neither_names_nor_addresses_stand_in_the_file(
    storage: FileStorage, tmp_path: Path
) -> None:
    MovingWindowRateLimiter(storage).hit(ITEM, "my password", "10.7.7.7")
    written = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert written
    assert b"password" not in written
    assert b"10.7.7.7" not in written


def test_what_is_over_is_removed(
    storage: FileStorage, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limit_file, "TIDY_EVERY", 10)
    limiter = MovingWindowRateLimiter(storage)
    for n in range(9):
        assert limiter.hit(ITEM, f"name {n}")
    clock.now += 61
    limiter.hit(ITEM, "one more")
    with storage._connection() as connection:
        assert connection.execute("SELECT count(*) FROM counted").fetchone() == (1,)


def test_a_damaged_file_is_begun_anew_and_what_cannot_be_written_is_counted_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / NAME).write_bytes(b"no database at all" * 500)
    counts = Counts(FileStorage(tmp_path / NAME))
    # Counted alone from now on for a while, and never without an end.
    assert [counts.hit(ITEM, "li") for _ in range(6)] == [True] * 5 + [False]
    assert "counts alone" in caplog.text
    fresh = FileStorage(tmp_path / NAME)
    assert fresh.check()
    assert Counts(fresh).hit(ITEM, "li")
    fresh.close()
    nowhere = Counts(FileStorage(tmp_path / "no folder" / NAME))
    assert not nowhere.answers
    assert [nowhere.hit(ITEM, "li") for _ in range(6)] == [True] * 5 + [False]
