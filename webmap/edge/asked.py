"""What a request brings, read against a declared model: forms and JSON alike, nothing unknown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from geo.errors import EcoAtlasError, Problem
from geo.words import Text
from webmap.edge.errors import (
    BODY_NOT_JSON,
    BODY_TOO_LARGE,
    BODY_TYPE,
    FIELD_INVALID,
    FIELD_MISSING,
    FIELD_UNKNOWN,
    INPUT_INVALID,
)

Model = TypeVar("Model", bound=BaseModel)
Rest = ParamSpec("Rest")
Answer = TypeVar("Answer")
CSRF = "csrf_token"
LARGEST_BODY = 1024 * 1024
DEEPEST = 32
LONGEST_NUMBER = 9

WHY: dict[str, Text] = {
    "string_too_short": Text("不能为空或太短", "it is empty or too short"),
    "string_too_long": Text("太长", "it is too long"),
    "int_parsing": Text("应为整数", "it must be a whole number"),
    "int_type": Text("应为整数", "it must be a whole number"),
    "float_parsing": Text("应为数字", "it must be a number"),
    "float_type": Text("应为数字", "it must be a number"),
    "finite_number": Text("应为有限的数", "it must be a finite number"),
    "string_type": Text("应为文字", "it must be text"),
    "bool_parsing": Text("应为是或否", "it must be yes or no"),
    "bool_type": Text("应为是或否", "it must be true or false"),
    "list_type": Text("应为列表", "it must be a list"),
    "dict_type": Text("应为对象", "it must be an object"),
    "too_long": Text("项目太多", "there are too many"),
    "literal_error": Text("不在可选值之内", "it is none of the choices"),
    "enum": Text("不在可选值之内", "it is none of the choices"),
    "greater_than_equal": Text("太小", "it is too small"),
    "less_than_equal": Text("太大", "it is too large"),
    "date_from_datetime_parsing": Text("应为日期，如 2025-06-30", "it must be a date (2025-06-30)"),
    "date_parsing": Text("应为日期，如 2025-06-30", "it must be a date (2025-06-30)"),
}
WRONG = Text("写法不对", "it is not written as expected")


def whole_number(text: str, otherwise: int = 0) -> int:
    """A whole number as an address or a field has it; `otherwise` for anything else."""
    plain = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if plain else otherwise


def form(model: type[Model]) -> Model:
    """The fields of a form; an empty field counts as not filled in. Raises `input-invalid`.

    A field that is given several times reaches the model as the list of its values.
    """
    try:
        given = request.form
    except RequestEntityTooLarge:
        raise EcoAtlasError(BODY_TOO_LARGE, limit_kb=LARGEST_BODY // 1024) from None
    values = {
        name: all_ if len(all_) > 1 else all_[0]
        for name, all_ in given.lists()
        if name != CSRF and any(all_)
    }
    _refuse_control_characters(values)
    return read(model, values)


def takes(
    model: type[Model], *, before: Callable[[], object] = lambda: None
) -> Callable[[Callable[Concatenate[Model, Rest], Answer]], Callable[Rest, Answer]]:
    """Hand a view the JSON body of its request, and say what body that is; who may not ask is
    refused before it is read, also by what `before` raises. Raises `body-…` or `input-invalid`.
    """

    def mark(view: Callable[Concatenate[Model, Rest], Answer]) -> Callable[Rest, Answer]:
        @wraps(view)
        def with_body(*args: Rest.args, **named: Rest.kwargs) -> Answer:
            before()
            return view(_body(model), *args, **named)

        with_body.ecoatlas_takes = model  # type: ignore[attr-defined]
        return with_body

    return mark


def _body(model: type[Model]) -> Model:
    request.max_content_length = LARGEST_BODY
    if request.mimetype != "application/json":
        raise EcoAtlasError(BODY_TYPE)
    try:
        text = request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise EcoAtlasError(BODY_TOO_LARGE, limit_kb=LARGEST_BODY // 1024) from None
    try:
        values = json.loads(
            text.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant
        )
    except (ValueError, RecursionError):
        raise EcoAtlasError(BODY_NOT_JSON) from None
    if not isinstance(values, dict) or _depth(values) > DEEPEST:
        raise EcoAtlasError(BODY_NOT_JSON)
    _refuse_control_characters(values)
    return read(model, values)


def read(model: type[Model], values: dict[str, Any]) -> Model:
    """The values as the model; raises `input-invalid` with one problem for each field."""
    try:
        found = model.model_validate(values, extra="forbid")
    except ValidationError as error:
        problems = tuple(_problems(error))
        fields = ", ".join(dict.fromkeys(str(one.values["field"]) for one in problems))
        raise EcoAtlasError(INPUT_INVALID, problems=problems, fields=fields) from None
    return found


def _problems(error: ValidationError) -> Iterator[Problem]:
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        field = ".".join(str(part)[:64] for part in one["loc"]) or "-"
        if one["type"] == "missing":
            yield Problem(FIELD_MISSING, {"field": field})
        elif one["type"] == "extra_forbidden":
            yield Problem(FIELD_UNKNOWN, {"field": field})
        else:
            yield Problem(FIELD_INVALID, {"field": field, "why": WHY.get(one["type"], WRONG)})


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a name that stands twice two programs may take different ones: refused."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _depth(value: Any) -> int:
    level, deepest = [value], 0
    while level and deepest <= DEEPEST:
        deepest += 1
        level = [inner for one in level for inner in _inside(one)]
    return deepest


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _refuse_control_characters(values: Any, field: str = "-") -> None:
    """A null byte is no text in PostgreSQL, and no honest form sends one."""
    level: list[tuple[str, Any]] = [(field, values)]
    while level:
        where, value = level.pop()
        if isinstance(value, str) and "\x00" in value:
            problem = Problem(FIELD_INVALID, {"field": where, "why": WRONG})
            raise EcoAtlasError(INPUT_INVALID, problems=(problem,), fields=where)
        if isinstance(value, dict):
            level += [(str(name)[:64], one) for name, one in value.items()]
        elif isinstance(value, list):
            level += [(where, one) for one in value]


class Nothing(BaseModel):
    """A button and no field."""
