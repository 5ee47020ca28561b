"""Features as GeoJSON text, written a part at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from geo.plane.shape_column import Shapes
from layers.catalogue import VersionRef
from layers.export.reproject import carried_shapes
from layers.serving.choosing import told
from layers.serving.systems import System
from layers.storage.data_file import Positions
from layers.storage.feature_table import GEOMETRY
from layers.storage.integrity import require_whole
from layers.storage.store import Store

WRITTEN_AT_ONCE = 1_000
# No text holds a line break of its own in JSON: a column written at once is parted again there.
PARTED = ",\n"
WRITER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(PARTED, ":"))


def feature_texts(
    store: Store, ref: VersionRef, rows: Positions, system: System
) -> Iterator[list[str]]:
    """The features at these positions, which ascend: some at a time, each as one text.

    Raises `content-damaged`, before the first.
    """
    require_whole(store, ref.sha256, ref.label)
    columns = [*store.columns(ref.sha256), GEOMETRY]
    for group in store.rows(ref.sha256, columns, rows):
        for first in range(0, len(group), WRITTEN_AT_ONCE):
            yield _texts(group.slice(first, WRITTEN_AT_ONCE), ref.key_field, system)


def _texts(part: pa.Table, key_field: str, system: System) -> list[str]:
    shapes = shapely.to_geojson(_outgoing(carried_shapes(part, system.epsg), system))
    attributes = part.drop_columns([GEOMETRY])
    columns = {name: _written(told(attributes[name])) for name in attributes.column_names}
    names = (WRITER.encode(name).replace("%", "%%") for name in columns)
    properties = ",".join(f"{name}:%s" for name in names)
    feature = f'{{"type":"Feature","id":%s,"geometry":%s,"properties":{{{properties}}}}}'
    told_shapes = (shape or "null" for shape in shapes)
    rows = zip(columns[key_field], told_shapes, *columns.values(), strict=True)
    return [feature % row for row in rows]


def _written(values: list[Any]) -> list[str]:
    """Each as JSON, all of them at once."""
    return WRITER.encode(values)[1:-1].split(PARTED)


def _outgoing(shapes: Shapes, system: System) -> Shapes:
    """Outer rings against the clock, as RFC 7946 has them; axes in the order of the authority."""
    order = [1, 0] if system.swapped else [0, 1]
    turned: Shapes = shapely.orient_polygons(shapes)
    moved: Shapes = shapely.transform(
        turned, lambda corners: np.round(corners[:, order], system.decimals)
    )
    return moved
