"""The canonical content of a version: one form and one SHA-256 for the same features.

Two files that hold the same features give the same content, however their rows, ring directions
or single-part multipolygons are ordered. The form that is hashed is the form that is stored.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from geo.plane.shape_column import ShapeColumn, Shapes
from layers.storage.feature_table import GEOMETRY, FeatureTable

FORM = b"ecoatlas content 1\n"
CGCS2000 = 4490
# Column names that GeoParquet needs for itself.
TAKEN = frozenset({GEOMETRY, "bbox"})
# A million polygons take half a gigabyte; no step holds them twice.
SHAPES_A_TIME = 50_000


class Hash(Protocol):
    def update(self, data: Any, /) -> None: ...


@dataclass(frozen=True)
class Content:
    """Features in canonical form: EPSG:4490, Hilbert order, key as text, geometry last."""

    table: FeatureTable
    kind: str
    key_field: str
    sha256: str

    @property
    def features(self) -> int:
        return len(self.table)

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees (EPSG:4490)."""
        return self.table.bbox

    @property
    def frame(self) -> gpd.GeoDataFrame:
        """All features at once."""
        return self.table.frame()


def canonical(features: gpd.GeoDataFrame | FeatureTable, *, kind: str, key_field: str) -> Content:
    """Bring features into canonical form and hash them; any CRS comes in, EPSG:4490 goes out.

    A frame stays as it is; the geometry of a table is used up. Raises ValueError without rows, CRS
    or key field, or where keys are not unique: the reader has refused such files before.
    """
    if isinstance(features, gpd.GeoDataFrame) and features.crs is None:
        raise ValueError("a layer needs a CRS")
    table = FeatureTable.of(features) if isinstance(features, gpd.GeoDataFrame) else features
    if not len(table) or key_field not in table.attributes.columns:
        raise ValueError("a layer needs rows and its key field")
    table.shapes.change(lambda _first, part: canonical_geometries(part))
    keys = key_text(table.attributes[key_field])
    if keys.duplicated().any():
        raise ValueError("keys are not unique")
    columns = _attributes(table.attributes, key_field, keys)
    digest = _digest(columns, table.shapes, keys, f"{kind}\n{key_field}\n".encode())
    ordered = _in_hilbert_order(FeatureTable(_as_frame(columns), table.shapes), keys)
    return Content(ordered, kind, key_field, digest)


def key_text(keys: pd.Series) -> pd.Series:
    """Keys as text; whole numbers without a decimal point (12.0 -> "12")."""

    def text(key: Any) -> str:
        whole = isinstance(key, float | np.floating) and float(key).is_integer()
        return str(int(key)) if whole else str(key)

    if keys.isna().any():
        raise ValueError("a key is missing")
    if isinstance(keys.dtype, pd.StringDtype):
        return keys.astype("str")
    return keys.map(text).astype("str")


def canonical_geometries(shapes: Shapes) -> Shapes:
    """Polygons with rings in one order and direction; a multi-geometry of one part is that part.

    Lines keep their direction: it means something (downstream, chainage). The array is changed.
    """
    single = (shapely.get_type_id(shapes) >= 4) & (shapely.get_num_geometries(shapes) == 1)
    single &= shapely.get_type_id(shapes) != 7  # a collection says what it is
    shapes[single] = shapely.get_geometry(shapes[single], 0)
    areal = shapely.get_dimensions(shapes) == 2
    shapes[areal] = shapely.normalize(shapes[areal])
    return shapes


def _attributes(frame: pd.DataFrame, key_field: str, keys: pd.Series) -> dict[str, pa.Array]:
    """Columns in the order of the frame, each in one of the canonical types."""
    columns = {}
    for name in frame.columns:
        column = keys if name == key_field else frame[name]
        columns[free_name(str(name))] = canonical_column(column)
    return columns


def free_name(name: str) -> str:
    return f"{name}_" if name in TAKEN else name


