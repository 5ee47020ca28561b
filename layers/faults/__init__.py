"""What the machine refuses (a full disk, a locked file, a server that is gone), in words.

`refusal_of` is the one place where such a fault becomes a refusal; `watched` notes how much room
was left at the moment of a fault, before half-made files are removed and the room is there again.
"""

from layers.faults.databases import unwritable
from layers.faults.disk import Room, is_writable, room_at, watched
from layers.faults.naming import refusal_of
from layers.faults.places import Places
from layers.faults.reasons import why

__all__ = ["Places", "Room", "is_writable", "refusal_of", "room_at", "unwritable", "watched", "why"]
