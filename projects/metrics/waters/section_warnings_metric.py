"""Declaration of the metric “warnings on readings”; `section_warnings` computes it."""

from __future__ import annotations

from geo.figures.units import NUMBER
from geo.words import Text
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    Column,
    Metric,
    SheetRole,
    Sum,
    Table,
)
from projects.metrics.families import PROTECTED_WATERS
from projects.metrics.parameters import year_parameter
from projects.metrics.waters import ban_columns as shared
from projects.metrics.waters.section_layers import (
    ITEMS,
    LIMITS,
    MONTHS,
    PLACES,
    rule_role,
)

OVER, JUMP, CONSTANT, SUM = "over", "jump", "constant", "sum"


SORTS = {
    OVER: Text("超标", "over the limit"),
    JUMP: Text("突变", "sudden jump"),
    CONSTANT: Text("恒定不变", "the same value again and again"),
    SUM: Text("分项大于总量", "parts above the whole"),
}


SECTION_WARNINGS = Metric(
    id="section_warnings",
    version=2,
    family=PROTECTED_WATERS,
    place=95,
    title=Text("监测值预警", "Warnings on readings"),
    summary=Text(
        "一年的断面监测值中须核查的：超标、突变、恒定不变、分项大于总量，逐条处理。",
        "What is to be looked at in a year of readings: over the limit, sudden jumps, values that "
        "stay the same, parts above the whole; each is decided on.",
    ),
    formula=Text(
        "超标：月均值超过水质目标的限值（没有目标的按Ⅲ类）。"
        "突变：与前后各若干次（数据表“监测值检查界限”，提取时的次数写在特征表的来源里）的中位数之差，超过这一断面和项目全部偏差中位数的规定倍数，"
        "且不小于数据表“水质监测项目”里这一项的“突变至少相差”。"
        "恒定：连续相同的次数达到规定次数，未检出的不算。"
        "分项大于总量：同一时间氨氮与硝酸盐氮之和大于总氮，或五日生化需氧量、高锰酸盐指数大于"
        "化学需氧量，超过允许的比例。",
        "over: a monthly mean passes the limit of the target class (class III without one). jump: "
        "off the median of so many readings before and after (a limit of the office, told in the "
        "source of the sheet) by more than so many times the median of all such differences "
        "of section and item, and by no less than the least step of the item (sheet of items). "
        "constant: so many equal values in a row, "
        "those not detected left out. parts: at one time NH3-N and nitrate above TN, or BOD5 or "
        "CODMn above COD, by more than the margin.",
    ),
    source=Text(
        "GB 3838-2002；界限为数据表“监测值检查界限”，由本单位选定。",
        "GB 3838-2002; the bounds are the sheet of limits of checks on readings, set by the "
        "office.",
    ),
    unit=COUNT,
    headline="hits",
    inputs=(PLACES,),
    sheets=(
        MONTHS,
        SheetRole(
            "odd",
            Text("监测值异常特征", "What stands out in readings"),
            Text(
                "用 ecoatlas water warnings --year 取自监测数据。",
                "Taken from readings by ecoatlas water warnings --year.",
            ),
            "odd_readings",
        ),
        LIMITS,
        ITEMS,
        rule_role("bounds", "监测值检查界限", "Limits of checks", "reading_limits"),
    ),
    parameters=(year_parameter(Text("检查的年份。", "The year that is looked at.")),),
    total=(
        Column("hits", Text("预警", "Warnings"), COUNT, sums=True),
        *(Column(sort, title, COUNT) for sort, title in SORTS.items()),
        Column("features", Text("涉及断面", "Sections concerned"), COUNT),
        Column("measured", Text("有监测值的断面", "Sections with readings"), COUNT),
        Column("unmeasured", Text("没有监测值的断面", "Sections without readings"), COUNT),
    ),
    tables=(
        Table(
            "hits",
            Text("预警清单", "Warnings"),
            (
                Column("sort", Text("类型", "Sort"), NO_UNIT, "code", SORTS),
                shared.LAYER,
                shared.FEATURE,
                Column("item", Text("项目", "Item"), NO_UNIT, "text"),
                Column("month", Text("月份", "Month"), NO_UNIT, "text"),
                Column("at", Text("时间", "Time"), NO_UNIT, "text"),
                Column("value", Text("数值", "Value"), NUMBER),
                Column("unit", Text("单位", "Unit"), NO_UNIT, "text"),
                Column("against", Text("限值或前后中位数", "Limit, or median around"), NUMBER),
                Column("times", Text("倍数、次数或比例", "Times, count or share"), NUMBER),
                shared.STATE,
                shared.RULE,
            ),
            places=shared.PLACES,
        ),
    ),
    sums=(Sum("hits", tuple(SORTS)),),
    nulls=Text(
        "没有监测值的断面不在清单中，在说明里列出；没有预警不等于数据正确。",
        "Sections without readings are told in the notes; no warning does not say that readings "
        "are right.",
    ),
    computed_by="waters.section_warnings:compute",
    asked_as="sections_of_a_year",
)
