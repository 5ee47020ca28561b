"""Tiles: everything at the top zoom, nothing lost without being counted, neighbours still touch."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import geopandas as gpd
import mapbox_vector_tile
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.errors import EcoAtlasError
from layers.storage.pmtiles_archive import StoredTile, header, stored_bytes, stored_tiles
from layers.tiles import building as tiles
from layers.tiles import merging
from layers.tiles import partitions as tile_partitions
from layers.tiles.building import MAX_ZOOM, TileReport, build_tiles, max_zoom, min_zoom

pytestmark = pytest.mark.slow

Decoded = dict[tuple[int, int, int], list[dict[str, Any]]]


def decode(path: Path) -> Decoded:
    """Every tile's features, by zoom, x, y; read by a program that is not ours."""
    found: Decoded = {}
    with path.open("rb") as file:
        for tile in stored_tiles(file):
            message = gzip.decompress(stored_bytes(file, tile))
            layer = mapbox_vector_tile.decode(message)["features"]
            assert layer["extent"] == 4096
            found[tile.zoom, tile.x, tile.y] = layer["features"]
    return found


def keys_by_zoom(decoded: Decoded) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for (zoom, *_), features in decoded.items():
        found.setdefault(zoom, set()).update(one["properties"]["key"] for one in features)
    return found


def build(frame: gpd.GeoDataFrame, out: Path, **options: Any) -> TileReport:
    properties = [name for name in frame.columns if name not in ("code", "geometry")]
    data = out.with_suffix(".parquet")
    frame.to_parquet(data, row_group_size=100)
    return build_tiles(data, out, key_field="code", properties=properties, **options)


def parcels(side: int, seed: int = 3) -> gpd.GeoDataFrame:
    """side² cells of about 100 m that share wriggling borders, node by node."""
    rng = np.random.default_rng(seed)
    steps, cell = 4, 0.001
    y, x = np.mgrid[0 : side * steps + 1, 0 : side * steps + 1] * (cell / steps)
    x, y = (axis + rng.normal(0, cell / 30, axis.shape) for axis in (x + 114.2, y + 30.4))
    walk = np.arange(steps)
    across = np.concatenate([walk, 0 * walk + steps, steps - walk, 0 * walk])
    up = np.concatenate([0 * walk, walk, 0 * walk + steps, steps - walk])
    row, column = np.divmod(np.arange(side * side), side)
    i, j = row[:, None] * steps + up, column[:, None] * steps + across
    cells = shapely.polygons(np.stack([x[i, j], y[i, j]], axis=-1))
    codes = [f"C{r}-{c}" for r, c in zip(row, column, strict=True)]
    return gpd.GeoDataFrame({"code": codes, "row": row, "column": column}, geometry=cells, crs=4490)


def test_every_feature_is_at_the_top_zoom_however_small(tmp_path: Path) -> None:
    shapes = [
        shapely.box(114.3, 30.5, 114.31, 30.51),
        shapely.box(114.35, 30.55, 114.35001, 30.55001),  # 1 m
        shapely.box(114.36, 30.55, 114.3600001, 30.5500001),  # 1 cm
        shapely.box(114.37, 30.55, 114.39, 30.5500001),  # 2 km by 1 cm
        shapely.LineString([(114.4, 30.5), (114.4000001, 30.5)]),  # 1 cm
        shapely.Point(114.41, 30.5),
    ]
    frame = gpd.GeoDataFrame({"code": list("abcdef")}, geometry=shapes, crs=4490)
    report = build(frame, tmp_path / "t.pmtiles")
    found = keys_by_zoom(decode(tmp_path / "t.pmtiles"))
    assert found[MAX_ZOOM] == set("abcdef")
    assert all(keys == set("abcdef") for keys in found.values())
    assert report.thinned == {}
    assert (report.features, report.min_zoom, report.max_zoom) == (6, 6, 14)


