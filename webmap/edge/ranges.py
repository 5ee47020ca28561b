"""A file by byte ranges, known by a mark that changes with its content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from flask import Response, request

from geo.errors import EcoAtlasError
from webmap.edge.errors import RANGE_NOT_SATISFIABLE

KEPT = f"private, max-age={365 * 24 * 3600}, immutable"
ASKED = "private, no-cache"
PMTILES_TYPE = "application/vnd.pmtiles"
BLOCK_BYTES = 256 * 1024
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def ranged(opened: IO[bytes], mark: str, mimetype: str, cached: str) -> Response:
    """The whole file or the one range that is asked for; it is closed with the answer."""
    if mark in request.if_none_match:
        opened.close()
        return _described(Response(status=304, mimetype=mimetype), mark, cached)
    size = opened.seek(0, 2)
    try:
        asked = _range(size) if _range_applies(mark) else None
    except EcoAtlasError:
        opened.close()
        raise
    start, stop = asked or (0, size)
    body = b"" if request.method == "HEAD" else _blocks(opened, start, stop)
    response = Response(body, 206 if asked else 200, mimetype=mimetype)
    response.headers["Content-Length"] = str(stop - start)
    if asked:
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    response.call_on_close(opened.close)
    return _described(response, mark, cached)


def _described(response: Response, mark: str, cached: str) -> Response:
    response.set_etag(mark)
    response.headers["Cache-Control"] = cached
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _range_applies(mark: str) -> bool:
    """A range of another content than the asker knows is no use: then everything is sent.

    A day, or a weak tag, does not say that the bytes are the same.
    """
    return request.headers.get("If-Range", f'"{mark}"').strip() == f'"{mark}"'


def _range(size: int) -> tuple[int, int] | None:
    """First byte and the one after the last; None where everything is asked for.

    Several ranges in one question are answered whole, as the protocol allows.
    """
    written = request.headers.get("Range", "").replace(" ", "")
    match = RANGE.fullmatch(written)
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if first:
        start, stop = int(first), min(int(last) + 1 if last else size, size)
    else:
        start, stop = max(size - int(last), 0), size
    if start >= stop:
        raise EcoAtlasError(RANGE_NOT_SATISFIABLE, size=size)
    return start, stop


def _blocks(opened: IO[bytes], start: int, stop: int) -> Iterator[bytes]:
    opened.seek(start)
    left = stop - start
    while left > 0:
        block = opened.read(min(BLOCK_BYTES, left))
        if not block:
            return
        left -= len(block)
        yield block
