"""What a hostile file of each format may hold; each ends in one refusal or in plain text.

The real reading process is tested in test_attacks.py; here its work is done in this process.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from layers.reading.files import check_file, read_layer
from layers.reading.limits import Limits
from layers.reading.report import CheckReport

pytestmark = pytest.mark.usefixtures("in_process")
Zipped = Callable[..., Path]
Pack = Callable[..., Path]
SCRIPT = "<script>alert(1)</script>"


def codes(report: CheckReport) -> set[str]:
    return {p.code for p in report.problems}


def spoil(path: Path, at: int, content: bytes) -> Path:
    raw = bytearray(path.read_bytes())
    raw[at : at + len(content)] = content
    path.write_bytes(raw)
    return path


# --- files that point to other files --------------------------------------------------------------

POINTERS = {
    "vrt": "<OGRVRTDataSource><OGRVRTLayer name='s'><SrcDataSource>{0}</SrcDataSource>"
    "</OGRVRTLayer></OGRVRTDataSource>",
    "gdalg": '{{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read {0}"}}',
    "raster": "<VRTDataset rasterXSize='1' rasterYSize='1'><VRTRasterBand><SimpleSource>"
    "<SourceFilename>{0}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>",
}


@pytest.mark.parametrize("pointer", POINTERS)
@pytest.mark.parametrize(
    "suffix",
    [
        ".shp",
        ".gpkg",
        ".geojson",
        ".json",
        ".parquet",
        ".geoparquet",
        ".fgb",
        ".kml",
        ".kmz",
        ".dxf",
        ".csv",
        ".tsv",
        ".xlsx",
        ".zip",
        ".vrt",
        ".gdbtable",
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_pointer_to_another_file_is_refused_under_every_name_of_every_format(
    tmp_path: Path, pack: Pack, pointer: str, suffix: str, packed: bool
) -> None:
    secret = tmp_path / "secret.geojson"
    secret.write_text('{"type":"Point","coordinates":[114.0,30.0]}')
    content = POINTERS[pointer].format(secret).encode()
    entries = {f"a{suffix}": content}
    if suffix == ".shp":
        entries["a.dbf"] = content
    if packed:
        path = pack(entries)
    else:
        for name, raw in entries.items():
            (tmp_path / name).write_bytes(raw)
        path = tmp_path / f"a{suffix}"
    report = check_file(path)
    assert not report.ok
    assert not report.layers
    assert "114" not in json.dumps(report.as_json())


# --- XML ------------------------------------------------------------------------------------------

XXE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)
MARK = "<Placemark><name>{0}</name><Point><coordinates>114,30</coordinates></Point></Placemark>"


@pytest.mark.parametrize("head", [XXE, LAUGHS])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_entities_in_kml_are_refused_before_they_are_parsed(
    tmp_path: Path, head: str, encoding: str
) -> None:
    path = tmp_path / "a.kml"
    path.write_bytes((head + f"<kml>{MARK.format('&x;')}</kml>").encode(encoding))
    report = check_file(path, encoding=encoding)
    assert not report.ok
    assert "root:" not in json.dumps(report.as_json())
    if encoding == "utf-8":
        assert "xml-doctype" in codes(report)


def test_entities_in_kmz_and_behind_a_comment_are_refused_too(pack: Pack) -> None:
    text = XXE.replace("<!DOCTYPE", "<!-- " + "x" * 100_000 + " --><!DOCTYPE")
    path = pack({"doc.kml": (text + f"<kml>{MARK}</kml>").encode()}, name="a.kmz")
    assert "xml-doctype" in codes(check_file(path))


def test_a_kml_nested_without_end_is_one_refusal(tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    path.write_text("<kml>" + "<Folder>" * 200_000)
    assert codes(check_file(path)) == {"damaged"}


def test_links_of_kml_lead_nowhere(tmp_path: Path) -> None:
    """pytest-socket would fail the test if anything were asked."""
    link = "<NetworkLink><Link><href>http://198.51.100.1/x.kml</href></Link></NetworkLink>"
    path = tmp_path / "a.kml"
    path.write_text(f"<kml><Document>{MARK.format('a')}{link}</Document></kml>")
    assert "kml-parts-not-read" in codes(check_file(path))


def test_the_metadata_beside_a_shapefile_is_never_opened(
    zones: gpd.GeoDataFrame, zipped: Zipped, pack: Pack
) -> None:
    with zipfile.ZipFile(zipped(zones)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries |= {"分区.shp.xml": (XXE + "<metadata>&x;</metadata>").encode()}
    layer = read_layer(pack(entries), kind="sponge_zone")
    assert len(layer.frame) == 3
    assert "root:" not in repr(layer.decisions)


def test_entities_in_a_workbook_are_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "a.xlsx")
    bad = tmp_path / "b.xlsx"
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(bad, "w") as new:
        for name in old.namelist():
            head = XXE.encode() if "sheet1" in name else b""
            new.writestr(name, head + old.read(name))
    assert codes(check_file(bad)) == {"xml-doctype"}


# --- SQL in GeoPackages ---------------------------------------------------------------------------


@pytest.fixture
def gpkg(zones: gpd.GeoDataFrame, tmp_path: Path) -> Callable[..., Path]:
    def write(*statements: str) -> Path:
        path = tmp_path / "z.gpkg"
        zones.to_file(path, layer="zones")
        connection = sqlite3.connect(path)
        for statement in statements:
            connection.executescript(statement)
        connection.commit()
        connection.close()
        return path

    return write


def test_a_trigger_never_fires(gpkg: Callable[..., Path]) -> None:
    path = gpkg("CREATE TRIGGER t AFTER UPDATE ON zones BEGIN DELETE FROM zones; END;")
    assert len(read_layer(path, kind="sponge_zone").frame) == 3


def test_a_view_among_the_layers_is_left_out_and_said(gpkg: Callable[..., Path]) -> None:
    path = gpkg(
        "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        " SELECT i AS fid, NULL AS geom FROM n;"
        "INSERT INTO gpkg_contents (table_name, data_type, srs_id)"
        " VALUES ('endless', 'features', 0);"
        "INSERT INTO gpkg_geometry_columns VALUES ('endless', 'geom', 'POINT', 0, 0, 0);"
    )
    report = check_file(path)
    assert [layer.name for layer in report.layers] == ["zones"]
    assert "views-left-out" in codes(report)


@pytest.mark.parametrize("table", ["gpkg_contents", "gpkg_geometry_columns", "gpkg_extensions"])
def test_a_view_in_the_place_of_a_listing_is_refused(gpkg: Callable[..., Path], table: str) -> None:
    path = gpkg(
        f"DROP TABLE IF EXISTS {table};"
        f"CREATE VIEW {table} AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        " SELECT * FROM n;"
    )
    assert codes(check_file(path)) == {"damaged"}


def test_a_virtual_table_is_no_layer(gpkg: Callable[..., Path]) -> None:
    path = gpkg(
        "CREATE VIRTUAL TABLE evil USING fts5(a);"
        "INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('evil', 'features', 0);"
        "INSERT INTO gpkg_geometry_columns VALUES ('evil', 'a', 'POINT', 0, 0, 0);"
    )
    report = check_file(path)
    assert [layer.name for layer in report.layers] == ["zones"]
    assert "views-left-out" in codes(report)


def test_a_schema_of_garbage_is_one_refusal(gpkg: Callable[..., Path]) -> None:
    path = gpkg(
        "PRAGMA writable_schema = ON;"
        "UPDATE sqlite_master SET sql = CAST(x'43524541544583ff' AS TEXT) WHERE name = 'zones';"
    )
    assert codes(check_file(path)) == {"damaged"}


# --- absurd counts --------------------------------------------------------------------------------


def test_a_dbf_that_states_billions_of_rows_is_bounded_by_its_size(
    zones: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    zones.to_file(tmp_path / "z.shp", encoding="GBK")
    spoil(tmp_path / "z.dbf", 4, struct.pack("<I", 0xFFFFFFFF))
    report = check_file(tmp_path / "z.shp", kind="sponge_zone")
    assert (
        codes(report) & {"dbf-truncated", "counts-differ", "damaged", "file-truncated"} or report.ok
    )


@pytest.mark.parametrize("at", [24, 32])
def test_a_shp_that_states_another_length_or_type_is_no_crash(
    zones: gpd.GeoDataFrame, tmp_path: Path, at: int
) -> None:
    zones.to_file(tmp_path / "z.shp", encoding="GBK")
    spoil(tmp_path / "z.shp", at, b"\x7f\xff\xff\xff")
    report = check_file(tmp_path / "z.shp", kind="sponge_zone")
    # The type stands in every record once more, and those count.
    assert report.ok == (at == 32)
    assert "reader-crashed" not in codes(report)


def test_a_polygon_that_states_billions_of_points_is_unreadable_and_named(
    zones: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    zones.to_file(tmp_path / "z.shp", encoding="GBK")
    # Record 1: 100 bytes of header, 8 of record header, type, box, number of parts, of points.
    spoil(tmp_path / "z.shp", 100 + 8 + 4 + 32, struct.pack("<II", 0x7FFFFFFF, 0x7FFFFFFF))
    report = check_file(tmp_path / "z.shp", kind="sponge_zone")
    assert not report.ok
    assert "reader-crashed" not in codes(report)


def test_a_flatgeobuf_with_an_absurd_header_is_refused(
    zones: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    zones.to_file(tmp_path / "z.fgb", driver="FlatGeobuf")
    raw = (tmp_path / "z.fgb").read_bytes()
    for size in (0, 5, 0x7FFFFFFF, 0xFFFFFFFF):
        (tmp_path / "z.fgb").write_bytes(raw[:8] + struct.pack("<I", size) + raw[12:])
        assert codes(check_file(tmp_path / "z.fgb")) == {"damaged"}


@pytest.mark.slow
def test_a_parquet_that_states_absurd_rows_is_refused(
    zones: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    """Runs of one value take no room: a small file can truly hold hundreds of millions."""
    zones.to_parquet(tmp_path / "a.parquet")
    schema = pq.read_schema(tmp_path / "a.parquet")
    empty = pa.nulls(30_000_000, pa.binary())
    columns = [empty if name == "geometry" else pa.nulls(30_000_000) for name in schema.names]
    fields = [
        pa.field(name, column.type) for name, column in zip(schema.names, columns, strict=True)
    ]
    table = pa.Table.from_arrays(columns, schema=pa.schema(fields, metadata=schema.metadata))
    pq.write_table(table, tmp_path / "b.parquet")
    assert (tmp_path / "b.parquet").stat().st_size < 1_000_000
    assert codes(check_file(tmp_path / "b.parquet")) == {"too-many-features"}


@pytest.mark.parametrize(
    "geo",
    [
        b"[]",
        b"{}",
        b'{"primary_column": 3}',
        b'{"primary_column": "geometry", "columns": []}',
        b'{"primary_column": "geometry", "columns": {"geometry": "WKB"}}',
        b'{"primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB", "crs": 7}}}',
        b'{"primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB",'
        b' "covering": {"bbox": {"xmin": []}}}}}',
        b"\xff\xfe",
    ],
)
def test_metadata_of_the_wrong_shape_is_a_refusal(
    zones: gpd.GeoDataFrame, tmp_path: Path, geo: bytes
) -> None:
    zones.to_parquet(tmp_path / "a.parquet")
    table = pq.read_table(tmp_path / "a.parquet").replace_schema_metadata({b"geo": geo})
    pq.write_table(table, tmp_path / "b.parquet")
    report = check_file(tmp_path / "b.parquet", kind="sponge_zone")
    assert not report.ok
    assert "reader-crashed" not in codes(report)


def test_text_that_is_no_utf8_in_a_parquet_is_a_refusal(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"name": ["abcd"]}, geometry=[shapely.Point(114, 30)], crs=4490)
    frame.to_parquet(tmp_path / "a.parquet", compression=None, use_dictionary=False)
    raw = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(raw.replace(b"abcd", b"ab\xff\xfe"))
    assert codes(check_file(tmp_path / "a.parquet")) == {"damaged"}


def test_a_workbook_that_states_a_billion_cells_is_refused_or_read_by_what_is_there(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["编号", "名称", "经度", "纬度"])
    sheet.append(["A", "甲", 114.1, 30.5])
    sheet["XFD1048576"] = 1
    book.save(tmp_path / "a.xlsx")
    report = check_file(tmp_path / "a.xlsx")
    assert not report.ok
    assert codes(report) & {"table-too-large", "damaged"}


def test_a_workbook_whose_parts_do_not_unpack_is_damaged(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "编号" * 500  # type: ignore[index]
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        at = next(i for i in archive.infolist() if "sheet1" in i.filename).header_offset
    assert codes(check_file(spoil(tmp_path / "a.xlsx", at + 70, b"\xff" * 30))) == {"damaged"}


def test_a_drawing_whose_blocks_multiply_is_refused(tmp_path: Path) -> None:
    blocks = "".join(
        f"0\nBLOCK\n2\nB{i}\n" + f"0\nINSERT\n2\nB{i + 1}\n70\n1000\n71\n1000\n" * 2 + "0\nENDBLK\n"
        for i in range(8)
    )
    text = (
        f"0\nSECTION\n2\nBLOCKS\n{blocks}0\nBLOCK\n2\nB8\n0\nLINE\n8\n0\n0\nENDBLK\n0\nENDSEC\n"
        "0\nSECTION\n2\nENTITIES\n0\nINSERT\n8\n0\n2\nB0\n0\nENDSEC\n0\nEOF\n"
    )
    (tmp_path / "a.dxf").write_text(text)
    assert codes(check_file(tmp_path / "a.dxf")) == {"drawing-too-deep"}


def test_a_drawing_with_zero_bytes_is_refused(tmp_path: Path) -> None:
    """GDAL never ends on a carriage return with zero bytes behind it."""
    text = b"0\nSECTION\n2\nENTITIES\n0\nLWP\r\0\0\0\0\0\0\0OLYLINE\n8\nA\n0\nENDSEC\n0\nEOF\n"
    (tmp_path / "a.dxf").write_bytes(text)
    assert codes(check_file(tmp_path / "a.dxf")) == {"damaged"}


# --- zips -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.kmz", "a.xlsx", "a.zip"])
def test_bombs_are_refused_in_whatever_is_a_zip(pack: Pack, name: str) -> None:
    inside = {"a.kmz": "doc.kml", "a.xlsx": "xl/workbook.xml", "a.zip": "a.geojson"}[name]
    path = pack({inside: b"<" + b" " * 40_000_000}, name=name)
    report = check_file(path, limits=Limits(unpacked_bytes=1_000_000))
    assert codes(report) & {"zip-ratio", "zip-too-large", "zip-bomb"} or not report.ok
    assert not report.layers


@pytest.mark.parametrize("name", ["a.kmz", "a.xlsx", "a.zip"])
def test_names_that_climb_out_are_refused_in_whatever_is_a_zip(pack: Pack, name: str) -> None:
    report = check_file(pack({"../../evil.kml": b"<kml/>", "doc.kml": b"<kml/>"}, name=name))
    assert not report.ok
    assert not report.layers


def test_links_in_a_folder_and_in_a_geodatabase_are_not_followed(
    zones: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.geojson"
    secret.write_text('{"type":"Point","coordinates":[114.0,30.0]}')
    place = tmp_path / "sent"
    place.mkdir()
    (place / "a.geojson").symlink_to(secret)
    assert codes(check_file(place)) == {"nothing-in-folder"}


# --- what features may hold -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "numbers",
    ["[NaN, 30]", "[114, Infinity]", "[1e400, 30]", "[null, 30]", '["114", "30"]', "[114]"],
)
def test_coordinates_that_are_no_numbers_are_refused_by_row(tmp_path: Path, numbers: str) -> None:
    text = (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"A"},'
        f'"geometry":{{"type":"Point","coordinates":{numbers}}}}}]}}'
    )
    (tmp_path / "a.geojson").write_text(text)
    report = check_file(tmp_path / "a.geojson", crs="EPSG:4490")
    assert not report.ok
    assert "reader-crashed" not in codes(report)


def test_nan_in_a_table_leaves_the_row_without_geometry(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("code,name,lon,lat\nA,a,nan,30\nB,b,114,inf\nC,c,114,30\n")
    report = check_file(tmp_path / "a.csv", kind="sewage_plant", crs="EPSG:4490")
    rows = {p.feature for p in report.problems if p.code == "empty-geometry"}
    assert rows == {1, 2}


def test_formulas_count_with_their_saved_result_and_are_never_computed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["编号", "名称", "经度", "纬度"])
    sheet.append(["A", '=HYPERLINK("http://198.51.100.1/","x")', 114.1, 30.5])
    sheet.append(["B", "=1+1", 114.2, 30.5])
    book.save(tmp_path / "a.xlsx")
    report = check_file(tmp_path / "a.xlsx", kind="sewage_plant", crs="EPSG:4490")
    assert "formulas-without-value" in codes(report)


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("code,name,lon,lat\nA,=cmd|'/c calc'!A1,114,30\n")
    layer = read_layer(tmp_path / "a.csv", kind="sewage_plant", crs="EPSG:4490")
    assert layer.frame["name"].tolist() == ["=cmd|'/c calc'!A1"]


@pytest.mark.parametrize("where", ["value", "field", "file"])
def test_script_is_text_wherever_it_stands(
    zones: gpd.GeoDataFrame, tmp_path: Path, where: str
) -> None:
    frame, name = zones, "z.gpkg"
    if where == "value":
        frame = zones.assign(备注=SCRIPT)
    elif where == "field":
        frame = zones.assign(**{SCRIPT: 1})
    else:
        name = "<img src=x onerror=alert(1)>.gpkg"
    frame.to_file(tmp_path / name, layer="zones")
    read = read_layer(tmp_path / name, kind="sponge_zone")
    assert len(read.frame) == 3
    if where == "value":
        assert read.frame["备注"].tolist() == [SCRIPT] * 3
    if where == "field":
        assert SCRIPT in read.frame.columns


def test_script_in_the_name_of_a_layer_is_text(tmp_path: Path) -> None:
    folder = f"<Folder><name>&lt;svg onload=alert(1)&gt;</name>{MARK.format('a')}</Folder>"
    (tmp_path / "a.kml").write_text(f"<kml>{folder}</kml>")
    assert check_file(tmp_path / "a.kml").layers[0].name == "<svg onload=alert(1)>"


def test_a_name_of_a_megabyte_does_not_come_back_in_a_message(tmp_path: Path) -> None:
    properties = json.dumps({"x" * 1_000_000: "y" * 1_000_000, "code": "A"})
    (tmp_path / "a.geojson").write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":'
        f'{properties},"geometry":{{"type":"Point","coordinates":[114,30]}}}}]}}'
    )
    report = check_file(tmp_path / "a.geojson", kind="sewage_plant")
    assert len(json.dumps(report.as_json())) < 50_000


@pytest.mark.slow
def test_whatever_stands_in_the_features_of_a_flatgeobuf_it_is_no_crash(tmp_path: Path) -> None:
    """Offsets that lead out of a feature end in Arrow's check of GDAL's buffers."""
    frame = gpd.GeoDataFrame(
        {"编号": ["A1", "A2"], "名称": ["甲", "乙"]},
        geometry=[shapely.box(114, 30, 114.01, 30.01)] * 2,
        crs=4490,
    )
    path = tmp_path / "z.fgb"
    frame.to_file(path, driver="FlatGeobuf")
    raw = path.read_bytes()
    for at in range(raw.index("名称".encode()) + 60, len(raw) - 8, 2):
        path.write_bytes(raw[:at] + b"\xfb\xff\xfb\xff\xff\xff\xf5\xff" + raw[at + 8 :])
        assert "reader-crashed" not in codes(check_file(path))
