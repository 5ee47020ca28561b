"""The bulletin names by rule; points of the yearly assessment add up and can be counted again."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from geo.errors import EcoAtlasError
from layers.system.database import Database
from projects.records.model.part_tables import ProgressEntry, ProjectProblem, ProjectYear
from projects.records.model.tables import Project
from projects.rounds.assessment import Item, assess, score
from projects.rounds.bulletin import bulletin_of
from projects.rounds.bulletin_paper import report_of
from projects.rounds.letters import letters_of
from projects.rounds.returning import return_entries
from projects.rounds.rounds import round_of
from tests.projects.rounds.conftest import CHIEF, QUARTER, Save, line, queries

Named = dict[str, list[str]]


@pytest.fixture
def told(opened_round: Database, save: Save) -> Database:
    """At the end of September: one has moved, one stands still, one is overdue, one is silent."""
    with opened_round.transaction() as session:
        for code in ("P1-001", "P1-002", "P2-001", "P2-002"):
            day = dt.date(2025, 6, 30)
            session.add(
                ProgressEntry(project_code=code, reported_on=day, percent=40.0, via="api", by="li")
            )
        session.get_one(Project, "P2-001").due_date = dt.date(2025, 8, 31)
        session.add(ProjectYear(project_code="P1-001", year=2025, planned_wan_yuan=Decimal(100)))
    save(
        P1_001=(0, {"progress_percent": 50, "spent_wan_yuan": 59.99}),
        P1_002=(0, {"progress_percent": 40.5}),
        P2_001=(0, {"progress_percent": 48}),
    )
    return opened_round


def named(database: Database) -> Named:
    with database.reading() as session:
        found = bulletin_of(session, round_of(session, QUARTER))
    return {name: [one.line.code for one in group] for name, group in found.groups.items() if group}


def test_projects_are_named_by_rule(told: Database, save: Save) -> None:
    assert named(told) == {
        "missing": ["P2-002"],
        "overdue": ["P2-001"],
        "stands": ["P1-002"],
        "slow": ["P1-001"],  # 100 × 3/4 × 0.8 = 60 are asked for
        "risen": ["P1-001", "P2-001"],
    }
    save(P1_001=(1, {"spent_wan_yuan": 60}))
    assert "slow" not in named(told)


def test_the_report_says_its_rules_and_counts(told: Database) -> None:
    with told.reading() as session, queries(told) as sent:
        found = bulletin_of(session, round_of(session, QUARTER))
    assert len(sent) <= 9
    report = report_of(found, "某办", dt.date(2025, 10, 20), "zh")
    assert "共 4 个项目，已填报 3 个" in report.lines[2]
    assert "支付率 60%" in report.lines[3]
    assert [len(group.rows) for group in report.groups] == [1, 1, 1, 1, 2]
    assert any("未经核实" in note for note in report.notes)
    english = report_of(found, "", dt.date(2025, 10, 20), "en")
    assert "4 projects, 3 reported" in english.lines[1]
    assert "×10⁴ yuan planned" in english.lines[2]
    assert "standstill in the quarter" in english.notes[0]


def test_letters_go_to_those_who_miss_something(told: Database) -> None:
    with told.reading() as session:
        one = round_of(session, QUARTER)
        content, units = letters_of(session, one, "某办", dt.date(2025, 10, 14), "zh")
        assert letters_of(session, one, "某办", dt.date(2025, 10, 10), "zh")[1] == []
    assert ([unit.code for unit in units], content[:2]) == (["U2"], b"PK")


def test_points_of_a_year_follow_from_cases_and_add_up(told: Database) -> None:
    held = line(told, "P2-001")
    with told.transaction() as session:
        return_entries(session, QUARTER, {held.id: held.version}, CHIEF, "请核对")
        session.add(
            ProjectProblem(
                project_code="P1-002", kind="order", found_on=dt.date(2025, 5, 1),
                text="整改", deadline=dt.date(2025, 8, 1),
            )
        )  # fmt: skip
    with told.reading() as session:
        found = {one.key: one for one in assess(session, 2025).subjects}
        by_district = assess(session, 2025, "district").subjects
        with pytest.raises(EcoAtlasError, match="assessment-none"):
            assess(session, 2019)
    points = {
        key: {one.item.measure: (one.cases, one.points) for one in subject.items}
        for key, subject in found.items()
    }
    # Both reports of U1 came long after their day; one project stood still, one order is open.
    assert points["U1"]["late_reports"] == (2, Decimal(16))
    assert points["U1"]["standstill"] == (1, Decimal(16))
    assert points["U1"]["open_orders"] == (1, Decimal(10))
    assert points["U1"]["spending"][1] == Decimal("9.00")  # 59.99 of 100, of 15 points
    assert points["U2"]["returns"] == (1, Decimal(9))
    assert points["U2"]["spending"][1] == Decimal(15)  # no plan, nothing to be measured
    for subject in (*found.values(), *by_district):
        assert subject.total == sum(one.points for one in subject.items)
        assert subject.total + sum(one.deduction for one in subject.items) == 100


def test_points_end_at_none() -> None:
    item = Item("overdue", None, Decimal(20), Decimal(5), "")  # type: ignore[arg-type]
    assert [score(item, cases, None).points for cases in (0, 1, 4, 9)] == [20, 15, 0, 0]


def test_nothing_reported_is_named_as_missing(opened_round: Database) -> None:
    assert named(opened_round) == {"missing": ["P1-001", "P1-002", "P2-001", "P2-002"]}
