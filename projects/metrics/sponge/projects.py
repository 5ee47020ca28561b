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
from projects.metrics.declaration import (
    Computed,
    Given,
)
from projects.metrics.results import SHARE_DIGITS, listed, note, share
from projects.metrics.sponge.projects_metric import BEFORE, OTHER, STATES, UNDATED, WITH, WITHOUT
from projects.metrics.targets import Target, quantity_block
from projects.metrics.unknown import Span, judged_over, so_many
from projects.records.queries.query import every_project
from projects.sheets.series import NOT_COMPLIANT

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
