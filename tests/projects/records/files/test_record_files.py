"""Project records out of a spreadsheet and back into one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from geo.errors import ERROR_CODES, EcoAtlasError
from layers.system.compared_text import plain
from layers.system.database import Database
from projects.records.changes import records
from projects.records.files.exporting import export_projects
from projects.records.files.grid import MAX_ROWS
from projects.records.files.importing import import_projects
from projects.records.model.fields import FIELDS_BY_HEAD, PROJECT_FIELDS
from projects.records.queries.query import every_project

SPONGE = "WEDZ-2023-09-03"
HEADS = [
    "项目编号",
    "项目名称",
    "项目状态",
    "开始日期",
    "计划完成日期",
    "总投资（万元）",
    "进度（%）",
]


def book(path: Path, rows: Sequence[Sequence[Any]], heads: Sequence[str] = HEADS) -> Path:
    made = Workbook()
    sheet = made.worksheets[0]
    for row in (heads, *rows):
        sheet.append(list(row))
    made.save(path)
    return path


def refusal(database: Database, path: Path) -> EcoAtlasError:
    with pytest.raises(EcoAtlasError) as caught, database.transaction() as session:
        import_projects(session, path)
    with database.reading() as session:
        assert every_project(session) == []
    return caught.value


def test_what_is_exported_comes_back_the_same(database: Database, tmp_path: Path) -> None:
    full = {
        "code": "00012",
        "name": "=1+1 海绵改造",
        "action_item_id": SPONGE,
        "other_item_ids": ["WEDZ-2023-09-01", "WEDZ-2023-09-07"],
        "lead_unit": "区水务湖泊局",
        "lead_post": "@建设科科长",
        "approval_number": "武发改审〔2026〕1号",
        "district": "420113",
        "site": "沌口",
        "kind": "sponge",
        "actual_start_date": dt.date(2023, 3, 2),
        "actual_end_date": dt.date(2025, 11, 30),
        "responsible_units": ["区住建局", "区财政局"],
        "status": "completed",
        "start_date": dt.date(2023, 3, 1),
        "due_date": dt.date(2025, 12, 31),
        "investment_wan_yuan": Decimal("12500.250001"),
        "funding_source": "-中央资金",
        "progress_percent": 100,
        "note": "一行\n二行",
    }
    with database.transaction() as session:
        records.add_project(session, full)
        records.add_project(session, {"code": "B", "name": "空", "status": "规划"})
        for language in ("zh", "en"):
            written = tmp_path / f"{language}.xlsx"
            assert export_projects(session, written, language=language) == 2
            done = import_projects(session, written)
            assert (done.added, done.changed, done.unchanged) == ((), (), ("00012", "B"))
            assert done.ignored_columns == ()
        other = load_workbook(tmp_path / "zh.xlsx")
        other.worksheets[0]["A2"] = "00013"
        other.save(tmp_path / "other.xlsx")
        assert import_projects(session, tmp_path / "other.xlsx").added == ("00013",)
    with database.reading() as session:
        kept = records.get_project(session, "00013")
        values = {field.name: getattr(kept, field.name) for field in PROJECT_FIELDS}
        assert values == full | {"code": "00013"}


def test_text_that_looks_like_a_formula_is_never_one(
    sqlite_database: Database, tmp_path: Path
) -> None:
    danger = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1"]
    with sqlite_database.transaction() as session:
        for number, text in enumerate(danger):
            record = {"code": f"P{number}", "name": "名", "status": "在建", "note": "x"}
            records.add_project(session, record).note = text
        export_projects(session, tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[0]
    cells = [sheet.cell(2 + number, len(PROJECT_FIELDS)) for number in range(len(danger))]
    assert [cell.value for cell in cells] == danger
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_dates_and_numbers_are_cells_of_their_type(
    sqlite_database: Database, tmp_path: Path
) -> None:
    values = {"start_date": "2024-05-06", "investment_wan_yuan": 3.5, "progress_percent": 40}
    with sqlite_database.transaction() as session:
        records.add_project(session, {"code": "P", "name": "名", "status": "在建"} | values)
        export_projects(session, tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[0]
    row = {
        sheet.cell(1, i).value: sheet.cell(2, i).value for i in range(1, len(PROJECT_FIELDS) + 1)
    }
    assert row["开始日期"] == dt.datetime(2024, 5, 6)
    assert (row["总投资（万元）"], row["进度（%）"]) == (3.5, 40)
    assert row["项目状态"] == "在建"


def test_office_heads_and_notations_are_understood(
    sqlite_database: Database, tmp_path: Path
) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(["武汉经开区重点项目表"])
    sheet.append([])
    sheet.append(
        ["编号", " 名 称 ", "状态", "开工时间", "完成时限", "投资(万元)", "形象进度", "领导"]
    )
    sheet.append([2023001, "甲", "续建", dt.date(2023, 3, 1), "2025.6.30", "1,200", 0.45, "张"])
    sheet.append([None] * 8)
    sheet.append(["B", "乙", "竣工", "20230301", "2025/6/30", None, "100%", "李"])
    sheet["G4"].number_format = "0%"
    made.save(tmp_path / "office.xlsx")
    with sqlite_database.transaction() as session:
        done = import_projects(session, tmp_path / "office.xlsx")
        first, second = every_project(session)
    assert done.added == ("2023001", "B")
    assert done.ignored_columns == ("领导",)
    assert (first.status, first.progress_percent, first.investment_wan_yuan) == (
        "building",
        45,
        1200,
    )
    assert (first.start_date, first.due_date) == (dt.date(2023, 3, 1), dt.date(2025, 6, 30))
    assert (second.status, second.progress_percent) == ("completed", 100)
    assert (second.start_date, second.due_date) == (dt.date(2023, 3, 1), dt.date(2025, 6, 30))


def test_one_wrong_cell_and_nothing_is_kept(sqlite_database: Database, tmp_path: Path) -> None:
    rows = [
        ["A", "甲", "在建", "2023-01-01", None, 1, 1],
        ["B", "乙", "在建", "2023-13-01", None, 1, 1],
        ["A", "丙", "快了", None, None, "很多", 120],
        [None, "丁", "在建", None, None, None, None],
    ]
    error = refusal(sqlite_database, book(tmp_path / "项目.xlsx", rows))
    assert error.code == "records-refused"
    assert "6 处错误" in error.message.zh
    assert "第 3 行：“开始日期”的内容“2023-13-01”" in error.message.zh
    found = [(problem.feature, problem.code) for problem in error.problems]
    assert found == [
        (3, "record-bad-date"),
        (4, "record-unknown-code"),
        (4, "record-bad-money"),
        (4, "record-out-of-range"),
        (4, "duplicate-row"),
        (5, "record-missing-value"),
    ]
    assert "row 4: “Project code” repeats “A” of row 2" in error.problems[4].message.en


def test_a_row_with_a_known_code_changes_that_project(
    sqlite_database: Database, tmp_path: Path
) -> None:
    with sqlite_database.transaction() as session:
        records.add_project(session, {"code": "A", "name": "甲", "status": "在建", "note": "留"})
        rows = [
            ["A", "甲", "完工", None, None, 5, 100],
            ["B", "乙", "在建", None, None, None, None],
        ]
        done = import_projects(session, book(tmp_path / "x.xlsx", rows))
        assert (done.added, done.changed) == (("B",), ("A",))
        kept = records.get_project(session, "A")
        assert (kept.status, kept.progress_percent) == ("completed", 100)


def test_a_column_that_is_not_in_the_file_stays_as_it_was(
    sqlite_database: Database, tmp_path: Path
) -> None:
    with sqlite_database.transaction() as session:
        records.add_project(session, {"code": "A", "name": "甲", "status": "在建", "note": "留"})
        rows = [["A", "新名", "在建"]]
        import_projects(session, book(tmp_path / "x.xlsx", rows, HEADS[:3]))
        kept = records.get_project(session, "A")
        assert (kept.name, kept.note) == ("新名", "留")


def test_a_row_must_agree_with_the_date_that_is_kept(
    sqlite_database: Database, tmp_path: Path
) -> None:
    heads = [*HEADS[:3], "计划完成日期"]
    path = book(tmp_path / "x.xlsx", [["A", "甲", "在建", "2024-12-31"]], heads)
    with sqlite_database.transaction() as session:
        start = {"start_date": "2025-01-01"}
        records.add_project(session, {"code": "A", "name": "甲", "status": "在建"} | start)
    with pytest.raises(EcoAtlasError) as caught, sqlite_database.transaction() as session:
        import_projects(session, path)
    assert [one.code for one in caught.value.problems] == ["record-dates-reversed"]


def test_a_formula_counts_by_its_result_or_is_refused(
    sqlite_database: Database, tmp_path: Path
) -> None:
    rows = [["A", "甲", "在建", None, None, "=1+2", None]]
    error = refusal(sqlite_database, book(tmp_path / "x.xlsx", rows))
    assert [problem.code for problem in error.problems] == ["formula-without-value"]
    assert "总投资" in error.problems[0].message.zh


@pytest.mark.parametrize(
    ("heads", "rows", "code", "said"),
    [
        (["甲", "乙"], [["1", "2"]], "records-no-head", "项目编号"),
        (HEADS, [], "records-empty", "没有任何项目"),
        ([*HEADS, "名称"], [["A"] * 8], "records-head-twice", "“项目名称”和“名称”"),
        (HEADS, [["A"]] * (MAX_ROWS + 1), "records-too-large", str(MAX_ROWS)),
    ],
)
def test_a_sheet_that_is_no_project_list_is_refused(
    sqlite_database: Database,
    tmp_path: Path,
    heads: list[str],
    rows: list[list[str]],
    code: str,
    said: str,
) -> None:
    error = refusal(sqlite_database, book(tmp_path / "x.xlsx", rows, heads))
    assert error.code == code
    assert said in error.message.zh


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_workbook_is_refused(
    sqlite_database: Database, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    assert refusal(sqlite_database, path).code == "records-unreadable"


def test_every_head_means_one_field() -> None:
    heads = [
        plain(head)
        for field in PROJECT_FIELDS
        for head in {plain(h) for h in (field.name, field.title.zh, field.title.en, *field.aliases)}
    ]
    assert len(heads) == len(set(heads)) == len(FIELDS_BY_HEAD)


def test_no_code_of_records_is_left_without_advice() -> None:
    mine = [code for code in ERROR_CODES.values() if code.code.startswith("record")]
    assert len(mine) > 10
    assert all(code.fix.zh and code.fix.en for code in mine)
