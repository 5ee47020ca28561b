"""What somebody asks to take along, as it is written in an address or at the command line."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from typing import Annotated, Literal
from urllib.parse import parse_qsl

from pydantic import Field

from geo.errors import EcoAtlasError
from projects.printed_maps.graticule import Grid
from webmap.map.map_layers import Bounds
from webmap.meeting.choosing import Asked
from webmap.meeting.errors import BOX_INVALID, STYLE_UNKNOWN_LAYER, STYLE_UNREAD, VIEW_INVALID
from webmap.meeting.styles import StylesAsked, layers_told, styles_of, unread

LONGEST_SHOWN = 60
PLACE = re.compile(r"[0-9.]+/-?[0-9.]+/-?[0-9.]+")
"""Zoom, latitude and longitude, with which the address of the map begins."""


class TakeAsked(StylesAsked):
    """The form; empty fields are not filled in."""

    theme: Annotated[str, Field(max_length=40)] | None = None
    format: Literal["html", "pdf", "png"] = "html"
    size: Literal["A4", "A3"] = "A4"
    grid: Grid = "km"
    month: Annotated[str, Field(max_length=7)] | None = None
    base: Annotated[str, Field(max_length=20)] | None = None
    bbox: Annotated[str, Field(max_length=120)] | None = None
    grade: Literal["public", "internal", "restricted"] | None = None

    @property
    def content(self) -> Asked:
        """Raises `map-box-invalid`."""
        return Asked(
            self.theme,
            box_of(self.bbox),
            self.grade,
            styles_of(self),
            self.grid,
            on_basemap=self.base is not None,
            month=self.month,
        )


def of_address(address: str) -> dict[str, str]:
    """What can be taken along of the address of the map (`#11/30.5/114&op=zones:60`) or of the page
    that makes the file (`?theme=sponge&…`); the rest says what is chosen or open, and stays out.

    Raises `map-view-invalid`.
    """
    written = re.split(r"[#?]", address.strip(), maxsplit=1)[-1]
    parts = [one for one in written.split("&") if one]
    given = dict(parse_qsl("&".join(one for one in parts if "=" in one), keep_blank_values=True))
    place = bool(parts) and PLACE.fullmatch(parts[0]) is not None
    if not given and not place:
        raise EcoAtlasError(VIEW_INVALID, given=address[:LONGEST_SHOWN])
    taken = set(TakeAsked.model_fields) - {"format", "size"}
    return {name: value for name, value in given.items() if name in taken and value}


def require_read(asked: StylesAsked, layers: Collection[str]) -> None:
    """What somebody wrote himself is read whole or refused, and layers stand on the map.

    Raises `map-style-unread`, `map-style-unknown-layer`.
    """
    for option, part in unread(asked):
        raise EcoAtlasError(STYLE_UNREAD, option=option, given=part[:LONGEST_SHOWN])
    for option, layer in layers_told(asked):
        if layer not in layers:
            raise EcoAtlasError(STYLE_UNKNOWN_LAYER, option=option, layer=layer[:LONGEST_SHOWN])


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
