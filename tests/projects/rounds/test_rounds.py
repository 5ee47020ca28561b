"""A round from opening to closing: typed on the web, sent back in sheets, returned, taken in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from geo.errors import EcoAtlasError
from layers.audit import AuditQuery, search_entries
from layers.system.database import Database
from projects.records.changes.parts import parts_of
from projects.records.changes.progress import reports_of
from projects.records.changes.year_money import money_by_year
from projects.records.model.tables import Project, ProjectUnit
from projects.records.queries.asked import Asked
from projects.records.queries.dashboard import dashboard
from projects.rounds.closing import close_round, reopen_round
from projects.rounds.lines import known_unit, lines_of
from projects.rounds.reading import mark_returned, merge_file
from projects.rounds.returning import return_entries
from projects.rounds.rounds import known_quarter, open_round, round_of
from projects.rounds.saving import Hand, Saved
from projects.rounds.settling import choose, waiting_of
from projects.rounds.states import unit_states
from tests.projects.rounds.conftest import (
    CHIEF,
    QUARTER,
    WANG,
    Save,
    add_projects,
    fill_in,
    line,
    queries,
    sheet_of,
)


def merge(database: Database, path: Path, unit: str | None = None) -> Saved:
    with database.transaction() as session:
        return merge_file(session, path, Hand(WANG, "xlsx", unit))


def codes_of(error: pytest.ExceptionInfo[EcoAtlasError]) -> list[tuple[Any, ...]]:
    return [(p.kind.code, p.feature, p.field) for p in error.value.problems]


@pytest.mark.parametrize("written", ["2026-Q3", "2026Q3", "2026年三季度", "2026年第3季度"])
def test_a_quarter_is_read_as_people_write_it(written: str) -> None:
    assert str(known_quarter(written)) == "2026Q3"


@pytest.mark.parametrize("written", ["2026", "2026-07", "2026-Q5", "Q3", ""])
def test_what_is_no_quarter_is_refused(written: str) -> None:
    with pytest.raises(EcoAtlasError, match="round-period-invalid"):
        known_quarter(written)


def test_a_round_asks_for_what_is_under_way_and_is_opened_once(opened_round: Database) -> None:
    with opened_round.transaction() as session:
        again = open_round(session, QUARTER, CHIEF)
        assert (again.added, again.round.due_on) == (0, dt.date(2025, 10, 10))
        session.execute(update(Project).where(Project.code == "P1-001").values(status="cancelled"))
        session.add(Project(code="N", name="无牵头单位", status="building"))
        later = open_round(session, known_quarter("2025Q4"), CHIEF)
        assert (later.added, later.units, later.without_unit) == (3, 2, ("N",))


def test_a_project_of_later_is_added_when_the_round_is_opened_again(opened_round: Database) -> None:
    with opened_round.transaction() as session:
        project = Project(code="P1-009", name="新增", status="building")
        project.units = [ProjectUnit(role="lead", unit_code="U1")]
        session.add(project)
        session.flush()
        assert open_round(session, QUARTER, CHIEF).added == 1


def test_a_round_without_projects_is_refused(sqlite_database: Database) -> None:
    with (
        sqlite_database.transaction() as session,
        pytest.raises(EcoAtlasError, match="round-empty"),
    ):
        open_round(session, QUARTER, CHIEF)


def test_a_sheet_that_comes_back_untouched_changes_nothing(
    opened_round: Database, save: Save, tmp_path: Path
) -> None:
    save(P1_001=(0, {"progress_percent": "46.8", "spent_wan_yuan": "12.5"}))
    path = sheet_of(opened_round, "U1", tmp_path / "u.xlsx")
    done = merge(opened_round, path)
    assert (done.changed, done.unchanged, done.conflicts) == ((), ("P1-001",), 0)


def test_a_filled_in_sheet_is_merged_and_merging_it_again_changes_nothing(
    opened_round: Database, tmp_path: Path
) -> None:
    path = sheet_of(opened_round, "U1", tmp_path / "u.xlsx")
    fill_in(path, {"P1-001": {
        "progress_percent": "52%", "invested_wan_yuan": "1,200.5", "text": "主体完成",
    }, "P1-002": {"progress_percent": 41}})  # fmt: skip
    assert merge(opened_round, path).changed == ("P1-001", "P1-002")
    held = line(opened_round, "P1-001")
    assert (held.state, held.version, held.written_by) == ("reported", 1, "wang")
    assert held.values["invested_wan_yuan"] == Decimal("1200.5")
    again = merge(opened_round, path)
    assert (again.changed, again.conflicts) == ((), 0)
    assert line(opened_round, "P1-001") == held


def test_what_two_people_changed_differently_waits_side_by_side(
    opened_round: Database, save: Save, tmp_path: Path
) -> None:
    save(P1_001=(0, {"progress_percent": 45, "text": "桩基"}))
    path = sheet_of(opened_round, "U1", tmp_path / "u.xlsx")
    save(P1_001=(1, {"progress_percent": 50}))
    fill_in(path, {"P1-001": {"progress_percent": 48, "problems": "征地"}})
    done = merge(opened_round, path)
    assert (done.changed, done.conflicts) == (("P1-001",), 1)
    held = line(opened_round, "P1-001")
    assert held.values["progress_percent"] == 50.0  # stays until somebody chooses
    assert held.values["problems"] == "征地"  # only one has changed it
    assert merge(opened_round, path).conflicts == 0  # told once
    with opened_round.transaction() as session:
        (waits,) = waiting_of(session, round_of(session, QUARTER))
        assert (waits.base, waits.theirs, waits.mine) == (45.0, 50.0, 48.0)
        with pytest.raises(EcoAtlasError, match="round-conflicts-open"):
            close_round(session, QUARTER, CHIEF)
        with pytest.raises(EcoAtlasError, match="round-entries-moved"):
            choose(session, QUARTER, {waits.id: ("mine", waits.version - 1)}, Hand(CHIEF, "web"))
        session.rollback()
    with opened_round.transaction() as session:
        choose(session, QUARTER, {waits.id: ("mine", waits.version)}, Hand(CHIEF, "web"))
    settled = line(opened_round, "P1-001")
    assert (settled.values["progress_percent"], settled.state) == (48.0, "reported")
    assert merge(opened_round, path).changed == ()


def test_a_choice_against_the_sheet_is_not_asked_again(
    opened_round: Database, save: Save, tmp_path: Path
) -> None:
    path = fill_in(
        sheet_of(opened_round, "U1", tmp_path / "u.xlsx"), {"P1-001": {"progress_percent": 48}}
    )
    save(P1_001=(0, {"progress_percent": 50}))
    assert merge(opened_round, path).conflicts == 1
    with opened_round.transaction() as session:
        (waits,) = waiting_of(session, round_of(session, QUARTER))
        choose(session, QUARTER, {waits.id: ("theirs", waits.version)}, Hand(CHIEF, "web"))
    assert merge(opened_round, path).conflicts == 0
    assert line(opened_round, "P1-001").values["progress_percent"] == 50.0


def test_the_second_of_two_editors_sees_what_the_first_has_written(save: Save) -> None:
    save(P1_001=(0, {"progress_percent": 50, "text": "主体"}))
    with pytest.raises(EcoAtlasError) as refused:
        save(by=WANG, P1_001=(0, {"progress_percent": 48}))
    assert codes_of(refused) == [("round-entry-conflict", 1, "progress_percent")]
    said = refused.value.problems[0].message.zh
    assert all(part in said for part in ("48", "50", "li"))
    # A field that the first has not touched is no conflict.
    assert save(by=WANG, P1_001=(1, {"next_steps": "绿化"})).changed == ("P1-001",)


def test_faults_are_named_by_row_and_column_and_nothing_is_kept(
    opened_round: Database, tmp_path: Path
) -> None:
    path = sheet_of(opened_round, "U1", tmp_path / "u.xlsx")
    fill_in(path, {
        "P1-001": {"progress_percent": 120, "status": "封顶", "spent_wan_yuan": "三十"},
        "P1-002": {"progress_percent": 55},
    })  # fmt: skip
    with pytest.raises(EcoAtlasError) as refused:
        merge(opened_round, path)
    assert codes_of(refused) == [
        ("record-out-of-range", 3, "progress_percent"),
        ("record-bad-money", 3, "spent_wan_yuan"),
        ("record-unknown-code", 3, "status"),
    ]
    assert line(opened_round, "P1-002").state == "empty"
    out = tmp_path / "marked.xlsx"
    assert mark_returned(path, out, refused.value.problems, "zh")
    marked = [cell for row in load_workbook(out).worksheets[0] for cell in row if cell.comment]
    assert {(cell.row, str(cell.value)) for cell in marked} == {
        (3, "120"), (3, "封顶"), (3, "三十")}  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"text": "只写了文字"}, "round-entry-no-progress"),
        ({"progress_percent": 30}, "record-progress-fell"),
        ({"progress_percent": 100, "status": "完工"}, "record-done-without-date"),
        ({"progress_percent": 90, "status": "完工"}, "record-done-below-100"),
        ({"progress_percent": 45, "invested_wan_yuan": 8_000_000}, "round-entry-in-yuan"),
    ],
)
def test_a_report_keeps_the_rules_of_records(save: Save, cells: Any, code: str) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        save(P1_001=(0, cells))
    assert code in [problem.kind.code for problem in refused.value.problems]
    assert save(state="draft", P1_001=(0, cells)).changed == ("P1-001",)


def test_rows_of_another_unit_round_or_project_are_refused(
    opened_round: Database, save: Save, tmp_path: Path
) -> None:
    with pytest.raises(EcoAtlasError, match="round-rows-refused") as refused:
        save(unit="U2", P1_001=(0, {"progress_percent": 50}))
    assert codes_of(refused) == [("round-entry-other-unit", 1, "code")]
    path = sheet_of(opened_round, "U1", tmp_path / "u.xlsx")
    fill_in(path, {"P1-001": {"period": "2024Q3", "progress_percent": 50},
                   "P1-002": {"code": "P1-2", "progress_percent": 50}})  # fmt: skip
    with pytest.raises(EcoAtlasError) as wrong:
        merge(opened_round, path)
    assert codes_of(wrong) == [
        ("round-entry-other-period", 3, "code"), ("round-entry-unknown", 4, "code")]  # fmt: skip
    assert "P1-002" in wrong.value.problems[1].fix.zh


def test_a_returned_report_is_seen_changed_and_reported_again(
    opened_round: Database, save: Save
) -> None:
    save(P1_001=(0, {"progress_percent": 50}))
    held = line(opened_round, "P1-001")
    with opened_round.transaction() as session:
        with pytest.raises(EcoAtlasError, match="round-remark-missing"):
            return_entries(session, QUARTER, {held.id: held.version}, CHIEF, " ")
        with pytest.raises(EcoAtlasError, match="round-entries-moved"):
            return_entries(session, QUARTER, {held.id: 7}, CHIEF, "请核对")
        assert return_entries(session, QUARTER, {held.id: held.version}, CHIEF, "请核对") == 1
        assert unit_states(session, round_of(session, QUARTER))[0].state == "returned"
    back = line(opened_round, "P1-001")
    assert (back.state, back.remark) == ("returned", "请核对")
    save(P1_001=(back.version, {"progress_percent": 51}))
    again = line(opened_round, "P1-001")
    assert (again.state, again.remark) == ("reported", None)


def test_closing_takes_reports_into_the_records_and_locks_the_round(
    opened_round: Database, save: Save
) -> None:
    save(
        P1_001=(
            0,
            {
                "progress_percent": 50,
                "text": "主体",
                "invested_wan_yuan": 480,
                "spent_wan_yuan": 120,
            },
        ),
        P1_002=(0, {"progress_percent": 100, "status": "完工", "actual_end_date": "2025-09-20"}),
        P2_001=(0, {"progress_percent": 40}),
    )
    with opened_round.transaction() as session:
        done = close_round(session, QUARTER, CHIEF)
        assert (done.taken, done.missing) == (3, 1)
        first = session.get_one(Project, "P1-001")
        assert (first.progress_percent, first.progress_on) == (50.0, dt.date(2025, 9, 30))
        assert session.get_one(Project, "P1-002").status == "completed"
        (plan,) = money_by_year(parts_of(session, "P1-001"))
        assert (plan.year, plan.spent) == (2025, 120)
        assert dashboard(session, Asked(year=2025)).years[-1].money.spent == 120
        (report,) = reports_of(session, "P2-001")
        assert (report.percent, report.via) == (40.0, "round")  # standing still is told as well
    with pytest.raises(EcoAtlasError, match="round-closed"):
        save(P2_002=(0, {"progress_percent": 44}))
    with opened_round.transaction() as session:
        with pytest.raises(EcoAtlasError, match="target-step-reason"):
            reopen_round(session, QUARTER, CHIEF, " ")
        reopen_round(session, QUARTER, CHIEF, "二局补报")
    save(P2_002=(0, {"progress_percent": 44}))
    with opened_round.transaction() as session:
        assert close_round(session, QUARTER, CHIEF).taken == 1  # the others are there already
        entries, _ = search_entries(session, AuditQuery(), limit=100)
        said = [one.action for one in reversed(entries) if one.action.startswith("round-")]
    assert said == ["round-opened", "round-reported", "round-closed", "round-reopened",
                    "round-reported", "round-closed"]  # fmt: skip


def test_who_is_late_comes_first(opened_round: Database, save: Save) -> None:
    save(P1_001=(0, {"progress_percent": 50}), P1_002=(0, {"progress_percent": 50}))
    with opened_round.reading() as session:
        one = round_of(session, QUARTER)
        with queries(opened_round) as sent:
            early = unit_states(session, one, dt.date(2025, 10, 10))
        late = unit_states(session, one, dt.date(2025, 10, 14))
    assert len(sent) == 3
    assert [(u.code, u.late) for u in early if u.missing] == [("U2", False)]
    assert (late[0].code, late[0].days_late, late[0].state) == ("U2", 4, "none")


def test_a_unit_is_meant_by_its_short_name(opened_round: Database) -> None:
    with opened_round.reading() as session:
        one = round_of(session, QUARTER)
        assert known_unit(session, one, "2局")[0] == "U2"
        with pytest.raises(EcoAtlasError, match="round-unit-not-asked"):
            known_unit(session, one, "武汉市水务局")
        with pytest.raises(EcoAtlasError, match="unit-unknown"):
            known_unit(session, one, "无此单位")


def test_however_many_rows_the_queries_are_the_same(
    sqlite_database: Database, tmp_path: Path
) -> None:
    counts = []
    with sqlite_database.transaction() as session:
        add_projects(session, 2, 30)
        open_round(session, QUARTER, CHIEF)
    for unit, rows in (("U1", 3), ("U2", 30)):
        path = sheet_of(sqlite_database, unit, tmp_path / f"{unit}.xlsx")
        filled = {f"P{unit[1]}-{n:03}": {"progress_percent": 50} for n in range(1, rows + 1)}
        fill_in(path, filled)
        with queries(sqlite_database) as sent:
            merge(sqlite_database, path)
        counts.append(len([one for one in sent if one.startswith("SELECT")]))
    assert counts[0] == counts[1] <= 16
    with sqlite_database.reading() as session, queries(sqlite_database) as sent:
        assert len(lines_of(session, round_of(session, QUARTER))) == 60
    assert len(sent) <= 4
    with queries(sqlite_database) as sent, sqlite_database.transaction() as session:
        assert close_round(session, QUARTER, CHIEF).taken == 33
    # 33 reports are taken in; what is asked before does not depend on how many there are.
    assert len([one for one in sent if one.startswith("SELECT")]) <= 25
