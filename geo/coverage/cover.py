"""The polygons of a cover, part by part, with what is known of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import Executor
from copy import copy
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.coverage.along import near_each, seen_valid
from geo.coverage.edges.compiled import Places
from geo.coverage.outlines import outline
from geo.coverage.threads import shared_out
from geo.crs.ways import leads_nowhere, said, way
from geo.plane.arrays import Floats, Geometries, Positions
from geo.plane.polygons import CHUNK, checked, polygonal, projected

# So many regions are remembered; after that all are forgotten.
MOST_REMEMBERED = 1 << 17
# So many parts are hashed before threads have begun.
FEW_HASHED = 1000
NO_PLANE = 0
# Columns of a part that is known: bounds in the plane and area in it.
WEST, NORTH, AREA = 0, 3, 4


@dataclass(frozen=True, slots=True)
class Around:
    """The parts near a region: by its box (west, south, east, north in the plane), and the hash of
    all of them."""

    box: Floats
    sha256: bytes


class Cover:
    """Parts are projected, checked and hashed only where they are asked for: after a change in one
    zone nearly all of a large cover is never looked at. Who asks for the coverage of one cover
    several times keeps the object, and takes `changed` where a feature was drawn anew: what was
    known of the others is known.
    """

    def __init__(self, frame: gpd.GeoDataFrame) -> None:
        self.crs = frame.crs
        self.epsg = NO_PLANE
        self.features = len(frame)
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
        for name in ("source", "rows", "source_bounds", "plane", "known"):
            before, put = getattr(self, name), getattr(new, name)
            setattr(other, name, np.concatenate([before[:first], put, before[after:]]))
        other.around = self._untouched(slice(first, after), new)
        return other

    def _untouched(self, gone: slice, new: Cover) -> dict[bytes, Around]:
        """What is remembered of regions near which nothing goes and nothing comes."""
        if self.epsg == NO_PLANE or not self.around:
            return {}
        comes = boxes_in(new.source_bounds, self.crs, self.epsg)
        # What nobody knows yet is near no region that is remembered: its bounds are nan.
        changes = np.concatenate([self.known[gone, WEST : NORTH + 1], comes])
        starts, _ = near_each(np.array([one.box for one in self.around.values()]), changes)
        touched = np.diff(starts) > 0
        kept = zip(self.around.items(), touched, strict=True)
        return {region: around for (region, around), is_touched in kept if not is_touched}

    def _forget(self) -> None:
        self.plane: Geometries = np.full(len(self.source), None, dtype=object)
        self.known: Floats = np.full((len(self.source), 5), np.nan)
        self.around: dict[bytes, Around] = {}

    @property
    def bounds(self) -> Floats:
        """(4,) west, south, east, north of all in their own CRS; nan where there is no shape."""
        if not len(self):
            return np.full(4, np.nan)
        # Column by column: numpy takes ten times as long for the four at once.
        low = [column.min() for column in self.source_bounds.T[:2]]
        high = [column.max() for column in self.source_bounds.T[2:]]
        return np.array(low + high)

    def near(self, boxes: Floats, pool: Executor) -> tuple[Places, Places]:
        """For each box (n, 4) in the plane the parts whose bounds meet it, in their order: where
        those of each box start and end, and their positions. They are projected and checked then.
        Raises `invalid-polygons`."""
        if not len(boxes) or not len(self):
            return np.zeros(len(boxes) + 1, np.int64), np.zeros(0, np.int64)
        if self._is_plane():
            candidates = _within(boxes, self.source_bounds)
            starts, found = near_each(boxes, self.source_bounds[candidates])
            near = candidates[found]
            self._know(_different(near, len(self)), pool)
            return starts, near
        wide = widened(self.source_bounds)
        places = boxes_in(boxes, self.epsg, self.crs)
        candidates = _within(places, wide)
        _, found = near_each(places, wide[candidates])
        positions = _different(candidates[found], len(self))
        self._know(positions, pool)
        starts, found = near_each(boxes, self.known[positions, WEST : NORTH + 1])
        return starts, positions[found]

    def remembered(self, regions: Sequence[bytes]) -> list[bytes | None]:
        """`hashes` where they are remembered, None elsewhere."""
        around = [self.around.get(region) for region in regions]
        return [one.sha256 if one else None for one in around]

    def hashes(
        self, regions: Sequence[bytes], boxes: Floats, starts: Places, near: Places, pool: Executor
    ) -> list[bytes]:
        """Of each region what tells the parts near it, known already, from all others; regions are
        remembered by what tells them apart."""
        few = len(near) <= FEW_HASHED
        each = np.split(near, starts[1:-1])
        found = list(shared_out(pool, lambda at: _hash(self.plane[at]), each, few=few))
        if len(self.around) + len(regions) > MOST_REMEMBERED:
            self.around.clear()
        for region, box, sha256 in zip(regions, boxes, found, strict=True):
            self.around[region] = Around(box, sha256)
        return found

    def _know(self, positions: Positions, pool: Executor) -> None:
        new = positions[np.isnan(self.known[positions, AREA])]
        chunks = [new[a : a + CHUNK] for a in range(0, len(new), CHUNK)]
        for chunk, moved in zip(chunks, shared_out(pool, self._projected, chunks), strict=True):
            self.plane[chunk] = moved
            self.known[chunk, :AREA] = shapely.bounds(moved)
            self.known[chunk, AREA] = shapely.area(moved)

    def _projected(self, positions: Positions) -> Geometries:
        source = self.source[positions]
        plane = projected(source, self.crs, self.epsg)
        asked = ~seen_valid(plane)
        if asked.any():
            plane[asked] = checked(plane[asked], source[asked], self.rows[positions[asked]])
        return plane

    def _is_plane(self) -> bool:
        return bool(self.crs.to_epsg() == self.epsg)


def _simple_parts(geometries: Geometries) -> tuple[Geometries, Positions, Floats]:
    """Non-empty simple polygons, the row of each, and the bounds of each (n, 4)."""
    parts, rows = geometries, np.arange(len(geometries))
    several = shapely.get_type_id(geometries) != shapely.GeometryType.POLYGON
    if several.any():
        # Taken apart a polygon would be copied, which costs more than all else that is done here.
        counts = np.where(several, shapely.get_num_geometries(geometries), 1)
        rows = np.repeat(rows, counts)
        parts = geometries[rows]
        parts[several[rows]] = shapely.get_parts(geometries[several])
    bounds: Floats = shapely.bounds(parts)
    there = ~np.isnan(bounds[:, 0])  # an empty one has no bounds
    return (parts, rows, bounds) if there.all() else (parts[there], rows[there], bounds[there])


def _within(boxes: Floats, bounds: Floats) -> Positions:
    """The positions of bounds that meet the one box around all boxes."""
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    west, south, east, north = bounds.T
    meet = (west <= high[0]) & (south <= high[1]) & (east >= low[0]) & (north >= low[1])
    return np.flatnonzero(meet)


def _different(positions: Positions, below: int) -> Positions:
    """Each position once, in order."""
    there = np.zeros(below, dtype=bool)
    there[positions] = True
    return np.flatnonzero(there)


def _hash(parts: Geometries) -> bytes:
    """Of all their vertices, rings and geometries."""
    digest = hashlib.sha256()
    for one in outline(parts):
        digest.update(one.data)
    return digest.digest()


def boxes_in(bounds: Floats, source: Any, target: Any) -> Floats:
    """Bounds (n, 4) of boxes in another CRS, large enough for their bent sides: a long side bends
    further than a thin box is wide."""
    between = said(source), said(target)
    if leads_nowhere(*between):
        return bounds
    west, south, east, north = bounds.T
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    x = np.stack([west, middle_x, east] * 3)
    y = np.stack([south] * 3 + [middle_y] * 3 + [north] * 3)
    x, y = way(*between).transform(x, y)
    return widened(np.stack([x.min(0), y.min(0), x.max(0), y.max(0)], axis=1))


def widened(bounds: Floats) -> Floats:
    """Bounds with room for edges that bend in the plane: 2 % of the larger extent."""
    room = 0.02 * np.maximum(*(bounds[:, 2:] - bounds[:, :2]).T)[:, None]
    return np.concatenate([bounds[:, :2] - room, bounds[:, 2:] + room], axis=1)
