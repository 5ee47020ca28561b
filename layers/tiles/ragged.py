"""Runs of different lengths in one array: what tiles are made of, without a loop over features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Counts = NDArray[np.int64]
SEVEN_BITS, LOW_BITS = 7, 127
NOTHING_BETWEEN = pa.scalar(b"", pa.large_binary())


@dataclass(frozen=True, slots=True)
class Ragged:
    """`data` is all runs one behind the other, `lengths` how long each of them is."""

    data: NDArray[Any]
    lengths: Counts

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def starts(self) -> Counts:
        return starts_of(self.lengths)

    def take(self, runs: Counts) -> Ragged:
        """Some of the runs, in this order, as often as they are asked for."""
        width = self.data.itemsize * int(np.prod(self.data.shape[1:]))
        taken = _texts(self.data, self.lengths * width).take(pa.array(runs, pa.int64()))
        data = _bytes_of(taken).view(self.data.dtype).reshape(-1, *self.data.shape[1:])
        return Ragged(data, self.lengths[runs])


def starts_of(lengths: Counts) -> Counts:
    """Where each run begins."""
    starts: Counts = np.cumsum(lengths) - lengths
    return starts


def spread(starts: Counts, lengths: Counts) -> Counts:
    """Every position of every run: from its start, as many as it is long."""
    places: Counts = np.repeat(starts - starts_of(lengths), lengths)
    places += np.arange(len(places))
    return places


def sums(amounts: NDArray[Any], lengths: Counts) -> NDArray[Any]:
    """What the amounts of each run add up to; 0 of an empty one."""
    total = np.concatenate([[0], np.cumsum(amounts)])
    ends = np.cumsum(lengths)
    added: NDArray[Any] = total[ends] - total[ends - lengths]
    return added


def interleaved(columns: Sequence[Ragged | bytes]) -> Ragged:
    """The bytes of the first run of each column, then those of the second, and so on; plain bytes
    are a column that says the same everywhere."""
    ragged = [column for column in columns if isinstance(column, Ragged)]
    same = sum(len(column) for column in columns if isinstance(column, bytes))
    lengths: Counts = np.full(len(ragged[0]), same, dtype=np.int64)
    for column in ragged:
        lengths += column.lengths
    texts = [
        _texts(column.data, column.lengths)
        if isinstance(column, Ragged)
        else pa.scalar(column, pa.large_binary())
        for column in columns
    ]
    return Ragged(_bytes_of(pc.binary_join_element_wise(*texts, NOTHING_BETWEEN)), lengths)


def _texts(data: NDArray[Any], lengths: Counts) -> pa.LargeBinaryArray:
    """Runs of bytes as Arrow has them, which copies a run at a time."""
    offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(data))]
    return pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(lengths), buffers)


def _bytes_of(texts: pa.LargeBinaryArray) -> NDArray[np.uint8]:
    _, offsets, data = texts.buffers()
    many = int(np.frombuffer(offsets, dtype=np.int64)[len(texts)]) if len(texts) else 0
    return np.frombuffer(data, dtype=np.uint8, count=many) if many else np.empty(0, np.uint8)


def varints(values: NDArray[Any]) -> Ragged:
    """Numbers from 0 up as protocol buffers write them: seven bits a byte, the lowest first."""
    most = int(values.max(initial=0))
    if most <= LOW_BITS:
        return Ragged(values.astype(np.uint8), np.ones(len(values), dtype=np.int64))
    left: NDArray[Any] = values.astype(np.uint32 if most < 1 << 32 else np.uint64, copy=False)
    first, more = _seven_bits(left)
    lengths = more.astype(np.int64) + 1
    there = np.flatnonzero(more)
    groups = []
    while len(there):
        left = left[more] >> SEVEN_BITS
        bits, more = _seven_bits(left)
        groups.append((there, bits))
        there = there[more]
        lengths[there] += 1
    at = starts_of(lengths)
    out = np.empty(int(lengths.sum()), dtype=np.uint8)
    out[at] = first
    for number, (some, bits) in enumerate(groups, start=1):
        out[at[some] + number] = bits
    return Ragged(out, lengths)


def _seven_bits(left: NDArray[Any]) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The next byte of each number, and whether another one follows."""
    more = left > LOW_BITS
    bits = left.astype(np.uint8)
    bits &= LOW_BITS
    bits |= more.view(np.uint8) << 7
    return bits, more


def zigzag(values: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers of either sign as numbers from 0 up: 0, -1, 1, -2 … become 0, 1, 2, 3 …

    They keep their width, and so must have a bit to spare (or be of 64 bits).
    """
    folded: NDArray[Any] = (values << 1) ^ (values >> (8 * values.itemsize - 1))
    return folded
