"""Refused requests that matter for security go into the audit log: what was tried, from where.

Looking for a page that is not there does not matter; a wrong token, a forged form, a name of
another host, a missing permission, a body that does not fit, or a trick in an address does.
"""

from __future__ import annotations

import logging
import re
from urllib.parse import unquote

from flask import Flask, Response, current_app, g, request

from geo.errors import EcoAtlasError
from layers.audit import Actor, record
from projects.accounts.errors import FORBIDDEN
from webmap.edge import limits
from webmap.edge.access import ANONYMOUS, SAFE, actor, address, office
from webmap.edge.errors import (
    BAD_REQUEST,
    CSRF_FAILED,
    REFUSALS_LEFT_OUT,
    TOKEN_CANNOT,
    TOKEN_OUT_OF_SCOPE,
    TOKEN_REFUSED,
    TOO_MANY_ATTEMPTS,
    UNKNOWN_HOST,
)
from webmap.edge.refused_counts import LeftOut

log = logging.getLogger("ecoatlas.web")
ALWAYS = frozenset(
    kind.code
    for kind in (
        BAD_REQUEST,
        CSRF_FAILED,
        FORBIDDEN,
        TOKEN_CANNOT,
        TOKEN_OUT_OF_SCOPE,
        TOKEN_REFUSED,
        TOO_MANY_ATTEMPTS,
        UNKNOWN_HOST,
    )
)
TRICK = re.compile(r"\.\.|\\|[\x00-\x1f\x7f]|://|%2e%2e|%00", re.IGNORECASE)
# Reference systems are named by addresses, as their standard has it.
SYSTEM = re.compile(r"(?<![^&?])((?:bbox-)?crs=https?)(?:://|%3a%2f%2f|:%2f%2f)", re.IGNORECASE)
LONGEST_PATH = 200
EXTENSION = "ecoatlas_left_out"


def note(error: EcoAtlasError) -> None:
    """Record a refusal if it matters and was not recorded already; never fails the answer."""
    if g.get("refusal_recorded") or not _matters(error):
        return
    try:
        _record(error)
    except Exception:
        log.exception("a refusal could not be recorded")


def _matters(error: EcoAtlasError) -> bool:
    return error.code in ALWAYS or request.method not in SAFE or _is_trick()


def _is_trick() -> bool:
    query = SYSTEM.sub(r"\1:", request.query_string.decode("latin-1"))
    asked = f"{request.path}?{query}"
    return any(TRICK.search(form) for form in (asked, unquote(asked), unquote(unquote(asked))))


def _record(error: EcoAtlasError) -> None:
    if not limits.may_record_refusal(address()):
        log.warning("left out of the audit log: %s of %s", error.code, address())
        left_out().add(address())
        return
    details = {
        "code": error.code,
        "status": error.status,
        "method": request.method[:16],
        "path": _shown(request.path),
    }
    with office().database.transaction() as session:
        record(session, _who(), "request-refused", outcome="refused", details=details)


def left_out() -> LeftOut:
    found: LeftOut = current_app.extensions[EXTENSION]
    return found


def tell_left_out(response: Response) -> Response:
    """One entry for all that was left out of an address; never fails the answer."""
    try:
        for address_, times in left_out().due().items():
            details = {"code": REFUSALS_LEFT_OUT.code, "times": times}
            by = Actor(ANONYMOUS, address_)
            with office().database.transaction() as session:
                record(session, by, "request-refused", outcome="refused", details=details)
    except Exception:
        log.exception("refusals that were left out could not be recorded")
    return response


def _who() -> Actor:
    try:
        return actor()
    except EcoAtlasError:
        return Actor(ANONYMOUS, address())


def _shown(path: str) -> str:
    """The address without what could be taken for a secret: long random parts are cut."""
    clean = "".join(char if char.isprintable() else "�" for char in path)
    return re.sub(r"eco_[\w-]{4,}", "eco_…", clean)[:LONGEST_PATH]


def install(app: Flask) -> None:
    app.extensions[EXTENSION] = LeftOut()
    app.after_request(tell_left_out)
