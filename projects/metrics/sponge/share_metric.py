"""Declaration of the metric “sponge-city share”; `parts` computes it."""

from __future__ import annotations

from dataclasses import replace

from geo.figures.units import POINTS
from geo.words import Text
from layers.kinds.codes import DIVISION_LEVELS
from layers.kinds.model import titles_of
from layers.kinds.required import SPONGE_ZONE
from projects.metrics.cards import Card, CardLine, Largest
from projects.metrics.columns import VERDICT_TITLES
from projects.metrics.declaration import (
    METRES,
    NO_UNIT,
    RATIO,
    SQUARE_METRES,
    Check,
    Column,
    Metric,
    Parameter,
    Record,
    Role,
    Sum,
    Table,
)
from projects.metrics.families import SPONGE
from projects.metrics.parameters import target_parameter
from projects.metrics.roles import BOUNDARY, BUILT_UP, DIVISIONS
from projects.metrics.stands import BY_VERDICT

CHECK = "SC-SPONGE-AREA"


ZONE_COLUMNS = (
    Column("area_m2", Text("分区面积", "Zone area"), SQUARE_METRES, sums=True),
    Column("built_up_m2", Text("建成区内面积", "Of it built-up"), SQUARE_METRES, sums=True),
    Column("met_m2", Text("计入达标的面积", "Counted as met"), SQUARE_METRES, sums=True),
    Column(
        "counted_m2",
        Text("重叠处理后计入的面积", "Counted after overlaps"),
        SQUARE_METRES,
        sums=True,
        once=True,
    ),
    Column(
        "verdict", Text("评估结论", "Verdict"), NO_UNIT, "code", VERDICT_TITLES, stands=BY_VERDICT
    ),
    Column(
        "capture_actual",
        Text("控制率现状", "Capture, actual"),
        RATIO,
        against=("capture_target",),
    ),
    Column("capture_target", Text("控制率目标", "Capture, target"), RATIO),
)


LEVEL_TITLES = titles_of(DIVISION_LEVELS)


PART_TITLES = {
    "built_up": Text("建成区", "Built-up area"),
    "met": Text("达标", "Met"),
    "not_met": Text("未达标", "Not met"),
    "not_assessed": Text("未评估", "Not assessed"),
    "no_zone": Text("无分区", "No zone"),
}


PAIR_COLUMNS = (
    Column(
        "first_verdict", Text("前者结论", "Verdict of the first"), NO_UNIT, "code", VERDICT_TITLES
    ),
    Column(
        "second_verdict", Text("后者结论", "Verdict of the second"), NO_UNIT, "code", VERDICT_TITLES
    ),
    Column(
        "counted",
        Text("按此结论计", "Counted as"),
        NO_UNIT,
        "code",
        VERDICT_TITLES,
        stands=BY_VERDICT,
    ),
    Column("counted_zone", Text("计入的分区", "Counted for zone"), NO_UNIT, "text"),
    Column("area_m2", Text("建成区内重叠面积", "Overlap in the built-up area"), SQUARE_METRES),
    Column("whole_m2", Text("全部重叠面积", "Whole overlap"), SQUARE_METRES),
)


SECOND_COLUMNS = (
    Column("part", Text("部分", "Part"), NO_UNIT, "code", PART_TITLES),
    Column("first_m2", Text("矢量叠加", "Polygons cut"), SQUARE_METRES),
    Column("second_m2", Text("栅格计数", "Cells counted"), SQUARE_METRES),
    Column("difference_m2", Text("相差", "Difference"), SQUARE_METRES),
    Column("first_share", Text("占建成区（矢量）", "Share, polygons"), RATIO),
    Column("second_share", Text("占建成区（栅格）", "Share, cells"), RATIO),
)


DISTRICT_COLUMNS = (
    Column("level", Text("级别", "Level"), NO_UNIT, "code", LEVEL_TITLES),
    Column("built_up_m2", Text("建成区面积", "Built-up area"), SQUARE_METRES),
    Column("met_m2", Text("达标面积", "Met"), SQUARE_METRES),
    Column("not_met_m2", Text("未达标面积", "Not met"), SQUARE_METRES),
    Column("not_assessed_m2", Text("未评估面积", "Not assessed"), SQUARE_METRES),
    Column("no_zone_m2", Text("无分区面积", "No zone"), SQUARE_METRES),
    Column("share", Text("达标比例", "Share met"), RATIO, of=("met_m2", "built_up_m2")),
)


