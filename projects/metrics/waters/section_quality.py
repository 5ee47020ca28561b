"""Classes of sections over a year or a part of it, and the shares that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from projects.metrics.declaration import Computed, Given
from projects.metrics.results import note, share
from projects.metrics.waters.section_columns import without_readings
from projects.metrics.waters.section_layers import NAMED, placed, values_by_month
from projects.metrics.waters.section_quality_metric import QUARTERS, YEAR
from projects.metrics.waters.section_states import Rules, State, once, state_of
from projects.metrics.waters.section_targets import judged_by_sections
from projects.water.comparing import BETTER, SAME, WORSE, direction
from projects.water.means import months_of, months_of_quarter, over_months
from projects.water.ratios import Counted, count
from projects.water.values import last_day


def compute(given: Given) -> Computed:
    year, period = int(given.parameters["year"]), given.parameters["period"]
    months = months_asked(year, period)
    sections, rules = placed(given), Rules(given.sheets, last_day(months[-1]))
    values = values_by_month(given.sheets["months"], year)
    base = _base(given, period)
    states = [
        state_of(one, values.get(key, {}), months, base.get(key), rules)
        for key, one in sections.items()
    ]
    judged = given.target and judged_by_sections(given.target, states, len(months))
    return Computed(
        {
            "total": _total(states, len(months)),
            "sections": [_row(one, len(months)) for one in states],
            "districts": list(_districts(states)),
            "target": judged,
            "notes": list(_notes(states, len(months))),
        }
    )


def months_asked(year: int, period: str) -> tuple[str, ...]:
    """The months of a year, of one of its quarters, or one month of it."""
    if period == YEAR:
        return months_of(year)
    if period in QUARTERS:
        return months_of_quarter(year, QUARTERS.index(period) + 1)
    return (f"{year:04d}-{period}",)


def _base(given: Given, period: str) -> Mapping[str, Mapping[str, float]]:
    """Means of the same months of the year that is compared with, by section."""
    sheet, year = given.sheets.get("base"), given.parameters.get("base_year")
    if sheet is None or year is None:
        return {}
    months = months_asked(int(year), period)
    found = values_by_month(sheet, int(year))
    return {key: over_months(own, months)[0] for key, own in found.items()}


def _total(states: Sequence[State], asked: int) -> dict[str, Any]:
    every = once(states)
    counted = _counted(every.values())
    told = [one for one in every.values() if one.met is not None]
    met = sum(one.met is True for one in told)
    moved = [direction(one.grade, one.before) for one in every.values()]
    earlier = count({name: one.before for name, one in every.items()})
    return {
        "sections": len(every),
        "measured": counted.total,
        "missing": len(counted.missing),
        "incomplete": sum(0 < one.months < asked for one in every.values()),
        **_shares(counted),
        "targets": len(told),
        "met": met,
        "missed": len(told) - met,
        "met_share": share(met, len(told)),
        "base_measured": earlier.total,
        "base_good": earlier.good.count,
        "base_good_share": share(earlier.good.count, earlier.total),
        "better": moved.count(BETTER),
        "same": moved.count(SAME),
        "worse": moved.count(WORSE),
    }


def _counted(states: Iterable[State]) -> Counted:
    return count({one.section.name: one.grade for one in states})


def _shares(counted: Counted) -> dict[str, Any]:
    good, worse = counted.good, counted.worse
    return {
        "good": good.count,
        "good_share": share(good.count, good.of),
        "worse_than_v": worse.count,
        "worse_share": share(worse.count, worse.of),
    }


def _row(one: State, asked: int) -> dict[str, Any]:
    return {
        "key": one.section.key,
        "name": one.section.name,
        "district": one.section.upstream,
        "grade": one.grade,
        "items": len(one.judged.items) if one.judged else 0,
        "target": one.section.target,
        "met": None if one.met is None else ("yes" if one.met else "no"),
        "months": one.months,
        "asked": asked,
        "before": one.before,
        "index": one.trophic.index if one.trophic else None,
        "state": one.trophic.grade if one.trophic else None,
    }


def _districts(states: Sequence[State]) -> Iterator[dict[str, Any]]:
    """By who answers, the larger share of targets met first; what nobody judged comes last."""
    own: dict[str, list[State]] = {}
    for one in states:
        own.setdefault(one.section.upstream or "", []).append(one)
    rows = [_district(name, found) for name, found in own.items()]
    rows.sort(key=_rank)
    for at, row in enumerate(rows, 1):
        yield {**row, "place": at if row["targets"] else None}


def _district(name: str, states: Sequence[State]) -> dict[str, Any]:
    counted, told = _counted(states), [one for one in states if one.met is not None]
    met = sum(one.met is True for one in told)
    return {
        "key": name or "—",
        "name": name or "—",
        "sections": len(states),
        "measured": counted.total,
        "good": counted.good.count,
        "targets": len(told),
        "met": met,
        "met_share": share(met, len(told)),
    }


def _rank(row: Mapping[str, Any]) -> tuple[bool, float, float, str]:
    met = row["met_share"]
    good = row["good"] / row["measured"] if row["measured"] else -1.0
    return met is None, -(met if met is not None else -1.0), -good, row["key"]


def _notes(states: Sequence[State], asked: int) -> Iterator[dict[str, Any]]:
    yield from without_readings([one.section.name for one in states if one.grade is None])
    partial = [one.section.name for one in states if 0 < one.months < asked]
    if partial:
        yield note(
            "sections-incomplete",
            "{count} 个断面的监测月份不足 {asked} 个，结果按已有月份：{names}。",
            "{count:section|sections} with fewer than {asked:month|months}, told from those: "
            "{names}.",
            count=len(partial), asked=asked, names="、".join(partial[:NAMED]),
        )  # fmt: skip
