"""Limits that no plan and no standard sets: when a project has not risen for long, what is
proposed to be its place, how far a water reaches."""

from __future__ import annotations

from geo.figures.units import NUMBER
from geo.words import Text
from projects.sheets.declaration import SheetColumn, rule

STAGNANT, NAME_ALIKE, WATER_REACH = "stagnant_days", "name_alike", "water_reach_m"
PROJECT_LIMIT_TITLES = (
    (
        STAGNANT,
        Text("久未上升：进度没有上升的天数", "no rise for long: days without a rise"),
    ),
    (
        NAME_ALIKE,
        Text("提议关联：名称相近的程度（0–100）", "proposed links: likeness of names (0–100)"),
    ),
    (WATER_REACH, Text("河湖长：属于水体的距离（米）", "chiefs: metres that belong to a water")),
)
PROJECT_LIMITS = rule(
    "project_limits",
    Text("项目判断界限", "Limits of judging projects"),
    Text(
        "在建项目多少天进度没有上升即为久未上升，名称多相近才提议关联，离水体多远归其河湖长；"
        "没有文件或标准规定，由本单位选定。",
        "How many days without a rise of a project under construction are long, how alike names "
        "are that are proposed as links, how far from a water its chiefs are in charge: no plan "
        "and no standard sets these, each office chooses.",
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
