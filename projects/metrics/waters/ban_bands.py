"""Enterprises within the distance of the bank that a ban names, from both bank lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import geopandas as gpd
import numpy as np

from geo.figures.said import typed
from geo.measure.ellipsoid import area_m2
from geo.overlay.bands import Distances
from geo.words import Text
from layers.kinds.codes import BANK_LINES, CHANGE_KINDS
from projects.metrics.declaration import Computed, Given
from projects.metrics.results import area, listed, note, same_place, split, text_or_none
from projects.metrics.rules_in_force import Row, unverified_notes
from projects.metrics.waters.ban_bands_metric import RULE
from projects.metrics.waters.ban_banks import LINES, Banks
from projects.metrics.waters.ban_dates import OTHER_CHANGE, counts, state_of, timing
from projects.metrics.waters.ban_zones import review_note
from projects.sheets.in_force import rows_in_force
from projects.sheets.rules_water import WATERS

DISTANCE_DIGITS = 4


CHANGES = {
    word: code.value for code in CHANGE_KINDS for word in (code.value, code.title.zh, code.title.en)
}


WATER_TITLES = dict(WATERS)


LINE_TITLES = {one.value: one.title for one in BANK_LINES}


def compute(given: Given) -> Computed:
    """Hits of every ban that applies, and the bands they are measured in."""
    enterprises = given.frames["enterprises"]
    rules = _rules(given)
    banks = Banks.of(given.frames["banks"], enterprises, given.parameters["important"] or "")
    layer = given.layers["enterprises"]
    hits = [hit for rule in rules for hit in _hits(enterprises, banks, rule, layer)]
    bands, shapes = _bands(banks, rules)
    result = {
        "total": _total(enterprises, hits, rules),
        "hits": hits,
        "bands": bands,
        "notes": [
            *review_note(),
            *_missing_lines(banks, rules),
            *_missing_shores(enterprises, banks, rules, hits),
            *_unclear(enterprises, banks),
            *unverified_notes(given.sheets["rules"], rules, "ban", "sector", "water"),
        ],
    }
    return Computed(result, {"bands": shapes})


def _rules(given: Given) -> list[Row]:
    """Bans without an area, and those of the area asked for."""
    rows = rows_in_force(given.sheets["rules"], given.parameters["day"])
    asked = given.parameters["area"] or ""
    return [row for row in rows if not row["area"] or same_place(row["area"], asked)]


def _hits(
    enterprises: gpd.GeoDataFrame, banks: Banks, rule: Row, layer: str
) -> Iterator[dict[str, Any]]:
    distances = {line: banks.distance(rule, line) for line in LINES}
    for at in _perhaps(enterprises, distances, rule):
        enterprise = enterprises.iloc[at]
        near = {line: _distance(found, at) for line, found in distances.items()}
        if any(one is not None and one < rule["distance_m"] for one in near.values()):
            yield {
                **_who(enterprise, layer, rule),
                **_measured(near, rule["distance_m"]),
                "bank": _nearest_bank(banks, rule, distances, near, at),
                **_judged(enterprise, rule),
            }


def _perhaps(
    enterprises: gpd.GeoDataFrame, distances: dict[str, Distances | None], rule: Row
) -> list[int]:
    """Positions of enterprises of the banned sector that are near a line, give or take rounding."""
    near = np.zeros(len(enterprises), dtype=bool)
    for found in distances.values():
        if found is not None:
            near |= found.distance_m < rule["distance_m"] + 10.0**-DISTANCE_DIGITS
    sectors = enterprises["sector"].to_numpy()
    return [int(at) for at in np.flatnonzero(near) if text_or_none(sectors[at]) == rule["sector"]]


def _distance(found: Distances | None, at: int) -> float | None:
    if found is None or found.distance_m[at] != found.distance_m[at]:
        return None
    return round(float(found.distance_m[at]), DISTANCE_DIGITS) + 0.0


def _who(enterprise: Any, layer: str, rule: Row) -> dict[str, Any]:
    site = enterprise.geometry.geom_type in ("Polygon", "MultiPolygon")
    return {
        "key": f"{layer}/{enterprise['key']}/{rule['ban']}/{rule['water']}",
        "name": text_or_none(enterprise["name"]),
        "layer": layer,
        "feature": enterprise["key"],
        "sector": rule["sector"],
        "change": text_or_none(enterprise["change"]),
        "shape": "site" if site else "point",
        "ban": rule["ban"],
        "water": rule["water"],
        "limit_m": rule["distance_m"],
    }


def _measured(near: dict[str, float | None], limit_m: float) -> dict[str, Any]:
    within = {line: _within(distance, limit_m) for line, distance in near.items()}
    return {
        "water_edge_m": near["water_edge"],
        "outer_edge_m": near["outer_edge"],
        "by_water_edge": within["water_edge"],
        "by_outer_edge": within["outer_edge"],
    }


def _within(distance: float | None, limit_m: float) -> str:
    return "no_line" if distance is None else "yes" if distance < limit_m else "no"


def _nearest_bank(
    banks: Banks,
    rule: Row,
    distances: dict[str, Distances | None],
    near: dict[str, float | None],
    at: int,
) -> str | None:
    measured = {line: one for line, one in near.items() if one is not None}
    line = min(measured, key=lambda one: measured[one])
    found = distances[line]
    return banks.bank(rule, line, int(found.line[at])) if found else None


def _judged(enterprise: Any, rule: Row) -> dict[str, Any]:
    when = timing(enterprise["started_on"], rule["valid_from"])
    change = text_or_none(enterprise["change"])
    named = change is None or change in _changes(rule)
    return {
        "started_on": text_or_none(enterprise["started_on"]),
        "valid_from": rule["valid_from"],
        "timing": when,
        "state": state_of(when) if named else OTHER_CHANGE,
        "article": rule["article"],
        "rule": f"{RULE}:{rule['ban']}/{rule['sector']}/{rule['water']}",
        "source": rule["source"],
    }


def _changes(rule: Row) -> set[str]:
    """Codes of what the ban names; a rule may have them as code or as their words."""
    return {CHANGES.get(one, one) for one in split(rule["changes"])}


def _bands(banks: Banks, rules: Sequence[Row]) -> tuple[list[dict[str, Any]], gpd.GeoSeries]:
    """One band for each distance, water and bank line."""
    asked = {(row["water"], row["river"] or "", row["distance_m"]): row for row in rules}
    rows, shapes = [], []
    for (water, river, distance_m), rule in asked.items():
        for line in LINES:
            ground = banks.band(rule, line)
            if ground is None:
                continue
            key = f"{typed(distance_m)} m/{river or water}/{line}"
            rows.append(_band_row(key, rule, line, ground))
            shapes.append(ground.iloc[0])
    keys = [row["key"] for row in rows]
    return rows, gpd.GeoSeries(shapes, index=keys, crs=banks.frame.crs)


def _band_row(key: str, rule: Row, line: str, ground: gpd.GeoSeries) -> dict[str, Any]:
    return {
        "key": key,
        "name": rule["river"],
        "water": rule["water"],
        "line": line,
        "limit_m": rule["distance_m"],
        "area_m2": area(area_m2(ground)[0]),
    }


def _total(
    enterprises: gpd.GeoDataFrame, hits: list[dict[str, Any]], rules: Sequence[Row]
) -> dict[str, Any]:
    sectors = {row["sector"] for row in rules}
    named = sum(text_or_none(one) in sectors for one in enterprises["sector"])
    return {
        "enterprises": len(enterprises),
        "banned_sectors": named,
        "hits": len(hits),
        **counts(hits),
        "by_water_edge": sum(row["by_water_edge"] == "yes" for row in hits),
        "by_outer_edge": sum(row["by_outer_edge"] == "yes" for row in hits),
    }


def _missing_lines(banks: Banks, rules: Sequence[Row]) -> list[dict[str, Any]]:
    missing = dict.fromkeys(
        _line_said(rule, line)
        for rule in rules
        for line in LINES
        if not banks.chosen(rule, line).any()
    )
    if not missing:
        return []
    return [
        note(
            "bank-line-missing",
            "岸线图层缺少这些岸线，无法从它们起算：{lines}。",
            "The layer has none of these bank lines; nothing is measured from them: {lines}.",
            lines=listed(missing),
        )
    ]


def _line_said(rule: Row, line: str) -> Text:
    """A bank line in words: “干流外缘边界线”."""
    river, title = rule["river"], LINE_TITLES[line]
    water = Text(river, river) if river else WATER_TITLES[rule["water"]]
    return Text(f"{water.zh}{title.zh}", f"{water.en}: {title.en}")


def _missing_shores(
    enterprises: gpd.GeoDataFrame, banks: Banks, rules: Sequence[Row], hits: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """A plant on an island stands right at the water, however far the outer bank is."""
    found = {(row["feature"], row["ban"], row["water"]) for row in hits}
    sectors = np.array([text_or_none(one) for one in enterprises["sector"]], dtype=object)
    missed: dict[str, None] = {}
    for rule in rules:
        on_islands = banks.in_the_water(rule, LINES[0]) | banks.in_the_water(rule, LINES[1])
        for key in enterprises["key"][on_islands & (sectors == rule["sector"])]:
            if (key, rule["ban"], rule["water"]) not in found:
                missed[key] = None
    if not missed:
        return []
    return [note(*NO_SHORE, count=len(missed), keys=listed(missed))]


def _unclear(enterprises: gpd.GeoDataFrame, banks: Banks) -> list[dict[str, Any]]:
    """Enterprises and banks that no ban can be applied to, and points that stand for sites."""
    sectors = [text_or_none(one) for one in enterprises["sector"]]
    unnamed = [key for key, one in zip(enterprises["key"], sectors, strict=True) if one is None]
    untyped = [
        key for key, line in zip(banks.frame["key"], banks.lines, strict=True) if line not in LINES
    ]
    points = int((enterprises.geom_type.isin(["Point", "MultiPoint"])).sum())
    told: tuple[tuple[int, list[str], str, str, str], ...] = (
        (len(unnamed), unnamed, *NO_SECTOR),
        (len(untyped), untyped, *NO_LINE),
        (points, [], *POINTS),
    )
    return [
        note(code, zh, en, count=count, keys=listed(keys))
        for count, keys, code, zh, en in told
        if count
    ]


NO_SHORE = (
    "island-shores-missing",
    "{count} 个企业在岸线围成的水面之内（洲岛上）而没有命中：岸线图层只有河道外圈，缺少洲岛的岸线，"
    "距离只量到外圈。请补充洲岛岸线后重算，并逐个核查：{keys}。",
    "{count:enterprise|enterprises} {count:~lies|lie} inside the ring of a bank, on an island, "
    "and {count:~is|are} no hit: the layer "
    "has the outer ring of the river only, the shores of islands are missing and distances go to "
    "the outer bank. Add these shores, compute again, and look at each: {keys}.",
)


NO_SECTOR = (
    "sector-empty",
    "{count} 个企业没有填写行业，未与禁令比较：{keys}。",
    "{count:enterprise|enterprises} {count:~has|have} no sector and {count:~is|are} compared with "
    "no ban: {keys}.",
)


NO_LINE = (
    "bank-line-empty",
    "{count} 段岸线没有填写岸线类型，未作起算线：{keys}。",
    "{count:bank|banks} {count:~does not say which line it is|do not say which line they are}; "
    "nothing is measured from {count:~it|them}: {keys}.",
)


POINTS = (
    "points-for-sites",
    "{count} 个企业只有点位，实际用地可能更近，距离有用地尺度的误差。",
    "{count:enterprise|enterprises} {count:~is a point; its site|are points; their sites} may be "
    "nearer, by as much as a site is wide.",
)
