"""Declaration of the storage that drainage zones need; `storage` computes it."""

from __future__ import annotations

from dataclasses import replace

from geo.figures.units import CUBIC_METRES, MILLIMETRES
from geo.words import Text
from layers.kinds.rasters import LAND_COVER
from layers.kinds.required import SPONGE_ZONE
from layers.kinds.sponge import LAND_SURFACE, SPONGE_FACILITY
from projects.metrics.columns import SURFACE_TITLES
from projects.metrics.declaration import (
    NO_UNIT,
    RATIO,
    SQUARE_METRES,
    Column,
    Metric,
    Parameter,
    Role,
    SheetRole,
    Table,
)
from projects.metrics.families import SPONGE
from projects.metrics.parameters import BY_THE_USER, CAPTURE_RATIO, RULES_ON
from projects.metrics.sponge.design_rainfall_metric import DESIGN_RAINFALL_METRIC
from projects.sheets.rules_sponge import DESIGN_RAINFALL

AREA = Column("area_m2", Text("分区面积", "Zone area"), SQUARE_METRES, sums=True)


FIGURES = (
    Column("counted_m2", Text("计入的下垫面面积", "Ground counted"), SQUARE_METRES, sums=True),
    Column("uncovered_m2", Text("无下垫面资料面积", "Without a surface"), SQUARE_METRES, sums=True),
    Column("coefficient", Text("综合雨量径流系数", "Runoff coefficient"), NO_UNIT),
    Column("required_m3", Text("所需调蓄容积", "Storage required"), CUBIC_METRES, sums=True),
    Column("required_low_m3", Text("系数取下限时", "With the low values"), CUBIC_METRES, sums=True),
    Column(
        "required_high_m3", Text("系数取上限时", "With the high values"), CUBIC_METRES, sums=True
    ),
    Column("facility_m3", Text("现有设施容积", "Storage there"), CUBIC_METRES, sums=True),
    Column("planned_m3", Text("规划在建容积", "Storage planned"), CUBIC_METRES, sums=True),
    Column("deficit_m3", Text("容积缺口", "Deficit"), CUBIC_METRES, sums=True),
    Column(
        "deficit_after_m3",
        Text("规划建成后的缺口", "Deficit once built"),
        CUBIC_METRES,
        sums=True,
    ),
)


