"""Which columns of a table hold the coordinates: by their names, by their numbers, or as told.

The order east, north is never taken from the letters alone: in Chinese surveying X is the north.
Where the numbers tell, they decide, and it is said; where two pairs are possible, a person does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from geo.errors import EcoAtlasError, Problem
from geo.words import BETWEEN_CLAUSES, Text, listed
from layers.reading.fields.table_errors import (
    COORDINATE_COLUMN_UNKNOWN,
    COORDINATES_AMBIGUOUS,
    COORDINATES_GUESSED,
    COORDINATES_NOT_FOUND,
)
from layers.reading.formats.tables.angle_columns import AngleColumns, angle_columns, read_angles
from layers.reading.formats.tables.grid import Grid
from layers.reading.formats.tables.numbers import Floats, Numbers, read_numbers
from layers.reading.shown import COLUMNS_TOLD

# What a person may name with --map; longitude is east, latitude is north.
EAST, NORTH, WKT = ("east", "lon"), ("north", "lat"), ("wkt",)
TOLD = frozenset({*EAST, *NORTH, *WKT})
# Pairs of words, the east first. The words of one pair stand at the same place in two names.
PAIRS = (
    ("经度", "纬度"),
    ("东经", "北纬"),
    ("longitude", "latitude"),
    ("lon", "lat"),
    ("lng", "lat"),
    ("long", "lat"),
    ("东坐标", "北坐标"),
    ("东向坐标", "北向坐标"),
    ("横坐标", "纵坐标"),
    ("easting", "northing"),
    ("east", "north"),
)
# Here the names do not tell which of the two is the east.
LETTERS = (
    ("x坐标", "y坐标"),
    ("坐标x", "坐标y"),
    ("pointx", "pointy"),
    ("coordx", "coordy"),
    ("xcoord", "ycoord"),
    ("x", "y"),
)
_WKT = re.compile(
    r"\s*(SRID=\d+;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\s*(Z|M|ZM)?\s*(\(|EMPTY)",
    re.IGNORECASE,
)
_HEX_WKB = re.compile(r"(01[0-9A-F]{2}0000[02468AC]0|00[02468AC]00000)[0-9A-F]{8,}", re.IGNORECASE)
_LOOKED_AT = 200
_PLUS = Text(" + ", " + ")
_LON, _LAT = (73.0, 136.0), (3.0, 54.0)
_EASTINGS = ((1e5, 1e6), (13e6, 46e6))
_NORTHING = (3e5, 6.2e6)


@dataclass(slots=True)
class Choice:
    """Either a pair of columns, or of columns for the parts of angles, or one of whole geometries.

    `turned`: the names said otherwise.
    """

    east: str | AngleColumns = ""
    north: str | AngleColumns = ""
    geometry: str = ""
    turned: bool = False
    problems: list[Problem] = field(default_factory=list)


def choose(grid: Grid, told: Mapping[str, str], layer: str) -> Choice:
    """The columns to take; raises `coordinates-not-found`, `-ambiguous`, `…-column-unknown`."""
    if told:
        return _as_told(grid, told)
    geometry = [name for name, column in grid.columns.items() if holds_geometry(column)]
    named = list(dict.fromkeys(_named_pairs(list(grid.columns))))
    usable = [pair for pair in named if all(_has_numbers(grid, name) for name in pair[:2])]
    angles = _angles(grid)
    # Degrees beside their minutes are no coordinates by themselves.
    parts = {name for pair in angles for angle in pair for name in angle.names}
    usable = [pair for pair in usable if not parts & set(pair[:2])]
    if len(geometry) + len(usable) + len(angles) > 1:
        pairs: list[tuple[str | AngleColumns, str | AngleColumns]] = [*angles]
        pairs += [(east, north) for east, north, _ in usable]
        each = [listed(map(said, pair), between=_PLUS) for pair in pairs]
        shown = listed([*each, *geometry], between=BETWEEN_CLAUSES)
        raise EcoAtlasError(COORDINATES_AMBIGUOUS, pairs=shown)
    if angles:
        return Choice(*angles[0])
    if geometry:
        return Choice(geometry=geometry[0])
    if usable:
        return _oriented(grid, *usable[0])
    return _guessed(grid, layer)


def _angles(grid: Grid) -> list[tuple[AngleColumns, AngleColumns]]:
    """Pairs of angles in columns for their parts, where there is anything to be read in both."""
    return [
        pair
        for pair in angle_columns(list(grid.columns))
        if all(len(read_angles(grid, angle).known) for angle in pair)
    ]


def said(chosen: str | AngleColumns) -> Text | str:
    """One side of a pair, as a sentence has it."""
    return chosen.said if isinstance(chosen, AngleColumns) else chosen


def numbers_of(grid: Grid, chosen: str | AngleColumns) -> Numbers:
    """The numbers of one side of a pair."""
    if isinstance(chosen, AngleColumns):
        return read_angles(grid, chosen)
    return read_numbers(grid.columns[chosen])


def has_coordinates(grid: Grid) -> bool:
    """Whether a table is worth reading: it has such columns, be it too many of them."""
    try:
        choose(grid, {}, "")
    except EcoAtlasError as error:
        return error.code == COORDINATES_AMBIGUOUS.code
    return True


def holds_geometry(column: pa.ChunkedArray) -> bool:
    """A column of WKT, or of WKB as hexadecimal digits."""
    if not pa.types.is_string(column.type):
        return False
    cells = [cell for cell in column.slice(0, _LOOKED_AT).to_pylist() if cell]
    return bool(cells) and all(_WKT.match(c) or _HEX_WKB.match(c) for c in cells)


def _as_told(grid: Grid, told: Mapping[str, str]) -> Choice:
    names = {key: _column_like(grid, value) for key, value in told.items()}
    if "wkt" in names:
        return Choice(geometry=names["wkt"])
    east = next((names[key] for key in EAST if key in names), None)
    north = next((names[key] for key in NORTH if key in names), None)
    if east is None or north is None:
        missing = "east" if east is None else "north"
        raise EcoAtlasError(COORDINATE_COLUMN_UNKNOWN, column=missing, fields=_listed(grid))
    return Choice(east, north)


def _column_like(grid: Grid, wanted: str) -> str:
    for name in grid.columns:
        if name == wanted or _plain(name) == _plain(wanted):
            return name
    raise EcoAtlasError(COORDINATE_COLUMN_UNKNOWN, column=wanted, fields=_listed(grid))


def _listed(grid: Grid) -> Text:
    return listed(grid.columns, COLUMNS_TOLD)


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-.]+", "", unicodedata.normalize("NFKC", name)).casefold()


def _words(name: str) -> list[str]:
    """Latin words one by one, Chinese in one piece; what stands in brackets is a word too."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return [word for word in re.split(r"[\s_\-.()\[\]/,:;]+", text) if word]


