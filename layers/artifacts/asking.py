"""Asking for a file or a comparison to be made: the same question is asked of one job only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.artifacts.errors import MADE_TOO_MANY
from layers.artifacts.files import is_over, made_folder
from layers.catalogue import VersionRef
from layers.jobs import Asker, Job, ask_job, list_jobs, with_role
from layers.jobs.tables import UNFINISHED, JobRow
from layers.settings import Settings

EXPORT, COMPARE, DIFF_FILE = "export-layer", "compare-versions", "write-comparison"
MADE_KINDS: dict[str, Text] = {
    EXPORT: Text("导出图层", "Exporting a layer"),
    COMPARE: Text("比较两个版本", "Comparing two versions"),
    DIFF_FILE: Text("写出版本差异", "Writing what changed"),
}
MOST_UNDER_WAY = 5


def ask_made(
    session: Session,
    settings: Settings,
    kind: str,
    subject: str,
    arguments: Mapping[str, Any],
    asker: Asker,
) -> Job:
    """The job of this asker that makes it or has made it, else a new one; raises `made-too-many`.

    arguments: plain JSON values, all that the result depends on.
    """
    said, name = with_role(asker, arguments), asker.actor.name
    for job in list_jobs(session, subject=subject, by=name):
        if job.kind == kind and job.arguments == said and _serves(settings, job):
            return job
    count = _under_way(session, name)
    if count >= MOST_UNDER_WAY:
        raise EcoAtlasError(MADE_TOO_MANY, count=count)
    return ask_job(session, kind, arguments, asker, subject)


def kept_comparison(
    session: Session, settings: Settings, a: VersionRef, b: VersionRef, by: str
) -> Job | None:
    """The job of this asker whose comparison of two versions is still kept."""
    jobs = list_jobs(session, subject=between(a, b), by=by)
    done = (job for job in jobs if job.kind == COMPARE and job.state == "done")
    return next((job for job in done if _serves(settings, job)), None)


def between(a: VersionRef, b: VersionRef) -> str:
    """What jobs about two versions of a layer are known by."""
    return f"{a.label}..{b.number}"


def _serves(settings: Settings, job: Job) -> bool:
    """Whether it is under way, or its result is still there."""
    if not job.over:
        return not job.cancel_asked
    return job.state == "done" and not is_over(job) and made_folder(settings, job.id).is_dir()


def _under_way(session: Session, name: str) -> int:
    query = select(func.count()).where(
        JobRow.created_by == name, JobRow.kind.in_(MADE_KINDS), JobRow.state.in_(UNFINISHED)
    )
    return session.scalar(query) or 0
