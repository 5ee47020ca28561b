"""Use cases of files that belong to a project: added on purpose, listed, handed out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor
from projects.evidence.errors import EVIDENCE_UNKNOWN
from projects.evidence.files import Evidence, get_evidence, plain_name
from projects.evidence.tables import EvidenceFile
from projects.records.changes.attaching import attach
from projects.records.changes.history import record_part
from projects.records.changes.records import get_project, locked_project
from projects.records.model.part_tables import ProjectFile

if TYPE_CHECKING:
    from layers.storage.store import Store


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a project, and what it belongs to; of the project itself where that is nothing."""

    sha256: str
    name: str
    bytes: int
    at: dt.datetime
    by: str | None
    progress_id: int | None
    problem_id: int | None
    step: str | None


def add_files(
    session: Session,
    store: Store,
    code: str,
    files: Mapping[str, Path],
    *,
    by: Actor,
    step: str | None = None,
    problem: int | None = None,
) -> list[str]:
    """Attach files to a project, to one of its steps or problems; answers their hashes.

    Raises `unknown-project`, the `evidence-…` refusals.
    """
    project = locked_project(session, code)
    kept = attach(session, store, code, files, by, step=step, problem_id=problem)
    if kept:
        names = [plain_name(name) for name in files]
        told = {"files": names, "step": step, "problem": problem}
        filled = {name: one for name, one in told.items() if one is not None}
        record_part(session, by, project, "attached", None, filled)
    return kept


def files_of(session: Session, code: str) -> Sequence[Attached]:
    """The files of a project, in the order they came; one query."""
    row = ProjectFile
    query = (
        select(row, EvidenceFile.name, EvidenceFile.bytes)
        .join(EvidenceFile, EvidenceFile.sha256 == row.sha256)
        .where(row.project_code == code)
        .order_by(row.id)
    )
    return [
        Attached(one.sha256, name, size, one.at, one.by, one.progress_id, one.problem_id, one.step)
        for one, name, size in session.execute(query)
    ]


def file_of(session: Session, code: str, sha256: str) -> Evidence:
    """A file of this project; raises `unknown-project`, `evidence-unknown`."""
    get_project(session, code)
    row = ProjectFile
    query = select(row.id).where(row.project_code == code, row.sha256 == sha256)
    if session.scalar(query.limit(1)) is None:
        raise EcoAtlasError(EVIDENCE_UNKNOWN)
    return get_evidence(session, sha256)
