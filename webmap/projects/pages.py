"""Pages of projects: the list with its filters, the same as a workbook, and one project."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from layers.system.china_time import today
from layers.system.media_types import XLSX
from layers.system.scratch import kept_folder
from projects.records.files.exporting import export_projects
from projects.records.queries.addresses import read_asked
from projects.records.queries.asked import Asked
from projects.records.queries.query import count_projects, every_of
from projects.work.lists import WRITE
from webmap.edge.access import actor, asker, requires
from webmap.edge.asked import whole_number
from webmap.edge.file_answers import attachment, file_answer
from webmap.edge.forms import Form
from webmap.edge.language import language
from webmap.edge.parameters import ANY, asks
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, seen, services
from webmap.jobs.workbooks import begin
from webmap.projects.bulk_words import BULK_TITLES
from webmap.projects.projects import kept_lists, list_page
from webmap.projects.record_page import record_view
from webmap.projects.view_models import ListView
from webmap.projects.words import DONE

blueprint = Blueprint("projects", __name__)

LANGUAGE, DONE_COUNT = "lang", "done"
MOST_AT_ONCE = 2000
"""What is more is written by a job."""


@blueprint.get("/projects")
@requires("view")
@asks(ANY)
def project_list() -> str:
    """A page of projects that fit the filters of the address; an unknown one is refused."""
    shown, who = seen(list_page, asked_list()), asker()
    changed = whole_number(request.args.get(DONE_COUNT, ""), -1)
    note = BULK_TITLES["done"].format(count=changed) if changed >= 0 else None
    kept = seen(kept_lists, who.name) if who.name else ()
    may = who.may("export"), who.may("edit_projects"), who.may("keep_units")
    return page("projects.html", ListView(shown, *may, who.name is not None, kept, note))


def asked_list() -> Asked:
    """Raises `project-filter-unknown`, `project-filter-invalid`."""
    return read_asked(filters())


def filters() -> dict[str, str]:
    """The filters of the address."""
    return {n: one for n, one in request.args.items() if n not in (LANGUAGE, DONE_COUNT)}


@blueprint.get("/projects.xlsx")
@requires("export")
@asks(ANY)
def download() -> AnyResponse:
    """Every project that fits, under the heads that the import reads; a long list by a job."""
    asked = asked_list()
    with services().reading() as session:
        if count_projects(session, asked) > MOST_AT_ONCE:
            if request.method == "HEAD":  # asks what there is, and begins nothing
                return Response(status=202)
            return begin(WRITE, "projects.xlsx", {"query": filters(), "language": language()})
    with kept_folder(services().settings.scratch) as folder:
        path = folder / "projects.xlsx"
        with services().transaction() as session:
            chosen = every_of(session, asked)
            export_projects(session, path, projects=chosen, language=language(), by=actor())
        # The open file outlives its folder; it is closed when the answer has been sent.
        content = path.open("rb")
    return file_answer(content, XLSX, attachment("projects.xlsx"))


@blueprint.get("/projects/<path:code>")
@requires("view")
@asks("done")
def project(code: str) -> Response:
    return project_page(code, Form("report", {"reported_on": today().isoformat()}))


def project_page(code: str, form: Form, status: int = 200) -> Response:
    """The page of a project with the form of a report for those who may write one."""
    office, who = services(), asker()
    done = DONE.get(request.args.get("done", "")) if request.method == "GET" else None
    with office.reading() as session:
        view = record_view(session, office, code, named=who.account is not None)
        shown = replace(view, form=form if who.may("edit_projects") else None, done=done)
        return private(page("project.html", shown), status)
