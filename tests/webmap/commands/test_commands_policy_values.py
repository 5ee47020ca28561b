"""Values of targets on the command line: a template out, filled in, marked, and kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from webmap.commands import main


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def fill(path: Path, value: object) -> None:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    row = next(cell.row for cell in sheet["A"] if cell.value == "WEDZ-2023-T22")
    sheet.cell(row, heads.index("值") + 1).value = value
    sheet.cell(row, heads.index("佐证文件") + 1).value = "汇总.pdf"
    book.save(path)


@pytest.mark.slow
def test_a_template_goes_out_and_comes_in_once_it_is_right(tmp_path: Path) -> None:
    path = tmp_path / "住建.xlsx"
    asked = ("--unit", "区住建局", "--period", "2024")
    told = json.loads(call("policy", "template", str(path), *asked, "--json").stdout)
    assert told["rows"] > 3
    (tmp_path / "汇总.pdf").write_bytes(b"%PDF-1.4 ")

    fill(path, 147)
    refused = call("policy", "report", str(path))
    assert refused.exit_code == 1
    assert "target-value-no-share" in refused.stderr
    marked = tmp_path / "住建.marked.xlsx"
    assert str(marked.name) in refused.stderr.replace("\n", "")
    sheet = load_workbook(marked).worksheets[0]
    assert len([cell for row in sheet for cell in row if cell.comment]) == 1

    before = marked.read_bytes()
    assert call("policy", "report", str(path)).exit_code == 1
    assert marked.read_bytes() == before
    assert (tmp_path / "住建.marked-2.xlsx").exists()

    fill(path, 46.8)
    told = json.loads(call("policy", "report", str(path), "--json").stdout)
    assert told == {"ok": True, "added": 1, "changed": 0, "unchanged": 0}
    assert "未变 1" in call("policy", "report", str(path)).stdout


def test_a_unit_or_period_that_is_none_is_refused_with_what_looks_alike(tmp_path: Path) -> None:
    path = str(tmp_path / "t.xlsx")
    refused = call("policy", "template", path, "--unit", "区住建")
    assert refused.exit_code == 1
    assert "区住建局" in refused.stderr
    assert "target-period-invalid" in call("policy", "template", path, "--period", "去年").stderr
    assert not Path(path).exists()
