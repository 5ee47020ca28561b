"""`disk-full`: which of the places of an office has no room left, and what is needed."""

from __future__ import annotations

from collections.abc import Sequence

from geo.errors import EcoAtlasError
from layers.faults.codes import DISK_FULL
from layers.faults.disk import Room, room_at
from layers.faults.places import Places


def fullest(noted: Sequence[Room], places: Places) -> Room | None:
    """The place with least room: as noted when it went wrong, or as it is now."""
    found = [room for room in (*noted, *map(room_at, places.every)) if room is not None]
    return min(found, key=lambda room: (not room.full, room.free_bytes), default=None)


def disk_full(room: Room | None, places: Places) -> EcoAtlasError:
    """The refusal, with what is left and what is needed, as far as known."""
    return EcoAtlasError(
        DISK_FULL,
        place=places.said(room.path if room else None),
        room=room.said if room else "",
        needed=room.needed if room else "",
    )
