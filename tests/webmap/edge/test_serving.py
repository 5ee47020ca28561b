"""Serving: an address that cannot be had is a refusal."""

from __future__ import annotations

import errno
import http.client
import socket
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask, request
from waitress.channel import HTTPChannel

from geo.errors import EcoAtlasError
from tests.webmap.served import served
from webmap.edge import serving, watching
from webmap.edge.serving import connections, serve

PATIENCE_S = 30
OPEN_FILES = Path("/proc/self/fd")


def test_a_port_that_is_taken_is_named_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(EcoAtlasError) as refused:
            serve(Flask("taken"), port=port)
    assert refused.value.code == "address-taken"
    assert str(port) in refused.value.message.zh


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="open files are listed on Linux only")
def test_a_port_that_is_taken_leaves_nothing_open() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        before = set(OPEN_FILES.iterdir())
        with pytest.raises(EcoAtlasError) as refused:
            serve(Flask("taken"), port=taken.getsockname()[1])
        assert refused.value.code == "address-taken"
        assert set(OPEN_FILES.iterdir()) <= before


def test_browsers_that_hold_connections_open_shut_nobody_out() -> None:
    app = Flask("held")
    app.add_url_rule("/", view_func=lambda: "here")
    with ExitStack() as open_, served(app) as address:
        port = int(address.rpartition(":")[2])
        for _ in range(150):
            open_.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE_S))
        asking = open_.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE_S))
        asking.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert asking.recv(12) == b"HTTP/1.0 200"


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])


def ask(port: int, path: str = "/", **headers: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        connection.request(
            "GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        return connection.getresponse().read()
    finally:
        connection.close()


def test_a_host_that_does_not_exist_is_named() -> None:
    with pytest.raises(EcoAtlasError) as refused:
        serve(Flask("nowhere"), host="no-such-host.invalid", port=8000)
    assert refused.value.code == "address-taken"
    assert "no-such-host.invalid" in refused.value.message.zh


def test_a_port_that_only_the_administrator_may_have_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(serving, "_bind", refuse)
    with pytest.raises(EcoAtlasError) as refused:
        serve(Flask("low"), port=80)
    assert "80" in refused.value.message.en
    assert "Permission denied" in refused.value.message.en


def test_addresses_of_both_kinds_are_answered() -> None:
    app = Flask("both")
    app.add_url_rule("/", view_func=lambda: "here")
    try:
        (six,) = serving.listening("::1", 0)
    except EcoAtlasError:
        pytest.skip("this machine has no IPv6")
    (four,) = serving.listening("127.0.0.1", 0)
    ports = [one.getsockname()[1] for one in (four, six)]
    with served(app, [four, six]), ExitStack() as open_:
        for host, port in zip(("127.0.0.1", "::1"), ports, strict=True):
            asking = open_.enter_context(socket.create_connection((host, port), PATIENCE_S))
            asking.sendall(b"GET / HTTP/1.0\r\n\r\n")
            assert asking.recv(12) == b"HTTP/1.0 200"


@pytest.mark.slow
def test_who_sends_or_reads_slowly_holds_no_thread() -> None:
    app = Flask("slow")
    app.add_url_rule("/", view_func=lambda: "here")
    app.add_url_rule("/sent", "sent", view_func=lambda: request.get_data(), methods=["POST"])
    app.add_url_rule("/long", "long", view_func=lambda: b"x" * 8_000_000)
    head = b"POST /sent HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nsome of it"
    with served(app) as address, ExitStack() as open_:
        port = port_of(address)
        several = 5 * serving.THREADS
        for said in (head, head[:30], b"GET /long HTTP/1.1\r\nHost: a\r\n\r\n"):
            for _ in range(several):
                slow = open_.enter_context(socket.create_connection(("127.0.0.1", port)))
                slow.settimeout(PATIENCE_S)
                slow.sendall(said)
        for _ in range(several):
            assert ask(port) == b"here"
        # What came slowly is answered whole in the end.
        last = open_.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE_S))
        last.sendall(head)
        last.sendall(b"x" * 990)
        came = b""
        while not came.endswith(b"x" * 990):
            came += last.recv(65536)
        assert came.startswith(b"HTTP/1.1 200")


