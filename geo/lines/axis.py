"""The axis of a long polygon: the longest way along its medial axis, drawn out to its two ends.

The medial axis is taken from the Voronoi diagram of points along the border (shapely). Near an end
it forks into the corners; that fork is cut off (where the way from the tip is shorter than 1.5
times the distance to the border, 1.41 at a right-angled end) and the axis goes on straight to the
border. A pointed end keeps its tip.

Limits: a polygon has one axis, so the arms of a Y and the other way round a hole are not on it
(`geo.lines.transects` says which share of the area the transects explain); a polygon about as wide
as long has no axis of its own, and the middle line of its smallest rectangle is taken; bays and
spikes longer than the polygon is wide can draw the axis into them. A centre line that was drawn
by a person is better and should be used when there is one.
"""

from __future__ import annotations

import heapq
from typing import Any, TypeAlias

import numpy as np
import shapely
from shapely import LineString, MultiPoint, Point, Polygon

from geo.plane.shapes import Floats, Positions

FORK = 1.5
MOST_POINTS = 4000
Graph: TypeAlias = list[list[tuple[int, float]]]
Reached: TypeAlias = dict[int, tuple[float, int]]


def axis(polygon: Polygon) -> LineString:
    """The axis of a simple polygon in a plane in metres, from border to border."""
    places, graph = _skeleton(polygon)
    if len(places):
        way = places[_longest_way(graph)]
        first = _without_fork(way, polygon)
        kept = _without_fork(first[::-1], polygon)[::-1]
        if len(kept) > 1 and LineString(kept).length > _clearance(kept, polygon).max():
            return _drawn_out(kept, polygon)
    return _middle_line(polygon)


def _skeleton(polygon: Polygon) -> tuple[Floats, Graph]:
    """Nodes (n, 2) and edges of the medial axis."""
    step = max(polygon.area / polygon.length / 2, polygon.length / MOST_POINTS)
    border = shapely.get_coordinates(shapely.segmentize(polygon.boundary, step))
    lines = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(border), only_edges=True))
    own = shapely.from_wkb(shapely.to_wkb(polygon))
    shapely.prepare(own)
    lines = lines[shapely.contains_properly(own, lines)]
    ends = shapely.get_coordinates(lines).reshape(-1, 2, 2)
    places, number = np.unique(ends.reshape(-1, 2).round(6), axis=0, return_inverse=True)
    graph: Graph = [[] for _ in places]
    pairs = number.reshape(-1, 2).tolist()
    for (a, b), length in zip(pairs, shapely.length(lines).tolist(), strict=True):
        graph[a].append((b, length))
        graph[b].append((a, length))
    return places, graph


def _longest_way(graph: Graph) -> list[int]:
    """The longest of the shortest ways, of the piece that reaches most: exact on a tree, nearly
    so around holes."""
    seen = max((_reached(graph, n) for n in _one_of_each_piece(graph)), key=_reach)
    tip = max(seen, key=lambda n: seen[n][0])
    back = _reached(graph, tip)
    here = max(back, key=lambda n: back[n][0])
    way = [here]
    while here != tip:
        here = back[here][1]
        way.append(here)
    return way


def _reach(piece: Reached) -> float:
    return max(length for length, _ in piece.values())


def _one_of_each_piece(graph: Graph) -> list[int]:
    left, found = set(range(len(graph))), []
    while left:
        found.append(min(left))
        left -= _reached(graph, found[-1]).keys()
    return found


def _reached(graph: Graph, start: int) -> Reached:
    """Every node that can be reached, with the length of the way and the node before it."""
    reached: Reached = {}
    heap = [(0.0, start, start)]
    while heap:
        so_far, here, before = heapq.heappop(heap)
        if here in reached:
            continue
        reached[here] = (so_far, before)
        for other, length in graph[here]:
            if other not in reached:
                heapq.heappush(heap, (so_far + length, other, here))
    return reached


def _clearance(places: Floats, polygon: Polygon) -> Floats:
    distances: Floats = shapely.distance(shapely.points(places), polygon.boundary)
    return distances


def _without_fork(way: Floats, polygon: Polygon) -> Floats:
    """The way without its first part that only leads into a corner."""
    gone = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(way, axis=0).T))])
    past: Positions = np.flatnonzero(gone > FORK * _clearance(way, polygon))
    return way[past[0] :] if len(past) else way[:0]


def _drawn_out(way: Floats, polygon: Polygon) -> LineString:
    wide = 2 * _clearance(way, polygon)
    head = _to_border(way, float(wide[0]), polygon)
    tail = _to_border(way[::-1], float(wide[-1]), polygon)
    return LineString(np.concatenate([head, way, tail]))


def _to_border(way: Floats, back_m: float, polygon: Polygon) -> Floats:
    """(1, 2) where the way, followed backwards from its start in the direction that it has over
    `back_m`, meets the border."""
    ahead = shapely.get_coordinates(LineString(way).interpolate(back_m))[0]
    step = way[0] - ahead
    reach = np.hypot(*(np.array(polygon.bounds[2:]) - np.array(polygon.bounds[:2])))
    far = way[0] + step / np.hypot(*step) * reach
    inside = shapely.intersection(polygon, LineString([way[0], far]))
    first = min(shapely.get_parts(inside), key=lambda part: part.distance(Point(way[0])))
    ends: Floats = shapely.get_coordinates(first)
    return ends[[int(np.hypot(*(ends - way[0]).T).argmax())]]


def _middle_line(polygon: Polygon) -> LineString:
    """The middle line of the smallest rectangle around, as far as it lies in the polygon."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(polygon))[:4]
    if np.hypot(*(corners[1] - corners[0])) > np.hypot(*(corners[2] - corners[1])):
        corners = np.roll(corners, -1, axis=0)
    line = LineString([(corners[0] + corners[1]) / 2, (corners[2] + corners[3]) / 2])
    parts: Any = shapely.get_parts(shapely.intersection(polygon, line))
    return max(parts, key=lambda part: part.length, default=line)
