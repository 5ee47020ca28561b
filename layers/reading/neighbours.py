"""What is odd between the features of a layer: the same twice, overlaps, gaps, slivers.

All of it is looked for in the Gauss-Krüger plane of the data. Areas of overlaps are ellipsoidal,
those of gaps and slivers are of the plane.
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
from geo.gaps import SLIT_M, gaps
from geo.measure import area_m2
from geo.overlap import mismatched, sharing_ground
from geo.slivers import slivers
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


@dataclass(frozen=True, slots=True)
class _Layer:
    """Polygons of a layer: in degrees, in the plane, and the 1-based rows they have in the file."""

    degrees: Shapes
    plane: Shapes
    rows: Rows
    epsg: int

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
        series = gpd.GeoSeries(shapes[areal], crs=CGCS2000)
        epsg = crs.plane_epsg(series)
    except EcoAtlasError:
        return [Problem(NOT_COMPARED)]
    layer = _Layer(shapes[areal], series.to_crs(epsg).to_numpy(), rows[areal], epsg)
    return [*_slivers(layer, rules), *_pairs_and_gaps(layer, rules, repeats[areal] < 0)]


def _slivers(layer: _Layer, rules: Rules) -> list[Problem]:
    if rules.sliver_m is None:
        return []
    found = slivers(layer.plane, width_m=rules.sliver_m)
    problems = [
        Problem(
            SLIVER,
            {"area": f"{s.area_m2:.2f}", "width": f"{s.width_m:.2f}"},
            layer.row(s.row),
            place=layer.place(s.place),
        )
        for s in found[:ROWS_SHOWN]
    ]
    return problems + _more(SLIVER, len(found))


def _pairs_and_gaps(layer: _Layer, rules: Rules, original: NDArray[np.bool_]) -> list[Problem]:
    """Duplicates are told as such and left out here."""
    if rules.overlap is None and rules.gap_m2 is None:
        return []
    usable = np.flatnonzero(original & shapely.is_valid(layer.plane))
    width = (rules.gap_m2 or 0.0) ** 0.5
    suspects = usable[mismatched(layer.plane[usable], gap_width_m=width)]
    problems: list[Problem] = []
    if rules.overlap is not None:
        problems += _overlaps(layer, suspects, rules)
    if rules.gap_m2 is not None:
        problems += _gaps(layer, usable, suspects, rules.gap_m2)
    return problems


def _overlaps(layer: _Layer, suspects: Positions, rules: Rules) -> list[Problem]:
    i, j = sharing_ground(layer.plane[suspects])
    shared = only_polygons(shapely.intersection(layer.plane[suspects[i]], layer.plane[suspects[j]]))
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


def _gaps(layer: _Layer, usable: Positions, suspects: Positions, limit_m2: float) -> list[Problem]:
    among = np.searchsorted(usable, suspects)
    found = gaps(layer.plane[usable], among, area_m2=limit_m2)
    problems: list[Problem] = []
    for gap in found[:ROWS_SHOWN]:
        first, *others = (layer.row(int(usable[row])) for row in gap.rows)
        values = {
            "others": ", ".join(str(row) for row in others[:NEIGHBOURS_NAMED]),
            "area": f"{gap.area_m2:.2f}",
            "limit": f"{limit_m2:g}",
        }
        problems.append(Problem(GAP, values, first, place=layer.place(gap.place)))
    return problems + _more(GAP, len(found))


def _more(kind: ErrorCode, count: int) -> list[Problem]:
    if count <= ROWS_SHOWN:
        return []
    return [Problem(MORE_ROWS, {"code": kind.code, "count": count - ROWS_SHOWN})]
