"""Tables of a PDF: how high a cell is follows from its lines where each of them fits.

fpdf2 draws every cell once for its height, without a mark on the page, and once more to be seen.
"""

from __future__ import annotations

from typing import Any

from fpdf.table import Table

from projects.statements.faces.font import font_of, measured

SURE_MM = 0.01
"""How much shorter than its room a line is that fits, whatever is rounded."""
BREAKS = frozenset("\r\f\u00ad")
"""Marks that break lines in ways of their own."""


class Ruled(Table):
    """A table of text in one font, whose cells have room at both sides and no other padding."""

    def _render_table_cell(
        self,
        i: int,
        j: int,
        cell: Any,
        row_height: float,
        cell_height_info: Any = None,
        *more: Any,
        **named: Any,
    ) -> tuple[bool, float, float]:
        if cell_height_info is None:
            wide = self._get_col_width(i, j, cell.colspan)
            height = self._height(cell.text, wide, row_height)
            if height is not None:
                return False, 0.0, height
        return super()._render_table_cell(i, j, cell, row_height, cell_height_info, *more, **named)

    def _height(self, text: str, wide: float, row_height: float) -> float | None:
        """Height of the cell in millimetres; None where its lines or the page may be broken."""
        paper, padding = self._fpdf, self._padding
        lines = text.removesuffix("\n").split("\n")
        room = wide - padding.left - padding.right - SURE_MM
        if not text or BREAKS & set(text) or max(measured(paper, line) for line in lines) > room:
            return None
        height = sum([row_height] * len(lines))
        if paper.y + padding.top + height + padding.bottom > paper.page_break_trigger - SURE_MM:
            return None
        # Letters are numbered in the order in which they are met.
        for letter in text:
            if letter != "\n":
                font_of(paper).subset.pick(ord(letter))
        return height + padding.top + padding.bottom
