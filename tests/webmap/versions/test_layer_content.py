"""What a layer is declared to hold: shown on its page, declared and taken back by who keeps it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from geo.words import Text
from layers.audit import SYSTEM
from layers.catalogue import Description
from projects.accounts import accounts
from projects.metrics.run import run_metric
from projects.statements.making import make_statement
from tests.imported import import_file

pytestmark = pytest.mark.slow

PASSWORD = "正确 的马 电池 订书钉 蓝"  # noqa: S105
TARGET, PAGE = "WEDZ-2023-T28", "/layers/works"
DECLARED = {
    "version": "1",
    "subject": "green_building_standard",
    "basis": "示例：竣工验收备案表",
    "status_field": "status",
    "counted": "completed",
    "weigh_by": "area",
}


def feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


RING = [[113.9, 30.4], [114.2, 30.4], [114.2, 30.6], [113.9, 30.6], [113.9, 30.4]]
LAYERS = {
    "zone": ("admin_division", [
        feature({"type": "Polygon", "coordinates": [RING]}, code="4201-WEDZ", name="试验区"),
    ]),
    "works": ("works", [
        feature({"type": "Point", "coordinates": [114.0 + n / 100, 30.5]}, code=code, name=code,
                status=status, area=area)
        for n, (code, status, area) in enumerate([("A", "completed", 3.0), ("B", "planned", 1.0)])
    ]),
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, opened: Callable[..., Any]) -> Any:
    folder = tmp_path_factory.mktemp("content")
    site = opened(folder / "home")
    for layer, (kind, features) in LAYERS.items():
        path = folder / f"{layer}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        import_file(
            site.database, site.store, path, layer_id=layer, kind=kind, key="code",
            title=Text("工程（示例）", "Works (illustrative)"), crs="EPSG:4490",
            accept=("crs-missing", "name-missing"), description=Description(secrecy="public"),
        )  # fmt: skip
    with site.database.transaction() as session:
        for name, role in (("li", "editor"), ("zhao", "reviewer")):
            accounts.add_account(session, name, role, display_name=f"{name}某", password=PASSWORD,
                                 must_change=False, by=None)  # fmt: skip
    return site


@pytest.fixture
def people(office: Any, signing_in: Callable[..., Any]) -> dict[str, FlaskClient]:
    found = {name: office.app.test_client() for name in ("li", "zhao", "anybody")}
    for name in ("li", "zhao"):
        assert signing_in(found[name], name).status_code == 303
    return found


def verdict(office: Any) -> tuple[Any, int]:
    run = run_metric(
        office.database, office.store, "amount_by_status", {"features": "works"},
        {"target": TARGET, "weigh_by": "area", "subject": "green_building_standard"},
    )  # fmt: skip
    return run.result["target"]["met"], run.id


def test_it_is_declared_on_the_page_told_with_the_figure_and_taken_back(
    office: Any, people: dict[str, FlaskClient], token_of_form: Callable[..., str]
) -> None:
    def post(who: str, address: str, **sent: str) -> Any:
        token = token_of_form(people[who], PAGE if who == "li" else "/metrics")
        return people[who].post(f"{PAGE}/{address}", data={**sent, "csrf_token": token})

    assert "还没有声明" in people["anybody"].get(PAGE).text
    assert verdict(office)[0] is None
    assert post("zhao", "content", **DECLARED).status_code == 403, "reviewers sign, others declare"
    wrong = post("li", "content", **{**DECLARED, "weigh_by": "没有"})
    assert wrong.status_code == 400
    assert "没有字段“没有”" in wrong.text
    assert 'value="示例：竣工验收备案表"' in wrong.text, "what was typed stays"
    assert post("li", "content", **DECLARED).location.endswith("?done=content-declared#holds")
    seen = people["li"].get(PAGE).text
    assert "示例：竣工验收备案表" in seen
    assert "li某" in seen
    assert "li某" not in people["anybody"].get(PAGE).text
    met, run = verdict(office)
    assert met is False
    page = people["zhao"].get(f"/metrics/runs/{run}").text
    assert "第 1 号声明" in page
    assert "li某" in page
    public = people["anybody"].get(f"/metrics/runs/{run}").text
    assert "第 1 号声明" in public
    assert "li某" not in public
    with office.database.transaction() as session:
        content = make_statement(session, office.store, run, SYSTEM).content
    (warned,) = content["warnings"]
    assert "凭li某于" in warned["zh"]
    back = post("li", "content/remove", declaration="1", reason="示例：名册有误")
    assert back.location.endswith("?done=content-taken-back#holds")
    assert "声明已撤销" in people["anybody"].get(f"/metrics/runs/{run}").text
    assert post("li", "content/remove", declaration="1", reason="再次").status_code == 404
    assert verdict(office)[0] is None


def test_a_layer_is_found_still_right_on_its_page_and_statements_made_then_say_so(
    office: Any, people: dict[str, FlaskClient], token_of_form: Callable[..., str]
) -> None:
    def post(who: str, address: str, **sent: str) -> Any:
        token = token_of_form(people[who], PAGE if who == "li" else "/metrics")
        return people[who].post(f"{PAGE}/{address}", data={**sent, "csrf_token": token})

    said = {"version": "1", "day": "2026-11-01", "basis": "示例：现场核查记录"}
    assert 'id="confirmed"' not in people["anybody"].get(PAGE).text
    assert post("zhao", "confirmed", **said).status_code == 403
    wrong = post("li", "confirmed", **{**said, "day": "2999-01-01"})
    assert (wrong.status_code, "不晚于今天" in wrong.text) == (400, True)
    assert post("li", "confirmed", **said).location.endswith("?done=content-confirmed#confirmed")
    seen = people["anybody"].get(PAGE).text
    assert "2026-11-01" in seen
    assert "li某" not in seen
    assert "li某" in people["li"].get(PAGE).text
    _, run = verdict(office)
    assert "已核实至 2026-11-01" in people["anybody"].get(f"/metrics/runs/{run}").text
    with office.database.transaction() as session:
        content = make_statement(session, office.store, run, SYSTEM).content
    assert content["inputs"][0]["confirmed"] == "2026-11-01"
    assert any("li某核实至 2026-11-01" in one["zh"] for one in content["warnings"])
    assert post("li", "confirmed/remove", version="1", reason="示例").status_code == 303
    assert post("li", "confirmed/remove", version="1", reason="再次").status_code == 404
