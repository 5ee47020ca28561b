"""Targets that are judged by sections: the class of named waters, and readings every month.

A class is a verdict only over a whole year, every month with the items that have to be measured.
What is missing may fall either way: a target is met or missed only where that changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from geo.words import Text, listed
from layers.system.compared_text import plain
from projects.metrics.jurisdiction.limits import unjudged
from projects.metrics.subjects import WATERS_OF
from projects.metrics.targets import Target, judged_block
from projects.metrics.unknown import Span, judged_over
from projects.metrics.waters.section_layers import NAMED
from projects.metrics.waters.section_quality_metric import MONITORING, RESERVOIR, RIVERS
from projects.metrics.waters.section_states import State, once
from projects.policy.evaluation import TargetEvaluation, evaluate_target
from projects.water.limits import CLASSES

MONTHS_OF_YEAR = 12
WORST = float(len(CLASSES))


def judged_by_sections(
    target: Target, states: Sequence[State], months: int
) -> dict[str, Any] | None:
    """The block of a target, of the sections in its division over so many months."""
    chosen = list(once(_of_waters(target, states)).values())
    judging = {RESERVOIR: _by_class, RIVERS: _by_own_classes, MONITORING: _by_months}
    block = judging[target.subject](target, chosen)
    if months < MONTHS_OF_YEAR:
        return unjudged(block, PART_OF_YEAR)
    return block


def _of_waters(target: Target, states: Iterable[State]) -> list[State]:
    """The sections on the waters that the plan names; where it names none, all of them."""
    waters = [plain(one) for one in WATERS_OF.get(target.subject, ())]
    on_them = (one for one in states if plain(one.section.river or "") in waters)
    return list(on_them if waters else states)


def _by_class(target: Target, chosen: Sequence[State]) -> dict[str, Any]:
    """The worst of the sections, each as a lake: limits of rivers would let a lake pass."""
    known = [one for one in chosen if one.section.lake and _whole(one)]
    places = [CLASSES.index(one.grade) + 1.0 for one in known if one.grade is not None]
    rivers = [one for one in chosen if not one.section.lake]
    unknown = (*_open(target, chosen), *_names(AS_RIVER, rivers))
    worst = max(places, default=None)
    if worst is None:
        return _without(target, unknown)
    block = judged_block(target, evaluate_target(target, worst), measured=worst, gap=None)
    return judged_over(target, block, Span(worst, WORST if unknown else worst, unknown))


def _by_own_classes(target: Target, chosen: Sequence[State]) -> dict[str, Any]:
    """The share of the sections that are at the class set for each; all of them have to be."""
    known = [one for one in chosen if _whole(one) and one.section.target is not None]
    unknown = (
        *_open(target, chosen),
        *_names(WITHOUT_TARGET, [one for one in chosen if one.section.target is None]),
    )
    missed = [one for one in known if not one.met]
    if not known or (unknown and not missed):
        return _without(target, unknown)
    share = (len(known) - len(missed)) / len(known)
    told = SOME_MISSED if missed else ALL_MET
    names = "、".join(one.section.name for one in missed[:NAMED])
    reason = told.format(count=len(known), missed=len(missed), names=names)
    judged = TargetEvaluation(target.id, share, None, None, not missed, None, reason)
    return judged_block(target, judged, measured=None if unknown else share, gap=None)


def _by_months(target: Target, chosen: Sequence[State]) -> dict[str, Any]:
    """The fewest months with readings that a section has; a month without any may have been
    measured all the same."""
    least = min((one.months for one in chosen), default=None)
    lacking = [one for one in chosen if one.months < MONTHS_OF_YEAR]
    unknown = _names(LACKS_MONTHS, lacking)
    if least is None:
        return _without(target, (NO_SECTION,))
    most = float(MONTHS_OF_YEAR if lacking else least)
    block = judged_block(target, evaluate_target(target, least), measured=float(least), gap=None)
    return judged_over(target, block, Span(float(least), most, unknown))


def _whole(one: State) -> bool:
    return one.grade is not None and one.full == MONTHS_OF_YEAR


def _open(target: Target, chosen: Sequence[State]) -> tuple[Text, ...]:
    """What is not known of the sections: those that lack months or items, waters without any."""
    there = {plain(one.section.river or "") for one in chosen}
    waters = [one for one in WATERS_OF.get(target.subject, ()) if plain(one) not in there]
    bare = (NO_SECTION_ON.format(waters="、".join(waters)),) if waters else ()
    return (*bare, *_names(LACKS_MONTHS, [one for one in chosen if not _whole(one)]))


def _names(said: Text, states: Sequence[State]) -> tuple[Text, ...]:
    names = "、".join(one.section.name for one in states[:NAMED])
    return (said.format(count=len(states), names=names),) if states else ()


def _without(target: Target, unknown: tuple[Text, ...]) -> dict[str, Any]:
    """No verdict, and what is not known."""
    block = judged_block(target, None, measured=None, gap=None)
    return unjudged(block, NOTHING_KNOWN.format(unknown=listed(unknown)))


LACKS_MONTHS = Text(
    "{count} 个断面缺少月份或必测项目（{names}）",
    "months or needed items missing at {count:section|sections} ({names})",
)
NO_SECTION = Text("没有断面", "there is no section")
NO_SECTION_ON = Text("{waters}没有断面", "no section on {waters}")
AS_RIVER = Text(
    "{count} 个断面没有标明是湖库，不能按河流限值判定（{names}）",
    "{count:section|sections} not said to be of a lake, which limits of rivers cannot judge "
    "({names})",
)
WITHOUT_TARGET = Text(
    "{count} 个断面没有水质目标（{names}）", "{count:section|sections} without a target ({names})"
)
PART_OF_YEAR = Text(
    "目标按全年判定，这里只算了一部分月份。",
    "The target is judged by a whole year; these are months of a part of it.",
)
NOTHING_KNOWN = Text("不能判定：{unknown}。", "Cannot be judged; not known: {unknown}.")
ALL_MET = Text(
    "{count} 个断面全年水质均不劣于各自的目标类别。",
    "Over the year all {count:section|sections} are at or better than their own target class.",
)
SOME_MISSED = Text(
    "{count} 个断面中 {missed} 个全年水质劣于各自的目标类别：{names}。",
    "Of {count:section|sections} {missed} are worse than their own target class over the year: "
    "{names}.",
)
