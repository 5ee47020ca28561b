"""Declaration of the what-if of the sponge-city share; `planned` computes it."""

from __future__ import annotations

from dataclasses import replace

from geo.figures.units import WAN_YUAN
from geo.words import Text
from projects.metrics.columns import VERDICT_TITLES, YES_NO
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    SQUARE_METRES,
    Column,
    Metric,
    Parameter,
    SheetRole,
    Table,
)
from projects.metrics.families import SPONGE
from projects.metrics.parameters import RULES_ON, target_parameter
from projects.metrics.roles import BOUNDARY, BUILT_UP
from projects.metrics.sponge.share_metric import SPONGE_COVERAGE, ZONES
from projects.metrics.stands import BY_VERDICT

SMALLEST, CHEAPEST = "smallest", "cheapest"
WAYS = {
    SMALLEST: Text("分区最少", "Fewest zones"),
    CHEAPEST: Text("投资最省", "Least cost"),
}


LISTED = Column("listed", Text("分区编号", "Zones by code"), NO_UNIT, "text")


REACHED = Column("reached", Text("达到", "Reached"), NO_UNIT, "code", YES_NO)


MILESTONES = Table(
    "milestones",
    Text("逐年达标比例", "Share by year"),
    (
        Column("zones", Text("新增达标分区", "Zones newly met"), COUNT, sums=True),
        LISTED,
        Column("gain_m2", Text("新增达标面积", "Area newly met"), SQUARE_METRES, sums=True),
        Column("met_m2", Text("达标面积", "Met"), SQUARE_METRES),
        Column("share", Text("达标比例", "Share met"), RATIO, against=("line",)),
        Column("line", Text("目标线", "Target line"), RATIO),
        REACHED,
    ),
    also={"year": Text("年份，空为没有计划日期的", "Year, none where no date is planned")},
)


SETS = Table(
    "sets",
    Text("补足缺口的分区组合", "Sets of zones that close the gap"),
    (
        Column("way", Text("取法", "Chosen by"), NO_UNIT, "code", WAYS),
        Column("goal", Text("目标比例", "Share wanted"), RATIO),
        Column("gap_m2", Text("缺口", "Gap"), SQUARE_METRES),
        Column("zones", Text("分区数", "Zones"), COUNT),
        LISTED,
        Column("cost_wan_yuan", Text("投资", "Cost"), WAN_YUAN),
        Column("gain_m2", Text("新增达标面积", "Area newly met"), SQUARE_METRES),
        Column("share", Text("达标比例", "Share met"), RATIO, against=("goal",)),
        REACHED,
        Column("proven", Text("已证明最优", "Proven best"), NO_UNIT, "code", YES_NO),
    ),
)


BY_ZONE = Table(
    "zones",
    Text("分区", "Zones"),
    (
        Column(
            "verdict",
            Text("评估结论", "Verdict"),
            NO_UNIT,
            "code",
            VERDICT_TITLES,
            stands=BY_VERDICT,
        ),
        Column("built_up_m2", Text("建成区内面积", "Built-up area"), SQUARE_METRES, sums=True),
        Column("gain_m2", Text("单独达标可增加", "Won by this zone alone"), SQUARE_METRES),
        Column(
            "shared_m2",
            Text("与其他未达标分区重叠", "Shared with other zones not met"),
            SQUARE_METRES,
        ),
        Column("ticked", Text("按达标计", "Counted as met"), NO_UNIT, "code", YES_NO),
        Column("due_on", Text("计划完成日期", "Due on"), NO_UNIT, "text"),
        Column("cost_wan_yuan", Text("投资", "Cost"), WAN_YUAN),
    ),
    role="zones",
    size="gain_m2",
)


