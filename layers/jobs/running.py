"""Doing one job: claimed, watched by a heartbeat, ended with a result or with a reason."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor
from layers.faults.naming import refusal_of
from layers.faults.places import Places
from layers.jobs import ledger
from layers.jobs.errors import JOB_CANCELLED, JOB_FAILED, JOB_KILLED
from layers.jobs.ledger import BEAT_S, DEAD_AFTER_S, MOST_ATTEMPTS, Job
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database
from layers.system.memory import give_back
from layers.system.progress import Progress

log = logging.getLogger("ecoatlas.jobs")
# People watch a bar, the database need not hear of every feature.
REPORT_EVERY_S = 0.3
# The column holds 32 characters, and what tells two holders apart takes nine.
LONGEST_WORKER = 23


class Cancelled(Exception):  # noqa: N818 - no fault: somebody asked for it
    """The job was asked to stop, or another worker has it now."""


@dataclass(frozen=True, slots=True)
class Work:
    """What the work of a job is given. `progress` raises when the job is cancelled."""

    settings: Settings
    database: Database
    store: Store
    job: Job
    progress: Progress
    stopped: Callable[[], bool]
    put: Callable[[str], object]

    def ask(self, kind: str, arguments: Mapping[str, Any], subject: str | None = None) -> Job:
        """Have a further job done after this one."""
        with self.database.transaction() as session:
            job = ledger.add_job(session, kind, arguments, subject=subject, by=self.by)
        self.put(job.id)
        return job

    @property
    def arguments(self) -> Mapping[str, Any]:
        return self.job.arguments

    @property
    def by(self) -> Actor:
        return self.job.actor


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job: its title, and the function that does it and returns plain JSON values.

    The function must be safe to begin again from the start: a killed worker's job is taken up by
    another one.
    """

    id: str
    title: Text
    work: Callable[[Work], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where jobs are done: over one office, by one worker, the kinds it knows."""

    settings: Settings
    database: Database
    store: Store
    kinds: Mapping[str, JobKind]
    worker: str
    dead_after_s: float = DEAD_AFTER_S
    put: Callable[[str], object] = lambda _job_id: None


def run_job(shop: Workshop, job_id: str) -> str | None:
    """Do a job if it is free; its state afterwards, None when somebody else has it."""
    # Two threads of a worker may come by the same job: each holds it under a name of its own.
    holder = f"{shop.worker[:LONGEST_WORKER]}-{secrets.token_hex(4)}"
    with shop.database.transaction() as session:
        job = ledger.claim(session, job_id, holder, shop.dead_after_s)
    if job is None:
        return None
    state, answer = _outcome(shop, job, holder)
    with shop.database.transaction() as session:
        ledger.finish(session, job.id, holder, state, **answer)
    give_back()
    return state


def _outcome(shop: Workshop, job: Job, holder: str) -> tuple[str, dict[str, Any]]:
    if job.cancel_asked:
        return "cancelled", {}
    if job.attempts > MOST_ATTEMPTS:
        return "failed", {
            "problem": problem_json(EcoAtlasError(JOB_KILLED, attempts=MOST_ATTEMPTS))
        }
    try:
        with _beating(shop, job, holder) as watch:
            work = Work(
                shop.settings,
                shop.database,
                shop.store,
                job,
                watch.progress,
                watch.stopped,
                shop.put,
            )
            return "done", {"result": shop.kinds[job.kind].work(work)}
    except Cancelled:
        return "cancelled", {"problem": problem_json(EcoAtlasError(JOB_CANCELLED))}
    except EcoAtlasError as error:
        return "refused", {"problem": problem_json(error)}
    except Exception as error:
        refusal = refusal_of(error, Places.of(shop.settings, named=False))
        if refusal is not None:
            log.warning("job %s (%s): refused by the machine", job.id, job.kind, exc_info=error)
            return "refused", {"problem": problem_json(refusal)}
        reference = secrets.token_hex(4)
        log.exception("reference %s: job %s (%s)", reference, job.id, job.kind)
        return "failed", {"problem": problem_json(EcoAtlasError(JOB_FAILED, reference=reference))}


def problem_json(error: EcoAtlasError) -> dict[str, Any]:
    """A refusal as plain values in both languages, with what stands in the way row by row."""
    return {
        "code": error.code,
        "message": error.message.as_dict(),
        "fix": error.fix.as_dict(),
        "problems": [
            {"code": one.code, "feature": one.feature, "message": one.message.as_dict()}
            for one in error.problems[:200]
        ],
    }


class _Watch:
    """Between the work and the ledger: passes on progress, and says when to stop."""

    def __init__(self, shop: Workshop, job: Job, holder: str) -> None:
        self._shop, self._job, self._holder = shop, job, holder
        self._stop = threading.Event()
        self._last = 0.0

    def stopped(self) -> bool:
        return self._stop.is_set()

    def progress(self, step: str, done: int, total: int) -> None:
        if self.stopped():
            raise Cancelled
        moment = time.monotonic()
        if done < total and moment - self._last < REPORT_EVERY_S:
            return
        self._last = moment
        self.report((step, done, total))
        if self.stopped():
            raise Cancelled

    def report(self, step: tuple[str, int, int] | None = None) -> None:
        """Tell the ledger; one that does not answer is no reason to give up the work."""
        try:
            with self._shop.database.transaction() as session:
                if not ledger.report(session, self._job.id, self._holder, step):
                    self._stop.set()
        except SQLAlchemyError:
            log.exception("job %s: it could not be reported", self._job.id)


@contextmanager
def _beating(shop: Workshop, job: Job, holder: str) -> Iterator[_Watch]:
    """A thread that says every few seconds that we live, also while one long step works."""
    watch, over = _Watch(shop, job, holder), threading.Event()
    beat = min(BEAT_S, shop.dead_after_s / 3)

    def keep_beating() -> None:
        while not over.wait(beat):
            try:
                watch.report()
            except Exception:
                log.exception("job %s: the heartbeat was not written", job.id)

    thread = threading.Thread(target=keep_beating, name=f"beat-{job.id[:8]}", daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        over.set()
        thread.join()
