"""Bans beside the bank at a site: the same hits as the run of the metric, ban by ban.

Where nobody says what is planned, each sector that a ban names is tried: the ban holds if it is
one of them, and a person has to say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.figures.said import said
from geo.figures.units import METRES
from geo.words import Text, listed
from layers.catalogue import VersionRef
from layers.kinds.codes import BANK_LINES, ENTERPRISE_SECTORS
from layers.kinds.model import titles_of
from layers.kinds.supporting import RIVER_BANK
from projects.metrics.declaration import Given
from projects.metrics.results import same_place
from projects.metrics.rules_in_force import Row as RuleRow
from projects.metrics.waters.ban_bands_metric import BANK_BANS, RULE
from projects.metrics.waters.ban_banks import LINES, Banks
from projects.metrics.waters.ban_dates import STATES
from projects.policy.divisions import division_text
from projects.sheets.in_force import rows_in_force
from projects.sheets.rules_water import WATERS
from projects.sites.asked import Asked
from projects.sites.by_zone import BY_STATE, NO_SUCH_LAYER, NOT_COVERED
from projects.sites.rows import NO_LAYER, NOT, REVIEW, Row, Rule

IMPORTANT = BANK_BANS.parameter("important")
SECTORS = titles_of(ENTERPRISE_SECTORS)
WATER_TITLES, LINE_TITLES = dict(WATERS), titles_of(BANK_LINES)
ABOUT = Text(
    "{water}岸线 {limit} 内：{sectors}", "within {limit} of the bank of {water}: {sectors}"
)
WITHIN = Text("{lines}；{state}", "{lines}; {state}")
IF_SECTOR = Text(
    "{lines}；没有填写行业，若为{sectors}则适用",
    "{lines}; no sector is given: it applies to {sectors}",
)
OTHER_SECTOR = Text("{lines}；行业不在禁令所列之内", "{lines}; a sector that the ban does not name")
BEYOND = Text("{lines}，在禁令距离以外", "{lines}: beyond the distance of the ban")
FAR = Text("{reach} 以内没有这类岸线", "no such bank within {reach}")
TO_LINE = Text("距{line} {away}", "{away} to the {line}")
NO_LINE = Text("{line}无图层", "no layer of the {line}")
NO_SUCH_BANK = Text("岸线图层中没有这类岸线", "the layers have no such bank")
OTHER_AREA = Text("只适用于{area}，选址在{city}", "holds in {area} only; the site is in {city}")
AREA_UNKNOWN = Text(
    "只适用于{area}，没有行政区划图层说明选址在哪里",
    "holds in {area} only; no layer of divisions says where the site is",
)


@dataclass(frozen=True, slots=True)
class Ban:
    """Rows of the rule that differ in the sector only."""

    rows: tuple[RuleRow, ...]

    @property
    def row(self) -> RuleRow:
        return self.rows[0]

    @property
    def sectors(self) -> Text:
        return listed(SECTORS[row["sector"]] for row in self.rows)

    @property
    def about(self) -> Text:
        row = self.row
        water = Text(row["river"], row["river"]) if row["river"] else WATER_TITLES[row["water"]]
        limit = said(float(row["distance_m"]), METRES, exact=True)
        return ABOUT.format(water=water, limit=limit, sectors=self.sectors)

    @property
    def id(self) -> str:
        return f"{RULE}:{self.row['ban']}/{self.row['water']}/{self.row['distance_m']}"

    def named(self, sector: str | None) -> bool:
        return sector is None or any(row["sector"] == sector for row in self.rows)


def bank_bans(asked: Asked) -> Iterator[Row]:
    city = city_of(asked)
    for ban in bans_of(rows_in_force(asked.sheets[RULE], None)):
        row = ban.row
        rule = Rule.of(ban.id, row, asked.laws, asked.day)
        empty = Row(
            "banks",
            ban.about,
            NO_LAYER,
            NO_SUCH_LAYER,
            rule=rule,
            limit_m=float(row["distance_m"]),
        )
        if row["area"] and not (city and same_place(row["area"], city.zh)):
            yield _elsewhere(empty, row, city)
        else:
            yield _banned(asked, ban, empty, city)


def bans_of(rows: Sequence[RuleRow]) -> list[Ban]:
    names = ("ban", "water", "river", "area", "distance_m", "changes", "article")
    groups: dict[tuple[Any, ...], list[RuleRow]] = {}
    for row in rows:
        groups.setdefault(tuple(row[name] for name in names), []).append(row)
    return [Ban(tuple(group)) for group in groups.values()]


def city_of(asked: Asked) -> Text | None:
    """The city by the code of the division that the site lies in."""
    codes = [code for code, _ in asked.divisions if code[:4].isdigit()]
    return division_text(f"{codes[0][:4]}00") if codes else None


def _elsewhere(empty: Row, row: RuleRow, city: Text | None) -> Row:
    area = Text(row["area"], row["area"])
    if city is None:
        return replace(empty, verdict=REVIEW, why=AREA_UNKNOWN.format(area=area))
    return replace(empty, verdict=NOT, why=OTHER_AREA.format(area=area, city=city))


@dataclass(frozen=True, slots=True)
class Beside:
    """What one layer of banks says of a ban: distances by line, hits, the nearest bank."""

    version: VersionRef
    near: Mapping[str, float | None]
    hits: Sequence[Mapping[str, Any]]
    bank: str | None
    name: str | None

    @property
    def distance_m(self) -> float:
        return min((one for one in self.near.values() if one is not None), default=np.inf)


def _banned(asked: Asked, ban: Ban, empty: Row, city: Text | None) -> Row:
    versions = asked.of(RIVER_BANK.id)
    if not versions:
        return empty
    there = [one for one in versions if any(_lines_there(asked, one, ban.row).values())]
    if not there:
        return replace(empty, why=NO_SUCH_BANK).at(versions[0])
    found = min((_beside(asked, one, ban, city) for one in there), key=lambda one: one.distance_m)
    covering = any(asked.covered_by(one) for one in there)
    if found.distance_m > asked.reach_m:
        if not covering:
            return replace(empty, why=NOT_COVERED).at(there[0])
        why = FAR.format(reach=said(asked.reach_m, METRES, exact=True))
        return replace(empty, verdict=NOT, why=why).at(found.version)
    row = _judged(asked, ban, empty, found, covering=covering)
    return row.measured(found.distance_m).at(found.version, found.bank, found.name)


def _judged(asked: Asked, ban: Ban, empty: Row, found: Beside, *, covering: bool) -> Row:
    lines = listed(_line(asked, found, ban.row, line) for line in LINES)
    sector = asked.site.planned.sector
    if not found.hits:
        inside = found.distance_m < float(ban.row["distance_m"])
        if not inside and not covering:
            return replace(empty, why=NOT_COVERED)
        why = OTHER_SECTOR if inside and not ban.named(sector) else BEYOND
        return replace(empty, verdict=NOT, why=why.format(lines=lines))
    hit = found.hits[0]
    if sector is None:
        why = IF_SECTOR.format(lines=lines, sectors=ban.sectors)
        return replace(empty, verdict=REVIEW, why=why, hit=dict(hit))
    state = str(hit["state"])
    why = WITHIN.format(lines=lines, state=STATES[state])
    return replace(empty, verdict=BY_STATE[state], why=why, hit=dict(hit))


def _line(asked: Asked, found: Beside, row: RuleRow, line: str) -> Text:
    away = found.near[line]
    if away is not None:
        return TO_LINE.format(line=LINE_TITLES[line], away=said(away, METRES))
    if _lines_there(asked, found.version, row)[line]:
        return FAR.format(reach=said(asked.reach_m, METRES, exact=True))
    return NO_LINE.format(line=LINE_TITLES[line])


def _lines_there(asked: Asked, version: VersionRef, row: RuleRow) -> dict[str, bool]:
    """Which of the two lines of this water the layer has anywhere."""
    facts = asked.facts(version, "river", "line", "main_stem")
    banks = Banks.of(_as_frame(facts), asked.site.frame, _important())
    return {line: bool(banks.chosen(row, line).any()) for line in LINES}


def _as_frame(facts: pd.DataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(facts)


def _important() -> str:
    return str(IMPORTANT.default) if IMPORTANT else ""


def _beside(asked: Asked, version: VersionRef, ban: Ban, city: Text | None) -> Beside:
    role = next(one for one in BANK_BANS.inputs if one.name == "banks")
    frame = asked.near(version, role)
    sites = _sites(asked, ban)
    hits = _hits(asked, frame, sites, ban, city)
    banks = Banks.of(frame, sites, _important())
    near: dict[str, float | None] = {}
    nearest: tuple[float, int] | None = None
    for line in LINES:
        distances = banks.distance(ban.row, line)
        away = None if distances is None else float(distances.distance_m[0])
        near[line] = away if away is not None and away <= asked.reach_m else None
        if distances is not None and away is not None:
            at = int(np.flatnonzero(banks.chosen(ban.row, line))[int(distances.line[0])])
            nearest = min(filter(None, (nearest, (away, at))))
    bank = frame.iloc[nearest[1]] if nearest is not None else None
    return Beside(
        version,
        near,
        hits,
        None if bank is None else str(bank["key"]),
        None if bank is None else bank["name"],
    )


def _sites(asked: Asked, ban: Ban) -> gpd.GeoDataFrame:
    """The site as an enterprise; where no sector is given once in each sector of the ban."""
    frame = asked.site.frame
    if asked.site.planned.sector is not None:
        return frame
    sectors = [row["sector"] for row in ban.rows]
    every = pd.concat([frame] * len(sectors), ignore_index=True)
    every["sector"] = sectors
    return gpd.GeoDataFrame(every, crs=frame.crs)


def _hits(
    asked: Asked, frame: gpd.GeoDataFrame, sites: gpd.GeoDataFrame, ban: Ban, city: Text | None
) -> list[Mapping[str, Any]]:
    """The hits of the metric that are by this ban."""
    if not len(frame):
        return []
    defaults = {one.name: one.default for one in BANK_BANS.parameters}
    given = Given(
        frames={"enterprises": sites, "banks": frame},
        layers={"enterprises": "site", "banks": ""},
        hashes={},
        parameters=defaults | {"area": ban.row["area"] and city and city.zh},
        # By this ban alone: all of them were measured again for each otherwise.
        sheets={"rules": replace(asked.sheets[RULE], rows=ban.rows)},
    )
    return list(BANK_BANS.compute(given).figures["hits"])
