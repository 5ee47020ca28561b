"""What is to be looked at in a year of readings: over the limit, sudden, the same, impossible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from geo.figures.said import typed
from geo.words import Text
from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.results import both, note
from projects.metrics.waters.ban_dates import REVIEW
from projects.metrics.waters.section_layers import (
    NAMED,
    placed,
    values_by_month,
)
from projects.metrics.waters.section_warnings_metric import CONSTANT, JUMP, OVER, SORTS, SUM
from projects.sheets import SheetInfo
from projects.sheets.rules_readings import CONSTANT_RUN, JUMP_TIMES, SUM_MARGIN
from projects.sheets.shipped import shipped_rows
from projects.water.classing import judge
from projects.water.items import Items
from projects.water.limits import Limits, limits_of
from projects.water.means import Values
from projects.water.placed import Section


def compute(given: Given) -> Computed:
    """Warnings of the sections of the layer, from months and marks that were kept as sheets."""
    year = int(given.parameters["year"])
    day = dt.date(year, 12, 31)
    sheets, sections = given.sheets, placed(given)
    limits = {lake: limits_of(sheets["limits"], day, lake=lake) for lake in (False, True)}
    items = Items.of(sheets["items"].rows)
    months = values_by_month(sheets["months"], year)
    found = [
        *_over(sections, months, limits, items),
        *_odd(sections, sheets["odd"], year, _bounds(sheets["bounds"], day), items),
    ]
    found.sort(key=lambda one: (one["month"], one["feature"], one["sort"], one["item"]))
    hits = [{"key": str(at), **one} for at, one in enumerate(found, 1)]
    counted = {sort: sum(one["sort"] == sort for one in hits) for sort in SORTS}
    total = {
        "hits": len(hits),
        **counted,
        "features": len({one["feature"] for one in hits}),
        "measured": len(months.keys() & sections.keys()),
        "unmeasured": len(sections.keys() - months.keys()),
    }
    return Computed({"total": total, "hits": hits, "notes": list(_notes(sections, months))})


def _bounds(sheet: SheetInfo, day: dt.date) -> dict[str, float]:
    """The limits of the day; what the office's version has not is as shipped."""
    shipped = {row["limit"]: row["value"] for row in shipped_rows(sheet.kind.id)}
    return shipped | {row["limit"]: row["value"] for row in sheet.valid_on(day)}


def _over(
    sections: Mapping[str, Section],
    months: Mapping[str, Mapping[str, Values]],
    limits: Mapping[bool, Limits],
    items: Items,
) -> Iterator[dict[str, Any]]:
    for key, section in sections.items():
        for month, values in months.get(key, {}).items():
            found = judge(values, limits[section.lake], items, target=section.target)
            for one in found.over:
                yield _hit(section, OVER, items, one.item, month, month, one.value, one.limit,
                           one.times)  # fmt: skip


def _odd(
    sections: Mapping[str, Section], sheet: SheetInfo, year: int, bounds: Mapping[str, float],
    items: Items,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    for row in sheet.rows:
        section = sections.get(row["section"])
        if section is None or not str(row["month"]).startswith(f"{year}-"):
            continue
        item, month, at, value = row["item"], row["month"], row["at"], row["value"]
        if _jumps(row, bounds[JUMP_TIMES], items):
            yield _hit(section, JUMP, items, item, month, at, value, row["usual"], row["times"])
        if row["run"] is not None and row["run"] >= bounds[CONSTANT_RUN]:
            yield _hit(section, CONSTANT, items, item, month, month, value, None, row["run"])
        if row["excess"] is not None and row["excess"] > bounds[SUM_MARGIN]:
            yield _hit(section, SUM, items, item, month, month, value, None, row["excess"])


def _jumps(row: Mapping[str, Any], times: float, items: Items) -> bool:
    """Whether a value is far off by its series, and by more than the step that says something of
    its item: of a series that hardly moves, a tenth of pH is many deviations off."""
    if row["times"] is None or row["times"] <= times:
        return False
    step = items[row["item"]].least_step if row["item"] in items else 0.0
    off = abs(float(row["value"]) - float(row["usual"]))
    return round(off, 9) >= step


def _hit(
    section: Section, sort: str, items: Items, item: str, month: str, at: str, value: float,
    against: float | None, times: float | None,
) -> dict[str, Any]:  # fmt: skip
    """`rule` holds the value too: what was decided on is not said of another one."""
    title = items[item].title if item in items else Text(item, item)
    unit = items[item].unit if item in items else ""
    return {
        "name": section.name,
        "sort": sort,
        "layer": section.layer,
        "feature": section.key,
        "item": title.zh if title.zh == title.en else both(title),
        "month": month,
        "at": at,
        "value": float(value),
        "unit": unit or None,
        "against": None if against is None else float(against),
        "times": None if times is None else float(times),
        "state": REVIEW,
        "rule": f"{sort}:{item}:{month}:{typed(round(float(value), 6))}",
    }


def _notes(sections: Mapping[str, Section], months: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Sections that were not looked at."""
    silent = [one.name for key, one in sections.items() if key not in months]
    if silent:
        yield note(
            "sections-without-readings",
            "{count} 个断面这一年没有监测值，没有可检查的：{names}。",
            "{count:section|sections} without readings in the year, not looked at: {names}.",
            count=len(silent), names="、".join(silent[:NAMED]),
        )  # fmt: skip
