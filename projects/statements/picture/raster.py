"""A scene as PNG, for documents that take no SVG: drawn large and brought down for even edges."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator
from itertools import cycle, pairwise
from typing import Any

from PIL import Image, ImageDraw

from projects.statements.fonts import drawing_font, printable
from projects.statements.picture.scene import Area, Drawn, Label, Look, Pattern, Points, Scene
from projects.statements.picture.svg import KEY_HEIGHT, KEY_WIDTH

SCALE = 2
"""Pixels of the file to a pixel of the scene: 220 to the inch where it fills a page."""
OVER = 2
"""Drawn that much larger still, and brought down."""
ZOOM = SCALE * OVER
HATCH_PX = 8
FINE = "fine_"
WAYS: dict[Pattern, tuple[str, ...]] = {
    "hatched": ("rising",),
    "crossed": ("rising", "falling"),
    "falling": ("falling",),
    "level": ("level",),
    "upright": ("upright",),
    "squared": ("level", "upright"),
    "fine_hatched": ("rising",),
    "fine_crossed": ("rising", "falling"),
    "fine_level": ("level",),
}
DOT_PX = 3.5


def as_png(scene: Scene, *, labels: bool = True, rare: bool = False) -> bytes:
    """The picture as PNG; without its labels where they are written on it otherwise.

    rare: the colour of a single symbol is kept; pictures of statements are written as before.

    Raises `statement-no-font`."""
    paper = Surface(scene.width, scene.height)
    frame = scene.frame
    # The edge of the map's own surface is what clips the shapes.
    land = Surface(frame.right - frame.left, frame.bottom - frame.top, frame.left, frame.top)
    for drawn in scene.drawn:
        land.draw(drawn)
    paper.image.paste(land.image, (round(frame.left * ZOOM), round(frame.top * ZOOM)))
    swatches = (_swatch(x, y, key.look, key.shape) for x, y, key in scene.keys)
    for drawn in (*scene.furniture, *swatches):
        paper.draw(drawn)
    return _written(paper.image.reduce(OVER), scene.labels if labels else (), rare)


class Surface:
    """A part of the picture, `left` and `top` pixels of the scene away from its corner."""

    def __init__(self, width: float, height: float, left: float = 0, top: float = 0) -> None:
        self.image = Image.new("RGB", (round(width * ZOOM), round(height * ZOOM)), "#ffffff")
        self.pen = ImageDraw.Draw(self.image)
        self.left, self.top = left, top

    def draw(self, drawn: Drawn) -> None:
        look = drawn.look
        for area in drawn.areas:
            self._fill(area, look)
        if look.stroke:
            rings = ((*ring, ring[0]) for area in drawn.areas for ring in area.rings)
            width = max(1, round(look.width_px * ZOOM))
            for line in (*rings, *drawn.lines):
                for part in _dashes(line, look.dashes) if look.dashes else (line,):
                    self.pen.line(self._points(part), look.stroke, width, joint="curve")
        for x, y in self._points(drawn.dots):
            radius = DOT_PX * ZOOM
            spot = (x - radius, y - radius, x + radius, y + radius)
            self.pen.ellipse(spot, look.fill, look.stroke, ZOOM)

    def _fill(self, area: Area, look: Look) -> None:
        outer, *holes = (self._points(ring) for ring in area.rings)
        if look.fill is None:
            return
        if not holes and look.pattern == "solid":
            self.pen.polygon(outer, look.fill)
            return
        left, top, right, bottom = _within(outer, self.image.size)
        if right <= left or bottom <= top:
            return
        mask = Image.new("L", (right - left, bottom - top))
        pen = ImageDraw.Draw(mask)
        for ring, shown in ((outer, 255), *((hole, 0) for hole in holes)):
            pen.polygon([(x - left, y - top) for x, y in ring], shown)
        self.image.paste(_filling(look, mask.size, (left, top)), (left, top), mask)

    def _points(self, points: Points) -> list[tuple[float, float]]:
        return [((x - self.left) * ZOOM, (y - self.top) * ZOOM) for x, y in points]


def _within(points: list[tuple[float, float]], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The box of some points, cut to an image."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = max(0, math.floor(min(xs))), max(0, math.floor(min(ys)))
    right, bottom = min(size[0], math.ceil(max(xs)) + 1), min(size[1], math.ceil(max(ys)) + 1)
    return left, top, right, bottom


def _filling(look: Look, size: tuple[int, int], at: tuple[int, int]) -> Image.Image:
    """The colour with its pattern, whose lines meet those of the areas beside it."""
    filling = Image.new("RGB", size, look.fill or "#ffffff")
    if look.pattern == "solid":
        return filling
    pen, step = ImageDraw.Draw(filling), HATCH_PX * ZOOM
    if look.pattern.startswith(FINE):
        step //= 2
    if look.pattern.endswith("dotted"):
        _dot(pen, look.ink, size, at, step)
        return filling
    for way in WAYS[look.pattern]:
        for line in _ruled(way, size, at, step):
            pen.line(line, look.ink, ZOOM)
    return filling


def _ruled(
    way: str, size: tuple[int, int], at: tuple[int, int], step: int
) -> Iterator[tuple[int, int, int, int]]:
    """Lines across a picture that lies at a place of a larger one."""
    width, height = size
    if way == "level":
        for y in range(-at[1] % step, height, step):
            yield 0, y, width, y
        return
    if way == "upright":
        for x in range(-at[0] % step, width, step):
            yield x, 0, x, height
        return
    rising = way == "rising"
    first = -(at[0] + at[1]) % step if rising else (at[1] - at[0]) % step - height
    for x in range(first - step, first + width + height + step, step):
        yield (x, 0, x - height, height) if rising else (x, 0, x + height, height)


def _dot(
    pen: ImageDraw.ImageDraw, ink: str, size: tuple[int, int], at: tuple[int, int], step: int
) -> None:
    radius = ZOOM
    for y in range(-at[1] % step, size[1] + step, step):
        for x in range(-at[0] % step, size[0] + step, step):
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), ink)


def _dashes(line: Points, dashes: tuple[float, ...]) -> Iterator[Points]:
    """Pieces of a line with gaps between them; a dash goes on around a corner."""
    steps, drawn = cycle(dashes), True
    piece, left = [line[0]], next(steps)
    for (x, y), (to_x, to_y) in pairwise(line):
        length = math.hypot(to_x - x, to_y - y)
        gone = 0.0
        while length - gone > left:
            gone += left
            at = (x + (to_x - x) * gone / length, y + (to_y - y) * gone / length)
            if drawn:
                yield (*piece, at)
            piece, drawn = [at], not drawn
            left = next(steps)
        left -= length - gone
        piece.append((to_x, to_y))
    if drawn and len(piece) > 1:
        yield tuple(piece)


def _swatch(x: float, y: float, look: Look, shape: str) -> Drawn:
    right, bottom, middle = x + KEY_WIDTH, y + KEY_HEIGHT, y + KEY_HEIGHT / 2
    if shape == "line":
        return Drawn(look, lines=(((x, middle), (right, middle)),))
    if shape == "dot":
        return Drawn(look, dots=((x + KEY_WIDTH / 2, middle),))
    return Drawn(look, areas=(Area((((x, y), (right, y), (right, bottom), (x, bottom)),)),))


def _written(image: Image.Image, labels: Iterable[Label], rare: bool) -> bytes:
    pen = ImageDraw.Draw(image)
    for label in labels:
        font = drawing_font(label.size_px * SCALE)
        side = {"start": "l", "middle": "m", "end": "r"}[label.anchor]
        at = (label.x * SCALE, label.y * SCALE)
        edge: dict[str, Any] = (
            {"stroke_width": SCALE, "stroke_fill": "#ffffff"} if label.halo else {}
        )
        pen.text(at, printable(label.text), label.colour, font, anchor=f"{side}s", **edge)
    out = io.BytesIO()
    # A few dozen colours: a palette makes the file a third of the size.
    method = Image.Quantize.MAXCOVERAGE if rare else Image.Quantize.MEDIANCUT
    image.quantize(128, method, dither=Image.Dither.NONE).save(out, "PNG", dpi=(220, 220))
    return out.getvalue()
