"""The version store: what goes in comes out, once, whole, and whatever was interrupted is gone."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
import threading
import uuid
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

import layers.storage.store
from geo.errors import EcoAtlasError
from layers.storage.content import Content, canonical
from layers.storage.file_record import RECORD
from layers.storage.store import DATA, MANIFEST, Store
from layers.system.scratch import kept_folder

pytestmark = pytest.mark.slow


def content_of(frame: gpd.GeoDataFrame, kind: str = "sponge_zone") -> Content:
    return canonical(frame, kind=kind, key_field="code")


@pytest.fixture(params=["folder", "memory", "s3"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A folder, and file systems that are reached by URL only."""
    if request.param == "s3":
        return Store(request.getfixturevalue("object_store").url())
    return Store(tmp_path / "s" if request.param == "folder" else f"memory://{uuid.uuid4().hex}")


def test_what_is_put_comes_out(any_store: Store, zones: gpd.GeoDataFrame) -> None:
    content = content_of(zones)
    assert not any_store.has(content.sha256)
    sha256 = any_store.put(content, manifest={"来源": "示例"})
    out = any_store.frame(sha256)
    assert out.crs.to_epsg() == 4490
    by_code = out.set_index("code").loc[zones["code"]]
    assert by_code["name"].tolist() == zones["name"].tolist()
    assert shapely.equals(by_code.geometry.to_numpy(), zones.geometry.to_numpy()).all()
    assert any_store.manifest(sha256) == {"来源": "示例"}
    assert any_store.columns(sha256) == ["code", "name", "verdict", "capture_target"]


