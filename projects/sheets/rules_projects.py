"""Limits by which a project is told to stand still, that no plan and no standard sets."""

from __future__ import annotations

from geo.figures.units import NUMBER
from geo.words import Text
from projects.sheets.declaration import SheetColumn, rule

STAGNANT = "stagnant_days"
PROJECT_LIMIT_TITLES = (
    (
        STAGNANT,
        Text("停滞：进度没有上升的天数", "standing still: days without a rise"),
    ),
)
PROJECT_LIMITS = rule(
    "project_limits",
    Text("项目判断界限", "Limits of judging projects"),
    Text(
        "在建项目多少天进度没有上升即为停滞；没有文件或标准规定，由本单位选定。",
        "After how many days without a rise a project under construction stands still: no plan and "
        "no standard sets it, each office chooses.",
    ),
    (
        SheetColumn(
            "limit",
            Text("界限", "Limit"),
            "code",
            required=True,
            codes=PROJECT_LIMIT_TITLES,
        ),
        SheetColumn("value", Text("数值", "Value"), unit=NUMBER, required=True, low=1.0, high=1e4),
    ),
    ("limit",),
)
PROJECT_RULES = (PROJECT_LIMITS,)
