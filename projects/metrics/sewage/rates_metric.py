"""Declaration of the metric “reported sewage rates”; `rates` computes it."""

from __future__ import annotations

from geo.figures.units import POINTS, YEAR
from geo.words import Text
from projects.metrics import stands
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    Check,
    Column,
    Metric,
    SheetRole,
    Table,
)
from projects.metrics.families import SEWAGE
from projects.sheets.rules_sewage import SEWAGE_INDICATORS
from projects.sheets.series_sewage import SEWAGE_RATES

MET, NOT_MET, EARLIER, NO_TARGET = "met", "not_met", "earlier", "no_target"


VERDICTS = {
    MET: Text("达到", "met"),
    NOT_MET: Text("未达到", "not met"),
    EARLIER: Text("目标年之前，不判定", "before the year of the target: no verdict"),
    NO_TARGET: Text("没有适用的目标", "no target applies"),
}


STANDING = {
    MET: stands.MET,
    NOT_MET: stands.MISSED,
    EARLIER: stands.ASIDE,
    NO_TARGET: stands.UNKNOWN,
}


INDICATOR = Column("indicator", Text("指标", "Indicator"), NO_UNIT, "code", dict(SEWAGE_INDICATORS))


TARGET_RATE = Column("target_rate", Text("目标值", "Target"), RATIO)


TARGET_YEAR = Column("target_year", Text("目标年", "Year of the target"), YEAR, "text")


SOURCE = Column("source", Text("来源", "Source"), NO_UNIT, "text")


SEWAGE_RATES_METRIC = Metric(
    id="sewage_rates",
    version=2,
    family=SEWAGE,
    place=40,
    title=Text("上报的污水收集率与处理率", "Reported sewage rates"),
    summary=Text(
        "主管部门上报的收集率、处理率与政策台账中的目标逐条对照；与面积无关。",
        "Rates as reported beside the targets of the policy register; areas have no part in it.",
    ),
    formula=Text(
        "上报值 ≥ 目标值即达到；同一范围有几个目标年的，与上报年份已到期的最近一个比较；"
        "目标年之前的年份不判定。"
        "收集率由主管部门按 Σ(进水量×进水BOD₅) ÷ (人口×45 g×天数) 一类口径统计，"
        "处理率 = 处理量 ÷ 排放量。",
        "A reported rate meets its target when it is not below it; of several target years the "
        "last one due by the year of the rate counts; years before the target's have no verdict. "
        "The authority counts collection as Σ(inflow × BOD5) ÷ (population × 45 g × "
        "days) or alike, treatment as treated ÷ discharged volume.",
    ),
    source=Text(
        "目标取自政策台账：WEDZ-2023-T15（72%）、WEDZ-2023-T16（98%）、EZ-2022-T14（95%）。",
        "Targets of the policy register: WEDZ-2023-T15 (72 %), WEDZ-2023-T16 (98 %), EZ-2022-T14 "
        "(95 %).",
    ),
    unit=RATIO,
    headline="met",
    inputs=(),
    sheets=(
        SheetRole(
            "rates",
            Text("上报的比率", "Reported rates"),
            Text("按年份和统计范围录入。", "Entered by year and area."),
            SEWAGE_RATES.id,
        ),
        SheetRole(
            "targets",
            Text("目标", "Targets"),
            Text("按目标编号列出。", "By the id of the target."),
            "sewage_rate_targets",
        ),
    ),
    parameters=(),
    total=(
        Column("rates", Text("上报值", "Reported rates"), COUNT),
        Column("met", Text("达到目标", "Meet their target"), COUNT),
        Column("not_met", Text("未达到目标", "Miss their target"), COUNT),
        Column("targets_without_rate", Text("尚无上报值的目标", "Targets without a rate"), COUNT),
    ),
    tables=(
        Table(
            "rates",
            Text("上报值", "Reported rates"),
            (
                INDICATOR,
                Column("year", Text("年份", "Year"), YEAR, "text"),
                Column("rate", Text("上报值", "Reported"), RATIO, against=("target_rate",)),
                Column("target", Text("目标编号", "Target id"), NO_UNIT, "text"),
                TARGET_RATE,
                TARGET_YEAR,
                Column("difference_points", Text("相差", "Difference"), POINTS),
                Column(
                    "verdict", Text("结论", "Verdict"), NO_UNIT, "code", VERDICTS, stands=STANDING
                ),
                SOURCE,
            ),
        ),
        Table(
            "targets",
            Text("目标", "Targets"),
            (
                INDICATOR,
                TARGET_YEAR,
                TARGET_RATE,
                Column("latest_year", Text("最近上报年份", "Latest rate of"), YEAR, "text"),
                SOURCE,
            ),
        ),
    ),
    nulls=Text(
        "没有适用目标的上报值照列，不作结论；没有来源的上报值在说明中列出。",
        "A rate without a target is listed without a verdict; one without a source is told.",
    ),
    computed_by="sewage.rates:compute",
    checks=(Check("SC-SEWAGE-COLLECT"), Check("SC-SEWAGE-TREAT")),
)
