"""The five kinds that the service is for."""

from geo.words import Text
from layers.kinds import palette
from layers.kinds.codes import (
    CORRIDOR_STATUS,
    DISCHARGE_STANDARDS,
    PROTECTION_GRADES,
    VERDICTS,
    WATER_CLASSES,
)
from layers.kinds.fields import (
    CODE,
    DISTRICT,
    RIVER_NAME,
    TARGET_CLASS,
    code_field,
    day_field,
    name_field,
    status_field,
)
from layers.kinds.model import Field, Kind, Label, OnMap, Rules, Style, styles_of

ECOLOGICAL_CORRIDOR = Kind(
    "ecological_corridor",
    Text("生态廊道", "Ecological corridors"),
    "corridor",
    ("polygon", "line"),
    (
        CODE,
        name_field("廊道名称", "生态廊道名称"),
        status_field(),
        Field(
            "width_m",
            Text("宽度", "Width"),
            "number",
            unit="m",
            aliases=("廊道宽度", "平均宽度", "宽度m", "宽度(m)", "宽度(米)", "KD", "WIDTH"),
            plausible=(3.0, 5_000.0),
        ),
        day_field(
            "completed_on",
            Text("建成日期", "Completed on"),
            aliases=("建成时间", "完工日期", "完工时间", "竣工日期", "竣工时间", "JCSJ", "JCRQ"),
            short_name="done_on",
        ),
    ),
    Style(
        palette.CORRIDOR_GREEN,
        fill_opacity=0.45,
        weight=2.0,
        by_code=styles_of(CORRIDOR_STATUS),
    ),
    Text(
        "沿江、沿河、沿湖及城市绿楔中规划、在建或建成的生态廊道。",
        "Corridors along rivers, lakes and green wedges: planned, under construction or completed.",
    ),
    on_map=OnMap(120, Label(80, from_zoom=12), leads=True),
    class_field="status",
    # Reaches of one corridor meet and cross; coverage dissolves that.
    rules=Rules(overlap="info", overlap_m2=100.0),
    since="completed_on",
)

SPONGE_ZONE = Kind(
    "sponge_zone",
    Text("海绵城市排水分区", "Sponge-city drainage zones"),
    "sponge",
    ("polygon",),
    (
        code_field("分区编号", "排水分区编号"),
        name_field("分区名称", "排水分区名称"),
        DISTRICT,
        Field(
            "verdict",
            Text("达标情况", "Verdict"),
            "code",
            required=True,
            aliases=("是否达标", "评估结果", "评估结论", "达标状态", "海绵达标", "SFDB", "DBQK"),
            codes=VERDICTS,
        ),
        Field(
            "capture_target",
            Text("年径流总量控制率目标", "Annual runoff capture, target"),
            "ratio",
            aliases=("目标控制率", "控制率目标", "径流控制率目标", "目标年径流总量控制率", "MBKZL"),
            short_name="cap_target",
            plausible=(0.3, 0.95),
        ),
        Field(
            "capture_actual",
            Text("年径流总量控制率现状", "Annual runoff capture, actual"),
            "ratio",
            aliases=(
                "现状控制率",
                "控制率现状",
                "实际控制率",
                "年径流总量控制率",
                "XZKZL",
                "SJKZL",
            ),
            short_name="cap_actual",
            plausible=(0.3, 0.95),
        ),
        day_field(
            "assessed_on",
            Text("评估日期", "Assessed on"),
            aliases=("评估时间", "评估年份", "评定日期", "PGRQ", "PGSJ"),
            short_name="assess_on",
        ),
    ),
    Style(palette.NOT_ASSESSED_GREY, fill_opacity=0.4, by_code=styles_of(VERDICTS)),
    Text(
        "按排水或汇水分区划定的海绵城市评估单元，达标与否以分区计。",
        "Drainage or catchment zones, the units by which the sponge-city standard is judged.",
    ),
    on_map=OnMap(60, Label(40, from_zoom=12), leads=True),
    class_field="verdict",
    short_of=("capture_actual", "capture_target"),
    # Zones divide the ground: every square metre belongs to one.
    rules=Rules(gap_m2=2000.0),
)