def test_other_files_are_kept_beside_the_data(
    any_store: Store, zones: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    tiles = tmp_path / "t"
    tiles.write_bytes(b"PMTiles-bytes")
    sha256 = any_store.put(content_of(zones), files={"tiles.pmtiles": tiles})
    assert any_store.files(sha256) == [DATA, RECORD, MANIFEST, "tiles.pmtiles"]
    with any_store.open_tiles(sha256) as opened:
        opened.seek(8)
        assert opened.read() == b"bytes"
    assert any_store.read(sha256, "tiles.pmtiles") == b"PMTiles-bytes"


def test_putting_the_same_content_again_changes_nothing(
    any_store: Store, zones: gpd.GeoDataFrame
) -> None:
    first = any_store.put(content_of(zones), manifest={"by": "first"})
    second = any_store.put(content_of(zones), manifest={"by": "second"})
    assert first == second
    assert any_store.manifest(first) == {"by": "first"}


def test_a_window_and_columns_read_only_that(any_store: Store, zones: gpd.GeoDataFrame) -> None:
    sha256 = any_store.put(content_of(zones))
    window = any_store.frame(sha256, bbox=(114.201, 30.401, 114.202, 30.402), columns=["name"])
    assert window["name"].tolist() == ["示例分区0"]
    assert list(window.columns) == ["name", "geometry"]


def test_features_are_found_by_key(any_store: Store, zones: gpd.GeoDataFrame) -> None:
    sha256 = any_store.put(content_of(zones))
    found = any_store.features(sha256, "code", ["P3", "P8", "absent"])
    assert sorted(found["code"]) == ["P3", "P8"]
    assert any_store.features(sha256, "code", []).empty


def test_a_content_that_is_not_there_is_refused_with_its_hash(any_store: Store) -> None:
    with pytest.raises(EcoAtlasError, match="ab" * 32) as caught:
        any_store.frame("ab" * 32)
    assert caught.value.code == "content-missing"


def test_row_order_ring_direction_and_single_part_multi_do_not_change_the_hash(
    zones: gpd.GeoDataFrame,
) -> None:
    other = zones.sample(frac=1, random_state=3)
    other.geometry = shapely.multipolygons(
        shapely.reverse(other.geometry.to_numpy()), indices=range(9)
    )
    other = other[["verdict", "geometry", "capture_target", "name", "code"]]
    assert content_of(other).sha256 == content_of(zones).sha256


@pytest.mark.parametrize("field", ["name", "verdict", "capture_target", "geometry", "kind"])
def test_any_change_changes_the_hash(zones: gpd.GeoDataFrame, field: str) -> None:
    before = content_of(zones).sha256
    if field == "kind":
        assert content_of(zones, kind="lake").sha256 != before
        return
    other = zones.copy()
    changed = {"capture_target": 0.81, "geometry": zones.geometry[0].buffer(1e-9)}
    other.loc[0, field] = changed.get(field, "改")
    assert content_of(other).sha256 != before


def test_text_moved_from_one_row_to_the_next_changes_the_hash(zones: gpd.GeoDataFrame) -> None:
    left, right = zones.copy(), zones.copy()
    left.loc[:1, "name"] = ["ab", "c"]
    right.loc[:1, "name"] = ["a", "bc"]
    assert content_of(left).sha256 != content_of(right).sha256


def test_the_direction_of_a_line_is_kept() -> None:
    line = gpd.GeoDataFrame(
        {"code": ["a"]}, geometry=[shapely.LineString([(2, 1), (1, 2)])], crs=4490
    )
    turned = line.copy()
    turned.geometry = line.geometry.reverse()
    assert content_of(line).sha256 != content_of(turned).sha256
    assert content_of(line).frame.geometry[0].coords[0] == (2, 1)


def test_types_survive_with_gaps_in_them(store: Store, zones: gpd.GeoDataFrame) -> None:
    zones["year"] = pd.array([2024, None] + [2023] * 7, dtype="Int64")
    zones["built"] = pd.array([True, None] + [False] * 7, dtype="boolean")
    zones["since"] = [dt.date(2024, 5, 1), None] + [dt.date(1999, 1, 1)] * 7
    zones["tags"] = [["a", "乙"], None] + [[]] * 7
    out = store.frame(store.put(content_of(zones))).set_index("code")
    assert out.loc["P0", ["year", "built", "since"]].tolist() == [2024, True, dt.date(2024, 5, 1)]
    assert out.loc["P1", ["year", "built", "since", "tags"]].isna().all()
    assert str(out["year"].dtype) == "Int64"
    assert out.loc["P0", "tags"] == '["a", "乙"]'


def test_a_column_that_geoparquet_needs_for_itself_is_renamed(
    store: Store, zones: gpd.GeoDataFrame
) -> None:
    zones["bbox"] = "theirs"
    sha256 = store.put(content_of(zones))
    assert store.columns(sha256)[-1] == "bbox_"
    assert len(store.frame(sha256, bbox=(114.205, 30.405, 114.215, 30.415))) == 4


def test_number_keys_become_text_without_a_decimal_point(zones: gpd.GeoDataFrame) -> None:
    zones["code"] = [float(number) for number in range(9)]
    assert sorted(content_of(zones).frame["code"]) == [str(number) for number in range(9)]


def test_neighbours_lie_near_each_other_in_the_file(zones: gpd.GeoDataFrame) -> None:
    far = gpd.GeoDataFrame(
        {"code": list("abcd")},
        geometry=gpd.points_from_xy([114.0, 116.0, 114.001, 116.001], [30, 32, 30.001, 32.001]),
        crs=4490,
    )
    order = "".join(content_of(far).frame["code"])
    assert order in ("acbd", "cabd", "acdb", "cadb", "bdac", "bdca", "dbac", "dbca")


def test_what_has_no_manifest_is_not_there_and_is_replaced(
    store: Store, zones: gpd.GeoDataFrame
) -> None:
    content = content_of(zones)
    half = store.local / content.sha256[:2] / content.sha256  # type: ignore[operator]
    half.mkdir(parents=True)
    (half / DATA).write_bytes(b"half")
    assert not store.has(content.sha256)
    store.put(content)
    assert len(store.frame(content.sha256)) == 9


def test_a_content_that_somebody_has_put_there_is_never_taken_away_again(
    store: Store, zones: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = content_of(zones)
    place = store.local / content.sha256[:2] / content.sha256  # type: ignore[operator]
    sync, remove, waiting = layers.storage.store._sync, shutil.rmtree, [None]

    def another_is_done_first() -> None:
        """Between our first look and our rename."""
        if waiting:
            waiting.clear()
            store.put(content, files={"first": Path(__file__)})

    def syncing(folder: Path) -> None:
        another_is_done_first()
        sync(folder)

    def removing(path: Path, **how: Any) -> None:
        if Path(path) == place:
            another_is_done_first()
        remove(path, **how)

    monkeypatch.setattr(layers.storage.store, "_sync", syncing)
    monkeypatch.setattr(shutil, "rmtree", removing)
    store.put(content)
    assert not waiting
    assert (place / "first").is_file()


KILLED = """
import os, sys
from layers.storage.store import Store
with Store(sys.argv[1]).workspace() as folder:
    (folder / "data.parquet").write_bytes(b"half")
    os._exit(9)
"""


def test_the_folder_of_a_killed_process_is_removed_at_the_next_start(tmp_path: Path) -> None:
    root = tmp_path / "store"
    done = subprocess.run([sys.executable, "-c", KILLED, str(root)], check=False)
    assert done.returncode == 9
    assert len(list((root / ".unfinished").glob("*/data.parquet"))) == 1
    Store(root)
    assert list((root / ".unfinished").iterdir()) == []


def test_the_folder_of_a_living_process_is_left_alone(tmp_path: Path) -> None:
    with kept_folder(tmp_path / "store" / ".unfinished") as folder:
        Store(tmp_path / "store")
        assert folder.is_dir()
    assert not folder.exists()


def test_several_writers_of_the_same_content_agree(store: Store, zones: gpd.GeoDataFrame) -> None:
    content = content_of(zones)
    failures: list[BaseException] = []

    def write() -> None:
        try:
            store.put(content)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(store.frame(content.sha256)) == 9
