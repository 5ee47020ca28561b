"""Sheets on the command line: a file in, its versions, a file out, faults by row and column."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from webmap.commands import main

HEAD = "日期,降雨量（毫米）,风速"


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def write(path: Path, *lines: str) -> str:
    path.write_bytes("\r\n".join((HEAD, *lines)).encode("gb18030"))
    return str(path)


def test_a_series_goes_in_and_comes_out_again(tmp_path: Path) -> None:
    path = write(tmp_path / "雨.csv", "2025-06-01,12.5,3", "2025-06-02,0,2")
    about = ("--kind", "daily_rain", "--title", "某站", "--source", "气象台", "--json")
    first = json.loads(call("sheets", "import", "gauge", path, *about).stdout)
    assert (first["version"], first["new"], first["count"]) == (1, True, 2)
    assert first["ignored_columns"] == ["风速"]
    assert json.loads(call("sheets", "import", "gauge", path, *about).stdout)["new"] is False
    write(tmp_path / "雨.csv", "2025-06-01,12.5,3")
    assert call("sheets", "import", "gauge", path, "--note", "删去重复").exit_code == 0

    history = json.loads(call("sheets", "history", "gauge", "--json").stdout)["versions"]
    assert [(one["version"], one["note"]) for one in history] == [(2, "删去重复"), (1, None)]
    shown = call("sheets", "history", "gauge").stdout
    assert "保存时间" in shown
    assert "saved_at" not in shown
    shown = json.loads(call("sheets", "show", "gauge@1", "--json").stdout)
    assert [row["rain_mm"] for row in shown["rows"]] == [12.5, 0.0]

    out = tmp_path / "out.xlsx"
    assert call("sheets", "export", "gauge@1", str(out)).exit_code == 0
    assert json.loads(call("sheets", "import", "gauge", str(out), "--json").stdout)["version"] == 3


def test_faults_are_told_by_row_and_column_and_nothing_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "雨.csv", "2025-06-01,x,3", "", "2025-06-40,1,2")
    result = call("sheets", "import", "gauge", path, "--kind", "daily_rain", "--json")
    assert result.exit_code == 1
    problems = json.loads(result.stdout)["error"]["problems"]
    assert [one["feature"] for one in problems] == [2, 4]
    assert "降雨量" in problems[0]["message"]
    assert call("sheets", "show", "gauge").exit_code == 1


def test_rules_are_listed_with_what_nobody_has_verified() -> None:
    found = json.loads(call("sheets", "list", "--json").stdout)["sheets"]
    assert all({"sheet", "version", "count", "unverified"} <= one.keys() for one in found)
    assert "rows" not in found[0]
    assert {one["version"] for one in found} == {0}


def test_a_format_that_is_not_known_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "雨.csv", "2025-06-01,1,")
    call("sheets", "import", "gauge", path, "--kind", "daily_rain")
    result = call("sheets", "export", "gauge", str(tmp_path / "out.ods"), "--json")
    assert json.loads(result.stdout)["error"]["code"] == "sheet-file-format"
