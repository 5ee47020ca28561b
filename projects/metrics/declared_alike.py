"""What several metrics declare alike: words for yes and no, the day of the rules, the target."""

from __future__ import annotations

from geo.words import Text
from projects.figures.units import Measure
from projects.metrics.declaration import Parameter

YES_NO = {"yes": Text("是", "yes"), "no": Text("否", "no")}
RULES_ON = Parameter(
    "rules_on",
    Text("规则日期", "Rules as of"),
    Text(
        "用这一天有效的规则；不填则用没有失效日期的。",
        "Rules that hold on this day; if empty those without an end.",
    ),
    "date",
    origin=Text("默认用现行规则", "Rules in force by default"),
)
DAY = Parameter(
    "day",
    Text("按哪一天的规则", "Rules of the day"),
    Text("留空为现行规则。", "Empty: the rules without an end."),
    "date",
    origin=Text("留空", "empty"),
)
"""The same under the name that hits and loads of plants have had from the start."""


def target_parameter(measures: tuple[Measure, ...], check: str, *others: str) -> Parameter:
    """A target of the register that one of these checks verifies, in one of these measures."""
    named = "、".join((check, *others)), ", ".join((check, *others))
    return Parameter(
        "target",
        Text("政策目标", "Policy target"),
        Text("与结果比较的目标编号。", "Id of the target the result is compared with."),
        "target",
        origin=Text(f"政策台账（核算方式 {named[0]}）", f"Policy register ({named[1]})"),
        spatial_check=check,
        other_checks=others,
        measures=measures,
    )