def test_neighbours_touch_at_every_zoom(tmp_path: Path) -> None:
    build(parcels(12), tmp_path / "t.pmtiles")
    pairs = dict.fromkeys(range(9, MAX_ZOOM + 1), 0)
    for (zoom, *_), features in decode(tmp_path / "t.pmtiles").items():
        cells = whole_cells(features)
        for (row, column), shape in cells.items():
            for neighbour in (cells.get((row + 1, column)), cells.get((row, column + 1))):
                if zoom in pairs and neighbour is not None:
                    pairs[zoom] += 1
                    assert shapely.distance(shape, neighbour) == 0
    assert min(pairs.values()) > 50


def whole_cells(features: list[dict[str, Any]]) -> dict[tuple[int, int], shapely.Geometry]:
    """Cells that the edge of the tile does not cut, by row and column."""
    inside = shapely.box(0, 0, 4096, 4096)
    shapes = {
        (one["properties"]["row"], one["properties"]["column"]): shapely.make_valid(
            shapely.geometry.shape(one["geometry"])
        )
        for one in features
    }
    return {place: shape for place, shape in shapes.items() if inside.contains_properly(shape)}


def test_attributes_keep_their_types_and_their_chinese(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {
            "code": ["a", "b"],
            "name": ["梁子湖（示例）", None],
            "number": pd.array([7, None], dtype="Int64"),
            "share": [0.25, np.nan],
            "built": [True, False],
        },
        geometry=[shapely.Point(114.3, 30.5), shapely.Point(114.3, 30.6)],
        crs=4490,
    )
    build(frame, tmp_path / "t.pmtiles")
    decoded = decode(tmp_path / "t.pmtiles")
    values = {
        one["properties"]["key"]: one["properties"]
        for features in decoded.values()
        for one in features
    }
    assert values["b"] == {"key": "b", "built": False}
    assert values["a"] == {
        "key": "a", "name": "梁子湖（示例）", "number": 7, "share": 0.25, "built": True,
    }  # fmt: skip
    assert {type(value) for value in values["a"].values()} == {str, int, float, bool}


def test_a_heavy_zoom_loses_its_smallest_features_and_says_how_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed: list[bytes] = []
    pack = merging.pack
    monkeypatch.setattr(merging, "pack", lambda message: packed.append(message) or pack(message))
    frame = parcels(40)
    frame["name"] = [f"地块{number}" for number in range(len(frame))]
    large = np.argsort(shapely.area(frame.geometry.to_numpy()))[-50:]
    report = build(frame, tmp_path / "t.pmtiles", largest_tile_bytes=20_000)
    found = keys_by_zoom(decode(tmp_path / "t.pmtiles"))
    missing = {zoom: len(frame) - len(keys) for zoom, keys in found.items()}
    assert missing[6] > 300
    assert report.thinned == {zoom: count for zoom, count in missing.items() if count}
    assert missing[MAX_ZOOM] == 0
    assert set(frame["code"].iloc[large]) <= found[6]
    with (tmp_path / "t.pmtiles").open("rb") as file:
        sizes = [tile.length for tile in stored_tiles(file) if tile.zoom < MAX_ZOOM]
    assert max(sizes) <= 20_000
    assert max(sizes) > 10_000, "thinned more than the limit asks for"
    assert len(packed) == len(set(packed)), "what was weighed is packed once more"


def test_a_feature_is_left_out_of_all_tiles_of_a_zoom_or_of_none(tmp_path: Path) -> None:
    frame = parcels(40)
    build(frame, tmp_path / "whole.pmtiles")
    build(frame, tmp_path / "thin.pmtiles", largest_tile_bytes=8_000)
    with (tmp_path / "thin.pmtiles").open("rb") as file:
        heaviest = max(tile.length for tile in stored_tiles(file) if tile.zoom < MAX_ZOOM)
    assert heaviest <= 8_000
    whole, thin = decode(tmp_path / "whole.pmtiles"), decode(tmp_path / "thin.pmtiles")
    kept = keys_by_zoom(thin)
    assert len(kept[10]) < len(frame)
    for place, features in whole.items():
        before = {one["properties"]["key"] for one in features}
        after = {one["properties"]["key"] for one in thin.get(place, [])}
        assert after == before & kept[place[0]]


