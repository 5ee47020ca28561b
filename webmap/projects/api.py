"""Project records in the JSON interface, as they are read."""

from __future__ import annotations

from flask import Blueprint, Response, request

from webmap.edge.access import requires
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.rendering import services
from webmap.projects import projects

blueprint = Blueprint("api_projects", __name__, url_prefix=PREFIX)


@blueprint.get("/projects")
@requires("view")
def project_list() -> Response:
    found = projects.all_projects(services(), **_filters("status", "unit", "item_id", "text"))
    return answer({"projects": [one.as_dict() for one in found]})


@blueprint.get("/projects/<path:code>")
@requires("view")
def project(code: str) -> Response:
    return answer(projects.project_detail(services(), code).as_dict())


def _filters(*names: str) -> dict[str, str | None]:
    return {name: request.args.get(name) or None for name in names}
