"""Tests that begin processes say so by a mark: `make quick` leaves them out and fails the others.

Python tells of every process that is begun; a server of forks is sent its descriptors instead.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest

BEGINNING = ("subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system")
TO_A_SERVER_OF_FORKS = "socket.sendmsg"
SAYING_SO = ("browser", "postgresql", "slow")

_begun: list[str] = []


def pytest_configure() -> None:
    """Watch from now on, in this process; Python lets nobody stop watching."""

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event in BEGINNING:
            _begun.append(str(arguments[0]) if arguments else event)
        elif event == TO_A_SERVER_OF_FORKS:
            _begun.append("a server of forks")

    sys.addaudithook(note)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup() -> Iterator[None]:
    _begun.clear()
    yield


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
    """What all tests of a session share is begun by whichever of them comes first: not counted."""
    before = len(_begun)
    result = yield
    if fixturedef.scope == "session":
        del _begun[before:]
    return result


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Where slow tests are left out, what began a process all the same fails."""
    yield
    left_out = "not slow" in item.config.getoption("markexpr")
    if left_out and _begun and not any(map(item.get_closest_marker, SAYING_SO)):
        began = ", ".join(sorted(set(_begun)))
        pytest.fail(f"it begins a process ({began}): mark it `slow`, or call the function itself")
