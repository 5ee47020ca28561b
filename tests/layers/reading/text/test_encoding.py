"""The encoding decision, on tables written byte by byte."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.errors import EcoAtlasError
from layers.reading.files import check_file, read_layer
from layers.reading.report import CheckReport
from layers.reading.text.dbf import BadTable, decode_cut, open_table
from layers.reading.text.dbf_encoding import canonical_name

pytestmark = pytest.mark.usefixtures("in_process")


def dbf(
    columns: list[bytes], rows: list[list[bytes]], *, width: int = 10, language: int = 0
) -> bytes:
    """A dBASE III table of text columns, all of one width."""
    header = 32 + 32 * len(columns) + 1
    record = 1 + width * len(columns)
    head = struct.pack("<BBBBLHH", 3, 125, 6, 1, len(rows), header, record).ljust(32, b"\x00")
    head = head[:29] + bytes([language]) + head[30:]
    for name in columns:
        head += name.ljust(11, b"\x00") + b"C" + bytes(4) + bytes([width]) + bytes(15)
    body = b"".join(b" " + b"".join(v.ljust(width) for v in row) for row in rows)
    return head + b"\r" + body + b"\x1a"


@pytest.fixture
def table(zipped: Callable[..., Path]) -> Callable[..., Path]:
    """A zipped shapefile with the table given, in CGCS2000 degrees."""

    def write(content: bytes, rows: int = 1, *, cpg: str | None = None) -> Path:
        shapes = [shapely.box(114 + i, 30, 114.1 + i, 30.1) for i in range(rows)]
        frame = gpd.GeoDataFrame({"a": range(rows)}, geometry=shapes, crs=4490)
        replace = {".dbf": content} | ({".cpg": cpg.encode()} if cpg else {})
        return zipped(frame, replace=replace, without=() if cpg else [".cpg"])

    return write


def encoding(report: CheckReport) -> tuple[str | None, str | None, str | None]:
    found = report.layers[0].encoding
    return found.declared, found.detected, found.used


def codes(report: CheckReport) -> list[str]:
    return [p.code for p in report.problems]


GBK_ROW = [[b"HN-1", "汉南区".encode("gbk")]]
UTF8_ROW = [[b"HN-1", "汉南区".encode()]]
NAMES = [b"code", b"name"]


def test_plain_ascii_needs_no_decision(table: Callable[..., Path]) -> None:
    report = check_file(table(dbf(NAMES, [[b"A", b"Hannan"]])))
    assert encoding(report) == (None, "ASCII", "UTF-8")
    assert codes(report) == []


def test_gbk_without_declaration_is_shown_and_wants_confirmation(
    table: Callable[..., Path],
) -> None:
    path = table(dbf(NAMES, GBK_ROW))
    report = check_file(path, kind="lake")
    assert encoding(report) == (None, "GB18030", "GB18030")
    assert report.layers[0].encoding.sample == ("汉南区",)
    assert report.ok
    assert codes(report) == ["encoding-detected"]
    assert "汉南区" in report.problems[0].message.en
    with pytest.raises(EcoAtlasError, match="encoding-detected"):
        read_layer(path, kind="lake")
    for how in ({"encoding": "GB18030"}, {"encoding": "gbk"}, {"accept": ["encoding-detected"]}):
        assert read_layer(path, kind="lake", **how).frame["name"].tolist() == ["汉南区"]


@pytest.mark.parametrize("cpg", ["GBK", "cp936", "936", "GB2312", "GB18030", "ANSI 936", "gbk\r\n"])
def test_gbk_as_declared_is_read_silently(table: Callable[..., Path], cpg: str) -> None:
    report = check_file(table(dbf(NAMES, GBK_ROW), cpg=cpg))
    assert report.layers[0].encoding.used == "GB18030"
    assert codes(report) == []


def test_the_language_byte_counts_as_a_declaration(table: Callable[..., Path]) -> None:
    report = check_file(table(dbf(NAMES, GBK_ROW, language=0x4D)))
    assert encoding(report) == ("GBK", "GB18030", "GB18030")
    assert codes(report) == []


def test_utf8_without_declaration_is_taken_and_said(table: Callable[..., Path]) -> None:
    report = check_file(table(dbf(NAMES, UTF8_ROW)))
    assert encoding(report) == (None, "UTF-8", "UTF-8")
    assert codes(report) == ["encoding-utf8-found"]


@pytest.mark.parametrize(
    ("row", "cpg", "detected"),
    [(GBK_ROW, "UTF-8", "GB18030"), (UTF8_ROW, "GBK", "UTF-8"), (GBK_ROW, "ISO-8859-1", "GB18030")],
)
def test_a_cpg_that_lies_is_a_conflict_that_a_person_decides(
    table: Callable[..., Path], row: list[list[bytes]], cpg: str, detected: str
) -> None:
    path = table(dbf(NAMES, row), cpg=cpg)
    report = check_file(path, kind="lake")
    assert codes(report) == ["encoding-conflict"]
    assert encoding(report) == (cpg, detected, None)
    assert "汉南区" in report.problems[0].message.zh
    assert detected in report.problems[0].fix.zh
    with pytest.raises(EcoAtlasError, match="encoding-conflict"):
        read_layer(path, kind="lake", accept=["encoding-conflict"])
    assert read_layer(path, kind="lake", encoding=detected).frame["name"].tolist() == ["汉南区"]


def test_a_language_byte_that_lies_is_a_conflict_too(table: Callable[..., Path]) -> None:
    assert codes(check_file(table(dbf(NAMES, UTF8_ROW, language=0x4D)))) == ["encoding-conflict"]


def test_a_word_valid_in_both_is_not_guessed(table: Callable[..., Path]) -> None:
    """水路 in GBK is valid UTF-8 too, and reads as two marks there."""
    content = dbf(NAMES, [[b"A", "水路".encode("gbk")]])
    report = check_file(table(content))
    assert codes(report) == ["encoding-ambiguous"]
    assert "水路" in report.problems[0].message.zh
    declared = check_file(table(content, cpg="GBK"))
    assert declared.ok
    assert declared.layers[0].encoding.sample == ("水路",)


def test_bytes_valid_in_neither_are_refused_with_the_place(table: Callable[..., Path]) -> None:
    report = check_file(table(dbf(NAMES, [[b"A", b"ok"], [b"B", b"\xff\xfe\xff"]]), rows=2))
    assert codes(report) == ["encoding-unreadable"]
    assert "'name', row 2" in report.problems[0].message.en


def test_another_declared_encoding_wants_confirmation(table: Callable[..., Path]) -> None:
    content = dbf(NAMES, [[b"A", "Hněvoš".encode("cp1250")]])
    report = check_file(table(content, cpg="ANSI 1250"))
    assert codes(report) == ["encoding-unverified"]
    assert "Hněvoš" in report.problems[0].message.en
    with pytest.raises(EcoAtlasError, match="encoding-unverified"):
        read_layer(table(content, cpg="1250"), kind="lake")


def test_an_encoding_that_does_not_fit_or_exist_is_refused(table: Callable[..., Path]) -> None:
    path = table(dbf(NAMES, GBK_ROW))
    assert codes(check_file(path, encoding="UTF-8")) == ["encoding-unreadable"]
    assert codes(check_file(path, encoding="klingon")) == ["encoding-unknown"]
    assert codes(check_file(path, encoding="utf-16")) == ["encoding-unknown"]


def test_a_cpg_that_is_a_web_page_is_ignored_and_said(table: Callable[..., Path]) -> None:
    report = check_file(table(dbf(NAMES, UTF8_ROW), cpg="<!DOCTYPE html><html>"))
    assert codes(report) == ["cpg-unreadable", "encoding-utf8-found"]


@pytest.mark.parametrize("codec", ["gbk", "utf-8"])
def test_column_names_cut_in_the_middle_of_a_character_still_map(
    table: Callable[..., Path], codec: str
) -> None:
    """排水分区名称 has 12 bytes in GBK and 18 in UTF-8; the table keeps ten."""
    names = [n.encode(codec)[:10] for n in ("排水分区编号", "排水分区名称", "达标情况")]
    names[0] = b"code"
    rows = [[b"A", "汉南".encode(codec), "达标".encode(codec)]]
    path = table(dbf(names, rows), cpg=codec)
    layer = read_layer(path, kind="sponge_zone", mapping={"name": _cut("排水分区名称", codec)})
    assert layer.frame["name"].tolist() == ["汉南"]


def _cut(text: str, codec: str) -> str:
    return text.encode(codec)[:10].decode(codec, "ignore")


def test_a_cut_alias_maps_by_itself_when_only_one_field_can_be_meant(
    table: Callable[..., Path],
) -> None:
    names = [b"code", b"name", "年径流总量控制率目标".encode("gbk")[:10], "是否达标".encode("gbk")]
    rows = [[b"A", b"B", b"70%", "达标".encode("gbk")]]
    layer = read_layer(table(dbf(names, rows), cpg="GBK"), kind="sponge_zone")
    # 年径流总量 begins the names of the target and of the actual ratio: neither is taken.
    assert not {"capture_target", "capture_actual"} & set(layer.frame.columns)
    assert "年径流总量" in layer.frame.columns
    names[2] = "目标年径流总量控制率".encode("gbk")[:10]
    layer = read_layer(table(dbf(names, rows), cpg="GBK"), kind="sponge_zone")
    assert layer.frame["capture_target"].tolist() == [0.7]


def test_values_cut_in_the_middle_of_a_character_lose_the_stray_byte_and_say_so(
    table: Callable[..., Path],
) -> None:
    rows = [[b"A", "武汉经济技术开发区".encode("gbk")[:9]], [b"B", "蔡甸".encode("gbk")]]
    path = table(dbf(NAMES, rows, width=9), rows=2, cpg="GBK")
    layer = read_layer(path, kind="lake")
    assert layer.frame["name"].tolist() == ["武汉经济", "蔡甸"]
    problem = next(p for p in layer.report.problems if p.code == "text-cut")
    assert problem.feature == 1


def test_a_stray_byte_inside_a_value_is_no_cut(table: Callable[..., Path]) -> None:
    report = check_file(table(dbf(NAMES, [[b"A", b"\xba\xba\xff ok"]]), cpg="GBK"))
    assert not report.ok


def test_two_columns_made_equal_by_the_cut_are_both_kept(table: Callable[..., Path]) -> None:
    names = [b"code", b"name", b"same", b"same"]
    layer = read_layer(table(dbf(names, [[b"A", b"B", b"1", b"2"]])), kind="lake")
    assert layer.frame["same"].tolist() == ["1"]
    assert layer.frame["same_2"].tolist() == ["2"]


def test_deleted_rows_are_left_out_of_both(table: Callable[..., Path]) -> None:
    content = bytearray(dbf(NAMES, [[b"A", b"x"], [b"B", b"y"], [b"C", b"z"]]))
    first_row = 32 + 2 * 32 + 1
    content[first_row + 21] = ord("*")
    layer = read_layer(table(bytes(content), rows=3), kind="lake")
    assert layer.frame["code"].tolist() == ["A", "C"]
    assert layer.frame.geometry.bounds["minx"].tolist() == [114.0, 116.0]


def test_padding_with_zero_bytes_is_no_text(table: Callable[..., Path]) -> None:
    content = dbf(NAMES, [[b"A".ljust(10, b"\x00"), b"Han\x00junk"]])
    layer = read_layer(table(content), kind="lake")
    assert layer.frame[["code", "name"]].to_numpy().tolist() == [["A", "Han"]]


@pytest.mark.parametrize("count", [0, 2**31, 2**32 - 1])
def test_an_absurd_count_in_the_header_is_bounded_by_the_file(tmp_path: Path, count: int) -> None:
    content = bytearray(dbf(NAMES, GBK_ROW))
    content[4:8] = struct.pack("<L", count)
    (tmp_path / "a.dbf").write_bytes(content)
    assert len(open_table(tmp_path / "a.dbf").rows) <= 1


@pytest.mark.parametrize("content", [b"", b"\x03" * 31, b"\x03" * 64, b"\x03" + bytes(400)])
def test_a_header_that_is_nonsense_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.dbf").write_bytes(content)
    with pytest.raises(BadTable):
        open_table(tmp_path / "a.dbf")


def test_geojson_in_gbk_is_a_conflict_and_read_when_told(tmp_path: Path) -> None:
    shape = '{"type":"Polygon","coordinates":[[[114,30],[114.1,30],[114.1,30.1],[114,30]]]}'
    text = (
        '{"type":"FeatureCollection","features":[{"type":"Feature",'
        f'"properties":{{"code":"A","name":"汤逊湖"}},"geometry":{shape}}}]}}'
    )
    path = tmp_path / "a.geojson"
    path.write_bytes(text.encode("gbk"))
    report = check_file(path, kind="lake")
    assert codes(report)[0] == "encoding-conflict"
    assert "汤逊湖" in report.problems[0].message.zh
    layer = read_layer(path, kind="lake", encoding="GB18030")
    assert layer.frame["name"].tolist() == ["汤逊湖"]


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("UTF8", "UTF-8"),
        ("65001", "UTF-8"),
        ("ANSI 936", "GB18030"),
        ("88591", "ISO8859-1"),
        ("OEM 850", "CP850"),
        ("rot13", None),
        ("utf-16", None),
        ("base64", None),
        ("", None),
    ],
)
def test_spellings_of_encodings(written: str, known: str | None) -> None:
    assert canonical_name(written) == known


def test_a_cut_is_an_incomplete_character_at_the_end_and_nothing_else() -> None:
    assert decode_cut("汉南".encode()[:5], "utf-8", full=True) == "汉"
    assert decode_cut("汉南".encode()[:5], "utf-8", full=False) is None
    assert decode_cut(b"\xe6ab", "utf-8", full=True) is None
    assert decode_cut("汉南".encode("gbk")[:3], "gb18030", full=True) == "汉"


def test_a_column_of_an_unknown_type_is_read_as_text(table: Callable[..., Path]) -> None:
    content = bytearray(dbf(NAMES, GBK_ROW))
    content[32 + 32 + 11] = ord("Z")
    layer = read_layer(table(bytes(content), cpg="GBK"), kind="lake")
    assert layer.frame["name"].tolist() == ["汉南区"]


def test_a_geopackage_whose_text_is_no_utf8_is_refused(
    zones: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    path = tmp_path / "a.gpkg"
    zones.to_file(path, layer="z")
    with sqlite3.connect(path) as database:
        database.execute("DROP TRIGGER IF EXISTS rtree_z_geom_update6")
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE z SET 名称 = CAST(x'babac4cf' AS TEXT)")
    database.close()
    assert codes(check_file(path, kind="sponge_zone")) == ["damaged"]


def test_names_that_cannot_be_read_are_not_missing_as_well(table: Callable[..., Path]) -> None:
    report = check_file(table(dbf([b"\xff\xfe", b"name"], [[b"A", b"B"]])), kind="lake")
    assert codes(report) == ["encoding-unreadable"]
