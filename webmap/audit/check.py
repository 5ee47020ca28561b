"""The check of the whole log for its page: done anew after a minute, never while a page waits long.

A log of 50,000 entries is checked within about a second; a longer one on the command line.
"""

from __future__ import annotations

import threading
from datetime import timedelta

from flask import Flask, current_app

from layers.audit import AuditQuery, search_entries, verify
from layers.system.database import now
from webmap.audit.view_models import Chain
from webmap.edge.rendering import services

LONGEST_LOG = 50_000
KEPT = timedelta(minutes=1)
PLACE = "ecoatlas_audit_check"


class LastCheck:
    """The last check of one application, shared by its threads."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.chain: Chain | None = None


def chain() -> Chain:
    """Whether the log holds together, as found within the last minute."""
    last: LastCheck = current_app.extensions[PLACE]
    with last.lock:
        kept = last.chain
        if kept is None or kept.checked_at is None or now() - kept.checked_at > KEPT:
            last.chain = kept = _checked()
        return kept


def _checked() -> Chain:
    with services().reading() as session:
        _, count = search_entries(session, AuditQuery(), limit=1)
    if count > LONGEST_LOG:
        return Chain(count, (), None)
    with services().reading() as session:
        found = verify(session)
    return Chain(found.entries, tuple(found.problems), now())


def install(app: Flask) -> None:
    app.extensions[PLACE] = LastCheck()
