"""Sluices and pumping stations: what lets water through, or lifts it, between rivers and land.

source: unverified. Fields, classes of size and the names under which fields arrive were written
from knowledge of SL 252-2017 (classes of size by the discharge through a sluice or the installed
flow of a station), GB 50265-2022 (pumping stations) and SL/T 809-2021 (tables of objects of water
management: WAGA for sluices, PUST for stations); no copy of them was at hand. Check them against
the originals before a class of size is relied on. Nothing is computed from it.
"""

from geo.words import Text
from layers.kinds import palette
from layers.kinds.fields import RIVER_NAME, code_field, name_field
from layers.kinds.model import Code, Field, Kind, Label, OnMap, Rules, Style, styles_of

WORKS_TYPES = (
    Code(
        "sluice",
        Text("水闸", "Sluice"),
        ("闸", "节制闸", "分洪闸", "泄洪闸", "排水闸", "退水闸", "引水闸", "进水闸", "涵闸"),
        colour=palette.WATER_DEEP,
    ),
    Code(
        "pumping_station",
        Text("泵站", "Pumping station"),
        ("排涝泵站", "排水泵站", "供水泵站", "灌溉泵站", "提水站", "抽水站", "电排站"),
        colour=palette.RESERVE_INDIGO,
    ),
    Code(
        "sluice_station",
        Text("闸站", "Sluice with pumps"),
        ("闸泵站", "水闸泵站", "闸站工程"),
        colour=palette.BANK_TEAL,
    ),
)
SIZES = (
    Code("large_1", Text("大（1）型", "Large (1)"), ("大1型", "大(1)型", "大（1）", "大(1)")),
    Code("large_2", Text("大（2）型", "Large (2)"), ("大2型", "大(2)型", "大（2）", "大(2)")),
    Code("medium", Text("中型", "Medium"), ("中",)),
    Code("small_1", Text("小（1）型", "Small (1)"), ("小1型", "小(1)型", "小（1）", "小(1)")),
    Code("small_2", Text("小（2）型", "Small (2)"), ("小2型", "小(2)型", "小（2）", "小(2)")),
)

SLUICE_GATE = Kind(
    "sluice_gate",
    Text("水闸泵站", "Sluices and pumping stations"),
    "water",
    ("point",),
    (
        code_field(
            "水闸编号", "泵站编号", "闸站编号", "水闸代码", "泵站代码", "WAGA_CODE", "PUST_CODE"
        ),
        name_field("水闸名称", "泵站名称", "闸站名称", "WAGA_NAME", "PUST_NAME"),
        Field(
            "type",
            Text("工程类型", "Type"),
            "code",
            aliases=("类型", "类别", "水闸类型", "泵站类型", "闸站类型", "GCLX"),
            codes=WORKS_TYPES,
        ),
        Field(
            "size",
            Text("工程规模", "Size"),
            "code",
            aliases=("规模", "工程等别规模", "水闸规模", "泵站规模", "ENG_SCAL", "GCGM"),
            codes=SIZES,
        ),
        Field(
            "design_flow_m3_s",
            Text("设计流量", "Design flow"),
            "number",
            unit="m³/s",
            aliases=("设计过闸流量", "过闸流量", "装机流量", "设计排涝流量", "流量", "SJLL"),
            short_name="flow_m3_s",
            plausible=(0.1, 50_000.0),
        ),
        RIVER_NAME,
        Field(
            "managing_unit",
            Text("管理单位", "Managing unit"),
            aliases=("管理单位名称", "管护单位", "运行管理单位", "ADM_DEP", "GLDW"),
            short_name="mgmt_unit",
        ),
    ),
    Style(
        palette.WATER_DEEP,
        fill_opacity=0.95,
        weight=1.4,
        shape="diamond",
        by_code=styles_of(WORKS_TYPES),
    ),
    Text(
        "河湖上的水闸、泵站和闸站；规模分级依据未核实，使用前请对照原文。",
        "Sluices, pumping stations and both in one on rivers and lakes; the classes of size are "
        "unverified: compare them with the standards before use.",
    ),
    on_map=OnMap(185, Label(125, from_zoom=13)),
    class_field="type",
    rules=Rules(outside="info"),
)
