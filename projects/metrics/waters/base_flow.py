"""Days of a year on which the flow at a section was not below its ecological base flow."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.figures.units import CUBIC_METRES_A_SECOND
from geo.words import Text
from projects.metrics.declaration import Computed, Given
from projects.metrics.results import note, share
from projects.metrics.targets import Target, quantity_block
from projects.metrics.unknown import Span, judged_over, so_many
from projects.metrics.waters.section_layers import NAMED, placed
from projects.water.placed import Section

ATTAINED, MISSED, OPEN = "yes", "no", "unknown"
STATES = {
    ATTAINED: Text("保证率达到要求", "attained"),
    MISSED: Text("未达到要求", "not attained"),
    OPEN: Text("不能判定", "cannot be said"),
}
BASE_FLOW, ECOLOGICAL_FLOW = "base_flow", "ecological_flow"
SUBJECTS = (BASE_FLOW, ECOLOGICAL_FLOW)
FLOW = CUBIC_METRES_A_SECOND


@dataclass(frozen=True, slots=True)
class Kept:
    """A control section over a year: of so many days with data so many were at the base flow or
    above; rate: the share of days that its document asks for."""

    section: Section
    base: float
    rate: float | None
    document: str
    days: int
    measured: int
    met: int

    @property
    def missing(self) -> int:
        return self.days - self.measured

    @property
    def least(self) -> float:
        """Were the flow below on every day without data."""
        return self.met / self.days

    @property
    def most(self) -> float:
        return (self.met + self.missing) / self.days

    @property
    def state(self) -> str:
        if self.rate is None or self.measured == 0:
            return OPEN
        if self.least >= self.rate:
            return ATTAINED
        return MISSED if self.most < self.rate else OPEN


def compute(given: Given) -> Computed:
    year = int(given.parameters["year"])
    sections = placed(given)
    flows = _flows(given.sheets["flows"].rows, year)
    days = 366 if calendar.isleap(year) else 365
    bases = given.sheets["bases"].rows
    found = [
        _kept(sections[row["section"]], row, flows.get(row["section"], ()), days)
        for row in bases
        if row["section"] in sections
    ]
    elsewhere = [str(row["section"]) for row in bases if row["section"] not in sections]
    return Computed(
        {
            "total": _total(found, len(sections)),
            "sections": [_row(one) for one in found],
            "target": given.target and _judged(given.target, found),
            "notes": list(_notes(found, sections, elsewhere)),
        }
    )


def _flows(rows: Sequence[Mapping[str, Any]], year: int) -> Mapping[str, list[float]]:
    """By section the flows of the days of a year that have one."""
    kept: dict[str, list[float]] = {}
    for row in rows:
        if str(row["day"]).startswith(f"{year:04d}-"):
            kept.setdefault(row["section"], []).append(row["flow_m3_s"])
    return kept


def _kept(section: Section, row: Mapping[str, Any], flows: Sequence[float], days: int) -> Kept:
    met = sum(flow >= row["base_m3_s"] for flow in flows)
    rate, document = row["rate"], row["document"]
    return Kept(section, row["base_m3_s"], rate, document, days, len(flows), met)


def _total(found: Sequence[Kept], sections: int) -> dict[str, Any]:
    states = [one.state for one in found]
    shares = [s for one in found if (s := share(one.met, one.measured)) is not None]
    days, measured = sum(one.days for one in found), sum(one.measured for one in found)
    return {
        "sections": sections,
        "controlled": len(found),
        "without": sections - len(found),
        "least_share": min(shares, default=None),
        "days": days,
        "measured": measured,
        "complete": share(measured, days),
        "attained": states.count(ATTAINED),
        "missed": states.count(MISSED),
        "untold": states.count(OPEN),
    }


def _row(one: Kept) -> dict[str, Any]:
    return {
        "key": one.section.key,
        "name": one.section.name,
        "river": one.section.river,
        "base_m3_s": one.base,
        "met": one.met,
        "measured": one.measured,
        "days": one.days,
        "share": share(one.met, one.measured),
        "complete": share(one.measured, one.days),
        "rate": one.rate,
        "state": one.state,
        "document": one.document,
    }


def _judged(target: Target, found: Sequence[Kept]) -> dict[str, Any]:
    """By the control section with the smallest share, or by how many attain what is asked of them;
    a day without data may have been either."""
    if target.subject == BASE_FLOW:
        ends = (
            min((o.least for o in found), default=None),
            min((o.most for o in found), default=None),
        )
        figure = min((o.met / o.measured for o in found if o.measured), default=None)
        unknown = so_many(sum(one.missing for one in found), NO_DATA)
    else:
        states = [one.state for one in found]
        sure, maybe = states.count(ATTAINED), states.count(OPEN)
        whole = len(found)
        ends = (sure / whole, (sure + maybe) / whole) if whole else (None, None)
        figure = ends[0]
        unknown = so_many(maybe, NOT_SURE)
    block = quantity_block(target, {"share": figure})
    return judged_over(target, block, Span(*ends, unknown))


NO_DATA = Text("{count} 天没有流量", "{count:day|days} without flow")
NOT_SURE = Text(
    "{count} 个断面缺流量或没有要求的保证率",
    "{count:section|sections} without enough flows or without a rate asked",
)


def _notes(
    found: Sequence[Kept], sections: Mapping[str, Section], elsewhere: Sequence[str]
) -> Iterator[dict[str, Any]]:
    if elsewhere:
        yield note(
            "base-flows-elsewhere",
            "{count} 行生态基流的断面不在图层里或不在目标所属范围内，不计：{names}。",
            "{count:base flow is|base flows are} of sections that are not on the layer, or not in "
            "the area of the target; not counted: {names}.",
            count=len(elsewhere), names="、".join(elsewhere[:NAMED]),
        )  # fmt: skip
    there = {one.section.key for one in found}
    bare = [one.name for key, one in sections.items() if key not in there]
    if bare:
        yield note(
            "sections-without-base-flow",
            "{count} 个断面没有核定的生态基流，不计：{names}。",
            "{count:section|sections} without a base flow, not counted: {names}.",
            count=len(bare), names="、".join(bare[:NAMED]),
        )  # fmt: skip
    partial = [one.section.name for one in found if one.missing]
    if partial:
        yield note(
            "flows-incomplete",
            "{count} 个断面有些天没有流量，保证率按有数据的天数，判定按全年天数：{names}。",
            "{count:section|sections} with days without flow: shares are of the days with data, "
            "verdicts of all days of the year: {names}.",
            count=len(partial), names="、".join(partial[:NAMED]),
        )  # fmt: skip
