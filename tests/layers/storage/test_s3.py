"""A version store on a real S3 server: in, live, tiles, out; and what is said where it refuses."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import geopandas as gpd
import pytest

from geo.errors import EcoAtlasError
from layers.catalogue import resolve
from layers.export.writing import export
from layers.faults.naming import refusal_of
from layers.faults.places import Places
from layers.settings import Settings
from layers.storage.by_place import ByPlace
from layers.storage.content import canonical
from layers.storage.integrity import require_whole
from layers.storage.store import Store
from layers.storage.tile_lookup import tiles_at
from layers.system.database import Database
from layers.tiles.ensuring import ensure_tiles
from tests.imported import import_file
from tests.object_store import ObjectStore

pytestmark = pytest.mark.slow


def refusal(settings: Settings, what: object) -> EcoAtlasError:
    with pytest.raises(Exception) as raised:  # noqa: PT011  (whatever the libraries raise)
        what()  # type: ignore[operator]
    said = refusal_of(raised.value, Places.of(settings, named=True))
    assert said is not None
    return said


def test_a_layer_goes_in_gets_tiles_and_comes_out_the_same_as_from_a_folder(
    object_store: ObjectStore, tmp_path: Path, zones: gpd.GeoDataFrame, database: Database
) -> None:
    file = tmp_path / "zones.geojson"
    zones.to_file(file)
    far, near = Store(object_store.url()), Store(tmp_path / "store")
    import_file(database, far, file, layer_id="zones", kind="sponge_zone")
    with database.reading() as session:
        ref = resolve(session, "zones@1")
    content = canonical(far.frame(ref.sha256), kind="sponge_zone", key_field="code")
    sha256 = near.put(content, manifest=far.manifest(ref.sha256))
    assert sha256 == ref.sha256
    require_whole(far, sha256, "zones@1")
    ensure_tiles(near, sha256)
    tile = (12, 3347, 1684)
    (shown,) = tiles_at(far, sha256, [tile])
    assert len(shown) > 100
    assert [shown] == list(tiles_at(near, sha256, [tile]))
    for format in ("gpkg", "geojson"):
        export(database, far, ref, format, tmp_path / f"far.{format}")
        export(database, near, ref, format, tmp_path / f"near.{format}")
    assert (tmp_path / "far.geojson").read_bytes() == (tmp_path / "near.geojson").read_bytes()
    assert len(gpd.read_file(tmp_path / "far.gpkg")) == 9
    places = [ByPlace.of(store, sha256, "code") for store in (far, near)]
    assert [len(one.read(range(1), one.bounds[None])) for one in places] == [9, 9]


def test_another_host_sees_at_once_what_one_host_has_put(
    object_store: ObjectStore, zones: gpd.GeoDataFrame
) -> None:
    url = object_store.url()
    one, other = Store(url), Store(url, skip_instance_cache=True)
    content = canonical(zones, kind="sponge_zone", key_field="code")
    assert other.is_empty()
    assert not other.has(content.sha256)
    one.put(content)
    assert other.has(content.sha256)
    before = other.files(content.sha256)
    with one.workspace() as folder:
        (folder / "more.txt").write_text("more")
        one.add_file(content.sha256, "more.txt", folder / "more.txt")
    assert {*other.files(content.sha256)} == {*before, "more.txt"}


def test_a_copy_of_the_process_opens_connections_of_its_own(
    object_store: ObjectStore, zones: gpd.GeoDataFrame
) -> None:
    store = Store(object_store.url())
    sha256 = store.put(canonical(zones, kind="sponge_zone", key_field="code"))
    copied = os.fork()
    if not copied:
        os._exit(0 if len(store.frame(sha256)) == 9 else 1)
    assert os.waitpid(copied, 0)[1] == 0


def test_a_bucket_that_is_missing_away_or_denied_and_a_missing_driver_are_told(
    object_store: ObjectStore, zones: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = canonical(zones, kind="sponge_zone", key_field="code")
    url = object_store.url()
    settings = Settings(store_url="s3://nobodys-bucket/store")
    missing = refusal(settings, lambda: Store("s3://nobodys-bucket/store").put(content))
    assert missing.code == "store-bucket-missing"
    assert "s3://nobodys-bucket/store" in missing.message.zh
    store = Store(url)
    sha256 = store.put(content)
    with object_store.denying():
        assert refusal(settings, lambda: store.has(sha256)).code == "store-denied"
        assert refusal(settings, lambda: store.put(content, over=True)).code == "store-denied"
        assert refusal(settings, lambda: store.frame(sha256)).code == "store-denied"
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    away = refusal(settings, lambda: Store(f"{url}/away", anon=False).has(sha256))
    assert (away.code, away.status) == ("store-unreachable", 503)
    monkeypatch.setitem(sys.modules, "s3fs", None)
    monkeypatch.delitem(sys.modules["fsspec.registry"]._registry, "s3")
    driver = refusal(settings, lambda: Store(url, key="another"))
    assert driver.code == "driver-missing"
    assert "ecoatlas[s3]" in driver.fix.en
