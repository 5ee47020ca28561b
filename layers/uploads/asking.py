"""What a person asks of an upload: choices, a check, an import, to be rid of it.

An upload has one thing done to it at a time; while a job works on it everything else is refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text, listed
from layers.catalogue import Layer, layers_in
from layers.identity import LAYER_ID, LAYER_ID_INVALID
from layers.jobs import Asker, Job, ask_job, list_jobs
from layers.kinds import get_kind
from layers.settings import Settings
from layers.system.database import now
from layers.system.row_access import Sight
from layers.uploads.errors import (
    LAYER_ID_TAKEN,
    UPLOAD_BUSY,
    UPLOAD_INCOMPLETE,
)
from layers.uploads.receiving import (
    Upload,
    discard,
    mended_path,
    refuse_unfinished,
    row_of,
    upload_of,
)
from layers.uploads.tables import UploadRow
from layers.uploads.work import CHECK, IMPORT, MEND, SAID

NEEDED = {
    "layer_id": Text("图层编号", "layer id"),
    "kind": Text("图层类型", "kind of layer"),
}


def choose(
    session: Session, settings: Settings, upload_id: str, owner: str | None, said: Mapping[str, Any]
) -> Upload:
    """Keep what was chosen; None takes a choice back. Raises `upload-busy`, `unknown-kind`, …"""
    row = _free(session, upload_id, owner)
    choices = {**row.choices, **said}
    if choices.get("kind"):
        get_kind(choices["kind"])
    if choices.get("layer_id") and not LAYER_ID.fullmatch(choices["layer_id"]):
        raise EcoAtlasError(LAYER_ID_INVALID, layer=choices["layer_id"])
    row.choices = {name: value for name, value in choices.items() if value not in (None, "", {})}
    session.flush()
    return upload_of(settings, row)


def ask_check(session: Session, settings: Settings, upload_id: str, asker: Asker) -> Job:
    """Write down a check with the choices as they are; raises `upload-busy` and others."""
    row = _free(session, upload_id, asker.owner)
    refuse_unfinished(upload_of(settings, row))
    job = ask_job(session, CHECK, {"upload": row.id}, asker, row.id)
    row.check_job = job.id
    return job


def ask_import(session: Session, settings: Settings, upload_id: str, asker: Asker) -> Job:
    """Write down an import, in a session that sees everything.

    Raises also `upload-incomplete`, `layer-id-taken`.
    """
    row = _free(session, upload_id, asker.owner)
    refuse_unfinished(upload_of(settings, row))
    missing = [title for name, title in NEEDED.items() if not row.choices.get(name)]
    if missing:
        raise EcoAtlasError(UPLOAD_INCOMPLETE, missing=listed(missing))
    refuse_taken(session, asker.sight, row.choices)
    job = ask_job(session, IMPORT, {"upload": row.id}, asker, row.id)
    row.import_job, row.version = job.id, None
    return job


def ask_mended(
    session: Session, settings: Settings, upload_id: str, format: str, asker: Asker
) -> Job:
    """Write down that the mended data be written (gpkg or zip); raises also `upload-incomplete`."""
    row = _free(session, upload_id, asker.owner)
    refuse_unfinished(upload_of(settings, row))
    if not row.choices.get("kind"):
        raise EcoAtlasError(UPLOAD_INCOMPLETE, missing=NEEDED["kind"])
    # What was written with other choices is not handed out for these.
    mended_path(settings, row.id, format).unlink(missing_ok=True)
    return ask_job(session, MEND, {"upload": row.id, "format": format}, asker, row.id)


def throw_away(session: Session, settings: Settings, upload_id: str, owner: str | None) -> None:
    """Be rid of an upload and its files; raises `upload-busy`."""
    discard(session, settings, _free(session, upload_id, owner).id)


def refuse_taken(session: Session, sight: Sight, choices: Mapping[str, Any]) -> None:
    """Refuse the id of a layer that is there and not seen, or that was to be a new one.

    The session sees everything. The refusal says no more than that the id is taken.
    """
    layer_id = choices["layer_id"]
    there = select(Layer.id).where(Layer.id == layer_id)
    if session.scalar(there) is None:
        return
    seen = session.scalar(there.where(Layer.id.in_(layers_in(sight, "asker", Layer.id))))
    if seen is None or choices.get("fresh"):
        raise EcoAtlasError(LAYER_ID_TAKEN, layer=layer_id)


def is_checked(upload: Upload) -> bool:
    """Whether the last check was made with what is chosen now."""
    if upload.report is None:
        return False
    made = upload.report["choices"]
    return all(made.get(name) == upload.choices.get(name) for name in SAID)


def touch(row: UploadRow, moment: dt.datetime | None = None) -> None:
    """Note that somebody still works on it: what nobody touches is thrown away after some days."""
    row.touched_at = moment or now()


def _free(session: Session, upload_id: str, owner: str | None) -> UploadRow:
    """The row, locked; raises `unknown-upload`, or `upload-busy` while a job works on it."""
    row = row_of(session, upload_id, owner, lock=True)
    if any(not job.over for job in list_jobs(session, subject=row.id)):
        raise EcoAtlasError(UPLOAD_BUSY)
    touch(row)
    return row
