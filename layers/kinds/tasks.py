"""Kinds that the other spatial targets of the plans are checked with: works, shores, zones."""

from geo.words import Text
from layers.kinds import palette
from layers.kinds.codes import CORRIDOR_STATUS, SHORE_NATURE
from layers.kinds.fields import CODE, RIVER_NAME, code_field, day_field, name_field, status_field
from layers.kinds.model import Field, Kind, Label, OnMap, Rules, Style, styles_of

WORKS = Kind(
    "works",
    Text("治理工程与建设任务", "Works and tasks"),
    "base",
    ("polygon", "line", "point"),
    (
        code_field("工程编号", "项目编号", "任务编号", "图斑编号", "小班号"),
        name_field("工程名称", "项目名称", "任务名称"),
        Field(
            "type",
            Text("工程类型", "Type"),
            aliases=("类型", "任务类型", "项目类型", "措施类型", "GCLX"),
        ),
        status_field("完成情况"),
        day_field(
            "completed_on",
            Text("完成日期", "Completed on"),
            aliases=("建成日期", "完工日期", "竣工日期", "验收日期", "完成时间", "JCRQ"),
            short_name="done_on",
        ),
    ),
    Style(
        palette.CORRIDOR_GREEN,
        fill_opacity=0.4,
        weight=2.2,
        by_code=styles_of(CORRIDOR_STATUS),
    ),
    Text(
        "按状态与目标比较的工程和任务：河段整治、水土流失治理、造林抚育、慢行道等。",
        "Works compared with a target by status: river works, erosion control, planting, routes.",
    ),
    on_map=OnMap(110, Label(120, from_zoom=13)),
    class_field="status",
    rules=Rules(overlap="info", overlap_m2=100.0),
)

SHORELINE = Kind(
    "shoreline",
    Text("水体岸线分段", "Shoreline segments"),
    "water",
    ("line",),
    (
        code_field("岸段编号", "岸线编号"),
        name_field("岸段名称", "岸线名称"),
        RIVER_NAME,
        Field(
            "nature",
            Text("岸线性质", "Nature"),
            "code",
            aliases=("岸线类型", "岸线类别", "自然人工", "是否自然", "AXXZ"),
            codes=SHORE_NATURE,
        ),
    ),
    Style(
        palette.BANK_TEAL,
        weight=2.2,
        shape="line",
        by_code=styles_of(SHORE_NATURE),
    ),
    Text(
        "按自然、人工分段的河湖岸线，用于自然岸线保有率；每个年份一个图层或版本。",
        "Shores by nature, for the share of natural shoreline; a layer or version for each year.",
    ),
    on_map=OnMap(150, Label(180, from_zoom=14, colour=palette.WATER_DEEP)),
    class_field="nature",
    rules=Rules(overlap=None, outside="info"),
)

COOPERATION_ZONE = Kind(
    "cooperation_zone",
    Text("跨市生态协同区", "Ecological cooperation zones"),
    "corridor",
    ("polygon",),
    (
        CODE,
        name_field("协同区名称"),
        Field(
            "cities",
            Text("涉及城市", "Cities"),
            aliases=("城市", "相关城市", "所涉城市", "SJCS"),
        ),
    ),
    Style(palette.LAKE_GREEN, fill_opacity=0.12, weight=1.6, pattern="dashed"),
    Text(
        "两市共同保护的生态协同区范围；“涉及城市”写两市名称，以顿号分开。",
        "Zones that two cities protect together; `cities` names them, parted by 、.",
    ),
    on_map=OnMap(90, Label(90, from_zoom=11)),
    rules=Rules(overlap="info", overlap_m2=100.0, outside="info"),
)
