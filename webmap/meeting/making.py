"""Makes the file and writes down that it was made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.figures.said import file_size
from geo.words import Language, in_language
from layers.audit import Actor, record
from layers.storage.integrity import require_whole
from layers.system.atomic_file import appearing
from layers.system.database import Database
from projects.work.services import Services
from webmap.meeting.content import Asked, Content, gather
from webmap.meeting.file import write_page


@dataclass(frozen=True, slots=True)
class Made:
    content: Content
    size: int

    @property
    def size_said(self) -> str:
        return file_size(self.size)

    def as_dict(self, language: Language) -> dict[str, Any]:
        found = self.content
        return {
            "bytes": self.size,
            "theme": found.theme,
            "layers": [one.id for one in found.layers],
            "features": found.features,
            "secrecy": found.secrecy,
            "tolerance_m": found.tolerance_m,
            "left_out": in_language(list(found.left_out), language),
        }


def make_file(
    services: Services, outgoing: Database, asked: Asked, language: Language, out: Path, by: Actor
) -> Made:
    """Write the file whole or not at all; it stands in the audit log."""
    content = gather(services, asked, by.name)
    data = write_page(content, language).encode()
    for one in content.layers:
        require_whole(services.store, one.version.sha256, one.version.label)
    with appearing(out) as written:
        written.write_bytes(data)
        with outgoing.transaction() as session:
            # Recorded before the file is there: nothing leaves unrecorded.
            record_export(session, content, by, "html")
    return Made(content, len(data))


def record_export(session: Any, content: Content, by: Actor | None, format_: str) -> None:
    details = {
        "format": format_,
        "theme": content.theme,
        "layers": [one.version.label for one in content.layers],
        "secrecy": content.secrecy,
    }
    record(session, by, "map-exported", content.theme, details=details)
