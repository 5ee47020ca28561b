"""What is asked of projects: filters that must all hold, the order and the page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from layers.system.china_time import today

PAGE, LARGEST_PAGE = 50, 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters that must all hold, the order, and the page. `today` is the day of the question.

    year: a project with a plan or funds of it, or that runs in it. late, stagnant, without_place,
    without_item, without_unit, without_district, open_problems: True those, False the others.
    pool: `eligible` or `released`, of the green project pool.
    document and action: of any of the clauses that a project answers.
    """

    text: str | None = None
    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    unit: str | None = None
    lead: str | None = None
    item: str | None = None
    document: str | None = None
    action: str | None = None
    year: int | None = None
    district: str | None = None
    fund: tuple[str, ...] = ()
    layer: str | None = None
    late: bool | None = None
    stagnant: bool | None = None
    without_place: bool | None = None
    without_item: bool | None = None
    without_unit: bool | None = None
    without_district: bool | None = None
    open_problems: bool | None = None
    pool: str | None = None
    sort: str = "code"
    page: int = 1
    size: int = PAGE
    today: dt.date = field(default_factory=today)
