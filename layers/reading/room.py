"""Room for the unpacked file: a parser without it would call a good file damaged."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import EcoAtlasError
from layers.faults.disk import room_at


@contextmanager
def blamed_on_room(folder: Path) -> Iterator[None]:
    """What is refused while the disk of `folder` is full is refused for that: raises OSError."""
    try:
        yield
    except EcoAtlasError:
        require_room(folder)
        raise


def require_room(folder: Path) -> None:
    """Raises OSError (ENOSPC) where the disk of `folder` is full."""
    room = room_at(folder)
    if room is not None and room.full:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
