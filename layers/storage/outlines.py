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


@dataclass(frozen=True, slots=True)
class Outlines:
    """Features with `key_field` and the columns asked for, EPSG:4490; none of them is empty.

    tolerance_m: how far the drawn outline may lie from the exact one.
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
        nothing = [None] * len(frame)
        names = frame.get("name", nothing)
        codes = frame.get(class_field, nothing)
        about = zip(frame[key], names, codes, frame.geometry, strict=True)
        return [
            _feature(shape, _told(str(one), name, class_field, code))
            for one, name, code, shape in about
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
    """The features whose shape meets the window, simplified by `tolerance_m` each for itself."""
    there = store.columns(ref.sha256)
    wanted = [one for one in dict.fromkeys((ref.key_field, *columns)) if one in there]
    frame = store.frame(ref.sha256, bbox=bounds, columns=wanted)
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    if bounds is not None:
        frame = frame[frame.intersects(shapely.box(*bounds))]
    return Outlines(ref, simplified(frame, tolerance_m), tolerance_m)


def no_outlines(ref: VersionRef, tolerance_m: float) -> Outlines:
    """The same of no features."""
    frame = gpd.GeoDataFrame({ref.key_field: []}, geometry=[], crs=CGCS2000)
    return Outlines(ref, frame, tolerance_m)


def no_more_than(corners: int, outlines: Sequence[Outlines]) -> list[Outlines]:
    """The same, simplified further and all alike until they have no more corners together."""
    found = list(outlines)
    tolerance_m = max((one.tolerance_m for one in found), default=0.0)
    while sum(one.corners for one in found) > corners and tolerance_m < COARSEST_M:
        tolerance_m *= COARSER
        found = [
            Outlines(one.version, simplified(one.frame, tolerance_m), tolerance_m) for one in found
        ]
    return found


def simplified(frame: gpd.GeoDataFrame, tolerance_m: float) -> gpd.GeoDataFrame:
    """Each outline with fewer corners, none further from the exact one; a shape stays a shape."""
    given: Any = frame.geometry.to_numpy()
    drawn = shapely.simplify(given, tolerance_m / METRES_OF_A_DEGREE, preserve_topology=True)
    drawn = np.where(shapely.is_empty(drawn), given, drawn)
    return frame.set_geometry(gpd.GeoSeries(drawn, index=frame.index, crs=frame.crs))


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


def _feature(shape: shapely.Geometry, about: dict[str, str]) -> dict[str, Any]:
    parts = shapely.get_parts(shape)
    if shape.geom_type.endswith("Polygon"):
        rings = [ring for one in parts for ring in (one.exterior, *one.interiors)]
        return {"type": POLYGON, "props": about, "lines": [_steps(ring) for ring in rings]}
    kind = LINE if shape.geom_type.endswith("LineString") else POINT
    return {"type": kind, "props": about, "lines": [_steps(one) for one in parts]}


def _steps(line: shapely.Geometry) -> list[int]:
    """First place, then how far it is to the next: small numbers are short."""
    places = (shapely.get_coordinates(line) * MILLIONTHS).round().astype("int64")
    places[1:] -= places[:-1].copy()
    steps: list[int] = places.ravel().tolist()
    return steps