SEWAGE_PLANT = Kind(
    "sewage_plant",
    Text("污水处理厂", "Sewage treatment plants"),
    "sewage",
    ("point", "polygon"),
    (
        code_field("厂编号", "污水厂编号"),
        name_field("厂名", "污水厂名称", "污水处理厂名称", "单位名称"),
        Field(
            "capacity_m3_d",
            Text("设计规模", "Design capacity"),
            "number",
            unit="m³/d",
            aliases=("设计处理规模", "处理规模", "设计能力", "处理能力", "规模", "SJGM", "CLNL"),
            short_name="cap_m3_d",
            plausible=(100.0, 3_000_000.0),
        ),
        Field(
            "inflow_m3_d",
            Text("实际处理水量", "Actual inflow"),
            "number",
            unit="m³/d",
            aliases=("实际水量", "日处理量", "实际处理量", "进水量", "日均进水量", "SJSL"),
            short_name="inflow_m3d",
            plausible=(0.0, 3_000_000.0),
        ),
        Field(
            "standard",
            Text("排放标准", "Discharge standard"),
            "code",
            aliases=("执行标准", "出水标准", "出水水质标准", "PFBZ"),
            codes=DISCHARGE_STANDARDS,
        ),
        day_field(
            "commissioned_on",
            Text("投运日期", "Commissioned on"),
            aliases=("投运时间", "投产日期", "投产时间", "建成投运时间", "TYSJ", "TYRQ"),
            short_name="start_on",
        ),
        Field(
            "operator",
            Text("运营单位", "Operator"),
            aliases=("运维单位", "运行单位", "管理单位", "YYDW"),
        ),
    ),
    Style(palette.SEWAGE_VIOLET, fill_opacity=0.9, weight=1.5, shape="square"),
    Text(
        "城镇污水处理厂的位置或厂区范围。", "Municipal sewage treatment plants, as points or sites."
    ),
    on_map=OnMap(180, Label(30, from_zoom=12), leads=True),
    since="commissioned_on",
)

PROTECTED_WATER = Kind(
    "protected_water",
    Text("保护水体与水源保护区", "Protected waters and source protection zones"),
    "protection",
    ("polygon",),
    (
        code_field("保护区编号", "水体编号"),
        name_field("保护区名称", "水体名称", "湖泊名称", "水源地名称"),
        Field(
            "grade",
            Text("保护级别", "Protection grade"),
            "code",
            required=True,
            aliases=("级别", "保护区级别", "保护等级", "保护区类型", "控制线类型", "BHJB", "JB"),
            codes=PROTECTION_GRADES,
        ),
        TARGET_CLASS,
        Field(
            "approved_by",
            Text("批准机关", "Approved by"),
            aliases=("批复单位", "批准单位", "批复机关", "PZJG", "PFDW"),
            short_name="appr_by",
        ),
        day_field(
            "approved_on",
            Text("批准日期", "Approved on"),
            aliases=("批复日期", "批复时间", "批准时间", "PZRQ", "PFSJ"),
            short_name="appr_on",
        ),
    ),
    Style(palette.WATER_DEEP, fill_opacity=0.35, weight=1.4, by_code=styles_of(PROTECTION_GRADES)),
    Text(
        "依法批准的饮用水水源保护区、湖泊“三线”及其他保护水体，以批准的图斑为准。",
        "Legally approved source protection zones, lake control lines and other protected waters.",
    ),
    on_map=OnMap(70, Label(50, from_zoom=12), leads=True),
    class_field="grade",
    # Grade 1 lies inside grade 2, and blue inside green inside grey.
    rules=Rules(overlap="info", overlap_m2=100.0),
    since="approved_on",
)

MONITORING_SECTION = Kind(
    "monitoring_section",
    Text("跨界断面", "Cross-boundary monitoring sections"),
    "water",
    ("point",),
    (
        code_field("断面编号", "断面代码", "DMBM"),
        name_field("断面名称", "断面", "DMMC"),
        RIVER_NAME,
        Field(
            "upstream_district",
            Text("上游区", "Upstream district"),
            aliases=("上游行政区", "上游区县", "责任区", "SYQ", "SYXZQ"),
            short_name="up_dist",
        ),
        Field(
            "downstream_district",
            Text("下游区", "Downstream district"),
            aliases=("下游行政区", "下游区县", "受水区", "XYQ", "XYXZQ"),
            short_name="down_dist",
        ),
        TARGET_CLASS,
        Field(
            "control_code",
            Text("对照断面编号", "Control section"),
            aliases=("对照断面", "对照断面代码", "入境断面编号", "DZDM"),
            short_name="ctrl_code",
        ),
        Field(
            "is_lake",
            Text("是否湖库", "Lake or reservoir"),
            "boolean",
            aliases=("湖库", "是否湖泊", "SFHK"),
        ),
    ),
    Style(
        palette.CLASS_3,
        fill_opacity=0.95,
        weight=1.5,
        shape="triangle",
        by_code=styles_of(WATER_CLASSES),
    ),
    Text(
        "行政区交界处的地表水水质监测断面，颜色表示水质目标类别。",
        "Surface-water sections on district borders; the colour is the target class.",
    ),
    on_map=OnMap(200, Label(20, from_zoom=11), leads=True),
    class_field="target_class",
)
