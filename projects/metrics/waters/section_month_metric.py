"""Declaration of a month of sections; `section_month` computes it."""

from __future__ import annotations

from geo.figures.units import INDEX, NUMBER
from geo.words import Text
from projects.metrics.columns import NO, YES
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    Choice,
    Column,
    Metric,
    Parameter,
    SheetRole,
    Sum,
    Table,
)
from projects.metrics.families import PROTECTED_WATERS
from projects.metrics.parameters import BY_THE_USER, year_parameter
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
from projects.water.class_words import CLASS_COLOURS, WORDS
from projects.water.trophic import GRADE_TITLES

RIVER = Column("river", Text("水体", "Water"), NO_UNIT, "text")
LAKE = {YES: Text("湖库", "lake"), NO: Text("河流", "river")}
BY_SHARE = {YES: Text("按类别比例", "by shares"), NO: Text("按断面均值", "by the mean of sections")}


def _of(start: str, zh: str, en: str) -> tuple[Column, ...]:
    """Columns of one sort of sections: how many, and the shares of classes."""
    told, good, worse = (f"{start}{name}" for name in ("told", "good", "worse_than_v"))
    return (
        Column(told, Text(f"{zh}有结果", f"{en} with readings"), COUNT),
        Column(good, Text(f"{zh}Ⅰ–Ⅲ类", f"{en}, classes I–III"), COUNT, against=(told,)),
        Column(f"{start}good_share", Text(f"{zh}优良比例", f"{en}, share I–III"), RATIO,
               of=(good, told)),
        Column(worse, Text(f"{zh}劣Ⅴ类", f"{en}, worse than V"), COUNT, against=(told,)),
        Column(f"{start}worse_share", Text(f"{zh}劣Ⅴ类比例", f"{en}, share worse than V"), RATIO,
               of=(worse, told)),
    )  # fmt: skip


SECTION_MONTH = Metric(
    id="section_month",
    version=1,
    family=PROTECTED_WATERS,
    place=83,
    title=Text("断面水质月报", "Sections in a month"),
    summary=Text(
        "一个月各断面的类别、超标项目、达标与否，水体评价、各区排名、湖库营养状态，"
        "与上月和上年同月相比；月度水质通报由它写成。",
        "Class, items over the limit and target of each section in a month, waters, districts, "
        "trophic state of lakes, beside last month and a year ago; the monthly bulletin is written "
        "from it.",
    ),
    formula=Text(
        "断面类别 = 月均值所测项目中最差一项的类别；"
        "优良比例 = Ⅰ–Ⅲ类断面 ÷ 有结果的断面，河流断面与湖库水域分开；"
        "没有监测结果的断面单列，不计入；"
        "低于 5 个断面的水体按各断面均值、5 个及以上按类别比例评价。",
        "class: that of the worst item of the monthly mean; share of classes I–III = those "
        "sections ÷ sections with readings, rivers and lakes apart. Sections without readings "
        "stand apart; a water with fewer than 5 sections is told by their mean, else by shares.",
    ),
    source=Text(
        "GB 3838-2002；《地表水环境质量评价办法（试行）》环办〔2011〕22号。",
        "GB 3838-2002; 环办〔2011〕22号.",
    ),
    unit=RATIO,
    headline="good_share",
    inputs=(PLACES,),
    sheets=(
        MONTHS,
        SheetRole(
            "earlier",
            Text("上年的断面月均值", "Monthly means of last year"),
            Text("与上年同月（一月份还有上月）相比。", "Told beside it, and December in January."),
            "section_months",
            optional=True,
        ),
        LIMITS,
        ITEMS,
        rule_role("names", "断面名称", "Names of sections", "section_names"),
        rule_role("formulas", "营养状态指数公式", "Formulas of the index", "trophic_index"),
        rule_role("grades", "营养状态分级", "Trophic grades", "trophic_grades"),
        SheetRole(
            "chiefs",
            Text("河湖长名录", "River and lake chiefs"),
            Text("各断面的责任单位。", "The unit in charge of each section."),
            "river_chiefs",
            optional=True,
        ),
    ),
    parameters=(
        year_parameter(Text("通报的年份。", "The year told.")),
        Parameter(
            "period",
            Text("月份", "Month"),
            Text("通报的月份。", "The month told."),
            "choice",
            BY_THE_USER,
            required=True,
            choices=tuple(
                Choice(f"{at:02d}", Text(f"{at} 月", f"month {at}")) for at in range(1, 13)
            ),
        ),
    ),
    total=(
        SECTIONS,
        MEASURED,
        MISSING,
        *_of("", "河流断面", "Rivers"),
        *_of("lake_", "湖库水域", "Lakes"),
        *JUDGED,
        Column("better", Text("比上月好转", "Better than last month"), COUNT),
        Column("same", Text("与上月持平", "As last month"), COUNT),
        Column("worse", Text("比上月变差", "Worse than last month"), COUNT),
        Column("year_better", Text("比上年同月好转", "Better than a year ago"), COUNT),
        Column("year_same", Text("与上年同月持平", "As a year ago"), COUNT),
        Column("year_worse", Text("比上年同月变差", "Worse than a year ago"), COUNT),
    ),
    tables=(
        Table(
            "sections",
            Text("断面", "Sections"),
            (
                RIVER,
                DISTRICT,
                Column("downstream", Text("下游区", "Downstream"), NO_UNIT, "text"),
                Column("lake", Text("河流或湖库", "River or lake"), NO_UNIT, "code", LAKE),
                TARGET,
                Column("grade", Text("类别", "Class"), NO_UNIT, "code", GRADE,
                       colours=CLASS_COLOURS),
                Column("items", Text("项数", "On items"), COUNT),
                VERDICT,
                Column("before", Text("上月类别", "Class last month"), NO_UNIT, "code", GRADE),
                Column("year_ago", Text("上年同月类别", "Class a year ago"), NO_UNIT, "code",
                       GRADE),
                Column("index", Text("营养状态指数", "Trophic index"), INDEX),
                Column("state", Text("营养状态", "Trophic state"), NO_UNIT, "code",
                       dict(GRADE_TITLES)),
                Column("unit", Text("责任单位", "Unit in charge"), NO_UNIT, "text"),
            ),
            role="places",
        ),
        Table(
            "over",
            Text("超标项目", "Items over the limit"),
            (
                Column("section", Text("断面编号", "Section"), NO_UNIT, "text"),
                Column("item", Text("项目代码", "Item"), NO_UNIT, "text"),
                Column("value", Text("月均值（项目单位）", "Mean (unit of the item)"), NUMBER),
                Column("limit", Text("限值", "Limit"), NUMBER),
                Column("grade", Text("该项类别", "Class of the item"), NO_UNIT, "code", GRADE),
                Column("times", Text("超标倍数", "Multiple"), INDEX),
            ),
        ),
        Table(
            "waters",
            Text("水体", "Waters"),
            (
                Column("word", Text("评价", "Told as"), NO_UNIT, "code", dict(WORDS)),
                Column("by_share", Text("评价方法", "By"), NO_UNIT, "code", BY_SHARE),
                SECTIONS,
                MEASURED,
                GOOD,
            ),
        ),
        DISTRICTS,
    ),
    sums=(
        Sum("sections", ("measured", "missing")),
        Sum("measured", ("told", "lake_told")),
        Sum("targets", ("met", "missed")),
    ),
    nulls=NULLS,
    computed_by="waters.section_month:compute",
)  # fmt: skip
