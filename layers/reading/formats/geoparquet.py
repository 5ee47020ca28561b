"""GeoParquet, read by pyarrow: geometry and CRS as the metadata of the file say.

The wheels of GDAL have no driver for it. The counts in the footer are judged before a page is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.errors import EcoAtlasError, Problem
from geo.words import Text, listed
from layers.reading.crs.georeference import declared_by
from layers.reading.described import DeclaredCrs, EncodingDecision, EncodingReport
from layers.reading.intake.file_errors import DAMAGED
from layers.reading.intake.format_errors import (
    NESTED_AS_TEXT,
    OTHER_GEOMETRIES,
    PARQUET_GEOMETRY_UNKNOWN,
    PARQUET_WITHOUT_GEOMETRY,
    TOO_MANY_FEATURES,
)
from layers.reading.intake.staging import Source
from layers.reading.limits import FEATURES_LIMIT, MEGABYTE
from layers.reading.listing import Listing
from layers.reading.raw import Counted, RawLayer, plain_column, shapes_of, type_title
from layers.reading.request import Request
from layers.reading.shown import COLUMNS_TOLD, shown_name
from layers.reading.text.dbf_encoding import UTF8

_WHOLE = EncodingDecision(EncodingReport(UTF8, UTF8, UTF8))
BY_FOOTER = Text("文件尾的行数", "the rows that its footer states")
# The specification: longitude and latitude on WGS 84 where nothing is said.
_DEFAULT_CRS = "EPSG:4326"
_FOOTER_BYTES = 64 * MEGABYTE
# Of a row group, which may be the whole file, so much is unpacked at a time.
_READ_BYTES, _ROWS_AT_ONCE = MEGABYTE, 16_384
_FAULTS = (
    pa.ArrowException,
    OSError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
)


def layers_of(source: Source, _request: Request) -> Listing:
    """A GeoParquet file is one layer."""
    return Listing([source.name])


def read(source: Source, name: str, _request: Request) -> RawLayer:
    """Geometry of the primary column, every other column as an attribute."""
    try:
        with pq.ParquetFile(
            source.path,
            thrift_string_size_limit=_FOOTER_BYTES,
            thrift_container_size_limit=1_000_000,
            buffer_size=_READ_BYTES,
        ) as file:
            _refuse_absurd(source, file)
            geo = _geo_metadata(source, file)
            return _layer(source, name, geo, file)
    except _FAULTS as error:
        raise EcoAtlasError(DAMAGED, file=source.file, where="parquet") from error


def _refuse_absurd(source: Source, file: pq.ParquetFile) -> None:
    """Runs of one value take no room, so a small file can state any number of rows."""
    rows = file.metadata.num_rows
    if not 0 <= rows <= FEATURES_LIMIT:
        raise EcoAtlasError(TOO_MANY_FEATURES, file=source.file, found=rows, limit=FEATURES_LIMIT)


def _geo_metadata(source: Source, file: pq.ParquetFile) -> dict[str, Any]:
    raw = (file.schema_arrow.metadata or {}).get(b"geo")
    if raw is None:
        fields = listed(map(shown_name, file.schema_arrow.names), COLUMNS_TOLD)
        raise EcoAtlasError(PARQUET_WITHOUT_GEOMETRY, file=source.file, fields=fields)
    geo = json.loads(raw)
    if not isinstance(geo, dict) or geo.get("primary_column") not in file.schema_arrow.names:
        raise EcoAtlasError(DAMAGED, file=source.file, where="geo.primary_column")
    return geo


def _layer(source: Source, name: str, geo: dict[str, Any], file: pq.ParquetFile) -> RawLayer:
    schema = file.schema_arrow
    primary = str(geo["primary_column"])
    about: dict[str, Any] = (geo.get("columns") or {}).get(primary) or {}
    _refuse_other_encoding(source, primary, about, schema.field(primary).type)
    layer = RawLayer(name, source.file, _WHOLE, _declared(about), [], [])
    others = [column for column in (geo.get("columns") or {}) if column != primary]
    covering = ((about.get("covering") or {}).get("bbox") or {}).get("xmin") or [None]
    left_out = {primary, *others, covering[0]}
    kept = [column for column in schema.names if column not in left_out]
    tables = [pa.schema([schema.field(column) for column in kept]).empty_table()]
    layer.shapes, layer.unreadable = shapes_of(_taken(file, primary, kept, tables))
    layer.counted = Counted(file.metadata.num_rows, BY_FOOTER)
    table = pa.concat_tables(tables)
    layer.attributes = {column: plain_column(table[column]) for column in kept}
    layer.names = list(layer.attributes)
    layer.types = [type_title(column.type) for column in layer.attributes.values()]
    nested = [column for column in kept if pa.types.is_nested(table[column].type)]
    layer.problems += _told(source, primary, others, nested)
    return layer


def _taken(
    file: pq.ParquetFile, primary: str, kept: list[str], tables: list[pa.Table]
) -> Iterator[pa.Array]:
    """The geometry batch by batch, the other columns into `tables`.

    A row group may be larger than memory allows, and then ends in one refusal.
    """
    for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE, use_threads=False):
        # Text is promised to be UTF-8; only this looks whether it is.
        batch.validate(full=True)
        tables.append(pa.Table.from_batches([batch.select(kept)]))
        yield plain_bytes(batch.column(primary))


def _refuse_other_encoding(
    source: Source, primary: str, about: dict[str, Any], kind: pa.DataType
) -> None:
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    is_bytes = pa.types.is_binary(kind) or pa.types.is_large_binary(kind)
    if about.get("encoding") != "WKB" or not is_bytes:
        raise EcoAtlasError(
            PARQUET_GEOMETRY_UNKNOWN,
            file=source.file,
            column=shown_name(primary),
            encoding=shown_name(str(about.get("encoding"))),
        )


def plain_bytes(column: pa.Array) -> pa.Array:
    """Bytes as such: not as a dictionary of them, nor as the large kind."""
    return column.cast(pa.binary())


def _declared(about: dict[str, Any]) -> DeclaredCrs:
    """A CRS that is missing is WGS 84 by the specification; one that is null is not known."""
    if "crs" not in about:
        return declared_by(_DEFAULT_CRS)
    if about["crs"] is None:
        return DeclaredCrs()
    try:
        system = CRS.from_json_dict(about["crs"])
    except (CRSError, TypeError, AttributeError):
        return DeclaredCrs(text=str(about["crs"])[:200])
    code = (about["crs"].get("id") or {}) if isinstance(about["crs"], dict) else {}
    if code.get("authority") == "OGC" and code.get("code") == "CRS84":
        return declared_by(_DEFAULT_CRS)
    return declared_by(system.to_wkt())


def _told(source: Source, primary: str, others: list[str], nested: list[str]) -> list[Problem]:
    problems = []
    if others:
        values = {
            "file": source.file,
            "column": shown_name(primary),
            "others": listed(map(shown_name, others)),
        }
        problems.append(Problem(OTHER_GEOMETRIES, values))
    if nested:
        fields = listed(map(shown_name, nested))
        problems.append(Problem(NESTED_AS_TEXT, {"fields": fields}))
    return problems
