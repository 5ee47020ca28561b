"""Times are those of China, wherever the machine stands."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import geo
import layers
import projects
import webmap
from layers.system import china_time

LATE = dt.datetime(2025, 6, 30, 16, 5, 9, tzinfo=dt.UTC)


@pytest.fixture(params=["UTC", "America/New_York", "XST-14"])
def _elsewhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that is kept in another zone."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_elsewhere")
def test_the_zone_of_the_machine_does_not_count() -> None:
    assert china_time.minute(LATE) == "2025-07-01 00:05"
    assert china_time.second(LATE) == "2025-07-01 00:05:09"
    assert china_time.day(LATE) == dt.date(2025, 7, 1)
    assert china_time.china_time(LATE).isoformat() == "2025-07-01T00:05:09+08:00"


def test_it_is_today_in_china_before_it_is_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Clock:
            return cls(2025, 12, 31, 16, 0, tzinfo=dt.UTC).astimezone(tz)

    monkeypatch.setattr(china_time.dt, "datetime", Clock)
    assert china_time.today() == dt.date(2026, 1, 1)


def test_a_moment_without_a_zone_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="zone"):
        china_time.minute(LATE.replace(tzinfo=None))


def test_nothing_asks_the_machine_for_its_zone() -> None:
    local = re.compile(
        r"\.astimezone\(\)|\bdate\.today\(\)|\.now\(\)|localtime\(|\.fromtimestamp\([^,)]*\)"
    )
    found = [
        f"{path.name}: {line.strip()}"
        for package in (geo, layers, projects, webmap)
        for path in Path(str(package.__file__)).parent.rglob("*.py")
        if "node_modules" not in path.parts
        for line in path.read_text("utf-8").splitlines()
        if local.search(line)
    ]
    assert found == []
