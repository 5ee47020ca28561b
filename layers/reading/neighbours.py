"""What is odd between the features of a layer: the same twice, overlaps, gaps, slivers.

All of it is looked for in the Gauss-Krüger plane of the data; the areas and widths that are told
are measured on the ellipsoid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import crs
from geo.coverage_inputs import only_polygons
from geo.duplicates import duplicate_of
from geo.errors import EcoAtlasError, ErrorCode, Problem
from geo.gaps import SLIT_M, Gap, gaps
from geo.measure import area_m2, length_m
from geo.overlap import mismatched, sharing_ground
from geo.slivers import Sliver, slivers
from geo.zones import CGCS2000
from layers.kinds import Rules
from layers.reading.carrying import to_degrees
from layers.reading.geometry_errors import (
    DUPLICATE_GEOMETRY,
    DUPLICATE_ROW,
    GAP,
    MORE_ROWS,
    NOT_COMPARED,
    OVERLAP_NOTED,
    OVERLAP_TOTAL,
    OVERLAPPING,
    SLIVER,
)
from layers.reading.raw import Shapes
from layers.reading.rows import ROWS_SHOWN

Rows = NDArray[np.int64]
Positions = NDArray[np.intp]
NEIGHBOURS_NAMED = 6
SHAPES_A_TIME = 50_000
METRES_PER_DEGREE = 100_000.0


@dataclass(frozen=True, slots=True)
class _Layer:
    """Polygons of a layer in degrees, the 1-based rows they have in the file, and their plane.

    A copy of a million polygons takes a gigabyte, so only those looked at are carried over.
    """

    degrees: Shapes
    rows: Rows
    epsg: int

    def plane(self, positions: Positions) -> Shapes:
        series = gpd.GeoSeries(self.degrees[positions], crs=CGCS2000)
        found: Shapes = series.to_crs(self.epsg).to_numpy()
        return found

    def on_ellipsoid(self, shapes: list[Any]) -> gpd.GeoSeries:
        """Shapes of the plane, to be measured by `geo.measure`."""
        return gpd.GeoSeries(shapes, crs=self.epsg)

    def row(self, position: int) -> int:
        return int(self.rows[position])

    def place(self, spot: tuple[float, float]) -> tuple[float, float]:
        lon, lat = to_degrees(self.epsg, np.array([spot[0]]), np.array([spot[1]]))
        return float(lon[0]), float(lat[0])


def find_duplicates(
    shapes: Shapes, rows: Rows, attributes: Mapping[str, pd.Series], key: str | None
) -> tuple[list[Problem], Positions]:
    """Features that are there twice, and for each feature which one it repeats (-1: none).

    shapes, rows: the features kept and their 1-based rows. attributes: columns of all rows.
    """
    first = duplicate_of(shapes)
    again = np.flatnonzero(first >= 0)
    table = pd.DataFrame({name: c for name, c in attributes.items() if name != key})

    def same_row(position: int) -> bool:
        one, other = rows[position] - 1, rows[first[position]] - 1
        return not table.empty and table.iloc[one].equals(table.iloc[other])

    shown = again[:ROWS_SHOWN]
    problems = [
        Problem(
            DUPLICATE_ROW if same_row(k) else DUPLICATE_GEOMETRY,
            {"first": int(rows[first[k]])},
            int(rows[k]),
        )
        for k in shown
    ]
    return problems + _more(DUPLICATE_GEOMETRY, len(again)), first


def compare_neighbours(
    shapes: Shapes, rows: Rows, rules: Rules, repeats: Positions
) -> list[Problem]:
    """Overlaps, gaps and slivers among valid polygons in EPSG:4490, each with its place."""
    areal = np.flatnonzero(np.isin(shapely.get_type_id(shapes), (3, 6)) & ~shapely.is_empty(shapes))
    if not len(areal):
        return []
    try:
        epsg = crs.plane_epsg(gpd.GeoSeries(shapes[areal], crs=CGCS2000))
    except EcoAtlasError:
        return [Problem(NOT_COMPARED)]
    layer = _Layer(shapes[areal], rows[areal], epsg)
    return [*_slivers(layer, rules), *_pairs_and_gaps(layer, rules, repeats[areal] < 0)]


def _slivers(layer: _Layer, rules: Rules) -> list[Problem]:
    if rules.sliver_m is None:
        return []
    problems: list[Problem] = []
    count = 0
    for first in range(0, len(layer.degrees), SHAPES_A_TIME):
        block = np.arange(first, min(first + SHAPES_A_TIME, len(layer.degrees)))
        found = slivers(layer.plane(block), width_m=rules.sliver_m)
        count += len(found)
        problems += _told_slivers(layer, first, found[: ROWS_SHOWN - len(problems)])
    return problems + _more(SLIVER, count)


def _told_slivers(layer: _Layer, first: int, found: list[Sliver]) -> list[Problem]:
    shapes = layer.on_ellipsoid([one.shape for one in found])
    told = zip(found, area_m2(shapes), length_m(shapes), strict=True)
    return [_sliver(layer, first, *one) for one in told]


def _sliver(layer: _Layer, first: int, found: Sliver, area: float, around: float) -> Problem:
    width = 2 * area / around if around else 0.0
    values = {"area": f"{area:.2f}", "width": f"{width:.2f}"}
    return Problem(SLIVER, values, layer.row(first + found.row), place=layer.place(found.place))


def _pairs_and_gaps(layer: _Layer, rules: Rules, original: NDArray[np.bool_]) -> list[Problem]:
    """Duplicates are told as such and left out here."""
    if rules.overlap is None and rules.gap_m2 is None:
        return []
    usable = np.flatnonzero(original & shapely.is_valid(layer.degrees))
    width = (rules.gap_m2 or 0.0) ** 0.5 / METRES_PER_DEGREE
    # The sieve needs no metres; only what it leaves is carried into the plane.
    suspects = usable[mismatched(layer.degrees[usable], gap_width_m=width)]
    plane = layer.plane(suspects)
    valid = shapely.is_valid(plane)
    suspects, plane = suspects[valid], plane[valid]
    problems: list[Problem] = []
    if rules.overlap is not None:
        problems += _overlaps(layer, suspects, plane, rules)
    if rules.gap_m2 is not None:
        problems += _gaps(layer, suspects, plane, rules.gap_m2)
    return problems


def _overlaps(layer: _Layer, suspects: Positions, plane: Shapes, rules: Rules) -> list[Problem]:
    i, j = sharing_ground(plane)
    shared = only_polygons(shapely.intersection(plane[i], plane[j]))
    large = shapely.area(shared) >= rules.overlap_m2
    large &= 2 * shapely.area(shared) >= SLIT_M * shapely.length(shared)
    i, j, shared = suspects[i[large]], suspects[j[large]], shared[large]
    if not len(i):
        return []
    areas = area_m2(gpd.GeoSeries(shared, crs=layer.epsg))
    kind = OVERLAPPING if rules.overlap == "warning" else OVERLAP_NOTED
    order = np.argsort(-areas, kind="stable")
    total = Problem(
        OVERLAP_TOTAL,
        {"pairs": len(i), "area": f"{areas.sum():.2f}", "least": f"{rules.overlap_m2:g}"},
    )
    told = [_pair(kind, layer, i[k], j[k], areas[k], shared[k]) for k in order[:ROWS_SHOWN]]
    return [total, *told, *_more(kind, len(i))]


def _pair(
    kind: ErrorCode, layer: _Layer, one: int, other: int, area: float, shared: Any
) -> Problem:
    spot = shapely.point_on_surface(shared)
    values = {"other": layer.row(other), "area": f"{area:.2f}"}
    return Problem(kind, values, layer.row(one), place=layer.place((spot.x, spot.y)))


def _gaps(layer: _Layer, suspects: Positions, plane: Shapes, limit_m2: float) -> list[Problem]:
    among = np.arange(len(suspects), dtype=np.intp)
    found = _unfilled(layer, gaps(plane, among, area_m2=limit_m2))
    problems: list[Problem] = []
    areas = area_m2(layer.on_ellipsoid([gap.shape for gap in found[:ROWS_SHOWN]]))
    for gap, area in zip(found[:ROWS_SHOWN], areas, strict=True):
        first, *others = (layer.row(int(suspects[row])) for row in gap.rows)
        values = {
            "others": ", ".join(str(row) for row in others[:NEIGHBOURS_NAMED]),
            "area": f"{area:.2f}",
            "limit": f"{limit_m2:g}",
        }
        problems.append(Problem(GAP, values, first, place=layer.place(gap.place)))
    return problems + _more(GAP, len(found))


def _unfilled(layer: _Layer, found: list[Gap]) -> list[Gap]:
    """Without those that a polygon fills which fits so well that nobody suspects it."""
    if not found:
        return []
    spots = shapely.points([layer.place(gap.place) for gap in found])
    filled = set(shapely.STRtree(layer.degrees).query(spots, predicate="intersects")[0].tolist())
    return [gap for k, gap in enumerate(found) if k not in filled]


def _more(kind: ErrorCode, count: int) -> list[Problem]:
    if count <= ROWS_SHOWN:
        return []
    return [Problem(MORE_ROWS, {"code": kind.code, "count": count - ROWS_SHOWN})]
