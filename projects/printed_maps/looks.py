"""How a kind of layer looks on paper: as on the map, told apart in grey by pattern and symbol."""

from __future__ import annotations

from dataclasses import dataclass, replace

from layers.kinds import Ground, Kind, LegendEntry
from layers.kinds.model import Shape
from projects.printed_maps.marks import DASHED, Mark
from projects.statements.picture.scene import Area, Look, Points

PAPER, LAND, AROUND = "#ffffff", "#fdfdfb", "#eef0ee"
FILL_UNDER = {"hatched": 0.4, "crossed": 0.5, "dotted": 0.5, "dashed": 0.5, "outlined": 0.0}
"""How much of the kind's opacity the plain fill keeps under a pattern."""
EDGE = "#39444c"
SYMBOL_PX = 6.0
STANDS_OUT, HALF, PALEST = 0.25, 0.5, 0.55
"""Of greys: so much apart a pattern is seen on its ground, ground above a half is
light, and lines are no paler than the last."""
CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "square": ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)),
    "triangle": ((0.0, -1.0), (0.95, 0.75), (-0.95, 0.75)),
    "diamond": ((0.0, -1.05), (0.95, 0.0), (0.0, 1.05), (-0.95, 0.0)),
    "circle": ((0.0, -0.85), (0.6, -0.6), (0.85, 0.0), (0.6, 0.6), (0.0, 0.85), (-0.6, 0.6),
               (-0.85, 0.0), (-0.6, -0.6)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Looks:
    """Of a class: what its areas, its lines and its symbols look like."""

    area: Look
    line: Look
    point: Look


def looks_of(kind: Kind, entry: LegendEntry, mark: Mark, filled: float | None = None) -> Looks:
    """Of a class of a kind, outlines in its colour.

    filled: how opaque an area is, where not as its kind says.
    """
    width = kind.style.weight * 1.3 * mark.width
    line = Look(None, stroke=_edge(entry.colour), width_px=width, dashes=mark.dashes)
    hollow = Look(PAPER, stroke=_edge(entry.colour), width_px=2.0)
    point = hollow if mark.hollow else Look(entry.colour, stroke=EDGE, width_px=0.8)
    area = _area(entry, mark, filled or kind.style.fill_opacity)
    return Looks(point if kind.geometry[0] == "point" else area, line, point)


def _area(entry: LegendEntry, mark: Mark, opacity: float) -> Look:
    if mark.pattern is None:
        return Look(None, stroke=_edge(entry.colour), width_px=1.2)
    under = FILL_UNDER.get(entry.pattern, 1.0) if mark.own else 1.0
    fill = _blended(entry.colour, opacity * under)
    return Look(fill, mark.pattern, _edge(entry.colour), 0.9, _ink(entry.colour, fill), mark.edge)


def ground_looks(ground: Ground) -> Looks:
    line = Look(None, stroke=ground.colour, width_px=1.4, dashes=() if ground.filled else DASHED)
    edge = Look(None, stroke=ground.colour, width_px=1.1, dashes=DASHED)
    area = Look(ground.colour) if ground.filled else edge
    return Looks(area, line, area)


def _edge(colour: str) -> str:
    """Of an outline or a line: a pale colour is brought down until it is seen on white paper."""
    light = grey(colour)
    if light <= PALEST:
        return colour
    return "#" + bytes(round(one * PALEST / light) for one in bytes.fromhex(colour[1:])).hex()


def _ink(colour: str, fill: str) -> str:
    """Of a pattern: the colour of the class where that stands out in grey, else dark or white."""
    if abs(grey(colour) - grey(fill)) >= STANDS_OUT:
        return colour
    return EDGE if grey(fill) > HALF else PAPER


def grey(colour: str) -> float:
    """How light a colour prints in grey, 0 (black) to 1 (ITU-R BT.601, as printers and Pillow)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def faded(look: Look, opacity: float) -> Look:
    """The same as pale as an opacity makes it on paper."""
    if opacity >= 1:
        return look
    fill, stroke = (one and _blended(one, opacity) for one in (look.fill, look.stroke))
    return replace(look, fill=fill, stroke=stroke, ink=_blended(look.ink, opacity))


def symbol(shape: Shape, x: float, y: float, size: float = 1.0) -> Area:
    """The symbol of a point around its place; size: of what is usual."""
    radius = SYMBOL_PX * size
    corners = CORNERS.get(shape, CORNERS["circle"])
    ring: Points = tuple((x + dx * radius, y + dy * radius) for dx, dy in corners)
    return Area((ring,))


def _blended(colour: str, opacity: float) -> str:
    """The colour as it looks on paper through its opacity."""
    whole = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + bytes(round(255 - (255 - one) * opacity) for one in whole).hex()
