"""Fields of messages as protocol buffers have them: a number and a kind, then what they hold."""

from __future__ import annotations

import numpy as np

from layers.tiles.ragged import Ragged, interleaved, varints

VARINT, EIGHT_BYTES, CHUNK = 0, 1, 2


def tag(number: int, kind: int) -> bytes:
    return bytes([number << 3 | kind])


def chunks(number: int, contents: Ragged) -> Ragged:
    """Each content as a field of a message."""
    return interleaved([tag(number, CHUNK), varints(contents.lengths), contents])


def chunk(number: int, content: bytes) -> bytes:
    length = varints(np.array([len(content)])).data.tobytes()
    return tag(number, CHUNK) + length + content
