"""The geometry of a layer: of the right type, in China, valid, in EPSG:4490."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.coverage.along import valid
from geo.crs.gauss_kruger import CGCS2000, without_zone_number
from geo.errors import ErrorCode, Problem
from geo.figures.said import place, said
from geo.figures.units import SQUARE_METRES
from geo.plane.shape_column import ShapeColumn, Shapes
from geo.validity.repair import Repair, repair
from geo.words import Text, listed
from layers.kinds import GeometryFamily, Kind
from layers.reading.crs.errors import OUTSIDE_CHINA
from layers.reading.crs.reproject import Carrier
from layers.reading.rows import by_row
from layers.reading.shapes.errors import (
    BAD_COORDINATES,
    EMPTY_GEOMETRY,
    GEOMETRY_LOST,
    GEOMETRY_REPAIRED,
    GEOMETRY_UNREADABLE,
    HEIGHTS_DROPPED,
    RECORD_DAMAGED,
    ROWS_DROPPED,
    STRAY_COORDINATES,
    WRONG_GEOMETRY,
)
from layers.reading.shapes.strays import Landing, Strays, not_finite
from layers.system.memory import give_back

SAMPLE = 2000
OF_EACH, SAMPLED_VERTICES = 8, 4_000_000
# No easting is larger, not even with the number of its zone.
BEYOND_ANY_PLANE = 1e8
# Looking for what can be given back takes a moment, which few shapes are not worth.
MANY_SHAPES = 100_000
# So many row numbers fit into a sentence.
ROWS_NAMED = 20
# GEOS type numbers: 0 point, 1 line, 2 ring, 3 polygon, 4–6 the multiple ones, 7 collection.
FAMILIES: dict[int, GeometryFamily] = {
    0: "point",
    4: "point",
    1: "line",
    2: "line",
    5: "line",
    3: "polygon",
    6: "polygon",
}
FAMILY_TITLES = {
    "point": Text("点", "points"),
    "line": Text("线", "lines"),
    "polygon": Text("面", "polygons"),
    "raster": Text("栅格（GeoTIFF）", "a raster (GeoTIFF)"),
    None: Text("几何集合", "a geometry collection"),
}
OR = Text("或", " or ")


@dataclass(frozen=True, slots=True)
class Plane:
    """Shapes in a 3-degree zone of CGCS2000; `too_far_east` m their eastings are, which is the
    number of the zone before them."""

    epsg: int
    shapes: ShapeColumn
    too_far_east: float = 0.0


@dataclass(slots=True)
class Geometry:
    """Geometry in the making. `kept` are the rows (0-based, of the file) that `shapes`"
    " stand for."""

    shapes: ShapeColumn
    kept: NDArray[np.int64]
    problems: list[Problem] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    """1-based rows that were left out."""
    plane: Plane | None = None
    """The same shapes as the file has them, where that is a plane to compare them in."""
    waits: bool = False
    """Whether rows are set aside that nobody has agreed to leave out yet."""

    def take_out(self, mask: NDArray[np.bool_]) -> None:
        """Go on without these."""
        self.shapes, self.kept = self.shapes.chosen(~mask), self.kept[~mask]
        if self.plane is not None:
            self.plane = replace(self.plane, shapes=self.plane.shapes.chosen(~mask))


def start(shapes: ShapeColumn, unreadable: list[int], accept: Collection[str] = ()) -> Geometry:
    """All rows of finite numbers, in two dimensions; others, heights and what cannot be read are
    told."""
    geometry = Geometry(shapes, np.arange(len(shapes), dtype=np.int64))
    geometry.problems += by_row(GEOMETRY_UNREADABLE, unreadable, lambda _row: {})
    _leave_out(geometry, BAD_COORDINATES, not_finite(shapes), accept)
    shapes = geometry.shapes
    if shapes.each(lambda part: shapely.has_z(part) | shapely.has_m(part)).any():
        shapes.change(lambda _first, part: shapely.force_2d(part))
        geometry.problems.append(Problem(HEIGHTS_DROPPED))
    return geometry


def types_of(shapes: ShapeColumn) -> tuple[str, ...]:
    """Names of the geometry types that occur, the most frequent first."""
    counts = Counter(shapes.each(shapely.get_type_id).tolist())
    names = [t.name.title() for t, _ in _by_count(counts)]
    return tuple(_CAMEL.get(name, name) for name in names)


