"""A layer as it came out of the file, before anything is decided about its meaning."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from geo.errors import Problem
from geo.plane.shape_column import ShapeColumn, Shapes
from geo.words import Text
from layers.reading.described import DeclaredCrs, EncodingDecision


@dataclass(frozen=True, slots=True)
class Counted:
    """How many features there should be, and by what they were counted; `at_least` where some of
    what is counted may stand for several."""

    features: int
    by: Text
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Uncounted:
    """Why the features of a layer cannot be counted a second time."""

    why: Text


@dataclass(slots=True)
class RawLayer:
    """Attributes under the file's own names (text decoded) and geometry in the file's numbers.

    `shapes` is None for an element that has no geometry; `unreadable` are rows (0-based) whose
    geometry is there but cannot be read. `shapes` as a whole is None when nothing could be read.
    """

    name: str
    file: str
    encoding: EncodingDecision
    crs: DeclaredCrs
    names: list[str]
    types: list[str]
    attributes: dict[str, pa.ChunkedArray] = field(default_factory=dict)
    shapes: ShapeColumn | None = None
    unreadable: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    """Rows (0-based) without a geometry where the file holds bytes for one that make no sense."""
    problems: list[Problem] = field(default_factory=list)
    table_encoding: str | None = None
    """Encoding of a table whose names are cut at ten bytes; None where names are whole."""
    written: dict[str, pa.ChunkedArray] = field(default_factory=dict)
    """Columns of numbers as they are written, where a code made of the number is another."""
    counted: Counted | Uncounted | None = None
    """The features counted another way than they were read; None while nothing is read."""

    @classmethod
    def begun(cls, name: str, file: str, encoding: EncodingDecision) -> RawLayer:
        """A layer of which nothing is read but how its text is written."""
        problems = list(encoding.problems)
        return cls(name, file, encoding, DeclaredCrs(), [], [], problems=problems)

    @property
    def features(self) -> int:
        return 0 if self.shapes is None else len(self.shapes)


def shapes_of(chunks: Iterable[pa.Array]) -> tuple[ShapeColumn, list[int]]:
    """Geometry from WKB, chunk by chunk so that the bytes are not held twice."""
    column = ShapeColumn()
    unreadable: list[int] = []
    for chunk in chunks:
        shapes, lost = shapes_in(chunk)
        unreadable += [row + len(column) for row in lost]
        column.append(shapes)
    return column, unreadable


def shapes_in(chunk: pa.Array) -> tuple[Shapes, list[int]]:
    """Geometry from WKB, and the rows where it is there but cannot be read."""
    wkb = chunk.to_numpy(zero_copy_only=False)
    shapes = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
    lost = shapely.is_missing(shapes) & chunk.is_valid().to_numpy(zero_copy_only=False)
    return shapes, np.flatnonzero(lost).tolist()


def plain_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as table cells can hold it: lists and records as JSON text, bytes as base64."""
    if pa.types.is_nested(column.type):
        return pa.chunked_array([_as_text(column, _as_json)])
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        return pa.chunked_array([_as_text(column, lambda raw: base64.b64encode(raw).decode())])
    if pa.types.is_dictionary(column.type):
        return column.cast(column.type.value_type)
    return column


def _as_text(column: pa.ChunkedArray, say: Any) -> pa.Array:
    return pa.array([None if v is None else say(v) for v in column.to_pylist()], pa.string())


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def type_title(kind: pa.DataType) -> str:
    """The type of a column in the words of the kinds: text, integer, number, date, boolean."""
    tests = (
        (pa.types.is_boolean, "boolean"),
        (pa.types.is_integer, "integer"),
        (pa.types.is_floating, "number"),
        (pa.types.is_decimal, "number"),
        (pa.types.is_temporal, "date"),
    )
    return next((title for test, title in tests if test(kind)), "text")
