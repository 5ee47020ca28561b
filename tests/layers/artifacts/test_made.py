"""What becomes a job, and a comparison that is kept in a folder."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.words import Text
from layers.artifacts import is_large
from layers.artifacts.bound import COMPARISON
from layers.artifacts.stored_diff import TABLE, _packed, _unpacked, keep, load
from layers.catalogue import Description, VersionRef
from layers.storage.content import canonical
from layers.storage.store import Store
from layers.versions.diff import DiffQuery, as_json, diff, draw

NOW = dt.datetime(2025, 6, 30, tzinfo=dt.UTC)


class Sized:
    """A store of which only the size is asked."""

    def __init__(self, size: int) -> None:
        self._size = size

    def size(self, _sha256: str) -> int:
        return self._size


def version(features: int, number: int = 1, sha256: str = "0" * 64) -> VersionRef:
    return VersionRef(
        "zones", number, sha256, "sponge_zone", "code", Text("分区", "Zones"), features,
        (114.0, 30.0, 115.0, 31.0), "EPSG:4490", Description(), number == 2, NOW, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("features", "megabytes", "what", "large"),
    [
        (20_000, 0.75, "xlsx", False),
        (50_000, 1.8, "xlsx", True),
        (100_000, 3.7, "gpkg", False),
        (100_001, 3.7, "gpkg", True),
        (10_000, 2.1, "geojson", True),  # few, but of many vertices
        (10_000, 0.4, "geojson", False),
    ],
)
def test_rows_size_and_format_decide_what_becomes_a_job(
    features: int, megabytes: float, what: str, large: bool
) -> None:
    store = cast(Any, Sized(round(megabytes * 1e6)))
    assert is_large(store, [version(features)], what) is large


def test_of_two_versions_both_count_and_of_chosen_rows_only_those() -> None:
    store = cast(Any, Sized(1_200_000))
    one = version(30_000)
    assert not is_large(store, [one], COMPARISON)
    assert is_large(store, [one, version(30_000, 2)], COMPARISON)
    assert is_large(store, [version(90_000)], "xlsx")
    assert not is_large(store, [version(90_000)], "xlsx", features=500)


@pytest.mark.slow
def test_a_kept_comparison_is_the_one_that_was_made(store: Store, tmp_path: Path) -> None:
    """2500 changes over three groups of rows: page by page, filtered, drawn."""
    count = 2_500
    places = np.column_stack([np.linspace(114, 115, count), np.linspace(30, 31, count)])
    table = {
        "code": [f"P{k:04}" for k in range(count)],
        "name": [f"点{k}" for k in range(count)],
        "池容": [float(k) for k in range(count)],
    }
    before = gpd.GeoDataFrame(table, geometry=shapely.points(places), crs=4490)
    after = before.iloc[:-3].assign(池容=lambda frame: frame["池容"] + 0.5, 备注="新")
    refs = []
    for number, frame in ((1, before), (2, after)):
        content = canonical(frame, kind="monitoring_section", key_field="code")
        store.put(content)
        refs.append(replace(version(content.features, number, content.sha256)))
    found = diff(store, *refs)
    keep(found, tmp_path)
    kept = load(tmp_path, *refs)
    for offset in (0, 995, 2_400):
        assert as_json(kept, offset=offset, limit=100) == as_json(found, offset=offset, limit=100)
    query = DiffQuery("removed", "", "P24")
    assert as_json(kept, query) == as_json(found, query)
    rows = kept.rows(query)[:3]
    assert draw(kept.changes_at(rows)).as_dict() == draw(found.changes_at(rows)).as_dict()
    assert [change.before.wkt for change in kept.changes_at(np.array([2499, 0, 1500]))] == [
        change.before.wkt for change in found.changes_at(np.array([2499, 0, 1500]))
    ]
    assert kept.changes_at(np.array([], dtype=np.intp)) == []


def test_a_comparison_kept_by_an_earlier_release_has_its_area_changed(
    store: Store, tmp_path: Path
) -> None:
    """It was called a difference then."""
    refs = []
    for number, east in ((1, 114.02), (2, 114.01)):
        shape = shapely.box(114.0, 30.0, east, 30.01)
        frame = gpd.GeoDataFrame({"code": ["L"], "name": ["湖"]}, geometry=[shape], crs=4490)
        content = canonical(frame, kind="lake", key_field="code")
        store.put(content)
        refs.append(version(1, number, content.sha256))
    found = diff(store, *refs)
    keep(found, tmp_path)
    table = pd.read_parquet(tmp_path / TABLE)
    changed = {"changed_m2": "difference_m2"}
    table.drop(columns="difference_m2").rename(columns=changed).to_parquet(tmp_path / TABLE)
    assert as_json(load(tmp_path, *refs)) == as_json(found)
    assert found.changes()[0].measures["difference_m2"] < 0


@pytest.mark.parametrize(
    "value",
    [None, 3, 0.1, True, "甲", "{}", dt.date(2025, 6, 30), dt.datetime(2025, 6, 30, 8, 1)],
)
def test_values_keep_their_type(value: Any) -> None:
    again = _unpacked(_packed(value))
    assert (again, type(again)) == (value, type(value))
