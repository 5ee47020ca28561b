"""The sheet: title, map with grid, legend of what is seen, scale, north, and the title block.

Laid out in quarters of a millimetre, so that letters are of one size on A4 and A3; the scale is a
round one at which the whole window fits.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import geopandas as gpd
import shapely

from geo.crs.transform import CGCS2000, plane_epsg
from geo.figures.said import grouped
from geo.words import Language, Text
from projects.printed_maps import words
from projects.printed_maps.graticule import Grid, SheetGrid, sheet_grid
from projects.printed_maps.looks import AROUND, symbol
from projects.printed_maps.names import names_of, plain_name
from projects.printed_maps.shapes import Line, SheetLayer, classes_of, drawn_of, land_of, seen
from projects.statements.layout import Writer
from projects.statements.picture.frame import (
    View,
    area_of,
    broken,
    caption,
    frame_line,
    north_arrow,
    scale_bar,
)
from projects.statements.picture.scene import Area, Box, Drawn, Label, Look, Scene
from projects.statements.picture.svg import KEY_HEIGHT, KEY_WIDTH

Size = Literal["A4", "A3"]
SIZES: dict[Size, tuple[float, float]] = {"A4": (297.0, 210.0), "A3": (420.0, 297.0)}
"""Across, in millimetres."""
UNIT_MM = 0.25
EDGE, COLUMN, HEAD, FOOT, GRID_ROOM = 40, 236, 86, 36, 56
ROUND = (1.0, 1.2, 1.5, 1.8, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0)
INK, SOFT = "#1f2b33", "#4d5a64"
SMALL, NORMAL, TITLE = 9, 11, 26
LINE_PX, LONGEST_PX = 15, 212
BLOCK_HEAD = 76
"""Of the title block: north and scale bar above its lines."""
CLOSEST, CLOSE = 0.72, 0.85
"""How near to each other entries of a long legend come; below the second in smaller letters."""
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """What a printed map says of itself: lines of name and value, grade and the note of review."""

    place: Text | None
    theme: Text
    lines: Sequence[tuple[Text, Text]]
    secrecy: Text
    review: Text


def lay_out(
    layers: Sequence[SheetLayer],
    bounds: Bounds,
    block: TitleBlock,
    size: Size,
    language: Language,
    grid: Grid = "km",
) -> Scene:
    """The whole sheet; `layers` in drawing order, `bounds` in degrees.

    Raises `outside-zones` and `too-wide-for-one-zone` as any map in a plane.
    """
    wide, high = (round(side / UNIT_MM) for side in SIZES[size])
    frame = Box(EDGE + GRID_ROOM, HEAD, wide - EDGE - COLUMN - GRID_ROOM, high - EDGE - FOOT)
    view = _view(bounds, frame)
    shown = [seen(layer, view) for layer in layers]
    classes = classes_of(shown)
    groups = [list(drawn_of(*pair, view)) for pair in zip(shown, classes, strict=True)]
    parts = [part for group in groups for part, _ in group]
    lines = [
        (layer, [line for _, line in group]) for layer, group in zip(shown, groups, strict=True)
    ]
    lands = [land_of(layer, view) for layer in shown if layer.kind.known_ground]
    around = Drawn(Look(AROUND), areas=(area_of(frame.left, frame.top, frame.right, frame.bottom),))
    lined = sheet_grid(view, grid)
    writer, left = Writer(language), float(wide - EDGE - COLUMN)
    facts = _facts(block, view, writer, any(map(_is_illustrative, shown)))
    furniture, labels, top = _block(facts, view, writer, left, high - EDGE)
    legend, legend_labels = _legend(lines[::-1], writer, left, top)
    return Scene(
        width=wide,
        height=high,
        frame=frame,
        title=_title(block, writer),
        drawn=(around, *lands, lined.lines, *parts),
        furniture=(frame_line(frame), lined.ticks, *legend, *furniture),
        labels=(
            *names_of(shown, view),
            *lined.numbers,
            *legend_labels,
            *labels,
            *_head(block, writer, wide, frame),
            Label(frame.left, high - EDGE - 4, _plane(lined, view, writer), SMALL),
        ),
    )


def scale_number(view: View) -> float:
    """N of 1:N on paper."""
    return view.metres_per_px / (UNIT_MM / 1000)


def _view(bounds: Bounds, frame: Box) -> View:
    """The window in the middle of the frame, at the next round scale."""
    window = gpd.GeoSeries([shapely.box(*bounds).segmentize(0.05)], crs=CGCS2000)
    epsg = plane_epsg(window)
    west, south, east, north = window.to_crs(epsg).total_bounds
    wide, high = frame.right - frame.left, frame.bottom - frame.top
    least = max((east - west) / wide, (north - south) / high, 0.05) * 1.03 / (UNIT_MM / 1000)
    power = 10.0 ** math.floor(math.log10(least))
    number = next(one * power for one in ROUND if one * power >= least * 0.999)
    scale = number * UNIT_MM / 1000
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    return View(middle_x - scale * wide / 2, middle_y + scale * high / 2, scale, epsg, frame)


def _plane(grid: SheetGrid, view: View, writer: Writer) -> str:
    """What the numbers round the frame are; the map itself lies in the plane all the same."""
    return caption(writer, view) if grid.in_metres else writer.say(words.DEGREES)


def _title(block: TitleBlock, writer: Writer) -> str:
    if block.place is None:
        return writer.say(block.theme)
    return writer.say(words.TITLE.format(place=block.place, theme=block.theme))


def _head(block: TitleBlock, writer: Writer, wide: int, frame: Box) -> Iterator[Label]:
    middle = (frame.left + frame.right) / 2
    yield Label(middle, EDGE + 20, _title(block, writer), TITLE, "middle", INK)
    yield Label(wide - EDGE, EDGE + 14, writer.say(block.secrecy), 16, "end", INK)


def _is_illustrative(layer: SheetLayer) -> bool:
    return plain_name(layer.title.zh) != layer.title.zh


def _facts(
    block: TitleBlock, view: View, writer: Writer, illustrative: bool
) -> list[tuple[str, str]]:
    """Names and values of the title block; a value may be empty."""
    number = f"1:{grouped(round(scale_number(view)))}"
    lines = [(writer.say(words.SCALE), number)]
    lines += [(writer.say(name), writer.say(value)) for name, value in block.lines]
    if illustrative:
        lines.append((writer.say(words.ILLUSTRATIVE), ""))
    return [*lines, (writer.say(block.review), "")]


def _block(
    facts: Sequence[tuple[str, str]], view: View, writer: Writer, left: float, bottom: float
) -> tuple[list[Drawn], list[Label], float]:
    """North, scale bar and the facts, from the foot of the column upwards; where they begin."""
    rows = [row for name, value in facts for row in _rows(name, value, left)]
    top = bottom - LINE_PX * len(rows) - 8
    labels = [
        Label(x, top + 16 + LINE_PX * number, text, SMALL + 1, colour=colour)
        for number, row in enumerate(rows)
        for x, text, colour in row
    ]
    rule = Drawn(
        Look(None, stroke=SOFT, width_px=0.8), lines=(((left, top), (left + COLUMN, top)),)
    )
    arrow, arrow_labels = north_arrow(writer, left + COLUMN - 24, top - 64)
    bar, bar_labels = scale_bar(view, left, top - 40)
    furniture = [rule, *arrow, *bar]
    return furniture, [*labels, *arrow_labels, *bar_labels], top - BLOCK_HEAD


def _rows(name: str, value: str, left: float) -> Iterator[list[tuple[float, str, str]]]:
    """Lines of text of a fact: its name, then its value as wide as the column."""
    said = f"{name}  {value}" if value else name
    for part in _wrapped(said, LONGEST_PX / (SMALL + 1)):
        yield [(left, part, INK if value else SOFT)]


def _wrapped(text: str, longest: float) -> Iterator[str]:
    """Lines of so many Chinese letters; a Latin word that fits into a line is not torn."""
    line, width = "", 0.0
    for word in re.findall(r"[!-~]+|.", text):
        size = sum(1.0 if ord(one) > 0x2E80 else 0.56 for one in word)
        if width + size > longest and line.strip() and word not in "，。、；）":
            yield line.strip()
            line, width = "", 0.0
        pieces = [word] if size <= longest else list(broken(word, longest + 2))
        yield from pieces[:-1]
        line, width = line + pieces[-1], width + size
    if line.strip():
        yield line.strip()


def _legend(
    groups: Sequence[tuple[SheetLayer, Sequence[Line]]], writer: Writer, left: float, bottom: float
) -> tuple[list[Drawn], list[Label]]:
    """One entry below the other, classes under the title of their layer; what lies on top first.

    Where there is too little room above `bottom`, entries come closer; what still has none is
    counted."""
    rows = _legend_rows(groups, writer)
    top = float(HEAD + 26)
    close = min(1.0, (bottom - top) / max(1.0, sum(one.height for one in rows)))
    close, drawn, y = max(CLOSEST, close), list[Drawn](), top
    labels = [Label(left, HEAD + 12, writer.say(words.LEGEND), 13, colour=INK)]
    for at, row in enumerate(rows):
        if y + row.height * close > bottom + 1:
            said = words.MORE.format(count=sum(one.line is not None for one in rows[at:]))
            labels.append(Label(left, y + 9, writer.say(said), SMALL + 1))
            break
        if row.line is not None:
            drawn.append(_key(row.line, left, y))
        step, indent = (LINE_PX * close, 30 if row.line else 0)
        size, colour = (NORMAL, INK) if row.line else (SMALL + 1, SOFT)
        for number, part in enumerate(row.parts):
            size_px = size if close > CLOSE else SMALL
            labels.append(
                Label(left + indent, y + 11 + number * step, part, size_px, colour=colour)
            )
        y += row.height * close
    return drawn, labels


@dataclass(frozen=True, slots=True)
class Row:
    """Lines of text of the legend: of an entry, or the title above some (without `line`)."""

    parts: Sequence[str]
    line: Line | None = None

    @property
    def height(self) -> float:
        return LINE_PX * len(self.parts) + (5 if self.line else 3)


def _legend_rows(groups: Sequence[tuple[SheetLayer, Sequence[Line]]], writer: Writer) -> list[Row]:
    joint = [line for layer, lines in groups if layer.joint for line in lines]
    rows = [_entry(line, writer) for line in _summed(joint)]
    for layer, lines in groups:
        if layer.joint:
            continue
        if lines and layer.is_classed:
            title = _wrapped(writer.say(_plain(layer.title)), COLUMN / (SMALL + 1))
            rows.append(Row(list(title)))
        rows += [_entry(line, writer) for line in lines]
    return rows


def _summed(lines: Sequence[Line]) -> list[Line]:
    """Each line once, counted over all layers; areas before lines and symbols."""
    found: dict[tuple[str, str], Line] = {}
    for line in sorted(lines, key=lambda one: one.shape != "area"):
        name = line.title.zh, line.shape
        count = line.count + (found[name].count if name in found else 0)
        found[name] = replace(line, count=count)
    return sorted(found.values(), key=lambda one: one.title.zh)


def _entry(line: Line, writer: Writer) -> Row:
    title = words.COUNTED.format(title=_plain(line.title), count=grouped(line.count))
    return Row(list(_wrapped(writer.say(title), (COLUMN - 32) / NORMAL)), line)


def _plain(title: Text) -> Text:
    return Text(plain_name(title.zh), plain_name(title.en))


def _key(line: Line, x: float, y: float) -> Drawn:
    middle = y + KEY_HEIGHT / 2
    if line.shape == "line":
        return Drawn(line.look, lines=(((x, middle), (x + KEY_WIDTH, middle)),))
    if line.shape != "area":
        return Drawn(line.look, areas=(_symbol(line, x + KEY_WIDTH / 2, middle),))
    return Drawn(line.look, areas=(area_of(x, y, x + KEY_WIDTH, y + KEY_HEIGHT),))


def _symbol(line: Line, x: float, y: float) -> Area:
    return symbol(line.shape, x, y, line.radius)  # type: ignore[arg-type]
