"""Coordinates that cannot be right: (0, 0), −9999, 1e20, infinite, not a number, a zone too far.

A row that has one is named with its first such vertex: part, ring and vertex, counted from 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs.fit import beyond_zone
from geo.crs.transform import central_meridian, in_china
from geo.plane.shape_column import ShapeColumn, Shapes
from geo.words import Text
from layers.reading.crs.reproject import Carrier
from layers.reading.rows import ROWS_SHOWN

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# What programs write where they know no number; no easting or northing of China is one of these.
PLACEHOLDERS = (0.0, -1.0, -99.0, -999.0, -9999.0, -99999.0)
_POINT = Text("（{x}，{y}）", "({x}, {y})")
_VERTEX = Text("第 {vertex} 个顶点", "vertex {vertex} ")
_PART = Text("第 {part} 部分", "part {part}, ")
_OUTER = Text("外环", "outer ring, ")
_HOLE = Text("第 {hole} 个孔", "hole {hole}, ")
_MORE = Text("，共 {count} 个顶点", " and {more} more vertices")


@dataclass(slots=True)
class Strays:
    """Rows found (0-based), each with the values that name its first stray vertex, while there are
    not too many to tell."""

    rows: list[int] = field(default_factory=list)
    told: dict[int, dict[str, Any]] = field(default_factory=dict)

    def note(self, rows: NDArray[np.int64], shapes: Shapes, wrong: Callable[[Any], Flags]) -> None:
        """Rows and their geometries in the numbers of the file; `wrong` tells stray vertices."""
        self.rows += rows.tolist()
        room = max(0, ROWS_SHOWN - len(self.told))
        for row, shape in zip(rows[:room].tolist(), shapes[:room], strict=True):
            self.told[row] = _spot(shape, wrong(shape))

    def values(self, row: int) -> dict[str, Any]:
        return self.told.get(row, {})


def not_finite(shapes: ShapeColumn) -> Strays:
    """Unlike a NaN in bounds, one in the coordinates cannot hide behind the others."""
    found = Strays()
    for first, part in shapes.parts():
        # One that is not finite makes the sum of all so, and whose it is need not be asked.
        if np.isfinite(shapely.get_coordinates(part).sum()):
            continue
        points, owner = shapely.get_coordinates(part, return_index=True)
        rows = np.unique(owner[~np.isfinite(points).all(axis=1)])
        found.note(rows + first, part[rows], _not_finite)
    return found


@dataclass(slots=True)
class Landing:
    """Where the rows of a layer land, part by part as they are carried to degrees."""

    carry: Carrier
    outside: Strays = field(default_factory=Strays)
    """Outside China, or nowhere."""
    astray: Strays = field(default_factory=Strays)
    """In China, but with 0 or another placeholder in a plane, or too far from the zone."""

    def look(self, first: int, part: Shapes, carried: Shapes) -> None:
        """part: in the numbers of the file; carried: the same in degrees (EPSG:4490)."""
        bounds = extents(carried)
        here = ~np.isnan(bounds).any(axis=1)
        inside = in_china(bounds[:, 0], bounds[:, 1]) & in_china(bounds[:, 2], bounds[:, 3])
        epsg = self.carry.epsg
        beyond = beyond_zone(epsg, bounds[:, 0]) | beyond_zone(epsg, bounds[:, 2])
        odd = here & inside & (beyond | self._with_placeholder(part))
        for found, flags, wrong in (
            (self.outside, here & ~inside, self._off),
            (self.astray, odd, self._odd),
        ):
            rows = np.flatnonzero(flags)
            found.note(rows + first, part[rows], wrong)

    def _with_placeholder(self, part: Shapes) -> Flags:
        if not has_zone(self.carry.epsg):
            return np.zeros(len(part), dtype=bool)
        bounds = extents(part)
        rows = np.flatnonzero((bounds[:, :2] <= 0).any(axis=1))
        points, owner = shapely.get_coordinates(part[rows], return_index=True)
        found = np.zeros(len(part), dtype=bool)
        found[rows[owner[_placeholders(points)]]] = True
        return found

    def _off(self, shape: Any) -> Flags:
        lon, lat = self.carry(*shapely.get_coordinates(shape).T)
        return ~(np.isfinite(lon) & np.isfinite(lat) & in_china(lon, lat))

    def _odd(self, shape: Any) -> Flags:
        points = shapely.get_coordinates(shape)
        lon, _lat = self.carry(*points.T)
        odd: Flags = beyond_zone(self.carry.epsg, np.asarray(lon)) | _placeholders(points)
        return odd


def extents(shapes: Shapes) -> Floats:
    """Bounds of every vertex, shape (n, 4): those of GEOS leave out the holes of a polygon."""
    bounds: Floats = shapely.bounds(shapes)
    several = shapely.get_type_id(shapes) > shapely.GeometryType.POLYGON
    holed = np.flatnonzero(several | (shapely.get_num_interior_rings(shapes) > 0))
    counts = shapely.get_num_coordinates(shapes[holed])
    holed, counts = holed[counts > 0], counts[counts > 0]
    if len(holed):
        points = shapely.get_coordinates(shapes[holed])
        starts = np.cumsum(counts) - counts
        bounds[holed, :2] = np.minimum.reduceat(points, starts)
        bounds[holed, 2:] = np.maximum.reduceat(points, starts)
    return bounds


def has_zone(epsg: int) -> bool:
    """Whether the CRS is a plane with a central meridian."""
    return central_meridian(epsg) is not None


def _not_finite(shape: Any) -> Flags:
    finite: Flags = np.isfinite(shapely.get_coordinates(shape)).all(axis=1)
    return ~finite


def _placeholders(points: Floats) -> Flags:
    found: Flags = np.isin(points, PLACEHOLDERS)
    return found[:, 0] | found[:, 1]


def _spot(shape: Any, wrong: Flags) -> dict[str, Any]:
    """The first stray vertex of a geometry, in numbers and in words."""
    at = int(np.argmax(wrong))
    x, y = (f"{number:.12g}" for number in shapely.get_coordinates(shape)[at])
    parts = shapely.get_parts(shape)
    part, within = _among(parts, at)
    ring, vertex = _among(_rings(parts[part]), within)
    words = list(_address(parts, part, ring, vertex))
    words.append(_POINT.format(x=x, y=y))
    if wrong.sum() > 1:
        words.append(_MORE.format(count=int(wrong.sum()), more=int(wrong.sum()) - 1))
    spot = Text("".join(word.zh for word in words), "".join(word.en for word in words))
    numbers = {"part": part + 1, "ring": ring + 1, "vertex": vertex + 1}
    return numbers | {"value": f"{x}, {y}", "spot": spot}


def _address(parts: Any, part: int, ring: int, vertex: int) -> Iterator[Text]:
    """What is needed to find it: of a single point nothing."""
    kind = parts[part].geom_type
    if len(parts) > 1:
        yield _PART.format(part=part + 1)
    if kind == "Polygon":
        yield _HOLE.format(hole=ring) if ring else _OUTER
    if kind != "Point":
        yield _VERTEX.format(vertex=vertex + 1)


def _among(shapes: Any, at: int) -> tuple[int, int]:
    """Which of the geometries the vertex `at` of them all is in, and which vertex of it."""
    ends = np.cumsum(shapely.get_num_coordinates(shapes))
    number = int(np.searchsorted(ends, at, side="right"))
    return number, at - int(ends[number - 1] if number else 0)


def _rings(part: Any) -> Any:
    return shapely.get_rings(part) if part.geom_type == "Polygon" else np.array([part])
