"""Hits of a run on the command line and in the JSON interface."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from openpyxl import load_workbook
from shapely.geometry import Point, box
from sqlalchemy import select

from layers.audit import Actor, AuditEntry
from layers.catalogue import Layer, Version, make_live
from layers.storage.content import canonical
from projects.accounts import accounts
from projects.metrics.hits.hits import decide
from projects.metrics.kept import get_run
from projects.metrics.run import run_metric
from projects.sheets import save_sheet
from projects.sheets.shipped import shipped_rows
from projects.statements.kept import get_statement
from projects.statements.making import statement_for
from webmap.commands import main

pytestmark = pytest.mark.slow

KEY = "outfalls/W1/Z1"
CODE_DAY = "2026-08-15"
INPUTS = {"zones": "protected", "outfalls": "outfalls"}
WEST, SOUTH = 499_000.0, 3_380_000.0


PASSWORD = "水木清华-balcony-31"  # noqa: S105


def put(site: Any, layer: str, kind: str, **columns: Any) -> None:
    """A layer of one feature, or of several where `shape` is a list, as the columns are then."""
    shape = columns.pop("shape")
    shapes = shape if isinstance(shape, list) else [shape]
    values = {name: one if isinstance(one, list) else [one] for name, one in columns.items()}
    frame = gpd.GeoDataFrame(values, geometry=shapes)
    content = canonical(frame.set_crs(4547), kind=kind, key_field="code")
    site.store.put(content)
    with site.database.transaction() as session:
        titles = {"title_zh": layer, "title_en": layer}
        version = Version(
            sha256=content.sha256,
            features=len(shapes),
            bbox=list(content.bbox),
            crs="EPSG:4547",
            secrecy="public",
            manifest={},
        )
        make_live(session, Layer(id=layer, kind=kind, key_field="code", **titles), version)


@pytest.fixture
def office(private_home: Path, opened: Callable[[Path], Any]) -> Iterator[Any]:
    """An installation with one run that has one hit."""
    site = opened(private_home)
    ground = box(WEST, SOUTH, WEST + 900, SOUTH + 900)
    put(site, "protected", "protected_water", code="Z1", name="区", grade="source_1", shape=ground)
    place = Point(WEST + 100, SOUTH + 100)
    put(site, "outfalls", "outfall", code="W1", name="口", shape=place)
    run_metric(site.database, site.store, "protected_zone_hits", INPUTS, {"day": CODE_DAY})
    yield site
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()


@pytest.fixture
def call(office: Any) -> Callable[..., Result]:
    def of(*arguments: str) -> Result:
        return CliRunner().invoke(main, list(arguments), catch_exceptions=False)

    return of


def test_the_commands_list_hits_and_keep_decisions(call: Callable[..., Result]) -> None:
    number = "1"
    assert "待处理" in call("metrics", "hits", number).output
    reason = ("--reason", "现场核查属实")
    done = call("metrics", "decide", number, "1", "--decision", "accepted", *reason)
    assert KEY in done.output + done.stderr
    told = json.loads(call("metrics", "hits", number, "--json").output)["hits"]
    assert [(one["key"], one["decision"]) for one in told] == [(KEY, "accepted")]
    assert told[0]["decided"]["reason"] == "现场核查属实"
    assert (
        json.loads(call("metrics", "hits", number, "--decision", "open", "--json").output)["hits"]
        == []
    )
    wrong = call("metrics", "decide", number, "9", "--decision", "removed", *reason)
    assert wrong.exit_code != 0
    assert "hit-not-found" in wrong.output + wrong.stderr
    again = ("--decision", "removed", "--reason", "已封堵", "--json")
    history = json.loads(call("metrics", "decide", number, KEY, *again).output)["history"]
    assert [one["decision"] for one in history] == ["removed", "accepted"]


def signed_in(site: Any, role: str, signing_in: Callable[..., Any]) -> FlaskClient:
    with site.database.transaction() as session:
        accounts.add_account(session, role, role, password=PASSWORD, by=None)
    client: FlaskClient = site.app.test_client()
    assert signing_in(client, role, PASSWORD).status_code == 303
    return client


def test_the_interface_lists_hits_and_takes_decisions_of_those_who_may(
    office: Any, signing_in: Callable[..., Any]
) -> None:
    address = "/api/v1/metrics/runs/1/hits"
    body = {"key": KEY, "decision": "justified", "reason": "有批文"}
    for role, status in (("viewer", 403), ("reviewer", 201)):
        client = signed_in(office, role, signing_in)
        token = re.search(r'name="csrf" content="([^"]+)"', client.get("/metrics").text)
        head = {"X-CSRFToken": token[1] if token else ""}
        assert client.post(address, json=body, headers=head).status_code == status
        told = client.get(address).json["hits"][0]
    assert (told["decision"], told["decided"]["by"]) == ("justified", "reviewer")
    assert "第六十四条" in told["says"]
    assert "生态环境法典" in told["warning"]["zh"]
    assert client.post(address, json=body | {"reason": " "}, headers=head).status_code == 400
    assert client.get("/api/v1/metrics/runs/9/hits").status_code == 404


ADDRESS = "/metrics/runs/1/hits"
SUPERSEDED = {"zh": "可能已被取代", "en": "may be superseded"}


def test_every_face_says_that_the_rule_may_be_superseded_from_the_day_of_the_code_on(
    office: Any, call: Callable[..., Result]
) -> None:
    asked = (
        "metrics",
        "run",
        "protected_zone_hits",
        "--zones",
        "protected",
        "--outfalls",
        "outfalls",
    )
    before = json.loads(call(*asked, "--day", "2026-08-14", "--json").stdout)
    after = json.loads(call(*asked, "--day", CODE_DAY, "--json").stdout)
    assert (before["warnings"], after["run"]) == ([], 1)
    assert after["warnings"][0]["law"] == "water_pollution_2017"
    client, other = office.app.test_client(), before["run"]
    for language, said in SUPERSEDED.items():
        assert said in call("--lang", language, *asked, "--day", CODE_DAY).output
        assert said not in call("--lang", language, *asked, "--day", "2026-08-14").output
        for address, seen in ((ADDRESS, True), (f"/metrics/runs/{other}/hits", False)):
            for page in (address, address.removesuffix("/hits")):
                shown = client.get(f"{page}?lang={language}").text
                assert (said in shown) is seen, page
    told = client.get("/api/v1/metrics/runs/1").json
    assert [one["code"] for one in told["warnings"]] == ["law-superseded"]
    assert "warnings" not in told["result"]
    assert SUPERSEDED["zh"] in call("metrics", "hits", "1").stderr
    (hit,) = client.get(f"/api/v1{address}").json["hits"]
    assert hit["warning"] is None


def form_of(client: FlaskClient, **values: str) -> dict[str, str]:
    """The fields of the form as the page gives them, with `values`."""
    text = client.get(ADDRESS + "?show=all").text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))
    return hidden | values


def test_a_hit_is_decided_on_the_page_and_who_and_why_are_shown(
    office: Any, signing_in: Callable[..., Any]
) -> None:
    client = signed_in(office, "reviewer", signing_in)
    assert "逐条处理" in client.get("/metrics/runs/1").text
    fields = form_of(client, decision="accepted", reason="现场核查属实")
    answer = client.post(ADDRESS, data=fields)
    assert answer.status_code == 303
    assert "全部处理完毕" in client.get(answer.location).text
    page = client.get(f"{ADDRESS}?show=decided&lang=en").text
    assert "confirmed, to be dealt with" in page
    assert "现场核查属实" in page
    assert ">reviewer<" in page
    viewer = signed_in(office, "viewer", signing_in)
    assert 'name="reason"' not in viewer.get(ADDRESS + "?show=all").text
    assert viewer.post(ADDRESS, data=form_of(viewer)).status_code == 403


def test_what_was_typed_stays_when_the_reason_is_missing(
    office: Any, signing_in: Callable[..., Any]
) -> None:
    client = signed_in(office, "reviewer", signing_in)
    answer = client.post(ADDRESS, data=form_of(client, decision="justified", reason="  "))
    assert answer.status_code == 400
    assert 'id="decide-reason-fault"' in answer.text
    assert re.search(r'value="justified"[^>]* checked', answer.text)
    reason = "有批文" * 300
    answer = client.post(ADDRESS, data=form_of(client, reason=reason))
    assert 'id="decide-decision-fault"' in answer.text
    assert reason in answer.text
    answer = client.post(ADDRESS, data=form_of(client, decision="sold", reason="x"))
    assert answer.status_code == 400
    assert 'id="decide-decision-fault"' in answer.text


def test_a_decision_of_somebody_else_meanwhile_is_told_and_nothing_is_lost(
    office: Any, signing_in: Callable[..., Any]
) -> None:
    slow = signed_in(office, "reviewer", signing_in)
    fields = form_of(slow, decision="justified", reason="我看过批文")
    quick = signed_in(office, "editor", signing_in)
    quick.post(ADDRESS, data=form_of(quick, decision="removed", reason="已经封堵"))
    answer = slow.post(ADDRESS, data=fields)
    assert answer.status_code == 409
    assert "刚有人处理过" in answer.text
    assert "已经封堵" in answer.text
    assert "我看过批文" in answer.text
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.text))
    assert again["seen"] == "1"
    assert slow.post(ADDRESS, data=fields | again).status_code == 303
    token = {"X-CSRFToken": fields["csrf_token"]}
    body = {"key": KEY, "decision": "open", "reason": "重开", "seen": 1}
    late = slow.post("/api/v1" + ADDRESS, json=body, headers=token)
    assert (late.status_code, late.json["code"]) == (409, "hit-decided-meanwhile")


def test_the_list_is_taken_along_with_decisions_and_recorded(
    office: Any, signing_in: Callable[..., Any], call: Callable[..., Result], tmp_path: Path
) -> None:
    client = signed_in(office, "reviewer", signing_in)
    client.post(ADDRESS, data=form_of(client, decision="accepted", reason="=1+1 属实"))
    with client.get(ADDRESS + ".csv") as answer:
        table = answer.data.decode("utf-8-sig").splitlines()
    assert table[0].startswith("序号,编号,名称")
    assert "属实，需处置" in table[1]
    assert "'=1+1 属实" in table[1]
    assert table[1].endswith("公开")
    out = tmp_path / "hits.xlsx"
    assert call("metrics", "hits", "1", "--out", str(out)).exit_code == 0
    book = load_workbook(out)
    assert book.sheetnames == ["命中清单", "处理经过", "来历"]
    row = {head.value: cell for head, cell in zip(*book["命中清单"].iter_rows(), strict=True)}
    assert row["理由"].value == "=1+1 属实"
    assert row["理由"].data_type == "s"
    assert row["处理人"].value == "reviewer"
    assert [cell.value for cell in book["处理经过"][2]][2:5] == [1, "属实，需处置", "=1+1 属实"]
    with office.database.reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == "hits-exported")
        told = [(one.actor, one.details["format"]) for one in session.scalars(query)]
    assert [one[1] for one in told] == ["csv", "xlsx"]
    assert told[0][0] == "reviewer"
    assert call("metrics", "hits", "1", "--out", str(tmp_path / "hits.pdf")).exit_code == 1


@pytest.fixture
def many(private_home: Path, opened: Callable[[Path], Any]) -> Iterator[Any]:
    """A run with 250 hits: three pages, W000 to W249."""
    site = opened(private_home)
    ground = box(WEST, SOUTH, WEST + 900, SOUTH + 900)
    put(site, "protected", "protected_water", code="Z1", name="区", grade="source_1", shape=ground)
    codes = [f"W{n:03}" for n in range(250)]
    places = [Point(WEST + 3 * n + 10, SOUTH + 100) for n in range(250)]
    put(site, "outfalls", "outfall", code=codes, name=[f"口{one}" for one in codes], shape=places)
    run_metric(site.database, site.store, "protected_zone_hits", INPUTS, {"day": CODE_DAY})
    yield site
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()


def listed(text: str) -> list[str]:
    """Codes in the list of a page, and the one that is dealt with last."""
    rows = re.sub(r'<p class="hit-line">.*?</p>', "", text)
    found = re.findall(r'class="code">(W\d+)</span>', rows)
    chosen = re.search(r'data-key="outfalls/(W\d+)/Z1"', text)
    return [*found, chosen[1] if chosen else ""]


def test_every_hit_is_on_a_page_and_the_address_carries_it(
    many: Any, signing_in: Callable[..., Any]
) -> None:
    client = signed_in(many, "reviewer", signing_in)
    pages = [client.get(f"{ADDRESS}?show=open&page={n}").text for n in (1, 2, 3)]
    codes = [listed(page)[:-1] for page in pages]
    assert [len(one) for one in codes] == [100, 100, 50]
    assert [one for page in codes for one in page] == [f"W{n:03}" for n in range(250)]
    assert [listed(page)[-1] for page in pages] == ["W000", "W100", "W200"]
    assert "第 2 / 3 页" in pages[1]
    assert 'rel="next" href="/metrics/runs/1/hits?show=open&amp;page=3"' in pages[1]
    # From the last of a page on to the first of the next; a hit alone leads to its page.
    last = client.get(f"{ADDRESS}?show=open&page=1&hit=outfalls/W099/Z1").text
    assert 'href="/metrics/runs/1/hits?show=open&amp;page=2&amp;hit=outfalls%2FW100%2FZ1"' in last
    assert listed(client.get(f"{ADDRESS}?show=all&hit=outfalls/W230/Z1").text)[0] == "W200"
    assert listed(client.get(f"{ADDRESS}?show=open&page=99").text)[0] == "W200"
    assert client.get(f"{ADDRESS}?page=-1").status_code == 422


@pytest.mark.parametrize("show", ["open", "all"])
def test_a_decision_on_the_second_page_stays_on_the_second_page(
    many: Any, signing_in: Callable[..., Any], show: str
) -> None:
    client = signed_in(many, "reviewer", signing_in)
    page = client.get(f"{ADDRESS}?show={show}&page=2&hit=outfalls/W150/Z1").text
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert (fields["show"], fields["page"]) == (show, "2")
    wrong = client.post(ADDRESS, data=fields | {"decision": "accepted", "reason": " "})
    assert (wrong.status_code, listed(wrong.text)[0]) == (400, "W100")
    done = client.post(ADDRESS, data=fields | {"decision": "accepted", "reason": "属实"})
    after = client.get(done.location).text
    assert "page=2" in done.location
    assert listed(after)[0] == "W100"
    assert listed(after)[-1] == "W151"
    # The last of the page: what is left on it comes next, not the first hit of all.
    page = client.get(f"{ADDRESS}?show={show}&page=2&hit=outfalls/W199/Z1").text
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    done = client.post(ADDRESS, data=fields | {"decision": "accepted", "reason": "属实"})
    assert listed(client.get(done.location).text)[-1] == ("W200" if show == "open" else "W100")


def test_a_page_that_was_emptied_gives_way_to_the_last_one(
    many: Any, signing_in: Callable[..., Any]
) -> None:
    client = signed_in(many, "reviewer", signing_in)
    with many.database.transaction() as session:
        run = get_run(session, 1)
        for n in range(201, 250):
            decide(session, run, f"outfalls/W{n}/Z1", "removed", "已封堵")
    page = client.get(f"{ADDRESS}?show=open&page=3").text
    assert listed(page) == ["W200", "W200"]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    done = client.post(ADDRESS, data=fields | {"decision": "removed", "reason": "已封堵"})
    after = client.get(done.location).text
    assert "第 2 / 2 页" in after
    assert listed(after)[0] == "W100"
    assert listed(after)[-1] in listed(after)[:-1]


def test_a_statement_of_before_a_successor_was_known_says_so_on_its_page_and_stays_as_it_was(
    office: Any,
) -> None:
    law = {
        "id": "water",
        "name": "中华人民共和国水污染防治法",
        "source": "某处",
        "basis": "sourced",
    }
    with office.database.transaction() as session:
        save_sheet(session, "laws", [law])
        made = statement_for(session, office.store, 1, Actor("张三", "试验"))
    client = office.app.test_client()
    assert "可能已被取代" not in client.get(f"/statements/{made.id}").text
    with office.database.transaction() as session:
        save_sheet(session, "laws", [dict(row) for row in shipped_rows("laws")])
    assert "可能已被取代" in client.get(f"/statements/{made.id}").text
    with office.database.reading() as session:
        assert get_statement(session, made.id).sha256 == made.sha256
