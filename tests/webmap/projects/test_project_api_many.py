"""Programs: units, many projects at once, a yearly list, lists kept, files of a project."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook

from projects.records.changes.records import add_project
from projects.records.model.tables import Project

PREFIX = "/api/v1"


@pytest.fixture
def office(site: Any, client_of: Callable[[str], FlaskClient], token_of_form: Any) -> Any:
    client = client_of("editor")
    headers = {"X-CSRFToken": token_of_form(client, "/account")}

    def send(method: str, path: str, **more: Any) -> Any:
        return client.open(f"{PREFIX}{path}", method=method, headers=headers, **more)

    with site.database.transaction() as session:
        for code in ("API-1", "API-2"):
            add_project(session, {"code": code, "name": f"{code}（示例）", "status": "规划"})
    yield send
    with site.database.transaction() as session:
        for code in ("API-1", "API-2", "API-3"):
            found = session.get(Project, code)
            if found is not None:
                session.delete(found)


def test_units_are_added_renamed_and_merged(office: Any) -> None:
    made = office("POST", "/units", json={"name": "某某办（示例）", "aliases": ["某办（示例）"]})
    assert made.status_code == 201
    code = made.json["code"]
    named = office("POST", f"/units/{code}/rename", json={"name": "某某局（示例）"})
    assert "某某办（示例）" in named.json["aliases"]
    assert office("GET", "/units?text=某办").json["units"][0]["code"] == code
    assert office("POST", f"/units/{code}/merge", json={"into": "区住建局"}).json == {"projects": 0}
    assert office("POST", f"/units/{code}/merge", json={"in": "区住建局"}).status_code == 422


def test_many_are_changed_together_or_only_told(office: Any) -> None:
    asked = {"query": "text=API-", "fields": {"kind": "湿地"}, "dry_run": True}
    told = office("POST", "/project-changes", json=asked).json
    assert [one["code"] for one in told["differences"]] == ["API-1", "API-2"]
    done = office("POST", "/project-changes", json=asked | {"dry_run": False})
    assert done.json["changed"] == 2
    assert office("POST", "/project-changes", json=asked | {"dry_run": False}).json["changed"] == 0
    wrong = {"codes": ["API-1"], "fields": {"status": "完工"}}
    assert office("POST", "/project-changes", json=wrong).status_code == 422


def test_a_yearly_list_is_told_and_taken(office: Any) -> None:
    book = Workbook()
    book.active.append(["项目编号", "项目名称", "状态"])
    book.active.append(["API-3", "新项目（示例）", "规划"])
    packed = io.BytesIO()
    book.save(packed)
    told = office("POST", "/project-lists?dry_run=1", data=packed.getvalue())
    assert (told.status_code, {one["code"] for one in told.json["differences"]}) == (200, {"API-3"})
    taken = office("POST", "/project-lists?name=清单.xlsx", data=packed.getvalue())
    assert taken.json["added"] == ["API-3"]
    assert office("POST", "/project-lists?years=2026", data=b"").status_code == 422


def test_lists_are_kept_and_files_attached(office: Any) -> None:
    kept = office("PUT", "/project-views", json={"title": "逾期", "query": "overdue=1"})
    assert kept.json == {"title": "逾期", "query": "late=1"}
    assert kept.json in office("GET", "/project-views").json["views"]
    assert office("DELETE", "/project-views", json={"title": "逾期"}).json == {"removed": 1}
    pdf = b"%PDF-1.4\n%%EOF\n"
    sent = office("POST", "/projects/API-1/files?name=批复.pdf&step=filing", data=pdf)
    assert sent.status_code == 201
    (file,) = office("GET", "/projects/API-1/files").json["files"]
    assert (file["name"], file["step"], file["sha256"]) == (
        "批复.pdf",
        "filing",
        *sent.json["files"],
    )
    with office("GET", f"/projects/API-1/files/{file['sha256']}") as content:
        assert content.data == pdf
    assert (
        office("POST", "/projects/API-1/files?name=a.pdf&problem=99", data=pdf).status_code == 404
    )
