"""One feature out of a content: plain values, and the size that the panel shows."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.measure.ellipsoid import area_m2, length_m
from layers.storage.content import canonical
from layers.storage.data_file import write_data
from layers.storage.feature import StoredFeature, read_features
from layers.storage.store import DATA, Store

SHAPES = {
    "area": shapely.box(114, 30, 114.1, 30.1),
    "line": shapely.LineString([(114, 30), (114.1, 30)]),
    "point": shapely.Point(114, 30),
}


def read_feature(
    store: Store, sha256: str, key: str, plane: int | None = None
) -> StoredFeature | None:
    return read_features(store, sha256, "code", [key], plane).get(key)


@pytest.fixture
def stored(tmp_path: Path) -> tuple[Store, str]:
    columns = {
        "code": list(SHAPES),
        "number": pd.array([7, None, 9], dtype="Int64"),
        "text": ["水", None, None],
        "flag": [True, False, True],
        "day": [pd.Timestamp("2025-06-30"), None, None],
    }
    frame = gpd.GeoDataFrame(columns, geometry=list(SHAPES.values()), crs=4490)
    content = canonical(frame, kind="other", key_field="code")
    store = Store(f"file://{tmp_path / 'store'}")
    with store.workspace() as folder:
        write_data(content, folder / DATA)
        store.adopt(content.sha256, folder, {"kind": "other", "key_field": "code"})
    return store, content.sha256


def test_values_are_plain_and_what_is_unknown_is_none(stored: tuple[Store, str]) -> None:
    store, sha256 = stored
    found = read_feature(store, sha256, "area")
    assert found is not None
    assert list(found.values) == ["code", "number", "text", "flag", "day"]
    assert {type(found.values[name]) for name in ("number", "flag")} <= {int, float, bool}
    assert found.values["number"] == 7
    assert found.values["flag"] is True
    assert str(found.values["day"])[:10] == "2025-06-30"
    other = read_feature(store, sha256, "line")
    assert other is not None
    assert [other.values[name] for name in ("number", "text", "day")] == [None, None, None]


def test_polygons_have_an_area_lines_a_length_and_points_neither(
    stored: tuple[Store, str],
) -> None:
    store, sha256 = stored
    shapes = gpd.GeoSeries(list(SHAPES.values()), crs=4490)
    for plane in (4546, 4547):  # that of the layer, wherever the feature lies
        area, length = area_m2(shapes, plane)[0], length_m(shapes, plane)[1]
        found = {key: read_feature(store, sha256, key, plane) for key in SHAPES}
        sizes = {key: (one.area_m2, one.length_m) for key, one in found.items() if one}
        assert sizes["area"] == (pytest.approx(area, rel=1e-14), None)
        assert sizes["line"] == (None, pytest.approx(length, rel=1e-14))
        assert sizes["point"] == (None, None)
    assert found["area"] is not None
    assert found["area"].bounds == (114, 30, 114.1, 30.1)


def test_a_key_that_is_not_there_is_nothing(stored: tuple[Store, str]) -> None:
    assert read_feature(*stored, "gone") is None
