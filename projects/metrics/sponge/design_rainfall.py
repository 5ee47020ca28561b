"""Design rainfall from daily rain, by volume: the figures; `rainfall` computes it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from geo.errors import EcoAtlasError, declare
from geo.figures.said import said
from geo.figures.units import DAYS, PERCENT
from geo.words import Text
from projects.metrics.declaration import (
    RATIO,
    Computed,
    Given,
)
from projects.metrics.results import SHARE_DIGITS, Amount, listed, note
from projects.metrics.sponge.design_rainfall_metric import REFUSE
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
