"""Which shapes there are: what a format must know before the first of them is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import shapely

from layers.export.formats.job import Job
from layers.storage.arrow_parts import type_names
from layers.storage.feature_table import GEOMETRY


@dataclass(slots=True)
class TypesHeld:
    """Names of the types of geometry, in the order they come in, and their dimensions."""

    types: list[str] = field(default_factory=list)
    dimensions: set[int] = field(default_factory=set)

    def add(self, column: pa.ChunkedArray) -> None:
        """Look at shapes as WKB; those that are missing are of no type."""
        shapes = shapely.from_wkb(column.to_numpy())
        self.types += [name for name in type_names(shapes) if name not in self.types]
        self.dimensions.update(np.unique(shapely.get_dimensions(shapes)).tolist())


def types_held(job: Job) -> TypesHeld:
    """Of all features of a job."""
    held = TypesHeld()
    for part in job.looked_at(_shapes(job)):
        held.add(part[GEOMETRY])
    return held


def _shapes(job: Job) -> Iterator[pa.Table]:
    return job.features.read([GEOMETRY])
