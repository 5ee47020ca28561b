"""Files that GDAL reads as they are and whose text is UTF-8: GeoPackage, GeoJSON, FlatGeobuf,
geodatabases."""

from __future__ import annotations

import codecs
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyogrio
import pyogrio.raw

from geo.errors import EcoAtlasError, Problem
from geo.plane.shape_column import ShapeColumn
from geo.words import Text, listed
from layers.reading.crs.georeference import declared_by
from layers.reading.described import EncodingDecision, EncodingReport
from layers.reading.formats.geojson_crs import stated_crs
from layers.reading.formats.gpkg_srs import stated_srs
from layers.reading.formats.gpkg_stored import GEOMETRY, stored_as_read, unknown_to_gdal
from layers.reading.formats.second_count import count_flatgeobuf, count_geodatabase
from layers.reading.formats.shapefile import GDAL_ERRORS
from layers.reading.formats.streamed import Streamed, read_streamed
from layers.reading.intake.file_errors import DAMAGED, NO_SPATIAL_LAYER
from layers.reading.intake.format_errors import (
    COMPUTED_LEFT_OUT,
    OTHER_GEOMETRIES,
    TOO_MANY_FEATURES,
    WRONG_DRIVER,
)
from layers.reading.intake.formats import FORMATS, JSON
from layers.reading.intake.gpkg_guard import TABLE_SECONDS, computed, gpkg_layers, opened
from layers.reading.intake.json_kinds import BY_FEATURES, BY_LINES, features_in, records_in
from layers.reading.intake.staging import Source
from layers.reading.limits import FEATURES_LIMIT
from layers.reading.listing import Listing
from layers.reading.raw import Counted, RawLayer, Uncounted, plain_column, shapes_of, type_title
from layers.reading.request import Request
from layers.reading.shapes.errors import CURVES_STRAIGHTENED
from layers.reading.shown import shown_name
from layers.reading.text.dbf_encoding import UTF8
from layers.reading.text.text_encoding import decide_text, open_text

Columns = dict[str, pa.ChunkedArray]
_CHUNK = 1 << 20
ONE_LAYER = frozenset({*JSON, "flatgeobuf"})
BY_TABLE = Text("表中的行数", "the rows of the table")
_WHOLE = EncodingDecision(EncodingReport(UTF8, UTF8, UTF8))


def layers_of(source: Source, _request: Request) -> Listing:
    """The layers with geometry; a file of one layer is called by its own name."""
    if source.format == "gpkg":
        return gpkg_layers(source)
    if source.format in ONE_LAYER:
        return Listing([source.name])
    return Listing(gdal_layers(source))


def gdal_layers(source: Source) -> list[str]:
    """Names of the layers with geometry, as GDAL lists them; opened by the driver due or not at
    all."""
    try:
        layers = pyogrio.list_layers(source.path)
        found = [str(name) for name, geometry in layers if geometry is not None]
        for name in found[:1]:
            refuse_other_driver(source, pyogrio.read_info(source.path, layer=name)["driver"])
    except GDAL_ERRORS as error:
        raise EcoAtlasError(DAMAGED, file=source.file, where=source.format) from error
    if not found:
        # A file of one layer that shows none is broken: its header could not be read.
        broken = source.format in ONE_LAYER
        raise EcoAtlasError(
            DAMAGED if broken else NO_SPATIAL_LAYER, file=source.file, where=source.format
        )
    return found


def refuse_other_driver(source: Source, driver: str) -> None:
    expected = FORMATS[source.format]
    if driver != expected.driver:
        raise EcoAtlasError(
            WRONG_DRIVER, file=source.file, expected=expected.title, found=str(driver)
        )


def read(source: Source, name: str, request: Request) -> RawLayer:
    """One layer of a GeoPackage, GeoJSON, FlatGeobuf or geodatabase."""
    decision = check_encoding(source, request.encoding)
    inner = name
    if source.format in ONE_LAYER and decision.used is not None:
        inner = gdal_layers(source)[0]
    return read_container(source, inner, name, decision)


def check_encoding(source: Source, asked: str | None) -> EncodingDecision:
    """GeoJSON that is not UTF-8 is asked about, and rewritten once its encoding is known."""
    if source.format not in JSON or _is_valid(source.path, UTF8):
        return _WHOLE
    decision = decide_text(source.path, asked, UTF8)
    if decision.used is not None:
        _rewrite(source.path, decision.used)
    return decision


