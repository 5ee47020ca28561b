"""Rules of water readings: the items that are measured, and the limits of surface water."""

from __future__ import annotations

from geo.figures.units import NUMBER
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

ITEM_COLUMNS = (
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
    SheetColumn("detection_limit", Text("检出限", "Detection limit"), low=0.0, high=1e9),
    SheetColumn(
        "plausible_high", Text("高于此值请核对单位", "Above this check the unit"), low=0.0,
        high=1e12,
    ),
    SheetColumn(
        "needed",
        Text("达标判定必测", "Needed for a verdict"),
        "code",
        codes=(("yes", Text("必测", "needed")), ("no", Text("不要求", "not needed"))),
        later=True,
    ),
    SheetColumn(
        "least_step", Text("突变至少相差", "Least step of a jump"), low=0.0, high=1e9, later=True
    ),
)  # fmt: skip
WATER_ITEMS = rule(
    "water_items",
    Text("水质监测项目", "Items of water quality"),
    Text(
        "监测项目的名称、别名、计量单位和作用；倍数一列说明是否计算超标倍数。",
        "Names, aliases, unit and role of what is measured, and whether multiples over the limit "
        "are told of it.",
    ),
    ITEM_COLUMNS,
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
SECTION_NAMES = rule(
    "section_names",
    Text("断面名称", "Names of sections"),
    Text(
        "断面的其他写法、在断面图层中的编号、是否湖库、水质目标；读入监测值时按此对应。"
        "污水处理厂的其他写法也写在这里。",
        "Other spellings of sections, their codes in the layer, whether they are lakes, and their "
        "target classes: by them readings find their section. Other spellings of sewage plants "
        "stand here, too.",
    ),
    (
        SheetColumn("section", Text("断面", "Section"), "text", required=True),
        SheetColumn("aliases", Text("别名", "Also called"), "text"),
        SheetColumn("code", Text("断面编号", "Code in the layer"), "text"),
        SheetColumn("water", Text("水体", "Water"), "code", codes=WATERS[:2]),
        SheetColumn("target", Text("水质目标", "Target class"), "code", codes=LIMIT_GRADES[:5]),
    ),
    ("section",),
)
COMPLETE_SHARE, JUMP_TIMES, CONSTANT_RUN, SUM_MARGIN = (
    "complete_share", "jump_times", "constant_run", "sum_margin",
)  # fmt: skip
JUMP_WINDOW, STATION_HOURS, DAILY_HOURS, FEW_READINGS, NAME_LIKENESS = (
    "jump_window", "station_hours", "daily_hours", "few_readings", "name_likeness",
)  # fmt: skip
READING_LIMIT_TITLES = (
    (COMPLETE_SHARE, Text("月度完整：应有数据的比例", "month complete: share of what is expected")),
    (JUMP_TIMES, Text("突变：中位数绝对偏差的倍数", "jump: times the median deviation")),
    (CONSTANT_RUN, Text("恒定：连续相同的次数", "constant: equal values in a row")),
    (SUM_MARGIN, Text("分项大于总量：允许的比例", "part above the whole: margin allowed")),
    (JUMP_WINDOW, Text("突变：前后各取的次数", "jump: readings before and after")),
    (STATION_HOURS, Text("自动站：间隔不超过小时数", "station: step of at most hours")),
    (DAILY_HOURS, Text("逐日：间隔不超过小时数", "daily: step of at most hours")),
    (FEW_READINGS, Text("看间隔：一月至少的次数", "step told by: readings in a month")),
    (NAME_LIKENESS, Text("断面名称：相似到此提示", "name of a section: likeness to propose")),
)
READING_LIMITS = rule(
    "reading_limits",
    Text("监测值检查界限", "Limits of checks on readings"),
    Text(
        "月度完整率和异常提示的界限；没有文件或标准规定，由本单位选定。",
        "When a month is complete and when readings are pointed out: no plan and no standard sets "
        "these, each office chooses.",
    ),
    (
        SheetColumn(
            "limit", Text("界限", "Limit"), "code", required=True, codes=READING_LIMIT_TITLES
        ),
        SheetColumn("value", Text("数值", "Value"), unit=NUMBER, required=True, low=0.0, high=1e4),
    ),
    ("limit",),
)
EFFLUENT_ITEMS_SHEET = rule(
    "effluent_items",
    Text("污水处理厂监测项目", "Items of sewage plants"),
    Text(
        "污水处理厂进水、出水监测项目的名称、别名和计量单位；进水项目的代码以 in_ 开头。",
        "Names, aliases and unit of what is measured in influent and effluent of sewage plants; "
        "codes of influent begin with in_.",
    ),
    ITEM_COLUMNS,
    ("item",),
)
READING_RULES = (
    WATER_ITEMS,
    EFFLUENT_ITEMS_SHEET,
    SURFACE_WATER_LIMITS,
    SECTION_NAMES,
    READING_LIMITS,
)
