"""Divisions that have something, of all of one level: by a field, a list, or what lies inside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from projects.metrics.declaration import (
    COUNT,
    NO_FIELD,
    NO_UNIT,
    RATIO,
    Check,
    Column,
    Computed,
    Given,
    Metric,
    Parameter,
    Role,
    SheetRole,
    Table,
)
from projects.metrics.divisions import level_notes, of_level, without_level
from projects.metrics.families import OTHER
from projects.metrics.parameters import division_level, subject_parameter, target_parameter
from projects.metrics.results import listed, note, share, split, text_or_none
from projects.metrics.roles import BOUNDARY, DIVISIONS, LIMITS
from projects.metrics.stands import YES_IS_MET
from projects.metrics.units import NO, UNKNOWN, YES, Tally, target_by_count, things_in
from projects.metrics.unknown import so_many
from projects.sheets.series_units import LISTED, UNIT_LIST

STATES = {
    YES: Text("有", "has it"),
    NO: Text("没有", "has it not"),
    UNKNOWN: Text("情况不明", "unknown"),
}
SUBJECTS = LISTED
ONE_OF_THREE = declare(
    "units-by-one-way",
    "error",
    Text(
        "须恰好给出一种依据：单元图层的字段、清单，或落在单元内的图层；现给出 {count} 种。",
        "Give exactly one: a field of the units, a list, or a layer of what lies in them; {count} "
        "are given.",
    ),
    Text(
        "只保留 --has-field、--list、--things 三者之一。",
        "Keep one of --has-field, --list and --things.",
    ),
)


def compute(given: Given) -> Computed:
    """Units of the level asked for. What nobody says anything of is unknown, and stands apart.

    Raises `units-by-one-way`.
    """
    every, level = given.frames["units"], given.parameters["level"]
    units = of_level(every, level)
    states = _states(given, units)
    having = states.count(YES)
    rows = [
        {"key": key, "name": text_or_none(name), "has": state}
        for key, name, state in zip(units["key"], units["name"], states, strict=True)
    ]
    unknown = states.count(UNKNOWN)
    total = {
        "units": len(rows),
        "having": having,
        "without": states.count(NO),
        "unknown": unknown,
        "share": share(having, len(rows)),
    }
    unlevelled = _states(given, without_level(every))
    tally = Tally(having, len(rows), so_many(unknown, NOT_SAID), unknown, unlevelled)
    target = None if given.target is None else target_by_count(given.target, tally)
    notes = [*level_notes(every, units, level), *_notes(given, every, rows)]
    return Computed({"total": total, "units": rows, "target": target, "notes": notes})


def _states(given: Given, units: gpd.GeoDataFrame) -> list[str]:
    """(n,) whether each unit has it, by the one way that is given."""
    field = given.parameters["has_field"]
    field = None if field in (None, NO_FIELD) else field
    things, sheet = given.frames.get("things"), given.sheets.get("list")
    ways = sum(one is not None for one in (field, things, sheet))
    if ways != 1:
        raise EcoAtlasError(ONE_OF_THREE, count=ways)
    if things is not None:
        return [YES if count else NO for count in things_in(units, things).tolist()]
    if sheet is not None:
        said = {str(row["unit"]).strip(): str(row["has"]) for row in sheet.rows}
        return [said.get(str(key), UNKNOWN) for key in units["key"]]
    wanted = split(given.parameters["has_values"])
    values = [text_or_none(value) for value in units[field]]
    return [UNKNOWN if one is None else YES if one.strip() in wanted else NO for one in values]


def _notes(
    given: Given, every: gpd.GeoDataFrame, rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    notes = []
    unknown = [row["key"] for row in rows if row["has"] == UNKNOWN]
    if unknown:
        notes.append(
            note(
                "unit-unknown",
                "{count} 个单元情况不明，计入分母，单列：{keys}。",
                "Of {count:unit|units} nothing is said; "
                "{count:~it is in the whole and stands|they are in the whole and stand} apart: "
                "{keys}.",
                count=len(unknown),
                keys=listed(unknown),
            )
        )
    sheet = given.sheets.get("list")
    known = {*every["key"], *given.outside.get("units", ())}
    strange = [] if sheet is None else [r["unit"] for r in sheet.rows if r["unit"] not in known]
    if strange:
        notes.append(
            note(
                "listed-unit-unknown",
                "清单中有 {count} 个代码不在行政区划图层里，未计入：{keys}。",
                "{count:code|codes} of the list {count:~is|are} not in the layer of divisions and "
                "{count:~does|do} not count: "
                "{keys}.",
                count=len(strange),
                keys=listed(strange),
            )
        )
    return notes


NOT_SAID = Text("{count} 个单元情况不明", "units of which nothing is said ({count})")

UNITS_WITH = Metric(
    id="units_with",
    version=2,
    family=OTHER,
    place=15,
    title=Text("有某项服务的单元比例", "Share of units with a service"),
    summary=Text(
        "有铁路、燃气、邮政快递、垃圾分类等的县、乡镇或村占全部同级单元的比例，附清单。",
        "Counties, townships or villages with a railway, gas, post or sorted waste among all of "
        "that level, with the list.",
    ),
    formula=Text(
        "比例 = 有该项的单元数 ÷ 该级别单元总数；依据三者取一：单元图层的字段、清单、"
        "落在单元内或穿过单元的要素。",
        "share = units that have it ÷ all units of the level; by one of three: a field of the "
        "units, a list, or features that lie in a unit or run through it.",
    ),
    source=Text(
        "政策台账（如十堰2018：县县通铁路；武汉经开区2023：社区和行政村生活垃圾分类全覆盖）。",
        "The policy register (for example Shiyan 2018: a railway in every county; the Wuhan zone "
        "2023: sorted waste in all communities and villages).",
    ),
    unit=RATIO,
    headline="share",
    inputs=(
        replace(
            DIVISIONS,
            name="units",
            title=Text("统计单元", "Units"),
            summary=Text("带有级别的县、乡镇或村。", "Counties, townships or villages by level."),
            chosen=("has_field",),
            within="units",
        ),
        Role(
            "things",
            Text("设施或线路", "Facilities or lines"),
            Text(
                "落在单元内或穿过单元即算有，如车站、铁路。",
                "A unit has it where one lies inside or runs through, such as a station or a line.",
            ),
            geometry=("point", "line", "polygon"),
            optional=True,
            decides=True,
        ),
        BOUNDARY,
    ),
    sheets=(
        LIMITS,
        SheetRole(
            "list",
            Text("有无清单", "List"),
            Text("按行政区代码写明有无。", "Says of each code whether it has it."),
            UNIT_LIST.id,
            optional=True,
        ),
    ),
    parameters=(
        division_level(
            Text("统计单元级别", "Level of the units"),
            Text("按哪一级行政区计数。", "Which divisions are counted."),
            "township",
        ),
        Parameter(
            "has_field",
            Text("有无字段", "Field that says so"),
            Text("单元图层中写明有无的字段。", "A field of the units that says so."),
            "text",
            origin=Text("不填则用清单或图层", "a list or a layer where it is empty"),
        ),
        Parameter(
            "has_values",
            Text("算有的值", "Values that mean yes"),
            Text("多个用顿号或逗号分开。", "Several are parted by commas."),
            "text",
            origin=Text("“是”“有”", "是 and 有 (yes)"),
            default="是、有、yes",
        ),
        subject_parameter(*SUBJECTS),
        target_parameter("share"),
    ),
    total=(
        Column("units", Text("单元总数", "Units"), COUNT),
        Column("having", Text("有", "With it"), COUNT),
        Column("without", Text("没有", "Without it"), COUNT),
        Column("unknown", Text("情况不明", "Unknown"), COUNT),
        Column("share", Text("比例", "Share"), RATIO),
    ),
    tables=(
        Table(
            "units",
            Text("单元", "Units"),
            (Column("has", Text("有无", "Has it"), NO_UNIT, "code", STATES, stands=YES_IS_MET),),
            role="units",
        ),
    ),
    nulls=Text(
        "没有说明的单元计入分母，情况不明，并列出；没有填写级别的行政区不计入；二者可能改变结论的不判定；"
        "没有该级别的单元时比例为空。",
        "A unit of which nothing is said is in the whole, unknown, and is listed; a division "
        "without a level is not counted; there is no verdict while either could change it; without "
        "units there is no share.",
    ),
    compute=compute,
    checks=(Check("SC-UNIT-SHARE"),),
    subjects=SUBJECTS,
)
