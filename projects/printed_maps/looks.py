"""How a kind of layer looks on paper: as on the map, told apart in grey by pattern and symbol."""

from __future__ import annotations

from dataclasses import replace

from layers.kinds import Ground, Kind
from layers.kinds.model import Pattern as KindPattern
from layers.kinds.model import Shape
from projects.statements.picture.scene import Area, Look, Pattern, Points

PAPER, LAND, AROUND = "#ffffff", "#fdfdfb", "#eef0ee"
PATTERNS: dict[KindPattern, Pattern] = {
    "hatched": "hatched",
    "crossed": "crossed",
    "dotted": "dotted",
}
FILL_UNDER = {"hatched": 0.4, "crossed": 0.5, "dotted": 0.5, "dashed": 0.5, "outlined": 0.0}
"""How much of the kind's opacity the plain fill keeps under a pattern."""
EDGE = "#39444c"
SYMBOL_PX = 6.0
CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "square": ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)),
    "triangle": ((0.0, -1.0), (0.95, 0.75), (-0.95, 0.75)),
    "diamond": ((0.0, -1.05), (0.95, 0.0), (0.0, 1.05), (-0.95, 0.0)),
    "circle": ((0.0, -0.85), (0.6, -0.6), (0.85, 0.0), (0.6, 0.6), (0.0, 0.85), (-0.6, 0.6),
               (-0.85, 0.0), (-0.6, -0.6)),
}  # fmt: skip


def look_of(kind: Kind, colour: str, pattern: KindPattern, filled: float | None = None) -> Look:
    """Of a class of a kind that stands in colour: its area or symbol, the outline in its colour.

    filled: how opaque an area is, where not as its kind says.
    """
    if kind.geometry[0] == "point":
        return Look(colour, stroke=EDGE, width_px=0.8)
    fill = _blended(colour, (filled or kind.style.fill_opacity) * FILL_UNDER.get(pattern, 1.0))
    if pattern == "outlined":
        return Look(None, stroke=colour, width_px=1.2)
    dashed = pattern == "dashed"
    return Look(fill, PATTERNS.get(pattern, "solid"), colour, 0.9, colour, dashed)


def line_of(kind: Kind, colour: str, pattern: KindPattern) -> Look:
    """The same as a line."""
    return Look(None, stroke=colour, width_px=kind.style.weight * 1.3, dashed=pattern == "dashed")


def ground_look(ground: Ground) -> Look:
    if ground.filled:
        return Look(ground.colour)
    return Look(None, stroke=ground.colour, width_px=1.1, dashed=True)


def ground_line(ground: Ground) -> Look:
    return Look(None, stroke=ground.colour, width_px=1.4, dashed=not ground.filled)


def faded(look: Look, opacity: float) -> Look:
    """The same as pale as an opacity makes it on paper."""
    if opacity >= 1:
        return look
    fill, stroke = (one and _blended(one, opacity) for one in (look.fill, look.stroke))
    return replace(look, fill=fill, stroke=stroke, ink=_blended(look.ink, opacity))


def symbol(shape: Shape, x: float, y: float, radius: float = SYMBOL_PX) -> Area:
    """The symbol of a point around its place."""
    corners = CORNERS.get(shape, CORNERS["circle"])
    ring: Points = tuple((x + dx * radius, y + dy * radius) for dx, dy in corners)
    return Area((ring,))


def _blended(colour: str, opacity: float) -> str:
    """The colour as it looks on paper through its opacity."""
    whole = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + bytes(round(255 - (255 - one) * opacity) for one in whole).hex()
