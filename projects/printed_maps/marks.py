"""What tells the classes of a sheet apart where its colours do not print: pattern, shape, dashes.

A class keeps the pattern that its kind declares; where another class of the sheet has that one
already, it gets the next that is free. Classes of numbers grow: areas through a row of patterns,
symbols in size, lines in width.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from layers.kinds import LegendEntry
from layers.kinds.model import Pattern as KindPattern
from layers.kinds.model import Shape
from projects.statements.picture.scene import Pattern

PATTERNS: dict[KindPattern, Pattern] = {
    "hatched": "hatched",
    "crossed": "crossed",
    "dotted": "dotted",
}
SPARE: tuple[Pattern, ...] = (
    "solid", "hatched", "crossed", "dotted", "falling", "level", "upright", "squared",
    "fine_level", "fine_dotted", "fine_hatched", "fine_crossed",
)  # fmt: skip
GROWING: tuple[Pattern, ...] = ("dotted", "upright", "level", "hatched", "crossed", "squared")
"""Below the darkest class, which is plain."""
SHAPES: tuple[Shape, ...] = ("circle", "square", "triangle", "diamond")
DASHED = (7.0, 4.0)
DASHES = ((), DASHED, (2.0, 3.0), (12.0, 3.0, 2.0, 3.0), (3.0, 6.0), (14.0, 3.0))
WIDER = 1.9
PLAIN = tuple((one, False) for one in SPARE)
SYMBOLS = tuple((one, hollow) for hollow in (False, True) for one in SHAPES)
LINES = tuple((one, width) for width in (1.0, WIDER) for one in DASHES)
Filled = tuple[Pattern | None, bool]
"""Pattern of an area, and whether its outline is dashed."""
T = TypeVar("T")
LEAST, MOST = 0.65, 1.5
THINNEST, THICKEST = 0.7, 2.6


@dataclass(frozen=True, slots=True)
class Mark:
    """Of one class: how its areas are filled, which symbol its points have and how its lines run.

    `pattern` is None for areas that are an outline and nothing else; `radius` and `width` are
    shares of what is usual."""

    pattern: Pattern | None = "solid"
    edge: tuple[float, ...] = ()
    """Dashes of the outline of an area."""
    shape: Shape = "circle"
    hollow: bool = False
    radius: float = 1.0
    dashes: tuple[float, ...] = ()
    width: float = 1.0
    own: bool = True
    """Whether the pattern is the one that the kind declares."""


class Taken(Generic[T]):
    """What was given out on the sheet so far, and to which line of the legend."""

    def __init__(self) -> None:
        self.counts: Counter[T] = Counter()
        self.given: dict[LegendEntry, T] = {}

    def to(self, entry: LegendEntry, wanted: Sequence[T]) -> T:
        """The first that nobody has; where all are taken, the one that fewest have."""
        if entry not in self.given:
            found = min(wanted, key=lambda one: self.counts[one])
            self.counts[found] += 1
            self.given[entry] = found
        return self.given[entry]


class Marks:
    """Gives out marks for one sheet, to the layers first that matter most; what is one line of the
    legends of several layers has one mark."""

    def __init__(self) -> None:
        self.areas: Taken[Filled] = Taken()
        self.points: Taken[tuple[Shape, bool]] = Taken()
        self.lines: Taken[tuple[tuple[float, ...], float]] = Taken()

    def of(
        self, entries: Sequence[LegendEntry], drawn: Collection[str], *, growing: bool = False
    ) -> list[Mark]:
        """A mark for each line of the legend of a layer; drawn: as what (`area`, `point`, `line`).

        growing: they are classes of numbers, and what has no value is an outline.
        """
        steps = [one for one in entries if growing and one.pattern != "outlined"]
        return [
            _grown(one.shape, steps.index(one), len(steps))
            if one in steps
            else self._next(one, drawn)
            for one in entries
        ]

    def _next(self, entry: LegendEntry, drawn: Collection[str]) -> Mark:
        """As its kind declares it, or the next that is free."""
        area, point = _declared(entry), (_shape(entry.shape), False)
        dashed = (DASHED if entry.pattern == "dashed" else (), 1.0)
        pattern, edge = self.areas.to(entry, (area, *PLAIN)) if "area" in drawn else area
        shape, hollow = self.points.to(entry, (point, *SYMBOLS)) if "point" in drawn else point
        dashes, width = self.lines.to(entry, (dashed, *LINES)) if "line" in drawn else dashed
        own = (pattern, edge) == area
        return Mark(
            pattern, DASHED if edge else (), shape, hollow, dashes=dashes, width=width, own=own
        )


def _declared(entry: LegendEntry) -> Filled:
    if entry.pattern == "outlined":
        return None, False
    return PATTERNS.get(entry.pattern, "solid"), entry.pattern == "dashed"


def _grown(shape: Shape, at: int, count: int) -> Mark:
    """The class number `at` of `count` classes of numbers; the last one is plain."""
    last = count - 1
    step = round((at + 0.5) * len(GROWING) / last - 0.5) if at < last else 0
    share = at / max(1, last)
    return Mark(
        GROWING[step] if at < last else "solid",
        shape=_shape(shape),
        radius=LEAST + (MOST - LEAST) * share,
        width=THINNEST + (THICKEST - THINNEST) * share,
        own=False,
    )


def _shape(shape: Shape) -> Shape:
    return shape if shape in SHAPES else "circle"