BOUNDS = Record(
    "bounds",
    Text("比例的上下限", "Bounds of the share"),
    (
        Column("lower", Text("下限", "Lower bound"), RATIO),
        Column("upper", Text("上限", "Upper bound"), RATIO),
    ),
)


CROSS_CHECK = Record(
    "cross_check",
    Text("第二种方法复核（合计）", "Cross-check by a second method (totals)"),
    (
        Column(
            "method",
            Text("方法", "Method"),
            NO_UNIT,
            "code",
            {"raster": Text("栅格计数", "cells counted")},
        ),
        Column("cell_m", Text("像元边长", "Cell"), METRES),
        *(Column(f"{part}_m2", title, SQUARE_METRES) for part, title in PART_TITLES.items()),
        Column("share", Text("达标比例", "Share met"), RATIO),
        Column("difference_points", Text("相差", "Difference"), POINTS),
    ),
)


CAPTURE_TOTAL = (
    Column(
        "capture_actual_mean",
        Text(
            "年径流总量控制率（现状，按分区面积加权）", "Capture ratio, actual (mean by zone area)"
        ),
        RATIO,
    ),
    Column(
        "capture_actual_area_m2",
        Text("有现状控制率的分区面积", "Area of zones with an actual ratio"),
        SQUARE_METRES,
    ),
    Column(
        "capture_target_mean",
        Text(
            "年径流总量控制率（目标，按分区面积加权）", "Capture ratio, target (mean by zone area)"
        ),
        RATIO,
    ),
    Column(
        "capture_target_area_m2",
        Text("有目标控制率的分区面积", "Area of zones with a target ratio"),
        SQUARE_METRES,
    ),
)


ZONES = Role(
    "zones",
    Text("排水分区", "Drainage zones"),
    Text("带有评估结论的排水分区。", "Drainage zones with their verdicts."),
    kinds=(SPONGE_ZONE.id,),
    fields=("verdict",),
    wanted=("capture_actual", "capture_target"),
    within="cut",
)


PARTS = ("met_m2", "not_met_m2", "not_assessed_m2", "no_zone_m2")


