"""An office's own yearly list: found, named by row and column, proposed for, and taken whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.system.database import Database
from projects.records.changes import records
from projects.records.changes.parts import parts_of
from projects.records.changes.progress import reports_of
from projects.records.files.exporting import export_projects, write_template
from projects.records.files.heads import meaning_of
from projects.records.files.importing import Options, import_projects, plan_import
from projects.records.files.marking import mark
from projects.records.queries.query import every_project

LI = Actor("li", "-")
SPONGE = "WEDZ-2023-09-03"
HEADS = (
    "序号",
    "项目编号",
    "工程名称",
    "对应事项",
    "牵头单位",
    "建设阶段",
    "开工时间",
    "计划完工时间",
)
YEARLY = ("总投资", "合计", "中央预算内", "专项债", "形象进度", "实际完工日期", "领导")


def yearly_list(path: Path, rows: Sequence[Sequence[Any]], title: str = "2026年重点项目表") -> Path:
    """A title, heads in two rows merged both ways, and the rows."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = title
    sheet.merge_cells("A1:O1")
    for at, head in enumerate((*HEADS, "总投资（万元）"), 1):
        sheet.cell(2, at, head)
        sheet.merge_cells(start_row=2, end_row=3, start_column=at, end_column=at)
    sheet["J2"] = "年度计划投资（万元）"
    sheet.merge_cells("J2:L2")
    for at, head in enumerate(YEARLY[1:4], 10):
        sheet.cell(3, at, head)
    for at, head in enumerate(YEARLY[4:], 13):
        sheet.cell(2, at, head)
        sheet.merge_cells(start_row=2, end_row=3, start_column=at, end_column=at)
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def row(code: str | None, name: str = "甲", **more: Any) -> list[Any]:
    said = {
        "unit": "区住建局", "status": "在建", "start": "2025-03-01", "due": "2026-12-31",
        "total": "12,500", "year": 800, "central": 300, "bond": 500, "progress": "40%",
        "end": None,
    } | more  # fmt: skip
    before = (1, code, name, SPONGE, said["unit"], said["status"], said["start"], said["due"])
    money = (said["total"], said["year"], said["central"], said["bond"])
    return [*before, *money, said["progress"], said["end"], "张"]


CONFIRMED = Options({"工程名称": "name"})


def test_a_yearly_list_goes_into_the_tables_of_the_year(database: Database, tmp_path: Path) -> None:
    rows = [row("A"), [None, "小计", None, None, None, None, None, None, 12500], row("B", "乙")]
    path = yearly_list(tmp_path / "2026.xlsx", rows)
    with database.transaction() as session:
        with pytest.raises(EcoAtlasError) as caught:
            plan_import(session, path)
        assert caught.value.code == "records-no-head"
        done = import_projects(session, path, CONFIRMED, by=LI)
        assert (done.added, done.ignored_columns) == (("A", "B"), ("领导",))
        parts = parts_of(session, "B")
        assert parts.years[2026].planned_wan_yuan == Decimal(800)
        funds = {key: fund.planned_wan_yuan for key, fund in parts.funds.items()}
        assert funds == {(2026, "central"): 300, (2026, "special_bond"): 500}
        assert records.get_project(session, "A").investment_wan_yuan == 12500
        said = {one.code for one in done.warnings}
        assert said == {"records-row-passed", "records-column-unread", "records-year-taken"}
    with database.transaction() as session:  # what was confirmed counts for heads like these
        again = plan_import(session, path)
        assert (again.remembered, again.errors, again.differences) == (True, (), ())


