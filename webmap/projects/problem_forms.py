"""Forms of problems and rectification orders, and of the files of a project."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, redirect
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.system.china_time import today
from layers.system.scratch import kept_folder
from projects.evidence.files import open_evidence
from projects.records.changes.attachments import Attached, add_files, file_of, files_of
from projects.records.changes.problem_fields import CLOSING_FIELDS, PROBLEM_FIELDS, read_fields
from projects.records.changes.problems import (
    CLOSING_WITHOUT_EVIDENCE,
    NewProblem,
    add_problem,
    close_problem,
    get_problem,
)
from projects.records.changes.records import get_project
from projects.records.model.part_tables import ProjectProblem
from projects.units.register import unit_register
from webmap.edge.access import actor, requires, takes_up_to
from webmap.edge.addresses import project_address
from webmap.edge.asked import Nothing, form
from webmap.edge.file_answers import attachment, file_answer
from webmap.edge.forms import Form
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.projects.faults import correctable, faults_of
from webmap.projects.form_fields import FormField, field_of, offered_units
from webmap.projects.form_words import FORM_TITLES
from webmap.projects.record_forms import given, titles, typed
from webmap.projects.sent_files import LARGEST, file_limits, sent_files

blueprint = Blueprint("project_problems", __name__)

NEW = [field_of(one) for one in PROBLEM_FIELDS]
CLOSING = [field_of(one) for one in CLOSING_FIELDS]
FILES = {"files": FORM_TITLES["files"]}
NO_FILE = declare(
    "project-no-file",
    "error",
    Text("没有选择文件。", "No file was chosen."),
    Text("请选择要上传的文件。", "Choose the file to send."),
    status=422,
)


@dataclass(frozen=True, slots=True)
class ProblemView:
    """`project_problem.html`: a new problem, or one that is there with the form to close it."""

    title: Text
    code: str
    name: str
    fields: list[FormField]
    form: Form | None
    action: str
    files: bool
    save: Text
    problem: ProjectProblem | None = None
    kind: Text | None = None
    attached: list[Attached] = field(default_factory=list)
    units: list[tuple[str, Text]] = field(default_factory=list)
    section: str = "projects"

    @property
    def back(self) -> str:
        return project_address(self.code)

    @property
    def of_files(self) -> dict[str, Any]:
        return file_limits()


@blueprint.get("/projects/<path:code>/problems/new")
@requires("edit_projects")
def new(code: str) -> Response:
    return _new(code, Form("problem", {"kind": "problem", "found_on": today().isoformat()}))


def _new(code: str, shown: Form, status: int = 200) -> Response:
    with services().reading() as session:
        view = ProblemView(
            FORM_TITLES["problem"], code, get_project(session, code).name, NEW, shown,
            f"{project_address(code)}/problems/new", False, FORM_TITLES["save"],
            units=offered_units(unit_register(session)),
        )  # fmt: skip
    return private(page("project_problem.html", view), status)


@blueprint.post("/projects/<path:code>/problems/new")
@requires("edit_projects")
def add(code: str) -> AnyResponse:
    try:
        sent = given(NEW)
        with services().transaction() as session:
            read = read_fields(session, code, PROBLEM_FIELDS, sent.values)
            add_problem(session, code, NewProblem(**read), by=actor())
    except EcoAtlasError as error:
        correctable(error)
        faults = tuple(faults_of(error, titles(NEW)))
        return _new(code, Form("problem", typed(NEW), faults), error.status)
    return redirect(f"{project_address(code)}?done=problem#problems", 303)


@blueprint.get("/projects/<path:code>/problems/<int:number>")
@requires("edit_projects")
def one(code: str, number: int) -> Response:
    return _one(code, number, Form("closing", {"closed_on": today().isoformat()}))


def _one(code: str, number: int, shown: Form, status: int = 200) -> Response:
    with services().reading() as session:
        problem = get_problem(session, code, number)
        view = ProblemView(
            FORM_TITLES["close"], code, get_project(session, code).name, CLOSING,
            shown if problem.closed_on is None else None,
            f"{project_address(code)}/problems/{number}", True, FORM_TITLES["close"], problem,
            _kind(problem), _files(session, code, number),
        )  # fmt: skip
        return private(page("project_problem.html", view), status)


def _kind(problem: ProjectProblem) -> Text:
    choices = dict(NEW[0].choices)
    return choices[problem.kind]


def _files(session: Session, code: str, number: int) -> list[Attached]:
    return [one for one in files_of(session, code) if one.problem_id == number]


@blueprint.post("/projects/<path:code>/problems/<int:number>")
@requires("edit_projects")
@takes_up_to(LARGEST)
def close(code: str, number: int) -> AnyResponse:
    """Close it with the evidence that came along, or that it has already."""
    try:
        sent = given(CLOSING)
        with kept_folder(services().settings.scratch) as folder:
            files = sent_files(folder)
            with services().transaction() as session:
                read = read_fields(session, code, CLOSING_FIELDS, sent.values)
                close_problem(
                    session, code, number, read["closing"] or "", on=read["closed_on"],
                    by=actor(), store=services().store, files=files,
                )  # fmt: skip
    except EcoAtlasError as error:
        correctable(error)
        at = {CLOSING_WITHOUT_EVIDENCE.code: "files"}
        faults = tuple(faults_of(error, titles(CLOSING) | FILES, at))
        return _one(code, number, Form("closing", typed(CLOSING), faults), error.status)
    return redirect(f"{project_address(code)}?done=closed#problems", 303)


@blueprint.post("/projects/<path:code>/files")
@requires("edit_projects")
@takes_up_to(LARGEST)
def attach(code: str) -> AnyResponse:
    """Keep files of the project itself, or of one of its steps."""
    form(Nothing)
    with kept_folder(services().settings.scratch) as folder:
        files = sent_files(folder)
        if not files:
            raise EcoAtlasError(NO_FILE)
        with services().transaction() as session:
            add_files(session, services().store, code, files, by=actor())
    return redirect(f"{project_address(code)}?done=attached#files", 303)


@blueprint.get("/projects/<path:code>/files/<sha256>")
@requires("export")
def download(code: str, sha256: str) -> Response:
    return handed_out(code, sha256)


def handed_out(code: str, sha256: str) -> Response:
    """A file of the project, to be saved as it came."""
    with services().reading() as session:
        found = file_of(session, code, sha256)
    file = open_evidence(services().store, found)
    return file_answer(file, found.media, attachment(found.name), found.sha256)
