"""Opening a zip whose directory is no larger than it may be, however its size is stated.

`zipfile` reads the whole directory at once and makes an object of each record. How large it is
stands in a record at the end of the file, in one of several places and forms; reading that record
a second time, by rules of our own, would judge another directory than the one that is read. So the
library itself is watched: it gets no more bytes at once than a directory may have.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# More than any workbook or document of an office has.
MOST_PARTS = 2000
# A record has at least 46 bytes; long names and extras are allowed for.
BYTES_PER_ENTRY = 1024
# The library looks for the end of the directory in so many of the last bytes.
TAIL_BYTES = 1 << 17
ODD = (
    EOFError,
    NotImplementedError,
    OverflowError,
    ValueError,
    KeyError,
    IndexError,
    MemoryError,
    RuntimeError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)


class DirectoryTooLarge(zipfile.BadZipFile):
    """The directory is larger than that of any archive with as many entries as are allowed."""


class _Watched(io.FileIO):
    """A file that gives no more than `most` bytes at once; all that is asked for once it is 0."""

    most = 0

    def read(self, size: int | None = -1, /) -> bytes:
        asked = -1 if size is None else size
        if self.most and (asked > self.most or (asked < 0 and self._left() > self.most)):
            raise DirectoryTooLarge("the directory is too large")
        return super().read(asked) or b""

    def _left(self) -> int:
        here = self.tell()
        left = self.seek(0, io.SEEK_END) - here
        self.seek(here)
        return left


@contextmanager
def opened_zip(path: Path, entries: int = MOST_PARTS) -> Iterator[zipfile.ZipFile]:
    """The archive, open for reading. Raises `DirectoryTooLarge`, else `BadZipFile` or `OSError`.

    entries: how many an archive may have. An archive that states more but holds fewer is opened;
    the caller counts what is there.
    """
    with _Watched(path) as file:
        file.most = max(entries * BYTES_PER_ENTRY, TAIL_BYTES)
        try:
            archive = zipfile.ZipFile(file)
        except ODD as error:
            raise zipfile.BadZipFile(str(error)) from error
        file.most = 0
        with archive:
            yield archive
