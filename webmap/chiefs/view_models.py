"""What the page of river and lake chiefs shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.figures.said import said
from geo.figures.units import METRES
from geo.words import Text
from projects.chiefs.finding import Chief
from projects.chiefs.places import REACH_M, Water

Found = tuple[Water, tuple[Chief, ...]]


@dataclass(frozen=True, slots=True)
class ChiefsView:
    """`chiefs.html`; `found` is None where nobody asked for a place."""

    waters: Mapping[str, Sequence[Chief]]
    lon: str
    lat: str
    found: Sequence[Found] | None
    section: str = "projects"

    @property
    def reach(self) -> int:
        return int(REACH_M)

    @staticmethod
    def away(water: Water) -> Text:
        return said(round(water.distance_m), METRES)
