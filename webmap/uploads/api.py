"""Uploads in the JSON interface: announced, sent in pieces, checked, made a version."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast

from flask import Blueprint, Response, jsonify, request
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.jobs import Job, get_job, jobs_about
from layers.reading.limits import MEGABYTE
from layers.system.media_types import JSON, OCTETS
from layers.uploads import asking, receiving
from layers.uploads.errors import UPLOAD_BUSY, UPLOAD_NO_PREVIEW, UPLOAD_OFFSET
from layers.uploads.receiving import Upload
from layers.uploads.work import MEND
from projects.work.jobs import start_check, start_import
from webmap.edge.access import actor, asker, requires, takes_up_to
from webmap.edge.asked import Nothing, read, takes
from webmap.edge.errors import BODY_TYPE, PARAMETER_MISSING
from webmap.edge.file_answers import file_answer
from webmap.edge.json_answer import PREFIX, answer, moment
from webmap.edge.language import language
from webmap.edge.openapi import answers, gives
from webmap.edge.parameters import asks
from webmap.edge.rendering import services
from webmap.jobs.answers import JobAnswer
from webmap.jobs.api import job_json, put
from webmap.uploads.answers import ReceivedAnswer, UploadAnswer, UploadsAnswer, WithReport
from webmap.uploads.bodies import Choices, Listed, UploadBody

blueprint = Blueprint("api_uploads", __name__, url_prefix=PREFIX)
LARGEST_PIECE = 16 * MEGABYTE
# Uploads of one page of the list.
AT_ONCE = 50
OFFSET = re.compile(r"[0-9]{1,15}")


@blueprint.post("/uploads")
@requires("edit_layers")
@takes(UploadBody)
@answers(UploadAnswer)
def start(asked: UploadBody) -> tuple[Response, int]:
    """Announce files; their bytes follow piece by piece."""
    office = services()
    files = [(one.name, one.size) for one in asked.files]
    with office.transaction() as session:
        upload = receiving.start_upload(session, office.settings, files, actor())
        if asked.choices is not None:
            upload = _chosen(session, upload.id, asked.choices)
        return answer(upload_json(session, upload)), 201


@blueprint.get("/uploads")
@requires("edit_layers")
@asks("page")
@answers(UploadsAnswer)
def all_uploads() -> Response:
    """One's own uploads, the latest first, fifty to a page."""
    with services().reading() as session:
        shown = page_of_uploads(session)
        jobs = jobs_about(session, [one.id for one in shown.uploads])
        found = [upload_json(session, one, jobs[one.id]) for one in shown.uploads]
    return answer(
        {"uploads": found, "total": shown.total, "page": shown.page, "pages": shown.pages}
    )


@blueprint.get("/uploads/<upload>")
@requires("edit_layers")
@answers(WithReport)
def one_upload(upload: str) -> Response:
    """One's own upload with the report of its last check."""
    with services().reading() as session:
        found = own_upload(session, upload)
        return answer(upload_json(session, found) | {"report": report_of(found)})


@blueprint.patch("/uploads/<upload>")
@requires("edit_layers")
@takes(Choices)
@answers(UploadAnswer)
def choose(asked: Choices, upload: str) -> Response:
    """Change what is chosen; what is not given stays."""
    with services().transaction() as session:
        return answer(upload_json(session, _chosen(session, upload, asked)))


@blueprint.put("/uploads/<upload>/files/<int:number>")
@takes_up_to(LARGEST_PIECE, OCTETS)
@asks("offset")
@requires("edit_layers")
@answers(ReceivedAnswer)
def piece(upload: str, number: int) -> Response:
    """Add a piece to a file; the answer, also a refusal for a wrong offset, tells what is there."""
    if request.mimetype != OCTETS:
        raise EcoAtlasError(BODY_TYPE)
    offset, office = _offset(), services()
    with office.reading() as session:
        found = own_upload(session, upload)
        if is_busy(session, found):
            raise EcoAtlasError(UPLOAD_BUSY)
    try:
        received = receiving.receive(
            office.settings, found, number, offset, cast(Any, request.stream)
        )
    except EcoAtlasError as error:
        if error.code != UPLOAD_OFFSET.code:
            raise
        return _elsewhere(error)
    with office.transaction() as session:
        asking.touch(receiving.row_of(session, found.id, None))
    return jsonify({"received": received})


@blueprint.post("/uploads/<upload>/check")
@requires("edit_layers")
@takes(Nothing)
@answers(JobAnswer)
def check(_: Nothing, upload: str) -> tuple[Response, int]:
    """Have it checked by a job."""
    job = start_check(services(), asker(), upload)
    put(job)
    return answer(job_json(job)), 202


