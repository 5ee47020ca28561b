"""The jobs themselves, each done over what its asker may see.

Each can begin again from the start: it works in a folder of its own, which is emptied first.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from typing import Any

from layers.artifacts.files import discard_made, fresh_folder
from layers.artifacts.kept_exports import export_of
from layers.artifacts.stored_diff import keep
from layers.catalogue import VersionRef, resolve
from layers.export.features import Beside
from layers.export.registry import get_format
from layers.export.selection import Selection
from layers.export.writing import Wanted, record_taken
from layers.jobs import Work
from layers.storage.attribute_table import TableQuery, keys_of
from layers.storage.store import Store
from layers.system.database import Database
from layers.versions.diff import diff, export_diff

BesideOf = Callable[[Database, Store, VersionRef], Beside]


def export_file(work: Work, seen: Database, beside_of: BesideOf) -> Mapping[str, Any]:
    """Write a version, or some of its features, in the format of the job; `beside_of` gives the
    column beside them where it is asked for."""
    asked = work.arguments
    ref = _version(seen, asked["layer"], asked["version"])
    _sweep(work)
    name = f"export.{get_format(asked['format']).file_suffix}"
    chosen = _chosen(work, ref)
    done = export_of(
        work.settings,
        work.store,
        ref,
        Wanted(asked["format"], asked["crs"], asked["encoding"], frozenset(asked["accept"])),
        chosen,
        beside_of(seen, work.store, ref) if asked.get("units") else None,
        work.progress,
    )
    with done.content, seen.transaction() as session:
        path = fresh_folder(work.settings, work.job.id) / name
        with path.open("wb") as out:
            shutil.copyfileobj(done.content, out)
        record_taken(session, work.by, ref, asked["format"], done.epsg, chosen)
    told = {"epsg": done.epsg, "sha256": done.sha256, "notes": list(done.notes)}
    return {"file": name, "size": path.stat().st_size, **told}


def _chosen(work: Work, ref: VersionRef) -> Selection | None:
    rows = work.arguments["rows"]
    if rows is None:
        return None
    query = TableQuery(rows["search"], tuple((name, value) for name, value in rows["filters"]))
    return Selection(keys_of(work.settings, work.store, ref, query), rows["said"])


def compare(work: Work, seen: Database) -> Mapping[str, Any]:
    """Compare two versions and keep what was found for the pages of it."""
    a, b = _two(work, seen)
    _sweep(work)
    folder = fresh_folder(work.settings, work.job.id)
    found = diff(work.store, a, b, work.progress)
    work.progress("write", 0, 1)
    keep(found, folder)
    return {"from": a.number, "to": b.number, "changed": len(found.table)}


def diff_file(work: Work, seen: Database) -> Mapping[str, Any]:
    """Write the whole difference of two versions as xlsx or json."""
    a, b = _two(work, seen)
    _sweep(work)
    name = f"diff.{work.arguments['format']}"
    path = fresh_folder(work.settings, work.job.id) / name
    found = diff(work.store, a, b, work.progress)
    export_diff(seen, found, work.arguments["format"], path, work.by, work.progress)
    return {"file": name, "size": path.stat().st_size, "notes": []}


def _two(work: Work, seen: Database) -> tuple[VersionRef, VersionRef]:
    asked = work.arguments
    return (
        _version(seen, asked["layer"], asked["from"]),
        _version(seen, asked["layer"], asked["to"]),
    )


def _version(seen: Database, layer: str, number: int) -> VersionRef:
    """Raises `unknown-layer` where it is seen no more."""
    with seen.reading() as session:
        return resolve(session, f"{layer}@{number}")


def _sweep(work: Work) -> None:
    """Before more is kept, what was kept long enough goes."""
    with work.database.transaction() as session:
        discard_made(session, work.settings)
