"""Number and share of features by status: reserves, model villages, retrofitted parks."""

from __future__ import annotations

from typing import Any

import numpy as np

from geo.figures.units import Measure
from geo.overlay.located import NOWHERE, first_holding
from geo.words import Text
from layers.kinds.supporting import BUILT_UP_AREA
from layers.kinds.tasks import WORKS
from projects.metrics.declaration import (
    COUNT,
    RATIO,
    Check,
    Column,
    Computed,
    Given,
    Metric,
    Role,
    Table,
)
from projects.metrics.families import TASKS
from projects.metrics.jurisdiction.limits import unjudged
from projects.metrics.parameters import subject_parameter, target_parameter
from projects.metrics.results import note, share, text_or_none
from projects.metrics.roles import BOUNDARY, REGION
from projects.metrics.targets import quantity_block
from projects.metrics.unknown import judged_over, span_of
from projects.metrics.works.length import COUNTING
from projects.metrics.works.status import (
    CHOSEN,
    FEATURES,
    LATE,
    STATUS_COLUMN,
    UNDATED,
    UNKNOWN,
    Standing,
    class_name,
    counts_code,
    counts_nothing,
    standing,
    standing_notes,
    status_parameters,
)

CHECKS = (
    Check("SC-COUNT-FEATURES", about=(WORKS.id,)),
    Check("SC-SHARE-FEATURES", about=(WORKS.id,)),
    Check("SC-BLACKODOR", needs=(BUILT_UP_AREA.id,), about=(WORKS.id,)),
)
SUBJECTS = (
    "leading_farm_firms",
    "leisure_villages",
    "beautiful_villages",
    "circular_parks",
    "reserve_fishing_ban",
    "groundwater_pollution",
    "black_odorous_water",
    "coal_power_projects",
    "forest_towns",
    "forest_villages",
    "incinerator_denitration",
    "green_factories",
    "green_parks",
)


def compute(given: Given) -> Computed:
    """Features of the region by status; the share is of all that belong to the task."""
    every = standing(given, "features")
    found, outside = inside_region(given, every)
    counted = sum(found.rows_of(name) for name in found.counted)
    open_ = sum(found.rows_of(name) for name in found.may_count)
    result = {
        "total": {
            "features": len(found.frame),
            "counted": counted,
            "not_counted": len(found.frame) - counted - open_,
            "unknown": found.rows_of(UNKNOWN),
            "undated": found.rows_of(UNDATED),
            "late": found.rows_of(LATE),
            "outside": outside,
            "share": share(counted, len(found.frame)),
        },
        "statuses": [
            {
                "key": name,
                "name": class_name(name),
                "features": found.rows_of(name),
                "counts": counts_code(found, name),
            }
            for name in found.order
            if found.rows_of(name)
        ],
        "features": _features(found),
        "target": _target(given, every, found, (counted, counted + open_)),
        "notes": standing_notes(found) + outside_notes(outside),
    }
    return Computed(result)


def inside_region(given: Given, every: Standing) -> tuple[Standing, int]:
    """The features of the region, and how many lie outside it."""
    region = given.frames.get("region")
    if region is None or every.frame.empty:
        return every, 0
    held = first_holding(every.frame, region) != NOWHERE
    classes = np.array(every.classes, dtype=object)[held].tolist()
    frame = every.frame[held].reset_index(drop=True)
    kept = Standing(frame, classes, every.order, every.counted, every.left_out)
    return kept, int((~held).sum())


def _features(found: Standing) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "name": text_or_none(name),
            "status": status,
            "counts": counts_code(found, status),
        }
        for key, name, status in zip(
            found.frame["key"], found.frame["name"], found.classes, strict=True
        )
    ]


def _target(
    given: Given, every: Standing, found: Standing, ends: tuple[int, int]
) -> dict[str, Any] | None:
    """A target of none is not met by a word that no row has: it may be misspelt."""
    target, features = given.target, len(found.frame)
    if target is None:
        return None
    least, most = (_measured(end, features) for end in ends)
    span = span_of(target, least, most, found.unknown)
    block = judged_over(target, quantity_block(target, least), span)
    if block["met"] and target.divisions and counts_nothing(given, every):
        return unjudged(block, NOTHING_COUNTS.format(words="、".join(every.counted)))
    return block


