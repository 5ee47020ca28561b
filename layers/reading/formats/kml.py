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

import pyarrow as pa

from geo.errors import EcoAtlasError, Problem
from geo.words import Text, counted, listed
from layers.reading.crs.georeference import declared_by
from layers.reading.described import EncodingDecision
from layers.reading.formats.kml_marks import Marks
from layers.reading.formats.kml_placemarks import (
    FOLDERS,
    Folder,
    KmlText,
    KmlTooDeepError,
    read_kml,
)
from layers.reading.formats.tables.grid import says_more, typed
from layers.reading.intake.file_errors import DAMAGED, NOT_WHAT_IT_SAYS
from layers.reading.intake.format_errors import (
    KML_NOT_READ,
    KML_PLAIN_WGS84,
    KML_TABLES_READ,
    XML_DOCTYPE,
)
from layers.reading.intake.formats import FORMATS
from layers.reading.intake.staging import Source
from layers.reading.intake.xml_guard import DoctypeFoundError
from layers.reading.listing import Listing
from layers.reading.raw import Counted, RawLayer, type_title
from layers.reading.request import Request
from layers.reading.shapes.errors import HEIGHTS_DROPPED
from layers.reading.shown import NAMES_TOLD, shown_name
from layers.reading.text.text_encoding import decide_text, open_text

Columns = dict[str, pa.ChunkedArray]
_CHUNK = 1 << 20
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._\-]{1,40})["']""")
_NUMERIC = frozenset({"int", "uint", "short", "ushort", "float", "double"})
BY_MARKS = Text("地标（Placemark）的个数", "the placemarks of the folder")
NOT_READ_TITLES = {
    "NetworkLink": Text("网络链接", "network link|network links"),
    "GroundOverlay": Text("地面叠加图", "ground overlay|ground overlays"),
    "ScreenOverlay": Text("屏幕叠加图", "screen overlay|screen overlays"),
    "PhotoOverlay": Text("照片叠加", "photo overlay|photo overlays"),
    "Model": Text("三维模型", "model|models"),
    "Track": Text("轨迹", "track|tracks"),
    "MultiTrack": Text("多段轨迹", "multi-track|multi-tracks"),
    "Tour": Text("漫游", "tour|tours"),
}


def layers_of(source: Source, request: Request) -> Listing:
    """The folders that hold placemarks, by their path; placemarks in none go by the file's name."""
    decision = _decision(source, request)
    if decision.used is None:
        return Listing([request.layer_name or source.name])
    text = _parsed(source, decision.used)
    names = list(_by_name(source, text))
    return Listing(names, _not_read(source, text))


def read(source: Source, name: str, request: Request) -> RawLayer:
    """The placemarks of one folder."""
    decision = _decision(source, request)
    layer = RawLayer.begun(name, source.file, decision)
    if decision.used is None:
        return layer
    text = _parsed(source, decision.used)
    found = _by_name(source, text)
    marks = found[name].marks
    if len(found) == 1:
        # Nobody asks for another: what is read is not kept beside what is made of it.
        _parsed.cache_clear()
    layer.counted = Counted(found[name].begun, BY_MARKS)
    layer.crs = declared_by("EPSG:4326")
    layer.problems.append(Problem(KML_PLAIN_WGS84))
    layer.attributes, layer.written = _attributes(marks, text)
    layer.names = list(layer.attributes)
    layer.types = [type_title(column.type) for column in layer.attributes.values()]
    layer.shapes, layer.unreadable = marks.shapes, marks.unreadable
    if marks.tables:
        values = {
            "count": marks.tables,
            "fields": listed(map(shown_name, marks.fields()), NAMES_TOLD),
        }
        layer.problems.append(Problem(KML_TABLES_READ, values))
    if marks.heights:
        layer.problems.append(Problem(HEIGHTS_DROPPED))
    return layer


def _decision(source: Source, request: Request) -> EncodingDecision:
    with source.path.open("rb") as file:
        match = _DECLARED.match(file.read(200).removeprefix(b"\xef\xbb\xbf"))
    return decide_text(source.path, request.encoding, match[1].decode() if match else "UTF-8")


@lru_cache(maxsize=2)
def _parsed(source: Source, encoding: str) -> KmlText:
    try:
        text = read_kml(_chunks(source.path, encoding))
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


def _chunks(path: Path, encoding: str) -> Iterator[str]:
    """Decoded by us: expat knows no GB18030."""
    with open_text(path, encoding) as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _by_name(source: Source, text: KmlText) -> dict[str, Folder]:
    """Folders with placemarks; of equal names the later ones get a number."""
    found: dict[str, Folder] = {}
    seen: Counter[str] = Counter()
    for folder in text.folders:
        if folder.marks:
            name = "/".join(folder.path) or source.name
            seen[name] += 1
            found[name if seen[name] == 1 else f"{name} ({seen[name]})"] = folder
    return found


def _not_read(source: Source, text: KmlText) -> list[Problem]:
    if not text.not_read:
        return []
    titles = [(NOT_READ_TITLES[name], count) for name, count in text.not_read.items()]
    parts = counted(titles)
    return [Problem(KML_NOT_READ, {"file": source.file, "parts": parts})]


def _attributes(marks: Marks, text: KmlText) -> tuple[Columns, Columns]:
    """The fields, and those of numbers as they are written where that says more."""
    texts: Columns = {"name": marks.names()}
    descriptions = marks.descriptions()
    if descriptions.null_count < len(descriptions):
        texts["description"] = descriptions
    for own in marks.fields():
        texts[_free(own, texts)] = marks.field(own)
    found = {name: _column(name, column, text) for name, column in texts.items()}
    return found, {name: c for name, c in texts.items() if says_more(c, found[name])}


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
