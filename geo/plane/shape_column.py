"""The geometries of a layer in a row: few in memory, many in a scratch file.

A million polygons of fifty corners take 1.6 GB as geometry. Whoever looks at them one after
another, or at those of a window, needs no more than a part of them at a time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import IO, Any

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
Positions = NDArray[np.int64]
Flags = NDArray[np.bool_]

# What GEOS and Python keep for a polygon, and for each of its corners (measured on a million).
SHAPE_BYTES, CORNER_BYTES = 260, 24
HELD_BYTES = 256 * 1024 * 1024
PART_SHAPES, PART_BYTES = 50_000, 32 * 1024 * 1024


class ShapeColumn:
    """Geometries or None, appended in blocks and read by position or a part at a time.

    shapes[rows] gives those geometries as an array, whatever numpy takes for several rows. Of a
    large column they are made anew each time, so that changing them changes nothing: use `change`.
    """

    def __init__(self) -> None:
        self._held: list[Shapes] = [np.empty(0, dtype=object)]
        self._bytes = 0
        self._scratch: _Scratch | None = None

    @classmethod
    def of(cls, *blocks: Shapes) -> ShapeColumn:
        """A column of these geometries."""
        column = cls()
        for block in blocks:
            column.append(block)
        return column

    def append(self, block: Shapes) -> None:
        """More geometries at the end."""
        self._bytes += SHAPE_BYTES * len(block)
        self._bytes += CORNER_BYTES * int(shapely.get_num_coordinates(block).sum())
        if self._scratch is None and self._bytes > HELD_BYTES:
            self._scratch = _Scratch.new()
            while self._held:
                self._scratch.write(self._held.pop(0))
        if self._scratch is None:
            self._held.append(block)
        else:
            self._scratch.write(block)

    def __len__(self) -> int:
        return len(self._whole()) if self._scratch is None else len(self._scratch.sizes)

    def __getitem__(self, rows: Any) -> Shapes:
        if self._scratch is not None:
            return self._scratch.read(np.arange(len(self))[rows])
        chosen: Shapes = self._whole()[rows]
        return chosen

    def at(self, row: int) -> Any:
        """One geometry, or None."""
        return self[[row]][0]

    def parts(self) -> Iterator[tuple[int, Shapes]]:
        """All geometries in order: the position of the first of a part, and the part."""
        for first, after in self._edges():
            yield first, self[first:after]

    def each(self, measure: Callable[[Shapes], NDArray[Any]]) -> NDArray[Any]:
        """What a function of geometries, such as `shapely.bounds`, gives for every one of them."""
        found = [measure(np.empty(0, dtype=object))]
        found += [measure(part) for _, part in self.parts()]
        return np.concatenate(found)

    def change(self, changed: Callable[[int, Shapes], Shapes]) -> None:
        """Put for each part what `changed(first, part)` makes of it; it may use the part up."""
        if self._scratch is not None:
            other = _Scratch.new()
            for first, part in self.parts():
                other.write(changed(first, part))
            self._scratch = other
            return
        whole = self._whole()
        for first, after in self._edges():
            whole[first:after] = changed(first, whole[first:after])

    def chosen(self, rows: Positions | Flags) -> ShapeColumn:
        """A column of some of them, in the order of `rows`; what lies in a file is not copied."""
        column = ShapeColumn()
        if self._scratch is None:
            column._held = [self._whole()[rows]]
        else:
            column._scratch = self._scratch.chosen(rows)
        return column

    def _whole(self) -> Shapes:
        if len(self._held) > 1:
            self._held = [np.concatenate(self._held)]
        return self._held[0]

    def _edges(self) -> Iterator[tuple[int, int]]:
        sizes = None if self._scratch is None else self._scratch.sizes
        ends = np.zeros(len(self)) if sizes is None else np.cumsum(sizes)
        first = 0
        while first < len(ends):
            before = ends[first - 1] if first else 0
            after = int(np.searchsorted(ends, before + PART_BYTES, side="right"))
            after = min(max(after, first + 1), first + PART_SHAPES)
            yield first, after
            first = after


class _File:
    """A file without a name, closed when nobody has it any more."""

    def __init__(self) -> None:
        self.handle: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed below

    def __del__(self) -> None:
        self.handle.close()


@dataclass
class _Scratch:
    """Geometries as WKB in a file: where each begins, and its bytes (0 for None)."""

    file: _File
    starts: Positions
    sizes: Positions

    @classmethod
    def new(cls) -> _Scratch:
        none = np.empty(0, dtype=np.int64)
        return cls(_File(), none, none)

    def write(self, block: Shapes) -> None:
        texts = [text or b"" for text in shapely.to_wkb(block)]
        sizes = np.fromiter(map(len, texts), np.int64, len(texts))
        end = self.file.handle.seek(0, 2)
        self.file.handle.write(b"".join(texts))
        self.starts = np.concatenate([self.starts, end + np.cumsum(sizes) - sizes])
        self.sizes = np.concatenate([self.sizes, sizes])

    def chosen(self, rows: Positions | Flags) -> _Scratch:
        return _Scratch(self.file, self.starts[rows], self.sizes[rows])

    def read(self, rows: Positions) -> Shapes:
        starts, sizes = self.starts[rows], self.sizes[rows]
        texts = np.empty(len(rows), dtype=object)
        for first, after in _runs(starts, sizes):
            self.file.handle.seek(int(starts[first]))
            text = self.file.handle.read(int(sizes[first:after].sum()))
            cuts = (starts[first:after] - starts[first]).tolist()
            lengths = sizes[first:after].tolist()
            texts[first:after] = [
                text[cut : cut + length] or None for cut, length in zip(cuts, lengths, strict=True)
            ]
        shapes: Shapes = np.asarray(shapely.from_wkb(texts), dtype=object)
        return shapes


def _runs(starts: Positions, sizes: Positions) -> Iterator[tuple[int, int]]:
    """Where geometries lie one behind the other in the file, they are read at once."""
    if not len(starts):
        return
    breaks = np.flatnonzero(starts[1:] != starts[:-1] + sizes[:-1]) + 1
    yield from pairwise([0, *breaks.tolist(), len(starts)])
