"""What the answers of several routes have in common, as models of `webmap.edge.openapi.answers`."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

Cell = str | int | float | bool | None
"""A value of a table, as its column has it."""
Plain = dict[str, Any]
"""What a declaration elsewhere gives its names: figures of a metric, a geometry, a kept content."""


class Answer(BaseModel):
    """What a view answers, or a part of it: every field is named, so that one that is added without
    being described fails the tests, which read each answer against it."""

    model_config = ConfigDict(extra="forbid")


class BothLanguages(Answer):
    """A wording in both languages, where the answer is not in one."""

    zh: str
    en: str
