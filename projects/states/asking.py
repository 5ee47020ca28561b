"""What of a target of the register decides its state."""

from __future__ import annotations

import datetime as dt

from projects.policy.divisions import is_part_of
from projects.policy.tables import PolicyDocument, PolicyTarget
from projects.states.known import Asked


def asked_of(target: PolicyTarget, document: PolicyDocument) -> Asked:
    """The target as the rule asks for it; `document` is the plan that it stands in."""
    return Asked(
        id=target.id,
        comparator=target.comparator,
        value=target.value,
        value_to=target.value_to,
        unit_en=target.unit_en,
        unit=target.unit,
        prohibition=target.kind == "prohibition",
        soft=tuple(target.soft),
        in_force=document.issued,
        due=target.due,
        plan_end=last_day(document.year_to),
        replaced_by=tuple(target.replaced_by),
    )


def last_day(year: int | None) -> dt.date | None:
    """The last day of a year."""
    return None if year is None else dt.date(year, 12, 31)


def is_whole(unit: str, target: PolicyTarget, document: PolicyDocument) -> bool:
    """Whether a unit tells of the whole area of a target.

    A bureau does; a division only if it is the one that the target is about, or that of the plan
    where all that the target is about lies in it. The Economic Zone shares a plan with Hannan,
    which is a part of its ground: what Hannan reports is no value of the zone.
    """
    if not unit[:4].isdigit() or [unit] == target.divisions:
        return True
    parts = target.divisions
    return unit == document.jurisdiction_code and all(is_part_of(one, unit) for one in parts)