SPONGE_WHAT_IF = Metric(
    id="sponge_what_if",
    version=2,
    family=SPONGE,
    place=20,
    foreseen=True,
    title=Text("海绵城市达标比例推演", "Sponge-city share, what if"),
    summary=Text(
        "所选分区按计划达标后，各年的达标面积比例；以及补足目标缺口所需的最少分区和最省投资。",
        "The share of each year if the chosen zones are met as planned, and the fewest zones and "
        "the least cost that close the gap to a target.",
    ),
    formula=Text(
        f"把所选分区改按达标，重新计算“{SPONGE_COVERAGE.title.zh}”（重叠处仍按较差结论）。"
        "组合 S 的增加面积 = Σ 面积(地块)，地块的所有未达标分区都在 S 内才计入；"
        "求 增加面积 ≥ 缺口 的最少分区数或最小投资（重叠分区成组枚举，组间用保留非劣解的动态规划，"
        "线性松弛剪枝，均为精确解），再按组合整体重算比例。",
        "The chosen zones count as met and the share is computed anew as the "
        f"“{SPONGE_COVERAGE.title.en}” (overlaps still by the worse verdict). "
        "A set S wins Σ area of the places all of whose zones not met are in S; wanted is the "
        "least number, or cost, that wins the gap (zones that overlap tried in groups, groups "
        "joined by dynamic programming over undominated pairs with bounds by linear relaxation: "
        "exact), then the share is computed anew.",
    ),
    source=Text(
        "GB/T 51345-2018；国办发〔2015〕75号（20%、80%）；武汉经开区实施方案事项 9-3（50%）。",
        "GB/T 51345-2018; State Council Office document [2015] No. 75 (20 %, 80 %); action plan of "
        "the Wuhan Economic Development Zone, item 9-3 (50 %).",
    ),
    unit=RATIO,
    headline="planned_share",
    inputs=(
        replace(ZONES, wanted=()),
        BUILT_UP,
        BOUNDARY,
    ),
    sheets=(
        SheetRole(
            "plan",
            Text("达标计划", "Plan"),
            Text(
                "各分区的计划完成日期和投资，可由项目台账生成。",
                "Due date and cost of zones; it can be made from the projects.",
            ),
            "sponge_plan",
            optional=True,
        ),
        SheetRole(
            "targets",
            Text("达标面积目标", "Targets"),
            Text("各年的目标线。", "The target line by year."),
            "sponge_targets",
        ),
    ),
    parameters=(
        Parameter(
            "zones_met",
            Text("按达标计的分区", "Zones counted as met"),
            Text(
                "分区编号，用逗号或空格隔开，可写日期：ZK-05=2027。不填则用计划中的全部分区。",
                "Codes with commas or spaces between, with a date if wanted: ZK-05=2027. If empty "
                "all zones of the plan.",
            ),
            "text",
            origin=Text("由使用者选择", "Chosen by the user"),
        ),
        replace(
            target_parameter("share"),
            summary=Text("要补足缺口的目标编号。", "Id of the target whose gap is to be closed."),
        ),
        Parameter(
            "wanted_share",
            Text("目标比例", "Share wanted"),
            Text(
                "另给一个目标比例；与政策目标都不填时，用适用于各城市的目标线。",
                "Another share to reach; without it and without a target every line that is set "
                "for all cities.",
            ),
            "number",
            origin=Text("规则“海绵城市达标面积目标”", "Rule “sponge-city targets”"),
            unit=RATIO,
            low=0.0,
            high=1.0,
        ),
        RULES_ON,
    ),
    total=(
        Column("built_up_m2", Text("建成区面积", "Built-up area"), SQUARE_METRES),
        Column("met_m2", Text("现状达标面积", "Met now"), SQUARE_METRES),
        Column("share", Text("现状达标比例", "Share met now"), RATIO),
        Column("planned_zones", Text("计划达标分区", "Zones planned"), COUNT),
        Column("planned_met_m2", Text("计划全部完成后达标面积", "Met once planned"), SQUARE_METRES),
        Column("planned_share", Text("计划全部完成后达标比例", "Share once planned"), RATIO),
        Column("goal", Text("目标比例", "Share wanted"), RATIO),
        Column("gap_m2", Text("现状缺口", "Gap now"), SQUARE_METRES),
        Column("smallest_zones", Text("补足缺口最少分区数", "Fewest zones"), COUNT),
        Column(
            "smallest_reached", Text("最少分区能达到", "Reached by them"), NO_UNIT, "code", YES_NO
        ),
        Column("cheapest_wan_yuan", Text("补足缺口最省投资", "Least cost"), WAN_YUAN),
        Column(
            "cheapest_reached", Text("最省投资能达到", "Reached by it"), NO_UNIT, "code", YES_NO
        ),
    ),
    tables=(MILESTONES, SETS, BY_ZONE),
    nulls=Text(
        "没有日期的分区列在最后一行；没有投资数的分区不参与投资最省的组合，结果中说明。",
        "Zones without a date come last; zones without a cost are not in the cheapest set, and the "
        "result says so.",
    ),
    computed_by="sponge.planned:compute",
    subjects=("sponge_area",),
)
