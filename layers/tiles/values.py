"""The values that features carry in tiles, each different one made a message once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from layers.tiles.messages import EIGHT_BYTES, VARINT, chunks, tag
from layers.tiles.ragged import Counts, Ragged, interleaved, varints, zigzag

VALUE_TEXT, VALUE_NUMBER, VALUE_WHOLE, VALUE_TRUTH = 1, 3, 6, 7
NOTHING = -1


@dataclass(frozen=True, slots=True)
class Column:
    """A property: the messages of its different values, and which of them each feature has."""

    name: str
    values: Ragged
    codes: Counts

    @classmethod
    def of(cls, name: str, column: pa.ChunkedArray) -> Column:
        """Texts, whole numbers, numbers and truth values as they are; anything else as text."""
        coded = column.combine_chunks().dictionary_encode()
        codes = coded.indices.fill_null(NOTHING).to_numpy(zero_copy_only=False).astype(np.int64)
        return cls(name, _value_messages(coded.dictionary), codes)


def _value_messages(values: pa.Array) -> Ragged:
    count, kind = len(values), values.type
    if pa.types.is_boolean(kind):
        truth = values.cast(pa.int8()).to_numpy().astype(np.int64)
        return interleaved([tag(VALUE_TRUTH, VARINT), varints(truth)])
    if pa.types.is_integer(kind):
        whole = zigzag(values.to_numpy().astype(np.int64))
        return interleaved([tag(VALUE_WHOLE, VARINT), varints(whole)])
    if pa.types.is_floating(kind):
        eight = np.frombuffer(values.cast(pa.float64()).to_numpy().astype("<f8"), dtype=np.uint8)
        number = Ragged(eight, np.full(count, 8, dtype=np.int64))
        return interleaved([tag(VALUE_NUMBER, EIGHT_BYTES), number])
    return chunks(VALUE_TEXT, _texts(values))


def _texts(values: pa.Array) -> Ragged:
    texts = values.cast(pa.large_string())
    lengths = pc.binary_length(texts).to_numpy().astype(np.int64)
    _, _, data = texts.buffers()
    if data is None or not len(texts):
        return Ragged(np.empty(0, dtype=np.uint8), lengths)
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int64)[texts.offset :]
    whole = np.frombuffer(data, dtype=np.uint8)
    return Ragged(whole[offsets[0] : offsets[0] + int(lengths.sum())], lengths)
