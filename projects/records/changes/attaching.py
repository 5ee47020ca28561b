"""Files of a project: kept as evidence is, under their hash, and named by what they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from layers.audit import Actor
from projects.evidence.files import keep, look_at
from projects.records.model.part_tables import ProjectFile

if TYPE_CHECKING:
    from layers.storage.store import Store


def attach(
    session: Session,
    store: Store | None,
    code: str,
    files: Mapping[str, Path],
    by: Actor | None,
    *,
    progress_id: int | None = None,
    problem_id: int | None = None,
    step: str | None = None,
) -> list[str]:
    """Keep files by the names they came under; answers their hashes. Raises `evidence-…`."""
    if not files:
        return []
    if store is None or by is None:
        raise ValueError("files need a store, and somebody who brings them")
    seen = [(path, look_at(path, name)) for name, path in files.items()]
    keep(session, store, seen, by)
    for _, one in seen:
        session.add(
            ProjectFile(
                project_code=code,
                progress_id=progress_id,
                problem_id=problem_id,
                step=step,
                sha256=one.sha256,
                by=by.name,
            )
        )
    session.flush()
    return [one.sha256 for _, one in seen]