def canonical_column(column: pd.Series) -> pa.Array:
    """int64, float64, bool, date32, timestamp or text; anything else becomes JSON text."""
    try:
        array = pa.array(column, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        array = pa.array([_json(value) for value in column], pa.large_string())
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    return _cast(array)


def _cast(array: pa.Array) -> pa.Array:
    kind = array.type
    if pa.types.is_integer(kind):
        return array.cast(pa.int64())
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        # Adding zero turns -0.0 into 0.0; not-a-number is the same as nothing.
        floats = pc.add(array.cast(pa.float64()), 0.0)
        return pc.if_else(pc.is_nan(floats), pa.scalar(None, pa.float64()), floats)
    if pa.types.is_boolean(kind) or pa.types.is_date32(kind):
        return array
    if pa.types.is_timestamp(kind):
        return array.cast(pa.timestamp("us", tz=kind.tz))
    if _is_text(kind):
        return array.cast(pa.large_string())
    if pa.types.is_null(kind):
        return array.cast(pa.large_string())
    return pa.array([_json(value) for value in array.to_pylist()], pa.large_string())


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _json(value: Any) -> str | None:
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _digest(columns: dict[str, pa.Array], shapes: ShapeColumn, keys: pd.Series, head: bytes) -> str:
    """SHA-256 over the columns by name, rows by key; independent of row and column order."""
    order = np.argsort(keys.to_numpy(dtype=object))
    hasher = hashlib.sha256(FORM + head)
    for name in sorted(columns):
        array = columns[name]
        hasher.update(f"{name}\n{array.type}\n{len(array)}\n".encode())
        _hash_array(hasher, array.take(pa.array(order)))
    _hash_shapes(hasher, shapes.chosen(order))
    return hasher.hexdigest()


def _hash_shapes(hasher: Hash, shapes: ShapeColumn) -> None:
    """As `_hash_array` of their WKB, without ever holding more than a part of it."""
    hasher.update(np.packbits(shapes.each(shapely.is_missing)).tobytes())
    hasher.update(shapes.each(_wkb_lengths).tobytes())
    for _, part in shapes.parts():
        hasher.update(_joined(_wkb(part)))


def _wkb(shapes: Shapes) -> list[bytes]:
    return [one or b"" for one in shapely.to_wkb(shapes, byte_order=1)]


def _wkb_lengths(shapes: Shapes) -> NDArray[np.int64]:
    """The bytes that each takes; of a polygon its corners and rings tell."""
    polygons = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    polygons &= (shapely.get_coordinate_dimension(shapes) == 2) & ~shapely.is_empty(shapes)
    lengths = np.empty(len(shapes), dtype="<i8")
    plain, other = shapes[polygons], shapes[~polygons]
    rings = 1 + shapely.get_num_interior_rings(plain)
    lengths[polygons] = 9 + 4 * rings + 16 * shapely.get_num_coordinates(plain)
    lengths[~polygons] = [len(text) for text in _wkb(other)]
    return lengths


def _joined(texts: list[bytes]) -> bytes:
    return b"".join(texts)


def _hash_array(hasher: Hash, array: pa.Array) -> None:
    hasher.update(np.packbits(array.is_null().to_numpy(zero_copy_only=False)).tobytes())
    if pa.types.is_large_string(array.type) or pa.types.is_large_binary(array.type):
        filled = array.cast(pa.large_binary()).fill_null(b"")
        hasher.update(pc.binary_length(filled).to_numpy().astype("<i8").tobytes())
        for first in range(0, len(filled), SHAPES_A_TIME):
            hasher.update(_joined(filled.slice(first, SHAPES_A_TIME).to_pylist()))
    elif pa.types.is_floating(array.type):
        hasher.update(array.fill_null(0.0).to_numpy().astype("<f8").tobytes())
    elif pa.types.is_boolean(array.type):
        hasher.update(np.packbits(array.fill_null(False).to_numpy(zero_copy_only=False)).tobytes())
    else:
        hasher.update(_as_integers(array).fill_null(0).to_numpy().astype("<i8").tobytes())


def _as_integers(array: pa.Array) -> pa.Array:
    if pa.types.is_date32(array.type):
        return array.cast(pa.int32()).cast(pa.int64())
    return array.cast(pa.int64())


def pandas_type(kind: pa.DataType) -> Any:
    """Pandas type that keeps integers and booleans with gaps what they are; None: the default."""
    return {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}.get(kind)


def _as_frame(columns: dict[str, pa.Array]) -> pd.DataFrame:
    frame: pd.DataFrame = pa.table(columns).to_pandas(types_mapper=_type_if_gaps(columns))
    return frame


def _type_if_gaps(columns: dict[str, pa.Array]) -> Any:
    """Nullable pandas types only where a column of that type has gaps."""
    gaps = {array.type for array in columns.values() if array.null_count}
    return lambda kind: pandas_type(kind) if kind in gaps else None


def _in_hilbert_order(table: FeatureTable, keys: pd.Series) -> FeatureTable:
    extent = table.bbox
    along = table.shapes.each(lambda part: _hilbert(part, extent))
    return table.chosen(np.lexsort([keys.to_numpy(dtype=object).astype(str), along]))


def _hilbert(shapes: Shapes, extent: tuple[float, ...]) -> NDArray[np.uint32]:
    """Distance of each along a Hilbert curve through all; what has no place comes first."""
    distances = np.zeros(len(shapes), dtype=np.uint32)
    placed = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if placed.any():
        there = gpd.GeoSeries(shapes[placed])
        distances[placed] = there.hilbert_distance(total_bounds=extent, level=16)
    return distances


def columns_of(frame: gpd.GeoDataFrame) -> Sequence[str]:
    """Attribute columns of a canonical frame."""
    return [str(name) for name in frame.columns if name != GEOMETRY]
