"""Answers of the JSON interface under `/api/v1`, in the language of the request (`?lang=`)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Response, jsonify, request

from geo.errors import EcoAtlasError
from geo.words import in_language
from webmap.edge.errors import PARAMETER_MISSING
from webmap.edge.language import language

PREFIX = "/api/v1"


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
