"""Months of a year taken from readings into a sheet, by which a figure is computed and signed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from geo.words import Text
from layers.audit import Actor
from layers.storage.store import Store
from projects.sections.places import sections_seen
from projects.sheets import SheetInfo, save_sheet
from projects.sheets.series_sections import SECTION_MONTHS
from projects.water.means import months_of
from projects.water.months import section_months

NAME = "section-months-{year}"
TITLE = Text("{year} 年断面月均值", "Monthly means of sections, {year}")
SOURCE = "监测数据批次 {batches}"


def keep_months(session: Session, store: Store, year: int, by: Actor) -> SheetInfo:
    """The months of a year as the new version of its sheet; the same again make none.

    Only of sections that the session sees. Raises `sheet-empty`, `sheet-too-long`.
    """
    seen, months = sections_seen(session, store).by_key, months_of(year)
    found = [one for one in section_months(session, months[0], months[-1]) if one.section in seen]
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
        NAME.format(year=year),
        rows,
        kind=SECTION_MONTHS.id,
        title=TITLE.format(year=year),
        source=SOURCE.format(batches="、".join(map(str, batches))),
        by=by,
    )
