"""Declarations as plain JSON: what commands, the API and the map share about kinds and metrics."""

from __future__ import annotations

from typing import Any

from layers.kinds import Kind
from layers.kinds.model import Field


def kind_json(kind: Kind) -> dict[str, Any]:
    """A kind with its fields, code lists, style and legend; wording in both languages."""
    return {
        "id": kind.id,
        "title": kind.title.as_dict(),
        "group": kind.group,
        "description": kind.description.as_dict(),
        "geometry": list(kind.geometry),
        "class_field": kind.class_field,
        "fields": [field_json(field) for field in kind.fields],
        "legend": [
            {
                "label": entry.label.as_dict(),
                "value": entry.value,
                "colour": entry.colour,
                "pattern": entry.pattern,
                "shape": entry.shape,
            }
            for entry in kind.legend()
        ],
    }


def field_json(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "title": field.title.as_dict(),
        "type": field.type,
        "required": field.required,
        "unit": field.unit,
        "short_name": field.short_name,
        "aliases": list(field.aliases),
        "codes": [{"value": code.value, "title": code.title.as_dict()} for code in field.codes],
    }
