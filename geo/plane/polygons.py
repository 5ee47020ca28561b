"""What the coverage engine takes in: valid polygons with a CRS, in one Gauss-Krüger plane."""

from __future__ import annotations

from concurrent.futures import Executor
from threading import Lock
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from pyproj import Transformer

from geo.crs import transform as crs
from geo.errors import NO_CRS, EcoAtlasError, declare
from geo.plane.arrays import Flags, Floats, Geometries, Pairs, Polygons, Positions
from geo.words import Text

NOT_POLYGONS = declare(
    "not-polygons",
    "error",
    Text(
        "覆盖计算只接受面要素，第 {rows} 行不是面。",
        "Coverage takes polygons only; not polygons: rows {rows}.",
    ),
    Text("请选择面图层，或删去这些要素。", "Choose a polygon layer, or remove these features."),
)
INVALID_POLYGONS = declare(
    "invalid-polygons",
    "error",
    Text(
        "第 {rows} 行的几何无效（例如自相交），面积没有确定的含义。",
        "Invalid geometry (self-intersection, for example) in rows {rows}: its area has no"
        " definite meaning.",
    ),
    Text(
        "请先修复几何（导入图层时会自动修复并列出）。",
        "Repair the geometry first (importing a layer does, and lists what it did).",
    ),
)
ROWS_NAMED = 10
CHUNK = 20_000
POLYGONAL = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def plane_polygons(frame: gpd.GeoDataFrame, epsg: int) -> Geometries:
    """(n,) valid polygonal geometries in the plane `epsg`, row by row; empty ones for empty rows.

    Raises `no-crs`, `not-polygons`, `invalid-polygons`.
    """
    source = polygonal(frame)
    plane = projected(source, frame.crs, epsg)
    return checked(plane, source, np.arange(len(source)))


def polygonal(frame: gpd.GeoDataFrame) -> Geometries:
    """The geometries of a frame, missing ones as empty polygons. (Heights stay; nothing here reads
    them.)"""
    if frame.crs is None:
        raise EcoAtlasError(NO_CRS)
    geometries: Geometries = frame.geometry.to_numpy()
    odd = np.flatnonzero(~np.isin(shapely.get_type_id(geometries), POLYGONAL))
    if not len(odd):
        return geometries
    nothing = shapely.is_missing(geometries[odd]) | shapely.is_empty(geometries[odd])
    if not nothing.all():
        raise EcoAtlasError(NOT_POLYGONS, rows=_rows(odd[~nothing]))
    filled = geometries.copy()
    filled[odd] = shapely.Polygon()
    return filled


def projected(geometries: Geometries, source: Any, epsg: int) -> Geometries:
    series = gpd.GeoSeries(geometries, crs=source)
    if series.empty or source.to_epsg() == epsg:
        return geometries
    moved: Geometries = crs.to_plane(series, epsg).to_numpy()
    return moved


def checked(
    plane: Geometries, source: Geometries, rows: Positions, pool: Executor | None = None
) -> Geometries:
    """The same geometries, or `invalid-polygons`.

    What is valid where it came from but touches itself by rounding after the projection is
    mended here; nobody could repair it at the source.
    """
    bad = ~_valid(plane, pool)
    if not bad.any():
        return plane
    broken = bad.copy()
    broken[bad] = ~shapely.is_valid(source[bad])
    if broken.any():
        raise EcoAtlasError(INVALID_POLYGONS, rows=_rows(np.unique(rows[broken])))
    mended = plane.copy()
    mended[bad] = only_polygons(shapely.make_valid(plane[bad], method="structure"))
    return mended


def only_polygons(geometries: Geometries) -> Geometries:
    """The polygonal part of results of set operations; lines and points left by touching go."""
    mixed = ~np.isin(shapely.get_type_id(geometries), POLYGONAL)
    if not mixed.any():
        return geometries
    kept = geometries.copy()
    kept[mixed] = [_polygonal_part(each) for each in geometries[mixed]]
    return kept


def _polygonal_part(geometry: Any) -> Any:
    parts = shapely.get_parts(geometry)
    return shapely.union_all(parts[np.isin(shapely.get_type_id(parts), POLYGONAL)])


