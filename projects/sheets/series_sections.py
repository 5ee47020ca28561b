"""Months of sections as a sheet: what a figure is computed from, kept as it was."""

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
)  # fmt: skip
