"""The worker beside the server: started again whatever ended it, or kept it from being started."""

from __future__ import annotations

import subprocess
import threading

import pytest

from webmap.jobs import worker as working

pytestmark = pytest.mark.slow


def test_a_worker_that_could_not_be_started_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """For a moment no process was to be had; nobody would do any job until the next start."""
    started, tries = threading.Event(), []

    class Process:
        def __init__(self, *_given: object, **_options: object) -> None:
            tries.append(1)
            if len(tries) == 1:
                raise OSError(12, "Cannot allocate memory")
            self.ended = threading.Event()
            started.set()

        def poll(self) -> int | None:
            return 0 if self.ended.is_set() else None

        def terminate(self) -> None:
            self.ended.set()

        def wait(self, timeout: float | None = None) -> int:
            self.ended.wait(timeout)
            return 0

    monkeypatch.setattr(working, "AGAIN_AFTER_S", 0.01)
    monkeypatch.setattr(subprocess, "Popen", Process)
    with working.worker_beside():
        assert started.wait(10)
    assert len(tries) == 2


def test_a_worker_that_ends_at_once_is_started_less_and_less_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On a full disk: each start costs seconds of the processor and a line on the terminal."""
    keeper, pauses = working._Keeper(), []

    class Over(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout)
            if len(pauses) == 7:
                self.set()
            return self.is_set()

    keeper._over = Over()
    monkeypatch.setattr(keeper, "_worked", lambda: 1)
    keeper._keep()
    assert pauses == [2, 4, 8, 16, 32, 60, 60]
