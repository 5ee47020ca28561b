"""What pages, commands and the bulletin ask for: gathered from layers, sheets and months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.storage.store import Store
from projects.chiefs.finding import chiefs_on
from projects.sections.errors import UNKNOWN_SECTION
from projects.sections.places import sections_seen
from projects.sections.series import Chart, charts_of
from projects.sheets import get_sheet
from projects.sheets.rules_readings import SURFACE_WATER_LIMITS
from projects.sheets.rules_sections import TROPHIC_GRADES, TROPHIC_INDEX
from projects.water.classing import judge
from projects.water.in_charge import Chief, of_section
from projects.water.items import Items, items_now
from projects.water.kept import seen
from projects.water.limits import limits_of, limits_on
from projects.water.means import Values, month_before, months_of
from projects.water.months import known_month, of_sections, section_months
from projects.water.overview import Overview, Rules, State, is_met, overview_of
from projects.water.placed import Section, Sections
from projects.water.schemes.assessing import Assessment, ByMonth, assess
from projects.water.schemes.scheme import SchemeSheets
from projects.water.tables import WaterMonth
from projects.water.values import SectionMonth, last_day

MONTHS_SHOWN = 24


def rules_on(session: Session, day: dt.date) -> Rules:
    """What a month is judged by on a day, as the office keeps it."""
    formulas, grades = (
        get_sheet(session, kind.id).valid_on(day) for kind in (TROPHIC_INDEX, TROPHIC_GRADES)
    )
    limits = {lake: limits_on(session, day, lake=lake) for lake in (False, True)}
    return Rules(limits, items_now(session), formulas, grades)


def newest_month(session: Session, today: dt.date) -> str:
    """The last month that has readings; without any the present one."""
    return (
        session.scalar(select(func.max(WaterMonth.month)).where(of_sections())) or f"{today:%Y-%m}"
    )


def overview(session: Session, store: Store, month: str | None, today: dt.date) -> Overview:
    """A month as it is now; without one the newest that has readings, or the present one."""
    sections = sections_seen(session, store)
    asked = known_month(month) if month else newest_month(session, today)
    earlier = (month_before(asked), month_before(asked, 12))
    months = _by_month(session, (asked, *earlier))
    day = last_day(asked)
    return overview_of(
        asked, earlier, sections, months, rules_on(session, day), chiefs_on(session, today)
    )


def _by_month(session: Session, months: Sequence[str]) -> dict[str, dict[str, SectionMonth]]:
    found: dict[str, dict[str, SectionMonth]] = {}
    for one in section_months(session, min(months), max(months)):
        if one.month in months:
            found.setdefault(one.month, {})[one.section] = one
    return found


def assessment(
    session: Session, store: Store, scheme: str, year: int, today: dt.date
) -> Assessment:
    """A year by a scheme as it is on its last day; raises `unknown-scheme`."""
    day = dt.date(year, 12, 31)
    rules = rules_on(session, day)
    return assess(
        SchemeSheets.now(session).scheme_on(scheme, day),
        year,
        sections_seen(session, store),
        _by_section(session, months_of(year)),
        rules.limits,
        rules.items,
        today,
    )


def _by_section(session: Session, months: Sequence[str]) -> Mapping[str, ByMonth]:
    found: dict[str, dict[str, Values]] = {}
    for one in section_months(session, months[0], months[-1]):
        found.setdefault(one.section, {})[one.month] = one.values
    return found


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section with its series, and its control beside it.

    states: each month that has readings, the last first. last_read: the last month that has any,
    asked for where none of `months` does.
    """

    section: Section
    control: Section | None
    months: tuple[str, ...]
    charts: tuple[Chart, ...]
    chiefs: tuple[Chief, ...]
    states: tuple[State, ...]
    last_read: str | None


def section_view(
    session: Session, store: Store, key: str, until: str | None, today: dt.date
) -> SectionView:
    """The last `MONTHS_SHOWN` months of a section; raises `unknown-section`."""
    sections: Sections = sections_seen(session, store)
    section = sections.by_key.get(key)
    if section is None:
        raise EcoAtlasError(UNKNOWN_SECTION, section=key[:60])
    control = sections.named(section.control)
    last = known_month(until) if until else newest_month(session, today)
    months = tuple(month_before(last, back) for back in reversed(range(MONTHS_SHOWN)))
    keys = [section.key, *([control.key] if control else [])]
    read = section_months(session, months[0], last, keys)
    own = [one for one in read if one.section == section.key]
    beside = {one.month: one.values for one in read if one.section != section.key}
    rules = rules_on(session, last_day(last))
    charts = charts_of(
        months,
        {one.month: one.values for one in own},
        beside,
        rules.items.values(),
        rules.limits[section.lake],
        section.target,
    )
    chiefs = of_section(chiefs_on(session, today).of_water(name=section.river), section.upstream)
    states = tuple(_judged(session, section, own, rules.items, chiefs))
    last_read = None if own else _last_read(session, section)
    return SectionView(section, control, months, charts, chiefs, states, last_read)


def _judged(
    session: Session,
    section: Section,
    months: Sequence[SectionMonth],
    items: Items,
    chiefs: tuple[Chief, ...],
) -> Iterator[State]:
    """Each month by the limits of its last day."""
    sheet = get_sheet(session, SURFACE_WATER_LIMITS.id)
    for one in sorted(months, key=lambda month: month.month, reverse=True):
        limits = limits_of(sheet, one.last_day, lake=section.lake)
        judged = judge(one.values, limits, items, target=section.target)
        met = is_met(judged.grade, section.target)
        yield State(section, one, judged, met, None, None, None, chiefs)


def _last_read(session: Session, section: Section) -> str | None:
    every = select(func.max(WaterMonth.month)).where(WaterMonth.section == section.key)
    return session.scalar(every.where(seen(session)))


def months_told(session: Session, today: dt.date) -> list[str]:
    """The months that have readings, the last `MONTHS_SHOWN` of them, rising."""
    months = session.scalars(
        select(WaterMonth.month)
        .where(WaterMonth.month <= f"{today:%Y-%m}", of_sections())
        .distinct()
        .order_by(WaterMonth.month.desc())
        .limit(MONTHS_SHOWN)
    )
    return sorted(months)
