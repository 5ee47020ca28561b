"""Sum and share of an amount by status: floor area of buildings, capacity of works.

Apart from the count of features: a share of floor area and a share of buildings are two figures,
and each stands only beside the targets whose check asks for it.
"""

from __future__ import annotations

import math
from typing import Any

from geo.figures.units import Measure
from geo.words import Text
from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.results import listed, note, share, text_or_none
from projects.metrics.targets import quantity_block
from projects.metrics.unknown import judged_over, so_many, span_of
from projects.metrics.works.count import inside_region, outside_notes
from projects.metrics.works.status import (
    Standing,
    class_name,
    counts_code,
    keys_where,
    standing,
    standing_notes,
)

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
