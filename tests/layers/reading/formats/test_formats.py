"""The same zones through every format; what a format cannot carry is said, nothing is made up."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely

from geo.errors import EcoAtlasError
from layers.reading.files import check_file, read_layer
from layers.reading.report import CheckReport

pytestmark = pytest.mark.usefixtures("in_process")

HEAD = ["编号", "名称", "是否达标"]
ROWS = [("HN-1", "纱帽", "达标"), ("HN-2", "东荆", "未达标"), ("CD-1", "蔡甸", "未评估")]


def codes(report: CheckReport) -> set[str]:
    return {p.code for p in report.problems}


# --- formats with geometry ------------------------------------------------------------------------


def as_kml(frame: gpd.GeoDataFrame) -> str:
    marks = []
    for row, shape in zip(ROWS, frame.to_crs(4326).geometry, strict=True):
        ring = " ".join(f"{x!r},{y!r},0" for x, y in shape.exterior.coords)
        marks.append(
            f"<Placemark><name>{row[1]}</name><ExtendedData>"
            f'<Data name="编号"><value>{row[0]}</value></Data>'
            f'<Data name="是否达标"><value>{row[2]}</value></Data></ExtendedData>'
            f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates>"
            "</LinearRing></outerBoundaryIs></Polygon></Placemark>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document>{''.join(marks)}</Document></kml>"
    )


def write_kml(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    (folder / "z.kml").write_text(as_kml(frame), "utf-8")
    return folder / "z.kml"


def write_kmz(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    with zipfile.ZipFile(folder / "z.kmz", "w") as archive:
        archive.writestr("doc.kml", as_kml(frame))
        archive.writestr("files/icon.png", b"\x89PNG")
    return folder / "z.kmz"


def write_parquet(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    frame.to_parquet(folder / "z.parquet")
    return folder / "z.parquet"


def write_flatgeobuf(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    # Without its index the file keeps the order of the rows.
    frame.to_file(folder / "z.fgb", driver="FlatGeobuf", SPATIAL_INDEX="NO")
    return folder / "z.fgb"


def write_gdb(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    frame.to_file(folder / "z.gdb", driver="OpenFileGDB", layer="zones")
    return folder / "z.gdb"


def write_zipped_gdb(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    place = write_gdb(frame, folder)
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        for part in place.iterdir():
            archive.write(part, f"来图/z.gdb/{part.name}")
    return folder / "z.zip"


def write_wkt(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    with (folder / "z.csv").open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*HEAD, "图形"])
        for row, shape in zip(ROWS, frame.geometry, strict=True):
            writer.writerow([*row, f"SRID=4526;{shapely.to_wkt(shape, rounding_precision=-1)}"])
    return folder / "z.csv"


@pytest.mark.parametrize(
    "write",
    [
        write_kml,
        write_kmz,
        write_parquet,
        write_flatgeobuf,
        write_gdb,
        write_zipped_gdb,
        write_wkt,
    ],
)
def test_the_same_zones_come_out_of_every_format(
    zones: gpd.GeoDataFrame, tmp_path: Path, write: Callable[[gpd.GeoDataFrame, Path], Path]
) -> None:
    layer = read_layer(
        write(zones, tmp_path), kind="sponge_zone", accept={"encoding-detected"}
    ).frame.sort_values("code", key=lambda codes: codes.map({r[0]: k for k, r in enumerate(ROWS)}))
    assert layer["code"].tolist() == [row[0] for row in ROWS]
    assert layer["name"].tolist() == [row[1] for row in ROWS]
    assert layer["verdict"].tolist() == ["met", "not_met", "not_assessed"]
    want = zones.to_crs(4490).geometry
    # A geodatabase keeps coordinates on a grid of a tenth of a millimetre.
    apart = shapely.hausdorff_distance(layer.geometry.array, want.array)
    assert (apart < 3e-9).all()


# --- points in tables -----------------------------------------------------------------------------

PLANTS = gpd.GeoDataFrame(
    {"编号": ["A", "B", "C"], "名称": ["甲厂", "乙厂", "丙厂"]},
    geometry=[
        shapely.Point(114.1, 30.5),
        shapely.Point(114.2, 30.55),
        shapely.Point(114.305, 30.6),
    ],
    crs=4490,
)


def dms(degrees: float) -> str:
    seconds = degrees * 3600
    return f"{int(seconds // 3600)}°{int(seconds % 3600 // 60)}′{seconds % 60:.4f}″"


def degrees_of(frame: gpd.GeoDataFrame) -> dict[str, list[Any]]:
    return {"经度": frame.geometry.x.tolist(), "纬度": frame.geometry.y.tolist()}


def sexagesimal(frame: gpd.GeoDataFrame) -> dict[str, list[Any]]:
    return {"东经": [dms(x) for x in frame.geometry.x], "北纬": [dms(y) for y in frame.geometry.y]}


def gauss_krueger(frame: gpd.GeoDataFrame) -> dict[str, list[Any]]:
    """Chinese surveying: X is the north, Y the east."""
    plane = frame.to_crs(4526).geometry
    return {"X坐标": plane.y.tolist(), "Y坐标": plane.x.tolist()}


def write_table(frame: gpd.GeoDataFrame, columns: dict[str, list[Any]], path: Path) -> Path:
    table = pd.DataFrame(frame.drop(columns="geometry")).assign(**columns)
    if path.suffix == ".xlsx":
        table.to_excel(path, index=False, startrow=1)
    else:
        table.to_csv(path, index=False, encoding="gb18030")
    return path


@pytest.mark.parametrize("name", ["p.csv", "p.xlsx"])
@pytest.mark.parametrize(
    ("columns", "crs"),
    [(degrees_of, "EPSG:4490"), (sexagesimal, "EPSG:4490"), (gauss_krueger, "EPSG:4526")],
)
def test_coordinates_in_columns_are_read_in_the_forms_of_offices(
    tmp_path: Path, name: str, columns: Callable[..., dict[str, list[Any]]], crs: str
) -> None:
    path = write_table(PLANTS, columns(PLANTS), tmp_path / name)
    refused = check_file(path, kind="sewage_plant")
    # A table never says its CRS, so a person does.
    assert "crs-missing" in codes(refused)
    candidates = [found.epsg for found in refused.layers[0].crs.candidates]
    assert int(crs.removeprefix("EPSG:")) in candidates
    layer = read_layer(path, kind="sewage_plant", crs=crs, accept={"encoding-detected"})
    assert layer.frame["name"].tolist() == ["甲厂", "乙厂", "丙厂"]
    apart = shapely.distance(layer.frame.geometry.array, PLANTS.geometry.array)
    assert (apart < 1e-8).all()
    assert "coordinates-read" in codes(layer.report)


def test_a_cell_that_is_no_coordinate_is_named_by_row_and_left_without_geometry(
    tmp_path: Path,
) -> None:
    columns = degrees_of(PLANTS) | {"经度": ["114.1", "约114度", "114.3"]}
    path = write_table(PLANTS, columns, tmp_path / "p.csv")
    report = check_file(path, kind="sewage_plant", crs="EPSG:4490", encoding="GB18030")
    told = [(p.code, p.feature) for p in report.problems if p.feature]
    assert ("coordinate-unreadable", 2) in told
    assert ("empty-geometry", 2) in told


def test_columns_without_any_coordinates_are_refused_with_their_names(tmp_path: Path) -> None:
    path = write_table(PLANTS, {"备注": ["a", "b", "c"]}, tmp_path / "p.csv")
    report = check_file(path, kind="sewage_plant", encoding="GB18030")
    (problem,) = [p for p in report.problems if p.code == "coordinates-not-found"]
    assert "备注" in problem.message.zh


def test_two_pairs_of_columns_are_a_question_and_not_a_guess(tmp_path: Path) -> None:
    columns = degrees_of(PLANTS) | gauss_krueger(PLANTS)
    path = write_table(PLANTS, columns, tmp_path / "p.xlsx")
    assert "coordinates-ambiguous" in codes(check_file(path, kind="sewage_plant"))
    told = {"east": "经度", "north": "纬度"}
    assert len(read_layer(path, kind="sewage_plant", mapping=told, crs="EPSG:4490").frame) == 3


def test_hidden_rows_wait_for_a_person(tmp_path: Path) -> None:
    path = write_table(PLANTS, degrees_of(PLANTS), tmp_path / "p.xlsx")
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[4].hidden = True  # type: ignore[union-attr]
    book.save(path)
    report = check_file(path, kind="sewage_plant", crs="EPSG:4490")
    assert [p.code for p in report.blocking] == ["hidden-rows"]


# --- drawings -------------------------------------------------------------------------------------


def dxf(*entities: str, head: str = "") -> str:
    return f"{head}0\nSECTION\n2\nENTITIES\n{''.join(entities)}0\nENDSEC\n0\nEOF\n"


def polyline(layer: str, west: float, closed: int = 1) -> str:
    corners = [(0, 0), (1000, 0), (1000, 1000), (0, 1000)]
    points = "".join(f"10\n{38_500_000 + west + x}\n20\n{3_380_000 + y}\n" for x, y in corners)
    return f"0\nLWPOLYLINE\n8\n{layer}\n90\n4\n70\n{closed}\n{points}"


def test_a_drawing_has_its_layers_and_closed_lines_wait_to_be_polygons(tmp_path: Path) -> None:
    path = tmp_path / "z.dxf"
    text = dxf(polyline("分区", 0), polyline("分区", 2000), polyline("道路", 5000, closed=0))
    path.write_text(text, "gb18030")
    several = check_file(path, encoding="GB18030")
    assert {layer.name for layer in several.layers} == {"分区", "道路"}
    assert "several-layers" in codes(several)
    how: dict[str, Any] = {"layer_name": "分区", "encoding": "GB18030", "crs": "EPSG:4526"}
    report = check_file(path, **how)
    assert report.layers[0].features == 2
    assert "closed-lines-as-polygons" in {p.code for p in report.blocking}
    confirmed = check_file(path, accept={"closed-lines-as-polygons"}, **how)
    assert confirmed.layers[0].geometry_types == ("Polygon",)
    assert confirmed.blocking == ()


@pytest.mark.parametrize(
    "head", ["", "0\nSECTION\n2\nHEADER\n9\n$DWGCODEPAGE\n3\nANSI_936\n0\nENDSEC\n"]
)
def test_names_of_layers_are_chinese_with_and_without_a_header(tmp_path: Path, head: str) -> None:
    path = tmp_path / "z.dxf"
    path.write_text(dxf(polyline("分区", 0), head=head), "gb18030")
    report = check_file(path, encoding=None if head else "GB18030")
    assert [layer.name for layer in report.layers] == ["分区"]


def test_what_a_drawing_holds_beside_geometry_is_counted_and_said(tmp_path: Path) -> None:
    lettering = "0\nTEXT\n8\nzones\n10\n38500000\n20\n3380000\n40\n5\n1\nA\n"
    path = tmp_path / "z.dxf"
    path.write_text(dxf(polyline("zones", 0), lettering))
    report = check_file(path, crs="EPSG:4526")
    assert report.layers[0].features == 1
    assert "drawing-parts-not-read" in codes(report)


# --- KML ------------------------------------------------------------------------------------------


def test_folders_are_layers_and_what_is_no_place_is_said(tmp_path: Path) -> None:
    mark = (
        "<Placemark><name>{}</name><Point><coordinates>114.1,30.5</coordinates></Point></Placemark>"
    )
    text = (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<Folder><name>厂</name>{mark.format('甲')}</Folder>"
        f"<Folder><name>站</name>{mark.format('乙')}</Folder>"
        "<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink>"
        "</Document></kml>"
    )
    path = tmp_path / "z.kml"
    path.write_text(text, "utf-8")
    report = check_file(path)
    assert [layer.name for layer in report.layers] == ["厂", "站"]
    assert {"several-layers", "kml-parts-not-read"} <= codes(report)


# --- GeoParquet -----------------------------------------------------------------------------------


def test_plain_parquet_is_refused_with_its_columns(tmp_path: Path) -> None:
    pd.DataFrame({"编号": ["A"], "经度": [114.0]}).to_parquet(tmp_path / "a.parquet")
    report = check_file(tmp_path / "a.parquet")
    (problem,) = report.problems
    assert problem.code == "parquet-without-geometry"
    assert "经度" in problem.message.zh


def test_lists_become_text_and_another_geometry_is_left_out_and_said(
    zones: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    more = zones.assign(标签=[["a"], ["b", "c"], []], 中心=zones.centroid.to_crs(4490))
    more.to_parquet(tmp_path / "a.parquet")
    layer = read_layer(tmp_path / "a.parquet", kind="sponge_zone")
    assert layer.frame["标签"].tolist() == ['["a"]', '["b", "c"]', "[]"]
    assert "中心" not in layer.frame.columns
    assert {"nested-as-text", "other-geometries-left-out"} <= codes(layer.report)


# --- formats that are not read --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.gml", b"<gml/>"),
        ("a.dwg", b"AC1027"),
        ("a.xls", b"\xd0\xcf\x11\xe0"),
        ("a.rar", b"Rar!"),
        ("a.7z", b"7z\xbc\xaf"),
        ("a.mdb", b"\x00\x01\x00\x00Standard Jet DB"),
        ("a.tab", b"!table"),
    ],
)
def test_formats_that_are_not_read_are_refused_with_a_way_out(
    tmp_path: Path, name: str, head: bytes
) -> None:
    (tmp_path / name).write_bytes(head)
    (problem,) = check_file(tmp_path / name).problems
    assert problem.code in ("format-not-read", "unknown-format", "raster-not-read")
    assert name in problem.message.zh
    assert problem.fix.zh
    with pytest.raises(EcoAtlasError):
        read_layer(tmp_path / name, kind="lake")
