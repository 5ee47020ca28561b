"""Rules of quarterly dispatch: limits by which the bulletin names projects, items of assessment."""

from __future__ import annotations

from geo.figures.units import NUMBER
from geo.words import Text
from projects.sheets.declaration import SheetColumn, rule

DUE_DAYS, LEAST_RISE, MONEY_PACE = "due_days", "least_rise", "money_pace"
DISPATCH_LIMIT_TITLES = (
    (DUE_DAYS, Text("填报期限：季末后的天数", "reports due: days after the quarter")),
    (
        LEAST_RISE,
        Text("季度停滞：一季进度上升少于百分点", "standstill: points of progress in a quarter"),
    ),
    (MONEY_PACE, Text("支付滞后：低于时间进度的比例", "slow spending: share of what time asks")),
)
DISPATCH_LIMITS = rule(
    "dispatch_limits",
    Text("季度调度界限", "Limits of quarterly dispatch"),
    Text(
        "填报期限，以及通报点名季度停滞和支付滞后的界限；没有文件或标准规定，由本单位选定。",
        "When reports are due, and from when the bulletin names a project for a standstill in the "
        "quarter or for spending slowly: no plan and no standard sets these, each office chooses.",
    ),
    (
        SheetColumn(
            "limit", Text("界限", "Limit"), "code", required=True, codes=DISPATCH_LIMIT_TITLES
        ),
        SheetColumn("value", Text("数值", "Value"), unit=NUMBER, required=True, low=0.0, high=1e4),
    ),
    ("limit",),
)

LATE_REPORTS, RETURNS, STANDSTILL = "late_reports", "returns", "standstill"
OVERDUE, OPEN_ORDERS, SPENDING = "overdue", "open_orders", "spending"
MEASURES = (
    (LATE_REPORTS, Text("未按时填报的次数", "Late or missing reports")),
    (RETURNS, Text("被退回的次数", "Reports given back")),
    (STANDSTILL, Text("季度停滞的次数", "Quarters of standstill")),
    (OVERDUE, Text("年末逾期的项目", "Overdue projects")),
    (OPEN_ORDERS, Text("逾期未销号的整改", "Orders not closed in time")),
    (SPENDING, Text("年度支付率", "Money of the year spent")),
)
ASSESSMENT_ITEMS = rule(
    "assessment_items",
    Text("年度考核评分项", "Items of the yearly assessment"),
    Text(
        "每项的满分、每例扣分和评分单位；按比例得分的项不写每例扣分。一个方案的满分合计为 100 分。",
        "Full points of each item, points off for each case, and the bureau that scores it; an "
        "item scored in proportion has no points off. The items of a scheme add up to 100.",
    ),
    (
        SheetColumn("scheme", Text("方案", "Scheme"), "text", required=True),
        SheetColumn("measure", Text("考核项", "Item"), "code", required=True, codes=MEASURES),
        SheetColumn("points", Text("满分", "Full points"), unit=NUMBER, required=True, low=0.0,
                    high=100.0),
        SheetColumn("each", Text("每例扣分", "Points off a case"), unit=NUMBER, low=0.0,
                    high=100.0),
        SheetColumn("scored_by", Text("评分单位", "Scored by"), "text", required=True),
    ),
    ("scheme", "measure"),
)  # fmt: skip
DISPATCH_RULES = (DISPATCH_LIMITS, ASSESSMENT_ITEMS)
