"""A file as an answer: whole or a range of bytes, known by a strong tag made of what is in it."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import IO, Any, TypeVar, cast
from urllib.parse import quote

from flask import Flask, Response, g, make_response, request

from layers.artifacts.kept_exports import sha256_of
from webmap.edge.ranges import ranged

View = TypeVar("View", bound=Callable[..., Any])
PRIVATE = "no-store"
TRIED = "ecoatlas_tried"


def file_answer(
    content: IO[bytes] | bytes, media: str, disposition: str, mark: str | None = None
) -> Response:
    """An open file, closed with the answer; mark: the SHA-256 of its bytes where that is known.

    Answers HEAD, one range (206, 416), `If-Range` and `If-None-Match` (304).
    """
    opened = io.BytesIO(content) if isinstance(content, bytes) else content
    response = ranged(opened, mark or sha256_of(opened), media, PRIVATE)
    response.headers["Content-Disposition"] = disposition
    return response


def attachment(name: str, plain: str | None = None) -> str:
    """Content-Disposition of a file to be saved: its name as RFC 5987 and 6266 have it, and in
    ASCII."""
    ascii_name = plain or unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    safe = re.sub(r'["\\\x00-\x1f\x7f]', "_", ascii_name) or "file"
    if name == safe:
        plain_word = re.fullmatch(r"[\w.-]+", safe, re.ASCII)
        return f"attachment; filename={safe}" if plain_word else f'attachment; filename="{safe}"'
    return f"attachment; filename=\"{safe}\"; filename*=UTF-8''{quote(name, safe='')}"


def noted(response: Response, note: Callable[[str], None]) -> Response:
    """The same, after `note` was told which bytes leave with it, "" for all of them."""
    try:
        note(response.headers.get("Content-Range", ""))
    except BaseException:
        response.close()
        raise
    return response


def is_tried() -> Callable[[], object] | None:
    """What is to be told of each transaction of a request by which nothing leaves; None where the
    request is one as others are."""
    found: Callable[[], object] | None = g.get(TRIED)
    return found


def leave_nothing(app: Flask) -> None:
    """Have HEAD, and GET of what the asker has already (304), leave nothing behind: what is handed
    out is recorded by each view that does, and by these nothing is."""
    for endpoint, view in app.view_functions.items():
        app.view_functions[endpoint] = _trying(view)


def _trying(view: View) -> View:
    @wraps(view)
    def asked(*args: Any, **named: Any) -> Any:
        head = request.method == "HEAD"
        if not head and (request.method != "GET" or not request.if_none_match):
            return view(*args, **named)
        begun: list[bool] = []
        setattr(g, TRIED, lambda: begun.append(True))
        try:
            response = make_response(view(*args, **named))
        finally:
            g.pop(TRIED)
        if head or not begun or response.status_code == HTTPStatus.NOT_MODIFIED:
            return response
        response.close()  # another one than the asker has: it leaves, and is recorded
        return view(*args, **named)

    return cast(View, asked)
