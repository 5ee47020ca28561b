"""Coordinates whose degrees, minutes and seconds stand in columns of their own.

    经度           纬度              经度度 经度分 经度秒      Lon_D  Lon_M      半球
    度  分   秒     度  分   秒        114    12    30.5       114    12.5083    E

Under merged heads the header has already put the two rows together (`经度度`, `经度分`, …).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from geo.words import Text, listed
from layers.reading.formats.tables.grid import Grid
from layers.reading.formats.tables.numbers import Floats, Numbers, is_nothing

_AXES = {
    "east": r"东经|经度|经|longitude|long|lon|lng",
    "north": r"北纬|纬度|纬|latitude|lat",
}
_UNITS = {
    "degrees": r"度|°|degrees?|degs?|d",
    "minutes": r"分|'|minutes?|mins?|m",
    "seconds": r"秒|\"|seconds?|secs?|s",
    "side": r"半球|方向|hemisphere|hemi|dir|direction",
}
_ANY_UNIT = "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS.items())
_ANY_AXIS = "|".join(f"(?P<{axis}>{words})" for axis, words in _AXES.items())
_NAME = re.compile(f"(?P<place>.*?)(?:{_ANY_AXIS})(?:{_ANY_UNIT})?")
_MARKS = str.maketrans({"′": "'", "’": "'", "″": '"', "”": '"', "º": "°"})
_PART = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(?:度|分|秒|°|'|\"|'')?")
_SIDES = {"e": 1, "东": 1, "东经": 1, "n": 1, "北": 1, "北纬": 1}
_SIDES |= {"w": -1, "西": -1, "西经": -1, "s": -1, "南": -1, "南纬": -1}


@dataclass(frozen=True, slots=True)
class AngleColumns:
    """Names of the columns that make one angle; seconds and side (of the globe) may be none."""

    degrees: str
    minutes: str
    seconds: str = ""
    side: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(n for n in (self.side, self.degrees, self.minutes, self.seconds) if n)

    @property
    def said(self) -> Text:
        """The names, as a sentence has them."""
        return listed(self.names)


def angle_columns(names: Sequence[str]) -> list[tuple[AngleColumns, AngleColumns]]:
    """Pairs of the east and the north, of each place that has both (`起点经度分`, `起点纬度分`)."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for name in names:
        match = _NAME.fullmatch(_plain(name))
        if match:
            axis = "east" if match["east"] else "north"
            unit = next((unit for unit in _UNITS if match[unit]), "")
            found.setdefault((match["place"], axis), {}).setdefault(unit, name)
    angles = {key: _angle(parts) for key, parts in found.items()}
    pairs = [(angles[key], angles.get((key[0], "north"))) for key in angles if key[1] == "east"]
    return [(east, north) for east, north in pairs if east and north]


def _angle(parts: dict[str, str]) -> AngleColumns | None:
    """`经度` beside `经度分` and without `经度度` holds the degrees."""
    degrees = parts.get("degrees") or parts.get("")
    if degrees is None or "minutes" not in parts:
        return None
    return AngleColumns(degrees, parts["minutes"], parts.get("seconds", ""), parts.get("side", ""))


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKC", name.translate(_MARKS)).translate(_MARKS)
    return re.sub(r"[\s_\-.()\[\]/:]+", "", text).casefold()


def read_angles(grid: Grid, angle: AngleColumns) -> Numbers:
    """Degrees with their parts; `bad` are rows with a part missing, unreadable or out of range."""
    degrees = _parts(grid.columns[angle.degrees])
    minutes = _parts(grid.columns[angle.minutes])
    seconds = _parts(grid.columns[angle.seconds]) if angle.seconds else np.zeros(grid.rows)
    sides = _sides(grid, angle.side)
    with np.errstate(invalid="ignore"):
        sound = (np.abs(degrees) <= 180) & _within_60(minutes) & _within_60(seconds)
    values = np.copysign(np.abs(degrees) + minutes / 60 + seconds / 3600, degrees) * sides
    sound &= np.isfinite(values)
    values[~sound] = np.nan
    parts = [name for name in angle.names if name != angle.side]
    bad = np.flatnonzero(~sound & ~_empty(grid, parts))
    return Numbers(values, tuple(bad.tolist()), sexagesimal=True)


def _within_60(values: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return (values >= 0) & (values < 60)


def _parts(column: pa.ChunkedArray) -> Floats:
    """Numbers, with or without their unit behind them; NaN for anything else."""
    if not pa.types.is_string(column.type):
        values: Floats = column.cast(pa.float64(), safe=False).to_numpy().astype(float)
        return values
    return np.array([_part(cell) for cell in column.to_pylist()], dtype=float)


def _part(cell: str | None) -> float:
    text = unicodedata.normalize("NFKC", (cell or "").translate(_MARKS)).translate(_MARKS)
    match = _PART.fullmatch(text.strip())
    return float(match[1]) if match else np.nan


def _sides(grid: Grid, name: str) -> Floats:
    """1 for the east and the north, -1 for the west and the south, NaN for any other word."""
    if not name:
        return np.ones(grid.rows)
    words = [str(cell).strip().casefold() for cell in grid.columns[name].to_pylist()]
    return np.array([_SIDES.get(word, np.nan) for word in words], dtype=float)


def _empty(grid: Grid, names: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Rows with nothing in any of the parts."""
    columns = [grid.columns[name].to_pylist() for name in names]
    return np.array([all(map(is_nothing, cells)) for cells in zip(*columns, strict=True)])