def test_an_idle_connection_is_closed_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "IDLE_S", 3)
    monkeypatch.setattr(serving, "LOOK_EVERY_S", 0)
    app = Flask("idle")
    app.add_url_rule("/", view_func=lambda: "here")
    with served(app) as address:
        kept = http.client.HTTPConnection("127.0.0.1", port_of(address), timeout=PATIENCE_S)
        kept.request("GET", "/")
        kept.getresponse().read()
        assert kept.sock.recv(1) == b""
        kept.close()


def test_idle_connections_cost_nothing_while_others_are_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watching, "ALL_ASKED_EVERY_S", 1000)
    asked: list[int] = []
    usual = HTTPChannel.readable
    monkeypatch.setattr(
        HTTPChannel, "readable", lambda self: asked.append(self._fileno) or usual(self)
    )
    app = Flask("idle")
    app.add_url_rule("/", view_func=lambda: "here")
    with served(app) as address, ExitStack() as open_:
        port = port_of(address)
        for _ in range(100):
            idle = open_.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE_S))
            # Answered once, so that it is known to be open.
            idle.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            while not idle.recv(65536).endswith(b"here"):
                pass
        time.sleep(0.1)
        before = set(asked[-1:])
        asked.clear()
        for _ in range(20):
            assert ask(port) == b"here"
        assert len(set(asked) - before) <= 20


def test_nobody_but_the_proxy_is_believed_where_he_comes_from() -> None:
    app = Flask("who")
    app.add_url_rule("/", view_func=lambda: f"{request.remote_addr} {request.scheme}")
    claims = {
        "X_Forwarded_For": "6.6.6.6",
        "X_Forwarded_Proto": "https",
        "Forwarded": "for=6.6.6.6",
    }
    with served(app) as address:
        assert ask(port_of(address), **claims) == b"127.0.0.1 http"
    with served(app, trusted_proxy="10.0.0.1") as address:
        assert ask(port_of(address), **claims) == b"127.0.0.1 http"
    with served(app, trusted_proxy="127.0.0.1") as address:
        assert ask(port_of(address), **claims) == b"6.6.6.6 https"


@pytest.mark.parametrize(
    ("soft", "hard", "raised", "most"),
    [
        (1024, 524_288, 4200, 4000),
        (1024, 1024, None, 824),
        (256, 256, None, 128),
        (-1, -1, None, 4000),
    ],
)
def test_connections_leave_files_for_the_store(
    soft: int, hard: int, raised: int | None, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = pytest.importorskip("resource")
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: asked.append(limits))
    assert connections() == most
    assert [one for one, _ in asked if one != soft] == ([raised] if raised else [])


def test_a_connection_that_is_answered_while_it_is_looked_at_is_looked_at_again() -> None:
    """Else what it asks next is heard of only when all connections are asked."""

    class Answered(HTTPChannel):  # type: ignore[misc]
        """A thread has its answer ready in the middle of the look."""

        def __init__(self) -> None:
            self.requests = ["asked"]
            self._fileno = None

        def readable(self) -> bool:
            busy = bool(self.requests)
            self.requests = []
            return not busy

        def writable(self) -> bool:
            return False

    reads, writes = socket.socketpair()
    with reads, writes:
        channels: dict[int, object] = {}
        loop = watching.Watching(channels)
        channels[reads.fileno()] = channel = Answered()
        channel.accepting = False
        loop._ask({reads.fileno()})
        assert loop._at_work == {reads.fileno()}
        loop._ask(loop._at_work.copy())
        assert loop._watched[reads.fileno()] == (channel, watching.READ)
        assert loop._at_work == set()
        channels.pop(reads.fileno())
        loop.close()
