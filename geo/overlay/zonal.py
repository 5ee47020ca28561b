"""How much of each zone every class of a raster covers, in m² of the ellipsoid.

Cells on the border of a zone count with the part of them that lies inside, exactly (exactextract),
not by their centre. A cell stands for its own area on the ellipsoid: in degrees that shrinks with
the latitude, in a projection with its scale. Inside one cell ground is taken as even: for a cell of
30 m that is off by less than 1e-5 of a border cell (1e-7 in Gauss-Krüger). In the end each zone's
parts are brought to the zone's own area (`geo.measure.ellipsoid`), so that they add up to it;
by how much is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geo.crs.ellipsoid import ELLIPSOID
from geo.errors import EcoAtlasError, declare
from geo.measure.ellipsoid import area_m2
from geo.plane.shapes import plane_of, plane_shapes, stepped
from geo.words import Text

Floats = NDArray[np.float64]
Cells = NDArray[np.int64]
Values = NDArray[Any]
Bounds = tuple[float, float, float, float]

NOTHING = -1
"""Cells without a value, and ground beyond the raster, in the columns of `class_areas`."""
# Scale is measured at points so far apart, at most so many on a side: the scale bends by 1/R².
LATTICE_STEP_M = 1_000.0
LATTICE_MOST = 65
# A cell whose corners a raster's own corners do not reach is not needed: one cell around the zones.
MARGIN = 1
TOO_MANY_CELLS = 60_000_000
# So many are held at once, unless one zone has more.
CELLS_AT_ONCE = 1_000_000
CODES = ("zone", "class")

ZONES_TOO_LARGE_FOR_RASTER = declare(
    "zones-too-large-for-raster",
    "error",
    Text(
        "要统计的范围内有 {cells} 个像元，超过一次计算的上限 {limit}。",
        "There are {cells:cell|cells} within what is to be measured, more than the limit of "
        "{limit}.",
    ),
    Text("请分区计算，或用分辨率较低的栅格。", "Compute it in parts, or use a coarser raster."),
)

RASTER_COUNTING_MISSING = declare(
    "raster-counting-missing",
    "error",
    Text(
        "这台机器没有 exactextract 程序包，不能按范围统计栅格。",
        "This machine lacks the package exactextract, so rasters cannot be measured by zone.",
    ),
    Text(
        "在 x86-64 处理器的机器上计算；别的指标不受影响。",
        "Compute it on a machine with an x86-64 processor; other figures are not concerned.",
    ),
)


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of a north-up raster: row 0 is the northernmost, `west` and `north` its outer corner.

    Lengths are in the units of `epsg`. Values are not negative; `NOTHING` is a cell without one.
    """

    values: Values
    west: float
    north: float
    width: float
    height: float
    epsg: int

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north."""
        rows, columns = self.values.shape
        return (
            self.west,
            self.north - rows * self.height,
            self.west + columns * self.width,
            self.north,
        )


@dataclass(frozen=True, slots=True)
class ClassAreas:
    """by_zone: (zones × classes) m², with `NOTHING`; every row adds up to the area of the zone.

    stretch: by how much cells had to be stretched to do so, at most, as a part of the zone.
    """

    by_zone: pd.DataFrame
    stretch: float


def class_areas(zones: gpd.GeoSeries, grid: Grid) -> ClassAreas:
    """m² of each class in each zone; zones may overlap, each has all of its own.

    zones: polygons in any CRS, rows in the order given. Raises `no-crs`.
    """
    whole = area_m2(zones, plane_of(zones))
    shapes = placed(zones, grid.epsg)
    parts = pd.concat([_EMPTY, *_by_class(shapes, _Window.of(grid, shapes.total_bounds))])
    wide = parts.unstack(fill_value=0.0)
    wide = wide.reindex(index=pd.RangeIndex(len(zones)), fill_value=0.0).astype(np.float64)
    if NOTHING not in wide:
        wide[NOTHING] = 0.0
    wide.columns = wide.columns.astype(np.int64)
    return _brought_to(wide, whole)


_EMPTY = pd.Series(
    [], dtype=float, index=pd.MultiIndex.from_arrays([np.empty(0, np.int64)] * 2, names=CODES)
)


def _brought_to(wide: pd.DataFrame, whole: Floats) -> ClassAreas:
    counted = wide.sum(axis=1).to_numpy()
    there = (counted > 0) & (whole > 0)
    factor = np.ones(len(whole))
    factor[there] = whole[there] / counted[there]
    # A zone thinner than rounding has no cells: all of it is without a value.
    wide.loc[~there, NOTHING] = whole[~there]
    stretch = float(np.abs(factor - 1.0).max(initial=0.0))
    return ClassAreas(wide.mul(factor, axis=0), stretch)


def placed(zones: gpd.GeoSeries, epsg: int) -> gpd.GeoSeries:
    """Zones in the CRS of a raster, with vertices along the edges that are straight in the plane
    in which they are measured."""
    plane = plane_of(zones)
    return gpd.GeoSeries(stepped(plane_shapes(zones, plane)), crs=plane).to_crs(epsg)


def window_of(bounds: Bounds, grid_corner: tuple[float, float], cell: tuple[float, float]) -> Any:
    """First and last row and column (the last one not included) of cells that meet the bounds."""
    west, south, east, north = bounds
    left, top = grid_corner
    width, height = cell
    columns = (int(np.floor((west - left) / width)), int(np.ceil((east - left) / width)))
    rows = (int(np.floor((top - north) / height)), int(np.ceil((top - south) / height)))
    low, high = (rows[0] - MARGIN, columns[0] - MARGIN), (rows[1] + MARGIN, columns[1] + MARGIN)
    cells = (high[0] - low[0]) * (high[1] - low[1])
    if cells > TOO_MANY_CELLS:
        raise EcoAtlasError(ZONES_TOO_LARGE_FOR_RASTER, cells=cells, limit=TOO_MANY_CELLS)
    return low, high


@dataclass(frozen=True, slots=True)
class _Window:
    """The cells around all zones, also those beyond the raster: where they lie in it, how many.

    place: the grid of the window without its values, which stay where they are.
    """

    grid: Grid
    top: int
    left: int
    place: Grid

    @classmethod
    def of(cls, grid: Grid, bounds: Any) -> _Window:
        if not np.isfinite(bounds).all():
            return cls(grid, 0, 0, replace(grid, values=grid.values[:0, :0]))
        low, high = window_of(bounds, (grid.west, grid.north), (grid.width, grid.height))
        # As large as the window and made of one cell.
        shape = (high[0] - low[0], high[1] - low[1])
        place = replace(
            grid,
            values=np.broadcast_to(np.zeros((1, 1), dtype=np.int8), shape),
            west=grid.west + low[1] * grid.width,
            north=grid.north - low[0] * grid.height,
        )
        return cls(grid, low[0], low[1], place)

    def classes(self, row: Cells, column: Cells) -> Cells:
        """What cells of the window hold; nothing beyond the raster."""
        row, column = row + self.top, column + self.left
        rows, columns = self.grid.values.shape
        high, wide = self.place.values.shape
        if (
            min(self.top, self.left) >= 0
            and self.top + high <= rows
            and self.left + wide <= columns
        ):
            inside: Cells = self.grid.values.ravel().take(row * columns + column).astype(np.int64)
            return inside
        there = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        found = np.full(len(row), NOTHING, dtype=np.int64)
        found[there] = self.grid.values[row[there], column[there]]
        return found


def _by_class(shapes: gpd.GeoSeries, window: _Window) -> Iterator[pd.Series]:
    """m² by zone and class before they are brought to the area of the zone, some zones at a time:
    what is held grows with the cells of those zones."""
    kept = np.flatnonzero(~(shapes.is_empty | shapes.isna()).to_numpy())
    if not len(kept) or not window.place.values.size:
        return
    areas = _CellAreas.of(window.place)
    columns = window.place.values.shape[1]
    for some in _zones_at_a_time(shapes, kept, window.place):
        zone, cell, part = _covered(shapes, some, window.place)
        row, column = np.divmod(cell, columns)
        m2 = part * areas.at(row, column)
        yield _added(zone, window.classes(row, column), m2)


def _added(zone: Cells, value: Cells, m2: Floats) -> pd.Series:
    """Sums by zone (ascending) and class, as pandas adds up: without the loss of a plain sum."""
    zones, zone = _numbered(zone)
    values, value = _numbered(value - NOTHING)
    many = len(values)
    codes = zone * many + value
    known = pd.RangeIndex(len(zones) * many)
    groups: Any = pd.Categorical.from_codes(codes, categories=known)
    # Of all there might be, and then those that are: pandas takes longer to find these itself.
    there = np.flatnonzero(np.bincount(codes, minlength=len(known)))
    sums = pd.Series(m2).groupby(groups, observed=False).sum().iloc[there]
    at_zone, at_value = np.divmod(there, max(many, 1))
    index = pd.MultiIndex.from_arrays([zones[at_zone], values[at_value] + NOTHING], names=CODES)
    return pd.Series(sums.to_numpy(), index=index)


def _numbered(values: Cells) -> tuple[Cells, Cells]:
    """The different ones in order, and for each its place among them; none is negative."""
    different = np.flatnonzero(np.bincount(values))
    places = np.zeros(int(different.max(initial=0)) + 1, dtype=np.int64)
    places[different] = np.arange(len(different))
    return different, places[values]


def _zones_at_a_time(shapes: gpd.GeoSeries, kept: Cells, place: Grid) -> list[Cells]:
    bounds = shapes.iloc[kept].bounds.to_numpy()
    across = (bounds[:, 2] - bounds[:, 0]) / place.width + 2
    up = (bounds[:, 3] - bounds[:, 1]) / place.height + 2
    block = (np.cumsum(across * up) // CELLS_AT_ONCE).astype(np.int64)
    return np.split(kept, np.flatnonzero(np.diff(block)) + 1)


def _covered(shapes: gpd.GeoSeries, some: Cells, place: Grid) -> tuple[Cells, Cells, Floats]:
    """zone, cell (counted row by row) and the part of the cell that lies inside the zone."""
    # Loaded late: it takes long, and few metrics look at a raster.
    try:
        from geo.overlay.cell_parts import cell_parts
    except ModuleNotFoundError as missing:
        raise EcoAtlasError(RASTER_COUNTING_MISSING) from missing

    # Which cells and how much of each is asked, not what they hold: classes are looked up after.
    forms: Any = shapely.to_wkb(shapes.iloc[some].to_numpy())
    zone, cell, part = cell_parts(
        forms.tolist(), place.bounds, place.values, shapes.crs.to_wkt(), TOO_MANY_CELLS
    )
    return some[zone], cell, part


def cell_areas_m2(grid: Grid) -> Floats:
    """m² of the ellipsoid that each cell stands for, row by row.

    In degrees by the closed form of a rectangle of meridians and parallels (exact); in a projection
    by the plane area over the areal scale at the middle of the cell, from a lattice of measured
    squares: 3e-9 up to 64 km across, 7e-8 at 300 km.
    """
    rows, columns = grid.values.shape
    found = _CellAreas.of(grid).at(np.arange(rows)[:, None], np.arange(columns)[None, :])
    return np.broadcast_to(found, (rows, columns)).ravel()


@dataclass(frozen=True, slots=True)
class _CellAreas:
    """What the areas of all cells follow from: m² by row alone (degrees), or the areal scale on the
    lines of the lattice by column, and for each row the line above it and how far it is below."""

    belts: Floats | None
    lines: Floats
    line: Cells
    share: Floats
    width: float
    height: float

    @classmethod
    def of(cls, grid: Grid) -> _CellAreas:
        rows, columns = grid.values.shape
        if CRS.from_epsg(grid.epsg).is_geographic:
            north = np.radians(grid.north - grid.height * np.arange(rows + 1))
            belts = np.abs(np.diff(_authalic_m2(north))) * np.radians(grid.width)
            return cls(belts, belts[:0], np.empty(0, np.intp), belts[:0], 1.0, 1.0)
        metres = CRS.from_epsg(grid.epsg).axis_info[0].unit_conversion_factor
        at_rows = _lattice(rows, grid.height * metres)
        at_columns = _lattice(columns, grid.width * metres)
        x, y = grid.west + at_columns * grid.width, grid.north - at_rows * grid.height
        lattice = _scale_m2(*np.meshgrid(x, y), grid.epsg, metres)
        middle_r, middle_c = np.arange(rows) + 0.5, np.arange(columns) + 0.5
        lines = np.stack([np.interp(middle_c, at_columns, line) for line in lattice])
        place = middle_r / max(rows, 1) * (len(at_rows) - 1)
        low = np.minimum(place.astype(np.intp), len(at_rows) - 2)
        return cls(None, lines, low, place - low, grid.width, grid.height)

    def at(self, row: Cells, column: Cells) -> Floats:
        """m² of cells by row and column."""
        if self.belts is not None:
            return self.belts[row]
        low, share = self.line[row], self.share[row]
        lines, wide = self.lines.ravel(), self.lines.shape[1]
        above = low * wide + column
        scale = lines.take(above) * (1 - share) + lines.take(above + wide) * share
        areas: Floats = scale * self.width * self.height
        return areas


def _authalic_m2(latitude: Floats) -> Floats:
    """Area between the equator and a latitude, m² for each radian of longitude (CGCS2000)."""
    e = float(np.sqrt(ELLIPSOID.es))
    s = np.sin(latitude)
    half: Floats = ELLIPSOID.b**2 / 2 * (s / (1 - (e * s) ** 2) + np.arctanh(e * s) / e)
    return half


def _lattice(cells: int, size_m: float) -> Floats:
    """Places along a side, counted in cells, at which the scale is measured."""
    steps = int(np.clip(np.ceil(cells * size_m / LATTICE_STEP_M), 1, LATTICE_MOST - 1))
    return np.linspace(0, cells, steps + 1)


def _scale_m2(x: Floats, y: Floats, epsg: int, metres: float) -> Floats:
    """m² of the ellipsoid for one square unit of the plane at points of it."""
    half = 128.0 / metres
    squares = shapely.box(x.ravel() - half, y.ravel() - half, x.ravel() + half, y.ravel() + half)
    measured = area_m2(gpd.GeoSeries(squares, crs=epsg)) / (2 * half) ** 2
    return measured.reshape(x.shape)
