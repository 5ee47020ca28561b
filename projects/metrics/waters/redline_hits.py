"""Enterprises and sites that lie over ecological red lines, with the kind of activity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import geopandas as gpd
import numpy as np

from geo.overlay.inside import Inside, features_inside, ground_inside_m2
from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.results import area, listed, note, text_or_none
from projects.metrics.rules_in_force import Row, unverified_notes
from projects.metrics.waters.ban_dates import NO_RULE, counts, state_of, timing
from projects.metrics.waters.ban_zones import review_note, subjects_of
from projects.sheets.in_force import rows_in_force

RULE = "redline_rules"


GENERAL = "*"


ROLES = ("enterprises", "sites")


def compute(given: Given) -> Computed:
    """Hits by layer, feature and red line."""
    present = subjects_of(given, ROLES)
    sheet = given.sheets["rules"]
    rows = rows_in_force(sheet, given.parameters["day"])
    hits = [hit for role in present for hit in _hits(given, role, rows)]
    lines = given.frames["redlines"]
    result = {
        "total": {
            "hits": len(hits),
            "features": len({(row["layer"], row["feature"]) for row in hits}),
            **counts(hits),
            "overlap_m2": area(_overlap_m2(given, present, hits)),
            "redline_m2": area(ground_inside_m2([lines], lines)),
        },
        "hits": hits,
        "notes": [
            *review_note(),
            *_no_activity(hits),
            *unverified_notes(sheet, rows, "part", "activity"),
        ],
    }
    return Computed(result)


def _overlap_m2(given: Given, present: Sequence[str], hits: Sequence[dict[str, Any]]) -> float:
    """Ground of the hits, each place once: sites may overlap, and so may red lines."""
    hit = {(row["layer"], row["feature"]) for row in hits}
    layers = []
    for role in present:
        frame = given.frames[role]
        named = [(given.layers[role], key) in hit for key in frame["key"]]
        layers.append(frame[np.array(named, dtype=bool)])
    return ground_inside_m2(layers, given.frames["redlines"])


def _hits(given: Given, role: str, rules: Sequence[Row]) -> Iterator[dict[str, Any]]:
    features, lines = given.frames[role], given.frames["redlines"]
    found = features_inside(features, lines, tolerance_m2=given.parameters["tolerance_m2"])
    for at in range(len(found.feature)):
        yield _hit(given.layers[role], features, lines, found, at, rules)


def _hit(
    layer: str,
    features: gpd.GeoDataFrame,
    lines: gpd.GeoDataFrame,
    found: Inside,
    at: int,
    rules: Sequence[Row],
) -> dict[str, Any]:
    feature, line = features.iloc[found.feature[at]], lines.iloc[found.zone[at]]
    areal = not np.isnan(found.share[at])
    return {
        "key": f"{layer}/{feature['key']}/{line['key']}",
        "name": text_or_none(feature["name"]),
        "layer": layer,
        "feature": feature["key"],
        "redline": line["key"],
        "redline_name": text_or_none(line["name"]),
        "part": text_or_none(line["part"]),
        "overlap_m2": area(found.area_m2[at]) if areal else None,
        "activity": text_or_none(feature["activity"]),
        **_judged(feature, line, rules),
    }


def _judged(feature: Any, line: Any, rules: Sequence[Row]) -> dict[str, Any]:
    part, activity = text_or_none(line["part"]) or "other", text_or_none(feature["activity"])
    general = _rule(rules, part, GENERAL)
    limited = _rule(rules, part, activity)
    rule = limited or general
    since = (line["approved_on"], rule["valid_from"]) if rule else ()
    known = [day for day in since if text_or_none(day)]
    when = timing(feature["started_on"], *known) if known else "unknown"
    return {
        "listed": "unknown" if activity is None else "yes" if limited else "no",
        "started_on": text_or_none(feature["started_on"]),
        "approved_on": text_or_none(line["approved_on"]),
        "valid_from": rule["valid_from"] if rule else None,
        "timing": when,
        "state": state_of(when, existing_covered=True) if rule else NO_RULE,
        "article": rule["article"] if rule else None,
        "says": rule["says"] if rule else None,
        "rule": f"{RULE}:{part}/{rule['activity'] if rule else '—'}@{line['key']}",
        "source": rule["source"] if rule else None,
    }


def _rule(rules: Sequence[Row], part: str, activity: str | None) -> Row | None:
    fitting = (row for row in rules if (row["part"], row["activity"]) == (part, activity))
    return next(fitting, None)


def _no_activity(hits: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    keys = dict.fromkeys(row["feature"] for row in hits if row["activity"] is None)
    if not keys:
        return []
    return [
        note(
            "activity-empty",
            "{count} 个命中要素没有填写活动类型，须人工归类：{keys}。",
            "{count:feature|features} hit {count:~has|have} no kind of activity and must be "
            "classed by hand: {keys}.",
            count=len(keys),
            keys=listed(keys),
        )
    ]
