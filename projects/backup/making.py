"""Making a backup while the office works.

First the database in one state, then the contents that it names: they never change and are never
removed, so nothing that is written meanwhile can come between. Left out are sign-ins, uploads that
are not yet versions and their jobs, the log files, and the secret key of the office.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, AuditCheck, record, verify
from layers.faults.disk import watched
from layers.faults.reasons import why
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import Database, now
from layers.system.progress import Progress, silent
from layers.system.scratch import kept_folder, try_lock
from projects.backup.archive import Hashed, Writer, writing
from projects.backup.basemap_files import named_files
from projects.backup.contents import contents_named, files_of, highest_grade
from projects.backup.errors import (
    BACKUP_EXISTS,
    BACKUP_NOT_WRITTEN,
    BACKUP_UNDER_WAY,
    CONTENT_CHANGED,
)
from projects.backup.manifest import (
    FORMAT,
    FORMAT_VERSION,
    MANIFEST,
    SEAL,
    AuditMark,
    FileEntry,
    Manifest,
    TableEntry,
)
from projects.backup.rows import entry_of, write_rows
from projects.backup.snapshot import snapshot
from projects.migrations.tables import METADATA

# What only means something on the machine and in the hour it was written, and what is made again.
LEFT_OUT = ("account_session", "job", "upload", "search_content", "search_entry")
DATABASE, CONTENTS, ARCHIVE = "backup-database", "backup-contents", "backup-archive"


@dataclass(frozen=True, slots=True)
class BackupMade:
    """The file, its size and hash, and what its manifest says."""

    path: Path
    bytes: int
    sha256: str
    manifest: Manifest


def make_backup(
    settings: Settings,
    database: Database,
    store: Store,
    out: Path,
    *,
    force: bool = False,
    by: Actor | None = None,
    progress: Progress = silent,
) -> BackupMade:
    """Write everything into `out`, seen only when it is whole; the audit log says so afterwards.

    Raises `backup-exists` (unless `force`), `backup-under-way`, `backup-not-written`,
    `backup-database-damaged`, `content-missing`, `content-damaged`; no file is left then.
    """
    if out.exists() and not force:
        raise EcoAtlasError(BACKUP_EXISTS, path=out)
    try:
        with kept_folder(settings.scratch) as scratch:
            manifest = _prepared(settings, database, store, scratch, by, progress)
            with _written(out) as file, watched(out, manifest.bytes):
                packed = Hashed(file)
                _pack(packed, manifest, store, scratch, progress)
    except OSError as error:
        raise EcoAtlasError(BACKUP_NOT_WRITTEN, path=out, why=why(error)) from error
    made = BackupMade(out, packed.bytes, packed.sha256, manifest)
    with database.transaction() as session:
        record(session, by, "backup-made", out.name, details=_told(made))
    return made


def _told(made: BackupMade) -> dict[str, object]:
    mark = made.manifest.audit
    return {
        "bytes": made.bytes,
        "sha256": made.sha256,
        "contents": made.manifest.contents,
        "rows": made.manifest.rows,
        "secrecy": made.manifest.secrecy,
        "audit": {"number": mark.number, "hash": mark.hash, "ok": mark.ok},
    }


def _prepared(
    settings: Settings,
    database: Database,
    store: Store,
    scratch: Path,
    by: Actor | None,
    progress: Progress,
) -> Manifest:
    """The rows as files in `scratch`, every content checked, and the manifest of both."""
    with snapshot(database.engine, scratch) as connection:
        tables = _tables(connection, scratch, progress)
        named = contents_named(connection)
        secrecy = highest_grade(connection)
        audit = _audit(connection)
        pictures = tuple(named_files(connection, settings))
        (revision,) = MigrationContext.configure(connection).get_current_heads()
    files = [_file(scratch, table) for table in tables]
    for done, content in enumerate(named):
        progress(CONTENTS, done, len(named))
        files += files_of(store, content)
    progress(CONTENTS, len(named), len(named))
    return Manifest(
        format=FORMAT,
        format_version=FORMAT_VERSION,
        program=version("ecoatlas"),
        made_at=now(),
        made_by=by.name if by else "system",
        database=database.engine.dialect.name,
        revision=revision,
        secrecy=secrecy,
        audit=audit,
        tables=tuple(tables),
        left_out=LEFT_OUT,
        contents=len(named),
        files=tuple(files),
        basemaps=pictures,
    )


def _tables(connection: Connection, scratch: Path, progress: Progress) -> list[TableEntry]:
    """Every table in an order in which it can be filled again."""
    kept = [table for table in METADATA.sorted_tables if table.name not in LEFT_OUT]
    (scratch / "database").mkdir()
    written = []
    for done, table in enumerate(kept):
        progress(DATABASE, done, len(kept))
        entry = entry_of(table)
        rows = write_rows(connection, entry, scratch / entry.file)
        written.append(entry.model_copy(update={"rows": rows}))
    progress(DATABASE, len(kept), len(kept))
    return written


def _audit(connection: Connection) -> AuditMark:
    with Session(connection) as session:
        check: AuditCheck = verify(session)
    return AuditMark(
        entries=check.entries, number=check.head_number, hash=check.head_hash, ok=check.ok
    )


def _file(scratch: Path, table: TableEntry) -> FileEntry:
    path = scratch / table.file
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileEntry(name=table.file, bytes=path.stat().st_size, sha256=digest)


@contextmanager
def _written(out: Path) -> Iterator[IO[bytes]]:
    """A file beside `out`, for its owner only, that takes its place when all is well.

    It is locked: a second backup to the same place would put it there half written.
    """
    part = out.with_name(f"{out.name}.part")
    out.parent.mkdir(parents=True, exist_ok=True)
    _remove_left(out, part)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        if not try_lock(file):
            raise EcoAtlasError(BACKUP_UNDER_WAY, path=out)
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            part.replace(out)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _remove_left(out: Path, part: Path) -> None:
    """What a killed backup has left there; raises `backup-under-way` where one is being made."""
    try:
        with part.open("r+b") as left:
            if not try_lock(left):
                raise EcoAtlasError(BACKUP_UNDER_WAY, path=out)
    except FileNotFoundError:
        return
    part.unlink()


def _pack(out: Hashed, manifest: Manifest, store: Store, scratch: Path, progress: Progress) -> None:
    total, done = max(manifest.bytes, 1), 0

    def told(size: int) -> None:
        nonlocal done
        done += size
        progress(ARCHIVE, done, total)

    head = manifest.model_dump_json(indent=1).encode()
    with writing(out, manifest.made_at.timestamp()) as archive:
        archive.add_bytes(MANIFEST, head)
        for file in manifest.files:
            _add(archive, file, store, scratch, told)
        archive.add_bytes(SEAL, f"{hashlib.sha256(head).hexdigest()}  {MANIFEST}\n".encode())
    progress(ARCHIVE, total, total)


def _add(
    archive: Writer, file: FileEntry, store: Store, scratch: Path, told: Callable[[int], None]
) -> None:
    _, *place = file.name.split("/")
    stored = file.name.startswith("store/")
    opened = store.open_file(*place) if stored else (scratch / file.name).open("rb")
    with opened as content:
        seen = Hashed(content, told)
        archive.add(file.name, file.bytes, seen)
    if seen.sha256 != file.sha256:
        raise EcoAtlasError(CONTENT_CHANGED, name=file.name)
