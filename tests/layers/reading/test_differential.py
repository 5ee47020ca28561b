"""Every feature and value as readers have it that share nothing with ours."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pytest

from benchmarks.differential import READERS, by_sqlite, differences, same
from benchmarks.file_corpus import easyclimate_cases, geocase_cases
from benchmarks.independent_readers import Later, blob_box
from layers.reading.files import read_layer
from layers.reading.intake.staging import Source

pytestmark = pytest.mark.filterwarnings("ignore")


def as_gpkg(zones: gpd.GeoDataFrame, folder: Path) -> Path:
    zones.to_file(folder / "a.gpkg", layer="zones")
    return folder / "a.gpkg"


def as_geojson(zones: gpd.GeoDataFrame, folder: Path) -> Path:
    zones.to_crs(4326).to_file(folder / "a.geojson", driver="GeoJSON")
    return folder / "a.geojson"


def as_kml(zones: gpd.GeoDataFrame, folder: Path) -> Path:
    marks = "".join(
        f"<Placemark><name>{row.名称}</name><ExtendedData><Data name='编号'>"
        f"<value>{row.编号}</value></Data></ExtendedData><Point><coordinates>114.{at},30.5</coordinates></Point></Placemark>"
        for at, row in enumerate(zones.itertuples(), 1)
    )
    (folder / "a.kml").write_text(f"<kml><Document>{marks}</Document></kml>", "utf-8")
    return folder / "a.kml"


def as_parquet(zones: gpd.GeoDataFrame, folder: Path) -> Path:
    zones.to_parquet(folder / "a.parquet")
    return folder / "a.parquet"


def as_flatgeobuf(zones: gpd.GeoDataFrame, folder: Path) -> Path:
    zones.to_file(folder / "a.fgb", driver="FlatGeobuf")
    return folder / "a.fgb"


def as_geodatabase(zones: gpd.GeoDataFrame, folder: Path) -> Path:
    zones.to_file(folder / "a.gdb", driver="OpenFileGDB", layer="zones")
    return folder / "a.gdb"


def as_csv(zones: gpd.GeoDataFrame, folder: Path) -> Path:
    places = zones.to_crs(4490).geometry.centroid
    table = zones.drop(columns="geometry").assign(经度=places.x, 纬度=places.y)
    table.to_csv(folder / "a.csv", index=False)
    return folder / "a.csv"


def as_xlsx(zones: gpd.GeoDataFrame, folder: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["编号", "名称", "经度", "纬度"])
    for at, row in enumerate(zones.itertuples()):
        book.active.append([row.编号, row.名称, 114.1 + at / 100, 30.5])
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


@pytest.mark.parametrize(
    "write",
    [as_gpkg, as_geojson, as_csv, as_xlsx, as_kml, as_parquet, as_flatgeobuf, as_geodatabase],
)
def test_files_of_every_format_are_read_as_another_reader_has_them(
    zones: gpd.GeoDataFrame, tmp_path: Path, write: Callable[[gpd.GeoDataFrame, Path], Path]
) -> None:
    assert list(differences(write(zones, tmp_path))) == []


def test_shapefiles_are_read_as_pyshp_has_them(
    zones: gpd.GeoDataFrame, zipped: Callable[..., Path]
) -> None:
    assert list(differences(zipped(zones))) == []


def test_a_difference_is_found(
    zones: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = as_geojson(zones, tmp_path)
    read = json.loads

    def other(text: str) -> object:
        found = read(text)
        if "features" in found:
            found["features"][1]["properties"]["名称"] = "别处"
        return found

    monkeypatch.setattr("benchmarks.differential.json.loads", other)
    (found,) = differences(path)
    assert "名称, row 2: '东荆', '别处' by the other reader" in found


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"types": {"名称": "integer"}}, "名称 is text, integer by the other reader"),
        ({"extent": (0.0, 0.0, 1.0, 1.0)}, "extent"),
        ({"missing": 1}, "0 without geometry, 1 by the other reader"),
    ],
)
def test_a_difference_in_types_extent_or_nulls_is_found(
    wrong: dict[str, Any],
    said: str,
    zones: gpd.GeoDataFrame,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def other(source: Source, layer: str) -> Later:
        read = by_sqlite(source, layer)
        return lambda encoding: replace(plain, **wrong) if (plain := read(encoding)) else None

    monkeypatch.setitem(READERS, "gpkg", other)
    (found,) = differences(as_gpkg(zones, tmp_path))
    assert said in found


def test_the_box_of_a_geometry_is_read_from_the_header_of_its_blob(
    zones: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    zones.loc[1, "geometry"] = None
    with closing(sqlite3.connect(as_gpkg(zones, tmp_path))) as base:
        blobs = [blob for (blob,) in base.execute("SELECT geom FROM zones")]
    assert blob_box(blobs[0]) == pytest.approx(zones.geometry.iloc[0].bounds)
    assert blob_box(blobs[1]) is None


@pytest.mark.parametrize(
    ("own", "other", "alike"),
    [("a ", "a", True), (1, 1.0, True), (None, "", True), ("1", "2", False), (0, None, False)],
)
def test_what_counts_as_the_same(own: object, other: object, alike: bool) -> None:
    assert same(own, other) is alike


@pytest.mark.slow
def test_the_installed_corpora_are_read_as_other_readers_have_them(tmp_path: Path) -> None:
    cases = [*geocase_cases(), *easyclimate_cases(tmp_path)]
    if not cases:
        pytest.skip("geocase is not installed")
    found = [f"{case.path.name}: {said}" for case in cases for said in differences(case.path)]
    assert found == []


def test_moments_in_several_time_zones_keep_the_day_that_is_written(
    tmp_path: Path, in_process: None
) -> None:
    written = ["2024-01-01T00:30:00+08:00", "2024-01-01T09:30:00Z"]
    features = [
        {
            "type": "Feature",
            "properties": {"code": f"A{at}", "name": "a", "seen": moment},
            "geometry": {"type": "Point", "coordinates": [114.1, 30.5 + at / 100]},
        }
        for at, moment in enumerate(written)
    ]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    assert read_layer(path, kind="sewage_plant").frame["seen"].tolist() == written
