"""Projects in the JSON interface: filters, what is not known, versions of two writers."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

LIST = "/api/v1/projects"


def test_filters_are_answered_and_unknown_ones_refused(client: FlaskClient) -> None:
    every = client.get(LIST).get_json()
    assert every["total"] == len(every["projects"]) > 0
    late = client.get(f"{LIST}?overdue=1&lang=en").get_json()
    assert late["filters"] == {"late": "1"}
    page = client.get(f"{LIST}?size=1&page=1").get_json()
    assert (len(page["projects"]), page["total"]) == (1, every["total"])
    refused = client.get(f"{LIST}?overdu=1")
    assert (refused.status_code, refused.get_json()["code"]) == (400, "project-filter-unknown")
    assert "overdue" in refused.get_json()["detail"]


def test_the_list_tells_of_a_project_what_its_record_tells(
    client_of: Callable[[str], FlaskClient], token_of_form: Callable[..., str]
) -> None:
    editor = client_of("editor")
    form = {"X-CSRFToken": token_of_form(editor, "/targets")}
    new = {
        "code": "L 1",
        "name": "湖岸（示例）",
        "status": "在建",
        "lead_unit": "市水务局",
        "start_date": "2024-01-05",
        "due_date": "2024-06-30",
        "investment_wan_yuan": 120.5,
    }
    assert editor.post(LIST, json=new, headers=form).status_code == 201
    told = editor.get(LIST).get_json()["projects"]
    assert told == editor.get(f"{LIST}?size=1000").get_json()["projects"]
    (mine,) = (one for one in told if one["code"] == new["code"])
    assert (mine["lead_unit"], mine["investment_wan_yuan"]) == ("市水务局", 120.5)
    for one in told:
        record = editor.get(f"{LIST}/{one['code']}").get_json()
        assert one == {name: record[name] for name in one}


def test_a_change_upon_an_earlier_version_is_refused(
    client_of: Callable[[str], FlaskClient], token_of_form: Callable[..., str]
) -> None:
    editor = client_of("editor")
    form = {"X-CSRFToken": token_of_form(editor, "/targets")}
    new = {"code": "V-1", "name": "一", "status": "在建"}
    made = editor.post(LIST, json=new, headers=form)
    tag = made.headers["ETag"]
    assert made.status_code == 201
    address = f"{LIST}/V-1"
    first = editor.patch(address, json={"name": "二"}, headers=form | {"If-Match": tag})
    assert (first.status_code, first.get_json()["version"]) == (200, 2)
    second = editor.patch(address, json={"name": "三"}, headers=form | {"If-Match": tag})
    body = second.get_json()
    assert (second.status_code, body["code"]) == (412, "project-changed-meanwhile")
    (row,) = body["problems"]
    assert (row["field"], row["base"], row["theirs"], row["mine"]) == ("name", "一", "二", "三")
    changes = editor.get(f"{address}/history").get_json()["changes"]
    assert [one["version"] for one in changes] == [2, 1]
    unread = editor.patch(address, json={"note": "x"}, headers=form | {"If-Match": '"x"'})
    assert unread.status_code == 400