_CAMEL = {
    "Linestring": "LineString",
    "Linearring": "LinearRing",
    "Multipoint": "MultiPoint",
    "Multilinestring": "MultiLineString",
    "Multipolygon": "MultiPolygon",
    "Geometrycollection": "GeometryCollection",
}


def _by_count(counts: Counter[int]) -> list[tuple[shapely.GeometryType, int]]:
    return [(shapely.GeometryType(t), n) for t, n in counts.most_common() if t >= 0]


def sample_points(shapes: ShapeColumn) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Some vertices of a sample of the geometries, in the file's own numbers.

    Each geometry gives as many, and what is plainly astray (0, 0 or 1e20) is no evidence.
    """
    chosen = shapes[:: max(1, len(shapes) // SAMPLE)]
    chosen = chosen[:: 1 + int(shapely.get_num_coordinates(chosen).sum()) // SAMPLED_VERTICES]
    counts = shapely.get_num_coordinates(chosen)
    spread = (np.cumsum(counts) - counts)[:, None] + counts[:, None] * np.arange(OF_EACH) // OF_EACH
    points = shapely.get_coordinates(chosen)[np.unique(spread[counts > 0])]
    sound = (np.abs(points) < BEYOND_ANY_PLANE).all(axis=1) & (points != 0.0).any(axis=1)
    return points[sound, 0], points[sound, 1]


def check_types(geometry: Geometry, kind: Kind) -> None:
    """Points where polygons are wanted are refused, row by row."""
    ids = geometry.shapes.each(shapely.get_type_id)
    wanted = [number for number, family in FAMILIES.items() if family in kind.geometry]
    wrong = np.flatnonzero(~np.isin(ids, [*wanted, -1]) & ~geometry.shapes.each(shapely.is_empty))
    expected = listed((FAMILY_TITLES[family] for family in kind.geometry), between=OR)

    def values(row: int) -> dict[str, Any]:
        found = FAMILY_TITLES[FAMILIES.get(int(ids[row]))]
        return {"found": found, "wanted": kind.title, "expected": expected}

    # A layer of the wrong type is wrong in every row; a few say it.
    told = by_row(WRONG_GEOMETRY, wrong.tolist(), values, shown=3)
    geometry.problems += [_in_file(geometry, problem) for problem in told]


def check_empty(geometry: Geometry, accept: Collection[str], damaged: Collection[int] = ()) -> None:
    """Rows without geometry are refused; accepted, they are left out, and that is said.

    damaged: rows (0-based) whose record holds something that makes no sense.
    """
    missing = geometry.shapes.each(lambda part: shapely.is_missing(part) | shapely.is_empty(part))
    if not missing.any():
        return
    broken = missing & np.isin(geometry.kept, list(damaged))
    left_out = np.zeros(len(missing), dtype=bool)
    for kind, mask in ((RECORD_DAMAGED, broken), (EMPTY_GEOMETRY, missing & ~broken)):
        told = by_row(kind, np.flatnonzero(mask).tolist(), lambda _row: {})
        geometry.problems += [_in_file(geometry, problem) for problem in told]
        left_out |= mask & (kind.code in accept)
    if left_out.any():
        _drop(geometry, left_out)


def carry_to_degrees(geometry: Geometry, carry: Carrier, accept: Collection[str] = ()) -> None:
    """Into EPSG:4490, x = longitude; rows that land outside China or astray are refused."""
    landing = Landing(carry)
    zone = without_zone_number(carry.epsg) if carry.only_projects else None
    in_zone = ShapeColumn()

    def carried(first: int, part: Shapes) -> Shapes:
        if zone is not None:
            # The part is a place in a column that is about to change.
            in_zone.append(part.copy())
        moved = _carried(part, carry)
        landing.look(first, part, moved)
        return moved

    if carry.stays:
        for first, part in geometry.shapes.parts():
            landing.look(first, part, part)
    else:
        geometry.shapes.change(carried)
        geometry.plane = Plane(zone[0], in_zone, zone[1]) if zone else None
        if len(geometry.shapes) > MANY_SHAPES:
            give_back()
    _leave_out_strays(geometry, landing, accept)


def _carried(shapes: Shapes, carry: Carrier) -> Shapes:
    """As `shapely.transform`, which puts all numbers together once more."""
    places = shapely.get_coordinates(shapes)
    east, north = np.ascontiguousarray(places.T)
    places[:, 0], places[:, 1] = carry(east, north)
    moved: Shapes = shapely.set_coordinates(shapes.copy(), places)
    return moved


def mend(geometry: Geometry, accept: Collection[str]) -> None:
    """Invalid geometry is repaired and every repair told; what is lost by it is refused."""
    repairs: list[Repair] = []
    lost: list[Repair] = []

    def mended(first: int, part: Shapes) -> Shapes:
        series, found = repair(gpd.GeoSeries(part, crs=CGCS2000))
        shapes: Shapes = series.to_numpy()
        for one in found:
            fate = lost if _is_lost(shapes[one.row]) else repairs
            fate.append(replace(one, row=first + one.row))
        return shapes

    if geometry.shapes.each(_is_broken).any():
        geometry.shapes.change(mended)
        geometry.plane = None
    geometry.repairs = repairs
    geometry.problems += _told(geometry, geometry.repairs, GEOMETRY_REPAIRED)
    geometry.problems += _told(geometry, lost, GEOMETRY_LOST)
    if lost and GEOMETRY_LOST.code in accept:
        mask = np.zeros(len(geometry.shapes), dtype=bool)
        mask[[r.row for r in lost]] = True
        _drop(geometry, mask)


def _is_broken(shapes: Shapes) -> NDArray[np.bool_]:
    broken: NDArray[np.bool_] = ~valid(shapes) & ~shapely.is_missing(shapes)
    return broken


def _is_lost(shape: Any) -> bool:
    return shape is None or bool(shape.is_empty)


def _leave_out_strays(geometry: Geometry, landing: Landing, accept: Collection[str]) -> None:
    epsg = {"epsg": landing.carry.epsg}
    for values in landing.outside.told.values():
        values |= epsg | {"place": values["spot"]}
    for values in landing.astray.told.values():
        values |= epsg
    strays = ((OUTSIDE_CHINA, landing.outside), (STRAY_COORDINATES, landing.astray))
    before = geometry.kept
    for kind, found in strays:
        still = np.searchsorted(geometry.kept, before[found.rows]).tolist()
        told = dict(zip(still, found.told.values(), strict=False))
        _leave_out(geometry, kind, Strays(still, told), accept)


def _leave_out(geometry: Geometry, kind: ErrorCode, found: Strays, accept: Collection[str]) -> None:
    """Rows that nothing more can be asked of; without consent the whole layer waits for it."""
    if not found.rows:
        return
    told = by_row(kind, found.rows, found.values)
    geometry.problems += [_in_file(geometry, problem) for problem in told]
    mask = np.zeros(len(geometry.shapes), dtype=bool)
    mask[found.rows] = True
    if kind.code in accept:
        _drop(geometry, mask)
    else:
        geometry.take_out(mask)
        geometry.waits = True


def _in_file(geometry: Geometry, problem: Problem) -> Problem:
    """The row as the file counts it, after rows have been left out."""
    if problem.feature is None:
        return problem
    return replace(problem, feature=int(geometry.kept[problem.feature - 1]) + 1)


def _told(geometry: Geometry, repairs: list[Repair], kind: Any) -> list[Problem]:
    by_position = {r.row: r for r in repairs}

    def values(row: int) -> dict[str, Any]:
        r = by_position[row]
        return {
            "reason": r.reason_text,
            "place": place(*r.place, 6),
            "before": said(r.area_before_m2, SQUARE_METRES),
            "after": said(r.area_after_m2, SQUARE_METRES),
            "before_m2": r.area_before_m2,
            "after_m2": r.area_after_m2,
        }

    told = by_row(kind, list(by_position), values)
    placed = [replace(p, place=by_position[p.feature - 1].place) if p.feature else p for p in told]
    return [_in_file(geometry, p) for p in placed]


def _drop(geometry: Geometry, mask: NDArray[np.bool_]) -> None:
    rows = (geometry.kept[mask] + 1).tolist()
    values = {"count": len(rows), "rows": listed(rows, ROWS_NAMED)}
    geometry.problems.append(Problem(ROWS_DROPPED, values))
    geometry.dropped = sorted(geometry.dropped + rows)
    geometry.take_out(mask)
