"""Which features of a content fit what another program asks: window, day, values of properties.

Only the columns that are asked about are read, and of the shapes those on the edge of the window.
Positions are kept: the pages of one question are cut from one answer.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.catalogue import VersionRef
from layers.kinds import get_kind
from layers.serving.errors import NO_TIME, PROPERTY_UNKNOWN, VALUE_WRONG
from layers.storage.arrow_parts import BOX, EDGES
from layers.storage.data_file import Positions
from layers.storage.feature_table import GEOMETRY
from layers.storage.store import Store

Mask = NDArray[np.bool_]
Condition = tuple[str, Any]

DAY = r"^\s*(?P<day>[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)"
"""A day as layers have it, or only its month or year, which begins on its first day."""
LARGEST_WHOLE = 2**63
NUMERAL = re.compile(r"[0-9.eE+-]{1,60}", re.ASCII)
TRUTHS = {"true": True, "false": False}
WHOLE = Text("整数", "a whole number")
NUMBER = Text("有限的数", "a finite number")
TRUTH = Text("true 或 false", "true or false")


@dataclass(frozen=True, slots=True)
class Question:
    """`window` in EPSG:4490; `until`: features that are there by this day; `equal`: values by
    property. What is None or empty asks nothing."""

    window: shapely.Polygon | None = None
    until: dt.date | None = None
    equal: tuple[Condition, ...] = ()

    @property
    def asks_nothing(self) -> bool:
        return self.window is None and self.until is None and not self.equal


def question(
    store: Store,
    ref: VersionRef,
    given: Mapping[str, str],
    window: shapely.Polygon | None = None,
    until: dt.date | None = None,
) -> Question:
    """What is asked, against the columns of a version.

    Raises `property-unknown`, `property-value-wrong`, `collection-without-time`.
    """
    schema = store.schema(ref.sha256)
    if until is not None and since_of(ref, schema) is None:
        raise EcoAtlasError(NO_TIME, layer=ref.label)
    names = [name for name in schema.names if name != GEOMETRY]
    for name in given:
        if name not in names:
            choices = ", ".join(names)
            raise EcoAtlasError(PROPERTY_UNKNOWN, layer=ref.label, name=name[:60], choices=choices)
    equal = [(name, _value(name, text, schema.field(name).type)) for name, text in given.items()]
    return Question(window, until, tuple(sorted(equal)))


def since_of(ref: VersionRef, schema: pa.Schema) -> str | None:
    """The column that says from which day on a feature is there."""
    since = get_kind(ref.kind).since
    return since if since in schema.names else None


def first_day(store: Store, ref: VersionRef) -> str | None:
    """The earliest day, month or year that a feature of the version has."""
    if get_kind(ref.kind).since is None:
        return None
    since = since_of(ref, store.schema(ref.sha256))
    return _first_day(store, ref.sha256, since) if since else None


@lru_cache(maxsize=256)
def _first_day(store: Store, sha256: str, since: str) -> str | None:
    found = (pc.min(_days(part[since])).as_py() for part in store.parts(sha256, [since]))
    return min((day for day in found if day), default=None)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A part of the features that fit, by position in stored order; `matched` fit in all."""

    matched: int
    rows: Positions


def choose(store: Store, ref: VersionRef, asked: Question, offset: int, limit: int) -> Chosen:
    """The features from `offset` on, `limit` at most, of those that fit."""
    if asked.asks_nothing:
        rows = np.arange(offset, min(offset + limit, ref.features))
        return Chosen(ref.features, rows)
    every = _positions(store, ref.sha256, since_of(ref, store.schema(ref.sha256)), asked)
    return Chosen(len(every), every[offset : offset + limit])


