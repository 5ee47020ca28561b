"""One month of one section by a scheme: met or not, why, and the money of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from geo.figures.said import said, typed
from geo.figures.units import RATIO, TIMES
from geo.figures.writing import written
from geo.words import BETWEEN_CLAUSES, Text, listed
from projects.sheets.rules_schemes import CHANGE, CLASS_OR_CONTROL, INDEX, MET, MISSED
from projects.water.bands import exactly
from projects.water.class_words import class_name
from projects.water.classing import exceeded
from projects.water.limits import CLASSES, Bound, Limits
from projects.water.means import Values
from projects.water.schemes.scheme import Scheme
from projects.water.within import is_within

NO_DATA = Text("没有监测数据", "no readings")
NO_ITEM = Text("没有可判定的项目", "no item to be judged")
LACKS = Text("缺 {items}，不能判定", "without {items} there is no verdict")
NO_TARGET = Text("没有水质目标", "no target class")
NOT_SAID = Text("方案怎样判定没有公布", "how the scheme judges is not published")
WITHIN = Text(
    "{count} 项均达到{target}", "{count:item|items} within {target}"
)  # of the items that were measured
OVER = Text("{item} {value}（{target} 限值 {limit}）", "{item} {value} ({target}: {limit})")
NO_INFLOW = Text("没有来水断面", "no inflow section")
INFLOW_LACKS = Text("来水断面没有 {items}", "the inflow section has no {items}")
NOT_ABOVE = Text("超过目标，各项不劣于来水", "over the target, no item worse than the inflow")
WORSE_THAN = Text("{item} {value}，来水 {inflow}", "{item} {value}, inflow {inflow}")
NO_REFERENCE = Text("没有 {items} 的参照浓度", "no reference of {items}")
CHANGED = Text(
    "综合污染指数 {own}，来水 {inflow}，变化 {change}",
    "pollution index {own}, inflow {inflow}, change {change}",
)
DROPPED = Text(
    "类别由来水的{inflow}降为{own}，追加扣缴的标准未公布，不计",
    "the class drops from {inflow} to {own}; the further charge is not published and not counted",
)


@dataclass(frozen=True, slots=True)
class Month:
    """`met` is None where nothing can be said; `money` None where the scheme says none.

    index, inflow: the pollution index of the section and of its inflow, of schemes that go by it.
    """

    month: str
    met: bool | None
    why: Text
    money: Fraction | None = None
    change: Fraction | None = None
    index: Fraction | None = None
    inflow: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What a section is judged by beside its values: its target, its water, its limits.

    counted: items by which a class is told. titles: what items are called. grade: the class of a
    set of values.
    """

    target: str | None
    river: str | None
    limits: Limits
    counted: tuple[str, ...]
    titles: Mapping[str, Text]
    grade: Callable[[Values], str | None]

    def named(self, item: str) -> Text:
        return self.titles.get(item) or Text(item, item)


def judge_month(
    scheme: Scheme, place: Place, month: str, own: Values | None, inflow: Values | None
) -> Month:
    """The verdict of a month; `inflow` is None where the section has no control."""
    if not own:
        return Month(month, None, NO_DATA)
    if scheme.comparison is None:
        return Month(month, None, NOT_SAID)
    if scheme.comparison == INDEX:
        return _by_index(scheme, place, month, own, inflow)
    judged = _by_class(scheme, place, month, own, inflow)
    return Month(month, judged.met, judged.why, _money_of_verdict(scheme, judged.met))


def _by_class(
    scheme: Scheme, place: Place, month: str, own: Values, inflow: Values | None
) -> Month:
    target = scheme.target or place.target
    if target is None:
        return Month(month, None, NO_TARGET)
    asked = scheme.items_on(place.river) or tuple(item for item in place.counted if item in own)
    items = [item for item in asked if item not in scheme.left_out]
    measured = [item for item in items if item in own and item in place.limits.by_item]
    lacking = [item for item in items if item not in measured]
    if not measured:
        return Month(month, None, NO_ITEM)
    bounds = {item: place.limits.by_item[item][CLASSES.index(target)] for item in measured}
    over = [item for item in measured if not is_within(own, item, bounds[item])]
    if not over:
        if lacking:
            return Month(month, None, LACKS.format(items=_listed(place, lacking)))
        name = class_name(target)
        return Month(month, True, WITHIN.format(count=len(measured), target=name))
    told = [_over(place, own, item, bounds[item], target) for item in over]
    if scheme.comparison != CLASS_OR_CONTROL:
        return Month(month, False, listed(told, between=BETWEEN_CLAUSES))
    return _by_inflow(place, month, own, inflow, items, told)


