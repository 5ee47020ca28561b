"""Codes that a spreadsheet has taken for numbers, or was kept from doing so."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from geo.words import Text
from layers.reading.files import check_file, read_layer
from tests.layers.reading.awkward.case import Awkward
from tests.layers.reading.awkward.cases_tables import csv, workbook

DIGITS = Text("超过 15 位的编号", "Codes of more than 15 digits")
GUARDS = Text("防止 Excel 改动编号的记号", "Marks that keep Excel from changing codes")
KIND, SAID = "sewage_plant", {"crs": "EPSG:4490"}
HEAD = ("编号", "名称", "经度", "纬度")
LONG = 420112000000123008


def rows(*codes: object) -> list[tuple[object, ...]]:
    return [HEAD, *[(code, f"厂{n}", 114.2 + n / 10, 30.4) for n, code in enumerate(codes)]]


def lost(found: Sequence[int], codes: Sequence[str]) -> Callable[[Path], None]:
    """These rows wait for a person; confirmed, they are read as they are written."""

    def holds(path: Path) -> None:
        report = check_file(path, kind=KIND, **SAID)
        assert {(p.code, p.feature) for p in report.blocking} == {
            ("digits-lost", row) for row in found
        }
        # It can be known before anybody has said what kind of layer it is.
        early = check_file(path, **SAID)
        assert [p.feature for p in early.problems if p.code == "digits-lost"] == list(found)
        read = read_layer(path, kind=KIND, accept={"digits-lost"}, **SAID)
        assert read.frame["code"].tolist() == list(codes)
        assert read.decisions["accepted"] == ["digits-lost"]

    return holds


def kept(codes: Sequence[str], told: str | None = None, **columns: Any) -> Callable[[Path], None]:
    """Read without a question, and what was taken off is told."""

    def holds(path: Path) -> None:
        read = read_layer(path, kind=KIND, **SAID)
        assert read.frame["code"].tolist() == list(codes)
        found = {problem.code for problem in read.report.problems}
        assert found & {"digits-lost", "text-guards-removed"} == ({told} if told else set())
        for name, values in columns.items():
            assert read.frame[name].tolist() == values

    return holds


def in_real_column(folder: Path) -> Path:
    """A database that keeps codes as doubles."""
    points = shapely.points([[114.2, 30.4], [114.3, 30.4]])
    table = {"code": [float(LONG), 4201120000001234.0], "name": ["a", "b"]}
    frame = gpd.GeoDataFrame(table, geometry=points, crs=4490)
    frame.to_file(folder / "a.gpkg", engine="pyogrio")
    return folder / "a.gpkg"


def whole_numbers(folder: Path) -> Path:
    """All digits stand in the file, as no spreadsheet would write them."""
    plain = workbook(rows(111, 112))(folder)
    made = folder / "whole.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            text = old.read(info)
            for short, long in ((b"111", LONG), (b"112", LONG + 1)):
                text = text.replace(b"<v>%b</v>" % short, b"<v>%d</v>" % long)
            new.writestr(info, text)
    return made


MEASURED = ("编号", "名称", "经度", "纬度", "设计规模")

CASES = (
    Awkward(
        "18-digits-workbook",
        DIGITS,
        Text("Excel 里存成数字的 18 位编号", "codes of 18 digits stored as numbers in Excel"),
        Text(
            "digits-lost，逐行；确认后按 …123000 导入，不编造数字",
            "digits-lost by row; confirmed, …123000 is read and no digit is made up",
        ),
        workbook(rows(4.20112000000123e17, 4.20112000000124e17)),
        lost([1, 2], ["420112000000123000", "420112000000124000"]),
    ),
    Awkward(
        "16-digits-workbook",
        DIGITS,
        Text("16 位编号，末位被写成 0", "codes of 16 digits, the last of them a 0"),
        Text("digits-lost，逐行", "digits-lost by row"),
        workbook(rows(4201120000001230, "4201120000001231")),
        lost([1], ["4.20112000000123E+15", "4201120000001231"]),
    ),
    Awkward(
        "18-digits-whole",
        DIGITS,
        Text("程序写出的工作簿，18 位俱全", "a workbook with all 18 digits, written by a program"),
        Text("照原样导入", "read as they are"),
        whole_numbers,
        kept([str(LONG), str(LONG + 1)]),
    ),
    Awkward(
        "18-digits-text",
        DIGITS,
        Text("18 位编号存成文本", "codes of 18 digits as text"),
        Text("照原样导入", "read as they are"),
        workbook(rows(str(LONG), "420112000000124000")),
        kept([str(LONG), "420112000000124000"]),
    ),
    Awkward(
        "scientific-csv",
        DIGITS,
        Text("CSV 里的 4.20112E+17", "4.20112E+17 in a CSV"),
        Text("digits-lost，只点名这一行", "digits-lost names that row alone"),
        csv(rows("420112000000123008", "4.20112E+17", "P-3")),
        lost([2], ["420112000000123008", "4.20112E+17", "P-3"]),
    ),
    Awkward(
        "round-codes-csv",
        DIGITS,
        Text("CSV 里 18 位编号个个以 000 结尾", "codes of 18 digits in a CSV that all end in 000"),
        Text("digits-lost，逐行", "digits-lost by row"),
        csv(rows(*[f"4201120000001{n}3000" for n in range(3)])),
        lost([1, 2, 3], [f"4201120000001{n}3000" for n in range(3)]),
    ),
    Awkward(
        "long-code-ending-in-zeros",
        DIGITS,
        Text("只有一个 18 位编号以 000 结尾", "one code of 18 digits among others ends in 000"),
        Text("照原样导入", "read as they are"),
        csv(rows("420112000000123000", "420112000000123456", "420112000000123457")),
        kept(["420112000000123000", "420112000000123456", "420112000000123457"]),
    ),
    Awkward(
        "code-with-an-e",
        DIGITS,
        Text("编号就叫 3E12", "a code that is called 3E12"),
        Text("照原样导入", "read as it is"),
        csv(rows("3E12", "3E13")),
        kept(["3E12", "3E13"]),
    ),
    Awkward(
        "long-measured-number",
        DIGITS,
        Text("很长的数字在测量值一列", "a long number in a column that is measured"),
        Text("无碍，照数值导入", "harmless: read as a number"),
        workbook([MEASURED, ("P1", "a", 114.2, 30.4, 2e17), ("P2", "b", 114.3, 30.4, 1200)]),
        kept(["P1", "P2"], capacity_m3_d=[2e17, 1200.0]),
    ),
    Awkward(
        "18-digits-gpkg-real",
        DIGITS,
        Text("GeoPackage 里编号存成实数", "codes stored as REAL in a GeoPackage"),
        Text("超出双精度的一行 digits-lost", "digits-lost for the one beyond a double"),
        in_real_column,
        lost([1], ["420112000000123000", "4201120000001234"]),
    ),
    Awkward(
        "excel-formula-guard",
        GUARDS,
        Text('CSV 里的 ="00123"', '="00123" in a CSV'),
        Text("编号 00123，并告知", "code 00123, and told"),
        csv(rows('="00123"', '="00124"')),
        kept(["00123", "00124"], "text-guards-removed"),
    ),
    Awkward(
        "excel-formula-guard-quoted",
        GUARDS,
        Text("同上，引号按 CSV 成对，内有引号", "the same in CSV quotes, a quotation mark inside"),
        Text("去掉记号，里面的引号保留", "taken off; the mark inside stays"),
        csv(rows('"=""00123"""', '"=""甲""""1"""""""')),
        kept(["00123", '甲"1"'], "text-guards-removed"),
    ),
    Awkward(
        "apostrophe-guard",
        GUARDS,
        Text("'00123；名称以撇号开头", "'00123, and a name that starts with an apostrophe"),
        Text("编号 00123，名称不动", "code 00123; the name stays"),
        csv([HEAD, ("'00123", "'甲'", 114.2, 30.4), ("'00124", "乙", 114.3, 30.4)]),
        kept(["00123", "00124"], "text-guards-removed", name=["'甲'", "乙"]),
    ),
    Awkward(
        "guarded-header",
        GUARDS,
        Text("列名也带记号", "names of columns with the mark too"),
        Text("列名与编号都去掉", "taken off names and codes"),
        csv([tuple(f'="{name}"' for name in HEAD), ('="00123"', "a", 114.2, 30.4)]),
        kept(["00123"], "text-guards-removed"),
    ),
    Awkward(
        "tab-guard",
        GUARDS,
        Text("编号前有一个制表符", "a tab in front of the code"),
        Text("编号 00123", "code 00123"),
        csv(rows('"\t00123"', '"\t00124"')),
        kept(["00123", "00124"]),
    ),
)
