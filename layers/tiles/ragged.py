"""Runs of different lengths in one array: what tiles are made of, without a loop over features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
SEVEN_BITS, LOW_BITS = 7, 127


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
        lengths = self.lengths[runs]
        return Ragged(self.data[spread(self.starts[runs], lengths)], lengths)


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


def interleaved(columns: Sequence[Ragged]) -> Ragged:
    """The bytes of the first run of each column, then those of the second, and so on."""
    lengths = np.sum([column.lengths for column in columns], axis=0).astype(np.int64)
    out = np.empty(int(lengths.sum()), dtype=np.uint8)
    at = starts_of(lengths)
    for column in columns:
        out[spread(at, column.lengths)] = column.data
        at = at + column.lengths
    return Ragged(out, lengths)


def constant(text: bytes, count: int) -> Ragged:
    """The same bytes so many times."""
    one = np.frombuffer(text, dtype=np.uint8)
    return Ragged(np.tile(one, count), np.full(count, len(one), dtype=np.int64))


def varints(values: NDArray[Any]) -> Ragged:
    """Numbers from 0 up as protocol buffers write them: seven bits a byte, the lowest first."""
    small = int(values.max(initial=0)) < 1 << 32
    left: NDArray[Any] = values.astype(np.uint32 if small else np.uint64)
    lengths = np.ones(len(left), dtype=np.int64)
    there = np.arange(len(left))
    groups = []
    while len(there):
        more = left > LOW_BITS
        groups.append((there, (left & LOW_BITS).astype(np.uint8) | (more.astype(np.uint8) << 7)))
        there, left = there[more], left[more] >> SEVEN_BITS
        lengths[there] += 1
    at = starts_of(lengths)
    out = np.empty(int(lengths.sum()), dtype=np.uint8)
    for number, (some, bits) in enumerate(groups):
        out[at[some] + number] = bits
    return Ragged(out, lengths)


def zigzag(values: NDArray[Any]) -> NDArray[np.int64]:
    """Numbers of either sign as numbers from 0 up: 0, -1, 1, -2 … become 0, 1, 2, 3 …"""
    whole = values.astype(np.int64)
    folded: NDArray[np.int64] = (whole << 1) ^ (whole >> 63)
    return folded
