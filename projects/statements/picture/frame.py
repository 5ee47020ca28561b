"""What surrounds the map: frame, grid coordinates, scale bar, north and legend."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geo.words import Language
from projects.statements import words
from projects.statements.layout import Writer
from projects.statements.picture.scene import Area, Box, Drawn, Key, Label, Look, Points, Scene

WIDTH, HEIGHT = 760, 480
FRAME = Box(64, 16, 548, 436)
LEGEND_X, LEGEND_Y, LEGEND_STEP = 566, 22, 22
LONGEST_KEY = 15
MARGIN = 0.05
SMALLEST_M = 50.0
"""A single point still needs some ground around it."""
LINE = Look(None, stroke="#39444c", width_px=1)
GRID = Look(None, stroke="#d9dedd", width_px=0.6)
INK = Look("#1f2b33", stroke="#1f2b33", width_px=0.8)
PAPER = Look("#ffffff", stroke="#1f2b33", width_px=0.8)


@dataclass(frozen=True, slots=True)
class View:
    """The part of a plane that is seen in a frame: west and north edge in metres, and the scale."""

    west: float
    north: float
    metres_per_px: float
    epsg: int
    frame: Box = FRAME

    @classmethod
    def around(cls, frames: Sequence[gpd.GeoDataFrame], epsg: int) -> View:
        """All of these frames in the middle of the map's frame, with a margin."""
        edges = np.array([one.total_bounds for one in frames])
        west, south = np.nanmin(edges[:, :2], axis=0)
        east, north = np.nanmax(edges[:, 2:], axis=0)
        wide, high = FRAME.right - FRAME.left, FRAME.bottom - FRAME.top
        whole = 1 + 2 * MARGIN
        scale = max((east - west) / wide, (north - south) / high, SMALLEST_M / wide) * whole
        middle_x, middle_y = (west + east) / 2, (south + north) / 2
        return cls(middle_x - scale * wide / 2, middle_y + scale * high / 2, scale, epsg)

    def x(self, easting: float) -> float:
        return self.frame.left + (easting - self.west) / self.metres_per_px

    def y(self, northing: float) -> float:
        return self.frame.top + (self.north - northing) / self.metres_per_px

    def points(self, line: shapely.Geometry) -> Points:
        return tuple((self.x(x), self.y(y)) for x, y in shapely.get_coordinates(line))

    @property
    def box(self) -> shapely.Polygon:
        """The ground inside the frame."""
        return shapely.box(self.west, self.south, self.east, self.north)

    @property
    def east(self) -> float:
        return self.west + (self.frame.right - self.frame.left) * self.metres_per_px

    @property
    def south(self) -> float:
        return self.north - (self.frame.bottom - self.frame.top) * self.metres_per_px


def furnish(
    view: View,
    title: str,
    parts: Sequence[Drawn],
    keys: Sequence[Key],
    left_out: Sequence[str],
    language: Language,
    heading: str = "",
) -> Scene:
    """The whole picture: the map with everything that makes it one, a heading above it."""
    writer = Writer(language)
    grid, ticks = grid_of(view)
    bar, bar_labels = scale_bar(view, LEGEND_X, FRAME.bottom - 18)
    north, north_labels = north_arrow(writer, LEGEND_X + 10, FRAME.bottom - 84)
    above = [Label((FRAME.left + FRAME.right) / 2, 12, heading, 12, "middle", "#1f2b33")]
    placed, key_labels = _legend(keys, [_not_drawn(writer, one) for one in left_out])
    return Scene(
        width=WIDTH,
        height=HEIGHT,
        frame=FRAME,
        title=title,
        drawn=(grid, *parts),
        furniture=(frame_line(FRAME), *bar, *north),
        labels=(
            *ticks,
            *bar_labels,
            *north_labels,
            *key_labels,
            Label(FRAME.left, HEIGHT - 12, caption(writer, view), 9),
            *(above if heading else ()),
        ),
        keys=tuple(placed),
    )


def _not_drawn(writer: Writer, title: str) -> str:
    return writer.say(words.NOT_DRAWN).format(title=title)


