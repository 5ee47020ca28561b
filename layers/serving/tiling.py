"""The tiles of a version as other programs ask for them: which there are, and one by itself."""

from __future__ import annotations

import gzip
import json
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geo.errors import EcoAtlasError
from layers.catalogue import VersionRef
from layers.serving.errors import TILE_OUTSIDE, TILES_MISSING
from layers.storage.pmtiles_archive import header, unpack
from layers.storage.store import Store
from layers.storage.tile_lookup import Place, tiles_at

# Web Mercator ends where it is a square.
MOST_NORTH = 85.0511287798066


@dataclass(frozen=True, slots=True)
class Limit:
    """The tiles of a zoom in which a version lies; the last ones belong to them."""

    zoom: int
    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Tiling:
    """`layers` are those within each tile, with the fields of each, as their maker told."""

    limits: tuple[Limit, ...]
    layers: tuple[dict[str, Any], ...]


def tiling_of(store: Store, ref: VersionRef) -> Tiling:
    """Raises `collection-without-tiles`."""
    if not store.has_tiles(ref.sha256):
        raise EcoAtlasError(TILES_MISSING, layer=ref.label)
    return _tiling(store, ref.sha256)


def tile_of(store: Store, ref: VersionRef, place: Place) -> bytes:
    """A tile (zoom, x, y) unpacked; empty where nothing lies.

    Raises `collection-without-tiles`, and `tile-outside` where there can be none.
    """
    zoom, x, y = place
    limits = {one.zoom: one for one in tiling_of(store, ref).limits}
    if zoom not in limits or max(x, y) >= 1 << zoom:
        said = f"{zoom}/{y}/{x}"
        raise EcoAtlasError(
            TILE_OUTSIDE, layer=ref.label, tile=said, first=min(limits), last=max(limits)
        )
    (stored,) = tiles_at(store, ref.sha256, [place])
    return unpack(stored)


@lru_cache(maxsize=256)
def _tiling(store: Store, sha256: str) -> Tiling:
    with store.open_tiles(sha256) as archive:
        head = header(archive)
        archive.seek(head["metadata_offset"])
        told = json.loads(gzip.decompress(archive.read(head["metadata_length"])))
    bounds = tuple(
        head[f"{edge}_e7"] / 1e7 for edge in ("min_lon", "min_lat", "max_lon", "max_lat")
    )
    zooms = range(head["min_zoom"], head["max_zoom"] + 1)
    limits = tuple(_limit(zoom, *bounds) for zoom in zooms)
    return Tiling(limits, tuple(told["vector_layers"]))


def _limit(zoom: int, west: float, south: float, east: float, north: float) -> Limit:
    last = (1 << zoom) - 1
    columns = [min(max(math.floor(_across(one) * (last + 1)), 0), last) for one in (west, east)]
    rows = [min(max(math.floor(_down(one) * (last + 1)), 0), last) for one in (north, south)]
    return Limit(zoom, rows[0], rows[1], columns[0], columns[1])


def _across(lon: float) -> float:
    return (lon + 180) / 360


def _down(lat: float) -> float:
    held = math.radians(min(max(lat, -MOST_NORTH), MOST_NORTH))
    return (1 - math.asinh(math.tan(held)) / math.pi) / 2
