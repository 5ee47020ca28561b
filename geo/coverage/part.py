"""What is asked of regions, and the answers for some of them under the polygons near them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field

import numpy as np
import shapely

from geo.coverage.cache import Kept, Sums, hashes
from geo.coverage.cover import AREA, NORTH, WEST, Cover
from geo.coverage.edges.compiled import Places
from geo.coverage.regions import AnyWay, Progress, covered
from geo.measure.areal import area_in_plane
from geo.plane.arrays import Floats, Geometries, Pairs, Polygons, Positions

# What the order of summing can change in the last digits of a wholly covered region.
ROUNDING = 1e-13


@dataclass(frozen=True, slots=True)
class Asked:
    """Regions: of each what it depends on, a box around it, and how some of them are made."""

    kind: str
    names: Sequence[bytes]  # hashes
    boxes: Floats
    made: Callable[[Positions], Geometries]

    @classmethod
    def of(cls, kind: str, regions: Geometries) -> Asked:
        return cls(
            kind, hashes(shapely.to_wkb(regions)), shapely.bounds(regions), lambda at: regions[at]
        )

    def only(self, positions: Positions) -> Asked:
        return Asked(
            self.kind,
            [self.names[i] for i in positions],
            self.boxes[positions],
            lambda at: self.made(positions[at]),
        )

    def ids(self) -> list[bytes]:
        return [self.kind.encode() + name for name in self.names]


@dataclass(slots=True)
class Part:
    """A cover, or as much of one as is near the regions asked, and the ways it took."""

    cover: Cover
    pool: Executor
    kept: Kept
    way: AnyWay | None
    ways: set[str] = field(default_factory=set)

    def found(
        self, asked: Asked, progress: Progress | None
    ) -> tuple[list[Sums | None], list[str | None], int]:
        """Of each region the sums, kept or measured now, the keys of them, and how many were
        measured."""
        keys = self._keys(asked, self.cover.remembered(asked.ids()))
        results = [self.kept.get(key) for key in keys]
        missing = positions_of_none(results)
        if not len(missing):
            return results, keys, 0
        asked = asked.only(missing)
        regions = asked.made(np.arange(len(missing)))
        starts, near = self._near(regions)
        fresh_keys = self._keys(asked, self._hashes(asked, starts, near))
        known = [self.kept.get(key) for key in fresh_keys]
        new = positions_of_none(known)
        pairs = Pairs(np.repeat(np.arange(len(missing)), np.diff(starts)), near)
        fresh = self.measured(regions[new], pairs.only(new, len(missing)), progress)
        for position, measured in zip(new, fresh, strict=True):
            known[position] = measured
        for position, key, one in zip(missing, fresh_keys, known, strict=True):
            results[position], keys[position] = one, key
        return results, keys, len(new)

    def _near(self, regions: Geometries) -> tuple[Places, Places]:
        """The parts near each region: where those of each start and end, and their positions."""
        there = np.flatnonzero(~shapely.is_empty(regions))
        starts, near = self.cover.near(shapely.bounds(regions[there]), self.pool)
        counts = np.zeros(len(regions) + 1, np.int64)
        counts[there + 1] = np.diff(starts)
        return np.cumsum(counts), near

    def _hashes(self, asked: Asked, starts: Places, near: Places) -> Sequence[bytes | None]:
        if self.kept.cache is None:
            return [None] * len(asked.names)
        return self.cover.hashes(asked.ids(), asked.boxes, starts, near, self.pool)

    def _keys(self, asked: Asked, polygons: Sequence[bytes | None]) -> list[str | None]:
        return self.kept.keys_by_polygons(asked.kind, asked.names, polygons)

    def measured(
        self,
        regions: Geometries,
        pairs: Pairs,
        progress: Progress | None,
    ) -> list[Sums]:
        areas = area_in_plane(regions)
        covers, piles = np.zeros(len(regions)), np.zeros(len(regions))
        there = np.flatnonzero(~shapely.is_empty(regions))
        pairs = pairs.only(there, len(regions))
        positions, index = _numbered(pairs.polygon, len(self.cover))
        known = self.cover.known[positions]
        polygons = Polygons(
            self.cover.plane[positions],
            known[:, WEST : NORTH + 1],
            np.ascontiguousarray(known[:, AREA]),
        )
        found = covered(
            regions[there], polygons, Pairs(pairs.region, index), self.pool,
            progress=progress, way=self.way,
        )  # fmt: skip
        covers[there], piles[there] = found.covered_m2, found.piled_m2
        self.ways |= found.ways
        return sums_of(areas, covers, piles)


def sums_of(areas: Floats, covers: Floats, piles: Floats) -> list[Sums]:
    """Of regions of some m²; what is covered but for rounding is covered whole."""
    covers = np.where(covers > areas * (1 - ROUNDING), areas, np.maximum(covers, 0.0))
    sums = np.stack([areas, covers, np.maximum(piles, covers)], axis=1)
    return [Sums(*row) for row in sums.tolist()]


def _numbered(values: Positions, below: int) -> tuple[Positions, Positions]:
    """The different values in order, and for each value its place among them."""
    present = np.zeros(below, dtype=bool)
    present[values] = True
    return np.flatnonzero(present), (np.cumsum(present) - 1)[values]


def positions_of_none(results: list[Sums | None]) -> Positions:
    return np.array([i for i, each in enumerate(results) if each is None], dtype=np.intp)
