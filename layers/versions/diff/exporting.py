"""The difference of two versions as a file to take along; like every export it is recorded."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from geo.errors import EcoAtlasError
from layers.audit import Actor, record
from layers.export.errors import UNKNOWN_FORMAT
from layers.system.atomic_file import appearing
from layers.system.database import Database
from layers.system.progress import Progress, silent
from layers.system.row_access import highest_grade
from layers.versions.diff.answer import as_json
from layers.versions.diff.model import LayerDiff
from layers.versions.diff.workbook import write_diff


def export_diff(
    database: Database,
    found: LayerDiff,
    format: str,
    out: Path,
    by: Actor | None = None,
    progress: Progress = silent,
) -> None:
    """Write every change to `out` as `json` or `xlsx`.

    Raises `unknown-export-format`, `too-many-rows`; nothing is left at `out` then.
    """
    if format not in WRITERS:
        raise EcoAtlasError(UNKNOWN_FORMAT, format=format, known=", ".join(WRITERS))
    with appearing(out, f".{format}") as written:
        WRITERS[format](found, written, progress)
        progress("write", 1, 1)
        with database.transaction() as session:
            # Recorded before the file is there: nothing leaves unrecorded.
            details = {
                "format": f"diff-{format}",
                "from": found.a.number,
                "sha256_from": found.a.sha256,
                "sha256": found.b.sha256,
                "secrecy": highest_grade([found.a.secrecy, found.b.secrecy]),
            }
            record(session, by, "layer-exported", found.b.label, details=details)


def _json(found: LayerDiff, out: Path, progress: Progress) -> None:
    progress("write", 0, 1)
    every = as_json(found, limit=len(found.table))
    out.write_text(json.dumps(every, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


WRITERS: dict[str, Callable[[LayerDiff, Path, Progress], None]] = {
    "json": _json,
    "xlsx": write_diff,
}
