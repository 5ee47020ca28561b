"""What a person takes home from a check: the mended data, and the faults as a workbook."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
import shapely

from geo.errors import EcoAtlasError
from layers.reading.files import ReadLayer, check_file, read_layer
from layers.storage.content import canonical
from layers.storage.feature_table import FeatureTable
from layers.versions.repaired import write_fault_report, write_mended

pytestmark = pytest.mark.usefixtures("in_process")
Zipped = Callable[..., Path]

BOW_TIE = shapely.Polygon(
    [(114.0, 30.0), (114.01, 30.01), (114.01, 30.0), (114.0, 30.01), (114.0, 30.0)]
)


@pytest.fixture
def faulty(zipped: Zipped) -> Path:
    """Two lakes of an office, in GBK and in CGCS2000 zone 38; the second crosses itself."""
    shapes = [shapely.box(114.02, 30.0, 114.03, 30.01), BOW_TIE]
    table = {"编号": ["L1", "L2"], "名称": ["东湖", "=cmd()"]}
    return zipped(gpd.GeoDataFrame(table, geometry=shapes, crs=4490).to_crs(4526))


@pytest.fixture
def read(faulty: Path) -> ReadLayer:
    return read_layer(faulty, kind="lake")


@pytest.mark.parametrize("suffix", [".gpkg", ".zip"])
def test_what_is_taken_home_is_what_would_be_imported(
    read: ReadLayer, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / "out" / f"改正{suffix}"
    write_mended(read, "lake", out)
    again = read_layer(out, kind="lake")
    contents = [canonical(one.frame, kind="lake", key_field="code") for one in (read, again)]
    assert contents[0].sha256 == contents[1].sha256
    assert again.frame.geometry.is_valid.all()
    assert not any(p.code == "geometry-repaired" for p in again.report.problems)
    assert sorted(path.name for path in out.parent.iterdir()) == [out.name]


def test_a_mended_shapefile_may_be_gbk_and_says_what_was_done(
    read: ReadLayer, tmp_path: Path
) -> None:
    out = tmp_path / "改正.zip"
    write_mended(read, "lake", out, "GBK")
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        (cpg,) = [name for name in names if name.endswith(".cpg")]
        (told,) = [name for name in names if name.endswith("说明.txt")]
        assert archive.read(cpg).decode().strip().upper() in ("GBK", "GB18030", "CP936")
        readme = archive.read(told).decode("utf-8-sig")
    assert any(name.endswith(".prj") for name in names)
    assert "自相交" in readme or "crosses itself" in readme


def test_mended_data_have_only_formats_that_carry_them(read: ReadLayer, tmp_path: Path) -> None:
    with pytest.raises(EcoAtlasError, match="mended-format"):
        write_mended(read, "lake", tmp_path / "改正.xlsx")
    assert list(tmp_path.glob("改正*")) == []


def test_what_cannot_be_written_leaves_nothing_behind(read: ReadLayer, tmp_path: Path) -> None:
    frame = read.frame
    frame.loc[0, "name"] = "🌊湖"
    other = replace(read, table=FeatureTable.of(frame))
    with pytest.raises(EcoAtlasError, match="not-encodable"):
        write_mended(other, "lake", tmp_path / "x" / "改正.zip", "GBK")
    assert list((tmp_path / "x").iterdir()) == []


def test_the_fault_report_says_row_place_and_advice_in_both_languages(
    faulty: Path, tmp_path: Path
) -> None:
    report = check_file(faulty, kind="lake")
    out = tmp_path / "faults.xlsx"
    write_fault_report(report, out)
    book = openpyxl.load_workbook(out)
    faults, layers, fields = book.worksheets
    head, *rows = faults.iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert len(found) == len(list(report.findings))
    (repaired,) = [one for one in found if one["代码 Code"] == "geometry-repaired"]
    assert repaired["行 Row"] == 2
    assert repaired["经度 Longitude"] == pytest.approx(114.005, abs=1e-4)
    assert repaired["现面积 Area after（m²）"] > 500_000
    assert all(repaired[name] for name in ("问题", "怎么办", "Problem", "What to do"))
    assert next(layers.iter_rows(min_row=2, values_only=True))[1] == 2
    assert ("编号", "code") in {(row[1], row[3]) for row in fields.iter_rows(values_only=True)}


def test_text_of_the_file_is_never_a_formula_in_the_report(zipped: Zipped, tmp_path: Path) -> None:
    table = {"=1+1": ["L1"], "code": ["L1"], "name": ["=HYPERLINK(1)"], "kind": ["=2+2"]}
    frame = gpd.GeoDataFrame(table, geometry=[shapely.box(114, 30, 114.01, 30.01)], crs=4490)
    out = tmp_path / "faults.xlsx"
    write_fault_report(check_file(zipped(frame), kind="lake"), out)
    cells = [cell for sheet in openpyxl.load_workbook(out) for row in sheet for cell in row]
    formulas = [cell for cell in cells if str(cell.value).startswith("=")]
    assert formulas
    assert {cell.data_type for cell in formulas} == {"s"}
