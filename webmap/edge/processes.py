"""Processes side by side, for Python computes in one thread of a process at a time.

They are copies of the process that has loaded the program (`fork`), so that they share its memory:
those that answer take connections from the same listening sockets, and one does the jobs. This
process waits: it starts one that died again, and ends them when it is to end.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from webmap.edge.restarts import AGAIN_AFTER_S, LONGEST_PAUSE_S, STARTING
from webmap.edge.watching import ENDS_WITHIN_S

log = logging.getLogger("ecoatlas.web")
MOST = 2
LOOK_EVERY_S = 0.2
ENDED_BY = (signal.SIGTERM, signal.SIGINT)

Answer = Callable[[int, Callable[[], None]], None]
"""Works in a process of its own until the file of this number ends; says once it is ready."""


def usual_count() -> int:
    """One for each processor, two at most: each costs memory."""
    return max(1, min(MOST, len(os.sched_getaffinity(0)))) if can_be_many() else 1


def can_be_many() -> bool:
    """Elsewhere there is no copy of a process, or its libraries do not bear to be copied."""
    return sys.platform == "linux"


@dataclass(slots=True)
class _Child:
    """One place for a process; `pid` is None while nobody has it."""

    answer: Answer
    pid: int | None = None
    began: float = 0.0
    pause_s: float = AGAIN_AFTER_S / 2


class Processes:
    """One process for each of `answers`, for the time of `run`."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        self._over = threading.Event()
        self._children = [_Child(answer) for answer in answers]
        # Ends with this process, whatever ends it: nobody answers for a service that is gone.
        self._lives, self._living = os.pipe()

    def run(self, ready: Callable[[], object]) -> None:
        """Serve until SIGTERM or SIGINT; `ready` is called once every process is ready."""
        # What is loaded by now is never freed, and stays shared.
        gc.collect()
        gc.freeze()
        with on_signal(self._over.set):
            try:
                self._start_all()
                if not self._over.is_set():
                    ready()
                while not self._over.wait(LOOK_EVERY_S):
                    self._look()
            finally:
                self._end()

    def _start_all(self) -> None:
        said, say = os.pipe()
        try:
            for child in self._children:
                self._start(child, say)
            os.close(say)
            heard = 0
            while heard < len(self._children):
                came = os.read(said, len(self._children))
                if not came:
                    raise RuntimeError("a process ended before it was ready")
                heard += len(came)
        finally:
            os.close(said)

    def _start(self, child: _Child, say: int | None = None) -> None:
        # Until the copy has handlers of its own, no signal is taken for this process's.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDED_BY)
        with STARTING:
            pid = os.fork()
        if not pid:
            self._serve(child.answer, say)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDED_BY)
        child.pid, child.began = pid, time.monotonic()

    def _serve(self, answer: Answer, say: int | None) -> None:
        """The whole life of a copy; never returns."""
        code = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            # Ctrl+C reaches every process of a terminal; this one's parent tells it what to do.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDED_BY)
            os.close(self._living)
            answer(self._lives, lambda: _say(say))
            code = 0
        except BaseException:
            log.exception("a process of the service failed")
        finally:
            os._exit(code)

    def _look(self) -> None:
        for child in self._children:
            if child.pid is None:
                if time.monotonic() - child.began > child.pause_s:
                    self._start(child)
                continue
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid:
                code = os.waitstatus_to_exitcode(status)
                log.error("a process of the service ended with %s and is started again", code)
                lived = time.monotonic() - child.began > LONGEST_PAUSE_S
                child.pause_s = 0 if lived else min(2 * child.pause_s, LONGEST_PAUSE_S)
                child.pid = None

    def _end(self) -> None:
        living = [child.pid for child in self._children if child.pid is not None]
        for pid in living:
            os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + ENDS_WITHIN_S + 5
        for pid in living:
            _bury(pid, until)
        os.close(self._lives)
        os.close(self._living)


def _say(say: int | None) -> None:
    if say is not None:
        os.write(say, b".")
        os.close(say)


def _bury(pid: int, until: float) -> None:
    while not os.waitpid(pid, os.WNOHANG)[0]:
        if time.monotonic() > until:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return
        time.sleep(0.02)


@contextmanager
def on_signal(act: Callable[[], object]) -> Iterator[None]:
    """`act` when this process is told to end, by SIGTERM or Ctrl+C, within the block."""
    before = {one: signal.signal(one, lambda *_: act()) for one in ENDED_BY}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
