"""A raster as the input of a metric: what its classes cover, and what a rule says they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.crs.transform import to_plane
from geo.figures.said import significant
from geo.figures.units import PERCENT
from geo.overlay.zonal import NOTHING, ClassAreas, Grid, class_areas, placed
from geo.words import Text
from layers.catalogue import VersionRef
from layers.kinds.legends import RasterLegend
from layers.storage.raster_store import grid_around, raster_facts
from layers.storage.store import Store
from projects.metrics.results import Amount, area_amount, listed, note, share
from projects.metrics.rules_in_force import Row
from projects.sheets import SheetInfo
from projects.sheets.in_force import rows_in_force

RULE = "land_cover_classes"


@dataclass(frozen=True, slots=True)
class RasterInput:
    """A stored raster. `cell`: width and height of a cell in the units of its CRS."""

    store: Store
    sha256: str
    legend: RasterLegend
    epsg: int
    cell: tuple[float, float]

    @classmethod
    def of(cls, store: Store, version: VersionRef) -> RasterInput:
        facts = raster_facts(store, version.sha256)
        return cls(store, version.sha256, facts.legend, facts.epsg, facts.cell)

    def class_areas(self, zones: gpd.GeoSeries) -> ClassAreas:
        """m² of each class in each zone; raises `zones-too-large-for-raster`."""
        bounds = placed(zones, self.epsg).total_bounds
        if not np.isfinite(bounds).all():
            return class_areas(zones, Grid(np.empty((0, 0)), 0.0, 0.0, *self.cell, self.epsg))
        west, south, east, north = (float(one) for one in bounds)
        grid = grid_around(self.store, self.sha256, (west, south, east, north))
        return class_areas(zones, grid)

    def named(self, value: int) -> Text:
        return self.legend.named(value).title


@dataclass(frozen=True, slots=True)
class Covered:
    """by_zone: (zones × classes) m² with `NOTHING`; once: the same of all zones together, each
    place once; rows: of the rule by class, as far as it has one."""

    by_zone: pd.DataFrame
    once: pd.Series
    rows: Mapping[int, Row]
    stretch: float

    @property
    def classes(self) -> list[int]:
        return [value for value in map(int, self.by_zone.columns) if value != NOTHING]

    @property
    def empty_m2(self) -> float:
        """Ground without a value, beyond the raster or in cells that have none."""
        return float(self.once[NOTHING])


def covered(raster: RasterInput, zones: gpd.GeoSeries, rule: SheetInfo, day: str | None) -> Covered:
    """What the classes of a raster cover, zone by zone and all zones together."""
    rows = class_rows(rule, raster.legend.id, day)
    if not len(zones):
        nothing = pd.DataFrame({NOTHING: np.zeros(1)})
        return Covered(nothing.iloc[:0], nothing.iloc[0], rows, 0.0)
    union = gpd.GeoSeries([to_plane(zones).union_all()], crs=to_plane(zones).crs)
    both = pd.concat([zones.to_crs(4490), union.to_crs(4490)], ignore_index=True)
    found = raster.class_areas(gpd.GeoSeries(both, crs=4490))
    return Covered(
        found.by_zone.iloc[:-1],
        found.by_zone.iloc[-1],
        rows,
        found.stretch,
    )


def class_rows(rule: SheetInfo, legend: str, day: str | None) -> dict[int, Row]:
    """The rows of a legend that are in force, by class."""
    rows = rows_in_force(rule, day)
    return {int(row["value"]): row for row in rows if row["legend"] == legend}


def raster_notes(raster: RasterInput, found: Covered, whole_m2: float) -> list[dict[str, Any]]:
    """Where the figures come from, classes that the rule lacks, ground that nothing is known of."""
    notes = [
        note(
            "raster-source",
            "来自土地覆盖栅格（{legend}，像元 {cell}）；边界像元按落入部分计，面积在椭球面上量算。",
            "From a land-cover raster ({legend_en}, cells of {cell}); cells on a border count with "
            "the part inside, areas on the ellipsoid.",
            legend=raster.legend.title.zh,
            legend_en=raster.legend.title.en,
            cell=_cell(raster),
        )
    ]
    strange = [value for value in found.classes if value not in found.rows]
    if strange:
        lost = float(found.once[strange].sum())
        notes.append(
            note(
                "raster-class-without-rule",
                "规则“土地覆盖类别”没有这些类：{classes}，共 {area_m2}，按无资料计。",
                "The rule “land-cover classes” lacks {classes}: {area_m2}, counted as no data.",
                classes=listed(_words(raster, strange)),
                area_m2=area_amount(lost),
            )
        )
    if found.empty_m2 > 0.5:
        part = share(found.empty_m2, whole_m2) or 0.0
        notes.append(
            note(
                "raster-no-data",
                "{area_m2}（{percent}）在栅格以外或像元无值，未归入任何一类。",
                "{area_m2} ({percent}) lie beyond the raster or in cells without a "
                "value; they are of no class.",
                area_m2=area_amount(found.empty_m2),
                percent=Amount(round(part * 100, 6), PERCENT),
            )
        )
    return notes


CLASS = Text("{value} {named}", "{value} {named}")


def _words(raster: RasterInput, values: Iterable[int]) -> list[Text]:
    return [CLASS.format(value=value, named=raster.named(value)) for value in values]


def _cell(raster: RasterInput) -> str:
    width, height = raster.cell
    return f"{significant(width, 6)} × {significant(height, 6)}"
