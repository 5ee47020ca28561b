"""The ground outside all zones, in squares: a change costs the squares that it touches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo.coverage.along import near_each
from geo.coverage.edges.compiled import Places
from geo.plane.arrays import Floats, Geometries, Positions
from geo.plane.polygons import only_polygons

# A square holds about so many polygons of the cover.
POLYGONS_A_SQUARE = 1024
MOST_SQUARES = 1 << 16


@dataclass(frozen=True, slots=True)
class Outside:
    """Squares of a fixed grid over a cover, and the zones that meet each."""

    boxes: Floats
    zones: Geometries
    starts: Places
    near: Places

    @classmethod
    def around(
        cls, zones: Geometries, bounds: tuple[float, float, float, float], features: int
    ) -> Outside:
        """zones: (n,) polygonal, none empty; bounds: of the cover of so many features."""
        boxes = squares(bounds, features / POLYGONS_A_SQUARE)
        return cls(boxes, zones, *near_each(boxes, shapely.bounds(zones)))

    def __len__(self) -> int:
        return len(self.boxes)

    def names(self) -> list[bytes]:
        """Of each square what its open ground depends on."""
        forms: Any = shapely.to_wkb(self.zones)
        return [
            box.tobytes() + b"".join(forms[self._near(square)])
            for square, box in enumerate(self.boxes)
        ]

    def ground(self, squares: Positions) -> Geometries:
        """What no zone holds of some squares; an empty polygon where they hold all."""
        grounds = shapely.box(*self.boxes[squares].T)
        for i, square in enumerate(squares):
            near = self.zones[self._near(square)]
            if len(near):
                grounds[i] = shapely.difference(grounds[i], shapely.union_all(near))
        return only_polygons(grounds)

    def _near(self, square: int) -> Places:
        return self.near[self.starts[square] : self.starts[square + 1]]


def squares(bounds: tuple[float, float, float, float], wanted: float) -> Floats:
    """(n, 4) about as many as wanted, a power of two wide, at multiples of it, so that a slightly
    larger cover has the same ones."""
    west, south, east, north = bounds
    many = min(max(wanted, 1.0), MOST_SQUARES)
    side = 2.0 ** np.ceil(np.log2(max(np.sqrt((east - west) * (north - south) / many), 1.0)))
    low = np.floor(np.array([west, south]) / side)
    high = np.floor(np.array([east, north]) / side)
    corners = np.meshgrid(*(np.arange(a, b + 1) for a, b in zip(low, high, strict=True)))
    x, y = (axis.ravel() * side for axis in corners)
    return np.stack([x, y, x + side, y + side], axis=1)
