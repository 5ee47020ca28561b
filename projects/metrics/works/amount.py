"""Sum and share of an amount by status: floor area of buildings, capacity of works.

Apart from the count of features: a share of floor area and a share of buildings are two figures,
and each stands only beside the targets whose check asks for it.
"""

from __future__ import annotations

import math
from typing import Any

from geo.figures.units import OWN_AMOUNT, Measure
from geo.words import Text
from layers.kinds.tasks import WORKS
from projects.metrics.declaration import (
    COUNT,
    RATIO,
    Check,
    Column,
    Computed,
    Given,
    Metric,
    Parameter,
    Role,
    Table,
)
from projects.metrics.families import TASKS
from projects.metrics.parameters import subject_parameter, target_parameter
from projects.metrics.results import listed, note, share, text_or_none
from projects.metrics.roles import BOUNDARY, REGION
from projects.metrics.targets import quantity_block
from projects.metrics.unknown import judged_over, so_many, span_of
from projects.metrics.works.count import inside_region, outside_notes
from projects.metrics.works.length import COUNTING
from projects.metrics.works.status import (
    CHOSEN,
    FEATURES,
    STATUS_COLUMN,
    Standing,
    class_name,
    counts_code,
    keys_where,
    standing,
    standing_notes,
    status_parameters,
)

CHECKS = ("SC-SHARE-AMOUNT", "SC-AMOUNT-SUM")
SUBJECTS = ("green_building_standard", "green_building_completed", "sludge_capacity")
DIGITS = 6


def compute(given: Given) -> Computed:
    """The amount of the features that count, and of all; what has no amount is in neither."""
    found, outside = inside_region(given, standing(given, "features"))
    amounts = [_amount(value) for value in found.frame[given.parameters["weigh_by"]]]
    whole = _sum(amounts)
    counted = _of(found, amounts, found.counted)
    result = {
        "total": {
            "features": len(found.frame),
            "without_amount": sum(one is None for one in amounts),
            "amount": whole,
            "counted_amount": counted,
            "not_counted_amount": _digits(whole - counted),
            "share": share(counted, whole),
            "outside": outside,
        },
        "statuses": _statuses(found, amounts),
        "features": _features(found, amounts),
        "target": _target(given, found, amounts),
        "notes": [
            *standing_notes(found),
            *outside_notes(outside),
            *_notes(given, found, amounts),
        ],
    }
    return Computed(result)


def _amount(value: Any) -> float | None:
    """A number that is not negative, also where a file holds it as text."""
    try:
        found = float(text_or_none(value) or "")
    except ValueError:
        return None
    return found if math.isfinite(found) and found >= 0 else None


def _sum(amounts: list[float | None]) -> float:
    return _digits(math.fsum(one for one in amounts if one is not None))


def _of(found: Standing, amounts: list[float | None], classes: tuple[str, ...]) -> float:
    pairs = zip(found.classes, amounts, strict=True)
    return _sum([amount for name, amount in pairs if name in classes])


def _digits(value: float) -> float:
    return round(value, DIGITS) + 0.0


def _statuses(found: Standing, amounts: list[float | None]) -> list[dict[str, Any]]:
    return [
        {
            "key": name,
            "name": class_name(name),
            "features": found.rows_of(name),
            "amount": _of(found, amounts, (name,)),
            "counts": counts_code(found, name),
        }
        for name in found.order
        if found.rows_of(name)
    ]


def _features(found: Standing, amounts: list[float | None]) -> list[dict[str, Any]]:
    frame = found.frame
    rows = zip(frame["key"], frame["name"], found.classes, amounts, strict=True)
    return [
        {
            "key": key,
            "name": text_or_none(name),
            "status": status,
            "amount": amount,
            "counts": counts_code(found, status),
        }
        for key, name, status, amount in rows
    ]


def _target(given: Given, found: Standing, amounts: list[float | None]) -> dict[str, Any] | None:
    target = given.target
    if target is None:
        return None
    counted, whole = _of(found, amounts, found.counted), _sum(amounts)
    missing = sum(one is None for one in amounts)
    unknown = (*found.unknown, *so_many(missing, NO_AMOUNT))
    block = quantity_block(target, _measured(counted, whole))
    return judged_over(target, block, span_of(target, *_ends(found, amounts), unknown))


def _ends(
    found: Standing, amounts: list[float | None]
) -> tuple[dict[Measure, float | None], dict[Measure, float | None]]:
    """The least and the most that the amounts can come to. What is missing may be any amount: of
    what does not count it may be so large that nothing of the share is left, of what counts so
    large that nothing else matters."""
    counted = _of(found, amounts, found.counted)
    most = counted + _of(found, amounts, found.may_count)
    whole = _sum(amounts)
    open_ = {name for name, one in zip(found.classes, amounts, strict=True) if one is None}
    least_share = share(counted, whole)
    if open_ - {*found.counted} and least_share is not None:
        least_share = 0.0
    may_grow = bool(open_ & {*found.counted, *found.may_count})
    most_share = 1.0 if may_grow and whole else share(most, whole)
    return (
        {"amount": counted, "share": least_share},
        {"amount": math.inf if may_grow else most, "share": most_share},
    )


def _measured(counted: float, whole: float) -> dict[Measure, float | None]:
    return {"amount": counted, "share": share(counted, whole)}


def _notes(given: Given, found: Standing, amounts: list[float | None]) -> list[dict[str, Any]]:
    field = given.parameters["weigh_by"]
    notes = [
        note(
            "weighed-by",
            "按字段“{field}”的数值合计和加权，不是要素个数；其单位须与目标一致。",
            "Summed and weighed by the field “{field}”, not by the number of features; it must be "
            "in the unit of the target.",
            field=field,
        )
    ]
    without = keys_where(found.frame, [one is None for one in amounts])
    if without:
        notes.append(
            note(
                "amount-missing",
                "有 {count} 个要素没有数值（或不是非负数），分子分母都不计：{keys}。",
                "{count:feature|features} {count:~has|have} no amount (or none of zero or more); "
                "{count:~it is|they are} in neither "
                "part of the share: {keys}.",
                count=len(without),
                keys=listed(without),
            )
        )
    return notes


NO_AMOUNT = Text("{count} 个要素没有数值", "features without an amount ({count})")
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
    compute=compute,
    checks=tuple(Check(code, about=(WORKS.id,)) for code in CHECKS),
    subjects=SUBJECTS,
)  # fmt: skip
