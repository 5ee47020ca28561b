"""A yearly list on the web: nothing is kept before its differences were looked at."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from layers.jobs.ledger import list_jobs
from layers.jobs.running import Workshop, run_job
from projects.records.changes.history import history_of
from projects.records.changes.parts import parts_of
from projects.records.changes.records import get_project, update_project
from projects.records.files import grid
from projects.records.queries.query import every_project
from projects.units.register import list_units
from projects.work import lists
from projects.work.kinds import JOB_KINDS

pytestmark = pytest.mark.slow

HEADS = ("序号", "项目编号", "工程名称", "牵头单位", "建设阶段", "总投资（万元）", "年度计划投资")
PLACE = "/projects/import"


def book(*rows: tuple[Any, ...], heads: tuple[str, ...] = HEADS) -> tuple[io.BytesIO, str]:
    made, content = Workbook(), io.BytesIO()
    made.active.append(["2030年度清单"])
    for row in (heads, *rows):
        made.active.append(row)
    made.save(content)
    content.seek(0)
    return content, "清单.xlsx"


def hidden(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', page)


def told(page: str, **meanings: str) -> dict[str, Any]:
    """The form of a page as it stands, with the meaning of some heads."""
    chosen = re.findall(r'aria-label="([^"]+)">.*?</select>', page, flags=re.S)
    selects = re.findall(r'<select name="meaning".*?</select>', page, flags=re.S)
    now = [(re.findall(r'value="([^"]+)" selected', one) or ["-"])[0] for one in selects]
    wanted = [meanings.get(head, name) for head, name in zip(chosen[-len(now) :], now, strict=True)]
    same = {name: hidden(page, name)[0] for name in ("token", "name", "shown")}
    return same | {"head": hidden(page, "head"), "meaning": wanted}


def test_a_list_is_confirmed_looked_at_and_taken(desk: Any) -> None:
    rows = (1, "L-1", "清淤", "区水务湖泊局", "在建", "1,200", 300), (
        2, "L-2", "绿道", "新指挥部", "在建", 100, 10,
    )  # fmt: skip
    first = desk.send(desk.wu, PLACE, file=book(*rows)).text
    assert "没有找到表头" in first
    assert "ecoatlas" not in first
    second = desk.send(desk.wu, PLACE, **told(first, 工程名称="name")).text
    assert 'name="unit" value="新指挥部"' in second
    assert 'value="take"' not in second
    third = desk.send(desk.wu, PLACE, **told(second), unit="新指挥部").text
    assert "新增 2 个" in third
    with desk.reading() as session:
        assert not [one for one in every_project(session) if one.code.startswith("L-")]
        assert "新指挥部" not in [one.name for one in list_units(session)]
    done = desk.send(desk.wu, PLACE, **told(third), unit="新指挥部", step="take")
    assert done.status_code == 303
    assert "新增 2 个" in desk.wu.get(done.location).text
    with desk.reading() as session:
        assert get_project(session, "L-2").lead_unit == "新指挥部"
        assert parts_of(session, "L-1").years[2030].planned_wan_yuan == 300

    again = desk.send(desk.li, PLACE, file=book(*rows)).text
    assert "按以前确认过的对应读取" in again
    assert "没有不同" in again


def test_what_was_not_shown_is_not_taken(desk: Any) -> None:
    with desk.site.database.transaction() as session:
        values = {"code": "L-9", "name": "旧名", "status": "在建"}
        desk.add(session, values)
    row = (1, "L-9", "新名", "区住建局", "在建", 5, None)
    heads = {"工程名称": "name"}
    page = desk.send(desk.wu, PLACE, file=book(row)).text
    page = desk.send(desk.wu, PLACE, **told(page, **heads)).text
    assert "旧名" in page
    with desk.site.database.transaction() as session:
        update_project(session, "L-9", {"name": "别人改的名"})
    shown = desk.send(desk.wu, PLACE, **told(page), step="take")
    assert shown.status_code == 200
    assert "别人改的名" in shown.text
    stolen = desk.send(desk.li, PLACE, **told(page), step="take")
    assert stolen.status_code == 410
    assert desk.send(desk.wu, PLACE, **told(shown.text), step="take").status_code == 303
    with desk.reading() as session:
        assert get_project(session, "L-9").name == "新名"


def test_errors_come_back_in_the_own_file(desk: Any) -> None:
    row = (1, "L-5", "清淤", "区住建局", "在建", "很多", None)
    page = desk.send(desk.wu, PLACE, file=book(row)).text
    page = desk.send(desk.wu, PLACE, **told(page, 工程名称="name")).text
    assert "很多" in page
    assert 'value="take"' not in page
    refused = desk.send(desk.wu, PLACE, **told(page), step="take")
    assert refused.status_code == 200
    with desk.send(desk.wu, PLACE, **told(page), step="marked") as marked:
        sheet = load_workbook(io.BytesIO(marked.data)).worksheets[0]
    assert "不是金额" in sheet["F3"].comment.text
    broken = desk.send(desk.wu, PLACE, file=(io.BytesIO(b"PK"), "坏.xlsx"))
    assert "坏.xlsx" in broken.text
    assert desk.send(desk.wu, PLACE).status_code == 422
    assert desk.send(desk.viewer, PLACE, file=book(row)).status_code == 403
    with desk.wu.get("/projects/template.xlsx") as template:
        assert load_workbook(io.BytesIO(template.data)).sheetnames[0] == "项目"


def worked(desk: Any, answer: Any) -> str:
    """The page of a workbook after its job was done, having told that it is at work."""
    assert (answer.status_code, answer.location[:11]) == (303, "/workbooks/"), answer.text
    job = answer.location.removeprefix("/workbooks/").partition("#")[0]
    office = desk.site.app.extensions["ecoatlas"]
    assert f'data-job="{job}"' in desk.wu.get(answer.location).text
    assert desk.li.get(answer.location).status_code == 404, "it is of whoever sent it"
    shop = Workshop(office.settings, office.database, office.store, JOB_KINDS, "w")
    assert run_job(shop, job) in ("done", "refused")
    return f"/workbooks/{job}"


def test_a_long_list_is_looked_at_marked_and_taken_by_jobs(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grid, "LONG_ROWS", 3)
    rows = [(n, f"J-{n}", f"清淤{n}", "区住建局", "在建", 100, 10) for n in range(1, 4)]
    heads = tuple(one.replace("工程名称", "工程全称") for one in HEADS)
    place = worked(desk, desk.send(desk.wu, PLACE, file=book(*rows, heads=heads)))
    unread = desk.wu.get(place).text
    assert "没有找到表头" in unread
    place = worked(desk, desk.send(desk.wu, PLACE, **told(unread, 工程全称="name")))
    seen = desk.wu.get(place).text
    assert "新增 3 个" in seen
    assert "清单.xlsx" in seen
    marked = worked(desk, desk.send(desk.wu, PLACE, **told(seen), step="marked"))
    assert f'href="{marked}/file"' in desk.wu.get(marked).text
    with desk.wu.get(f"{marked}/file") as file:
        assert load_workbook(io.BytesIO(file.data)).worksheets[0]["C3"].value == "清淤1"
    assert desk.li.get(f"{marked}/file").status_code == 404

    with desk.site.database.transaction() as session:
        desk.add(session, {"code": "J-2", "name": "别人的", "status": "在建"})
    refused = desk.wu.get(worked(desk, desk.send(desk.wu, PLACE, **told(seen), step="take"))).text
    assert "与刚才显示的不同" in refused
    with desk.reading() as session:
        assert get_project(session, "J-2").name == "别人的", "nothing was taken"
    form = {name: hidden(refused, name) for name in ("head", "meaning")}
    again = {name: hidden(refused, name)[0] for name in ("token", "name")} | form
    seen = desk.wu.get(worked(desk, desk.send(desk.wu, PLACE, **again))).text
    assert "新增 2 个，更新 1 个" in seen
    done = desk.wu.get(worked(desk, desk.send(desk.wu, PLACE, **told(seen), step="take")))
    assert "新增 2 个，更新 1 个" in desk.wu.get(done.location).text
    with desk.reading() as session:
        assert get_project(session, "J-2").name == "清淤2"


def test_a_long_list_is_planned_again_where_somebody_wrote_meanwhile(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is planned while others may write; what they wrote is neither lost nor written over."""
    monkeypatch.setattr(grid, "LONG_ROWS", 3)
    rows = [(n, f"K-{n}", f"清淤{n}", "区住建局", "在建", 100, 10) for n in range(1, 4)]
    heads = tuple(one.replace("工程名称", "项目名称") for one in HEADS)
    seen = desk.wu.get(worked(desk, desk.send(desk.wu, PLACE, file=book(*rows, heads=heads)))).text
    plan, planned = lists.plan_import, []

    def and_somebody_writes(*args: Any, **more: Any) -> Any:
        found = plan(*args, **more)
        planned.append(found)
        if len(planned) == 1:
            with desk.site.database.transaction() as session:
                desk.add(session, {"code": "K-9", "name": "别处的", "status": "在建"})
        return found

    monkeypatch.setattr(lists, "plan_import", and_somebody_writes)
    done = desk.wu.get(worked(desk, desk.send(desk.wu, PLACE, **told(seen), step="take")))
    assert "新增 3 个" in desk.wu.get(done.location).text
    assert len(planned) == 2, "of what nobody has touched the plan is kept as it is"
    with desk.reading() as session:
        assert get_project(session, "K-9").name == "别处的"
        assert parts_of(session, "K-3").years[2030].planned_wan_yuan == 10
        assert [one.action for one in history_of(session, "K-3")] == ["parts", "added"]


def test_a_long_export_is_written_by_a_job(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webmap.projects.pages.MOST_AT_ONCE", 0)
    with desk.reading() as session:
        before = [one.id for one in list_jobs(session)]
    assert desk.wu.head("/projects.xlsx?text=F-1").status_code == 202
    with desk.reading() as session:
        assert [one.id for one in list_jobs(session)] == before, "asking begins nothing"
    place = worked(desk, desk.wu.get("/projects.xlsx?text=F-1&lang=en"))
    assert 'href="/projects?text=F-1"' in desk.wu.get(place).text
    with desk.wu.get(f"{place}/file") as file:
        sheet = load_workbook(io.BytesIO(file.data)).worksheets[0]
    assert [one.value for one in sheet["A"]] == ["Project code", "F-1"]
