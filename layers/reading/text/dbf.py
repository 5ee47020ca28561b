"""The attribute table of a shapefile, read as bytes: what encoding it really holds.

GDAL decodes with whatever it is told and never objects, so the decision is made here, on the
bytes. Nothing in a header is trusted: counts and widths are bounded by the size of the file.

Layout: dBASE III header of 32 bytes, 32 bytes for each column, 0x0D, then rows of fixed width.
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from layers.reading.text.two_encodings import MIXED, encoding_of

Bytes = NDArray[np.uint8]
Rows = NDArray[np.int64]

HEADER, COLUMN, NAME = 32, 32, 11
HEADER_END = 0x0D
PRESENT, DELETED = ord(" "), ord("*")
LANGUAGE_BYTE_AT = 29
ROWS_A_TIME = 50_000
SEPARATOR = "\x1e"
_LONGEST_CHARACTER = 4
NUMBERS_AND_DATES = frozenset("NFDL")
# Memos lie in another file, pictures too; the rest are numbers and moments of later dBase and of
# FoxPro, in bytes of their own. None of them belongs into a shapefile.
ELSEWHERE = frozenset("MGPBOTIY@+0Q")
# Language bytes that name an encoding; 0x57 ("ANSI") and 0x00 say nothing.
LANGUAGES = {
    0x4D: "GBK",
    0x7A: "GBK",
    0x4F: "Big5",
    0x78: "Big5",
    0x13: "CP932",
    0x7B: "CP932",
    0x4E: "CP949",
    0x79: "CP949",
    0x03: "CP1252",
    0x58: "CP1252",
    0x59: "CP1252",
    0x01: "CP437",
    0x02: "CP850",
    0xC9: "CP1251",
    0xC8: "CP1250",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its raw name, type letter, and where it lies in a row."""

    raw_name: bytes
    type: str
    start: int
    width: int

    @property
    def is_text(self) -> bool:
        """Text, and whatever has a type that nobody knows: GDAL takes that for text too."""
        return self.type not in NUMBERS_AND_DATES | ELSEWHERE

    @property
    def is_readable(self) -> bool:
        return self.type not in ELSEWHERE


@dataclass(frozen=True, slots=True)
class Table:
    """The shape of a table and its bytes, mapped and not loaded."""

    columns: tuple[Column, ...]
    language: int
    rows: Bytes
    """All rows, shape (rows, width of a row); column 0 is the deletion mark."""
    stated: int
    """How many rows the header says there are."""

    @property
    def declared(self) -> str | None:
        return LANGUAGES.get(self.language)

    @property
    def names(self) -> list[bytes]:
        return [column.raw_name for column in self.columns]


class BadTable(ValueError):  # noqa: N818 - it says what it is
    """The header contradicts the file."""


class NoColumns(BadTable):
    """A table without a single field: whoever wrote it had nothing to say of the shapes."""


def open_table(path: Path, expected: int | None = None) -> Table:
    """Read the header and map the rows; raises `BadTable` when the header is nonsense.

    expected: how many rows there are by the shapes; believed against the header where the file
    holds so many.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(HEADER)
        if len(head) < HEADER:
            raise BadTable("header")
        count, header_size, row_size = struct.unpack_from("<LHH", head, 4)
        columns = _columns(file.read(max(0, header_size - HEADER)))
    width = 1 + sum(column.width for column in columns)
    if not columns:
        raise NoColumns("columns")
    if row_size < width or header_size > size:
        raise BadTable("columns")
    whole = _map_rows(path, header_size, (size - header_size) // row_size, row_size)
    rows = whole[: count if expected is None or not _holds(whole, expected) else expected]
    return Table(columns, head[LANGUAGE_BYTE_AT], rows, count)


def _holds(whole: Bytes, expected: int) -> bool:
    """Whether these are rows, and no more than these."""
    return len(whole) == expected and bool(np.isin(whole[:, 0], (PRESENT, DELETED)).all())


def _columns(block: bytes) -> tuple[Column, ...]:
    found: list[Column] = []
    start = 1
    for at in range(0, len(block) - COLUMN + 1, COLUMN):
        entry = block[at : at + COLUMN]
        if entry[0] == HEADER_END:
            break
        width = entry[16]
        found.append(Column(entry[:NAME].split(b"\x00")[0], chr(entry[11]), start, width))
        start += width
    return tuple(found)


def _map_rows(path: Path, header_size: int, rows: int, row_size: int) -> Bytes:
    if rows == 0:
        return np.empty((0, row_size), dtype=np.uint8)
    return np.memmap(path, np.uint8, mode="r", offset=header_size, shape=(rows, row_size))


def deleted_rows(table: Table) -> Rows:
    """Rows (0-based) that are marked as deleted: they are still in the file, with their shapes."""
    return np.flatnonzero(np.asarray(table.rows[:, 0]) == DELETED)


def text_blocks(table: Table) -> Iterator[tuple[Column, int, Bytes]]:
    """The non-ASCII values: column, first row of the block, bytes of those rows (others blank)."""
    for first in range(0, len(table.rows), ROWS_A_TIME):
        block = np.asarray(table.rows[first : first + ROWS_A_TIME])
        for column in table.columns:
            values = block[:, column.start : column.start + column.width]
            if column.is_text and (values & 0x80).any():
                yield column, first, values


def non_ascii_rows(values: Bytes) -> Rows:
    """Positions within a block of the values that hold anything beyond ASCII."""
    return np.flatnonzero((values & 0x80).any(axis=1))


def value_bytes(values: Bytes, row: int) -> bytes:
    """One value without the padding."""
    raw: bytes = values[row].tobytes()
    return raw.split(b"\x00")[0].rstrip(b" ")


def decode_cut(raw: bytes, encoding: str, *, full: bool) -> str | None:
    """Strictly decoded; a character cut at the end of a full field is dropped. None: not valid."""
    encoding = _own(raw, encoding, full=full)
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        rest = len(raw) - error.start
        if (
            not full
            or rest >= _LONGEST_CHARACTER
            or not _is_incomplete(raw[error.start :], encoding)
        ):
            return None
        return raw[: error.start].decode(encoding)


def _own(raw: bytes, encoding: str, *, full: bool) -> str:
    """Of a table in two encodings the one of this value."""
    return encoding_of(raw, cut=full) if encoding == MIXED else encoding


def _is_incomplete(tail: bytes, encoding: str) -> bool:
    """Whether the bytes are the beginning of a character and not simply wrong."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        decoder.decode(tail, final=False)
    except UnicodeDecodeError:
        return False
    return True


