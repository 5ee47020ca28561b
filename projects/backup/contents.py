"""The contents of the version store that a backup holds, each checked before it is taken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
from sqlalchemy import Connection, select

from geo.errors import EcoAtlasError
from layers.catalogue import Layer, Version
from layers.content import canonical
from layers.kinds import KINDS
from layers.kinds.rasters import is_raster
from layers.raster_store import stored_sha256
from layers.store import DATA, MANIFEST, Store
from projects.backup.archive import PIECE, Hashed
from projects.backup.errors import CONTENT_DAMAGED
from projects.backup.manifest import GRADES, FileEntry, Grade
from projects.metrics.shapes import KEY as SHAPES_KEY
from projects.metrics.shapes import KIND as SHAPES_KIND
from projects.metrics.tables import MetricRunRow


@dataclass(frozen=True, slots=True)
class Named:
    """A content that the catalogue names, and the layer that does."""

    sha256: str
    layer: str
    kind: str
    key_field: str


def contents_named(connection: Connection) -> list[Named]:
    """Every content that a version of the catalogue has or a metric run has made, once."""
    query = (
        select(Version.sha256, Layer.id, Layer.kind, Layer.key_field)
        .join(Layer, Layer.id == Version.layer_id)
        .order_by(Version.sha256, Layer.id)
    )
    found = {row[0]: Named(*row) for row in connection.execute(query)}
    runs = select(MetricRunRow.id, MetricRunRow.shapes).order_by(MetricRunRow.id)
    for run, shapes in connection.execute(runs):
        for sha256 in shapes.values():
            found.setdefault(sha256, Named(sha256, f"metric run {run}", SHAPES_KIND, SHAPES_KEY))
    return list(found.values())


def highest_grade(connection: Connection) -> Grade:
    """The highest secrecy grade of all versions."""
    grades = set(connection.scalars(select(Version.secrecy).distinct()))
    return next((grade for grade in reversed(GRADES) if grade in grades), "public")


def files_of(store: Store, content: Named) -> Iterator[FileEntry]:
    """Size and hash of each file of a content, after it was found to be what its name says.

    Raises `content-missing`, `backup-content-damaged`.
    """
    names = store.files(content.sha256)
    _check(store, content, names)
    for name in names:
        seen = _hashed(store, content.sha256, name)
        path = f"store/{content.sha256}/{name}"
        yield FileEntry(name=path, bytes=seen.bytes, sha256=seen.sha256)


def _check(store: Store, content: Named, names: list[str]) -> None:
    def damaged(name: str) -> EcoAtlasError:
        return EcoAtlasError(CONTENT_DAMAGED, layer=content.layer, sha256=content.sha256, name=name)

    try:
        again = _name_now(store, content)
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise damaged(DATA) from error
    if again != content.sha256:
        raise damaged(DATA)
    try:
        original = store.manifest(content.sha256).get("original", {})
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise damaged(MANIFEST) from error
    if len(original.get("parts", ())) == 1:  # several were packed together when they were stored
        for name in (name for name in names if name.startswith("original.")):
            if _hashed(store, content.sha256, name).sha256 != original["sha256"]:
                raise damaged(name)


def _name_now(store: Store, content: Named) -> str:
    """The hash of what is stored, worked out again; that of a raster from its cells."""
    again = canonical(store.table(content.sha256), kind=content.kind, key_field=content.key_field)
    if content.kind in KINDS and is_raster(KINDS[content.kind]):
        return stored_sha256(store, content.sha256, content.kind)
    return again.sha256


def _hashed(store: Store, sha256: str, name: str) -> Hashed:
    with store.open_file(sha256, name) as file:
        seen = Hashed(file)
        while seen.read(PIECE):
            pass
    return seen
