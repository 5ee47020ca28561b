"""Every content that the database names: hashed file by file, compared with what is on record."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.catalogue import Version
from layers.kinds import KINDS
from layers.kinds.rasters import is_raster
from layers.storage.file_record import MISSING, RECORD, TILE_RECORD, told
from layers.storage.integrity import Fault, examine
from layers.storage.store import MANIFEST, TILE_REPORT, TILES, Store
from layers.system.database import Database, now
from layers.system.progress import Progress, silent
from layers.tiles.ensuring import ensure_tiles
from projects.backup.contents import Named, contents_named

STEP = "check-contents"
TILE_FILES = frozenset({TILES, TILE_REPORT, TILE_RECORD})
# Tiles are built after a version is live: a while later they should be there.
BUILDING = dt.timedelta(hours=1)
OTHER_VERSION = Text("与数据库中的记录不符", "does not agree with the database")
NO_TILES = Text("没有建成", "were never finished")
# What no second import of the same content says differently.
FIXED = ("kind", "key_field", "sha256", "features", "bbox")


@dataclass(frozen=True, slots=True)
class ContentTrouble:
    """A file of a content that is not what it was; `by` is `ID@V` or a metric run."""

    by: str
    sha256: str
    name: str
    why: Text

    @property
    def tiles_only(self) -> bool:
        """Whether it can be mended from the features."""
        return self.name in TILE_FILES


@dataclass(frozen=True, slots=True)
class ContentsChecked:
    """`recorded`: contents whose files were put on record just now, for the first time."""

    contents: int
    troubles: tuple[ContentTrouble, ...]
    recorded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the versions of a content say of it in the database."""

    manifests: list[Mapping[str, Any]] = field(default_factory=list)
    settled: bool = False


def check_contents(
    database: Database,
    store: Store,
    *,
    deep: bool = False,
    tiles: bool = False,
    progress: Progress = silent,
) -> ContentsChecked:
    """Hash every file of every content that a version or a run names.

    deep: work out each content from its features too. tiles: build those that are missing or
    damaged again.
    """
    with database.engine.connect() as connection:
        named = contents_named(connection)
    known, troubles, recorded = _known(database), [], []
    for done, one in enumerate(named):
        progress(STEP, done, len(named))
        found, new = _looked_at(store, one, known.get(one.sha256), deep=deep)
        if tiles and found and all(trouble.tiles_only for trouble in found):
            _build_again(store, one.sha256)
            found, new = _looked_at(store, one, known.get(one.sha256), deep=deep)
        troubles += found
        recorded += [one.by] if new else []
    progress(STEP, len(named), len(named))
    return ContentsChecked(len(named), tuple(troubles), tuple(recorded))


def _build_again(store: Store, sha256: str) -> None:
    store.drop_tiles(sha256)
    ensure_tiles(store, sha256)


def _known(database: Database) -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    late = now() - BUILDING
    query = select(Version.sha256, Version.manifest, Version.created_at)
    with database.reading() as session:
        for sha256, manifest, at in session.execute(query):
            before = found.get(sha256, _Known())
            said = [*before.manifests, manifest]
            found[sha256] = _Known(said, before.settled or at < late)
    return found


def _looked_at(
    store: Store, named: Named, known: _Known | None, *, deep: bool
) -> tuple[list[ContentTrouble], bool]:
    try:
        seen = examine(store, named.sha256, deep=deep)
    except EcoAtlasError:
        return [ContentTrouble(named.by, named.sha256, MANIFEST, MISSING)], False
    faults = list(seen.faults)
    if known is not None and not faults:
        faults = list(_against_database(store, named.sha256, known))
    troubles = [ContentTrouble(named.by, named.sha256, one.name, one.why) for one in faults]
    return troubles, seen.recorded


def _against_database(store: Store, sha256: str, known: _Known) -> Iterator[Fault]:
    """The record itself, the manifest, and tiles that should be there by now."""
    marks, about = told(store.marks(sha256)), store.manifest(sha256)
    for said in known.manifests:
        files = said.get("files") or {}
        if any(marks.get(name) != mark for name, mark in files.items()):
            yield Fault(RECORD, OTHER_VERSION)
            return
    first = known.manifests[0]
    if any(_plain(about.get(name)) != _plain(first.get(name)) for name in FIXED):
        yield Fault(MANIFEST, OTHER_VERSION)
    kind = str(about.get("kind"))
    drawn = kind in KINDS and not is_raster(KINDS[kind])
    if drawn and known.settled and not store.has_tiles(sha256):
        yield Fault(TILES, NO_TILES)


def _plain(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
