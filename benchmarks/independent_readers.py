"""GeoPackage blobs, KML, GeoParquet, FlatGeobuf and geodatabases by other means than ours.

KML by xml.etree, GeoParquet by pyarrow with the bounds of shapely, GeoPackage geometry by the
header of its blobs. For FlatGeobuf and geodatabases nothing independent is at hand: they are held
against pyogrio's plain read, which shares GDAL with ours but none of our code.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pyarrow.parquet as pq
import pyogrio
import shapely

from layers.reading.intake.staging import Source

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Plain:
    """A layer as an independent reader has it; columns by name, or in the order of the file.

    `types` as the format declares them, by name: text, integer, number, boolean, date.
    """

    count: int
    columns: dict[str, list[Any]] | list[list[Any]] = field(default_factory=list)
    missing: int | None = None
    extent: Box | None = None
    types: dict[str, str] = field(default_factory=dict)


Later = Callable[[str], Plain | None]
_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_SQL = {
    **dict.fromkeys(("INTEGER", "INT", "MEDIUMINT", "SMALLINT", "TINYINT"), "integer"),
    **dict.fromkeys(("REAL", "DOUBLE", "FLOAT"), "number"),
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DATETIME": "date",
    "TEXT": "text",
}
_OGR = {
    "OFTInteger": "integer",
    "OFTInteger64": "integer",
    "OFTReal": "number",
    "OFTString": "text",
    "OFTDate": "date",
    "OFTDateTime": "date",
}


def extent_of(points: list[Any]) -> Box | None:
    if not points:
        return None
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def sql_types(info: Iterable[Any]) -> dict[str, str]:
    """Of the answer to `PRAGMA table_info`."""
    found = {row[1]: _SQL.get(row[2].split("(")[0].upper()) for row in info}
    return {name: kind for name, kind in found.items() if kind}


def blob_box(blob: bytes | None) -> Box | None:
    """The envelope in the header of a GeoPackage geometry, else the bounds of its WKB; None for one
    that is missing or empty."""
    if blob is None or blob[3] & 16:
        return None
    order = "<" if blob[3] & 1 else ">"
    length = _ENVELOPES[blob[3] >> 1 & 7]
    if length:
        west, east, south, north = struct.unpack_from(f"{order}4d", blob, 8)
        return west, south, east, north
    shape = shapely.from_wkb(blob[8:], on_invalid="ignore")
    return None if shape is None or shape.is_empty else shape.bounds


def extent_of_boxes(boxes: Iterable[Box | None]) -> Box | None:
    return extent_of([corner for box in boxes if box for corner in (box[:2], box[2:])])


def by_pyarrow(source: Source, _layer: str) -> Later:
    def read(_encoding: str) -> Plain:
        table = pq.read_table(source.path)
        geo = json.loads(table.schema.metadata[b"geo"])
        shapes = shapely.from_wkb(table[geo["primary_column"]].to_pylist(), on_invalid="ignore")
        columns = {name: table[name].to_pylist() for name in table.column_names}
        return _of_shapes(shapes, columns)

    return read


def _of_shapes(shapes: Any, columns: dict[str, list[Any]]) -> Plain:
    missing = int((shapely.is_missing(shapes) | shapely.is_empty(shapes)).sum())
    own = shapely.total_bounds(shapes).tolist()
    return Plain(len(shapes), columns, missing, None if np.isnan(own[0]) else tuple(own))


def by_pyogrio(source: Source, layer: str) -> Later:
    def read(_encoding: str) -> Plain:
        inner = layer if source.format == "filegdb" else pyogrio.list_layers(source.path)[0][0]
        meta, _, wkb, fields = pyogrio.raw.read(source.path, layer=inner)
        about = pyogrio.read_info(source.path, layer=inner)
        columns = {
            name: [None if value is None or value != value else value for value in own.tolist()]
            for name, own in zip(meta["fields"], fields, strict=True)
        }
        plain = _of_shapes(shapely.from_wkb(wkb, on_invalid="ignore"), columns)
        kinds = zip(about["fields"], about["ogr_types"], about["dtypes"], strict=True)
        plain.types = {
            name: "boolean" if kind == "bool" else _OGR[ogr]
            for name, ogr, kind in kinds
            if ogr in _OGR
        }
        return plain

    return read


def by_etree(source: Source, layer: str) -> Later:
    raw = source.path.read_bytes()

    def read(encoding: str) -> Plain | None:
        text = raw.decode("utf-8-sig" if encoding == "UTF-8" else encoding)
        root = ElementTree.fromstring(re.sub(r"^\s*<\?xml.*?\?>", "", text, flags=re.DOTALL))  # noqa: S314  # nosec B314
        found: dict[str, list[Any]] = {}
        for path, mark in _marks(root, ()):
            found.setdefault("/".join(path) or source.name, []).append(mark)
        marks = found.get(layer)
        if marks is None:
            print(f"  (etree finds no folder {layer} in {source.file}: {list(found)})")
            return None
        rows = [_fields(mark) for mark in marks]
        names = dict.fromkeys(name for row in rows for name in row)
        points = [list(_points(mark)) for mark in marks]
        return Plain(
            len(marks),
            {name: [row.get(name) for row in rows] for name in names},
            sum(1 for own in points if not own),
            extent_of([point for own in points for point in own]),
            {"name": "text", "description": "text"},
        )

    return read


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _marks(element: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Placemarks with the names of the folders they lie in."""
    if _tag(element) == "Folder":
        names = [child.text or "" for child in element if _tag(child) == "name"]
        path = (*path, *(name.strip() for name in names[:1] if name.strip()))
    for child in element:
        if _tag(child) == "Placemark":
            yield path, child
        else:
            yield from _marks(child, path)


def _fields(mark: Any) -> dict[str, str | None]:
    found = {"name": None, "description": None}
    found |= {_tag(c): c.text for c in mark if _tag(c) in found}
    for part in mark.iter():
        if _tag(part) == "SimpleData":
            found[part.get("name")] = part.text
        elif _tag(part) == "Data":
            found[part.get("name")] = next((c.text for c in part if _tag(c) == "value"), None)
    return found


def _points(mark: Any) -> Iterator[tuple[float, float]]:
    for part in mark.iter():
        if _tag(part) == "coordinates":
            for place in (part.text or "").split():
                x, y = place.split(",")[:2]
                yield float(x), float(y)
