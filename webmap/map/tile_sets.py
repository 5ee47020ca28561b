"""The tiles of several layers at several places in one answer: a first view asks once or twice.

Layer by layer, each with the head of its archive, the same view takes fifty requests.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Annotated

from flask import Blueprint, Response, request
from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from geo.errors import EcoAtlasError
from layers.catalogue import UNKNOWN_LAYER, UNKNOWN_VERSION, VersionRef, resolve
from layers.storage.tile_lookup import Place, tiles_at
from webmap.edge.access import requires, unwritten
from webmap.edge.asked import read
from webmap.edge.parameters import asks
from webmap.edge.ranges import ASKED, KEPT
from webmap.edge.rendering import services

MIMETYPE = "application/octet-stream"
LENGTH_BYTES = 4
# Said as the length of a layer that is not there for whoever asks, or has no tiles yet.
ABSENT = b"\xff" * LENGTH_BYTES
MOST_LAYERS, MOST_PLACES, DEEPEST_ZOOM = 100, 32, 24
LONGEST = 8_000


def _listed(text: object) -> object:
    return text.split(",") if isinstance(text, str) and len(text) <= LONGEST else None


def _place(text: object) -> Place:
    match = re.fullmatch(r"(\d{1,2})/(\d{1,8})/(\d{1,8})", str(text), re.ASCII)
    if not match:
        raise ValueError("no place")
    zoom, x, y = map(int, match.groups())
    if zoom > DEEPEST_ZOOM or max(x, y) >= 1 << zoom:
        raise ValueError("no such tile")
    return zoom, x, y


Version = Annotated[str, StringConstraints(pattern=r"^[^@,/\s]{1,64}@\d{1,9}$")]


class TilesAsked(BaseModel):
    """`layers=zones@2,lakes@1` and `at=11/1665/842,11/1666/842` (zoom, x, y)."""

    layers: Annotated[list[Version], BeforeValidator(_listed), Field(max_length=MOST_LAYERS)]
    at: Annotated[
        list[Annotated[Place, BeforeValidator(_place)]],
        BeforeValidator(_listed),
        Field(max_length=MOST_PLACES),
    ]


blueprint = Blueprint("tile_sets", __name__)


@blueprint.get("/tiles/set")
@requires("view")
@asks(TilesAsked)
def tile_set() -> Response:
    """For each layer in turn, for each place in turn: four bytes of length, then so many bytes.

    A tile is gzip as stored; length 0 is an empty place, `ABSENT` a layer that cannot be had.
    """
    asked = read(TilesAsked, dict(request.args.items()))
    versions = [_version(one) for one in asked.layers]
    named = hashlib.sha256(request.query_string)
    named.update(b" ".join(one.sha256.encode() if one else b"-" for one in versions))
    known = named.hexdigest() in request.if_none_match
    body = b"" if known else b"".join(_written(versions, asked.at))
    response = Response(body, 304 if known else 200, mimetype=MIMETYPE)
    response.set_etag(named.hexdigest())
    public = all(one and one.secrecy == "public" for one in versions)
    response.headers["Cache-Control"] = KEPT if public else ASKED
    return response


def _version(text: str) -> VersionRef | None:
    """The version with its tiles; what one may not see is not there, as everywhere."""
    office = services()

    def find() -> VersionRef | None:
        try:
            with office.reading() as session:
                return resolve(session, text)
        except EcoAtlasError as error:
            if error.problem.kind in (UNKNOWN_LAYER, UNKNOWN_VERSION):
                return None
            raise

    found = unwritten(("version with tiles", office.sight, text), find)
    return found if found and office.store.has_tiles(found.sha256) else None


def _written(versions: list[VersionRef | None], places: list[Place]) -> Iterator[bytes]:
    store = services().store
    for version in versions:
        if version is None:
            yield ABSENT * len(places)
            continue
        for tile in tiles_at(store, version.sha256, places):
            yield len(tile).to_bytes(LENGTH_BYTES, "little")
            yield tile
