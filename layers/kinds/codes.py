"""Code lists that the kinds share, each value with the words that offices write for it."""

from geo.words import Text
from layers.kinds import palette
from layers.kinds.model import Code

CORRIDOR_STATUS = (
    Code(
        "planned",
        Text("规划", "Planned"),
        ("规划中", "拟建", "待建", "未建", "plan"),
        palette.CORRIDOR_PALE,
        "dashed",
    ),
    Code(
        "building",
        Text("在建", "Under construction"),
        ("建设中", "施工中", "正在建设", "under construction", "construction"),
        palette.CORRIDOR_MIDDLE,
        "hatched",
    ),
    Code(
        "completed",
        Text("建成", "Completed"),
        ("已建成", "已建", "完工", "已完工", "竣工", "已竣工", "现状", "built", "complete"),
        palette.CORRIDOR_GREEN,
    ),
)

VERDICTS = (
    Code(
        "met",
        Text("达标", "Met"),
        ("已达标", "合格", "是达标", "达到要求", "yes"),
        palette.MET_GREEN,
    ),
    Code(
        "not_met",
        Text("未达标", "Not met"),
        ("不达标", "没达标", "不合格", "未达到要求", "not met", "no"),
        palette.NOT_MET_ORANGE,
        "crossed",
    ),
    Code(
        "not_assessed",
        Text("未评估", "Not assessed"),
        ("未评价", "未评定", "待评估", "待评价", "尚未评估", "not assessed"),
        palette.NOT_ASSESSED_GREY,
        "hatched",
    ),
)

DISCHARGE_STANDARDS = (
    Code("1A", Text("一级A标准", "Grade 1A"), ("一级A", "一级a", "一级 A", "Ⅰ级A", "I A", "IA")),
    Code("1B", Text("一级B标准", "Grade 1B"), ("一级B", "一级b", "一级 B", "Ⅰ级B", "I B", "IB")),
    Code("2", Text("二级标准", "Grade 2"), ("二级", "Ⅱ级")),
    Code("3", Text("三级标准", "Grade 3"), ("三级", "Ⅲ级")),
    Code(
        "quasi_iv",
        Text("准Ⅳ类", "Near class IV surface water"),
        ("准四类", "准IV类", "类Ⅳ类", "地表水准Ⅳ类", "类四类"),
    ),
    Code("local", Text("地方标准", "Local standard"), ("地标", "省标", "湖北省地方标准")),
    Code("other", Text("其他", "Other"), ("其它",)),
)

PROTECTION_GRADES = (
    Code(
        "source_1",
        Text("水源一级保护区", "Drinking-water source, grade 1"),
        ("一级保护区", "一级", "饮用水水源一级保护区", "饮用水源一级保护区", "水源地一级保护区"),
        palette.WATER_DEEP,
    ),
    Code(
        "source_2",
        Text("水源二级保护区", "Drinking-water source, grade 2"),
        ("二级保护区", "二级", "饮用水水源二级保护区", "饮用水源二级保护区", "水源地二级保护区"),
        palette.WATER_BLUE,
        "hatched",
    ),
    Code(
        "source_quasi",
        Text("水源准保护区", "Drinking-water source, outer zone"),
        ("准保护区", "准级", "饮用水水源准保护区", "饮用水源准保护区"),
        palette.WATER_PALE,
        "dotted",
    ),
    Code(
        "lake_blue",
        Text("湖泊蓝线", "Lake blue line (water)"),
        ("蓝线", "湖泊水域", "水域蓝线"),
        palette.CLASS_2,
    ),
    Code(
        "lake_green",
        Text("湖泊绿线", "Lake green line (green belt)"),
        ("绿线", "湖泊绿化", "绿化绿线"),
        palette.LAKE_GREEN,
        "hatched",
    ),
    Code(
        "lake_grey",
        Text("湖泊灰线", "Lake grey line (outer control)"),
        ("灰线", "外围控制", "建设灰线", "外围灰线"),
        palette.LAKE_GREY,
        "dotted",
    ),
    Code(
        "reserve",
        Text("自然保护地", "Nature reserve"),
        ("自然保护区", "湿地公园", "保护区", "湿地保护区", "水产种质资源保护区"),
        palette.RESERVE_INDIGO,
        "crossed",
    ),
    Code("other", Text("其他", "Other"), ("其它",), palette.BOUNDARY_SLATE, "outlined"),
)

WATER_CLASSES = (
    Code(
        "I",
        Text("Ⅰ类", "Class I"),
        ("Ⅰ", "I类", "1", "1类", "一类", "一", "ClassI"),
        palette.CLASS_1,
    ),
    Code(
        "II",
        Text("Ⅱ类", "Class II"),
        ("Ⅱ", "II类", "2", "2类", "二类", "二", "ClassII"),
        palette.CLASS_2,
    ),
    Code(
        "III",
        Text("Ⅲ类", "Class III"),
        ("Ⅲ", "III类", "3", "3类", "三类", "三", "ClassIII"),
        palette.CLASS_3,
    ),
    Code(
        "IV",
        Text("Ⅳ类", "Class IV"),
        ("Ⅳ", "IV类", "4", "4类", "四类", "四", "ClassIV"),
        palette.CLASS_4,
    ),
    Code(
        "V",
        Text("Ⅴ类", "Class V"),
        ("Ⅴ", "V类", "5", "5类", "五类", "五", "ClassV"),
        palette.CLASS_5,
    ),
)

BANK_LINES = (
    Code(
        "water_edge",
        Text("临水边界线", "Water-side line"),
        ("临水线", "临水", "临水控制线", "临水边界"),
        palette.BANK_TEAL,
    ),
    Code(
        "outer_edge",
        Text("外缘边界线", "Outer (land-side) line"),
        ("外缘线", "外缘", "外缘控制线", "外缘边界"),
        palette.BANK_PALE,
        "dashed",
    ),
)

