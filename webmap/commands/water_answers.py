"""What commands answer of water: classes, months and batches as JSON and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geo.errors import Problem
from geo.words import Language, Text

if TYPE_CHECKING:
    from projects.water.classify import ClassedReading
    from projects.water.classing import Judged, Over
    from projects.water.months import MonthLine
    from projects.water.tables import WaterBatch

ON_ITEMS = Text("按 {count} 项", "on {count:item|items}")


def problem_json(problem: Problem, language: Language) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.kind.severity,
        "row": problem.feature,
        "item": problem.field,
        "message": problem.message.in_(language),
        "fix": problem.fix.in_(language),
    }


def over_json(over: Sequence[Over]) -> list[dict[str, Any]]:
    return [
        {
            "item": one.item,
            "value": one.value,
            "limit": one.limit,
            "times": None if one.times is None else round(one.times, 4),
            "class": one.grade,
        }
        for one in over
    ]


def judged_json(judged: Judged) -> dict[str, Any]:
    return {
        "class": judged.grade,
        "items": len(judged.items),
        "item_classes": dict(judged.items),
        "missing": list(judged.missing),
        "worst": list(judged.worst),
        "over": over_json(judged.over),
        "main_pollutants": [one.item for one in judged.pollutants],
        "apart": dict(judged.apart),
        "source_water_over": over_json(judged.source_over),
        "word": judged.word.as_dict() if judged.word else None,
    }


def classed_json(one: ClassedReading, language: Language) -> dict[str, Any]:
    return {
        "row": one.row,
        "section": one.section,
        "time": one.time,
        "lake": one.lake,
        **judged_json(one.judged),
        "problems": [problem_json(problem, language) for problem in one.problems],
    }


def line_json(line: MonthLine) -> dict[str, Any]:
    month, judged = line.month, line.judged
    return {
        "section": line.section.key,
        "name": line.section.name,
        "lake": month.lake,
        "target": line.section.target,
        "state": month.state,
        "readings": month.readings,
        "expected": month.expected,
        "values": dict(month.values),
        "counts": dict(month.counts),
        "not_detected": dict(month.not_detected),
        **(judged_json(judged) if judged else {}),
    }


def batch_json(batch: WaterBatch) -> dict[str, Any]:
    return {
        "batch": batch.id,
        "of": batch.told["asked"].get("of", "sections"),
        "file": batch.name,
        "values": batch.values,
        "readings": batch.readings,
        "sections": batch.sections,
        "first_month": batch.first_month,
        "last_month": batch.last_month,
        "layer": batch.layer,
        "sha256": batch.sha256,
        "reason": batch.reason,
        "by": batch.by,
        "withdrawn": batch.withdrawn_at is not None,
        "withdrawn_why": batch.withdrawn_why,
    }


def said_class(judged: Judged, language: Language) -> tuple[str, str]:
    """The class, and on how many items it rests."""
    from projects.water.class_words import class_name

    name = class_name(judged.grade)
    count = ON_ITEMS.format(count=len(judged.items)).in_(language)
    return (name.in_(language) if name else "—"), count
