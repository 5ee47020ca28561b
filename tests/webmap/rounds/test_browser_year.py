"""A year of three units from January to December, by the pages that people use.

January: the yearly list comes in and is tied to clauses and places, and a site is checked before
work begins. Each quarter a round: one unit
fills in the grid, one hands in its sheet, one is late and gets a letter. A rectification order is
closed with its evidence. December: the year is assessed, the bulletin and the sheet upward made.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, expect

from projects.accounts import accounts
from projects.rounds.workbook import HEADS
from tests.webmap.entering import bring_in
from tests.webmap.printed import fits_a_telephone, prints_whole
from tests.webmap.served import served

pytestmark = pytest.mark.browser
PASSWORD = "正确 的马 电池 订书钉 蓝"  # noqa: S105
WEB, SHEET, LATE = "区水务湖泊局", "区住建局", "区生态环境分局"
CODES = {WEB: "WEDZ-QSWHPJ", SHEET: "WEDZ-QZJJ", LATE: "WEDZ-QSTHJFJ"}
CLAUSE = "WEDZ-2023-09-03"
LIST_HEADS = (
    "序号", "项目编号", "项目名称", "牵头部门", "建设阶段", "对应条款", "开工时间", "完成时限",
    "总投资（亿元）", "2025年计划投资（万元）",
)  # fmt: skip
PROJECTS = (
    ("N-1", "甲区改造（示例）", WEB, "在建", CLAUSE, "2025.2", "2025年12月", 0.09, "900"),
    ("N-2", "乙区管网改造（示例）", SHEET, "在建", CLAUSE, "2025.3", "2026.6", 0.2, "1,200"),
    ("N-3", "丙区湿地修复（示例）", LATE, "在建", "", "2025.1", "2025.9", 0.05, "500"),
)  # fmt: skip
QUARTERS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")


@dataclass
class Person:
    """Somebody at a window of their own, who finds controls by their words."""

    page: Page
    complaints: list[str]

    def open(self, path: str) -> None:
        self.page.goto(path)

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).first.click()

    def follow(self, words: str) -> None:
        self.page.get_by_role("link", name=words, exact=True).first.click()

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"main [name='{name}']").last.fill(value)

    def sends(self, field: str, name: str, content: bytes, media: str = "") -> None:
        file: Any = {"name": name, "mimeType": media or "application/xlsx", "buffer": content}
        self.page.set_input_files(f"main [name='{field}']", file)

    def takes(self, words: str) -> bytes:
        """The file behind a link, as the browser saves it."""
        with self.page.expect_download() as got:
            self.follow(words)
        return Path(got.value.path()).read_bytes()


@pytest.fixture
def office(empty_site: Any, own_layer: Callable[..., None], tmp_path: Path) -> Any:
    own_layer(empty_site, tmp_path)
    about: dict[str, Any] = {"password": PASSWORD, "must_change": False, "by": None}
    with empty_site.database.transaction() as session:
        accounts.add_account(session, "li", "editor", **about)
        for name, unit in (("sun", WEB), ("qian", SHEET), ("wu", LATE)):
            accounts.add_account(session, name, "unit", unit=unit, **about)
    return empty_site


@pytest.fixture
def person(browser: Browser, office: Any) -> Iterator[Callable[[str], Person]]:
    with served(office.app) as base:
        opened: list[tuple[BrowserContext, Person]] = []

        def arrives(name: str) -> Person:
            context = browser.new_context(base_url=base, viewport={"width": 1280, "height": 800})
            page, complaints = context.new_page(), []
            page.on("pageerror", lambda error: complaints.append(str(error)))
            bring_in(context, office.app, base, name, PASSWORD)
            opened.append((context, Person(page, complaints)))
            return opened[-1][1]

        yield arrives
        for context, who in opened:
            assert who.complaints == []
            context.close()


def yearly_list() -> bytes:
    """As an office keeps it: a title over all columns, a total in the middle, years in heads."""
    book = Workbook()
    sheet = book.active
    sheet.append(["经开区2025年度生态项目清单（示例）"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(LIST_HEADS))
    sheet.append(LIST_HEADS)
    for at, row in enumerate(PROJECTS, 1):
        sheet.append([at, *row])
        if at == 2:
            sheet.append(["合计", None, None, None, None, None, None, None, 0.29, "2,100"])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def filled(content: bytes, **cells: Any) -> bytes:
    """The sheet of a unit with cells of its first project filled in."""
    book = load_workbook(io.BytesIO(content))
    for name, value in cells.items():
        book.worksheets[0].cell(3, [*HEADS].index(name) + 1).value = value
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def january(li: Person) -> None:
    """The list is looked at, taken, and tied to clauses and places."""
    li.open("/projects")
    li.follow("导入年度清单")
    li.sends("file", "2025年清单.xlsx", yearly_list())
    li.press("上传并核对")
    li.sees("新增 3 个", "N-1", "N-3")
    for proposal in li.page.locator("main [name=accept]").all():
        proposal.check()
    li.press("按以上选择重新核对")
    li.press("采用")
    li.sees("已采用：新增 3 个")
    li.open("/projects?without_item=1")
    li.follow("成批对应条款")
    li.page.get_by_role("checkbox", name="丙区湿地修复").check()
    li.press("对应勾选的")
    li.sees("新对应 1 条条款", "0 个项目没有对应条款")
    li.open("/projects/orphans?layer=zones")
    li.page.get_by_role("checkbox", name="甲区改造").check()
    li.press("关联勾选的")
    li.sees("新关联 1 个要素")
    li.open("/projects/N-2/links?layer=zones")
    li.fill(keys="B")
    li.press("关联")
    li.sees("新关联 1 个要素")
    li.open("/#&sel=zones/C")
    li.follow("关联到项目")
    li.fill(code="N-3")
    li.press("关联")
    li.sees("丙区湿地修复")
    li.follow("回到地图")
    li.page.wait_for_url("**/#&sel=zones/C")
    expect(li.page.locator("#feature-body")).to_contain_text("丙区湿地修复")


def checked(li: Person) -> None:
    """The site of a project, as large as what it is built on, is checked and decided on."""
    li.open("/projects/N-2")
    li.follow("研判此选址")
    li.fill(name="乙区选址（示例）")
    li.press("开始研判")
    li.sees("乙区选址（示例）", "乙区（示例）", "此处无图层")
    li.open("/projects/N-2")
    li.sees("乙区选址（示例）")


def on_the_web(sun: Person, period: str, **cells: str) -> None:
    sun.open(f"/rounds/{period}")
    sun.follow("区水务湖泊局")
    for name, value in cells.items():
        sun.page.locator(f"tr[data-code='N-1'] [data-column={name}]").fill(value)
    sun.press("填报")
    expect(sun.page.locator("#grid-said")).to_contain_text("更改 1")


def by_sheet(qian: Person, period: str, **cells: Any) -> None:
    qian.open(f"/rounds/{period}/units/{CODES[SHEET]}")
    content = filled(qian.takes("下载表格"), **cells)
    qian.sends("file", "住建局.xlsx", content)
    qian.press("交回")
    qian.sees("表格已合并", "已填报")


def letter(li: Person, period: str) -> None:
    """Who is late is seen first, and gets a letter that names what is missing."""
    li.open(f"/rounds/{period}")
    rows = li.page.locator("main tbody tr")
    expect(rows.first).to_contain_text(LATE)
    told = Document(io.BytesIO(li.takes("催报函（docx）")))
    assert f"{LATE}：" in [one.text for one in told.paragraphs]
    assert all(f"{unit}：" not in [one.text for one in told.paragraphs] for unit in (WEB, SHEET))


def close(li: Person, period: str) -> None:
    li.open(f"/rounds/{period}")
    li.press("关闭本季调度")
    li.sees("调度已关闭")


def opens(li: Person, period: str) -> None:
    li.open("/rounds")
    li.fill(period=period)
    li.press("开启")
    li.sees("调度已开启", "3 个单位、3 个项目")


def returned_once(li: Person, sun: Person, period: str) -> None:
    """The coordinator gives a report back with a remark; the unit mends it."""
    li.open(f"/rounds/{period}/units/{CODES[WEB]}")
    li.page.get_by_role("checkbox", name="选定 N-1").check()
    li.fill(remark="请写清完成长度")
    li.press("退回所选")
    li.sees("已退回")
    sun.open(f"/rounds/{period}/units/{CODES[WEB]}")
    sun.sees("请写清完成长度")
    sun.page.locator("tr[data-code='N-1'] [data-column=text]").fill("清淤 1.2 公里（示例）")
    sun.press("填报")
    expect(sun.page.locator("#grid-said")).to_contain_text("更改 1")


def rectified(li: Person, sun: Person) -> None:
    """An order is entered; it is not closed without evidence, and is with it."""
    li.open("/projects/N-1")
    li.follow("登记问题或整改通知")
    li.page.select_option("main [name=kind]", "order")
    li.fill(text="围挡破损（示例）", found_on="2025-05-10", deadline="2025-06-30")
    li.press("保存")
    li.sees("围挡破损")
    sun.open("/projects/N-1")
    sun.follow("销号")
    sun.fill(closed_on="2025-06-20", closing="已修复（示例）")
    sun.press("问题销号")
    sun.sees("佐证")
    sun.fill(closing="已修复（示例）")
    sun.sends("files", "照片.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    sun.press("问题销号")
    sun.sees("问题已销号", "照片.pdf")


def december(li: Person) -> None:
    """The year is assessed and told: bulletin, points, the list and the states that go upward."""
    li.open("/rounds/2025-Q4/bulletin")
    li.sees("丙区湿地修复（示例）")
    bulletin = Document(io.BytesIO(li.takes("下载：docx")))
    cells = [cell.text for table in bulletin.tables for row in table.rows for cell in row.cells]
    assert "丙区湿地修复（示例）" in cells
    li.open("/assessments/2025")
    li.sees(*(f"武汉经开{unit}" for unit in CODES))
    points = load_workbook(io.BytesIO(li.takes("下载：xlsx"))).worksheets[0]
    lines = [[str(cell) for cell in row] for row in points.iter_rows(values_only=True)]
    best, worst = (next(row for row in lines if f"武汉经开{unit}" in row) for unit in (WEB, LATE))
    assert ("89.33" in best, "72" in worst) == (True, True)
    li.open("/projects?year=2025")
    upward = load_workbook(io.BytesIO(li.takes("下载为 xlsx"))).worksheets[0]
    rows = {row[0].value: [cell.value for cell in row] for row in upward.iter_rows()}
    assert "竣工" in str(rows["N-1"]) or "完工" in str(rows["N-1"])
    assert 45 in rows["N-2"]
    li.open(f"/policy/states?on={date(2025, 12, 31)}")
    assert load_workbook(io.BytesIO(li.takes("下载 xlsx"))).worksheets[0].max_row > 5


PRINTED = {
    "/dashboard": (3, "逾期", "构成", "投资（万元）"),
    "/projects": (1, "编号", "牵头单位", "投资（万元）", "丙区湿地修复（示例）"),
    "/rounds/2025-Q4/bulletin": (3, "丙区湿地修复（示例）"),
    "/assessments/2025": (1, "得分", "89.33"),
    "/rounds/2025-Q4/units/WEDZ-QZJJ": (1, "存在问题", "数字下降的原因", "状态"),
}


def on_paper(li: Person) -> None:
    """What goes into a meeting is printed, in grey, or looked at on a telephone."""
    for path, (pages, *texts) in PRINTED.items():
        for language in ("zh", "en"):
            li.open(f"{path}?lang={language}")
            text = prints_whole(li.page, pages + 1, across="/units/" in path)
            missing = [one for one in texts if one not in text]
            assert language == "en" or not missing, (path, missing)
            fits_a_telephone(li.page)


def test_a_year_from_the_list_to_the_sheet_upward(person: Callable[[str], Person]) -> None:
    li, sun, qian, wu = (person(name) for name in ("li", "sun", "qian", "wu"))
    january(li)
    checked(li)
    spent = 0
    for at, period in enumerate(QUARTERS, 1):
        opens(li, period)
        spent += 200
        done = {"status": "完工", "actual_end_date": "2025-12-20"} if at == 4 else {}
        on_the_web(sun, period, progress_percent=str(25 * at), spent_wan_yuan=str(spent), **done)
        by_sheet(qian, period, progress_percent=at * 10 + 5, spent_wan_yuan=at * 150)
        letter(li, period)
        if at == 1:
            li.open(f"/rounds/{period}/units/{CODES[SHEET]}")
            assert "数字下降的原因" in prints_whole(li.page, 1, across=True)
        if at == 2:
            returned_once(li, sun, period)
            rectified(li, sun)
        if at == 3:
            wu.open(f"/rounds/{period}/units/{CODES[LATE]}")
            wu.page.locator("[data-column=progress_percent]").fill("10")
            wu.press("填报")
            expect(wu.page.locator("#grid-said")).to_contain_text("更改 1")
        close(li, period)
    december(li)
    on_paper(li)
