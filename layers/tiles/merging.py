"""Writing the archive; a zoom that is too heavy loses its least important features."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layers.storage.pmtiles_archive import Archive, pack
from layers.system.progress import Progress
from layers.tiles.encoding import sizes_in_tile, tile_message
from layers.tiles.source import Outlines, Rows
from layers.tiles.spool import Packed, Run, Spool, TileContent
from layers.tiles.values import Column

# At best a third is left when it is packed. How much of a tile is left a sample tells, every eighth
# stretch of what may fit; then the tile is weighed, and again if it comes out too far from the aim.
PACKED, STRETCH, EVERY = 3.0, 256, 8
AIM, LIGHT = 0.98, 0.95
# What a tile holds beside its features.
TABLES_BYTES = 2_000
TILES_AT_ONCE = 64

Mask = NDArray[np.bool_]
"""One truth value for each feature of the layer."""
Tiles = list[tuple[int, list[Run]]]


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


@dataclass(frozen=True, slots=True)
class Writing:
    """What tiles are made of: the name of their layer, the values, what has been drawn, how heavy
    they may be, and who packs them."""

    name: str
    columns: Sequence[Column]
    spool: Spool
    thinning: Thinning
    pool: ThreadPoolExecutor

    def stored(self, content: TileContent) -> bytes:
        """A tile as it is stored."""
        return pack(tile_message(self.name, self.columns, content.rows, content.shapes))

    def sizes(self, content: TileContent) -> NDArray[np.int64]:
        """Rough bytes of each feature before they are packed."""
        return sizes_in_tile(self.columns, content.rows, content.shapes.lengths)


def merge(writing: Writing, out: Path, about: dict[str, Any], progress: Progress) -> MergeReport:
    """Write the archive zoom by zoom; `about` holds zooms, bbox and metadata."""
    thinning = writing.thinning
    report = MergeReport(thinning.none())
    zooms = list(writing.spool.zooms())
    with out.open("wb") as file:
        archive = Archive(file)
        for done, zoom in enumerate(zooms):
            progress("verify", done, len(zooms))
            tiles, dropped = writing.spool.tiles(zoom), thinning.at(zoom)
            # The top zoom keeps everything, whatever it weighs: browsers draw higher ones from it.
            below_top = zoom < about["zooms"][1]
            weighed = _drop_too_much(writing, tiles, dropped) if below_top else {}
            drawn = _write_zoom(_Zoom(writing, tiles, dropped, weighed), archive, report)
            report.thinned[zoom] = len(thinning.features) - int(drawn.sum())
            report.at_top = drawn if zoom == about["zooms"][1] else thinning.none()
        archive.finish(**about)
        progress("verify", len(zooms), len(zooms))
    report.thinned = {zoom: count for zoom, count in report.thinned.items() if count}
    return report


@dataclass(frozen=True, slots=True)
class _Zoom:
    """The tiles of a zoom, the features that are left out of all of them, and those tiles that are
    packed already, by number: they were weighed."""

    writing: Writing
    tiles: Tiles
    dropped: Mask
    weighed: dict[int, Packed]

    def made(self, tile: tuple[int, list[Run]]) -> tuple[bytes, Rows]:
        """A tile as it is stored, and the features in it."""
        content = self.writing.spool.content(tile[1])
        kept = np.flatnonzero(~self.dropped[content.rows])
        packed = self.weighed.get(tile[0])
        # What did not fit is left out; as many as were weighed are the same ones.
        if packed is not None and packed.features == len(kept):
            return self.writing.spool.kept(packed), content.rows[kept]
        content = content if len(kept) == len(content.rows) else content.chosen(kept)
        return (self.writing.stored(content) if len(kept) else b""), content.rows


def _write_zoom(zoom: _Zoom, archive: Archive, report: MergeReport) -> Mask:
    """Write the tiles of a zoom; which features are drawn on it."""
    drawn = zoom.writing.thinning.none()
    for (tile_id, _), (stored, rows) in _in_order(zoom.writing.pool, zoom.made, zoom.tiles):
        if len(rows):
            archive.add(tile_id, stored)
            report.tiles += 1
            report.largest_tile_bytes = max(report.largest_tile_bytes, len(stored))
        drawn[rows] = True
    return drawn


def _in_order(pool: ThreadPoolExecutor, made: Any, tiles: Tiles) -> Iterator[Any]:
    """Each tile and what is made of it, by several at once and not too many ahead."""
    for first in range(0, len(tiles), TILES_AT_ONCE):
        some = tiles[first : first + TILES_AT_ONCE]
        yield from zip(some, pool.map(made, some), strict=True)


def _drop_too_much(writing: Writing, tiles: Tiles, dropped: Mask) -> dict[int, Packed]:
    """Leave features out on this zoom, so that no tile is too heavy; the tiles that were weighed,
    as far as they fit.

    They are left out of every tile of the zoom: a feature cut off at the edge of a tile looks like
    a feature that ends there.
    """

    def excess(tile: tuple[int, list[Run]]) -> tuple[Rows, Packed | None]:
        return _excess(writing, writing.spool.content(tile[1]))

    weighed: dict[int, Packed] = {}
    for (tile_id, _), (rows, packed) in _in_order(writing.pool, excess, tiles):
        dropped[rows] = True
        if packed is not None:
            weighed[tile_id] = packed
    return weighed


def _excess(writing: Writing, tile: TileContent) -> tuple[Rows, Packed | None]:
    """The features beyond those that fit into one tile, of which one always stays; and what fits,
    where that had to be weighed."""
    sizes, limit = writing.sizes(tile), writing.thinning.largest_tile_bytes
    raw = int(sizes.sum()) + TABLES_BYTES
    if raw <= limit:
        return tile.rows[:0], None
    order = np.argsort(-writing.thinning.features.importance[tile.rows], kind="stable")
    before = np.cumsum(sizes[order])
    sample = _sample(order[: _as_many(before, PACKED * limit)])
    left = len(_packed(writing, tile, sample)) / int(sizes[sample].sum())
    count = _as_many(before, AIM * limit / left)
    fits = _packed(writing, tile, order[:count])
    if count < len(order) and len(fits) < LIGHT * limit:
        count = min(int(count * AIM * limit / len(fits)), len(order))
        fits = _packed(writing, tile, order[:count])
    while count > 1 and len(fits) > limit:
        count = int(count * AIM * limit / len(fits))
        fits = _packed(writing, tile, order[:count])
    excess: Rows = tile.rows[order[max(count, 1) :]]
    return excess, writing.spool.keep(fits, count)


def _as_many(before: NDArray[np.int64], limit: float) -> int:
    """How many of the first come to no more than the limit; at least one."""
    return max(int(np.searchsorted(before, limit, side="right")), 1)


def _sample(rows: Rows) -> Rows:
    """Stretches of what lies side by side, as it does in a tile."""
    side_by_side = np.sort(rows)
    some: Rows = side_by_side[np.arange(len(rows)) // STRETCH % EVERY == 0]
    return some


def _packed(writing: Writing, tile: TileContent, order: Rows) -> bytes:
    """Some features of a tile as they are stored."""
    return writing.stored(tile.chosen(np.sort(order)))