def _nice(length: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is no longer."""
    power = 10.0 ** math.floor(math.log10(length))
    return max(one * power for one in (1, 2, 5) if one * power <= length)


def grid_of(view: View) -> tuple[Drawn, list[Label]]:
    """Lines every few hundred pixels at round coordinates, with their metres at the edge."""
    step = _nice((view.east - view.west) / 3)
    lines: list[Points] = []
    labels: list[Label] = []
    for easting in _round(view.west, view.east, step):
        x = view.x(easting)
        lines.append(((x, view.frame.top), (x, view.frame.bottom)))
        labels.append(Label(x, view.frame.bottom + 14, f"{easting:.0f}", 9, "middle"))
    for northing in _round(view.south, view.north, step):
        y = view.y(northing)
        lines.append(((view.frame.left, y), (view.frame.right, y)))
        labels.append(Label(view.frame.left - 6, y + 3, f"{northing:.0f}", 9, "end"))
    return Drawn(GRID, lines=tuple(lines)), labels


def _round(low: float, high: float, step: float) -> Iterator[float]:
    first = math.ceil(low / step)
    for number in range(first, math.floor(high / step) + 1):
        yield number * step


def frame_line(box: Box) -> Drawn:
    return Drawn(LINE, areas=(area_of(box.left, box.top, box.right, box.bottom),))


def area_of(left: float, top: float, right: float, bottom: float) -> Area:
    return Area((((left, top), (right, top), (right, bottom), (left, bottom)),))


def scale_bar(view: View, left: float, top: float) -> tuple[list[Drawn], list[Label]]:
    """Two fields, black and white, of a round length together."""
    metres = _nice(150 * view.metres_per_px)
    half = metres / view.metres_per_px / 2
    fields = [
        Drawn(INK, areas=(area_of(left, top, left + half, top + 6),)),
        Drawn(PAPER, areas=(area_of(left + half, top, left + 2 * half, top + 6),)),
    ]
    said = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    labels = [
        Label(left, top + 18, "0", 10),
        Label(left + 2 * half, top + 18, said, 10, "middle"),
    ]
    return fields, labels


def north_arrow(writer: Writer, x: float, top: float) -> tuple[list[Drawn], list[Label]]:
    arrow: Points = ((x, top), (x + 7, top + 26), (x, top + 20), (x - 7, top + 26))
    said = Label(x, top + 40, writer.say(words.GRID_NORTH), 10, "middle")
    return [Drawn(INK, areas=(Area((arrow,)),))], [said]


def _legend(
    keys: Sequence[Key], more: Sequence[str]
) -> tuple[list[tuple[float, float, Key]], list[Label]]:
    """Entries in one column; a long title goes on in a second line."""
    placed, labels, y = [], [], float(LEGEND_Y)
    for key in keys:
        placed.append((float(LEGEND_X), y, key))
        for part in broken(key.title):
            labels.append(Label(LEGEND_X + 30, y + 11, part, 11, colour="#1f2b33"))
            y += 15
        y += LEGEND_STEP - 15
    for title in more:
        for part in broken(title):
            labels.append(Label(LEGEND_X, y + 11, part, 10))
            y += 15
    return placed, labels


def broken(title: str, longest: float = LONGEST_KEY) -> Iterator[str]:
    """Parts of a title that fit beside the legend; a Chinese character counts as two letters."""
    part, width = "", 0.0
    for letter in title:
        size = 1.0 if ord(letter) > 0x2E80 else 0.55
        if width + size > longest - 2:
            yield part.rstrip()
            part, width = "", 0.0
        part, width = part + letter, width + size
    if part.strip():
        yield part.strip()


def caption(writer: Writer, view: View) -> str:
    """Plane and unit of the coordinates at the edge."""
    operation = pyproj.CRS.from_epsg(view.epsg).coordinate_operation
    params = operation.params if operation is not None else []
    meridian = next((p.value for p in params if p.name.startswith("Longitude")), 0.0)
    return writer.say(words.GRID).format(meridian=f"{meridian:g}", epsg=view.epsg)
