"""PMTiles 3 with pictures: header and directories are read where they are asked for."""

from __future__ import annotations

import zlib
from functools import lru_cache
from pathlib import Path

from pmtiles.tile import Compression, Entry, TileType

from geo.words import Text
from layers.basemaps.addresses import Place
from layers.basemaps.declared import held_zooms
from layers.basemaps.pictures import LARGEST_TILE, TOO_LARGE, UnreadableError, VectorError
from layers.storage.pmtiles_archive import directory, find_stored, header

PMTILES = b"PMTiles\x03"
LARGEST_DIRECTORY = 1024 * 1024
LARGEST_UNPACKED = 16 * LARGEST_DIRECTORY
SCALE = 10_000_000
BROKEN = Text("目录已损坏", "its directory is damaged")
SHORT = Text("文件不完整", "the file is not whole")
PACKED = Text("目录的压缩方式不是 gzip", "its directories are compressed otherwise than by gzip")


class PMTilesPictures:
    """An archive, opened to be read; raises `UnreadableError`, `VectorError`."""

    def __init__(self, path: Path) -> None:
        stat = path.stat()
        self._path, self._size, self._mark = path, stat.st_size, stat.st_mtime_ns
        self._file = path.open("rb")
        try:
            self._look()
        except BaseException:
            self.close()
            raise

    def _look(self) -> None:
        try:
            self._head = header(self._file)
        except Exception:
            raise UnreadableError(SHORT) from None
        if self._head["tile_type"] == TileType.MVT:
            raise VectorError
        if self._head["internal_compression"] != Compression.GZIP:
            raise UnreadableError(PACKED)
        if self._head["tile_data_offset"] + self._head["tile_data_length"] > self._size:
            raise UnreadableError(SHORT)
        self.zooms = held_zooms(self._head["min_zoom"], self._head["max_zoom"])
        self.bounds = self._bounds()

    def _bounds(self) -> tuple[float, float, float, float] | None:
        names = ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
        west, south, east, north = (self._head[name] / SCALE for name in names)
        return (west, south, east, north) if west < east and south < north else None

    def tile(self, place: Place) -> bytes | None:
        try:
            found = find_stored(self._head, self._entries, place)
        except ValueError:
            return None
        return self._bytes(*found) if found else None

    def first(self) -> bytes | None:
        offset, length = self._head["root_offset"], self._head["root_length"]
        for _ in range(4):
            entries = self._entries(offset, length)
            if not entries:
                return None
            if entries[0].run_length:
                return self._bytes(
                    self._head["tile_data_offset"] + entries[0].offset, entries[0].length
                )
            offset = self._head["leaf_directory_offset"] + entries[0].offset
            length = entries[0].length
        return None

    def _entries(self, offset: int, length: int) -> list[Entry]:
        return _kept(self._path, self._mark, offset, length)

    def _bytes(self, offset: int, length: int) -> bytes:
        if length > LARGEST_TILE:
            raise UnreadableError(TOO_LARGE)
        try:
            self._file.seek(offset)
        except (OSError, OverflowError, ValueError):
            raise UnreadableError(BROKEN) from None
        found = self._file.read(length)
        if len(found) < length:
            raise UnreadableError(SHORT)
        return found

    def close(self) -> None:
        self._file.close()


@lru_cache(maxsize=64)
def _kept(path: Path, _mark: int, offset: int, length: int) -> list[Entry]:
    """A directory of a file that lies there as it did: each tile asks for one or two."""
    if length > LARGEST_DIRECTORY:
        raise UnreadableError(BROKEN)
    try:
        with path.open("rb") as file:
            file.seek(offset)
            unpacking = zlib.decompressobj(wbits=31)
            unpacking.decompress(file.read(length), LARGEST_UNPACKED)
            if unpacking.unconsumed_tail:
                raise UnreadableError(BROKEN)
            return directory(file, offset, length)
    except (EOFError, OSError, OverflowError, zlib.error, ValueError, IndexError):
        raise UnreadableError(BROKEN) from None
