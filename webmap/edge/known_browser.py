"""The mark of a browser in which somebody has signed in: whoever knows the password gets in there.

Colleagues share one address, and one of them can mistype another's name on purpose. A browser that
an account has been used in is told apart by a cookie, so that its failures are counted alone. The
mark opens nothing by itself; the server keeps its hash beside the addresses of the account.
"""

from __future__ import annotations

import hashlib
import secrets

from flask import Response, after_this_request, request

NAME, NAME_OVER_TLS = "ecoatlas-browser", "__Host-ecoatlas-browser"
MARK_BYTES = 32
LONGEST = 64
KEPT_S = 365 * 24 * 3600


def browser() -> str | None:
    """How this browser stands among the known addresses of an account; None without a mark."""
    mark = request.cookies.get(_name())
    return _known_as(mark) if mark and len(mark) <= LONGEST else None


def marked_browser() -> str:
    """The same after a sign-in: a browser without a mark is given one."""
    found = browser()
    if found is not None:
        return found
    mark = secrets.token_urlsafe(MARK_BYTES)
    after_this_request(lambda response: _give(response, mark))
    return _known_as(mark)


def _known_as(mark: str) -> str:
    return f"browser {hashlib.sha256(mark.encode()).hexdigest()}"


def _give(response: Response, mark: str) -> Response:
    response.set_cookie(
        _name(),
        mark,
        max_age=KEPT_S,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def _name() -> str:
    return NAME_OVER_TLS if request.is_secure else NAME
