"""Serving: an address that cannot be had is a refusal."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask

from geo.errors import EcoAtlasError
from tests.webmap.served import served
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
