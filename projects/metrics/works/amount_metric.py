"""Declaration of the metric “amount by status”; `amount` computes it."""

from __future__ import annotations

from geo.figures.units import OWN_AMOUNT
from geo.words import Text
from layers.kinds.tasks import WORKS
from projects.metrics.declaration import (
    COUNT,
    RATIO,
    Check,
    Column,
    Metric,
    Parameter,
    Role,
    Table,
)
from projects.metrics.families import TASKS
from projects.metrics.parameters import subject_parameter, target_parameter
from projects.metrics.roles import BOUNDARY, REGION
from projects.metrics.works.length_metric import COUNTING
from projects.metrics.works.status_columns import CHOSEN, FEATURES, STATUS_COLUMN, status_parameters

CHECKS = ("SC-SHARE-AMOUNT", "SC-AMOUNT-SUM")


SUBJECTS = ("green_building_standard", "green_building_completed", "sludge_capacity")


AMOUNT = Column("amount", Text("数量", "Amount"), OWN_AMOUNT, sums=True)


AMOUNT_BY_STATUS = Metric(
    id="amount_by_status",
    version=2,
    family=TASKS,
    place=40,
    title=Text("按状态汇总数量字段", "Amount by status"),
    summary=Text(
        "某一状态的要素的建筑面积、能力等数量之和，及其占全部数量的比例，与目标比较。",
        "Floor area, capacity or another amount of the features with a status, and its share of "
        "the amount of all, beside a target.",
    ),
    formula=Text(
        "占比 = Σ数量(状态计为完成、期限前完成且在范围内) ÷ Σ数量(纳入统计)。",
        "share = Σ amount (inside the region, status counts and was reached by the day) ÷ Σ amount "
        "of all that belong to the task.",
    ),
    source=Text(
        "政策台账核算方式 SC-SHARE-AMOUNT、SC-AMOUNT-SUM"
        "（如武汉经开区2023：绿色建筑竣工面积占比 98%）。",
        "Checks SC-SHARE-AMOUNT and SC-AMOUNT-SUM of the policy register (for example the Wuhan "
        "zone 2023: green buildings are 98 % of completed floor area).",
    ),
    unit=RATIO,
    headline="share",
    inputs=(
        Role(
            "features",
            Text("要素", "Features"),
            Text("带状态和数量字段的任意图层。", "Any layer with a status and an amount."),
            geometry=("point", "line", "polygon"),
            chosen=(*CHOSEN, "weigh_by"),
            within="units",
        ),
        REGION,
        BOUNDARY,
    ),
    parameters=(
        Parameter(
            "weigh_by",
            Text("数量字段", "Field of the amount"),
            Text(
                "图层中的数值字段，如建筑面积、日处理能力。",
                "A field of numbers, such as floor area or daily capacity.",
            ),
            "text",
            origin=Text("各单位自定，没有默认", "each office has its own; there is no default"),
            required=True,
        ),
        *status_parameters(),
        subject_parameter(*SUBJECTS),
        target_parameter("share", "amount"),
    ),
    total=(
        Column("features", Text("纳入统计", "Belong to the task"), COUNT),
        Column("without_amount", Text("没有数量", "Without an amount"), COUNT),
        Column("amount", Text("数量合计", "Amount, all"), OWN_AMOUNT),
        Column("counted_amount", Text("计入数量", "Amount counted"), OWN_AMOUNT),
        Column("not_counted_amount", Text("未计入", "Not counted"), OWN_AMOUNT),
        Column("share", Text("占比", "Share"), RATIO),
        Column("outside", Text("范围以外", "Outside the region"), COUNT),
    ),
    tables=(
        Table("statuses", Text("状态", "Status"), (FEATURES, AMOUNT, COUNTING)),
        Table("features", Text("要素", "Features"), (STATUS_COLUMN, AMOUNT, COUNTING),
              role="features"),
    ),
    nulls=Text(
        "没有数量的要素分子分母都不计并列出；没有状态、或完成而没有日期的计入分母，情况不明；"
        "三者可能改变结论的不判定；合计为零时占比为空。",
        "Without an amount a feature is in neither part and is listed; without a status, or done "
        "without a date, it is in the whole and unknown; there is no verdict while any of these "
        "could change it; where the sum is zero there is no share.",
    ),
    computed_by="works.amount:compute",
    checks=tuple(Check(code, about=(WORKS.id,)) for code in CHECKS),
    subjects=SUBJECTS,
)  # fmt: skip
