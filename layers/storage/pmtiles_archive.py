"""PMTiles archives: which tiles one has, what they weigh, and writing a new one tile by tile."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from pmtiles.tile import (
    Compression,
    Entry,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    tileid_to_zxy,
    zxy_to_tileid,
)
from pmtiles.writer import Writer

HEADER_BYTES = 127
# A root, leaves, and what the format allows beneath them.
DEEPEST_DIRECTORY = 4
GZIP = b"\x1f\x8b"
# Level 4 costs two fifths of level 6 and is 6 % larger; no time stamp, so that bytes repeat.
GZIP_LEVEL = 4


@dataclass(frozen=True, slots=True)
class StoredTile:
    """One tile of an archive; `length` is in bytes, as stored (compressed)."""

    tile_id: int
    zoom: int
    x: int
    y: int
    offset: int
    length: int


def header(file: IO[bytes]) -> dict[str, Any]:
    """The archive's header: offsets, zoom range, bounds."""
    file.seek(0)
    return dict(deserialize_header(file.read(HEADER_BYTES)))


def stored_tiles(file: IO[bytes]) -> Iterator[StoredTile]:
    """Every addressed tile by tile id: low zooms first, along a Hilbert curve within a zoom."""
    head = header(file)
    data = head["tile_data_offset"]
    for entry in _entries(file, head, head["root_offset"], head["root_length"]):
        for tile_id in range(entry.tile_id, entry.tile_id + entry.run_length):
            place = tileid_to_zxy(tile_id)
            yield StoredTile(tile_id, *place, data + entry.offset, entry.length)


def _entries(file: IO[bytes], head: dict[str, Any], offset: int, length: int) -> Iterator[Any]:
    file.seek(offset)
    for entry in deserialize_directory(file.read(length)):
        if entry.run_length:
            yield entry
        else:
            leaf = head["leaf_directory_offset"] + entry.offset
            yield from _entries(file, head, leaf, entry.length)


def directory(file: IO[bytes], offset: int, length: int) -> list[Entry]:
    """The entries of one directory, by ascending tile id."""
    file.seek(offset)
    return list(deserialize_directory(file.read(length)))


def find_stored(
    head: dict[str, Any],
    entries_at: Callable[[int, int], list[Entry]],
    place: tuple[int, int, int],
) -> tuple[int, int] | None:
    """Where the tile (zoom, x, y) lies, as offset and length in bytes; None where there is none.

    `entries_at(offset, length)` gives the directory there, so that the caller may keep it.
    """
    tile_id = zxy_to_tileid(*place)
    offset, length = head["root_offset"], head["root_length"]
    for _ in range(DEEPEST_DIRECTORY):
        found = find_tile(entries_at(offset, length), tile_id)
        if found is None:
            return None
        if found.run_length:
            return head["tile_data_offset"] + found.offset, found.length
        offset, length = head["leaf_directory_offset"] + found.offset, found.length
    return None


def stored_bytes(file: IO[bytes], tile: StoredTile) -> bytes:
    """The tile as stored."""
    file.seek(tile.offset)
    return file.read(tile.length)


def pack(message: bytes) -> bytes:
    return gzip.compress(message, GZIP_LEVEL, mtime=0)


def unpack(stored: bytes) -> bytes:
    return gzip.decompress(stored) if stored.startswith(GZIP) else stored


_new_writer: Callable[[IO[bytes]], Any] = Writer  # the library has no types here


class Archive:
    """An archive being written; tiles go in by ascending tile id."""

    def __init__(self, file: IO[bytes]) -> None:
        self._writer: Any = _new_writer(file)

    def add(self, tile_id: int, stored: bytes) -> None:
        self._writer.write_tile(tile_id, stored)

    def finish(
        self,
        *,
        zooms: tuple[int, int],
        bbox: tuple[float, float, float, float],
        metadata: dict[str, Any],
    ) -> None:
        """Write directories and header; `bbox` is west, south, east, north in degrees."""
        west, south, east, north = (round(edge * 10_000_000) for edge in bbox)
        self._writer.finalize(
            {
                "tile_type": TileType.MVT,
                "tile_compression": Compression.GZIP,
                "min_zoom": zooms[0],
                "max_zoom": zooms[1],
                "min_lon_e7": west,
                "min_lat_e7": south,
                "max_lon_e7": east,
                "max_lat_e7": north,
                "center_zoom": zooms[0],
                "center_lon_e7": (west + east) // 2,
                "center_lat_e7": (south + north) // 2,
            },
            metadata,
        )
