"""Where a backup is brought back to: an empty store, and a database seen only when it is whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, make_url

from geo.errors import EcoAtlasError
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.database import engine_for_url
from projects.backup.errors import HOME_IN_USE
from projects.migrations.tables import METADATA

WRITES = {"ecoatlas_writes": True}


def require_empty(settings: Settings) -> None:
    """Raises `restore-home-in-use` where a database or a version store is already."""
    url = make_url(settings.resolved_database_url)
    if url.get_backend_name() == "sqlite":
        if _file_of(settings).exists():
            raise EcoAtlasError(HOME_IN_USE, place=_file_of(settings))
    else:
        _require_no_tables(settings, url.render_as_string(hide_password=True))
    if not Store(settings.resolved_store_url).is_empty():
        raise EcoAtlasError(HOME_IN_USE, place=settings.resolved_store_url)


def _require_no_tables(settings: Settings, shown: str) -> None:
    engine = engine_for_url(settings.resolved_database_url)
    try:
        if METADATA.tables.keys() & set(inspect(engine).get_table_names()):
            raise EcoAtlasError(HOME_IN_USE, place=shown)
    finally:
        engine.dispose()


def _file_of(settings: Settings) -> Path:
    return Path(str(make_url(settings.resolved_database_url).database))


@contextmanager
def empty_store(settings: Settings) -> Iterator[Store]:
    """The store, empty before; whatever came into it goes away again when the work fails."""
    store = Store(settings.resolved_store_url)
    was_there = store.fs.exists(store.root)
    try:
        yield store
    except BaseException:
        _clear(store, was_there)
        raise


def _clear(store: Store, was_there: bool) -> None:
    """As it was before: what lies hidden in a folder that was there is not ours."""
    if not store.fs.exists(store.root):
        return
    if not was_there:
        store.fs.rm(store.root, recursive=True)
        return
    for path in store.fs.ls(store.root, detail=False):
        if not Path(path).name.startswith("."):
            store.fs.rm(path, recursive=True)


@contextmanager
def new_database(settings: Settings, scratch: Path) -> Iterator[Connection]:
    """A transaction on a database that nobody sees before the end of the block, if ever."""
    if make_url(settings.resolved_database_url).get_backend_name() == "sqlite":
        with _new_file(_file_of(settings), scratch / "restored.sqlite") as connection:
            yield connection
    else:
        with _begun(engine_for_url(settings.resolved_database_url)) as connection:
            yield connection


@contextmanager
def _new_file(target: Path, built: Path) -> Iterator[Connection]:
    with _begun(engine_for_url(f"sqlite:///{built.as_posix()}")) as connection:
        yield connection
    # The last connection is closed: everything is in the one file, nothing beside it.
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.restoring")
    try:
        shutil.copyfile(built, beside)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        if target.exists():  # somebody has begun to work there meanwhile
            raise EcoAtlasError(HOME_IN_USE, place=target)
        for rest in ("-wal", "-shm"):  # of a database that is gone: SQLite would take them for ours
            target.with_name(target.name + rest).unlink(missing_ok=True)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _begun(engine: Engine) -> Iterator[Connection]:
    try:
        with engine.execution_options(**WRITES).begin() as connection:
            yield connection
    finally:
        engine.dispose()
