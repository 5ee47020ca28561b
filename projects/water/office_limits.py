"""Limits of checks on readings as the office keeps them; no standard sets these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from layers.system.china_time import today
from projects.sheets.limits import limits_in_force
from projects.sheets.rules_readings import (
    DAILY_HOURS,
    FEW_READINGS,
    JUMP_WINDOW,
    NAME_LIKENESS,
    READING_LIMITS,
    STATION_HOURS,
)


@dataclass(frozen=True, slots=True)
class Steps:
    """By which step between readings a month is told how many it should have: up to `station`
    minutes a station of that step, up to `daily` a reading a day, else one a month. A month of
    fewer readings than `few` says nothing of its step."""

    station: int
    daily: int
    few: int


@dataclass(frozen=True, slots=True)
class OfficeLimits:
    """By their code."""

    values: Mapping[str, float]

    @classmethod
    def of(cls, rows: Mapping[str, Mapping[str, Any]]) -> OfficeLimits:
        return cls({name: float(row["value"]) for name, row in rows.items()})

    def __getitem__(self, name: str) -> float:
        return self.values[name]

    @property
    def steps(self) -> Steps:
        station, daily = (round(self[one] * 60) for one in (STATION_HOURS, DAILY_HOURS))
        return Steps(station, daily, round(self[FEW_READINGS]))

    @property
    def window(self) -> int:
        """So many readings before and after a value are what is usual there."""
        return max(1, round(self[JUMP_WINDOW]))

    @property
    def likeness(self) -> float:
        """From 0 to 1: below it a name is proposed for none."""
        return min(1.0, self[NAME_LIKENESS])


def office_limits(session: Session) -> OfficeLimits:
    return OfficeLimits.of(limits_in_force(session, READING_LIMITS, today()))
