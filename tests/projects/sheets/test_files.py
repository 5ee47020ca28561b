"""Sheets out to a file and in again, as offices write them; hostile and damaged files."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from geo.errors import EcoAtlasError
from geo.words import Text
from projects.sheets import SheetInfo, SheetKind, files
from projects.sheets.files import FileRows, read_file, write_csv, write_xlsx
from projects.sheets.series import DAILY_RAIN
from projects.sheets.values import hash_of, read_rows

HEADS = ("日期", "降雨量（毫米）")
ROWS = [
    {"day": "2025-06-01", "rain_mm": 12.5, "note": '=HYPERLINK("http://x")'},
    {"day": "2025-06-02", "rain_mm": 0, "form": "snow", "note": "'引号"},
]


def xlsx(path: Path, lines: Sequence[Sequence[Any]]) -> Path:
    book = Workbook()
    for line in lines:
        book.worksheets[0].append(list(line))
    book.save(path)
    return path


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def kept(found: FileRows) -> list[dict[str, Any]]:
    return read_rows(DAILY_RAIN, found.rows, found.numbers, found.problems)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("write", "name"), [(write_xlsx, "a.xlsx"), (write_csv, "a.csv")])
def test_what_is_written_reads_back_the_same(
    tmp_path: Path, write: Any, name: str, language: Any
) -> None:
    rows = read_rows(DAILY_RAIN, ROWS)
    sheet = SheetInfo("gauge", DAILY_RAIN, Text("站", "Gauge"), 3, "0" * 64, rows)
    write(sheet, tmp_path / name, language)
    found = read_file(tmp_path / name, DAILY_RAIN)
    assert hash_of(DAILY_RAIN, kept(found)) == hash_of(DAILY_RAIN, rows)
    assert found.ignored == ()


def test_numbers_are_numbers_and_formulas_are_text_in_a_workbook(tmp_path: Path) -> None:
    rows = read_rows(DAILY_RAIN, ROWS)
    sheet = SheetInfo("gauge", DAILY_RAIN, Text("站", "Gauge"), 3, "0" * 64, rows)
    write_xlsx(sheet, tmp_path / "a.xlsx")
    written = load_workbook(tmp_path / "a.xlsx")
    cells = written["数据"]
    assert cells["B2"].value == 12.5
    assert (cells["D2"].data_type, cells["D2"].quotePrefix) == ("s", True)
    assert written["关于本表"]["B2"].value == "gauge@3"


def test_formulas_are_disarmed_in_csv(tmp_path: Path) -> None:
    rows = read_rows(DAILY_RAIN, ROWS)
    sheet = SheetInfo("gauge", DAILY_RAIN, Text("站", "Gauge"), 3, "0" * 64, rows)
    write_csv(sheet, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1][3].startswith("'=")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_is_read_in_the_encodings_and_marks_of_offices(
    tmp_path: Path, encoding: str, mark: str
) -> None:
    lines = (mark.join(HEADS), f"2025/6/1{mark}12.5", f"2025年6月2日{mark}0")
    found = read_file(text(tmp_path / "雨.csv", "\r\n".join(lines), encoding), DAILY_RAIN)
    assert [(row["day"], row["rain_mm"]) for row in kept(found)] == [
        ("2025-06-01", 12.5),
        ("2025-06-02", 0.0),
    ]


@pytest.mark.parametrize(
    "heads",
    [("day", "rain_mm"), ("Day", "Rain (mm)"), ("日期*", "降雨量"), ("日 期", "降雨量 (毫米)")],
)
def test_heads_are_names_or_titles_in_either_language(
    tmp_path: Path, heads: tuple[str, str]
) -> None:
    path = xlsx(tmp_path / "a.xlsx", [("某站",), (), heads, ("2025-06-01", 3)])
    assert kept(read_file(path, DAILY_RAIN))[0]["rain_mm"] == 3.0


def test_row_numbers_are_those_of_the_file_and_other_columns_are_told(tmp_path: Path) -> None:
    lines = [("某站雨量",), (*HEADS, "风速"), ("2025-06-01", 3, 1), (), ("2025-06-02", "x", 2)]
    found = read_file(xlsx(tmp_path / "a.xlsx", lines), DAILY_RAIN)
    assert found.ignored == ("风速",)
    with pytest.raises(EcoAtlasError) as caught:
        kept(found)
    assert [(one.feature, one.field) for one in caught.value.problems] == [(5, "rain_mm")]
    assert "第 5 行“降雨量”" in caught.value.problems[0].message.zh


def test_a_formula_without_a_stored_result_is_told(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [HEADS, ("2025-06-01", "=1+1")])
    with pytest.raises(EcoAtlasError) as caught:
        kept(read_file(path, DAILY_RAIN))
    assert [one.code for one in caught.value.problems] == ["cell-formula-without-value"]


def test_a_percentage_cell_keeps_what_it_shows(tmp_path: Path, limits: SheetKind) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["项目", "比例（%）", "出处", "依据情况"])
    sheet.append(["COD", 0.725, "标准", "有出处"])
    sheet["B2"].number_format = "0.0%"
    book.save(tmp_path / "a.xlsx")
    found = read_file(tmp_path / "a.xlsx", limits)
    assert read_rows(limits, found.rows)[0]["share"] == 72.5
    assert limits.columns[2].head("zh") == "比例（%）"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe\x00\x01 no text", "sheet-file-unreadable"),
        (b"a\0b", "sheet-file-unreadable"),
        (b'day,rain_mm\n"2025', "sheet-file-unreadable"),
        (b"", "sheet-file-no-head"),
        ("站名,雨\n甲,3".encode(), "sheet-file-no-head"),
        ("日期,降雨量,rain_mm\n2025-06-01,3,4".encode(), "sheet-head-twice"),
        (b"PK\x03\x04 damaged", "sheet-file-unreadable"),
    ],
)
def test_damaged_and_foreign_files_are_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(EcoAtlasError, match=code):
        read_file(path, DAILY_RAIN)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<nothing/>")
    with pytest.raises(EcoAtlasError, match="sheet-file-unreadable"):
        read_file(tmp_path / "a.xlsx", DAILY_RAIN)


def test_files_that_unpack_to_too_much_or_are_too_large_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = xlsx(tmp_path / "a.xlsx", [HEADS, ("2025-06-01", 3)])
    monkeypatch.setattr(files, "MAX_UNPACKED_BYTES", 100)
    with pytest.raises(EcoAtlasError, match="sheet-file-too-large"):
        read_file(path, DAILY_RAIN)
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 100)
    with pytest.raises(EcoAtlasError, match="sheet-file-too-large"):
        read_file(text(tmp_path / "a.csv", "日期,降雨量\n" + "x" * 100), DAILY_RAIN)


def test_more_rows_than_a_sheet_may_have_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_ROWS", 2)
    lines = "\n".join(f"2025-06-{day:02},1" for day in range(1, 5))
    with pytest.raises(EcoAtlasError, match="sheet-too-long"):
        read_file(text(tmp_path / "a.csv", f"日期,降雨量\n{lines}"), DAILY_RAIN)


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [HEADS, ("2025-06-01", 3)]).rename(tmp_path / "upload")
    assert len(kept(read_file(path, DAILY_RAIN))) == 1
