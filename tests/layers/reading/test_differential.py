"""Every feature and value as readers have it that share nothing with ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest

from benchmarks.differential import differences, same
from benchmarks.file_corpus import easyclimate_cases, geocase_cases
from layers.reading import read_layer

pytestmark = pytest.mark.filterwarnings("ignore")


def as_gpkg(zones: gpd.GeoDataFrame, folder: Path) -> Path:
    zones.to_file(folder / "a.gpkg", layer="zones")
    return folder / "a.gpkg"


def as_geojson(zones: gpd.GeoDataFrame, folder: Path) -> Path:
    zones.to_crs(4326).to_file(folder / "a.geojson", driver="GeoJSON")
    return folder / "a.geojson"


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


@pytest.mark.parametrize("write", [as_gpkg, as_geojson, as_csv, as_xlsx])
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
    ("own", "other", "alike"),
    [("a ", "a", True), (1, 1.0, True), (None, "", True), ("1", "2", False), (0, None, False)],
)
def test_what_counts_as_the_same(own: object, other: object, alike: bool) -> None:
    assert same(own, other) is alike


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
