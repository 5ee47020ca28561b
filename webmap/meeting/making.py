"""Makes the file and writes down that it was made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from sqlalchemy.orm import Session

from geo.figures.said import file_size
from geo.words import Language, in_language
from layers.audit import Actor, record
from layers.storage.integrity import require_whole
from layers.system.atomic_file import appearing
from layers.system.database import Database
from projects.printed_maps.sheet import Size
from projects.work.services import Services
from webmap.meeting.choosing import Asked
from webmap.meeting.content import Content, gather
from webmap.meeting.file import write_page
from webmap.meeting.sheets import write_sheet

HTML, PDF, PNG = "html", "pdf", "png"
FORMATS = (HTML, PDF, PNG)
PAPERS: tuple[Size, ...] = get_args(Size)


@dataclass(frozen=True, slots=True)
class Made:
    content: Content
    data: bytes

    @property
    def size_said(self) -> str:
        return file_size(len(self.data))

    def as_dict(self, language: Language) -> dict[str, Any]:
        found = self.content
        return {
            "bytes": len(self.data),
            "theme": found.theme,
            "month": found.month["month"] if found.month else None,
            "layers": [one.id for one in found.layers],
            "features": found.features,
            "secrecy": found.secrecy,
            "tolerance_m": found.tolerance_m,
            "left_out": in_language(list(found.left_out), language),
        }


def make(
    services: Services,
    asked: Asked,
    format_: str,
    by: str,
    language: Language,
    paper: Size = "A4",
) -> Made:
    """The bytes of the file, of contents that are what they were; nothing is recorded yet."""
    content = gather(services, asked, by, with_answers=format_ == HTML)
    for one in content.layers:
        require_whole(services.store, one.version.sha256, one.version.label)
    if format_ == HTML:
        return Made(content, write_page(content, language).encode())
    return Made(content, write_sheet(content, format_, paper, language))


def write_out(made: Made, format_: str, outgoing: Database, out: Path, by: Actor) -> None:
    """Write the file whole or not at all; it stands in the audit log."""
    with appearing(out) as written:
        written.write_bytes(made.data)
        with outgoing.transaction() as session:
            # Recorded before the file is there: nothing leaves unrecorded.
            record_export(session, made.content, by, format_)


def record_export(session: Session, content: Content, by: Actor | None, format_: str) -> None:
    details = {
        "format": format_,
        "theme": content.theme,
        "layers": [one.version.label for one in content.layers],
        "secrecy": content.secrecy,
    }
    record(session, by, "map-exported", content.theme, details=details)
