"""What the page of river and lake chiefs shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from projects.chiefs.places import InCharge
from projects.water.in_charge import Chief


@dataclass(frozen=True, slots=True)
class ChiefsView:
    """`chiefs.html`; `found` is None where nobody asked for a place."""

    waters: Mapping[str, Sequence[Chief]]
    lon: str
    lat: str
    found: Sequence[InCharge] | None
    reach: int = 0
    """Metres from a water within which its chiefs are in charge."""
    section: str = "projects"
