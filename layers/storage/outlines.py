"""The features of a version inside a window, their outlines no finer than a scale shows.

What is measured is measured on the exact shapes; these are for drawing alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs.transform import CGCS2000
from layers.catalogue import VersionRef
from layers.storage.feature_table import GEOMETRY
from layers.storage.sketches import CORNER_BYTES
from layers.storage.store import Store

Bounds = tuple[float, float, float, float]
METRES_OF_A_DEGREE = 111_320.0
COARSER = 2.0
COARSEST_M = 1000.0
MILLIONTHS = 1_000_000
"""Of a degree: a tenth of a metre."""
POINT, LINE, POLYGON = 1, 2, 3
POLYGON_TYPE, MULTIPOLYGON_TYPE = 3, 6


@dataclass(frozen=True, slots=True)
class Outlines:
    """Features with `key_field` and the columns asked for, EPSG:4490; none of them is empty.

    tolerance_m: how far the drawn outline may lie from the exact one; parts and holes that are
    smaller are not drawn, but for the largest part of each feature.
    """

    version: VersionRef
    frame: gpd.GeoDataFrame
    tolerance_m: float

    @property
    def corners(self) -> int:
        return int(shapely.get_num_coordinates(self.frame.geometry.to_numpy()).sum())

    def drawn(self, class_field: str | None) -> list[dict[str, Any]]:
        """The features as scripts draw them: `type`, `props` and `lines`, each a list of steps in
        millionths of a degree, of which the first leads to the first place."""
        frame, key = self.frame, self.version.key_field
        if frame.empty:
            return []
        nothing = [None] * len(frame)
        names = frame.get("name", nothing)
        codes = frame.get(class_field, nothing)
        shapes: Any = frame.geometry.to_numpy()
        about = zip(frame[key], names, codes, _types(shapes), _lines(shapes), strict=True)
        return [
            {"type": type_, "props": _told(str(one), name, class_field, code), "lines": lines}
            for one, name, code, type_, lines in about
        ]


def count_inside(store: Store, ref: VersionRef, bounds: Bounds | None) -> int:
    """How many features have a box that meets the window; shapes are not read."""
    if bounds is None or _holds(bounds, ref.bbox):
        return ref.features
    west, south, east, north = bounds
    found = 0
    for part in store.parts(ref.sha256, ["bbox"]):
        edges = part["bbox"].combine_chunks()
        xmin, ymin, xmax, ymax = (
            edges.field(one).to_numpy(zero_copy_only=False)
            for one in ("xmin", "ymin", "xmax", "ymax")
        )
        found += int(((xmax >= west) & (xmin <= east) & (ymax >= south) & (ymin <= north)).sum())
    return found


def expected_corners(store: Store, ref: VersionRef) -> int:
    """About how many corners the exact outlines of a version have; shapes are not read."""
    return _sizes(store, ref.sha256).get(GEOMETRY, 0) // CORNER_BYTES


@lru_cache(maxsize=512)
def _sizes(store: Store, sha256: str) -> dict[str, int]:
    """Contents never change, so the file's foot is read once."""
    return store.column_bytes(sha256)


def read_outlines(
    store: Store, ref: VersionRef, bounds: Bounds | None, columns: Sequence[str], tolerance_m: float
) -> Outlines:
    """The features whose shape meets the window, drawn by `tolerance_m` each for itself."""
    there = store.columns(ref.sha256)
    wanted = [one for one in dict.fromkeys((ref.key_field, *columns)) if one in there]
    frame = store.frame(ref.sha256, bbox=bounds, columns=wanted)
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    if bounds is not None:
        frame = frame[frame.intersects(shapely.box(*bounds))]
    return Outlines(
        ref, _with(frame, drawn_by(frame.geometry.to_numpy(), tolerance_m)), tolerance_m
    )


def no_outlines(ref: VersionRef, tolerance_m: float) -> Outlines:
    """The same of no features; the empty frame is that of all with this field."""
    return Outlines(ref, _empty(ref.key_field), tolerance_m)


@lru_cache(maxsize=64)
def _empty(key_field: str) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({key_field: []}, geometry=[], crs=CGCS2000)


