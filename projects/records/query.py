"""Finding projects: one function for pages, API and command line, by filters that an address holds.

However many projects there are, an answer takes the same few queries: one that counts, one for the
page, and one each for units and further clauses.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.system.china_time import today
from projects.policy.divisions import DIVISIONS, division_text, is_part_of
from projects.records.codes import (
    BUILDING,
    KINDS,
    OVER,
    SOURCES,
    STATUSES,
    StatusCode,
    by_word,
    plain,
)
from projects.records.part_tables import ProjectFund, ProjectProblem, ProjectYear
from projects.records.tables import (
    LEAD,
    Project,
    ProjectItem,
    ProjectLink,
    ProjectUnit,
)
from projects.units.register import get_unit

STAGNANT_DAYS = 92
"""A project under construction stands still when no report rose for a quarter."""
PAGE, LARGEST_PAGE = 50, 1000
QUERIES = 4
"""How many queries an answer takes, beside one for the register of units where a unit is asked."""
YES, NO = ("1", "true", "yes", "是"), ("0", "false", "no", "否")

FILTER_UNKNOWN = declare(
    "project-filter-unknown",
    "error",
    Text("没有名为“{name}”的查询条件。", "There is no filter called “{name}”."),
    Text("可用的条件：{choices}。", "The filters are: {choices}."),
    status=400,
)
FILTER_INVALID = declare(
    "project-filter-invalid",
    "error",
    Text("查询条件“{name}”不能是“{value}”。", "The filter “{name}” cannot be “{value}”."),
    Text("可以是：{choices}。", "It can be: {choices}."),
    status=400,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters that must all hold, the order, and the page. `today` is the day of the question.

    year: a project with a plan or funds of it, or that runs in it. late, stagnant, without_place,
    without_item, without_unit, open_problems: True those, False the others.
    """

    text: str | None = None
    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    unit: str | None = None
    lead: str | None = None
    item: str | None = None
    document: str | None = None
    year: int | None = None
    district: str | None = None
    fund: tuple[str, ...] = ()
    layer: str | None = None
    late: bool | None = None
    stagnant: bool | None = None
    without_place: bool | None = None
    without_item: bool | None = None
    without_unit: bool | None = None
    open_problems: bool | None = None
    sort: str = "code"
    page: int = 1
    size: int = PAGE
    today: dt.date = field(default_factory=today)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of projects, how many there are in all, and what was asked."""

    projects: Sequence[Project]
    total: int
    asked: Asked

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.asked.size))


def find_projects(session: Session, asked: Asked) -> Found:
    """The projects that fit, in order, a page of them. Raises `unit-unknown`."""
    where = conditions(asked, _unit_codes(session, asked))
    query = _ordered(select(Project).where(*where), asked.sort)
    page = query.offset((asked.page - 1) * asked.size).limit(asked.size)
    return Found(session.scalars(page).all(), _count(session, where), asked)


def count_projects(session: Session, asked: Asked) -> int:
    """How many projects fit. Raises `unit-unknown`."""
    return _count(session, conditions(asked, _unit_codes(session, asked)))


def _count(session: Session, where: Sequence[ColumnElement[bool]]) -> int:
    return session.scalar(select(func.count()).select_from(Project).where(*where)) or 0


def _unit_codes(session: Session, asked: Asked) -> dict[str, str]:
    """The codes of units by how they are asked."""
    return {one: get_unit(session, one).code for one in (asked.unit, asked.lead) if one}


def every_project(session: Session, **filters: Any) -> Sequence[Project]:
    """All the projects that fit filters of `Asked`, in order, without pages."""
    return every_of(session, Asked(**filters))


def every_of(session: Session, asked: Asked) -> Sequence[Project]:
    """The same for what was asked already; its page does not count."""
    query = select(Project).where(*conditions(asked, _unit_codes(session, asked)))
    return session.scalars(_ordered(query, asked.sort)).all()


def conditions(asked: Asked, units: Mapping[str, str] | None = None) -> list[ColumnElement[bool]]:
    """The filters as conditions on `Project`; `units`: the codes of units by how they are asked."""
    codes = units or {}
    return [
        condition(value if name not in ("unit", "lead") else codes.get(value, value), asked)
        for name, condition in CONDITIONS.items()
        for value in [getattr(asked, name)]
        if value not in (None, ())
    ]


def _ordered(query: Select[Project], sort: str) -> Select[Project]:
    column = SORTS[sort.removeprefix("-")]
    order = column.desc() if sort.startswith("-") else column.asc()
    return query.order_by(order.nulls_last(), Project.code)


def is_late(day: dt.date) -> ColumnElement[bool]:
    """Due before the day, and neither built nor given up."""
    return and_(Project.due_date < day, Project.status.not_in(OVER))


def is_stagnant(day: dt.date) -> ColumnElement[bool]:
    """Under construction, and nothing rose for a quarter."""
    since = func.coalesce(Project.progress_rose_on, Project.actual_start_date, Project.start_date)
    return and_(Project.status == BUILDING, since < day - dt.timedelta(days=STAGNANT_DAYS))


def late(project: Project, day: dt.date) -> bool:
    """The same of one project, as `is_late` asks it of all."""
    return project.due_date is not None and project.due_date < day and project.status not in OVER


def stagnant(project: Project, day: dt.date) -> bool:
    """The same of one project, as `is_stagnant` asks it of all."""
    since = project.progress_rose_on or project.actual_start_date or project.start_date
    limit = day - dt.timedelta(days=STAGNANT_DAYS)
    return project.status == BUILDING and since is not None and since < limit


def _text(value: str, _asked: Asked) -> ColumnElement[bool]:
    return or_(
        Project.code.icontains(value, autoescape=True),
        Project.name.icontains(value, autoescape=True),
    )


def _unit(value: str, _asked: Asked) -> ColumnElement[bool]:
    return _has(ProjectUnit, ProjectUnit.unit_code == value)


def _lead(value: str, _asked: Asked) -> ColumnElement[bool]:
    return _has(ProjectUnit, ProjectUnit.unit_code == value, ProjectUnit.role == LEAD)


def _has(table: Any, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a table has a row of the project. As a list of codes that is made once: asked for
    each project, SQLite goes through the rows of the unit ten thousand times."""
    return Project.code.in_(select(table.project_code).where(*where))


