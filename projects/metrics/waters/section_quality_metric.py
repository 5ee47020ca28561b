"""Declaration of the classes of sections and their shares; `section_quality` computes them."""

from __future__ import annotations

from dataclasses import replace

from geo.figures.units import INDEX
from geo.words import Text
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    Check,
    Choice,
    Column,
    Metric,
    Parameter,
    SheetRole,
    Sum,
    Table,
)
from projects.metrics.families import PROTECTED_WATERS
from projects.metrics.parameters import BY_THE_USER, target_parameter, year_parameter
from projects.metrics.roles import BOUNDARY
from projects.metrics.waters.section_columns import (
    DISTRICT,
    DISTRICTS,
    GOOD,
    GRADE,
    JUDGED,
    MEASURED,
    MISSING,
    NULLS,
    SECTIONS,
    TARGET,
    VERDICT,
)
from projects.metrics.waters.section_layers import ITEMS, LIMITS, MONTHS, PLACES, rule_role
from projects.water.class_words import CLASS_COLOURS
from projects.water.trophic import GRADE_TITLES

YEAR = "year"
QUARTERS = ("q1", "q2", "q3", "q4")
RESERVOIR, RIVERS, MONITORING = "reservoir_quality", "inflow_river_quality", "section_monitoring"
SUBJECTS = (RESERVOIR, RIVERS, MONITORING)
PERIODS = (
    Choice(YEAR, Text("全年", "the year")),
    *(
        Choice(one, Text(f"第{number}季度", f"quarter {at}"))
        for at, (one, number) in enumerate(zip(QUARTERS, "一二三四", strict=True), 1)
    ),
    *(Choice(f"{at:02d}", Text(f"{at} 月", f"month {at}")) for at in range(1, 13)),
)


SECTION_QUALITY = Metric(
    id="section_quality",
    version=2,
    family=PROTECTED_WATERS,
    place=85,
    title=Text("断面水质类别与优良比例", "Classes of sections and their shares"),
    summary=Text(
        "一年、一季或一个月各断面的类别、达标与否、优良比例、各区排名、湖库营养状态，可与另一年比较。",
        "Class of each section in a year, quarter or month, targets met, share of classes I to "
        "III, districts, trophic state of lakes, beside another year.",
    ),
    formula=Text(
        "断面类别 = 各月均值再平均后，所测项目中最差一项的类别；"
        "优良比例 = Ⅰ–Ⅲ类断面 ÷ 有结果的断面；"
        "没有监测结果的断面单列，不计入；同名断面（为两市考核）在合计中只计一次。"
        "目标按全年判定：点名水体的断面（湖库按湖库限值、总氮除外），"
        "每月都有必测项目才作结论；断面考核频次为各断面有监测的月数中最少的。",
        "class: that of the worst item, of the mean of the monthly means; share of classes I–III = "
        "those sections ÷ sections with readings. Sections without readings stand apart; one of "
        "the same name, judged for two cities, counts once in the total. Targets are judged by a "
        "whole year: sections on the named waters (lakes by limits of lakes, total nitrogen left "
        "out), with every needed item in every month; how often is measured is the fewest months "
        "that a section has.",
    ),
    source=Text(
        "GB 3838-2002；《地表水环境质量评价办法（试行）》环办〔2011〕22号。",
        "GB 3838-2002; 环办〔2011〕22号.",
    ),
    unit=RATIO,
    headline="good_share",
    inputs=(replace(PLACES, within="answering"), BOUNDARY),
    sheets=(
        MONTHS,
        SheetRole(
            "base",
            Text("对比年的断面月均值", "Monthly means of the year compared with"),
            Text("与“对比年”一起填写。", "Given together with the year compared with."),
            "section_months",
            optional=True,
        ),
        LIMITS,
        ITEMS,
        rule_role("formulas", "营养状态指数公式", "Formulas of the index", "trophic_index"),
        rule_role("grades", "营养状态分级", "Trophic grades", "trophic_grades"),
    ),
    parameters=(
        year_parameter(Text("评价的年份。", "The year told.")),
        Parameter(
            "period",
            Text("时段", "Period"),
            Text("全年、一季或一个月。", "The year, a quarter or a month of it."),
            "choice",
            BY_THE_USER,
            default=YEAR,
            choices=PERIODS,
        ),
        year_parameter(
            Text("上年或基准年，同一时段。", "Last year or a base year, the same period."),
            "base_year",
            Text("对比年", "Year compared with"),
            required=False,
        ),
        target_parameter("water_class", "share", "frequency"),
    ),
    total=(
        SECTIONS,
        MEASURED,
        MISSING,
        Column("incomplete", Text("月份不足", "Months missing"), COUNT),
        GOOD,
        Column("good_share", Text("优良比例", "Share I–III"), RATIO, of=("good", "measured")),
        Column("worse_than_v", Text("劣Ⅴ类", "Worse than V"), COUNT, against=("measured",)),
        Column("worse_share", Text("劣Ⅴ类比例", "Share worse than V"), RATIO,
               of=("worse_than_v", "measured")),
        *JUDGED,
        Column("base_measured", Text("对比年有结果", "With readings then"), COUNT),
        Column("base_good", Text("对比年Ⅰ–Ⅲ类", "Classes I–III then"), COUNT),
        Column("base_good_share", Text("对比年优良比例", "Share I–III then"), RATIO,
               of=("base_good", "base_measured")),
        Column("better", Text("好转", "Better"), COUNT),
        Column("same", Text("持平", "Unchanged"), COUNT),
        Column("worse", Text("变差", "Worse"), COUNT),
    ),
    tables=(
        Table(
            "sections",
            Text("断面", "Sections"),
            (
                DISTRICT,
                Column("grade", Text("类别", "Class"), NO_UNIT, "code", GRADE,
                       colours=CLASS_COLOURS),
                Column("items", Text("项数", "On items"), COUNT),
                TARGET,
                VERDICT,
                Column("months", Text("有数据的月份", "Months"), COUNT, against=("asked",)),
                Column("asked", Text("应有月份", "Of months"), COUNT),
                Column("before", Text("对比年类别", "Class then"), NO_UNIT, "code", GRADE),
                Column("index", Text("营养状态指数", "Trophic index"), INDEX),
                Column("state", Text("营养状态", "Trophic state"), NO_UNIT, "code",
                       dict(GRADE_TITLES)),
            ),
            role="places",
        ),
        DISTRICTS,
    ),
    sums=(
        Sum("sections", ("measured", "missing")),
        Sum("targets", ("met", "missed")),
    ),
    nulls=NULLS,
    computed_by="waters.section_quality:compute",
    checks=(Check("SC-SECTION-CLASS"), Check("SC-RESERVOIR-CLASS2")),
    subjects=SUBJECTS,
)  # fmt: skip
