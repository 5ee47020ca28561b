"""A file as bytes: two files are identical where every part of the one is that of the other.

A packed file (xlsx, docx) is compared by its members: which program pressed them says nothing. It
must hold nothing beside them, though, for readers differ in where they look for members.
"""

from __future__ import annotations

import hashlib
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PACKED = frozenset({"xlsx", "docx"})
LOCAL = struct.Struct("<4s5H3I2H")
LOCAL_MARK, END_BYTES = b"PK\x03\x04", 22
UTF8_NAME = 0x800
HARMLESS_FLAGS = UTF8_NAME | 0x6  # how hard it was pressed


@dataclass(frozen=True, slots=True)
class Parts:
    """SHA-256 by the name of a part; `plain`: nothing stands beside, between or behind them."""

    hashes: Mapping[str, str]
    plain: bool = True

    def identical(self, other: Parts) -> bool:
        return self.plain and other.plain and self.hashes == other.hashes

    def as_dict(self) -> dict[str, object]:
        return {"hashes": dict(self.hashes), "plain": self.plain}


def parts_of(path: Path, kind: str) -> Parts:
    """The parts of a file: its members where it is packed, else one."""
    if kind not in PACKED:
        with path.open("rb") as file:
            return Parts({"": hashlib.file_digest(file, "sha256").hexdigest()})
    with zipfile.ZipFile(path) as packed, path.open("rb") as raw:
        hashes = {one.filename: _hash(packed, one) for one in packed.infolist()}
        return Parts(hashes, _plain(packed, raw))


def _hash(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    with packed.open(entry) as member:
        # file_digest wants a file that is filled into a buffer; members of a zip are read.
        digest = hashlib.sha256()
        while block := member.read(1 << 16):
            digest.update(block)
        return digest.hexdigest()


def _plain(packed: zipfile.ZipFile, raw: IO[bytes]) -> bool:
    """Whether members, directory and end follow each other from the first byte to the last."""
    entries = sorted(packed.infolist(), key=lambda one: one.header_offset)
    if len({one.filename.casefold() for one in entries}) < len(entries) or packed.comment:
        return False
    at = 0
    for entry in entries:
        if entry.header_offset != at:
            return False
        behind = _behind(entry, raw)
        if behind is None:
            return False
        at = behind
    size = raw.seek(0, 2)
    raw.seek(size - END_BYTES)
    ends: tuple[int, int] = struct.unpack_from("<2I", raw.read(END_BYTES), 12)
    directory_bytes, directory_at = ends
    return at == directory_at and directory_at + directory_bytes + END_BYTES == size


def _behind(entry: zipfile.ZipInfo, raw: IO[bytes]) -> int | None:
    """Where the next member begins; None where a member's own head says otherwise."""
    raw.seek(entry.header_offset)
    head = raw.read(LOCAL.size)
    if len(head) < LOCAL.size:
        return None
    mark, _, flags, method, _, _, crc, packed, unpacked, name, extra = LOCAL.unpack(head)
    stated = (mark, flags & ~HARMLESS_FLAGS, method, crc, packed, unpacked)
    told = (LOCAL_MARK, 0, entry.compress_type, entry.CRC, entry.compress_size, entry.file_size)
    coding = "utf-8" if entry.flag_bits & UTF8_NAME else "cp437"
    if stated != told or raw.read(name) != entry.orig_filename.encode(coding):
        return None
    return entry.header_offset + LOCAL.size + int(name + extra) + entry.compress_size
