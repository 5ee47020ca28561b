"""Items and limits of readings as they are shipped."""

from __future__ import annotations

from projects.sheets.limits import shipped_limits
from projects.sheets.rules_readings import READING_LIMITS, WATER_ITEMS
from projects.sheets.shipped import shipped_rows
from projects.water.items import Items
from projects.water.office_limits import OfficeLimits


def shipped_items() -> Items:
    return Items.of(shipped_rows(WATER_ITEMS.id))


def limits_as_shipped() -> OfficeLimits:
    return OfficeLimits.of(shipped_limits(READING_LIMITS))
