"""Exports and comparisons that a job makes: asking for one, and fetching what it has made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError
from layers.artifacts import COMPARE, DIFF_FILE, EXPORT, made_file
from layers.artifacts.asking import between
from layers.audit import record
from layers.catalogue import VersionRef, resolve
from layers.export.names import diff_disposition, disposition
from layers.export.registry import get_format
from layers.jobs import Job
from layers.jobs.errors import UNKNOWN_JOB
from layers.system.media_types import JSON, XLSX
from layers.system.row_access import highest_grade
from projects.work.jobs import start_making
from webmap.edge.access import actor, asker, sign_in_address, wants_json
from webmap.edge.errors import NOT_SIGNED_IN
from webmap.edge.file_answers import file_answer, noted
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.rendering import services
from webmap.exports.differences import pair_of
from webmap.exports.form import ExportAsked
from webmap.jobs.api import job_json, put

DIFF_TYPES = {"json": JSON, "xlsx": XLSX}
"""Of the files of differences."""


def export_first(
    ref: VersionRef, asked: ExportAsked, rows: Mapping[str, Any] | None
) -> AnyResponse:
    """Have an export made by a job: its page, or 202 and its address for a program."""
    arguments = {
        "layer": ref.layer_id,
        "version": ref.number,
        "format": asked.format,
        "crs": asked.system,
        "encoding": asked.encoding,
        "accept": [asked.accept] if asked.accept else [],
        "rows": rows,
        "units": asked.units,
    }
    return _asked(EXPORT, ref.label, arguments)


def compare_first(layer: str, first: int, second: int) -> AnyResponse:
    """Have two versions compared by a job; whoever has not signed in is asked to."""
    if asker().name is None:
        if wants_json():
            raise EcoAtlasError(NOT_SIGNED_IN)
        return redirect(sign_in_address(), 303)
    a, b = pair_of(services(), layer, first, second)
    return _asked(COMPARE, between(a, b), {"layer": layer, "from": first, "to": second})


def write_first(layer: str, first: int, second: int, format_: str) -> AnyResponse:
    """Have the whole difference of two versions written by a job."""
    a, b = pair_of(services(), layer, first, second)
    arguments = {"layer": layer, "from": first, "to": second, "format": format_}
    return _asked(DIFF_FILE, between(a, b), arguments)


def _asked(kind: str, subject: str, arguments: Mapping[str, Any]) -> AnyResponse:
    job = start_making(services(), asker(), kind, subject, arguments)
    put(job)
    if asker().by_token or wants_json():
        response = answer(job_json(job))
        response.status_code = 202
        response.headers["Location"] = f"{PREFIX}/jobs/{job.id}"
        return response
    return redirect(f"/jobs/{job.id}", 303)


def file_of(job: Job) -> Response:
    """What a job has made, for its asker, if he still sees what is in it; recorded.

    Raises `unknown-job` for anybody else, `unknown-layer`, `made-not-yet`, `made-gone`.
    """
    if asker().name != job.actor.name:
        raise EcoAtlasError(UNKNOWN_JOB, job=job.id)
    office = services()
    named, versions = _named(job)
    content = made_file(office.settings, job).open("rb")
    mark = (job.result or {}).get("sha256")
    grade = highest_grade(one.secrecy for one in versions)

    def note(part: str) -> None:
        details = {"format": job.arguments["format"], "job": job.id, "secrecy": grade}
        details |= {"sha256": versions[-1].sha256, **({"part": part} if part else {})}
        with office.transaction() as session:
            record(session, actor(), "layer-exported", versions[-1].label, details=details)

    return noted(file_answer(content, _media_type(job), named, mark), note)


def _media_type(job: Job) -> str:
    name = job.arguments["format"]
    return get_format(name).media_type if job.kind == EXPORT else DIFF_TYPES[name]


def _named(job: Job) -> tuple[str, list[VersionRef]]:
    """The name of its file, and the versions that are in it, as the asker sees them now."""
    asked = job.arguments
    numbers = [asked["version"]] if job.kind == EXPORT else [asked["from"], asked["to"]]
    with services().reading() as session:
        versions = [resolve(session, f"{asked['layer']}@{number}") for number in numbers]
    if job.kind == EXPORT:
        epsg = (job.result or {}).get("epsg", 0)
        return disposition(versions[0], asked["format"], epsg), versions
    return diff_disposition(versions[0], versions[1], asked.get("format", "")), versions