def _by_inflow(
    place: Place,
    month: str,
    own: Values,
    inflow: Values | None,
    items: list[str],
    told: list[Text],
) -> Month:
    """Over its target a month is met where no item is worse than where the water comes in."""

    def because(*more: Text) -> Text:
        return listed([*told, *more], between=BETWEEN_CLAUSES)

    if inflow is None:
        return Month(month, False, because(NO_INFLOW))
    both = [item for item in items if item in own and item in inflow]
    worse = [item for item in both if _worse(own[item], inflow[item], place.limits.by_item[item])]
    if worse:
        each = [
            WORSE_THAN.format(
                item=place.named(item), value=typed(own[item]), inflow=typed(inflow[item])
            )
            for item in worse
        ]
        return Month(month, False, because(*each))
    if len(both) < len(items):
        lacking = _listed(place, [item for item in items if item not in inflow])
        absent = [item for item in items if item not in own]
        said_of = INFLOW_LACKS.format(items=lacking)
        if absent:
            said_of = LACKS.format(items=_listed(place, absent))
        return Month(month, None, because(said_of))
    return Month(month, True, because(NOT_ABOVE))


def _by_index(
    scheme: Scheme, place: Place, month: str, own: Values, inflow: Values | None
) -> Month:
    items = scheme.items_on(place.river)
    without = [item for item in items if item not in scheme.references]
    lacking = [item for item in items if item not in own]
    if not items or without:
        return Month(month, None, NO_REFERENCE.format(items=_listed(place, without)))
    if lacking:
        return Month(month, None, LACKS.format(items=_listed(place, lacking)))
    if inflow is None:
        return Month(month, None, NO_INFLOW)
    absent = [item for item in items if item not in inflow]
    if absent:
        return Month(month, None, INFLOW_LACKS.format(items=_listed(place, absent)))
    here, there = (pollution_index(values, scheme.references, items) for values in (own, inflow))
    if there == 0:
        return Month(month, None, NO_INFLOW)
    change = here / there - 1
    step = scheme.step(CHANGE, change)
    money = None if step is None or step["amount"] is None else exactly(step["amount"])
    why = CHANGED.format(own=_index(here), inflow=_index(there), change=said(float(change), RATIO))
    own_class, other = place.grade(own), place.grade(inflow)
    if own_class and other and CLASSES.index(own_class) > CLASSES.index(other):
        dropped = DROPPED.format(own=class_name(own_class), inflow=class_name(other))
        why = listed([why, dropped], between=BETWEEN_CLAUSES)
    return Month(month, change <= 0, why, money, change, here, there)


def pollution_index(
    values: Values, references: Mapping[str, float], items: tuple[str, ...]
) -> Fraction:
    """P = (1/n) × Σ Cᵢ/Sᵢ, of the numbers as they are written."""
    parts = [exactly(values[item]) / exactly(references[item]) for item in items]
    return sum(parts, Fraction(0)) / len(parts)


def _money_of_verdict(scheme: Scheme, met: bool | None) -> Fraction | None:
    if met is None:
        return None
    steps = scheme.steps_of(MET if met else MISSED)
    amounts = [row["amount"] for row in steps if row["amount"] is not None]
    return exactly(amounts[0]) if len(amounts) == 1 else None


def _worse(own: float, inflow: float, bounds: tuple[Bound, ...]) -> bool:
    """Of oxygen less is worse, of everything else more."""
    more_is_better = all(one.high is None for one in bounds)
    here, there = exactly(own), exactly(inflow)
    return here < there if more_is_better else here > there


def _over(place: Place, own: Values, item: str, bound: Bound, target: str) -> Text:
    limit = typed(exceeded(own[item], bound))
    return OVER.format(
        item=place.named(item), value=typed(own[item]), limit=limit, target=class_name(target)
    )


def _listed(place: Place, items: list[str]) -> Text:
    return listed(place.named(item) for item in items)


def _index(value: Fraction) -> str:
    return written(float(value), TIMES).number
