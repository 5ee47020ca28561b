"""Import: a file becomes the live version, once; whatever goes wrong leaves the old one live."""

from __future__ import annotations

import datetime as dt
import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import geopandas as gpd
import pytest
import shapely

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.audit import Actor
from layers.catalogue import Description, VersionRef, resolve, versions
from layers.reading.files import ReadLayer
from layers.reading.report import CheckReport
from layers.storage.feature_table import FeatureTable
from layers.storage.file_record import RECORD, TILE_RECORD
from layers.storage.store import DATA, MANIFEST, TILE_REPORT, TILES, Store
from layers.system.database import Database
from layers.tiles import ensuring as tiling
from layers.versions import importing, publishing
from layers.versions.importing import ImportResult
from tests.imported import import_file, import_layer

pytestmark = pytest.mark.slow

TILED = (TILE_RECORD, TILE_REPORT, TILES)

Import = Callable[..., ImportResult]


@pytest.fixture
def bring(database: Database, store: Store, tmp_path: Path) -> Import:
    """Import a frame as if it had been read from a file."""
    original = tmp_path / "示例.geojson"
    original.write_text("{}")

    def do(frame: gpd.GeoDataFrame, layer_id: str = "zones", **options: Any) -> ImportResult:
        key = options.pop("key", "code")
        read = ReadLayer(
            FeatureTable.of(frame), key, CheckReport("示例.geojson"), {"crs": {"used": 4547}}
        )
        kind = options.pop("kind", "sponge_zone")
        return import_layer(
            database, store, read, original=original, layer_id=layer_id, kind=kind, **options
        )

    return do


