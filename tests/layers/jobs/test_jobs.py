"""Jobs: claimed once, watched, cancelled, taken up again when their worker was killed."""

from __future__ import annotations

import datetime as dt
import os
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor
from layers.catalogue import UNKNOWN_LAYER
from layers.jobs import (
    JobKind,
    Jobs,
    Work,
    add_job,
    ask_cancel,
    get_job,
    ledger,
    list_jobs,
    queue,
    work,
)
from layers.jobs.running import Workshop, run_job
from layers.jobs.tables import JobRow
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database, engine_for, now
from layers.system.fork_server import Forked
from tests.databases import make_tables
from tests.forks import begun

pytestmark = pytest.mark.slow

TITLE = Text("试验", "Trial")


@pytest.fixture
def shop(private_home: Path) -> Iterator[Workshop]:
    """A workshop whose kinds the tests put in."""
    settings = Settings(home=private_home)
    engine = engine_for(settings)
    make_tables(engine)
    store = Store(settings.resolved_store_url)
    yield Workshop(settings, Database(engine), store, {}, "w1", dead_after_s=0.6)
    engine.dispose()


def with_work(shop: Workshop, work: Callable[[Work], Mapping[str, Any]]) -> Workshop:
    return Workshop(
        shop.settings, shop.database, shop.store,
        {"trial": JobKind("trial", TITLE, work)}, shop.worker, shop.dead_after_s,
    )  # fmt: skip


def asked(shop: Workshop, **arguments: Any) -> str:
    with shop.database.transaction() as session:
        return add_job(session, "trial", arguments, subject="s", by=Actor("li", "10.0.0.3")).id


def found(shop: Workshop, job_id: str) -> ledger.Job:
    with shop.database.reading() as session:
        return get_job(session, job_id)


def test_a_job_is_done_with_its_result_and_by_whom(shop: Workshop) -> None:
    job_id = asked(shop, number=3)
    state = run_job(
        with_work(shop, lambda w: {"twice": w.arguments["number"] * 2, "by": w.by.name}), job_id
    )
    job = found(shop, job_id)
    assert (state, job.state, job.result) == ("done", "done", {"twice": 6, "by": "li"})
    assert job.over
    assert job.finished_at is not None


def test_progress_is_written_for_others_to_see(shop: Workshop) -> None:
    seen: list[tuple[str | None, int, int]] = []

    def work(w: Work) -> Mapping[str, Any]:
        w.progress("read", 1, 4)
        job = found(shop, w.job.id)
        seen.append((job.step, job.done, job.total))
        return {}

    run_job(with_work(shop, work), asked(shop))
    assert seen == [("read", 1, 4)]


def test_a_refusal_ends_the_job_with_its_code_and_words(shop: Workshop) -> None:
    def work(_: Work) -> Mapping[str, Any]:
        raise EcoAtlasError(UNKNOWN_LAYER, layer="z")

    job_id = asked(shop)
    assert run_job(with_work(shop, work), job_id) == "refused"
    problem = found(shop, job_id).problem
    assert problem is not None
    assert problem["code"] == "unknown-layer"
    assert problem["message"]["en"] == "There is no layer “z”."


