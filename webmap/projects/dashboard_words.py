"""Wording of the dashboard of projects."""

from __future__ import annotations

from geo.words import Text

DASHBOARD: dict[str, Text] = {
    "dashboard_title": Text("项目看板", "Dashboard of projects"),
    "dashboard_link": Text("看板", "Dashboard"),
    "dashboard_list": Text("项目清单", "List of projects"),
    "dashboard_lead": Text(
        "每个数字都可点开，看到它所计的项目；各数与清单按同样的条件得出。",
        "Every number opens the list of what it counts; both come of the same conditions.",
    ),
    "dashboard_all": Text("项目", "Projects"),
    "dashboard_problems": Text("有未销号问题", "With open problems"),
    "dashboard_late_first": Text("逾期最久的", "Late the longest"),
    "dashboard_stagnant_first": Text(
        "久未上升的，最久没有报告的在前", "No rise for long, last reported first"
    ),
    "dashboard_none_late": Text("没有逾期的项目。", "No project is late."),
    "dashboard_none_stagnant": Text(
        "没有久未上升的项目。", "No project is without a rise for long."
    ),
    "dashboard_share": Text("构成", "Parts"),
    "dashboard_share_hint": Text(
        "条形图：黑色为逾期，斜线为久未上升而未逾期，空白为其余；长度为项目数，按本表最大的一行。",
        "Bars: black is late, hatched has not risen for long and is not late, blank is the rest; "
        "as long as the number of projects, the largest row of the table full.",
    ),
    "dashboard_money_hint": Text(
        "条形图自上而下：计划（空白）、到位（斜线）、支付（黑色），按本表最大的数。“年度计划”是各项目"
        "年度计划投资之和，与资金来源无关；“—”为没有填报。",
        "Bars from above: planned (blank), arrived (hatched), spent (black), the largest number of "
        "the table full. “Plans of the year” adds up what projects plan to invest, whatever the "
        "source; “—” was not told.",
    ),
    "dashboard_money_unit": Text("万元", "10,000 yuan"),
    "dashboard_plan_of_year": Text("年度计划", "Plans of the year"),
    "dashboard_empty": Text("没有符合条件的项目。", "No project fits."),
}
# What the bars are, for who does not see them.
BAR = Text(
    "共 {total}：逾期 {late}，久未上升而未逾期 {still}，其余 {rest}",
    "{total} in all: {late} late, {still} without a rise for long and not late, {rest} others",
)
MONEY_BAR = Text(
    "计划 {planned}，到位 {arrived}，支付 {spent}",
    "planned {planned}, arrived {arrived}, spent {spent}",
)
