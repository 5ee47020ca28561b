"""Enterprises and sites that lie over ecological red lines, with the kind of activity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import geopandas as gpd
import numpy as np

from geo.overlay.inside import Inside, features_inside, ground_inside_m2
from geo.words import Text
from layers.kinds.codes import REDLINE_PARTS
from layers.kinds.controls import ECOLOGICAL_REDLINE
from layers.kinds.model import titles_of
from projects.metrics.cards import Card
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    SQUARE_METRES,
    Check,
    Column,
    Computed,
    Given,
    Metric,
    Role,
    SheetRole,
    Table,
)
from projects.metrics.families import PROTECTED_WATERS
from projects.metrics.parameters import DAY
from projects.metrics.results import area, listed, note, text_or_none
from projects.metrics.rules_in_force import Row, unverified_notes
from projects.metrics.waters import ban_columns as shared
from projects.metrics.waters.ban_dates import NO_RULE, counts, state_of, timing
from projects.metrics.waters.ban_zones import review_note, subjects_of
from projects.metrics.waters.ban_zones_metric import HITS, TOLERANCE
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


LISTED = {
    "yes": Text("是", "yes"),
    "no": Text("否", "no"),
    "unknown": Text("未填活动类型", "activity not given"),
}

REDLINE_HITS = Metric(
    id="redline_hits",
    version=3,
    family=PROTECTED_WATERS,
    place=50,
    title=Text("生态保护红线重叠", "Overlaps with ecological red lines"),
    summary=Text(
        "企业和项目用地与生态保护红线的重叠，列出面积和活动类型，待核查。",
        "Enterprises and sites over ecological red lines, with area and kind of activity, to "
        "review.",
    ),
    formula=Text(
        "命中：点、线与红线相交，或面的重叠面积 > 容差；有限人为活动须逐项核对。",
        "hit: a point or line meets a red line, or a polygon shares more than the tolerance with "
        "it; limited activities are checked one by one.",
    ),
    source=Text(
        "关于加强生态保护红线管理的通知（试行）（自然资发〔2022〕142号，文号可信度0.9）；"
        "有限人为活动第7–10类未读到。",
        "Notice on the management of ecological red lines (Ziranzifa [2022] No. 142, number with "
        "confidence 0.9); kinds 7–10 of the limited activities could not be read.",
    ),
    unit=COUNT,
    headline="hits",
    inputs=(
        Role(
            "redlines",
            Text("生态保护红线", "Ecological red lines"),
            Text("多为受限数据，存放在本机构。", "Usually restricted data, kept on site."),
            kinds=(ECOLOGICAL_REDLINE.id,),
            wanted=("part", "approved_on"),
        ),
        shared.ENTERPRISES,
        shared.SITES,
    ),
    sheets=(
        SheetRole(
            "rules",
            Text("红线规定", "Rules of red lines"),
            Text("核心区与其他区域的要求。", "What holds in the cores and elsewhere."),
            "redline_rules",
        ),
    ),
    parameters=(TOLERANCE, DAY),
    total=(
        HITS,
        Column("features", Text("命中要素", "Features"), COUNT),
        *shared.STATE_COUNTS,
        Column(
            "overlap_m2",
            Text("重叠面积（同一处只计一次）", "Overlap, each place once"),
            SQUARE_METRES,
        ),
        Column(
            "redline_m2",
            Text("红线面积（同一处只计一次）", "Red lines, each place once"),
            SQUARE_METRES,
        ),
    ),
    tables=(
        Table(
            "hits",
            Text("命中清单", "Hits"),
            (
                shared.LAYER,
                shared.FEATURE,
                Column("redline", Text("红线编号", "Red line"), NO_UNIT, "text"),
                Column("redline_name", Text("红线", "Name of the red line"), NO_UNIT, "text"),
                Column(
                    "part",
                    Text("红线分区", "Part"),
                    NO_UNIT,
                    "code",
                    titles_of(REDLINE_PARTS),
                ),
                shared.OVERLAP,
                Column("activity", Text("活动类型", "Activity"), NO_UNIT, "text"),
                Column(
                    "listed", Text("属有限人为活动", "Limited activity"), NO_UNIT, "code", LISTED
                ),
                shared.STARTED,
                Column("approved_on", Text("红线批准日期", "Line approved on"), NO_UNIT, "text"),
                shared.VALID_FROM,
                shared.TIMING,
                shared.STATE,
                shared.ARTICLE,
                shared.SAYS,
                shared.RULE,
                shared.SOURCE,
            ),
            places=shared.PLACES,
        ),
    ),
    nulls=Text(
        "活动类型为空的命中须人工归类；红线分区为空按核心区外处理；日期不全时只写明日期不明，"
        "仍待核查。",
        "Hits without an activity are classed by hand; an empty part counts as outside the cores; "
        "where dates are missing the hit is to review all the same.",
    ),
    compute=compute,
    card=Card(),
    checks=(Check("SC-REDLINE"),),
)