def no_more_than(corners: int, outlines: Sequence[Outlines]) -> list[Outlines]:
    """The same, simplified further and all alike until they have no more corners together."""
    given = list(outlines)
    if sum(one.corners for one in given) <= corners:
        return given
    tolerance_m = max(one.tolerance_m for one in given)
    shapes = np.concatenate([one.frame.geometry.to_numpy() for one in given])
    while shapely.get_num_coordinates(shapes).sum() > corners and tolerance_m < COARSEST_M:
        tolerance_m *= COARSER
        shapes = drawn_by(shapes, tolerance_m)
    ends = np.cumsum([len(one.frame) for one in given])[:-1]
    apart = zip(given, np.split(shapes, ends), strict=True)
    return [Outlines(one.version, _with(one.frame, own), tolerance_m) for one, own in apart]


def drawn_by(given: Any, tolerance_m: float) -> Any:
    """Each outline with fewer corners, none further from the exact one, and without parts and holes
    that are smaller; a shape stays a shape."""
    tolerance, shapes = tolerance_m / METRES_OF_A_DEGREE, given.copy()
    area = np.isin(shapely.get_type_id(shapes), (POLYGON_TYPE, MULTIPOLYGON_TYPE))
    shapes[area] = _without_specks(shapes[area], tolerance)
    drawn = shapely.simplify(shapes, tolerance, preserve_topology=True)
    return np.where(shapely.is_empty(drawn), shapes, drawn)


def _without_specks(shapes: Any, tolerance: float) -> Any:
    parts, whose = shapely.get_parts(shapes, return_index=True)
    sizes = _sizes_of(parts)
    largest = np.zeros(len(shapes))
    np.maximum.at(largest, whose, sizes)
    kept = (sizes >= tolerance) | (sizes == largest[whose])
    holed = shapely.get_num_interior_rings(parts) > 0
    parts[holed] = _without_holes(parts[holed], tolerance)
    changed = np.unique(whose[holed | ~kept])
    own = kept & np.isin(whose, changed)
    found = shapes.copy()
    number = np.searchsorted(changed, whose[own])
    found[changed] = shapely.multipolygons(parts[own], indices=number)
    return found


def _without_holes(polygons: Any, tolerance: float) -> Any:
    """Polygons whose holes are no smaller than the tolerance."""
    rings, whose = shapely.get_rings(polygons, return_index=True)
    outer = np.append(True, whose[1:] != whose[:-1])
    kept = outer | (_sizes_of(rings) >= tolerance)
    return shapely.polygons(rings[kept], indices=whose[kept])


def _sizes_of(shapes: Any) -> Any:
    """The longer side of the box of each."""
    west, south, east, north = shapely.bounds(shapes).T
    return np.maximum(east - west, north - south)


def _with(frame: gpd.GeoDataFrame, shapes: Any) -> gpd.GeoDataFrame:
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))


def _holds(window: Bounds, inner: Bounds) -> bool:
    return (
        window[0] <= inner[0]
        and window[1] <= inner[1]
        and window[2] >= inner[2]
        and window[3] >= inner[3]
    )


def _told(key: str, name: Any, field: str | None, code: Any) -> dict[str, str]:
    named = {"name": name} | ({field: code} if field else {})
    return {"key": key} | {one: str(value) for one, value in named.items() if not pd.isna(value)}


def _types(shapes: Any) -> list[int]:
    by_dimension = np.array([POINT, LINE, POLYGON])
    return [int(one) for one in by_dimension[shapely.get_dimensions(shapes)]]


def _lines(shapes: Any) -> list[list[list[int]]]:
    """Of each shape its rings, lines and points: first place, then how far it is to the next, as
    small numbers are short."""
    parts, whose = shapely.get_parts(shapes, return_index=True)
    area = shapely.get_type_id(parts) == POLYGON_TYPE
    rings, of = shapely.get_rings(parts[area], return_index=True)
    owner = np.concatenate([whose[area][of], whose[~area]])
    order = np.argsort(owner, kind="stable")
    pieces, owner = np.concatenate([rings, parts[~area]])[order], owner[order]
    ends = np.cumsum(shapely.get_num_coordinates(pieces))
    places = (shapely.get_coordinates(pieces) * MILLIONTHS).round().astype("int64")
    steps = np.diff(places, axis=0, prepend=0)
    firsts = np.append(0, ends[:-1])[: len(ends)]
    steps[firsts] = places[firsts]
    numbers = steps.ravel().tolist()
    found: list[list[list[int]]] = [[] for _ in shapes]
    for one, first, end in zip(owner.tolist(), firsts.tolist(), ends.tolist(), strict=True):
        found[one].append(numbers[2 * first : 2 * end])
    return found
