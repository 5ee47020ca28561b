"""Declaration of the metric “share of units with a service”; `units_with` computes it."""

from __future__ import annotations

from dataclasses import replace

from geo.words import Text
from projects.metrics.columns import NO, UNKNOWN, YES
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    Check,
    Column,
    Metric,
    Parameter,
    Role,
    SheetRole,
    Table,
)
from projects.metrics.families import OTHER
from projects.metrics.parameters import division_level, subject_parameter, target_parameter
from projects.metrics.roles import BOUNDARY, DIVISIONS, LIMITS
from projects.metrics.stands import YES_IS_MET
from projects.sheets.series_units import LISTED, UNIT_LIST

STATES = {
    YES: Text("有", "has it"),
    NO: Text("没有", "has it not"),
    UNKNOWN: Text("情况不明", "unknown"),
}


SUBJECTS = LISTED


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
    computed_by="works.units_with:compute",
    checks=(Check("SC-UNIT-SHARE"),),
    subjects=SUBJECTS,
)
