"""Reading a PDF: the lines of its pages as a reader would copy them, and the file attached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from projects.statements.faces.portable import ATTACHED
from projects.statements.verifying.marks import Mark
from projects.statements.verifying.places import Place, Reading

WORKINGS = (b"/OCProperties", b"/OpenAction", b"/AA", b"/JavaScript", b"/Launch", b"/XFA")
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
            if attached.get_name() == ATTACHED:
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
    content = path.read_bytes()
    yield from (Mark("attached", one.decode()) for one in WORKINGS if one in content)


def _page(page: Any, where: str) -> Iterator[Mark]:
    for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
        yield Mark("annotations", where, str(number))
    kinds = Counter(DRAWN[one.type] for one in page.get_objects(max_depth=1) if one.type in DRAWN)
    for kind, count in kinds.items():
        yield Mark("objects", where, f"{kind} {count}")
    boxes = (page.get_mediabox(), page.get_cropbox(), page.get_rotation())
    yield Mark("boxes", where, str([_rounded(one) for one in boxes]))


def _rounded(box: Any) -> Any:
    return [round(float(one), 1) for one in box] if isinstance(box, tuple) else box
