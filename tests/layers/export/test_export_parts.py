"""Exports are written a part at a time: the same files as whole ones, and they can be stopped."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from geo.errors import EcoAtlasError
from layers.export.formats import shapefile_fit, workbook
from layers.export.registry import FORMATS
from layers.export.selection import Selection
from layers.export.writing import export
from layers.reading.files import ReadLayer
from layers.reading.report import CheckReport
from layers.storage import data_file
from layers.storage.store import Store
from layers.system.database import Database
from tests.imported import import_layer

Write = Callable[..., Path]
OF_FEATURES = [one.id for one in FORMATS.values() if one.write is not None]
Frame = gpd.GeoDataFrame


class StoppedError(Exception):
    """Somebody has cancelled the export."""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_file, "ROWS_PER_GROUP", 2)


@pytest.fixture
def varied() -> Frame:
    """Nine rows: columns that begin with nothing, multiple shapes late, one shape missing."""
    squares = [shapely.box(114 + k / 100, 30, 114.005 + k / 100, 30.005) for k in range(9)]
    pair = shapely.MultiPolygon([squares[7], shapely.box(115, 30, 115.1, 30.1)])
    columns: dict[str, Any] = {
        "code": [f"P{k}" for k in range(9)],
        "name": [None, None, "=1+1", "水", None, "甲", "乙", "丙", "丁"],
        "capture_target": [None, None, 0.5, 0.75, None, 0.8, 0.8, 0.8, 0.8],
        "assessed_on": [None, None, None, "2024-05-01", None, None, None, "1999-01-01", None],
        "year": pd.array([None, None, 2024, None, 1, 2, 3, 4, 5], dtype="Int64"),
        "large": [2**40 + k for k in range(9)],
        "checked": pd.array(
            [None, True, False, True, None, True, True, True, True], dtype="boolean"
        ),
        "since": [None] * 6 + [dt.date(2024, 5, 1)] * 3,
        "seen": pd.to_datetime(["2024-05-01T01:02:03"] * 9).tz_localize("Asia/Shanghai"),
        "很长的中文字段名称": ["长" * 100, *"一二三四五六七", "长" * 90],
    }
    return Frame(columns, geometry=[*squares[:3], None, *squares[4:7], pair, squares[8]], crs=4490)


@pytest.fixture
def write(database: Database, store: Store, tmp_path: Path) -> Write:
    """Import a frame as the layer `zones` and export it."""
    original = tmp_path / "a.gpkg"
    original.write_bytes(b"x")

    def do(frame: Frame, format: str, crs: int | None = None, **options: Any) -> Path:
        read = ReadLayer(frame.copy(), "code", CheckReport("a.gpkg"), {})
        import_layer(database, store, read, original=original, layer_id="zones", kind="sponge_zone")
        out = tmp_path / "out" / f"out.{'zip' if format == 'shp' else format}"
        return export(database, store, "zones", format, out, crs, **options).path

    return do


def whole(store: Store, sha256: str) -> Frame:
    """What the store holds, with the dates of the kind as dates."""
    frame = store.frame(sha256)
    texts = frame["assessed_on"].astype(object)
    return frame.assign(assessed_on=texts.map(dt.date.fromisoformat, na_action="ignore"))


@pytest.mark.slow
@pytest.mark.parametrize("crs", [4490, 4547])
@pytest.mark.parametrize("format", ["gpkg", "geojson", "shp", "parquet"])
def test_parts_make_the_file_that_geopandas_writes_whole(
    write: Write, store: Store, varied: Frame, tmp_path: Path, format: str, crs: int
) -> None:
    crs = 4326 if format == "geojson" else crs
    if format in ("gpkg", "shp"):
        # GDAL grumbles about times of a zone in these formats.
        varied["seen"] = varied["seen"].dt.tz_localize(None)
    path = write(varied, format, crs)
    (sha256,) = (one.parent.name for one in Path(store.root).glob("*/*/manifest.json"))
    frame = whole(store, sha256)
    frame = frame.set_crs(4326, allow_override=True) if crs == 4326 else frame.to_crs(crs)
    other = tmp_path / f"whole.{format}"
    if format == "parquet":
        frame.to_parquet(other, write_covering_bbox=True, schema_version="1.1.0")
        made, expected = gpd.read_parquet(path), gpd.read_parquet(other)
        made.attrs.clear()
    else:
        short = {name: f"c{number}" for number, name in enumerate(frame.columns[:-1])}
        long = frame.columns[-2]
        cut = {long: frame[long].str.slice(0, 84)} if format == "shp" else {}
        options = {"RFC7946": "YES", "COORDINATE_PRECISION": "9"} if format == "geojson" else {}
        frame.assign(**cut).rename(columns=short).to_file(
            other, use_arrow=True, encoding="UTF-8", layer_options=options
        )
        made, expected = gpd.read_file(path), gpd.read_file(other)
        made.columns = expected.columns
    assert_geodataframe_equal(made, expected)


@pytest.mark.parametrize("format", ["xlsx", "kml", "geojson"])
def test_a_file_does_not_show_how_many_features_are_written_at_a_time(
    write: Write, varied: Frame, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    def told(path: Path) -> Any:
        if format != "xlsx":
            return path.read_bytes()
        book = openpyxl.load_workbook(path)
        return [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]

    parts = told(write(varied, format))
    monkeypatch.setattr(data_file, "ROWS_PER_GROUP", 1000)
    assert told(write(varied, format)) == parts


def test_a_whole_number_too_long_for_kml_is_text_wherever_it_stands(
    write: Write, varied: Frame
) -> None:
    varied["grows"] = [1] * 8 + [2**31]
    text = write(varied, "kml").read_text("utf-8")
    assert '<SimpleField type="int" name="year">' in text
    assert '<SimpleField type="string" name="grows">' in text


def test_chosen_features_of_several_parts_keep_their_order_and_types(
    write: Write, varied: Frame
) -> None:
    chosen = Selection(["P8", "P0", "P1"], "x")
    made = gpd.read_parquet(write(varied, "parquet", chosen=chosen))
    assert sorted(made["code"]) == ["P0", "P1", "P8"]
    assert str(made["year"].dtype) == "Int64"
    # Of these none has a day: that does not make the column anything else.
    assert made["assessed_on"].isna().all()


@pytest.mark.slow
@pytest.mark.parametrize("format", OF_FEATURES)
def test_an_export_stops_between_two_parts_and_leaves_nothing(
    write: Write, varied: Frame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    def progress(step: str, done: int, total: int) -> None:
        if step == "write" and done >= 4:
            assert total == 9
            raise StoppedError

    beside = tmp_path / "scratch"
    beside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(beside))
    with pytest.raises(StoppedError):
        write(varied, format, progress=progress)
    assert list((tmp_path / "out").iterdir()) == []
    assert list(beside.iterdir()) == []
    assert write(varied, format).exists()


@pytest.mark.parametrize("format", OF_FEATURES)
def test_progress_says_how_many_features_are_written(
    write: Write, varied: Frame, format: str
) -> None:
    steps: list[tuple[int, int]] = []

    def progress(step: str, done: int, total: int) -> None:
        if step == "write":
            steps.append((done, total))

    write(varied, format, progress=progress)
    assert steps == [(0, 9), (2, 9), (4, 9), (6, 9), (8, 9), (9, 9)]


@pytest.mark.parametrize("part", [".dbf", ".shp"])
def test_a_shapefile_that_would_be_too_large_is_refused_before_it_is_written(
    write: Write, varied: Frame, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """Nine records of 136 bytes with a head of 100; a table of some 600 bytes a row."""
    with zipfile.ZipFile(write(varied, "shp")) as archive:
        sizes = {Path(info.filename).suffix: info.file_size for info in archive.infolist()}
    varied = varied[["code", "geometry"]] if part == ".shp" else varied
    monkeypatch.setattr(shapefile_fit, "LARGEST_PART", sizes[part] - 200)
    steps: list[str] = []
    with pytest.raises(EcoAtlasError) as caught:
        write(varied, "shp", progress=lambda step, _done, _total: steps.append(step))
    assert (caught.value.code, caught.value.problem.values["part"]) == ("shapefile-too-large", part)
    assert set(steps) == {"read"}


def test_more_rows_than_a_sheet_holds_are_refused_before_any_is_read(
    write: Write, varied: Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 8)
    steps: list[str] = []
    with pytest.raises(EcoAtlasError) as caught:
        write(varied, "xlsx", progress=lambda step, _done, _total: steps.append(step))
    assert caught.value.code == "too-many-rows"
    assert steps == []


def test_a_shape_out_of_reach_late_in_the_layer_ends_the_export(
    write: Write, varied: Frame, tmp_path: Path
) -> None:
    varied.loc[8, "geometry"] = shapely.Point(-156, 0)
    with pytest.raises(EcoAtlasError) as caught:
        write(varied, "gpkg", 4547)
    assert caught.value.code == "export-crs-out-of-reach"
    assert list((tmp_path / "out").iterdir()) == []


def test_features_without_a_place_have_no_extent_in_geoparquet(write: Write, varied: Frame) -> None:
    path = write(varied, "parquet", 4547, chosen=Selection(["P3"], "x"))
    assert gpd.read_parquet(path).geometry.isna().all()
    about = pq.read_schema(path).metadata[b"geo"]
    assert b"NaN" not in about
    assert "bbox" not in json.loads(about)["columns"]["geometry"]
