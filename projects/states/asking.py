"""What of a target of the register decides its state."""

from __future__ import annotations

import datetime as dt

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

    A bureau does; a division only if it is the one that the target is about, or that of the plan.
    """
    is_division = unit[:4].isdigit()
    return not is_division or [unit] == target.divisions or unit == document.jurisdiction_code
