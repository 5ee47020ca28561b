"""From a file to the live version of a layer: read, checked, brought to be published.

What a killed import leaves is a content in the store that no layer names, or an unfinished folder
that the next start removes.
"""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import Problem, declare
from geo.words import Text
from layers.catalogue import Description, Layer, Version, VersionRef
from layers.identity import check_identity
from layers.kinds import Kind, get_kind
from layers.reading.files import ReadLayer, Said, read_layer
from layers.reading.limits import Limits
from layers.reading.report import CheckReport
from layers.storage.content import Content, canonical
from layers.storage.raster_store import RASTER, raster_sha256
from layers.versions.manifest import Original, describe_import, original_of
from layers.versions.publishing import Change, Published, Publishing

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
class Wanted:
    """What a person says of the version that a file is to become: of which layer, called what."""

    layer_id: str
    kind: str
    title: Text | str | None = None
    description: Description = field(default_factory=Description)


def import_file(
    publishing: Publishing,
    path: Path,
    wanted: Wanted,
    *,
    limits: Limits | None = None,
    **said: Unpack[Said],
) -> ImportResult:
    """Read a file and make it the live version of a layer; raises what `read_layer` raises.

    Raises also `layer-id-invalid`, `unknown-kind`, `kind-changed`, `key-changed`; nothing is stored
    then. What `Publishing.publish` raises leaves a content in the store, and the old version live.
    The same content as an earlier version makes that version live again, with the grade it had.
    """
    get_kind(wanted.kind)
    with publishing.database.reading() as session:
        check_identity(session, wanted.layer_id, wanted.kind)
    publishing.progress("read", 0, 1)
    read = read_layer(path, kind=wanted.kind, limits=limits, progress=publishing.progress, **said)
    publishing.progress("read", 1, 1)
    return import_layer(publishing, read, path, wanted)


def import_layer(
    publishing: Publishing, read: ReadLayer, original: Path, wanted: Wanted
) -> ImportResult:
    """Make a layer that has been read the live version. See `import_file`."""
    declared, source = get_kind(wanted.kind), original_of(original)
    with publishing.database.reading() as session:
        check_identity(session, wanted.layer_id, wanted.kind, read.key_field)
    publishing.progress("content", 0, 1)
    content = _content(read, wanted.kind)
    about = describe_import(
        wanted.layer_id, content, source, read, wanted.description, publishing.author
    )
    mended = publishing.keep(
        content, about, lambda folder: _beside(folder, source, read), mend=True
    )
    version = _version(content, read, wanted.description, about, publishing.author)

    def bring(session: Session) -> tuple[Layer, Version]:
        if mended:
            _tell_files(session, content.sha256, about["files"])
        layer = _layer(session, wanted, declared, read.key_field, publishing.author)
        return layer, version

    change = Change(
        wanted.layer_id, "layer-imported", bring, lambda done: _details(done, source.name)
    )
    done = replace(publishing, accept=read.report.accepted).publish(change)
    return ImportResult(
        wanted.layer_id,
        done.version.number,
        content.sha256,
        content.features,
        done.created,
        read.report,
        _notes(done.version, wanted.description),
    )


def _content(read: ReadLayer, kind: str) -> Content:
    content = canonical(read.table, kind=kind, key_field=read.key_field)
    if read.cells is None:
        return content
    legend = str(read.table.attributes["legend"].iloc[0])
    return replace(content, sha256=raster_sha256(read.cells.path, kind, legend))


def _beside(folder: Path, source: Original, read: ReadLayer) -> None:
    """The original file, and the cells of a raster."""
    source.copy_to(folder)
    if read.cells is not None:
        shutil.copyfile(read.cells.path, folder / RASTER)


def _version(
    content: Content,
    read: ReadLayer,
    said: Description,
    about: dict[str, object],
    author: str | None,
) -> Version:
    used = read.decisions.get("crs", {}).get("used")
    return Version(
        sha256=content.sha256,
        features=content.features,
        bbox=list(content.bbox),
        crs=f"EPSG:{used}" if used else "EPSG:4490",
        **asdict(said),
        manifest=about,
        created_by=author,
    )


def _layer(
    session: Session, wanted: Wanted, kind: Kind, key_field: str, author: str | None
) -> Layer:
    # Once more, under the lock: somebody else may have made the layer meanwhile.
    check_identity(session, wanted.layer_id, kind.id, key_field)
    layer = session.get(Layer, wanted.layer_id) or Layer(
        id=wanted.layer_id,
        kind=kind.id,
        key_field=key_field,
        title_zh=kind.title.zh,
        title_en=kind.title.en,
        created_by=author,
    )
    title = wanted.title
    if title:
        named = title if isinstance(title, Text) else Text(title, title)
        layer.title_zh, layer.title_en = named.zh, named.en
    return layer


def _details(done: Published, file: str) -> dict[str, object]:
    return {
        "sha256": done.version.sha256,
        "features": done.version.features,
        "created": done.created,
        "secrecy": done.version.secrecy,
        "file": file,
    }


def _tell_files(session: Session, sha256: str, files: object) -> None:
    """Versions of a content that was stored again know its files of today."""
    for version in session.scalars(select(Version).where(Version.sha256 == sha256)):
        version.manifest = version.manifest | {"files": files}


def _notes(live: VersionRef, said: Description) -> tuple[Problem, ...]:
    """Say so when what a person says now is not what the version they meant has on record."""
    if live.description == said:
        return ()
    return (Problem(DESCRIPTION_KEPT, {"layer": live.layer_id, "version": live.number}),)
