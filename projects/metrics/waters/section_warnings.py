"""What is to be looked at in a year of readings: over the limit, sudden, the same, impossible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from geo.figures.said import typed
from geo.figures.units import NUMBER
from geo.words import Text
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    Column,
    Computed,
    Given,
    Metric,
    SheetRole,
    Sum,
    Table,
)
from projects.metrics.families import PROTECTED_WATERS
from projects.metrics.parameters import year_parameter
from projects.metrics.results import both, note
from projects.metrics.waters import ban_columns as shared
from projects.metrics.waters.ban_dates import REVIEW
from projects.metrics.waters.section_layers import (
    ITEMS,
    LIMITS,
    MONTHS,
    NAMED,
    PLACES,
    placed,
    rule_role,
    values_by_month,
)
from projects.sheets import SheetInfo
from projects.sheets.rules_readings import CONSTANT_RUN, JUMP_TIMES, SUM_MARGIN
from projects.sheets.shipped import shipped_rows
from projects.water.classing import judge
from projects.water.items import Items
from projects.water.limits import Limits, limits_of
from projects.water.means import Values
from projects.water.placed import Section

OVER, JUMP, CONSTANT, SUM = "over", "jump", "constant", "sum"
SORTS = {
    OVER: Text("超标", "over the limit"),
    JUMP: Text("突变", "sudden jump"),
    CONSTANT: Text("恒定不变", "the same value again and again"),
    SUM: Text("分项大于总量", "parts above the whole"),
}


def compute(given: Given) -> Computed:
    """Warnings of the sections of the layer, from months and marks that were kept as sheets."""
    year = int(given.parameters["year"])
    day = dt.date(year, 12, 31)
    sheets, sections = given.sheets, placed(given)
    limits = {lake: limits_of(sheets["limits"], day, lake=lake) for lake in (False, True)}
    items = Items.of(sheets["items"].rows)
    months = values_by_month(sheets["months"], year)
    found = [
        *_over(sections, months, limits, items),
        *_odd(sections, sheets["odd"], year, _bounds(sheets["bounds"], day), items),
    ]
    found.sort(key=lambda one: (one["month"], one["feature"], one["sort"], one["item"]))
    hits = [{"key": str(at), **one} for at, one in enumerate(found, 1)]
    counted = {sort: sum(one["sort"] == sort for one in hits) for sort in SORTS}
    total = {
        "hits": len(hits),
        **counted,
        "features": len({one["feature"] for one in hits}),
        "measured": len(months.keys() & sections.keys()),
        "unmeasured": len(sections.keys() - months.keys()),
    }
    return Computed({"total": total, "hits": hits, "notes": list(_notes(sections, months))})


def _bounds(sheet: SheetInfo, day: dt.date) -> dict[str, float]:
    """The limits of the day; what the office's version has not is as shipped."""
    shipped = {row["limit"]: row["value"] for row in shipped_rows(sheet.kind.id)}
    return shipped | {row["limit"]: row["value"] for row in sheet.valid_on(day)}


def _over(
    sections: Mapping[str, Section],
    months: Mapping[str, Mapping[str, Values]],
    limits: Mapping[bool, Limits],
    items: Items,
) -> Iterator[dict[str, Any]]:
    for key, section in sections.items():
        for month, values in months.get(key, {}).items():
            found = judge(values, limits[section.lake], items, target=section.target)
            for one in found.over:
                yield _hit(section, OVER, items, one.item, month, month, one.value, one.limit,
                           one.times)  # fmt: skip


