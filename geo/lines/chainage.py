"""Lines measured from their start (桩号), and which stretches of them other features cover.

A place of a line is covered when a feature lies within reach of it, measured at right angles to
the line. So a feature beside the line covers what it runs along and no more: it does not shorten
the gaps before and behind it, as a buffer around it would.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from geo.lines import intervals
from geo.measure.areal import edge_lengths_m
from geo.plane.shapes import Floats, Geometries, Positions, simple_parts, stepped

# Digits lost by a projection and back; nothing drawn twice on purpose is further apart.
LEAST_REACH_M = 0.01


@dataclass(frozen=True, slots=True)
class Run:
    """A line without branches. row: position of the feature it came from; xy: (n, 2) vertices in
    the plane, at least every 150 m; at_m: (n,) length on the ellipsoid from the start to each."""

    row: int
    xy: Floats
    at_m: Floats

    @property
    def length_m(self) -> float:
        return float(self.at_m[-1])

    def places(self, at_m: Floats) -> Floats:
        """(k, 2) places of the plane at these lengths from the start."""
        x, y = (np.interp(at_m, self.at_m, axis) for axis in self.xy.T)
        return np.stack([x, y], axis=1)

    def part(self, start_m: float, end_m: float) -> Run:
        """A run of its own from one place to another."""
        inside = (self.at_m > start_m) & (self.at_m < end_m)
        ends = self.places(np.array([start_m, end_m]))
        at = np.concatenate([[start_m], self.at_m[inside], [end_m]]) - start_m
        return Run(self.row, np.concatenate([ends[:1], self.xy[inside], ends[1:]]), at)

    def stretch(self, start_m: float, end_m: float) -> shapely.LineString:
        """The line from one place to another."""
        return shapely.LineString(self.part(start_m, end_m).xy)


def runs(lines: Geometries) -> list[Run]:
    """One or more runs for each of the lines (`geo.plane.shapes.plane_lines`), joined where the
    parts of one feature meet end to end."""
    linear = np.flatnonzero(~shapely.is_empty(lines))
    parts, owner = simple_parts(stepped(shapely.line_merge(lines[linear])))
    return [_run(part, int(linear[of])) for part, of in zip(parts, owner, strict=True)]


def _run(line: shapely.LineString, row: int) -> Run:
    xy = shapely.get_coordinates(line)
    steps = edge_lengths_m(*xy[:-1].T, *xy[1:].T)
    return Run(row, xy, np.concatenate([[0.0], np.cumsum(steps)]))


@dataclass(frozen=True, slots=True)
class _Edges:
    """Edges of many runs: (m,) run, place of start and length on the ellipsoid, (m, 2) start and
    unit direction, (m,) length in the plane."""

    run: Positions
    at_m: Floats
    ground_m: Floats
    start: Floats
    along: Floats
    plane_m: Floats

    @classmethod
    def of(cls, lines: list[Run]) -> _Edges:
        counts = [len(line.xy) - 1 for line in lines]
        run = np.repeat(np.arange(len(lines)), counts)
        start = np.concatenate([np.zeros((0, 2)), *(line.xy[:-1] for line in lines)])
        step = np.concatenate([np.zeros((0, 2)), *(np.diff(line.xy, axis=0) for line in lines)])
        at = np.concatenate([np.zeros(0), *(line.at_m[:-1] for line in lines)])
        ground = np.concatenate([np.zeros(0), *(np.diff(line.at_m) for line in lines)])
        plane = np.hypot(*step.T)
        real = plane > 0
        along = step[real] / plane[real, None]
        return cls(run[real], at[real], ground[real], start[real], along, plane[real])

    def strips(self, reach_m: float) -> Geometries:
        """The ground within reach of each edge, at right angles to it."""
        side = np.stack([-self.along[:, 1], self.along[:, 0]], axis=1) * reach_m
        end = self.start + self.along * self.plane_m[:, None]
        corners = np.stack([self.start - side, end - side, end + side, self.start + side], axis=1)
        strips: Geometries = shapely.polygons(corners)
        return strips


def covered(
    lines: list[Run],
    shapes: Geometries,
    reach_m: float,
    *,
    ranks: tuple[Positions, Positions] | None = None,
) -> list[Floats]:
    """For each run the stretches (k, 2) in metres from its start that a shape covers, merged.

    shapes: points, lines or polygons of the same plane. ranks: (one a run, one a shape): only
    shapes of a smaller rank than the run count.
    """
    edges = _Edges.of(lines)
    parts, shape = simple_parts(shapes)
    strips = edges.strips(max(reach_m, LEAST_REACH_M))
    edge, part = shapely.STRtree(parts).query(strips, predicate="intersects")
    if ranks is not None:
        before = ranks[1][shape[part]] < ranks[0][edges.run[edge]]
        edge, part = edge[before], part[before]
    meeting, of = simple_parts(shapely.intersection(strips[edge], parts[part]))
    stretches = _projected(edges, edge[of], meeting)
    run = edges.run[edge[of]]
    order = np.argsort(run, kind="stable")
    borders = np.searchsorted(run[order], np.arange(1, len(lines)))
    if not lines:
        return []
    return [intervals.merged(each) for each in np.split(stretches[order], borders)]


def _projected(edges: _Edges, edge: Positions, shapes: Geometries) -> Floats:
    """(n, 2) the stretch of its edge that each connected shape lies beside."""
    if not len(shapes):
        return intervals.nothing()
    vertices, of = shapely.get_coordinates(shapes, return_index=True)
    own = edge[of]
    share = ((vertices - edges.start[own]) * edges.along[own]).sum(axis=1) / edges.plane_m[own]
    at = edges.at_m[own] + np.clip(share, 0.0, 1.0) * edges.ground_m[own]
    first = np.flatnonzero(np.append(True, of[1:] != of[:-1]))
    return np.stack([np.minimum.reduceat(at, first), np.maximum.reduceat(at, first)], axis=1)


def own_stretches(
    lines: list[Run], shapes: Geometries, rank: Positions, tolerance_m: float
) -> list[Floats]:
    """For each run what no line of a smaller rank lies on, so that each place counts once.

    shapes: the features that the runs came from, rank: (n,) their order. Within `tolerance_m` two
    lines are the same place; where they merely cross (less than 4 tolerances) both keep it.
    """
    reach = max(tolerance_m, LEAST_REACH_M)
    of_run = rank[np.array([line.row for line in lines], dtype=np.intp)]
    taken = covered(lines, shapes, reach, ranks=(of_run, rank))
    return [
        intervals.rest(intervals.longer_than(each, 4 * reach), line.length_m)
        for line, each in zip(lines, taken, strict=True)
    ]


def own_runs(lines: Geometries, tolerance_m: float = 0.0) -> list[Run]:
    """Runs of the lines without what an earlier one already runs on, measured from their own
    starts."""
    whole = runs(lines)
    free = own_stretches(whole, lines, np.arange(len(lines)), tolerance_m)
    return [run.part(*stretch) for run, own in zip(whole, free, strict=True) for stretch in own]
