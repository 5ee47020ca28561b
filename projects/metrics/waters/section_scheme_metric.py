"""Declaration of the metric “sections of a year by a scheme”; `section_scheme` computes it."""

from __future__ import annotations

from geo.figures.units import TIMES, WAN_YUAN
from geo.words import Text
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    Check,
    Column,
    Metric,
    Parameter,
    Sum,
    Table,
)
from projects.metrics.families import PROTECTED_WATERS
from projects.metrics.parameters import BY_THE_USER, year_parameter
from projects.metrics.stands import YES_IS_MET
from projects.metrics.waters.section_columns import MET_TITLES as VERDICTS
from projects.metrics.waters.section_layers import (
    ITEMS,
    LIMITS,
    MONTHS,
    PLACES,
    rule_role,
)
from projects.sheets.rules_schemes import GRADES

UNTOLD = Column("untold", Text("没有结论的月份", "Months without a verdict"), COUNT, sums=True)


JUDGED = Column("judged", Text("有结论的月份", "Months judged"), COUNT, sums=True)


MET = Column("met", Text("达标的月份", "Months met"), COUNT, sums=True, against=("judged",))


SHARE = Column("share", Text("达标月份比例", "Share of months met"), RATIO, of=("met", "judged"))


SECTION_SCHEME = Metric(
    id="section_scheme",
    version=2,
    family=PROTECTED_WATERS,
    place=90,
    title=Text("断面年度考核与结算", "Sections of a year by a scheme"),
    summary=Text(
        "按一个考核方案逐月判定断面，得出年度等级和结算台账。",
        "Each month of each section by a scheme of assessment: grades of the year and the ledger.",
    ),
    formula=Text(
        "达标月份比例 = 达标的月份 ÷ 有结论的月份；没有监测结果的月份单列，不计入。"
        "综合污染指数 = 各项浓度与参照浓度之比的平均；比来水变化 = 断面指数 ÷ 来水断面指数 − 1。"
        "台账 = 双方之间各月金额的净额。",
        "share = months met ÷ months judged; months without readings stand apart. Pollution "
        "index: mean of concentration ÷ reference over the items; change: index ÷ that of the "
        "inflow − 1. Ledger: the sums of the months, net between each two parties.",
    ),
    source=Text(
        "数据表“断面考核方案”及其断面、分档、参照浓度；GB 3838-2002。",
        "The sheets of schemes with their sections, steps and references; GB 3838-2002.",
    ),
    unit=RATIO,
    headline="share",
    inputs=(PLACES,),
    sheets=(
        MONTHS,
        rule_role("schemes", "断面考核方案", "Schemes", "water_schemes"),
        rule_role("sections", "方案的断面", "Sections of the schemes", "water_scheme_sections"),
        rule_role("steps", "方案的分档", "Steps of the schemes", "water_scheme_steps"),
        rule_role("references", "参照浓度", "References", "water_scheme_references"),
        LIMITS,
        ITEMS,
        rule_role("laws", "法律与文件", "Laws and documents", "laws"),
    ),
    parameters=(
        Parameter(
            "scheme",
            Text("方案", "Scheme"),
            Text("数据表“断面考核方案”中的编号。", "Id of a row of the sheet of schemes."),
            "text",
            origin=BY_THE_USER,
            required=True,
        ),
        year_parameter(Text("考核的年份。", "The year that is assessed.")),
    ),
    total=(
        Column("sections", Text("断面", "Sections"), COUNT),
        Column("judged", Text("有结论的月份", "Months judged"), COUNT),
        Column("met", Text("达标的月份", "Months met"), COUNT, against=("judged",)),
        Column("missed", Text("未达标的月份", "Months missed"), COUNT),
        Column("untold", Text("没有结论的月份", "Months without a verdict"), COUNT),
        SHARE,
        Column("failed", Text("年度不合格的断面", "Sections that failed"), COUNT),
        Column("moved_wan_yuan", Text("台账合计", "Sum of the ledger"), WAN_YUAN),
    ),
    tables=(
        Table(
            "years",
            Text("断面", "Sections"),
            (
                Column("answers", Text("负责的一方", "Answers"), NO_UNIT, "text"),
                JUDGED,
                MET,
                UNTOLD,
                SHARE,
                Column("grade", Text("年度", "Year"), NO_UNIT, "code", dict(GRADES)),
                Column("money_wan_yuan", Text("金额", "Sum"), WAN_YUAN, sums=True),
            ),
        ),
        Table(
            "months",
            Text("逐月", "Month by month"),
            (
                Column("month", Text("月份", "Month"), NO_UNIT, "text"),
                Column(
                    "met", Text("是否达标", "Met"), NO_UNIT, "code", VERDICTS, stands=YES_IS_MET
                ),
                Column("index", Text("综合污染指数", "Pollution index"), TIMES),
                Column("inflow", Text("来水断面指数", "Index of the inflow"), TIMES),
                Column("change", Text("比来水变化", "Change against the inflow"), RATIO),
                Column("month_wan_yuan", Text("金额", "Sum"), WAN_YUAN, sums=True),
            ),
        ),
        Table(
            "ledger",
            Text("结算台账", "Ledger"),
            (
                Column("payer", Text("付款方", "From"), NO_UNIT, "text"),
                Column("payee", Text("收款方", "To"), NO_UNIT, "text"),
                Column("amount_wan_yuan", Text("金额", "Sum"), WAN_YUAN, sums=True),
            ),
        ),
    ),
    sums=(
        Sum("judged", ("met", "missed")),
        Sum("judged", ("judged",), rows="years"),
        Sum("untold", ("untold",), rows="years"),
        Sum("moved_wan_yuan", ("amount_wan_yuan",), rows="ledger"),
    ),
    nulls=Text(
        "没有监测结果或缺项的月份没有结论；没有金额标准的方案没有金额。",
        "Months without readings, or without an item, have no verdict; a scheme without a tariff "
        "has no sums.",
    ),
    computed_by="waters.section_scheme:compute",
    checks=(Check("SC-SECTION-CROSS"),),
)
