"""Many projects at once: shown first, one change for all, nothing where one breaks a rule."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import event

from projects.records.changes.history import history_of
from projects.records.changes.records import get_project
from projects.records.files.bulk import plan_change

pytestmark = pytest.mark.slow
PLACE = "/projects/bulk"


@pytest.fixture(scope="module")
def many(desk: Any) -> Any:
    with desk.site.database.transaction() as session:
        for number in range(12):
            values = {"code": f"B-{number:02}", "name": f"成批{number}", "status": "规划"}
            desk.add(session, values)
    return desk


def shown(page: str) -> str:
    return re.findall(r'name="shown" value="([^"]*)"', page)[0]


def test_what_was_shown_is_kept_in_one_go(many: Any) -> None:
    asked: dict[str, Any] = {
        "code": ["B-01", "B-02"],
        "lead_unit": "区住建局",
        "district": "420113",
    }
    first = many.send(many.wu, PLACE, **asked, step="look")
    assert "将修改 2 个项目" in first.text
    assert not re.findall(r"<(?:select|input)[^>]* required", first.text), "an empty field stays"
    with many.reading() as session:
        assert get_project(session, "B-01").lead_unit is None
    stale = many.send(many.wu, PLACE, **asked, shown="0" * 32, step="take")
    assert stale.status_code == 200
    kept = many.send(many.wu, PLACE, **asked, shown=shown(first.text), step="take", reason="划转")
    assert kept.status_code == 303
    assert "已修改 2 个项目" in many.wu.get(kept.location).text
    with many.reading() as session:
        assert get_project(session, "B-02").lead_unit == "区住建局"
        assert history_of(session, "B-02")[0].by == "wu"
    cleared = many.send(many.wu, PLACE, code="B-02", clear="lead_unit", step="look").text
    assert "区住建局" in cleared


def test_one_broken_rule_keeps_all_out(many: Any) -> None:
    page = many.send(many.wu, PLACE, every="1", query="text=成批", status="completed", step="look")
    assert "须改正" in page.text
    assert 'value="take"' not in page.text
    assert "项目 B-00" in page.text
    none = many.send(many.wu, PLACE, step="look")
    assert none.status_code == 422
    for client in (many.viewer, many.reporter):
        assert many.send(client, PLACE, code="B-01", step="look").status_code == 403


def test_a_plan_asks_the_same_however_many_there_are(many: Any) -> None:
    counts = []
    with many.site.database.transaction() as session:
        asked: list[str] = []
        event.listen(session.get_bind(), "before_cursor_execute", lambda *a: asked.append(a[2]))
        for codes in (["B-01"], [f"B-{number:02}" for number in range(12)]):
            session.expire_all()
            asked.clear()
            plan_change(session, codes, {"kind": "海绵"})
            counts.append(len(asked))
    assert counts[1] <= counts[0] <= 10


def test_a_list_is_kept_and_forgotten_by_its_owner(many: Any) -> None:
    kept = many.send(many.wu, "/projects/views", title="规划中", query="status=planned")
    assert kept.location.endswith("/projects?status=planned")
    page = many.wu.get("/projects").text
    assert ('/projects?status=planned"' in page, "规划中" in page) == (True, True)
    assert "规划中" not in many.li.get("/projects").text
    assert many.send(many.wu, "/projects/views", title="x", query="bogus=1").status_code == 400
    many.send(many.wu, "/projects/views/drop", title="规划中")
    assert "规划中" not in many.wu.get("/projects").text
