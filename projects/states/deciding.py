"""The state of a target on a day: by the steps of `projects.states.rule`, in their order.

Pure: it is given what is known and answers the same for ever. Soft words, 基本消除 and what has no
number never become a plain pass or fail by a number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geo.figures.said import part
from geo.words import Text, listed
from projects.figures.demands import demand_text
from projects.policy.evaluation import NO_NUMBER, NO_VERDICT, SOFTENED
from projects.policy.soft_words import soft_text
from projects.states.known import (
    SOURCES,
    Asked,
    Entry,
    Evidence,
    Figure,
    Known,
    SetNumber,
    Source,
    known_on,
)
from projects.states.limits import Limits
from projects.states.pace import Pace, pace_of
from projects.states.rule import State
from projects.states.sentences import why_of
from projects.states.steps import RULE
from projects.targets.measured import BY_CHANGE

NO_DAY_AT_ALL = Text("未写明", "not stated")
SHOWN = Text("已知数值 {value}（{when}，{source}）。", " Known: {value} ({when}, {source}).")
LATER = Text(
    "以后的数值 {value}（{when}）达到要求。", " The later value {value} ({when}) reaches it."
)
DECIDED_BY: dict[Source | str, Text] = {
    "figure": Text(
        "以签署的核算结果为准：它由图层算得，有人签署，先于填报。",
        "The signed figure counts: it was computed from layers and signed, and comes before"
        " reports.",
    ),
    "approved": Text(
        "以已审定的填报为准：没有可用的签署核算结果。",
        "The approved report counts: there is no signed figure to use.",
    ),
    "person": Text("以经审定的人员认定为准。", "The approved entry of a person counts."),
    "none": Text("没有可计的数值。", "No value counts."),
}


@dataclass(frozen=True, slots=True)
class TargetState:
    """The state of a target on a day.

    `why` is the sentence about this target, `rule` the step that decided. `counts` is what it rests
    on, `counts_why` why that and nothing else; `figure`, `approved` and `reported` (newest period)
    stand side by side, whether they count or not. `asked` has the number that was set, if any.
    """

    asked: Asked
    on: dt.date
    state: State
    rule: str
    why: Text
    counts: Evidence | Entry | None
    counts_why: Text
    figure: Figure | None
    approved: Entry | None
    reported: Entry | None
    number: SetNumber | None

    @property
    def target_id(self) -> str:
        return self.asked.id


@dataclass(frozen=True, slots=True)
class _Told:
    step: str
    why: Text
    counts: Evidence | Entry | None = None
    state: State | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    asked: Asked
    known: Known
    on: dt.date
    evidence: Sequence[Evidence]
    limits: Limits

    @property
    def over(self) -> bool:
        """Whether the day by which the target is judged is over."""
        return self.asked.day is not None and self.on > self.asked.day

    @property
    def day(self) -> object:
        return self.asked.day or NO_DAY_AT_ALL

    @property
    def demand(self) -> Text:
        asked = self.asked
        return demand_text(asked.comparator, asked.value, asked.value_to, asked.own_unit)

    def tell(
        self,
        step: str,
        counts: Evidence | Entry | None = None,
        state: State | None = None,
        **said: object,
    ) -> _Told:
        about = {"day": self.day, "demand": self.demand, **self.limits.said}
        about |= {**self.about(counts), **said}
        return _Told(step, RULE[step].why.format(**about), counts, state)

    def about(self, counts: Evidence | Entry | None) -> dict[str, object]:
        if isinstance(counts, Entry):
            return {"period": counts.period, "unit": counts.unit_title}
        if counts is None:
            return {}
        figure = counts.figure
        value = self.asked.written(counts.value) if figure is None else self.asked.told(figure)
        return {"source": SOURCES[counts.source], "when": when(counts), "value": value}


def when(one: Evidence) -> Text:
    """The period of a report, the day of a figure."""
    return one.entry.period if one.entry else Text(f"{one.ends}", f"{one.ends}")


def state_of(
    target: Asked,
    values: Iterable[Entry],
    numbers: Iterable[SetNumber],
    figures: Iterable[Figure],
    on: dt.date,
    limits: Limits,
) -> TargetState:
    """The state at the end of the day `on`, by what was known then.

    values: every change of the ledger for the target; numbers: what the level above set for it;
    figures: every figure that was set or signed for it. All may also hold what came later.
    """
    known = known_on(on, figures, values)
    set_by_then = [one for one in numbers if one.since <= on]
    # Of those of one day the one that was set last.
    number = max(reversed(set_by_then), key=lambda one: one.since, default=None)
    asked = target if number is None else target.with_number(number)
    told = _decided(_Case(asked, known, on, known.evidence(asked), limits))
    return TargetState(
        asked=asked,
        on=on,
        state=told.state or RULE[told.step].state,
        rule=told.step,
        why=why_of(asked, known, told.why, told.step, told.counts),
        counts=told.counts,
        counts_why=DECIDED_BY[_decider(told.counts)],
        figure=known.figure,
        approved=known.approved[-1] if known.approved else None,
        reported=known.reported[-1] if known.reported else None,
        number=number,
    )


def _decider(counts: Evidence | Entry | None) -> str:
    if counts is None:
        return "none"
    return counts.source if isinstance(counts, Evidence) else "person"


def _decided(case: _Case) -> _Told:
    asked = case.asked
    if asked.replaced_by:
        return case.tell("replaced", ids=listed(asked.replaced_by))
    if case.on < asked.in_force:
        return case.tell("before", issued=asked.in_force)
    if asked.comparator == "delegated":
        return case.tell("no_value")
    if asked.soft:
        return _by_person(case)
    if asked.prohibition and asked.value == 0:
        return _prohibition(case)
    if asked.by_person:
        return _by_person(case)
    if asked.comparator in BY_CHANGE:
        return _by_change(case)
    return _by_number(case)


def _prohibition(case: _Case) -> _Told:
    broken = [one for one in case.evidence if one.verdict is False]
    if broken:
        return case.tell("broken", min(broken, key=lambda one: (one.ends, one.weight)))
    if not case.evidence and _persons(case):
        return _by_person(case)
    latest = max(case.evidence, key=lambda one: (one.ends, -one.weight), default=None)
    if latest is None:
        return case.tell("unwatched", issued=case.asked.in_force)
    if not case.over:
        return case.tell("holding", latest)
    gap = _first_gap(case)
    return case.tell("held", latest) if gap is None else case.tell("gap", latest, gap=gap)


def _first_gap(case: _Case) -> dt.date | None:
    """The first day of the period that no approved report covers."""
    day, last = case.asked.in_force, case.asked.day or case.on
    for one in sorted(case.evidence, key=lambda one: one.begins):
        if one.begins > day:
            return day
        day = max(day, one.ends + dt.timedelta(days=1))
    return day if day <= last else None


def _persons(case: _Case) -> list[Entry]:
    """What persons said and others approved, the newest period last."""
    return [one for one in case.known.approved if one.done is not None]


def _by_person(case: _Case) -> _Told:
    entries = _persons(case)
    last = entries[-1] if entries else None
    if last is not None and last.done:
        return case.tell("done", last)
    taken_back = any(one.done for one in entries)
    if not case.over:
        return case.tell("taken_back", last) if taken_back else _person_open(case, "person_open")
    day = case.asked.day
    if last is not None and (taken_back or day is None or last.ends >= day):
        return case.tell("not_done", last)
    return _person_open(case, "person_needed")


def _person_open(case: _Case, step: str) -> _Told:
    asked = case.asked
    cause = NO_VERDICT.get(asked.comparator, NO_NUMBER)
    if asked.soft:
        cause = SOFTENED.format(words=soft_text(asked.soft))
    elif not asked.by_person:
        cause = Text("没有数值，只有人员认定。", "There is no number, only what persons say.")
    best = min(case.evidence, key=lambda one: (one.weight, -one.ends.toordinal()), default=None)
    if best is not None:
        shown = SHOWN.format(**case.about(best))
        cause = Text(cause.zh + shown.zh, cause.en + shown.en)
    return case.tell(step, cause=cause)


def _by_number(case: _Case) -> _Told:
    judged = [one for one in case.evidence if one.verdict is not None]
    if case.over:
        return _after_the_day(case, judged)
    return _before_the_day(case, judged)


def _after_the_day(case: _Case, judged: Sequence[Evidence]) -> _Told:
    day = case.asked.day or case.on
    of_day = [one for one in judged if one.ends >= day]
    if of_day:
        first = min(of_day, key=lambda one: (one.weight, one.ends, one.verdict))
        if first.verdict:
            return case.tell("met", first)
        return case.tell("missed", first, later=_later(case, first, of_day))
    if _persons(case):
        return _by_person(case)
    if judged:
        return case.tell("too_early", max(judged, key=lambda one: (one.ends, -one.weight)))
    return case.tell("nothing")


def _later(case: _Case, first: Evidence, of_day: Iterable[Evidence]) -> Text | str:
    reached = [one for one in of_day if one.verdict and one.ends > first.ends]
    if not reached:
        return ""
    return LATER.format(**case.about(min(reached, key=lambda one: one.ends)))


def _before_the_day(case: _Case, judged: Sequence[Evidence]) -> _Told:
    if not judged:
        return _by_person(case) if _persons(case) else case.tell("no_report")
    counts = min(judged, key=lambda one: (one.weight, -one.ends.toordinal(), one.verdict))
    if counts.verdict:
        return case.tell("ahead", counts)
    reports = [one for one in judged if one.entry]
    if counts.figure and reports and reports[-1].verdict:
        return case.tell("apart", counts, other=case.asked.written(reports[-1].value))
    pace = pace_of(case.asked, reports, case.on, case.limits)
    if pace.step is not None:
        return _paced(case, pace)
    day = case.asked.day
    if day is not None and (day - case.on).days <= case.limits.near_days:
        return case.tell("near", counts)
    return case.tell("one_value", counts, lack=pace.lack)


def _paced(case: _Case, pace: Pace) -> _Told:
    asked, first, last = case.asked, pace.first, pace.last
    if pace.step is None or first is None or last is None:
        raise ValueError("a pace needs two values")
    return case.tell(
        pace.step,
        last,
        first=asked.written(first.value),
        first_when=when(first),
        planned=None if pace.planned is None else asked.written(pace.planned),
        share=part(max(pace.share or 0.0, 0.0)),
    )


def _by_change(case: _Case) -> _Told:
    """A rise or a fall: by the figure, which compares two dates itself, or by two reports."""
    if any(one.figure and one.verdict is not None for one in case.evidence):
        return _by_number(case)
    reports = [one for one in case.evidence if one.entry]
    first, last = (reports[0], reports[-1]) if reports else (None, None)
    day = case.asked.day
    late = last is not None and case.over and day is not None and last.ends < day
    if first is None or last is None or first.ends == last.ends or late:
        return _change_open(case, last)
    change = (last.value or 0.0) - (first.value or 0.0)
    right = change > 0 if case.asked.comparator == "increase" else change < 0
    said = {"first": case.asked.written(first.value), "first_when": when(first)}
    if right:
        return case.tell("changed", last, None if case.over else "on_track", **said)
    return case.tell("unchanged", last, None if case.over else "at_risk", **said)


def _change_open(case: _Case, last: Evidence | None) -> _Told:
    if not case.over:
        if last is None:
            return case.tell("no_report")
        lack = Text("只有一期数值", "there is a value of one period only")
        return case.tell("one_value", last, lack=lack)
    if _persons(case):
        return _by_person(case)
    return case.tell("two_needed", last)
