"""A file as bytes: two files are identical where every part of the one is that of the other.

A packed file (xlsx, docx) is compared by its members: which program pressed them says nothing. It
must hold nothing beside them, though, for readers differ in where they look for members.

Whether files are identical is found out here and not where a file from outside is read: whatever
takes over the process that reads it cannot say so.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from itertools import pairwise
from pathlib import Path
from typing import IO

from layers.system.zip_directory import ODD, opened_zip

PACKED = frozenset({"xlsx", "docx"})
LOCAL, END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s4H2IH")
LOCAL_MARK, END_MARK, LARGE_MARK, LARGE_BYTES = b"PK\3\4", b"PK\5\6", b"PK\6\7", 20
UTF8_NAME = 0x800
HARMLESS_FLAGS = UTF8_NAME | 0x6  # how hard it was pressed
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
MOST_MEMBERS = 1000
BLOCK_BYTES = 1 << 16
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, *ODD)
"""What a packed file raises that is none, wherever it is broken."""


def identical(path: Path, fresh: Path, kind: str) -> bool:
    """Whether every part of a file is byte for byte that of the one made anew."""
    if kind not in PACKED:
        with path.open("rb") as one, fresh.open("rb") as other:
            return path.stat().st_size == fresh.stat().st_size and _same(one, other)
    try:
        return plainly_packed(path) and _same_members(path, fresh)
    except BROKEN:
        return False


def _same_members(path: Path, fresh: Path) -> bool:
    with opened_zip(path, MOST_MEMBERS) as packed, zipfile.ZipFile(fresh) as expected:
        # Nothing is unpacked that says it is larger than what it is compared with.
        if _sizes(packed) != _sizes(expected):
            return False
        return all(_same_member(packed, expected, name) for name in expected.namelist())


def _sizes(packed: zipfile.ZipFile) -> dict[str, int]:
    return {one.filename: one.file_size for one in packed.infolist()}


def _same_member(packed: zipfile.ZipFile, expected: zipfile.ZipFile, name: str) -> bool:
    with packed.open(name) as one, expected.open(name) as other:
        return _same(one, other)


def _same(one: IO[bytes], other: IO[bytes]) -> bool:
    while block := one.read(BLOCK_BYTES):
        if block != other.read(BLOCK_BYTES):
            return False
    return not other.read(1)


def plainly_packed(path: Path) -> bool:
    """Whether members, directory and end follow each other from the first byte to the last, and
    each member's own head says what the directory says of it."""
    with path.open("rb") as raw:
        directory_at = _directory_at(raw)
        if directory_at is None:
            return False
        with opened_zip(path, MOST_MEMBERS) as packed:
            entries = sorted(packed.infolist(), key=lambda one: one.header_offset)
        starts = [*(one.header_offset for one in entries), directory_at]
        names = {one.filename.casefold() for one in entries}
        whole = starts[0] == 0 and len(names) == len(entries)
        filled = zip(entries, pairwise(starts), strict=True)
        return whole and all(_fills(raw, entry, between) for entry, between in filled)


def _directory_at(raw: IO[bytes]) -> int | None:
    """Where the directory begins, if it is a small one that ends the file."""
    size = raw.seek(0, 2)
    raw.seek(max(0, size - END.size - LARGE_BYTES))
    tail = raw.read()
    if len(tail) < END.size + LARGE_BYTES or tail.startswith(LARGE_MARK):
        return None
    mark, disk, first, here, count, taken, at, remark = END.unpack(tail[LARGE_BYTES:])
    ends = at + taken + END.size == size
    told = (mark, disk, first, here, remark) == (END_MARK, 0, 0, count, 0)
    return int(at) if told and ends and count <= MOST_MEMBERS else None


def _fills(raw: IO[bytes], entry: zipfile.ZipInfo, between: tuple[int, int]) -> bool:
    start, end = between
    raw.seek(start)
    head = raw.read(LOCAL.size)
    mark, _, flags, method, _, _, crc, packed, unpacked, name, extra = LOCAL.unpack(head)
    stated = (mark, flags & ~HARMLESS_FLAGS, method, crc, packed, unpacked)
    told = (LOCAL_MARK, 0, entry.compress_type, entry.CRC, entry.compress_size, entry.file_size)
    coding = "utf-8" if entry.flag_bits & UTF8_NAME else "cp437"
    named = raw.read(name) == entry.orig_filename.encode(coding)
    fits = start + LOCAL.size + name + extra + entry.compress_size == end
    return stated == told and named and fits and method in METHODS