def _named_pairs(names: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
    """East, north, and whether the names tell which is which."""
    for pairs, tells in ((PAIRS, True), (LETTERS, False)):
        for first, second in pairs:
            rests = {_rest(name, second): name for name in names if _rest(name, second) is not None}
            for name in names:
                rest = _rest(name, first)
                if rest is not None and rest in rests:
                    yield name, rests[rest], tells


def _rest(name: str, token: str) -> str | None:
    """What is left of a name without the word (`起点经度` -> `起点`); None without the word."""
    if token.isascii():
        words = _words(name)
        if token in words:
            words.remove(token)
            return " ".join(words)
        return "" if _plain(name) == token else None
    plain = _plain(name)
    return plain.replace(token, "", 1) if token in plain else None


def _has_numbers(grid: Grid, name: str) -> bool:
    return len(read_numbers(grid.columns[name]).known) > 0


def _is_numeric(grid: Grid, name: str) -> bool:
    column = grid.columns[name].slice(0, _LOOKED_AT)
    return read_numbers(column).mostly(len(column) - column.null_count)


def _oriented(grid: Grid, first: str, second: str, tells: bool) -> Choice:
    """X and Y are put in order by their numbers; names that tell are left to be judged later."""
    if tells:
        return Choice(first, second)
    x, y = (read_numbers(grid.columns[name]) for name in (first, second))
    if _is_north(x) and _is_east(y) and not (_is_east(x) and _is_north(y)):
        return Choice(second, first, turned=True)
    return Choice(first, second)


def _guessed(grid: Grid, layer: str) -> Choice:
    """By the numbers alone, where exactly one column can be the east and one the north."""
    numbers = {
        name: read_numbers(column)
        for name, column in grid.columns.items()
        if _is_numeric(grid, name)
    }
    east = [name for name, column in numbers.items() if _is_east(column)]
    north = [name for name, column in numbers.items() if _is_north(column)]
    if len(east) != 1 or len(north) != 1 or not _same_unit(numbers[east[0]], numbers[north[0]]):
        raise EcoAtlasError(COORDINATES_NOT_FOUND, layer=layer, fields=_listed(grid))
    values = {"east": east[0], "north": north[0]}
    return Choice(east[0], north[0], problems=[Problem(COORDINATES_GUESSED, values)])


def _is_east(numbers: Numbers) -> bool:
    """Longitudes of China, or eastings of six or eight digits; some decimals must be there."""
    values = numbers.known
    return any(_within(values, span) for span in (_LON, *_EASTINGS)) and _is_fine(values)


def _is_north(numbers: Numbers) -> bool:
    values = numbers.known
    return any(_within(values, span) for span in (_LAT, _NORTHING)) and _is_fine(values)


def _within(values: Floats, span: tuple[float, float]) -> bool:
    return len(values) > 0 and bool(np.all((values >= span[0]) & (values < span[1])))


def _is_fine(values: Floats) -> bool:
    """Metres may be whole; degrees that are whole are counts of something else."""
    return bool(np.median(values) > 1000.0 or np.any(values != np.round(values)))


def _same_unit(east: Numbers, north: Numbers) -> bool:
    return bool((np.median(east.known) > 1000.0) == (np.median(north.known) > 1000.0))


def form_of(east: Numbers, north: Numbers) -> Text:
    """How the coordinates are written, in words."""
    if east.sexagesimal or north.sexagesimal:
        return Text("度分秒", "degrees, minutes and seconds")
    if len(east.known) and float(np.median(np.abs(east.known))) > 1000.0:
        digits = len(str(int(min(float(np.median(np.abs(east.known))), 1e15))))
        return Text(f"米（东坐标 {digits} 位）", f"metres (easting of {digits} digits)")
    return Text("十进制度", "decimal degrees")
