"""What the interface answers of the rows of a layer."""

from __future__ import annotations

from webmap.edge.answers import Answer, Cell


class TableColumnAnswer(Answer):
    name: str
    title: str
    unit: str | None
    numeric: bool


class TableAnswer(Answer):
    """rows: by the names of `columns`; total: of all that fit. responsible_units: by key."""

    layer: str
    version: int
    key_field: str
    total: int
    offset: int
    columns: list[TableColumnAnswer]
    rows: list[dict[str, Cell]]
    responsible_units: dict[str, list[str]]
