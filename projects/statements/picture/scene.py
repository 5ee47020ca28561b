"""What a map picture shows, in pixels: areas, lines, points and words, free of any drawing library.

Two renderers draw the same scene: `svg` for pages, `raster` for documents.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Pattern = Literal[
    "solid", "hatched", "crossed", "dotted", "falling", "level", "upright", "squared",
    "fine_hatched", "fine_crossed", "fine_level", "fine_dotted",
]  # fmt: skip
Points = tuple[tuple[float, float], ...]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Look:
    """How shapes of a class are drawn: fill (None: none), its pattern in `ink`, its outline."""

    fill: str | None
    pattern: Pattern = "solid"
    stroke: str | None = None
    width_px: float = 0.8
    ink: str = "#ffffff"
    dashes: tuple[float, ...] = ()
    """Drawn and left out in turn, in pixels; none: the line goes through."""


@dataclass(frozen=True, slots=True)
class Area:
    """A polygon: its outer ring first, then its holes."""

    rings: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Shapes of one look, drawn together."""

    look: Look
    areas: tuple[Area, ...] = ()
    lines: tuple[Points, ...] = ()
    dots: Points = ()


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    text: str
    size_px: int = 11
    anchor: Anchor = "start"
    colour: str = "#4d5a64"
    halo: bool = False
    """Whether it stands on the map and is parted from it by a white edge."""


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend; `line` or `dot` where that is what stands on the map."""

    look: Look
    title: str
    shape: Literal["area", "line", "dot"] = "area"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture of `width` × `height` pixels; shapes are clipped to `frame`, the rest is not."""

    width: int
    height: int
    frame: Box
    title: str
    drawn: tuple[Drawn, ...]
    furniture: tuple[Drawn, ...] = ()
    labels: tuple[Label, ...] = ()
    keys: tuple[tuple[float, float, Key], ...] = field(default=())
