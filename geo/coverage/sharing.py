"""A cover that need not fit into memory: regions are shared out by what must be read for them.

A region's figures depend on itself and the polygons near it in their order, so that they are the
same to the last bit however regions are shared out, and whoever works on them
(docs/decisions/0078-beyond-memory.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

import geopandas as gpd
import numpy as np
import shapely

from geo.coverage.cache import Kept, Sums, ZoneCoverage
from geo.coverage.cover import Cover, boxes_in
from geo.coverage.edges.compiled import Places
from geo.coverage.outside import squares
from geo.coverage.part import Asked, Part
from geo.coverage.regions import AnyWay, Progress
from geo.plane.arrays import Floats, Geometries, Positions
from geo.plane.polygons import only_polygons

# Bytes of shapes (WKB) that are read for one task; in memory they take five times as much, and the
# next task is read meanwhile.
TASK_BYTES = 48 << 20
# Of a region with more than this the figures are those of its squares, added up.
REGION_BYTES = 256 << 20


class Source(Protocol):
    """Polygons that are read by place, always in the same order. They lie in pieces: each is read
    whole, and what is near lies in few of them. Boxes are west, south, east, north in the CRS of
    the source. It goes to other machines by pickle."""

    @property
    def crs(self) -> Any: ...

    @property
    def bounds(self) -> Floats:
        """(4,) of all; nan where there is no shape."""

    @property
    def weights(self) -> Places:
        """(pieces,) bytes of the shapes of each."""

    def __len__(self) -> int:
        """Features, with or without shape."""

    def pieces(self, boxes: Floats) -> tuple[Places, Places]:
        """Of each box (n, 4) where its pieces start and the last one ends, and their numbers."""

    def read(self, pieces: Positions, boxes: Floats) -> gpd.GeoDataFrame:
        """Of the features in some pieces those whose bounds, widened (`cover.widened`), meet one of
        the boxes."""


@dataclass(frozen=True, slots=True)
class Task:
    """Some regions in the plane `epsg`, and the pieces of the source that are read for them.
    keyed: whether the keys of results are asked for."""

    source: Source
    epsg: int
    kind: str
    names: Sequence[bytes]
    regions: Geometries
    pieces: Positions
    way: AnyWay | None
    keyed: bool

    def cover(self) -> Cover:
        boxes = _boxes_of(self.regions, self.epsg, self.source.crs)
        return Cover(self.source.read(self.pieces, boxes)).in_plane(self.epsg)

    def asked(self) -> Asked:
        bounds = shapely.bounds(self.regions)
        return Asked(self.kind, self.names, bounds, lambda at: self.regions[at])


@dataclass(frozen=True, slots=True)
class Answer:
    """Of the regions of a task: sums and keys in their order, the ways taken, how many were not
    kept."""

    sums: list[Sums | None]
    keys: list[str | None]
    ways: frozenset[str]
    computed: int


Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]
"""Has tasks answered elsewhere; answers come in the order of the tasks."""


def answered(task: Task) -> Answer:
    """What another process does: it knows of no results that are kept."""
    kept: dict[str, ZoneCoverage] = {}
    with ThreadPoolExecutor(1) as pool:
        known = Kept(kept if task.keyed else None, task.epsg, None)
        return answer(Part(task.cover(), pool, known, task.way), task.asked(), None)


def answer(part: Part, asked: Asked, progress: Progress | None) -> Answer:
    sums, keys, computed = part.found(asked, progress)
    return Answer(sums, keys, frozenset(part.ways), computed)


def answers_here(tasks: Iterable[Task], pool: Executor, kept: Kept) -> Iterator[Answer]:
    """One after another, each shared among threads, while the next one is read."""
    reading = None
    for task in tasks:
        following = (task, pool.submit(task.cover))
        if reading is not None:
            yield _answer_read(*reading, pool, kept)
        reading = following
    if reading is not None:
        yield _answer_read(*reading, pool, kept)


def _answer_read(task: Task, cover: Any, pool: Executor, kept: Kept) -> Answer:
    return answer(Part(cover.result(), pool, kept, task.way), task.asked(), None)


@dataclass(frozen=True, slots=True)
class Shared:
    """Regions as they are shared out: positions of those for each task with their pieces, and of
    those that are too large for one."""

    tasks: list[tuple[Positions, Positions]]
    large: Positions

    @classmethod
    def out(cls, source: Source, regions: Geometries, epsg: int, *, divide: bool) -> Shared:
        """Regions that read the same pieces come together; pieces follow one another by place."""
        starts, pieces = _pieces_of(source, regions, epsg)
        weights = source.weights
        each = [pieces[a:b] for a, b in pairwise(starts)]
        heavy = np.array([weights[one].sum() > REGION_BYTES for one in each], dtype=bool)
        large = np.flatnonzero(heavy & divide)
        middle = [float(np.median(one)) if len(one) else 0.0 for one in each]
        order = [at for at in np.argsort(middle, kind="stable") if not (divide and heavy[at])]
        return cls(list(_together(order, each, weights)), large)


def _together(
    order: Sequence[Any], each: Sequence[Places], weights: Places
) -> Iterator[tuple[Positions, Positions]]:
    some: list[int] = []
    read: set[int] = set()
    for at in order:
        more = read.union(each[at].tolist())
        if some and weights[list(more)].sum() > TASK_BYTES and more != read:
            yield np.sort(np.array(some)), np.array(sorted(read), dtype=np.intp)
            some, more = [], set(each[at].tolist())
        some, read = [*some, int(at)], more
    if some:
        yield np.sort(np.array(some)), np.array(sorted(read), dtype=np.intp)


def in_squares(region: Any, source: Source) -> Geometries:
    """The parts of a region in squares, each with about as much of the source as a task reads."""
    wanted = max(float(source.weights.sum()) / (TASK_BYTES / 4), 4.0)
    boxes = squares(tuple(shapely.bounds(region).tolist()), wanted)
    parts = only_polygons(shapely.intersection(region, shapely.box(*boxes.T)))
    there: Geometries = parts[~shapely.is_empty(parts)]
    return there


def _pieces_of(source: Source, regions: Geometries, epsg: int) -> tuple[Places, Places]:
    there = np.flatnonzero(~shapely.is_empty(regions))
    counts = np.zeros(len(regions) + 1, np.int64)
    starts, pieces = source.pieces(_boxes_of(regions, epsg, source.crs))
    counts[there + 1] = np.diff(starts)
    return np.cumsum(counts), pieces


def _boxes_of(regions: Geometries, epsg: int, crs: Any) -> Floats:
    """Of those that are not empty, in another CRS."""
    bounds = shapely.bounds(regions[~shapely.is_empty(regions)])
    return boxes_in(bounds, epsg, crs) if len(bounds) else bounds
