"""The tiles of a stored content: built once, after the version is live, by whoever comes first."""

from __future__ import annotations

import json
from typing import Any

from layers.kinds import Kind, get_kind
from layers.kinds.rasters import is_raster
from layers.storage.integrity import require_whole
from layers.storage.store import DATA, TILE_REPORT, TILES, Store
from layers.system.progress import Progress, silent
from layers.tiles.building import build_tiles


def ensure_tiles(store: Store, sha256: str, progress: Progress = silent) -> dict[str, Any]:
    """Build the tiles of a content unless they are there; what they hold, as plain values.

    Safe to begin again: nothing is seen before it is whole. Raises `tiles-incomplete`,
    `content-damaged`.
    """
    there = store.tile_report(sha256)
    if there is not None:
        return there
    require_whole(store, sha256)
    about = store.manifest(sha256)
    if is_raster(get_kind(about["kind"])):
        return {}  # its pictures are drawn from the raster itself
    with store.workspace() as folder, store.open_file(sha256, DATA) as data:
        report = build_tiles(
            data,
            folder / TILES,
            key_field=about["key_field"],
            properties=tile_properties(get_kind(about["kind"])),
            progress=progress,
        ).as_dict()
        (folder / TILE_REPORT).write_text(json.dumps(report), encoding="utf-8")
        store.add_tiles(sha256, folder)
    return report


def tile_properties(kind: Kind) -> tuple[str, ...]:
    """What the map must know of a feature before it is asked for: its name and its class."""
    return tuple(name for name in ("name", kind.class_field) if name)
