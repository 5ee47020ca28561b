"""Limits by which states of targets and verdicts are told that no plan and no standard sets."""

from __future__ import annotations

from geo.figures.units import NUMBER
from geo.words import Text
from projects.sheets.declaration import SheetColumn, rule

PACE, STALE, NEAR, COVERED = "pace", "stale_days", "near_days", "units_covered"
LIMIT_TITLES = (
    (
        PACE,
        Text("进展正常：走完直线上应走的比例", "on track: share of the straight line"),
    ),
    (
        STALE,
        Text("看进度：最近一期不超过天数", "pace: the latest value at most days old"),
    ),
    (NEAR, Text("临期：离期限不超过天数", "near: days before the day")),
    (
        COVERED,
        Text("全部单元：覆盖范围的比例", "all units: share of the ground covered"),
    ),
)
JUDGING_LIMITS = rule(
    "judging_limits",
    Text("目标判断界限", "Limits of judging targets"),
    Text(
        "进度、过期、临期和单元覆盖的界限；没有文件或标准规定，由本单位选定。",
        "Limits of pace, age, nearness and of units that cover a place: no plan and no standard "
        "sets them, each office chooses.",
    ),
    (
        SheetColumn(
            "limit",
            Text("界限", "Limit"),
            "code",
            required=True,
            codes=LIMIT_TITLES,
        ),
        SheetColumn("value", Text("数值", "Value"), unit=NUMBER, required=True, low=0.0, high=1e4),
    ),
    ("limit",),
)
AREA_APART = "area_apart"
BOUNDARY_LIMITS = rule(
    "boundary_limits",
    Text("边界核对界限", "Limits of checking boundaries"),
    Text(
        "边界的面积与已知面积相差多少以上提示“边界可能画错”；没有文件或标准规定，由本单位选定。",
        "From which difference to the known area a boundary is told to be wrong perhaps: no plan "
        "and no standard sets it, each office chooses.",
    ),
    (
        SheetColumn(
            "limit",
            Text("界限", "Limit"),
            "code",
            required=True,
            codes=((AREA_APART, Text("面积相差的比例", "areas apart: share")),),
        ),
        SheetColumn("value", Text("数值", "Value"), unit=NUMBER, required=True, low=0.0, high=10.0),
    ),
    ("limit",),
)
JUDGING_RULES = (JUDGING_LIMITS, BOUNDARY_LIMITS)
