"""A file as an answer: whole or a range of bytes, known by a strong tag made of what is in it."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from http import HTTPStatus
from typing import IO
from urllib.parse import quote

from flask import Response, request

from layers.artifacts.kept_exports import sha256_of
from webmap.edge.ranges import ranged

PRIVATE = "no-store"


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
    """The same, after `note` was told which bytes leave with it, "" for all of them; HEAD and an
    answer that nothing has changed hand nothing out."""
    if request.method == "HEAD" or response.status_code == HTTPStatus.NOT_MODIFIED:
        return response
    try:
        note(response.headers.get("Content-Range", ""))
    except BaseException:
        response.close()
        raise
    return response
