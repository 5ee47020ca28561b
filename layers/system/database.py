"""The database: one declarative base for every table, and one way to open a transaction."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import StaticPool
from sqlalchemy.types import TypeDecorator

from geo.errors import EcoAtlasError
from layers.settings import SETTING_INVALID, Settings
from layers.system.row_access import EVERYTHING, LIMITED, LimitedSession, Sight, watch
from layers.system.sqlite_file import open_in_memory, open_sqlite

# A server that is gone without a word is not waited for as long as the system would.
CONNECT_WITHIN_S = 10
# Named constraints, so that a migration can address each of them on every database.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
# On a session of a database that cannot be written: an audit entry cannot be either.
UNRECORDED = "unrecorded"
# On a session that only reads: what was read with it, by what was asked.
READ_ONCE = "read_once"
BACKENDS = ("sqlite", "postgresql")
ADDRESSES = ("sqlite:///…", "postgresql://…")
Found = TypeVar("Found")
JSON_VALUE = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: always aware and in UTC in Python, also where the database drops the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


def now() -> datetime:
    return datetime.now(UTC)


def engine_for(settings: Settings) -> Engine:
    """Engine of these settings; the folder of an SQLite file is made when it is missing."""
    return engine_for_url(settings.resolved_database_url)


def engine_for_url(url: str) -> Engine:
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(url, parsed.database)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    within = {"connect_timeout": CONNECT_WITHIN_S} if "psycopg" in parsed.drivername else {}
    return create_engine(parsed, pool_pre_ping=True, connect_args=within)


def _parsed(url: str) -> URL:
    """Raises `setting-invalid`; an address may hold a password, so that little of it is shown."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() in BACKENDS:
            return parsed
    except ArgumentError:
        pass
    shown = f"{url.partition('://')[0][:20]}…"
    raise EcoAtlasError(
        SETTING_INVALID, name="ECOATLAS_DATABASE_URL", value=shown, why=", ".join(ADDRESSES)
    )


def _sqlite_engine(url: str, database: str | None) -> Engine:
    if database in (None, "", ":memory:"):
        engine = create_engine(url, creator=open_in_memory, poolclass=StaticPool)
    else:
        path = Path(str(database)).absolute()
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, creator=lambda: open_sqlite(path))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that will write takes the write lock at once: upgrading a read lock later
    # fails with "database is locked" without waiting.
    writing = connection.get_execution_options().get("ecoatlas_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


class Database:
    """Sessions over one engine. Use cases take a session and never commit; the edge does, here.

    `sight` is what its sessions see of the catalogue where nothing else is said.
    """

    def __init__(self, engine: Engine, sight: Sight = EVERYTHING) -> None:
        self.engine = engine
        self.sight = sight
        watch(engine)

    def seen_by(self, sight: Sight) -> Database:
        """The same database for use cases that open sessions themselves, limited to a sight."""
        return Database(self.engine, sight)

    def unrecorded(self) -> Database:
        """The same for what leaves the office while nothing can be written: it is only read."""
        return Unrecorded(self.engine, self.sight)

    def tried(self, begun: Callable[[], object]) -> Database:
        """The same where nothing that is written stays; `begun` is told of each transaction."""
        return Tried(self.engine, self.sight, begun)

    @contextmanager
    def transaction(self, sight: Sight | None = None) -> Iterator[Session]:
        """One session, committed at the end of the block, rolled back when it raises."""
        with self._session(sight, writes=True) as session:
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def reading(self, sight: Sight | None = None) -> Iterator[Session]:
        """One session that sees one state of the database and leaves nothing behind."""
        with self._session(sight, writes=False) as session:
            # Its end ends the transaction; a rollback would go through all that was read as well.
            yield session

    def _session(self, sight: Sight | None, *, writes: bool) -> Session:
        sight = sight or self.sight
        limited = not sight.everything
        options = {"ecoatlas_writes": writes, LIMITED: limited}
        return (LimitedSession if limited else Session)(
            self.engine.execution_options(**options),
            autoflush=writes,
            expire_on_commit=False,
            info={"sight": sight} if writes else {"sight": sight, READ_ONCE: {}},
        )

    def close(self) -> None:
        self.engine.dispose()


def read_once(session: Session, key: Hashable, find: Callable[[], Found]) -> Found:
    """What `find` reads with this session; once, where the session is one that only reads."""
    kept: dict[Hashable, Found] | None = session.info.get(READ_ONCE)
    if kept is None:
        return find()
    if key not in kept:
        kept[key] = find()
    return kept[key]


class Unrecorded(Database):
    """A database that cannot be written: what would be recorded goes into the log file alone."""

    @contextmanager
    def transaction(self, sight: Sight | None = None) -> Iterator[Session]:
        with self.reading(sight) as session:
            session.info[UNRECORDED] = True
            yield session


class Tried(Database):
    """A database that is as it was when all is done."""

    def __init__(self, engine: Engine, sight: Sight, begun: Callable[[], object]) -> None:
        super().__init__(engine, sight)
        self._begun = begun

    @contextmanager
    def transaction(self, sight: Sight | None = None) -> Iterator[Session]:
        self._begun()
        with self._session(sight, writes=True) as session:
            try:
                yield session
            finally:
                session.rollback()
