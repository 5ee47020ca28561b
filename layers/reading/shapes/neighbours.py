"""What is odd between the features of a layer: the same twice, overlaps, gaps, slivers.

All of it is looked for in the Gauss-Krüger plane of the data; the areas and widths that are told
are measured on the ellipsoid.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.coverage.along import shared_by_pairs, valid
from geo.coverage.edges.laid import Outline
from geo.coverage.edges.pairs import AREA, AROUND, DOUBT, FLAT_AREA
from geo.coverage.outlines import outline
from geo.crs import transform as crs
from geo.crs.gauss_kruger import CGCS2000
from geo.errors import EcoAtlasError, ErrorCode, Problem
from geo.figures.said import said
from geo.figures.units import METRES, SQUARE_METRES
from geo.measure.areal import area_in_plane
from geo.measure.ellipsoid import area_m2, length_m
from geo.overlay.overlap import Extents, mismatched, near_by, neighbourhoods, sharing_ground
from geo.plane.polygons import only_polygons
from geo.plane.shape_column import ShapeColumn, Shapes
from geo.validity.duplicates import duplicate_of
from geo.validity.gaps import SLIT_M, Gap, gaps
from geo.validity.slivers import Sliver, slivers
from geo.words import listed
from layers.kinds import Rules
from layers.reading.crs.reproject import to_degrees
from layers.reading.rows import ROWS_SHOWN, more_rows
from layers.reading.shapes.checking import Plane
from layers.reading.shapes.errors import (
    DUPLICATE_GEOMETRY,
    DUPLICATE_ROW,
    GAP,
    NOT_COMPARED,
    OVERLAP_NOTED,
    OVERLAP_TOTAL,
    OVERLAPPING,
    SLIVER,
)

Rows = NDArray[np.int64]
Positions = NDArray[np.intp]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
NEIGHBOURS_NAMED = 6
PAIRS_AT_ONCE = 20_000
# Beside a limit so close, in m² and of it, two ways to an area may differ.
CLOSE = 1e-6
METRES_PER_DEGREE = 100_000.0
# What touches in the plane may be so far apart in degrees: borders bend a little.
BENT_DEG = 1e-6


@dataclass(frozen=True, slots=True)
class _Layer:
    """Polygons of a layer in degrees, the 1-based rows they have in the file, and their plane.

    carried: all of them in the plane, where all are looked at there; else only suspects are carried
    over. too_far_east: how far to the east of their plane, in m, these shapes lie: taking so much
    off is exact, and so is all that is made of differences without it.
    """

    degrees: ShapeColumn
    rows: Rows
    epsg: int
    carried: ShapeColumn | None
    too_far_east: float = 0.0

    def near_plane(self, positions: Positions) -> Shapes:
        """Shapes of the plane, but for `too_far_east`."""
        if self.carried is not None:
            return self.carried[positions]
        return _in_plane(self.degrees[positions], self.epsg)

    def in_place(self, shapes: Shapes) -> Shapes:
        """Such shapes where they lie in the plane."""
        if not self.too_far_east:
            return shapes
        moved: Shapes = shapely.transform(shapes, lambda xy: xy - (self.too_far_east, 0.0))
        return moved

    def on_ellipsoid(self, shapes: list[Any]) -> gpd.GeoSeries:
        """Shapes of the plane, to be measured by `geo.measure.ellipsoid`."""
        return gpd.GeoSeries(shapes, crs=self.epsg)

    def row(self, position: int) -> int:
        return int(self.rows[position])

    def place(self, spot: tuple[float, float]) -> tuple[float, float]:
        lon, lat = to_degrees(self.epsg, np.array([spot[0]]), np.array([spot[1]]))
        return float(lon[0]), float(lat[0])


def find_duplicates(
    shapes: ShapeColumn, rows: Rows, attributes: Mapping[str, pd.Series], key: str | None
) -> tuple[list[Problem], Positions]:
    """Features that are there twice, and for each feature which one it repeats (-1: none).

    shapes, rows: the features kept and their 1-based rows. attributes: columns of all rows.
    """
    first = duplicate_of(shapes)
    again = np.flatnonzero(first >= 0)
    shown = again[:ROWS_SHOWN]
    # Both of each that is told; taking rows of the whole table one by one would take longer.
    told = np.union1d(rows[shown], rows[first[shown]]) - 1
    others = {name: column.iloc[told] for name, column in attributes.items() if name != key}
    table = pd.DataFrame(others).reset_index(drop=True)

    def same_row(position: int) -> bool:
        one, other = np.searchsorted(told, [rows[position] - 1, rows[first[position]] - 1])
        return not table.empty and table.iloc[one].equals(table.iloc[other])

    problems = [
        Problem(
            DUPLICATE_ROW if same_row(k) else DUPLICATE_GEOMETRY,
            {"first": int(rows[first[k]])},
            int(rows[k]),
        )
        for k in shown
    ]
    return problems + more_rows(problems, len(again) - ROWS_SHOWN), first


def compare_neighbours(
    shapes: ShapeColumn,
    rows: Rows,
    rules: Rules,
    repeats: Positions,
    own: Plane | None = None,
) -> list[Problem]:
    """Overlaps, gaps and slivers among valid polygons in EPSG:4490, each with its place.

    own: the same shapes in the plane of the file; of use where that is the one to compare in.
    """
    areal = np.flatnonzero(shapes.each(_is_areal))
    if not len(areal):
        return []
    polygons = shapes.chosen(areal)
    try:
        extent = shapely.box(*_total(polygons.each(shapely.bounds)))
        epsg = crs.plane_epsg(gpd.GeoSeries([extent], crs=CGCS2000))
    except EcoAtlasError:
        return [Problem(NOT_COMPARED)]
    if own is not None and own.epsg == epsg:
        layer = _Layer(polygons, rows[areal], epsg, own.shapes.chosen(areal), own.too_far_east)
    else:
        parts = (_in_plane(part, epsg) for _, part in polygons.parts())
        carried = None if rules.sliver_m is None else ShapeColumn.of(*parts)
        layer = _Layer(polygons, rows[areal], epsg, carried)
    return [*_slivers(layer, rules), *_pairs_and_gaps(layer, rules, repeats[areal] < 0)]


def _in_plane(shapes: Shapes, epsg: int) -> Shapes:
    found: Shapes = gpd.GeoSeries(shapes, crs=CGCS2000).to_crs(epsg).to_numpy()
    return found


def _is_areal(shapes: Shapes) -> NDArray[np.bool_]:
    areal: NDArray[np.bool_] = np.isin(shapely.get_type_id(shapes), (3, 6))
    areal &= ~shapely.is_empty(shapes)
    return areal


def _total(bounds: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)])


def _slivers(layer: _Layer, rules: Rules) -> list[Problem]:
    if rules.sliver_m is None or layer.carried is None:
        return []
    problems: list[Problem] = []
    count = 0
    for first, part in layer.carried.parts():
        found = slivers(part, width_m=rules.sliver_m, placed=layer.in_place)
        count += len(found)
        problems += _told_slivers(layer, first, found[: ROWS_SHOWN - len(problems)])
    return problems + more_rows(problems, count - ROWS_SHOWN)


def _told_slivers(layer: _Layer, first: int, found: list[Sliver]) -> list[Problem]:
    shapes = layer.on_ellipsoid([one.shape for one in found])
    told = zip(found, area_m2(shapes), length_m(shapes), strict=True)
    return [_sliver(layer, first, *one) for one in told]


def _sliver(layer: _Layer, first: int, found: Sliver, area: float, around: float) -> Problem:
    width = 2 * area / around if around else 0.0
    values = {"area": said(area, SQUARE_METRES), "width": said(width, METRES)}
    return Problem(SLIVER, values, layer.row(first + found.row), place=layer.place(found.place))


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs that share ground: positions in the layer, m² on the ellipsoid, and of the largest of
    them, in the same order, the ground itself in the plane."""

    i: Positions
    j: Positions
    areas: NDArray[np.float64]
    shared: Shapes