SPONGE_COVERAGE = Metric(
    id="sponge_coverage",
    version=4,
    family=SPONGE,
    place=10,
    title=Text("海绵城市达标面积比例", "Sponge-city share"),
    summary=Text(
        "建成区中达到海绵城市建设要求的面积比例，以排水分区的评估结论为准；不因分区内有项目而视为达标。",
        "The share of the built-up area that meets the sponge-city requirement by the verdicts of "
        "its drainage zones; a zone never counts as met because projects stand in it.",
    ),
    formula=Text(
        "比例 = 面积(达标分区 ∩ 建成区) ÷ 面积(建成区)。先合并建成区；"
        "结论不同的分区重叠处按较差结论计（未达标 > 未评估 > 达标）；"
        "四部分（达标、未达标、未评估、无分区）之和等于建成区面积。"
        "另列年径流总量控制率的加权平均 α = Σ(αᵢFᵢ) ÷ ΣFᵢ，Fᵢ 为分区全部面积；它不是达标面积比例。",
        "share = area(zones met ∩ built-up) ÷ area(built-up). The built-up area is dissolved "
        "first; where zones with different verdicts overlap the worse "
        "counts (not met, then not assessed, then met); met, not met, not assessed and no "
        "zone add up to the built-up area. Apart from it the weighted capture ratio α = Σ(αᵢFᵢ) ÷ "
        "ΣFᵢ, Fᵢ the whole area of a zone: it is no share of area met.",
    ),
    source=Text(
        "GB/T 51345-2018《海绵城市建设评价标准》（2019-08-01 起实施）；国办发〔2015〕75号。",
        "GB/T 51345-2018, Assessment standard for sponge city effects (in force 2019-08-01); State "
        "Council Office document [2015] No. 75.",
    ),
    unit=RATIO,
    headline="share",
    inputs=(
        ZONES,
        replace(BUILT_UP, by_place=True),
        replace(
            DIVISIONS,
            name="districts",
            summary=Text(
                "给出时，按区、市分别列出四部分面积。",
                "If given, the four parts are listed by district and city.",
            ),
            fields=(),
            wanted=("level",),
            optional=True,
        ),
        BOUNDARY,
    ),
    parameters=(
        target_parameter("share"),
        Parameter(
            "cell_m",
            Text("复核栅格边长", "Cell of the second method"),
            Text(
                "用栅格计数复核时的像元边长。", "Side of the cells that the second method counts."
            ),
            "number",
            origin=Text(
                "EcoAtlas 默认值 5 m，仅用于复核", "EcoAtlas default of 5 m, for the check only"
            ),
            default=5.0,
            unit=METRES,
            low=0.5,
            high=100.0,
        ),
    ),
    total=(
        Column("built_up_m2", Text("建成区面积", "Built-up area"), SQUARE_METRES),
        Column("met_m2", Text("达标面积", "Met"), SQUARE_METRES),
        Column("not_met_m2", Text("未达标面积", "Not met"), SQUARE_METRES),
        Column("not_assessed_m2", Text("未评估面积", "Not assessed"), SQUARE_METRES),
        Column("no_zone_m2", Text("无分区面积", "No zone"), SQUARE_METRES),
        Column(
            "overlap_removed_m2",
            Text("扣除的分区重叠面积", "Overlap of zones removed"),
            SQUARE_METRES,
        ),
        Column("share", Text("达标比例", "Share met"), RATIO, of=("met_m2", "built_up_m2")),
        Column(
            "built_up_overlap_m2",
            Text("扣除的建成区重叠面积", "Overlap of built-up areas removed"),
            SQUARE_METRES,
        ),
        Column("second_share", Text("达标比例（栅格复核）", "Share met, second method"), RATIO),
        Column(
            "second_difference_points",
            Text("复核与结果相差", "Second method less the first"),
            POINTS,
        ),
        *CAPTURE_TOTAL,
    ),
    tables=(
        Table(
            "zones",
            Text("分区", "Zones"),
            ZONE_COLUMNS,
            role="zones",
            missing=("built_up_m2", "met_m2"),
        ),
        Table(
            "districts",
            Text("行政区划", "Administrative divisions"),
            DISTRICT_COLUMNS,
            role="districts",
        ),
        Table(
            "conflicts",
            Text("分区重叠台账", "Overlap ledger"),
            PAIR_COLUMNS,
            shapes=True,
            also={
                "zones": Text("两个分区的编号", "Codes of the two zones"),
                "verdicts": Text("两个分区的结论", "Verdicts of the two zones"),
            },
        ),
        Table("second_method", Text("第二种方法复核", "Second method"), SECOND_COLUMNS),
    ),
    nulls=Text(
        "结论为空的分区按未评估计并在结果中说明；未评估和没有分区的地块情况不明，可能改变结论的不判定；"
        "不含建成区的分区照常列出，面积为 0；建成区面积为零时比例为空。",
        "A zone without verdict counts as not assessed, and the result says so; ground that is not "
        "assessed or in no zone is unknown, and there is no verdict while it could change it; a "
        "zone without built-up area is listed with 0; without built-up area there is no share.",
    ),
    computed_by="sponge.parts:compute",
    checks=(Check(CHECK),),
    subjects=("sponge_area",),
    parts=PARTS,
    sums=(
        Sum("built_up_m2", PARTS, places=("total", "districts")),
        Sum("met_m2", ("met_m2",), rows="zones"),
    ),
    records=(BOUNDS, CROSS_CHECK),
    card=Card(
        title=Text("海绵城市达标面积比例", "Sponge-city share of the built-up area"),
        note=Text(
            "建成区 {built_up_m2}，其中达标 {met_m2}",
            "{met_m2} of {built_up_m2} built-up area meets the standard",
        ),
        lines=(
            CardLine(
                "bounds",
                Text(
                    "若未评估和没有分区的地块全部达标，最多 {upper}",
                    "At most {upper} if all that is not assessed or in no zone were met",
                ),
                unless_equal=("lower", "upper"),
            ),
            CardLine(
                "cross_check",
                Text(
                    "栅格法（像元 {cell_m}）复核：{share}，相差 {difference_points}",
                    "Checked by counting cells of {cell_m}: {share}, a difference of "
                    "{difference_points}",
                ),
                confirms=True,
            ),
        ),
        largest=Largest(
            "zones",
            Text("分区：{classes}", "Zones: {classes}"),
            size="built_up_m2",
            code="verdict",
            without=("met",),
        ),
        without_run=True,
    ),
)
