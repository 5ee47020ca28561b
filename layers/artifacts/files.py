"""Where a job keeps what it has made for somebody: `<home>/made/<job>`, for a limited time."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.artifacts.errors import MADE_GONE, MADE_NOT_YET
from layers.jobs import Job
from layers.jobs.tables import UNFINISHED, JobRow
from layers.settings import Settings
from layers.system.database import now

KEPT_HOURS = 24


def made_folder(settings: Settings, job_id: str) -> Path:
    return settings.resolved_shared / "made" / job_id


def fresh_folder(settings: Settings, job_id: str) -> Path:
    """An empty folder for a job; what an earlier attempt at it has left is removed."""
    folder = made_folder(settings, job_id)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    return folder


def made_file(settings: Settings, job: Job) -> Path:
    """The file that a job has made; raises `made-not-yet`, `made-gone`.

    Whether the asker may have it is asked by the caller: here is only a path.
    """
    name = str((job.result or {}).get("file", ""))
    if job.state != "done" or not name:
        raise EcoAtlasError(MADE_NOT_YET)
    path = made_folder(settings, job.id) / name
    if is_over(job) or not path.is_file():
        raise EcoAtlasError(MADE_GONE, hours=KEPT_HOURS)
    return path


def is_over(job: Job) -> bool:
    """Whether the time is over for which the result of a job is kept."""
    return job.finished_at is not None and job.finished_at < _since()


def kept_until(job: Job) -> dt.datetime | None:
    return job.finished_at + dt.timedelta(hours=KEPT_HOURS) if job.finished_at else None


def discard_made(session: Session, settings: Settings) -> int:
    """Remove what is older than KEPT_HOURS, and what no job that goes on or is done owns."""
    root = settings.resolved_shared / "made"
    if not root.is_dir():
        return 0
    there = list(root.iterdir())
    query = select(JobRow.id).where(
        JobRow.id.in_([one.name for one in there]),
        JobRow.state.in_(UNFINISHED)
        | ((JobRow.state == "done") & (JobRow.finished_at >= _since())),
    )
    wanted = set(session.scalars(query))
    stray = [one for one in there if one.name not in wanted]
    for one in stray:
        shutil.rmtree(one, ignore_errors=True)
    return len(stray)


def _since() -> dt.datetime:
    return now() - dt.timedelta(hours=KEPT_HOURS)
