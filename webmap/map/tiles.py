"""PMTiles by byte range. A version never changes, so neither do its tiles.

Those of a public version are kept for a year. Of any other the browser asks each time whether they
are still to be shown: on a machine that people share, the next one may not see them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from flask import Blueprint, Response, request

from geo.errors import EcoAtlasError
from layers.catalogue import VersionRef, resolve
from webmap.edge.access import requires, unwritten
from webmap.edge.errors import NO_TILES, RANGE_NOT_SATISFIABLE
from webmap.edge.rendering import services

KEPT = f"private, max-age={365 * 24 * 3600}, immutable"
ASKED = "private, no-cache"
MIMETYPE = "application/vnd.pmtiles"
BLOCK_BYTES = 256 * 1024
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")

blueprint = Blueprint("tiles", __name__)


@blueprint.get("/tiles/<layer>/<int:number>.pmtiles")
@requires("view")
def archive(layer: str, number: int) -> Response:
    """The archive of one version, whole or the one range that is asked for."""
    office = services()

    def version() -> VersionRef:
        with office.reading() as session:
            return resolve(session, f"{layer}@{number}")

    ref = unwritten(("version", office.sight, layer, number), version)
    if not office.store.has_tiles(ref.sha256):
        raise EcoAtlasError(NO_TILES, layer=layer)
    return _answer(ref, office.store.open_tiles(ref.sha256))


def _answer(ref: VersionRef, opened: IO[bytes]) -> Response:
    if ref.sha256 in request.if_none_match:
        opened.close()
        return _described(Response(status=304, mimetype=MIMETYPE), ref)
    size = opened.seek(0, 2)
    asked = _range(size) if _range_applies(ref) else None
    start, stop = asked or (0, size)
    body = b"" if request.method == "HEAD" else _blocks(opened, start, stop)
    response = Response(body, 206 if asked else 200, mimetype=MIMETYPE)
    response.headers["Content-Length"] = str(stop - start)
    if asked:
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    response.call_on_close(opened.close)
    return _described(response, ref)


def _described(response: Response, ref: VersionRef) -> Response:
    response.set_etag(ref.sha256)
    response.headers["Cache-Control"] = KEPT if ref.secrecy == "public" else ASKED
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _range_applies(ref: VersionRef) -> bool:
    """A range of another content than the asker knows is no use: then everything is sent."""
    known = request.if_range
    return known.etag is None or known.etag == ref.sha256


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