def _item(value: str, _asked: Asked) -> ColumnElement[bool]:
    return or_(Project.action_item_id == value, _has(ProjectItem, ProjectItem.item_id == value))


def _document(value: str, _asked: Asked) -> ColumnElement[bool]:
    begins = f"{value}-"
    return or_(
        Project.action_item_id.startswith(begins, autoescape=True),
        _has(ProjectItem, ProjectItem.item_id.startswith(begins, autoescape=True)),
    )


def _year(value: int, _asked: Asked) -> ColumnElement[bool]:
    first, last = dt.date(value, 1, 1), dt.date(value, 12, 31)
    begun = func.coalesce(Project.actual_start_date, Project.start_date)
    ends = func.coalesce(Project.actual_end_date, Project.due_date)
    return or_(
        _has(ProjectYear, ProjectYear.year == value),
        _has(ProjectFund, ProjectFund.year == value),
        and_(begun <= last, ends >= first),
    )


def _district(value: str, _asked: Asked) -> ColumnElement[bool]:
    inside = [code for code in DIVISIONS if is_part_of(code, value)]
    return Project.district.in_([value, *inside])


def _flag(condition: Callable[[Asked], ColumnElement[bool]]) -> Condition:
    def asks(value: bool, asked: Asked) -> ColumnElement[bool]:
        # A date that is missing makes a comparison neither true nor false.
        found = func.coalesce(condition(asked), False)
        return found if value else ~found

    return asks


def _without_item(_asked: Asked) -> ColumnElement[bool]:
    return and_(Project.action_item_id.is_(None), ~_has(ProjectItem))


def _open_problem(_asked: Asked) -> ColumnElement[bool]:
    return _has(ProjectProblem, ProjectProblem.closed_on.is_(None))


Condition = Callable[[Any, Asked], ColumnElement[bool]]
CONDITIONS: dict[str, Condition] = {
    "text": _text,
    "status": lambda value, _: Project.status.in_(value),
    "kind": lambda value, _: Project.kind.in_(value),
    "unit": _unit,
    "lead": _lead,
    "item": _item,
    "document": _document,
    "year": _year,
    "district": _district,
    "fund": lambda value, _: _has(ProjectFund, ProjectFund.source.in_(value)),
    "layer": lambda value, _: _has(ProjectLink, ProjectLink.layer_id == value),
    "late": _flag(lambda asked: is_late(asked.today)),
    "stagnant": _flag(lambda asked: is_stagnant(asked.today)),
    "without_place": _flag(lambda _: ~_has(ProjectLink)),
    "without_item": _flag(_without_item),
    "without_unit": _flag(lambda _: ~_has(ProjectUnit, ProjectUnit.role == LEAD)),
    "open_problems": _flag(_open_problem),
}
SORTS: dict[str, Any] = {
    "code": Project.code,
    "name": Project.name,
    "status": Project.status,
    "due_date": Project.due_date,
    "progress": Project.progress_percent,
    "investment": Project.investment_wan_yuan,
    "updated": Project.updated_at,
    "reported": Project.progress_on,
}


