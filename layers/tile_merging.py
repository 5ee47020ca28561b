"""Joining archives into one; a zoom that is too heavy loses its least important features."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from pathlib import Path
from typing import IO, Any

from layers.pmtiles_archive import Archive, StoredTile, pack, stored_bytes, stored_tiles, unpack
from layers.progress import Progress
from layers.vector_tile import RawFeature, RawLayer, read_layers, texts_of, write_tile

KEY = b"key"
# The first guess counts on the average compression; then the tile is weighed.
NEXT_TRY = 0.98
# What the values of one feature take in a tile besides its own message, roughly.
OWN_VALUES = 16


@dataclass(frozen=True)
class Thinning:
    """Which features go first (the lowest importance), and how heavy a tile may be."""

    importance: dict[str, float]
    largest_tile_bytes: int


@dataclass
class MergeReport:
    """What was written."""

    keys_at_top: set[str] = field(default_factory=set)
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
    parts: list[Path],
    out: Path,
    name: str,
    thinning: Thinning,
    about: dict[str, Any],
    progress: Progress,
) -> MergeReport:
    """Write one archive of all parts, zoom by zoom; `about` holds zooms, bbox and metadata."""
    report = MergeReport()
    with ExitStack() as stack:
        files: list[IO[bytes]] = [stack.enter_context(part.open("rb")) for part in parts]
        archive = Archive(stack.enter_context(out.open("wb")))
        by_zoom = _by_zoom(files)
        for done, (zoom, tiles) in enumerate(by_zoom):
            progress("verify", done, len(by_zoom))
            # The top zoom keeps everything, whatever it weighs: browsers draw higher ones from it.
            dropped = _too_much(tiles, thinning) if zoom < about["zooms"][1] else set()
            keys = _write_zoom(archive, tiles, name, dropped, report)
            report.thinned[zoom] = len(thinning.importance) - len(keys)
            report.keys_at_top = keys
        archive.finish(**about)
        progress("verify", len(by_zoom), len(by_zoom))
    report.thinned = {zoom: count for zoom, count in report.thinned.items() if count}
    return report


def _by_zoom(files: list[IO[bytes]]) -> list[tuple[int, Tiles]]:
    pieces = [Piece(file, tile) for file in files for tile in stored_tiles(file)]
    pieces.sort(key=lambda piece: piece.tile.tile_id)
    return [
        (zoom, [(i, list(same)) for i, same in groupby(group, lambda piece: piece.tile.tile_id)])
        for zoom, group in groupby(pieces, lambda piece: piece.tile.zoom)
    ]


def _write_zoom(
    archive: Archive, tiles: Tiles, name: str, dropped: set[str], report: MergeReport
) -> set[str]:
    """Write the tiles of a zoom; returns the keys that are drawn on it."""
    found: set[str] = set()
    for tile_id, pieces in tiles:
        stored, keys = _joined(pieces, name, dropped)
        if keys:
            archive.add(tile_id, stored)
            report.tiles += 1
            report.largest_tile_bytes = max(report.largest_tile_bytes, len(stored))
        found |= keys
    return found


def _too_much(tiles: Tiles, thinning: Thinning) -> set[str]:
    """Keys to leave out on this zoom, so that no tile is too heavy.

    They are left out of every tile of the zoom: a feature cut off at the edge of a tile looks like
    a feature that ends there.
    """
    dropped: set[str] = set()
    for _, pieces in tiles:
        stored = sum(piece.tile.length for piece in pieces)
        if stored > thinning.largest_tile_bytes:
            dropped |= _excess(Opened.of(pieces), stored, thinning)
    return dropped


@dataclass(frozen=True)
class Opened:
    """The features of a tile, from however many archives."""

    layers: list[RawLayer]
    keys: list[str]

    @classmethod
    def of(cls, pieces: list[Piece]) -> Opened:
        layers = [layer for piece in pieces for layer in read_layers(unpack(piece.stored()))]
        return cls(layers, [key or "" for key in texts_of(layers, KEY)])

    def chosen(self, keep: Collection[str]) -> list[RawFeature]:
        pairs = zip(self.keys, self._places(), strict=True)
        return [layer.feature(number) for key, (layer, number) in pairs if key in keep]

    def _places(self) -> Iterator[tuple[RawLayer, int]]:
        return ((layer, number) for layer in self.layers for number in range(len(layer.spans)))

    def sizes(self) -> dict[str, int]:
        """Rough bytes of each key's features: their messages, and what is theirs alone."""
        found: dict[str, int] = {}
        for key, (layer, number) in zip(self.keys, self._places(), strict=True):
            start, end = layer.spans[number]
            found[key] = found.get(key, OWN_VALUES) + end - start
        return found


def _excess(tile: Opened, stored: int, thinning: Thinning) -> set[str]:
    """Keys of the features beyond those that fit into one tile; one always stays."""
    sizes = tile.sizes()
    ordered = sorted(sizes, key=lambda key: -thinning.importance.get(key, 0.0))
    count = _first_guess([sizes[key] for key in ordered], thinning.largest_tile_bytes / stored)
    limit = thinning.largest_tile_bytes
    while count > 1 and (weight := _weight(tile, ordered[:count])) > limit:
        count = int(count * limit / weight * NEXT_TRY)
    return set(ordered[max(count, 1) :])


def _first_guess(sizes: list[int], share: float) -> int:
    """How many of the first make up `share` of the whole."""
    return bisect(list(accumulate(sizes)), sum(sizes) * share)


def _weight(tile: Opened, keys: list[str]) -> int:
    return len(pack(write_tile("", tile.chosen(set(keys)))))


def _joined(pieces: list[Piece], name: str, dropped: set[str]) -> tuple[bytes, set[str]]:
    """A tile as it is to be stored, and the keys in it; an untouched tile is passed on as it is."""
    tile = Opened.of(pieces)
    keys = set(tile.keys) - dropped
    if len(pieces) == 1 and dropped.isdisjoint(tile.keys):
        return pieces[0].stored(), keys
    return pack(write_tile(name, tile.chosen(keys))), keys
