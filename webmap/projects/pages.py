"""Pages of projects: the list with its filters, and one project."""

from __future__ import annotations

from flask import Blueprint, request

from projects.records.codes import STATUSES
from webmap.edge.access import requires
from webmap.edge.rendering import page, seen, services
from webmap.projects import projects
from webmap.projects.view_models import ProjectsView, ProjectView

blueprint = Blueprint("projects", __name__)


@blueprint.get("/projects")
@requires("view")
def project_list() -> str:
    text, status = request.args.get("text", "").strip(), request.args.get("status", "")
    found = seen(projects.found_projects, text, status)
    return page("projects.html", ProjectsView(found, STATUSES, text, status))


@blueprint.get("/projects/<path:code>")
@requires("view")
def project(code: str) -> str:
    return page("project.html", ProjectView(projects.project_detail(services(), code)))