def read_asked(given: Mapping[str, str], on: dt.date | None = None) -> Asked:
    """The filters of an address; empty ones say nothing.

    `stage` is another name of `status`, `overdue` of `late`, `item_id` of `item`, `q` of `text`.
    Raises `project-filter-unknown` for a name that is none, `project-filter-invalid`.
    """
    read: dict[str, Any] = {}
    for said, value in given.items():
        name = OTHER_NAMES.get(said, said)
        if name not in READERS:
            raise EcoAtlasError(FILTER_UNKNOWN, name=said[:60], choices=", ".join(names()))
        if value.strip():
            read[name] = READERS[name](said, value.strip())
    asked = Asked(**read)
    return replace(asked, today=on) if on else asked


def names() -> list[str]:
    """Every name that an address may hold."""
    return sorted([*READERS, *OTHER_NAMES])


def as_query(asked: Asked) -> dict[str, str]:
    """The filters as an address holds them: `read_asked` gives the same back."""
    plain_ = Asked(today=asked.today)
    return {
        one.name: _said(getattr(asked, one.name))
        for one in fields(Asked)
        if one.name != "today" and getattr(asked, one.name) != getattr(plain_, one.name)
    }


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _invalid(name: str, value: str, choices: Any) -> EcoAtlasError:
    return EcoAtlasError(FILTER_INVALID, name=name, value=value[:60], choices=choices)


def _plain_text(name: str, value: str) -> str:
    if len(value) > 200:
        raise _invalid(name, value, Text("至多 200 字", "at most 200 characters"))
    return value


def _codes(codes: tuple[StatusCode, ...]) -> Callable[[str, str], tuple[str, ...]]:
    words = by_word(codes)

    def read(name: str, value: str) -> tuple[str, ...]:
        found = [words.get(plain(one)) for one in value.replace("、", ",").split(",")]
        known = [one.value for one in found if one is not None]
        if len(known) < len(found):
            choices = ", ".join(f"{one.value} {one.title.zh}" for one in codes)
            raise _invalid(name, value, choices)
        return tuple(dict.fromkeys(known))

    return read


def _whole(low: int, high: int) -> Callable[[str, str], int]:
    def read(name: str, value: str) -> int:
        number = int(value) if re.fullmatch("[0-9]{1,9}", value) else low - 1
        if not low <= number <= high:
            raise _invalid(name, value, f"{low}–{high}")
        return number

    return read


def _yes(name: str, value: str) -> bool:
    if value.casefold() in YES:
        return True
    if value.casefold() in NO:
        return False
    raise _invalid(name, value, "1, 0")


def _division(name: str, value: str) -> str:
    for code in DIVISIONS:
        title = division_text(code)
        if plain(value) in (plain(code), plain(title.zh), plain(title.en)):
            return code
    raise _invalid(name, value, Text("区划代码或名称", "a division's code or name"))


def _sort(name: str, value: str) -> str:
    if value.removeprefix("-") not in SORTS:
        raise _invalid(name, value, ", ".join(SORTS))
    return value


READERS: dict[str, Callable[[str, str], Any]] = {
    "text": _plain_text,
    "status": _codes(STATUSES),
    "kind": _codes(KINDS),
    "unit": _plain_text,
    "lead": _plain_text,
    "item": lambda name, value: _plain_text(name, value).upper(),
    "document": lambda name, value: _plain_text(name, value).upper(),
    "year": _whole(1949, 2100),
    "district": _division,
    "fund": _codes(SOURCES),
    "layer": _plain_text,
    "late": _yes,
    "stagnant": _yes,
    "without_place": _yes,
    "without_item": _yes,
    "without_unit": _yes,
    "open_problems": _yes,
    "sort": _sort,
    "page": _whole(1, 100_000),
    "size": _whole(1, LARGEST_PAGE),
}
OTHER_NAMES = {
    "stage": "status",
    "overdue": "late",
    "item_id": "item",
    "q": "text",
    "without_clause": "without_item",
}
