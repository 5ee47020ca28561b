"""Where a layer lies, weighed against ground that is known: offsets, web maps, the district."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.crs.gauss_kruger import CGCS2000
from geo.crs.gcj02_evidence import (
    OffsetEvidence,
    offset_of_borders,
    offset_of_points,
    predicted_offsets,
)
from geo.crs.known_ground import Boundary
from geo.crs.transform import CrsCandidate
from geo.errors import Problem
from geo.figures.said import ROUGH_KILOMETRES, ROUGH_METRES, degrees, part, said
from geo.plane.shape_column import ShapeColumn, Shapes
from geo.words import Text
from layers.kinds import Rules
from layers.reading.crs.errors import (
    LAYER_OUTSIDE_DISTRICT,
    OFFSET_MEASURED,
    OFFSET_NONE,
    OUTSIDE_DISTRICT,
    OUTSIDE_NOTED,
    WEB_MAP_HINT,
    WEB_MAP_SUSPECTED,
)
from layers.reading.raw import RawLayer
from layers.reading.rows import by_row

# The outline of a layer of more polygons than this would take longer than the check may.
MOST_FOR_OUTLINE = 20_000
MOST_NAMED = 5_000
# Borders of two surveys differ; less than this of a feature beyond the boundary is not told.
LEAST_OUTSIDE = 0.01

# Words in file and field names and in values, and whose coordinates they stand for.
_HINTS = {
    "高德": ("GCJ02", Text("高德地图", "Amap")),
    "amap": ("GCJ02", Text("高德地图", "Amap")),
    "gaode": ("GCJ02", Text("高德地图", "Amap")),
    "腾讯": ("GCJ02", Text("腾讯地图", "Tencent Maps")),
    "火星": ("GCJ02", Text("互联网地图", "a web map")),
    "gcj": ("GCJ02", Text("互联网地图", "a web map")),
    "百度": ("BD09", Text("百度地图", "Baidu Maps")),
    "baidu": ("BD09", Text("百度地图", "Baidu Maps")),
    "bd09": ("BD09", Text("百度地图", "Baidu Maps")),
    "bd-09": ("BD09", Text("百度地图", "Baidu Maps")),
}
_VALUES_LOOKED_AT = 200


def measured_offset(
    shapes: ShapeColumn, names: list[str | None], known: Boundary
) -> OffsetEvidence | None:
    """How far the features (degrees) lie from those of the same name, else from the boundary."""
    usable = shapes.each(lambda part: ~(shapely.is_missing(part) | shapely.is_empty(part)))
    pairs = [
        (row, known.features[name])
        for row, name in enumerate(names)
        if name is not None and name in known.features and usable[row]
    ][:MOST_NAMED]
    found = None
    if pairs:
        theirs = np.array([shape for _, shape in pairs], dtype=object)
        found = _of_pairs(shapes[[row for row, _ in pairs]], theirs)
    return found or _of_outline(shapes, known)


def _of_pairs(ours: Shapes, theirs: Shapes) -> OffsetEvidence | None:
    points = (shapely.get_dimensions(ours) == 0) & (shapely.get_dimensions(theirs) == 0)
    if points.all():
        spots = [shapely.get_coordinates(shapely.centroid(each)) for each in (ours, theirs)]
        return offset_of_points(spots[0], spots[1])
    drawn = (shapely.get_dimensions(ours) > 0) & (shapely.get_dimensions(theirs) > 0)
    return offset_of_borders(ours[drawn], theirs[drawn]) if drawn.any() else None


def _of_outline(shapes: ShapeColumn, known: Boundary) -> OffsetEvidence | None:
    sound = shapes.each(lambda part: (shapely.get_dimensions(part) == 2) & shapely.is_valid(part))
    if not 0 < sound.sum() <= MOST_FOR_OUTLINE:
        return None
    outline = np.array([shapely.union_all(shapes[sound])], dtype=object)
    return offset_of_borders(outline, np.array([known.shape], dtype=object))


def names_of(columns: Mapping[str, Any], rows: NDArray[np.int64]) -> list[str | None]:
    """The name (else the code) of each feature kept, for finding the known one of that name."""
    for column in ("name", "code"):
        if column in columns:
            series = pd.Series(columns[column]).iloc[rows]
            return [value if isinstance(value, str) else None for value in series]
    return [None] * len(rows)


def offset_problems(found: OffsetEvidence, known: Boundary) -> Problem:
    """What the measurement came to, as one finding."""
    values: dict[str, Any] = {
        "known": known.title,
        "offset": said(found.offset_m, ROUGH_METRES),
        "bearing": degrees(found.bearing_deg, 0),
        "residual": said(found.residual_m, ROUGH_METRES),
        "before": said(found.before_m, ROUGH_METRES),
        "points": found.points,
    }
    if found.shift is not None:
        length, bearing = found.predicted[found.shift]
        more = {"system": found.shift, "expected": said(length, ROUGH_METRES)}
        return Problem(WEB_MAP_SUSPECTED, values | more | {"expected_bearing": degrees(bearing, 0)})
    return Problem(OFFSET_MEASURED if found.notable else OFFSET_NONE, values)


def candidate_of(found: OffsetEvidence, known: Boundary, plain: CrsCandidate) -> CrsCandidate:
    """Degrees of a web map as a candidate of their own, above the plain degrees."""
    told = offset_problems(found, known).message
    confidence = min(0.99, max(plain.confidence, 0.9) + 0.05)
    return replace(plain, reason=told, confidence=round(confidence, 3), shifted=found.shift)


def hints(raw: RawLayer) -> Iterator[Problem]:
    """One finding for the first word that names a web map, in names or in the first values."""
    for text in _texts(raw):
        plain = unicodedata.normalize("NFKC", text).lower()
        for word, (system, source) in _HINTS.items():
            if word in plain:
                yield Problem(WEB_MAP_HINT, {"hint": text[:40], "source": source, "system": system})
                return


def _texts(raw: RawLayer) -> Iterator[str]:
    yield from (raw.file, raw.name, *raw.names)
    for name, type_ in zip(raw.names, raw.types, strict=True):
        if type_ == "text" and name in raw.attributes:
            head = raw.attributes[name].slice(0, _VALUES_LOOKED_AT).to_pylist()
            yield from (value for value in dict.fromkeys(head) if isinstance(value, str))


def outside_district(
    shapes: ShapeColumn, rows: NDArray[np.int64], known: Boundary, rules: Rules
) -> list[Problem]:
    """Features beyond the known boundary, with the share of each that lies outside.

    shapes: EPSG:4490. rows: their 1-based rows in the file.
    """
    if rules.outside is None or not len(shapes):
        return []
    ground = shapely.make_valid(known.shape)
    shapely.prepare(ground)
    present = shapes.each(lambda part: ~(shapely.is_missing(part) | shapely.is_empty(part)))
    inside = shapes.each(lambda part: shapely.covered_by(part, ground))
    beyond = np.flatnonzero(present & ~inside)
    strays = shapes.chosen(beyond)
    meets = strays.each(lambda part: shapely.intersects(part, ground))
    if len(beyond) == present.sum() and not meets.any():
        return [_all_outside(strays, known)]
    shares = strays.each(lambda part: _shares(part, ground))
    told = shares >= LEAST_OUTSIDE
    beyond, shares = beyond[told], shares[told]
    kind = OUTSIDE_DISTRICT if rules.outside == "warning" else OUTSIDE_NOTED
    by_file_row = dict(zip((rows[beyond] - 1).tolist(), shares.tolist(), strict=True))

    def values(row: int) -> dict[str, Any]:
        return {"share": part(by_file_row[row]), "known": known.title}

    return by_row(kind, list(by_file_row), values)


def _shares(shapes: Shapes, ground: Any) -> NDArray[np.float64]:
    """Share of each that lies outside: of area, else of length; a point is outside or not."""
    dimension = shapely.get_dimensions(shapes)
    shares: NDArray[np.float64] = np.ones(len(shapes))
    crossing = np.flatnonzero((dimension > 0) & shapely.intersects(shapes, ground))
    for k in crossing:
        shape = shapes[k] if shapes[k].is_valid else shapely.make_valid(shapes[k])
        rest = shapely.difference(shape, ground)
        whole = shape.area if dimension[k] == 2 else shape.length
        beyond = rest.area if dimension[k] == 2 else rest.length
        shares[k] = beyond / whole if whole else 1.0
    return shares


def _all_outside(shapes: ShapeColumn, known: Boundary) -> Problem:
    series = gpd.GeoSeries([shapely.multipoints(_corners(shapes)), known.shape], crs=CGCS2000)
    metres = series.to_crs(3857)
    # Web Mercator stretches by 1/cos of the latitude; a rough distance is all that is told.
    latitude = np.radians(known.shape.centroid.y)
    away = metres.iloc[0].distance(metres.iloc[1]) * float(np.cos(latitude)) / 1000
    return Problem(
        LAYER_OUTSIDE_DISTRICT, {"known": known.title, "away": said(away, ROUGH_KILOMETRES)}
    )


def _corners(shapes: ShapeColumn) -> NDArray[np.float64]:
    bounds = shapely.bounds(shapes[:: max(1, len(shapes) // 2000)])
    corners: NDArray[np.float64] = np.vstack([bounds[:, :2], bounds[:, 2:]])
    return corners


__all__ = [
    "candidate_of",
    "hints",
    "measured_offset",
    "names_of",
    "offset_problems",
    "outside_district",
    "predicted_offsets",
]
