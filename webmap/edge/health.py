"""Whether the office works, part by part: for scripts that watch over it, and say no more."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from geo.errors import EcoAtlasError
from layers import catalogue
from layers.faults.codes import DISK_FULL, READ_ONLY
from layers.faults.disk import is_writable, room_at
from layers.faults.naming import refusal_of
from layers.faults.places import Places
from layers.jobs.errors import QUEUE_UNREACHABLE
from layers.jobs.queue import queue_answers
from layers.storage.store import CONTENT_MISSING
from webmap.edge.access import office, open_to_all
from webmap.edge.limits import counts
from webmap.edge.parameters import ANY, asks

blueprint = Blueprint("health", __name__)
log = logging.getLogger("ecoatlas.web")
# With less, the next upload or import is the one that fails.
LEAST_FREE_BYTES = 20_000_000
Part = dict[str, Any]


def database() -> Part:
    with office().database.reading() as session:
        session.execute(text("SELECT 1"))
    return {}


def store() -> Part:
    """The content that was stored last is there: an address that points to nothing is noticed."""
    with office().database.reading() as session:
        newest = catalogue.newest_content(session)
    if newest is not None and not office().store.has(newest):
        raise EcoAtlasError(CONTENT_MISSING, sha256=newest)
    return {}


def queue() -> Part:
    if not queue_answers(office().settings):
        raise EcoAtlasError(QUEUE_UNREACHABLE, why="—")
    return {}


def limiter() -> Part:
    """Never the reason to say 503: while its server is away, each process counts alone."""
    return {} if counts().answers else {"counts": "alone"}


def disk() -> Part:
    home = office().settings.resolved_home
    room = room_at(home, LEAST_FREE_BYTES)
    if not is_writable(home):
        raise EcoAtlasError(READ_ONLY, place=home)
    if room is None or room.full:
        raise EcoAtlasError(DISK_FULL, place=home, room="", needed="")
    return {"free_mb": room.free_bytes // 1_000_000}


PARTS: dict[str, Callable[[], Part]] = {
    "database": database,
    "store": store,
    "queue": queue,
    "limiter": limiter,
    "disk": disk,
}


def health() -> tuple[dict[str, Any], int]:
    """Every part with `ok`, and the code of what is wrong; 200 when all are well, else 503."""
    parts = {name: _looked_at(name, look) for name, look in PARTS.items()}
    well = all(part["ok"] for part in parts.values())
    return {"status": "ok" if well else "unavailable", "parts": parts}, 200 if well else 503


def _looked_at(name: str, look: Callable[[], Part]) -> Part:
    try:
        return {"ok": True, **look()}
    except EcoAtlasError as error:
        return {"ok": False, "code": error.code}
    except Exception as error:
        known = refusal_of(error, Places.of(office().settings, named=False))
        log.warning("health: %s is not well", name, exc_info=error)
        return {"ok": False, "code": known.code if known else "unexpected"}


@blueprint.get("/healthz")
@open_to_all
@asks(ANY)
def healthz() -> tuple[Response, int]:
    """Whether each part answers; says nothing of what is in it."""
    found, status = health()
    return jsonify(found), status
