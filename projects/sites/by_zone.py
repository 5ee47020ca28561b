"""Protected zones, lake lines and red lines at a site: the same hits as the runs of the metrics.

The metrics themselves are asked, with the site in the place of the layer that they look at and the
zones near it: what they say of a feature of a layer they say of the site.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np

from geo.figures.said import said
from geo.figures.units import METRES
from geo.overlay.bands import within_distance
from geo.words import Text
from layers.catalogue import VersionRef
from layers.kinds.codes import PROTECTION_GRADES, REDLINE_PARTS
from layers.kinds.controls import ECOLOGICAL_REDLINE
from layers.kinds.model import Code
from layers.kinds.required import PROTECTED_WATER
from projects.metrics.declaration import Given, Metric, Role
from projects.metrics.results import text_or_none
from projects.metrics.rules_in_force import Row as RuleRow
from projects.metrics.waters import ban_zones
from projects.metrics.waters.ban_dates import (
    DATE_UNKNOWN,
    EXISTED,
    NO_RULE,
    OTHER_CHANGE,
    STATES,
)
from projects.metrics.waters.ban_dates import (
    REVIEW as TO_REVIEW,
)
from projects.metrics.waters.ban_zones_metric import PROTECTED_ZONE_HITS
from projects.metrics.waters.redline_hits import GENERAL
from projects.metrics.waters.redline_hits_metric import REDLINE_HITS
from projects.sheets.in_force import rows_in_force
from projects.sites.asked import Asked
from projects.sites.rows import APPLIES, NO_LAYER, NOT, REVIEW, Row, Rule

ROLES = {subject: role for role, subject in ban_zones.SUBJECTS.items()}
BY_STATE = {
    TO_REVIEW: APPLIES,
    DATE_UNKNOWN: REVIEW,
    EXISTED: REVIEW,
    NO_RULE: REVIEW,
    OTHER_CHANGE: NOT,
}
"""A rule applies where place, subject and day meet it; a person still has to look."""
SOURCE_GRADES = ("source_1", "source_2", "source_quasi")
LAKE_GRADES = ("lake_blue", "lake_green", "lake_grey")
RESERVE_GRADES = ("reserve",)
REST = "other"
"""Whatever has another grade or none: told where the site meets it, and no class of its own."""

INSIDE = Text("用地在其中：{state}", "the site lies in it: {state}")
OUTSIDE = Text("不在其中，最近相距 {away}", "not in it; the nearest is {away} away")
NONE_NEAR = Text("{reach} 以内没有", "none within {reach}")
NO_SUCH_LAYER = Text("没有您能看到的这类图层", "no layer of it that you see")
NOT_IN_LAYER = Text(
    "现有图层中没有这一类要素，不能据此认为此处没有",
    "the layers have no such feature; that says nothing about this place",
)
NOT_COVERED = Text(
    "现有图层没有覆盖全部用地，不能据此认为此处没有",
    "the layers do not cover the whole site; that says nothing about it",
)


def source_zones(asked: Asked) -> Iterator[Row]:
    yield from _protected(asked, "source_zones", SOURCE_GRADES)


def lake_lines(asked: Asked) -> Iterator[Row]:
    yield from _protected(asked, "lake_lines", LAKE_GRADES)


def reserves(asked: Asked) -> Iterator[Row]:
    yield from _protected(asked, "reserves", RESERVE_GRADES)
    about = _titles(PROTECTION_GRADES)[REST]
    role = ROLES[asked.site.planned.subject]
    hits, _ = _found(asked, PROTECTED_ZONE_HITS, role, "grade", REST)
    yield from hits_as_rows(asked, Row("reserves", about, NO_LAYER, NO_SUCH_LAYER), hits)


def _protected(asked: Asked, check: str, grades: Sequence[str]) -> Iterator[Row]:
    metric = PROTECTED_ZONE_HITS
    sheet = asked.sheets[ban_zones.RULE]
    subject = asked.site.planned.subject
    rules = {(row["grade"], row["subject"]): row for row in rows_in_force(sheet, None)}
    titles = _titles(PROTECTION_GRADES)
    for grade in grades:
        row = rules.get((grade, subject))
        rule = _rule(asked, f"{ban_zones.RULE}:{grade}/{subject}", row)
        empty = Row(check, titles[grade], NO_LAYER, NO_SUCH_LAYER, rule=rule)
        hits, near = _found(asked, metric, ROLES[subject], "grade", grade)
        yield from hits_as_rows(asked, empty, hits)
        if not hits:
            yield nearest_or_none(asked, empty, PROTECTED_WATER.id, near, ("grade", grade))


def redlines(asked: Asked) -> Iterator[Row]:
    sheet = asked.sheets["redline_rules"]
    rules = rows_in_force(sheet, None)
    titles = _titles(REDLINE_PARTS)
    role = "enterprises" if asked.site.planned.subject == "enterprise" else "sites"
    for part in titles:
        row = next((r for r in rules if (r["part"], r["activity"]) == (part, GENERAL)), None)
        rule = _rule(asked, f"redline_rules:{part}/{GENERAL}", row)
        about = Text(f"生态保护红线（{titles[part].zh}）", f"red line ({titles[part].en})")
        empty = Row("redlines", about, NO_LAYER, NO_SUCH_LAYER, rule=rule)
        hits, near = _found(asked, REDLINE_HITS, role, "part", part)
        yield from hits_as_rows(asked, empty, hits, rules)
        if not hits:
            yield nearest_or_none(asked, empty, ECOLOGICAL_REDLINE.id, near, ("part", part))


Near = list[tuple[VersionRef, gpd.GeoDataFrame]]
Hits = list[tuple[VersionRef, Mapping[str, Any]]]


def _found(asked: Asked, metric: Metric, role: str, column: str, value: str) -> tuple[Hits, Near]:
    """Hits of one class of zones by the metric, and the zones of that class near the site."""
    zones = metric.inputs[0]
    hits: Hits = []
    near: Near = []
    for version in asked.of(zones.kinds[0]):
        frame = asked.near(version, zones)
        mine = frame[_is(frame, column, value)].reset_index(drop=True)
        near.append((version, mine))
        close = asked.at_site(mine)
        if len(close):
            figures = metric.compute(_given(asked, metric, zones, close, role)).figures
            hits += [(version, hit) for hit in figures["hits"]]
    return hits, near


def _is(frame: Any, column: str, value: str) -> Any:
    """Rows of a class; what says none, or one that nobody declared, is `other`, as metrics take
    it: nothing that lies at the site is left out."""
    named = [text_or_none(one) for one in frame[column]]
    known = [code.value for code in (*PROTECTION_GRADES, *REDLINE_PARTS)]
    return np.array([(one if one in known else REST) == value for one in named], dtype=bool)


def _given(asked: Asked, metric: Metric, zones: Role, frame: gpd.GeoDataFrame, role: str) -> Given:
    defaults = {one.name: one.default for one in metric.parameters}
    return Given(
        frames={zones.name: frame, role: asked.site.frame},
        layers={zones.name: "", role: "site"},
        hashes={},
        parameters=defaults,
        sheets={one.name: asked.sheets[one.kind] for one in metric.sheets},
    )


def hits_as_rows(
    asked: Asked, empty: Row, hits: Hits, rules: Sequence[RuleRow] = ()
) -> Iterator[Row]:
    for version, hit in hits:
        state = str(hit["state"])
        zone = hit.get("zone") or hit.get("redline")
        name = hit.get("zone_name") or hit.get("redline_name")
        row = replace(
            empty,
            verdict=BY_STATE[state],
            why=INSIDE.format(state=STATES[state]),
            rule=_rule_of_hit(asked, empty.rule, hit, rules),
            hit=dict(hit),
        )
        row = row.measured(0.0, hit["overlap_m2"] or 0.0, asked.site.area_m2)
        yield row.at(version, zone, name)


def _rule_of_hit(
    asked: Asked, usual: Rule | None, hit: Mapping[str, Any], rules: Sequence[RuleRow]
) -> Rule | None:
    """Of a limited activity the row of its own, else the one of the class."""
    own = str(hit["rule"]).partition("@")[0]
    if usual is None or own == usual.id:
        return usual
    part, _, activity = own.partition(":")[2].partition("/")
    row = next((r for r in rules if (r.get("part"), r.get("activity")) == (part, activity)), None)
    return _rule(asked, own, row) or usual


def _rule(asked: Asked, id_: str, row: RuleRow | None) -> Rule | None:
    return None if row is None else Rule.of(id_, row, asked.laws, asked.day)


def nearest_or_none(
    asked: Asked, empty: Row, kind: str, near: Near, of: tuple[str, str] | None = None
) -> Row:
    """What a class without a hit says: how far the nearest is, that none is near, or that no layer
    knows."""
    versions = asked.of(kind)
    if not versions:
        return empty
    there = [one for one in versions if of is None or _has(asked, one, *of)]
    if not there:
        return replace(empty, why=NOT_IN_LAYER).at(versions[0])
    covering = next((one for one in there if asked.covered_by(one)), None)
    found = nearest(asked, near)
    if covering is None:
        return replace(empty, why=NOT_COVERED).at(there[0])
    if found is None:
        why = NONE_NEAR.format(reach=said(asked.reach_m, METRES, exact=True))
        return replace(empty, verdict=NOT, why=why).at(covering)
    version, feature, away = found
    row = replace(empty, verdict=NOT, why=OUTSIDE.format(away=said(away, METRES)))
    return row.measured(away).at(version, feature["key"], feature["name"])


def nearest(asked: Asked, near: Near) -> tuple[VersionRef, Any, float] | None:
    """The nearest of some features: its version, its row, its distance in metres."""
    best: tuple[VersionRef, Any, float] | None = None
    for version, frame in near:
        if not len(frame):
            continue
        found = within_distance(asked.site.frame, frame, 1.0)
        away = float(found.distance_m[0])
        if away == away and (best is None or away < best[2]):
            best = version, frame.iloc[int(found.line[0])], away
    return best if best is not None and best[2] <= asked.reach_m else None


def _has(asked: Asked, version: VersionRef, column: str, value: str) -> bool:
    facts = asked.facts(version, column)
    return bool(_is(facts, column, value).any())


def _titles(codes: Collection[Code]) -> dict[str, Text]:
    return {code.value: code.title for code in codes}
