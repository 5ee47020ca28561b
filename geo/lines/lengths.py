"""Lengths on the ellipsoid by class, each place counted once.

Two ways, chosen by whether there is a reference line. Without one the lines are measured
themselves: where a line lies on an earlier one it is left out. With one (the axis of the Han
River for its 216 km of works) the reference is measured: a place of it counts for a class when a
line of that class lies within the tolerance, at right angles, so that works on both banks or drawn
twice count once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo.lines import chainage, intervals
from geo.lines.chainage import Run
from geo.overlay.partition import class_ranks
from geo.plane.shapes import (
    Floats,
    Frame,
    Geometries,
    Positions,
    plane_lines,
    plane_of,
    plane_shapes,
)

ARTIFICIAL, NATURAL, UNKNOWN = "artificial", "natural", "unknown"


@dataclass(frozen=True, slots=True)
class Lengths:
    """Lengths in m on the CGCS2000 ellipsoid.

    class_m: each place for one class only, the one that comes first; total_m their sum.
    row_m: (n,) what of each line counts (without a reference), or runs within the tolerance of it;
    of a polygon the length of the reference that it lies beside.
    twice_m: what was left out because it lies on an earlier line (0 with a reference).
    off_reference_m: lines or parts of them that are nowhere near the reference, and not counted
    (polygons have no length to be off it).
    reference_m: length of the reference, each place once; None without one.
    """

    class_m: dict[str, float]
    total_m: float
    row_m: Floats
    twice_m: float
    off_reference_m: float
    reference_m: float | None


def length_by_class(
    lines: Frame,
    classes: Sequence[str],
    order: Sequence[str],
    *,
    tolerance_m: float = 0.0,
    reference: Frame | None = None,
) -> Lengths:
    """Length by class of lines, or of what lies along a reference line.

    lines: any CRS, with a reference also polygons, rows without geometry count as empty; classes:
    one for each line; order: all classes, the one first that keeps a place which several claim.
    tolerance_m: lines nearer than this are the same place (never less than 1 cm); where lines
    merely cross, both count. Raises `no-crs`, `not-lines`, `unknown-class` and those of
    `geo.crs.transform.plane_epsg`. A line that doubles back on itself counts both ways when there
    is no reference.
    """
    rank = class_ranks(classes, order)
    frames = [lines] if reference is None else [reference, lines]
    epsg = plane_of(*frames)
    if reference is None:
        return _own_lengths(plane_lines(lines, epsg), rank, order, tolerance_m)
    shapes = plane_shapes(lines, epsg)
    return _on_reference(shapes, rank, order, plane_lines(reference, epsg), tolerance_m)


def _own_lengths(
    shapes: Geometries, rank: Positions, order: Sequence[str], tolerance_m: float
) -> Lengths:
    runs = chainage.runs(shapes)
    turn = _turns(rank)
    own = chainage.own_stretches(runs, shapes, turn, tolerance_m)
    row = np.array([run.row for run in runs], dtype=np.intp)
    counted = np.array([intervals.total(each) for each in own], dtype=np.float64)
    row_m = np.bincount(row, weights=counted, minlength=len(shapes)).astype(np.float64)
    whole = sum(run.length_m for run in runs)
    class_m = _by_class(rank, row_m, order)
    total = sum(class_m.values())
    return Lengths(class_m, total, row_m, max(whole - total, 0.0), 0.0, None)


def _on_reference(
    shapes: Geometries,
    rank: Positions,
    order: Sequence[str],
    reference: Geometries,
    tolerance_m: float,
) -> Lengths:
    whole = chainage.runs(reference)
    free = chainage.own_stretches(whole, reference, np.arange(len(reference)), 0.0)
    class_m, taken = {}, [intervals.nothing()] * len(whole)
    for place, name in enumerate(order):
        found = chainage.covered(whole, shapes[rank == place], tolerance_m)
        mine = [intervals.common(own, each) for own, each in zip(free, found, strict=True)]
        new = [intervals.minus(each, before) for each, before in zip(mine, taken, strict=True)]
        class_m[name] = float(sum(intervals.total(each) for each in new))
        taken = [np.concatenate(pair) for pair in zip(taken, new, strict=True)]
    areal = shapely.get_dimensions(shapes) == 2
    near_m, far_m = _near(np.where(areal, shapely.LineString(), shapes), reference, tolerance_m)
    near_m[areal] = [_beside(whole, free, shape, tolerance_m) for shape in shapes[areal]]
    length = sum(intervals.total(each) for each in free)
    return Lengths(class_m, sum(class_m.values()), near_m, 0.0, far_m, float(length))


def _beside(whole: list[Run], free: list[Floats], shape: Any, tolerance_m: float) -> float:
    """Length of the reference that one polygon lies beside."""
    found = chainage.covered(whole, np.array([shape], dtype=object), tolerance_m)
    both = (intervals.common(own, each) for own, each in zip(free, found, strict=True))
    return float(sum(intervals.total(each) for each in both))


def _near(shapes: Geometries, reference: Geometries, tolerance_m: float) -> tuple[Floats, float]:
    """Of each line the length that runs within the tolerance of the reference; the rest of all."""
    runs = chainage.runs(shapes)
    beside = chainage.covered(runs, reference, tolerance_m)
    row = np.array([run.row for run in runs], dtype=np.intp)
    near = np.array([intervals.total(each) for each in beside], dtype=np.float64)
    near_m = np.bincount(row, weights=near, minlength=len(shapes)).astype(np.float64)
    return near_m, float(sum(run.length_m for run in runs) - near.sum())


def _turns(rank: Positions) -> Positions:
    """The order of the lines: by class, then by row."""
    turn = np.empty(len(rank), dtype=np.intp)
    turn[np.argsort(rank, kind="stable")] = np.arange(len(rank))
    return turn


def _by_class(rank: Positions, row_m: Floats, order: Sequence[str]) -> dict[str, float]:
    sums = np.bincount(rank, weights=row_m, minlength=len(order))
    return dict(zip(order, sums.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Shoreline:
    """Lengths in m, each place once: artificial before unknown before natural, so that whatever the
    unknown is, natural_m and unknown_m are what is natural at least and may be besides."""

    natural_m: float
    artificial_m: float
    unknown_m: float
    twice_m: float

    @property
    def all_m(self) -> float:
        return self.natural_m + self.artificial_m + self.unknown_m


def natural_shoreline(
    lines: Frame, natural: Sequence[bool | None], *, tolerance_m: float = 0.0
) -> Shoreline:
    """Share of natural shoreline (自然岸线保有率) at one date: length natural ÷ length all.

    lines: any CRS; natural: one for each line, None where nobody has said. Raises as
    `length_by_class`. Two dates are two calls: compare them only when both were drawn from the same
    source at the same scale, because a line drawn finer is longer.
    """
    names = {True: NATURAL, False: ARTIFICIAL}
    classes = [UNKNOWN if each is None else names[bool(each)] for each in natural]
    order = (ARTIFICIAL, UNKNOWN, NATURAL)
    found = length_by_class(lines, classes, order, tolerance_m=tolerance_m)
    of = found.class_m
    return Shoreline(of[NATURAL], of[ARTIFICIAL], of[UNKNOWN], found.twice_m)