def first_bad_row(values: Bytes, rows: Rows, encoding: str, whole: bytes) -> int | None:
    """First row of the block whose value is not valid in the encoding; cut ends are no fault.

    whole: those rows of the block, joined.
    """
    try:
        whole.decode(encoding)
    except UnicodeDecodeError:
        for row in rows:
            raw = value_bytes(values, int(row))
            if decode_cut(raw, encoding, full=len(raw) == values.shape[1]) is None:
                return int(row)
    return None


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A decoded text column; `cut` lists the rows (0-based) whose last character was dropped."""

    values: pa.ChunkedArray
    cut: tuple[int, ...]


def read_text(table: Table, column: Column, encoding: str) -> TextColumn:
    """The column decoded in blocks; blanks are trimmed and empty text becomes null."""
    chunks: list[pa.Array] = []
    cut: list[int] = []
    for first in range(0, len(table.rows), ROWS_A_TIME):
        block = np.asarray(table.rows[first : first + ROWS_A_TIME])
        values = block[:, column.start : column.start + column.width]
        deleted = block[:, 0] == DELETED
        values = without_tails(values[~deleted] if deleted.any() else values)
        texts, cut_here = _decode_block(values, encoding)
        done = sum(len(chunk) for chunk in chunks)
        cut.extend(done + row for row in cut_here)
        trimmed = pc.utf8_trim_whitespace(texts)
        nothing = pc.equal(trimmed, "")
        if pc.any(nothing).as_py():
            trimmed = pc.if_else(nothing, pa.scalar(None, pa.string()), trimmed)
        chunks.append(trimmed)
    return TextColumn(pa.chunked_array(chunks, pa.string()), tuple(cut))


def _decode_block(values: Bytes, encoding: str) -> tuple[pa.Array, list[int]]:
    if encoding != MIXED:
        with suppress(UnicodeDecodeError):
            texts = _parted(joined(values).decode(encoding))
            if len(texts) == len(values):
                return texts, []
    one_by_one, cut = _decode_one_by_one(values, encoding)
    return pa.array(one_by_one, pa.string()), cut


def _parted(text: str) -> pa.Array:
    """A text cut where separators end its parts."""
    raw = np.frombuffer(text.encode(), np.uint8)
    ends = np.flatnonzero(raw == ord(SEPARATOR))
    offsets = np.zeros(len(ends) + 1, dtype=np.int32)
    offsets[1:] = ends - np.arange(len(ends))
    parts = pa.py_buffer(np.delete(raw, ends))
    return pa.StringArray.from_buffers(len(ends), pa.py_buffer(offsets), parts)


def _decode_one_by_one(values: Bytes, encoding: str) -> tuple[list[str], list[int]]:
    texts: list[str] = []
    cut: list[int] = []
    for row in range(len(values)):
        raw = value_bytes(values, row)
        full = len(raw) == values.shape[1]
        text = decode_cut(raw, encoding, full=full)
        if text is None:
            raise BadTable("text")
        if len(text.encode(_own(raw, encoding, full=full))) < len(raw):
            cut.append(row)
        texts.append(text)
    return texts, cut


def without_tails(values: Bytes) -> Bytes:
    """Everything from the first zero byte on is padding, whatever it holds."""
    zero = values == 0
    if not zero.any():
        return values
    return np.where(np.maximum.accumulate(zero, axis=1), np.uint8(ord(" ")), values)


def joined(values: Bytes) -> bytes:
    """Rows one after the other with a separator that is no part of any multi-byte character."""
    end = np.full((len(values), 1), ord(SEPARATOR), dtype=np.uint8)
    return np.hstack([values, end]).tobytes()


def state_rows(path: Path, rows: int) -> None:
    """Write the number of rows into the header of our own copy."""
    with path.open("r+b") as file:
        file.seek(4)
        file.write(struct.pack("<L", rows))


def neutral_names(path: Path, count: int) -> list[str]:
    """Overwrite the column names of our own copy with F0, F1, ... and return them.

    A name that a ten-byte cut left in the middle of a character cannot be decoded by the reader,
    and two names that became equal by the cut would hide each other. The real names are kept by us.
    """
    names = [f"F{position}" for position in range(count)]
    with path.open("r+b") as file:
        for position, name in enumerate(names):
            file.seek(HEADER + position * COLUMN)
            file.write(name.encode().ljust(NAME, b"\x00"))
    return names
