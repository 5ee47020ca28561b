"""Many simple polygons with what the coverage engine asks of them again and again as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Geometries = NDArray[Any]
Floats = NDArray[np.float64]
Positions = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Polygons:
    """Valid simple polygons in metres. None of them is ever prepared, so threads may share them."""

    geometries: Geometries
    bounds: Floats
    areas: Floats

    def __len__(self) -> int:
        return len(self.geometries)

    @classmethod
    def of(cls, geometries: Geometries) -> Polygons:
        """geometries: (n,) polygons, none of them multipart or empty."""
        return cls(geometries, shapely.bounds(geometries), shapely.area(geometries))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Regions and those polygons whose bounds meet theirs, sorted by region."""

    region: Positions
    polygon: Positions

    def of_regions(self, first: int, end: int) -> Pairs:
        """The pairs of regions first … end−1, counted from 0 again."""
        a, b = np.searchsorted(self.region, [first, end])
        return Pairs(self.region[a:b] - first, self.polygon[a:b])

    def only(self, regions: Positions, count: int) -> Pairs:
        """The pairs of some of `count` regions (ascending), counted anew in their order."""
        number = np.full(count, -1, dtype=np.intp)
        number[regions] = np.arange(len(regions))
        kept = number[self.region] >= 0
        return Pairs(number[self.region[kept]], self.polygon[kept])

    def starts(self, regions: int) -> Positions:
        """(regions + 1,) where the pairs of each region start and the last ends."""
        return np.searchsorted(self.region, np.arange(regions + 1))


def counted(counts: Positions) -> tuple[Positions, Positions]:
    """For counts 2, 0, 3: owners 0 0 2 2 2 and running numbers 0 1 0 1 2."""
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
