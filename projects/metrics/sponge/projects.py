"""Share of new and altered projects with a sponge-city record, from the projects and their dates.

The projects reach the metric as a sheet, because a figure rests on inputs that are kept as they
were; `projects_sheet` takes them from the project records, which go on changing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

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
    Parameter,
    SheetRole,
    Table,
)
from projects.metrics.families import SPONGE
from projects.metrics.parameters import target_parameter
from projects.metrics.results import SHARE_DIGITS, listed, note, share
from projects.metrics.targets import Target, quantity_block
from projects.metrics.unknown import Span, judged_over, so_many
from projects.records.query import every_project
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
COUNTED = (WITH, NOT_COMPLIANT, WITHOUT)
Row = Mapping[str, Any]


def compute(given: Given) -> Computed:
    """Projects started from the day of the rule on; those with a record among them."""
    since = dt.date.fromisoformat(given.parameters["since"])
    rows = sorted(given.sheets["projects"].rows, key=lambda row: str(row["project"]))
    states = [_state(row, since) for row in rows]
    count = {name: states.count(name) for name in STATES}
    projects = count[WITH] + count[NOT_COMPLIANT] + count[WITHOUT]
    found = share(count[WITH], projects)
    span = _span(rows, states)
    result = {
        "total": {
            "projects": projects,
            "with_record": count[WITH],
            "not_compliant": count[NOT_COMPLIANT],
            "without_record": count[WITHOUT],
            "before": count[BEFORE],
            "undated": count[UNDATED],
            "other": count[OTHER],
            "share": found,
            "share_least": _digits(span.least),
            "share_most": _digits(span.most),
        },
        "projects": [_row(row, state) for row, state in zip(rows, states, strict=True)],
        "target": None if given.target is None else _target(given.target, found, span),
        "notes": _notes(rows, states),
    }
    return Computed(result)


def _target(target: Target, found: float | None, span: Span) -> dict[str, Any]:
    return judged_over(target, quantity_block(target, {"share": found}), span)


def _span(rows: Sequence[Row], states: Sequence[str]) -> Span:
    """The share at least and at most: a project without a record may comply or not, and one of
    which the start or the kind of change is not said may count or not."""
    sure = [state for row, state in zip(rows, states, strict=True) if _surely(row, state)]
    may = [_record(row) for row, state in zip(rows, states, strict=True) if _may_count(row, state)]
    known, refused, open_ = (sure.count(one) for one in (WITH, NOT_COMPLIANT, WITHOUT))
    # At least: of those that may count only what fails counts. At most: only what passes does.
    failing = len(may) - may.count(WITH)
    passing = len(may) - may.count(NOT_COMPLIANT)
    return Span(
        share(known, known + refused + open_ + failing),
        share(known + open_ + passing, known + refused + open_ + passing),
        _unknown(rows, states),
    )


def _unknown(rows: Sequence[Row], states: Sequence[str]) -> tuple[Text, ...]:
    unsaid = sum(map(_unsaid, rows, states))
    return (
        *so_many(states.count(WITHOUT), ARE_WITHOUT),
        *so_many(states.count(UNDATED), ARE_UNDATED),
        *so_many(unsaid, ARE_UNSAID),
    )


def _surely(row: Row, state: str) -> bool:
    return state in COUNTED and bool(row["change"])


def _unsaid(row: Row, state: str) -> bool:
    return state in COUNTED and not row["change"]


def _may_count(row: Row, state: str) -> bool:
    return state == UNDATED or _unsaid(row, state)


def _digits(end: float | None) -> float | None:
    return None if end is None else round(end, SHARE_DIGITS) + 0.0


def _state(row: Row, since: dt.date) -> str:
    if row["change"] == "other":
        return OTHER
    if not row["started_on"]:
        return UNDATED
    if dt.date.fromisoformat(str(row["started_on"])) < since:
        return BEFORE
    return _record(row)


def _record(row: Row) -> str:
    if row["stage"] == NOT_COMPLIANT:
        return NOT_COMPLIANT
    return WITH if row["stage"] else WITHOUT


def _row(row: Row, state: str) -> dict[str, Any]:
    return {
        "key": row["project"],
        "name": row["name"],
        "state": state,
        "started_on": row["started_on"],
        "change": row["change"],
        "stage": row["stage"],
        "record": row["record"],
    }


def _notes(rows: Sequence[Row], states: Sequence[str]) -> list[dict[str, Any]]:
    pairs = list(zip(rows, states, strict=True))
    notes = []
    for state, code, (zh, en) in (
        (NOT_COMPLIANT, "project-not-compliant", REFUSED),
        (WITHOUT, "project-without-record", NO_RECORD),
        (UNDATED, "project-undated", NO_DATE),
    ):
        keys = [row["project"] for row, one in pairs if one == state]
        if keys:
            notes.append(note(code, zh, en, count=len(keys), keys=listed(keys)))
    unsaid = [row["project"] for row, one in pairs if _unsaid(row, one)]
    if unsaid:
        notes.append(
            note("project-change-unsaid", *NO_CHANGE, count=len(unsaid), keys=listed(unsaid))
        )
    return notes


ARE_WITHOUT = Text("{count} 个项目没有合规记录", "projects without a record ({count})")
ARE_UNDATED = Text("{count} 个项目没有开工日期", "projects without a start date ({count})")
ARE_UNSAID = Text(
    "{count} 个项目没有写明建设性质", "projects whose kind of change is not said ({count})"
)
REFUSED = (
    "{count} 个项目查明没有落实海绵要求：{keys}。",
    "{count:project|projects} {count:~was|were} found not to comply: {keys}.",
)
NO_RECORD = (
    "{count} 个项目没有合规记录，只说明情况不明，不等于不合规：{keys}。",
    "{count:project|projects} {count:~has|have} no record, which means unknown, not "
    "non-compliant: {keys}.",
)
NO_DATE = (
    "{count} 个项目没有开工日期，是否在规定日期以后不明，没有计入比例：{keys}。",
    "{count:project|projects} {count:~has|have} no start date, so nobody can say whether "
    "{count:~it counts; it is|they count; they are} left out "
    "of the share: {keys}.",
)
NO_CHANGE = (
    "{count} 个项目没有写明建设性质，是否计入不明，比例中按计入算：{keys}。",
    "Of {count:project|projects} nobody says whether {count:~it is|they are} new or altered, so "
    "whether {count:~it counts|they count} is unknown; in the share {count:~it does|they do}: "
    "{keys}.",
)


def projects_sheet(
    session: Session, kept: Iterable[Row] = (), item: str | None = None
) -> list[dict[str, Any]]:
    """Rows of a sheet `sponge_projects` from the project records, those of a clause if named.

    What was entered before (`kept`: change, stage, record, note) stays, and so do its other rows;
    names and start dates are those of the records.
    """
    before = {row["project"]: dict(row) for row in kept}
    empty = dict.fromkeys(("change", "stage", "record", "note"))
    for one in every_project(session, item=item):
        started = one.start_date.isoformat() if one.start_date else None
        now = {"project": one.code, "name": one.name, "started_on": started}
        before[one.code] = {**empty, **before.get(one.code, {}), **now}
    return [before[code] for code in sorted(before)]


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
    compute=compute,
    checks=(Check(CHECK),),
    subjects=("sponge_projects",),
)  # fmt: skip
