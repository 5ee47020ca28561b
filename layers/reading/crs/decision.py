"""What a file declares about its CRS, what a person says, and what is decided."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from geo.crs.helmert import Helmert
from geo.crs.known_ground import Boundary
from geo.errors import Problem
from layers.reading.crs.reproject import Carrier
from layers.reading.described import CrsReport


@dataclass(frozen=True, slots=True)
class CrsDecision:
    """`used` is None when a person has to decide; `swap` when x and y have to change places;
    `local` are parameters of an old datum that a person gave."""

    report: CrsReport
    problems: tuple[Problem, ...] = ()
    swap: bool = False
    local: Helmert | None = None

    @property
    def used(self) -> int | None:
        return self.report.used

    @property
    def carrier(self) -> Carrier | None:
        """The way to degrees, None while a person has to decide."""
        if self.used is None:
            return None
        return Carrier(self.used, self.swap, self.report.shifted, self.local)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says about the CRS, and what the numbers are weighed against.

    `asked` is EPSG:n, GCJ02 or BD09; `shift` the local parameters of an old datum.
    """

    district: tuple[float, float]
    asked: str | None = None
    shift: str | None = None
    accept: Collection[str] = ()
    known: Boundary | None = None
