"""A verdict where something is not known: given only if it holds whichever way that falls.

What nobody has assessed, recorded or dated neither passes nor fails. A figure with such things in
it lies between two others; a target is judged by both, and where they do not agree nobody can tell.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.figures.units import Measure
from geo.words import Text, listed
from projects.figures.demands import Demand
from projects.figures.target_units import TARGET_UNITS
from projects.metrics.targets import Target, change_block, in_own_unit
from projects.policy.evaluation import verdict_over

Ends = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Span:
    """The figure that is judged is from `least` to `most`, in m, m², numbers or as a share.

    unknown: what is not known, each with its number, as in `2 个项目没有合规记录`; none: the figure
    is one number, and the span is not looked at. An amount without an upper end is infinite.
    """

    least: float | None
    most: float | None
    unknown: tuple[Text, ...]


def so_many(number: float, said: Text) -> tuple[Text, ...]:
    """What is not known, with its number; nothing where the number is 0."""
    return (said.format(count=number),) if number else ()


def span_of(
    target: Target,
    least: Mapping[Measure, float | None],
    most: Mapping[Measure, float | None],
    unknown: tuple[Text, ...],
) -> Span:
    """The span of the figure that the target asks for, of figures by measure."""
    measure = TARGET_UNITS[target.unit_en or ""].measure
    ends = (None, None) if measure is None else (least.get(measure), most.get(measure))
    return Span(*ends, unknown)


def judged_over(target: Target, block: Mapping[str, Any], span: Span) -> dict[str, Any]:
    """The block of a target with the verdict that all of the span has, and the sentence why.

    Without anything unknown, without a figure, or where no number decides (soft words, milestones)
    the verdict of the block stays.
    """
    found = dict(block)
    if not span.unknown or span.least is None or span.most is None:
        return found
    ends = [in_own_unit(target, one) for one in (span.least, span.most)]
    found |= {"least": _kept(ends[0]), "most": _kept(ends[1])}
    if found["met"] is None:
        return found
    met = verdict_over(target, *ends)
    said = OPEN if met is None else SURE[met]
    demand = Demand.of(found)
    reason = said.format(
        unknown=listed(span.unknown),
        least=_written(demand, ends[0]),
        most=_written(demand, ends[1]),
        demand="" if demand is None else demand.text,
    )
    if met is None:
        found |= {name: None for name in found if name.startswith("gap")}
    return found | {"met": met, "reason": reason.as_dict()}


def change_over(
    target: Target, before: Ends, after: Ends, unknown: tuple[Text, ...]
) -> dict[str, Any]:
    """A share at two dates, each from its least to its most, beside a target that asks for a rise
    or a fall; of others the later one counts."""
    block = change_block(target, before[0], after[0])
    directed = target.comparator in ("increase", "decrease") and not target.soft
    if not directed:
        return judged_over(target, block, Span(*after, unknown))
    if not unknown or None in (*before, *after) or block["met"] is None:
        return block
    found = {change_block(target, then, now)["met"] for then in before for now in after}
    if len(found) == 1:
        return block
    reason = OPEN_CHANGE.format(unknown=listed(unknown))
    return {**block, "met": None, "reason": reason.as_dict()}


def _kept(end: float) -> float | None:
    """As a result holds it; a figure without an upper end has none there."""
    return None if math.isinf(end) else round(end, 12) + 0.0


def _written(demand: Demand | None, end: float) -> Text:
    if demand is None or demand.unit is None or math.isinf(end):
        return NO_END
    return demand.measured(end).text


OPEN_CHANGE = Text(
    "不能判定：{unknown}。视其结果，前后两期有无变化、向哪个方向变化都有可能。请查明后重新计算。",
    "Cannot be judged; not known: {unknown}. Depending on that there may be a change between the "
    "dates or none, in either direction. Find out and compute again.",
)
NO_END = Text("没有上限的数", "any amount")
OPEN = Text(
    "不能判定：{unknown}。视其结果，数值在 {least} 至 {most} 之间，要求：{demand}，"
    "达到与未达到都有可能。请查明后重新计算。",
    "Cannot be judged; not known: {unknown}. Depending on that the figure is between {least} and "
    "{most}; asked: {demand}, so it may be met or not. Find out and compute again.",
)
SURE = {
    True: Text(
        "达到目标：{unknown}；无论其结果如何，数值在 {least} 至 {most} 之间，"
        "都达到要求（{demand}）。",
        "The target is met. Not known: {unknown}; however that turns out the figure is between "
        "{least} and {most}, which reaches what is asked ({demand}).",
    ),
    False: Text(
        "未达到目标：{unknown}；无论其结果如何，数值在 {least} 至 {most} 之间，"
        "都达不到要求（{demand}）。",
        "The target is not met. Not known: {unknown}; however that turns out the figure is "
        "between {least} and {most}, which does not reach what is asked ({demand}).",
    ),
}
