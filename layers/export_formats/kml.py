"""KML 2.2 without styles: each feature a placemark whose attributes are typed extended data.

Written here and not by GDAL, whose KML drivers add styles and are left out of the reading process.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import pandas as pd
import shapely

from geo.errors import Problem
from layers.content import GEOMETRY, columns_of
from layers.export_fields import ExportField, export_fields
from layers.export_formats import about
from layers.export_formats.job import Job
from layers.progress import counted

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n'
# What XML 1.0 cannot hold at all.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TYPES = {"i": "int", "u": "int", "f": "double", "b": "bool"}
INT32 = 2**31


def write_kml(job: Job) -> list[Problem]:
    """Write one document; coordinates are WGS 84 degrees with nine decimals."""
    fields = export_fields(job.kind, columns_of(job.frame))
    with job.out.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"{HEAD}<Document>\n{_tag('name', job.title.zh)}\n")
        file.write(_origin(job))
        file.write(_schema(job.frame, fields))
        _placemarks(file, job, fields)
        file.write("</Document>\n</kml>\n")
    return []


def _text(value: Any) -> str:
    return escape(UNWRITABLE.sub("", str(value)))


def _tag(name: str, value: Any) -> str:
    return f"<{name}>{_text(value)}</{name}>"


def _named(value: str) -> str:
    return quoteattr(UNWRITABLE.sub("", value))


def _origin(job: Job) -> str:
    told = [(title, "" if value is None else value) for title, value in about.lines(job.about)]
    told += [(about.NOTES, sentence) for sentence in about.sentences(job.notes)]
    data = "".join(
        f"<Data name={_named(title)}>{_tag('value', value)}</Data>\n" for title, value in told
    )
    return f"<ExtendedData>\n{data}</ExtendedData>\n"


def _schema(frame: pd.DataFrame, fields: list[ExportField]) -> str:
    declared = "".join(
        f"<SimpleField type={quoteattr(_type(frame[field.name]))} name={_named(field.name)}>"
        f"{_tag('displayName', field.title.zh)}</SimpleField>\n"
        for field in fields
    )
    return f'<Schema name="fields" id="fields">\n{declared}</Schema>\n'


def _type(column: pd.Series) -> str:
    found = TYPES.get(getattr(column.dtype, "kind", "O"), "string")
    # A KML int has 32 bits; a larger one is only safe as text.
    if found == "int" and column.notna().any() and column.abs().max() >= INT32:
        return "string"
    return found


def _placemarks(file: IO[str], job: Job, fields: list[ExportField]) -> None:
    columns = [_values(job.frame[field.name], field) for field in fields]
    names = job.frame["name"] if "name" in job.frame.columns else job.frame.iloc[:, 0]
    shapes = job.frame[GEOMETRY].to_numpy()
    rows = zip(names, shapes, *columns, strict=True)
    for name, shape, *cells in counted(rows, job.progress, "write", len(shapes)):
        title = "" if pd.isna(name) else name
        data = f'<SchemaData schemaUrl="#fields">{"".join(cells)}</SchemaData>'
        file.write(f"<Placemark>{_tag('name', title)}<ExtendedData>{data}</ExtendedData>")
        file.write(geometry(shape))
        file.write("</Placemark>\n")


def _values(column: pd.Series, field: ExportField) -> Iterator[str]:
    opening = f"<SimpleData name={_named(field.name)}>"
    for value in column:
        # An element that is left out is a value that is missing; an empty one is an empty text.
        yield "" if pd.isna(value) else f"{opening}{_text(_plain(value))}</SimpleData>"


def _plain(value: Any) -> Any:
    if isinstance(value, bool | np.bool_):
        return int(value)
    return value.item() if hasattr(value, "item") else value


def geometry(shape: Any) -> str:
    """A geometry as KML; empty text for one that is missing or empty."""
    if shape is None or shape.is_empty:
        return ""
    return SHAPES[shape.geom_type](shape)


def _point(shape: Any) -> str:
    return f"<Point>{_coordinates(shape)}</Point>"


def _line(shape: Any) -> str:
    return f"<LineString>{_coordinates(shape)}</LineString>"


def _polygon(shape: Any) -> str:
    outer, *holes = (_ring(ring) for ring in (shape.exterior, *shape.interiors))
    inner = "".join(f"<innerBoundaryIs>{hole}</innerBoundaryIs>" for hole in holes)
    return f"<Polygon><outerBoundaryIs>{outer}</outerBoundaryIs>{inner}</Polygon>"


def _ring(ring: Any) -> str:
    return f"<LinearRing>{_coordinates(ring)}</LinearRing>"


def _multiple(shape: Any) -> str:
    return f"<MultiGeometry>{''.join(geometry(part) for part in shape.geoms)}</MultiGeometry>"


def _coordinates(shape: Any) -> str:
    pairs = (f"{x:.9f},{y:.9f}" for x, y in shapely.get_coordinates(shape).tolist())
    return f"<coordinates>{' '.join(pairs)}</coordinates>"


SHAPES: dict[str, Callable[[Any], str]] = {
    "Point": _point,
    "LineString": _line,
    "LinearRing": _line,
    "Polygon": _polygon,
    "MultiPoint": _multiple,
    "MultiLineString": _multiple,
    "MultiPolygon": _multiple,
    "GeometryCollection": _multiple,
}