def test_each_fault_is_named_with_its_place_and_proposal(
    sqlite_database: Database, tmp_path: Path
) -> None:
    rows = [
        row("A", unit="区住健局"),
        row("B", start=46082, due="2026.12"),
        row("B", total="1.2亿元"),
        row("C", status="完工", progress=10, end=dt.date(2026, 5, 1)),
        row("D", central="=1+2"),
        row("E", year=100),
        row("F", total="很多", unit="火星局"),
    ]
    path = yearly_list(tmp_path / "x.xlsx", rows)
    with sqlite_database.transaction() as session:
        plan = plan_import(session, path, CONFIRMED)
        assert every_project(session) == []
        found = {(one.feature, one.field, one.code) for one in plan.errors}
        (twice,) = (one for one in plan.errors if one.code == "duplicate-row")
        assert twice.fix.zh.endswith("例如“B-2”。")
        assert found == {
            (4, "lead_unit", "record-unit-misspelt"),
            (5, "start_date", "record-date-serial"),
            (5, "due_date", "record-date-month"),
            (6, "code", "duplicate-row"),
            (6, "investment_wan_yuan", "records-mixed-units"),
            (7, "progress_percent", "record-done-below-100"),
            (8, "fund.central.planned_wan_yuan@2026", "formula-without-value"),
            (9, "investment_wan_yuan", "record-funds-over-year"),
            (10, "investment_wan_yuan", "record-bad-money"),
            (10, "lead_unit", "record-unit-unknown"),
        }
        with pytest.raises(EcoAtlasError):
            import_projects(session, path, CONFIRMED)
        assert every_project(session) == []
        assert mark(plan, path, tmp_path / "marked.xlsx", "zh")
    sheet = load_workbook(tmp_path / "marked.xlsx").worksheets[0]
    comment = sheet["E4"].comment
    assert comment is not None
    assert "区住建局" in comment.text
    assert sheet["H5"].comment is not None
    assert sheet["E5"].comment is None


def test_proposals_are_taken_where_somebody_accepts_them(
    sqlite_database: Database, tmp_path: Path
) -> None:
    path = yearly_list(
        tmp_path / "x.xlsx", [row("A", unit="区住健局"), row("B", start=46082, due="2026.12")]
    )
    accept = {"record-unit-misspelt", "record-date-serial", "record-date-month"}
    options = Options(CONFIRMED.mapping, frozenset(accept))
    with sqlite_database.transaction() as session:
        import_projects(session, path, options)
        kept = records.get_project(session, "B")
        assert (kept.start_date, kept.due_date) == (dt.date(2026, 3, 1), dt.date(2026, 12, 31))
        assert records.get_project(session, "A").lead_unit == "区住建局"


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"工程名": "name"}, "records-map-head"),
        ({"": "name"}, "records-map-head"),
        ({"工程名称": "name", "中央预算内": "-"}, "records-map-head"),
        ({"工程名称": "nome"}, "records-map-unknown"),
        ({"工程名称": "name", "领导": "year.work@9999"}, "records-year-outside"),
        ({"工程名称": "name", "工程 名称": "note"}, "records-map-twice"),
    ],
)
def test_a_mapping_of_what_is_not_there_is_refused(
    sqlite_database: Database, tmp_path: Path, mapping: dict[str, str], code: str
) -> None:
    path = yearly_list(tmp_path / "x.xlsx", [row("A")], " : ")
    with sqlite_database.reading() as session, pytest.raises(EcoAtlasError) as caught:
        plan_import(session, path, Options(mapping))
    assert caught.value.code == code
    if "工程名" in mapping:
        assert "工程名称" in caught.value.problem.fix.zh


def test_a_head_below_another_is_mapped_by_both(sqlite_database: Database, tmp_path: Path) -> None:
    path = yearly_list(tmp_path / "x.xlsx", [row("A")])
    both = {"年度计划投资（万元） 中央预算内": "fund.province.planned_wan_yuan@2026"}
    with sqlite_database.transaction() as session:
        import_projects(session, path, Options({**CONFIRMED.mapping, **both}))
        assert (2026, "province") in parts_of(session, "A").funds


def test_a_proposal_that_is_taken_and_does_not_fit_is_told(
    sqlite_database: Database, tmp_path: Path
) -> None:
    path = yearly_list(tmp_path / "x.xlsx", [row("A")])
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for at, (head, value) in enumerate((("报告日期", "2026年9月"), ("备案日期", "1949年3月")), 16):
        sheet.cell(2, at, head)
        sheet.merge_cells(start_row=2, end_row=3, start_column=at, end_column=at)
        sheet.cell(4, at, value)
    book.save(path)
    options = Options(CONFIRMED.mapping, frozenset({"record-date-month"}))
    with sqlite_database.reading() as session:
        plan = plan_import(session, path, options)
    assert [(one.feature, one.field, one.code) for one in plan.errors] == [
        (4, "step.filing.done_on", "record-bad-date")
    ]


