"""Rules of water readings: the items that are measured, and the limits of surface water."""

from __future__ import annotations

from geo.words import Text
from projects.sheets.declaration import SheetColumn, rule

COUNTED, APART, SOURCE_WATER, BESIDE = "counted", "apart", "source_water", "beside"
ROLES = (
    (COUNTED, Text("参加类别评价", "counts for the class")),
    (APART, Text("单独说明", "told apart")),
    (SOURCE_WATER, Text("饮用水水源补充项目", "of source water")),
    (BESIDE, Text("只作参考", "beside the class")),
)
RIVER, LAKE, ANY_WATER = "river", "lake", "any"
WATERS = (
    (RIVER, Text("河流", "river")),
    (LAKE, Text("湖库", "lake or reservoir")),
    (ANY_WATER, Text("不分", "either")),
)
OF_SOURCE = "source"
LIMIT_GRADES = (
    ("I", Text("Ⅰ类", "class I")),
    ("II", Text("Ⅱ类", "class II")),
    ("III", Text("Ⅲ类", "class III")),
    ("IV", Text("Ⅳ类", "class IV")),
    ("V", Text("Ⅴ类", "class V")),
    (OF_SOURCE, Text("饮用水水源", "source water")),
)

WATER_ITEMS = rule(
    "water_items",
    Text("水质监测项目", "Items of water quality"),
    Text(
        "监测项目的名称、别名、计量单位和作用；倍数一列说明是否计算超标倍数。",
        "Names, aliases, unit and role of what is measured, and whether multiples over the limit "
        "are told of it.",
    ),
    (
        SheetColumn("item", Text("项目代码", "Item"), "text", required=True),
        SheetColumn("name_zh", Text("名称", "Name in Chinese"), "text", required=True),
        SheetColumn("name_en", Text("英文名称", "Name in English"), "text", required=True),
        SheetColumn("aliases", Text("别名", "Also called"), "text"),
        SheetColumn("measured_in", Text("单位", "Unit"), "text"),
        SheetColumn("role", Text("作用", "Role"), "code", required=True, codes=ROLES),
        SheetColumn(
            "times",
            Text("超标倍数", "Multiples"),
            "code",
            required=True,
            codes=(("yes", Text("计算", "told")), ("no", Text("不计算", "not told"))),
        ),
    ),
    ("item",),
)
SURFACE_WATER_LIMITS = rule(
    "surface_water_limits",
    Text("地表水环境质量标准限值", "Limits of surface water"),
    Text(
        "各项目各类别的标准限值：不低于“下限”，不高于“上限”；河流与湖库的总磷不同，总氮只用于湖库。",
        "Limits of each item and class: not below the lower, not above the upper one. Rivers and "
        "lakes differ in total phosphorus; total nitrogen is of lakes only.",
    ),
    (
        SheetColumn("item", Text("项目代码", "Item"), "text", required=True),
        SheetColumn("water", Text("水体", "Water"), "code", required=True, codes=WATERS),
        SheetColumn("grade", Text("类别", "Class"), "code", required=True, codes=LIMIT_GRADES),
        SheetColumn("low", Text("下限", "Not below"), low=0.0, high=1e9),
        SheetColumn("high", Text("上限", "Not above"), low=0.0, high=1e9),
        SheetColumn(
            "saturation_percent",
            Text("或饱和率不低于（%）", "Or saturation not below (%)"),
            low=0.0,
            high=200.0,
        ),
    ),
    ("item", "water", "grade"),
)
READING_RULES = (WATER_ITEMS, SURFACE_WATER_LIMITS)
