"""What the page of a layer shows of a raster."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from geo.words import Text
from layers.catalogue import VersionRef
from layers.storage.raster_store import RasterFacts, holds_raster, raster_facts
from layers.storage.store import Store

HECTARE_M2 = 10_000.0


@dataclass(frozen=True, slots=True)
class RasterLine:
    """A class: its value, name, colour, cells, hectares and share of the cells with a value."""

    value: int
    title: Text
    colour: str
    cells: int
    hectares: float
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
        return f"{width:.8g} × {height:.8g}"

    @property
    def extent(self) -> str:
        west, south, east, north = self.ref.bbox
        return f"{west:.5f}–{east:.5f}°E, {south:.5f}–{north:.5f}°N"

    @property
    def lines(self) -> list[RasterLine]:
        whole = sum(row.area_m2 for row in self.facts.classes)
        lines = []
        for row in self.facts.classes:
            named = self.facts.legend.named(row.value)
            hectares, share = row.area_m2 / HECTARE_M2, row.area_m2 / whole
            lines.append(
                RasterLine(row.value, named.title, named.colour, row.cells, hectares, share)
            )
        return lines


def raster_block(store: Store, ref: VersionRef) -> RasterBlock | None:
    """What there is to show; None for a layer of features."""
    return RasterBlock(ref, raster_facts(store, ref.sha256)) if holds_raster(ref) else None
