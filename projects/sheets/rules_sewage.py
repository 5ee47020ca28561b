"""Rules of sewage: effluent limits, load of plants, targets of the reported rates."""

from __future__ import annotations

from geo.figures.units import CUBIC_METRES_A_DAY, RATIO
from geo.words import Text
from geo.years import LAST_YEAR
from layers.kinds.codes import DISCHARGE_STANDARDS
from projects.sheets.declaration import SheetColumn, rule

STANDARDS = tuple((code.value, code.title) for code in DISCHARGE_STANDARDS)
EFFLUENT_ITEMS = (
    ("COD", Text("化学需氧量", "COD")),
    ("BOD5", Text("五日生化需氧量", "BOD5")),
    ("SS", Text("悬浮物", "Suspended solids")),
    ("oil", Text("动植物油", "Animal and vegetable oil")),
    ("petroleum", Text("石油类", "Petroleum")),
    ("LAS", Text("阴离子表面活性剂", "Anionic surfactants")),
    ("TN", Text("总氮", "Total nitrogen")),
    ("NH3-N", Text("氨氮", "Ammonia nitrogen")),
    ("TP", Text("总磷", "Total phosphorus")),
    ("colour", Text("色度", "Colour")),
    ("pH", Text("pH", "pH")),
    ("coliform", Text("粪大肠菌群", "Faecal coliforms")),
)
EFFLUENT_CASES = (
    ("any", Text("不分情形", "any")),
    ("warm", Text("水温高于12℃", "water above 12 °C")),
    ("cold", Text("水温不高于12℃", "water at 12 °C or below")),
    ("built_before_2006", Text("2006年前建设", "built before 2006")),
    ("built_from_2006", Text("2006年起建设", "built from 2006")),
)
AMENDMENT = "amendment"

EFFLUENT_LIMITS = rule(
    "effluent_limits",
    Text("污水处理厂出水限值", "Effluent limits"),
    Text(
        "城镇污水处理厂出水的日均限值，按标准、项目和情形；修改单另列一行，未读到的数值不填。",
        "Daily-mean limits of effluent by standard, item and case; an amendment has a row of its "
        "own, and numbers that could not be read are left empty.",
    ),
    (
        SheetColumn("standard", Text("标准", "Standard"), "code", required=True, codes=STANDARDS),
        SheetColumn(
            "item",
            Text("项目", "Item"),
            "code",
            required=True,
            codes=(*EFFLUENT_ITEMS, (AMENDMENT, Text("修改单", "Amendment sheet"))),
        ),
        SheetColumn("case", Text("情形", "Case"), "code", required=True, codes=EFFLUENT_CASES),
        SheetColumn("low", Text("下限", "Not below"), low=0.0, high=1e9),
        SheetColumn("high", Text("上限", "Not above"), low=0.0, high=1e9),
        SheetColumn("unit", Text("单位", "Unit"), "text"),
        SheetColumn(
            "small_plant_m3_d",
            Text("小型厂规模界限", "Small plant is below"),
            unit=CUBIC_METRES_A_DAY,
            low=0.0,
            high=1e7,
        ),
    ),
    ("standard", "item", "case"),
)

PLANT_LOAD_LIMITS = rule(
    "plant_load_limits",
    Text("污水处理厂负荷率提示界限", "Load factors to look at"),
    Text(
        "负荷率高于或低于多少时提示；界限是管理选择，并非标准规定。",
        "Above and below which load factor a plant is pointed out: a choice, no standard.",
    ),
    (
        SheetColumn(
            "bound",
            Text("界限", "Bound"),
            "code",
            required=True,
            codes=(("over", Text("过高", "too high")), ("low", Text("偏低", "too low"))),
        ),
        SheetColumn(
            "load", Text("负荷率", "Load factor"), unit=RATIO, required=True, low=0.0, high=10.0
        ),
    ),
    ("bound",),
)

SEWAGE_INDICATORS = (
    ("collection", Text("生活污水集中收集率", "Centralised collection rate")),
    ("treatment", Text("污水处理率", "Treatment rate")),
    ("sludge", Text("污泥无害化处置率", "Harmless disposal of sludge")),
)
SEWAGE_RATE_TARGETS = rule(
    "sewage_rate_targets",
    Text("污水收集率与处理率目标", "Targets of collection and treatment"),
    Text(
        "政策台账和上级规划中以比率表示的污水目标，逐条写明编号。",
        "Targets of the policy register and of plans of the province that are rates of sewage, "
        "each with its id.",
    ),
    (
        SheetColumn("target", Text("目标编号", "Target id"), "text", required=True),
        SheetColumn(
            "indicator",
            Text("指标", "Indicator"),
            "code",
            required=True,
            codes=SEWAGE_INDICATORS,
        ),
        SheetColumn("area", Text("适用范围", "Applies to"), "text", required=True),
        SheetColumn("year", Text("年份", "Year"), required=True, low=2000.0, high=LAST_YEAR),
        SheetColumn("rate", Text("目标值", "Target"), unit=RATIO, required=True, low=0.0, high=1.0),
    ),
    ("target",),
)

SEWAGE_RULES = (EFFLUENT_LIMITS, PLANT_LOAD_LIMITS, SEWAGE_RATE_TARGETS)
