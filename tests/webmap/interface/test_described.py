"""The description of the JSON interface: valid, whole, and true of what is answered and taken."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import validate
from pydantic import BaseModel, TypeAdapter, ValidationError

from geo.errors import EcoAtlasError
from projects.metrics.registry import METRICS
from projects.sheets import SHEET_KINDS
from tests.webmap.answered import misfit
from webmap.edge.answers import model_name
from webmap.edge.asked import read
from webmap.edge.openapi import IN_PATH
from webmap.metrics.api import SetBody
from webmap.metrics.result_answers import ANY_RESULT
from webmap.projects.answers import ViewAnswer
from webmap.projects.api_changes import ProjectBody, RunBody
from webmap.projects.api_many import ManyBody
from webmap.sites.asked import SiteBody
from webmap.targets.api import ValuesBody

ADDRESS, PREFIX = "/api/v1/openapi.json", "/api/v1"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# What is written elsewhere, piece by piece, and is told as any object.
UNTYPED = {"/uploads/{upload}/preview"}
# What is changed by the address alone.
NO_BODY = {
    ("post", "/accounts/{name}/password"),
    ("delete", "/pool/{code}"),
    ("delete", "/tokens/{token_id}"),
    ("delete", "/uploads/{upload}"),
}


@pytest.fixture(scope="module")
def told(site: Any) -> dict[str, Any]:
    found: dict[str, Any] = site.app.test_client().get(f"{ADDRESS}?lang=en").get_json()
    return found


def operations(told: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(how, path): one for path, ways in told["paths"].items() for how, one in ways.items()}


def fits(told: dict[str, Any], schema: dict[str, Any], value: Any) -> bool:
    return bool(OAS30Validator({**schema, "components": told["components"]}).is_valid(value))


@pytest.mark.slow
def test_it_is_valid_and_names_every_route_and_no_other(site: Any, told: dict[str, Any]) -> None:
    validate(told)
    routes = {
        (how.lower(), IN_PATH.sub(r"{\1}", rule.rule.removeprefix(PREFIX)))
        for rule in site.app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for how in (rule.methods or set()) & set(METHODS)
    }
    assert operations(told).keys() == routes
    assert len(routes) > 100


def test_every_operation_says_what_it_is_what_it_takes_and_how_it_refuses(
    told: dict[str, Any],
) -> None:
    found = operations(told)
    for place, one in found.items():
        assert one["summary"], f"{place}: its view needs a docstring"
        names = [(each["in"], each["name"]) for each in one["parameters"]]
        assert len(names) == len(set(names)), place
        assert {"401", "429", "default"} <= one["responses"].keys(), place
    bodies = {place for place, one in found.items() if "requestBody" in one}
    assert {place for place in found if place[0] != "get"} - bodies == NO_BODY
    assert not [name for name in told["components"]["schemas"] if "__" in name], "two of one name"
    assert found["get", "/accounts"]["security"] == [{"session": []}]
    assert "security" not in found["get", "/layers"]
    piece = found["put", "/uploads/{upload}/files/{number}"]
    assert [*piece["requestBody"]["content"]] == ["application/octet-stream"]
    assert [one["name"] for one in piece["parameters"]] == ["number", "upload", "offset", "lang"]
    file = found["get", "/area/file.{format_}"]["parameters"][0]
    assert file["schema"]["enum"] == ["gpkg", "xlsx"]


def test_every_answer_in_json_has_its_fields_described(told: dict[str, Any]) -> None:
    """That they are those which are answered is looked at wherever a test asks: `answered.py`."""
    bare = {
        path
        for (_, path), one in operations(told).items()
        for status, answered in one["responses"].items()
        if status[0] == "2" and answered.get("content", {}).get("application/json")
        if answered["content"]["application/json"]["schema"] == {"type": "object"}
    }
    assert bare == UNTYPED


def test_results_are_told_as_their_metric_declares_them(told: dict[str, Any]) -> None:
    schemas = told["components"]["schemas"]
    choices = schemas["RunAnswer"]["properties"]["result"]["anyOf"]
    names = [model_name(one, "Result") for one in METRICS]
    assert [one["$ref"].rpartition("/")[2] for one in choices] == [*names, "EarlierResult"]
    metric, total = METRICS["coverage"], schemas["CoverageTotal"]
    assert total["required"] == [*total["properties"]] == [one.name for one in metric.total]
    share = total["properties"]["share"]
    assert (share["type"], share["nullable"]) == ("number", True)
    assert share["description"] == next(one.title.en for one in metric.total if one.name == "share")
    assert schemas["CoverageResult"]["properties"]["metric_version"]["enum"] == [metric.version]
    assert schemas["CoverageZonesRow"]["properties"]["area_m2"]["x-unit"] == "m²"
    for kind in SHEET_KINDS.values():
        row = schemas[model_name(kind.id, "Row")]["properties"]
        assert [*row] == [one.name for one in kind.columns]


def test_a_figure_that_is_missing_or_more_is_seen() -> None:
    metric, known = METRICS["coverage"], TypeAdapter(ANY_RESULT)
    total = {one.name: 0.5 for one in metric.total}
    result = {"metric": metric.id, "metric_version": metric.version, "inputs": [],
              "parameters": {}, "measured_on": "-", "zones": [], "total": total}  # fmt: skip
    known.validate_json(json.dumps(result), strict=True)
    for wrong in ({"share": 0.5}, total | {"share": "half"}, total | {"colour": 1.0}):
        with pytest.raises(ValidationError):
            known.validate_json(json.dumps(result | {"total": wrong}), strict=True)
    # Of an earlier version no more is known than which it is.
    known.validate_json(json.dumps(result | {"metric_version": 0, "total": {}}), strict=True)


def test_what_is_not_declared_is_seen_in_any_test(site: Any) -> None:
    told = json.dumps({"name": "x", "query": 3, "colour": "red"}).encode()
    for name in ("title", "query", "colour"):
        assert name in misfit(ViewAnswer, told)
    assert not misfit(ViewAnswer, b'{"title": "x", "query": ""}')
    watching = [one.__module__ for one in site.app.after_request_funcs[None]]
    assert misfit.__module__ in watching


@pytest.mark.parametrize(
    ("method", "path", "address"),
    [
        ("get", "/layers", "/layers?lang=en"),
        ("get", "/layers", "/layers?colour=red"),
        ("get", "/layers/{layer}/versions", "/layers/zones/versions"),
        ("get", "/layers/{layer}/versions", "/layers/nobody/versions"),
        ("get", "/layers/{layer}/diff", "/layers/zones/diff?from=x&to=1"),
        ("get", "/search", "/search?q=plant"),
        ("get", "/metrics/cards", "/metrics/cards"),
        ("get", "/me", "/me"),
        ("get", "/uploads", "/uploads"),
        ("get", "/openapi.json", "/openapi.json"),
        ("post", "/projects", "/projects"),
    ],
)
def test_what_is_answered_is_what_is_told(
    client: FlaskClient, told: dict[str, Any], method: str, path: str, address: str
) -> None:
    answer = client.open(PREFIX + address, method=method.upper(), json={})
    told_of = operations(told)[method, path]["responses"]
    assert str(answer.status_code) in told_of, answer.get_data(as_text=True)
    (media, content), *_ = told_of[str(answer.status_code)]["content"].items()
    assert answer.content_type in (media, f"{media}; charset=utf-8")
    assert fits(told, content["schema"], answer.get_json())


RUN = {"metric": "m", "inputs": {"a": "b"}}
ROW = {"target": "T", "unit": "U", "period": "2024"}


@pytest.mark.parametrize(
    ("model", "values", "taken"),
    [
        (SetBody, {"reason": "newer", "own": ["zones"], "replaces": None}, True),
        (SetBody, {"reason": "newer", "replaces": -1}, False),
        (SetBody, {"own": []}, False),
        (RunBody, RUN | {"parameters": {"x": None, "y": [""]}}, False),
        (RunBody, RUN | {"parameters": {"x": None, "y": ["z"]}}, True),
        (ManyBody, {"codes": ["P"], "fields": {"name": 3.5}, "reason": None}, True),
        (ManyBody, {"codes": ["P"], "fields": {}}, False),
        (ManyBody, {"fields": {"name": "x"}, "dry": True}, False),
        (ProjectBody, {"name": None, "reason": "why"}, True),
        (ProjectBody, {"colour": "red"}, False),
        (SiteBody, {"place": "114,30", "starts": None}, True),
        (ValuesBody, {"rows": [ROW | {"value": True}]}, True),
        (ValuesBody, {"rows": [ROW | {"value": None, "version": 2**31}]}, False),
        (ValuesBody, {"rows": [ROW | {"colour": "red"}]}, False),
        (ValuesBody, {"rows": [ROW], "status": "signed"}, False),
    ],
)  # fmt: skip
def test_a_body_fits_its_schema_where_it_is_taken(
    told: dict[str, Any], model: type[BaseModel], values: dict[str, Any], taken: bool
) -> None:
    place = {"$ref": f"#/components/schemas/{model.__name__}"}
    assert fits(told, place, values) is taken
    try:
        read(model, values)
    except EcoAtlasError:
        assert not taken
    else:
        assert taken


def test_it_is_made_once_tagged_and_in_the_language_asked_for(client: FlaskClient) -> None:
    first = client.get(f"{ADDRESS}?lang=zh")
    tag, weak = first.get_etag()
    assert tag
    assert not weak
    assert first.get_json()["info"]["title"] == "EcoAtlas 数据接口"
    again = client.get(f"{ADDRESS}?lang=zh", headers={"If-None-Match": f'"{tag}"'})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(f"{ADDRESS}?lang=en").get_etag()[0] != tag
