"""The file of features: written a part at a time, it is what geopandas would write whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from geo.plane import shape_column
from layers.storage import arrow_parts, content
from layers.storage.content import canonical
from layers.storage.data_file import read_data, write_data
from layers.storage.feature_table import FeatureTable


@pytest.fixture
def mixed() -> gpd.GeoDataFrame:
    """Columns that are empty in the first rows, every kind of geometry, and none."""
    pair = shapely.MultiPolygon([shapely.box(114, 30, 114.1, 30.1), shapely.box(115, 30, 116, 31)])
    day = pd.Timestamp("2025-06-30").date()
    columns: dict[str, Any] = {
        "code": list("abcde"),
        "number": pd.array([1, None, 3, None, 5], dtype="Int64"),
        "text": [None, None, None, "水", None],
        "nothing": [None] * 5,
        "share": [1.5, np.nan, 2, 3, 4],
        "day": [None, None, None, None, day],
    }
    shapes = [shapely.Point(), None, shapely.Point(113, 29), pair, shapely.box(114, 30, 115, 31)]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=4490)


def test_parts_make_the_file_that_geopandas_writes(
    mixed: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = canonical(mixed, kind="other", key_field="code")
    whole.frame.to_parquet(
        tmp_path / "whole", index=False, write_covering_bbox=True, schema_version="1.1.0"
    )
    monkeypatch.setattr(arrow_parts, "ROWS_AT_ONCE", 2)
    write_data(whole, tmp_path / "parts")
    one, other = (pq.read_table(tmp_path / name) for name in ("whole", "parts"))
    assert one.equals(other)
    assert one.schema.equals(other.schema)
    assert pq.ParquetFile(tmp_path / "parts").num_row_groups == 3
    about, parts = (json.loads(table.schema.metadata[b"geo"]) for table in (one, other))
    assert about == parts
    for columns in (None, ["number", "code"]):
        wanted = None if columns is None else [*columns, "geometry"]
        read = gpd.read_parquet(tmp_path / "whole", columns=wanted)
        with (tmp_path / "parts").open("rb") as file:
            assert_geodataframe_equal(read_data(file, columns), read)
    found = gpd.read_parquet(tmp_path / "parts", bbox=(112, 28, 113.5, 29.5))
    assert list(found["code"]) == ["c"]


def test_what_is_known_of_one_table_is_said_of_tables_alike_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of each the schema to the byte as geopandas writes it, whether that was known or not."""
    asked: list[bool] = []
    usual = arrow_parts._as_geopandas
    monkeypatch.setattr(arrow_parts, "_KNOWN", {})
    monkeypatch.setattr(
        arrow_parts, "_as_geopandas", lambda one, bbox: asked.append(bbox) or usual(one, bbox)
    )
    names, numbers = ["水", None], pd.array([1, None], dtype="Int64")
    different: list[dict[str, Any]] = [{"code": names}, {"code": numbers}, {"name": names}, {}]
    here, there = shapely.Point(114, 30), shapely.box(115, 30, 116, 31)
    for shapes in ([here, there], [None, there], [there, here], [None, here]):
        for columns in different:
            frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=4490)
            for bbox in (True, False):
                found = arrow_parts.schema_of(FeatureTable.of(frame), bbox=bbox)
                assert found.serialize() == told_by_geopandas(frame, usual(frame[:1], bbox))
    # Each of the four with a place and without one, with boxes and without them.
    assert len(asked) == len(different) * 2 * 2


def told_by_geopandas(frame: gpd.GeoDataFrame, schema: pa.Schema) -> pa.Buffer:
    attributes = pa.Schema.from_pandas(frame.drop(columns="geometry"), preserve_index=False)
    placed = frame.geometry.dropna()
    told = arrow_parts._told(schema, attributes, set(placed.geom_type), placed.total_bounds)
    return told.serialize()


def test_the_hash_does_not_depend_on_how_much_is_looked_at_at_a_time(
    mixed: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = canonical(mixed, kind="other", key_field="code")
    assert "geometry" in mixed.columns
    monkeypatch.setattr(content, "SHAPES_A_TIME", 2)
    monkeypatch.setattr(shape_column, "PART_SHAPES", 2)
    for held in (shape_column.HELD_BYTES, 0):
        monkeypatch.setattr(shape_column, "HELD_BYTES", held)
        parts = canonical(FeatureTable.of(mixed), kind="other", key_field="code")
        assert whole.sha256 == parts.sha256
        assert whole.frame.equals(parts.frame)
    # As it was when versions were first named by it: a changed form would orphan them all.
    assert whole.sha256.startswith("115f638f4b3d")


def test_the_bytes_of_shapes_are_told_without_making_them() -> None:
    square, hole = shapely.box(0, 0, 3, 3), shapely.box(1, 1, 2, 2)
    high = shapely.force_3d(square, 5.0)
    several = shapely.MultiPolygon([square, shapely.box(4, 4, 5, 5)])
    more = [shapely.Point(1, 2), several, shapely.Polygon(), high, None]
    shapes = np.array([square, square.difference(hole), *more], dtype=object)
    told = [len(text or b"") for text in shapely.to_wkb(shapes)]
    assert content._wkb_lengths(shapes).tolist() == told
