"""Reading a PDF: the lines of its pages as a reader would copy them, and the file attached."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from projects.statements.faces.portable import ATTACHED, SITE_ATTACHED
from projects.statements.verifying.marks import Mark
from projects.statements.verifying.places import Place, Reading

WORKINGS = re.compile(
    rb"/(?:OCProperties|OpenAction|JavaScript|Launch|XFA|AA(?=\s*(?:<<|\d+\s+\d+\s+R)))"
)
"""What acts by itself; two letters stand anywhere among pressed bytes, so what follows is asked."""
PRESSED = re.compile(rb"stream\r?\n")
MOST_UNPRESSED = 4 * 2**20
DRAWN = {
    pdfium.FPDF_PAGEOBJ_PATH: "path",
    pdfium.FPDF_PAGEOBJ_IMAGE: "image",
    pdfium.FPDF_PAGEOBJ_SHADING: "shading",
    pdfium.FPDF_PAGEOBJ_FORM: "form",
}


def envelope_text(path: Path) -> str | None:
    with closing(pypdfium2.PdfDocument(path)) as document:
        for number in range(document.count_attachments()):
            attached = document.get_attachment(number)
            if attached.get_name() in (ATTACHED, SITE_ATTACHED):
                return bytes(attached.get_data()).decode()
        return None


def read(path: Path) -> Reading:
    """Each line of text by page and number; spaces say nothing."""
    values: dict[Place, Any] = {}
    with closing(pypdfium2.PdfDocument(path)) as document:
        for number in range(len(document)):
            page = document[number]
            words = page.get_textpage()
            lines = words.get_text_range().splitlines()
            words.close()
            page.close()
            kept = [one for one in (" ".join(line.split()) for line in lines) if one]
            for line, text in enumerate(kept, start=1):
                values[Place(f"p. {number + 1}", str(line))] = text
    rows = {place: str(text)[:30] for place, text in values.items()}
    return Reading(values, rows, {})


def marks(path: Path) -> Iterator[Mark]:
    """What lies over the pages or around their text, and what acts when the file is opened."""
    with closing(pypdfium2.PdfDocument(path)) as document:
        for number in range(document.count_attachments()):
            yield Mark("attached", str(document.get_attachment(number).get_name())[:80])
        for number in range(len(document)):
            page = document[number]
            yield from _page(page, f"p. {number + 1}")
            page.close()
        if document.get_formtype():
            yield Mark("annotations", "form")
    yield from (Mark("attached", one) for one in sorted(_workings(path.read_bytes())))


def _workings(content: bytes) -> set[str]:
    """As they are written, also within streams: there programs press objects together."""
    pieces = (content, *(_unpressed(content, one.end()) for one in PRESSED.finditer(content)))
    return {one.decode() for piece in pieces for one in WORKINGS.findall(piece)}


def _unpressed(content: bytes, start: int) -> bytes:
    """The first of what was pressed from there on, nothing where nothing was."""
    with suppress(zlib.error):
        return zlib.decompressobj().decompress(memoryview(content)[start:], MOST_UNPRESSED)
    return b""


def _page(page: Any, where: str) -> Iterator[Mark]:
    for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
        yield Mark("annotations", where, str(number))
    kinds = Counter(DRAWN[one.type] for one in page.get_objects(max_depth=1) if one.type in DRAWN)
    for kind, count in kinds.items():
        yield Mark("objects", where, f"{kind} {count}")
    # What is shown of it, whether the page says so itself or all pages together do.
    sides = [round(float(one), 1) for one in page.get_bbox()]
    yield Mark("boxes", where, f"{sides} {page.get_rotation()}")
