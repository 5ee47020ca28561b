"""Width of corridors across their axis, at transects every s metres.

Method: the line is parted into equal steps of at most s; in the middle of each a transect is drawn
at right angles to the direction that the line has over one step (so that the wobble of a digitised
bank does not turn it). The width is the length on the ellipsoid of the one piece of the transect
inside the dissolved corridors that holds the line's place, or begins within `offset_m` of it when
the line is a bank and the corridor lies beside it; a hole ends the piece. Where there is no such
piece the width is 0 and counts as such. Each transect stands for its step of length.

The line is given, or derived (`geo.lines.axis`, with its limits). Whether the transects tell the
truth about the shape is seen from `area_ratio`: Σ width · step ÷ area of the corridors. Far below
1, arms or whole corridors are off the line; far above, transects cross in bends. Near 1 they do,
but for one case: where an arm leaves the axis a few transects run along it and are very wide.
Minimum, median and share hardly feel that; a greatest width would, and is not given.
No seed or standard fixes a width: the share is asked for with a width of the user's choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import geopandas as gpd
import numpy as np
import shapely

from geo.crs import transform as crs
from geo.errors import EcoAtlasError, declare
from geo.lines import chainage
from geo.lines.axis import axis
from geo.lines.chainage import Run
from geo.lines.reach import REACH_M
from geo.measure.areal import area_in_plane, edge_lengths_m
from geo.overlay.bands import refuse_not_positive
from geo.patches.patches import patches
from geo.plane.polygons import plane_polygons
from geo.plane.shapes import (
    Floats,
    Frame,
    Geometries,
    Positions,
    geographic,
    plane_lines,
    plane_of,
    simple_parts,
)
from geo.words import Text

MOST_TRANSECTS = 1_000_000


TOUCH_M = 0.001


TOO_MANY_TRANSECTS = declare(
    "too-many-transects",
    "error",
    Text(
        "间距 {every} 米会产生 {count} 条横断面，最多 {most} 条。",
        "A spacing of {every} m makes {count:transect|transects}; at most {most} are drawn.",
    ),
    Text("请加大横断面间距。", "Choose a larger spacing."),
)


@dataclass(frozen=True, slots=True)
class Widths:
    """Widths with the length that each stands for (n,), in m on CGCS2000.

    width_m: nan where unknown. transects: one row each, EPSG:4490: `line` (position of the given
    line, or of the first row of the corridor whose axis it is), `at_m` (from its start), `step_m`,
    `width_m`, `cut` (the corridor goes on beyond the reach: it is wider than said) and the
    geometry, empty where the width is 0; None for declared widths. area_ratio: see the module.
    """

    width_m: Floats
    step_m: Floats
    transects: gpd.GeoDataFrame | None
    area_ratio: float | None

    @property
    def length_m(self) -> float:
        """Length with a known width."""
        return float(self.step_m[self._known()].sum())

    @property
    def unknown_m(self) -> float:
        """Length without one."""
        return float(self.step_m.sum()) - self.length_m

    @property
    def minimum_m(self) -> float | None:
        known = self.width_m[self._known()]
        return float(known.min()) if len(known) else None

    @property
    def median_m(self) -> float | None:
        """The width that half of the length reaches or passes."""
        known = self._known()
        if not known.any():
            return None
        order = np.argsort(self.width_m[known], kind="stable")
        so_far = np.cumsum(self.step_m[known][order])
        middle = int(np.searchsorted(so_far, so_far[-1] / 2 * (1 - 1e-12)))
        return float(self.width_m[known][order][middle])

    def share_at_least(self, width_m: float) -> float | None:
        """Share of the length with a known width where it is at least `width_m`."""
        if not self.length_m:
            return None
        wide = self._known() & (np.nan_to_num(self.width_m) >= width_m)
        return float(self.step_m[wide].sum()) / self.length_m

    def _known(self) -> np.typing.NDArray[np.bool_]:
        known: np.typing.NDArray[np.bool_] = ~np.isnan(self.width_m) & (self.step_m > 0)
        return known


def widths(
    corridors: Frame,
    lines: Frame | None = None,
    *,
    every_m: float,
    offset_m: float = 0.0,
    reach_m: float = REACH_M,
) -> Widths:
    """Widths of corridor polygons at transects every `every_m` (a little less, so that steps are
    equal).

    corridors: valid polygons in any CRS, dissolved first; lines: centre lines or banks, those drawn
    twice count once; without them each dissolved polygon has its own derived axis. offset_m: how
    far beside the line a corridor may begin; reach_m: half the length of a transect. Raises
    `distance-not-positive`, `too-many-transects`, `no-crs`, `not-polygons`, `invalid-polygons`,
    `not-lines` and those of `geo.crs.transform.plane_epsg`.
    """
    for distance in (every_m, reach_m):
        refuse_not_positive(distance)
    ground = patches(corridors) if lines is None else None
    epsg = plane_of(corridors, *([] if lines is None else [lines]))
    if ground is not None:
        shapes, patch = simple_parts(ground.shape)
        owner = [ground.rows[each][0] for each in patch]
        runs = [Run(owner[run.row], run.xy, run.at_m) for run in chainage.runs(_axes(shapes))]
    else:
        shapes = _dissolved(plane_polygons(corridors.geometry, epsg))
        runs = chainage.own_runs(plane_lines(lines, epsg))
    stations = _Stations.of(runs, every_m)
    pieces = stations.across(shapes, offset_m, reach_m)
    return _measured(stations, pieces, reach_m, (shapes, epsg))


def declared_widths(lines: Frame, width_m: Floats) -> Widths:
    """Widths as the field of a line layer states them (nan: unknown), each for the length of its
    line; of lines on the same ground the earlier one counts. Raises as `geo.lines.lengths`."""
    epsg = plane_of(lines)
    runs = chainage.own_runs(plane_lines(lines, epsg))
    rows = np.array([run.row for run in runs], dtype=np.intp)
    stated = np.asarray(width_m, dtype=np.float64)
    lengths = np.array([run.length_m for run in runs], dtype=np.float64)
    return Widths(stated[rows], lengths, None, None)


def _axes(shapes: Geometries) -> Geometries:
    drawn = np.empty(len(shapes), dtype=object)
    drawn[:] = [axis(shape) for shape in shapes]
    return drawn


def _dissolved(polygons: Geometries) -> Geometries:
    parts = shapely.get_parts(shapely.union_all(polygons))
    there: Geometries = parts[shapely.area(parts) > 0]
    return there


@dataclass(frozen=True, slots=True)
class _Stations:
    """Where transects stand: (n,) row of the line, metres from its start, metres stood for, and
    (n, 2) place and unit direction to the left in the plane."""

    row: Positions
    at_m: Floats
    step_m: Floats
    place: Floats
    left: Floats

    @classmethod
    def of(cls, runs: list[Run], every_m: float) -> _Stations:
        runs = [run for run in runs if run.length_m > 0]
        counts = np.array([ceil(run.length_m / every_m) for run in runs], dtype=np.intp)
        if counts.sum() > MOST_TRANSECTS:
            count = int(counts.sum())
            raise EcoAtlasError(TOO_MANY_TRANSECTS, every=every_m, count=count, most=MOST_TRANSECTS)
        parts = [_stations_of(run, n) for run, n in zip(runs, counts.tolist(), strict=True)]
        none = (np.zeros(0), np.zeros(0), np.zeros((0, 2)), np.zeros((0, 2)))
        at, step, place, left = (np.concatenate(each) for each in zip(none, *parts, strict=True))
        row = np.repeat(np.array([run.row for run in runs], dtype=np.intp), counts)
        return cls(row, at, step, place, left)

    def across(self, shapes: Geometries, offset_m: float, reach_m: float) -> Floats:
        """(n, 2) from and to of the corridor along `left`, nan where there is none."""
        sides = self.left * reach_m
        drawn = shapely.linestrings(np.stack([self.place - sides, self.place + sides], axis=1))
        station, shape = shapely.STRtree(shapes).query(drawn, predicate="intersects")
        inside = shapely.intersection(drawn[station], shapes[shape])
        parts, of = shapely.get_parts(inside, return_index=True)
        linear = shapely.get_dimensions(parts) == 1
        parts, station = parts[linear], station[of[linear]]
        ends = shapely.get_coordinates(parts).reshape(-1, 2, 2)
        along = ((ends - self.place[station, None]) * self.left[station, None]).sum(axis=2)
        along.sort(axis=1)
        away = np.maximum(np.maximum(along[:, 0], -along[:, 1]), 0.0)
        order = np.lexsort((away, station))
        order = order[away[order] <= offset_m + TOUCH_M]
        first, position = np.unique(station[order], return_index=True)
        found = np.full((len(self.row), 2), np.nan)
        found[first] = along[order[position]]
        return found


def _stations_of(run: Run, count: int) -> tuple[Floats, Floats, Floats, Floats]:
    step = run.length_m / count
    at = np.asarray((np.arange(count) + 0.5) * step, dtype=np.float64)
    ahead = run.places(np.minimum(at + step / 2, run.length_m))
    direction = ahead - run.places(np.maximum(at - step / 2, 0.0))
    length = np.hypot(*direction.T)
    turned = np.stack([-direction[:, 1], direction[:, 0]], axis=1)
    # a step that ends where it began has no direction; north is as good as any
    left: Floats = np.where(
        length[:, None] > 0, turned / np.maximum(length, 1e-9)[:, None], [0.0, 1.0]
    )
    return at, np.full(count, step), run.places(at), left


def _measured(
    stations: _Stations, pieces: Floats, reach_m: float, ground: tuple[Geometries, int]
) -> Widths:
    shapes, epsg = ground
    there = ~np.isnan(pieces[:, 0])
    start, end = (stations.place + stations.left * side[:, None] for side in pieces.T)
    width = np.zeros(len(there))
    width[there] = edge_lengths_m(*start[there].T, *end[there].T)
    drawn = np.full(len(there), shapely.LineString(), dtype=object)
    drawn[there] = shapely.linestrings(np.stack([start[there], end[there]], axis=1))
    table = {
        "line": stations.row,
        "at_m": stations.at_m,
        "step_m": stations.step_m,
        "width_m": width,
        "cut": np.nan_to_num(np.abs(pieces)).max(axis=1, initial=0.0) >= reach_m - TOUCH_M,
    }
    frame = gpd.GeoDataFrame(table, geometry=geographic(drawn, epsg), crs=crs.CGCS2000)
    area = float(area_in_plane(shapes).sum())
    ratio = float((width * stations.step_m).sum()) / area if area else None
    return Widths(width, stations.step_m, frame, ratio)
