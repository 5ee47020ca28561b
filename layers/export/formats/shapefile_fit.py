"""What a shapefile can hold of the features, looked at before anything is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import EcoAtlasError, Problem
from geo.figures.said import file_size
from layers.export.errors import (
    DIGITS_CUT,
    FIELDS_RENAMED,
    MIXED_GEOMETRY,
    NOT_ENCODABLE,
    SHAPEFILE_TOO_LARGE,
    TEXT_CUT,
)
from layers.export.fields import ExportField
from layers.export.formats.types_held import TypesHeld
from layers.storage.feature_table import GEOMETRY

# ArcGIS and QGIS open larger parts only sometimes.
LARGEST_PART = 2**31 - 1
DBF_TEXT_BYTES = 254
DBF_DECIMALS = 15
FAMILIES = {"Polygon": "polygon", "LineString": "line", "Point": "point", "LinearRing": "line"}
# Bytes of a column in the table as GDAL makes it; of text at least so many.
TEXT_WIDTH, OTHER_WIDTH = 80, 18
# What a polygon takes in the .shp beside its WKB: the head of its record and its box.
RECORD_BYTES = 43


@dataclass(slots=True)
class Fit:
    """Told part by part; then what is refused, what is lost, and each part as it can be held."""

    schema: pa.Schema
    fields: list[ExportField]
    encoding: str
    held: TypesHeld = field(default_factory=TypesHeld)
    rows: int = 0
    shape_bytes: int = 0
    text_cut: Counter[str] = field(default_factory=Counter)
    digits_cut: Counter[str] = field(default_factory=Counter)
    widths: dict[str, int] = field(default_factory=dict)

    def add(self, part: pa.Table) -> None:
        """Look at a part with all columns; raises `not-encodable`."""
        self.held.add(part[GEOMETRY])
        self.rows += len(part)
        self.shape_bytes += pc.sum(pc.binary_length(part[GEOMETRY])).as_py() or 0
        for one in self.fields:
            kind = self.schema.field(one.name).type
            if pa.types.is_floating(kind):
                self.digits_cut[one.name] += _digits_lost(part[one.name])
            elif pa.types.is_large_string(kind):
                self._look_at_text(one, part[one.name])

    def _look_at_text(self, one: ExportField, column: pa.ChunkedArray) -> None:
        sizes = [len(_encoded(text, one, self.encoding)) for text in column.drop_null().to_pylist()]
        self.text_cut[one.name] += sum(size > DBF_TEXT_BYTES for size in sizes)
        width = min(max(sizes, default=0), DBF_TEXT_BYTES)
        self.widths[one.name] = max(width, self.widths.get(one.name, TEXT_WIDTH))

    def require(self) -> None:
        """Raises `mixed-geometry`, and `shapefile-too-large` for what will be."""
        types = {name.removeprefix("Multi") for name in self.held.types}
        if len({FAMILIES.get(name, name) for name in types}) > 1:
            raise EcoAtlasError(MIXED_GEOMETRY, types=", ".join(sorted(types)))
        width = 1 + sum(self.widths.get(one.name, OTHER_WIDTH) for one in self.fields)
        require_size(".dbf", self.rows * width)
        require_size(".shp", self.shape_bytes + self.rows * RECORD_BYTES)

    def notes(self) -> list[Problem]:
        """What was cut or renamed, column by column."""
        notes = []
        for one in self.fields:
            for kind, counts in ((DIGITS_CUT, self.digits_cut), (TEXT_CUT, self.text_cut)):
                if counts[one.name]:
                    notes.append(Problem(kind, {"field": one.name, "count": counts[one.name]}))
        if any(one.name != one.short_name for one in self.fields):
            notes.append(Problem(FIELDS_RENAMED))
        return notes

    def made_fit(self, part: pa.Table) -> pa.Table:
        """A part with short names, and texts cut at a character where they are too long."""
        for one in self.fields:
            if self.text_cut[one.name]:
                at = part.column_names.index(one.name)
                texts = [_cut(text, self.encoding) for text in part[one.name].to_pylist()]
                part = part.set_column(at, part.field(at), pa.array(texts, part.field(at).type))
        short = {one.name: one.short_name for one in self.fields}
        return part.rename_columns([short.get(name, name) for name in part.column_names])


def require_size(part: str, size: int) -> None:
    """Raises `shapefile-too-large`."""
    if size > LARGEST_PART:
        raise EcoAtlasError(SHAPEFILE_TOO_LARGE, part=part, size=file_size(size))


def _digits_lost(column: pa.ChunkedArray) -> int:
    """Numbers so small that fifteen decimals hold little or nothing of them."""
    values = column.to_numpy()
    lost = np.abs(np.round(values, DBF_DECIMALS) - values) > np.abs(values) * 1e-9
    return int(lost.sum())


def _encoded(text: str, one: ExportField, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        raise EcoAtlasError(NOT_ENCODABLE, field=one.name, value=text, encoding=encoding) from None


def _cut(text: str | None, encoding: str) -> str | None:
    if text is None:
        return None
    written = text.encode(encoding)
    if len(written) <= DBF_TEXT_BYTES:
        return text
    return written[:DBF_TEXT_BYTES].decode(encoding, errors="ignore")
