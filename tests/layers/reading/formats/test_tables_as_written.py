"""Tables of which a cell must not become another value, nor a row part of another."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from geo.errors import EcoAtlasError
from layers.reading.files import ReadLayer, check_file, read_layer

pytestmark = pytest.mark.usefixtures("in_process")


def csv(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "企业.csv"
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path) -> ReadLayer:
    return read_layer(path, kind="enterprise", crs="EPSG:4490")


def test_a_code_that_looks_like_a_number_keeps_its_last_zero(tmp_path: Path) -> None:
    rows = "3.1,甲,114.30,30.50,12.50\n3.10,乙,114.31,30.51,1.00\n"
    frame = read(csv(tmp_path, f"编号,名称,经度,纬度,面积\n{rows}")).frame
    assert frame["code"].tolist() == ["3.1", "3.10"]
    assert frame["面积"].tolist() == [12.5, 1.0]


def test_so_does_a_key_that_is_no_field_of_ours_and_one_of_a_kml(tmp_path: Path) -> None:
    rows = "A,3.1,114.30,30.50\nA,3.10,114.31,30.51\n"
    path = csv(tmp_path, f"编号,序号,经度,纬度\n{rows}")
    assert check_file(path, key="序号", crs="EPSG:4490").ok
    placemark = (
        "<Placemark><name>甲</name><ExtendedData><Data name='编号'><value>{}</value></Data>"
        "</ExtendedData><Point><coordinates>114.3,30.5</coordinates></Point></Placemark>"
    )
    kml = tmp_path / "企业.kml"
    marks = "".join(placemark.format(code) for code in ("3.1", "3.10"))
    kml.write_text(f"<kml><Document>{marks}</Document></kml>", encoding="utf-8")
    assert read_layer(kml, kind="enterprise").frame["code"].tolist() == ["3.1", "3.10"]


def test_columns_of_one_name_are_numbered_around_the_names_that_are_there(tmp_path: Path) -> None:
    frame = read(csv(tmp_path, "编号,名称,经度,纬度,注,注,注_2\nA,甲,114.3,30.5,a,b,c\n")).frame
    assert frame[["注", "注_3", "注_2"]].to_numpy().tolist() == [["a", "b", "c"]]


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows(tmp_path: Path) -> None:
    rows = 'A,114.30,30.50,甲\nB,114.31,30.51,"乙\nC,114.32,30.52,丙\nD,114.33,30.53,丁\n'
    with pytest.raises(EcoAtlasError) as refused:
        read(csv(tmp_path, f"编号,经度,纬度,名称\n{rows}"))
    assert refused.value.code == "quote-not-closed"
    assert "line 3 " in refused.value.message.en


@pytest.mark.parametrize("last", ['"丙\n一厂"', '"丙"厂', '丙"厂', '"丙""厂"'])
def test_quotation_marks_that_are_closed_or_inside_a_word_pass(tmp_path: Path, last: str) -> None:
    rows = f"A,114.30,30.50,甲\nB,114.31,30.51,{last}\n"
    frame = read(csv(tmp_path, f"编号,经度,纬度,名称\n{rows}")).frame
    assert len(frame) == 2
    assert frame["name"][1].startswith("丙")


def test_an_error_of_a_formula_is_no_value(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ("编号", "名称", "经度", "纬度", "面积"),
        ("A1", "#REF!", 114.3, 30.5, 1.5),
        ("A2", "乙", 114.4, 30.6, "#DIV/0!"),
    ):
        sheet.append(row)
    path = tmp_path / "企业.xlsx"
    book.save(path)
    layer = read(path)
    assert layer.frame[["name", "面积"]].isna().to_numpy().tolist() == [
        [True, False],
        [False, True],
    ]
    assert layer.frame["面积"].dtype == "float64"
    told = [p for p in layer.report.problems if p.code == "formulas-without-value"]
    assert [(p.values["count"], p.values["where"].en) for p in told] == [(2, "B2, E3")]


def test_rows_that_name_different_systems_are_refused(tmp_path: Path) -> None:
    rows = "A,甲,SRID=4490;POINT(114.3 30.5)\nB,乙,SRID=2383;POINT(500000 3300000)\n"
    report = check_file(csv(tmp_path, f"编号,名称,wkt\n{rows}"), kind="enterprise")
    assert "srids-differ" in [problem.code for problem in report.blocking]
