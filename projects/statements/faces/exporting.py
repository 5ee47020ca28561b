"""Handing a statement out: one way to every format, recorded before the file is there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import EcoAtlasError
from geo.words import Language
from layers.audit import Actor, record
from layers.storage.store import Store
from layers.system.atomic_file import appearing
from layers.system.database import Database
from layers.system.media_types import DOCX, GEOPACKAGE, JSON, PDF, XLSX
from projects.statements.envelope import Envelope
from projects.statements.errors import UNKNOWN_FACE
from projects.statements.faces.document import write_document
from projects.statements.faces.earlier import document as earlier_document
from projects.statements.faces.earlier import portable as earlier_portable
from projects.statements.faces.earlier import workbook as earlier_workbook
from projects.statements.faces.geopackage import write_geopackage
from projects.statements.faces.portable import write_pdf
from projects.statements.faces.workbook import write_workbook
from projects.statements.forms import is_earlier
from projects.statements.kept import StatementInfo, get_statement, require_whole
from projects.statements.picture.drawing import draw
from projects.statements.picture.raster import as_png
from projects.statements.signature import SigningKey, sign_file
from projects.statements.vouched import require_contents

Write = Callable[[Envelope, bytes | None, Path], None]
PICTURED: Mapping[str, tuple[Write, Write]] = {
    "xlsx": (earlier_workbook.write_workbook, write_workbook),
    "docx": (earlier_document.write_document, write_document),
    "pdf": (earlier_portable.write_pdf, write_pdf),
}
"""What draws earlier statements and those of today."""
FACES = (*PICTURED, "gpkg", "json")
TYPES = {
    "xlsx": XLSX,
    "docx": DOCX,
    "pdf": PDF,
    "gpkg": GEOPACKAGE,
    "json": JSON,
}


@dataclass(frozen=True, slots=True)
class Handed:
    """A written file, and the statement as it was then."""

    path: Path
    statement: StatementInfo


def export_statement(
    database: Database,
    store: Store,
    statement_id: int,
    format_: str,
    out: Path,
    language: Language = "zh",
    by: Actor | None = None,
    key: SigningKey | None = None,
) -> Handed:
    """Write a statement to `out`, JSON and PDF signed by the `key` of the office if it has one.

    Raises `unknown-statement-format`, `unknown-statement`, `statement-damaged`,
    `statement-no-font`, `content-missing`, `content-damaged`; nothing is left at `out` then.
    """
    require_face(format_)
    with database.reading() as session:
        found = require_whole(get_statement(session, statement_id))
    used = [*found.content["inputs"], *found.content.get("ground", ())]
    require_contents(store, used, found.content["computed"]["shapes"])
    with appearing(out, f".{format_}") as written:
        write_face(Envelope.of(found, language), store, format_, written)
        sign_file(written, format_, key)
        with database.transaction() as session:
            # Recorded before the file is there: nothing leaves unrecorded.
            details = {"format": format_, "sha256": found.sha256, "secrecy": found.secrecy}
            record(session, by, "statement-exported", found.subject, details=details)
    return Handed(out, found)


def require_face(format_: str) -> None:
    """Raises `unknown-statement-format`."""
    if format_ not in FACES:
        raise EcoAtlasError(UNKNOWN_FACE, format=format_[:20], known=", ".join(FACES))


def write_face(envelope: Envelope, store: Store, format_: str, out: Path) -> None:
    """One face of an envelope, with its picture where the format has one."""
    if format_ in PICTURED:
        scene = draw(envelope.content, store, envelope.language)
        write_pictured(envelope, None if scene is None else as_png(scene), format_, out)
    else:
        write_plain(envelope, store, format_, out)


def write_pictured(envelope: Envelope, picture: bytes | None, format_: str, out: Path) -> None:
    """A face with a picture, as it was drawn when its content was made."""
    earlier, today = PICTURED[format_]
    (earlier if is_earlier(envelope.content) else today)(envelope, picture, out)


def write_plain(envelope: Envelope, store: Store | None, format_: str, out: Path) -> None:
    """A face without a picture; a GeoPackage without a store has no shapes."""
    if format_ == "gpkg":
        write_geopackage(envelope, store, out)
        return
    text = json.dumps(envelope.shown, ensure_ascii=False, allow_nan=False, indent=1)
    out.write_text(text + "\n", encoding="utf-8")


def face_name(found: StatementInfo, format_: str, language: Language) -> str:
    """`核算单_指标_校验码.xlsx`, safe on every system."""
    title: Any = found.title.in_(language)
    plain = re.sub(r'[<>:"/\\|?*\s]+', "_", title).strip("._ ")[:40]
    head = "核算单" if language == "zh" else "statement"
    return f"{head}_{plain}_{found.code}.{format_}"


def plain_name(found: StatementInfo, format_: str) -> str:
    """The same in ASCII."""
    return f"statement_{found.metric}_{found.code}.{format_}"
