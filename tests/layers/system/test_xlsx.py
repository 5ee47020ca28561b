"""Sheets that people open: what does not fit into a cell is told."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from layers.system.xlsx import CUT, LONGEST_TEXT, add_sheet


def test_a_text_longer_than_a_cell_says_that_it_was_cut(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    add_sheet(book, "表", ["文字"], [("长" * 40_000,), ("整" * LONGEST_TEXT,)])
    book.save(tmp_path / "a.xlsx")
    _, (long,), (whole,) = openpyxl.load_workbook(tmp_path / "a.xlsx")["表"].values
    assert (len(long), long.endswith(CUT)) == (LONGEST_TEXT, True)
    assert whole == "整" * LONGEST_TEXT
