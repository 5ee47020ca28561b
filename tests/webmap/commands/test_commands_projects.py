"""The list of the year from the command line: tried first; units it names for the first time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from webmap.commands import main

pytestmark = pytest.mark.slow

UNIT = "湿地示例公司"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["projects", *arguments], catch_exceptions=False)


def answer(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--json").stdout)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    book = Workbook()
    book.active.append(["项目编号", "项目名称", "对应事项", "牵头单位", "项目状态"])
    book.active.append(["XM-900", "示例湿地修复", "WEDZ-2023-09-03", UNIT, "前期"])
    book.save(tmp_path / "list.xlsx")
    return tmp_path / "list.xlsx"


def names() -> list[str]:
    return [one["name"] for one in answer("units", "list")["units"]]


def test_a_list_that_is_tried_with_a_new_unit_leaves_nothing(sheet: Path) -> None:
    tried = answer("import", str(sheet), "--dry-run", "--add-unit", UNIT)
    assert (tried["dry_run"], tried["added"]) == (True, ["XM-900"])
    assert answer("list")["projects"] == []
    assert UNIT not in names()


def test_a_refused_list_with_a_new_unit_is_marked_and_leaves_no_unit(sheet: Path) -> None:
    refused = run("import", str(sheet), "--add-unit", "另一示例公司")
    assert refused.exit_code == 1
    assert sheet.with_name("list.marked.xlsx").exists()
    assert "另一示例公司" not in names()


def test_units_without_a_division_are_listed(sheet: Path) -> None:
    assert answer("import", str(sheet), "--add-unit", UNIT)["added"] == ["XM-900"]
    shown = run("units", "list")
    assert (shown.exit_code, UNIT in shown.stdout) == (0, True)


def test_codes_and_units_are_told_in_words(sheet: Path) -> None:
    assert answer("import", str(sheet), "--add-unit", UNIT)["added"] == ["XM-900"]
    assert "项目状态：前期" in run("show", "XM-900").stdout
    book = load_workbook(sheet)
    book.active["D2"], book.active["E2"] = "区水务湖泊局", "在建"
    book.save(sheet)
    tried = run("import", str(sheet), "--dry-run").stdout
    assert f"牵头单位：{UNIT} → 区水务湖泊局" in tried
    assert "项目状态：前期 → 在建" in tried
