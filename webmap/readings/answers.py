"""What the interface answers of readings that were typed."""

from __future__ import annotations

from webmap.edge.answers import Answer


class TypedRowAnswer(Answer):
    section: str
    time: str
    version: int
    status: str


class TypedAnswer(Answer):
    """count: of values in the batch."""

    batch: int
    count: int
    values: list[TypedRowAnswer]
