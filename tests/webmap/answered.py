"""Every answer of the JSON interface in a test is what its route declares."""

from __future__ import annotations

from flask import Flask, Response, current_app, request
from pydantic import BaseModel, ValidationError

from layers.system.media_types import JSON
from webmap.edge.openapi import ANSWERS


def watch(app: Flask) -> None:
    """Have each answer of a route that names its models read by them: what does not fit is an
    error of the test that asked."""
    app.after_request(_fits)


def _fits(response: Response) -> Response:
    rule = request.url_rule
    view = current_app.view_functions[rule.endpoint] if rule else None
    models: tuple[type[BaseModel], ...] = getattr(view, ANSWERS, ())
    if (
        models
        and request.method != "HEAD"
        and response.status_code < 300
        and response.mimetype == JSON
    ):
        faults = [fault for one in models if (fault := misfit(one, response.get_data()))]
        assert len(faults) < len(models), f"{rule}: {faults}"
    return response


def misfit(model: type[BaseModel], body: bytes) -> str:
    """What does not fit, as pydantic says it; nothing where all does."""
    try:
        model.model_validate_json(body, strict=True)
    except ValidationError as error:
        return str(error)
    return ""
