"""The application served from a thread, as a browser needs it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from waitress import wasyncore

from webmap.edge.serving import server_of


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address it answers at until the block ends."""
    server = server_of(app, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        # What is being answered is answered first. Then the loop closes its own sockets: closed
        # from here they would be gone while it waits for them.
        server.task_dispatcher.shutdown(timeout=30)
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join(30)
        assert not thread.is_alive()
