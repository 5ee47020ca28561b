"""The steps by which a target has its state on a day, as they are printed and as they are applied.

Each names the state it gives, what it says of all targets, and what it says of one.
"""

from __future__ import annotations

from collections.abc import Mapping

from geo.words import Text
from projects.states.rule import Step

RULE: Mapping[str, Step] = {
    "replaced": Step(
        "not_checkable",
        Text(
            "目标已拆分或更正：不再考核，写明由哪些目标代替。",
            "The target was split or put right: it is not judged any more, and the ids that replace"
            " it are named.",
        ),
        Text(
            "该目标已拆分，由 {ids} 代替，请看这些目标。",
            "This target was split: see {ids}, which replace it.",
        ),
    ),
    "before": Step(
        "not_due",
        Text("文件印发之前：未到期。", "Before the plan was issued: not due."),
        Text(
            "文件 {issued} 才印发，当日尚未生效。",
            "The plan was issued on {issued}, after this day.",
        ),
    ),
    "no_value": Step(
        "no_value_set",
        Text(
            "目标值由上级下达，当日尚未登记：目标值未下达。",
            "The level above sets the value and none was entered by then: no value set.",
        ),
        Text(
            "目标值由上级下达，至当日台账中没有登记下达的数值和文号，不能判断。",
            "The level above sets this value; no value with its document was in the ledger by this"
            " day, so nothing can be judged.",
        ),
    ),
    "broken": Step(
        "missed",
        Text(
            "禁止类目标（0 起）在整个规划期内都须守住：签署的核算或已审定的填报中出现一起，"
            "即为未达到，以后各期为零也不改变。",
            "A prohibition (0 cases) holds through the whole period: one case in a signed figure or"
            " an approved report makes it missed, and later zeros do not mend it.",
        ),
        Text(
            "要求为零，{source}（{when}）为 {value}。",
            "Nothing is allowed; the {source} ({when}) says {value}.",
        ),
    ),
    "held": Step(
        "met",
        Text(
            "禁止类目标期满，自印发之日起每一天都有已审定的填报且均为零：已达到。",
            "A prohibition whose period is over, with approved reports of every day since it was"
            " issued, all of them zero: met.",
        ),
        Text(
            "规划期至 {day} 止，各期已审定的填报均为零。",
            "The period ended on {day}; approved reports cover all of it and every one is zero.",
        ),
    ),
    "gap": Step(
        "unknown",
        Text(
            "禁止类目标期满，但有时段没有已审定的填报：情况不明，写明从哪天起缺。",
            "A prohibition whose period is over, with days that no approved report covers: unknown,"
            " and the first such day is named.",
        ),
        Text(
            "规划期至 {day} 止，已有填报均为零，但 {gap} 起的时段没有已审定的填报，"
            "不能认定一直守住。",
            "The period ended on {day}. What is known is zero, but no approved report covers the"
            " days from {gap} on, so it cannot be said that it was kept throughout.",
        ),
    ),
    "holding": Step(
        "on_track",
        Text(
            "禁止类目标在期内，已知的数值均为零：进展正常。",
            "A prohibition within its period, all known values zero: on track.",
        ),
        Text(
            "要求为零，最近一次{source}（{when}）为零；期满前须一直守住。",
            "Nothing is allowed; the latest {source} ({when}) says zero. It has to be kept to the"
            " end.",
        ),
    ),
    "unwatched": Step(
        "unknown",
        Text(
            "禁止类目标没有签署的核算，也没有已审定的填报：情况不明。",
            "A prohibition with neither a signed figure nor an approved report: unknown.",
        ),
        Text(
            "禁止类要求自 {issued} 起生效，至当日没有签署的核算，也没有已审定的填报，"
            "不能认定守住。",
            "The prohibition holds since {issued}; by this day there is neither a signed figure nor"
            " an approved report, so it cannot be said that it was kept.",
        ),
    ),
    "done": Step(
        "met",
        Text(
            "里程碑、位次、年限、软性措辞（力争、基本、原则上等）、“基本消除”和没有数值的目标，由人员认定："
            "最近一次已审定的认定为“完成”即已达到，到期前也算。",
            "Milestones, ranks, durations, soft words (strive for, basically, in principle …),"
            " “basically eliminated” and targets without a number are decided by a person: the"
            " latest approved entry “done” makes it met, before the day too.",
        ),
        Text(
            "{period}经审定认定为完成（{unit}）。",
            "The approved entry of {period} says that it is done ({unit}).",
        ),
    ),
    "not_done": Step(
        "missed",
        Text(
            "期满后，期末当期或以后经审定认定为“未完成”，或已认定的完成被后来的认定撤回：未达到。",
            "After the day, an approved entry “not done” of the period of that day or a later one,"
            " or one that takes an earlier “done” back: missed.",
        ),
        Text(
            "{period}经审定认定为未完成（{unit}），期限为 {day}。",
            "The approved entry of {period} says that it is not done ({unit}); the day was {day}.",
        ),
    ),
    "taken_back": Step(
        "at_risk",
        Text(
            "期满前，已认定的完成被后来的认定撤回：有风险。",
            "Before the day, a later approved entry takes an earlier “done” back: at risk.",
        ),
        Text(
            "曾认定为完成，{period}又经审定认定为未完成（{unit}）。",
            "It was said to be done; the approved entry of {period} says that it is not ({unit}).",
        ),
    ),
    "person_open": Step(
        "not_due",
        Text(
            "由人员认定的目标在期满前没有认定为完成：未到期；数值只列示。",
            "A target that a person decides, not yet said to be done before the day: not due;"
            " numbers are shown only.",
        ),
        Text("{cause}期限为 {day}，尚未到期。", "{cause} The day is {day}, which is to come."),
    ),
    "person_needed": Step(
        "unknown",
        Text(
            "由人员认定的目标期满后没有认定：情况不明，写明缺什么。数值达到或未达到都不作数。",
            "A target that a person decides, without such an entry after the day: unknown, and what"
            " is lacking is said. No number makes it met or missed.",
        ),
        Text(
            "{cause}期限 {day} 已过，台账中没有经审定的认定。",
            "{cause} The day {day} is over and the ledger has no approved entry that decides it.",
        ),
    ),
    "met": Step(
        "met",
        Text(
            "期满后，以期末当期（没有则以后各期中最早一期）的数值判定：达到要求即已达到。",
            "After the day the value of the period of that day decides, or where there is none the"
            " earliest after it: what is asked is reached, so it is met.",
        ),
        Text(
            "{source}（{when}）为 {value}，要求 {demand}，期限 {day}。",
            "The {source} ({when}) is {value}; asked: {demand} by {day}.",
        ),
    ),
    "missed": Step(
        "missed",
        Text(
            "期满后，同上判定：没有达到要求即未达到；以后达到的，在说明中写明，不改变状态。",
            "After the day, judged the same way: what is asked is not reached, so it is missed; a"
            " later value that reaches it is named and changes nothing.",
        ),
        Text(
            "{source}（{when}）为 {value}，没有达到要求（{demand}，期限 {day}）。{later}",
            "The {source} ({when}) is {value}, which does not reach what is asked ({demand} by"
            " {day}).{later}",
        ),
    ),
    "too_early": Step(
        "unknown",
        Text(
            "期满后只有期满以前各期的数值：情况不明，早期的数值不能代替期末的数值。",
            "After the day there are only values of earlier periods: unknown; they do not stand in"
            " for the value of the day.",
        ),
        Text(
            "期限 {day} 已过，最近的数值是 {value}（{when}），没有期末的数值。",
            "The day {day} is over; the latest value {value} is of {when}, and there is none of the"
            " day itself.",
        ),
    ),
    "nothing": Step(
        "unknown",
        Text("期满后没有可计的数值：情况不明。", "After the day no value counts: unknown."),
        Text(
            "期限 {day} 已过，没有可据以判定的签署核算结果，也没有已审定的填报。",
            "The day {day} is over; there is neither a signed figure to judge by nor an approved"
            " report.",
        ),
    ),
    "ahead": Step(
        "on_track",
        Text(
            "期满前，最有分量的数值已达到要求：进展正常；以期末的数值判定，所以还不是已达到。",
            "Before the day, the weightiest value reaches what is asked: on track; the value of the"
            " day decides, so it is not met yet.",
        ),
        Text(
            "{source}（{when}）为 {value}，已达到要求（{demand}）；期限 {day}，以期末的数值判定。",
            "The {source} ({when}) is {value} and reaches what is asked ({demand}); the value of"
            " {day} decides.",
        ),
    ),
    "apart": Step(
        "at_risk",
        Text(
            "期满前，签署的核算结果未达到要求而填报已达到：有风险，两数须核对。",
            "Before the day, the signed figure does not reach what is asked but the report does: at"
            " risk, and the two have to be compared.",
        ),
        Text(
            "签署的核算结果为 {value}，填报为 {other}，要求 {demand}：两数不一致，请核对。",
            "The signed figure is {value}, the report {other}, asked: {demand}. The two do not"
            " agree; compare them.",
        ),
    ),
    "pace": Step(
        "on_track",
        Text(
            "期满前有前后两期数值：自首期到期限连一直线，最近一期走完应走的 {pace} 以上，"
            "进展正常。",
            "Before the day with values of two periods: on the straight line from the first one to"
            " the day, the latest has gone {pace} or more of its way: on track.",
        ),
        Text(
            "{first_when}为 {first}，{when}为 {value}；按直线到 {day} 达到 {demand}，此时应为"
            " {planned}，已完成应完成的 {share}。",
            "{first} in {first_when}, {value} in {when}; on a straight line to {demand} by {day} it"
            " would be {planned}: {share} of the way so far is done.",
        ),
    ),
    "behind": Step(
        "at_risk",
        Text(
            "同上，不足 {pace}：有风险。",
            "The same with less than {pace}: at risk.",
        ),
        Text(
            "{first_when}为 {first}，{when}为 {value}；按直线到 {day} 达到 {demand}，此时应为"
            " {planned}，只完成应完成的 {share}。",
            "{first} in {first_when}, {value} in {when}; on a straight line to {demand} by {day} it"
            " would be {planned}: only {share} of the way so far is done.",
        ),
    ),
    "fallen": Step(
        "at_risk",
        Text(
            "期满前，首期已达到要求而最近一期没有：有风险。",
            "Before the day, the first period reached what is asked and the latest does not: at"
            " risk.",
        ),
        Text(
            "{first_when}为 {first}，已达到要求（{demand}），{when}退到 {value}；期限 {day}。",
            "{first} in {first_when} reached what is asked ({demand}); {when} is back at {value}."
            " The day is {day}.",
        ),
    ),
    "near": Step(
        "at_risk",
        Text(
            "期满前 {near}以内，最近的数值还没有达到要求，又看不出进度：有风险。",
            "Within {near} before the day, the latest value does not reach what is asked and"
            " no pace can be told: at risk.",
        ),
        Text(
            "{source}（{when}）为 {value}，要求 {demand}，离期限 {day} 不到 {near}。",
            "The {source} ({when}) is {value}, asked: {demand}; less than {near} are left to"
            " {day}.",
        ),
    ),
    "one_value": Step(
        "not_due",
        Text(
            "期满前只有一期数值，或最近一期已过 {stale}，看不出进度：未到期。",
            "Before the day with a value of one period only, or none of the last {stale},"
            " no pace can be told: not due.",
        ),
        Text(
            "{source}（{when}）为 {value}，要求 {demand}，期限 {day}；{lack}，看不出进度。",
            "The {source} ({when}) is {value}, asked: {demand} by {day}; {lack}, so no pace can be"
            " told.",
        ),
    ),
    "no_report": Step(
        "not_due",
        Text("期满前没有可计的数值：未到期。", "Before the day, no value counts: not due."),
        Text("期限为 {day}，至当日没有可计的数值。", "The day is {day}; by now no value counts."),
    ),
    "changed": Step(
        "met",
        Text(
            "要求提高或下降的目标比较首期与最近一期（期满后须为期末当期或以后）：方向相符，"
            "期满后为已达到，期满前为进展正常。",
            "A rise or a fall is judged by the first and the latest period (after the day: the"
            " period of the day or later): in the direction asked, it is met after the day and on"
            " track before it.",
        ),
        Text(
            "{first_when}为 {first}，{when}为 {value}，要求{demand}：方向相符。",
            "{first} in {first_when}, {value} in {when}; it was {demand}, and does.",
        ),
    ),
    "unchanged": Step(
        "missed",
        Text(
            "同上，方向不符或没有变化：期满后为未达到，期满前为有风险。",
            "The same, in the other direction or without a change: missed after the day, at risk"
            " before it.",
        ),
        Text(
            "{first_when}为 {first}，{when}为 {value}，要求{demand}：方向不符。",
            "{first} in {first_when}, {value} in {when}; it was {demand}, and does not.",
        ),
    ),
    "two_needed": Step(
        "unknown",
        Text(
            "要求提高或下降的目标期满后没有前后两期数值：情况不明。",
            "A rise or a fall without values of two periods after the day: unknown.",
        ),
        Text(
            "要求{demand}，须有前后两期已审定的数值才能比较，期限 {day} 已过，尚缺。",
            "It is {demand}; that takes approved values of two periods, which are lacking now that"
            " {day} is over.",
        ),
    ),
}
"""The steps in the order in which they are tried; the first that fits decides."""
