"""Models as the schemas of OpenAPI 3.0, older than the JSON schema of pydantic."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

Schema = dict[str, Any]

PLACE = "#/components/schemas/"
NULL: Schema = {"type": "object", "nullable": True, "enum": [None]}
# What OpenAPI 3.0 has no word for; it narrows, so that what is left still holds.
UNKNOWN = ("title", "propertyNames", "prefixItems")
BOUNDS = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}


def components(models: Iterable[type[BaseModel]]) -> tuple[dict[type[BaseModel], Schema], Schema]:
    """Where the schema of each model is found, and the schemas by name; two models of one name
    have two names there. Nothing is taken that a model does not name."""
    every = list(models)
    places, found = models_json_schema(
        [(one, "validation") for one in every], ref_template=f"{PLACE}{{model}}"
    )
    schemas = {name: _closed(plain(one)) for name, one in found.get("$defs", {}).items()}
    return {one: places[one, "validation"] for one in every}, schemas


def _closed(schema: Schema) -> Schema:
    fields = schema.get("type") == "object" and "properties" in schema
    return {"additionalProperties": False, **schema} if fields else schema


def plain(schema: Schema) -> Schema:
    """A schema of pydantic's as OpenAPI 3.0 has it."""
    found = {
        name: _inner(name, value)
        for name, value in schema.items()
        if name not in (*UNKNOWN, "anyOf", "$ref")
    }
    if "$ref" in schema:
        # Beside a reference nothing counts.
        named = {"$ref": schema["$ref"]}
        found = {**found, "allOf": [named]} if found else named
    if "const" in found:
        found["enum"] = [found.pop("const")]
    for bound, limit in BOUNDS.items():
        if bound in found:
            found |= {limit: found[bound], bound: True}
    if found.get("default", "") is None:
        del found["default"]
    return found | _one_of(schema.get("anyOf", ()))


def _one_of(choices: Iterable[Schema]) -> Schema:
    every = list(choices)
    others = [plain(one) for one in every if one.get("type") != "null"]
    null = len(others) < len(every)
    if len(others) == 1 and "type" in others[0]:
        return others[0] | ({"nullable": True} if null else {})
    return {"anyOf": others + ([NULL] if null else [])} if others else {}


def _inner(name: str, value: Any) -> Any:
    if name == "properties":
        return {field: plain(one) for field, one in value.items()}
    if name in ("items", "additionalProperties") and isinstance(value, dict):
        return plain(value)
    if name in ("allOf", "oneOf"):
        return [plain(one) for one in value]
    return value
