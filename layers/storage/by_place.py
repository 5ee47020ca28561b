"""The polygons of a version read by place: only the groups of rows that lie where they are asked.

Features are stored along a Hilbert curve, and the foot of the file tells the bounds of each group
of rows. What is near a place lies in few of them, so that a layer need never be in memory whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS

from geo.coverage.along import near_each
from geo.coverage.cover import widened
from geo.coverage.edges.compiled import Places
from geo.plane.arrays import Floats, Positions
from layers.faults.object_stores import is_outside
from layers.storage.arrow_parts import ABOUT, BOX, EDGES
from layers.storage.content import CGCS2000
from layers.storage.data_file import CHECKED
from layers.storage.feature_table import GEOMETRY
from layers.storage.file_record import UNREADABLE, damaged
from layers.storage.store import DATA, ILLEGIBLE, Store


@dataclass(frozen=True, slots=True)
class ByPlace:
    """A `geo.coverage.sharing.Source` of one content; EPSG:4490. It goes to other machines that
    reach the store at the same address."""

    fs: Any
    path: str
    sha256: str
    key_field: str
    features: int
    piece_bounds: Floats
    """(groups, 4); nan where none of the features has a shape."""
    weights: Places
    types: frozenset[str]
    """Names of the geometry types in it."""

    @classmethod
    def of(cls, store: Store, sha256: str, key_field: str) -> ByPlace:
        """Reads the foot of the file. Raises `content-missing`, `content-damaged`."""
        path = store.path(sha256, DATA)
        with store.open_file(sha256, DATA) as file, _legible(sha256):
            told = pq.read_metadata(file)
            bounds, weights = _groups(told)
            about = json.loads(told.metadata[ABOUT])["columns"][GEOMETRY]
        types = frozenset(about["geometry_types"])
        rows = int(told.num_rows)
        return cls(store.fs, path, sha256, key_field, rows, bounds, weights, types)

    def __len__(self) -> int:
        return self.features

    @property
    def crs(self) -> CRS:
        return CRS.from_epsg(CGCS2000)

    @property
    def bounds(self) -> Floats:
        there = self.piece_bounds[~np.isnan(self.piece_bounds[:, 0])]
        if not len(there):
            return np.full(4, np.nan)
        low, high = there[:, :2].min(axis=0), there[:, 2:].max(axis=0)
        return cast(Floats, np.concatenate([low, high]))

    def pieces(self, boxes: Floats) -> tuple[Places, Places]:
        there = np.flatnonzero(~np.isnan(self.piece_bounds[:, 0]))
        if not len(there) or not len(boxes):
            return np.zeros(len(boxes) + 1, np.int64), np.zeros(0, np.int64)
        starts, found = near_each(boxes, widened(self.piece_bounds[there]))
        return starts, there[found]

    def read(self, pieces: Positions, boxes: Floats) -> gpd.GeoDataFrame:
        """In the order of their keys, as `projects.metrics.inputs.load` has them."""
        keys, shapes = [np.zeros(0, dtype=object)], [np.zeros(0, dtype=object)]
        with _legible(self.sha256), self.fs.open(self.path, "rb") as file:
            parquet = pq.ParquetFile(file, **CHECKED)
            for group in pieces:
                columns = [self.key_field, BOX, GEOMETRY]
                rows = _near(parquet.read_row_group(int(group), columns=columns), boxes)
                keys.append(rows[self.key_field].to_numpy(zero_copy_only=False).astype(object))
                shapes.append(shapely.from_wkb(rows[GEOMETRY].to_numpy(zero_copy_only=False)))
        order = np.argsort(np.concatenate(keys))
        return gpd.GeoDataFrame(geometry=np.concatenate(shapes)[order], crs=self.crs)


def _groups(told: Any) -> tuple[Floats, Places]:
    """Bounds of the groups of rows, and bytes of their shapes."""
    bounds = np.full((told.num_row_groups, 4), np.nan)
    weights = np.zeros(told.num_row_groups, np.int64)
    places = {f"{BOX}.{edge}": at for at, edge in enumerate(EDGES)}
    for number in range(told.num_row_groups):
        group = told.row_group(number)
        for column in map(group.column, range(group.num_columns)):
            at, told_of = places.get(column.path_in_schema), column.statistics
            if at is not None and told_of is not None and told_of.has_min_max:
                bounds[number, at] = told_of.min if at < 2 else told_of.max
            if column.path_in_schema == GEOMETRY:
                weights[number] = column.total_uncompressed_size
    return bounds, weights


def _near(rows: pa.Table, boxes: Floats) -> pa.Table:
    """Those whose bounds, widened, meet one of the boxes."""
    edges = rows[BOX].combine_chunks().flatten()
    bounds = np.stack([one.to_numpy(zero_copy_only=False) for one in edges], axis=1)
    placed = np.flatnonzero(~np.isnan(bounds[:, 0]))
    _, found = near_each(boxes, widened(bounds[placed]))
    return rows.take(pa.array(placed[np.unique(found)]))


@contextmanager
def _legible(sha256: str) -> Iterator[None]:
    """Raises `content-damaged` where features cannot be read as they were written."""
    try:
        yield
    except ILLEGIBLE as error:
        if is_outside(error):
            raise
        raise damaged(sha256, DATA, UNREADABLE) from error
