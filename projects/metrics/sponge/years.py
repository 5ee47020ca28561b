"""The sponge share after planned zones are met: now, year by year, and with a chosen set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd

from geo.overlay.partition import PartitionResult, partition_region
from geo.words import Text
from projects.metrics.results import area, both, listed_zh, share
from projects.metrics.sponge.parts import MET, WORST_FIRST
from projects.metrics.sponge.plan import Planned

Row = dict[str, Any]
NOW, UNDATED = "now", "undated"
NAMES = {NOW: both(Text("现状", "now")), UNDATED: both(Text("未定日期", "no date"))}


@dataclass(frozen=True, slots=True)
class Ground:
    """What the share is computed from again whenever verdicts change."""

    zones: gpd.GeoDataFrame
    built_up: gpd.GeoDataFrame
    verdicts: Sequence[str]

    def with_met(self, keys: Iterable[str]) -> PartitionResult:
        """The partition with these zones met, overlaps decided anew."""
        met = set(keys)
        verdicts = [
            MET if key in met else verdict
            for key, verdict in zip(self.zones["key"], self.verdicts, strict=True)
        ]
        return partition_region(self.built_up, self.zones, verdicts, WORST_FIRST)


def milestones(
    ground: Ground, now: PartitionResult, planned: Mapping[str, Planned], targets: Sequence[Row]
) -> list[Row]:
    """A row for now, for each year in which zones are due or, from the first of these on, a target
    is, and for zones without a date; each with all zones of the rows before it met."""
    by_year: dict[int, list[str]] = {}
    undated = sorted(zone for zone, one in planned.items() if one.year is None)
    for zone, one in sorted(planned.items()):
        if one.year is not None:
            by_year.setdefault(one.year, []).append(zone)
    first = min(by_year, default=None)
    for row in targets:
        # What the share was in a year that is over, the verdicts of today do not say.
        if first is not None and row["year"] >= first:
            by_year.setdefault(int(row["year"]), [])
    rows, met, last = [_row(NOW, None, [], now, now, None)], set[str](), now
    for year in sorted(by_year):
        last, before = _after(ground, met, by_year[year], last), last
        rows.append(_row(str(year), year, by_year[year], last, before, _line(targets, year)))
    if undated:
        last, before = _after(ground, met, undated, last), last
        rows.append(_row(UNDATED, None, undated, last, before, None))
    return rows


def _after(
    ground: Ground, met: set[str], zones: Sequence[str], last: PartitionResult
) -> PartitionResult:
    """With `zones` met besides; nothing is computed where there are none."""
    met.update(zones)
    return ground.with_met(met) if zones else last


def _line(targets: Sequence[Row], year: int) -> float | None:
    """The highest share that was to be reached by a year."""
    due = [float(row["share"]) for row in targets if row["year"] <= year]
    return max(due, default=None)


def _row(
    key: str,
    year: int | None,
    zones: Sequence[str],
    parts: PartitionResult,
    before: PartitionResult,
    line: float | None,
) -> Row:
    reached = share(parts.class_m2[MET], parts.region_m2)
    return {
        "key": key,
        "name": NAMES.get(key),
        "year": year,
        "zones": len(zones),
        "listed": listed_zh(zones, 30),
        "gain_m2": area(parts.class_m2[MET] - before.class_m2[MET]),
        "met_m2": area(parts.class_m2[MET]),
        "share": reached,
        "line": line,
        "reached": yes(None if line is None or reached is None else reached >= line),
    }


def yes(value: bool | None) -> str | None:
    return None if value is None else ("yes" if value else "no")
