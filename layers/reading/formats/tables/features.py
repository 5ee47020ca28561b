"""From a table to a layer: the chosen columns become geometry, and stay attributes but for WKT."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from geo.errors import Problem
from geo.figures.said import ROUGH_METRES
from geo.figures.writing import written
from geo.plane.shape_column import ShapeColumn, Shapes
from geo.words import NOTHING, listed
from layers.reading.crs.georeference import declared_by
from layers.reading.described import DeclaredCrs, EncodingDecision
from layers.reading.fields.table_errors import (
    COORDINATE_UNREADABLE,
    COORDINATES_READ,
    COORDINATES_ROUNDED,
    SRIDS_DIFFER,
)
from layers.reading.formats.tables.angle_columns import AngleColumns
from layers.reading.formats.tables.coordinates import (
    TOLD,
    Choice,
    choose,
    form_of,
    numbers_of,
    said,
)
from layers.reading.formats.tables.grid import Grid
from layers.reading.formats.tables.numbers import Numbers
from layers.reading.raw import RawLayer, type_title
from layers.reading.rows import by_row

# Fewer decimals of a degree than this put a point a hundred metres off.
_DECIMALS_NEEDED = 4
_METRES_PER_DEGREE = 111_000


@dataclass(frozen=True, slots=True)
class Told:
    """What a person said about the columns: of the coordinates, and the rest."""

    coordinates: Mapping[str, str]

    @classmethod
    def of(cls, mapping: Mapping[str, str]) -> Told:
        return cls({key: name for key, name in mapping.items() if key in TOLD})


def layer_of(grid: Grid, told: Told, name: str, file: str, encoding: EncodingDecision) -> RawLayer:
    """The layer; raises what `choose` raises when the columns cannot be told."""
    layer = RawLayer(
        name=name,
        file=file,
        encoding=encoding,
        crs=DeclaredCrs(),
        names=list(grid.columns),
        types=[type_title(column.type) for column in grid.columns.values()],
        attributes=dict(grid.columns),
        written=dict(grid.written),
        problems=[*encoding.problems, *grid.problems],
        counted=grid.counted,
    )
    choice = choose(grid, told.coordinates, name)
    layer.problems += choice.problems
    if choice.geometry:
        # What the text says is the geometry now; a second copy of it tells nobody anything.
        at = layer.names.index(choice.geometry)
        del layer.names[at], layer.types[at]
        _from_texts(layer.attributes.pop(choice.geometry), layer)
    else:
        _from_pair(grid, choice, layer)
    return layer


def _from_pair(grid: Grid, choice: Choice, layer: RawLayer) -> None:
    east, north = (numbers_of(grid, chosen) for chosen in (choice.east, choice.north))
    present = ~(np.isnan(east.values) | np.isnan(north.values))
    shapes: Shapes = np.full(grid.rows, None, dtype=object)
    shapes[present] = shapely.points(east.values[present], north.values[present])
    layer.shapes = ShapeColumn.of(shapes)
    layer.problems += _told(grid, choice, east, north)
    for name, numbers in ((choice.east, east), (choice.north, north)):
        layer.problems += _unreadable(grid, name, numbers)
        layer.problems += _rounded(name, numbers)


def _told(grid: Grid, choice: Choice, east: Numbers, north: Numbers) -> list[Problem]:
    both = np.flatnonzero(np.isfinite(east.values) & np.isfinite(north.values))
    if not len(both):
        return []
    row = int(both[0])
    place = [f"{side.values[row]:.12g}" for side in (east, north)]
    values = {
        "east": said(choice.east),
        "north": said(choice.north),
        "form": form_of(east, north),
        "raw_east": _cell(grid, choice.east, row),
        "raw_north": _cell(grid, choice.north, row),
        "value": f"{place[0]}, {place[1]}",
        "place": listed(place),
    }
    return [Problem(COORDINATES_READ, values)]


def _cell(grid: Grid, chosen: str | AngleColumns, row: int) -> str:
    names = chosen.names if isinstance(chosen, AngleColumns) else (chosen,)
    cells = [grid.columns[name][row].as_py() for name in names]
    return " ".join("—" if cell is None else str(cell) for cell in cells)


def _unreadable(grid: Grid, name: str | AngleColumns, numbers: Numbers) -> list[Problem]:
    def values(row: int) -> dict[str, Any]:
        return {"column": said(name), "value": _cell(grid, name, row)[:60]}

    return by_row(COORDINATE_UNREADABLE, numbers.bad, values)


def _rounded(name: str | AngleColumns, numbers: Numbers) -> list[Problem]:
    """Degrees cut to two or three decimals, as a spreadsheet saves what it shows."""
    known = numbers.known
    if numbers.sexagesimal or len(known) < 5 or float(np.median(np.abs(known))) > 360.0:
        return []
    for digits in range(_DECIMALS_NEEDED):
        if np.allclose(known, np.round(known, digits), rtol=0.0, atol=1e-9):
            metres = written(_METRES_PER_DEGREE / 2 / 10**digits, ROUGH_METRES).text
            values = {"column": said(name), "digits": digits, "metres": metres}
            return [Problem(COORDINATES_ROUNDED, values)]
    return []


def _from_texts(column: pa.ChunkedArray, layer: RawLayer) -> None:
    """WKT, EWKT (`SRID=4490;POINT(…)`), or WKB in hexadecimal digits."""
    shapes: Shapes = np.full(len(column), None, dtype=object)
    systems: set[int] = set()
    for row, cell in enumerate(column.to_pylist()):
        if not (cell and cell.strip()):
            continue
        srid, shape = _shape(cell.strip())
        shapes[row] = shape
        systems.add(srid)
        if shape is None:
            layer.unreadable.append(row)
    layer.shapes = ShapeColumn.of(shapes)
    if len(systems) > 1:
        named = listed(srid or NOTHING for srid in sorted(systems))
        layer.problems.append(Problem(SRIDS_DIFFER, {"srids": named}))
    elif systems and systems != {0}:
        layer.crs = declared_by(f"EPSG:{systems.pop()}")


def _shape(cell: str) -> tuple[int, Any]:
    head, sign, body = cell.partition(";")
    srid = 0
    if sign and head[:5].upper() == "SRID=" and head[5:].isdigit():
        srid, cell = int(head[5:]), body
    reader = shapely.from_wkb if cell[:2] in ("00", "01") else shapely.from_wkt
    shape = reader(cell, on_invalid="ignore")
    return srid or int(shapely.get_srid(shape)) if shape is not None else srid, shape
