"""The Chinese font of a PDF: read once in a process, put into each file as the letters it shows.

fpdf2 reads the font anew for each paper, and has the whole of a file with numbered glyphs written
before it takes its outlines: a third of the processor time of a statement.
"""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import Any, cast

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.fonts import SubsetMap, TTFFont

from projects.statements.fonts import Font, chinese_font

FAMILY = "chinese"
METRICS = ("hmtx", "vmtx")
"""Tables of every glyph, of which what embeds a font makes smaller ones without touching them."""
OUTLINES = {"CFF ", "maxp", "head"}
"""All that is asked of a font with numbered glyphs: the others would be read to be dropped."""


def add_chinese(paper: FPDF) -> None:
    """Let the paper write in the font, as FAMILY; raises `statement-no-font`."""
    read = _read(chinese_font())
    paper.fonts[FAMILY] = _Own(read)
    if _is_numbered(read):
        paper._set_min_pdf_version("1.6")


def font_of(paper: FPDF) -> TTFFont:
    """The font that is set."""
    return cast(TTFFont, paper.current_font)


def measured(paper: FPDF, text: str) -> float:
    """Width of a text in one line, in the letters that are set and the unit of the paper."""
    return font_of(paper).get_text_width(text, paper.font_size_pt, None)[1] / paper.k


@cache
def _read(font: Font) -> TTFFont:
    paper = FPDF()
    paper.add_font(FAMILY, "", font.path, collection_font_number=font.number)
    read = cast(TTFFont, paper.fonts[FAMILY])
    for name in ("cmap", *METRICS):
        read.ttfont.get(name)
    read.ttfont.close()
    return read


def _is_numbered(font: TTFFont) -> bool:
    return font.is_cff and font.is_cid_keyed


class _Own(TTFFont):
    """The font of one paper, with the letters that it used."""

    def __init__(self, read: TTFFont) -> None:
        for name in TTFFont.__slots__:
            if hasattr(read, name):
                setattr(self, name, getattr(read, name))
        self.missing_glyphs = []
        self.subset = SubsetMap(self)
        self.ttfont = _opened(read)

    def get_text_width(
        self, text: str, font_size_pt: float, text_shaping_params: dict[str, Any] | None
    ) -> tuple[int, float]:
        """Letters and points of a text. What breaks lines asks for a line letter by letter."""
        if text_shaping_params or self.is_symbol:
            return super().get_text_width(text, font_size_pt, text_shaping_params)
        self.biggest_size_pt = max(self.biggest_size_pt, font_size_pt)
        return len(text), sum(map(self.cw.__getitem__, map(ord, text))) * font_size_pt * 0.001


def _opened(read: TTFFont) -> TTFont:
    """The file opened anew, because what embeds it takes its tables apart."""
    of = _Outlines if _is_numbered(read) else TTFont
    number = read.collection_font_number
    font = of(read.ttffile, recalcTimestamp=False, fontNumber=number, lazy=True)
    if isinstance(font, _Outlines):
        for name in font.reader.keys() - OUTLINES:
            del font.reader.tables[name]
        return font
    known = read.ttfont.tables
    font.tables |= {name: copy(known[name]) for name in ("cmap", *METRICS) if name in known}
    font.tables["cmap"].tables = [copy(one) for one in known["cmap"].tables]
    return font


class _Outlines(TTFont):  # type: ignore[misc]
    """Of a font with numbered glyphs a PDF has the outlines alone, which are asked for by name."""

    def __getitem__(self, tag: str) -> Any:
        table = super().__getitem__(tag)
        if tag == "CFF ":
            # Numbered glyphs are not put together from others: each would be gone through for it.
            table.closure_glyphs = _nothing_more
        return table

    def save(self, file: Any, *_: Any) -> None:
        """Nothing: it would be thrown away."""


def _nothing_more(_: Any) -> None:
    """No other glyph is part of one."""
