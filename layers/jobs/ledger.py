"""The ledger of jobs: adding, claiming, reporting, ending. Use cases take a session."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import SYSTEM, Actor
from layers.jobs.asker import Asker
from layers.jobs.errors import JOB_OVER, UNKNOWN_JOB
from layers.jobs.tables import UNFINISHED, JobRow
from layers.system.database import now

# A worker says that it lives every few seconds; after three times that it is taken for dead.
BEAT_S = 4.0
DEAD_AFTER_S = 12.0
MOST_ATTEMPTS = 3
# The clocks of several machines differ by seconds; by more only where one was set back.
AHEAD = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Job:
    """A job, free of the session."""

    id: str
    kind: str
    subject: str | None
    arguments: Mapping[str, Any]
    state: str
    step: str | None
    done: int
    total: int
    cancel_asked: bool
    attempts: int
    result: Mapping[str, Any] | None
    problem: Mapping[str, Any] | None
    created_at: dt.datetime
    finished_at: dt.datetime | None
    actor: Actor

    @property
    def over(self) -> bool:
        return self.state not in UNFINISHED

    @property
    def share(self) -> float:
        return self.done / self.total if self.total else 0.0


def add_job(
    session: Session,
    kind: str,
    arguments: Mapping[str, Any],
    *,
    subject: str | None = None,
    by: Actor | None = None,
) -> Job:
    """Write down a job to be done; `arguments` are plain JSON values."""
    who = by or SYSTEM
    row = JobRow(
        id=uuid.uuid4().hex,
        kind=kind,
        subject=subject,
        arguments=dict(arguments),
        created_by=who.name,
        origin=who.origin,
    )
    session.add(row)
    session.flush()
    return _job(row)


def ask_job(
    session: Session, kind: str, arguments: Mapping[str, Any], asker: Asker, subject: str
) -> Job:
    """Write down a job for somebody; it carries the role that counted when he asked."""
    return add_job(session, kind, with_role(asker, arguments), subject=subject, by=asker.actor)


def with_role(asker: Asker, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What the job of an asker is given: it may do no more than the role he had."""
    return {**arguments, "role": asker.role}


def get_job(session: Session, job_id: str) -> Job:
    """The job; raises `unknown-job`."""
    return _job(_row(session, job_id))


def list_jobs(
    session: Session, *, subject: str | None = None, by: str | None = None, limit: int = 50
) -> list[Job]:
    """The latest jobs first, about one subject or asked for by one account if they are named."""
    query = select(JobRow).order_by(JobRow.created_at.desc(), JobRow.id).limit(limit)
    if subject is not None:
        query = query.where(JobRow.subject == subject)
    if by is not None:
        query = query.where(JobRow.created_by == by)
    return [_job(row) for row in session.scalars(query)]


def jobs_about(session: Session, subjects: Collection[str]) -> dict[str, list[Job]]:
    """The jobs about each of these subjects, the latest first, in one query."""
    query = select(JobRow).where(JobRow.subject.in_(subjects))
    found: dict[str, list[Job]] = {subject: [] for subject in subjects}
    for row in session.scalars(query.order_by(JobRow.created_at.desc(), JobRow.id)):
        found[str(row.subject)].append(_job(row))
    return found


def ask_cancel(session: Session, job_id: str) -> Job:
    """A waiting job is cancelled, a running one asked to stop; raises `job-over`.

    One whose worker is dead is over too: there may be nobody left who would hear of it.
    """
    row = _row(session, job_id, lock=True)
    if row.state not in UNFINISHED:
        raise EcoAtlasError(JOB_OVER)
    row.cancel_asked = True
    if row.state == "waiting" or (row.beat_at is not None and _is_silent(row.beat_at)):
        _end(row, "cancelled")
    session.flush()
    return _job(row)


def _is_silent(beat_at: dt.datetime) -> bool:
    since = now() - beat_at
    return since > dt.timedelta(seconds=DEAD_AFTER_S) or -since > AHEAD


def claim(session: Session, job_id: str, worker: str, dead_after_s: float) -> Job | None:
    """Take a job that waits, or whose worker is dead; None when somebody else has it."""
    moment = now()
    free = _free(moment, dead_after_s)
    taken = session.execute(
        update(JobRow)
        .where(JobRow.id == job_id, free)
        .values(state="running", worker=worker, beat_at=moment, attempts=JobRow.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    return get_job(session, job_id) if taken.rowcount else None  # type: ignore[attr-defined]


def report(
    session: Session, job_id: str, worker: str, step: tuple[str, int, int] | None = None
) -> bool:
    """Say that the worker lives, and how far it is; False when it shall stop.

    It shall stop when it is asked to, or when the job has been given to another worker meanwhile.
    """
    row = session.get(JobRow, job_id, with_for_update=True)
    if row is None or row.worker != worker or row.state != "running" or row.cancel_asked:
        return False
    row.beat_at = now()
    if step is not None:
        row.step, row.done, row.total = step[0], min(step[1], step[2]), step[2]
    return True


def still_here(session: Session, job_id: str) -> None:
    """Say that the worker lives, in the transaction of its work: while that is open nobody else may
    write to a database of one file, not even a sign of life."""
    row = session.get(JobRow, job_id)
    if row is not None:
        row.beat_at = now()
        session.flush()


def finish(
    session: Session,
    job_id: str,
    worker: str,
    state: str,
    *,
    result: Mapping[str, Any] | None = None,
    problem: Mapping[str, Any] | None = None,
) -> None:
    """End a job, unless it has been given to another worker meanwhile."""
    row = session.get(JobRow, job_id, with_for_update=True)
    if row is None or row.worker != worker or row.state != "running":
        return
    row.result = None if result is None else dict(result)
    row.problem = None if problem is None else dict(problem)
    _end(row, state)


def to_be_done(session: Session, dead_after_s: float) -> list[Job]:
    """Jobs that wait, and those whose worker is dead, the oldest first."""
    free = _free(now(), dead_after_s)
    return [
        _job(row) for row in session.scalars(select(JobRow).where(free).order_by(JobRow.created_at))
    ]


def _free(moment: dt.datetime, dead_after_s: float) -> ColumnElement[bool]:
    """Nobody works on it: it waits, or its worker has not been heard of.

    Whoever lives says so every few seconds: a sign of life far ahead of the clock is of a worker
    that died before somebody set the clock back.
    """
    silence = dt.timedelta(seconds=dead_after_s)
    silent = or_(JobRow.beat_at < moment - silence, JobRow.beat_at > moment + AHEAD)
    return or_(JobRow.state == "waiting", (JobRow.state == "running") & silent)


def _end(row: JobRow, state: str) -> None:
    row.state, row.finished_at = state, now()
    if state == "done":
        row.done = row.total


def _row(session: Session, job_id: str, *, lock: bool = False) -> JobRow:
    row = session.get(JobRow, job_id, with_for_update=lock or None)
    if row is None:
        raise EcoAtlasError(UNKNOWN_JOB, job=job_id)
    return row


def _job(row: JobRow) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        arguments=row.arguments,
        state=row.state,
        step=row.step,
        done=row.done,
        total=row.total,
        cancel_asked=row.cancel_asked,
        attempts=row.attempts,
        result=row.result,
        problem=row.problem,
        created_at=row.created_at,
        finished_at=row.finished_at,
        actor=Actor(row.created_by, row.origin),
    )