def _pairs_and_gaps(layer: _Layer, rules: Rules, original: NDArray[np.bool_]) -> list[Problem]:
    """Duplicates are told as such and left out here."""
    if rules.overlap is None and rules.gap_m2 is None:
        return []
    usable = np.flatnonzero(original)
    width = (rules.gap_m2 or 0.0) ** 0.5 / METRES_PER_DEGREE
    # The sieve needs no metres; only what it leaves is carried into the plane.
    suspects = usable[mismatched(layer.degrees.chosen(usable), gap_width_m=width)]
    pairs: list[_Pairs] = []
    found: list[Gap] = []
    for block in _blocks(layer, suspects, width):
        meeting: Positions = np.empty(0, dtype=np.intp)
        if rules.overlap is not None:
            sharing = _overlaps(layer, block, rules.overlap_m2)
            meeting = np.searchsorted(block.near, np.union1d(sharing.i, sharing.j))
            pairs.append(sharing)
        if rules.gap_m2 is not None:
            plane = layer.in_place(block.plane)
            everyone = np.arange(len(plane), dtype=np.intp)
            among = gaps(plane, everyone, area_m2=rules.gap_m2, touching=meeting)
            rows = (tuple(block.near[list(gap.rows)].tolist()) for gap in among)
            found += [replace(gap, rows=named) for gap, named in zip(among, rows, strict=True)]
    told = _told_pairs(layer, pairs, rules) if rules.overlap is not None else []
    return told + (_told_gaps(layer, found, rules.gap_m2) if rules.gap_m2 is not None else [])


