"""The page of a project with all its parts, and the list by the filters of its address."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor
from projects.accounts import accounts
from projects.records.changes.problems import NewProblem, add_problem
from projects.records.changes.progress import report_progress
from projects.records.changes.records import add_project, update_project
from projects.records.changes.writing import Report
from projects.records.model.codes import WORDS_BEHIND_CODES, WORDS_OF_PAGES, word_of_page
from projects.records.model.part_kinds import FUNDS, STEPS, YEARS
from tests.projects.parts import set_part

pytestmark = pytest.mark.slow

LI, PASSWORD = Actor("li", "-"), "correct horse battery"
QUERIES = 30
COUNTED = ("项目", "逾期", "久未上升", "有未销号问题")
LINKS = 10


def fill(session: Session, code: str, many: int) -> None:
    """A project that is late, has not risen for long and has `many` of every part."""
    values = {"code": code, "name": "湿地修复（示例）", "status": "在建", "kind": "海绵"}
    dates = {"start_date": "2020-01-01", "due_date": "2021-06-30"}
    add_project(session, values | dates | {"lead_unit": "区住建局"}, by=LI)
    for number in range(many):
        year, on = 2020 + number, dt.date(2020, 1 + number, 1)
        set_part(session, code, YEARS, (year,), {"planned_wan_yuan": 90, "work": "护岸"}, by=LI)
        for source, amount in (("central", "40.5"), ("district", 30)):
            set_part(session, code, FUNDS, (year, source), {"planned_wan_yuan": amount}, by=LI)
        told = Report(on=on, text="土方完成", next_steps="下月铺装", via="form")
        report_progress(session, code, 10 + number, told, by=LI)
        found = NewProblem("排口堵塞", on, "整改通知", deadline=dt.date(2020, 12, 31))
        add_problem(session, code, found, by=LI)
    set_part(session, code, STEPS, ("design",), {"done_on": "2020-01-05"}, by=LI)
    fell = Report(on=dt.date(2021, 3, 1), reason="复测核减", invested_wan_yuan=Decimal(5))
    report_progress(session, code, 4, fell, by=LI)
    update_project(session, code, {"site": "军山"}, by=LI, report=Report(reason="补录"))


@pytest.fixture
def office(
    tmp_path: Path, opened: Callable[[Path], Any], signing_in: Callable[..., Any]
) -> Iterator[tuple[Any, FlaskClient]]:
    site = opened(tmp_path / "home")
    with site.database.transaction() as session:
        for name, role in (("li", "viewer"), ("wu", "editor")):
            accounts.add_account(session, name, role, password=PASSWORD, by=None)
        fill(session, "S-1", 1)
        fill(session, "S-2", 9)
        add_project(session, {"code": "S-3", "name": "空", "status": "规划"}, by=LI)
    client = site.app.test_client()
    assert signing_in(client, "li", PASSWORD).status_code == 303
    yield site, client
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()


def test_a_page_tells_all_of_a_project_in_the_same_few_queries(office: Any) -> None:
    site, client = office
    asked: list[str] = []
    engine = site.app.extensions["ecoatlas"].database.engine
    event.listen(engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    counts = []
    for code in ("S-1", "S-2"):
        client.get("/projects/S-3")
        asked.clear()
        page = client.get(f"/projects/{code}").text
        counts.append(len(asked))
    assert counts[0] == counts[1] <= QUERIES

    head, _, rest = page.partition("基本情况")
    assert "计划 2021-06-30 完成，至今未完成" in head
    for said in ("进度没有上升", "2020-12-31", "区住建局"):
        assert said in head
    done = ("土方完成", "下月铺装", "复测核减", "排口堵塞", "2020-01-05", "中央预算内")
    for said in (*done, ">70.5<", "补录", "建设地点"):
        assert said in rest
    assert rest.index("2021-03-01") < rest.index("2020-09-01")


def test_parts_that_are_not_there_are_said_to_be_missing(office: Any) -> None:
    page = office[1].get("/projects/S-3").text
    for said in ("没有逾期", "没有登记审批环节", "分年度的投资", "还没有进度报告", "没有待解决"):
        assert said in page


def test_a_list_is_what_its_address_says(office: Any) -> None:
    client = office[1]
    late = client.get("/projects?late=1&unit=区住建局&fund=central&sort=-progress").text
    assert ("S-1" in late, "S-3" in late) == (True, False)
    assert "S-3" in client.get("/projects?without_clause=1&late=0").text
    for wrong, said in (("bogus=1", "bogus"), ("year=abc", "abc"), ("sort=size", "size")):
        refused = client.get(f"/projects?{wrong}")
        assert refused.status_code == 400
        assert said in refused.text
    kept = client.get("/projects?late=1&fund=central").text
    assert "/projects.xlsx?fund=central&amp;late=1" in kept
    with client.get("/projects.xlsx?late=1") as file:
        book = load_workbook(io.BytesIO(file.data))
    codes = {cell.value for cell in book.worksheets[0]["A"]}
    assert codes & {"S-1", "S-2", "S-3"} == {"S-1", "S-2"}


def test_a_report_is_kept_or_says_what_is_wrong(
    office: Any, signing_in: Callable[..., Any], token_of_form: Callable[..., str]
) -> None:
    site, viewer = office
    place, editor = "/projects/S-1", site.app.test_client()
    assert signing_in(editor, "wu", PASSWORD).status_code == 303
    token = token_of_form(editor, place)
    seen = re.findall(r'name="seen" value="(\d+)"', editor.get(place).text)[0]
    day = dt.date(2022, 5, 1).isoformat()

    def send(client: FlaskClient = editor, **said: str) -> Any:
        data = {"csrf_token": token, "seen": seen, "reported_on": day, "percent": "50"}
        return client.post(place, data=data | said)

    assert 'name="percent"' not in viewer.get(place).text
    for said, field in (
        ({"percent": "3"}, "reason"),
        ({"percent": "120"}, "percent"),
        ({"reported_on": "2999-01-01"}, "reported_on"),
        ({"reported_on": "soon"}, "reported_on"),
    ):
        refused = send(**said, next_steps="铺装")
        assert refused.status_code in (400, 422), said
        assert f'id="report-{field}-fault"' in refused.text, said
        assert ">铺装<" in refused.text

    assert send(text="主体完工").status_code == 303
    shown = editor.get(f"{place}?done=reported").text
    assert [one for one in ("进度已报告", "主体完工") if one not in shown] == []
    second = send(percent="60")
    assert second.status_code == 412
    for told in ("原为 4，", "现为 50，", "您写的是 60。"):
        assert told in second.text
    seen = re.findall(r'name="seen" value="(\d+)"', second.text)[0]
    assert send(percent="60").status_code == 303


def test_no_code_is_a_word_of_an_address(site: Any) -> None:
    """A code `new` would be the page of a new project."""
    instead, behind = set(), set()
    for rule in site.app.url_map.iter_rules():
        parts = rule.rule.removeprefix("/api/v1").split("/")[1:]
        if parts[0] == "projects" and len(parts) > 1 and parts[1][0] != "<":
            instead.add(parts[1])
        if parts[:2] == ["projects", "<path:code>"] and len(parts) > 2:
            behind.add(parts[2])
    assert (instead, behind - WORDS_BEHIND_CODES) == (WORDS_OF_PAGES, set())
    taken = {code: word_of_page(code) for code in ("new", "A/links", "A//B", "A/../B", "A/new")}
    assert taken == {"new": "new", "A/links": "links", "A//B": "/", "A/../B": "..", "A/new": None}


def test_a_code_that_is_a_word_of_an_address_is_refused(site: Any) -> None:
    with site.database.transaction() as session:
        with pytest.raises(EcoAtlasError) as refused:
            add_project(session, {"code": "import", "name": "示例", "status": "规划"})
        session.rollback()
    assert refused.value.code == "record-code-of-page"


def test_every_number_of_the_dashboard_is_the_rows_of_the_list_it_opens(office: Any) -> None:
    client = office[1]
    page = client.get("/dashboard").text
    told = re.findall(r'<dd><a href="([^"]+)">([\d,]+)</a>', page)[:-1]
    cells = r'data-label="([^"]+)">(?:<a href="([^"]+)">)?([\d,]+)'
    told += [(url, said) for label, url, said in re.findall(cells, page) if label in COUNTED if url]
    numbers: dict[str, str] = dict(told)
    assert len(numbers) > LINKS
    assert len(set(told)) == len(numbers), "one list is counted alike wherever it is counted"
    for url, said in numbers.items():
        listed = client.get(html.unescape(url)).text
        rows = set(re.findall(r'href="/projects/(S-\d)"', listed))
        assert len(rows) == int(said), url
