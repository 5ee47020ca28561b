"""Tables of text and workbooks: rows that are no features, containers without a layer."""

from __future__ import annotations

import datetime
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.chart import BarChart

from geo.words import Text
from layers.reading.files import check_file, read_layer
from tests.layers.reading.awkward.case import Awkward

NO_LAYER = Text("看不到任何图层的文件", "Containers in which no layer is seen")
COUNTED = Text("读到的行数", "Rows counted a second way")
LEFT_OUT = Text("被略去的行", "Rows that are left out")
KIND, SAID = "monitoring_section", {"crs": "EPSG:4490"}
HEAD = ("编号", "名称", "经度", "纬度", "水质目标")
SECTIONS = (("D01", "断面一", 114.2, 30.4, "Ⅲ类"), ("D02", "断面二", 114.3, 30.5, "Ⅱ类"))
STRICT = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": (
        "http://purl.oclc.org/ooxml/spreadsheetml/main"
    ),
}

Rows = Sequence[Sequence[Any]]


def csv(rows: Rows, name: str = "a.csv") -> Callable[[Path], Path]:
    """Cells as they stand, one row a line."""

    def write(folder: Path) -> Path:
        lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
        return folder / name

    return write


def workbook(rows: Rows, merged: Sequence[str] = ()) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)  # type: ignore[union-attr]
        for area in merged:
            book.active.merge_cells(area)  # type: ignore[union-attr]
        book.save(folder / "a.xlsx")
        return folder / "a.xlsx"

    return write


def strict(rows: Rows) -> Callable[[Path], Path]:
    """As `workbook`, saved as "Strict Open XML Spreadsheet"."""

    def write(folder: Path) -> Path:
        plain = workbook(rows)(folder)
        made = folder / "strict.xlsx"
        with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w") as new:
            for info in old.infolist():
                text = old.read(info).decode()
                for transitional, name in STRICT.items():
                    text = text.replace(transitional, name)
                new.writestr(info, text)
        return made

    return write


def turned_rows(folder: Path) -> Path:
    """The rows of the sheet stand in another order than their numbers say."""
    plain = workbook([HEAD, *SECTIONS])(folder)
    made = folder / "turned.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            for number in (b"2", b"3"):
                content = content.replace(b'<row r="%b"' % number, b'<row r="1%b"' % number)
            content = content.replace(b'<row r="13"', b'<row r="2"')
            new.writestr(info, content)
    return made


def with_hollow_rows(folder: Path) -> Path:
    """Rows of nothing, of empty texts, of an error alone."""
    plain = workbook([HEAD, SECTIONS[0], ("#HOLLOW",), (), SECTIONS[1]])(folder)
    made = folder / "hollow.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            new.writestr(info, old.read(info).replace(b"#HOLLOW", b""))
    return made


