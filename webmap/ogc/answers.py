"""Answers of `/ogc`: named by what they hold, and not sent again to whoever has them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from flask import Response, request

from layers.catalogue import VersionRef
from layers.system.media_types import JSON
from webmap.edge.language import language
from webmap.ogc.addresses import own_address

# What is written of the same features in another way has another number, and so another tag.
WRITTEN = 1


def document(value: dict[str, Any], media: str = JSON) -> Response:
    """A small document."""
    return tagged(json.dumps(value, ensure_ascii=False).encode(), media)


def tagged(body: bytes, media: str) -> Response:
    """What is small, or may be made anew of the same version, is tagged by its bytes."""
    tag = hashlib.sha256(body).hexdigest()
    return _tagged(tag, media) or _answer(body, media, tag)


def known(ref: VersionRef, media: str) -> Response | None:
    """304 for whoever has the answer to this question about this version."""
    return _tagged(_tag(ref), media)


def streamed(ref: VersionRef, parts: Iterator[str], media: str) -> Response:
    """An answer written while it is sent; its first part is made before anything is said."""
    first = next(parts)
    encoded = (one.encode() for one in chain((first,), parts))
    return _answer(encoded, media, _tag(ref))


def whole(ref: VersionRef, body: bytes, media: str) -> Response:
    """An answer that is made already."""
    return _answer(body, media, _tag(ref))


def _tag(ref: VersionRef) -> str:
    """Version and address make an answer: a version never changes."""
    said = (WRITTEN, ref.sha256, ref.label, ref.live, language(), own_address())
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _tagged(tag: str, media: str) -> Response | None:
    if tag not in request.if_none_match:
        return None
    response = Response(status=304, mimetype=media)
    response.set_etag(tag)
    return response


def _answer(body: bytes | Iterable[bytes], media: str, tag: str) -> Response:
    response = Response(body, content_type=media)
    response.set_etag(tag)
    response.headers["Content-Language"] = "zh-CN" if language() == "zh" else "en"
    return response
