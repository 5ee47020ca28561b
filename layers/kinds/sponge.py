"""Kinds that the required storage of a drainage zone is worked out from."""

from geo.words import Text
from layers.kinds import palette
from layers.kinds.codes import SURFACES
from layers.kinds.fields import CODE, DISTRICT, code_field, day_field, name_field, status_field
from layers.kinds.model import Code, Field, Kind, Label, OnMap, Rules, Style, styles_of

FACILITY_TYPES = (
    Code("bioretention", Text("生物滞留设施", "Bioretention"), ("雨水花园", "下沉式绿地")),
    Code("swale", Text("植草沟", "Swale"), ("草沟",)),
    Code("pond", Text("湿塘或雨水湿地", "Pond or wetland"), ("湿塘", "雨水湿地", "人工湿地")),
    Code("tank", Text("调蓄池或蓄水池", "Storage tank"), ("调蓄池", "蓄水池", "雨水罐")),
    Code("permeable", Text("透水铺装", "Permeable paving"), ("透水砖", "透水混凝土")),
    Code("green_roof", Text("绿色屋顶", "Green roof"), ("绿化屋面", "屋顶绿化")),
    Code("other", Text("其他", "Other"), ("其它",)),
)

SPONGE_FACILITY = Kind(
    "sponge_facility",
    Text("海绵设施", "Sponge-city facilities"),
    "sponge",
    ("point", "polygon"),
    (
        code_field("设施编号"),
        name_field("设施名称"),
        Field(
            "type",
            Text("设施类型", "Type"),
            "code",
            aliases=("类型", "类别", "设施类别", "SSLX"),
            codes=FACILITY_TYPES,
        ),
        Field(
            "volume_m3",
            Text("有效调蓄容积", "Effective storage"),
            "number",
            unit="m³",
            aliases=("调蓄容积", "容积", "有效容积", "蓄水容积", "容积m3", "TXRJ", "VOLUME"),
            plausible=(0.1, 500_000.0),
        ),
        status_field(),
        Field(
            "zone_code",
            Text("所属排水分区", "Drainage zone"),
            aliases=("排水分区", "分区编号", "所属分区", "PSFQ"),
        ),
        day_field(
            "completed_on",
            Text("建成日期", "Completed on"),
            aliases=("建成时间", "完工日期", "竣工日期", "竣工时间", "JCRQ"),
            short_name="done_on",
        ),
    ),
    Style(palette.BANK_TEAL, fill_opacity=0.5, shape="circle"),
    Text(
        "源头减排与调蓄设施，按有效调蓄容积计入所在排水分区。",
        "Facilities that hold rain at its source; their storage counts for the zone they are in.",
    ),
    on_map=OnMap(170, Label(150, from_zoom=13), shown_at_first=False),
    since="completed_on",
)

LAND_SURFACE = Kind(
    "land_surface",
    Text("下垫面", "Land surfaces"),
    "sponge",
    ("polygon",),
    (
        CODE,
        name_field("下垫面名称", "地块名称"),
        Field(
            "surface",
            Text("下垫面类型", "Surface"),
            "code",
            required=True,
            aliases=("类型", "地表类型", "下垫面种类", "汇水面种类", "XDMLX"),
            codes=SURFACES,
        ),
        DISTRICT,
    ),
    Style(palette.BUILT_UP_CLAY, fill_opacity=0.35, weight=0.4, by_code=styles_of(SURFACES)),
    Text(
        "屋面、道路、绿地、水面等下垫面，用于计算雨量径流系数。",
        "Roofs, roads, green land, water: what the runoff coefficient of a zone follows from.",
    ),
    on_map=OnMap(40, Label(190, from_zoom=15), shown_at_first=False),
    class_field="surface",
    # Surfaces divide the ground: each place has one.
    rules=Rules(overlap_m2=1.0, gap_m2=None),
)
