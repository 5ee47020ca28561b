"""Which JSON a file holds: GeoJSON, features one a line, Esri's, or one that is no layer.

They share one ending and differ in the first lines. What is no layer is named, with what to ask
the sender for.
"""

from __future__ import annotations

import json
import re
from mmap import ACCESS_READ, mmap
from pathlib import Path

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.reading.intake.format_errors import SERVER_LIMIT
from layers.reading.intake.formats import Format
from layers.reading.intake.recognise import FOLLOWS_FILES
from layers.reading.intake.refused_formats import FORMAT_NOT_READ

RECORD = b"\x1e"
BLANK = b"\xef\xbb\xbf \t\r\n"
_HEAD_BYTES, _TAIL_BYTES = 1 << 16, 1 << 13
# A feature on one line is shorter; a whole collection on one line is no sequence.
_LINE_BYTES = 1 << 24
# So much is parsed as a whole to be counted, and never more.
_PARSED_BYTES = 1 << 28
_GEOJSON = re.compile(
    rb'"type"\s*:\s*"(Feature(Collection)?|(Multi)?(Point|LineString|Polygon)|GeometryCollection)"'
)
_FEATURE = re.compile(rb'"type"\s*:\s*"Feature"')
# What every feature has once.
_MARKS = {
    "geojson": rb'(?P<mark>"type"\s*:\s*"Feature")',
    "esrijson": rb'(?P<mark>"attributes"\s*:)\s*(?=\{)',
}
_ESRI = re.compile(rb'"geometryType"\s*:\s*"esriGeometry|"attributes"\s*:\s*\{|"(rings|paths)"\s*:')
_ESRI_PARTS = re.compile(rb'"featureSet"\s*:|"layerDefinition"\s*:')
_TOPOLOGY = re.compile(rb'"type"\s*:\s*"Topology"')
_LIMIT = re.compile(rb'"exceededTransferLimit"\s*:\s*true')
_AS_GEOJSON = Text("导出为 GeoJSON 或 GeoPackage", "Export it as GeoJSON or GeoPackage")
_AS_TABLE = Text(
    "导出为 GeoJSON；只有坐标列的另存为 CSV 或 xlsx",
    "Export it as GeoJSON; with coordinate columns only, save it as CSV or xlsx",
)
TOPOLOGY = Text("TopoJSON", "TopoJSON")
ESRI_PARTS = Text(
    "ArcGIS 的地图内容（不是要素集）", "content of an ArcGIS map, not a set of features"
)
LIST = Text("JSON 列表，不是要素集", "a JSON list, not a collection of features")
NO_SHAPES = Text("没有图形的 JSON 数据", "JSON data without geometry")
BY_FEATURES = Text("要素（features）的个数", "the items of its list of features")
BY_LINES = Text("记录（每行一个要素）的个数", "its records, one feature a line")


def json_kind(path: Path, file: str) -> Format:
    """The format of a JSON text; raises `format-not-read` for what holds no layer.

    A file that begins with no brace, or points to other files, is left to be refused as such.
    """
    head, tail = _ends(path)
    start = head.lstrip(BLANK)
    if start.startswith(RECORD):
        return "geojsonseq"
    if start.startswith(b"["):
        raise EcoAtlasError(FORMAT_NOT_READ, file=file, title=LIST, instead=_AS_TABLE)
    if not start.startswith(b"{") or FOLLOWS_FILES.search(head):
        return "geojson"
    if _GEOJSON.search(head):
        return "geojsonseq" if _is_sequence(path, head) else "geojson"
    return _of_others(head, tail, file)


def _of_others(head: bytes, tail: bytes, file: str) -> Format:
    if _TOPOLOGY.search(head) or _TOPOLOGY.search(tail):
        raise EcoAtlasError(FORMAT_NOT_READ, file=file, title=TOPOLOGY, instead=_AS_GEOJSON)
    if _ESRI_PARTS.search(head):
        raise EcoAtlasError(FORMAT_NOT_READ, file=file, title=ESRI_PARTS, instead=_AS_GEOJSON)
    if _ESRI.search(head):
        if _LIMIT.search(head) or _LIMIT.search(tail):
            raise EcoAtlasError(SERVER_LIMIT, file=file)
        return "esrijson"
    if _GEOJSON.search(tail) or b":" not in head:
        return "geojson"
    raise EcoAtlasError(FORMAT_NOT_READ, file=file, title=NO_SHAPES, instead=_AS_TABLE)


def _ends(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        file.seek(max(file.seek(0, 2) - _TAIL_BYTES, 0))
        return head, file.read()


def _is_sequence(path: Path, head: bytes) -> bool:
    """The first line is a feature by itself, and another follows."""
    if not _FEATURE.search(head):
        return False
    with path.open("rb") as file:
        first = file.readline(_LINE_BYTES)
        more = file.read(_HEAD_BYTES).lstrip(BLANK)
    try:
        found = json.loads(first.lstrip(BLANK))
    except ValueError:
        return False
    return isinstance(found, dict) and found.get("type") == "Feature" and more.startswith(b"{")


def records_in(path: Path) -> int:
    """How many records a sequence has: marked ones, else lines that are not blank."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as text:
        marked = sum(1 for _ in re.finditer(RECORD, text))
        return marked or sum(1 for _ in re.finditer(rb"(?m)^[ \t]*\S", text))


def features_in(path: Path, read: int, format_: Format = "geojson") -> int:
    """How many features a collection has: by their marks, or where these disagree, item by item.

    read: what a reader has found. An attribute may hold the mark of a feature too.
    """
    mark = _MARKS[format_]
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as text:
        marked = sum(1 for _ in re.finditer(mark, text))
        if marked == read:
            return read
        if path.stat().st_size > _PARSED_BYTES:
            return _marks_in_place(text, mark) or read
    found = json.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    features = found.get("features") if isinstance(found, dict) else None
    return len(features) if isinstance(features, list) else read


def _marks_in_place(text: mmap, mark: bytes) -> int:
    """Marks of features that are items of the collection, in a text too large to be parsed.

    Whole strings are passed over and braces counted: within the collection and the feature there
    are two, within the properties three.
    """
    depth = found = 0
    for part in re.finditer(mark + rb'|"[^"\\]*(?:\\.[^"\\]*)*"|[{}]', text):
        start = part[0]
        if start in b"{}":
            depth += 1 if start == b"{" else -1
        elif part.lastgroup == "mark" and depth == 2:
            found += 1
    return found
