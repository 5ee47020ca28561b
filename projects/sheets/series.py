"""Series that an office enters: what is measured or reported, by date."""

from __future__ import annotations

from geo.figures.units import MILLIMETRES, WAN_YUAN
from geo.words import Text
from projects.sheets.declaration import SheetColumn, SheetKind

NOTE = SheetColumn("note", Text("说明", "Note"), "text")

DAILY_RAIN = SheetKind(
    "daily_rain",
    Text("逐日降雨量", "Daily rain"),
    Text(
        "一个雨量站的逐日降雨量，用于推求设计降雨量；应不少于 30 年，降雪日标为“雪”。",
        "Daily rain at one gauge, from which design rainfall is derived; 30 years at least, days "
        "of snowfall marked as such.",
    ),
    "series",
    (
        SheetColumn("day", Text("日期", "Day"), "date", required=True),
        SheetColumn(
            "rain_mm",
            Text("降雨量", "Rain"),
            unit=MILLIMETRES,
            required=True,
            low=0.0,
            high=2000.0,
        ),
        SheetColumn(
            "form",
            Text("降水形态", "Form"),
            "code",
            codes=(("rain", Text("雨", "rain")), ("snow", Text("雪", "snow"))),
        ),
        NOTE,
    ),
    ("day",),
)
SPONGE_PLAN = SheetKind(
    "sponge_plan",
    Text("排水分区达标计划", "Plan of drainage zones"),
    Text(
        "哪些排水分区计划在何时达标、需要多少投资；可由项目台账的关联与计划完成日期生成。",
        "Which drainage zones are to be met by when and at what cost; it can be made from the due "
        "dates of the projects linked to them.",
    ),
    "series",
    (
        SheetColumn("zone", Text("排水分区编号", "Drainage zone"), "text", required=True),
        SheetColumn("due_on", Text("计划完成日期", "Due on"), "date"),
        SheetColumn(
            "cost_wan_yuan",
            Text("投资", "Cost"),
            unit=WAN_YUAN,
            low=0.0,
            high=1e9,
        ),
        SheetColumn("projects", Text("项目", "Projects"), "text"),
        NOTE,
    ),
    ("zone",),
)
PROJECT_CHANGES = (
    ("new", Text("新建", "new")),
    ("altered", Text("改建", "altered")),
    ("extended", Text("扩建", "extended")),
    ("other", Text("其他（不计）", "other (left out)")),
)
NOT_COMPLIANT = "not_compliant"
SPONGE_STAGES = (
    ("planning", Text("规划条件", "planning conditions")),
    ("design", Text("设计审查", "review of the design")),
    ("permit", Text("施工许可", "building permit")),
    ("acceptance", Text("竣工验收", "acceptance")),
    (NOT_COMPLIANT, Text("查明未落实", "found not to comply")),
)
SPONGE_PROJECTS = SheetKind(
    "sponge_projects",
    Text("建设项目落实海绵要求记录", "Sponge-city records of building projects"),
    Text(
        "每个建设项目的开工日期、建设性质，以及最近一项海绵城市合规记录；项目和日期可由项目台账生成。",
        "Start, kind of change and latest sponge-city record of each building project; projects "
        "and dates can be taken from the project records.",
    ),
    "series",
    (
        SheetColumn("project", Text("项目编号", "Project"), "text", required=True),
        SheetColumn("name", Text("项目名称", "Name"), "text"),
        SheetColumn("started_on", Text("开工日期", "Started on"), "date"),
        SheetColumn("change", Text("建设性质", "Change"), "code", codes=PROJECT_CHANGES),
        SheetColumn("stage", Text("合规环节", "Stage of the record"), "code", codes=SPONGE_STAGES),
        SheetColumn("record", Text("合规记录文号", "Record"), "text"),
        NOTE,
    ),
    ("project",),
)
SERIES = (DAILY_RAIN, SPONGE_PLAN, SPONGE_PROJECTS)
