"""How much room a disk has, and had when something went wrong on it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from geo.figures.said import MEGABYTES
from geo.figures.writing import written
from geo.words import Text

# Less than this is no room: SQLite alone wants 32 KiB beside the database to be read.
FULL_BELOW_BYTES = 64 * 1024
MEGABYTE = 1_000_000
NOTED = "ecoatlas_rooms"


@dataclass(frozen=True, slots=True)
class Room:
    """The disk under `path`: bytes free for us and in all, and whether more files may be made."""

    path: Path
    free_bytes: int
    total_bytes: int
    takes_files: bool = True
    needed_bytes: int | None = None

    @property
    def full(self) -> bool:
        wanted = min(self.needed_bytes or FULL_BELOW_BYTES, self.total_bytes)
        return self.free_bytes < max(FULL_BELOW_BYTES, wanted) or not self.takes_files

    @property
    def said(self) -> Text:
        """What is left, as the end of a sentence that has named the place."""
        if not self.takes_files and self.free_bytes >= FULL_BELOW_BYTES:
            return Text("（文件个数已达上限）", " (it holds as many files as it can)")
        free, total = _megabytes(self.free_bytes), _megabytes(self.total_bytes)
        return Text(f"（剩余 {free} MB，共 {total} MB）", f" ({free} MB left of {total} MB)")

    @property
    def needed(self) -> Text | str:
        """How much is needed, as far as it is known; nothing otherwise."""
        if self.needed_bytes is None:
            return ""
        needed = _megabytes(self.needed_bytes)
        return Text(f"（约需 {needed} MB）", f" (about {needed} MB)")


def _megabytes(count: int) -> str:
    """Rounded down: a disk that is nearly full is never said to have room."""
    return written(count // (MEGABYTE // 10) / 10, MEGABYTES).number


def room_at(path: Path, needed_bytes: int | None = None) -> Room | None:
    """The room where `path` is or would be made; None where that cannot be asked."""
    place = path
    while not is_there(place) and place != place.parent:
        place = place.parent
    try:
        usage = shutil.disk_usage(place)
        return Room(path, usage.free, usage.total, _takes_files(place), needed_bytes)
    except OSError:
        return None


def _takes_files(place: Path) -> bool:
    if not hasattr(os, "statvfs"):
        return True
    about = os.statvfs(place)
    # File systems without a fixed number of files say 0 of 0.
    return about.f_files == 0 or about.f_favail > 0


def is_there(path: Path) -> bool:
    """Whether a path exists as far as we may look."""
    try:
        return path.exists()
    except OSError:
        return False


def is_writable(folder: Path) -> bool:
    """Whether files may be made in a folder that is there; says nothing of how much room is."""
    return os.access(folder, os.W_OK | os.X_OK)


@contextmanager
def watched(place: Path, needed_bytes: int | None = None) -> Iterator[None]:
    """Note on whatever is raised in the block how much room `place` has at that moment.

    It belongs inside of what removes half-made files. `needed_bytes`: what the work will write,
    as far as it can be known.
    """
    try:
        yield
    except Exception as error:
        room = room_at(place, needed_bytes)
        if room is not None:
            error.__dict__[NOTED] = (*rooms_noted(error), room)
        raise


def rooms_noted(error: BaseException) -> tuple[Room, ...]:
    """What `watched` has noted on an error, the innermost first."""
    noted: tuple[Room, ...] = error.__dict__.get(NOTED, ())
    return noted
