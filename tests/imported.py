"""Layers of tests: what a test says of a file, made a version as the office makes it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from geo.words import Text
from layers.audit import Actor
from layers.catalogue import Description, VersionRef
from layers.reading.files import ReadLayer
from layers.storage.store import Store
from layers.system.database import Database
from layers.system.progress import Progress, silent
from layers.versions import editing, importing
from layers.versions import rollback as going_back
from layers.versions.importing import ImportResult, Wanted
from layers.versions.publishing import Published, Publishing, no_tiles, tiles_at_once


def publishing(
    database: Database, store: Store, by: Actor | None = None, *, with_tiles: bool = True,
    progress: Progress = silent, **terms: Any,
) -> Publishing:  # fmt: skip
    tiles = tiles_at_once(database, store, progress) if with_tiles else no_tiles
    return Publishing(database, store, by, tiles=tiles, progress=progress, **terms)


def import_file(
    database: Database, store: Store, path: Path, *, layer_id: str, kind: str,
    title: Text | str | None = None, description: Description | None = None,
    by: Actor | None = None, with_tiles: bool = True, progress: Progress = silent, **said: Any,
) -> ImportResult:  # fmt: skip
    terms = {name: said.pop(name) for name in ("before", "before_live", "after") if name in said}
    how = publishing(database, store, by, with_tiles=with_tiles, progress=progress, **terms)
    wanted = Wanted(layer_id, kind, title, description or Description())
    return importing.import_file(how, path, wanted, **said)


def import_layer(
    database: Database, store: Store, read: ReadLayer, *, original: Path, layer_id: str, kind: str,
    title: Text | str | None = None, description: Description | None = None,
    by: Actor | None = None, with_tiles: bool = True, progress: Progress = silent, **terms: Any,
) -> ImportResult:  # fmt: skip
    how = publishing(database, store, by, with_tiles=with_tiles, progress=progress, **terms)
    wanted = Wanted(layer_id, kind, title, description or Description())
    return importing.import_layer(how, read, original, wanted)


def edit_feature(
    database: Database, store: Store, layer_id: str, base: int, key: str,
    changes: Mapping[str, str], reason: str, by: Actor | None, *, with_tiles: bool = True,
) -> VersionRef:  # fmt: skip
    how = publishing(database, store, by, with_tiles=with_tiles)
    return editing.edit_feature(how, editing.Edit(layer_id, base, key, changes, reason))


def rollback(
    database: Database, layer_id: str, number: int, by: Actor | None = None, **terms: Any
) -> Published:
    # Without tiles nothing is asked of the store.
    how = publishing(database, cast(Store, None), by, with_tiles=False, **terms)
    return going_back.rollback(how, layer_id, number)