@pytest.fixture
def changed(zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The zones with one verdict turned."""
    other = zones.copy()
    other.loc[1, "verdict"] = "met"
    return other


def live(database: Database, name: str = "zones") -> VersionRef:
    with database.reading() as session:
        return resolve(session, name)


def contents(store: Store) -> int:
    assert store.local is not None
    return len(list(store.local.glob(f"*/*/{MANIFEST}")))


def test_an_import_is_the_first_version_with_all_its_files(
    bring: Import, database: Database, store: Store, zones: gpd.GeoDataFrame
) -> None:
    said = Description("示例数据", dt.date(2025, 6, 30), "CC0", "public", "首次")
    result = bring(zones, title=Text("排水分区", "Zones"), description=said, by=Actor("chen", "-"))
    assert (result.number, result.created, result.features, result.notes) == (1, True, 9, ())
    assert store.files(result.sha256) == [DATA, RECORD, MANIFEST, "original.geojson", *TILED]
    ref = live(database)
    assert (ref.sha256, ref.title, ref.description) == (
        result.sha256, Text("排水分区", "Zones"), said,
    )  # fmt: skip
    assert (ref.crs, ref.created_by, ref.key_field) == ("EPSG:4547", "chen", "code")
    assert ref.bbox == pytest.approx((114.2, 30.4, 114.23, 30.43))


def test_the_manifest_says_where_a_version_comes_from(
    bring: Import, database: Database, store: Store, zones: gpd.GeoDataFrame
) -> None:
    result = bring(zones, description=Description(source="示例数据"), by=Actor("chen", "-"))
    about = store.manifest(result.sha256)
    assert about["original"]["name"] == "示例.geojson"
    assert about["original"]["sha256"] == hashlib.sha256(b"{}").hexdigest()
    assert about["decisions"] == {"crs": {"used": 4547}}
    assert about["description"]["source"] == "示例数据"
    tiles = store.tile_report(result.sha256)
    assert tiles is not None
    assert (tiles["features"], tiles["thinned"]) == (9, {})
    assert {"geopandas", "numpy", "geos", "proj", "ecoatlas"} <= about["software"].keys()
    with database.reading() as session:
        assert versions(session, "zones")[0].created_by == about["created_by"] == "chen"


def test_a_layer_without_a_title_has_that_of_its_kind_and_can_be_renamed(
    bring: Import, database: Database, zones: gpd.GeoDataFrame, changed: gpd.GeoDataFrame
) -> None:
    bring(zones)
    assert live(database).title == Text("海绵城市排水分区", "Sponge-city drainage zones")
    bring(changed, title="新标题")
    assert live(database).title == Text("新标题", "新标题")


def test_the_same_content_is_the_same_version(
    bring: Import, store: Store, zones: gpd.GeoDataFrame
) -> None:
    first = bring(zones)
    again = bring(zones.iloc[::-1].reset_index(drop=True))
    assert (again.number, again.created, again.sha256) == (1, False, first.sha256)
    assert again.notes == ()
    assert contents(store) == 1


def test_a_new_description_for_the_same_content_is_not_swallowed(
    bring: Import, database: Database, zones: gpd.GeoDataFrame
) -> None:
    bring(zones)
    again = bring(zones, description=Description(secrecy="restricted"))
    assert [note.code for note in again.notes] == ["description-kept"]
    assert live(database).secrecy == "internal"


def test_changed_content_is_the_next_version_and_the_first_stays(
    bring: Import,
    database: Database,
    store: Store,
    zones: gpd.GeoDataFrame,
    changed: gpd.GeoDataFrame,
) -> None:
    bring(zones)
    assert bring(changed).number == 2
    old = store.features(live(database, "zones@1").sha256, "code", ["P1"])
    new = store.features(live(database).sha256, "code", ["P1"])
    assert (old["verdict"][0], new["verdict"][0]) == ("not_met", "met")


def test_two_layers_may_hold_the_same_content(
    bring: Import, database: Database, store: Store, zones: gpd.GeoDataFrame
) -> None:
    assert bring(zones, "one").sha256 == bring(zones, "two").sha256
    assert (live(database, "two").number, contents(store)) == (1, 1)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"kind": "lake"}, "kind-changed"),
        ({"key": "name"}, "key-changed"),
        ({"layer_id": "a b"}, "layer-id-invalid"),
        ({"kind": "nothing"}, "unknown-kind"),
    ],
)
def test_a_refused_import_stores_nothing(
    bring: Import, store: Store, zones: gpd.GeoDataFrame, options: dict[str, str], code: str
) -> None:
    bring(zones)
    zones.loc[0, "name"] = "改名"
    with pytest.raises(EcoAtlasError) as caught:
        bring(zones, **options)
    assert caught.value.code == code
    assert contents(store) == 1


@pytest.mark.parametrize(
    ("room", "step"),
    [(publishing, "write_data"), (importing, "_layer"), (publishing, "record")],
    ids=["write_data", "_layer", "record"],
)
def test_an_import_that_breaks_off_leaves_the_old_version_live(
    bring: Import,
    database: Database,
    store: Store,
    zones: gpd.GeoDataFrame,
    changed: gpd.GeoDataFrame,
    monkeypatch: pytest.MonkeyPatch,
    room: ModuleType,
    step: str,
) -> None:
    first = bring(zones)

    def broken(*_args: object, **_options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(room, step, broken)
        with pytest.raises(KeyboardInterrupt):
            bring(changed)
    assert live(database).sha256 == first.sha256
    assert store.local is not None
    assert list((store.local / ".unfinished").iterdir()) == []
    assert bring(changed).number == 2


def test_a_version_is_live_before_its_tiles_which_can_be_built_later(
    bring: Import,
    database: Database,
    store: Store,
    zones: gpd.GeoDataFrame,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_args: object, **_options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(tiling, "build_tiles", broken)
        with pytest.raises(KeyboardInterrupt):
            bring(zones)
    sha256 = live(database).sha256
    assert not store.has_tiles(sha256)
    assert store.tile_report(sha256) is None
    report = tiling.ensure_tiles(store, sha256)
    assert store.tile_report(sha256) == report
    assert report["features"] == 9


KILLED = """
import os, sys
from pathlib import Path
import geopandas as gpd
from layers.versions import importing, publishing
from layers.system.database import Database, engine_for_url
from layers.storage.feature_table import FeatureTable
from layers.reading.files import ReadLayer
from layers.reading.report import CheckReport
from layers.storage.store import Store
database, store, frame = sys.argv[1:]
Store.adopt = lambda *_, **__: os._exit(9)
read = ReadLayer(FeatureTable.of(gpd.read_parquet(frame)), "code", CheckReport("x"), {})
terms = publishing.Publishing(Database(engine_for_url(database)), Store(store))
importing.import_layer(terms, read, Path(frame), importing.Wanted("zones", "sponge_zone"))
"""


def test_a_killed_import_leaves_the_old_version_live_and_no_trace_after_a_restart(
    bring: Import,
    database: Database,
    store: Store,
    zones: gpd.GeoDataFrame,
    changed: gpd.GeoDataFrame,
    tmp_path: Path,
) -> None:
    first = bring(zones)
    changed.to_parquet(tmp_path / "changed.parquet")
    url = database.engine.url.render_as_string(hide_password=False)
    arguments = [url, str(store.local), str(tmp_path / "changed.parquet")]
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments], check=False)
    assert done.returncode == 9
    assert live(database).sha256 == first.sha256
    assert store.local is not None
    assert len(list((store.local / ".unfinished").glob("*/data.parquet"))) == 1
    again = Store(store.local)
    assert list((store.local / ".unfinished").iterdir()) == []
    assert contents(again) == 1


def test_a_store_by_url_takes_the_same_import(
    database: Database, zones: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    store = Store(f"memory://{tmp_path.name}")
    original = tmp_path / "a.gpkg"
    original.write_bytes(b"x")
    read = ReadLayer(FeatureTable.of(zones), "code", CheckReport("a.gpkg"), {})
    result = import_layer(
        database, store, read, original=original, layer_id="zones", kind="sponge_zone"
    )
    assert store.files(result.sha256) == [DATA, RECORD, MANIFEST, "original.gpkg", *TILED]
    with store.open_tiles(result.sha256) as opened:
        assert opened.read(7) == b"PMTiles"


def test_a_gbk_shapefile_becomes_a_layer(
    database: Database,
    store: Store,
    zones: gpd.GeoDataFrame,
    zip_shapefile: Callable[..., Path],
) -> None:
    theirs = {"code": "分区编号", "name": "分区名称", "verdict": "达标情况"}
    words = {"met": "达标", "not_met": "未达标", "not_assessed": "未评估"}
    zones["verdict"] = zones["verdict"].map(words)
    frame = zones.drop(columns="capture_target").to_crs(4547)
    path = zip_shapefile(frame.rename(columns=theirs))
    steps: list[str] = []
    result = import_file(
        database,
        store,
        path,
        layer_id="zones",
        kind="sponge_zone",
        mapping=theirs,
        progress=lambda step, _done, _total: steps.append(step),
    )
    out = store.frame(result.sha256).set_index("code")
    assert out.loc["P1", "name"] == "示例分区1"
    assert out["verdict"].value_counts().to_dict() == dict.fromkeys(words, 3)
    shapes = (
        shapely.normalize(by_code.geometry.loc[zones["code"]].to_numpy())
        for by_code in (out, zones.set_index("code"))
    )
    assert shapely.equals_exact(*shapes, tolerance=1e-9).all()
    about = store.manifest(result.sha256)
    assert about["decisions"]["mapping"] == theirs
    assert about["original"]["name"] == "zones.zip"
    assert live(database).crs == "EPSG:4547"
    said = ["read", "content", "store", "live", "search", "tiles", "verify"]
    assert list(dict.fromkeys(steps)) == said


def test_a_file_that_is_refused_stores_nothing(
    database: Database, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "broken.geojson"
    path.write_text("not a file")
    with pytest.raises(EcoAtlasError):
        import_file(database, store, path, layer_id="zones", kind="sponge_zone")
    assert contents(store) == 0
    with pytest.raises(EcoAtlasError, match="unknown-layer"):
        live(database)


def test_a_bare_shapefile_keeps_its_neighbours_as_the_original(
    database: Database, store: Store, zones: gpd.GeoDataFrame, zip_shapefile: Callable[..., Path]
) -> None:
    folder = zip_shapefile(zones.drop(columns="capture_target")).with_name("zones-parts")
    mapping = {"code": "code"}
    result = import_file(
        database,
        store,
        folder / "zones.shp",
        layer_id="zones",
        kind="sponge_zone",
        mapping=mapping,
    )
    parts = [f"zones.{suffix}" for suffix in ("cpg", "dbf", "prj", "shp", "shx")]
    assert store.manifest(result.sha256)["original"]["parts"] == parts
    assert "original.zip" in store.files(result.sha256)
