"""The template out and in again, the user's own file marked, and how many queries it takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from geo.errors import EcoAtlasError
from geo.words import Language
from layers.system.database import Database
from projects.targets.approving import approve_values
from projects.targets.closing import close_period
from projects.targets.ledger import Saved, values_of
from projects.targets.lines import Line, lines_of
from projects.targets.periods import Period
from projects.targets.reporting import mark_report, report_file
from projects.targets.workbook import HEADS, write_template
from tests.projects.targets.conftest import BUREAU, EDITOR, MILESTONE, REVIEWER, SHARE, Put, queries

pytestmark = pytest.mark.slow

YEAR = Period(2024, "year")
Edit = Callable[[Worksheet], None]


def lines(database: Database, **asked: Any) -> list[Line]:
    with database.reading() as session:
        return lines_of(session, YEAR, **asked)


def place(sheet: Worksheet, target: str, column: str) -> str:
    """The address of a cell of the template."""
    row = next(cell.row for cell in sheet["A"] if cell.value == target)
    return sheet.cell(row, 1 + [*HEADS].index(column)).coordinate


def filled(database: Database, path: Path, edit: Edit, language: Language = "zh") -> Path:
    write_template(lines(database), path, language)
    book = load_workbook(path)
    edit(book.worksheets[0])
    book.save(path)
    return path


def read(database: Database, path: Path) -> Saved:
    with database.transaction() as session:
        return report_file(session, path, EDITOR)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_that_was_filled_in_reads_back(
    sqlite_database: Database, tmp_path: Path, language: Language
) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet[place(sheet, SHARE, "value")] = 0.471
        sheet[place(sheet, SHARE, "value")].number_format = "0.0%"
        sheet[place(sheet, SHARE, "note")] = "汇总"
        sheet[place(sheet, MILESTONE, "value")] = "完成" if language == "zh" else "done"

    path = filled(sqlite_database, tmp_path / "t.xlsx", edit, language)
    done = read(sqlite_database, path)
    assert len(done.added) == 2
    with sqlite_database.reading() as session:
        share, milestone = sorted(values_of(session), key=lambda one: one.target_id != SHARE)
    assert (share.value, share.note, share.unit) == (47.1, "汇总", "区住建局")
    assert (milestone.target_id, milestone.done) == (MILESTONE, True)


def test_what_is_there_is_no_change_even_when_its_period_is_closed(
    sqlite_database: Database, put: Put, tmp_path: Path
) -> None:
    put(unit="420113", source="汇总表", note="第一次")
    with sqlite_database.transaction() as session:
        (held,) = values_of(session)
        approve_values(session, {held.id: held.version}, REVIEWER)
        close_period(session, "WEDZ-2023", "2024", REVIEWER)
    done = read(sqlite_database, filled(sqlite_database, tmp_path / "t.xlsx", lambda sheet: None))
    assert (len(done.added), len(done.changed), len(done.unchanged)) == (0, 0, 1)


def test_the_users_own_file_is_marked_where_it_is_wrong(
    sqlite_database: Database, tmp_path: Path
) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet[place(sheet, SHARE, "value")] = "147"
        sheet[place(sheet, MILESTONE, "value")] = "=NOW()"
        sheet[place(sheet, MILESTONE, "unit")] = "区水务局"
        sheet["P1"] = "我的备注"

    path = filled(sqlite_database, tmp_path / "t.xlsx", edit)
    with pytest.raises(EcoAtlasError) as refused:
        read(sqlite_database, path)
    with sqlite_database.reading() as session:
        assert values_of(session) == []
    assert mark_report(path, tmp_path / "marked.xlsx", refused.value.problems, "zh")
    sheet = load_workbook(tmp_path / "marked.xlsx").worksheets[0]
    marked = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
    wrong = [(SHARE, "value"), (MILESTONE, "unit"), (MILESTONE, "value")]
    assert marked.keys() == {place(sheet, *one) for one in wrong}
    assert "147" in marked[place(sheet, SHARE, "value")]
    assert BUREAU in marked[place(sheet, MILESTONE, "unit")]
    assert sheet[place(sheet, SHARE, "value")].fill.fgColor.rgb == "FFF4B6B6"
    assert sheet["P1"].value == "我的备注"


def test_a_file_of_commas_is_read_too_but_holds_no_colours(
    sqlite_database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"目标编号,填报单位,期间,值\n{SHARE},420113,2024,250\n", encoding="gb18030")
    with pytest.raises(EcoAtlasError) as refused:
        read(sqlite_database, path)
    assert [(one.feature, one.field) for one in refused.value.problems] == [(2, "value")]
    assert not mark_report(path, tmp_path / "marked.xlsx", refused.value.problems, "zh")
    assert not (tmp_path / "marked.xlsx").exists()


def test_a_file_without_heads_or_that_is_none_is_refused(
    sqlite_database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    for content, code in (
        ("a,b\n1,2\n", "sheet-file-no-head"),
        ("PK\x03\x04x", "sheet-file-unread"),
    ):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(EcoAtlasError, match=code):
            read(sqlite_database, path)


def test_lines_are_asked_of_the_units_that_answer_and_of_those_who_have_reported(
    sqlite_database: Database, put: Put
) -> None:
    def units(**asked: Any) -> list[str]:
        return [one.unit for one in lines(sqlite_database, target=SHARE, **asked)]

    assert units() == ["区住建局"]
    put(unit="420113")
    assert units() == ["区住建局", "420113"]
    assert units(unit="420113") == ["420113"]
    assert units(unit="市铁路办") == []
    (line,) = lines(sqlite_database, target=SHARE, unit="区住建局")
    assert line.late
    assert line.demand.zh == "≥ 50%"


def test_lines_take_as_many_queries_however_many_there_are(
    sqlite_database: Database, put: Put
) -> None:
    def sent() -> int:
        with queries(sqlite_database) as asked:
            lines(sqlite_database)
        return len([one for one in asked if one.startswith("SELECT")])

    before = sent()
    for unit in ("420113", "420100", BUREAU):
        put(unit=unit)
    assert sent() == before <= 6
