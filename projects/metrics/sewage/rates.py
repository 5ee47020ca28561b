"""Reported collection and treatment rates against the targets of the policy register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geo.figures.units import POINTS, YEAR
from geo.words import Text
from projects.metrics import stands
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    Check,
    Column,
    Computed,
    Given,
    Metric,
    SheetRole,
    Table,
)
from projects.metrics.families import SEWAGE
from projects.metrics.results import SHARE_DIGITS, listed, note, same_place
from projects.metrics.rules_in_force import Row
from projects.sheets.in_force import rows_in_force
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


def compute(given: Given) -> Computed:
    """Each reported rate beside the target of its area and indicator."""
    targets = rows_in_force(given.sheets["targets"], None)
    rates = sorted(
        given.sheets["rates"].rows, key=lambda row: (row["area"], row["indicator"], row["year"])
    )
    rows = [_rate(row, targets) for row in rates]
    waiting = [_target(target, rates) for target in targets]
    total = {
        "rates": len(rows),
        "met": sum(row["verdict"] == MET for row in rows),
        "not_met": sum(row["verdict"] == NOT_MET for row in rows),
        "targets_without_rate": sum(row["latest_year"] is None for row in waiting),
    }
    return Computed(
        {"total": total, "rates": rows, "targets": waiting, "notes": _notes(rates, waiting)}
    )


def _rate(row: Row, targets: Sequence[Row]) -> dict[str, Any]:
    year = int(row["year"])
    target = _target_for(year, [one for one in targets if _fits(row, one)])
    gap = None if target is None else round((row["rate"] - target["rate"]) * 100, 9) + 0.0
    return {
        "key": f"{row['area']}/{row['indicator']}/{year}",
        "name": row["area"],
        "indicator": row["indicator"],
        "year": str(year),
        "rate": round(row["rate"], SHARE_DIGITS),
        "target": target["target"] if target else None,
        "target_rate": target["rate"] if target else None,
        "target_year": str(int(target["year"])) if target else None,
        "difference_points": gap,
        "verdict": _verdict(year, target, gap),
        "source": row["source"],
    }


def _target_for(year: int, targets: Sequence[Row]) -> Row | None:
    """Of several targets the last one due by the year, else the first one still to come."""
    due = [one for one in targets if one["year"] <= year]
    if due:
        return max(due, key=lambda one: float(one["year"]))
    return min(targets, key=lambda one: float(one["year"]), default=None)


def _verdict(year: int, target: Row | None, gap: float | None) -> str:
    if target is None or gap is None:
        return NO_TARGET
    if year < target["year"]:
        return EARLIER
    return MET if gap >= 0 else NOT_MET


def _fits(row: Row, target: Row) -> bool:
    return same_place(row["area"], target["area"]) and row["indicator"] == target["indicator"]


def _target(target: Row, rates: Sequence[Row]) -> dict[str, Any]:
    years = [str(int(row["year"])) for row in rates if _fits(row, target)]
    return {
        "key": target["target"],
        "name": target["area"],
        "indicator": target["indicator"],
        "target_year": str(int(target["year"])),
        "target_rate": target["rate"],
        "latest_year": max(years, default=None),
        "source": target["source"],
    }


def _notes(rates: Sequence[Row], targets: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    notes = [
        note(
            "rates-are-statistics",
            "收集率和处理率是上报的统计值，不能由图上面积推算，也不与面积覆盖率比较。",
            "Collection and treatment rates are reported statistics; no area on the map stands for "
            "them, and they are not compared with shares of area.",
        )
    ]
    without = [f"{row['area']} {int(row['year'])}" for row in rates if not row["source"]]
    if without:
        notes.append(
            note(
                "rate-without-source",
                "{count} 个上报值没有写明来源：{keys}。",
                "{count} reported rates name no source: {keys}.",
                count=len(without),
                keys=listed(without),
            )
        )
    open_ = [row["key"] for row in targets if row["latest_year"] is None]
    if open_:
        notes.append(
            note(
                "target-without-rate",
                "{count} 个目标还没有上报值：{keys}。",
                "{count:target|targets} {count:~has|have} no reported rate yet: {keys}.",
                count=len(open_),
                keys=listed(open_),
            )
        )
    return notes


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
    compute=compute,
    checks=(Check("SC-SEWAGE-COLLECT"), Check("SC-SEWAGE-TREAT")),
)
