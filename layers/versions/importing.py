"""From a file to the live version of a layer: read, store, tile, and only then one transaction.

Until the transaction has ended the old version is live. What a killed import leaves is a content in
the store that no layer names, or an unfinished folder that the next start removes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import Problem, declare
from geo.words import Text
from layers import catalogue
from layers.audit import Actor, record
from layers.catalogue import Description, Layer, Version
from layers.kinds import Kind, get_kind
from layers.reading import CheckReport, Limits, ReadLayer, Said, read_layer
from layers.storage.content import Content, canonical
from layers.storage.data_file import write_data
from layers.storage.file_record import told
from layers.storage.integrity import is_whole
from layers.storage.raster_store import RASTER, raster_sha256
from layers.storage.store import DATA, Store
from layers.system.database import Database
from layers.system.progress import Progress, silent
from layers.tiles.ensuring import ensure_tiles
from layers.versions.going_live import BeforeLive, check_grade, nothing_to_ask
from layers.versions.manifest import Original, describe_import, original_of

DESCRIPTION_KEPT = declare(
    "description-kept",
    "info",
    Text(
        "内容与图层“{layer}”第 {version} 版相同，未建新版本；"
        "该版本原有的来源、日期、许可和密级保持不变。",
        "The content is that of version {version} of layer “{layer}”; no new version was made, and "
        "its source, date, licence and secrecy grade stay as they were.",
    ),
    Text(
        "如需更改说明，请随内容有变化的文件一起导入。",
        "To change them, import them with a file whose content has changed.",
    ),
)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import came to. `created` is false when the content was a version already."""

    layer_id: str
    number: int
    sha256: str
    features: int
    created: bool
    report: CheckReport
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Hooks:
    """What a caller has to say in the transaction that makes a version live.

    `before` may refuse; `after` is given the version that is live now.
    """

    before: Callable[[Session], object] = lambda _session: None
    after: Callable[[Session, Version], object] = lambda _session, _version: None


NO_HOOKS = Hooks()


def import_file(
    database: Database,
    store: Store,
    path: Path,
    *,
    layer_id: str,
    kind: str,
    title: Text | str | None = None,
    limits: Limits | None = None,
    description: Description | None = None,
    by: Actor | None = None,
    before_live: BeforeLive = nothing_to_ask,
    with_tiles: bool = True,
    progress: Progress = silent,
    **said: Unpack[Said],
) -> ImportResult:
    """Read a file and make it the live version of a layer; raises what `read_layer` raises.

    Raises also `layer-id-invalid`, `unknown-kind`, `kind-changed`, `key-changed`; nothing is stored
    then. `before_live` may raise too: the content is in the store then, the old version stays live.
    The same content as an earlier version makes that version live again, with the grade it had:
    `secrecy-would-drop` where that is lower, unless it is accepted. The tiles of the map are built
    when the version is live already; without `with_tiles` somebody else builds them.
    """
    get_kind(kind)
    with database.reading() as session:
        catalogue.check_identity(session, layer_id, kind)
    progress("read", 0, 1)
    read = read_layer(path, kind=kind, limits=limits, progress=progress, **said)
    progress("read", 1, 1)
    return import_layer(
        database,
        store,
        read,
        original=path,
        layer_id=layer_id,
        kind=kind,
        title=title,
        description=description,
        by=by,
        before_live=before_live,
        with_tiles=with_tiles,
        progress=progress,
    )


