"""The dashboard: every number is that of the list it opens, however it was asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Language
from layers.system.database import Database
from projects.records.changes import records
from projects.records.changes.parts import FUNDS, YEARS
from projects.records.changes.problems import NewProblem, add_problem
from projects.records.files.dashboard_xlsx import export_dashboard
from projects.records.model.part_tables import ProjectFund, ProjectYear
from projects.records.queries import dashboard as dashboards
from projects.records.queries.addresses import as_query, read_asked
from projects.records.queries.asked import Asked
from projects.records.queries.counting import Counted
from projects.records.queries.dashboard import QUERIES, MoneyLine, Table, dashboard
from projects.records.queries.query import count_projects, every_of
from tests.projects.parts import set_part

DAY = dt.date(2026, 6, 30)
SPONGE, SEWAGE = "WEDZ-2023-09-03", "EZ-2022-13"


@pytest.fixture
def office(database: Database) -> Database:
    late = {"due_date": "2026-06-29", "start_date": "2025-01-01"}
    made: tuple[tuple[str, dict[str, Any]], ...] = (
        ("A", late | {"lead_unit": "区住建局", "action_item_id": SPONGE, "district": "420113"}),
        ("B", late | {"lead_unit": "区水务湖泊局", "district": "420100", "action_item_id": SEWAGE}),
        ("C", {"start_date": "2025-03-01", "lead_unit": "区住建局", "other_item_ids": SEWAGE}),
        ("D", {"status": "规划", "district": "420300", "start_date": "2026-05-01"}),
        ("E", {"status": "停工", "due_date": "2025-01-01", "investment_wan_yuan": "12.5"}),
        ("F", {"action_item_id": SPONGE, "other_item_ids": f"{SEWAGE}、WEDZ-2023-09-01"}),
    )
    with database.transaction() as session:
        for code, values in made:
            records.add_project(session, {"code": code, "name": code, "status": "在建"} | values)
        set_part(session, "A", YEARS, (2026,), {"planned_wan_yuan": 90}, by=None)
        set_part(session, "A", FUNDS, (2026, "central"), {"planned_wan_yuan": 40}, by=None)
        set_part(session, "B", FUNDS, (2024, "central"), {"spent_wan_yuan": "0.5"}, by=None)
        set_part(session, "D", FUNDS, (2026, "district"), {"arrived_wan_yuan": 7}, by=None)
        add_problem(session, "B", NewProblem("积水", DAY), by=None)
    return database


def behind(session: Session, asked: Asked) -> int:
    """How many the list has that the address of a number opens."""
    return count_projects(session, read_asked(as_query(asked), DAY))


QUESTIONS = (
    {}, {"late": "1"}, {"district": "420100"}, {"year": "2026"}, {"fund": "central"},
    {"document": "WEDZ-2023"}, {"item": SPONGE}, {"unit": "区住建局"}, {"without_item": "1"},
    {"status": "building,stopped", "year": "2026", "fund": "central,district"},
)  # fmt: skip


@pytest.mark.parametrize("query", QUESTIONS)
def test_every_number_is_that_of_the_list_it_opens(office: Database, query: dict[str, str]) -> None:
    with office.reading() as session:
        found = dashboard(session, read_asked(query, DAY))
        lines = [found.whole, *(line for table in found.tables for line in table.lines)]
        for line in lines:
            assert line.counted.total == behind(session, line.asked)
            for name in ("late", "stagnant", "open_problems"):
                assert getattr(line.counted, name) == behind(session, line.of(name))
            invested = [one.investment_wan_yuan for one in every_of(session, line.asked)]
            assert line.counted.investment_wan_yuan == sum(one or Decimal(0) for one in invested)
        for money in (*found.years, *found.sources):
            assert told(money) == summed(session, money, found.whole.asked)


def told(line: MoneyLine) -> list[Decimal | None]:
    return [getattr(line.money, name) for name in ("planned", "arrived", "spent")]


def summed(session: Session, line: MoneyLine, asked: Asked) -> list[Decimal | None]:
    """The funds of the projects in the list of a line, one by one."""
    codes = [one.code for one in every_of(session, line.asked)]
    year = line.money.year or asked.year
    sources = [line.money.source] if line.money.source else list(asked.fund)
    rows = [
        one
        for one in session.scalars(select(ProjectFund).where(ProjectFund.project_code.in_(codes)))
        if year in (None, one.year) and (not sources or one.source in sources)
    ]
    amounts = (
        [v for row in rows if (v := getattr(row, f"{name}_wan_yuan")) is not None]
        for name in ("planned", "arrived", "spent")
    )
    return [sum(one, Decimal(0)) if one else None for one in amounts]


def test_a_dashboard_says_what_can_be_counted_in_the_head(office: Database) -> None:
    with office.reading() as session:
        found = dashboard(session, Asked(today=DAY))
        tables = {table.name: table for table in found.tables}
        assert found.whole.counted == Counted(6, 3, 3, 1, 1, Decimal("12.5"))
        assert totals(tables["city"]) == [("武汉市", 2), ("十堰市", 1), ("未填区划", 3)]
        assert [line.counted.total for line in tables["stage"].lines] == [1, 4, 1]
        assert totals(tables["unit"]) == [
            ("武汉经开区住建局", 2),
            ("武汉经开区水务湖泊局", 1),
            ("没有牵头单位", 3),
        ]
        assert [line.counted.total for line in tables["action"].lines] == [3, 2, 2]
        assert totals(tables["year"]) == [("2024 年", 1), ("2026 年", 3)]
        assert [(one.title.zh, told(one)) for one in found.sources] == [
            ("中央预算内", [40, None, Decimal("0.5")]),
            ("区级财政", [None, 7, None]),
        ]
        assert [one.money.invested for one in found.years] == [None, 90]
        assert [one.code for one in found.late] == ["E", "A", "B"]
        assert {one.code for one in found.stagnant} == {"A", "B", "C"}


def totals(table: Table) -> list[tuple[str, int]]:
    return [(line.title.zh, line.counted.total) for line in table.lines]


def test_parts_that_miss_the_whole_are_never_shown(
    office: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dashboards, "_stages", lambda _places, _asked: ())
    lost = [dashboards.Line(dashboards.NO_UNIT, Counted(5), Asked())]
    monkeypatch.setattr(dashboards, "_units", lambda *_: lost)
    with office.reading() as session, pytest.raises(EcoAtlasError) as caught:
        dashboard(session, Asked(today=DAY))
    assert caught.value.code == "dashboard-does-not-add-up"


@pytest.fixture
def sent(office: Database) -> Iterator[list[str]]:
    found: list[str] = []

    def note(*about: Any) -> None:
        found.append(about[2])

    event.listen(office.engine, "before_cursor_execute", note)
    yield found
    event.remove(office.engine, "before_cursor_execute", note)


def test_a_dashboard_takes_the_same_few_queries(office: Database, sent: list[str]) -> None:
    with office.reading() as session:
        dashboard(session, Asked(today=DAY))
    few = len(sent)
    assert few <= QUERIES
    with office.transaction() as session:
        for number in range(30):
            values = {
                "code": f"N{number}",
                "name": "新",
                "status": "在建",
                "due_date": "2026-01-01",
            }
            records.add_project(session, values | {"lead_unit": "区住建局"})
            session.add(ProjectYear(project_code=f"N{number}", year=2000 + number))
    sent.clear()
    with office.reading() as session:
        dashboard(session, Asked(today=DAY))
    assert len(sent) == few


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_says_the_same(office: Database, tmp_path: Path, language: Language) -> None:
    path = tmp_path / "dashboard.xlsx"
    with office.transaction() as session:
        export_dashboard(session, path, Asked(today=DAY), language=language)
        found = dashboard(session, Asked(today=DAY))
    sheets = load_workbook(path).worksheets
    for sheet, table in zip(sheets[1:], found.tables, strict=False):
        told = [row[:2] for row in sheet.iter_rows(min_row=2, values_only=True)]
        lines = table.lines
        assert told == [(one.title.in_(language), one.counted.total) for one in lines]
        assert len(sheet._charts) == 1
    assert found.limits.said.in_(language) in [cell.value for cell in sheets[0]["A"]]
    assert [cell.value for cell in sheets[-2]["A"]][1:] == ["E", "A", "B"]