def _valid(geometries: Geometries, pool: Executor | None) -> Flags:
    if pool is None:
        valid: Flags = shapely.is_valid(geometries)
        return valid
    parts = [geometries[a : a + CHUNK] for a in range(0, len(geometries), CHUNK)]
    return np.concatenate([np.zeros(0, dtype=bool), *pool.map(shapely.is_valid, parts)])


def _rows(positions: Positions) -> str:
    named = ", ".join(str(position + 1) for position in positions[:ROWS_NAMED])
    return named + (" …" if len(positions) > ROWS_NAMED else "")


class Cover:
    """The polygons of a cover, part by part, projected and checked only where they are asked for:
    after a change in one zone nearly all of a large cover is never looked at.
    """

    def __init__(self, frame: gpd.GeoDataFrame, epsg: int, pool: Executor) -> None:
        self.crs, self.epsg, self.pool = frame.crs, epsg, pool
        self.source, self.rows, self.source_bounds = _simple_parts(polygonal(frame))
        self._plane: Geometries = np.full(len(self.source), None, dtype=object)
        self._projecting = Lock()  # two threads ask; what the first projects the second finds

    def __len__(self) -> int:
        return len(self.source)

    def plane_bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the whole cover in the plane, with room to spare."""
        # Column by column: numpy takes ten times as long for the four at once.
        low = [column.min() for column in self.source_bounds.T[:2]]
        high = [column.max() for column in self.source_bounds.T[2:]]
        total = _boxes_in(np.array([low + high]), self.crs, self.epsg)[0]
        west, south, east, north = np.r_[
            np.floor(total[:2] / 1024 - 1) * 1024, np.ceil(total[2:] / 1024 + 1) * 1024
        ]
        return float(west), float(south), float(east), float(north)

    def plane(self, positions: Positions) -> Geometries:
        """The parts at these positions in the plane."""
        with self._projecting:
            new = positions[shapely.is_missing(self._plane[positions])]
            if len(new):
                moved = self._projected(self.source[new])
                self._plane[new] = checked(moved, self.source[new], self.rows[new], self.pool)
        return self._plane[positions]

    def _projected(self, geometries: Geometries) -> Geometries:
        chunks = [geometries[a : a + CHUNK] for a in range(0, len(geometries), CHUNK)]
        moved = self.pool.map(lambda chunk: projected(chunk, self.crs, self.epsg), chunks)
        return np.concatenate(list(moved))

    def meeting(self, regions: Geometries) -> tuple[Polygons, Pairs]:
        """Those polygons that meet one of the regions (n,) in the plane, and the pairs."""
        tiles, owner = _tiles(regions)
        boxes = _boxes_in(shapely.bounds(tiles), self.epsg, self.crs)
        part, tile = self._near(boxes)
        if not len(tile):
            return Polygons.of(self.source[:0]), Pairs(part, tile)
        met = _distinct(owner[tile] * len(self) + part, keep=len(tiles) == len(regions))
        region, part = met // len(self), met % len(self)
        positions, index = _numbered(part, len(self))
        geometries = self.plane(positions)
        meets = self._intersecting(regions, geometries, region, index)
        return Polygons.of(geometries), Pairs(region[meets], index[meets])

    def _near(self, boxes: Floats) -> tuple[Positions, Positions]:
        """Parts and the boxes (n, 4), in the CRS of the source, that their bounds meet."""
        bounds = self.source_bounds if self._is_plane() else _widened(self.source_bounds)
        west, south, east, north = np.r_[boxes[:, :2].min(0), boxes[:, 2:].max(0)]
        near = (bounds[:, 0] <= east) & (bounds[:, 2] >= west)
        near &= (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
        parts = np.flatnonzero(near)
        tree = shapely.STRtree(shapely.box(*boxes.T))
        asked = self.source[parts] if self._is_plane() else shapely.box(*bounds[parts].T)
        part, tile = tree.query(asked)
        return parts[part], tile

    def _intersecting(
        self, regions: Geometries, polygons: Geometries, region: Positions, polygon: Positions
    ) -> Flags:
        """Which of the pairs really meet; each thread asks prepared copies of its own."""

        def asked(start: int) -> Flags:
            of_region, of_polygon = region[start : start + CHUNK], polygon[start : start + CHUNK]
            first, last = of_region[0], of_region[-1]
            own = shapely.from_wkb(shapely.to_wkb(regions[first : last + 1]))
            shapely.prepare(own)
            meets: Flags = shapely.intersects(own[of_region - first], polygons[of_polygon])
            return meets

        return np.concatenate(list(self.pool.map(asked, range(0, len(region), CHUNK))))

    def _is_plane(self) -> bool:
        return bool(self.crs.to_epsg() == self.epsg)


def _distinct(keys: Positions, *, keep: bool) -> Positions:
    """Sorted keys, each once; `keep` says that none comes twice."""
    return np.sort(keys) if keep else np.unique(keys)


def _numbered(values: Positions, below: int) -> tuple[Positions, Positions]:
    """The different values in order, and for each value its place among them."""
    present = np.zeros(below, dtype=bool)
    present[values] = True
    return np.flatnonzero(present), (np.cumsum(present) - 1)[values]


def _simple_parts(geometries: Geometries) -> tuple[Geometries, Positions, Floats]:
    """Non-empty simple polygons, the row of each, and the bounds of each (n, 4)."""
    parts, rows = geometries, np.arange(len(geometries))
    if (shapely.get_type_id(geometries) != shapely.GeometryType.POLYGON).any():
        parts, rows = shapely.get_parts(geometries, return_index=True)
    bounds: Floats = shapely.bounds(parts)
    there = ~np.isnan(bounds[:, 0])  # an empty one has no bounds
    return (parts, rows, bounds) if there.all() else (parts[there], rows[there], bounds[there])


# A region that fills little of its bounds (all that lies outside the zones) is looked for with
# tiles, so that not every polygon within its bounds counts as near.
TILES = 64
LARGE_SHARE = 0.5


def _tiles(regions: Geometries) -> tuple[Geometries, Positions]:
    bounds = shapely.bounds(regions)
    boxes = shapely.box(*bounds.T)
    hollow = shapely.area(regions) < LARGE_SHARE * shapely.area(boxes)
    hollow &= shapely.get_num_interior_rings(regions) > 0
    tiles, owner = [boxes[~hollow]], [np.flatnonzero(~hollow)]
    for position in np.flatnonzero(hollow):
        cut = _tiles_of(regions[position], bounds[position])
        tiles.append(cut)
        owner.append(np.full(len(cut), position))
    return np.concatenate(tiles), np.concatenate(owner)


def _tiles_of(region: Any, bounds: Floats) -> Geometries:
    own = shapely.from_wkb(shapely.to_wkb(region))
    shapely.prepare(own)
    x, y = (
        np.linspace(bounds[0], bounds[2], TILES + 1),
        np.linspace(bounds[1], bounds[3], TILES + 1),
    )
    west, south = (axis.ravel() for axis in np.meshgrid(x[:-1], y[:-1]))
    east, north = (axis.ravel() for axis in np.meshgrid(x[1:], y[1:]))
    boxes = shapely.box(west, south, east, north)
    met: Geometries = boxes[shapely.intersects(own, boxes)]
    return met


def _boxes_in(bounds: Floats, source: Any, target: Any) -> Floats:
    """Bounds (n, 4) of boxes in another CRS, large enough for their bent sides."""
    way = Transformer.from_crs(source, target, always_xy=True)
    if way.source_crs == way.target_crs:
        return bounds
    west, south, east, north = bounds.T
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    x = np.stack([west, middle_x, east] * 3)
    y = np.stack([south] * 3 + [middle_y] * 3 + [north] * 3)
    x, y = way.transform(x, y)
    room_x, room_y = 0.02 * (x.max(0) - x.min(0)), 0.02 * (y.max(0) - y.min(0))
    return np.stack(
        [x.min(0) - room_x, y.min(0) - room_y, x.max(0) + room_x, y.max(0) + room_y], axis=1
    )


def _widened(bounds: Floats) -> Floats:
    """Bounds with room for edges that bend in the plane: 2 % of the extent."""
    room = 0.02 * np.maximum(*(bounds[:, 2:] - bounds[:, :2]).T)[:, None]
    return np.concatenate([bounds[:, :2] - room, bounds[:, 2:] + room], axis=1)
