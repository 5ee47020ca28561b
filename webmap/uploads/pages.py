"""The pages of uploads: the drop zone with what is unfinished, and one upload until it is live."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from geo.words import in_language
from layers.catalogue import SECRECY_GRADES, live_versions
from layers.jobs import jobs_about
from layers.kinds import KIND_GROUPS, KINDS, Field
from layers.reading.actions import ACCEPTED
from layers.reading.errors import ACCEPTABLE, CONFIRM, OF_ROWS
from layers.uploads import asking, receiving
from layers.uploads.receiving import MOST_FILES, Upload
from layers.versions.manifest import read_as
from webmap.edge.access import asker, requires
from webmap.edge.language import language
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.uploads.advice import ADVICE
from webmap.uploads.api import own_upload, page_of_uploads, works_on
from webmap.uploads.view_models import UploadLine, UploadsView, UploadView
from webmap.uploads.words import UPLOAD_STATES, upload_words

blueprint = Blueprint("upload", __name__)
PIECE_BYTES = 4 * 1024 * 1024
# What a new version takes over from the live one where nothing else is said.
TAKEN_OVER = ("id", "kind", "key_field", "secrecy", "source", "licence")


@blueprint.get("/upload")
@requires("edit_layers")
@asks("layer", "page")
def start_page() -> Response:
    office = services()
    with office.reading() as session:
        shown = page_of_uploads(session)
        jobs = jobs_about(session, [one.id for one in shown.uploads])
        lines = [_line(one, busy=works_on(jobs[one.id])) for one in shown.uploads]
        unfinished = receiving.unfinished_uploads(session, office.settings, asker().owner)
        layers = layers_json(session)
    target = next((one for one in layers if one["id"] == request.args.get("layer")), None)
    view = UploadsView(
        lines,
        others=len({line.owner for line in lines}) > 1,
        limit_mb=office.settings.upload_mb,
        target=target["title"] if target else None,
        options=_sending(office.settings.upload_mb)
        | {
            "target": target and {name: target[name] for name in TAKEN_OVER},
            "unfinished": [_announced(one) for one in unfinished],
        },
        page=shown.page,
        pages=shown.pages,
        words=upload_words(language()),
    )
    return private(page("upload.html", view))


@blueprint.get("/upload/<upload>")
@requires("edit_layers")
def detail_page(upload: str) -> Response:
    office = services()
    with office.reading() as session:
        found = own_upload(session, upload)
        options = {
            **_sending(office.settings.upload_mb),
            "upload": found.id,
            "layers": layers_json(session),
            "read_as": read_as(session),
            "kinds": kinds_json(),
            "secrecy": [{"id": name, "title": title} for name, title in SECRECY_GRADES.items()],
            "confirm": sorted(CONFIRM),
            "acceptable": sorted(ACCEPTABLE),
            "of_rows": sorted(OF_ROWS),
            "advice": ADVICE,
            "accepted": ACCEPTED,
        }
    shown = in_language(options, language())
    return private(
        page(
            "upload_detail.html", UploadView(found.id, found.title, shown, upload_words(language()))
        )
    )


def layers_json(session: Session) -> list[dict[str, Any]]:
    """The layers that a new version can be for: those that the asker sees."""
    return [
        {
            "id": ref.layer_id,
            "title": ref.title.in_(language()),
            "title_zh": ref.title.zh,
            "title_en": ref.title.en,
            "kind": ref.kind,
            "key_field": ref.key_field,
            "version": ref.number,
            "secrecy": ref.secrecy,
            "source": ref.description.source,
            "licence": ref.description.licence,
        }
        for ref in live_versions(session)
        if ref.kind in KINDS
    ]


def kinds_json() -> list[dict[str, Any]]:
    """The kinds with their fields; wordings stay in both languages until an edge chooses."""
    return [
        {
            "id": kind.id,
            "title": kind.title,
            "description": kind.description,
            "group": KIND_GROUPS[kind.group],
            "fields": [_field(field) for field in kind.fields],
        }
        for kind in KINDS.values()
    ]


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "title": field.title,
        "required": field.required,
        "unit": field.unit,
        "codes": [{"value": code.value, "title": code.title} for code in field.codes],
    }


def _announced(upload: Upload) -> dict[str, Any]:
    """What has to be known to recognise the files of an unfinished upload when they come again."""
    return {
        "id": upload.id,
        "files": [{"name": file.name, "size": file.size} for file in upload.files],
    }


def _sending(limit_mb: int) -> dict[str, Any]:
    return {"limit_mb": limit_mb, "most_files": MOST_FILES, "piece_bytes": PIECE_BYTES}


def _line(upload: Upload, *, busy: bool) -> UploadLine:
    state, looks = _state(upload, busy=busy)
    return UploadLine(
        id=upload.id,
        title=upload.title,
        owner=upload.owner,
        size=upload.size,
        files=len(upload.files),
        share=upload.received / upload.size if upload.size else 1.0,
        state=UPLOAD_STATES[state],
        state_class=looks,
        version=upload.version,
        created_at=upload.created_at,
    )


def _state(upload: Upload, *, busy: bool) -> tuple[str, str]:
    """The name of the state, and the class of its chip."""
    if not upload.complete:
        return "receiving", ""
    if busy:
        return "working", "status-building"
    if upload.version:
        return "imported", "chip-met"
    if upload.report is None:
        return "received", ""
    ready = upload.report["ready"] and asking.is_checked(upload)
    return ("ready", "chip-met") if ready else ("faulty", "chip-not_met")