@dataclass(frozen=True, slots=True)
class _Block:
    """Positions of its own suspects and of all that may border on them; these near the plane, and
    as plain arrays."""

    own: Positions
    near: Positions
    plane: Shapes
    outlines: Outline


def _blocks(layer: _Layer, suspects: Positions, width: float) -> Iterator[_Block]:
    doubtful = layer.degrees.chosen(suspects)
    for own, near in neighbourhoods(Extents.of(doubtful), margin=width + BENT_DEG):
        plane = layer.near_plane(suspects[near])
        outlines = outline(plane)
        sound = valid(plane, outlines)
        if not sound.all():
            near, plane = near[sound], plane[sound]
            outlines = outline(plane)
        yield _Block(suspects[own], suspects[near], plane, outlines)


def _overlaps(layer: _Layer, block: _Block, least_m2: float) -> _Pairs:
    """The pairs whose first is one of the block's own, the largest first."""
    near, plane = block.near, block.plane
    i, j = near_by(plane)
    ours = np.isin(near[i], block.own)
    i, j = i[ours], j[ours]
    order = np.lexsort((j, i))
    i, j = i[order], j[order]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        large, areas = _weighed(layer, i, j, block, least_m2, pool)
    i, j, areas = i[large], j[large], areas[large]
    largest = np.argsort(-areas, kind="stable")
    i, j, areas = i[largest], j[largest], areas[largest]
    one, other = (layer.in_place(plane[side[:ROWS_SHOWN]]) for side in (i, j))
    ground = shapely.intersection(one, other)
    return _Pairs(near[i], near[j], areas, only_polygons(ground))


def _weighed(
    layer: _Layer, i: Positions, j: Positions, block: _Block, least_m2: float, pool: Executor
) -> tuple[Flags, Floats]:
    """Which pairs share enough ground, and how much m² of the ellipsoid they share. Set operations
    answer for what their borders do not tell to be more or less than enough."""
    large, areas = np.zeros(len(i), dtype=bool), np.zeros(len(i))
    asked = np.arange(len(i))
    sums = shared_by_pairs(block.outlines, i, j, pool, layer.too_far_east)
    if sums is not None:
        over, near_over = _above(sums[:, FLAT_AREA], least_m2)
        wide, near_wide = _above(2 * sums[:, FLAT_AREA], SLIT_M * sums[:, AROUND])
        large, areas = over & wide, sums[:, AREA]
        open_yet = (near_over & (wide | near_wide)) | (near_wide & (over | near_over))
        asked = np.flatnonzero(open_yet | (sums[:, DOUBT] > 0))

    def by_sets(first: int) -> None:
        some = asked[first : first + PAIRS_AT_ONCE]
        one, other = (layer.in_place(block.plane[side[some]]) for side in (i, j))
        large[some], areas[some] = _shared(one, other, least_m2)

    list(pool.map(by_sets, range(0, len(asked), PAIRS_AT_ONCE)))
    return large, areas


