"""Number and share of features by status: reserves, model villages, retrofitted parks."""

from __future__ import annotations

from typing import Any

import numpy as np

from geo.figures.units import Measure
from geo.overlay.located import NOWHERE, first_holding
from geo.words import Text
from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.jurisdiction.limits import unjudged
from projects.metrics.results import note, share, text_or_none
from projects.metrics.targets import quantity_block
from projects.metrics.unknown import judged_over, span_of
from projects.metrics.works.status import (
    Standing,
    class_name,
    counts_code,
    counts_nothing,
    standing,
    standing_notes,
)
from projects.metrics.works.status_columns import LATE, UNDATED, UNKNOWN


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
