"""Versions in the browser's words: the list, what changed, and going back after questions."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from geo.words import Text
from layers.audit.tables import AuditEntry
from layers.catalogue import Description, resolve
from layers.jobs.tables import JobRow
from layers.versions.diff import FieldChange
from projects.accounts import accounts
from projects.records.changes.records import add_project, link
from tests.imported import import_file
from webmap.versions.view_models import _field

pytestmark = pytest.mark.slow

PASSWORD = "正确 的马 电池 订书钉 蓝"  # noqa: S105
HOSTILE = "<script>alert(1)</script>北湖"
SECRECY, LINKS = "secrecy-would-drop", "links-would-break"


def square(west: float, code: str, name: str, size: float = 0.01) -> dict[str, Any]:
    east, north = west + size, 30.5 + size
    ring = [[west, 30.5], [east, 30.5], [east, north], [west, north], [west, 30.5]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "geometry": geometry, "properties": {"code": code, "name": name}}


FIRST = [square(114.0, "L1", "东湖"), square(114.02, "L2", "南湖"), square(114.04, "L3", "西湖")]
SECOND = [square(114.0, "L1", "东湖（大）"), square(114.04, "L3", "西湖", 0.02)]
SECOND += [square(114.08, "L4", HOSTILE)]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, opened: Callable[..., Any]) -> Iterator[Any]:
    """A layer with two versions: the first public, the second, which is live, internal."""
    folder = tmp_path_factory.mktemp("versions")
    site = opened(folder / "home")
    for number, (features, grade) in enumerate(((FIRST, "public"), (SECOND, "internal"))):
        path = folder / f"{number}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        about = Description(
            source="水务局", licence="内部使用", secrecy=grade, note=f"说明{number}"
        )
        import_file(
            site.database, site.store, path, layer_id="lakes", kind="lake", key="code",
            title=Text("湖泊（示例）", "Lakes (illustrative)"), crs="EPSG:4490",
            accept=("crs-missing",), description=about, with_tiles=False,
        )  # fmt: skip
    with site.database.transaction() as session:
        for role in ("viewer", "editor"):
            accounts.add_account(session, role, role, password=PASSWORD, by=None)
        record = {"code": "XM-9", "name": "北湖治理", "status": "building"}
        add_project(session, record)
        link(session, "XM-9", "lakes", ["L4"], store=site.store)
    yield site
    site.app.extensions["ecoatlas"].database.close()
    site.database.close()


@pytest.fixture
def client(office: Any, signing_in: Callable[..., Any]) -> Callable[[str], FlaskClient]:
    def signed_in(name: str) -> FlaskClient:
        made: FlaskClient = office.app.test_client()
        assert signing_in(made, name, PASSWORD).status_code == 303
        return made

    return signed_in


def live(office: Any) -> int:
    with office.database.reading() as session:
        return resolve(session, "lakes").number


@pytest.fixture
def back(office: Any) -> Iterator[None]:
    """The second version is live again afterwards."""
    yield
    from tests.imported import rollback

    rollback(office.database, "lakes", 2, accept=[SECRECY])


def test_the_page_of_a_layer_lists_every_version_with_what_is_said_of_it(
    client: Callable[[str], FlaskClient],
) -> None:
    page = client("editor").get("/layers/lakes").text
    for said in ("第 2 版", "第 1 版", "现行", "水务局", "内部使用", "说明0", "说明1", "内部"):
        assert said in page
    assert "/layers/lakes/diff?from=1&amp;to=2" in page
    assert page.count("恢复为现行<") == 1
    looking = client("viewer").get("/layers/lakes").text
    assert "恢复为现行" not in looking
    assert "/ogc</code>" in looking
    assert "diff?from=1" in looking


def test_the_difference_counts_and_tells_each_change(client: Callable[[str], FlaskClient]) -> None:
    page = client("viewer").get("/layers/lakes/diff?from=1&to=2").text
    for what in ("新增 <b>1</b>", "删除 <b>1</b>", "改形 <b>1</b>", "改属性 <b>1</b>"):
        assert what in page
    for said in ("东湖（大）", "面积变动", "南湖", "现版本", "公开", "内部", "说明0"):
        assert said in page
    assert "<script>alert" not in page
    (data,) = re.findall(r'id="diff-shapes">(.*?)</script>', page, re.DOTALL)
    drawn = {one["key"]: one for one in json.loads(data)["shapes"]}
    assert drawn.keys() == {"L1", "L2", "L3", "L4"}
    assert (drawn["L4"]["before"], drawn["L2"]["after"], drawn["L1"]["before"]) == (None,) * 3
    assert drawn["L3"]["before"] != drawn["L3"]["after"]


def test_numbers_that_differ_in_a_late_digit_are_told_apart() -> None:
    title = Text("深度", "Depth")
    line = _field(FieldChange("depth", title, 1.00000000001, 1.00000000002), "lake")
    assert (line.old.zh, line.new.zh) == ("1.00000000001", "1.00000000002")
    turned = _field(FieldChange("open", title, True, False), "lake")
    assert (turned.old.en, turned.new.en) == ("Yes", "No")


def test_without_numbers_the_live_version_is_compared_with_the_one_before(
    client: Callable[[str], FlaskClient],
) -> None:
    page = client("viewer").get("/layers/lakes/diff?lang=en").text
    assert '<option value="1" selected>' in page
    assert "Added <b>1</b>" in page
    assert "of ground changed" in page


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ("what=added", ["L4"], ["L1", "L2"]),
        ("field=name", ["L1"], ["L2", "L4"]),
        ("q=南湖", ["L2"], ["L1", "L4"]),
        ("q=nirgends", ["没有符合条件的变化"], ["L1"]),
    ],
)
def test_changes_are_found_by_kind_field_and_text(
    client: Callable[[str], FlaskClient], asked: str, there: list[str], gone: list[str]
) -> None:
    page = client("viewer").get(f"/layers/lakes/diff?from=1&to=2&{asked}").text
    assert all(said in page for said in there)
    assert not any(f'<span class="code plain">{key}</span>' in page for key in gone)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/layers/lakes/diff?from=1&to=9", 404),
        ("/layers/lakes/diff?from=x&to=2", 422),
        ("/layers/lakes/diff?what=turned", 422),
        ("/layers/nothing/diff", 404),
        ("/layers/lakes/diff?from=2&to=2", 200),
        ("/layers/lakes/diff?page=999", 200),
        ("/layers/lakes/restore?version=9", 403),
        ("/api/v1/layers/lakes/diff?from=1", 422),
    ],
)
def test_what_cannot_be_asked_has_its_status(
    client: Callable[[str], FlaskClient], address: str, status: int
) -> None:
    assert client("viewer").get(address).status_code == status


def test_many_changes_come_page_by_page_and_the_map_shows_the_same_ones(
    client: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("webmap.versions.pages", "webmap.versions.view_models"):
        monkeypatch.setattr(f"{module}.CHANGES_ON_A_PAGE", 3)
    page = client("viewer").get("/layers/lakes/diff?from=1&to=2").text
    assert "第 1–3 处变化，共 4 处" in page
    rest = client("viewer").get("/layers/lakes/diff?from=1&to=2&page=2").text
    assert "第 4–4 处变化，共 4 处" in rest
    (data,) = re.findall(r'id="diff-shapes">(.*?)</script>', rest, re.DOTALL)
    assert len(json.loads(data)["shapes"]) == 1


def test_versions_too_large_for_a_page_are_compared_by_a_command(
    client: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webmap.exports.differences.MOST_FEATURES", 2)
    answer = client("viewer").get("/layers/lakes/diff?from=1&to=2")
    assert answer.status_code == 422
    assert "ecoatlas layers diff lakes 1 2" in answer.text


def test_a_difference_is_taken_along_under_its_title_and_recorded(
    office: Any, client: Callable[[str], FlaskClient]
) -> None:
    viewer = client("viewer")
    workbook = viewer.get("/layers/lakes/diff.xlsx?from=1&to=2", buffered=True)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.data))["要素 Features"]
    assert sheet.max_row == 5
    said = workbook.headers["Content-Disposition"]
    assert 'filename="lakes_v1-v2.xlsx"' in said
    assert unquote(said).endswith("湖泊（示例）_v1-v2.xlsx")
    found = viewer.get("/layers/lakes/diff.json?from=1&to=2", buffered=True).json
    assert found is not None
    assert len(found["changes"]) == 4
    with office.database.reading() as session:
        query = select(AuditEntry.actor, AuditEntry.details).order_by(AuditEntry.number.desc())
        who, details = session.execute(query).first()
    assert (who, details["format"], details["from"]) == ("viewer", "diff-json", 1)


def test_the_same_as_json_in_parts(client: Callable[[str], FlaskClient]) -> None:
    viewer = client("viewer")
    answer = viewer.get("/api/v1/layers/lakes/diff?from=1&to=2&limit=3").json
    assert (answer["total"], len(answer["changes"]), answer["next_offset"]) == (4, 3, 3)
    only = viewer.get("/api/v1/layers/lakes/diff?from=1&to=2&what=removed").json
    assert [one["key"] for one in only["changes"]] == ["L2"]
    listed = viewer.get("/api/v1/layers/lakes/versions").json["versions"]
    assert [(one["version"], one["live"], one["note"]) for one in listed] == [
        (2, True, "说明1"), (1, False, "说明0"),
    ]  # fmt: skip


def restore(client: FlaskClient, token: str, version: int, *accept: str) -> Any:
    form = {"csrf_token": token, "version": str(version), "accept": list(accept)}
    return client.post("/layers/lakes/restore", data=form)


@pytest.mark.usefixtures("back")
def test_going_back_asks_every_question_and_is_done_when_each_is_ticked(
    office: Any, client: Callable[[str], FlaskClient], token_of_form: Callable[..., str]
) -> None:
    editor = client("editor")
    token = token_of_form(editor, "/layers/lakes")
    asked = restore(editor, token, 1)
    assert asked.status_code == 409
    for said in ("密级是“公开”", "XM-9", "北湖治理", f'value="{SECRECY}"', f'value="{LINKS}"'):
        assert said in asked.text
    half = restore(editor, token, 1, SECRECY)
    assert half.status_code == 409
    assert "还有问题没有确认" in half.text
    assert f'value="{SECRECY}" required checked' in half.text
    assert live(office) == 2
    done = restore(editor, token, 1, SECRECY, LINKS)
    assert done.status_code == 303
    assert "已恢复为现行版本" in editor.get(done.headers["Location"]).text
    assert live(office) == 1
    with office.database.reading() as session:
        jobs = select(JobRow.kind, JobRow.subject).order_by(JobRow.created_at.desc())
        assert tuple(session.execute(jobs).first()) == ("tiles", "lakes@1")


@pytest.mark.usefixtures("back")
def test_one_click_is_enough_where_there_is_nothing_to_ask(
    office: Any, client: Callable[[str], FlaskClient], token_of_form: Callable[..., str]
) -> None:
    editor = client("editor")
    token = token_of_form(editor, "/layers/lakes")
    assert restore(editor, token, 1, SECRECY, LINKS).status_code == 303
    assert restore(editor, token, 2).status_code == 303
    assert live(office) == 2


def test_going_back_needs_the_right_and_the_token_of_a_form(
    office: Any, client: Callable[[str], FlaskClient], token_of_form: Callable[..., str]
) -> None:
    viewer, editor = client("viewer"), client("editor")
    token = token_of_form(viewer, "/layers/lakes")
    assert restore(viewer, token, 1, SECRECY, LINKS).status_code == 403
    assert restore(editor, "", 1, SECRECY, LINKS).status_code == 400
    token = token_of_form(editor, "/layers/lakes")
    assert restore(editor, token, 1, "something-else").status_code == 422
    assert editor.get("/layers/lakes/restore?version=1").text.count("<fieldset") == 2
    assert "就是现行版本" in editor.get("/layers/lakes/restore?version=2").text
    assert live(office) == 2


@pytest.mark.usefixtures("back")
def test_a_script_makes_a_version_live_and_is_told_what_stands_in_the_way(
    office: Any, client: Callable[[str], FlaskClient], token_of_form: Callable[..., str]
) -> None:
    editor = client("editor")
    headers = {"X-CSRFToken": token_of_form(editor, "/layers/lakes")}

    def ask(body: dict[str, Any]) -> Any:
        return editor.post("/api/v1/layers/lakes/rollback", json=body, headers=headers)

    refused = ask({"version": 1, "accept": [SECRECY]})
    assert (refused.status_code, refused.json["code"]) == (409, LINKS)
    assert "XM-9" in str(refused.json)
    done = ask({"version": 1, "accept": [SECRECY, LINKS]}).json
    assert (done["version"], done["previous"], done["changed"]) == (1, 2, True)
    assert ask({"version": "1"}).status_code == 422


def test_a_layer_with_one_version_says_that_there_is_nothing_to_compare(
    empty_site: Any, tmp_path: Path, own_layer: Callable[..., None]
) -> None:
    own_layer(empty_site, tmp_path)
    page = empty_site.app.test_client().get("/layers/zones/diff").text
    assert "这个图层只有一个版本" in page