def test_the_top_zoom_keeps_everything_whatever_it_weighs(tmp_path: Path) -> None:
    places = np.random.default_rng(1).uniform([114.3, 30.5], [114.302, 30.502], (3000, 2))
    frame = gpd.GeoDataFrame(
        {"code": [f"p{number}" for number in range(3000)]},
        geometry=shapely.points(places),
        crs=4490,
    )
    report = build(frame, tmp_path / "t.pmtiles", largest_tile_bytes=5_000)
    assert report.largest_tile_bytes > 5_000
    assert len(keys_by_zoom(decode(tmp_path / "t.pmtiles"))[MAX_ZOOM]) == 3000
    assert set(report.thinned) == set(range(6, MAX_ZOOM))


@pytest.mark.parametrize("weight", [40, 150])
def test_tiles_built_in_parts_are_those_of_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weight: int
) -> None:
    frame = parcels(12)
    frame.loc[len(frame)] = ["lake", 99, 99, shapely.box(114.18, 30.38, 114.26, 30.45)]
    build(frame, tmp_path / "one.pmtiles")
    monkeypatch.setattr(tile_partitions, "WEIGHT_AT_ONCE", weight)
    parts = building(monkeypatch)
    build(frame, tmp_path / "many.pmtiles")
    assert len(parts) > 250 / weight
    one, many = decode(tmp_path / "one.pmtiles"), decode(tmp_path / "many.pmtiles")
    assert one.keys() == many.keys()
    for place in one:
        assert by_key(one[place]) == by_key(many[place])


def test_features_that_lie_on_one_another_are_built_in_portions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    discs = shapely.buffer(shapely.points(np.full(40, 114.3), np.full(40, 30.5)), 0.02)
    frame = gpd.GeoDataFrame({"code": [f"d{n}" for n in range(40)]}, geometry=discs, crs=4490)
    frame["row"] = range(40)
    build(frame, tmp_path / "one.pmtiles")
    monkeypatch.setattr(tile_partitions, "WEIGHT_AT_ONCE", 30)
    parts = building(monkeypatch)
    build(frame, tmp_path / "many.pmtiles")
    assert 4 <= len(parts) < 40
    one, many = decode(tmp_path / "one.pmtiles"), decode(tmp_path / "many.pmtiles")
    assert one.keys() == many.keys()
    for place in one:
        assert by_key(one[place]) == by_key(many[place])


