"""The file itself: a tar of plain files, compressed with zstandard, written and read in one pass.

Reading takes nothing for granted: the headers are read one by one, and only regular files are let
through. Anybody can unpack a backup without this program: `tar --zstd -xf`.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import zstandard

BLOCK = 512
PIECE = 2**20
TAKEN = 4096
LEVEL = 3
LARGEST_WINDOW = 2**27
REGULAR = (tarfile.REGTYPE, tarfile.AREGTYPE)


class NotAnArchiveError(Exception):
    """What is read is no archive of ours, or no longer one; the message says why."""


class CutOffError(NotAnArchiveError):
    """The file ends before the archive does."""


class Hashed:
    """A file that is read or written in order, and the SHA-256 and size of what went through."""

    def __init__(self, file: IO[bytes], told: Callable[[int], None] | None = None) -> None:
        self._file, self._hash, self._told = file, hashlib.sha256(), told
        self.bytes = 0

    def read(self, size: int = -1) -> bytes:
        return self._seen(self._file.read(size))

    def write(self, data: bytes) -> int:
        self._seen(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()

    def _seen(self, data: bytes) -> bytes:
        self._hash.update(data)
        self.bytes += len(data)
        if self._told is not None:
            self._told(len(data))
        return data

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


class Writer:
    """Adds files, one after the other."""

    def __init__(self, archive: tarfile.TarFile, moment: float) -> None:
        self._archive, self._moment = archive, int(moment)

    def add(self, name: str, size: int, content: IO[bytes] | Hashed) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mtime, entry.mode = size, self._moment, 0o600
        self._archive.addfile(entry, content)

    def add_bytes(self, name: str, content: bytes) -> None:
        self.add(name, len(content), io.BytesIO(content))


@contextmanager
def writing(out: Hashed, moment: float) -> Iterator[Writer]:
    """Write an archive to `out`; `moment` (seconds) is the time of every file in it."""
    compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
    with (
        compressor.stream_writer(cast(IO[bytes], out), closefd=False) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.GNU_FORMAT) as archive,
    ):
        yield Writer(archive, moment)


class Unpacked:
    """What a compressed file holds. A few bytes may stand for many: so few are taken at a time."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._frame = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW).decompressobj()
        self._ready = memoryview(b"")

    def read(self, size: int) -> bytes:
        """At most so many bytes; none at the end, which is where the file ends too."""
        while not self._ready and not self._frame.eof:
            self._ready = memoryview(self._next())
        found, self._ready = self._ready[:size], self._ready[size:]
        if not found and (self._frame.unused_data or self._file.read(1)):
            raise NotAnArchiveError("zstandard, end")
        return bytes(found)

    def _next(self) -> bytes:
        packed = self._file.read(TAKEN)
        if not packed:
            raise CutOffError("zstandard")
        try:
            return self._frame.decompress(packed)
        except zstandard.ZstdError as error:
            raise NotAnArchiveError("zstandard") from error


class Reader:
    """Hands out the files of an archive in their order."""

    def __init__(self, stream: Unpacked) -> None:
        self._stream = stream

    def next(self) -> tuple[str, int]:
        """Name and size of the next file; its bytes are read before the one after it."""
        block = self.exactly(BLOCK)
        try:
            entry = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError) as error:
            raise NotAnArchiveError("tar") from error
        if entry.type not in REGULAR or entry.size < 0:
            raise NotAnArchiveError(f"tar {entry.name!r}")
        return entry.name, entry.size

    def pieces(self, size: int) -> Iterator[bytes]:
        """The bytes of the file that comes next, and past the padding behind it."""
        left = size
        while left:
            piece = self.exactly(min(left, PIECE))
            left -= len(piece)
            yield piece
        self.exactly(-size % BLOCK)

    def whole(self, size: int) -> bytes:
        return b"".join(self.pieces(size))

    def end(self) -> None:
        """Nothing but zeros may follow."""
        while piece := self._stream.read(PIECE):
            if piece.strip(b"\0"):
                raise NotAnArchiveError("end")

    def exactly(self, size: int) -> bytes:
        found = bytearray()
        while len(found) < size:
            piece = self._stream.read(size - len(found))
            if not piece:
                raise CutOffError("end")
            found += piece
        return bytes(found)


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """Read an archive; what it asks of memory is limited whatever it says."""
    with path.open("rb") as file:
        yield Reader(Unpacked(file))
