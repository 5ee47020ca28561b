"""DXF drawings: the layers of the drawing are the layers to choose from; there is no CRS.

Geometry comes through GDAL from a copy in UTF-8. What a drawing holds besides geometry (lettering,
dimensions, sheets of paper) is not read, and that is said with numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio
import shapely
from numpy.typing import NDArray

from geo.errors import EcoAtlasError, Problem
from geo.plane.shape_column import ShapeColumn, Shapes
from geo.words import Text, counted
from layers.reading.described import EncodingDecision
from layers.reading.formats.container import refuse_other_driver
from layers.reading.formats.dxf_scan import (
    Drawing,
    TooManyPartsError,
    begins_with_header,
    declared_encoding,
    scan,
)
from layers.reading.formats.dxf_text import unescaped
from layers.reading.formats.shapefile import GDAL_ERRORS
from layers.reading.formats.streamed import read_streamed
from layers.reading.intake.file_errors import DAMAGED, NO_SPATIAL_LAYER
from layers.reading.intake.format_errors import (
    CLOSED_LINES,
    DRAWING_PARTS_NOT_READ,
    DRAWING_PARTS_READ,
    DRAWING_UNSAFE,
    SOME_LINES_CLOSED,
)
from layers.reading.intake.staging import Source
from layers.reading.listing import Listing
from layers.reading.raw import Counted, RawLayer, Uncounted, type_title
from layers.reading.request import Request
from layers.reading.text.text_encoding import decide_text, open_text

# An arc in pieces of 4° misses 0.08 % of its circle's area, of 1° 0.005 %.
_HOW = {"DXF_ENCODING": "UTF-8", "DXF_INLINE_BLOCKS": "TRUE", "OGR_ARC_STEPSIZE": "1"}
_FIELDS = ("Layer", "EntityHandle", "Linetype", "Text")
_CHUNK = 1 << 20
# Without a header GDAL takes every drawing for Latin-1, whatever it is told.
_HEADER = b"0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1021\n0\nENDSEC\n"
_ANNOTATION = re.compile(r"Text|Dimension|Leader|Attribute", re.IGNORECASE)
_HATCH = re.compile(r"Hatch", re.IGNORECASE)
_NOT_GEOMETRY = {
    "TEXT": Text("文字", "text|texts"),
    "MTEXT": Text("多行文字", "paragraph|paragraphs"),
    "ATTDEF": Text("属性定义", "attribute definition|attribute definitions"),
    "DIMENSION": Text("标注", "dimension|dimensions"),
    "LEADER": Text("引线", "leader|leaders"),
    "MULTILEADER": Text("多重引线", "multileader|multileaders"),
    "3DSOLID": Text("三维实体", "solid|solids"),
    "BODY": Text("三维实体", "body|bodies"),
    "REGION": Text("面域", "region|regions"),
    "IMAGE": Text("图像", "image|images"),
    "WIPEOUT": Text("遮罩", "wipeout|wipeouts"),
    "OLE2FRAME": Text("嵌入对象", "embedded object|embedded objects"),
    "ACAD_TABLE": Text("表格", "table|tables"),
    "VIEWPORT": Text("视口", "viewport|viewports"),
}
_PARTS_OF_OTHERS = frozenset({"VERTEX", "SEQEND", "ATTRIB"})
_ONE_FEATURE = frozenset({"POINT", "LINE", "CIRCLE", "ARC", "ELLIPSE", "LWPOLYLINE"})
BY_ENTITIES = Text("图中的实体数", "the entities of the drawing")
ONLY_IN_BLOCKS = Text(
    "该图层的对象都来自块，一个块可能含任意多个对象。",
    "All of the layer comes from blocks, and a block may hold any number of objects.",
)
_PAPER = Text("图纸空间的对象", "object on paper|objects on paper")


def layers_of(source: Source, request: Request) -> Listing:
    """The layers of the drawing that hold any geometry."""
    decision = _decision(source, request)
    if decision.used is None:
        return Listing([request.layer_name or source.name])
    counts = Counter(_features(source, decision.used).table["Layer"].to_pylist())
    return Listing([str(name) for name in counts if name is not None])


def read(source: Source, name: str, request: Request) -> RawLayer:
    """One layer of the drawing."""
    decision = _decision(source, request)
    layer = RawLayer.begun(name, source.file, decision)
    if decision.used is None:
        return layer
    found = _on_layer(source, decision.used, name)
    layer.shapes, layer.unreadable = found.shapes, found.unreadable
    table = found.table
    layer.attributes = {field: table[field] for field in _FIELDS if _holds(table[field])}
    layer.names = list(layer.attributes)
    layer.types = [type_title(column.type) for column in layer.attributes.values()]
    layer.problems += _told(source, decision.used, name, layer.shapes)
    layer.counted = _counted(_scanned(source, decision.used), name)
    _close(layer)
    return layer


def _counted(drawing: Drawing, name: str) -> Counted | Uncounted:
    """Entities that are one feature each. A block may hold entities of any layer, a hatch or a
    mesh may become several, an empty text is a point: with these there are at least as many."""
    kinds = drawing.layers.get(name)
    if kinds is None:
        return Uncounted(ONLY_IN_BLOCKS)
    others = kinds.keys() - _ONE_FEATURE - _PARTS_OF_OTHERS
    placed = any("INSERT" in found for found in drawing.layers.values())
    sure = sum(kinds[kind] for kind in _ONE_FEATURE) - drawing.hollow[name]
    return Counted(sure, BY_ENTITIES, at_least=bool(others) or placed)


def _holds(column: pa.ChunkedArray) -> bool:
    return bool(column.null_count < len(column))


@lru_cache(maxsize=2)
def _decided(source: Source, asked: str | None) -> EncodingDecision:
    return decide_text(source.path, asked, declared_encoding(source.path))


def _decision(source: Source, request: Request) -> EncodingDecision:
    return _decided(source, request.encoding)


@lru_cache(maxsize=1)
def _in_utf8(source: Source, encoding: str) -> Path:
    """A copy that GDAL needs no table of characters for."""
    copy = source.path.with_name(f"{source.path.stem}u.dxf")
    try:
        with open_text(source.path, encoding) as old, copy.open("wb") as new:
            new.write(b"" if begins_with_header(source.path) else _HEADER)
            for chunk in unescaped(iter(lambda: old.read(_CHUNK), "")):
                if "\0" in chunk:
                    # No text has zero bytes, and after a carriage return GDAL never gets past one.
                    raise EcoAtlasError(DAMAGED, file=source.file, where="\\0")
                new.write(chunk.encode("utf-8"))
    except UnicodeError as error:
        raise EcoAtlasError(DAMAGED, file=source.file, where=encoding) from error
    return copy


@lru_cache(maxsize=1)
def _scanned(source: Source, encoding: str) -> Drawing:
    try:
        return scan(_in_utf8(source, encoding))
    except TooManyPartsError as error:
        raise EcoAtlasError(DRAWING_UNSAFE, file=source.file, what=str(error)) from error


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Fields and geometry row by row; `unreadable` are rows whose geometry cannot be read."""

    table: pa.Table
    shapes: ShapeColumn
    unreadable: list[int]

    def chosen(self, mask: NDArray[np.bool_]) -> _Drawn:
        """Some rows in their order."""
        place = np.cumsum(mask) - 1
        unreadable = [int(place[row]) for row in self.unreadable if mask[row]]
        return _Drawn(self.table.filter(pa.array(mask)), self.shapes.chosen(mask), unreadable)


