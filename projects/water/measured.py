"""What readings are of: sections of rivers and lakes, or sewage plants.

Both are read, kept, corrected and taken back in one way. Readings of a plant are kept under its
code behind `PLANT`, so that a plant and a section of one code are two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from geo.words import Text
from layers.kinds.required import MONITORING_SECTION, SEWAGE_PLANT
from projects.sheets.rules_readings import EFFLUENT_ITEMS_SHEET, WATER_ITEMS

Of = Literal["sections", "plants"]
PLANT = f"{SEWAGE_PLANT.id}/"
INLET = "in_"
"""Codes of items of what flows into a plant begin so."""


@dataclass(frozen=True, slots=True)
class Measured:
    """kind: of the layers in which they lie. items: the sheet of what is measured there. prefix: of
    the keys under which readings are kept. head: of the column of a grid. closed: those that no
    layer has are refused."""

    of: Of
    title: Text
    kind: str
    items: str
    prefix: str
    head: str
    closed: bool


SECTIONS = Measured(
    "sections", Text("断面", "Sections"), MONITORING_SECTION.id, WATER_ITEMS.id, "", "断面名称",
    closed=False,
)  # fmt: skip
PLANTS = Measured(
    "plants", Text("污水处理厂", "Sewage plants"), SEWAGE_PLANT.id, EFFLUENT_ITEMS_SHEET.id, PLANT,
    "污水处理厂", closed=True,
)  # fmt: skip
MEASURED: Mapping[Of, Measured] = {one.of: one for one in (SECTIONS, PLANTS)}


def code_of(key: str) -> str:
    """The code in the layer, of the key under which readings are kept."""
    return key.removeprefix(PLANT)
