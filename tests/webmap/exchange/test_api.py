"""Other systems write: by a token of a scope, under a key that counts once, tried before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from geo.errors import EcoAtlasError
from layers.audit.tables import AuditEntry
from projects.accounts import accounts, tokens
from projects.exchange.tables import ExchangeKey
from projects.records.changes.records import add_project
from projects.records.model.part_tables import ProgressEntry
from projects.targets.tables import TargetValueRow
from projects.water.tables import WaterBatch

SHARE = "WEDZ-2023-T22"
PROJECT = "XM-9"
VALUE = {"target": SHARE, "unit": "420113", "period": "2051", "value": 46.8}
READINGS = [
    {"section": "宗关（示例）", "time": "2025-05-02", "values": {"NH3-N": 0.2, "TP": "0.01L"}},
    {"section": "宗关（示例）", "time": "2025-05-12 08:00", "values": {"NH3-N": 0.31}},
]
PLACES = {
    "readings": "/water/readings",
    "progress": "/project-progress",
    "values": "/target-values",
}


class System:
    """Another system with a token, and keys of its own making."""

    def __init__(self, site: Any, scope: str, role: str = "editor") -> None:
        self.client, self.count, self.name = site.app.test_client(), 0, f"hub-{scope}"
        with site.database.transaction() as session:
            accounts.add_account(session, self.name, role, by=None)
            account = accounts.get_account(session, self.name)
            made = tokens.make_token(session, account, "数据平台", role, 9, None, scope)
        self.headers = {"Authorization": f"Bearer {made.token}"}

    def send(self, place: str, body: Any, key: str | None = "") -> Any:
        self.count += 1
        named = {} if key is None else {"Idempotency-Key": key or f"{self.name}-{self.count:08}"}
        return self.client.post(f"/api/v1{place}", json=body, headers=self.headers | named)


@pytest.fixture(scope="module")
def site(opened: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """An office with one project and no layer."""
    made = opened(tmp_path_factory.mktemp("exchange") / "home")
    record = {"code": PROJECT, "name": "示例项目", "status": "building", "progress_percent": 40}
    with made.database.transaction() as session:
        add_project(session, record)
    yield made
    made.app.extensions["ecoatlas"].database.close()
    made.database.close()


@pytest.fixture(scope="module")
def system(site: Any) -> Callable[[str], System]:
    made: dict[str, System] = {}

    def of(scope: str) -> System:
        if scope not in made:
            made[scope] = System(site, scope)
        return made[scope]

    return of


def count(site: Any, table: Any) -> int:
    with site.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def actions(site: Any, who: str) -> list[str]:
    with site.database.reading() as session:
        query = select(AuditEntry.action).where(AuditEntry.actor == who)
        return list(session.scalars(query.order_by(AuditEntry.number)))


def test_readings_are_a_batch_and_a_repeat_has_the_same_answer(
    site: Any, system: Callable[[str], System]
) -> None:
    hub, before = system("readings"), count(site, WaterBatch)
    body = {"rows": READINGS}
    tried = hub.send(PLACES["readings"], body | {"dry_run": True}, None)
    assert (tried.status_code, tried.json) == (
        200, {"batch": None, "readings": 2, "values": 3, "sections": 1, "dry_run": True},
    )  # fmt: skip
    assert count(site, WaterBatch) == before
    first = hub.send(PLACES["readings"], body, "may-readings-1")
    assert (first.status_code, first.json["values"]) == (201, 3)
    again = hub.send(PLACES["readings"], body, "may-readings-1")
    assert (again.status_code, again.data) == (201, first.data)
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (
        None, "true",
    )  # fmt: skip
    assert count(site, WaterBatch) == before + 1
    other = hub.send(PLACES["readings"], {"rows": READINGS[:1]}, "may-readings-1")
    assert (other.status_code, other.json["code"]) == (422, "idempotency-key-otherwise")
    assert actions(site, hub.name).count("water-imported") == 1


def test_faults_name_the_rows_that_were_sent_and_keep_no_key(
    site: Any, system: Callable[[str], System]
) -> None:
    hub, before = system("readings"), (count(site, WaterBatch), count(site, ExchangeKey))
    wrong = {"section": "宗关（示例）", "time": "2025-06-02", "values": {"NH3-N": "坏"}}
    good = {"section": "宗关（示例）", "time": "2025-06-03", "values": {"NH3-N": 0.2}}
    for dry in (True, False):
        refused = hub.send(
            PLACES["readings"], {"rows": [good, wrong], "dry_run": dry}, "june-00001"
        )
        assert (refused.status_code, refused.json["code"]) == (400, "water-refused")
        assert {one["feature"] for one in refused.json["problems"]} == {2}
        assert "第 2 行" in refused.json["problems"][0]["title"]
    assert (count(site, WaterBatch), count(site, ExchangeKey)) == before
    assert hub.send(PLACES["readings"], {"rows": [good]}, "june-00001").status_code == 201


def test_progress_of_projects_all_of_it_or_nothing(
    site: Any, system: Callable[[str], System]
) -> None:
    hub, before = system("progress"), count(site, ProgressEntry)
    row = {"project": PROJECT, "percent": 61.5, "on": "2026-01-05", "text": "厂区封顶"}
    unknown = {"project": "没有这个", "percent": 5}
    refused = hub.send(PLACES["progress"] + "?lang=en", {"rows": [row, unknown]})
    assert (refused.status_code, refused.json["code"]) == (422, "project-progress-refused")
    assert [(one["feature"], one["code"]) for one in refused.json["problems"]] == [
        (2, "unknown-project")
    ]
    twice = hub.send(PLACES["progress"], {"rows": [row, row | {"percent": 62}]})
    assert [one["code"] for one in twice.json["problems"]] == ["project-progress-twice"]
    assert count(site, ProgressEntry) == before
    tried = hub.send(PLACES["progress"], {"rows": [row], "dry_run": True}, None)
    assert (tried.status_code, tried.json["reported"], count(site, ProgressEntry)) == (
        200, 1, before,
    )  # fmt: skip
    kept = hub.send(PLACES["progress"], {"rows": [row]}, "progress-0001")
    assert (kept.status_code, kept.json["reported"]) == (201, 1)
    assert hub.send(PLACES["progress"], {"rows": [row]}, "progress-0001").data == kept.data
    assert count(site, ProgressEntry) == before + 1
    fell = hub.send(PLACES["progress"], {"rows": [row | {"percent": 40, "on": "2026-01-06"}]})
    assert [one["code"] for one in fell.json["problems"]] == ["record-progress-fell"]
    assert "project-changed" in actions(site, hub.name)


def test_values_of_targets_with_what_was_seen(site: Any, system: Callable[[str], System]) -> None:
    hub, before = system("values"), count(site, TargetValueRow)
    body = {"rows": [VALUE]}
    assert hub.send(PLACES["values"], body | {"dry_run": True}, None).json["added"] == 1
    assert count(site, TargetValueRow) == before
    kept = hub.send(PLACES["values"], body, "values-00001")
    assert (kept.status_code, kept.json["added"], kept.json["values"][0]["version"]) == (201, 1, 1)
    assert hub.send(PLACES["values"], body, "values-00001").data == kept.data
    conflict = hub.send(PLACES["values"], {"rows": [VALUE | {"value": 50}]})
    assert [one["code"] for one in conflict.json["problems"]] == ["target-value-conflict"]
    assert "values-reported" in actions(site, hub.name)


def test_a_token_does_what_its_scope_is_for_and_reads(
    site: Any, system: Callable[[str], System]
) -> None:
    bodies = {
        "readings": {"rows": READINGS, "dry_run": True},
        "progress": {"rows": [{"project": "没有这个", "percent": 5}], "dry_run": True},
        "values": {"rows": [VALUE], "dry_run": True},
    }
    for scope in ("read", *PLACES):
        hub = system(scope)
        assert hub.client.get("/api/v1/targets", headers=hub.headers).status_code == 200
        for place, body in bodies.items():
            answer = hub.send(PLACES[place], body, None)
            assert (answer.status_code == 403) is (place != scope), (scope, place)
            if place != scope:
                assert answer.json["code"] == "token-out-of-scope"
        change = hub.client.patch("/api/v1/projects/x", json={"note": "x"}, headers=hub.headers)
        assert (change.status_code, change.json["code"]) == (403, "token-out-of-scope")
    assert "request-refused" in actions(site, system("read").name)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("body", "key", "status", "code"),
    [
        ({"rows": READINGS}, None, 400, "idempotency-key-missing"),
        ({"rows": READINGS}, "short", 400, "idempotency-key-missing"),
        ({"rows": []}, "", 422, "input-invalid"),
        ({"rows": READINGS, "nosuch": 1}, "", 422, "input-invalid"),
        ({"rows": [READINGS[0] | {"time": "2. Mai"}]}, "", 422, "input-invalid"),
        ({"rows": [READINGS[0] | {"values": {"Au": 1}}]}, "", 400, "water-grid-wrong"),
        ({"rows": READINGS * 2501}, "", 422, "input-invalid"),
        ({"rows": READINGS, "reason": "x" * 2**20}, "", 413, "body-too-large"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_in_both_languages(
    system: Callable[[str], System], body: Any, key: str | None, status: int, code: str, lang: str
) -> None:
    answer = system("readings").send(f"{PLACES['readings']}?lang={lang}", body, key)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert any("\u4e00" <= one <= "\u9fff" for one in answer.json["title"]) is (lang == "zh")


def test_a_scope_is_no_more_than_the_role(site: Any) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        System(site, "exchange", "viewer")
    assert refused.value.code == "token-scope-unknown"


def test_two_at_once_under_one_key_are_one_sending(
    site: Any, system: Callable[[str], System], monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite lets one wait for the other, whose answer it then has. PostgreSQL does not show it
    what is not committed yet: the key itself refuses (`tests/projects/exchange`)."""
    hub, before = system("progress"), count(site, ProgressEntry)
    row = {"project": PROJECT, "percent": 71, "on": "2026-02-05", "text": "同时"}
    with ThreadPoolExecutor(2) as pool:
        both = [
            pool.submit(hub.send, PLACES["progress"], {"rows": [row]}, "at-once-01") for _ in "ab"
        ]
        answers = [one.result() for one in both]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].data == answers[1].data
    assert sorted("Idempotency-Replayed" in one.headers for one in answers) == [False, True]
    assert count(site, ProgressEntry) == before + 1
    with monkeypatch.context() as unseen:
        unseen.setattr("webmap.exchange.sending.answered_before", lambda *_: None)
        busy = hub.send(PLACES["progress"], {"rows": [row]}, "at-once-01")
    assert (busy.status_code, busy.json["code"]) == (409, "idempotency-key-busy")
    assert hub.send(PLACES["progress"], {"rows": [row]}, "at-once-01").data == answers[0].data
    assert count(site, ProgressEntry) == before + 1
