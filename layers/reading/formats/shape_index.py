"""The index of a shapefile (.shx): where each shape begins, by the row of the table it belongs to.

An index of another export gives every row the shape of a neighbour, and nothing looks wrong; and a
length in a header that is shorter than the file makes GDAL stop before the last shapes, without a
word. So the entries are held against the records, and the lengths in our copy are those of the
files.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

HEADER, ENTRY, RECORD_HEADER = 100, 8, 8
_LENGTH_AT, _TYPE_AT = 24, 32
# Within a record: how many parts there are, of a multipoint how many vertices.
_PARTS_AT, _POINT = 36, 1
_WORD = 2
Entries = NDArray[np.int64]


def count(shx: Path) -> int:
    """How many shapes the index says there are: eight bytes each after a header of a hundred."""
    return max(0, shx.stat().st_size - HEADER) // ENTRY


def stated_bytes(path: Path) -> int:
    """The length of the file as its own header (of a .shp or .shx) states it, in words of two."""
    with path.open("rb") as file:
        file.seek(_LENGTH_AT)
        return _WORD * int.from_bytes(file.read(4), "big")


def state_bytes(path: Path, length: int) -> bool:
    """Write this length into the header; whether it said less."""
    stated = stated_bytes(path)
    if stated != length:
        with path.open("r+b") as file:
            file.seek(_LENGTH_AT)
            file.write((length // _WORD).to_bytes(4, "big"))
    return stated < length


def end_of_records(shx: Path) -> int:
    """Where the last record ends in the .shp, by the index."""
    start, length = _entries(shx)
    return int((start + RECORD_HEADER + length).max()) if len(start) else HEADER


def fits(shp: Path, shx: Path) -> bool:
    """Whether every entry points to a record inside the .shp, in the order of their numbers.

    Some programs number records from 0 or not at all; numbers count only where they are 1 … n.
    """
    start, length = _entries(shx)
    if not len(start):
        return True
    if (start < HEADER).any() or (start + RECORD_HEADER + length > shp.stat().st_size).any():
        return False
    raw = np.memmap(shp, np.uint8, mode="r")
    numbers = raw[start[:, None] + np.arange(4)].view(">i4").ravel()
    wanted = np.arange(1, len(numbers) + 1)
    return bool((numbers == wanted).all() or (np.sort(numbers) != wanted).any())


def left_out(shp: Path, shx: Path) -> int:
    """How many records follow in the .shp, numbered on, behind the last one that is indexed."""
    indexed = count(shx)
    extra = 0
    for _, _, number in _records(shp, end_of_records(shx)):
        if number != indexed + extra + 1:
            break
        extra += 1
    return extra


def holds_shape(shp: Path, shx: Path) -> NDArray[np.bool_]:
    """For each record whether it says that there is a shape: a type, and any vertices."""
    start, length = _entries(shx)
    raw = np.memmap(shp, np.uint8, mode="r")

    def number(at: int, rows: NDArray[np.bool_]) -> Entries:
        found = np.zeros(len(start), dtype=np.int64)
        places = (start[rows] + RECORD_HEADER + at)[:, None] + np.arange(4)
        found[rows] = raw[places].view("<i4").ravel()
        return found

    kind = number(0, length >= 4)
    several = (length >= _PARTS_AT + 4) & ~np.isin(kind % 10, (0, _POINT))
    empty = several & (number(_PARTS_AT, several) == 0)
    holds: NDArray[np.bool_] = (kind != 0) & ~empty
    return holds


def rebuild(shp: Path, shx: Path) -> None:
    """Write an index of the records as they follow each other in the .shp, up to padding."""
    entries = [(start // _WORD, length // _WORD) for start, length, _ in _records(shp, HEADER)]
    shx.write_bytes(_head(shp) + np.array(entries, ">i4").tobytes())
    state_bytes(shx, HEADER + ENTRY * len(entries))


def _head(shp: Path) -> bytes:
    with shp.open("rb") as file:
        return file.read(HEADER)


def _entries(shx: Path) -> tuple[Entries, Entries]:
    """Where each record begins and how long its content is, in bytes."""
    entries = np.fromfile(shx, ">i4", offset=HEADER, count=2 * count(shx)).astype(np.int64)
    start, length = _WORD * entries.reshape(-1, 2).T
    return start, length


def _records(shp: Path, start: int) -> Iterator[tuple[int, int, int]]:
    """Start, length of the content (bytes) and number of each record that follows from there on."""
    with shp.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        known = (0, *struct.unpack_from("<i", raw, _TYPE_AT))
        while start + RECORD_HEADER + 4 <= len(raw):
            number, words, kind = struct.unpack_from(">ii", raw, start) + struct.unpack_from(
                "<i", raw, start + RECORD_HEADER
            )
            after = start + RECORD_HEADER + _WORD * words
            if words < _WORD or after > len(raw) or kind not in known:
                return
            yield start, _WORD * words, number
            start = after