def test_a_list_of_last_year_is_told(sqlite_database: Database, tmp_path: Path) -> None:
    path = yearly_list(tmp_path / "x.xlsx", [row("A")], "2025年重点项目表")
    with sqlite_database.transaction() as session:
        plan = plan_import(session, path, CONFIRMED)
        assert [one.code for one in plan.errors] == ["records-earlier-year"]
        meant = Options(CONFIRMED.mapping, year=2025)
        assert import_projects(session, path, meant).added == ("A",)
        assert list(parts_of(session, "A").years) == [2025]


def test_only_what_differs_is_changed_and_progress_is_reported(
    sqlite_database: Database, tmp_path: Path
) -> None:
    with sqlite_database.transaction() as session:
        import_projects(session, yearly_list(tmp_path / "1.xlsx", [row("A"), row("B")]), CONFIRMED)
        changed = [row("A", progress=55, year=900), row("B", progress=30)]
        path = yearly_list(tmp_path / "2.xlsx", changed)
        plan = plan_import(session, path)
        told = [(one.code, one.title.zh, one.before, one.after) for one in plan.differences]
        assert told[:2] == [
            ("A", "进度（%）", 40.0, 55.0),
            ("A", "2026 年 年度计划投资（万元）", Decimal(800), Decimal(900)),
        ]
        assert [one.code for one in plan.errors] == ["record-progress-fell"]
        done = import_projects(session, path, Options(reason="复核"))
        assert done.changed == ("A", "B")
        assert [(one.percent, one.reason) for one in reports_of(session, "B")] == [
            (30, "复核"),
            (40, None),
        ]
        risen = reports_of(session, "A")[0]
        assert (risen.percent, risen.reason) == (55, None)


@pytest.mark.slow
def test_a_thousand_projects_out_and_in_change_nothing(
    sqlite_database: Database, tmp_path: Path
) -> None:
    many = 60  # as a thousand: each row is read by itself
    rows = [row(f"P{n:04d}", f"项目{n}", progress=n % 90, total=n * 1.5 + 900) for n in range(many)]
    with sqlite_database.transaction() as session:
        import_projects(session, yearly_list(tmp_path / "in.xlsx", rows), CONFIRMED)
        for language in ("zh", "en"):
            out = tmp_path / f"{language}.xlsx"
            assert export_projects(session, out, language=language) == many
            done = import_projects(session, out)
            assert (done.added, done.changed, len(done.unchanged)) == ((), (), many)
            assert done.warnings == ()
    book = load_workbook(tmp_path / "zh.xlsx")
    sheet = book.worksheets[0]
    wrong = {2: "很多", 30: -1, 59: "1/2"}
    column = next(c.column for c in sheet[1] if c.value == "总投资（万元）")
    for number, value in wrong.items():
        sheet.cell(number, column, value)
    book.save(tmp_path / "wrong.xlsx")
    with sqlite_database.transaction() as session:
        plan = plan_import(session, tmp_path / "wrong.xlsx")
        assert [one.feature for one in plan.errors] == list(wrong)


def test_the_template_is_read_as_a_list(sqlite_database: Database, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with sqlite_database.reading() as session:
        write_template(session, path, 2026)
    book = load_workbook(path)
    assert [one.title for one in book.worksheets] == ["项目", "代码表", "填写说明"]
    heads = [cell.value for cell in book.worksheets[0][1]]
    assert all(meaning_of(str(head)) for head in heads)
    assert len({meaning_of(str(head)) for head in heads}) == len(heads)


@pytest.mark.parametrize(
    ("head", "meaning"),
    [
        ("2026年度投资计划（万元）", "year.planned_wan_yuan@2026"),
        ("年度建设内容", "year.work"),
        ("2025年 第三季度目标", "year.quarter_3@2025"),
        ("地方专项债（万元）", "fund.special_bond.planned_wan_yuan"),
        ("2026年省级资金到位（万元）", "fund.province.arrived_wan_yuan@2026"),
        ("2026年资金（万元） 中央预算内", "fund.central.planned_wan_yuan@2026"),
        ("施工图审查文号", "step.drawings.document_number"),
        ("资金来源", "funding_source"),
        ("累计完成投资（万元）", "report.invested_wan_yuan"),
        ("领导", None),
        ("计划工期 开工日期", "start_date"),
        ("计划工期 计划完成", "due_date"),
        ("实际工期 竣工日期", "actual_end_date"),
        ("环评 完成日期", None),
    ],
)
def test_heads_mean_what_offices_write(head: str, meaning: str | None) -> None:
    found = meaning_of(head)
    assert (found.name if found else None) == meaning
