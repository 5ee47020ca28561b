"""Initials and sorting keys of whole columns of names.

A table of characters reads a million names in seconds, where looking up phrases takes a minute.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from layers.system.pinyin import tables

ROWS_AT_ONCE = 50_000
# Of the private use area: sounds in their order, after every other character of the plane.
SOUNDS = 0xE100
# Numbers of up to so many digits are compared by value, and so many characters at all.
DIGITS, COMPARED = 12, 100
Codes = npt.NDArray[np.uint32]
Ends = npt.NDArray[np.int64]
"""Where each text ends among the codes of all of them, after a 0."""


def initials_of(column: pa.Array) -> pa.Array:
    """The same for a column of texts (large_string without nulls), a million in less than a second.

    Each Chinese character becomes one letter, so that a look into one table does for all.
    """
    initial = _by_code()[0]
    parts = [_texts(initial[codes], ends) for codes, ends in _in_parts(pc.utf8_lower(column))]
    return pa.concat_arrays(parts) if parts else column


def sorting_keys(column: pa.Array) -> pa.Array:
    """What texts (large_string without nulls) are sorted by, as bytes: Chinese by its sound and
    after all else, numbers by their value (`区10` after `区9`), in lower case."""
    lower = pc.utf8_slice_codeunits(pc.utf8_lower(column), 0, COMPARED)
    parts = list(_in_parts(lower))
    longest = min(max((_longest_number(*part) for part in parts), default=0), DIGITS)
    keys = [_bytes(*_sorting(codes, ends, longest)) for codes, ends in parts]
    return pa.concat_arrays(keys) if keys else pa.array([], pa.large_binary())


def _in_parts(column: pa.Array) -> Iterator[tuple[Codes, Ends]]:
    for at in range(0, len(column), ROWS_AT_ONCE):
        yield _codes(column.slice(at, ROWS_AT_ONCE))


def _codes(column: pa.Array) -> tuple[Codes, Ends]:
    """The characters of all texts as numbers, one text after the other."""
    _, ends, data = column.buffers()
    bounds = np.frombuffer(ends, np.int64)[column.offset : column.offset + len(column) + 1]
    size = int(bounds[-1] - bounds[0])
    written = data.slice(int(bounds[0]), size).to_pybytes() if size else b""
    codes = np.frombuffer(written.decode().encode("utf-32-le"), np.uint32)
    lengths = pc.utf8_length(column).to_numpy(zero_copy_only=False)
    return codes, np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])


def _texts(codes: Codes, ends: Ends) -> pa.Array:
    data = codes.astype("<u4").tobytes().decode("utf-32-le").encode()
    widths = 1 + (codes > 0x7F).astype(np.int8) + (codes > 0x7FF) + (codes > 0xFFFF)
    bounds = np.concatenate([[0], np.cumsum(widths, dtype=np.int64)])[ends]
    return _packed(pa.large_string(), bounds, data)


def _bytes(codes: Codes, ends: Ends) -> pa.Array:
    """Two bytes a character, the higher one first; what needs more comes last."""
    data = np.minimum(codes, 0xFFFF).astype(">u2").tobytes()
    return _packed(pa.large_binary(), 2 * ends, data)


def _packed(kind: pa.DataType, bounds: Ends, data: bytes) -> pa.Array:
    buffers = [None, pa.py_buffer(bounds.astype(np.int64).tobytes()), pa.py_buffer(data)]
    return pa.Array.from_buffers(kind, len(bounds) - 1, buffers)


def _longest_number(codes: Codes, ends: Ends) -> int:
    return int(_numbers(codes, ends)[1].max(initial=0))


def _numbers(codes: Codes, ends: Ends) -> tuple[Ends, Ends]:
    """Where runs of digits begin, and how long they are; none goes from one text into the next."""
    digit = np.zeros(len(codes) + 1, dtype=bool)
    digit[:-1] = codes - ord("0") < 10
    turns = digit.copy()
    turns[1:] = digit[1:] != digit[:-1]
    turns[ends] = True
    at = np.flatnonzero(turns)
    lengths = np.diff(at, append=len(codes))
    runs = digit[at]
    return at[runs], lengths[runs]


def _sorting(codes: Codes, ends: Ends, longest: int) -> tuple[Codes, Ends]:
    """Sounds for Chinese, and zeros before each number that has fewer digits than the longest."""
    placed = _by_code()[1][codes]
    starts, lengths = _numbers(codes, ends)
    missing = np.maximum(longest - lengths, 0)
    if not missing.any():
        return placed, ends
    zeros = np.zeros(len(codes) + 1, dtype=np.int32)
    zeros[starts] = missing
    moved = np.cumsum(zeros, dtype=np.int64)
    padded = np.full(len(codes) + moved[-1], ord("0"), dtype=np.uint32)
    padded[np.arange(len(codes)) + moved[:-1]] = placed
    # A text ends where its last character is, moved as far as that one.
    return padded, ends + np.concatenate([[0], moved[:-1]])[ends]


@cache
def _by_code() -> tuple[Codes, Codes]:
    """For every character its initial, and its place among the sounds."""
    first, second = tables()
    places = {sound: SOUNDS + place for place, sound in enumerate(sorted(set(second.values())))}
    initial, place = (np.arange(sys.maxunicode + 1, dtype=np.uint32) for _ in range(2))
    for code, letter in first.items():
        if letter:
            initial[code] = ord(letter)
    for code, sound in second.items():
        place[code] = places[sound]
    return initial, place
