"""Declaration of the sponge-city share; `sponge_parts` computes it."""

from __future__ import annotations

from geo.words import Text
from layers.kinds.codes import VERDICTS
from projects.metrics.declaration import (
    NO_UNIT,
    RATIO,
    SQUARE_METRES,
    Column,
    Metric,
    Parameter,
    Role,
    Table,
)
from projects.metrics.sponge_parts import compute

CHECK = "SC-SPONGE-AREA"
VERDICT_TITLES = {code.value: code.title for code in VERDICTS}
ZONE_COLUMNS = (
    Column("area_m2", Text("分区面积", "Zone area"), SQUARE_METRES, sums=True),
    Column("built_up_m2", Text("建成区内面积", "Of it built-up"), SQUARE_METRES, sums=True),
    Column("met_m2", Text("计入达标的面积", "Counted as met"), SQUARE_METRES, sums=True),
    Column(
        "counted_m2",
        Text("重叠处理后计入的面积", "Counted after overlaps"),
        SQUARE_METRES,
        sums=True,
    ),
    Column("verdict", Text("评估结论", "Verdict"), NO_UNIT, "code", codes=VERDICT_TITLES),
)

SPONGE_COVERAGE = Metric(
    id="sponge_coverage",
    version=1,
    title=Text("海绵城市达标面积比例", "Sponge-city share"),
    summary=Text(
        "建成区中达到海绵城市建设要求的面积比例，以排水分区的评估结论为准；不因分区内有项目而视为达标。",
        "The share of the built-up area that meets the sponge-city requirement by the verdicts of "
        "its drainage zones; a zone never counts as met because projects stand in it.",
    ),
    formula=Text(
        "比例 = 面积(达标分区 ∩ 建成区) ÷ 面积(建成区)。先合并建成区；"
        "结论不同的分区重叠处按较差结论计（未达标 > 未评估 > 达标）；"
        "四部分（达标、未达标、未评估、无分区）之和等于建成区面积。",
        "share = area(zones met ∩ built-up) ÷ area(built-up). The built-up area is dissolved "
        "first; where zones with different verdicts overlap the worse "
        "counts (not met, then not assessed, then met); met, not met, not assessed and no "
        "zone add up to the built-up area.",
    ),
    source=Text(
        "GB/T 51345-2018《海绵城市建设评价标准》（2019-08-01 起实施）；国办发〔2015〕75号。",
        "GB/T 51345-2018, Assessment standard for sponge city effects (in force 2019-08-01); State "
        "Council Office document [2015] No. 75.",
    ),
    unit=RATIO,
    inputs=(
        Role(
            "zones",
            Text("排水分区", "Drainage zones"),
            Text("带有评估结论的排水分区。", "Drainage zones with their verdicts."),
            kinds=("sponge_zone",),
            fields=("verdict",),
        ),
        Role(
            "built_up",
            Text("建成区", "Built-up area"),
            Text("计算比例的分母。", "What the share is of."),
            kinds=("built_up_area",),
        ),
    ),
    parameters=(
        Parameter(
            "target",
            Text("政策目标", "Policy target"),
            Text("与结果比较的目标编号。", "Id of the target the result is compared with."),
            "target",
            origin=Text(
                "政策台账（核算方式 SC-SPONGE-AREA）", "Policy register (check SC-SPONGE-AREA)"
            ),
            spatial_check=CHECK,
        ),
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
            unit=Text("米", "m"),
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
        Column("share", Text("达标比例", "Share met"), RATIO),
        Column(
            "built_up_overlap_m2",
            Text("扣除的建成区重叠面积", "Overlap of built-up areas removed"),
            SQUARE_METRES,
        ),
    ),
    tables=(Table("zones", Text("分区", "Zones"), ZONE_COLUMNS, role="zones"),),
    nulls=Text(
        "结论为空的分区按未评估计并在结果中说明；不含建成区的分区照常列出，面积为 0；"
        "建成区面积为零时比例为空。",
        "A zone without verdict counts as not assessed, and the result says so; a zone without "
        "built-up area is listed with 0; without built-up area there is no share.",
    ),
    compute=compute,
    checks=(CHECK,),
)