SPONGE_VOLUME = Metric(
    id="sponge_volume",
    version=4,
    family=SPONGE,
    place=30,
    title=Text("排水分区调蓄容积", "Storage of drainage zones"),
    summary=Text(
        "各排水分区按容积法所需的调蓄容积，与现有和规划设施容积比较，得出缺口。",
        "The storage each drainage zone needs by the volume method, beside what its facilities "
        "hold and will hold, and the deficit.",
    ),
    formula=Text(
        "V = 10·H·φ·F：V 立方米，H 设计降雨量毫米，F 汇水面积公顷（hm²），"
        "φ = Σ(φⱼFⱼ) ÷ ΣFⱼ 为雨量径流系数按下垫面面积加权；下垫面重叠处取径流系数较大者；"
        "缺口 = max(V − 设施容积, 0)，各分区缺口相加，不以盈补缺。",
        "V = 10·H·φ·F: V in m³, H the design rainfall in mm, F the catchment in hectares, φ = "
        "Σ(φⱼFⱼ) ÷ ΣFⱼ the volumetric runoff coefficient by area of surface; where surfaces "
        "overlap the larger coefficient counts; deficit = max(V − storage there, 0), added up "
        "without setting one zone's spare against another's lack.",
    ),
    source=Text(
        "《海绵城市建设技术指南——低影响开发雨水系统构建（试行）》（2014）容积法；系数见规则“雨量径流系数”。",
        "Technical guide to sponge city construction (2014), volume method; coefficients as in the "
        "rule “runoff coefficients”.",
    ),
    unit=CUBIC_METRES,
    headline="required_m3",
    inputs=(
        Role(
            "zones",
            Text("排水分区", "Drainage zones"),
            Text("逐个计算容积的汇水范围。", "The catchments whose storage is asked."),
            kinds=(SPONGE_ZONE.id,),
        ),
        Role(
            "surfaces",
            Text("下垫面", "Land surfaces"),
            Text(
                "屋面、道路、绿地、水面等的面图层；或土地覆盖栅格，其类别按规则归入下垫面。",
                "Polygons of roofs, roads, green land, water; or a land-cover raster, whose "
                "classes are surfaces by a rule.",
            ),
            geometry=("polygon", "raster"),
            kinds=(LAND_SURFACE.id, LAND_COVER.id),
            fields=("surface",),
        ),
        Role(
            "facilities",
            Text("海绵设施", "Facilities"),
            Text("带有效调蓄容积的设施。", "Facilities with their storage."),
            geometry=("point", "polygon"),
            kinds=(SPONGE_FACILITY.id,),
            wanted=("volume_m3", "status", "zone_code"),
            optional=True,
        ),
    ),
    sheets=(
        SheetRole(
            "coefficients",
            Text("雨量径流系数", "Runoff coefficients"),
            Text("各类下垫面的系数。", "The coefficient of each surface."),
            "runoff_coefficients",
        ),
        SheetRole(
            "rainfall",
            Text("设计降雨量", "Design rainfall"),
            Text("没有直接给出设计降雨量时按城市查用。", "Looked up by city if no depth is given."),
            DESIGN_RAINFALL.id,
        ),
        SheetRole(
            "classes",
            Text("土地覆盖类别", "Land-cover classes"),
            Text("栅格的每一类按哪种下垫面计。", "Which surface each class of a raster counts as."),
            "land_cover_classes",
            raster_of="surfaces",
        ),
    ),
    parameters=(
        Parameter(
            "depth_mm",
            Text("设计降雨量", "Design rainfall"),
            Text(
                f"直接给出时优先，例如由指标“{DESIGN_RAINFALL_METRIC.title.zh}”推求的数值。",
                "Goes before the rule, for example a depth derived by "
                f"“{DESIGN_RAINFALL_METRIC.title.en}”.",
            ),
            "number",
            origin=BY_THE_USER,
            unit=MILLIMETRES,
            low=0.1,
            high=500.0,
        ),
        Parameter(
            "city",
            Text("城市", "City"),
            Text("按城市查规则“设计降雨量”。", "Looks up the rule “design rainfall”."),
            "text",
            origin=Text(
                "不设默认城市；宜昌、鄂州、十堰没有默认数值",
                "No default; none for Yichang, Ezhou and Shiyan",
            ),
        ),
        replace(
            CAPTURE_RATIO,
            summary=Text("查规则时用的控制率。", "The ratio that is looked up."),
        ),
        Parameter(
            "uncovered_coefficient",
            Text("无下垫面资料处的径流系数", "Coefficient of ground without a surface"),
            Text(
                "不填则这些地方不计入，并在结果中说明。",
                "If empty such ground is not counted, and the result says so.",
            ),
            "number",
            origin=BY_THE_USER,
            unit=RATIO,
            low=0.0,
            high=1.0,
        ),
        RULES_ON,
    ),
    total=(
        Column("depth_mm", Text("设计降雨量", "Design rainfall"), MILLIMETRES),
        AREA,
        *FIGURES,
        Column(
            "overlap_removed_m2",
            Text("扣除的分区重叠面积", "Overlap of zones removed"),
            SQUARE_METRES,
        ),
        Column(
            "surface_overlap_m2",
            Text("扣除的下垫面重叠面积", "Overlap of surfaces removed"),
            SQUARE_METRES,
        ),
    ),
    tables=(
        Table(
            "zones",
            Text("分区", "Zones"),
            (AREA, *FIGURES),
            role="zones",
            size="deficit_m3",
        ),
        Table(
            "surfaces",
            Text("下垫面", "Surfaces"),
            (
                Column("surface", Text("类型", "Surface"), NO_UNIT, "code", SURFACE_TITLES),
                Column("used", Text("采用系数", "Coefficient used"), NO_UNIT),
                Column("low", Text("下限", "Low"), NO_UNIT),
                Column("high", Text("上限", "High"), NO_UNIT),
                Column("area_m2", Text("面积", "Area"), SQUARE_METRES, sums=True),
                Column("share", Text("占分区面积", "Share of the zones"), RATIO),
                Column(
                    "required_m3", Text("所需调蓄容积", "Storage required"), CUBIC_METRES, sums=True
                ),
            ),
        ),
    ),
    nulls=Text(
        "没有下垫面资料的分区所需容积为空；栅格中无值的像元按没有下垫面资料处理；没有容积或不在分区内的设施不计入并说明；"
        "没有状态的设施按已建成计并说明。",
        "A zone without surfaces has no requirement; cells without a value are ground without a "
        "surface; facilities without storage or outside every "
        "zone are not counted, those without status count as built, and the result says so.",
    ),
    computed_by="sponge.storage:compute",
)
