"""Invented values of the targets (示例): what units might have reported for 2024 and 2025.

Nobody has reported them. Each follows from the id of its target and the year, so that the same
register gives the same file: most approved, some waiting, some drafts, some missing.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

from projects.policy.files import DocumentFile, Register, TargetEntry, load_register
from projects.targets.periods import Period, periods_of
from projects.targets.units import reporting_unit_text

YEARS = (2024, 2025)
HEADS = ("目标编号", "填报单位", "期间", "值", "数据来源", "说明", "状态")
NOTE = "示例数值，不是真实填报"
SOURCE = "示例：{unit}{period}统计"
COUNTED = frozenset({"个", "家", "辆", "条", "项", "条(段)", "年", "min", "次/年"})
# Reported beside a computed figure of the demonstration, and not agreeing with it.
BESIDE_FIGURES = {
    ("WEDZ-2023-T22", 2025): ("51.2", "已审定"),
    ("WEDZ-2023-T23", 2025): ("96", "已填报"),
}
# Of a hundred values of a year: approved below the first, reported, draft; missing above the last.
SHARES = {2024: (80, 90, 93), 2025: (55, 78, 86)}
STATES = ("已审定", "已填报", "草稿")
SET_HEADS = ("目标编号", "比较", "数值", "单位", "年份", "下达机关", "文号", "日期", "说明")
SET = (
    ("WEDZ-2023-T08", "<=", "2.6", "亿立方米", "2025"),
    ("WEDZ-2023-T09", "<=", "18.5", "立方米/万元", "2025"),
    ("WEDZ-2023-T10", "<=", "9.8", "立方米/万元", "2025"),
    ("WEDZ-2023-T21", ">=", "12", "km", "2025"),
    ("WH-2023-T14", ">=", "6", "km2", "2025"),
    ("WH-2023-T23", ">=", "95", "%", "2025"),
    ("WH-2023-T24", ">=", "93", "%", "2025"),
    ("YC-2022-T18", ">=", "90", "%", "2025"),
)


def rows(register: Register) -> Iterator[tuple[str, ...]]:
    """A row for each target, year and unit that has reported, in the order of the plans."""
    for document in register.documents:
        for target in document.targets:
            if not target.replaced_by:
                yield from _rows(document, target)


def _rows(document: DocumentFile, target: TargetEntry) -> Iterator[tuple[str, ...]]:
    for year in YEARS:
        for period in periods_of(target.period, Period(year, "year")):
            unit = _unit(document, target)
            value, state = _value(target, year), _state(f"{target.id} {period}", year)
            if (target.id, year) in BESIDE_FIGURES:
                value, state = BESIDE_FIGURES[target.id, year]
            if state:
                source = SOURCE.format(
                    unit=reporting_unit_text(unit).zh, period=period.title.zh.replace(" ", "")
                )
                yield target.id, unit, str(period), value, source, NOTE, state


def _unit(document: DocumentFile, target: TargetEntry) -> str:
    """The first unit that leads a clause of the target; every seventh reports as a division."""
    leading = [
        unit for item in document.items if target.id in item.targets for unit in item.lead_units
    ]
    return leading[0] if leading and _hundredths(target.id) % 7 else target.divisions[0]


def _hundredths(text: str) -> int:
    """A number of 0–99 that follows from a text."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % 100


def _state(place: str, year: int) -> str:
    at = _hundredths(place)
    return next((state for state, end in zip(STATES, SHARES[year], strict=True) if at < end), "")


def _value(target: TargetEntry, year: int) -> str:
    chance = _hundredths(f"{target.id} value {year}")
    if target.comparator == "milestone":
        return "完成" if year == YEARS[-1] and chance < 70 else "未完成"
    if target.comparator in ("rank", "class<="):
        return "Ⅱ类" if target.comparator == "class<=" else "第 3 位"
    if target.comparator == "delegated":
        return f"{60 + chance * 0.4:.1f}"
    return _number(target, year, chance)


def _number(target: TargetEntry, year: int, chance: int) -> str:
    asked = target.value[0] if isinstance(target.value, tuple) else target.value or 0.0
    unit = target.unit.zh if target.unit else ""
    if asked == 0:
        return "0" if chance < 75 else "1"
    way = (0.82 if year == YEARS[0] else 0.93) + chance / 500
    value = min(asked * way, 100.0) if unit == "%" else asked * way
    return f"{value:.0f}" if unit in COUNTED else f"{round(value, 2):.10g}"


def set_rows() -> Iterator[tuple[str, ...]]:
    """Numbers of the level above, from documents that do not exist."""
    for number, (target, sign, value, unit, year) in enumerate(SET, 1):
        document = f"示例文〔2023〕{number}号"
        yield target, sign, value, unit, year, "示例上级机关", document, "2023-06-30", NOTE


def write_values(values: Path, set_values: Path) -> None:
    """Write both tables as CSV in UTF-8 with the mark by which spreadsheets know that."""
    for path, heads, lines in (
        (values, HEADS, rows(load_register())),
        (set_values, SET_HEADS, set_rows()),
    ):
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            written = csv.writer(file, lineterminator="\n")
            written.writerow(heads)
            written.writerows(lines)
