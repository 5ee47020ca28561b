"""What is taken home from an upload, as files; and the ground that its map lies on."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.system.media_types import GEOPACKAGE, XLSX, ZIP
from layers.uploads import receiving
from layers.uploads.errors import UPLOAD_NOTHING_TO_TAKE
from projects.work.jobs import start_mending
from projects.work.known_ground import known_ground
from webmap.edge.access import asker, requires
from webmap.edge.asked import takes
from webmap.edge.file_answers import attachment, file_answer
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.language import language
from webmap.edge.openapi import answers, gives
from webmap.edge.rendering import services
from webmap.jobs.answers import JobAnswer
from webmap.jobs.api import job_json, put
from webmap.uploads.answers import GroundAnswer
from webmap.uploads.api import own_upload
from webmap.uploads.bodies import MendedBody

blueprint = Blueprint("api_upload_files", __name__, url_prefix=PREFIX)
TYPES = {"gpkg": GEOPACKAGE, "zip": ZIP}
FAULTS = Text("检查报告", "faults")
MENDED = Text("改正后", "mended")


@blueprint.get("/ground")
@requires("edit_layers")
@answers(GroundAnswer)
def ground() -> Response:
    """Outlines of the known boundaries, simplified, EPSG:4490."""
    return answer(known_ground(services()))


@blueprint.get("/uploads/<upload>/faults.xlsx")
@requires("edit_layers")
@gives(XLSX)
def faults(upload: str) -> Response:
    """What the last check found, as a workbook."""
    return _taken(upload, receiving.faults_path(services().settings, upload), FAULTS, XLSX)


@blueprint.post("/uploads/<upload>/mended")
@requires("edit_layers")
@takes(MendedBody)
@answers(JobAnswer)
def mend(asked: MendedBody, upload: str) -> tuple[Response, int]:
    """Have the mended data written by a job; its file is there when the job is done."""
    job = start_mending(services(), asker(), upload, asked.format)
    put(job)
    return answer(job_json(job)), 202


@blueprint.get("/uploads/<upload>/mended.<any(gpkg, zip):format_>")
@requires("edit_layers")
@gives(GEOPACKAGE, ZIP)
def mended(upload: str, format_: str) -> Response:
    """The mended data that the last job has written."""
    path = receiving.mended_path(services().settings, upload, format_)
    return _taken(upload, path, MENDED, TYPES[format_])


def _taken(upload_id: str, path: Path, what: Text, mimetype: str) -> Response:
    """The file, named after what was uploaded; the path is used for one's own upload only."""
    with services().reading() as session:
        title = own_upload(session, upload_id).title
    if not path.is_file():
        raise EcoAtlasError(UPLOAD_NOTHING_TO_TAKE)
    name = f"{Path(title).stem}_{what.in_(language())}{path.suffix}"
    return file_answer(path.open("rb"), mimetype, attachment(name, path.name))
