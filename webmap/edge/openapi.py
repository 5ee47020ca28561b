"""The description of an interface in OpenAPI 3.0, derived from its routes and what they declare.

A route says what it takes by `asks` and what it gives by `gives`; its first words are its
docstring. Nothing is described that is not a route, and no route is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Flask, request
from pydantic import BaseModel
from werkzeug.routing import IntegerConverter, Rule

from geo.words import LANGUAGES, Text
from layers.system.media_types import JSON
from webmap.edge.access import OPEN, TOKEN_IN_ADDRESS, TOKEN_PARAMETER, needs
from webmap.edge.language import say
from webmap.edge.parameters import ANY, Wanted

View = TypeVar("View", bound=Callable[..., Any])
Schema = dict[str, Any]

VERSION = "3.0.3"
PROBLEM = "application/problem+json"
DESCRIBED = ("get", "post", "put", "patch", "delete")
IN_PATH = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
REFUSED = Text("拒绝的原因和办法", "Why it is refused, and what to do")
DONE = Text("答复", "The answer")
PROBLEM_SCHEMA: Schema = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "problems": {"type": "array", "items": {"type": "object"}},
        "reference": {"type": "string"},
    },
}


def gives(media: str, schema: Schema | None = None) -> Callable[[View], View]:
    """Mark a view with what it answers, where that is not plain JSON."""

    def mark(view: View) -> View:
        view.ecoatlas_gives = (media, schema)  # type: ignore[attr-defined]
        return view

    return mark


def document_of(app: Flask, prefix: str, title: Text, about: Text) -> dict[str, Any]:
    """Every route whose address begins with `prefix`."""
    paths: dict[str, dict[str, Any]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        if rule.rule == prefix or rule.rule.startswith(f"{prefix}/"):
            place = IN_PATH.sub(r"{\1}", rule.rule.removeprefix(prefix)) or "/"
            paths.setdefault(place, {}).update(_operations(app, rule))
    return {
        "openapi": VERSION,
        "info": {"title": say(title), "description": say(about), "version": "1"},
        "servers": [{"url": f"{request.host_url.rstrip('/')}{prefix}"}],
        "security": _security(prefix),
        "paths": paths,
        "components": {
            "schemas": {"Problem": PROBLEM_SCHEMA},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                TOKEN_PARAMETER: {"type": "apiKey", "in": "query", "name": TOKEN_PARAMETER},
            },
        },
    }


def _security(prefix: str) -> list[dict[str, list[str]]]:
    ways = ["bearer", *([TOKEN_PARAMETER] if prefix == TOKEN_IN_ADDRESS else [])]
    found: list[dict[str, list[str]]] = [{}]
    return found + [{one: []} for one in ways]


def _operations(app: Flask, rule: Rule) -> Iterator[tuple[str, dict[str, Any]]]:
    view = app.view_functions[rule.endpoint]
    for method in sorted((rule.methods or set()) & {one.upper() for one in DESCRIBED}):
        name = rule.endpoint.replace(".", "_")
        permission = needs(view)
        yield (
            method.lower(),
            {
                "operationId": name if method == "GET" else f"{name}_{method.lower()}",
                "tags": [rule.endpoint.partition(".")[0]],
                "summary": " ".join((view.__doc__ or "").partition("\n\n")[0].split()),
                **({"x-permission": permission} if permission not in (None, OPEN) else {}),
                "parameters": [*_in_path(rule), *(_in_query(view) if method == "GET" else ())],
                "responses": _responses(view),
            },
        )


def _responses(view: Callable[..., Any]) -> dict[str, Any]:
    media, schema = getattr(view, "ecoatlas_gives", (JSON, None))
    content = {media: {"schema": schema or {"type": "object"}}}
    refused = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        str(HTTPStatus.OK.value): {"description": say(DONE), "content": content},
        "default": {"description": say(REFUSED), "content": refused},
    }


def _in_path(rule: Rule) -> Iterator[dict[str, Any]]:
    for name in sorted(rule.arguments):
        number = isinstance(rule._converters[name], IntegerConverter)
        schema = {"type": "integer", "minimum": 0} if number else {"type": "string"}
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(view: Callable[..., Any]) -> Iterator[dict[str, Any]]:
    for one in getattr(view, "ecoatlas_wanted", ()):
        yield from _declared(one)
    yield _query("lang", {"type": "string", "enum": list(LANGUAGES)})


def _declared(wanted: Wanted) -> Iterator[dict[str, Any]]:
    if isinstance(wanted, str):
        if wanted.endswith(ANY):
            # Any name that begins so, each with its text.
            begins = wanted.removesuffix(ANY) or "property"
            texts = {"type": "object", "additionalProperties": {"type": "string"}}
            yield _query(begins, texts) | {"style": "form", "explode": True}
        else:
            yield _query(wanted, {"type": "string"})
        return
    yield from _fields(wanted)


def _fields(model: type[BaseModel]) -> Iterator[dict[str, Any]]:
    schema = model.model_json_schema()
    for name, field in schema["properties"].items():
        yield _query(name, plain(field), required=name in schema.get("required", ()))


def _query(name: str, schema: Schema, *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": schema}


def plain(schema: Schema) -> Schema:
    """What pydantic says in a newer form of JSON schema, as OpenAPI 3.0 has it."""
    found = {name: value for name, value in schema.items() if name not in ("title", "anyOf")}
    for one in schema.get("anyOf", ()):
        if one.get("type") == "null":
            found["nullable"] = True
        else:
            found |= plain(one)
    if "const" in found:
        found["enum"] = [found.pop("const")]
    if found.get("default", "") is None:
        del found["default"]
    return found
