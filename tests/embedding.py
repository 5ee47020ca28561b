"""Letters of a font as PDFs embed them, kept: hundreds of tests write the same few papers."""

from __future__ import annotations

from typing import Any

from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont

OUTLINES = "CFF "

Taken = tuple[str, int, frozenset[str]]
"""File, place of the outlines in it, letters."""


class Kept:
    """The outlines of some letters, as they were compiled."""

    def __init__(self, compiled: bytes) -> None:
        self.compiled = compiled

    def compile(self, font: TTFont) -> bytes:
        return self.compiled


class Remembering(Subsetter):  # type: ignore[misc]
    """The same letters are taken out of a font once; of one that is written whole, each time."""

    taken: dict[Taken, tuple[list[str], bytes]] = {}  # noqa: RUF012

    def populate(self, glyphs: Any = (), **more: Any) -> None:
        self.wanted = frozenset(glyphs)
        super().populate(glyphs=glyphs, **more)

    def subset(self, font: TTFont) -> None:
        if type(font) is TTFont:
            super().subset(font)
            return
        reader = font.reader
        key = reader.file.name, reader.tables[OUTLINES].offset, self.wanted
        if key not in self.taken:
            super().subset(font)
            self.taken[key] = font.getGlyphOrder(), font[OUTLINES].compile(font)
        order, compiled = self.taken[key]
        font.setGlyphOrder(order)
        font.tables[OUTLINES] = Kept(compiled)
