"""Features and tiles as messages of the Mapbox Vector Tile specification 2.1, all at once.

What of a feature is the same in every tile it is in (its values) is made once; its shape in a tile
is stored beside it, and the tables of keys and values are made of what the tile holds.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layers.tiles.drawing import EXTENT, POINT, POLYGON, Drawn
from layers.tiles.messages import VARINT, chunk, chunks, tag
from layers.tiles.ragged import (
    Counts,
    Ragged,
    interleaved,
    starts_of,
    sums,
    varints,
    zigzag,
)
from layers.tiles.values import NOTHING, Column

MOVE, LINE_TO, CLOSE = 1, 2, 15
TILE_LAYER = 3
LAYER_NAME, LAYER_FEATURE, LAYER_KEY, LAYER_VALUE, LAYER_EXTENT, LAYER_VERSION = 1, 2, 3, 4, 5, 15
FEATURE_TAGS, FEATURE_TYPE, FEATURE_SHAPE = 2, 3, 4


def shape_messages(found: Drawn) -> Ragged:
    """Type and shape of each feature in its tile: the end of its message."""
    many = len(found.rows)
    numbers, of_piece = _commands(found)
    in_bytes = varints(numbers)
    pieces = sums(in_bytes.lengths, of_piece)
    lengths = np.bincount(found.pieces.owner, weights=pieces, minlength=many).astype(np.int64)
    shape = chunks(FEATURE_SHAPE, Ragged(in_bytes.data, lengths))
    return interleaved([tag(FEATURE_TYPE, VARINT), varints(found.kinds), shape])


def _commands(found: Drawn) -> tuple[Counts, Counts]:
    """The numbers of all pieces, and how many each has: move, draw, close, in steps from the place
    before, which for a feature begins at 0, 0."""
    pieces, kind = found.pieces, found.kinds[found.pieces.owner]
    lengths, point, closed = pieces.lengths, kind == POINT, kind == POLYGON
    starts = starts_of(lengths)
    first_of_owner = np.ones(len(lengths), dtype=bool)
    first_of_owner[1:] = pieces.owner[1:] != pieces.owner[:-1]
    # Places in a tile and steps between them are small: half the width, half the time.
    steps = np.diff(pieces.points, axis=0, prepend=pieces.points[:1])
    begin = starts[first_of_owner]
    steps[begin] = pieces.points[begin]
    # Points of a feature are one command over all its pieces.
    head = np.where(point, first_of_owner.astype(np.int64), 1)
    counts = head + 2 * lengths + np.where(point, 0, 1) + closed
    at = starts_of(counts)
    numbers = np.empty(int(counts.sum()), dtype=steps.dtype)
    together = np.bincount(pieces.owner, minlength=len(found.rows))[pieces.owner]
    numbers[at[head > 0]] = np.where(point, together << 3 | MOVE, 1 << 3 | MOVE)[head > 0]
    drawn = ~point
    numbers[at[drawn] + 3] = (lengths[drawn] - 1) << 3 | LINE_TO
    numbers[at[closed] + counts[closed] - 1] = CLOSE
    # Two numbers a point, and one between the first point of what is drawn and the others.
    place = np.repeat(at + head + drawn - 2 * starts, lengths)
    place += np.arange(0, 2 * len(steps), 2)
    place[starts] -= drawn
    folded = zigzag(steps)
    numbers[place], numbers[place + 1] = folded[:, 0], folded[:, 1]
    return numbers, counts


def tile_message(name: str, columns: Sequence[Column], rows: Counts, shapes: Ragged) -> bytes:
    """A tile with one layer of these features (rows of the columns, and their shapes)."""
    tags, keys, values = _tags(columns, rows)
    features = interleaved([chunks(FEATURE_TAGS, tags), shapes])
    layer = b"".join(
        [
            chunk(LAYER_NAME, name.encode()),
            chunks(LAYER_FEATURE, features).data.tobytes(),
            *(chunk(LAYER_KEY, key.encode()) for key in keys),
            *(chunks(LAYER_VALUE, some).data.tobytes() for some in values),
            tag(LAYER_EXTENT, VARINT) + varints(np.array([EXTENT])).data.tobytes(),
            bytes([LAYER_VERSION << 3 | VARINT, 2]),
        ]
    )
    return chunk(TILE_LAYER, layer)


def _tags(columns: Sequence[Column], rows: Counts) -> tuple[Ragged, list[str], list[Ragged]]:
    """Of each feature pairs of key and value by their numbers in the tables of the tile."""
    pairs: list[Ragged] = [Ragged(np.empty(0, np.uint8), np.zeros(len(rows), np.int64))]
    keys: list[str] = []
    values: list[Ragged] = []
    known = 0
    for column in columns:
        codes = column.codes[rows]
        there = codes != NOTHING
        different, number = np.unique(codes[there], return_inverse=True)
        if not len(different):
            continue
        place = varints(np.array([len(keys)])).data.tobytes()
        pair = interleaved([place, varints(number + known)])
        lengths = np.zeros(len(rows), dtype=np.int64)
        lengths[there] = pair.lengths
        pairs.append(Ragged(pair.data, lengths))
        keys.append(column.name)
        values.append(column.values.take(different))
        known += len(different)
    return interleaved(pairs), keys, values


def sizes_in_tile(columns: Sequence[Column], rows: Counts, shapes: Counts) -> Counts:
    """Rough bytes of features in a tile: the shape, and what values are theirs alone."""
    sizes = shapes + 8
    for column in columns:
        codes = column.codes[rows]
        there = codes != NOTHING
        lengths = column.values.lengths
        if len(lengths) > len(column.codes) // 2:
            sizes[there] += lengths[codes[there]] + 4
    return sizes
