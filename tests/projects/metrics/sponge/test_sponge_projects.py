"""Projects with a sponge-city record: who counts, who is unknown, and where the rows come from."""

from __future__ import annotations

from typing import Any

import pytest

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.storage.store import Store
from layers.system.database import Database
from projects.metrics.run import run_metric
from projects.metrics.sponge.projects import projects_sheet
from projects.records.changes.records import add_project, update_project
from projects.sheets import get_sheet, save_sheet

LI = Actor("li", "-")
SINCE = {"since": "2023-01-01"}


def row(project: str, started: str | None, **more: str) -> dict[str, Any]:
    empty = dict.fromkeys(("name", "change", "stage", "record", "note"))
    return {**empty, "project": project, "started_on": started, **more}


ROWS = [
    row("A", "2023-01-01", change="new", stage="design", record="审〔2023〕1号"),
    row("B", "2024-05-01", change="altered", stage="acceptance"),
    row("C", "2024-05-01", change="extended"),
    row("D", "2024-05-01"),
    row("E", "2022-12-31", change="new"),
    row("F", None, change="new", stage="design"),
    row("G", "2024-05-01", change="other"),
]


def figures(database: Database, store: Store, rows: Any, **parameters: str) -> dict[str, Any]:
    with database.transaction() as session:
        save_sheet(session, "records", rows, kind="sponge_projects", by=LI)
    inputs = {"projects": "records"}
    return run_metric(database, store, "sponge_projects", inputs, SINCE | parameters).result


def test_projects_from_the_day_on_count_and_those_without_a_record_are_unknown(
    sqlite_database: Database, store: Store
) -> None:
    found = figures(sqlite_database, store, ROWS, target="WEDZ-2023-T23")
    total = found["total"]
    assert (total["projects"], total["with_record"], total["without_record"]) == (4, 2, 2)
    assert (total["before"], total["undated"], total["other"]) == (1, 1, 1)
    assert total["share"] == 0.5
    assert (found["target"]["measured"], found["target"]["met"]) == (0.5, None)
    assert (total["share_least"], total["share_most"]) == (0.5, 1.0)
    states = {one["key"]: one["state"] for one in found["projects"]}
    assert states == dict(
        zip("ABCDEFG", ["with", "with", "without", "without", "before", "undated", "other"],
            strict=True)
    )  # fmt: skip
    notes = {one["code"]: one for one in found["notes"]}
    assert notes["project-without-record"]["keys"] == "C、D"
    assert "不等于不合规" in notes["project-without-record"]["zh"]
    assert notes["project-change-unsaid"]["keys"] == "D"


def test_without_projects_there_is_no_share_and_the_day_is_asked(
    sqlite_database: Database, store: Store
) -> None:
    assert figures(sqlite_database, store, ROWS[4:5])["total"]["share"] is None
    with pytest.raises(EcoAtlasError) as caught:
        run_metric(sqlite_database, store, "sponge_projects", {"projects": "records"}, {})
    assert caught.value.code == "missing-parameter"


def test_rows_come_from_the_project_records_and_what_was_entered_stays(
    sqlite_database: Database, store: Store
) -> None:
    record = {"code": "XM-1", "name": "甲", "status": "building", "start_date": "2024-03-01"}
    with sqlite_database.transaction() as session:
        add_project(session, record, by=LI)
        rows = projects_sheet(session, [row("OLD", "2023-02-01", stage="permit")])
    assert [(one["project"], one["started_on"], one["stage"]) for one in rows] == [
        ("OLD", "2023-02-01", "permit"),
        ("XM-1", "2024-03-01", None),
    ]
    rows[1]["stage"] = "design"
    assert figures(sqlite_database, store, rows)["total"]["with_record"] == 2
    with sqlite_database.transaction() as session:
        update_project(session, "XM-1", {"start_date": "2022-03-01"}, by=LI)
        again = projects_sheet(session, get_sheet(session, "records").rows)
        assert projects_sheet(session, (), "WEDZ-2023-09-03") == []
    assert (again[1]["stage"], again[1]["started_on"]) == ("design", "2022-03-01")
    assert figures(sqlite_database, store, again)["total"]["before"] == 1
