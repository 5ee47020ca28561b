"""How far and how large people may ask about places: rows of a sheet that the office may edit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from layers.system.china_time import today
from layers.system.database import read_once
from projects.sheets.limits import limits_in_force, shipped_limits
from projects.sheets.rules_places import (
    ASKED_AREA,
    ASKED_DISTANCE,
    ASKED_FEATURES,
    PLACE_LIMITS,
    SECTION_REACH,
    SITE_AREA,
    SITE_REACH,
)

KM2 = 1e6


@dataclass(frozen=True, slots=True)
class PlaceLimits:
    """Those of a day. site_reach_m, section_reach_m: how far a site check looks; site_area_m2: its
    largest site. asked_…: largest area, longest distance and most features of a question."""

    site_reach_m: float
    section_reach_m: float
    site_area_m2: float
    asked_area_m2: float
    asked_distance_m: float
    asked_features: int

    @classmethod
    def of(cls, rows: Mapping[str, Mapping[str, Any]]) -> PlaceLimits:
        value = {name: float(row["value"]) for name, row in rows.items()}
        return cls(
            value[SITE_REACH],
            value[SECTION_REACH],
            value[SITE_AREA] * KM2,
            value[ASKED_AREA] * KM2,
            value[ASKED_DISTANCE],
            int(value[ASKED_FEATURES]),
        )


def place_limits_on(session: Session, day: dt.date | None = None) -> PlaceLimits:
    """The limits of a day, by default of today; they are read once while a session only reads."""
    on = day or today()
    return read_once(
        session,
        ("place limits", on),
        lambda: PlaceLimits.of(limits_in_force(session, PLACE_LIMITS, on)),
    )


def shipped_place_limits() -> PlaceLimits:
    """Those that are shipped, where there is no office to ask."""
    return PlaceLimits.of(shipped_limits(PLACE_LIMITS))
