"""States of the register as a list, and the report that is made of it."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.system.china_time import today
from layers.system.database import Database
from projects.policy.register import get_target
from projects.states.asking import is_whole
from projects.states.gathering import NONE, Choice, Stated, chosen, counted, states_on, totals
from projects.states.report import report_of
from projects.states.report_document import document_of
from projects.states.report_workbook import workbook_of
from projects.states.rule import STATES
from projects.states.telling import find_action, find_unit
from projects.states.values import entries_on
from projects.targets.approving import approve_values
from projects.targets.ledger import save_values, values_of
from projects.targets.rules import Row
from projects.targets.setting import set_value
from projects.targets.tables import TargetValueChange

ON = dt.date(2024, 6, 30)
QUERIES = 10
"""Targets, plans, clauses, actions, figures, and what was set; none for each target."""


def test_the_list_takes_few_queries_however_long_it_is(sqlite_database: Database) -> None:
    asked: list[str] = []

    def note(_conn, _cursor, statement, *_rest) -> None:  # type: ignore[no-untyped-def]
        asked.append(statement)

    event.listen(sqlite_database.engine, "before_cursor_execute", note)
    with sqlite_database.reading() as session:
        found = states_on(session, ON)
    assert len(found) >= 141
    assert len([one for one in asked if one.startswith("SELECT")]) <= QUERIES


@pytest.mark.parametrize("by", ["document", "action", "unit", "year"])
def test_every_number_of_the_table_is_the_length_of_its_list(
    sqlite_database: Database, by: str
) -> None:
    with sqlite_database.reading() as session:
        every = states_on(session, ON)
    rows = counted(every, by)
    assert rows
    for row in rows:
        key = int(row.named.id) if by == "year" else row.named.id
        for state in STATES:
            choice = Choice(state=state, **{by: key})
            assert len(chosen(every, choice)) == row.counts[state]
        assert len(chosen(every, Choice(**{by: key}))) == row.total
    if by in ("document", "year"):
        assert sum(row.total for row in rows) == len(every)
    assert sum(totals(every).values()) == len(every)


def test_a_target_of_a_plan_as_a_whole_has_a_row(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session:
        every = states_on(session, ON)
    found = chosen(every, Choice(action=NONE))
    assert "EZ-2022-T01" in {one.id for one in found}
    assert not [one for one in found if one.items]


def test_units_and_actions_that_are_none_are_refused(sqlite_database: Database) -> None:
    assert find_unit("武汉市") == "420100"
    assert find_unit("市水务局") == "市水务局"
    with pytest.raises(EcoAtlasError, match="unknown-answering-unit"):
        find_unit("水务局的")
    with sqlite_database.reading() as session, pytest.raises(EcoAtlasError, match="unknown-action"):
        find_action(session, "WEDZ-2023-A99")


def test_the_report_is_one_sheet_across_with_its_head_on_every_page(
    sqlite_database: Database,
) -> None:
    with sqlite_database.reading() as session:
        every = states_on(session, ON)
    report = report_of(every, ON, "=区发改局", dt.date(2024, 7, 2), "zh")
    book = load_workbook(BytesIO(workbook_of(report)))
    assert len(book.sheetnames) == 1
    sheet = book.active
    assert sheet is not None
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$6:$6"
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    ids = {str(cell.value) for cell in cells if cell.column == 2}
    assert {one.id for one in every} <= ids
    assert "截至 2024 年 6 月 30 日" in {cell.value for cell in cells}
    across = {one.min_row for one in sheet.merged_cells.ranges if one.size["columns"] > 2}
    assert {cell.row for cell in cells if cell.value in {*report.lines, *report.notes}} <= across


def test_the_document_repeats_its_head_and_counts_its_pages(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session:
        every = chosen(states_on(session, ON), Choice(document="WEDZ-2023"))
    report = report_of(every, ON, "区发改局", dt.date(2024, 7, 2), "en")
    read = Document(BytesIO(document_of(report)))
    page, table = read.sections[0], read.tables[0]
    assert page.page_width > page.page_height
    assert table.rows[0]._tr.xpath(".//w:tblHeader")
    assert page.footer.paragraphs[0]._p.xpath(".//w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]
    assert {row.cells[1].text for row in table.rows} >= {one.id for one in every}


def test_a_value_counts_from_the_day_it_was_approved(sqlite_database: Database) -> None:
    cells = {"target": "WEDZ-2023-T15", "unit": "区水务湖泊局", "period": "2025", "value": "71.5"}
    with sqlite_database.transaction() as session:
        save_values(session, [Row(1, cells)], Actor("li", "test"))
        (value,) = values_of(session)
        assert _state(session, "WEDZ-2023-T15").state.rule == "nothing"
        assert _state(session, "WEDZ-2023-T15", waiting=False).state.reported is None
        approve_values(session, {value.id: value.version}, Actor("zhao", "test"))
        now = _state(session, "WEDZ-2023-T15").state
        assert (now.state, now.rule) == ("missed", "missed")
        assert "71.50%" in now.why.zh
        before = today() - dt.timedelta(days=1)
        assert _state(session, "WEDZ-2023-T15", before).state.rule == "nothing"


def test_what_an_earlier_day_knew_is_read_from_the_history(sqlite_database: Database) -> None:
    cells = {"target": "WH-2023-T11", "unit": "420100", "period": "2025", "value": "完成"}
    with sqlite_database.transaction() as session:
        save_values(session, [Row(1, cells)], Actor("li", "test"))
        (value,) = values_of(session)
        approve_values(session, {value.id: value.version}, Actor("zhao", "test"))
        assert _state(session, "WH-2023-T11").state.state == "met"
    with sqlite_database.reading() as session:
        then = entries_on(
            session, today() - dt.timedelta(days=1), {"WH-2023-T11"}, _whole, waiting=True
        )
        session.execute(update(TargetValueChange).values(at=LONG_AGO))
        found = entries_on(session, ON, {"WH-2023-T11"}, _whole, waiting=True)
        session.rollback()
    assert not then
    ((entry,),) = found.values()
    assert (entry.done, entry.status) == (True, "approved")
    assert entry.since == LONG_AGO.date()


def test_a_number_set_above_is_what_is_asked(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        assert _state(session, "WEDZ-2023-T08").state.state == "no_value_set"
        for unit, value in (("", 3.2), ("420113", 0.4), ("区水务湖泊局", 9.9)):
            set_value(
                session,
                "WEDZ-2023-T08",
                comparator="<=",
                value=value,
                unit=unit,
                issuer="市水务局",
                document="武水〔2024〕3号",
                dated=dt.date(2024, 5, 6),
                by=Actor("zhao", "test"),
            )
        found = _state(session, "WEDZ-2023-T08")
    assert found.state.rule == "nothing"
    assert "3.2" in found.demand.zh


@pytest.mark.parametrize(
    ("unit", "target", "whole"),
    [
        ("区住建局", "WEDZ-2023-T22", True),
        ("4201-WEDZ", "WEDZ-2023-T22", True),
        ("420113", "WEDZ-2023-T22", False),  # its plan is also Hannan's, its ground is not
        ("420100", "WEDZ-2023-T22", False),
        ("420100", "WH-2023-T11", True),
        ("420102", "WH-2023-T11", False),
    ],
)
def test_a_division_tells_of_the_whole_only_where_all_of_it_lies_there(
    sqlite_database: Database, unit: str, target: str, whole: bool
) -> None:
    with sqlite_database.reading() as session:
        found = get_target(session, target)
        assert is_whole(unit, found, found.document) is whole


LONG_AGO = dt.datetime(2024, 1, 5, 2, tzinfo=dt.UTC)


def _whole(_unit: str, _target: str) -> bool:
    return True


def _state(session: Session, target: str, on: dt.date | None = None, **given: bool) -> Stated:
    every = states_on(session, on or today(), **given)
    return next(one for one in every if one.id == target)
