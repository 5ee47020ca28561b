"""Writing through GDAL a part at a time: a million features are never whole, and it can stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyogrio.raw
import shapely

from layers.export.formats.job import Job
from layers.storage.feature_table import GEOMETRY

ONE_TYPE_EACH = frozenset({"GPKG"})
"""Drivers whose layers hold single or multiple geometry, not both."""
SINGLE = {
    "Point": shapely.multipoints,
    "LineString": shapely.multilinestrings,
    "Polygon": shapely.multipolygons,
}
DATE_TIME = {b"GDAL:OGR:type": b"DateTime"}
Change = Callable[[pa.Table], pa.Table]


def write_parts(
    job: Job, driver: str, types: list[str], change: Change | None = None, **options: Any
) -> None:
    """Write the features of a job to `job.out`, as geopandas would write them whole.

    types: those of the geometry, see `TypesHeld`. change: what is done to each part before.
    Raises what reading the features and telling progress raise.
    """
    layer_type = _layer_type(types, driver)
    multiple = len(types) > 1 and layer_type != "Unknown"
    steps = [step for step in (change, _as_multiple if multiple else None, _plain_times) if step]
    schema = _changed(job.features.schema.empty_table(), steps).schema
    parts = (_changed(part, steps) for part in job.written(job.features.parts()))
    stream = _Stream(parts)
    try:
        pyogrio.raw.write_arrow(
            pa.RecordBatchReader.from_batches(schema, stream.batches(schema)),
            options.pop("path", job.out),
            driver=driver,
            geometry_name=GEOMETRY,
            geometry_type=layer_type,
            crs=f"EPSG:{job.features.epsg}",
            **options,
        )
    except Exception:
        # All that comes through GDAL is that the stream has ended too early, not why.
        if stream.reason is not None:
            raise stream.reason from None
        raise


class _Stream:
    """Parts as GDAL takes them; keeps what has ended them."""

    def __init__(self, parts: Iterable[pa.Table]) -> None:
        self._parts = parts
        self.reason: BaseException | None = None

    def batches(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        try:
            for part in self._parts:
                yield from part.cast(schema).to_batches()
        except BaseException as reason:
            self.reason = reason
            raise


def _layer_type(types: list[str], driver: str) -> str:
    """The type that a layer of these shapes declares."""
    if len(types) == 1:
        return types[0]
    for single in SINGLE:
        if set(types) == {single, f"Multi{single}"} and driver in ONE_TYPE_EACH:
            return f"Multi{single}"
    return "Unknown"


def _changed(part: pa.Table, steps: list[Change]) -> pa.Table:
    for step in steps:
        part = step(part)
    return part


def _as_multiple(part: pa.Table) -> pa.Table:
    """Single shapes as multiple ones of one part."""
    shapes = shapely.from_wkb(part[GEOMETRY].to_numpy())
    numbers = shapely.get_type_id(shapes)
    for number, name in ((0, "Point"), (1, "LineString"), (3, "Polygon")):
        single = numbers == number
        if single.any():
            shapes[single] = SINGLE[name](shapes[single][:, None])
    at = part.column_names.index(GEOMETRY)
    return part.set_column(at, GEOMETRY, pa.array(shapely.to_wkb(shapes), pa.binary()))


def _plain_times(part: pa.Table) -> pa.Table:
    """Times of a zone as text that GDAL is told to be times: it knows no zones but offsets."""
    for at, field in enumerate(part.schema):
        if pa.types.is_timestamp(field.type) and field.type.tz not in (None, "UTC"):
            texts = part[field.name].to_pandas().astype("string")
            told = pa.field(field.name, pa.large_string(), metadata=DATE_TIME)
            part = part.set_column(at, told, pa.array(texts, pa.large_string()))
    return part
