"""Refusals and faults as answers: a page or JSON problem details (RFC 9457), one status each."""

from __future__ import annotations

import logging
import secrets
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, jsonify, make_response, request
from werkzeug.exceptions import (
    HTTPException,
    MethodNotAllowed,
    NotFound,
    RequestedRangeNotSatisfiable,
    RequestEntityTooLarge,
    SecurityError,
)

from geo.errors import EcoAtlasError, Problem
from layers.faults.naming import refusal_of
from layers.faults.places import Places
from webmap.edge import refused_requests as refused
from webmap.edge.access import office, settle, wants_json
from webmap.edge.asked import LARGEST_BODY
from webmap.edge.errors import (
    BAD_REQUEST,
    BODY_TOO_LARGE,
    METHOD_NOT_ALLOWED,
    PAGE_NOT_FOUND,
    RANGE_NOT_SATISFIABLE,
    UNEXPECTED,
    UNKNOWN_HOST,
)
from webmap.edge.language import say
from webmap.edge.rendering import page
from webmap.edge.view_models import LISTED, ErrorView

log = logging.getLogger("ecoatlas.web")
MOST_PROBLEMS = 100
RETRY_AFTER_S = "30"
SIDES = ("base", "theirs", "mine")
"""What a conflict of two versions has: what was, what is, and what was to be written."""


def refuse(error: EcoAtlasError, reference: str | None = None) -> Response:
    """The answer to a refusal, in the form the asker reads."""
    response = _problem(error, reference) if wants_json() else _page(error, reference)
    response.status_code = error.status
    response.headers["Cache-Control"] = "no-store"
    if error.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="EcoAtlas", charset="UTF-8"'
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = str(error.problem.values["seconds"])
    if error.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        response.headers["Content-Range"] = f"bytes */{error.problem.values['size']}"
    if error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_AFTER_S
    return response


def _problem(error: EcoAtlasError, reference: str | None) -> Response:
    body = {
        "type": f"urn:ecoatlas:problem:{error.code}",
        "title": say(error.message),
        "status": error.status,
        "detail": say(error.fix),
        "code": error.code,
    }
    if error.problems:
        body["problems"] = [_row(one) for one in error.problems[:MOST_PROBLEMS]]
    response = jsonify(body | ({"reference": reference} if reference else {}))
    response.mimetype = "application/problem+json"
    return response


def _row(problem: Problem) -> dict[str, Any]:
    """One of the things that stand in the way: what, where, what to do."""
    sides = {name: say(problem.values[name]) for name in SIDES if name in problem.values}
    return {
        "code": problem.code,
        "field": problem.values.get("field", problem.field),
        "feature": problem.feature,
        "title": say(problem.message),
        "detail": say(problem.fix),
        **(sides if len(sides) == len(SIDES) else {}),
    }


def _page(error: EcoAtlasError, reference: str | None) -> Response:
    settle()
    view = ErrorView(error.status, error.code, error.message, error.fix, reference, _room())
    return make_response(page("error.html", view))


def _room() -> str:
    """The room of the page that was asked for: what is there is listed on its first page."""
    first = request.path.split("/")[1]
    return first if first in LISTED else ""


def _known(error: EcoAtlasError) -> Response:
    refused.note(error)
    return refuse(error)


def _http(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:
        return make_response(error.get_response())
    if (error.code or 500) >= 500:
        return _unknown(error)
    return _known(_as_refusal(error))


def _as_refusal(error: HTTPException) -> EcoAtlasError:
    if isinstance(error, NotFound):
        return EcoAtlasError(PAGE_NOT_FOUND, path=request.path)
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        return EcoAtlasError(METHOD_NOT_ALLOWED, method=request.method, allowed=allowed)
    if isinstance(error, RequestedRangeNotSatisfiable):
        return EcoAtlasError(RANGE_NOT_SATISFIABLE, size=error.length)
    if isinstance(error, RequestEntityTooLarge):
        limit = request.max_content_length or LARGEST_BODY
        return EcoAtlasError(BODY_TOO_LARGE, limit_kb=limit // 1024)
    return EcoAtlasError(UNKNOWN_HOST if isinstance(error, SecurityError) else BAD_REQUEST)


def _unknown(error: Exception) -> Response:
    """Logged with a reference; the asker sees the reference and never the text of the fault."""
    refusal = refusal_of(error, Places.of(office().settings, named=False))
    if refusal is not None:
        log.error("refused by the machine: %s %s", request.method, request.path, exc_info=error)
        return refuse(refusal)
    reference = secrets.token_hex(4)
    log.error("reference %s: %s %s", reference, request.method, request.path, exc_info=error)
    return refuse(EcoAtlasError(UNEXPECTED, reference=reference), reference)


def install(app: Flask) -> None:
    app.register_error_handler(EcoAtlasError, _known)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unknown)
