"""Export: the same features in every format, with their origin; a shapefile can come back."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely

from geo.errors import EcoAtlasError
from layers.catalogue import Description
from layers.export.registry import FORMATS
from layers.export.selection import Selection
from layers.export.writing import Exported, export
from layers.reading.files import ReadLayer
from layers.reading.report import CheckReport
from layers.storage.feature_table import FeatureTable
from layers.storage.store import Store
from layers.system.database import Database
from tests.imported import import_file, import_layer

Write = Callable[..., Exported]


@pytest.fixture
def write(database: Database, store: Store, tmp_path: Path) -> Write:
    """Import a frame as the layer `zones` and export it."""
    original = tmp_path / "a.gpkg"
    original.write_bytes(b"x")

    def do(
        frame: gpd.GeoDataFrame, format: str, crs: int | None = None, **options: Any
    ) -> Exported:
        kind = options.pop("kind", "sponge_zone")
        read = ReadLayer(FeatureTable.of(frame), "code", CheckReport("a.gpkg"), {})
        said = Description("示例数据", dt.date(2025, 6, 30), "CC0", "restricted")
        import_layer(
            database, store, read, original=original, layer_id="zones", kind=kind, description=said
        )
        out = tmp_path / f"out.{'zip' if format == 'shp' else format}"
        return export(database, store, "zones", format, out, crs, **options)

    return do


@pytest.mark.parametrize("crs", [None, 4547])
@pytest.mark.parametrize("format", ["gpkg", "shp", "parquet"])
def test_every_format_holds_the_same_features(
    write: Write, zones: gpd.GeoDataFrame, format: str, crs: int | None
) -> None:
    path = write(zones, format, crs).path
    out = gpd.read_parquet(path) if format == "parquet" else gpd.read_file(path)
    assert out.crs.to_epsg() == (crs or 4490)
    out = out.to_crs(4490).set_index("code").loc[zones["code"]]
    assert out["name"].tolist() == zones["name"].tolist()
    shapes = (
        shapely.normalize(out.geometry.to_numpy()),
        shapely.normalize(zones.geometry.to_numpy()),
    )
    assert shapely.equals_exact(*shapes, tolerance=1e-9).all()


def test_geojson_is_longitude_and_latitude_only(write: Write, zones: gpd.GeoDataFrame) -> None:
    data = json.loads(write(zones, "geojson").path.read_text("utf-8"))
    assert "crs" not in data
    assert len(data["features"]) == 9
    assert json.loads(data["description"])["secrecy"] == "restricted"
    first = next(one for one in data["features"] if one["properties"]["code"] == "P0")
    ring = first["geometry"]["coordinates"][0]
    assert ring[0][0] == pytest.approx(114.2, abs=0.011)
    assert shapely.LinearRing(ring).is_ccw
    assert first["properties"]["capture_target"] == 0.8
    with pytest.raises(EcoAtlasError) as caught:
        write(zones, "geojson", 4547)
    assert caught.value.code == "degrees-only"


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
def test_an_exported_shapefile_is_imported_again_as_the_same_content(
    write: Write, database: Database, store: Store, zones: gpd.GeoDataFrame, encoding: str
) -> None:
    zones["assessed_on"] = "2024-12-31"
    exported = write(zones, "shp", encoding=encoding)
    with zipfile.ZipFile(exported.path) as archive:
        assert archive.read("zones.cpg") == encoding.encode()
        assert b"China_Geodetic_Coordinate_System_2000" in archive.read("zones.prj")
    again = import_file(database, store, exported.path, layer_id="again", kind="sponge_zone")
    assert again.sha256 == exported.version.sha256


def test_short_field_names_are_told_in_a_side_table(write: Write, zones: gpd.GeoDataFrame) -> None:
    zones["很长的中文字段名称"] = "值"
    zones["capture_target_comment"] = "x"
    exported = write(zones, "shp")
    assert [note.code for note in exported.notes] == ["fields-renamed"]
    with zipfile.ZipFile(exported.path) as archive:
        table = archive.read("字段对照.csv").decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(table))
    assert [title.split()[-1] for title in head][:3] == ["short_name", "name", "title_zh"]
    rows = {line[1]: line for line in lines}
    assert rows["很长的中文字段名称"][0] == "F01"
    assert rows["capture_target_comment"][0] == "F02"
    assert rows["verdict"][2]
    assert "met = 达标" in rows["verdict"][5]
    names = list(pyogrio.read_info(exported.path)["fields"])
    assert names == [line[0] for line in lines]
    assert all(len(name.encode()) <= 10 and name.isascii() for name in names)


def test_a_field_named_like_a_formula_is_text_in_the_side_table(
    write: Write, zones: gpd.GeoDataFrame
) -> None:
    zones["=HYPERLINK(1)"] = "值"
    with zipfile.ZipFile(write(zones, "shp").path) as archive:
        table = archive.read("字段对照.csv").decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(table)) for cell in line]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith("=")]


def test_some_features_are_written_with_how_they_were_chosen(
    write: Write, zones: gpd.GeoDataFrame
) -> None:
    chosen = Selection(["P3", "P1", "P99"], "name: 分区")
    made = gpd.read_parquet(write(zones, "parquet", chosen=chosen).path)
    assert sorted(made["code"]) == ["P1", "P3"]
    about = made.attrs["ecoatlas"]
    assert (about["selection"], about["features"]) == ("name: 分区", 2)
    with pytest.raises(EcoAtlasError, match="export-nothing-selected"):
        write(zones, "gpkg", chosen=Selection(["P99"], "x"))


def test_text_too_long_for_a_shapefile_is_cut_at_a_character_and_told(
    write: Write, zones: gpd.GeoDataFrame
) -> None:
    zones["name"] = ["长" * 100] + ["短"] * 8
    exported = write(zones, "shp")
    (note,) = [note for note in exported.notes if note.code == "export-text-cut"]
    assert note.values == {"field": "name", "count": 1}
    out = gpd.read_file(exported.path).set_index("code")
    assert out.loc["P0", "name"] == "长" * 84


def test_text_that_an_encoding_cannot_write_is_refused(
    write: Write, zones: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    zones.loc[2, "name"] = "𬭎"
    with pytest.raises(EcoAtlasError, match="𬭎") as caught:
        write(zones, "shp", encoding="GBK")
    assert caught.value.code == "not-encodable"
    assert not (tmp_path / "out.zip").exists()
    assert gpd.read_file(write(zones, "shp").path).set_index("code").loc["P2", "name"] == "𬭎"


@pytest.mark.slow
def test_lines_and_polygons_together_do_not_fit_a_shapefile(write: Write) -> None:
    frame = gpd.GeoDataFrame(
        {"code": ["a", "b"], "name": ["甲", "乙"]},
        geometry=[shapely.box(114, 30, 115, 31), shapely.LineString([(114, 30), (115, 31)])],
        crs=4490,
    )
    assert len(gpd.read_file(write(frame, "gpkg", kind="ecological_corridor").path)) == 2
    with pytest.raises(EcoAtlasError) as caught:
        write(frame, "shp", kind="ecological_corridor")
    assert caught.value.code == "mixed-geometry"


def test_types_survive_a_geopackage(write: Write, zones: gpd.GeoDataFrame) -> None:
    zones["year"] = pd.array([2024, None] + [2023] * 7, dtype="Int64")
    zones["assessed_on"] = ["2024-05-01", None] + ["1999-01-01"] * 7
    zones["since"] = [dt.date(2024, 5, 1), None] + [dt.date(1999, 1, 1)] * 7
    info = pyogrio.read_info(write(zones, "gpkg").path)
    types = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert types["year"] == "OFTInteger64"
    assert (types["since"], types["assessed_on"]) == ("OFTDate", "OFTDate")
    assert (types["capture_target"], types["name"]) == ("OFTReal", "OFTString")


def test_a_workbook_reads_like_a_table_of_the_office(write: Write, zones: gpd.GeoDataFrame) -> None:
    zones["capture_target"] = zones["capture_target"].fillna(0.5)
    book = openpyxl.load_workbook(write(zones, "xlsx").path)
    features, fields, about = book.worksheets
    head = [cell.value for cell in features[1]]
    rows = [dict(zip(head, row, strict=True)) for row in features.iter_rows(2, values_only=True)]
    assert len(rows) == 9
    verdicts = {row[head[0]]: row[head[2]] for row in rows}
    assert (verdicts["P0"], verdicts["P1"]) == ("达标", "未达标")
    assert rows[0][head[3]] in (0.5, 0.75, 0.8)
    assert [row[0] for row in fields.iter_rows(2, values_only=True)][:2] == ["code", "name"]
    said = dict(about.iter_rows(2, values_only=True))
    assert said["密级 Secrecy"] == "受限 / Restricted"
    assert said["来源 Source"] == "示例数据"


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1"])
def test_text_that_looks_like_a_formula_stays_text(
    write: Write, zones: gpd.GeoDataFrame, text: str
) -> None:
    zones["name"] = text
    sheet = openpyxl.load_workbook(write(zones, "xlsx").path).worksheets[0]
    cell = sheet["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_a_control_character_does_not_break_a_workbook(
    write: Write, zones: gpd.GeoDataFrame
) -> None:
    zones["name"] = "a\x0bb"
    sheet = openpyxl.load_workbook(write(zones, "xlsx").path).worksheets[0]
    assert sheet["B2"].value == "ab"


def test_every_file_says_what_it_is(write: Write, zones: gpd.GeoDataFrame) -> None:
    version = write(zones, "gpkg").version
    metadata = pyogrio.read_info(write(zones, "gpkg").path)["layer_metadata"]
    parquet = gpd.read_parquet(write(zones, "parquet").path).attrs["ecoatlas"]
    with zipfile.ZipFile(write(zones, "shp", encoding="gbk").path) as archive:
        readme = archive.read("说明.txt").decode("utf-8-sig")
    assert parquet["sha256"] == version.sha256
    assert (parquet["secrecy"], parquet["licence"]) == ("restricted", "CC0")
    assert parquet["date"] == "2025-06-30"
    read = dict(line.split(": ", 1) for line in readme.splitlines() if ": " in line)
    assert read["文字编码 Encoding"] == "GBK"
    for told in (metadata, read):
        assert told["密级 Secrecy"] == "受限 / Restricted"
        assert told["SHA-256"] == version.sha256
        assert told["来源 Source"] == "示例数据"
        assert told["数据日期 Data date"] == "2025-06-30"
        assert told["许可 Licence"] == "CC0"
        assert told["坐标系 CRS"].startswith("EPSG:4490 ")


@pytest.mark.parametrize(
    ("ref", "format", "crs", "code"),
    [
        ("zones", "dwg", None, "unknown-export-format"),
        ("zones", "gpkg", 999999, "unknown-export-crs"),
        ("zones@7", "gpkg", None, "unknown-version"),
        ("nothing", "gpkg", None, "unknown-layer"),
    ],
)
def test_what_cannot_be_exported_is_refused_and_leaves_no_file(
    write: Write,
    zones: gpd.GeoDataFrame,
    database: Database,
    store: Store,
    tmp_path: Path,
    ref: str,
    format: str,
    crs: int | None,
    code: str,
) -> None:
    write(zones, "gpkg")
    out = tmp_path / "refused" / "out.x"
    with pytest.raises(EcoAtlasError) as caught:
        export(database, store, ref, format, out, crs)
    assert caught.value.code == code
    assert not out.exists()


def test_formats_that_scripts_ask_for_stay() -> None:
    assert set(FORMATS) >= {"gpkg", "shp", "geojson", "parquet", "xlsx", "kml", "tif"}
