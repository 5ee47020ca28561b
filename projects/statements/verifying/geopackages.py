"""Reading a GeoPackage: every figure of every table, and the shapes as their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from projects.statements.faces.geopackage import ENVELOPE
from projects.statements.verifying.places import Place, Reading

SHAPE = "geometry"


def envelope_text(path: Path) -> str | None:
    if ENVELOPE not in list(pyogrio.list_layers(path)[:, 0]):
        return None
    frame = pyogrio.read_dataframe(path, layer=ENVELOPE).sort_values("piece")
    return "".join(str(one) for one in frame["text"])


def read(path: Path) -> Reading:
    values: dict[Place, Any] = {}
    rows: dict[Place, str] = {}
    columns: dict[Place, str] = {}
    for name in (one for one in pyogrio.list_layers(path)[:, 0] if one != ENVELOPE):
        frame = pyogrio.read_dataframe(path, layer=name)
        for number, key, column, value in _values(frame):
            place = Place(str(name), f"{number}.{column}")
            values[place], rows[place], columns[place] = value, key, column
    return Reading(values, rows, columns)


def _values(frame: pd.DataFrame) -> Iterator[tuple[int, str, str, Any]]:
    shaped = isinstance(frame, gpd.GeoDataFrame)
    plain = pd.DataFrame(frame.drop(columns=SHAPE) if shaped else frame)
    named = plain["key"] if "key" in plain else plain.iloc[:, 0]
    for column in plain.columns:
        for number, (key, value) in enumerate(zip(named, plain[column], strict=True), start=1):
            yield number, str(key), str(column), None if pd.isna(value) else _plain(value)
    if shaped:
        for number, (key, shape) in enumerate(zip(named, frame[SHAPE], strict=True), start=1):
            yield number, str(key), SHAPE, _hash(shape)


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def _hash(shape: Any) -> str | None:
    """A shape in few letters; the order of its parts and rings says nothing."""
    if shape is None or shape.is_empty:
        return None
    written = shapely.to_wkb(shapely.normalize(shape), byte_order=1)
    return hashlib.sha256(written).hexdigest()[:16]
