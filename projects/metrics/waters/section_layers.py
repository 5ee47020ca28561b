"""Sections of a layer and months that were kept as a sheet, as figures of sections read them."""

from __future__ import annotations

from collections.abc import Mapping

from geo.words import Text
from layers.kinds.required import MONITORING_SECTION
from projects.metrics.declaration import Given, Role, SheetRole
from projects.metrics.results import text_or_none
from projects.sheets import SheetInfo
from projects.water.limits import GRADES
from projects.water.means import Values
from projects.water.placed import Section

NAMED = 20
"""So many sections are called by name in a note."""
FIELDS = ("river", "upstream_district", "downstream_district", "target_class", "control_code")
PLACES = Role(
    "places",
    Text("断面", "Sections"),
    Text("断面图层：目标、来水断面、上下游区。", "Sections: target, control, districts."),
    geometry=("point",),
    kinds=(MONITORING_SECTION.id,),
    wanted=(*FIELDS, "is_lake"),
)
MONTHS = SheetRole(
    "months",
    Text("断面月均值", "Monthly means"),
    Text(
        "用 ecoatlas water keep --year 取自监测数据。",
        "Taken from readings by ecoatlas water keep --year.",
    ),
    "section_months",
)


def rule_role(name: str, zh: str, en: str, kind: str) -> SheetRole:
    return SheetRole(name, Text(zh, en), Text("按年末有效的行。", "Rows of the year's end."), kind)


LIMITS = rule_role("limits", "地表水限值", "Limits of surface water", "surface_water_limits")
ITEMS = rule_role("items", "监测项目", "Items", "water_items")


def placed(given: Given) -> dict[str, Section]:
    """The sections of the layer, by key."""
    found: dict[str, Section] = {}
    for row in given.frames["places"].to_dict("records"):
        text = {name: text_or_none(row.get(name)) for name in FIELDS}
        key, target = str(row["key"]), text["target_class"]
        found[key] = Section(
            given.layers["places"],
            key,
            text_or_none(row["name"]) or key,
            text["river"],
            text["upstream_district"],
            text["downstream_district"],
            target if target in GRADES else None,
            text["control_code"],
            row.get("is_lake") is True,
        )
    return found


def values_by_month(sheet: SheetInfo, year: int) -> Mapping[str, Mapping[str, Values]]:
    """By section and month, of a year."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for row in sheet.rows:
        if str(row["month"]).startswith(f"{year}-"):
            months = found.setdefault(row["section"], {})
            months.setdefault(row["month"], {})[row["item"]] = row["value"]
    return found