def building(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many features are drawn together each time."""
    given: list[int] = []
    real = tiles.outlined

    def watched(shapes: Any, rows: Any) -> Any:
        given.append(len(rows))
        return real(shapes, rows)

    monkeypatch.setattr(tiles, "outlined", watched)
    return given


def test_a_tile_of_very_many_features_is_thinned_before_it_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = parcels(40)
    build(frame, tmp_path / "one.pmtiles")
    monkeypatch.setattr(tile_partitions, "WEIGHT_AT_ONCE", 300)
    monkeypatch.setattr(tile_partitions, "MOST_DRAWN", 500)
    report = build(frame, tmp_path / "many.pmtiles")
    whole, thin = decode(tmp_path / "one.pmtiles"), decode(tmp_path / "many.pmtiles")
    kept = keys_by_zoom(thin)
    assert report.thinned == {z: 1600 - len(keys) for z, keys in kept.items() if len(keys) < 1600}
    assert len(kept[6]) == 500
    assert len(kept[MAX_ZOOM]) == 1600
    for place, features in whole.items():
        before = {one["properties"]["key"] for one in features}
        after = {one["properties"]["key"] for one in thin.get(place, [])}
        assert after == before & kept[place[0]]
    large = np.argsort(shapely.area(frame.geometry.to_numpy()))[-500:]
    assert kept[6] == set(frame["code"].iloc[large])


def by_key(features: list[dict[str, Any]]) -> list[tuple[str, Any, Any]]:
    return sorted(
        (one["properties"]["key"], one["properties"]["row"], one["geometry"]) for one in features
    )


def test_lines_and_multi_part_features_are_drawn(tmp_path: Path) -> None:
    lines = shapely.MultiLineString(
        [[(114.1, 30.5), (114.2, 30.6)], [(114.3, 30.5), (114.4, 30.5)]]
    )
    frame = gpd.GeoDataFrame({"code": ["a"]}, geometry=[lines], crs=4490)
    build(frame, tmp_path / "t.pmtiles")
    found = decode(tmp_path / "t.pmtiles")
    lowest = min(found)
    assert [one["geometry"]["type"] for one in found[lowest]] == ["MultiLineString"]


def test_features_without_a_place_are_not_drawn_and_not_missed(tmp_path: Path) -> None:
    shapes = [shapely.Point(114, 30), shapely.Point(), None]
    frame = gpd.GeoDataFrame({"code": list("abc")}, geometry=shapes, crs=4490)
    assert build(frame, tmp_path / "t.pmtiles").features == 1


def test_a_feature_that_cannot_be_drawn_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = tiles.outlined

    def forgetful(shapes: Any, rows: Any) -> Any:
        kept = np.flatnonzero(rows != 4)
        return real(shapes[kept], rows[kept])

    monkeypatch.setattr(tiles, "outlined", forgetful)
    with pytest.raises(EcoAtlasError, match="C1-1") as caught:
        build(parcels(3), tmp_path / "t.pmtiles")
    assert caught.value.code == "tiles-incomplete"


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    build(parcels(3), tmp_path / "t.pmtiles", progress=lambda *step: told.append(step))
    assert ("tiles", 9, 9) in told
    step, done, total = told[-1]
    assert (step, done) == ("verify", total)


@pytest.mark.parametrize(("width_deg", "zoom"), [(0.0, 6), (0.5, 6), (5.0, 4), (60.0, 0), (350, 0)])
def test_the_lowest_zoom_shows_the_layer_small_but_whole(width_deg: float, zoom: int) -> None:
    frame = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, width_deg, 0)], crs=4490)
    assert min_zoom(frame.bounds.to_numpy()) == zoom


def test_the_header_says_zooms_and_bounds(tmp_path: Path, zones: gpd.GeoDataFrame) -> None:
    build(zones, tmp_path / "t.pmtiles")
    with (tmp_path / "t.pmtiles").open("rb") as file:
        head = header(file)
        first: StoredTile = next(stored_tiles(file))
    assert (head["min_zoom"], head["max_zoom"]) == (6, 14)
    assert (head["min_lon_e7"], head["max_lat_e7"]) == (1142000000, 304300000)
    assert first.zoom == 6


def test_only_features_as_wide_as_a_country_end_at_a_lower_zoom(tmp_path: Path) -> None:
    assert max_zoom(parcels(20).bounds.to_numpy()) == MAX_ZOOM
    district = gpd.GeoDataFrame({"code": ["1"]}, geometry=[shapely.box(113, 30, 115, 31)], crs=4490)
    assert max_zoom(district.bounds.to_numpy()) == MAX_ZOOM
    shapes = [shapely.box(90 + i, 25, 92 + i, 27) for i in range(20)]
    country = gpd.GeoDataFrame(
        {"code": [str(i) for i in range(20)]}, geometry=shapes, crs="EPSG:4490"
    )
    assert max_zoom(country.bounds.to_numpy()) == 12
    # From corner to corner: as wide as a country, in a thousandth of its tiles.
    sliver = shapely.Polygon([(80, 20), (120, 50), (119.99, 50)])
    report = build(country.iloc[:1].set_geometry([sliver]), tmp_path / "t")
    assert report.max_zoom == 11
