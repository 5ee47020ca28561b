"""Months of sections: means with their completeness, the class they give, and who is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, not_, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from projects.sheets.rules_readings import COMPLETE_SHARE
from projects.water.classing import Judged, judge
from projects.water.errors import MONTH_INVALID
from projects.water.items import Items, items_now
from projects.water.limits import Limits, limits_on
from projects.water.measured import PLANT
from projects.water.office_limits import office_limits
from projects.water.sections import Section, sections_of
from projects.water.tables import WaterMonth
from projects.water.values import MONTH, MonthState, SectionMonth, last_day

if TYPE_CHECKING:
    from layers.storage.store import Store

from projects.water.kept import seen

"""What a batch says of the layers of its sections; no layer is called nothing."""


DIGITS = 12


"""Significant digits of a mean: 0.1, 0.2 and 0.3 have the mean 0.2, and no bit more."""


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A section in a month; without readings its state is `missing` and it has no class."""

    section: Section
    month: SectionMonth
    judged: Judged | None


def known_month(written: str) -> str:
    """Raises `water-month-invalid`."""
    if not MONTH.fullmatch(written.strip()):
        raise EcoAtlasError(MONTH_INVALID, value=written[:40])
    return written.strip()


def section_months(
    session: Session, first: str, last: str, sections: Collection[str] | None = None
) -> list[SectionMonth]:
    """Months that have readings, by section and month; of some sections or of all."""
    query = select(WaterMonth).where(
        WaterMonth.month.between(first, last), seen(session), of_sections()
    )
    if sections is not None:
        query = query.where(WaterMonth.section.in_(sections))
    share = office_limits(session)[COMPLETE_SHARE]
    rows = session.scalars(query.order_by(WaterMonth.section, WaterMonth.month))
    return [_month(row, share) for row in rows]


def of_sections() -> ColumnElement[bool]:
    """Rows of sections, without those of plants."""
    return ~WaterMonth.section.startswith(PLANT, autoescape=True)


def is_hidden(session: Session, section: str) -> bool:
    """Whether the readings of a section lie in a layer that the session does not see."""
    query = select(WaterMonth.id).where(WaterMonth.section == section, not_(seen(session)))
    return session.scalar(query.limit(1)) is not None


def _month(row: WaterMonth, share: float) -> SectionMonth:
    state: MonthState = "complete" if row.readings >= share * row.expected else "partial"
    sums = {item: parts for item, parts in row.sums.items() if parts[1]}
    return SectionMonth(
        row.section,
        row.month,
        {item: mean(parts[0], parts[1]) for item, parts in sums.items()},
        {item: int(parts[1]) for item, parts in sums.items()},
        row.readings,
        row.expected,
        row.lake,
        state,
        {item: int(parts[2]) for item, parts in sums.items() if parts[2]},
        tuple(row.batches),
    )


def mean(total: float, count: int) -> float:
    return float(f"{total / count:.{DIGITS}g}")


class MonthJudge:
    """Judges months by the limits of their last day, each set of limits read once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.items: Items = items_now(session)
        self._limits: dict[tuple[str, bool], Limits] = {}

    def judge(self, month: SectionMonth, target: str | None = None) -> Judged:
        return judge(month.values, self.limits(month.month, lake=month.lake), self.items,
                     target=target)  # fmt: skip

    def limits(self, month: str, *, lake: bool) -> Limits:
        if (month, lake) not in self._limits:
            self._limits[month, lake] = limits_on(self.session, last_day(month), lake=lake)
        return self._limits[month, lake]


def month_lines(session: Session, store: Store, month: str) -> list[MonthLine]:
    """Every section in a month: those with readings, then those that are missing.

    A section is one of a layer, or one that ever had readings.
    """
    judging = MonthJudge(session)
    sections = sections_of(session, store)
    measured = section_months(session, month, month)
    named = {one.section: sections.by_key(one.section) for one in measured}
    names = dict(session.execute(
        select(WaterMonth.section, WaterMonth.name)
        .where(seen(session), of_sections())
        .distinct()
    ).all())  # fmt: skip
    lines = [
        MonthLine(
            section := named[one.section] or Section(one.section, names[one.section], one.lake),
            one,
            judging.judge(one, section.target),
        )
        for one in measured
    ]
    return [*lines, *_missing(sections, names, {one.section for one in measured}, month)]


def _missing(
    sections: Iterable[Section], names: dict[str, str], measured: set[str], month: str
) -> list[MonthLine]:
    of_layers = [one for one in sections if one.layer is not None]
    by_key = {one.key: one for one in sections}
    others = [by_key.get(key) or Section(key, name) for key, name in names.items()]
    wanted = {one.key: one for one in (*of_layers, *others) if one.key not in measured}
    return [
        MonthLine(one, SectionMonth(one.key, month, {}, {}, 0, None, one.lake, "missing"), None)
        for one in wanted.values()
    ]
