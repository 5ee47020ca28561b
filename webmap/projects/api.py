"""Project records in the JSON interface, as they are read."""

from __future__ import annotations

from flask import Blueprint, Response, request

from projects.records.queries.addresses import read_asked
from webmap.edge.access import requires
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.openapi import answers
from webmap.edge.parameters import ANY, asks
from webmap.edge.rendering import services
from webmap.projects import projects
from webmap.projects.answers import ProjectAnswer, ProjectsAnswer, ProjectSteps

LANGUAGE = "lang"
PAGING = frozenset({"page", "size"})

blueprint = Blueprint("api_projects", __name__, url_prefix=PREFIX)


@blueprint.get("/projects")
@requires("view")
@asks(ANY)
@answers(ProjectsAnswer)
def project_list() -> Response:
    """Projects that fit the filters of the address; an unknown one is refused.

    Without `page` and `size` all of them are answered.
    """
    given = {name: one for name, one in request.args.items() if name != LANGUAGE}
    found = projects.listed(services(), read_asked(given), paged=bool(PAGING & given.keys()))
    return answer(found.as_dict())


@blueprint.get("/projects/<path:code>")
@requires("view")
@answers(ProjectAnswer)
def project(code: str) -> Response:
    """A project record."""
    return with_version(projects.project_detail(services(), code))


@blueprint.get("/projects/<path:code>/history")
@requires("view")
@answers(ProjectSteps)
def project_history(code: str) -> Response:
    """Every change of a project, the newest first."""
    return answer({"changes": projects.project_history(services(), code)})


def with_version(detail: projects.ProjectDetail) -> Response:
    """A project whose ETag is its version, for `If-Match` of whoever changes it."""
    response = answer(detail.as_dict())
    response.set_etag(str(detail.version))
    return response
