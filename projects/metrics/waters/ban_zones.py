"""What lies inside protected zones: each hit with the rule that makes it worth a look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import geopandas as gpd

from geo.errors import EcoAtlasError, declare
from geo.overlay.inside import features_inside
from geo.words import Text, listed
from projects.metrics.declaration import Computed, Given
from projects.metrics.results import area, note, text_or_none
from projects.metrics.roles import OUTFALLS, PLANTS
from projects.metrics.rules_in_force import Row, unverified_notes
from projects.metrics.waters.ban_columns import ENTERPRISES, SITES
from projects.metrics.waters.ban_dates import (
    DATE_UNKNOWN,
    NO_RULE,
    REVIEW,
    counts,
    state_of,
    timing,
)
from projects.sheets.in_force import rows_in_force

SUBJECTS = {
    "outfalls": "outfall",
    "plants": "plant",
    "enterprises": "enterprise",
    "sites": "site",
}
"""The subject of the rule for each role."""
STARTS = {"plants": "commissioned_on"}
RULE = "protected_zone_rules"
LAYER_TITLES = {one.name: one.title for one in (OUTFALLS, PLANTS, ENTERPRISES, SITES)}

SUBJECTS_ASKED = declare(
    "hits-subjects-asked",
    "error",
    Text(
        "没有给出要核查的图层：{roles} 至少要有一个。",
        "There is no layer to look at: one of {roles} at least is needed.",
    ),
    Text("请给出其中一个图层。", "Give one of these layers."),
)


def compute(given: Given) -> Computed:
    """Hits by subject, feature and zone; what each zone holds."""
    present = subjects_of(given, tuple(SUBJECTS))
    rule = given.sheets["rules"]
    rows = rows_in_force(rule, given.parameters["day"])
    by_case = {(row["grade"], row["subject"]): row for row in rows}
    hits = [hit for role in present for hit in _hits(given, role, by_case)]
    used = {row["rule"].partition("@")[0] for row in hits}
    fired = [row for row in rows if _rule_id(row) in used]
    result = {
        "total": _total(hits),
        "hits": hits,
        "zones": _zones(given.frames["zones"], hits),
        "notes": [*review_note(), *_open_dates(hits), *unverified_notes(rule, fired, "grade")],
    }
    return Computed(result)


def subjects_of(given: Given, roles: tuple[str, ...]) -> list[str]:
    """The roles that were given; raises `hits-subjects-asked` without any."""
    present = [role for role in roles if role in given.frames]
    if not present:
        told = [LAYER_TITLES[role] for role in roles]
        raise EcoAtlasError(SUBJECTS_ASKED, roles=listed(told))
    return present


def _hits(
    given: Given, role: str, rules: Mapping[tuple[str, str], Row]
) -> Iterator[dict[str, Any]]:
    features, zones = given.frames[role], given.frames["zones"]
    found = features_inside(features, zones, tolerance_m2=given.parameters["tolerance_m2"])
    for at, zone_at, shared in zip(found.feature, found.zone, found.area_m2, strict=True):
        feature, zone = features.iloc[at], zones.iloc[zone_at]
        rule = rules.get((text_or_none(zone["grade"]) or "", SUBJECTS[role]))
        yield {
            **_who(given.layers[role], role, feature, zone),
            "overlap_m2": area(shared) if shared > 0 else None,
            "started_on": text_or_none(feature[STARTS.get(role, "started_on")]),
            **_judged(feature[STARTS.get(role, "started_on")], zone, rule),
        }


def _who(layer: str, role: str, feature: Any, zone: Any) -> dict[str, Any]:
    return {
        "key": f"{layer}/{feature['key']}/{zone['key']}",
        "name": text_or_none(feature["name"]),
        "subject": SUBJECTS[role],
        "layer": layer,
        "feature": feature["key"],
        "zone": zone["key"],
        "zone_name": text_or_none(zone["name"]),
        "grade": text_or_none(zone["grade"]),
    }


def _judged(started: Any, zone: Any, rule: Row | None) -> dict[str, Any]:
    """The rule of the zone applies from its own day or the day the zone was approved, the later.

    What a new law takes over from an older one has held since that one's day.
    """
    approved = text_or_none(zone["approved_on"])
    since = (rule["since"] or rule["valid_from"]) if rule else None
    when = timing(started, since, approved)
    covered = rule is not None and rule["existing"] == "covered"
    return {
        "approved_on": approved,
        "valid_from": since,
        "timing": when,
        "state": NO_RULE if rule is None else state_of(when, existing_covered=covered),
        "article": rule["article"] if rule else None,
        "says": rule["says"] if rule else None,
        "rule": f"{_rule_id(rule)}@{zone['key']}" if rule else f"{RULE}:—@{zone['key']}",
        "source": rule["source"] if rule else None,
    }


def _rule_id(rule: Row) -> str:
    return f"{RULE}:{rule['grade']}/{rule['subject']}"


def _total(hits: list[dict[str, Any]]) -> dict[str, Any]:
    open_ = [row for row in hits if row["state"] in (REVIEW, DATE_UNKNOWN)]

    def outfalls(*grades: str) -> int:
        return len({row["feature"] for row in open_ if _is_outfall(row) and row["grade"] in grades})

    return {
        "hits": len(hits),
        "features": len({(row["layer"], row["feature"]) for row in open_}),
        **counts(hits),
        "outfalls_1_2": outfalls("source_1", "source_2"),
        "outfalls_quasi": outfalls("source_quasi"),
    }


def _is_outfall(row: dict[str, Any]) -> bool:
    return bool(row["subject"] == "outfall")


def _zones(zones: gpd.GeoDataFrame, hits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "name": text_or_none(name),
            "grade": text_or_none(grade),
            "hits": sum(row["zone"] == key for row in hits),
            **counts(row for row in hits if row["zone"] == key),
        }
        for key, name, grade in zip(zones["key"], zones["name"], zones["grade"], strict=True)
    ]


def review_note() -> list[dict[str, Any]]:
    return [
        note(
            "hits-are-to-review",
            "命中只表示位置与规则有关，须由人员核查，不表示违法。",
            "A hit says that place and rule meet and that a person has to look; it says nothing "
            "about legality.",
        )
    ]


def _open_dates(hits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    without = sum(row["approved_on"] is None for row in hits)
    if not without:
        return []
    return [
        note(
            "zone-date-unknown",
            "{count} 条命中的保护区没有批准日期，无法判断先后。",
            "{count:hit|hits} {count:~is|are} in zones without a day of approval: what came first "
            "is not known.",
            count=without,
        )
    ]
