"""Site checks on pages, in the interface and on the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from tests.webmap.conftest import PASSWORD
from webmap.commands import main

pytestmark = pytest.mark.slow
SQUARE = "114.005 30.495\n114.02 30.495\n114.02 30.51\n114.005 30.51"


@pytest.fixture
def editor(changing: Callable[[str], FlaskClient]) -> FlaskClient:
    return changing("editor")


def test_a_pasted_site_is_checked_decided_on_and_taken_along(
    editor: FlaskClient, token_of_form: Callable[..., str]
) -> None:
    token = {"csrf_token": token_of_form(editor, "/sites")}
    form = {"place": SQUARE, "name": "<img src=x onerror=alert(1)>", "project": "XM-1"}
    done = editor.post("/sites", data=form | token)
    assert done.status_code == 303, done.text
    address = done.location
    shown = editor.get(address).text
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown
    assert "甲区（示例）" in shown
    assert "此处无图层" in shown
    wrong = editor.post(address, data={"key": "x", "decision": "overruled", "reason": "y"} | token)
    assert wrong.status_code == 404
    key = "sponge_zones/Sponge-city drainage zones/zones/A"
    empty = editor.post(address, data={"key": key, "decision": "overruled"} | token)
    assert empty.status_code == 400
    assert "没有写明理由" in empty.text
    body = {"key": key, "decision": "overruled", "reason": "已另行批复"}
    assert editor.post(address, data=body | token).status_code == 303
    assert "已另行批复" in editor.get(address).text
    assert editor.get(f"{address}/map.svg").data.startswith(b"<svg")
    with editor.get(f"{address}/file.docx") as taken:
        assert taken.data.startswith(b"PK")
    with editor.get(f"{address}/file.json") as taken:
        told = json.loads(taken.data)
    assert {row["check"] for row in told["result"]["rows"]} >= {"redlines", "chiefs", "sections"}
    again = editor.post(address.rpartition("/checks")[0] + "/again", data=token)
    assert again.location.endswith("/checks/2")
    assert "各条结果与第 1 次相同" in editor.get(again.location).text
    assert "XM-1" in editor.get("/sites").text


def test_a_check_is_handed_in_signed_by_another_and_its_file_verified(
    editor: FlaskClient, changing: Callable[[str], FlaskClient],
    token_of_form: Callable[..., str], site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    token = {"csrf_token": token_of_form(editor, "/sites")}
    address = editor.post("/sites", data={"place": SQUARE, "name": "地块"} | token).location
    done = editor.post(f"{address}/submit", data={"note": "请复核"} | token)
    assert done.location == f"{address}?done=submitted#review"
    assert "须由另一位审核人签署" in editor.get(address).text
    assert editor.post(f"{address}/sign", data=token).status_code == 403
    reviewer = changing("reviewer")
    page = reviewer.get(address).text
    said = re.search(r'name="asserted" value="([0-9a-f]{64})"', page)
    assert said is not None
    form = {"csrf_token": token_of_form(reviewer, address), "asserted": said[1]}
    unticked = reviewer.post(f"{address}/sign", data=form)
    assert (unticked.status_code, "没有勾选确认" in unticked.text) == (422, True)
    guessed = reviewer.post(f"{address}/sign", data=form | {"confirmed": "yes", "password": "x"})
    assert (guessed.status_code, 'id="sign-password-fault"' in guessed.text) == (422, True)
    form |= {"confirmed": "yes", "password": PASSWORD}
    assert reviewer.post(f"{address}/sign", data=form).status_code == 303
    key = "sponge_zones/Sponge-city drainage zones/zones/A"
    body = {"key": key, "decision": "overruled", "reason": "晚了"}
    late = editor.post(address, data=body | token)
    assert (late.status_code, "已经签署" in late.text) == (409, True)
    monkeypatch.setenv("ECOATLAS_HOME", str(site.settings.home))
    number, out = address.split("/")[2], tmp_path / "研判.pdf"
    assert CliRunner().invoke(main, ["sites", "export", number, "--out", str(out)]).exit_code == 0
    for group in ("sites", "statements"):
        checked = CliRunner().invoke(main, [group, "verify", str(out), "--json"])
        found = json.loads(checked.stdout)
        assert (checked.exit_code, found["verdict"], found["state"]) == (0, "agrees", "signed")
        assert found["site"] == address
    out.write_bytes(out.read_bytes().replace(b"/Title", b"/Titel"))
    altered = CliRunner().invoke(main, ["sites", "verify", str(out)])
    assert (altered.exit_code, "另存过" in altered.stdout) == (1, True)


def test_what_cannot_be_checked_is_told_above_the_form(
    editor: FlaskClient, token_of_form: Callable[..., str]
) -> None:
    token = {"csrf_token": token_of_form(editor, "/sites")}
    crossed = "114.05 30.30\n114.06 30.31\n114.06 30.30\n114.05 30.31"
    for form, words in (
        ({}, "没有给出位置或范围"),
        ({"place": crossed}, "自相交"),
        ({"place": "504809 3353370"}, "可能属于几个坐标系"),
        ({"project": "XM-9"}, "XM-9"),
        ({"place": SQUARE, "sector": "magic"}, "不在可选值之内"),
    ):
        answer = editor.post("/sites", data=form | token)
        assert answer.status_code in (400, 404), words
        assert words in answer.text
        # What was said below the fold is shown again, and nothing else is opened.
        assert ('id="site-more" open' in answer.text) == ("sector" in form), words
    assert editor.get("/sites?nothing=1").status_code == 400
    assert editor.get("/sites/999/checks/1").status_code == 404


@pytest.mark.parametrize(("asked", "opened"), [("", "place"), ("?project=XM-1", "project")])
def test_the_form_is_short_and_begins_with_one_way(
    editor: FlaskClient, asked: str, opened: str
) -> None:
    text = editor.get(f"/sites{asked}").text
    ways = re.findall(r'<details class="site-way"( open)?>.*?name="(\w+)"', text, re.DOTALL)
    assert [name for _, name in ways] == ["file", "project", "place"]
    assert [name for shown, name in ways if shown] == [opened]
    assert 'href="/#draw=site"' in text


def test_a_file_is_read_in_a_process_of_its_own_and_bounded(
    editor: FlaskClient, token_of_form: Callable[..., str]
) -> None:
    token = {"csrf_token": token_of_form(editor, "/sites")}

    def sent(features: int) -> Any:
        ring = [[114.0, 30.49], [114.01, 30.49], [114.01, 30.5], [114.0, 30.49]]
        one = {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        text = json.dumps({"type": "FeatureCollection", "features": [one] * features})
        file = {"file": (BytesIO(text.encode()), "地块.geojson")}
        return editor.post("/sites", data=file | token, content_type="multipart/form-data")

    done = sent(1)
    assert done.status_code == 303, done.text
    assert "地块" in editor.get(done.location).text
    many = sent(51)
    assert many.status_code == 400
    assert "至多读 50 个" in many.text


def test_a_file_whose_shape_was_repaired_into_other_ground_is_not_checked(
    site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECOATLAS_HOME", str(site.settings.home))

    def checked(*corners: tuple[float, float]) -> Any:
        file = tmp_path / "地块.geojson"
        file.write_text(json.dumps({"type": "Polygon", "coordinates": [[*corners, corners[0]]]}))
        return CliRunner().invoke(main, ["sites", "check", str(file)])

    bow = checked((114.0, 30.49), (114.01, 30.5), (114.01, 30.49), (114.0, 30.5))
    assert bow.exit_code == 1
    assert "site-shape-guessed" in bow.output
    assert "边界自相交" in bow.output
    spike = checked(
        (114.0, 30.49), (114.01, 30.49), (114.02, 30.49), (114.01, 30.49), (114.0, 30.5)
    )
    assert spike.exit_code == 0, spike.output


def test_a_file_of_a_million_shapes_is_refused_before_it_is_read(
    site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "全市.geojson"
    with file.open("wb") as out:
        out.truncate(167 * 10**6)
    monkeypatch.setenv("ECOATLAS_HOME", str(site.settings.home))
    monkeypatch.setattr("projects.sites.given.read_shapes", None)
    done = CliRunner().invoke(main, ["sites", "check", str(file)])
    assert done.exit_code == 1
    assert "“全市.geojson”有 159 MB，选址的文件至多 20 MB" in done.output


def test_the_interface_and_the_command_say_the_same(
    editor: FlaskClient, site: Any, token_of_form: Callable[..., str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    head = {"X-CSRFToken": token_of_form(editor, "/sites")}
    asked = {"project": "XM-1", "subject": "enterprise", "sector": "chemical"}
    done = editor.post("/api/v1/sites/check?lang=en", json=asked, headers=head)
    assert done.status_code == 201, done.text
    kept = editor.get(f"/api/v1/sites/{done.json['site']}/checks/1?lang=en").json
    assert kept == done.json
    assert done.json["site"] in [one["site"] for one in editor.get("/api/v1/sites").json["sites"]]
    monkeypatch.setenv("ECOATLAS_HOME", str(site.settings.home))
    out = tmp_path / "研判.docx"
    said = ["sites", "check", "--project", "XM-1", "--sector", "chemical"]
    said += ["--subject", "enterprise", "--json", "--out", str(out)]
    done_there = CliRunner().invoke(main, ["--lang", "en", *said])
    assert done_there.exit_code == 0, done_there.output
    told = json.loads(done_there.stdout)
    verdicts = [(row["key"], row["verdict"]) for row in told["rows"]]
    assert verdicts == [(row["key"], row["verdict"]) for row in kept["rows"]]
    assert out.read_bytes().startswith(b"PK")
    assert "XM-1" in CliRunner().invoke(main, ["sites", "list"]).output
