"""KML 2.2 without styles: each feature a placemark whose attributes are typed extended data.

Written here and not by GDAL, whose KML drivers add styles and are left out of the reading process.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geo.errors import Problem
from geo.words import Text
from layers.export.fields import ExportField, export_fields
from layers.export.formats import about
from layers.export.formats.declaration import ExportFormat, Rate
from layers.export.formats.job import Job
from layers.storage.feature_table import GEOMETRY
from layers.system.media_types import KML

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n'
# What XML 1.0 cannot hold at all.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
INT32 = 2**31


def write_kml(job: Job) -> list[Problem]:
    """Write one document; coordinates are WGS 84 degrees with nine decimals."""
    fields = export_fields(job.kind, job.features.columns)
    with job.out.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"{HEAD}<Document>\n{_tag('name', job.title.zh)}\n")
        file.write(_origin(job))
        file.write(_schema(job, fields))
        for frame in job.written(job.features.frames()):
            _placemarks(file, frame, fields)
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


def _schema(job: Job, fields: list[ExportField]) -> str:
    types = _types(job)
    declared = "".join(
        f"<SimpleField type={quoteattr(types[field.name])} name={_named(field.name)}>"
        f"{_tag('displayName', field.title.zh)}</SimpleField>\n"
        for field in fields
    )
    return f'<Schema name="fields" id="fields">\n{declared}</Schema>\n'


def _types(job: Job) -> dict[str, str]:
    """The KML type of each column. An int has 32 bits; a larger one is only safe as text."""
    schema = job.features.schema
    types = {name: _type(schema.field(name).type) for name in job.features.columns}
    whole = [name for name, found in types.items() if found == "int"]
    parts = job.features.attributes(whole) if whole else ()
    for part in job.looked_at(parts):
        large = [name for name in whole if _is_large(part[name])]
        types |= dict.fromkeys(large, "string")
    return types


def _type(kind: pa.DataType) -> str:
    tests = (
        (pa.types.is_integer, "int"),
        (pa.types.is_floating, "double"),
        (pa.types.is_boolean, "bool"),
    )
    return next((name for test, name in tests if test(kind)), "string")


def _is_large(column: pa.ChunkedArray) -> bool:
    edges = pc.min_max(column).as_py()
    return any(edge is not None and abs(edge) >= INT32 for edge in edges.values())


def _placemarks(file: IO[str], frame: gpd.GeoDataFrame, fields: list[ExportField]) -> None:
    columns = [_values(frame[field.name], field) for field in fields]
    names = frame["name"] if "name" in frame.columns else frame.iloc[:, 0]
    for name, shape, *cells in zip(names, frame[GEOMETRY].to_numpy(), *columns, strict=True):
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


KML_FORMAT = ExportFormat(
    "kml",
    Text("KML", "KML"),
    KML,
    place=60,
    write=write_kml,
    rate=Rate(2e-5, 0.5),
    degrees_only=True,
)
