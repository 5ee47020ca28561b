"""Checking a file of a statement on a page and in the JSON interface, as a job."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import IO, Any

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.jobs import STATES, Job
from layers.jobs.errors import UNKNOWN_JOB
from layers.reading.limits import MEGABYTE
from layers.system.media_types import OCTETS
from projects.statements.office_key import find_key
from projects.statements.printed_code import LONGEST, Scanned, compare_scanned
from projects.statements.signature import PublicKey
from projects.statements.verifying.received import (
    LARGEST_MB,
    VERIFY_NO_FILE,
)
from projects.statements.verifying_words import SHAPES, UNGRADED, UNVOUCHED, VERDICTS
from projects.statements.words import STATES as STEPS_OF
from projects.work.jobs import job_for, start_verification
from projects.work.verifying import VERIFY
from webmap.accounts.form_faults import CORRECTABLE
from webmap.edge import refused_requests as refused
from webmap.edge.access import asker, requires, takes_up_to
from webmap.edge.errors import BODY_TYPE
from webmap.edge.forms import FieldFault, Form
from webmap.edge.json_answer import PREFIX
from webmap.edge.language import language
from webmap.edge.openapi import answers
from webmap.edge.parameters import asks
from webmap.edge.private_pages import private
from webmap.edge.rendering import page, services
from webmap.jobs.answers import JobAnswer
from webmap.jobs.api import accepted, problem_json, put
from webmap.jobs.stopping import stop
from webmap.metrics.words import metric_words

blueprint = Blueprint("verify", __name__)
# The file and the few other fields of the form.
LARGEST = (LARGEST_MB + 1) * MEGABYTE
CHIPS = {"agrees": "met", "saved-again": "warned", "altered": "not_met"}


@dataclass(frozen=True, slots=True)
class VerifyView:
    """`statement_verify.html`: the form; with a job, how far it is or what was found."""

    form: Form
    job: Job | None = None
    problem: Mapping[str, Any] | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    public_key: PublicKey | None = None
    scanned: Scanned | None = None
    section: str = "metrics"

    @property
    def limit(self) -> int:
        return LARGEST_MB

    @property
    def result(self) -> Mapping[str, Any] | None:
        return self.job.result if self.job else None

    @property
    def state(self) -> Text | None:
        return STATES[self.job.state] if self.job else None

    @property
    def graded(self) -> bool:
        """Whether it was checked since files are graded; a verdict of before says too much."""
        return "grade" in (self.result or {})

    @property
    def verdict(self) -> Text:
        found = self.result or {}
        said = VERDICTS[found["verdict"]] if self.graded else UNGRADED
        return said.format(count=found["differences"])

    @property
    def shape(self) -> str:
        return SHAPES[(self.result or {})["verdict"]] if self.graded else "?"

    @property
    def look(self) -> str:
        """Colour of the verdict; every one has a shape and words of its own beside it."""
        return CHIPS.get((self.result or {})["verdict"], "open") if self.graded else "open"

    @property
    def unvouched(self) -> list[Text]:
        return [Text(**one) for one in (self.result or {}).get("unvouched", ())]

    @property
    def unvouched_title(self) -> Text:
        return UNVOUCHED

    @property
    def statement_state(self) -> Text:
        return STEPS_OF[(self.result or {})["state"]]

    @property
    def notes(self) -> list[Text]:
        return [Text(**one) for one in (self.result or {}).get("notes", ())]


@blueprint.get("/statements/verify")
@requires("export")
def verify_form() -> Response:
    return private(page("statement_verify.html", _view(Form("verify"))))


def _view(form: Form, scanned: Scanned | None = None) -> VerifyView:
    key = find_key(services().settings)
    public = None if key is None else key.public
    return VerifyView(form, public_key=public, scanned=scanned)


@blueprint.post("/statements/verify/printed")
@requires("export")
def verify_printed() -> Response:
    """The text of a sheet's QR code beside the kept statement; nothing is computed."""
    text = request.form.get("text", "")[:LONGEST]
    typed = {"text": text}
    try:
        with services().reading() as session:
            found = compare_scanned(session, text)
    except EcoAtlasError as error:
        if error.status not in CORRECTABLE:
            raise
        refused.note(error)
        fault = FieldFault("text", error.message, error.fix)
        view = _view(Form("verify", typed, (fault,)))
        return private(page("statement_verify.html", view), error.status)
    return private(page("statement_verify.html", _view(Form("verify", typed), found)))


@blueprint.post("/statements/verify")
@takes_up_to(LARGEST)
@requires("export")
def verify() -> AnyResponse:
    """Take the file and have it checked; a file that will not do is told beside its field."""
    given = request.files.get("file")
    try:
        if given is None or not given.filename:
            raise EcoAtlasError(VERIFY_NO_FILE)
        with closing(given):
            job = ask_check(given.filename, given.stream)
    except EcoAtlasError as error:
        if error.status not in CORRECTABLE | {413}:
            raise
        refused.note(error)
        fault = FieldFault("file", error.message, error.fix)
        view = _view(Form("verify", {}, (fault,)))
        return private(page("statement_verify.html", view), error.status)
    return redirect(f"/statements/verify/{job.id}", 303)


@blueprint.post(f"{PREFIX}/statements/verify")
@takes_up_to(LARGEST, OCTETS)
@asks("name")
@requires("export")
@answers(JobAnswer)
def verify_by_program() -> Response:
    """The bytes as `application/octet-stream`, the name in `?name=`: 202 and the job."""
    if request.mimetype != OCTETS:
        raise EcoAtlasError(BODY_TYPE)
    return accepted(ask_check(request.args.get("name", "file"), request.stream))


def ask_check(name: str, stream: IO[bytes]) -> Job:
    """Have a file checked; see `start_verification`."""
    job = start_verification(services(), asker(), name, stream)
    put(job)
    return job


@blueprint.get("/statements/verify/<job>")
@requires("export")
def verified(job: str) -> Response:
    """How far the check is, or what it found."""
    found = _own(job)
    view = VerifyView(Form("verify"), found, problem_json(found.problem), metric_words(language()))
    return private(page("statement_verify.html", view))


@blueprint.post("/statements/verify/<job>/cancel")
@requires("export")
def cancel(job: str) -> AnyResponse:
    found = _own(job)
    return stop(found, f"/statements/verify/{found.id}")


def _own(job_id: str) -> Job:
    """A check that the asker has asked for himself; any other job is unknown."""
    with services().reading() as session:
        found = job_for(session, asker(), job_id)
    if found.kind != VERIFY or found.actor.name != asker().name:
        raise EcoAtlasError(UNKNOWN_JOB, job=job_id[:40])
    return found
