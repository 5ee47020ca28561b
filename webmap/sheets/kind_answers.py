"""A sheet with its rows, as a model for each kind: made of what the kind declares."""

from __future__ import annotations

from typing import Any, Literal

from projects.sheets import SHEET_KINDS, SheetKind
from projects.sheets.declaration import SheetColumn
from webmap.edge.answers import Answer, Fields, model_name, model_of, worded
from webmap.sheets.answers import SheetLine


def _cell(column: SheetColumn) -> Any:
    return (float if column.type == "number" else str) | None, worded(column.title, column.unit)


def _sheet_model(kind: SheetKind) -> type[Answer]:
    """A sheet of a kind: its rows have the columns of the kind."""
    row = model_of(model_name(kind.id, "Row"), {one.name: _cell(one) for one in kind.columns})
    fields: Fields = {"kind": (Literal[kind.id], ...), "rows": (list[row], ...)}  # type: ignore[valid-type]
    return model_of(model_name(kind.id, "Sheet"), fields, SheetLine)


SHEET_ANSWERS = tuple(map(_sheet_model, SHEET_KINDS.values()))
"""A sheet with its rows, a model for each kind."""
