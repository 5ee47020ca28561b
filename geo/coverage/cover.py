"""The polygons of a cover, part by part, with what is known of them."""

from __future__ import annotations

import hashlib
from concurrent.futures import Executor
from copy import copy
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from geo.coverage.along import near_each
from geo.coverage.edges.compiled import Places
from geo.plane.arrays import Floats, Geometries, Positions
from geo.plane.polygons import CHUNK, checked, polygonal, projected

DIGEST_BYTES = 16
NO_PLANE = 0
# Columns of a part that is known: bounds in the plane and area in it.
WEST, NORTH, AREA = 0, 3, 4


class Cover:
    """Parts are projected, checked and hashed only where they are asked for: after a change in one
    zone nearly all of a large cover is never looked at. Who asks for the coverage of one cover
    several times keeps the object, and takes `changed` where a feature was drawn anew: what was
    known of the others is known.
    """

    def __init__(self, frame: gpd.GeoDataFrame) -> None:
        self.crs = frame.crs
        self.epsg = NO_PLANE
        self.source, self.rows, self.source_bounds = _simple_parts(polygonal(frame))
        self._forget()

    def __len__(self) -> int:
        return len(self.source)

    def in_plane(self, epsg: int) -> Cover:
        """The same cover for the plane `epsg`; what is known of it in another plane is left
        aside."""
        if self.epsg == epsg:
            return self
        if self.epsg == NO_PLANE:
            self.epsg = epsg
            return self
        other = copy(self)
        other.epsg = epsg
        other._forget()
        return other

    def changed(self, row: int, geometry: Any) -> Cover:
        """The cover with another geometry in one row of its frame."""
        new = Cover(gpd.GeoDataFrame(geometry=[geometry], crs=self.crs))
        new.rows = np.full(len(new), row)
        first, after = np.searchsorted(self.rows, [row, row + 1])
        other = copy(self)
        for name in ("source", "rows", "source_bounds", "plane", "known", "digests", "hashed"):
            before, put = getattr(self, name), getattr(new, name)
            setattr(other, name, np.concatenate([before[:first], put, before[after:]]))
        return other

    def _forget(self) -> None:
        self.plane: Geometries = np.full(len(self.source), None, dtype=object)
        self.known: Floats = np.full((len(self.source), 5), np.nan)
        self.digests: NDArray[np.uint8] = np.zeros((len(self.source), DIGEST_BYTES), np.uint8)
        self.hashed: NDArray[np.bool_] = np.zeros(len(self.source), dtype=bool)

    def plane_bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the whole cover in the plane, with room to spare."""
        # Column by column: numpy takes ten times as long for the four at once.
        low = [column.min() for column in self.source_bounds.T[:2]]
        high = [column.max() for column in self.source_bounds.T[2:]]
        total = _boxes_in(np.array([low + high]), self.crs, self.epsg)[0]
        west, south, east, north = total
        return float(west), float(south), float(east), float(north)

    def near(self, boxes: Floats, pool: Executor) -> tuple[Places, Places]:
        """For each box (n, 4) in the plane the parts whose bounds meet it, in their order: where
        those of each box start and end, and their positions. They are projected and checked then.
        Raises `invalid-polygons`."""
        if not len(boxes) or not len(self):
            return np.zeros(len(boxes) + 1, np.int64), np.zeros(0, np.int64)
        positions = np.arange(len(self))
        if not self._is_plane():
            _, found = near_each(
                _boxes_in(boxes, self.epsg, self.crs), _widened(self.source_bounds)
            )
            positions = np.unique(found)
        self._know(positions, pool)
        starts, found = near_each(boxes, self.known[positions, WEST : NORTH + 1])
        return starts, positions[found]

    def digests_of(self, positions: Positions) -> NDArray[np.uint8]:
        """(n, 16) what tells the parts at these positions, known already, from all others."""
        new = np.unique(positions[~self.hashed[positions]])
        forms: Any = shapely.to_wkb(self.plane[new])
        for position, form in zip(new, forms, strict=True):
            digest = hashlib.blake2b(form, digest_size=DIGEST_BYTES).digest()
            self.digests[position] = np.frombuffer(digest, np.uint8)
        self.hashed[new] = True
        found: NDArray[np.uint8] = self.digests[positions]
        return found

    def _know(self, positions: Positions, pool: Executor) -> None:
        new = positions[np.isnan(self.known[positions, AREA])]
        chunks = [new[a : a + CHUNK] for a in range(0, len(new), CHUNK)]
        for chunk, moved in zip(chunks, pool.map(self._projected, chunks), strict=True):
            self.plane[chunk] = moved
            self.known[chunk, :AREA] = shapely.bounds(moved)
            self.known[chunk, AREA] = shapely.area(moved)

    def _projected(self, positions: Positions) -> Geometries:
        source = self.source[positions]
        return checked(projected(source, self.crs, self.epsg), source, self.rows[positions])

    def _is_plane(self) -> bool:
        return bool(self.crs.to_epsg() == self.epsg)


def _simple_parts(geometries: Geometries) -> tuple[Geometries, Positions, Floats]:
    """Non-empty simple polygons, the row of each, and the bounds of each (n, 4)."""
    parts, rows = geometries, np.arange(len(geometries))
    if (shapely.get_type_id(geometries) != shapely.GeometryType.POLYGON).any():
        parts, rows = shapely.get_parts(geometries, return_index=True)
    bounds: Floats = shapely.bounds(parts)
    there = ~np.isnan(bounds[:, 0])  # an empty one has no bounds
    return (parts, rows, bounds) if there.all() else (parts[there], rows[there], bounds[there])


def _boxes_in(bounds: Floats, source: Any, target: Any) -> Floats:
    """Bounds (n, 4) of boxes in another CRS, large enough for their bent sides: a long side bends
    further than a thin box is wide."""
    way = Transformer.from_crs(source, target, always_xy=True)
    if way.source_crs == way.target_crs:
        return bounds
    west, south, east, north = bounds.T
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    x = np.stack([west, middle_x, east] * 3)
    y = np.stack([south] * 3 + [middle_y] * 3 + [north] * 3)
    x, y = way.transform(x, y)
    return _widened(np.stack([x.min(0), y.min(0), x.max(0), y.max(0)], axis=1))


def _widened(bounds: Floats) -> Floats:
    """Bounds with room for edges that bend in the plane: 2 % of the larger extent."""
    room = 0.02 * np.maximum(*(bounds[:, 2:] - bounds[:, :2]).T)[:, None]
    return np.concatenate([bounds[:, :2] - room, bounds[:, 2:] + room], axis=1)
