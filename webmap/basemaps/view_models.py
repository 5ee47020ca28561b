"""What the page of basemaps shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.words import Text
from layers.basemaps.declared import SOURCES, TIANDITU, Basemap, Grid, Source
from webmap.edge.forms import Form


@dataclass(frozen=True, slots=True)
class BasemapLine:
    basemap: Basemap

    @property
    def source(self) -> Text:
        return SOURCES[self.basemap.source]

    @property
    def about(self) -> Text | str:
        """Which of the source: the map of Tianditu, the address without its key, the file."""
        one = self.basemap
        if one.layer:
            return TIANDITU[one.layer][1]
        return one.file or str(one.told()["template"])


@dataclass(frozen=True, slots=True)
class Tried:
    """Pictures that lie on each other, what lies below first; `inside`: whether there is one."""

    zoom: int
    addresses: Sequence[str]
    inside: bool
    referrer: bool


@dataclass(frozen=True, slots=True)
class BasemapsView:
    """`basemaps.html`; `editing` is the one that the form is about, None where it adds one."""

    basemaps: Sequence[BasemapLine]
    form: Form
    editing: Basemap | None
    tried: Tried | None
    files: Sequence[str]
    folder: Path
    sources: Mapping[Source, Text]
    layers: Mapping[str, Text]
    grids: Mapping[Grid, Text]
    grades: Mapping[str, str]
    note: Text | None
    section: str = "basemaps"
