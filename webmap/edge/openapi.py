"""The description of an interface in OpenAPI 3.0, derived from its routes and what they declare.

A route says what its address takes by `asks`, its body by `takes` (a file: by `takes_up_to`), and
what it gives by `gives`; its first words are its docstring. Nothing is described that is not a
route, and no route is left out.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from flask import Flask
from pydantic import BaseModel
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from geo.errors import ErrorCode
from geo.words import LANGUAGES, Text
from layers.system.media_types import JSON
from projects.accounts.errors import FORBIDDEN
from projects.accounts.permissions import ANONYMOUS, NEVER_BY_TOKEN
from webmap.edge.access import OPEN, SAFE, TOKEN_IN_ADDRESS, TOKEN_PARAMETER, needs
from webmap.edge.cookies import NAME
from webmap.edge.errors import (
    BODY_NOT_JSON,
    BODY_TOO_LARGE,
    BODY_TYPE,
    CSRF_FAILED,
    INPUT_INVALID,
    NOT_SIGNED_IN,
    TOKEN_REFUSED,
    TOO_MANY_REQUESTS,
)
from webmap.edge.language import say
from webmap.edge.parameters import ANY, PARAMETER_UNKNOWN, Wanted
from webmap.edge.problem_details import SIDES
from webmap.edge.schemas import PLACE, Schema, components, plain

View = TypeVar("View", bound=Callable[..., Any])
Places = dict[type[BaseModel], Schema]

VERSION = "3.0.3"
PROBLEM = "application/problem+json"
DESCRIBED = ("get", "post", "put", "patch", "delete")
IN_PATH = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
REFUSED = Text("拒绝的原因和办法", "Why it is refused, and what to do")
DONE = Text("答复", "The answer")
NOT_THERE = Text("地址所指的不存在，或不可见", "What the address names is not there, or not seen")
KEY_HEADER = "Idempotency-Key"
ANSWERS, TAKES = "ecoatlas_answers", "ecoatlas_takes"
BEARER, SESSION = "bearer", "session"
NAMED_OR_NUMBERED: Schema = {"anyOf": [{"type": "string", "nullable": True}, {"type": "integer"}]}
FAULT_SCHEMA: Schema = {
    "type": "object",
    "required": ["code", "field", "feature", "title", "detail"],
    "properties": {
        "code": {"type": "string"},
        "field": NAMED_OR_NUMBERED,
        "feature": NAMED_OR_NUMBERED,
        "title": {"type": "string"},
        "detail": {"type": "string"},
        **{side: {"type": "string"} for side in SIDES},
    },
}
PROBLEM_SCHEMA: Schema = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "problems": {"type": "array", "items": FAULT_SCHEMA},
        "reference": {"type": "string"},
    },
}


def gives(
    *media: str, schema: Schema | None = None, status: str | None = None
) -> Callable[[View], View]:
    """Mark a view with what it answers, where that is not plain JSON; without a media type
    nothing. status: as OpenAPI writes it, else 200 of a question and 2XX of a change."""

    def mark(view: View) -> View:
        view.ecoatlas_gives = (media, schema, status)  # type: ignore[attr-defined]
        return view

    return mark


def answers(*models: type[BaseModel]) -> Callable[[View], View]:
    """Mark a view with what is in its JSON: the model names every field, and no other is there. Of
    several models the answer is one: a job where it takes long."""

    def mark(view: View) -> View:
        view.ecoatlas_answers = models  # type: ignore[attr-defined]
        return view

    return mark


def document_of(app: Flask, prefix: str, title: Text, about: Text) -> dict[str, Any]:
    """Every route whose address begins with `prefix`."""
    rules = [
        rule
        for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.rule, one.endpoint))
        if rule.rule == prefix or rule.rule.startswith(f"{prefix}/")
    ]
    views = [app.view_functions[rule.endpoint] for rule in rules]
    marked = (one for v in views for one in (getattr(v, TAKES, None), *getattr(v, ANSWERS, ())))
    models = dict.fromkeys(one for one in marked if isinstance(one, type))
    places, schemas = components(models)
    paths: dict[str, dict[str, Any]] = {}
    for rule, view in zip(rules, views, strict=True):
        place = IN_PATH.sub(r"{\1}", rule.rule.removeprefix(prefix)) or "/"
        paths.setdefault(place, {}).update(_operations(rule, view, places))
    return {
        "openapi": VERSION,
        "info": {"title": say(title), "description": say(about), "version": "1"},
        "servers": [{"url": prefix}],
        "tags": list(_tags(app, rules)),
        "security": _security(prefix),
        "paths": paths,
        "components": {
            "schemas": {**schemas, "Problem": PROBLEM_SCHEMA},
            "securitySchemes": {
                BEARER: {"type": "http", "scheme": "bearer"},
                TOKEN_PARAMETER: {"type": "apiKey", "in": "query", "name": TOKEN_PARAMETER},
                SESSION: {"type": "apiKey", "in": "cookie", "name": NAME},
            },
        },
    }


def _tags(app: Flask, rules: list[Rule]) -> Iterator[dict[str, str]]:
    for name in sorted({rule.endpoint.partition(".")[0] for rule in rules}):
        module = sys.modules[app.blueprints[name].import_name]
        yield {"name": name, "description": _first(module.__doc__)}


def _security(prefix: str) -> list[dict[str, list[str]]]:
    ways = [BEARER, *([TOKEN_PARAMETER] if prefix == TOKEN_IN_ADDRESS else [])]
    found: list[dict[str, list[str]]] = [{}]
    return found + [{one: []} for one in ways]


def _operations(
    rule: Rule, view: Callable[..., Any], places: Places
) -> Iterator[tuple[str, dict[str, Any]]]:
    first, _, rest = (view.__doc__ or "").partition("\n\n")
    for method in sorted((rule.methods or set()) & {one.upper() for one in DESCRIBED}):
        name = rule.endpoint.replace(".", "_")
        permission = needs(view)
        told: dict[str, Any] = {
            "operationId": name if method == "GET" else f"{name}_{method.lower()}",
            "tags": [rule.endpoint.partition(".")[0]],
            "summary": _first(first),
            "parameters": [*_in_path(rule), *_in_query(view), *_in_header(view)],
            "responses": _responses(rule, view, method, places),
        }
        if rest.strip():
            told["description"] = " ".join(rest.split())
        if permission not in (None, OPEN):
            told["x-permission"] = permission
        if permission not in (None, OPEN, *ANONYMOUS):
            ways = (SESSION,) if permission in NEVER_BY_TOKEN else (BEARER, SESSION)
            told["security"] = [{one: []} for one in ways]
        taken = getattr(view, TAKES, None)
        if taken is not None:
            told["requestBody"] = {"required": True, "content": _body(taken, places)}
        yield method.lower(), told


def _first(words: str | None) -> str:
    return " ".join((words or "").partition("\n\n")[0].split())


def _body(taken: str | type[BaseModel], places: Places) -> dict[str, Any]:
    if isinstance(taken, str):
        return {taken: {"schema": {"type": "string", "format": "binary"}}}
    return {JSON: {"schema": places[taken]}}


def _responses(rule: Rule, view: Callable[..., Any], method: str, places: Places) -> dict[str, Any]:
    media, schema, status = getattr(view, "ecoatlas_gives", ((JSON,), None, None))
    answered = [places[one] for one in getattr(view, ANSWERS, ())]
    if answered:
        schema = answered[0] if len(answered) == 1 else {"anyOf": answered}
    status = status or ("200" if method in SAFE else "2XX")
    done: dict[str, Any] = {"description": say(DONE)}
    if media:
        done["content"] = {one: {"schema": schema or _shape(one)} for one in media}
    refused = {PROBLEM: {"schema": {"$ref": f"{PLACE}Problem"}}}
    codes: dict[str, list[str]] = {}
    for one in sorted(_refusals(view, method), key=lambda one: one.code):
        codes.setdefault(str(one.status), []).append(f"`{one.code}`")
    told = {number: ", ".join(found) for number, found in sorted(codes.items())}
    told |= {"404": say(NOT_THERE)} if rule.arguments else {}
    told["default"] = say(REFUSED)
    return {status: done} | {
        number: {"description": why, "content": refused} for number, why in told.items()
    }


def _shape(media: str) -> Schema:
    """JSON is an object; what is no JSON is bytes."""
    json = media.partition(";")[0].endswith(("/json", "+json"))
    return {"type": "object"} if json else {"type": "string", "format": "binary"}


def _refusals(view: Callable[..., Any], method: str) -> Iterator[ErrorCode]:
    """What the edge refuses of such a route; what its own work refuses is under `default`."""
    yield from (TOKEN_REFUSED, TOO_MANY_REQUESTS)
    yield PARAMETER_UNKNOWN if method in SAFE else CSRF_FAILED
    if needs(view) != OPEN:
        yield from (NOT_SIGNED_IN, FORBIDDEN)
    taken = getattr(view, TAKES, None)
    if taken is not None:
        yield BODY_TOO_LARGE
    if any(isinstance(one, type) for one in (taken, *getattr(view, "ecoatlas_wanted", ()))):
        yield INPUT_INVALID
    if isinstance(taken, type):
        yield from (BODY_NOT_JSON, BODY_TYPE)


def _in_path(rule: Rule) -> Iterator[dict[str, Any]]:
    for name in sorted(rule.arguments):
        converter = rule._converters[name]
        schema: Schema = {"type": "string"}
        if isinstance(converter, IntegerConverter):
            schema = {"type": "integer", "minimum": 0}
        elif isinstance(converter, AnyConverter):
            schema["enum"] = sorted(converter.items)
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(view: Callable[..., Any]) -> Iterator[dict[str, Any]]:
    for one in getattr(view, "ecoatlas_wanted", ()):
        yield from _declared(one)
    yield _query("lang", {"type": "string", "enum": list(LANGUAGES)})


def _in_header(view: Callable[..., Any]) -> Iterator[dict[str, Any]]:
    """A dry run needs no key, so that it is not called required."""
    if getattr(view, "ecoatlas_keyed", False):
        schema = {"type": "string", "minLength": 8, "maxLength": 200}
        yield {"name": KEY_HEADER, "in": "header", "required": False, "schema": schema}


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