def _above(values: Floats, limit: Floats | float) -> tuple[Flags, Flags]:
    """Whether values reach a limit, and whether that is too close to call."""
    return values >= limit, np.abs(values - limit) < CLOSE * (1 + np.abs(limit))


def _shared(one: Shapes, other: Shapes, least_m2: float) -> tuple[Flags, Floats]:
    """By set operations: whether each pair shares enough ground, and its m²."""
    shared = only_polygons(shapely.intersection(one, other))
    large = shapely.area(shared) >= least_m2
    large &= 2 * shapely.area(shared) >= SLIT_M * shapely.length(shared)
    areas = np.zeros(len(shared))
    areas[large] = area_in_plane(shared[large])
    return large, areas


def _told_pairs(layer: _Layer, blocks: list[_Pairs], rules: Rules) -> list[Problem]:
    count = sum(len(block.i) for block in blocks)
    if not count:
        return []
    kind = OVERLAPPING if rules.overlap == "warning" else OVERLAP_NOTED
    area = sum(float(block.areas.sum()) for block in blocks)
    largest = [
        one
        for block in blocks
        for one in zip(block.areas.tolist(), block.i, block.j, block.shared, strict=False)
    ]
    largest.sort(key=lambda one: (-one[0], one[1], one[2]))
    values = {
        "pairs": count,
        "area": said(area, SQUARE_METRES),
        "least": said(rules.overlap_m2, SQUARE_METRES, exact=True),
    }
    told = [_pair(kind, layer, i, j, m2, shared) for m2, i, j, shared in largest[:ROWS_SHOWN]]
    return [Problem(OVERLAP_TOTAL, values), *told, *more_rows(told, count - ROWS_SHOWN)]


def _pair(
    kind: ErrorCode, layer: _Layer, one: int, other: int, area: float, shared: Any
) -> Problem:
    spot = shapely.point_on_surface(shared)
    values = {"other": layer.row(other), "area": said(area, SQUARE_METRES)}
    return Problem(kind, values, layer.row(one), place=layer.place((spot.x, spot.y)))


def _told_gaps(layer: _Layer, among: list[Gap], limit_m2: float) -> list[Problem]:
    found = _unfilled(layer, _once(among))
    problems: list[Problem] = []
    areas = area_m2(layer.on_ellipsoid([gap.shape for gap in found[:ROWS_SHOWN]]))
    for gap, area in zip(found[:ROWS_SHOWN], areas, strict=True):
        first, *others = (layer.row(row) for row in gap.rows)
        values = {
            "others": listed(others, NEIGHBOURS_NAMED),
            "area": said(area, SQUARE_METRES),
            "limit": said(limit_m2, SQUARE_METRES, exact=True),
        }
        problems.append(Problem(GAP, values, first, place=layer.place(gap.place)))
    return problems + more_rows(problems, len(found) - ROWS_SHOWN)


def _once(found: list[Gap]) -> list[Gap]:
    """The largest first, and none twice: what lies between two blocks is seen from both."""
    ordered = sorted(found, key=lambda gap: -gap.area_m2)
    _, again = sharing_ground(np.array([gap.shape for gap in ordered], dtype=object))
    seen = set(again.tolist())
    return [gap for k, gap in enumerate(ordered) if k not in seen]


def _unfilled(layer: _Layer, found: list[Gap]) -> list[Gap]:
    """Without those that a polygon fills which fits so well that nobody suspects it."""
    if not found:
        return []
    spots = shapely.STRtree(shapely.points([layer.place(gap.place) for gap in found]))
    filled: set[int] = set()
    for _, part in layer.degrees.parts():
        filled.update(spots.query(part, predicate="intersects")[1].tolist())
    return [gap for k, gap in enumerate(found) if k not in filled]