@blueprint.post("/uploads/<upload>/import")
@requires("edit_layers")
@takes(Nothing)
@answers(JobAnswer)
def import_(_: Nothing, upload: str) -> tuple[Response, int]:
    """Make it a version."""
    job = start_import(services(), asker(), upload)
    put(job)
    return answer(job_json(job)), 202


@blueprint.delete("/uploads/<upload>")
@requires("edit_layers")
@gives(status="204")
def discard(upload: str) -> tuple[str, int]:
    """Throw an upload away, and its files."""
    with services().transaction() as session:
        asking.throw_away(session, services().settings, upload, asker().owner)
    return "", 204


@blueprint.get("/uploads/<upload>/preview")
@requires("edit_layers")
def preview(upload: str) -> Response:
    """The first rows and a sample of the features, as the last check has seen them."""
    with services().reading() as session:
        found = own_upload(session, upload)
    path = receiving.preview_path(services().settings, found.id)
    if not path.is_file():
        raise EcoAtlasError(UPLOAD_NO_PREVIEW)
    return file_answer(path.open("rb"), JSON, "inline")


# what is one's own


def own_upload(session: Session, upload_id: str) -> Upload:
    """The upload, if it is one's own; otherwise it is unknown."""
    return receiving.get_upload(session, services().settings, upload_id, asker().owner)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of the list of uploads; pages count from 1."""

    uploads: list[Upload]
    total: int
    page: int
    pages: int


def page_of_uploads(session: Session) -> Shown:
    """One's own uploads of the page that is asked for, or of the last one there is; raises
    `input-invalid`."""
    settings, owner = services().settings, asker().owner
    total = receiving.count_uploads(session, owner)
    pages = max(-(-total // AT_ONCE), 1)
    given = request.args.get("page")
    page = min(read(Listed, {"page": given} if given else {}).page, pages)
    first = (page - 1) * AT_ONCE
    found = receiving.list_uploads(session, settings, owner, first=first, most=AT_ONCE)
    return Shown(found, total, page, pages)


def is_busy(session: Session, upload: Upload) -> bool:
    """Whether a job works on it."""
    return works_on(jobs_about(session, [upload.id])[upload.id])


def works_on(jobs: list[Job]) -> bool:
    """Whether one of the jobs is still at work."""
    return any(not job.over for job in jobs)


def _chosen(session: Session, upload_id: str, asked: Choices) -> Upload:
    said = asked.model_dump(exclude_unset=True, mode="json")
    return asking.choose(session, services().settings, upload_id, asker().owner, said)


def _offset() -> int:
    asked = request.args.get("offset", "")
    if not OFFSET.fullmatch(asked):
        raise EcoAtlasError(PARAMETER_MISSING, name="offset")
    return int(asked)


def _elsewhere(error: EcoAtlasError) -> Response:
    """Where to go on from. No refusal for the log: connections break, and this mends it."""
    response = answer(
        {
            "code": error.code,
            "title": error.message,
            "detail": error.fix,
            "received": error.problem.values["received"],
        }
    )
    response.status_code = error.status
    return response


# as JSON


def upload_json(session: Session, upload: Upload, jobs: list[Job] | None = None) -> dict[str, Any]:
    """jobs: those about the upload, the latest first, where they have been read already."""
    jobs = jobs_about(session, [upload.id])[upload.id] if jobs is None else jobs
    known = {job.id: job for job in jobs}
    check_job, import_job = (
        job_json(known[job] if job in known else get_job(session, job)) if job else None
        for job in (upload.check_job, upload.import_job)
    )
    return {
        "id": upload.id,
        "title": upload.title,
        "owner": upload.owner,
        "files": [
            {"name": one.name, "size": one.size, "received": one.received} for one in upload.files
        ],
        "size": upload.size,
        "received": upload.received,
        "complete": upload.complete,
        "choices": upload.choices,
        "checked": asking.is_checked(upload),
        "ready": bool(upload.report and upload.report["ready"]),
        "check": check_job,
        "import": import_job,
        "mended": _mended(jobs),
        "version": upload.version,
        "created_at": moment(upload.created_at),
    }


def _mended(jobs: list[Job]) -> dict[str, Any] | None:
    """The latest job that wrote the mended data."""
    return next((job_json(job) for job in jobs if job.kind == MEND), None)


def report_of(upload: Upload) -> dict[str, Any] | None:
    """What the last check found, in the language of the request."""
    report = upload.report
    return {**report[language()], "ready": report["ready"]} if report else None
