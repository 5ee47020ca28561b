"""Layers that several metrics ask for, each declared once; a metric says what it asks beside."""

from __future__ import annotations

from geo.words import Text
from layers.kinds.controls import OUTFALL
from layers.kinds.required import ECOLOGICAL_CORRIDOR, SEWAGE_PLANT
from layers.kinds.supporting import (
    ADMIN_DIVISION,
    BUILT_UP_AREA,
    RIVER_BANK,
    SEWAGE_SERVICE_AREA,
)
from projects.metrics.declaration import Role, SheetRole
from projects.sheets.rules_judging import JUDGING_LIMITS

BANKS = Role(
    "banks",
    Text("河道岸线", "River banks"),
    Text("距离由此起算。", "Where distances start."),
    geometry=("line", "polygon"),
    kinds=(RIVER_BANK.id,),
    wanted=("river",),
)
BOUNDARY = Role(
    "boundary",
    Text("目标所属范围", "Boundary of the target's division"),
    Text(
        "与目标比较时用；不填则在现行的行政区划图层中查找目标所属的行政区。",
        "Used with a target; if empty its division is looked for in the live layers of divisions.",
    ),
    kinds=(ADMIN_DIVISION.id,),
    optional=True,
)
"""Every metric that takes a target has it; the engine takes it, no computation is handed it."""
BUILT_UP = Role(
    "built_up",
    Text("建成区", "Built-up area"),
    Text("计算比例的分母。", "What the share is of."),
    kinds=(BUILT_UP_AREA.id,),
    within="cut",
)
CORRIDORS = Role(
    "corridors",
    Text("生态廊道", "Corridors"),
    Text("廊道面或中心线。", "Polygons or centre lines."),
    geometry=("polygon", "line"),
    kinds=(ECOLOGICAL_CORRIDOR.id,),
    wanted=("status",),
)
DIVISIONS = Role(
    "divisions",
    Text("行政区划", "Administrative divisions"),
    Text("带有级别的行政区。", "Divisions with their level."),
    kinds=(ADMIN_DIVISION.id,),
    fields=("level",),
)
LIMITS = SheetRole(
    "limits",
    Text("判断界限", "Limits of judging"),
    Text(
        "某一级别的单元覆盖范围多少以上才算全部单元。",
        "How much of a place the units of a level must cover to be all of them.",
    ),
    JUDGING_LIMITS.id,
)
"""Every metric that counts divisions of a level takes it."""
OUTFALLS = Role(
    "outfalls",
    Text("入河排污口", "Outfalls"),
    Text("排污口位置。", "Places of outfalls."),
    geometry=("point",),
    kinds=(OUTFALL.id,),
)
PLANTS = Role(
    "plants",
    Text("污水处理厂", "Sewage plants"),
    Text("点或厂区。", "Points or sites."),
    geometry=("point", "polygon"),
    kinds=(SEWAGE_PLANT.id,),
)
REGION = Role(
    "region",
    Text("统计范围", "Region"),
    Text("给出时只计范围以内的部分。", "If given, only what lies inside counts."),
    optional=True,
)
SERVICE_AREAS = Role(
    "service_areas",
    Text("污水服务范围", "Sewage service areas"),
    Text("申报的纳污服务范围，可以重叠。", "Declared service areas; they may overlap."),
    kinds=(SEWAGE_SERVICE_AREA.id,),
)
