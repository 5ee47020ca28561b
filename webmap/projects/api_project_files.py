"""Files of a project in the JSON interface: listed, sent as a body, handed out as they came."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field

from geo.errors import EcoAtlasError
from layers.system.media_types import ANYTHING, OCTETS
from layers.system.scratch import kept_folder
from projects.evidence.files import MOST_BYTES
from projects.records.changes.attachments import add_files, files_of
from projects.records.changes.problems import get_problem
from projects.records.changes.records import get_project
from webmap.edge.access import actor, asker, requires, takes_up_to
from webmap.edge.asked import read
from webmap.edge.errors import BODY_TOO_LARGE
from webmap.edge.json_answer import PREFIX, answer, moment
from webmap.edge.openapi import answers, gives
from webmap.edge.parameters import asks
from webmap.edge.rendering import services
from webmap.projects.answers import AttachedFiles, ProjectFiles
from webmap.projects.problem_forms import handed_out

blueprint = Blueprint("api_project_files", __name__, url_prefix=PREFIX)


class Sent(BaseModel):
    """The name of a file that is sent as the body, and the problem or the step that it shows."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    problem: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    step: Literal["design", "drawings", "acceptance", "filing"] | None = None


@blueprint.get("/projects/<path:code>/files")
@requires("view")
@answers(ProjectFiles)
def files(code: str) -> Response:
    """What is attached, and to what of the project."""
    named = asker().account is not None
    with services().reading() as session:
        get_project(session, code)
        found = [
            {
                "sha256": one.sha256, "name": one.name, "bytes": one.bytes, "at": moment(one.at),
                "by": one.by if named else None, "report": one.progress_id,
                "problem": one.problem_id, "step": one.step,
            }
            for one in files_of(session, code)
        ]  # fmt: skip
    return answer({"files": found})


@blueprint.post("/projects/<path:code>/files")
@requires("edit_projects")
@takes_up_to(MOST_BYTES, OCTETS)
@asks(Sent)
@answers(AttachedFiles)
def attach(code: str) -> tuple[Response, int]:
    """Keep the body as a file of the project, called `name`; of a `problem` or `step` if given."""
    asked = read(Sent, {n: v for n, v in request.args.items() if n != "lang"})
    if (request.content_length or 0) > MOST_BYTES:
        raise EcoAtlasError(BODY_TOO_LARGE, limit_kb=MOST_BYTES // 1024)
    with kept_folder(services().settings.scratch) as folder:
        path = folder / "file"
        path.write_bytes(request.get_data(cache=False))
        with services().transaction() as session:
            if asked.problem is not None:
                get_problem(session, code, asked.problem)
            kept = add_files(
                session, services().store, code, {asked.name: path}, by=actor(),
                step=asked.step, problem=asked.problem,
            )  # fmt: skip
    return answer({"files": kept}), 201


@blueprint.get("/projects/<path:code>/files/<sha256>")
@requires("export")
@gives(ANYTHING)
def content(code: str, sha256: str) -> Response:
    """A file of the project, as it came."""
    return handed_out(code, sha256)
