"""KML: folders are layers, placemarks are features, extended data are fields.

Read by our own reader over expat: it follows no link, and what it does not read it says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

import numpy as np
import pyarrow as pa
import shapely

from geo.errors import EcoAtlasError, Problem
from geo.shape_column import ShapeColumn, Shapes
from geo.words import Text
from layers.reading.encoding import EncodingDecision
from layers.reading.file_errors import DAMAGED, NO_SPATIAL_LAYER, NOT_WHAT_IT_SAYS
from layers.reading.format_errors import KML_NOT_READ, KML_PLAIN_WGS84, XML_DOCTYPE
from layers.reading.formats import FORMATS
from layers.reading.geometry_errors import HEIGHTS_DROPPED
from layers.reading.georeference import declared_by
from layers.reading.kml_placemarks import (
    FOLDERS,
    Folder,
    KmlText,
    KmlTooDeepError,
    Placemark,
    Shape,
    read_kml,
)
from layers.reading.listing import Listing
from layers.reading.raw import RawLayer, type_title
from layers.reading.request import Request
from layers.reading.staging import Source
from layers.reading.tables.grid import says_more, typed
from layers.reading.text_encoding import codec_of, decide_text
from layers.reading.xml_guard import DoctypeFoundError

Columns = dict[str, pa.ChunkedArray]
_CHUNK = 1 << 20
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._\-]{1,40})["']""")
_NUMERIC = frozenset({"int", "uint", "short", "ushort", "float", "double"})
NOT_READ_TITLES = {
    "NetworkLink": Text("网络链接", "network links"),
    "GroundOverlay": Text("地面叠加图", "ground overlays"),
    "ScreenOverlay": Text("屏幕叠加图", "screen overlays"),
    "PhotoOverlay": Text("照片叠加", "photo overlays"),
    "Model": Text("三维模型", "models"),
    "Track": Text("轨迹", "tracks"),
    "MultiTrack": Text("多段轨迹", "multi-tracks"),
    "Tour": Text("漫游", "tours"),
}


def layers_of(source: Source, request: Request) -> Listing:
    """The folders that hold placemarks, by their path; placemarks in none go by the file's name."""
    decision = _decision(source, request)
    if decision.used is None:
        return Listing([request.layer_name or source.name])
    text = _parsed(source, decision.used)
    names = list(_by_name(source, text))
    problems = _not_read(source, text)
    if not names:
        problems.append(Problem(NO_SPATIAL_LAYER, {"file": source.file}))
    return Listing(names, problems)


def read(source: Source, name: str, request: Request) -> RawLayer:
    """The placemarks of one folder."""
    decision = _decision(source, request)
    layer = RawLayer.begun(name, source.file, decision)
    if decision.used is None:
        return layer
    text = _parsed(source, decision.used)
    marks = _by_name(source, text)[name].placemarks
    layer.crs = declared_by("EPSG:4326")
    layer.problems.append(Problem(KML_PLAIN_WGS84))
    layer.attributes, layer.written = _attributes(marks, text)
    layer.names = list(layer.attributes)
    layer.types = [type_title(column.type) for column in layer.attributes.values()]
    heights = _Heights()
    shapes, layer.unreadable = _shapes(marks, heights)
    layer.shapes = ShapeColumn.of(shapes)
    if heights.seen:
        layer.problems.append(Problem(HEIGHTS_DROPPED))
    return layer


def _decision(source: Source, request: Request) -> EncodingDecision:
    with source.path.open("rb") as file:
        match = _DECLARED.match(file.read(200).removeprefix(b"\xef\xbb\xbf"))
    return decide_text(source.path, request.encoding, match[1].decode() if match else "UTF-8")


@lru_cache(maxsize=2)
def _parsed(source: Source, encoding: str) -> KmlText:
    try:
        text = read_kml(_chunks(source.path, codec_of(source.path, encoding)))
    except ExpatError as error:
        raise EcoAtlasError(DAMAGED, file=source.file, where=f"{error.lineno}") from error
    except (KmlTooDeepError, UnicodeError) as error:
        raise EcoAtlasError(DAMAGED, file=source.file, where="XML") from error
    except DoctypeFoundError as error:
        raise EcoAtlasError(XML_DOCTYPE, file=source.file) from error
    if text.root not in ("kml", *FOLDERS, "Placemark"):
        found = Text(f"XML（{text.root[:40]}）", f"XML ({text.root[:40]})")
        expected = FORMATS["kml"].title
        raise EcoAtlasError(NOT_WHAT_IT_SAYS, file=source.file, expected=expected, found=found)
    return text


