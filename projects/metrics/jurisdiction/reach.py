"""Whether a layer has anything on the ground of a division: by its features, not by its extent.

Neighbouring districts overlap in extent and share no ground. What a content and a boundary answer
never changes, so each pair is looked at once.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from layers.catalogue import VersionRef
from layers.storage.raster_store import holds_raster
from layers.storage.store import Store
from projects.metrics.jurisdiction.boundary import Boundary, Box

GROUNDS_REMEMBERED, PAIRS_REMEMBERED = 64, 1024
LOOKED_AT = 5000
"""Features whose boxes the border crosses are looked at one by one up to so many; of more than that
one is taken to reach in."""


def reaches(store: Store, layer: VersionRef, boundary: Boundary) -> bool:
    """Whether a feature of the layer touches the ground; of a raster whether its extent does."""
    if not _meet(layer.bbox, boundary.box):
        return False
    place = (boundary.version.sha256, boundary.version.key_field, boundary.keys)
    if holds_raster(layer):
        extent = shapely.box(*layer.bbox)
        return bool(shapely.intersects(_ground(store, *place), extent))
    return _touches(store, layer.sha256, place)


def _meet(one: Box, other: Box) -> bool:
    return not (one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1])


@lru_cache(maxsize=GROUNDS_REMEMBERED)
def _ground(store: Store, sha256: str, key_field: str, keys: tuple[str, ...]) -> BaseGeometry:
    found = shapely.union_all(store.features(sha256, key_field, keys).geometry.to_numpy())
    shapely.prepare(found)
    return found


@lru_cache(maxsize=PAIRS_REMEMBERED)
def _touches(store: Store, sha256: str, place: tuple[str, str, tuple[str, ...]]) -> bool:
    ground, boxes = _ground(store, *place), _boxes(store, sha256)
    if shapely.contains_properly(ground, boxes).any():
        return True
    across = boxes[shapely.intersects(ground, boxes)]
    if not 0 < len(across) <= LOOKED_AT:
        return len(across) > 0
    west, south, east, north = shapely.total_bounds(across).tolist()
    near = store.frame(sha256, columns=[], bbox=(west, south, east, north))
    return bool(shapely.intersects(ground, near.geometry.to_numpy()).any())


def _boxes(store: Store, sha256: str) -> NDArray[np.object_]:
    """(n,) the box of each feature, from its own column: no shape is read."""
    edges = [
        np.column_stack([one.to_numpy(zero_copy_only=False) for one in told.flatten()])
        for part in store.parts(sha256, ["bbox"])
        for told in [part["bbox"].combine_chunks()]
    ]
    every = np.concatenate(edges) if edges else np.empty((0, 4))
    return np.asarray(shapely.box(*every[~np.isnan(every).any(axis=1)].T), dtype=object)
