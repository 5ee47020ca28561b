"""Reading a PDF: the lines of its pages as a reader would copy them, and the file attached."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2

from projects.statements.faces.portable import ATTACHED
from projects.statements.verifying.places import Place, Reading


def envelope_text(path: Path) -> str | None:
    document = pypdfium2.PdfDocument(path)
    try:
        for number in range(document.count_attachments()):
            attached = document.get_attachment(number)
            if attached.get_name() == ATTACHED:
                return bytes(attached.get_data()).decode()
        return None
    finally:
        document.close()


def read(path: Path) -> Reading:
    """Each line of text by page and number; spaces say nothing."""
    values: dict[Place, Any] = {}
    document = pypdfium2.PdfDocument(path)
    try:
        for number in range(len(document)):
            page = document[number]
            words = page.get_textpage()
            lines = words.get_text_range().splitlines()
            words.close()
            page.close()
            kept = [one for one in (" ".join(line.split()) for line in lines) if one]
            for line, text in enumerate(kept, start=1):
                values[Place(f"p. {number + 1}", str(line))] = text
    finally:
        document.close()
    rows = {place: str(text)[:30] for place, text in values.items()}
    return Reading(values, rows, {})
