"""Offices to be backed up, and places to bring them back to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from layers.settings import Settings
from tests.projects.backup.offices import NewSettings, Office, Open, furnish


@pytest.fixture(scope="session")
def furnished_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an office, closed."""
    folder = tmp_path_factory.mktemp("office")
    office = Office(Settings(home=folder / "home"))
    furnish(office, folder)
    office.close()
    return office.settings.home


@pytest.fixture
def open_office() -> Iterator[Open]:
    """Open an office; it is closed when the test is over."""
    opened: list[Office] = []

    def enter(settings: Settings) -> Office:
        opened.append(Office(settings))
        return opened[-1]

    yield enter
    for office in opened:
        office.close()


@pytest.fixture
def office(furnished_home: Path, tmp_path: Path, open_office: Open) -> Office:
    """An office of the test's own, on SQLite and in a folder."""
    home = tmp_path / "office"
    shutil.copytree(furnished_home, home)
    return open_office(Settings(home=home))


@pytest.fixture
def settings_of(request: pytest.FixtureRequest, tmp_path: Path) -> NewSettings:
    """Settings of an empty place by its kind: sqlite, memory or s3 (object stores)
    or postgresql."""

    def make(kind: str, name: str) -> Settings:
        home = tmp_path / name
        if kind == "memory":
            return Settings(home=home, store_url=f"memory://{home.as_posix()}")
        if kind == "s3":
            return Settings(home=home, store_url=request.getfixturevalue("object_store").url())
        if kind == "postgresql":
            url = make_url(request.getfixturevalue("postgresql_url"))
            return Settings(home=home, database_url=url.render_as_string(hide_password=False))
        return Settings(home=home)

    return make
