"""Joining archives into one; a zoom that is too heavy loses its least important features."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from layers.storage.pmtiles_archive import (
    Archive,
    StoredTile,
    pack,
    stored_bytes,
    stored_tiles,
    unpack,
)
from layers.system.progress import Progress
from layers.tiles.partitions import Part
from layers.tiles.source import Outlines, Rows
from layers.tiles.vector_tile import RawFeature, RawLayer, read_layers, texts_of, write_tile

KEY = b"key"
# The first guess counts on the average compression; then the tile is weighed.
NEXT_TRY = 0.98
# What the values of one feature take in a tile besides its own message, roughly.
OWN_VALUES = 16

Mask = NDArray[np.bool_]
"""One truth value for each feature of the layer."""


@dataclass(frozen=True)
class Thinning:
    """Which features go first (the lowest importance), how heavy a tile may be, and what has been
    left out by zoom before anything was built."""

    features: Outlines
    largest_tile_bytes: int
    left_out: dict[int, Rows] = field(default_factory=dict)

    def none(self) -> Mask:
        return np.zeros(len(self.features), dtype=bool)

    def at(self, zoom: int) -> Mask:
        """What is left out of a zoom from the start."""
        mask = self.none()
        mask[self.left_out.get(zoom, [])] = True
        return mask


@dataclass
class MergeReport:
    """What was written."""

    at_top: Mask
    thinned: dict[int, int] = field(default_factory=dict)
    largest_tile_bytes: int = 0
    tiles: int = 0


@dataclass(frozen=True)
class Piece:
    """A tile in one of the archives."""

    file: IO[bytes]
    tile: StoredTile

    def stored(self) -> bytes:
        return stored_bytes(self.file, self.tile)


Tiles = list[tuple[int, list[Piece]]]


def merge(
    parts: list[tuple[Path, Part]],
    out: Path,
    name: str,
    thinning: Thinning,
    about: dict[str, Any],
    progress: Progress,
) -> MergeReport:
    """Write one archive of the tiles that the parts own, zoom by zoom; `about` holds zooms, bbox
    and metadata."""
    report = MergeReport(thinning.none())
    with ExitStack() as stack:
        opened = [(stack.enter_context(path.open("rb")), part) for path, part in parts]
        archive = Archive(stack.enter_context(out.open("wb")))
        by_zoom = _by_zoom(opened)
        for done, (zoom, tiles) in enumerate(by_zoom):
            progress("verify", done, len(by_zoom))
            dropped = thinning.at(zoom)
            # The top zoom keeps everything, whatever it weighs: browsers draw higher ones from it.
            if zoom < about["zooms"][1]:
                _drop_too_much(tiles, thinning, dropped)
            drawn = _write_zoom(archive, tiles, name, thinning, dropped, report)
            report.thinned[zoom] = len(thinning.features) - int(drawn.sum())
            report.at_top = drawn
        archive.finish(**about)
        progress("verify", len(by_zoom), len(by_zoom))
    report.thinned = {zoom: count for zoom, count in report.thinned.items() if count}
    return report


def _by_zoom(opened: Sequence[tuple[IO[bytes], Part]]) -> list[tuple[int, Tiles]]:
    pieces = [
        Piece(file, tile)
        for file, part in opened
        for tile in stored_tiles(file)
        if part.owns(tile.zoom, tile.x, tile.y)
    ]
    pieces.sort(key=lambda piece: piece.tile.tile_id)
    return [
        (zoom, [(i, list(same)) for i, same in groupby(group, lambda piece: piece.tile.tile_id)])
        for zoom, group in groupby(pieces, lambda piece: piece.tile.zoom)
    ]


def _write_zoom(
    archive: Archive,
    tiles: Tiles,
    name: str,
    thinning: Thinning,
    dropped: Mask,
    report: MergeReport,
) -> Mask:
    """Write the tiles of a zoom; which features are drawn on it."""
    drawn = thinning.none()
    for tile_id, pieces in tiles:
        stored, rows = _joined(pieces, name, thinning, dropped)
        if len(rows):
            archive.add(tile_id, stored)
            report.tiles += 1
            report.largest_tile_bytes = max(report.largest_tile_bytes, len(stored))
        drawn[rows] = True
    return drawn


def _drop_too_much(tiles: Tiles, thinning: Thinning, dropped: Mask) -> None:
    """Leave features out on this zoom, so that no tile is too heavy.

    They are left out of every tile of the zoom: a feature cut off at the edge of a tile looks like
    a feature that ends there.
    """
    for _, pieces in tiles:
        stored = sum(piece.tile.length for piece in pieces)
        if stored > thinning.largest_tile_bytes:
            dropped[_excess(Opened.of(pieces, thinning), stored, thinning)] = True


@dataclass(frozen=True)
class Opened:
    """The features of a tile, from however many archives, and which of the layer's they are."""

    layers: list[RawLayer]
    rows: Rows

    @classmethod
    def of(cls, pieces: list[Piece], thinning: Thinning) -> Opened:
        layers = [layer for piece in pieces for layer in read_layers(unpack(piece.stored()))]
        numbers = thinning.features.numbers
        # What is in no layer of ours cannot be there; it would be an error to count it.
        rows = [numbers[key or ""] for key in texts_of(layers, KEY)]
        return cls(layers, np.array(rows, dtype=np.int64))

    def chosen(self, keep: Mask) -> Iterator[RawFeature]:
        """Features whose row is true in a mask over the whole layer."""
        for (layer, number), kept in zip(self._places(), keep[self.rows].tolist(), strict=True):
            if kept:
                yield layer.feature(number)

    def _places(self) -> Iterator[tuple[RawLayer, int]]:
        return ((layer, number) for layer in self.layers for number in range(len(layer.spans)))

    def sizes(self) -> tuple[Rows, NDArray[np.int64]]:
        """The rows, each once, and rough bytes of each: its messages, and what is its alone."""
        spans = [end - start for layer in self.layers for start, end in layer.spans]
        rows, places = np.unique(self.rows, return_inverse=True)
        sizes = np.full(len(rows), OWN_VALUES, dtype=np.int64)
        np.add.at(sizes, places, spans)
        return rows, sizes


def _excess(tile: Opened, stored: int, thinning: Thinning) -> Rows:
    """The features beyond those that fit into one tile; one always stays."""
    rows, sizes = tile.sizes()
    order = np.argsort(-thinning.features.importance[rows], kind="stable")
    rows = rows[order]
    limit = thinning.largest_tile_bytes
    count = _first_guess(sizes[order].tolist(), limit / stored)
    while count > 1 and (weight := _weight(tile, rows[:count], thinning)) > limit:
        count = int(count * limit / weight * NEXT_TRY)
    excess: Rows = rows[max(count, 1) :]
    return excess


def _first_guess(sizes: list[int], share: float) -> int:
    """How many of the first make up `share` of the whole."""
    return bisect(list(accumulate(sizes)), sum(sizes) * share)


def _weight(tile: Opened, rows: Rows, thinning: Thinning) -> int:
    keep = thinning.none()
    keep[rows] = True
    return len(pack(write_tile("", tile.chosen(keep))))


def _joined(
    pieces: list[Piece], name: str, thinning: Thinning, dropped: Mask
) -> tuple[bytes, Rows]:
    """A tile as it is to be stored, and what is in it; an untouched tile is passed on as it is."""
    tile = Opened.of(pieces, thinning)
    keep = ~dropped
    rows: Rows = tile.rows[keep[tile.rows]]
    if len(pieces) == 1 and len(rows) == len(tile.rows):
        return pieces[0].stored(), rows
    return pack(write_tile(name, tile.chosen(keep))), rows