def import_layer(
    database: Database,
    store: Store,
    read: ReadLayer,
    *,
    original: Path,
    layer_id: str,
    kind: str,
    title: Text | str | None = None,
    description: Description | None = None,
    by: Actor | None = None,
    before_live: BeforeLive = nothing_to_ask,
    with_tiles: bool = True,
    progress: Progress = silent,
    hooks: Hooks = NO_HOOKS,
) -> ImportResult:
    """Make a layer that has been read the live version. See `import_file`."""
    declared = get_kind(kind)
    with database.reading() as session:
        catalogue.check_identity(session, layer_id, kind, read.key_field)
    progress("content", 0, 1)
    content = canonical(read.table, kind=kind, key_field=read.key_field)
    if read.cells is not None:
        legend = str(read.table.attributes["legend"].iloc[0])
        content = replace(content, sha256=raster_sha256(read.cells.path, kind, legend))
    said = description or Description()
    source = original_of(original)
    about = describe_import(layer_id, content, source, read, said, by.name if by else None)
    mends = store.has(content.sha256) and not is_whole(store, content.sha256)
    if mends or not store.has(content.sha256):
        _store(store, content, source, about, progress, read, over=mends)
    progress("live", 0, 1)
    # The database knows the hash of the manifest too.
    about["files"] = told(store.marks(content.sha256))
    version = _version(content, read, said, about, by)
    with database.transaction() as session:
        catalogue.take_turn(session, layer_id)
        hooks.before(session)
        layer = _layer(session, layer_id, declared, version, title, read.key_field)
        _check_known(session, layer, version, read.report.accepted)
        before_live(session, layer, version)
        live, created = catalogue.make_live(session, layer, version)
        if mends:
            _tell_files(session, content.sha256, about["files"])
        _record(session, by, live, created, source)
        hooks.after(session, live)
    progress("live", 1, 1)
    if with_tiles:
        ensure_tiles(store, content.sha256, progress)
    return ImportResult(
        layer_id,
        live.number,
        content.sha256,
        content.features,
        created,
        read.report,
        _notes(live, said),
    )


def _store(
    store: Store,
    content: Content,
    source: Original,
    about: dict[str, object],
    progress: Progress,
    read: ReadLayer,
    *,
    over: bool,
) -> None:
    """Put a content into the store, with its original file and its manifest."""
    with store.workspace() as folder:
        progress("store", 0, 1)
        write_data(content, folder / DATA)
        source.copy_to(folder)
        if read.cells is not None:
            shutil.copyfile(read.cells.path, folder / RASTER)
        store.adopt(content.sha256, folder, about, over=over)
        progress("store", 1, 1)


def _version(
    content: Content,
    read: ReadLayer,
    said: Description,
    about: dict[str, object],
    by: Actor | None,
) -> Version:
    used = read.decisions.get("crs", {}).get("used")
    return Version(
        sha256=content.sha256,
        features=content.features,
        bbox=list(content.bbox),
        crs=f"EPSG:{used}" if used else "EPSG:4490",
        **asdict(said),
        manifest=about,
        created_by=by.name if by else None,
    )


def _layer(
    session: Session,
    layer_id: str,
    kind: Kind,
    version: Version,
    title: Text | str | None,
    key_field: str,
) -> Layer:
    # Once more, under the lock: somebody else may have made the layer meanwhile.
    catalogue.check_identity(session, layer_id, kind.id, key_field)
    layer = session.get(Layer, layer_id) or Layer(
        id=layer_id,
        kind=kind.id,
        key_field=key_field,
        title_zh=kind.title.zh,
        title_en=kind.title.en,
        created_by=version.created_by,
    )
    if title:
        named = title if isinstance(title, Text) else Text(title, title)
        layer.title_zh, layer.title_en = named.zh, named.en
    return layer


def _check_known(
    session: Session, layer: Layer, version: Version, accepted: Collection[str]
) -> None:
    """A content that is a version already comes back with the grade it has on record."""
    same = (Version.layer_id == layer.id) & (Version.sha256 == version.sha256)
    known = session.scalar(select(Version).where(same))
    if known is not None:
        check_grade(session, layer, known, accepted)


def _record(
    session: Session, by: Actor | None, live: Version, created: bool, source: Original
) -> None:
    details = {
        "sha256": live.sha256,
        "features": live.features,
        "created": created,
        "secrecy": live.secrecy,
        "file": source.name,
    }
    record(session, by, "layer-imported", f"{live.layer_id}@{live.number}", details=details)


def _tell_files(session: Session, sha256: str, files: object) -> None:
    """Versions of a content that was stored again know its files of today."""
    for version in session.scalars(select(Version).where(Version.sha256 == sha256)):
        version.manifest = version.manifest | {"files": files}


def _notes(live: Version, said: Description) -> tuple[Problem, ...]:
    """Say so when what a person says now is not what the version they meant has on record."""
    if live.description == said:
        return ()
    return (Problem(DESCRIPTION_KEPT, {"layer": live.layer_id, "version": live.number}),)
