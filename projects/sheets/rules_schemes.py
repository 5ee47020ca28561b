"""Schemes of assessment of sections: how a month is judged, by whom sections answer, what is paid.

A scheme is rows of four sheets. What was not published stays empty: no verdict rests on it.
"""

from __future__ import annotations

from geo.figures.units import NUMBER
from geo.words import Text
from layers.kinds.codes import WATER_CLASSES
from projects.sheets.declaration import SheetColumn, rule
from projects.sheets.rules_sections import YES_NO
from projects.sheets.scheme_names import SCHEMES

CLASS, CLASS_OR_CONTROL, INDEX = "class", "class_or_control", "index"
COMPARISONS = (
    (CLASS, Text("各项达到目标类别", "every item within the target class")),
    (
        CLASS_OR_CONTROL,
        Text(
            "各项达到目标类别，否则各项不高于来水断面",
            "every item within the target class, or none above the inflow section",
        ),
    ),
    (
        INDEX,
        Text(
            "综合污染指数与来水断面相比",
            "pollution index against that of the inflow section",
        ),
    ),
)
EVERY, ODD = "every", "odd"
MONTHS = ((EVERY, Text("每月", "every month")), (ODD, Text("单月", "odd months")))
BY_SHARE, BY_SHARE_AND_MEAN = "share", "share_and_mean"
YEAR_RULES = (
    (BY_SHARE, Text("按达标月份的比例", "by the share of months met")),
    (
        BY_SHARE_AND_MEAN,
        Text("按达标月份的比例，并以年均值再判", "by the share of months met, and on yearly means"),
    ),
)
SCHEME = SheetColumn("scheme", Text("方案", "Scheme"), "text", required=True, named=SCHEMES)

WATER_SCHEMES = rule(
    "water_schemes",
    Text("断面考核方案", "Schemes of assessment of sections"),
    Text(
        "每个方案怎样判定一个月、考核哪些项目和月份、由谁结算；哪些内容没有公布。",
        "How each scheme judges a month, which items and months it takes, who settles, and what of "
        "it was not published.",
    ),
    (
        SCHEME,
        SheetColumn("title", Text("名称", "Title"), "text", required=True),
        SheetColumn("title_en", Text("英文名称", "English title"), "text"),
        SheetColumn("comparison", Text("判定方式", "Judged by"), "code", codes=COMPARISONS),
        SheetColumn(
            "class",
            Text("统一目标类别", "One target class"),
            "code",
            codes=tuple((one.value, one.title) for one in WATER_CLASSES),
        ),
        SheetColumn("items", Text("考核项目", "Items"), "text"),
        SheetColumn("left_out", Text("不参加的项目", "Items left out"), "text"),
        SheetColumn("more_items", Text("指定河流增加的项目", "Items added on some rivers"), "text"),
        SheetColumn("more_on", Text("增加项目的河流", "Rivers with more items"), "text"),
        SheetColumn("water", Text("只考核的水体", "Water that it is for"), "text"),
        SheetColumn("months", Text("考核月份", "Months"), "code", codes=MONTHS),
        SheetColumn("year_by", Text("年度判定", "The year"), "code", codes=YEAR_RULES),
        SheetColumn("settled_by", Text("结算对方", "Settles with"), "text"),
        SheetColumn("unknown", Text("未公布的内容", "What was not published"), "text"),
        SheetColumn("unknown_en", Text("未公布的内容（英文）", "The same in English"), "text"),
    ),
    ("scheme",),
)
WATER_SCHEME_SECTIONS = rule(
    "water_scheme_sections",
    Text("断面考核方案的断面", "Sections of the schemes"),
    Text(
        "方案考核的断面、其来水（对照）断面和负责的一方；没有列出断面的方案考核图层中的断面。",
        "Sections that a scheme judges, the inflow (control) section of each and who answers for "
        "it; a scheme without any judges the sections of the layer.",
    ),
    (
        SCHEME,
        SheetColumn("section", Text("断面", "Section"), "text", required=True),
        SheetColumn("control", Text("来水断面", "Inflow section"), "text"),
        SheetColumn("answers", Text("负责的一方", "Who answers for it"), "text"),
        SheetColumn("partner", Text("结算的另一方", "Settles with"), "text"),
    ),
    ("scheme", "section"),
)
CHANGE, SHARE, MET, MISSED = "change", "share", "met", "missed"
EXCELLENT, PASSED, FAILED = "excellent", "pass", "fail"
GRADES = (
    (EXCELLENT, Text("优秀", "excellent")),
    (PASSED, Text("合格", "passed")),
    (FAILED, Text("不合格", "failed")),
)
WATER_SCHEME_STEPS = rule(
    "water_scheme_steps",
    Text("断面考核方案的分档", "Steps of the schemes"),
    Text(
        "按指数变化、达标比例、达标或未达标月份得到的金额或等级；正数由结算对方付给负责的一方。",
        "The sum or grade for a change of the index, a share of months, a month met or missed; a "
        "positive sum is paid to who answers for the section.",
    ),
    (
        SCHEME,
        SheetColumn(
            "measure",
            Text("依据", "Measure"),
            "code",
            required=True,
            codes=(
                (CHANGE, Text("指数变化（比值）", "change of the index (ratio)")),
                (SHARE, Text("达标月份的比例（比值）", "share of months met (ratio)")),
                (MET, Text("达标的月份", "a month met")),
                (MISSED, Text("未达标的月份", "a month missed")),
            ),
        ),
        SheetColumn("low", Text("下限", "From"), unit=NUMBER, low=-1e3, high=1e3),
        SheetColumn("low_included", Text("含下限", "Lower limit"), "code", codes=YES_NO),
        SheetColumn("high", Text("上限", "To"), unit=NUMBER, low=-1e3, high=1e3),
        SheetColumn("high_included", Text("含上限", "Upper limit"), "code", codes=YES_NO),
        SheetColumn("amount", Text("金额（万元）", "Sum (10,000 yuan)"), low=-1e9, high=1e9),
        SheetColumn("grade", Text("等级", "Grade"), "code", codes=GRADES),
        SheetColumn("consequence", Text("后果", "What follows"), "text"),
    ),
    ("scheme", "measure", "low", "high"),
)
WATER_SCHEME_REFERENCES = rule(
    "water_scheme_references",
    Text("综合污染指数的参照浓度", "Reference concentrations of the pollution index"),
    Text(
        "综合污染指数 P = (1/n) × Σ Cᵢ/Sᵢ 中各项目的 Sᵢ；取哪一类标准由方案规定。",
        "Sᵢ of each item in the pollution index P = (1/n) × Σ Cᵢ/Sᵢ; which class they are of is "
        "for the scheme to say.",
    ),
    (
        SCHEME,
        SheetColumn("item", Text("项目", "Item"), "text", required=True),
        SheetColumn(
            "reference", Text("参照浓度（毫克/升）", "Reference (mg/L)"), required=True,
            low=1e-9, high=1e9,
        ),
    ),
    ("scheme", "item"),
)  # fmt: skip
SCHEME_RULES = (
    WATER_SCHEMES,
    WATER_SCHEME_SECTIONS,
    WATER_SCHEME_STEPS,
    WATER_SCHEME_REFERENCES,
)
