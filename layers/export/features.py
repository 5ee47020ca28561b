"""The features that a file is written from: read a part at a time, as often as a writer asks.

A million features are never held together, neither as shapes nor as bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyproj

from geo.crs.transform import plane_of_bounds
from geo.errors import EcoAtlasError
from geo.plane.shape_column import Shapes
from layers.catalogue import VersionRef
from layers.export.errors import NOTHING_SELECTED
from layers.export.reproject import carried, carried_shapes
from layers.export.selection import Selection
from layers.kinds import get_kind
from layers.storage.arrow_parts import ABOUT, frame_of, schema_of, table_parts
from layers.storage.content import CGCS2000
from layers.storage.feature_table import GEOMETRY, FeatureTable
from layers.storage.store import Store

PANDAS = b"pandas"
UNIT_COLUMN = "responsible_unit"
ISO_DATE = r"^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$"
Read = Callable[[Sequence[str]], Iterator[pa.Table]]


@dataclass(frozen=True, slots=True)
class Beside:
    """Texts that stand in no layer and go out beside its columns, under `UNIT_COLUMN`.

    asks: columns that are read for them. texts: one for each feature (EPSG:4490), None for none.
    """

    asks: tuple[str, ...]
    texts: Callable[[gpd.GeoDataFrame], Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class Features:
    """Features in the reference system `epsg`, in the order of the store.

    schema: attributes, then `geometry` as WKB; with the metadata of GeoParquet. read: tables of
    the columns named, in order, the geometry in EPSG:4490. plane: in which they are measured.
    """

    schema: pa.Schema
    count: int
    epsg: int
    read: Read
    plane: int | None = None

    @classmethod
    def of_table(cls, table: FeatureTable) -> Features:
        """Those of a table in canonical form."""
        schema = schema_of(table, bbox=False)

        def read(columns: Sequence[str]) -> Iterator[pa.Table]:
            return (part.select(list(columns)) for part in table_parts(table, schema))

        return cls(schema, len(table), CGCS2000, read, plane_of_bounds(table.bbox))

    @property
    def columns(self) -> list[str]:
        """Names of the attributes."""
        return [name for name in self.schema.names if name != GEOMETRY]

    def attributes(self, columns: Sequence[str]) -> Iterator[pa.Table]:
        """Some columns without the shapes."""
        kinds = pa.schema([self.schema.field(name) for name in columns])
        return (part.cast(kinds) for part in self.read(columns))

    def parts(self) -> Iterator[pa.Table]:
        """All columns; raises `export-crs-out-of-reach`."""
        for part in self.read(self.schema.names):
            yield carried(part, self.epsg).cast(self.schema)

    def shapes(self) -> Iterator[Shapes]:
        """The shapes alone; raises `export-crs-out-of-reach`."""
        return (carried_shapes(part, self.epsg) for part in self.read([GEOMETRY]))

    def frames(self) -> Iterator[gpd.GeoDataFrame]:
        """As `parts`, as frames whose columns have one type in all of them."""
        return (frame_of([part], self.schema) for part in self.parts())


def features_of(
    store: Store,
    version: VersionRef,
    epsg: int,
    chosen: Selection | None = None,
    beside: Beside | None = None,
) -> Features:
    """The features of a version, or some of them; raises `export-nothing-selected`.

    beside: a column more; a layer that has one of that name keeps its own.

    Declared date fields are dates; one that holds only years or months stays text.
    """
    kept = None if chosen is None else _kept(store, version, chosen)

    def read(columns: Sequence[str]) -> Iterator[pa.Table]:
        parts = store.parts(version.sha256, columns)
        return parts if kept is None else _only(parts, kept)

    schema = _in_system(store.schema(version.sha256), epsg)
    for name in _date_columns(schema, version.kind, read):
        schema = _as_date(schema, name)
    reading: Read = read
    if beside is not None and UNIT_COLUMN not in schema.names:
        reading = _with_beside(read, beside, store.schema(version.sha256))
        schema = schema.insert(len(schema) - 1, pa.field(UNIT_COLUMN, pa.large_string()))
    count = version.features if kept is None else int(kept.sum())
    return Features(schema, count, epsg, reading, plane_of_bounds(version.bbox))


def _with_beside(read: Read, beside: Beside, schema: pa.Schema) -> Read:
    """Reads the same, and computes the column where it is asked for."""
    known = [one for one in beside.asks if one in schema.names]

    def with_it(columns: Sequence[str]) -> Iterator[pa.Table]:
        if UNIT_COLUMN not in columns:
            yield from read(columns)
            return
        others = [one for one in columns if one != UNIT_COLUMN]
        for part in read(list(dict.fromkeys([*others, *known, GEOMETRY]))):
            kinds = pa.schema([schema.field(one) for one in (*known, GEOMETRY)], schema.metadata)
            frame = frame_of([part.select([*known, GEOMETRY])], kinds)
            texts = pa.array(beside.texts(frame), pa.large_string())
            yield part.append_column(UNIT_COLUMN, texts).select(list(columns))

    return with_it


def _kept(store: Store, version: VersionRef, chosen: Selection) -> np.ndarray:
    """For every row whether it is chosen."""
    wanted = pa.array(list(chosen.keys), pa.large_string())
    parts = store.parts(version.sha256, [version.key_field])
    found = [pc.is_in(part[version.key_field].cast(wanted.type), wanted) for part in parts]
    kept = np.concatenate([one.to_numpy(zero_copy_only=False) for one in found])
    if not kept.any():
        raise EcoAtlasError(NOTHING_SELECTED)
    return kept


def _only(parts: Iterator[pa.Table], kept: np.ndarray) -> Iterator[pa.Table]:
    done = 0
    for part in parts:
        rows = kept[done : done + len(part)]
        done += len(part)
        if rows.any():
            yield part.filter(pa.array(rows))


def _date_columns(schema: pa.Schema, kind: str, read: Read) -> list[str]:
    """Declared date fields that hold nothing but days, and any at all."""
    declared = (field.name for field in get_kind(kind).fields if field.type == "date")
    texts = (name for name in declared if name in schema.names)
    texts = (name for name in texts if pa.types.is_large_string(schema.field(name).type))
    return [name for name in texts if _holds_days(part[name] for part in read([name]))]


def _holds_days(parts: Iterator[pa.ChunkedArray]) -> bool:
    some = False
    for part in parts:
        texts = part.drop_null()
        if not pc.all(pc.match_substring_regex(texts, ISO_DATE), min_count=0).as_py():
            return False
        try:
            texts.cast(pa.date32())
        except pa.ArrowInvalid:
            return False
        some = some or len(texts) > 0
    return some


def _in_system(schema: pa.Schema, epsg: int) -> pa.Schema:
    """The same, but for the reference system that its metadata name."""
    about = json.loads(schema.metadata[ABOUT])
    about["columns"][GEOMETRY]["crs"] = pyproj.CRS.from_epsg(epsg).to_json_dict()
    return schema.with_metadata(schema.metadata | {ABOUT: json.dumps(about).encode()})


def _as_date(schema: pa.Schema, name: str) -> pa.Schema:
    at = schema.get_field_index(name)
    about = json.loads(schema.metadata[PANDAS])
    for column in about["columns"]:
        if column["name"] == name:
            column |= {"pandas_type": "date", "numpy_type": "object"}
    told = schema.metadata | {PANDAS: json.dumps(about, ensure_ascii=False).encode()}
    return schema.set(at, schema.field(name).with_type(pa.date32())).with_metadata(told)
