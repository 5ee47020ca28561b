"""The states of targets, and what the rule that gives them says before its steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from geo.words import Text

State = Literal[
    "not_due",
    "on_track",
    "at_risk",
    "met",
    "missed",
    "unknown",
    "no_value_set",
    "not_checkable",
]
STATES: Mapping[State, Text] = {
    "met": Text("已达到", "met"),
    "missed": Text("未达到", "missed"),
    "on_track": Text("进展正常", "on track"),
    "at_risk": Text("有风险", "at risk"),
    "not_due": Text("未到期", "not due"),
    "unknown": Text("情况不明", "unknown"),
    "no_value_set": Text("目标值未下达", "no value set"),
    "not_checkable": Text("不再考核", "not checkable"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the rule: the state, the rule in general, and the sentence about one target."""

    state: State
    rule: Text
    """May name a limit: `{pace}`, `{stale}`, `{near}`."""
    why: Text


UNSTATED = Text(
    "（文件未写期限，按规划期末 {day} 判断。）",
    " (The text states no day; the end of the plan, {day}, is taken.)",
)
ORDER = Text(
    "数值的分量：签署的核算结果先于已审定的填报。未签署的核算结果、未审定的填报只并列示出，不判定，"
    "也不改变状态；草稿不示。",
    "Weight of values: a signed figure before an approved report. A figure that nobody signed and a"
    " report that nobody approved are shown beside them, decide nothing and change no state; drafts"
    " are not shown.",
)
AS_OF = Text(
    "只计当日已知的：填报按审定之日，核算结果按签署之日；撤回的自撤回之日起不计。以后的审定和撤回不改变"
    "以前各日的状态。",
    "Only what was known on the day counts: a report from the day it was approved, a figure from"
    " the day it was signed, neither from the day on which it was taken back. What is approved or"
    " taken back later changes no earlier day.",
)
AT_END = Text(
    "数值按期末的情况理解：完成量为规划期开始以来的累计，比率为当期的比率。核算结果说明其数据日期（所量图层"
    "中最早的一个）的情况，与何时签署无关；图层没有写明日期的，不能据以判定。",
    "A value tells how things stand at the end of its period: amounts done add up since the plan"
    " began, a rate is that of the period. A figure tells of the day of its data, the earliest of"
    " the layers that were measured, whenever it was signed; where they state none nothing is"
    " judged by it.",
)
WHOLE = Text(
    "只以目标所属区域整体的数值判断目标；其各部分（区、街道）的数值分单位列出，不相加。同期有几个单位填报的，"
    "以较不利的为准，各数并列。",
    "A target is judged by values of its whole area; those of its parts are shown by unit and not"
    " added up. Where several units report of the same period the less favourable value counts, and"
    " all are shown.",
)
NO_DAY = Text(
    "文件没有写期限的目标，按规划期末判断，并在说明中写明。",
    "A target for which the text states no day is judged by the end of its plan, which its sentence"
    " says.",
)
