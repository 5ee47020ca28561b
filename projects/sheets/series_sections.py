"""Months of sections as sheets: what figures are computed from, kept as it was."""

from __future__ import annotations

from geo.words import Text
from projects.sheets.declaration import SheetColumn, SheetKind

SECTION_MONTHS = SheetKind(
    "section_months",
    Text("断面月均值", "Monthly means of sections"),
    Text(
        "断面逐月逐项目的均值，取自监测数据；数据更正后重新取一次，成为新版本。",
        "The mean of each section, month and item, taken from readings; after corrections they are "
        "taken again, as a new version.",
    ),
    "series",
    (
        SheetColumn("section", Text("断面编号或名称", "Section"), "text", required=True),
        SheetColumn("month", Text("月份", "Month"), "text", required=True),
        SheetColumn("item", Text("项目代码", "Item"), "text", required=True),
        SheetColumn(
            "value", Text("均值（项目单位）", "Mean (unit of the item)"), required=True,
            low=-1e9, high=1e9,
        ),
        SheetColumn("count", Text("个数", "Values"), low=0.0, high=1e9),
    ),
    ("section", "month", "item"),
    grade="internal",
)  # fmt: skip
ODD_READINGS = SheetKind(
    "odd_readings",
    Text("监测值异常特征", "What stands out in readings"),
    Text(
        "断面逐月逐项目：偏离前后中位数最远的值、连续相同的次数、分项超过总量的比例，取自监测数据。",
        "Of each section, month and item: the value farthest from the median around it, equal "
        "values in a row, and by what part the parts pass their whole; taken from readings.",
    ),
    "series",
    (
        SheetColumn("section", Text("断面编号或名称", "Section"), "text", required=True),
        SheetColumn("month", Text("月份", "Month"), "text", required=True),
        SheetColumn("item", Text("项目代码", "Item"), "text", required=True),
        SheetColumn("at", Text("最远值的时间", "Time of the farthest value"), "text"),
        SheetColumn("value", Text("最远值", "Farthest value"), low=-1e9, high=1e9),
        SheetColumn("usual", Text("前后中位数", "Median around it"), low=-1e9, high=1e9),
        SheetColumn("times", Text("偏离倍数", "Median deviations off"), low=0.0, high=1e12),
        SheetColumn("run", Text("连续相同的次数", "Equal values in a row"), low=0.0, high=1e9),
        SheetColumn("excess", Text("分项超过总量", "Parts above the whole"), low=-1.0, high=1e9),
    ),
    ("section", "month", "item"),
    grade="internal",
)
