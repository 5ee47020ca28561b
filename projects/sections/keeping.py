"""Months of a year taken from readings into sheets, by which figures are computed and signed.

Whoever sees internal layers reads these sheets, so they hold nothing of a section that stands in
a restricted layer or in none.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor
from layers.catalogue import live_versions
from layers.kinds.required import MONITORING_SECTION
from layers.storage.store import Store
from layers.system.row_access import highest_grade
from projects.sections.errors import NOTHING_TO_KEEP
from projects.sections.places import sections_seen
from projects.sheets import SheetInfo, save_sheet
from projects.sheets.series_sections import ODD_READINGS, SECTION_MONTHS
from projects.water.effective import counting_batches, values_of
from projects.water.means import month_before, months_of
from projects.water.months import section_months
from projects.water.office_limits import office_limits
from projects.water.unusual import odd_months
from projects.water.values import SectionMonth

NAME = "section-months-{year}"
TITLE = Text("{year} 年断面月均值", "Monthly means of sections, {year}")
MONTH_NAME = "section-months-{month}"
MONTH_TITLE = Text("{month} 月报的断面月均值", "Monthly means of sections, bulletin of {month}")
ODD_NAME = "odd-readings-{year}"
ODD_TITLE = Text("{year} 年监测值异常特征", "What stands out in readings of {year}")
SOURCE = "监测数据批次 {batches}"
ODD_SOURCE = "监测数据批次 {batches}；中位数取前后各 {window} 次"


def keep_months(session: Session, store: Store, year: int, by: Actor) -> SheetInfo:
    """The months of a year as the new version of its sheet; the same again make none.

    Raises `water-year-empty`, `sheet-too-long`.
    """
    found = _open_months(session, store, year)
    name, title = NAME.format(year=year), TITLE.format(year=year)
    return _keep(session, found, name, title, by)


def keep_month(session: Session, store: Store, month: str, by: Actor) -> SheetInfo | None:
    """A month, the one before and that of the year before as a sheet of their own: what a bulletin
    is made of, however many sections there are. None where the month has no readings to be taken.
    """
    wanted = (month, month_before(month), month_before(month, 12))
    every = _open(session, store, min(wanted), max(wanted))
    found = [one for one in every if one.month in wanted]
    if not any(one.month == month for one in found):
        return None
    name, title = MONTH_NAME.format(month=month), MONTH_TITLE.format(month=month)
    return _keep(session, found, name, title, by)


def _keep(
    session: Session, found: Sequence[SectionMonth], name: str, title: Text, by: Actor
) -> SheetInfo:
    rows = [
        {
            "section": one.section,
            "month": one.month,
            "item": item,
            "value": value,
            "count": one.counts[item],
        }
        for one in found
        for item, value in sorted(one.values.items())
    ]
    batches = sorted({batch for one in found for batch in one.batches})
    return save_sheet(
        session,
        name,
        rows,
        kind=SECTION_MONTHS.id,
        title=title,
        source=SOURCE.format(batches="、".join(map(str, batches))),
        by=by,
    )


def _open_months(session: Session, store: Store, year: int) -> list[SectionMonth]:
    """Those of a year; raises `water-year-empty`."""
    months = months_of(year)
    found = _open(session, store, months[0], months[-1])
    if not found:
        raise EcoAtlasError(NOTHING_TO_KEEP, year=year)
    return found


def _open(session: Session, store: Store, first: str, last: str) -> list[SectionMonth]:
    """Months of sections that all may know who read the sheets."""
    layers = {
        one.layer_id
        for one in live_versions(session, MONITORING_SECTION.id)
        if highest_grade((one.secrecy, SECTION_MONTHS.grade)) == SECTION_MONTHS.grade
    }
    seen = sections_seen(session, store).by_key.values()
    sections = {one.key for one in seen if one.layer in layers}
    return section_months(session, first, last, sections)


def keep_odd(session: Session, store: Store, year: int, by: Actor) -> SheetInfo:
    """What stands out in the readings of a year, beside those of other years, as a sheet.

    Raises `water-year-empty`, `sheet-too-long`.
    """
    sections, months = {one.section for one in _open_months(session, store, year)}, months_of(year)
    batches = counting_batches(session, sections)
    window = office_limits(session).window
    found = odd_months(list(values_of(session, store, batches, sections)), window)
    rows = [
        {
            "section": section,
            "month": month,
            "item": item,
            "at": one.at,
            "value": one.value,
            "usual": one.usual,
            "times": one.times,
            "run": one.run,
            "excess": one.excess,
        }
        for (section, month, item), one in sorted(found.items())
        if month in months
    ]
    return save_sheet(
        session,
        ODD_NAME.format(year=year),
        rows,
        kind=ODD_READINGS.id,
        title=ODD_TITLE.format(year=year),
        source=ODD_SOURCE.format(batches="、".join(str(one.id) for one in batches), window=window),
        by=by,
    )
