"""A sending under a key: done once, answered the same however often it is repeated."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from flask import Response, request
from sqlalchemy.orm import Session

from geo.words import in_language
from layers.system.media_types import JSON
from projects.exchange.once import Answered, Sending, answered_before, claim
from webmap.edge.access import asker
from webmap.edge.json_answer import answer
from webmap.edge.language import language
from webmap.edge.openapi import KEY_HEADER
from webmap.edge.rendering import services

View = TypeVar("View", bound=Callable[..., Any])
REPEATED = "Idempotency-Replayed"
CREATED = 201


class Sendable(Protocol):
    """A body that may only be tried."""

    dry_run: bool

    def model_dump(self, *, mode: str) -> dict[str, Any]: ...


def keyed(view: View) -> View:
    """Mark a view as taking the key of its sending in a header."""
    view.ecoatlas_keyed = True  # type: ignore[attr-defined]
    return view


def sent(asked: Sendable, do: Callable[[Session], dict[str, Any]]) -> Response:
    """Do it and keep what was answered, all in one transaction; a repeated key has that answer.

    A dry run needs no key and leaves nothing behind. Raises `idempotency-key-…` and what `do`
    raises; what is refused keeps no key.
    """
    if asked.dry_run:
        with services().transaction() as session:
            told = do(session)
            session.rollback()
        return answer(told | {"dry_run": True})
    key = request.headers.get(KEY_HEADER)
    place = str(request.endpoint)
    sending = Sending.of(asker().name or "", key, place, asked.model_dump(mode="json"))
    with services().transaction() as session:
        before = answered_before(session, sending)
        if before is not None:
            return _as_kept(before, repeated=True)
        row = claim(session, sending)
        told = in_language(do(session) | {"dry_run": False}, language())
        row.status, row.answer = CREATED, json.dumps(told, ensure_ascii=False)
        done = Answered(row.status, row.answer)
    return _as_kept(done, repeated=False)


def _as_kept(done: Answered, *, repeated: bool) -> Response:
    response = Response(done.text, done.status, mimetype=JSON)
    if repeated:
        response.headers[REPEATED] = "true"
    return response
