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
    found = seen(projects.found_projects, text, status, _number(request.args.get("page", "")))
    shown = found.asked.page, found.pages
    return page(
        "projects.html", ProjectsView(found.projects, found.total, *shown, STATUSES, text, status)
    )


def _number(asked: str) -> int:
    """The page that is asked for, counted from 1; what is no number is the first."""
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1


@blueprint.get("/projects/<path:code>")
@requires("view")
def project(code: str) -> str:
    return page("project.html", ProjectView(projects.project_detail(services(), code)))
