"""Figures asked for by programs: a job that holds no request, the run where it is quick."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from geo.errors import NO_CRS, EcoAtlasError
from geo.words import Text
from layers.jobs import ledger
from layers.jobs.running import JobKind, Workshop, run_job
from projects.work import jobs
from projects.work.kinds import JOB_KINDS

pytestmark = pytest.mark.slow

ADDRESS = "/api/v1/metrics/runs"
Ask = Callable[..., Any]


def body(cell_m: float, **more: Any) -> dict[str, Any]:
    inputs = {"zones": "zones", "built_up": "built_up"}
    return {"metric": "sponge_coverage", "inputs": inputs, "parameters": {"cell_m": cell_m}, **more}


@pytest.fixture
def ask(
    site: Any, changing: Callable[[str], FlaskClient], token_of_form: Callable[..., str]
) -> Iterator[Ask]:
    client = changing("reviewer")
    head = {"X-CSRFToken": token_of_form(client, "/metrics")}

    def of(given: Any = None, address: str = ADDRESS) -> Any:
        if given is None:
            return client.get(address)
        return client.post(address, json=given, headers=head)

    yield of
    with site.database.transaction() as session:
        for job in ledger.list_jobs(session, limit=200):
            if not job.over:
                ledger.ask_cancel(session, job.id)


def work(site: Any, job: str, kinds: Any = JOB_KINDS) -> str | None:
    shop = Workshop(site.settings, site.database, site.store, kinds, "w1", 5.0, lambda _: None)
    return run_job(shop, job)


def test_what_takes_long_is_a_job_whose_result_names_the_run(site: Any, ask: Ask) -> None:
    answer = ask(body(71.0, wait=0))
    assert answer.status_code == 202
    job = answer.json["id"]
    assert answer.headers["Location"] == f"/api/v1/jobs/{job}"
    assert answer.json["state"] == "waiting"
    assert ask(body(71.0, wait=0)).json["id"] == job, "asked twice, computed once"
    assert work(site, job) == "done"
    run = ask(address=f"/api/v1/jobs/{job}").json["result"]["run"]
    kept = ask(body(71.0, wait=0))
    assert (kept.status_code, kept.json["id"]) == (200, run)
    assert kept.json["result"]["parameters"]["cell_m"] == 71.0


def test_what_is_quick_is_answered_as_the_run(site: Any, ask: Ask) -> None:
    over = threading.Event()

    def keep_working() -> None:
        while not over.wait(0.05):
            with site.database.reading() as session:
                waiting = ledger.to_be_done(session, 5.0)
            for job in waiting:
                work(site, job.id)

    worker = threading.Thread(target=keep_working)
    worker.start()
    try:
        answer = ask(body(72.0, wait=10))
    finally:
        over.set()
        worker.join()
    assert answer.status_code == 201
    assert answer.json["result"]["parameters"]["cell_m"] == 72.0


def test_a_wrong_question_is_refused_at_once_and_no_job_is_made(site: Any, ask: Ask) -> None:
    def jobs() -> int:
        with site.database.reading() as session:
            return len(ledger.list_jobs(session, limit=200))

    before = jobs()
    assert ask(body(0.0)).json["code"] == "bad-parameter"
    unknown = body(73.0) | {"metric": "no_such"}
    assert ask(unknown).status_code == 404
    assert ask(body(73.0, wait=600)).status_code == 422
    assert jobs() == before


def test_a_refusal_while_computing_is_the_answer(
    site: Any, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_work: Any) -> Any:
        raise EcoAtlasError(NO_CRS)

    kinds = {"metric": JobKind("metric", Text("算", "compute"), refuse)}

    def at_once(job: Any, _seconds: float) -> Any:
        work(site, job.id, kinds)
        with site.database.reading() as session:
            return ledger.get_job(session, job.id)

    monkeypatch.setattr("webmap.projects.api_changes.wait_for", at_once)
    refused = ask(body(77.0))
    assert refused.status_code == NO_CRS.status
    assert refused.mimetype == "application/problem+json"
    assert (refused.json["code"], refused.json["title"]) == ("no-crs", NO_CRS.message.zh)


def test_nobody_fills_the_queue_alone(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_RUNS", 2)
    assert ask(body(74.0, wait=0)).status_code == 202
    assert ask(body(75.0, wait=0)).status_code == 202
    full = ask(body(76.0, wait=0))
    assert (full.status_code, full.json["code"]) == (409, "runs-too-many")
    assert ask(body(75.0, wait=0)).status_code == 202, "the same question is the same job"


def test_a_target_of_another_subject_is_refused_at_once_and_leaves_no_job(
    site: Any, ask: Ask
) -> None:
    """The sentence names what is measured and what the target asks."""
    with site.database.reading() as session:
        before = [one.id for one in ledger.list_jobs(session, limit=200)]
    asked = body(5.0)
    asked["parameters"] = {"target": "WEDZ-2023-T23"}
    refused = ask(asked)
    assert (refused.status_code, refused.json["code"]) == (400, "wrong-subject")
    assert "建设项目落实海绵城市要求" in refused.text
    assert "海绵城市达标面积" in refused.text
    with site.database.reading() as session:
        assert [one.id for one in ledger.list_jobs(session, limit=200)] == before
