"""What somebody asks to take along, as it is written in an address or at the command line."""

from __future__ import annotations

import math

from geo.errors import EcoAtlasError
from webmap.map.map_layers import Bounds
from webmap.meeting.errors import BOX_INVALID

LONGEST_SHOWN = 60


def box_of(written: str | None) -> Bounds | None:
    """West, south, east, north in degrees; None where nothing is written. Raises
    `map-box-invalid`."""
    if written is None or not written.strip():
        return None
    try:
        west, south, east, north = (float(one) for one in written.replace("，", ",").split(","))
    except ValueError:
        raise EcoAtlasError(BOX_INVALID, given=written[:LONGEST_SHOWN]) from None
    edges = (west, south, east, north)
    inside = all(map(math.isfinite, edges)) and -180 <= west < east <= 180
    if not (inside and -85 <= south < north <= 85):
        raise EcoAtlasError(BOX_INVALID, given=written[:LONGEST_SHOWN])
    return edges
