"""Where the polygons of one layer lie on top of each other."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import crs
from geo.coverage_inputs import only_polygons, plane_polygons
from geo.coverage_polygons import Geometries, Positions
from geo.errors import NO_CRS, EcoAtlasError
from geo.measure import area_m2

Floats = NDArray[np.float64]
# The sieve keeps all borders of what it looks at: 300 MB for a million polygons.
POLYGONS_AT_ONCE = 100_000


def overlap_pairs(frame: gpd.GeoDataFrame, *, min_area_m2: float = 0.01) -> pd.DataFrame:
    """All pairs that share ground: positions i < j and `area_m2` on the ellipsoid.

    Pairs below `min_area_m2` (slivers of drawing) are left out. Any CRS; raises `no-crs`,
    `not-polygons`, `invalid-polygons`.
    """
    if frame.crs is None:
        raise EcoAtlasError(NO_CRS)
    if (frame.geometry.isna() | frame.geometry.is_empty).all():
        return pairs_table(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0))
    epsg = crs.plane_epsg(frame)
    polygons = plane_polygons(frame, epsg)
    i, j = sharing_ground(polygons)
    shared = only_polygons(shapely.intersection(polygons[i], polygons[j]))
    areas = area_m2(gpd.GeoSeries(shared, crs=epsg))
    kept = areas >= min_area_m2
    return pairs_table(i[kept], j[kept], areas[kept])


def sharing_ground(polygons: Geometries) -> tuple[Positions, Positions]:
    """Positions i < j of all pairs whose interiors meet, in order; touching does not count."""
    first, second = shapely.STRtree(polygons).query(polygons)
    pairs = first < second
    i, j = first[pairs], second[pairs]
    meets = shapely.relate_pattern(polygons[i], polygons[j], "T********")
    order = np.lexsort((j[meets], i[meets]))
    return i[meets][order], j[meets][order]


def pairs_table(i: Positions, j: Positions, areas: np.typing.NDArray[np.float64]) -> pd.DataFrame:
    return pd.DataFrame({"i": i.astype(int), "j": j.astype(int), "area_m2": areas})


def mismatched(polygons: Geometries, *, gap_width_m: float = 0.0) -> Positions:
    """Positions of polygons whose border a neighbour does not share as it should: whatever overlaps
    another or leaves a gap narrower than `gap_width_m` is among them (and some that do neither).

    polygons: valid, in a plane in metres. A fast sieve before pairs are looked at one by one.
    """
    areal = np.flatnonzero(~shapely.is_missing(polygons) & (shapely.area(polygons) > 0))
    bounds = shapely.bounds(polygons[areal])
    found = np.zeros(len(areal), dtype=bool)
    for own in _blocks(bounds, np.arange(len(areal))):
        near = _near(bounds, own, gap_width_m)
        edges = shapely.coverage_invalid_edges(polygons[areal[near]], gap_width=gap_width_m)
        found[own] = ~shapely.is_empty(edges)[np.searchsorted(near, own)]
    positions: Positions = areal[found]
    return positions


def _blocks(bounds: Floats, own: Positions) -> Iterator[Positions]:
    """Ascending positions, halved along the longer side until few enough lie together."""
    if len(own) <= POLYGONS_AT_ONCE:
        if len(own):
            yield own
        return
    middles = (bounds[own, :2] + bounds[own, 2:]) / 2
    across = middles[:, np.argmax(np.ptp(middles, axis=0))]
    order = np.argsort(across, kind="stable")
    for half in np.array_split(order, 2):
        yield from _blocks(bounds, own[np.sort(half)])


def _near(bounds: Floats, own: Positions, margin: float) -> Positions:
    """Everything whose box meets the box of the block: whoever borders on one of its own."""
    low, high = bounds[own, :2].min(axis=0) - margin, bounds[own, 2:].max(axis=0) + margin
    meets = (bounds[:, :2] <= high).all(axis=1) & (bounds[:, 2:] >= low).all(axis=1)
    return np.flatnonzero(meets)