@lru_cache(maxsize=32)
def _positions(store: Store, sha256: str, since: str | None, asked: Question) -> Positions:
    names = [name for name, _ in asked.equal]
    names += [since] if since and asked.until else []
    names += [BOX] if asked.window is not None else []
    fitting, edge, done = [], [], 0
    for part in store.parts(sha256, list(dict.fromkeys(names))):
        fits = _fits(part, asked, since)
        if asked.window is not None:
            meets, inside = _boxes(part, asked.window)
            edge.append(done + np.flatnonzero(fits & meets & ~inside))
            fits &= inside
        fitting.append(done + np.flatnonzero(fits))
        done += len(part)
    found = np.concatenate([*fitting, *_meeting(store, sha256, asked.window, edge)])
    return np.sort(found)


def _fits(part: pa.Table, asked: Question, since: str | None) -> Mask:
    fits = np.ones(len(part), dtype=bool)
    for name, value in asked.equal:
        fits &= _mask(pc.equal(_comparable(part[name]), value))
    if since and asked.until:
        fits &= _mask(pc.less_equal(_days(part[since]), asked.until.isoformat()))
    return fits


def _mask(found: Any) -> Mask:
    mask: Mask = pc.fill_null(found, False).to_numpy()
    return mask


def _boxes(part: pa.Table, window: shapely.Polygon) -> tuple[Mask, Mask]:
    """Which boxes meet that of the window, and which lie within the window itself."""
    box = part[BOX].combine_chunks()
    own = np.column_stack([box.field(edge).to_numpy(zero_copy_only=False) for edge in EDGES])
    if window.is_empty:
        return np.zeros(len(own), dtype=bool), np.zeros(len(own), dtype=bool)
    west, south, east, north = window.bounds
    meets = (own[:, 0] <= east) & (own[:, 2] >= west) & (own[:, 1] <= north) & (own[:, 3] >= south)
    inside = np.zeros(len(own), dtype=bool)
    shapely.prepare(window)
    inside[meets] = shapely.covers(window, shapely.box(*own[meets].T))
    return meets, inside


def _meeting(
    store: Store, sha256: str, window: shapely.Polygon | None, edge: list[Positions]
) -> Iterator[Positions]:
    """Of features whose box lies across the edge of the window those whose shape meets it."""
    rows = np.concatenate(edge) if edge else np.empty(0, dtype=np.int64)
    done = 0
    for part in store.rows(sha256, [GEOMETRY], rows):
        shapes = shapely.from_wkb(part[GEOMETRY].to_numpy())
        here = rows[done : done + len(part)]
        done += len(part)
        yield here[shapely.intersects(window, shapes)]


def _days(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Texts that stand in the order of days: 2021 before 2021-03 before 2021-03-01."""
    return pc.struct_field(pc.extract_regex(column.cast(pa.large_string()), DAY), "day")


def _comparable(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Numbers, truths and texts as they are, days and moments as the text that is written."""
    return pa.chunked_array([told(column)]) if pa.types.is_temporal(column.type) else column


def told(column: pa.ChunkedArray) -> list[Any]:
    """Values that JSON has: days and moments as text, and no number that is none."""
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_finite(column), column, pa.scalar(None, column.type))
    return [
        one.isoformat() if isinstance(one, dt.date | dt.datetime) else one
        for one in column.to_pylist()
    ]


def _value(name: str, text: str, type_: pa.DataType) -> Any:
    """The text of a condition as the column has its values; raises `property-value-wrong`."""
    if pa.types.is_boolean(type_):
        if text not in TRUTHS:
            raise EcoAtlasError(VALUE_WRONG, name=name, value=text[:60], wanted=TRUTH)
        return TRUTHS[text]
    if pa.types.is_integer(type_):
        return _number(name, text, int, WHOLE)
    if pa.types.is_floating(type_):
        return _number(name, text, float, NUMBER)
    return text


def _number(name: str, text: str, as_: type[int] | type[float], wanted: Text) -> int | float:
    try:
        found = as_(text) if NUMERAL.fullmatch(text) else math.nan
    except ValueError:
        found = math.nan
    if not math.isfinite(found) or abs(found) >= LARGEST_WHOLE:
        raise EcoAtlasError(VALUE_WRONG, name=name, value=text[:60], wanted=wanted)
    return found
