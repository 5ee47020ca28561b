"""Web processes beside each other: ended, killed, orphaned, and told to end while they answer."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from click.testing import CliRunner

from webmap.commands import main
from webmap.edge.processes import can_be_many, usual_count
from webmap.jobs.working import NAME

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_be_many(), reason="several processes on Linux only"),
]

PATIENCE_S = 60
# Started as a program of its own: processes are copies, and this one is full of threads.
SERVED = """
import os, sys, time
from flask import Flask
from webmap.edge.serving import serve

app = Flask("slow")
app.add_url_rule("/pid", view_func=lambda: str(os.getpid()))

@app.get("/slow")
def slow():
    open(sys.argv[2], "w").close()
    time.sleep(1.5)
    return "whole " * 100_000

serve(app, port=int(sys.argv[1]), processes=2, ready=lambda: print("ready", flush=True))
print("ended", flush=True)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children_of(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def is_gone(pid: int) -> bool:
    """Ended; nobody may have noticed yet, as in a container without an init."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def ask(port: int, path: str = "/pid") -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    connection.request("GET", path)
    try:
        return connection.getresponse().read().decode()
    finally:
        connection.close()


@contextmanager
def served(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    command = [sys.executable, "-c", SERVED, str(port), str(folder / "asked")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield process, port
    finally:
        process.kill()
        process.wait(PATIENCE_S)
        process.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_is_being_answered_is_answered_before_the_end(
    number: signal.Signals, tmp_path: Path
) -> None:
    with served(tmp_path) as (process, port):
        children = children_of(process.pid)
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
        connection.request("GET", "/slow")
        until((tmp_path / "asked").exists)
        # As a terminal sends it: to every process of the group.
        for pid in (process.pid, *(children if number == signal.SIGINT else ())):
            os.kill(pid, number)
        assert connection.getresponse().read() == b"whole " * 100_000
        connection.close()
        assert process.wait(PATIENCE_S) == 0
        assert process.stdout is not None
        assert process.stdout.read() == "ended\n"
        assert all(map(is_gone, children))
        with socket.socket() as again:
            # As servers take a port: what is left of a connection does not count, a listener does.
            again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            again.bind(("127.0.0.1", port))


def test_a_killed_process_is_started_again_and_others_answer_meanwhile(tmp_path: Path) -> None:
    with served(tmp_path) as (process, port):
        before = children_of(process.pid)
        assert len(before) == 2
        os.kill(before[0], signal.SIGKILL)
        until(lambda: ask(port) == str(before[1]))
        until(lambda: len(set(children_of(process.pid)) - {before[0]}) == 2)
        (new,) = set(children_of(process.pid)) - set(before)
        os.kill(before[1], signal.SIGSTOP)
        try:
            until(lambda: ask_patiently(port) == str(new))
        finally:
            os.kill(before[1], signal.SIGCONT)


def ask_patiently(port: int) -> str:
    """Asked on one connection after the other: a stopped process may have taken some."""
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/pid")
        return connection.getresponse().read().decode()
    except TimeoutError:
        return ""
    finally:
        connection.close()


def test_nobody_answers_for_a_service_that_was_killed(tmp_path: Path) -> None:
    with served(tmp_path) as (process, port):
        children = children_of(process.pid)
        process.kill()
        process.wait(PATIENCE_S)
        until(lambda: all(map(is_gone, children)))
        with socket.socket() as again:
            again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            again.bind(("127.0.0.1", port))


def test_where_counts_are_kept_apart_an_office_answers_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counts in the memory of each process would allow twice as many failures. The command runs
    here: begun as a program it would load for seconds what is loaded. What computes is loaded
    before somebody asks."""
    port, before, seen = free_port(), children_of(os.getpid()), []
    loading = "webmap.commands.system.load_computations"
    monkeypatch.setattr(loading, lambda: seen.append("loaded"))

    def look() -> None:
        try:
            until(lambda: is_open(port))
            seen.append(ask(port, "/healthz"))
            new = set(children_of(os.getpid())) - set(before)
            seen.append([pid for pid in new if not is_worker(pid)])
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    looking = threading.Thread(target=look)
    settings = {"ECOATLAS_WEB_PROCESSES": "2", "ECOATLAS_LIMITS_URL": "memory://"}
    runner = CliRunner(env={"ECOATLAS_HOME": str(tmp_path / "home"), **settings})
    with held(signal.SIGTERM):
        looking.start()
        done = runner.invoke(main, ["serve", "--port", str(port)], catch_exceptions=False)
        looking.join()
    assert done.exit_code == 0, done.output
    assert f"http://127.0.0.1:{port}" in done.output
    first, told, copies = seen
    assert first == "loaded"
    assert told.startswith("{")
    assert copies == []


@contextmanager
def held(number: signal.Signals) -> Iterator[None]:
    """Where the command ends before it is told to, the signal is nobody's end."""
    kept = signal.signal(number, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(number, kept)


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def is_worker(pid: int) -> bool:
    """A copy that does the jobs, or another program that does."""
    words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return b"worker" in words or Path(f"/proc/{pid}/comm").read_text().strip() == NAME


def test_as_many_as_processors_and_two_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    for processors, wanted in ((1, 1), (2, 2), (16, 2)):
        found = set(range(processors))
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, found=found: found)
        assert usual_count() == wanted
    monkeypatch.setattr(sys, "platform", "win32")
    assert usual_count() == 1
