"""Declaration of “share of projects with a sponge-city record”; `projects` computes it."""

from __future__ import annotations

from geo.words import Text
from projects.metrics import stands
from projects.metrics.declaration import (
    COUNT,
    NO_UNIT,
    RATIO,
    Check,
    Column,
    Metric,
    Parameter,
    SheetRole,
    Table,
)
from projects.metrics.families import SPONGE
from projects.metrics.parameters import target_parameter
from projects.sheets.series import NOT_COMPLIANT, PROJECT_CHANGES, SPONGE_PROJECTS, SPONGE_STAGES

CHECK = "SC-SPONGE-NEWPROJ"


WITH, WITHOUT, BEFORE, UNDATED, OTHER = "with", "without", "before", "undated", "other"


STATES = {
    WITH: Text("有合规记录", "has a record"),
    NOT_COMPLIANT: Text("查明未落实", "found not to comply"),
    WITHOUT: Text("没有记录，情况不明", "no record: unknown"),
    BEFORE: Text("开工早于规定日期，不计", "started before the rule: left out"),
    UNDATED: Text("没有开工日期，是否计入不明", "no start date: unknown whether it counts"),
    OTHER: Text("不是新建、改建、扩建，不计", "neither new nor altered: left out"),
}


STANDING = {
    WITH: stands.MET,
    NOT_COMPLIANT: stands.MISSED,
    WITHOUT: stands.REVIEW,
    UNDATED: stands.UNKNOWN,
    BEFORE: stands.ASIDE,
    OTHER: stands.ASIDE,
}


SPONGE_PROJECTS_METRIC = Metric(
    id="sponge_projects",
    version=2,
    family=SPONGE,
    place=40,
    title=Text("建设项目落实海绵要求的比例", "Share of projects with a sponge-city record"),
    summary=Text(
        "规定日期以后开工的新建、改建、扩建项目中，有海绵城市合规记录的比例；查明未落实的、情况不明的分别列出。",
        "Of the new, altered and extended projects started since the rule those with a sponge-city "
        "record; those found not to comply and those of which nothing is known are listed apart.",
    ),
    formula=Text(
        "比例 = 有合规记录的项目数 ÷ 规定日期（含）后开工的新建、改建、扩建项目数；"
        "最低、最高 = 情况不明的全部按不利、有利计。只有最低和最高得出同一结论时才判定。",
        "share = projects with a record ÷ new, altered and extended projects started on the day of "
        "the rule or later; least and most: all that is unknown falls one way or the other. There "
        "is a verdict only where both give the same one.",
    ),
    source=Text(
        "政策台账核算方式 SC-SPONGE-NEWPROJ"
        "（武汉经开区2023：新、改、扩建项目 100% 落实海绵要求）。",
        "Check SC-SPONGE-NEWPROJ of the policy register (Wuhan zone 2023: all new, altered and "
        "extended projects).",
    ),
    unit=RATIO,
    headline="share",
    inputs=(),
    sheets=(
        SheetRole(
            "projects",
            Text("建设项目记录", "Projects"),
            Text(
                "建设项目与合规记录，可用 ecoatlas metrics sponge-projects 由项目台账生成。",
                "Projects and their records; ecoatlas metrics sponge-projects makes it from the "
                "project records.",
            ),
            SPONGE_PROJECTS.id,
        ),
    ),
    parameters=(
        Parameter(
            "since",
            Text("规定日期", "Day of the rule"),
            Text("这一天及以后开工的项目计入。", "Projects started on this day or later count."),
            "date",
            origin=Text("由各地规定，没有默认", "set by each place; there is no default"),
            required=True,
        ),
        target_parameter("share"),
    ),
    total=(
        Column("projects", Text("计入项目", "Projects that count"), COUNT),
        Column("with_record", Text("有合规记录", "With a record"), COUNT),
        Column("not_compliant", Text("查明未落实", "Found not to comply"), COUNT),
        Column("without_record", Text("没有记录，情况不明", "No record: unknown"), COUNT),
        Column("before", Text("早于规定", "Before the rule"), COUNT),
        Column("undated", Text("没有开工日期", "Without a date"), COUNT),
        Column("other", Text("其他性质", "Of another kind"), COUNT),
        Column("share", Text("有合规记录的比例", "Share with a record"), RATIO),
        Column("share_least", Text("最低", "At least"), RATIO),
        Column("share_most", Text("最高", "At most"), RATIO),
    ),
    tables=(
        Table(
            "projects",
            Text("项目", "Projects"),
            (
                Column("state", Text("情况", "State"), NO_UNIT, "code", STATES, stands=STANDING),
                Column("started_on", Text("开工日期", "Started on"), NO_UNIT, "text"),
                Column("change", Text("建设性质", "Change"), NO_UNIT, "code",
                       dict(PROJECT_CHANGES)),
                Column("stage", Text("合规环节", "Stage"), NO_UNIT, "code", dict(SPONGE_STAGES)),
                Column("record", Text("合规记录", "Record"), NO_UNIT, "text"),
            ),
        ),
    ),
    nulls=Text(
        "没有合规环节的算没有记录，情况不明；没有开工日期或建设性质的，是否计入不明；三者都列出，"
        "可能改变结论的不判定；没有项目时比例为空。",
        "Without a stage a project has no record, which means unknown; without a start date or a "
        "kind of change nobody can say whether it counts; all are listed, and there is no verdict "
        "while they could change it; without projects there is no share.",
    ),
    computed_by="sponge.projects:compute",
    checks=(Check(CHECK),),
    subjects=("sponge_projects",),
)  # fmt: skip
