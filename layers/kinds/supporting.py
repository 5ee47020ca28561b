"""Kinds that support the five: what figures are counted within, and what distances start from."""

from geo.words import Text
from layers.kinds import palette
from layers.kinds.codes import BANK_LINES, DIVISION_LEVELS
from layers.kinds.fields import (
    CODE,
    DISTRICT,
    MAIN_STEM,
    RIVER_NAME,
    TARGET_CLASS,
    USUAL_YEARS,
    code_field,
    name_field,
)
from layers.kinds.model import Field, Ground, Kind, Label, OnMap, Rules, Style, styles_of

BUILT_UP_AREA = Kind(
    "built_up_area",
    Text("建成区", "Built-up area"),
    "base",
    ("polygon",),
    (
        CODE,
        name_field("建成区名称"),
        Field(
            "year",
            Text("年份", "Year"),
            "integer",
            aliases=("统计年份", "现状年", "NF", "ND"),
            plausible=USUAL_YEARS,
        ),
    ),
    Style(palette.BUILT_UP_CLAY, fill_opacity=0.12, weight=1.4, pattern="outlined"),
    Text(
        "城市建成区范围，海绵城市占比以此为分母。",
        "Built-up area: the whole of the sponge-city share.",
    ),
    on_map=OnMap(12, Label(110, from_zoom=12), ground=Ground(palette.GROUND_BUILT)),
)

ADMIN_DIVISION = Kind(
    "admin_division",
    Text("行政区划", "Administrative divisions"),
    "base",
    ("polygon",),
    (
        code_field("行政区代码", "行政区划代码", "区划代码", "XZQDM", "ADCODE", "PAC"),
        name_field("行政区名称", "区划名称", "XZQMC"),
        Field(
            "level",
            Text("行政级别", "Level"),
            "code",
            aliases=("级别", "区划级别", "层级", "JB", "XZJB"),
            codes=DIVISION_LEVELS,
        ),
    ),
    Style(palette.BOUNDARY_SLATE, fill_opacity=0.0, weight=1.6, pattern="dashed"),
    Text("行政区及功能区边界。", "Boundaries of administrative divisions and function zones."),
    # Under the water, which hides a boundary that follows a river.
    on_map=OnMap(
        15,
        Label(10, from_zoom=8, colour=palette.BOUNDARY_INK, prominent=True),
        ground=Ground(palette.GROUND_LINE, filled=False),
    ),
    known_ground=True,
    # Function zones lie across districts, and a city holds its own.
    rules=Rules(overlap="info", overlap_m2=100.0, gap_m2=10_000.0),
)

RIVER_BANK = Kind(
    "river_bank",
    Text("河道岸线", "River banks"),
    "water",
    ("line", "polygon"),
    (
        CODE,
        name_field("岸线名称", "岸段名称"),
        RIVER_NAME,
        Field(
            "line",
            Text("岸线类型", "Line"),
            "code",
            aliases=("边界线类型", "岸线类别", "线类型", "AXLX"),
            codes=BANK_LINES,
        ),
        MAIN_STEM,
    ),
    Style(
        palette.BANK_TEAL,
        fill_opacity=0.25,
        weight=2.2,
        shape="line",
        by_code=styles_of(BANK_LINES),
    ),
    Text(
        "临水边界线与外缘边界线，1 公里、3 公里管控距离由此起算。",
        "Water-side and outer bank lines, from which the 1 km and 3 km limits are measured.",
    ),
    on_map=OnMap(140, Label(170, from_zoom=13, colour=palette.WATER_DEEP)),
    class_field="line",
    rules=Rules(overlap=None, outside="info"),
)

LAKE = Kind(
    "lake",
    Text("湖泊", "Lakes"),
    "water",
    ("polygon",),
    (
        CODE,
        name_field("湖泊名称", "湖名"),
        DISTRICT,
        TARGET_CLASS,
    ),
    Style(palette.WATER_BLUE, fill_opacity=0.45, weight=1.0),
    Text("湖泊、水库水面范围。", "Water surface of lakes and reservoirs."),
    on_map=OnMap(
        20,
        Label(60, from_zoom=11, colour=palette.WATER_DEEP),
        ground=Ground(palette.GROUND_WATER, dots=True),
    ),
)

RIVER = Kind(
    "river",
    Text("河流", "Rivers"),
    "water",
    ("line", "polygon"),
    (
        CODE,
        name_field("河流名称", "河名"),
        MAIN_STEM,
        TARGET_CLASS,
    ),
    Style(palette.WATER_BLUE, fill_opacity=0.45, weight=2.0, shape="line"),
    Text("河流中心线或水面范围。", "Rivers as centre lines or water surface."),
    on_map=OnMap(
        25,
        Label(70, from_zoom=9, colour=palette.WATER_DEEP),
        ground=Ground(palette.GROUND_WATER),
    ),
    rules=Rules(overlap="info", outside="info"),
)

SEWAGE_SERVICE_AREA = Kind(
    "sewage_service_area",
    Text("污水处理厂服务范围", "Sewage service areas"),
    "sewage",
    ("polygon",),
    (
        CODE,
        name_field("服务区名称", "分区名称"),
        Field(
            "plant_code",
            Text("污水处理厂编号", "Plant code"),
            aliases=("污水厂编号", "厂编号", "所属污水厂", "WSCBH"),
        ),
    ),
    Style(palette.SEWAGE_PALE, fill_opacity=0.3, weight=1.0, pattern="dotted"),
    Text("各污水处理厂的纳污服务范围。", "The area that each sewage plant serves."),
    on_map=OnMap(50, Label(160, from_zoom=13), shown_at_first=False),
    rules=Rules(gap_m2=2000.0),
)
