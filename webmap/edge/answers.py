"""What the answers of several routes have in common, as models of `webmap.edge.openapi.answers`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from geo.figures.units import Unit
from geo.words import Text
from webmap.edge.language import say

Cell = str | int | float | bool | None
"""A value of a table, as its column has it."""
Cells = dict[str, Cell | list[Cell]]
"""Values under names that are declared elsewhere, each plain or a list."""
Plain = dict[str, Any]
"""A content as it was kept, under the names of the form of that day."""
Written = dict[str, str | None]
Texts = dict[str, Written | list[Written]]
"""Figures as they are written: by name in the total and in records, row by row in tables."""
Fields = dict[str, Any]
"""Fields of a model by name, each with its type and how it is told."""


class Answer(BaseModel):
    """What a view answers, or a part of it: every field is named, so that one that is added without
    being described fails the tests, which read each answer against it."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class BothLanguages(Answer):
    """A wording in both languages, where the answer is not in one."""

    zh: str
    en: str


class Geometry(Answer):
    """A geometry as GeoJSON has it."""

    type: Literal["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]
    coordinates: list[Any]


def model_of(
    name: str, fields: Fields, base: type[Answer] = Answer, about: str | None = None
) -> type[Answer]:
    """A model made of what is declared elsewhere."""
    return create_model(name, __base__=base, __doc__=about, **fields)


def model_name(id_: str, *parts: str) -> str:
    """`sponge_coverage`, `Result`: SpongeCoverageResult."""
    words = (word for part in (id_, *parts) for word in part.split("_"))
    return "".join(word[:1].upper() + word[1:] for word in words)


def worded(title: Text, unit: Unit | None = None, **more: Any) -> Any:
    """A field that is described by its title and unit, in the language of whoever asks."""
    return Field(json_schema_extra=_described(title, unit), **more)


def _described(title: Text, unit: Unit | None) -> Callable[[dict[str, Any]], None]:
    def describe(schema: dict[str, Any]) -> None:
        schema["description"] = say(title)
        if unit is not None and unit.words.zh != "—":
            schema["x-unit"] = say(unit.words)

    return describe
