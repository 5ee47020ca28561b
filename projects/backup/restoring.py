"""Bringing a backup back: everything is checked in a scratch folder before anything is seen."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select
from sqlalchemy.exc import OperationalError, StatementError
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor, record, verify
from layers.faults.reasons import why
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.progress import Progress, silent
from layers.system.scratch import kept_folder
from projects.backup.basemap_files import still_wanted
from projects.backup.errors import BACKUP_DAMAGED, NOT_RESTORED
from projects.backup.making import LEFT_OUT
from projects.backup.manifest import AuditMark, BasemapFile, Manifest, TableEntry
from projects.backup.places import empty_store, new_database, require_empty
from projects.backup.rows import load_rows, plain_table
from projects.backup.unpacking import unpack
from projects.migrations.running import upgrade_within

# No backup of ours holds these: sign-ins that somebody put in would open the office to him.
NEVER = (*LEFT_OUT, "alembic_version")
ROWS, CONTENTS = "restore-rows", "restore-contents"


@dataclass(frozen=True, slots=True)
class Restored:
    """Where the office is now, what the manifest of its backup says, and which files of basemaps
    are not there."""

    home: Path
    manifest: Manifest
    basemaps: tuple[BasemapFile, ...] = ()


def restore_backup(
    settings: Settings, path: Path, *, by: Actor | None = None, progress: Progress = silent
) -> Restored:
    """Bring a backup back to the database and the store of `settings`, both of them empty.

    An older database is brought to the tables of this release. Raises `restore-home-in-use` and
    what `unpack` raises; nothing is changed then.
    """
    require_empty(settings)
    try:
        manifest = _restored(settings, path, by, progress)
    except (OSError, OperationalError) as error:
        raise EcoAtlasError(NOT_RESTORED, place=settings.resolved_home, why=_why(error)) from error
    wanted = still_wanted(settings, manifest.basemaps)
    return Restored(settings.resolved_home, manifest, wanted)


def _why(error: OSError | OperationalError) -> object:
    return error.orig if isinstance(error, OperationalError) else why(error)


def _restored(settings: Settings, path: Path, by: Actor | None, progress: Progress) -> Manifest:
    with kept_folder(settings.scratch) as scratch:
        manifest = unpack(path, scratch, progress)
        # The database comes last: a store without one holds nothing that anybody sees.
        with (
            empty_store(settings) as store,
            new_database(settings, scratch) as connection,
        ):
            _fill(connection, manifest, scratch, path, progress)
            _told(connection, manifest, path, by)
            _adopt(store, manifest, scratch, progress)
    return manifest


def _fill(
    connection: Connection, manifest: Manifest, scratch: Path, path: Path, progress: Progress
) -> None:
    """The tables as they were when the backup was made, filled, and then brought up to date."""
    upgrade_within(connection, manifest.revision)
    for done, table in enumerate(manifest.tables):
        progress(ROWS, done, len(manifest.tables))
        _fill_table(connection, table, scratch, path)
    _compare_audit(connection, manifest.audit, path)
    upgrade_within(connection)
    progress(ROWS, len(manifest.tables), len(manifest.tables))


def _fill_table(connection: Connection, table: TableEntry, scratch: Path, path: Path) -> None:
    def damaged(why: object) -> EcoAtlasError:
        return EcoAtlasError(BACKUP_DAMAGED, path=path, name=table.file, why=why)

    found = inspect(connection)
    if table.name in NEVER or not found.has_table(table.name):
        raise damaged("table")
    if {name for name, _ in table.columns} != {
        one["name"] for one in found.get_columns(table.name)
    }:
        raise damaged("columns")
    if connection.scalar(select(func.count()).select_from(plain_table(table))):
        raise damaged("table")
    try:
        rows = load_rows(connection, table, scratch / table.file)
    except OperationalError:  # the disk is full, or the server gone: not the fault of the backup
        raise
    except (ValueError, TypeError, RecursionError, StatementError) as error:
        raise damaged(type(error).__name__) from error
    if rows != table.rows:
        raise damaged(f"{rows} ≠ {table.rows}")


def _compare_audit(connection: Connection, mark: AuditMark, path: Path) -> None:
    """The chain is what it was; one that was broken before the backup stays as it is."""
    with Session(connection) as session:
        check = verify(session)
    found = AuditMark(
        entries=check.entries, number=check.head_number, hash=check.head_hash, ok=check.ok
    )
    if found != mark:
        raise EcoAtlasError(
            BACKUP_DAMAGED, path=path, name="database/audit_entry.jsonl", why="audit"
        )


def _told(connection: Connection, manifest: Manifest, path: Path, by: Actor | None) -> None:
    details = {
        "made_at": manifest.made_at,
        "made_by": manifest.made_by,
        "program": manifest.program,
        "version": manifest.revision,
        "contents": manifest.contents,
        "rows": manifest.rows,
    }
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        record(session, by, "restored", path.name, details=details)
        session.commit()


def _adopt(store: Store, manifest: Manifest, scratch: Path, progress: Progress) -> None:
    stored = manifest.stored()
    for done, (sha256, files) in enumerate(stored.items()):
        progress(CONTENTS, done, len(stored))
        with store.workspace() as place:
            for file in files:
                shutil.move(scratch / file.name, place)
            store.settle(sha256, place)
    progress(CONTENTS, len(stored), len(stored))
