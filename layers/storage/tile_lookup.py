"""Single tiles out of the archive of a content, as stored; what finds them is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

from pmtiles.tile import Entry

from layers.storage.pmtiles_archive import directory, find_stored, header
from layers.storage.store import Store

# A directory has 16 KB in its archive and a few hundred here once it is read.
KEPT_DIRECTORIES = 64

Place = tuple[int, int, int]


def tiles_at(store: Store, sha256: str, places: Sequence[Place]) -> Iterator[bytes]:
    """The tile at each place (zoom, x, y), gzip as stored; empty where nothing lies.

    The content never changes, so its header and directories are read once.
    """
    head = _header(store, sha256)
    entries_at = partial(_directory, store, sha256)
    with store.open_tiles(sha256) as archive:
        for place in places:
            found = find_stored(head, entries_at, place)
            if found is None:
                yield b""
                continue
            archive.seek(found[0])
            yield archive.read(found[1])


@lru_cache(maxsize=512)
def _header(store: Store, sha256: str) -> dict[str, Any]:
    with store.open_tiles(sha256) as archive:
        return header(archive)


@lru_cache(maxsize=KEPT_DIRECTORIES)
def _directory(store: Store, sha256: str, offset: int, length: int) -> list[Entry]:
    with store.open_tiles(sha256) as archive:
        return directory(archive, offset, length)