@lru_cache(maxsize=1)
def _features(source: Source, encoding: str) -> _Drawn:
    """Everything with geometry in model space, lettering aside."""
    _scanned(source, encoding)
    pyogrio.set_gdal_config_options(_HOW)
    path = _in_utf8(source, encoding)
    try:
        refuse_other_driver(source, pyogrio.read_info(path)["driver"])
        read = read_streamed(path)
    except GDAL_ERRORS as error:
        raise EcoAtlasError(DAMAGED, file=source.file, where="DXF") from error
    if read.shapes is None:
        raise EcoAtlasError(NO_SPATIAL_LAYER, file=source.file)
    letters = [_is_lettering(batch) for batch in read.table.to_batches()]
    mask = ~np.concatenate([np.zeros(0, dtype=bool), *letters])
    return _Drawn(read.table.select(list(_FIELDS)), read.shapes, read.unreadable).chosen(mask)


def _on_layer(source: Source, encoding: str, name: str) -> _Drawn:
    drawn = _features(source, encoding)
    mask = pc.fill_null(pc.equal(drawn.table["Layer"], name), False).to_numpy()
    if mask.all():
        # Nobody asks for another layer: what is read is not kept beside what is made of it.
        _features.cache_clear()
    return drawn.chosen(mask)


def _is_lettering(batch: pa.RecordBatch) -> NDArray[np.bool_]:
    """Texts and dimensions, and what lies on a sheet of paper."""
    classes, texts, paper = (
        batch.column(name).to_pylist() for name in ("SubClasses", "Text", "PaperSpace")
    )
    return np.array(
        [
            bool(on_paper) or bool(_ANNOTATION.search(kind or "")) or _is_text(kind, text)
            for kind, text, on_paper in zip(classes, texts, paper, strict=True)
        ],
        dtype=bool,
    )


