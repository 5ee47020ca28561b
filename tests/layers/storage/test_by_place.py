"""Coverage on a version that is read by place gives the bytes of one that is in memory whole."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely

from benchmarks.coverage_sets import BenchmarkSet
from geo.coverage import sharing
from geo.coverage.share import CoverageResult, ZoneCoverage, coverage
from geo.coverage.sharing import Answer, Task
from geo.errors import EcoAtlasError
from layers.storage import data_file
from layers.storage.by_place import ByPlace
from layers.storage.content import canonical
from layers.storage.file_record import UNREADABLE, damaged
from layers.storage.store import Store
from layers.system import spreading
from layers.system.spreading import spread_over

SET = BenchmarkSet("by place", 4, 3, 3_000, 115.0, 10)


@pytest.fixture(scope="module")
def zones() -> gpd.GeoDataFrame:
    return SET.zones().to_crs(4490)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[gpd.GeoDataFrame, ByPlace]:
    """The frame as a metric loads it, and the same content by place: groups of 100 rows."""
    cover = SET.cover().to_crs(4490)
    cover["code"] = [f"F{at}" for at in np.random.default_rng(7).permutation(len(cover))]
    cover.loc[5, "geometry"] = None
    store = Store(tmp_path_factory.mktemp("store"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data_file, "ROWS_PER_GROUP", 100)
        sha256 = store.put(canonical(cover, kind="sponge_facility", key_field="code"))
    frame = store.frame(sha256, columns=["code"])
    return frame.sort_values("code", ignore_index=True), ByPlace.of(store, sha256, "code")


@pytest.fixture(scope="module")
def whole(
    zones: gpd.GeoDataFrame, stored: tuple[gpd.GeoDataFrame, ByPlace]
) -> tuple[CoverageResult, dict[str, ZoneCoverage]]:
    kept: dict[str, ZoneCoverage] = {}
    return coverage(zones, stored[0], cache=kept, cover_key="all"), kept


@pytest.fixture
def small_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "TASK_BYTES", 150_000)


@pytest.mark.slow
@pytest.mark.usefixtures("small_tasks")
def test_by_place_gives_the_same_bytes_and_keys_and_reads_little_at_a_time(
    zones: gpd.GeoDataFrame,
    stored: tuple[gpd.GeoDataFrame, ByPlace],
    whole: tuple[CoverageResult, dict[str, ZoneCoverage]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source, read = stored[1], []

    def counted(self: ByPlace, pieces: object, boxes: object) -> gpd.GeoDataFrame:
        frame = real(self, pieces, boxes)
        read.append(len(frame))
        return frame

    real = ByPlace.read
    monkeypatch.setattr(ByPlace, "read", counted)
    kept: dict[str, ZoneCoverage] = {}
    found = coverage(zones, source, cache=kept, cover_key="all")
    assert found == whole[0]
    assert kept == whole[1]
    assert len(source) == len(stored[0]) == 3_000
    assert len(source.weights) == 30
    assert len(read) > 4
    assert np.median(read) < 600
    before = len(read)
    assert coverage(zones, source, cache=kept, cover_key="all").computed_zones == 0
    assert len(read) == before


@pytest.mark.slow
@pytest.mark.usefixtures("small_tasks")
def test_tasks_answered_elsewhere_give_the_same_bytes(
    zones: gpd.GeoDataFrame,
    stored: tuple[gpd.GeoDataFrame, ByPlace],
    whole: tuple[CoverageResult, dict[str, ZoneCoverage]],
) -> None:
    def elsewhere(work: object, tasks: Iterable[Task]) -> Iterator[Answer]:
        for task in tasks:
            yield pickle.loads(pickle.dumps(work))(pickle.loads(pickle.dumps(task)))  # noqa: S301

    kept: dict[str, ZoneCoverage] = {}
    found = coverage(zones, stored[1], cache=kept, cover_key="all", spread=elsewhere)
    assert found == whole[0]
    assert kept == whole[1]


@pytest.mark.usefixtures("small_tasks")
def test_a_region_too_large_for_a_task_is_the_sum_of_its_squares(
    stored: tuple[gpd.GeoDataFrame, ByPlace], monkeypatch: pytest.MonkeyPatch
) -> None:
    ground = gpd.GeoDataFrame(geometry=[shapely.box(*stored[1].bounds)], crs=4490)
    expected = coverage(ground, stored[0])
    monkeypatch.setattr(sharing, "REGION_BYTES", 150_000)
    read: list[int] = []
    real = ByPlace.read
    monkeypatch.setattr(ByPlace, "read", lambda *asked: read.append(len(asked[1])) or real(*asked))
    found = coverage(ground, stored[1])
    assert max(read) < 20
    assert found.covered_m2 == pytest.approx(expected.covered_m2, rel=1e-12)
    assert found.overlap_removed_m2 == pytest.approx(expected.overlap_removed_m2, rel=1e-11)
    assert found.area_m2 == expected.area_m2


@pytest.mark.slow
@pytest.mark.usefixtures("small_tasks")
def test_workers_of_a_scheduler_give_the_same_bytes_and_refusals_cross(
    zones: gpd.GeoDataFrame,
    stored: tuple[gpd.GeoDataFrame, ByPlace],
    whole: tuple[CoverageResult, dict[str, ZoneCoverage]],
) -> None:
    from distributed import LocalCluster  # a quarter of a second for every worker that collects

    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None,
        host="127.0.0.1", protocol="tcp://",
    ) as cluster:  # fmt: skip
        spread = spread_over(cluster.scheduler_address)
        assert coverage(zones, stored[1], spread=spread) == whole[0]
        gone = replace(stored[1], path=f"{stored[1].path}.gone", features=1)
        with pytest.raises(FileNotFoundError):
            coverage(zones, gone, spread=spread)
        with pytest.raises(EcoAtlasError, match="content-damaged"):
            list(spread(_refused, [stored[1].sha256]))
    crossed = pickle.loads(pickle.dumps(damaged("ab", "data.parquet", UNREADABLE)))  # noqa: S301
    assert (crossed.code, crossed.status) == ("content-damaged", 500)
    assert "data.parquet" in crossed.message.en


def _refused(sha256: str) -> None:
    raise damaged(sha256, "data.parquet", UNREADABLE)


def test_a_scheduler_that_is_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "CONNECT_WITHIN", "100ms")
    with pytest.raises(EcoAtlasError) as refused:
        list(spread_over("tcp://127.0.0.1:1")(print, []))
    assert refused.value.code == "scheduler-unreachable"
    with pytest.raises(EcoAtlasError) as refused:
        list(spread_over("nonsense://")(print, []))
    assert refused.value.code == "scheduler-unreachable"
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(EcoAtlasError) as refused:
        list(spread_over("tcp://127.0.0.1:1")(print, []))
    assert refused.value.code == "driver-missing"
