"""The register of units on the web: added, renamed, merged; nobody's project is lost."""

from __future__ import annotations

from typing import Any

import pytest

from projects.accounts import accounts
from projects.records.changes.history import history_of
from projects.records.changes.records import add_project, get_project
from projects.units.register import get_unit

pytestmark = pytest.mark.slow


def test_a_unit_is_added_renamed_and_found_by_every_name(desk: Any) -> None:
    done = desk.send(desk.wu, "/units", name="青山湖管理处", kind="institution", division="420113")
    code = done.location.split("/")[-1].partition("?")[0]
    again = desk.send(desk.wu, "/units", name="青山湖管理处")
    assert again.status_code == 409
    assert 'id="unit-name-fault"' in again.text
    renamed = desk.send(desk.wu, f"/units/{code}/rename", name="青山湖事务中心", since="2026-01-01")
    assert "旧名仍可使用" in desk.wu.get(renamed.location).text
    desk.send(desk.wu, f"/units/{code}/alias", name="青湖中心")
    for name in ("青山湖管理处", "青山湖事务中心", "青湖中心"):
        assert code in desk.viewer.get(f"/units?text={name}").text
        with desk.reading() as session:
            assert get_unit(session, name).code == code
    assert "没有符合条件" in desk.viewer.get("/units?text=没有这个").text
    for client in (desk.viewer, desk.reporter):
        assert desk.send(client, f"/units/{code}/alias", name="x").status_code == 403
        assert "/rename" not in client.get(f"/units/{code}").text


def test_of_two_units_that_are_one_the_second_has_everything(desk: Any) -> None:
    desk.send(desk.wu, "/units", name="一号指挥部")
    desk.send(desk.wu, "/units", name="二号指挥部")
    with desk.site.database.transaction() as session:
        first, second = (get_unit(session, one).code for one in ("一号指挥部", "二号指挥部"))
        values = {"code": "U-1", "name": "并", "status": "在建", "lead_unit": "一号指挥部"}
        add_project(session, values | {"responsible_units": "一号指挥部、二号指挥部"})
        accounts.add_account(session, "zhao", "unit", unit=first, by=None)
    itself = desk.send(desk.wu, f"/units/{first}/merge", into="一号指挥部")
    assert itself.status_code == 422
    done = desk.send(desk.wu, f"/units/{first}/merge", into="二号指挥部", reason="机构改革")
    assert done.status_code == 303
    with desk.reading() as session:
        project = get_project(session, "U-1")
        assert (project.lead_unit_code, project.responsible_unit_codes) == (second, [second])
        assert history_of(session, "U-1")[0].reason == "机构改革"
        assert accounts.get_account(session, "zhao").unit == second
        assert get_unit(session, "一号指挥部").code == second
    assert "并入别的单位" in desk.viewer.get(f"/units/{first}").text
