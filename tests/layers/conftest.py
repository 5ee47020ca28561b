"""What tests of the store, the catalogue, imports and exports share."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from layers import catalogue
from layers.audit.tables import AuditEntry, AuditHead
from layers.search.tables import SearchContent, SearchEntry
from layers.storage.store import Store
from layers.system.database import Database
from tests.databases import opened

ZipShapefile = Callable[..., Path]
TABLES = [
    one.__table__
    for one in (
        catalogue.Layer,
        catalogue.Version,
        AuditEntry,
        AuditHead,
        SearchContent,
        SearchEntry,
    )
]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def any_database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """The catalogue's tables, empty, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("database")
        return
    with opened(request.getfixturevalue("postgresql_copy")(fill)) as database:
        yield database


@pytest.fixture
def database(empty_file: Path, tmp_path: Path) -> Iterator[Database]:
    """The same on SQLite only, where the database is not what is tested."""
    own = shutil.copyfile(empty_file, tmp_path / "catalogue.sqlite")
    with opened(f"sqlite:///{own}") as database:
        yield database


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database to be copied: its tables are made once."""
    path = tmp_path_factory.mktemp("empty") / "catalogue.sqlite"
    fill(f"sqlite:///{path}")
    return path


def fill(url: str) -> None:
    with opened(url) as database:
        catalogue.Base.metadata.create_all(database.engine, tables=TABLES)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def zones() -> gpd.GeoDataFrame:
    """Nine sponge zones of 1 km², three by three, neighbours sharing borders; EPSG:4490."""
    row, column = np.divmod(np.arange(9), 3)
    west, south = 114.2 + column * 0.01, 30.4 + row * 0.01
    return gpd.GeoDataFrame(
        {
            "code": [f"P{number}" for number in range(9)],
            "name": [f"示例分区{number}" for number in range(9)],
            "verdict": ["met", "not_met", "not_assessed"] * 3,
            "capture_target": [0.8, None, 0.75] * 3,
        },
        geometry=shapely.box(west, south, west + 0.01, south + 0.01),
        crs=4490,
    )


@pytest.fixture
def zip_shapefile(tmp_path: Path) -> ZipShapefile:
    """Write a frame as an office sends it: zipped shapefile, GBK, with .cpg and .prj."""

    def write(frame: gpd.GeoDataFrame, name: str = "zones", encoding: str = "GBK") -> Path:
        folder = tmp_path / f"{name}-parts"
        folder.mkdir(exist_ok=True)
        frame.to_file(folder / f"{name}.shp", encoding=encoding)
        (folder / f"{name}.cpg").write_text(encoding)
        target = tmp_path / f"{name}.zip"
        with zipfile.ZipFile(target, "w") as archive:
            for part in folder.iterdir():
                archive.write(part, part.name)
        return target

    return write
