"""Many projects at once in the JSON interface: a change of many, a yearly list, lists kept."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qsl

from flask import Blueprint, Response, request
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as AnyResponse

from geo.errors import EcoAtlasError, Problem
from geo.years import FIRST_YEAR, LAST_YEAR
from layers.system.media_types import XLSX
from layers.system.scratch import kept_folder
from projects.records.changes.history import as_json
from projects.records.files.bulk import change_many, plan_change
from projects.records.files.grid import MAX_FILE_BYTES, is_long
from projects.records.files.importing import Options, import_projects, plan_import
from projects.records.files.taking import Difference
from projects.records.queries.addresses import read_asked
from projects.records.queries.query import every_of
from projects.records.queries.views import drop_view, save_view, views_of
from projects.records.queries.waiting import keep_list
from projects.work.lists import LOOK, TAKE, as_arguments, lists_folder
from webmap.edge.access import actor, requires, takes_up_to
from webmap.edge.asked import read, takes
from webmap.edge.errors import BODY_TOO_LARGE
from webmap.edge.json_answer import PREFIX, answer
from webmap.edge.language import language
from webmap.edge.openapi import answers
from webmap.edge.parameters import asks
from webmap.edge.rendering import services
from webmap.jobs.answers import JobAnswer
from webmap.jobs.workbooks import begin
from webmap.projects.answers import ManyAnswer, RemovedAnswer, TakenList, ViewAnswer, ViewsAnswer
from webmap.projects.api_changes import Reason, Short, Value

blueprint = Blueprint("api_many", __name__, url_prefix=PREFIX)


class ManyBody(BaseModel):
    """Projects by their codes, or all that fit the filters of a query; what is changed of them."""

    codes: Annotated[list[Short], Field(max_length=5000)] = []
    query: Annotated[str, Field(max_length=2000)] | None = None
    fields: Annotated[dict[Short, Value], Field(min_length=1, max_length=50)]
    reason: Reason = None
    dry_run: bool = False


class ListAsked(BaseModel):
    """A yearly list, sent as the body: what it is called and what somebody says of it."""

    name: Annotated[str, Field(max_length=80)] = "list.xlsx"
    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)] | None = None
    accept: Annotated[str, Field(max_length=1000)] = ""
    reason: Reason = None
    dry_run: bool = False


class ViewBody(BaseModel):
    title: Annotated[str, Field(max_length=100)]
    query: Annotated[str, Field(max_length=2000)] = ""


@blueprint.post("/project-changes")
@requires("keep_units")
@takes(ManyBody)
@answers(ManyAnswer)
def change(asked: ManyBody) -> Response:
    """Change them all or none; with `dry_run` only tell what would differ."""
    with services().transaction() as session:
        codes = asked.codes
        if asked.query is not None:
            filters = dict(parse_qsl(asked.query.removeprefix("?")))
            codes = [one.code for one in every_of(session, read_asked(filters))]
        plan = plan_change(session, codes, asked.fields, asked.reason)
        told = _told(plan.differences, plan.problems)
        if asked.dry_run:
            session.rollback()
            return answer(told)
        done = change_many(session, codes, asked.fields, by=actor(), reason=asked.reason)
    return answer(told | {"changed": done})


@blueprint.post("/project-lists")
@requires("edit_projects")
@takes_up_to(MAX_FILE_BYTES, XLSX)
@asks(ListAsked)
@answers(TakenList, ManyAnswer, JobAnswer)
def take_list() -> AnyResponse:
    """Take a yearly list, all of it or nothing; with `dry_run` only tell what would differ. One
    of more than 2,000 rows is dealt with by a job: 202.

    accept: codes of faults whose proposals are taken, with commas between.
    """
    asked = read(ListAsked, {n: v for n, v in request.args.items() if n != "lang"})
    accepted = frozenset(filter(None, asked.accept.split(",")))
    options = Options(accept=accepted, year=asked.year, reason=asked.reason)
    if (request.content_length or 0) > MAX_FILE_BYTES:
        raise EcoAtlasError(BODY_TOO_LARGE, limit_kb=MAX_FILE_BYTES // 1024)
    with kept_folder(services().settings.scratch) as folder:
        path = folder / "list.xlsx"
        path.write_bytes(request.get_data(cache=False))
        if is_long(path):
            return _by_job(path, asked, options)
        return answer(_taken(path, asked, options))


def _by_job(path: Path, asked: ListAsked, options: Options) -> AnyResponse:
    """A long list is dealt with in the background: 202, the job, and where to ask after it."""
    token = keep_list(lists_folder(services().settings), actor().name, path)
    told = {"token": token, "name": asked.name, "shown": None, "language": language()}
    kind = LOOK if asked.dry_run else TAKE
    return begin(kind, asked.name, as_arguments(options) | told)


def _taken(path: Path, asked: ListAsked, options: Options) -> dict[str, Any]:
    with services().transaction() as session:
        if asked.dry_run:
            plan = plan_import(session, path, options, name=asked.name, by=actor())
            session.rollback()
            return _told(plan.differences, plan.problems)
        done = import_projects(session, path, options, name=asked.name, by=actor())
    outcomes = ("added", "changed", "unchanged")
    return {name: list(getattr(done, name)) for name in outcomes}


def _told(differences: Iterable[Difference], problems: Iterable[Problem]) -> dict[str, Any]:
    return {
        "differences": [
            {"code": one.code, "field": one.name}
            | as_json({"before": one.before, "after": one.after})
            for one in differences
        ],
        "problems": [
            {"code": one.code, "row": one.feature, "field": one.field, "title": one.message,
             "detail": one.fix, "severity": one.kind.severity}
            for one in problems
        ],
    }  # fmt: skip


@blueprint.get("/project-views")
@requires("own_account")
@answers(ViewsAnswer)
def views() -> Response:
    """The lists that the asker keeps."""
    with services().reading() as session:
        found = [
            {"title": one.title, "query": one.query} for one in views_of(session, actor().name)
        ]
    return answer({"views": found})


@blueprint.put("/project-views")
@requires("own_account")
@takes(ViewBody)
@answers(ViewAnswer)
def keep(asked: ViewBody) -> Response:
    """Keep a list under a title, in place of one of that title."""
    with services().transaction() as session:
        kept = save_view(session, actor().name, asked.title, asked.query)
        told = {"title": kept.title, "query": kept.query}
    return answer(told)


@blueprint.delete("/project-views")
@requires("own_account")
@takes(ViewBody)
@answers(RemovedAnswer)
def forget(asked: ViewBody) -> Response:
    """Keep the list of that title no longer."""
    with services().transaction() as session:
        gone = drop_view(session, actor().name, asked.title)
    return answer({"removed": int(gone)})
