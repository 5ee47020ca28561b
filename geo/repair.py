"""Making invalid geometry valid, with an account of every change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo import measure

_PLACE = re.compile(r"\[(\S+) (\S+?)\]?(?: \S+)?\]?$")


@dataclass(frozen=True, slots=True)
class Repair:
    """One repaired geometry. `row` is its 0-based position, `place` is in the CRS of the data,
    the areas are ellipsoidal (NaN without a CRS); `dropped_line_m` is the length of stray line
    that was left out because the layer holds polygons."""

    row: int
    reason: str
    place: tuple[float, float]
    area_before_m2: float
    area_after_m2: float
    dropped_line_m: float = 0.0


def repair(geometries: gpd.GeoSeries) -> tuple[gpd.GeoSeries, list[Repair]]:
    """The geometries, each invalid one made valid, and what was done to each.

    GEOS's "structure" method is used: it takes the rings by their role and unites what they
    enclose. Like the "linework" method it keeps both halves of a bow-tie, where `buffer(0)` loses one;
    unlike "linework" it keeps the place where two parts overlap, which "linework" turns into a hole.
    Only parts of the dimension of the original are kept. Missing and empty geometries are
    left alone.
    """
    shapes = geometries.to_numpy()
    rows = np.flatnonzero(~shapely.is_valid(shapes) & ~shapely.is_missing(shapes))
    if not len(rows):
        return geometries, []
    broken = shapes[rows]
    mended = np.array([_mended(shape) for shape in broken], dtype=object)
    result = geometries.copy()
    result.iloc[rows] = mended
    return result, _account(rows, broken, mended, geometries.crs)


def _mended(shape: Any) -> Any:
    valid = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    return _of_dimension(valid, shapely.get_dimensions(shape))


def _of_dimension(shape: Any, dimension: int) -> Any:
    if shape.geom_type != "GeometryCollection":
        return shape
    parts = [part for part in shapely.get_parts(shape) if shapely.get_dimensions(part) == dimension]
    return shapely.union_all(parts)


def _account(
    rows: NDArray[Any], broken: NDArray[Any], mended: NDArray[Any], system: Any
) -> list[Repair]:
    before, after = _areas(broken, system), _areas(mended, system)
    reasons = shapely.is_valid_reason(broken)
    return [
        Repair(int(row), _reason(text), _place(text, shape), float(a), float(b))
        for row, text, shape, a, b in zip(rows, reasons, broken, before, after, strict=True)
    ]


def _areas(shapes: NDArray[Any], system: Any) -> NDArray[np.float64]:
    if system is None:
        return np.full(len(shapes), np.nan)
    return measure.area_m2(gpd.GeoSeries(shapes, crs=system))


def _reason(text: str) -> str:
    return text.split("[")[0].strip()


def _place(text: str, shape: Any) -> tuple[float, float]:
    found = _PLACE.search(text)
    if found:
        return float(found[1]), float(found[2])
    x, y = shapely.get_coordinates(shape)[0]
    return float(x), float(y)
