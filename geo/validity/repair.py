"""Making invalid geometry valid, with an account of every change.

A ring that is not closed, or of a single point, cannot be held by a geometry at all: whoever makes
geometries from a file's bytes meets it first and has to say so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geo.measure import ellipsoid as measure
from geo.words import Text

Shapes = NDArray[Any]
Floats = NDArray[np.float64]

# GEOS's words for what makes a geometry invalid.
_REASONS = {
    "Self-intersection": Text("边界自相交", "the border crosses itself"),
    "Ring Self-intersection": Text("环在一点上自接触", "a ring touches itself"),
    "Hole lies outside shell": Text("孔洞在外边界之外", "a hole lies outside the outer border"),
    "Holes are nested": Text("孔洞相互嵌套", "one hole lies inside another"),
    "Nested shells": Text("多部件相互嵌套", "one part lies inside another"),
    "Interior is disconnected": Text("内部不连通", "the inside falls apart"),
    "Duplicate Rings": Text("环重复", "two rings are the same"),
    "Too few points in geometry component": Text("节点太少", "there are too few vertices"),
    "Invalid Coordinate": Text("坐标不是有效数值", "a coordinate is not a number"),
}
_OTHER_REASON = Text("几何无效（{reason}）", "the geometry is invalid ({reason})")
_PLACE = re.compile(r"\[(\S+) ([^\s\]]+)")


@dataclass(frozen=True, slots=True)
class Repair:
    """One repaired geometry. `row` is its 0-based position, `reason` GEOS's words, `place` is in
    the CRS of the data. The areas are ellipsoidal and NaN where they cannot be measured (no CRS, a
    coordinate that is not a number). Of a bow-tie the area before is the difference of its halves.
    `dropped_line_m` is the length of stray line left out of a polygon."""

    row: int
    reason: str
    place: tuple[float, float]
    area_before_m2: float
    area_after_m2: float
    dropped_line_m: float = 0.0

    @property
    def reason_text(self) -> Text:
        """The reason in the words of the service."""
        return _REASONS.get(self.reason, _OTHER_REASON).format(reason=self.reason)


def repair(geometries: gpd.GeoSeries) -> tuple[gpd.GeoSeries, list[Repair]]:
    """The geometries, each invalid one made valid, and what was done to each.

    GEOS's "structure" method is used: it takes the rings by their role and keeps every place that
    a ring runs around. Like the "linework" method it keeps both halves of a bow-tie, where
    `buffer(0)` loses one; unlike "linework" it keeps the place where two parts overlap, which
    "linework" turns into a hole. (Of 4,000 random self-crossing rings "structure" gave the ground
    enclosed for all, "linework" missed it for 964, `buffer(0)` for 2,312.) Parts of a lower
    dimension than the original are left out, so polygons stay polygons; one that encloses nothing
    becomes empty. Missing and empty geometries are left alone.
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
    # A vertex that is not a number is left out; numpy would warn of it.
    try:
        with np.errstate(invalid="ignore"):
            mended = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    except shapely.GEOSException:
        # So few of a ring's vertices are numbers that no ring is left.
        return shapely.Polygon()
    # Where a ring runs twice along one edge, GEOS 3.14 sometimes gives parts that share that edge,
    # and sometimes, when the ring starts on it, nothing at all.
    if not mended.is_valid:
        return shapely.union_all(_parts(mended, 2))
    if mended.is_empty and len(enclosed := _parts(_linework(shape), 2)):
        return shapely.union_all(enclosed)
    return mended


def _linework(shape: Any) -> Any:
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        return shapely.GeometryCollection()
    return shapely.make_valid(shape, method="linework")


def _parts(shape: Any, dimension: int) -> Shapes:
    parts: Shapes = shapely.get_parts(shapely.get_parts(shape))
    of_dimension: Shapes = parts[shapely.get_dimensions(parts) == dimension]
    return of_dimension


def _account(
    rows: NDArray[np.intp], broken: Shapes, mended: Shapes, system: CRS | None
) -> list[Repair]:
    columns = zip(
        rows.tolist(),
        shapely.is_valid_reason(broken),
        broken,
        _areas_m2(broken, system),
        _areas_m2(mended, system),
        _stray_lines_m(broken, system),
        strict=True,
    )
    return [
        Repair(row, _reason(text), _place(text, shape), float(before), float(after), float(stray))
        for row, text, shape, before, after, stray in columns
    ]


def _areas_m2(shapes: Shapes, system: CRS | None) -> Floats:
    if system is None:
        return np.full(len(shapes), np.nan)
    return measure.area_m2(gpd.GeoSeries(shapes, crs=system))


def _stray_lines_m(broken: Shapes, system: CRS | None) -> Floats:
    """Length of what hangs out of each polygon as a mere line; "linework" brings it to light."""
    if system is None:
        return np.full(len(broken), np.nan)
    polygonal = shapely.get_dimensions(broken) == 2
    strays = [
        shapely.MultiLineString(list(_parts(_linework(shape), 1))) if counts else None
        for shape, counts in zip(broken, polygonal, strict=True)
    ]
    return measure.length_m(gpd.GeoSeries(strays, crs=system))


def _reason(text: str) -> str:
    return text.split("[")[0].strip()


def _place(text: str, shape: Any) -> tuple[float, float]:
    """Where GEOS saw the fault, or the first usable vertex when it names no such point."""
    found = _PLACE.search(text)
    named = (float(found[1]), float(found[2])) if found else (np.nan, np.nan)
    if np.isfinite(named).all():
        return named
    vertices = shapely.get_coordinates(shape)
    usable = vertices[np.isfinite(vertices).all(axis=1)]
    x, y = usable[0] if len(usable) else (np.nan, np.nan)
    return float(x), float(y)
