"""How much of each zone every class of a raster covers, in m² of the ellipsoid.

Cells on the border of a zone count with the part of them that lies inside, exactly (exactextract),
not by their centre. A cell stands for its own area on the ellipsoid: in degrees that shrinks with
the latitude, in a projection with its scale. Inside one cell ground is taken as even: for a cell of
30 m that is off by less than 1e-5 of a border cell (1e-7 in Gauss-Krüger). In the end each zone's
parts are brought to the zone's geodesic area (`geo.measure.ellipsoid`), so that they add up to it;
by how much is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from geo.crs import transform as crs
from geo.crs.ellipsoid import ELLIPSOID
from geo.errors import EcoAtlasError, declare
from geo.measure.densify import densified
from geo.measure.ellipsoid import area_m2
from geo.words import Text

Floats = NDArray[np.float64]
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

ZONES_TOO_LARGE_FOR_RASTER = declare(
    "zones-too-large-for-raster",
    "error",
    Text(
        "要统计的范围内有 {cells} 个像元，超过一次计算的上限 {limit}。",
        "There are {cells} cells within what is to be measured, more than the limit of {limit}.",
    ),
    Text("请分区计算，或用分辨率较低的栅格。", "Compute it in parts, or use a coarser raster."),
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
    whole = area_m2(zones)
    shapes = placed(zones, grid.epsg)
    padded = _around(grid, shapes.total_bounds)
    found = _covered(shapes, padded)
    found["area_m2"] = found["part"] * cell_areas_m2(padded)[found["cell"]]
    found["class"] = padded.values.ravel()[found["cell"]]
    wide = found.pivot_table("area_m2", "zone", "class", aggfunc="sum", fill_value=0.0)
    wide = wide.reindex(index=pd.RangeIndex(len(zones)), fill_value=0.0).astype(np.float64)
    if NOTHING not in wide:
        wide[NOTHING] = 0.0
    wide.columns = wide.columns.astype(np.int64)
    return _brought_to(wide, whole)


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
    """Zones in the CRS of a raster, long edges along their geodesics, as they are measured."""
    degrees = crs.to_geographic(zones)
    dense = gpd.GeoSeries(densified(degrees.to_numpy()), crs=crs.CGCS2000)
    return dense.to_crs(epsg)


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


def _around(grid: Grid, bounds: Any) -> Grid:
    """The cells around all zones, those beyond the raster without a value."""
    if not np.isfinite(bounds).all():
        return Grid(grid.values[:0, :0], grid.west, grid.north, grid.width, grid.height, grid.epsg)
    low, high = window_of(bounds, (grid.west, grid.north), (grid.width, grid.height))
    values = np.full((high[0] - low[0], high[1] - low[1]), NOTHING, dtype=np.int32)
    rows = slice(max(low[0], 0), min(high[0], grid.values.shape[0]))
    columns = slice(max(low[1], 0), min(high[1], grid.values.shape[1]))
    if rows.start < rows.stop and columns.start < columns.stop:
        there = grid.values[rows, columns]
        top, left = rows.start - low[0], columns.start - low[1]
        values[top : top + there.shape[0], left : left + there.shape[1]] = there
    west = grid.west + low[1] * grid.width
    north = grid.north - low[0] * grid.height
    return Grid(values, west, north, grid.width, grid.height, grid.epsg)


def _covered(shapes: gpd.GeoSeries, grid: Grid) -> pd.DataFrame:
    """zone, cell (counted row by row) and the part of the cell that lies inside the zone."""
    from exactextract import exact_extract
    from exactextract.raster import NumPyRasterSource

    kept = ~(shapes.is_empty | shapes.isna()).to_numpy()
    empty = pd.DataFrame({"zone": np.empty(0, np.intp), "cell": np.empty(0, np.int64), "part": 0.0})
    if not kept.any() or not grid.values.size:
        return empty
    # Which cells and how much of each is asked, not what they hold: classes are looked up after.
    west, south, east, north = grid.bounds
    source = NumPyRasterSource(
        np.zeros(grid.values.shape, dtype=np.int8),
        xmin=west,
        ymin=south,
        xmax=east,
        ymax=north,
        srs_wkt=shapes.crs.to_wkt(),
    )
    numbered = {"zone": np.flatnonzero(kept)}
    frame = gpd.GeoDataFrame(numbered, geometry=shapes[kept].to_numpy(), crs=shapes.crs)
    table = exact_extract(
        source,
        frame,
        ["cell_id", "coverage"],
        include_cols=["zone"],
        output="pandas",
        max_cells_in_memory=TOO_MANY_CELLS,
    )
    counts = table["cell_id"].map(len).to_numpy()
    if not counts.sum():
        return empty
    return pd.DataFrame(
        {
            "zone": np.repeat(table["zone"].to_numpy(), counts),
            "cell": np.concatenate(table["cell_id"].to_numpy()).astype(np.int64),
            "part": np.concatenate(table["coverage"].to_numpy()),
        }
    )


def cell_areas_m2(grid: Grid) -> Floats:
    """m² of the ellipsoid that each cell stands for, row by row.

    In degrees by the closed form of a rectangle of meridians and parallels (exact); in a projection
    by the plane area over the areal scale at the middle of the cell, from a lattice of geodesic
    measurements: 3e-9 up to 64 km across, 7e-8 at 300 km.
    """
    rows, columns = grid.values.shape
    if CRS.from_epsg(grid.epsg).is_geographic:
        north = np.radians(grid.north - grid.height * np.arange(rows + 1))
        belt = np.abs(np.diff(_authalic_m2(north))) * np.radians(grid.width)
        return np.repeat(belt, columns)
    return _projected_areas_m2(grid)


def _authalic_m2(latitude: Floats) -> Floats:
    """Area between the equator and a latitude, m² for each radian of longitude (CGCS2000)."""
    e = float(np.sqrt(ELLIPSOID.es))
    s = np.sin(latitude)
    half: Floats = ELLIPSOID.b**2 / 2 * (s / (1 - (e * s) ** 2) + np.arctanh(e * s) / e)
    return half


def _projected_areas_m2(grid: Grid) -> Floats:
    """Areal scale by bilinear interpolation between lattice points, all over the raster."""
    rows, columns = grid.values.shape
    metres = CRS.from_epsg(grid.epsg).axis_info[0].unit_conversion_factor
    at_rows = _lattice(rows, grid.height * metres)
    at_columns = _lattice(columns, grid.width * metres)
    x, y = grid.west + at_columns * grid.width, grid.north - at_rows * grid.height
    lattice = _scale_m2(*np.meshgrid(x, y), grid.epsg, metres)
    middle_r, middle_c = np.arange(rows) + 0.5, np.arange(columns) + 0.5
    by_column = np.stack([np.interp(middle_c, at_columns, line) for line in lattice])
    place = middle_r / max(rows, 1) * (len(at_rows) - 1)
    low = np.minimum(place.astype(np.intp), len(at_rows) - 2)
    share = (place - low)[:, None]
    scale = by_column[low] * (1 - share) + by_column[low + 1] * share
    areas: Floats = (scale * grid.width * grid.height).ravel()
    return areas


def _lattice(cells: int, size_m: float) -> Floats:
    """Places along a side, counted in cells, at which the scale is measured."""
    steps = int(np.clip(np.ceil(cells * size_m / LATTICE_STEP_M), 1, LATTICE_MOST - 1))
    return np.linspace(0, cells, steps + 1)


def _scale_m2(x: Floats, y: Floats, epsg: int, metres: float) -> Floats:
    """m² of the ellipsoid for one square unit of the plane at points of it."""
    import shapely

    half = 128.0 / metres
    squares = shapely.box(x.ravel() - half, y.ravel() - half, x.ravel() + half, y.ravel() + half)
    measured = area_m2(gpd.GeoSeries(squares, crs=epsg)) / (2 * half) ** 2
    return measured.reshape(x.shape)