def _odd(
    sections: Mapping[str, Section], sheet: SheetInfo, year: int, bounds: Mapping[str, float],
    items: Items,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    for row in sheet.rows:
        section = sections.get(row["section"])
        if section is None or not str(row["month"]).startswith(f"{year}-"):
            continue
        item, month, at, value = row["item"], row["month"], row["at"], row["value"]
        if _jumps(row, bounds[JUMP_TIMES], items):
            yield _hit(section, JUMP, items, item, month, at, value, row["usual"], row["times"])
        if row["run"] is not None and row["run"] >= bounds[CONSTANT_RUN]:
            yield _hit(section, CONSTANT, items, item, month, month, value, None, row["run"])
        if row["excess"] is not None and row["excess"] > bounds[SUM_MARGIN]:
            yield _hit(section, SUM, items, item, month, month, value, None, row["excess"])


def _jumps(row: Mapping[str, Any], times: float, items: Items) -> bool:
    """Whether a value is far off by its series, and by more than the step that says something of
    its item: of a series that hardly moves, a tenth of pH is many deviations off."""
    if row["times"] is None or row["times"] <= times:
        return False
    step = items[row["item"]].least_step if row["item"] in items else 0.0
    off = abs(float(row["value"]) - float(row["usual"]))
    return round(off, 9) >= step


def _hit(
    section: Section, sort: str, items: Items, item: str, month: str, at: str, value: float,
    against: float | None, times: float | None,
) -> dict[str, Any]:  # fmt: skip
    """`rule` holds the value too: what was decided on is not said of another one."""
    title = items[item].title if item in items else Text(item, item)
    unit = items[item].unit if item in items else ""
    return {
        "name": section.name,
        "sort": sort,
        "layer": section.layer,
        "feature": section.key,
        "item": title.zh if title.zh == title.en else both(title),
        "month": month,
        "at": at,
        "value": float(value),
        "unit": unit or None,
        "against": None if against is None else float(against),
        "times": None if times is None else float(times),
        "state": REVIEW,
        "rule": f"{sort}:{item}:{month}:{typed(round(float(value), 6))}",
    }


def _notes(sections: Mapping[str, Section], months: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Sections that were not looked at."""
    silent = [one.name for key, one in sections.items() if key not in months]
    if silent:
        yield note(
            "sections-without-readings",
            "{count} 个断面这一年没有监测值，没有可检查的：{names}。",
            "{count:section|sections} without readings in the year, not looked at: {names}.",
            count=len(silent), names="、".join(silent[:NAMED]),
        )  # fmt: skip


SECTION_WARNINGS = Metric(
    id="section_warnings",
    version=2,
    family=PROTECTED_WATERS,
    place=95,
    title=Text("监测值预警", "Warnings on readings"),
    summary=Text(
        "一年的断面监测值中须核查的：超标、突变、恒定不变、分项大于总量，逐条处理。",
        "What is to be looked at in a year of readings: over the limit, sudden jumps, values that "
        "stay the same, parts above the whole; each is decided on.",
    ),
    formula=Text(
        "超标：月均值超过水质目标的限值（没有目标的按Ⅲ类）。"
        "突变：与前后各若干次（数据表“监测值检查界限”，提取时的次数写在特征表的来源里）的中位数之差，超过这一断面和项目全部偏差中位数的规定倍数，"
        "且不小于数据表“水质监测项目”里这一项的“突变至少相差”。"
        "恒定：连续相同的次数达到规定次数，未检出的不算。"
        "分项大于总量：同一时间氨氮与硝酸盐氮之和大于总氮，或五日生化需氧量、高锰酸盐指数大于"
        "化学需氧量，超过允许的比例。",
        "over: a monthly mean passes the limit of the target class (class III without one). jump: "
        "off the median of so many readings before and after (a limit of the office, told in the "
        "source of the sheet) by more than so many times the median of all such differences "
        "of section and item, and by no less than the least step of the item (sheet of items). "
        "constant: so many equal values in a row, "
        "those not detected left out. parts: at one time NH3-N and nitrate above TN, or BOD5 or "
        "CODMn above COD, by more than the margin.",
    ),
    source=Text(
        "GB 3838-2002；界限为数据表“监测值检查界限”，由本单位选定。",
        "GB 3838-2002; the bounds are the sheet of limits of checks on readings, set by the "
        "office.",
    ),
    unit=COUNT,
    headline="hits",
    inputs=(PLACES,),
    sheets=(
        MONTHS,
        SheetRole(
            "odd",
            Text("监测值异常特征", "What stands out in readings"),
            Text(
                "用 ecoatlas water warnings --year 取自监测数据。",
                "Taken from readings by ecoatlas water warnings --year.",
            ),
            "odd_readings",
        ),
        LIMITS,
        ITEMS,
        rule_role("bounds", "监测值检查界限", "Limits of checks", "reading_limits"),
    ),
    parameters=(year_parameter(Text("检查的年份。", "The year that is looked at.")),),
    total=(
        Column("hits", Text("预警", "Warnings"), COUNT, sums=True),
        *(Column(sort, title, COUNT) for sort, title in SORTS.items()),
        Column("features", Text("涉及断面", "Sections concerned"), COUNT),
        Column("measured", Text("有监测值的断面", "Sections with readings"), COUNT),
        Column("unmeasured", Text("没有监测值的断面", "Sections without readings"), COUNT),
    ),
    tables=(
        Table(
            "hits",
            Text("预警清单", "Warnings"),
            (
                Column("sort", Text("类型", "Sort"), NO_UNIT, "code", SORTS),
                shared.LAYER,
                shared.FEATURE,
                Column("item", Text("项目", "Item"), NO_UNIT, "text"),
                Column("month", Text("月份", "Month"), NO_UNIT, "text"),
                Column("at", Text("时间", "Time"), NO_UNIT, "text"),
                Column("value", Text("数值", "Value"), NUMBER),
                Column("unit", Text("单位", "Unit"), NO_UNIT, "text"),
                Column("against", Text("限值或前后中位数", "Limit, or median around"), NUMBER),
                Column("times", Text("倍数、次数或比例", "Times, count or share"), NUMBER),
                shared.STATE,
                shared.RULE,
            ),
            places=shared.PLACES,
        ),
    ),
    sums=(Sum("hits", tuple(SORTS)),),
    nulls=Text(
        "没有监测值的断面不在清单中，在说明里列出；没有预警不等于数据正确。",
        "Sections without readings are told in the notes; no warning does not say that readings "
        "are right.",
    ),
    compute=compute,
    asked_as="sections_of_a_year",
)
