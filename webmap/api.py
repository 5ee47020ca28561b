"""The JSON interface under `/api/v1`. Wordings come in the language of the request (`?lang=`)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, Response, jsonify, request

from geo.errors import EcoAtlasError
from webmap.edge.access import requires
from webmap.edge.errors import PARAMETER_MISSING
from webmap.edge.language import in_language, language
from webmap.edge.rendering import services
from webmap.map import features, map_layers, search
from webmap.metrics import cards as figures
from webmap.policy import policy
from webmap.projects import projects

PREFIX = "/api/v1"

blueprint = Blueprint("api", __name__, url_prefix=PREFIX)


def answer(value: Any) -> Response:
    """A value as JSON, every Text in it in one language."""
    response = jsonify(in_language(value, language()))
    response.headers["Content-Language"] = "zh-CN" if language() == "zh" else "en"
    return response


def moment(value: dt.datetime | None) -> str | None:
    """A moment as ISO 8601, with its zone."""
    return value.isoformat(timespec="seconds") if value else None


def parameter(name: str) -> str:
    """A parameter that must be there; raises `parameter-missing`."""
    value = request.args.get(name, "")
    if not value.strip():
        raise EcoAtlasError(PARAMETER_MISSING, name=name)
    return value


@blueprint.get("/layers")
@requires("view")
def layers() -> Response:
    return answer({"layers": [one.as_dict() for one in map_layers.map_layers(services())]})


@blueprint.get("/layers/<layer>/features/<path:key>")
@requires("view")
def feature(layer: str, key: str) -> Response:
    return answer(features.feature_card(services(), layer, key).as_dict())


@blueprint.get("/policy/items/<item>")
@requires("view")
def policy_item(item: str) -> Response:
    return answer(policy.item_card(services(), item).as_dict())


@blueprint.get("/projects")
@requires("view")
def project_list() -> Response:
    found = projects.all_projects(services(), **_filters("status", "unit", "item_id", "text"))
    return answer({"projects": [one.as_dict() for one in found]})


@blueprint.get("/projects/<path:code>")
@requires("view")
def project(code: str) -> Response:
    return answer(projects.project_detail(services(), code).as_dict())


@blueprint.get("/metrics/runs")
@requires("view")
def latest_runs() -> Response:
    """The latest stored run of a metric, in a list that is empty when none was stored yet."""
    found = figures.latest_runs(services(), parameter("metric"), 1)
    return answer({"runs": [run.as_dict() for run in found]})


@blueprint.get("/metrics/runs/<int:run>")
@requires("view")
def stored_run(run: int) -> Response:
    return answer(figures.stored_run(services(), run).as_dict())


@blueprint.get("/search")
@requires("view")
def search_all() -> Response:
    found = search.search(services(), request.args.get("q", ""))
    return answer({"results": [one.as_dict() for one in found]})


def _filters(*names: str) -> dict[str, str | None]:
    return {name: request.args.get(name) or None for name in names}