def _is_valid(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _rewrite(path: Path, encoding: str) -> None:
    rewritten = path.with_name(f"{path.stem}u{path.suffix}")
    with (
        open_text(path, encoding) as old,
        rewritten.open("w", encoding="utf-8") as new,
    ):
        while chunk := old.read(_CHUNK):
            new.write(chunk)
    rewritten.replace(path)


def _sound(column: pa.ChunkedArray, source: Source, name: str) -> pa.ChunkedArray:
    """A GeoPackage promises UTF-8, but nothing keeps a program from writing other bytes."""
    try:
        column.validate(full=True)
    except pa.ArrowInvalid as error:
        raise EcoAtlasError(DAMAGED, file=source.file, where=name) from error
    return column


def _without_curves(source: Source, name: str, layer: RawLayer) -> tuple[ShapeColumn, list[int]]:
    """Arcs as short straight pieces, the way GDAL does it outside Arrow."""
    _, _, wkb, _ = pyogrio.raw.read(source.path, layer=name, columns=[])
    layer.problems.append(Problem(CURVES_STRAIGHTENED))
    return shapes_of([pa.array(wkb, pa.binary())])


def _refuse_absurd(source: Source, stated: int) -> None:
    if stated > FEATURES_LIMIT:
        raise EcoAtlasError(TOO_MANY_FEATURES, file=source.file, found=stated, limit=FEATURES_LIMIT)


def _counted(source: Source, inner: str, found: int) -> Counted | Uncounted:
    """Of a GeoPackage its rows are counted where its table is looked into."""
    if source.format == "flatgeobuf":
        return count_flatgeobuf(source.path)
    if source.format == "filegdb":
        return count_geodatabase(source.path, inner)
    if source.format == "geojsonseq":
        return Counted(records_in(source.path), BY_LINES)
    return Counted(features_in(source.path, found, source.format), BY_FEATURES)


def _streamed(source: Source, inner: str, layer: RawLayer, options: dict[str, Any]) -> Streamed:
    try:
        return read_streamed(source.path, layer=inner, **options)
    except NotImplementedError:
        read = read_streamed(source.path, layer=inner, read_geometry=False, **options)
        shapes, unreadable = _without_curves(source, inner, layer)
        return replace(read, shapes=shapes, unreadable=unreadable)


def _moments_as_written(source: Source, inner: str, table: pa.Table) -> dict[str, Any]:
    """Of a column in several time zones GDAL makes UTC, where a day in China begins the day before.

    Such a column stays the text that it is.
    """
    moments = [f.name for f in table.schema if pa.types.is_timestamp(f.type) and f.type.tz == "UTC"]
    if not moments:
        return {}
    options = {"columns": moments, "read_geometry": False, "datetime_as_string": True}
    _, texts = pyogrio.raw.read_arrow(source.path, layer=inner, **options)
    return {name: texts[name] for name in moments if _in_other_zones(texts[name])}


def _in_other_zones(column: pa.ChunkedArray) -> bool:
    return bool(pc.any(pc.invert(pc.match_substring_regex(column, "(Z|[+-]00:?00)$"))).as_py())


def read_container(source: Source, inner: str, name: str, decision: EncodingDecision) -> RawLayer:
    """One layer, called `inner` inside the file and `name` to people."""
    layer = RawLayer.begun(name, source.file, decision)
    if decision.used is None:
        return layer
    options = _gpkg_options(source, inner, layer) if source.format == "gpkg" else {}
    try:
        about = pyogrio.read_info(source.path, layer=inner)
        refuse_other_driver(source, about["driver"])
        _refuse_absurd(source, about["features"])
        read = _streamed(source, inner, layer, options)
    except GDAL_ERRORS as error:
        raise EcoAtlasError(DAMAGED, file=source.file, where=shown_name(inner)) from error
    if source.format != "gpkg":
        found = len(read.shapes) if read.shapes is not None else read.table.num_rows
        layer.counted = _counted(source, inner, found)
    layer.crs = declared_by(read.meta["crs"])
    if source.format == "geojson":
        layer.crs = stated_crs(source.path, layer.crs)
    layer.shapes, layer.unreadable = read.shapes, read.unreadable
    stored = _as_stored(source, inner, layer, read) if source.format == "gpkg" else {}
    if source.format in JSON:
        stored = _moments_as_written(source, inner, read.table)
    # Numbers of features are not asked for: a field of that name (OGC_FID) is one of the file.
    for column in read.table.column_names:
        if column not in stored:
            layer.attributes[column] = plain_column(_sound(read.table[column], source, column))
        else:
            layer.attributes[column] = stored[column]
    layer.attributes |= stored
    layer.names = list(layer.attributes)
    layer.types = [type_title(column.type) for column in layer.attributes.values()]
    return layer


def _gpkg_options(source: Source, inner: str, layer: RawLayer) -> dict[str, Any]:
    """Every column but those that are worked out in reading: one may be made to fill the memory."""
    options: dict[str, Any] = {"LIST_ALL_TABLES": "NO"}
    with opened(source) as connection:
        left_out = computed(connection, inner)
    if left_out:
        names = listed(shown_name(name) for name in left_out)
        layer.problems.append(Problem(COMPUTED_LEFT_OUT, {"file": source.file, "names": names}))
        fields = pyogrio.read_info(source.path, layer=inner)["fields"]
        options["columns"] = [name for name in fields if name not in left_out]
    return options


def _as_stored(source: Source, inner: str, layer: RawLayer, read: Streamed) -> Columns:
    """Columns that GDAL has read otherwise than they are stored; CRS and rows are judged too."""
    types = dict(zip(read.table.column_names, read.table.schema.types, strict=True))
    key, shape = str(read.meta["fid_column"] or "rowid"), str(read.meta["geometry_name"])
    try:
        with opened(source, TABLE_SECONDS) as connection:
            layer.crs = stated_srs(connection, inner, layer.crs)
            types |= unknown_to_gdal(connection, inner, {*types, key, shape})
            others = [name for name, kind in types.items() if kind == GEOMETRY]
            stored = stored_as_read(connection, inner, key, types)
    except sqlite3.Error as error:
        raise EcoAtlasError(DAMAGED, file=source.file, where=shown_name(inner)) from error
    layer.counted = Counted(stored.rows, BY_TABLE)
    layer.written |= stored.written
    layer.problems += stored.problems
    if others:
        values = {"column": shown_name(shape), "others": listed(map(shown_name, others))}
        layer.problems.append(Problem(OTHER_GEOMETRIES, {"file": source.file, **values}))
    return stored.columns
