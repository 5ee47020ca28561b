"""A month of sections as figures: what the bulletin of the month is written from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from projects.metrics.columns import NO, YES
from projects.metrics.declaration import Computed, Given
from projects.metrics.results import share
from projects.metrics.waters.section_columns import without_readings
from projects.metrics.waters.section_layers import placed
from projects.sheets import SheetInfo
from projects.water.class_words import WORDS
from projects.water.classing import Judged, Over
from projects.water.in_charge import Chief, Chiefs
from projects.water.items import Items
from projects.water.limits import CLASSES, GRADES, limits_of
from projects.water.means import month_before
from projects.water.overview import Group, Months, Overview, Rules, State, overview_of, told
from projects.water.placed import Section, Sections
from projects.water.ratios import Counted
from projects.water.sections import Section as Named
from projects.water.sections import Sections as Spelt
from projects.water.trophic import Trophic
from projects.water.values import SectionMonth, last_day


def compute(given: Given) -> Computed:
    """The month of a layer of sections, by the rows that hold on its last day."""
    month = month_of(given.parameters)
    sheets, day = given.sheets, last_day(month)
    limits = {lake: limits_of(sheets["limits"], day, lake=lake) for lake in (False, True)}
    formulas, grades = (sheets[name].valid_on(day) for name in ("formulas", "grades"))
    rules = Rules(limits, Items.of(sheets["items"].rows), formulas, grades)
    rows = sheets["chiefs"].valid_on(day) if "chiefs" in sheets else ()
    earlier = (month_before(month), month_before(month, 12))
    found = overview_of(
        month, earlier, _sections(given), _months(sheets, (month, *earlier)), rules, Chiefs.of(rows)
    )
    return Computed(figures_of(found))


def month_of(parameters: Mapping[str, Any]) -> str:
    """`YYYY-MM` of the parameters of a run."""
    return f"{int(parameters['year']):04d}-{parameters['period']}"


def _sections(given: Given) -> Sections:
    """Those of the layer; what their layer does not say of them, the sheet of names may."""
    found = placed(given)
    known = Spelt(
        (Named(key, one.name) for key, one in found.items()), given.sheets["names"].rows, 1
    )
    return Sections({key: _with_name(one, known.by_key(key)) for key, one in found.items()})


def _with_name(section: Section, known: Named | None) -> Section:
    if known is None:
        return section
    target = section.target or (known.target if known.target in GRADES else None)
    return replace(section, target=target, lake=section.lake or known.lake)


def _months(sheets: Mapping[str, SheetInfo], wanted: Sequence[str]) -> Months:
    values: dict[str, dict[str, dict[str, float]]] = {}
    for name in ("months", "earlier"):
        for row in sheets[name].rows if name in sheets else ():
            if row["month"] in wanted:
                own = values.setdefault(row["month"], {}).setdefault(row["section"], {})
                own[row["item"]] = row["value"]
    return {
        month: {key: SectionMonth(key, month, own) for key, own in sections.items()}
        for month, sections in values.items()
    }


def figures_of(found: Overview) -> dict[str, Any]:
    """The figures of a month; `overview_from` reads them back."""
    return {
        "total": _total(found),
        "sections": [_section(one) for one in found.states],
        "over": [row for one in found.states for row in _over(one)],
        "waters": [_water(one) for one in found.rivers],
        "districts": [_district(at, one) for at, one in enumerate(found.districts, 1)],
        "notes": list(without_readings([one.section.name for one in found.missing])),
    }


def _total(found: Overview) -> dict[str, Any]:
    month, year = found.since_month, found.since_year
    return {
        "sections": len(found.states),
        "measured": found.sections.total + found.lakes.total,
        "missing": len(found.missing),
        **_counted("", found.sections),
        **_counted("lake_", found.lakes),
        "targets": found.met.of,
        "met": found.met.count,
        "missed": found.met.of - found.met.count,
        "met_share": share(found.met.count, found.met.of),
        "better": len(month.better),
        "same": month.same,
        "worse": len(month.worse),
        "year_better": len(year.better),
        "year_same": year.same,
        "year_worse": len(year.worse),
    }


def _counted(start: str, counted: Counted) -> dict[str, Any]:
    good, worse = counted.good, counted.worse
    return {
        f"{start}told": counted.total,
        f"{start}good": good.count,
        f"{start}good_share": share(good.count, good.of),
        f"{start}worse_than_v": worse.count,
        f"{start}worse_share": share(worse.count, worse.of),
    }


def _section(one: State) -> dict[str, Any]:
    return {
        "key": one.section.key,
        "name": one.section.name,
        "river": one.section.river,
        "district": one.section.upstream,
        "downstream": one.section.downstream,
        "lake": YES if one.section.lake else NO,
        "target": one.section.target,
        "grade": one.grade,
        "items": len(one.judged.items) if one.judged else 0,
        "met": None if one.met is None else YES if one.met else NO,
        "before": one.before,
        "year_ago": one.year_ago,
        "index": one.trophic.index if one.trophic else None,
        "state": one.trophic.grade if one.trophic else None,
        "unit": one.unit,
    }


def _over(state: State) -> Iterator[dict[str, Any]]:
    for one in state.judged.over if state.judged else ():
        yield {
            "key": f"{state.section.key}/{one.item}",
            "name": state.section.name,
            "section": state.section.key,
            "item": one.item,
            "value": one.value,
            "limit": one.limit,
            "grade": one.grade,
            "times": one.times,
        }


def _water(one: Group) -> dict[str, Any]:
    name = one.states[0].section.river
    return {
        "key": name or "—",
        "name": name,
        "word": next((grade for grade, word in WORDS.items() if word == one.word), None),
        "by_share": YES if one.by_share else NO,
        **_shares(one),
    }


def _district(place: int, one: Group) -> dict[str, Any]:
    name = one.states[0].section.upstream
    return {
        "key": name or "—",
        "name": name,
        "place": place if one.met.of else None,
        **_shares(one),
        "targets": one.met.of,
        "met": one.met.count,
        "met_share": share(one.met.count, one.met.of),
    }


def _shares(one: Group) -> dict[str, Any]:
    return {
        "sections": len(one.states),
        "measured": one.counted.total,
        "good": one.counted.good.count,
    }


def overview_from(figures: Mapping[str, Any], month: str) -> Overview:
    """The month that figures tell, as far as a bulletin says it.

    Raises AssertionError for figures of which the total is not that of their rows.
    """
    over: dict[str, list[Over]] = {}
    for row in figures["over"]:
        one = Over(row["item"], row["value"], row["limit"], row["grade"], row["times"])
        over.setdefault(row["section"], []).append(one)
    states = tuple(_state(row, over.get(row["key"], ())) for row in figures["sections"])
    words = {row["name"] or "": WORDS.get(row["word"]) for row in figures["waters"]}
    found = told(month, states, lambda name, _: words[name])
    if _total(found) != figures["total"]:
        raise AssertionError("the total of a month is not that of its sections")
    return found


def _state(row: Mapping[str, Any], over: Sequence[Over]) -> State:
    section = Section(
        None, row["key"], row["name"] or row["key"], row["river"], row["district"],
        row["downstream"], row["target"], None, row["lake"] == YES,
    )  # fmt: skip
    grade = row["grade"]
    items = {str(at): CLASSES[0] for at in range(row["items"])}
    judged = Judged(grade, items, (), over=tuple(over)) if row["items"] or grade else None
    index = Trophic({}, (), row["index"], row["state"]) if row["index"] is not None else None
    unit = row["unit"]
    chiefs = (Chief("", None, None, "county", None, "", unit),) if unit else ()
    met = None if row["met"] is None else row["met"] == YES
    return State(section, None, judged, met, row["before"], row["year_ago"], index, chiefs)
