"""Versions of a layer made live for somebody: imported, edited, gone back to.

Pages, the API, the command line and the worker all come here; the rights, what others have against
a version, and what is noted when it is live are put together in one place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.catalogue import Version, VersionRef, resolve
from layers.jobs import add_job
from layers.search import not_indexed
from layers.storage.raster_store import holds_raster
from layers.system.progress import Progress, silent
from layers.uploads.asking import refuse_taken
from layers.uploads.work import TILES
from layers.versions.editing import Edit
from layers.versions.editing import edit_feature as edit_layer
from layers.versions.importing import ImportResult, Wanted
from layers.versions.importing import import_file as import_into
from layers.versions.publishing import Published, Publishing, Tiles, no_tiles, tiles_at_once
from layers.versions.rollback import rollback
from projects.accounts.grants import grant
from projects.records.queries.orphans import links_hold
from projects.work.asker import ADMINISTRATOR, Asker
from projects.work.known_ground import known_beside
from projects.work.services import Services

RESTRICTED = "restricted"
PERMISSION = "edit_layers"


def publishing(
    office: Services,
    asker: Asker,
    *,
    accept: Collection[str] = (),
    tiles: Tiles = no_tiles,
    progress: Progress = silent,
) -> Publishing:
    """How versions become live for this asker; raises `forbidden`.

    No link of a project may break by it unless that is accepted.
    """
    asker.require(PERMISSION)
    return Publishing(
        office.database.seen_by(asker.sight),
        office.store,
        by=asker.actor,
        before_live=links_hold(office.store, accept),
        accept=accept,
        tiles=tiles,
        progress=progress,
    )


def for_import(
    office: Services, asker: Asker, choices: Mapping[str, Any], **how: Any
) -> Publishing:
    """The same for an import with these choices (`layer_id`, `fresh`, `accept`).

    Refuses the id of a layer that is there and not seen, or that was to be a new one; whoever
    imports a restricted layer is named for it.
    """

    def before(session: Session) -> None:
        refuse_taken(session, asker.sight, choices)

    def after(session: Session, live: Version) -> None:
        account = asker.account
        if live.secrecy == RESTRICTED and account is not None and account.role != ADMINISTRATOR:
            grant(session, live.layer_id, account.name, asker.actor)

    accept = choices.get("accept") or ()
    return replace(publishing(office, asker, accept=accept, **how), before=before, after=after)


def import_file(
    office: Services,
    asker: Asker,
    path: Path,
    wanted: Wanted,
    said: Mapping[str, Any],
    *,
    progress: Progress = silent,
) -> ImportResult:
    """Read a file and make it the live version of a layer, with its tiles.

    said: what a person says of the file, for `read_layer`, and what ground is known if not that
    of the office. Raises `forbidden`, `layer-id-taken`, and what
    `layers.versions.importing.import_file` raises.
    """
    choices = {"layer_id": wanted.layer_id, "accept": said.get("accept")}
    tiles = tiles_at_once(office.database, office.store, progress)
    terms = for_import(office, asker, choices, tiles=tiles, progress=progress)
    seen = office.seen_by(asker.sight)
    beside = known_beside(seen, wanted.layer_id, said.get("known"))
    return import_into(terms, path, wanted, **{**said, **beside})


def edit_feature(office: Services, asker: Asker, edit: Edit) -> VersionRef:
    """Write an edit of the live version as a new one; a job makes its tiles.

    Raises `forbidden`, and what `layers.versions.editing.edit_feature` raises.
    """
    return edit_layer(publishing(office, asker, tiles=tiles_by_job(office, asker)), edit)


def make_live(
    office: Services,
    asker: Asker,
    layer_id: str,
    number: int,
    *,
    accept: Collection[str] = (),
    tiles: Tiles | None = None,
) -> Published:
    """Make a version live again; a job makes its tiles where nobody else does.

    Raises `forbidden`, `secrecy-would-drop` and `links-would-break` unless they are accepted, and
    what `layers.versions.rollback.rollback` raises.
    """
    tiles = tiles or tiles_by_job(office, asker)
    return rollback(publishing(office, asker, accept=accept, tiles=tiles), layer_id, number)


def tiles_by_job(office: Services, asker: Asker) -> Tiles:
    """Have a job make the tiles of a version that has none, and have it found by name."""

    def ask(ref: VersionRef) -> None:
        drawn = holds_raster(ref) or office.store.has_tiles(ref.sha256)
        with office.transaction() as session:
            if not drawn or ref.sha256 in not_indexed(session):
                arguments = {"sha256": ref.sha256}
                add_job(session, TILES, arguments, subject=ref.label, by=asker.actor)

    return ask


@dataclass(frozen=True, slots=True)
class Restoring:
    """The version, the live one now, and each question as the refusal it would be."""

    live: VersionRef
    wanted: VersionRef
    questions: tuple[EcoAtlasError, ...]


def restoring(office: Services, asker: Asker, layer_id: str, number: int) -> Restoring:
    """What would have to be accepted for `make_live`; raises `unknown-…`, `forbidden`."""
    terms = publishing(office, asker)
    with office.seen_by(asker.sight).reading() as session:
        live, wanted = resolve(session, layer_id), resolve(session, f"{layer_id}@{number}")
        version = session.get_one(Version, (layer_id, number))
        return Restoring(live, wanted, tuple(terms.objections(session, version)))
