"""The application served from a thread, as a browser needs it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flask import Flask

from webmap.edge.serving import Service, listening


@contextmanager
def served(
    app: Flask, sockets: Sequence[socket.socket] = (), *, trusted_proxy: str = ""
) -> Iterator[str]:
    """The address it answers at until the block ends; at a free port, unless `sockets` listen."""
    sockets = sockets or listening("127.0.0.1", 0)
    port = sockets[0].getsockname()[1]
    service = Service(app, sockets, trusted_proxy=trusted_proxy)
    thread = threading.Thread(target=service.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        service.end()
        thread.join(60)
        assert not thread.is_alive()
