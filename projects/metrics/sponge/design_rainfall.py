"""Design rainfall from daily rain, by volume: declaration and figures; `rainfall` computes it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from geo.errors import EcoAtlasError, declare
from geo.figures.said import said
from geo.figures.units import DAYS, MILLIMETRES, PERCENT, YEARS
from geo.words import Text
from projects.metrics.columns import YES_NO
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    Choice,
    Column,
    Computed,
    Given,
    Metric,
    Parameter,
    SheetRole,
    Table,
)
from projects.metrics.families import SPONGE
from projects.metrics.parameters import BY_THE_USER, CAPTURE_RATIO
from projects.metrics.results import SHARE_DIGITS, Amount, listed, note
from projects.metrics.sponge.rainfall import (
    LIGHT_MM,
    WANTED_YEARS,
    RainRecord,
    captured_ratio,
    design_depth,
    read_record,
)

RATIOS = (0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90)
MM_DIGITS = 6
REFUSE, TELL = "refuse", "tell"

RAIN_RECORD_SHORT = declare(
    "rain-record-short",
    "error",
    Text(
        "逐日降雨只有 {years} 个完整年份（{first} 至 {last}），规范要求不少于 {wanted} 年。",
        "The daily rain has {years} complete years ({first} to {last}); the standard asks for "
        "{wanted} at least.",
    ),
    Text(
        "请补充资料（无雨日也要填 0）；确需试算请把参数 short_record 设为 tell，"
        "结果只供参考，不得作为设计依据。",
        "Add data (dry days are entered as 0). To compute all the same set short_record to tell; "
        "the figures are then a trial, not a basis for design.",
    ),
)
NO_RAIN_LEFT = declare(
    "no-rain-left",
    "error",
    Text(
        "所给时段内没有大于 {light} 毫米的降雨日，无法推求设计降雨量。",
        "No day of the period has more than {light} mm of rain: no design rainfall follows.",
    ),
    Text(
        "请检查起止日期、降雨量单位（毫米）和降水形态。",
        "Check the dates of the period, the unit (mm) and the form of precipitation.",
    ),
)


def compute(given: Given) -> Computed:
    """Depth for each ratio, and what of the record went in."""
    record = _record(given)
    wanted, depth = given.parameters["ratio"], given.parameters["depth_mm"]
    complete = record.complete_years(given.parameters["missing_days"])
    if len(complete) < WANTED_YEARS and given.parameters["short_record"] == REFUSE:
        raise EcoAtlasError(
            RAIN_RECORD_SHORT,
            years=len(complete),
            first=record.first.isoformat(),
            last=record.last.isoformat(),
            wanted=WANTED_YEARS,
        )
    captured = None if depth is None else captured_ratio(record.used_mm, depth)
    total = _total(record, len(complete)) | {
        "ratio": wanted,
        "depth_mm": _mm(design_depth(record.used_mm, wanted)),
        "given_depth_mm": depth,
        "given_depth_ratio": None if captured is None else round(captured, SHARE_DIGITS),
    }
    result = {
        "total": total,
        "ratios": _ratios(record, wanted),
        "years": _years(record, given.parameters["missing_days"]),
        "gaps": _gaps(record),
        "notes": _notes(record, len(complete), given.parameters["missing_days"]),
    }
    return Computed(result)


def _record(given: Given) -> RainRecord:
    first, last = (_day(given.parameters[name]) for name in ("first_day", "last_day"))
    record = read_record(given.sheets["rain"].rows, first, last)
    if record is None or not len(record.used_mm):
        raise EcoAtlasError(NO_RAIN_LEFT, light=LIGHT_MM)
    return record


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _mm(value: float) -> float:
    return round(value, MM_DIGITS) + 0.0


def _total(record: RainRecord, complete: int) -> dict[str, Any]:
    return {
        "first_day": record.first.isoformat(),
        "last_day": record.last.isoformat(),
        "years": complete,
        "enough_years": "yes" if complete >= WANTED_YEARS else "no",
        "days": sum(year.days for year in record.years),
        "missing_days": sum(year.missing_days for year in record.years),
        "used_days": len(record.used_mm),
        "light_days": sum(year.light_days for year in record.years),
        "snow_days": sum(year.snow_days for year in record.years),
        "used_mm": _mm(float(record.used_mm.sum())),
    }


def _ratios(record: RainRecord, wanted: float) -> list[dict[str, Any]]:
    return [
        {
            "key": said(ratio, RATIO, exact=True).zh,
            "name": None,
            "ratio": ratio,
            "depth_mm": _mm(design_depth(record.used_mm, ratio)),
        }
        for ratio in sorted({*RATIOS, wanted})
    ]


def _years(record: RainRecord, missing_days: float) -> list[dict[str, Any]]:
    return [
        {
            "key": str(year.year),
            "name": None,
            "days": year.days,
            "missing_days": year.missing_days,
            "rain_mm": _mm(year.rain_mm),
            "used_mm": _mm(year.used_mm),
            "light_days": year.light_days,
            "snow_days": year.snow_days,
            "complete": "yes" if year.missing_days <= missing_days else "no",
        }
        for year in record.years
    ]


def _gaps(record: RainRecord) -> list[dict[str, Any]]:
    longest_first = sorted(record.gaps, key=lambda gap: (-gap.days, gap.first))
    return [
        {
            "key": gap.first.isoformat(),
            "name": None,
            "last_day": gap.last.isoformat(),
            "days": gap.days,
        }
        for gap in longest_first
    ]


def _notes(record: RainRecord, complete: int, missing_days: float) -> list[dict[str, Any]]:
    notes = []
    if complete < WANTED_YEARS:
        notes.append(
            note(
                "rain-record-short",
                "只有 {years} 个完整年份，少于规范要求的 {wanted} 年："
                "结果只供试算，不得作为设计依据。",
                "Only {years} complete years, fewer than the {wanted} that the standard asks for: "
                "a trial, not a basis for design.",
                years=complete,
                wanted=WANTED_YEARS,
            )
        )
    notes += _incomplete(record, missing_days)
    if not record.forms_told:
        notes.append(
            note(
                "snow-not-marked",
                "没有一天标明降水形态，无法扣除降雪；降雪日请标为“雪”。",
                "No day tells rain from snow, so snowfall could not be left out; mark such days.",
            )
        )
    return notes


def _incomplete(record: RainRecord, missing_days: float) -> list[dict[str, Any]]:
    partial = [year for year in record.years if year.missing_days > missing_days]
    if not partial:
        return []
    part = sum(year.used_mm for year in partial) / float(record.used_mm.sum())
    return [
        note(
            "rain-years-incomplete",
            "{count} 个年份缺测超过 {missing}，不计入年数（{years}），"
            "但其降雨参与计算，占 {percent}；可用起止日期去掉。",
            "{count:year|years} {count:~lacks|lack} more than {missing} and {count:~does|do} not "
            "count as years ({years}); "
            "their rain is in the figures, {percent} of it. First and last day leave it out.",
            count=len(partial),
            missing=Amount(missing_days, DAYS, exact=True),
            years=listed((year.year for year in partial[:10]), 10),
            percent=Amount(round(part * 100, 1), PERCENT),
        )
    ]


RATIO_COLUMN = Column("ratio", Text("年径流总量控制率", "Capture ratio"), RATIO)
DEPTH_COLUMN = Column("depth_mm", Text("设计降雨量", "Design rainfall"), MILLIMETRES)

DESIGN_RAINFALL_METRIC = Metric(
    id="design_rainfall",
    version=2,
    family=SPONGE,
    place=50,
    title=Text("设计降雨量推求", "Design rainfall from daily rain"),
    summary=Text(
        "由当地不少于 30 年的逐日降雨按雨量（体积）推求各年径流总量控制率对应的设计降雨量。",
        "The design rainfall of each capture ratio from at least 30 years of local daily rain, by "
        "volume.",
    ),
    formula=Text(
        "扣除不大于 2 毫米的降雨和降雪后，α(H) = Σmin(Xᵢ, H) ÷ ΣXᵢ；"
        "设计降雨量 H 满足 α(H) = 控制率，相邻两雨量之间 α 为直线，直接求解。按体积，不按频次。",
        "Without days of 2 mm or less and without snowfall α(H) = Σmin(Xᵢ, H) ÷ ΣXᵢ; the design "
        "rainfall H is where α(H) equals the ratio, solved exactly, α being straight between two "
        "rains. By volume, never by frequency.",
    ),
    source=Text(
        "GB 50014-2021《室外排水设计标准》附录 A.0.1；公式由其符号说明和 GB/T 51345-2018 得出。",
        "GB 50014-2021, Standard for design of outdoor wastewater engineering, A.0.1; the formula "
        "after its list of symbols and GB/T 51345-2018.",
    ),
    unit=MILLIMETRES,
    headline="depth_mm",
    inputs=(),
    sheets=(
        SheetRole(
            "rain",
            Text("逐日降雨量", "Daily rain"),
            Text(
                "一个雨量站的逐日降雨量，无雨日填 0，降雪日标为“雪”。",
                "Daily rain at one gauge; dry days are 0, days of snowfall marked.",
            ),
            "daily_rain",
        ),
    ),
    parameters=(
        CAPTURE_RATIO,
        Parameter(
            "depth_mm",
            Text("已知设计降雨量", "Known depth"),
            Text("给出时，反算它对应的控制率。", "If given, the ratio it captures is told."),
            "number",
            origin=BY_THE_USER,
            unit=MILLIMETRES,
            low=0.1,
            high=1000.0,
        ),
        Parameter(
            "first_day",
            Text("起始日期", "First day"),
            Text("只用这一天及以后的降雨。", "Only rain from this day on."),
            "date",
            origin=Text("默认用全部资料", "The whole record by default"),
        ),
        Parameter(
            "last_day",
            Text("截止日期", "Last day"),
            Text("只用这一天及以前的降雨。", "Only rain up to this day."),
            "date",
            origin=Text("默认用全部资料", "The whole record by default"),
        ),
        Parameter(
            "missing_days",
            Text("一年允许缺测天数", "Missing days of a complete year"),
            Text(
                "缺测超过这么多天的年份不计入 30 年。",
                "A year that lacks more days does not count for the 30.",
            ),
            "number",
            origin=Text(
                "EcoAtlas 默认值 10 天，标准未作规定",
                "EcoAtlas default of 10 days; the standard says nothing",
            ),
            default=10.0,
            unit=DAYS,
            low=0.0,
            high=366.0,
        ),
        Parameter(
            "short_record",
            Text("不足 30 年时", "Below 30 years"),
            Text("拒绝计算，或试算并注明。", "Refuse, or compute as a trial and say so."),
            "choice",
            origin=Text("GB 50014-2021 附录 A.0.1：不少于 30 年", "GB 50014-2021, A.0.1: 30 years"),
            default=REFUSE,
            choices=(
                Choice(REFUSE, Text("拒绝计算", "Refuse")),
                Choice(TELL, Text("试算并注明", "Compute as a trial")),
            ),
        ),
    ),
    total=(
        RATIO_COLUMN,
        DEPTH_COLUMN,
        Column("given_depth_mm", Text("已知设计降雨量", "Known depth"), MILLIMETRES),
        Column("given_depth_ratio", Text("它的控制率", "Ratio it captures"), RATIO),
        Column("first_day", Text("首日", "First day"), NO_UNIT, "text"),
        Column("last_day", Text("末日", "Last day"), NO_UNIT, "text"),
        Column("years", Text("完整年份", "Complete years"), YEARS),
        Column("enough_years", Text("满 30 年", "30 years or more"), NO_UNIT, "code", YES_NO),
        Column("days", Text("有资料的天数", "Days with a value"), DAYS),
        Column("missing_days", Text("缺测天数（按整年）", "Days missing of whole years"), DAYS),
        Column("used_days", Text("参与计算的降雨日", "Days that count"), DAYS),
        Column("light_days", Text("扣除的小雨日（≤2 毫米）", "Light days left out (≤ 2 mm)"), DAYS),
        Column("snow_days", Text("扣除的降雪日", "Snow days left out"), DAYS),
        Column("used_mm", Text("参与计算的雨量", "Rain that counts"), MILLIMETRES),
    ),
    tables=(
        Table(
            "ratios", Text("控制率与设计降雨量", "Ratios and depths"), (RATIO_COLUMN, DEPTH_COLUMN)
        ),
        Table(
            "years",
            Text("逐年资料", "Years"),
            (
                Column("days", Text("有资料的天数", "Days with a value"), COUNT, sums=True),
                Column("missing_days", Text("缺测天数", "Days missing"), COUNT, sums=True),
                Column("rain_mm", Text("全部降水量", "All precipitation"), MILLIMETRES, sums=True),
                Column(
                    "used_mm", Text("参与计算的雨量", "Rain that counts"), MILLIMETRES, sums=True
                ),
                Column("light_days", Text("小雨日", "Light days"), COUNT, sums=True),
                Column("snow_days", Text("降雪日", "Snow days"), COUNT, sums=True),
                Column("complete", Text("完整", "Complete"), NO_UNIT, "code", YES_NO),
            ),
        ),
        Table(
            "gaps",
            Text("缺测时段", "Gaps"),
            (
                Column("last_day", Text("至", "To"), NO_UNIT, "text"),
                Column("days", Text("天数", "Days"), DAYS, sums=True),
            ),
        ),
    ),
    nulls=Text(
        "没有记录的日子是缺测，不当作无雨；缺测按整年计（首年 1 月 1 日至末年 12 月 31 日），"
        "逐段列出，合计与逐年之和一致。标为雪而降水量为 0 的日子不算降雪日。",
        "A day without a row is missing, not dry; missing days are those of whole years, from 1 "
        "January of the first to 31 December of the last, listed by gap, and add up. A day marked "
        "snow with 0 mm is no snow day.",
    ),
    compute=compute,
)