def _chunks(path: Path, codec: str) -> Iterator[str]:
    """Decoded by us: expat knows no GB18030."""
    with path.open(encoding=codec, newline="") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _by_name(source: Source, text: KmlText) -> dict[str, Folder]:
    """Folders with placemarks; of equal names the later ones get a number."""
    found: dict[str, Folder] = {}
    seen: Counter[str] = Counter()
    for folder in text.folders:
        if folder.placemarks:
            name = "/".join(folder.path) or source.name
            seen[name] += 1
            found[name if seen[name] == 1 else f"{name} ({seen[name]})"] = folder
    return found


def _not_read(source: Source, text: KmlText) -> list[Problem]:
    if not text.not_read:
        return []
    titles = [(NOT_READ_TITLES[name], count) for name, count in text.not_read.items()]
    parts = Text(
        "、".join(f"{title.zh} {count} 个" for title, count in titles),
        ", ".join(f"{count} {title.en}" for title, count in titles),
    )
    return [Problem(KML_NOT_READ, {"file": source.file, "parts": parts})]


def _attributes(marks: list[Placemark], text: KmlText) -> tuple[Columns, Columns]:
    """The fields, and those of numbers as they are written where that says more."""
    columns: dict[str, list[str | None]] = {"name": [mark.name for mark in marks]}
    if any(mark.description for mark in marks):
        columns["description"] = [mark.description for mark in marks]
    for own in dict.fromkeys(key for mark in marks for key in mark.data):
        values = [mark.data.get(own) or None for mark in marks]
        columns[_free(own, columns)] = values
    texts = {name: _texts(values) for name, values in columns.items()}
    found = {name: _column(name, column, text) for name, column in texts.items()}
    return found, {name: c for name, c in texts.items() if says_more(c, found[name])}


def _texts(values: list[str | None]) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(values, pa.string())])


def _free(name: str, taken: dict[str, Any]) -> str:
    name = name or "field"
    while name in taken:
        name = f"{name}_2"
    return name


def _column(name: str, column: pa.ChunkedArray, text: KmlText) -> pa.ChunkedArray:
    """Numbers where the schema says so, or where nothing is said and all values are numbers."""
    declared = text.types.get(name)
    if name in ("name", "description") or (declared and declared not in _NUMERIC):
        return column
    return typed(column)


class _Heights:
    """Whether any height other than zero was met."""

    seen = False


def _shapes(marks: list[Placemark], heights: _Heights) -> tuple[Shapes, list[int]]:
    shapes: Shapes = np.full(len(marks), None, dtype=object)
    unreadable: list[int] = []
    for row, mark in enumerate(marks):
        if not mark.shapes:
            continue
        try:
            shapes[row] = _built(mark.shapes[0], heights)
        except (ValueError, TypeError, IndexError, shapely.errors.GEOSException):
            unreadable.append(row)
    return shapes, unreadable


def _built(shape: Shape, heights: _Heights) -> Any:
    match shape.type:
        case "Point":
            return shapely.Point(_points(shape, heights)[0])
        case "LineString":
            return shapely.LineString(_points(shape, heights))
        case "LinearRing":
            return shapely.Polygon(_points(shape, heights))
        case "Polygon":
            rings = [_points(ring, heights) for ring in shape.parts]
            return shapely.Polygon(rings[0], rings[1:]) if rings else None
    return _joined([_built(part, heights) for part in shape.parts])


def _joined(parts: list[Any]) -> Any:
    """Parts of one type as the multiple of it; different ones as a collection."""
    parts = [part for part in parts if part is not None]
    types = {part.geom_type for part in parts}
    multiple = {
        "Point": shapely.MultiPoint,
        "LineString": shapely.MultiLineString,
        "Polygon": shapely.MultiPolygon,
    }
    build = multiple.get(next(iter(types))) if len(types) == 1 else None
    return build(parts) if build else shapely.GeometryCollection(parts)


def _points(shape: Shape, heights: _Heights) -> list[tuple[float, float]]:
    """`lon,lat[,height]` separated by blanks; blanks around commas are common and harmless, but for
    those that make two places one: then the number of numbers is wrong, and nothing is guessed."""
    text = re.sub(r"\s*,\s*", ",", shape.coordinates or "")
    points = [[float(number) for number in place.split(",")] for place in text.split()]
    if any(len(point) not in (2, 3) for point in points):
        raise ValueError(text[:60])
    heights.seen = heights.seen or any(len(point) > 2 and point[2] for point in points)
    return [(point[0], point[1]) for point in points]