def _is_text(kind: str | None, text: str | None) -> bool:
    """Of a hatch the text is the name of its pattern."""
    return bool(text) and not _HATCH.search(kind or "")


def _told(source: Source, encoding: str, name: str, shapes: ShapeColumn) -> list[Problem]:
    drawing = _scanned(source, encoding)
    kinds = drawing.layers.get(name, Counter())
    left_out = [(_NOT_GEOMETRY[kind], n) for kind, n in kinds.items() if kind in _NOT_GEOMETRY]
    if drawing.paper[name]:
        left_out.append((_PAPER, drawing.paper[name]))
    problems = []
    if left_out:
        parts = counted(left_out)
        problems.append(Problem(DRAWING_PARTS_NOT_READ, {"layer": name, "parts": parts}))
    read_parts = [
        (Text(kind, kind), count)
        for kind, count in kinds.items()
        if kind not in _NOT_GEOMETRY and kind not in _PARTS_OF_OTHERS
    ]
    if read_parts and len(shapes):
        problems.append(Problem(DRAWING_PARTS_READ, {"parts": counted(read_parts)}))
    return problems


def _close(layer: RawLayer) -> None:
    """Closed lines become polygons where all lines of the layer are closed; a person confirms."""
    if layer.shapes is None:
        return
    is_line = layer.shapes.each(lambda part: shapely.get_type_id(part) == 1)
    is_ring = layer.shapes.each(_is_ring)
    lines, closed = np.flatnonzero(is_line), np.flatnonzero(is_ring)
    if not len(closed):
        return
    if len(closed) < len(lines):
        values = {"layer": layer.name, "closed": len(closed), "open": len(lines) - len(closed)}
        layer.problems.append(Problem(SOME_LINES_CLOSED, values))
        return
    layer.shapes.change(lambda _first, part: _filled(part))
    layer.problems.append(Problem(CLOSED_LINES, {"layer": layer.name, "count": len(closed)}))


def _is_ring(shapes: Shapes) -> Any:
    lines = shapely.get_type_id(shapes) == 1
    return lines & shapely.is_closed(shapes) & (shapely.get_num_points(shapes) >= 4)


def _filled(part: Shapes) -> Shapes:
    closed = np.flatnonzero(_is_ring(part))
    rings = [shapely.linearrings(shapely.get_coordinates(line)) for line in part[closed]]
    part[closed] = shapely.polygons(rings)
    return part
