"""A fault of the machine as a refusal: the one place where this is decided."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

from geo.errors import EcoAtlasError, ErrorCode
from layers.faults import codes
from layers.faults.databases import database_refusal
from layers.faults.disk import Room, room_at, rooms_noted
from layers.faults.drivers import driver_refusal
from layers.faults.fullness import disk_full, fullest
from layers.faults.object_stores import is_of_object_store, object_store_refusal
from layers.faults.places import Places
from layers.faults.reasons import why

ABOUT_A_PLACE: dict[int, ErrorCode] = {
    errno.EDQUOT: codes.QUOTA_REACHED,
    errno.EFBIG: codes.FILE_LIMIT,
    errno.EROFS: codes.READ_ONLY,
    errno.EACCES: codes.NOT_PERMITTED,
    errno.EPERM: codes.NOT_PERMITTED,
    errno.EIO: codes.DISK_FAILING,
}
ABOUT_THE_MACHINE: dict[int, ErrorCode] = {
    errno.EMFILE: codes.TOO_MANY_OPEN,
    errno.ENFILE: codes.TOO_MANY_OPEN,
    errno.ENOMEM: codes.MEMORY_SHORT,
}


def refusal_of(error: BaseException, places: Places) -> EcoAtlasError | None:
    """What whoever runs the machine can mend; None for what nobody has thought of.

    Libraries wrap what the system said in errors of their own, or only say that it did not work:
    the whole chain is looked at, and then whether a disk is full.
    """
    every = list(_chain(error))
    rooms = [room for one in every for room in rooms_noted(one)]
    for one in every:
        found = _of(one, places, rooms)
        if found is not None:
            return found
    return _of_full_disk(rooms, places)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, what it wraps, and what it was raised from, each once."""
    waiting, seen = [error], set()
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        inner = (getattr(one, "orig", None), one.__cause__, one.__context__)
        waiting += [other for other in inner if isinstance(other, BaseException)]


def _of(error: BaseException, places: Places, rooms: list[Room]) -> EcoAtlasError | None:
    if isinstance(error, MemoryError):
        return EcoAtlasError(codes.MEMORY_SHORT)
    if isinstance(error, ImportError):
        return driver_refusal(error)
    if is_of_object_store(error):
        return object_store_refusal(error, places)
    if isinstance(error, OSError):
        return _of_system(error, places, rooms)
    return database_refusal(error, places, fullest(rooms, places))


def _of_system(error: OSError, places: Places, rooms: list[Room]) -> EcoAtlasError | None:
    number, path = error.errno or 0, _path_of(error)
    if number == errno.ENOSPC:
        return disk_full(_full_place(path, rooms, places), places)
    if number in ABOUT_THE_MACHINE:
        return EcoAtlasError(ABOUT_THE_MACHINE[number])
    if number in ABOUT_A_PLACE:
        path = path or (rooms[0].path if rooms else None)
        return EcoAtlasError(ABOUT_A_PLACE[number], place=places.said(path))
    return _unusable(error, places)


def _full_place(path: Path | None, rooms: list[Room], places: Places) -> Room | None:
    """Writing into an open file names no path: then what was noted, or what is full now."""
    found = fullest(rooms, places)
    if found is not None and found.full:
        return found
    if rooms:
        return rooms[0]
    return None if path is None else room_at(path)


def _unusable(error: OSError, places: Places) -> EcoAtlasError | None:
    """A path that is wrong: somebody at the machine has named it, nobody in a browser can."""
    path = _path_of(error)
    if not places.named:
        return None
    if path is None:
        # Python looks through every folder of temporary files before it says so.
        none_left = "No usable temporary directory" in str(error)
        return EcoAtlasError(codes.PLACE_UNUSABLE, name="TMPDIR", why=error) if none_left else None
    if path == places.home or path in places.home.parents:
        return EcoAtlasError(codes.HOME_UNUSABLE, home=places.home, why=why(error))
    return EcoAtlasError(codes.PLACE_UNUSABLE, name=path, why=why(error))


def _path_of(error: OSError) -> Path | None:
    found = error.filename2 or error.filename
    return Path(found) if isinstance(found, str) and found else None


def _of_full_disk(rooms: list[Room], places: Places) -> EcoAtlasError | None:
    """Some libraries only say that they could not write: on a full disk that says enough."""
    room = fullest(rooms, places)
    return disk_full(room, places) if room is not None and room.full else None
