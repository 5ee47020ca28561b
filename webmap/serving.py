"""Serving the application with waitress: threads, no configuration, any platform."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask
from waitress.server import create_server

from geo.errors import EcoAtlasError
from webmap.errors import ADDRESS_TAKEN

THREADS = 8


def serve(
    app: Flask,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    trusted_proxy: str = "",
    ready: Callable[[], object] | None = None,
) -> None:
    """Serve until interrupted; `ready` is called once the port answers. Raises `address-taken`.

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
        server = create_server(
            app, map=channels, host=host, port=port, threads=THREADS, ident=None, **options
        )
    except OSError as error:
        for channel in list(channels.values()):  # waitress leaves them open
            channel.close()
        why = error.strerror or "—"
        raise EcoAtlasError(ADDRESS_TAKEN, host=host, port=port, why=why) from error
    if ready is not None:
        ready()
    try:
        server.run()
    finally:
        server.close()
