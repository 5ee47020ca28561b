"""What has been drawn, in a file until its tile is written: by zoom and tile, part after part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from threading import Lock
from typing import IO

import numpy as np
from pmtiles.tile import zxy_to_tileid

from layers.tiles.drawing import Drawn
from layers.tiles.encoding import shape_messages
from layers.tiles.ragged import Counts, Ragged

WORD = 8


@dataclass(frozen=True, slots=True)
class Run:
    """Features of one tile from one part: where they lie in the file, how many, bytes of shapes."""

    tile_id: int
    offset: int
    features: int
    size: int


@dataclass(frozen=True, slots=True)
class Packed:
    """A tile as it is stored: how many features are in it, where it lies in the file, its bytes."""

    features: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class TileContent:
    """Features of a tile: their positions in the layer, ascending, and their shapes."""

    rows: Counts
    shapes: Ragged

    def chosen(self, kept: Counts) -> TileContent:
        return TileContent(self.rows[kept], self.shapes.take(kept))


@dataclass(slots=True)
class Spool:
    """A file in which nothing is written twice; several may put into it at a time."""

    file: IO[bytes]
    runs: dict[int, list[Run]] = field(default_factory=dict)
    _turn: Lock = field(default_factory=Lock)

    def put(self, zoom: int, found: Drawn) -> None:
        """Keep what has been drawn at a zoom."""
        if not len(found.rows):
            return
        shapes = shape_messages(found)
        tiles = found.tiles[:, 0] << 32 | found.tiles[:, 1]
        order = np.lexsort([found.rows, tiles])
        shapes, rows = shapes.take(order), found.rows[order]
        places, starts, counts = np.unique(tiles[order], return_index=True, return_counts=True)
        bytes_before = np.append(shapes.starts, len(shapes.data))
        runs = zip(places.tolist(), starts.tolist(), counts.tolist(), strict=True)
        with self._turn:
            mine = self.runs.setdefault(zoom, [])
            for place, start, count in runs:
                low, high = bytes_before[start], bytes_before[start + count]
                tile_id = zxy_to_tileid(zoom, place >> 32, place & 0xFFFFFFFF)
                mine.append(Run(tile_id, self.file.seek(0, 2), count, int(high - low)))
                for numbers in (rows, shapes.lengths):
                    self.file.write(numbers[start : start + count].astype("<i8").tobytes())
                self.file.write(shapes.data[low:high].tobytes())

    def tiles(self, zoom: int) -> list[tuple[int, list[Run]]]:
        """The tiles of a zoom by ascending number."""
        runs = sorted(self.runs.get(zoom, []), key=lambda run: run.tile_id)
        return [(tile, list(same)) for tile, same in groupby(runs, lambda run: run.tile_id)]

    def content(self, runs: list[Run]) -> TileContent:
        """All features of a tile."""
        read = [self._read(run) for run in runs]
        rows = np.concatenate([one.rows for one in read])
        data = np.concatenate([one.shapes.data for one in read])
        lengths = np.concatenate([one.shapes.lengths for one in read])
        whole = TileContent(rows, Ragged(data, lengths))
        return whole if len(read) == 1 else whole.chosen(np.argsort(rows, kind="stable"))

    def keep(self, stored: bytes, features: int) -> Packed:
        """A tile that will be written, unless more is left out of it."""
        with self._turn:
            offset = self.file.seek(0, 2)
            self.file.write(stored)
        return Packed(features, offset, len(stored))

    def kept(self, packed: Packed) -> bytes:
        with self._turn:
            self.file.seek(packed.offset)
            return self.file.read(packed.size)

    def _read(self, run: Run) -> TileContent:
        with self._turn:
            self.file.seek(run.offset)
            numbers = self.file.read(2 * WORD * run.features)
            data = self.file.read(run.size)
        rows, lengths = np.frombuffer(numbers, dtype="<i8").reshape(2, -1)
        return TileContent(rows, Ragged(np.frombuffer(data, dtype=np.uint8), lengths))

    def zooms(self) -> Iterator[int]:
        yield from sorted(self.runs)
