"""What the page of a layer shows of a raster."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from geo.figures.said import degrees, significant
from geo.words import Text
from layers.catalogue import VersionRef
from layers.storage.raster_store import RasterFacts, holds_raster, raster_facts
from layers.storage.store import Store


@dataclass(frozen=True, slots=True)
class RasterLine:
    """A class: its value, name, colour, cells, area and share of the cells with a value."""

    value: int
    title: Text
    colour: str
    cells: int
    area_m2: float
    share: float


@dataclass(frozen=True, slots=True)
class RasterBlock:
    """The raster of the live version."""

    ref: VersionRef
    facts: RasterFacts

    @property
    def picture(self) -> str:
        return f"/layers/{quote(self.ref.layer_id)}/versions/{self.ref.number}/picture.png"

    @property
    def cell(self) -> str:
        width, height = self.facts.cell
        return f"{significant(width, 6)} × {significant(height, 6)}"

    @property
    def extent(self) -> str:
        west, south, east, north = self.ref.bbox
        return f"{degrees(west, 5)}–{degrees(east, 5)}°E, {degrees(south, 5)}–{degrees(north, 5)}°N"

    @property
    def lines(self) -> list[RasterLine]:
        whole = sum(row.area_m2 for row in self.facts.classes)
        lines = []
        for row in self.facts.classes:
            named = self.facts.legend.named(row.value)
            share = row.area_m2 / whole
            about = (row.value, named.title, named.colour, row.cells)
            lines.append(RasterLine(*about, row.area_m2, share))
        return lines


def raster_block(store: Store, ref: VersionRef) -> RasterBlock | None:
    """What there is to show; None for a layer of features."""
    return RasterBlock(ref, raster_facts(store, ref.sha256)) if holds_raster(ref) else None
