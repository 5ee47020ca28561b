"""Finding projects: what each filter means, and that an answer takes the same few queries."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import event

from geo.errors import EcoAtlasError
from layers.system.database import Database
from projects.records.changes import records
from projects.records.changes.problems import NewProblem, add_problem
from projects.records.changes.writing import Report
from projects.records.model.part_kinds import FUNDS, YEARS
from projects.records.queries.addresses import READERS, as_query, read_asked
from projects.records.queries.asked import Asked
from projects.records.queries.conditions import CONDITIONS
from projects.records.queries.query import QUERIES, every_project, find_projects
from projects.records.queries.views import drop_view, save_view, views_of
from tests.projects.parts import set_part

DAY = dt.date(2026, 6, 30)


@pytest.fixture
def office(database: Database) -> Database:
    made: tuple[tuple[str, dict[str, Any]], ...] = (
        ("A", {"due_date": "2026-06-29", "start_date": "2025-01-01", "lead_unit": "区住建局"}),
        ("B", {"due_date": "2026-06-30", "start_date": "2026-06-01", "district": "汉南区"}),
        ("C", {"due_date": "2025-01-01", "status": "取消", "action_item_id": "EZ-2022-13"}),
        ("D", {"status": "停工", "responsible_units": "区住建局、区财政局", "kind": "海绵"}),
    )
    with database.transaction() as session:
        for code, values in made:
            records.add_project(session, {"code": code, "name": code, "status": "在建"} | values)
        set_part(session, "D", YEARS, (2024,), {"planned_wan_yuan": 5}, by=None)
        set_part(session, "D", FUNDS, (2024, "central"), {"planned_wan_yuan": 5}, by=None)
        add_problem(session, "B", NewProblem("积水", DAY), by=None)
    return database


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({}, "ABCD"),
        ({"late": "1"}, "A"),
        ({"overdue": "0"}, "BCD"),
        ({"stagnant": "1"}, "A"),
        ({"unit": "区住建局"}, "AD"),
        ({"lead": "区住建局"}, "A"),
        ({"stage": "停工,取消"}, "CD"),
        ({"kind": "sponge"}, "D"),
        ({"item": "ez-2022-13"}, "C"),
        ({"document": "EZ-2022"}, "C"),
        ({"year": "2024"}, "D"),
        ({"year": "2026"}, "AB"),
        ({"district": "420100"}, "B"),
        ({"fund": "中央资金"}, "D"),
        ({"without_item": "1"}, "ABD"),
        ({"without_place": "1", "without_unit": "1"}, "BCD"),
        ({"open_problems": "1"}, "B"),
        ({"sort": "-due_date"}, "BACD"),
        ({"q": "b"}, "B"),
    ],
)
def test_filters_mean_what_they_say(office: Database, query: dict[str, str], codes: str) -> None:
    with office.reading() as session:
        found = find_projects(session, read_asked(query, DAY))
        assert [one.code for one in found.projects] == list(codes)
        assert found.total == len(codes)


def test_an_answer_takes_the_same_few_queries(office: Database) -> None:
    sent: list[str] = []

    def note(*about: Any) -> None:
        if about[2].startswith("SELECT"):
            sent.append(about[2])

    event.listen(office.engine, "before_cursor_execute", note)
    with office.reading() as session:
        for size in (1, 50):
            sent.clear()
            page = find_projects(session, Asked(size=size, late=False))
            assert [(one.lead_unit, one.item_ids) for one in page.projects]
            assert len(sent) <= QUERIES
            session.expunge_all()
    event.remove(office.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"colour": "red"}, "project-filter-unknown"),
        ({"year": "新"}, "project-filter-invalid"),
        ({"year": "26"}, "project-filter-invalid"),
        ({"status": "快了"}, "project-filter-invalid"),
        ({"late": "maybe"}, "project-filter-invalid"),
        ({"sort": "colour"}, "project-filter-invalid"),
        ({"district": "火星"}, "project-filter-invalid"),
        ({"size": "100000"}, "project-filter-invalid"),
    ],
)
def test_what_nobody_knows_is_refused(query: dict[str, str], code: str) -> None:
    with pytest.raises(EcoAtlasError) as caught:
        read_asked(query)
    assert (caught.value.code, caught.value.status) == (code, 400)


def test_an_address_holds_every_filter_and_gives_it_back() -> None:
    assert set(CONDITIONS) | {"sort", "page", "size"} == set(READERS)
    query = {"status": "building,stopped", "late": "1", "year": "2026", "sort": "-progress"}
    assert as_query(read_asked(query)) == query


def test_lists_are_kept_by_their_owner(office: Database) -> None:
    with office.transaction() as session:
        save_view(session, "li", " 逾期  的 ", "?overdue=1&unit=区住建局")
        save_view(session, "li", "逾期 的", "late=1")
        assert [(one.title, one.query) for one in views_of(session, "li")] == [
            ("逾期 的", "late=1")
        ]
        assert views_of(session, "wang") == []
        assert not drop_view(session, "wang", "逾期 的")
        assert drop_view(session, "li", "逾期 的")


def test_reports_are_never_written_over(office: Database) -> None:
    from projects.records.changes.progress import report_progress, reports_of

    with office.transaction() as session:
        for percent, day in ((30, dt.date(2026, 3, 31)), (46, DAY)):
            report_progress(session, "A", percent, Report(on=day), by=None)
        with pytest.raises(EcoAtlasError) as caught:
            report_progress(session, "A", 40, Report(on=DAY), by=None)
        assert caught.value.code == "record-progress-fell"
        report_progress(session, "A", 40, Report(on=DAY, reason="复核"), by=None)
        report_progress(session, "A", 20, Report(on=dt.date(2026, 1, 31)), by=None)
        kept = records.get_project(session, "A")
        assert (kept.progress_percent, kept.progress_on) == (40, DAY)
        assert [one.percent for one in reports_of(session, "A")] == [40, 46, 30, 20]
        assert [one.code for one in every_project(session, stagnant=True, today=DAY)] == []


def test_the_second_writer_sees_both_versions_field_by_field(office: Database) -> None:
    with office.transaction() as session:
        seen = records.get_project(session, "B").version
        records.update_project(session, "B", {"name": "乙", "note": "一"}, based_on=seen)
        with pytest.raises(EcoAtlasError) as caught:
            records.update_project(session, "B", {"name": "丙"}, based_on=seen)
        assert (caught.value.code, caught.value.status) == ("project-changed-meanwhile", 412)
        sides = {one.field: one.values for one in caught.value.problems}
        assert [sides["name"][side].zh for side in ("base", "theirs", "mine")] == ["B", "乙", "丙"]
        assert [sides["note"][side].zh for side in ("base", "theirs")] == ["—", "一"]
        assert records.get_project(session, "B").name == "乙"
        records.update_project(session, "B", {"name": "丙"}, based_on=seen + 1)
