"""Tables of a PDF are drawn as fpdf2 draws its own, byte for byte."""

from __future__ import annotations

import datetime as dt

import pytest
from fpdf import FPDF
from fpdf.enums import WrapMode
from fpdf.table import Table

from projects.statements.faces.font import FAMILY, add_chinese
from projects.statements.faces.ruled import Ruled

TEXTS = (
    "示范区", "", "first\nsecond", "one line and its end\n", "\n", "co\u00adoperation",
    "two\flines", "a\rb", "长到一行放不下的名称，" * 4,
    "words that are longer than their cell is wide",
)  # fmt: skip
MADE = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)


def drawn(kind: type[Table], wrap: WrapMode, top_mm: float) -> bytes:
    paper = FPDF("portrait", "mm", "A4")
    paper.set_creation_date(MADE)
    add_chinese(paper)
    paper.add_page()
    paper.set_font(FAMILY, size=9)
    paper.set_y(top_mm)
    table = kind(
        paper, col_widths=(30, 50, 20), width=100, padding=(0.9, 1.4), wrapmode=wrap,
        line_height=5, first_row_as_headings=False,
    )  # fmt: skip
    for number in range(len(TEXTS)):
        table.row([TEXTS[(number + column) % len(TEXTS)] for column in range(3)])
    table.row().cell("第 37 区" * 3, colspan=3)
    table.render()
    return bytes(paper.output())


@pytest.mark.parametrize("wrap", [WrapMode.CHAR, WrapMode.WORD])
@pytest.mark.parametrize("top_mm", [20, 265])
def test_a_table_is_the_one_of_the_library(wrap: WrapMode, top_mm: float) -> None:
    """Whether lines fit, are broken, or stand where a page ends."""
    assert drawn(Ruled, wrap, top_mm) == drawn(Table, wrap, top_mm)
