"""From the form of a metric to its result: derived from the declaration, computed as a job."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from layers.jobs import ledger
from layers.jobs.running import Workshop, run_job
from projects.metrics.checks.readiness import standings
from projects.metrics.families import FAMILIES, OTHER, PROTECTED_WATERS
from projects.metrics.registry import METRICS
from projects.policy.register import spatial_checks
from projects.work.kinds import JOB_KINDS

pytestmark = pytest.mark.slow

FORM = "/metrics/sponge_coverage"
TARGET = "WEDZ-2023-T22"
PASSWORD = "seven otters juggle lanterns"  # noqa: S105


class Reviewer:
    """Somebody who may compute, in front of the form, with a worker that is told when to work."""

    def __init__(self, site: Any, client: FlaskClient) -> None:
        self.site, self.client = site, client

    def send(self, address: str = FORM, **fields: str) -> Any:
        found = re.search(r'name="csrf" content="([^"]+)"', self.client.get(FORM).text)
        assert found is not None
        return self.client.post(address, data={"csrf_token": found[1]} | fields)

    def work(self, job: str) -> str | None:
        site = self.site
        shop = Workshop(
            site.settings, site.database, site.store, JOB_KINDS, "w1", 5.0, lambda _: None
        )
        return run_job(shop, job)


@pytest.fixture
def reviewer(site: Any, client_of: Callable[[str], FlaskClient]) -> Reviewer:
    return Reviewer(site, client_of("reviewer"))


@pytest.mark.parametrize("metric", METRICS)
def test_the_form_has_a_field_for_all_that_is_declared(reviewer: Reviewer, metric: str) -> None:
    page = reviewer.client.get(f"/metrics/{metric}").text
    declared = METRICS[metric]
    for one in (*declared.inputs, *declared.sheets, *declared.parameters):
        assert f'name="{one.name}"' in page, one.name
        assert one.title.zh in page
    assert declared.formula.zh in page.replace("&gt;", ">").replace("&lt;", "<")


def test_only_layers_targets_and_sheets_that_fit_can_be_chosen(reviewer: Reviewer) -> None:
    page = reviewer.client.get(FORM).text
    zones = re.search(r'<select id="run-zones".*?</select>', page, re.DOTALL)
    assert zones is not None
    assert re.findall(r'<option value="([^"]*)"', zones[0]) == ["zones"]
    targets = re.search(r'<select id="run-target".*?</select>', page, re.DOTALL)
    assert targets is not None
    offered = re.findall(r'<option value="([^"]*)"', targets[0])
    assert TARGET in offered
    assert "WEDZ-2023-T23" not in offered, "a share of projects, not of ground"


def test_a_link_fills_the_form(reviewer: Reviewer) -> None:
    page = reviewer.client.get(f"{FORM}?target={TARGET}&cell_m=20").text
    assert f'value="{TARGET}" selected' in page
    assert re.search(r'name="cell_m"[^>]*value="20"', page)


def test_a_filled_form_is_computed_in_the_background_and_leads_to_its_result(
    reviewer: Reviewer,
) -> None:
    filled = {"zones": "zones@1", "built_up": "built_up", "target": TARGET, "cell_m": "40"}
    sent = reviewer.send(**filled)
    waiting = reviewer.client.get(sent.headers["Location"])
    assert waiting.status_code == 200
    assert "正在计算" in waiting.text
    job = sent.headers["Location"].rpartition("/")[2]
    assert reviewer.client.get(f"/api/v1/jobs/{job}").json["state"] == "waiting"
    assert reviewer.work(job) == "done"
    result = reviewer.client.get(sent.headers["Location"])
    assert result.status_code == 303
    page = reviewer.client.get(result.headers["Location"]).text
    assert '<span class="run-number">25.' in page
    assert "目标 ≥ 50%" in page
    assert "不能判定" in page
    parts = re.findall(r'<rect class="look-(\w+)" x="[\d.]+" y="0" width="([\d.]+)"', page)
    assert [name for name, _ in parts] == ["met", "not_met", "not_assessed", "no_zone"]
    assert sum(float(width) for _, width in parts) == pytest.approx(1000, abs=0.1)
    again = reviewer.send(**filled | {"zones": "zones"})
    assert again.headers["Location"] == f"{result.headers['Location']}?kept=1", "the same input"


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"zones": "zones"}, "built_up", "还没有选择“建成区”"),
        ({"zones": "zones", "built_up": "built_up", "cell_m": "0"}, "cell_m", "0.5 至 100"),
        (
            {"zones": "zones", "built_up": "built_up", "target": "WEDZ-2023-T23"},
            "target",
            "不能比较",
        ),
        ({"zones": "plants", "built_up": "built_up"}, "zones", "不能作为输入"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field_and_nothing_is_computed(
    reviewer: Reviewer, fields: dict[str, str], field: str, said: str
) -> None:
    sent = reviewer.send(**fields)
    assert sent.status_code == 400
    fault = re.search(rf'id="run-{field}-fault">.*?</p>', sent.text, re.DOTALL)
    assert fault is not None
    assert said in fault[0]
    assert 'value="zones" selected' in sent.text or fields["zones"] != "zones"


def test_a_job_can_be_cancelled_and_the_form_comes_back_filled(reviewer: Reviewer) -> None:
    sent = reviewer.send(zones="zones", built_up="built_up", cell_m="33")
    address = sent.headers["Location"]
    assert reviewer.send(f"{address}/cancel").headers["Location"] == address
    page = reviewer.client.get(address).text
    assert "没有算出结果" in page
    assert "cell_m=33" in page
    assert reviewer.work(address.rpartition("/")[2]) is None


def test_a_job_of_another_person_is_unknown(
    reviewer: Reviewer, client_of: Callable[[str], FlaskClient]
) -> None:
    sent = reviewer.send(zones="zones", built_up="built_up", cell_m="34")
    assert client_of("editor").get(sent.headers["Location"]).status_code == 404


def test_a_job_computes_only_on_what_the_asker_still_may(site: Any, reviewer: Reviewer) -> None:
    from layers.audit import Actor
    from projects.accounts import accounts

    with site.database.transaction() as session:
        accounts.add_account(session, "leaving", "editor", password=PASSWORD, by=None)
        arguments = {
            "metric": "sponge_coverage",
            "inputs": {"zones": "zones", "built_up": "built_up"},
            "parameters": {"cell_m": "35"},
            "role": "viewer",
        }
        job = ledger.add_job(session, "metric", arguments, by=Actor("leaving", "-"))
    assert reviewer.work(job.id) == "refused"
    with site.database.reading() as session:
        problem = ledger.get_job(session, job.id).problem
    assert problem is not None
    assert problem["code"] == "forbidden"


def test_who_may_only_look_sees_the_form_without_its_button(
    client_of: Callable[[str], FlaskClient],
) -> None:
    page = client_of("viewer").get(FORM).text
    assert "计算由编辑、审核人或管理员进行" in page
    assert "开始计算" not in page


def test_rows_are_sorted_and_a_row_is_found(client: FlaskClient) -> None:
    def keys(query: str) -> list[str]:
        page = client.get(f"/metrics/runs/1{query}").text
        table = re.search(r'<table data-table="zones">.*?</table>', page, re.DOTALL)
        assert table is not None
        return re.findall(r'<tr data-key="(\w+)"', table[0])

    assert keys("") == ["B", "C", "A"], "not met, not assessed, met"
    assert keys("?sort.zones=-key") == ["C", "B", "A"]
    assert keys("?sort.zones=met_m2")[-1] == "A"
    assert keys("?sort.zones=nonsense&page.zones=99") == ["B", "C", "A"]
    found = client.get("/metrics/runs/1?find.zones=B").text
    assert re.search(r'<tr data-key="B" class="chosen"', found)


def test_a_result_begins_with_what_to_do_and_its_columns_have_one_unit(
    client: FlaskClient, reviewer: Reviewer
) -> None:
    page = client.get("/metrics/runs/1").text
    first = page.split('id="first">')[1].split("</div>")[0]
    assert "先看分区：评估结论“未达标”的 1 个" in first
    assert 'href="#table-zones"' in first
    assert page.index('id="first"') < page.index('id="map"') < page.index('id="standing"')
    table = re.search(r'<table data-table="zones">.*?</table>', page, re.DOTALL)
    assert table is not None
    heads, rows = table[0].split("</thead>")
    assert re.search(r'建成区内面积</a> <span class="about">km²</span>', heads)
    assert "m²" not in rows, "the unit stands in the head"
    assert re.search(
        r'stand-missed"><span class="stand-sign" aria-hidden="true">✗</span> 未达标', rows
    )
    counts = page.split('class="run-counts">')[1].split("</p>")[0]
    assert [*re.findall("未达标|未评估|达标", re.sub("<[^>]+>", "", counts))] == [
        "未达标",
        "未评估",
        "达标",
    ]
    assert "计算和定稿由编辑、审核人进行" not in reviewer.client.get("/metrics/runs/1").text


def test_the_shapes_of_a_result_are_geojson_with_what_colours_them(client: FlaskClient) -> None:
    found = json.loads(client.get("/api/v1/metrics/runs/1/shapes/zones").text)
    told = {f["properties"]["key"]: f["properties"]["value"] for f in found["features"]}
    assert told == {"A": "met", "B": "not_met", "C": "not_assessed"}
    assert found["features"][0]["geometry"]["type"] in ("Polygon", "MultiPolygon")
    assert (found["left_out"], found["coarse"]) == (0, False)
    for table in ("second_method", "nonsense"):
        refused = client.get(f"/api/v1/metrics/runs/1/shapes/{table}")
        assert (refused.status_code, refused.json["code"]) == (404, "no-shapes")


def test_many_shapes_are_bounded_and_drawn_coarser(site: Any) -> None:
    from projects.metrics.drawing import draw_table
    from projects.metrics.kept import get_run
    from projects.metrics.registry import get_metric

    with site.database.reading() as session:
        run = get_run(session, 1)
        assert run is not None
        metric = get_metric(run.metric)
        few = draw_table(session, site.store, metric, run, "zones", features=2)
        coarse = draw_table(session, site.store, metric, run, "zones", vertices=3)
    assert (len(few.features), few.total, few.left_out) == (2, 3, 1)
    assert coarse.coarse


def test_every_check_of_the_register_is_computed_or_says_what_it_waits_for(
    client: FlaskClient, site: Any
) -> None:
    page = client.get("/metrics").text
    with site.database.reading() as session:
        checks = {one.code: one.inputs for one in spatial_checks(session)}
        stand = standings(session, checks)
    assert len(checks) > 25
    for code, inputs in checks.items():
        assert code in page
        assert stand[code].metrics or stand[code].awaits or inputs, code
    assert stand["SC-SPONGE-AREA"].ready


def test_a_clause_leads_to_the_form_filled_in_for_its_target(client: FlaskClient) -> None:
    page = client.get("/policy/WEDZ-2023-09-03").text
    assert f'href="/metrics/sponge_coverage?target={TARGET}"' in page


def test_without_layers_the_list_and_the_form_say_what_is_lacking(empty_site: Any) -> None:
    client = empty_site.app.test_client()
    assert "缺：排水分区、建成区" in client.get("/metrics").text
    form = client.get(FORM).text
    assert "以下数据到位后才能计算" in form
    assert "等待图层：海绵城市排水分区" in client.get("/policy/WEDZ-2023-09-03").text


def test_each_metric_stands_in_the_family_that_it_declares(client: FlaskClient) -> None:
    page = client.get("/metrics").text
    for family in FAMILIES:
        part = page.split(f'<section id="family-{family.id}">')[1].split("</section>")[0]
        shown = re.findall(r'<article class="metric-card" id="(\w+)">', part)
        assert shown == [one.id for one in METRICS.values() if one.family is family]
        assert shown


def test_hits_in_protected_zones_are_no_sewage_and_cooperation_zones_no_corridor() -> None:
    assert METRICS["protected_zone_hits"].family is PROTECTED_WATERS
    assert METRICS["cooperation_zones"].family is OTHER
    places = [(one.family.id, one.place) for one in METRICS.values()]
    assert len(set(places)) == len(places)


def test_the_interface_tells_what_is_declared(client: FlaskClient) -> None:
    found = client.get("/api/v1/metrics").json["metrics"]
    assert [one["id"] for one in found] == list(METRICS)


def test_the_list_of_metrics_asks_the_database_few_times(reviewer: Reviewer) -> None:
    """What all metrics need is read once: with each of them it was read anew, 1,500 times."""
    asked: list[str] = []
    engine = reviewer.client.application.extensions["ecoatlas"].database.engine

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    reviewer.client.get("/metrics")
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert reviewer.client.get("/metrics").status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(asked) <= 60
