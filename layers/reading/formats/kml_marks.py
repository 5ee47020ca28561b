"""The placemarks of a KML folder as columns, made of some thousands at a time.

A placemark as it is written takes kilobytes of small texts; as geometry and columns a tenth of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from geo.plane.shape_column import ShapeColumn, Shapes
from layers.reading.formats.kml_tables import fields_in

MARKS_AT_ONCE = 5_000


@dataclass(slots=True)
class Shape:
    """A geometry as it is written: a type, texts of coordinates, parts. Rings of a polygon are
    parts, the outer one first."""

    type: str
    coordinates: str | None = None
    parts: list[Shape] = field(default_factory=list)


@dataclass(slots=True)
class Placemark:
    """`data` are the fields in the order of the file."""

    name: str | None = None
    description: str | None = None
    data: dict[str, str] = field(default_factory=dict)
    shapes: list[Shape] = field(default_factory=list)


class Marks:
    """Placemarks in the order of the file. `unreadable` are rows (0-based) whose geometry is there
    but cannot be read; `heights`: whether any height other than zero was met; `tables`: how many
    have their fields in a table of HTML."""

    def __init__(self) -> None:
        self.shapes = ShapeColumn()
        self.unreadable: list[int] = []
        self.heights = False
        self.tables = 0
        self._columns: list[dict[str, pa.Array]] = []
        self._own: list[dict[str, pa.Array]] = []
        self._waiting: list[Placemark] = []

    def __bool__(self) -> bool:
        return bool(self._columns or self._waiting)

    def add(self, mark: Placemark) -> None:
        self._waiting.append(mark)
        if len(self._waiting) >= MARKS_AT_ONCE:
            self.gather()

    def gather(self) -> None:
        """Make columns of what was added since; to be called after the last one."""
        if not self._waiting:
            return
        marks, self._waiting = self._waiting, []
        self._take_tables(marks)
        shapes: Shapes = np.full(len(marks), None, dtype=object)
        for row, mark in enumerate(marks):
            try:
                shapes[row] = self._built(mark.shapes[0]) if mark.shapes else None
            except (ValueError, TypeError, IndexError, shapely.errors.GEOSException):
                self.unreadable.append(len(self.shapes) + row)
        self.shapes.append(shapes)
        names = dict.fromkeys(name for mark in marks for name in mark.data)
        self._own.append({name: _texts([mark.data.get(name) for mark in marks]) for name in names})
        plain = {
            "name": _texts([mark.name for mark in marks]),
            "description": _texts([mark.description for mark in marks]),
        }
        self._columns.append(plain)

    def _take_tables(self, marks: list[Placemark]) -> None:
        for mark in marks:
            if mark.description and not mark.data:
                mark.data = fields_in(mark.description)
                self.tables += bool(mark.data)

    def names(self) -> pa.ChunkedArray:
        return _joined_texts([part["name"] for part in self._columns])

    def descriptions(self) -> pa.ChunkedArray:
        return _joined_texts([part["description"] for part in self._columns])

    def fields(self) -> list[str]:
        """Names of the fields in the order in which they are met."""
        return list(dict.fromkeys(name for part in self._own for name in part))

    def field(self, name: str) -> pa.ChunkedArray:
        """The texts of one field; an empty one is none."""
        counts = [len(part["name"]) for part in self._columns]
        return _joined_texts(
            [
                part[name] if name in part else pa.nulls(count, pa.string())
                for part, count in zip(self._own, counts, strict=True)
            ]
        )

    def _built(self, shape: Shape) -> Any:
        match shape.type:
            case "Point":
                return shapely.Point(self._points(shape)[0])
            case "LineString":
                return shapely.LineString(self._points(shape))
            case "LinearRing":
                return shapely.Polygon(self._points(shape))
            case "Polygon":
                rings = [self._points(ring) for ring in shape.parts]
                return shapely.Polygon(rings[0], rings[1:]) if rings else None
        return _joined([self._built(part) for part in shape.parts])

    def _points(self, shape: Shape) -> list[tuple[float, float]]:
        """`lon,lat[,height]` separated by blanks; blanks around commas are common and harmless, but
        for those that make two places one: then the number of numbers is wrong, and nothing is
        guessed."""
        text = re.sub(r"\s*,\s*", ",", shape.coordinates or "")
        points = [[float(number) for number in place.split(",")] for place in text.split()]
        if any(len(point) not in (2, 3) for point in points):
            raise ValueError(text[:60])
        self.heights = self.heights or any(len(point) > 2 and point[2] for point in points)
        return [(point[0], point[1]) for point in points]


def _texts(values: list[str | None]) -> pa.Array:
    return pa.array([value or None for value in values], pa.string())


def _joined_texts(parts: list[pa.Array]) -> pa.ChunkedArray:
    return pa.chunked_array(parts, pa.string())


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