def test_a_fault_ends_the_job_with_a_reference_and_without_its_text(shop: Workshop) -> None:
    job_id = asked(shop)
    assert run_job(with_work(shop, lambda _: 1 // 0), job_id) == "failed"  # type: ignore[arg-type, return-value]
    problem = found(shop, job_id).problem
    assert problem is not None
    assert problem["code"] == "job-failed"
    assert "zero" not in str(problem)


def test_a_job_is_claimed_once(shop: Workshop) -> None:
    job_id = asked(shop)
    with shop.database.transaction() as session:
        assert ledger.claim(session, job_id, "w1", 60) is not None
    with shop.database.transaction() as session:
        assert ledger.claim(session, job_id, "w2", 60) is None


def test_a_waiting_job_can_be_cancelled_and_is_not_done(shop: Workshop) -> None:
    job_id = asked(shop)
    with shop.database.transaction() as session:
        assert ask_cancel(session, job_id).state == "cancelled"
    assert run_job(with_work(shop, lambda _: {}), job_id) is None
    with pytest.raises(EcoAtlasError) as refused, shop.database.transaction() as session:
        ask_cancel(session, job_id)
    assert refused.value.code == "job-over"


@pytest.mark.parametrize(
    "ago", [dt.timedelta(seconds=ledger.DEAD_AFTER_S + 1), dt.timedelta(days=-1)]
)
def test_a_job_whose_worker_is_dead_is_cancelled_at_once(shop: Workshop, ago: dt.timedelta) -> None:
    """Without another worker it would be “stopping” for ever, and its upload busy."""
    job_id = asked(shop)
    with shop.database.transaction() as session:
        ledger.claim(session, job_id, "dead", 60)
        assert ask_cancel(session, job_id).state == "running"
        row = session.get(JobRow, job_id)
        assert row is not None
        row.beat_at = now() - ago
    with shop.database.transaction() as session:
        assert ask_cancel(session, job_id).state == "cancelled"
        assert not ledger.report(session, job_id, "dead")
    assert run_job(with_work(shop, lambda _: {}), job_id) is None


def test_a_running_job_stops_at_its_next_step_when_asked(shop: Workshop) -> None:
    def work(w: Work) -> Mapping[str, Any]:
        with shop.database.transaction() as session:
            ask_cancel(session, w.job.id)
        w.progress("read", 1, 1)
        return {"never": "reached"}

    job_id = asked(shop)
    assert run_job(with_work(shop, work), job_id) == "cancelled"
    assert found(shop, job_id).result is None


def test_one_long_step_hears_of_the_cancelling_too(shop: Workshop) -> None:
    def work(w: Work) -> Mapping[str, Any]:
        with shop.database.transaction() as session:
            ask_cancel(session, w.job.id)
        wait_for(w.stopped)
        w.progress("read", 1, 1)
        return {}

    assert run_job(with_work(shop, work), asked(shop)) == "cancelled"


@pytest.mark.parametrize("ago", [dt.timedelta(seconds=5), dt.timedelta(days=-1)])
def test_a_job_whose_worker_is_silent_is_taken_by_another(
    shop: Workshop, ago: dt.timedelta
) -> None:
    """Also where its last sign of life lies ahead of a clock that was set back."""
    job_id = asked(shop)
    with shop.database.transaction() as session:
        ledger.claim(session, job_id, "dead", 60)
        row = session.get(JobRow, job_id)
        assert row is not None
        row.beat_at = now() - ago
    with shop.database.reading() as session:
        assert [job.id for job in ledger.to_be_done(session, 1.0)] == [job_id]
    assert run_job(with_work(shop, lambda _: {"ok": True}), job_id) == "done"
    with shop.database.transaction() as session:
        ledger.finish(session, job_id, "dead", "failed")
    assert found(shop, job_id).state == "done", "who was taken for dead changes nothing any more"


def test_a_job_that_kills_its_workers_is_given_up(shop: Workshop) -> None:
    job_id = asked(shop)
    for _ in range(ledger.MOST_ATTEMPTS):
        with shop.database.transaction() as session:
            assert ledger.claim(session, job_id, "dead", 0.0)
        time.sleep(0.01)
    shop = with_work(shop, lambda _: {})
    time.sleep(shop.dead_after_s)
    assert run_job(shop, job_id) == "failed"
    problem = found(shop, job_id).problem
    assert problem is not None
    assert problem["code"] == "job-killed"


def test_the_heartbeat_keeps_a_long_job_from_being_taken(shop: Workshop) -> None:
    """Heard of in time although one step works on; a slow machine has three seconds to spare."""
    patient = replace(shop, dead_after_s=4.5)

    def work(w: Work) -> Mapping[str, Any]:
        begun = now()
        wait_for(lambda: beat_of(shop, w.job.id) > begun)
        assert (beat_of(shop, w.job.id) - begun).total_seconds() < patient.dead_after_s
        with shop.database.transaction() as session:
            assert ledger.claim(session, w.job.id, "other", patient.dead_after_s) is None
        return {}

    assert run_job(with_work(patient, work), asked(shop)) == "done"


def beat_of(shop: Workshop, job_id: str) -> dt.datetime:
    with shop.database.reading() as session:
        row = session.get(JobRow, job_id)
        assert row is not None
        assert row.beat_at is not None
        return row.beat_at


def test_jobs_are_listed_by_subject_and_by_account(shop: Workshop) -> None:
    first, second = asked(shop), asked(shop)
    with shop.database.reading() as session:
        assert {job.id for job in list_jobs(session, subject="s")} == {first, second}
        assert list_jobs(session, subject="other") == []
        assert len(list_jobs(session, by="li", limit=1)) == 1
        with pytest.raises(EcoAtlasError):
            get_job(session, "no-such")


def work_on(home: str, queue_url: str, ready: str) -> None:
    """In a process of its own: a worker whose first try at a job never ends."""

    def trial(w: Work) -> dict[str, int]:
        mark = Path(w.arguments["mark"])
        with mark.open("a") as file:
            file.write("begun\n")
        if mark.read_text().count("begun") == 1:
            time.sleep(60)
        return {"attempt": w.job.attempts}

    settings = Settings(home=Path(home), queue_url=queue_url or None)
    database, store = Database(engine_for(settings)), Store(settings.resolved_store_url)
    kinds = {"trial": JobKind("trial", TITLE, trial)}
    work(settings, database, store, kinds, dead_after_s=1.0,
         ready=lambda: Path(ready).write_text(f"{os.getpid()}\n"))  # fmt: skip


@pytest.fixture
def redis_url(tmp_path: Path, available: Callable[[str, str], str]) -> Iterator[str]:
    """A Redis server of our own on a free port."""
    program = available("redis-server", "Debian's redis-server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", tmp_path]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for(lambda: answers(port))
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(20)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def start_worker(settings: Settings, folder: Path) -> tuple[Forked, int]:
    """A worker that is ready, and the number of its process."""
    folder.mkdir()
    ready = folder / "ready"
    home, queue_url = str(settings.resolved_home), settings.queue_url or ""
    worker = begun(folder, work_on, home, queue_url, str(ready))
    wait_for(lambda: ready.exists() and ready.read_text().endswith("\n"))
    return worker, int(ready.read_text())


def wait_for(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def test_the_job_of_a_killed_worker_is_taken_up_by_the_next_one(
    shop: Workshop, tmp_path: Path
) -> None:
    outlive(shop, shop.settings, tmp_path)


def test_a_queue_in_redis_does_the_same(shop: Workshop, tmp_path: Path, redis_url: str) -> None:
    settings = shop.settings.model_copy(update={"queue_url": redis_url})
    outlive(shop, settings, tmp_path)
    assert not (settings.resolved_home / "queue.sqlite").exists()


def outlive(shop: Workshop, settings: Settings, folder: Path) -> None:
    jobs, mark = Jobs(settings), folder / "mark"
    job_id = asked(shop, mark=str(mark))
    jobs.put(job_id)
    first, _ = start_worker(settings, folder / "first")
    # Killed before it has written, the next one would take itself for the first.
    wait_for(lambda: mark.exists() and "begun" in mark.read_text())
    first.kill()
    assert first.wait(60) == -signal.SIGKILL
    second, number = start_worker(settings, folder / "second")
    try:
        wait_for(lambda: found(shop, job_id).over)
    finally:
        os.kill(number, signal.SIGTERM)
        assert second.wait(60) == 0
    jobs.close()
    assert found(shop, job_id).result == {"attempt": 2}


def test_whoever_closes_the_queue_takes_it_from_nobody_else(private_home: Path) -> None:
    jobs = Jobs(Settings(home=private_home))
    storage = jobs._huey.storage
    assert storage.conn is not None
    with ThreadPoolExecutor(3) as people:
        # Held until all of them have seen that there is something to close.
        with storage.lock:
            closing = [people.submit(jobs.close) for _ in range(3)]
            time.sleep(0.05)
        assert [one.result() for one in closing] == [None, None, None]


def test_jobs_put_at_the_same_moment_all_lie_in_the_queue(private_home: Path) -> None:
    jobs, together = Jobs(Settings(home=private_home)), threading.Barrier(8)

    def press(number: int) -> None:
        together.wait()
        for again in range(3):
            jobs.put(f"{number}-{again}")

    with ThreadPoolExecutor(8) as people:
        list(people.map(press, range(8)))
    lying = {one.args[0] for one in jobs._huey.pending()}
    jobs.close()
    assert lying == {f"{number}-{again}" for number in range(8) for again in range(3)}


def test_a_job_that_the_queue_has_lost_is_asked_for_again(shop: Workshop) -> None:
    """Whoever took it out of the queue could not claim it, or the queue did not answer."""
    huey = queue.open_queue(shop.settings)
    task = huey.task(name="job")(lambda job_id: None)
    job_id = asked(shop)
    known = queue._ask_lost(shop, huey, task, frozenset())
    assert queue._ask_lost(shop, huey, task, known) == known
    assert huey.pending_count() == 1, "what lies in the queue is not put in twice"
    taken = huey.dequeue()
    assert taken is not None
    assert taken.args == (job_id,)
    queue._ask_lost(shop, huey, task, known)
    assert huey.pending_count() == 1
    huey.storage.close()


def test_looking_for_lost_jobs_goes_on_when_the_queue_did_not_answer(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "LOOK_EVERY_S", 0.01)
    huey, over, tries = queue.open_queue(shop.settings), threading.Event(), []

    def task(job_id: str) -> None:
        tries.append(job_id)
        if len(tries) == 1:
            raise ConnectionError("the queue is being restarted")
        over.set()

    job_id = asked(shop)
    finder = threading.Thread(target=queue._find_lost, args=(shop, huey, task, over), daemon=True)
    finder.start()
    finder.join(10)
    over.set()
    assert tries == [job_id, job_id]
    huey.storage.close()


def test_two_threads_of_one_worker_never_hold_the_same_job(shop: Workshop) -> None:
    """The first was silent for too long and goes on while the second one works."""
    working, over = threading.Event(), threading.Event()
    shop = with_work(shop, lambda w: first(w) if w.job.attempts == 1 else second(w))

    def silence(job_id: str) -> None:
        with shop.database.transaction() as session:
            row = session.get(JobRow, job_id)
            assert row is not None
            row.beat_at = now() - dt.timedelta(seconds=5)

    def take_over(job_id: str) -> None:
        silence(job_id)
        while run_job(shop, job_id) is None and not over.is_set():
            silence(job_id)  # a beat of the first came in between

    def first(w: Work) -> Mapping[str, Any]:
        other = threading.Thread(target=take_over, args=(w.job.id,))
        other.start()
        assert working.wait(60)
        try:
            w.progress("read", 1, 1)
        finally:
            over.set()
            other.join()
        return {"by": "first"}

    def second(w: Work) -> Mapping[str, Any]:
        working.set()
        over.wait(60)
        return {"by": "second"}

    job_id = asked(shop)
    assert run_job(shop, job_id) == "cancelled"
    assert found(shop, job_id).result == {"by": "second"}


def test_a_ledger_that_does_not_answer_for_a_moment_does_not_end_the_work(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(w: Work) -> Mapping[str, Any]:
        with monkeypatch.context() as patched:
            patched.setattr(ledger, "report", locked)
            w.progress("read", 1, 1)
        return {}

    def locked(*_given: object) -> bool:
        raise OperationalError("UPDATE", {}, sqlite3.OperationalError("database is locked"))

    assert run_job(with_work(shop, work), asked(shop)) == "done"


def test_an_unreachable_queue_is_said_in_words(private_home: Path) -> None:
    with pytest.raises(EcoAtlasError) as refused:
        Jobs(Settings(home=private_home, queue_url="redis://127.0.0.1:1/0"))
    assert refused.value.code == "queue-unreachable"


def test_writers_from_several_threads_do_not_lose_a_job(shop: Workshop) -> None:
    done: list[str] = []
    threads = [threading.Thread(target=lambda: done.append(asked(shop))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with shop.database.reading() as session:
        assert {job.id for job in list_jobs(session)} == set(done)
