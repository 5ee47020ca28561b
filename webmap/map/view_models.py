"""What the map page shows."""

from __future__ import annotations

from dataclasses import dataclass

from webmap.map.map_page import MapParts


@dataclass(frozen=True, slots=True)
class MapView:
    """`map.html`"""

    parts: MapParts
    words: dict[str, str]
    empty: bool
    section: str = "map"