def charts_only(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.create_chartsheet()
    sheet.add_chart(BarChart())
    book.remove(book.worksheets[0])
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def empty_gpkg(folder: Path) -> Path:
    with sqlite3.connect(folder / "a.gpkg") as database:
        database.execute("PRAGMA application_id = 1196444487")
        database.execute(
            "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, identifier TEXT)"
        )
        database.execute(
            "CREATE TABLE gpkg_geometry_columns"
            " (table_name TEXT, column_name TEXT, geometry_type_name TEXT)"
        )
    database.close()
    return folder / "a.gpkg"


def text(content: str, name: str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_text(content, encoding="utf-8")
        return folder / name

    return write


def refused(code: str) -> Callable[[Path], None]:
    """Not ok, and says why: in the check and when it is to be imported."""

    def holds(path: Path) -> None:
        report = check_file(path, kind=KIND, **SAID)
        assert not report.ok
        assert [problem.code for problem in report.blocking] == [code]
        assert path.name in report.blocking[0].message.zh

    return holds


def keeps(
    codes: Sequence[str], left_out: Sequence[int] = (), **columns: Any
) -> Callable[..., None]:
    """These features are read once what is empty is accepted; nothing else stands in the way."""

    def holds(path: Path) -> None:
        accept = {"empty-geometry"} if left_out else set()
        read = read_layer(path, kind=KIND, accept=accept, **SAID)
        assert read.frame["code"].tolist() == list(codes)
        assert read.decisions["dropped_rows"] == list(left_out)
        for name, values in columns.items():
            assert read.frame[name].tolist() == values

    return holds


def still_judged(path: Path) -> None:
    """Two rows of one key beside a row left out: told under their numbers in the file."""
    report = check_file(path, kind=KIND, accept={"empty-geometry"}, **SAID)
    (told,) = report.blocking
    assert (told.code, told.feature, told.values["first"]) == ("duplicate-keys", 3, 2)


SITES = ("D01", "D02")
CLASSES = ["III", "II"]

CASES = (
    Awkward(
        "strict-workbook",
        NO_LAYER,
        Text("“严格 Open XML”工作簿", "a strict Open XML workbook"),
        Text("照常读出", "read like any other"),
        strict([HEAD, *SECTIONS]),
        keeps(SITES, target_class=CLASSES),
    ),
    Awkward(
        "strict-workbook-dates",
        NO_LAYER,
        Text("同上，带日期和标题行", "the same with dates and a title above"),
        Text("日期照读", "dates are read too"),
        strict(
            [
                ("断面登记表",),
                (*HEAD, "日期"),
                *[(*row, datetime.date(2025, 6, day + 1)) for day, row in enumerate(SECTIONS)],
            ]
        ),
        keeps(SITES, 日期=["2025-06-01", "2025-06-02"]),
    ),
    Awkward(
        "chartsheets-only",
        NO_LAYER,
        Text("只有图表页的工作簿", "a workbook of chart sheets only"),
        Text("no-worksheet", "no-worksheet"),
        charts_only,
        refused("no-worksheet"),
    ),
    Awkward(
        "empty-workbook",
        NO_LAYER,
        Text("工作表都是空的", "a workbook of empty sheets"),
        Text("no-worksheet", "no-worksheet"),
        workbook([]),
        refused("no-worksheet"),
    ),
    Awkward(
        "empty-gpkg",
        NO_LAYER,
        Text("没有登记任何图层的 GeoPackage", "a GeoPackage that lists no layer"),
        Text("no-spatial-layer", "no-spatial-layer"),
        empty_gpkg,
        refused("no-spatial-layer"),
    ),
    Awkward(
        "kml-without-placemarks",
        NO_LAYER,
        Text("没有地标的 KML", "a KML without placemarks"),
        Text("no-spatial-layer", "no-spatial-layer"),
        text(
            '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>a</name></Document></kml>',
            "a.kml",
        ),
        refused("no-spatial-layer"),
    ),
    Awkward(
        "rows-out-of-order",
        COUNTED,
        Text("工作表里行的次序与行号不符", "rows of a sheet in another order than their numbers"),
        Text("features-missing，不少读一行", "features-missing; no row is lost in silence"),
        turned_rows,
        refused("features-missing"),
    ),
    Awkward(
        "hollow-rows-workbook",
        COUNTED,
        Text("中间有空行和只有空文本的行", "blank rows and rows of empty texts"),
        Text("两行都读到", "both features are read"),
        with_hollow_rows,
        keeps(SITES),
    ),
    Awkward(
        "broken-lines-csv",
        COUNTED,
        Text("名称里有换行，中间有空行、只有引号的行", "a line break in a name, blank rows"),
        Text("两行都读到", "both features are read"),
        csv(
            [
                HEAD,
                ("D01", '"断面\n\n一"', *SECTIONS[0][2:]),
                (),
                ('""', '" "', "", "", ""),
                ("", "\u3000"),
                SECTIONS[1],
                (),
            ]
        ),
        keeps(SITES),
    ),
    Awkward(
        "total-row",
        LEFT_OUT,
        Text("末行是合计，没有坐标", "a last row of totals without coordinates"),
        Text(
            "接受 empty-geometry 后可导入，合计行的各格不再判断",
            "can be imported once empty-geometry is accepted; its cells are judged no more",
        ),
        csv([HEAD, *SECTIONS, ("合计", "", "", "", "2个")]),
        keeps(SITES, [3], target_class=CLASSES),
    ),
    Awkward(
        "total-row-takes-a-key",
        LEFT_OUT,
        Text("首行小计用了后一行的编号", "a first row of subtotals with the key of a later one"),
        Text("同上，编号不算重复", "the same; the key is no duplicate"),
        csv([HEAD, ("D01", "小计", "", "", "共2类"), *SECTIONS]),
        keeps(SITES, [1], target_class=CLASSES),
    ),
    Awkward(
        "hint-row",
        LEFT_OUT,
        Text("表头下有一行填写说明", "a row of hints below the header"),
        Text("同上", "the same"),
        workbook([HEAD, ("（必填）", "（必填）", "（度）", "（度）", "（Ⅰ-Ⅴ）"), *SECTIONS]),
        keeps(SITES, [1], target_class=CLASSES),
    ),
    Awkward(
        "duplicate-beside-a-row-left-out",
        LEFT_OUT,
        Text("略去一行之外，另两行编号相同", "two rows of one key beside the row left out"),
        Text("duplicate-keys，行号仍按文件", "duplicate-keys under the row numbers of the file"),
        csv([HEAD, ("", "说明", "", "", ""), SECTIONS[0], ("D01", *SECTIONS[1][1:])]),
        still_judged,
    ),
)
