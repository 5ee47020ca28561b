"""Water on the command line: classes of a file, readings in, months out, corrected, taken back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner, Result

from webmap.commands import main

HEAD = "断面,日期,溶解氧(mg/L),氨氮(mg/L),总磷(mg/L)"


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["water", *arguments], catch_exceptions=False)


def answer(*arguments: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(call(*arguments, "--json").stdout)
    return said


def write(path: Path, *lines: str) -> str:
    path.write_bytes("\r\n".join((HEAD, *lines)).encode("gb18030"))
    return str(path)


def test_each_row_of_a_file_has_its_class_and_nothing_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "宗关,2025-05-02,8,1.2,0.1", "宗关,2025-05-03,*,--,")
    first, second = answer("classify", path)["readings"]
    assert (first["row"], first["section"], first["time"]) == (2, "宗关", "2025-05-02")
    assert (first["class"], first["items"], first["worst"]) == ("IV", 3, ["NH3-N"])
    assert len(first["missing"]) == 18
    [over] = first["over"]
    assert (over["item"], over["value"], over["limit"], over["times"]) == ("NH3-N", 1.2, 1.0, 0.2)
    assert (second["row"], second["class"], second["items"]) == (3, None, 0)
    assert answer("classify", path, "--lake")["readings"][0]["item_classes"]["TP"] == "IV"
    assert answer("batches") == {"batches": []}


def test_readings_go_in_and_a_month_comes_out(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "宗关,2025-05-02,8,0.2,0.1", "宗关,2025-05-12,8,0.4,0.1")
    assert answer("import", path, "--dry-run")["values"] == 6
    assert answer("import", path)["batch"] == 1
    assert answer("import", path)["error"]["code"] == "water-batch-twice"
    found = answer("month", "2025-05")
    [section] = found["sections"]
    assert (section["class"], section["values"]["NH3-N"]) == ("II", 0.3)
    assert "老关村" not in found["missing"]
    corrected = answer("correct", "宗关", "2025-05-02", "氨氮", "2", "--reason", "抄错")
    assert (corrected["first"], corrected["value"], corrected["row"]) == (0.2, 2.0, 2)
    assert answer("month", "2025-05")["sections"][0]["class"] == "IV"
    assert len(answer("values", "宗关", "2025-05")["values"]) == 6
    assert answer("withdraw", "1", "--reason", "送错了")["withdrawn"] is True
    assert answer("month", "2025-05")["sections"] == []
    assert answer("month", "五月")["error"]["code"] == "water-month-invalid"


def test_a_file_that_is_refused_says_so_by_row(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "宗关,2025-05-02,8,坏,0.1")
    result = call("import", path)
    assert result.exit_code == 1
    assert "“坏”不是监测值" in result.stderr
    assert call("import", path, "--map", "NH3-N").exit_code == 1


def test_what_is_wrong_is_marked_in_a_copy_of_the_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (HEAD.split(","), ["宗关", "2025-05-02", 8, "abc", 0.1]):
        page.append(row)
    path, out = tmp_path / "a.xlsx", tmp_path / "marked.xlsx"
    book.save(path)
    done = call("import", str(path), "--marked", str(out))
    assert done.exit_code == 1
    marked = openpyxl.load_workbook(out)["Sheet"]["D2"].comment
    assert marked is not None
    assert "abc" in marked.text
    assert (
        "xlsx"
        in call(
            "import", write(tmp_path / "a.csv", "宗关,2025-05-02,x,1,1"), "--marked", str(out)
        ).stderr
    )
