"""Taking single contents out of a backup, into the office that is there, over what is damaged."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.errors import EcoAtlasError
from layers.audit import Actor, record
from layers.catalogue import resolve
from layers.kinds import KINDS
from layers.settings import Settings
from layers.storage.integrity import require_whole
from layers.storage.store import Store
from layers.system.database import Database
from layers.system.progress import Progress, silent
from layers.system.scratch import kept_folder
from layers.tiles.ensuring import ensure_tiles
from projects.backup.errors import NOT_IN_BACKUP
from projects.backup.unpacking import unpack

SHA256 = re.compile(r"[0-9a-f]{64}")
CONTENTS = "restore-contents"


@dataclass(frozen=True, slots=True)
class Mended:
    """A content that was put back, and what it was asked for as."""

    named: str
    sha256: str


def mend_contents(
    settings: Settings,
    database: Database,
    store: Store,
    path: Path,
    named: Sequence[str],
    *,
    by: Actor | None = None,
    progress: Progress = silent,
) -> list[Mended]:
    """Put contents (`ID`, `ID@V` or SHA-256) back as the backup has them; nothing else changes.

    Raises `unknown-layer`, `unknown-version`, `backup-without-content`, what `unpack` raises, and
    `content-damaged` where the backup does not have it whole either; nothing is changed then.
    """
    wanted = [Mended(one, _sha256(database, one)) for one in named]
    with kept_folder(settings.scratch) as scratch:
        manifest = unpack(path, scratch, progress, {one.sha256 for one in wanted})
        there = manifest.stored()
        for one in wanted:
            if one.sha256 not in there:
                raise EcoAtlasError(NOT_IN_BACKUP, content=one.named, path=path)
        unpacked = _whole(scratch, wanted)
        for done, one in enumerate(wanted):
            progress(CONTENTS, done, len(wanted))
            _put_back(store, unpacked, one)
            _record(database, one, path, by)
        progress(CONTENTS, len(wanted), len(wanted))
    return wanted


def _sha256(database: Database, named: str) -> str:
    if SHA256.fullmatch(named):
        return named
    with database.reading() as session:
        return resolve(session, named).sha256


def _whole(scratch: Path, wanted: Sequence[Mended]) -> Store:
    """What was unpacked, as a store of its own, each content found whole."""
    unpacked = Store(scratch / "unpacked")
    for one in wanted:
        if not unpacked.has(one.sha256):
            unpacked.settle(one.sha256, scratch / "store" / one.sha256)
        require_whole(unpacked, one.sha256, one.named, deep=True)
    return unpacked


def _put_back(store: Store, unpacked: Store, one: Mended) -> None:
    with store.workspace() as place:
        for name in unpacked.files(one.sha256):
            with unpacked.open_file(one.sha256, name) as file, (place / name).open("wb") as copy:
                shutil.copyfileobj(file, copy)
        store.replace(one.sha256, place)
    if str(store.manifest(one.sha256).get("kind")) in KINDS:
        ensure_tiles(store, one.sha256)


def _record(database: Database, one: Mended, path: Path, by: Actor | None) -> None:
    with database.transaction() as session:
        details = {"sha256": one.sha256, "file": path.name}
        record(session, by, "content-mended", one.named, details=details)
