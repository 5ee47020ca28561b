"""Exports that are kept: equal bytes for equal content, built once, and gone after their time."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.artifacts import kept_exports
from layers.artifacts.kept_exports import discard_exports, export_of, is_kept
from layers.catalogue import Description, VersionRef
from layers.export.registry import FORMATS
from layers.export.selection import Selection
from layers.export.writing import Wanted
from layers.settings import Settings
from layers.storage.content import canonical
from layers.storage.store import Store

MADE = dt.datetime(2025, 6, 30, 8, 1, 2, tzinfo=dt.UTC)
VECTOR = [one.id for one in FORMATS.values() if one.write is not None]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.fixture
def version(store: Store, zones: gpd.GeoDataFrame) -> VersionRef:
    content = canonical(zones, kind="sponge_zone", key_field="code")
    store.put(content)
    return VersionRef(
        "zones", 1, content.sha256, "sponge_zone", "code", Text("分区", "Zones"), content.features,
        content.bbox, "EPSG:4490", Description(), True, MADE, None,
    )  # fmt: skip


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What asks for the moment is told another one."""
    now = time.time() + 40 * 24 * 3600
    monkeypatch.setattr(zipfile.time, "time", lambda: now)  # type: ignore[attr-defined]
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2031-01-02T03:04:05.000Z"})
    yield
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def bytes_of(settings: Settings, store: Store, version: VersionRef, format_: str) -> bytes:
    with export_of(settings, store, version, Wanted(format_)).content as content:
        return content.read()


@pytest.mark.parametrize("format_", VECTOR)
def test_equal_content_gives_equal_bytes_whenever_it_is_written(
    settings: Settings, store: Store, version: VersionRef, format_: str,
    request: pytest.FixtureRequest, tmp_path: Path,
) -> None:  # fmt: skip
    first = bytes_of(settings, store, version, format_)
    request.getfixturevalue("later")
    other = Settings(home=tmp_path / "another")
    assert bytes_of(other, store, version, format_) == first


def test_files_say_when_the_version_was_made_or_nothing(
    settings: Settings, store: Store, version: VersionRef, tmp_path: Path
) -> None:
    with zipfile.ZipFile(_file(settings, store, version, "xlsx", tmp_path)) as book:
        assert b"dcterms" not in book.read("docProps/core.xml")
    with zipfile.ZipFile(_file(settings, store, version, "shp", tmp_path)) as packed:
        assert tuple(packed.read("zones.dbf")[1:4]) == (125, 6, 30)
    package = _file(settings, store, version, "gpkg", tmp_path)
    said = pyogrio.read_dataframe(package, sql="SELECT last_change FROM gpkg_contents")
    assert str(said["last_change"][0]).startswith("2025-06-30 08:01:02")


def _file(
    settings: Settings, store: Store, version: VersionRef, format_: str, folder: Path
) -> Path:
    path = folder / f"out.{FORMATS[format_].file_suffix}"
    path.write_bytes(bytes_of(settings, store, version, format_))
    return path


def test_it_is_built_once_and_the_tag_is_of_its_bytes(
    settings: Settings, store: Store, version: VersionRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_kept(settings, store, version, Wanted("geojson"))
    first = export_of(settings, store, version, Wanted("geojson"))
    assert hashlib.sha256(first.content.read()).hexdigest() == first.sha256
    first.content.close()

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("written a second time")

    monkeypatch.setattr(kept_exports, "write_version", never)
    again = export_of(settings, store, version, Wanted("geojson"))
    again.content.close()
    assert again.sha256 == first.sha256
    assert is_kept(settings, store, version, Wanted("geojson"))
    for other in (Wanted("gpkg"), Wanted("geojson", encoding="GBK")):
        with pytest.raises(AssertionError):
            export_of(settings, store, version, other)
    with pytest.raises(AssertionError):
        export_of(settings, store, version, Wanted("geojson"), Selection(["P0"], "code: P0"))


def test_what_is_refused_is_refused_though_a_file_is_kept(
    settings: Settings, store: Store, version: VersionRef
) -> None:
    old = Wanted("gpkg", 2436, accept=frozenset({"export-old-datum"}))
    export_of(settings, store, version, old).content.close()
    with pytest.raises(EcoAtlasError) as refused:
        export_of(settings, store, version, Wanted("gpkg", 2436))
    assert refused.value.code == "export-old-datum"


def test_a_damaged_file_is_written_again(
    settings: Settings, store: Store, version: VersionRef
) -> None:
    whole = bytes_of(settings, store, version, "geojson")
    (place,) = (settings.resolved_home / "exports").iterdir()
    (place / "content.geojson").write_bytes(whole[:-10])
    assert bytes_of(settings, store, version, "geojson") == whole


def test_what_nobody_asks_for_goes_and_the_oldest_beyond_the_room(
    settings: Settings, store: Store, version: VersionRef
) -> None:
    for format_ in ("geojson", "kml", "parquet"):
        bytes_of(settings, store, version, format_)
    places = {next(one.glob("content.*")).suffix: one
              for one in (settings.resolved_home / "exports").iterdir()}  # fmt: skip
    now = time.time()
    os.utime(places[".geojson"], (now - 25 * 3600,) * 2)
    os.utime(places[".kml"], (now - 3600,) * 2)
    assert discard_exports(settings) == 1
    assert not places[".geojson"].exists()
    newest = sum(one.stat().st_size for one in places[".parquet"].iterdir())
    assert discard_exports(settings, most=newest + 10) == 1
    assert (places[".kml"].exists(), places[".parquet"].exists()) == (False, True)
