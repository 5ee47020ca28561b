"""Serving the application with waitress: threads, no configuration, any platform."""

from __future__ import annotations

import logging
import select
from collections.abc import Callable
from typing import Any

from flask import Flask
from waitress.server import create_server

from geo.errors import EcoAtlasError
from webmap.edge.errors import ADDRESS_TAKEN

THREADS = 8
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
    ready: Callable[[], object] | None = None,
) -> None:
    """Serve until interrupted; `ready` is called once the port answers. Raises `address-taken`."""
    server = server_of(app, host, port, trusted_proxy=trusted_proxy)
    if ready is not None:
        ready()
    try:
        server.run()
    finally:
        server.close()


def server_of(app: Flask, host: str, port: int, *, trusted_proxy: str = "") -> Any:
    """Waitress's server, bound to its port and not yet running. Raises `address-taken`.

    `trusted_proxy` is the address of a reverse proxy: what it says of the visitor's address and of
    TLS is believed, the same from anybody else is thrown away.
    """
    # A browser asks for many tiles at once; that they queue for a moment is no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    options: dict[str, object] = {"clear_untrusted_proxy_headers": True}
    if trusted_proxy:
        options["trusted_proxy"] = trusted_proxy
        options["trusted_proxy_headers"] = {"x-forwarded-for", "x-forwarded-proto"}
    channels: dict[int, Any] = {}
    try:
        return create_server(
            app,
            map=channels,
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
            connection_limit=connections(),
            channel_timeout=IDLE_S,
            cleanup_interval=LOOK_EVERY_S,
            backlog=WAITING_TO_CONNECT,
            # `select` itself knows no more than a thousand.
            asyncore_use_poll=hasattr(select, "poll"),
            **options,
        )
    except OSError as error:
        for channel in list(channels.values()):  # waitress leaves them open
            channel.close()
        why = error.strerror or "—"
        raise EcoAtlasError(ADDRESS_TAKEN, host=host, port=port, why=why) from error


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
