"""Serving the application with waitress: threads, no configuration, any platform.

On Linux in several processes that take connections from the same sockets.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any

from flask import Flask
from waitress.server import create_server

from geo.errors import EcoAtlasError
from webmap.edge.errors import ADDRESS_TAKEN
from webmap.edge.processes import Answer, Processes, can_be_many, on_signal
from webmap.edge.watching import ENDS_WITHIN_S, Watching

THREADS = 4
# A thread that has waited for the disk or the database goes on after this time while others
# compute, not after Python's usual 5 ms: a tile has several such waits.
TURN_S = 0.001
# A browser holds up to six connections open, most of them idle: an office of several hundred has
# room. Of the files that this process may open, some stay for the store and the database.
MOST_CONNECTIONS, OTHER_FILES = 4000, 200
IDLE_S, LOOK_EVERY_S = 30, 10
WAITING_TO_CONNECT = 2048


def serve(
    app: Flask,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    trusted_proxy: str = "",
    processes: int = 1,
    beside: Sequence[Answer] = (),
    ready: Callable[[], object] = lambda: None,
) -> None:
    """Serve until SIGTERM or Ctrl+C; what is being answered then is answered first.

    `ready` is called once the port answers. More `processes` than one are copies of this one: no
    file of a database may be open in it, nor may `ready` leave one open. `beside`: what further
    copies do then. Raises `address-taken`.
    """
    with ExitStack() as open_:
        sockets = listening(host, port)
        for one in sockets:
            open_.callback(one.close)
        if processes > 1 and can_be_many():
            answering = [_answering(app, sockets, trusted_proxy)] * processes
            others = [_without(sockets, other) for other in beside]
            Processes([*answering, *others]).run(ready)
            return
        service = Service(app, sockets, trusted_proxy=trusted_proxy)
        with on_signal(service.end):
            ready()
            service.run()


class Service:
    """Waitress over sockets that listen: answers while `run` runs.

    `trusted_proxy` is the address of a reverse proxy: what it says of the visitor's address and of
    TLS is believed, the same from anybody else is thrown away.
    """

    def __init__(
        self, app: Flask, sockets: Sequence[socket.socket], *, trusted_proxy: str = ""
    ) -> None:
        # A browser asks for many tiles at once; that they queue for a moment is no news.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        options: dict[str, object] = {"clear_untrusted_proxy_headers": True}
        if trusted_proxy:
            options["trusted_proxy"] = trusted_proxy
            options["trusted_proxy_headers"] = {"x-forwarded-for", "x-forwarded-proto"}
        channels: dict[int, Any] = {}
        self._server = create_server(
            app,
            map=channels,
            sockets=list(sockets),
            threads=THREADS,
            ident=None,
            connection_limit=connections(),
            channel_timeout=IDLE_S,
            cleanup_interval=LOOK_EVERY_S,
            backlog=WAITING_TO_CONNECT,
            **options,
        )
        self._watching = Watching(channels)

    def run(self) -> None:
        """Answer until `end`, and what is being answered then to its end."""
        sys.setswitchinterval(TURN_S)
        try:
            self._watching.run()
        finally:
            self._server.task_dispatcher.shutdown(timeout=ENDS_WITHIN_S)
            self._watching.close()

    def end(self) -> None:
        """Ask for the end, from any thread or from the handler of a signal."""
        self._watching.end()


def listening(host: str, port: int) -> list[socket.socket]:
    """Sockets that listen at every address of the host; raises `address-taken`."""
    with ExitStack() as opened:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
            sockets = []
            for family, kind, protocol, _, address in found:
                one = opened.enter_context(socket.socket(family, kind, protocol))
                _bind(one, address)
                sockets.append(one)
        except OSError as error:
            why = error.strerror or "—"
            raise EcoAtlasError(ADDRESS_TAKEN, host=host, port=port, why=why) from error
        opened.pop_all()
    return sockets


def _bind(one: socket.socket, address: Any) -> None:
    if one.family == socket.AF_INET6:
        one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    if os.name == "posix":  # elsewhere it would let two programs have one port
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    one.bind(address)
    one.listen(WAITING_TO_CONNECT)


def _answering(
    app: Flask, sockets: Sequence[socket.socket], trusted_proxy: str
) -> Callable[[int, Callable[[], None]], None]:
    """What one of several processes does, until the first one tells it to end or is gone."""

    def answer(first: int, say: Callable[[], None]) -> None:
        service = Service(app, sockets, trusted_proxy=trusted_proxy)
        signal.signal(signal.SIGTERM, lambda *_: service.end())

        def wait_for_first() -> None:
            os.read(first, 1)
            service.end()

        threading.Thread(target=wait_for_first, name="first-watch", daemon=True).start()
        say()
        service.run()

    return answer


def _without(sockets: Sequence[socket.socket], other: Answer) -> Answer:
    """What is done by a process that takes no connections."""

    def apart(first: int, say: Callable[[], None]) -> None:
        for one in sockets:
            one.close()
        other(first, say)

    return apart


def connections() -> int:
    """How many may be open at once; the limit of open files is raised for it where one may."""
    try:
        import resource
    except ImportError:  # not on Windows
        return MOST_CONNECTIONS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    allowed = wanted if soft == resource.RLIM_INFINITY else soft
    return max(min(MOST_CONNECTIONS, allowed - OTHER_FILES), allowed // 2)
