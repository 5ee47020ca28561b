"""The grid of a sheet with its numbers round the frame: the plane in metres, or degrees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyproj
from numpy.typing import NDArray

from geo.crs.transform import CGCS2000
from projects.statements.picture.frame import GRID, LINE, View, grid_of
from projects.statements.picture.scene import Drawn, Label, Points

Grid = Literal["km", "degrees"]
Floats = NDArray[np.float64]
STEPS_S = (1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 18000)
"""Of degrees, in seconds of arc."""
LEAST_LINES = 3
TICK, SIZE, SAMPLES = 6.0, 9, 33


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a line of the grid leaves the frame: at the top and the bottom, or left and right."""

    upright: bool
    first: float
    last: float
    text: str


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """Lines inside the frame, ticks outside, numbers; metres of the plane, or degrees."""

    lines: Drawn
    ticks: Drawn
    numbers: tuple[Label, ...]
    in_metres: bool


def sheet_grid(view: View, grid: Grid) -> SheetGrid:
    return _degrees(view) if grid == "degrees" else _plane(view)


def _plane(view: View) -> SheetGrid:
    lines, labels = grid_of(view)
    edges = [
        Edge(True, one.x, one.x, one.text)
        if one.anchor == "middle"
        else Edge(False, one.y - SIZE / 3, one.y - SIZE / 3, one.text)
        for one in labels
    ]
    return _around(view, lines, edges, in_metres=True)


def _degrees(view: View) -> SheetGrid:
    """Meridians and parallels, curved as they are in the plane."""
    to_plane = pyproj.Transformer.from_crs(CGCS2000, view.epsg, always_xy=True)
    window = (view.west, view.south, view.east, view.north)
    west, south, east, north = to_plane.transform_bounds(*window, direction="INVERSE")
    step = step_of(min(east - west, north - south) * 3600)
    lines: list[Points] = []
    edges: list[Edge] = []
    lats, lons = np.linspace(south, north, SAMPLES), np.linspace(west, east, SAMPLES)
    for at in _multiples(west, east, step):
        x, y = _drawn(view, to_plane, np.full(SAMPLES, at / 3600), lats)
        lines.append(tuple(zip(x, y, strict=True)))
        first, last = np.interp([view.frame.top, view.frame.bottom], y[::-1], x[::-1])
        edges.append(Edge(True, float(first), float(last), said(at, step, "EW")))
    for at in _multiples(south, north, step):
        x, y = _drawn(view, to_plane, lons, np.full(SAMPLES, at / 3600))
        lines.append(tuple(zip(x, y, strict=True)))
        first, last = np.interp([view.frame.left, view.frame.right], x, y)
        edges.append(Edge(False, float(first), float(last), said(at, step, "NS")))
    return _around(view, Drawn(GRID, lines=tuple(lines)), edges, in_metres=False)


def _drawn(
    view: View, to_plane: pyproj.Transformer, lons: Floats, lats: Floats
) -> tuple[Floats, Floats]:
    x, y = to_plane.transform(lons, lats)
    return np.array([view.x(one) for one in x]), np.array([view.y(one) for one in y])


def step_of(seconds: float) -> int:
    """The widest step of which there are still three lines."""
    return max((one for one in STEPS_S if seconds / one >= LEAST_LINES), default=STEPS_S[0])


def _multiples(low: float, high: float, step: int) -> Iterator[int]:
    """In seconds of arc, of bounds in degrees."""
    first, last = int(np.ceil(low * 3600 / step)), int(np.floor(high * 3600 / step))
    return (number * step for number in range(first, last + 1))


def said(seconds: int, step: int, sides: str) -> str:
    """114°10′05″E, no finer than the step."""
    degrees, rest = divmod(abs(seconds), 3600)
    parts = f"{degrees}°"
    if step % 3600:
        parts += f"{rest // 60:02}′"
    if step % 60:
        parts += f"{rest % 60:02}″"
    return parts + sides[seconds < 0]


def _around(view: View, lines: Drawn, edges: list[Edge], *, in_metres: bool) -> SheetGrid:
    inside = [one for one in edges if _is_inside(view, one)]
    ticks = tuple(tick for one in inside for tick in _ticks(view, one))
    numbers = tuple(label for one in inside for label in _numbers(view, one))
    return SheetGrid(lines, Drawn(LINE, lines=ticks), numbers, in_metres)


def _is_inside(view: View, edge: Edge) -> bool:
    frame = view.frame
    low, high = (frame.left, frame.right) if edge.upright else (frame.top, frame.bottom)
    return low < edge.first < high and low < edge.last < high


def _ticks(view: View, edge: Edge) -> Iterator[Points]:
    frame = view.frame
    if edge.upright:
        yield (edge.first, frame.top - TICK), (edge.first, frame.top)
        yield (edge.last, frame.bottom), (edge.last, frame.bottom + TICK)
    else:
        yield (frame.left - TICK, edge.first), (frame.left, edge.first)
        yield (frame.right, edge.last), (frame.right + TICK, edge.last)


def _numbers(view: View, edge: Edge) -> Iterator[Label]:
    frame, down = view.frame, SIZE / 3
    if edge.upright:
        yield Label(edge.first, frame.top - TICK - 3, edge.text, SIZE, "middle")
        yield Label(edge.last, frame.bottom + TICK + SIZE, edge.text, SIZE, "middle")
    else:
        yield Label(frame.left - TICK - 3, edge.first + down, edge.text, SIZE, "end")
        yield Label(frame.right + TICK + 3, edge.last + down, edge.text, SIZE)
