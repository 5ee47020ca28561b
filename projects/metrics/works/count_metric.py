"""Declaration of the metric “count by status”; `count` computes it."""

from __future__ import annotations

from geo.words import Text
from layers.kinds.supporting import BUILT_UP_AREA
from layers.kinds.tasks import WORKS
from projects.metrics.declaration import (
    COUNT,
    RATIO,
    Check,
    Column,
    Metric,
    Role,
    Table,
)
from projects.metrics.families import TASKS
from projects.metrics.parameters import subject_parameter, target_parameter
from projects.metrics.roles import BOUNDARY, REGION
from projects.metrics.works.length_metric import COUNTING
from projects.metrics.works.status_columns import CHOSEN, FEATURES, STATUS_COLUMN, status_parameters

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
    computed_by="works.count:compute",
    checks=CHECKS,
    subjects=SUBJECTS,
)