DIVISION_LEVELS = (
    Code("province", Text("省级", "Province"), ("省", "自治区", "直辖市")),
    Code("city", Text("地市级", "City (prefecture)"), ("市", "地级市", "市级", "地级")),
    Code("county", Text("区县级", "District or county"), ("区县", "县", "区", "县级", "区级")),
    Code("township", Text("乡镇街道级", "Township or street"), ("乡镇", "街道", "镇", "乡")),
    Code("village", Text("村社区级", "Village or community"), ("村", "社区", "村级")),
    Code("function_zone", Text("功能区", "Function zone"), ("开发区", "新区", "经开区", "高新区")),
)

SURFACES = (
    Code(
        "hard_roof", Text("硬屋面", "Hard roof"), ("屋面", "屋顶", "平屋面", "沥青屋面"), "#8f8a86"
    ),
    Code("gravel_roof", Text("铺石子的平屋面", "Flat roof with gravel"), ("石子屋面",), "#a59e8f"),
    Code("green_roof", Text("绿化屋面", "Green roof"), ("绿色屋顶", "屋顶绿化"), "#8db580"),
    Code(
        "hard_paving",
        Text("混凝土或沥青路面及广场", "Concrete or asphalt road or square"),
        ("道路", "路面", "广场", "硬化路面", "沥青路面", "混凝土路面"),
        "#6f747a",
    ),
    Code("block_paving", Text("大块石等铺砌路面", "Block paving"), ("块石路面",), "#9a8f80"),
    Code(
        "dry_brick",
        Text("干砌砖石或碎石路面", "Dry-laid brick or gravel"),
        ("碎石路面", "干砌砖石"),
        "#b9a488",
    ),
    Code("bare_soil", Text("非铺砌土路面", "Unpaved earth"), ("土路面", "裸土", "裸地"), "#c9a56c"),
    Code("green_land", Text("绿地", "Green land"), ("草地", "林地", "公园绿地"), "#5d9c59"),
    Code("water", Text("水面", "Water"), ("水域", "河湖"), palette.WATER_BLUE),
    Code(
        "green_deep_soil",
        Text("地下建筑覆土绿地（覆土≥500毫米）", "Green over basement, soil ≥ 500 mm"),
        ("覆土绿地",),
        "#79ab6d",
    ),
    Code(
        "green_thin_soil",
        Text("地下建筑覆土绿地（覆土<500毫米）", "Green over basement, soil < 500 mm"),
        ("浅覆土绿地",),
        "#a3c48f",
    ),
    Code(
        "permeable_paving",
        Text("透水铺装", "Permeable paving"),
        ("透水铺装地面", "透水路面", "透水砖"),
        "#c3b5c9",
    ),
)
"""Surfaces as the runoff coefficients name them; the sheet of coefficients has the same codes."""

OUTFALL_KINDS = (
    Code("domestic", Text("生活污水直排口", "Domestic sewage, untreated"), ("直排口", "生活直排")),
    Code("plant", Text("污水处理厂排口", "Effluent of a sewage plant"), ("污水厂排口", "厂排口")),
    Code("industrial", Text("工业排污口", "Industrial"), ("工业", "企业排污口", "工业企业排污口")),
    Code("mixed", Text("雨污合流或混合排口", "Combined or mixed"), ("混合", "合流", "合流口")),
    Code("rain", Text("雨水排口", "Storm water"), ("雨水", "雨水口")),
    Code("farming", Text("农业排口", "Farming"), ("农业", "养殖", "水产养殖排口")),
    Code("other", Text("其他", "Other"), ("其它",)),
)

ENTERPRISE_SECTORS = (
    Code("chemical_park", Text("化工园区", "Chemical park"), ("化工园",)),
    Code("chemical", Text("化工", "Chemical"), ("化学工业", "化工企业", "化工项目", "重化工")),
    Code("petrochemical", Text("石油化工", "Petrochemical"), ("石化",)),
    Code("coal_chemical", Text("煤化工", "Coal chemical"), ("现代煤化工",)),
    Code("tailings", Text("尾矿库", "Tailings pond"), ("尾矿",)),
    Code("paper", Text("造纸", "Paper"), ("制浆造纸", "造纸业")),
    Code(
        "high_pollution",
        Text("其他高耗能高污染", "Other energy-intensive or polluting"),
        ("高耗能", "高污染", "两高", "两高项目"),
    ),
    Code("other", Text("其他", "Other"), ("其它",)),
)
"""Sectors that bans name; the sheet of bans has the same codes."""

CHANGE_KINDS = (
    Code("new", Text("新建", "New"), ("新",)),
    Code("rebuilt", Text("改建", "Rebuilt"), ("技改", "技术改造")),
    Code("extended", Text("扩建", "Extended"), ("扩",)),
)

REDLINE_PARTS = (
    Code(
        "core", Text("核心保护区", "Core of a nature reserve"), ("核心区", "自然保护地核心保护区")
    ),
    Code("other", Text("其他区域", "Outside the cores"), ("一般控制区", "核心区外", "其它")),
)

SHORE_NATURE = (
    Code(
        "natural",
        Text("自然岸线", "Natural"),
        ("自然", "自然岸", "原生岸线", "生态岸线"),
        palette.CORRIDOR_GREEN,
    ),
    Code(
        "artificial",
        Text("人工岸线", "Artificial"),
        ("人工", "硬质岸线", "人工岸", "硬质护岸"),
        palette.NOT_MET_ORANGE,
        "dashed",
    ),
)
