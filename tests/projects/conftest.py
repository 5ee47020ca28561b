"""What tests of records and metrics share: a database on both systems, a store, layers in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pytest

import projects.metrics.tables
import projects.record_tables  # noqa: F401  (their tables must be known before they are made)
from layers.catalogue import Layer, Version, VersionRef, make_live, resolve
from layers.content import canonical
from layers.database import Base, Database, engine_for_url
from layers.store import Store
from projects.policy import load_policy

AddLayer = Callable[..., VersionRef]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Empty tables and the policy register, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'records.sqlite'}"
    else:
        url = request.getfixturevalue("postgresql_url").replace(
            "postgresql:", "postgresql+psycopg:"
        )
    yield from filled(url)


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """The same on SQLite only, where the database is not what is tested."""
    yield from filled(f"sqlite:///{tmp_path / 'records.sqlite'}")


def filled(url: str) -> Iterator[Database]:
    database = Database(engine_for_url(url))
    try:
        Base.metadata.create_all(database.engine)
        with database.transaction() as session:
            load_policy(session)
        yield database
    finally:
        database.close()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def add_layer(store: Store) -> AddLayer:
    """Put a frame into the store and make it the live version of a layer."""

    def add(database: Database, layer_id: str, kind: str, frame: gpd.GeoDataFrame) -> VersionRef:
        content = canonical(frame, kind=kind, key_field="code")
        store.put(content)
        with database.transaction() as session:
            layer = session.get(Layer, layer_id) or Layer(
                id=layer_id, kind=kind, title_zh=layer_id, title_en=layer_id, key_field="code"
            )
            version = Version(
                sha256=content.sha256,
                features=content.features,
                bbox=list(content.bbox),
                crs=str(frame.crs),
                secrecy="internal",
                manifest={},
            )
            make_live(session, layer, version)
        with database.reading() as session:
            return resolve(session, layer_id)

    return add
