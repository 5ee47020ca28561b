"""Opening the database of an office: brought up to date, or refused where that would lose it."""

from __future__ import annotations

from sqlalchemy import Engine

from geo.errors import EcoAtlasError
from layers.faults.codes import DATABASE_EMPTY, DATABASE_NEWER
from layers.faults.disk import is_there
from layers.faults.places import Places
from layers.settings import Settings
from layers.system.database import Database, engine_for
from projects.migrations.revisions import heads_of, is_current, is_known
from projects.policy import register as policy
from projects.units.loaded import is_loaded as units_are_loaded


def open_database(settings: Settings) -> Database:
    """The database of these settings, with the tables and the registers of this release.

    What is up to date is only read. Raises `database-empty` where contents of versions lie beside
    a database without anything, and `database-newer`; nothing is changed then.
    """
    if _file_holds_nothing(settings):
        _refuse_full_store(settings)
    engine = engine_for(settings)
    try:
        if not is_current(engine):
            _bring_up_to_date(engine, settings)
        database = Database(engine)
        _bring_registers(database)
    except BaseException:
        engine.dispose()
        raise
    return database


def _file_holds_nothing(settings: Settings) -> bool:
    """Looked at before SQLite would make the file, or write its head into it."""
    file = Places.of(settings, named=True).database_file
    return file is not None and (not is_there(file) or file.stat().st_size == 0)


def _refuse_full_store(settings: Settings) -> None:
    """A store named apart may serve several offices; the one in the home belongs to this one."""
    if settings.store_url is not None:
        return
    # Loaded for a database that holds nothing only: readers of features come with it.
    from layers.storage.store import Store

    if not Store(settings.resolved_store_url).is_empty():
        place = Places.of(settings, named=True).database_said
        raise EcoAtlasError(DATABASE_EMPTY, place=place, store=settings.resolved_store_url)


def _bring_up_to_date(engine: Engine, settings: Settings) -> None:
    heads = heads_of(engine)
    if not heads:
        _refuse_full_store(settings)
    for revision in heads:
        if not is_known(revision):
            place = Places.of(settings, named=True).database_said
            raise EcoAtlasError(DATABASE_NEWER, revision=revision, place=place)
    upgrade(engine)


def upgrade(engine: Engine) -> None:
    """What runs migrations is half a second of loading, which an open office does not wait for."""
    from projects.migrations import running

    running.upgrade(engine)


def _bring_registers(database: Database) -> None:
    with database.reading() as session:
        if policy.is_loaded(session) and units_are_loaded(session):
            return
    from projects.records.changes.taking_over import sort_units
    from projects.units.register import load_units

    with database.transaction() as session:
        policy.load_policy(session)
        if load_units(session):
            sort_units(session)
