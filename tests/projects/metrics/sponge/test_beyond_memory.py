"""The sponge share of a built-up area that is read by place has the bytes of one held whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from distributed import LocalCluster

from benchmarks.beyond_memory import assessed
from benchmarks.coverage_sets import BenchmarkSet
from geo.coverage import sharing
from geo.parting import second_method
from layers.storage import data_file
from layers.storage.by_place import ByPlace
from layers.storage.content import canonical as content_of
from layers.storage.store import Store
from layers.system.spreading import spread_over
from projects.metrics.declaration import Given
from projects.metrics.jurisdiction.cutting import cut_at, cut_rows
from projects.metrics.results import canonical, require_sum
from projects.metrics.sponge.parts import compute

SET = BenchmarkSet("sponge by place", 4, 3, 900, 115.0, 3)
PARTS = ("met_m2", "not_met_m2", "not_assessed_m2", "no_zone_m2")


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Given:
    """Everything by place: zones that overlap, ground in no zone, divisions; 30 groups of rows."""
    built = SET.cover().to_crs(4490)
    built["code"] = [f"B{at}" for at in np.random.default_rng(7).permutation(len(built))]
    built.loc[5, "geometry"] = None
    store = Store(tmp_path_factory.mktemp("store"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data_file, "ROWS_PER_GROUP", 30)
        sha256 = store.put(content_of(built, kind="built_up_area", key_field="code"))
    zones, divisions = assessed(SET.zones())
    return Given(
        frames={"zones": zones, "districts": divisions.iloc[:3]},
        sources={"built_up": ByPlace.of(store, sha256, "code")},
        layers={"zones": "zones"},
        hashes={"built_up": sha256},
        parameters={"cell_m": 10.0},
    )


@pytest.fixture(scope="module")
def whole(given: Given) -> gpd.GeoDataFrame:
    source: Any = given.sources["built_up"]
    return source.read(np.arange(len(source.weights)), source.bounds[None])


@pytest.fixture(scope="module", autouse=True)
def small_tasks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sharing, "TASK_BYTES", 50_000)
        patch.setattr(second_method, "WINDOW", 192)
        yield


@pytest.fixture(scope="module")
def by_place(given: Given) -> tuple[str, list[int]]:
    """The result as it is stored, and how many features were read each time."""
    read: list[int] = []

    def counted(self: ByPlace, pieces: Any, boxes: Any) -> gpd.GeoDataFrame:
        frame = real(self, pieces, boxes)
        read.append(len(frame))
        return frame

    real = ByPlace.read
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ByPlace, "read", counted)
        return stored(given), read


def stored(given: Given) -> str:
    """Figures and shapes as they are stored."""
    found = compute(given)
    shapes = [shapely.to_wkb(one, hex=True) for one in found.shapes["conflicts"]]
    return canonical({**found.figures, "shapes": shapes, "way": found.way})


def held(given: Given, frame: gpd.GeoDataFrame) -> Given:
    return replace(given, frames={**given.frames, "built_up": frame}, sources={}, spread=None)


@pytest.mark.slow
def test_the_bytes_are_those_of_a_built_up_area_in_memory_and_little_is_read_at_a_time(
    given: Given, whole: gpd.GeoDataFrame, by_place: tuple[str, list[int]]
) -> None:
    text, read = by_place
    assert text == stored(held(given, whole))
    assert len(read) > 8
    assert np.median(read) < len(whole) / 5
    figures = json.loads(text)
    total = figures["total"]
    assert all(total[part] > 0 for part in (*PARTS, "overlap_removed_m2", "built_up_overlap_m2"))
    require_sum("built-up", total["built_up_m2"], (total[part] for part in PARTS))
    assert len(figures["conflicts"]) > 3
    assert all(row["built_up_m2"] > 0 for row in figures["districts"])
    # cells of 10 m: four standard deviations of their raggedness
    assert total["second_share"] == pytest.approx(total["share"], abs=2e-3)
    assert figures["bounds"]["lower"] < figures["bounds"]["upper"] < 1


@pytest.mark.slow
def test_workers_of_a_scheduler_give_the_same_bytes(
    given: Given, by_place: tuple[str, list[int]]
) -> None:
    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None,
        host="127.0.0.1", protocol="tcp://",
    ) as cluster:  # fmt: skip
        spread = spread_over(cluster.scheduler_address)
        assert stored(replace(given, spread=spread)) == by_place[0]


@pytest.mark.slow
def test_cut_at_a_boundary_while_it_is_read_it_is_what_was_cut_as_a_whole(
    given: Given, whole: gpd.GeoDataFrame, by_place: tuple[str, list[int]]
) -> None:
    """Within a division half of everything: what is cut row by row, and how much of it is said."""
    west, south, east, north = whole.total_bounds
    slanted = shapely.Polygon([(west, south), (east, south), (west + (east - west) / 3, north)])
    ground = gpd.GeoDataFrame(geometry=[slanted], crs=4490)
    cut = cut_at(given.sources["built_up"], ground)
    rows = cut_rows(whole, ground)
    assert cut.share == pytest.approx(rows.there[rows.touched].sum() / rows.whole.sum())
    assert cut.left_out == len(cut.source) - len(rows.kept)
    assert 0 < len(rows.kept) < len(whole) - 100
    assert cut.source.bounds.tolist() == rows.kept.total_bounds.tolist()
    text = stored(replace(given, sources={"built_up": cut.source}))
    assert text == stored(held(given, rows.kept))
    assert text != by_place[0]
    beside = gpd.GeoDataFrame(geometry=[shapely.box(east + 1, south, east + 1.01, north)], crs=4490)
    nothing = cut_at(given.sources["built_up"], beside)
    assert (nothing.share, nothing.left_out) == (0.0, len(nothing.source))
    figures = json.loads(stored(replace(given, sources={"built_up": nothing.source})))
    assert (figures["total"]["built_up_m2"], figures["total"]["share"]) == (0.0, None)
