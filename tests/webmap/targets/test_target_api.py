"""The ledger in the JSON interface: lines, rows written or refused, evidence, who sees what."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from layers.audit import Actor
from projects.accounts.people import people
from projects.targets.closing import close_period
from projects.targets.ledger import save_values, values_of
from projects.targets.rules import Row

SHARE = "WEDZ-2023-T22"
ClientOf = Callable[[str], FlaskClient]


def accounts_named(site: Any, account: str) -> str:
    with site.database.reading() as session:
        return people(session)[account].zh


@pytest.fixture
def write(client_of: ClientOf, token_of_form: Callable[..., str]) -> Callable[..., Any]:
    """Sends one row as an editor; answers status and body."""
    editor = client_of("editor")
    headers = {"X-CSRFToken": token_of_form(editor, "/targets")}

    def send(status: str = "reported", **cells: Any) -> tuple[int, Any]:
        row = {"target": SHARE, "unit": "420113", "value": "46.8"} | cells
        body = {"rows": [row], "status": status}
        answer = editor.put("/api/v1/targets/values", json=body, headers=headers)
        return answer.status_code, answer.json

    return send


def test_a_row_is_kept_and_told_again(write: Callable[..., Any], client_of: ClientOf) -> None:
    status, told = write(period="2031")
    assert (status, told["added"], told["values"][0]["version"]) == (200, 1, 1)
    editor = client_of("editor")
    address = f"/api/v1/targets?target={SHARE}&unit=420113&period=2031&lang=en"
    (line,) = editor.get(address).json["lines"]
    assert (line["demand"], line["unit_title"]) == ("≥ 50%", "Hannan District")
    assert (line["value"]["value"], line["value"]["written_by"]) == (46.8, "editor")
    told = editor.get(f"/api/v1/targets/{SHARE}").json
    assert [one["said"] for one in told["history"] if one["period"] == "2031"] == ["46.8"]


def test_faults_name_row_and_column(write: Callable[..., Any]) -> None:
    status, told = write(period="2032", value="250", row=7)
    assert (status, told["code"]) == (422, "target-values-refused")
    (fault,) = told["problems"]
    assert (fault["code"], fault["feature"], fault["field"]) == (
        "target-value-no-share", 7, "value",
    )  # fmt: skip


def test_everything_wrong_is_named_by_row_and_column_and_nothing_is_kept(
    site: Any, client_of: ClientOf, token_of_form: Callable[..., str]
) -> None:
    """Two values for one cell, a share over 100, 万 for single units, a closed period, a unit that
    is none, a file that is not there, and what somebody else wrote meanwhile."""
    client_of("reviewer")
    with site.database.transaction() as session:
        theirs = {"target": SHARE, "unit": "420113", "period": "2041", "value": "47.1"}
        save_values(session, [Row(1, theirs)], Actor("reviewer", "test"))
        close_period(session, "WEDZ-2023", "2040", Actor("reviewer", "test"))
    good = {"target": SHARE, "unit": "420113", "period": "2042", "value": "46.8"}
    wrong: list[dict[str, Any]] = [
        good, good, {"period": "2043", "value": "101"}, {"period": "2044", "value": "0.3万"},
        {"period": "2040"}, {"period": "2045", "unit": "区水务"},
        {"period": "2046", "evidence": "照片.pdf"}, {"period": "2041", "value": "50"},
    ]  # fmt: skip
    editor = client_of("editor")
    headers = {"X-CSRFToken": token_of_form(editor, "/targets")}

    def send(rows: list[dict[str, Any]]) -> Any:
        body = {"rows": [good | one for one in rows]}
        return editor.put("/api/v1/targets/values?lang=zh", json=body, headers=headers)

    refused = send(wrong)
    assert refused.status_code == 422
    told = {(one["feature"], one["field"]): one for one in refused.json["problems"]}
    assert {place: one["code"].removeprefix("target-value-") for place, one in told.items()} == {
        (2, "period"): "twice", (3, "value"): "no-share", (4, "value"): "ten-thousands",
        (5, "period"): "closed-period", (6, "unit"): "unknown-unit", (7, "evidence"): "evidence",
        (8, "value"): "conflict",
    }  # fmt: skip
    for (row, _), one in told.items():
        assert f"第 {row} 行" in one["title"]
    person = accounts_named(site, "reviewer")
    assert {"50%", "47.1%"} <= set(re.findall(r"[\d.]+%", told[8, "value"]["title"]))
    assert person in told[8, "value"]["title"]
    with site.database.reading() as session:
        assert not [one for one in values_of(session, [SHARE]) if one.period in {"2042", "2043"}]


def test_what_is_not_approved_is_not_told_to_everybody(
    write: Callable[..., Any], client: FlaskClient, client_of: ClientOf
) -> None:
    write(period="2033")
    write("draft", period="2034")

    def seen(asker: FlaskClient) -> set[str]:
        values = asker.get(f"/api/v1/targets/{SHARE}").json["values"]
        return {one["period"] for one in values} & {"2033", "2034"}

    assert seen(client) == set()
    assert seen(client_of("viewer")) == {"2033"}
    assert seen(client_of("reviewer")) == seen(client_of("editor")) == {"2033", "2034"}


@pytest.mark.parametrize("address", ["?colour=red", f"/{SHARE}?colour=red", "?page=0", "?period=x"])
def test_what_is_not_known_is_refused(client: FlaskClient, address: str) -> None:
    assert client.get(f"/api/v1/targets{address}").status_code in (400, 422)


def test_only_those_who_report_write(client_of: ClientOf, token_of_form: Any) -> None:
    viewer = client_of("viewer")
    headers = {"X-CSRFToken": token_of_form(viewer, "/account")}
    for send in (viewer.put, viewer.post):
        address = "values" if send == viewer.put else "evidence?name=a.pdf"
        refused = send(f"/api/v1/targets/{address}", json={"rows": []}, headers=headers)
        assert refused.status_code == 403


def test_evidence_is_looked_at_and_handed_out_to_those_who_may(
    write: Callable[..., Any], client: FlaskClient, client_of: ClientOf, token_of_form: Any
) -> None:
    editor = client_of("editor")
    headers = {"X-CSRFToken": token_of_form(editor, "/targets")}

    def send(name: str, content: bytes) -> Any:
        address = f"/api/v1/targets/evidence?name={name}"
        return editor.post(address, data=content, headers=headers)

    assert send("照片.png", b"MZ").json["code"] == "evidence-false"
    kept = send("报告.pdf", b"%PDF-1.7 x")
    assert kept.status_code == 201
    write("draft", period="2035", evidence="报告.pdf")
    address = f"/targets/evidence/{kept.json['sha256']}"
    got = editor.get(address)
    assert got.data == b"%PDF-1.7 x"
    got.close()
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert client_of("viewer").get(address).status_code == 404, "it stands behind a draft"
    assert client.get(address).status_code in (303, 401)
