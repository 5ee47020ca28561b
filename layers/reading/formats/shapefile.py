"""A shapefile: text from the bytes of its table, the rest through GDAL."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import shapely
from pyogrio.errors import DataSourceError, FeatureError, FieldError, GeometryError

from geo.errors import EcoAtlasError, ErrorCode, Problem
from geo.words import Text, listed
from layers.reading.crs.georeference import declared_by
from layers.reading.described import DeclaredCrs, EncodingDecision
from layers.reading.fields.errors import COLUMN_NOT_READ, NUMBER_UNREADABLE
from layers.reading.formats import shape_index
from layers.reading.formats.shapefile_errors import (
    COUNTS_DIFFER,
    LENGTHS_WRONG,
    ROWS_DELETED,
    ROWS_MISCOUNTED,
    SHX_REBUILT,
    SHX_WRONG,
    TABLE_WITHOUT_FIELDS,
)
from layers.reading.formats.streamed import read_streamed
from layers.reading.intake.file_errors import DAMAGED, FILE_TRUNCATED
from layers.reading.intake.staging import Source
from layers.reading.listing import Listing
from layers.reading.names import unique_names
from layers.reading.raw import Counted, RawLayer, plain_column, type_title
from layers.reading.request import Request
from layers.reading.rows import by_row
from layers.reading.text import dbf, dbf_values
from layers.reading.text import dbf_encoding as encoding
from layers.reading.text.errors import TEXT_CUT
from layers.reading.text.two_encodings import MIXED, encoding_of

GDAL_ERRORS = (
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
    RuntimeError,
    ValueError,
    # Arrow's stream of what GDAL reads says so when a buffer makes no sense.
    OSError,
)
_TYPES = {"C": "text", "N": "number", "F": "number", "D": "date", "L": "boolean"}
_TEXT_LIMIT = 100_000
_NO_PRJ = Text("（没有 .prj）", " (there is no .prj)")
DELETED_NAMED = 20
BY_ROWS = Text(
    "属性表的行数（已删除的除外）", "the rows of its attribute table, but for deleted ones"
)


def layers_of(source: Source, _request: Request) -> Listing:
    """A shapefile is one layer."""
    return Listing([source.name])


def read(source: Source, _name: str, request: Request) -> RawLayer:
    return read_shapefile(source, request.encoding)


def _declared_crs(source: Source) -> DeclaredCrs:
    text = _side_text(source, ".prj")
    return DeclaredCrs(told=_NO_PRJ) if text is None else declared_by(text)


def read_shapefile(source: Source, asked_encoding: str | None) -> RawLayer:
    """Everything the parts hold; raises `damaged` or `counts-differ` when they make no sense."""
    _refuse_truncated(source)
    found = _sound_index(source)
    table = _table(source)
    decision = encoding.decide(table, _side_text(source, ".cpg"), asked_encoding)
    names = [_name(raw, decision) for raw in table.names]
    layer = RawLayer(
        name=source.name,
        file=source.file,
        encoding=decision,
        crs=_declared_crs(source),
        names=list(unique_names(names, lambda number: f"field_{number}")),
        types=[_TYPES.get(column.type, "text") for column in table.columns],
        problems=list(decision.problems),
        table_encoding=_encoding_of_names(table, decision.used),
        counted=Counted(len(table.rows) - len(dbf.deleted_rows(table)), BY_ROWS),
    )
    _refuse_different_counts(source, table)
    _read_through_gdal(source, table, layer)
    layer.damaged = _damaged(source, table, layer)
    _tell_deleted(table, layer)
    _read_dates_and_numbers(table, layer)
    _read_text(table, layer)
    layer.problems += [*_about_index(found, source, layer), *_about_rows(source, table)]
    return layer


def _table(source: Source) -> dbf.Table:
    try:
        shapes = shape_index.count(source.path.with_suffix(".shx"))
        return dbf.open_table(source.path.with_suffix(".dbf"), shapes)
    except dbf.NoColumns as error:
        raise EcoAtlasError(TABLE_WITHOUT_FIELDS, file=source.file) from error
    except (dbf.BadTable, OSError, ValueError) as error:
        raise EcoAtlasError(DAMAGED, file=source.file, where=".dbf") from error


def _side_text(source: Source, suffix: str) -> str | None:
    if suffix not in source.parts:
        return None
    with source.path.with_suffix(suffix).open("rb") as file:
        raw = file.read(_TEXT_LIMIT)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _encoding_of_names(table: dbf.Table, used: str | None) -> str | None:
    """Of a table in two encodings the one that its names are in."""
    if used != MIXED:
        return used
    names = (encoding_of(name, cut=True) for name in table.names if not name.isascii())
    return next(names, encoding.UTF8)


def _name(raw: bytes, decision: EncodingDecision) -> str:
    chosen = decision.used or decision.report.detected
    if chosen in (None, encoding.ASCII):
        return encoding.label_of(raw)
    text = dbf.decode_cut(raw, chosen or encoding.UTF8, full=len(raw) >= dbf.NAME - 1)
    return encoding.label_of(raw) if text is None else text.strip()


def _refuse_truncated(source: Source) -> None:
    """A download that broke off is shorter than its header says."""
    stated, actual = shape_index.stated_bytes(source.path), source.path.stat().st_size
    if actual < stated:
        raise EcoAtlasError(FILE_TRUNCATED, file=source.file, stated=stated, actual=actual)


def _refuse_different_counts(source: Source, table: dbf.Table) -> None:
    index = source.path.with_suffix(".shx")
    shapes = shape_index.count(index) + shape_index.left_out(source.path, index)
    if shapes != len(table.rows):
        raise EcoAtlasError(COUNTS_DIFFER, file=source.file, shapes=shapes, records=len(table.rows))


def _sound_index(source: Source) -> ErrorCode | None:
    """An index of the real length that fits; what was wrong with the one of the file, if anything.

    GDAL believes the lengths in the headers, so those of our copies are put right.
    """
    index = source.path.with_suffix(".shx")
    wrong = SHX_REBUILT if ".shx" not in source.parts else None
    if wrong is None and not shape_index.fits(source.path, index):
        wrong = SHX_WRONG
    if wrong is not None:
        shape_index.rebuild(source.path, index)
    stopped = shape_index.state_bytes(source.path, shape_index.end_of_records(index))
    stopped |= shape_index.state_bytes(index, index.stat().st_size)
    return wrong or (LENGTHS_WRONG if stopped else None)


def _about_index(found: ErrorCode | None, source: Source, layer: RawLayer) -> list[Problem]:
    values = {"file": source.file, "features": layer.features}
    return [] if found is None else [Problem(found, values)]


def _about_rows(source: Source, table: dbf.Table) -> list[Problem]:
    if table.stated == len(table.rows):
        return []
    values = {"file": source.file, "stated": table.stated, "found": len(table.rows)}
    return [Problem(ROWS_MISCOUNTED, values)]


def _read_through_gdal(source: Source, table: dbf.Table, layer: RawLayer) -> None:
    """Geometry and numbers. The columns get neutral names in our own copy of the table."""
    for suffix in (".prj", ".cpg"):
        # Read and judged by us; GDAL would stumble over a bad one and lose the rest.
        source.path.with_suffix(suffix).unlink(missing_ok=True)
    neutral = dbf.neutral_names(source.path.with_suffix(".dbf"), len(table.columns))
    wanted = [
        name for name, column in zip(neutral, table.columns, strict=True) if column.type in "NFL"
    ]
    dbf.state_rows(source.path.with_suffix(".dbf"), len(table.rows))
    try:
        read = read_streamed(source.path, columns=wanted, encoding="UTF-8")
    except GDAL_ERRORS as error:
        raise EcoAtlasError(DAMAGED, file=source.file, where=".shp") from error
    if read.shapes is None:
        raise EcoAtlasError(DAMAGED, file=source.file, where=".shp")
    layer.shapes, layer.unreadable, found = read.shapes, read.unreadable, read.table
    for position, name in enumerate(neutral):
        if name in found.column_names:
            layer.attributes[layer.names[position]] = plain_column(found[name])
            layer.types[position] = type_title(found[name].type)


def _damaged(source: Source, table: dbf.Table, layer: RawLayer) -> list[int]:
    """Rows whose record is there, and nothing comes of it."""
    if layer.shapes is None:
        return []
    missing = layer.shapes.each(shapely.is_missing)
    if not missing.any():
        return []
    holds = shape_index.holds_shape(source.path, source.path.with_suffix(".shx"))
    present = np.delete(holds, dbf.deleted_rows(table))
    return np.flatnonzero(missing & present).tolist() if len(present) == len(missing) else []


def _tell_deleted(table: dbf.Table, layer: RawLayer) -> None:
    """dBASE only marks a row that is deleted; GDAL leaves it out without a word, its shape too."""
    rows = dbf.deleted_rows(table)
    if len(rows):
        named = listed((row + 1 for row in rows.tolist()), DELETED_NAMED)
        values = {"file": layer.file, "count": len(rows), "rows": named}
        layer.problems.append(Problem(ROWS_DELETED, values))


def _read_dates_and_numbers(table: dbf.Table, layer: RawLayer) -> None:
    """From the bytes: dates altogether, numbers where GDAL takes for one what is none."""
    for position, (name, column) in enumerate(zip(layer.names, table.columns, strict=True)):
        if not column.is_readable:
            layer.attributes[name] = pa.chunked_array([pa.nulls(layer.features, pa.string())])
            layer.problems.append(Problem(COLUMN_NOT_READ, {"field": name}, field=name))
        elif column.type == "D":
            layer.attributes[name] = dbf_values.dates(table, column)
        elif column.type in "NF" and name in layer.attributes:
            found = dbf_values.numbers(table, column, layer.attributes[name])
            layer.attributes[name] = found.values
            layer.types[position] = type_title(found.values.type)
            _tell_odd(name, found, layer)


def _tell_odd(name: str, found: dbf_values.NumberColumn, layer: RawLayer) -> None:
    def values(row: int) -> dict[str, str]:
        return {"field": name, "value": found.odd[row]}

    told = by_row(NUMBER_UNREADABLE, list(found.odd), values)
    layer.problems += [replace(problem, field=name) for problem in told]


def _read_text(table: dbf.Table, layer: RawLayer) -> None:
    """The text columns in the encoding decided; none are read while a person has to decide."""
    if layer.encoding.used is None:
        return
    for name, column in zip(list(layer.names), table.columns, strict=True):
        if column.is_text:
            text = dbf.read_text(table, column, layer.encoding.used)
            layer.attributes[name] = text.values
            _tell_cut(name, text, layer)
    layer.attributes = {name: layer.attributes[name] for name in layer.names}


def _tell_cut(name: str, text: dbf.TextColumn, layer: RawLayer) -> None:
    if text.cut:
        sample = text.values[text.cut[0]].as_py() or ""
        values = {"field": name, "count": len(text.cut), "sample": sample}
        layer.problems.append(Problem(TEXT_CUT, values, text.cut[0] + 1))
