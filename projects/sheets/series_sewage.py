"""Series of sewage that an office enters: effluent readings, and rates as they were reported."""

from __future__ import annotations

from geo.figures.units import CELSIUS, EFFLUENT, RATIO
from geo.words import Text
from geo.years import LAST_YEAR
from projects.sheets.declaration import SheetColumn, SheetKind
from projects.sheets.rules_sewage import EFFLUENT_ITEMS, SEWAGE_INDICATORS

SOURCE = SheetColumn("source", Text("来源", "Source"), "text")
NOTE = SheetColumn("note", Text("说明", "Note"), "text")

EFFLUENT_READINGS = SheetKind(
    "effluent_readings",
    Text("污水处理厂出水监测值", "Effluent readings"),
    Text(
        "各污水处理厂出水的日均监测值，逐日逐项目一行。",
        "Daily means of the effluent of sewage plants, one row a day and item.",
    ),
    "series",
    (
        SheetColumn("plant", Text("污水处理厂编号", "Plant"), "text", required=True),
        SheetColumn("day", Text("日期", "Day"), "date", required=True),
        SheetColumn("item", Text("项目", "Item"), "code", required=True, codes=EFFLUENT_ITEMS),
        SheetColumn(
            "value",
            Text("监测值", "Value"),
            unit=EFFLUENT,
            required=True,
            low=0.0,
            high=1e9,
        ),
        SheetColumn(
            "water_c",
            Text("水温", "Water temperature"),
            unit=CELSIUS,
            low=-5.0,
            high=60.0,
        ),
        SOURCE,
        NOTE,
    ),
    ("plant", "day", "item"),
    grade="internal",
)

SEWAGE_RATES = SheetKind(
    "sewage_rates",
    Text("上报的污水收集率与处理率", "Reported collection and treatment rates"),
    Text(
        "主管部门上报或公布的比率。这是统计值，不能由图上面积推算。",
        "Rates as the authority reported them: statistics, which no area on the map stands for.",
    ),
    "series",
    (
        SheetColumn("area", Text("统计范围", "Area"), "text", required=True),
        SheetColumn("year", Text("年份", "Year"), required=True, low=2000.0, high=LAST_YEAR),
        SheetColumn(
            "indicator",
            Text("指标", "Indicator"),
            "code",
            required=True,
            codes=SEWAGE_INDICATORS,
        ),
        SheetColumn(
            "rate", Text("上报值", "Reported"), unit=RATIO, required=True, low=0.0, high=1.0
        ),
        SOURCE,
        NOTE,
    ),
    ("area", "year", "indicator"),
)

SEWAGE_SERIES = (EFFLUENT_READINGS, SEWAGE_RATES)
