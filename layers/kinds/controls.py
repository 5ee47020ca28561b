"""Kinds that bans and protected zones are checked with: outfalls, enterprises, red lines."""

from geo.words import Text
from layers.kinds import palette
from layers.kinds.codes import CHANGE_KINDS, ENTERPRISE_SECTORS, OUTFALL_KINDS, REDLINE_PARTS
from layers.kinds.fields import CODE, DISTRICT, code_field, day_field, name_field
from layers.kinds.model import Field, Kind, Label, OnMap, Rules, Style

STARTED_ON = day_field(
    "started_on",
    Text("开工或设置日期", "Started on"),
    aliases=("开工日期", "开工时间", "投产日期", "建设日期", "设置日期", "设置时间", "KGRQ"),
)

OUTFALL = Kind(
    "outfall",
    Text("入河排污口", "Sewage outfalls"),
    "sewage",
    ("point",),
    (
        code_field("排污口编号", "排口编号"),
        name_field("排污口名称", "排口名称"),
        Field(
            "kind",
            Text("排污口类型", "Kind"),
            "code",
            aliases=("类型", "排口类型", "类别", "PWKLX"),
            codes=OUTFALL_KINDS,
        ),
        Field(
            "permitted",
            Text("是否审批", "Permitted"),
            "boolean",
            aliases=("审批", "是否批准", "许可", "SFSP"),
        ),
        Field(
            "in_use",
            Text("是否在用", "In use"),
            "boolean",
            aliases=("在用", "使用状态", "SFZY"),
        ),
        Field(
            "receiving_water",
            Text("受纳水体", "Receiving water"),
            aliases=("排入水体", "纳污水体", "SNST"),
            short_name="recv_water",
        ),
        STARTED_ON,
    ),
    Style(palette.NOT_MET_ORANGE, fill_opacity=0.9, weight=1.2, shape="circle"),
    Text("向河、湖排放污水的排口位置。", "Places where sewage is let into rivers and lakes."),
    on_map=OnMap(190, Label(130, from_zoom=13), shown_at_first=False),
)

ENTERPRISE = Kind(
    "enterprise",
    Text("企业与项目用地", "Enterprises and sites"),
    "protection",
    ("point", "polygon"),
    (
        code_field("企业编号", "统一社会信用代码", "项目编号"),
        name_field("企业名称", "单位名称", "项目名称"),
        Field(
            "sector",
            Text("行业", "Sector"),
            "code",
            aliases=("行业类别", "所属行业", "行业类型", "HYLB", "HY"),
            codes=ENTERPRISE_SECTORS,
        ),
        Field(
            "change",
            Text("建设性质", "Nature of the building"),
            "code",
            aliases=("建设类型", "性质", "JSXZ"),
            codes=CHANGE_KINDS,
        ),
        STARTED_ON,
        Field(
            "activity",
            Text("活动类型", "Kind of activity"),
            aliases=("人类活动类型", "有限人为活动类型", "活动类别", "HDLX"),
        ),
        DISTRICT,
    ),
    Style(palette.BOUNDARY_SLATE, fill_opacity=0.6, weight=1.2, shape="square"),
    Text(
        "受距离与区域管控的企业、园区和项目的位置或用地范围。",
        "Enterprises, parks and projects that distance limits and zones apply to.",
    ),
    on_map=OnMap(160, Label(140, from_zoom=13), shown_at_first=False),
    rules=Rules(overlap="info", overlap_m2=100.0),
)

ECOLOGICAL_REDLINE = Kind(
    "ecological_redline",
    Text("生态保护红线", "Ecological red lines"),
    "protection",
    ("polygon",),
    (
        CODE,
        name_field("红线名称", "红线区名称"),
        Field(
            "part",
            Text("红线分区", "Part"),
            "code",
            aliases=("分区", "核心区", "管控分区", "HXFQ"),
            codes=REDLINE_PARTS,
        ),
        day_field(
            "approved_on",
            Text("批准日期", "Approved on"),
            aliases=("批复日期", "批复时间", "批准时间", "PZRQ"),
            short_name="appr_on",
        ),
    ),
    Style(palette.NOT_MET_ORANGE, fill_opacity=0.12, weight=1.8, pattern="hatched"),
    Text(
        "依法划定的生态保护红线，多为受限数据。",
        "Ecological red lines as drawn by law; usually restricted data.",
    ),
    on_map=OnMap(80, Label(100, from_zoom=12)),
)