def _measured(number: int, features: int) -> dict[Measure, float | None]:
    return {"count": number, "share": share(number, features)}


def outside_notes(outside: int) -> list[dict[str, Any]]:
    """How many features of the layer are not in the region."""
    if not outside:
        return []
    return [
        note(
            "features-outside",
            "有 {count} 个要素在统计范围以外，未计入。",
            "{count:feature|features} {count:~lies|lie} outside the region and {count:~is|are} "
            "not counted.",
            count=outside,
        )
    ]


NOTHING_COUNTS = Text(
    "不能判定：没有要素符合所填的状态“{words}”或筛选条件，可能是写错了。确实没有的，请在目标填报中"
    "填报并审定。",
    "Cannot be judged: no feature has the status “{words}”, or none was chosen; the words may be "
    "misspelt. If there is none indeed, report it as a value of the target and have it approved.",
)

COUNT_BY_STATUS = Metric(
    id="count_by_status",
    version=3,
    family=TASKS,
    place=30,
    title=Text("按状态汇总数量", "Count by status"),
    summary=Text(
        "某一状态的要素个数及其占比，可限定范围和日期，与目标比较。",
        "Number and share of features with a status, by a day, in a region, beside a target.",
    ),
    formula=Text(
        "数量 = 状态计为完成、期限前完成且在范围内的要素数；占比 = 数量 ÷ 纳入统计的要素数。",
        "number = features inside the region whose status counts and was reached by the day; "
        "share = number ÷ all features that belong to the task.",
    ),
    source=Text(
        "政策台账核算方式 SC-COUNT-FEATURES、SC-SHARE-FEATURES、SC-BLACKODOR"
        "（如十堰2018：2018年9月前七个水生生物保护区禁捕）。",
        "Checks SC-COUNT-FEATURES, SC-SHARE-FEATURES and SC-BLACKODOR of the policy register (for "
        "example Shiyan 2018: seven aquatic reserves closed to fishing by September 2018).",
    ),
    unit=COUNT,
    headline="counted",
    inputs=(
        Role(
            "features",
            Text("要素", "Features"),
            Text("带状态字段的任意图层。", "Any layer with a field of status."),
            geometry=("point", "line", "polygon"),
            chosen=CHOSEN,
            within="units",
        ),
        REGION,
        BOUNDARY,
    ),
    parameters=(
        *status_parameters(),
        subject_parameter(*SUBJECTS),
        target_parameter("count", "share"),
    ),
    total=(
        Column("features", Text("纳入统计", "Belong to the task"), COUNT),
        Column("counted", Text("计入数量", "Counted"), COUNT),
        Column("not_counted", Text("未计入", "Not counted"), COUNT),
        Column("unknown", Text("状态不明", "No status"), COUNT),
        Column("undated", Text("已完成，没有日期", "Done, without a date"), COUNT),
        Column("late", Text("期限后完成", "Done after the day"), COUNT),
        Column("outside", Text("范围以外", "Outside the region"), COUNT),
        Column("share", Text("占比", "Share"), RATIO),
    ),
    tables=(
        Table("statuses", Text("状态", "Status"), (FEATURES, COUNTING)),
        Table("features", Text("要素", "Features"), (STATUS_COLUMN, COUNTING), role="features"),
    ),
    nulls=Text(
        "没有状态、或完成而没有日期的单列，情况不明，可能改变结论的不判定；没有图形的要素须先改正；"
        "没有要素时占比为空。",
        "Without a status, or done without a date, a feature stands apart as unknown, and there is "
        "no verdict while such features could change it; without geometry it is refused; without "
        "features there is no share.",
    ),
    compute=compute,
    checks=CHECKS,
    subjects=SUBJECTS,
)
