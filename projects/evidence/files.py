"""Evidence files: looked at before they are kept, in the store by their hash.

What a file is, its first bytes say; a suffix that says something else is refused. Nothing of a file
is run or shown: it is handed out to be saved, as it came.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from geo.words import Text, listed
from layers.audit import Actor, record
from layers.storage.file_record import EVIDENCE, mark_of
from layers.system.database import now
from layers.system.unseen import without_unseen
from layers.system.zip_directory import opened_zip
from projects.evidence import errors
from projects.evidence.tables import EvidenceFile

if TYPE_CHECKING:
    from layers.storage.store import Store

MOST_BYTES = 20 * 2**20
LONGEST_NAME = 200
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class FileForm:
    """A kind of file that is kept: how it begins, and for a zip the part that it must have."""

    title: Text
    media: str
    begins: bytes
    part: str = ""


DOCUMENT = "application/vnd.openxmlformats-officedocument."
FORMS: Mapping[str, FileForm] = {
    "pdf": FileForm(Text("PDF", "PDF"), "application/pdf", b"%PDF-"),
    "ofd": FileForm(Text("OFD 版式文件", "OFD"), "application/ofd", ZIP, "OFD.xml"),
    "docx": FileForm(
        Text("Word 文档", "Word document"),
        f"{DOCUMENT}wordprocessingml.document", ZIP, "word/document.xml",
    ),
    "xlsx": FileForm(
        Text("Excel 工作簿", "Excel workbook"),
        f"{DOCUMENT}spreadsheetml.sheet", ZIP, "xl/workbook.xml",
    ),
    "doc": FileForm(Text("Word 97 文档", "Word 97 document"), "application/msword", OLE),
    "xls": FileForm(Text("Excel 97 工作簿", "Excel 97"), "application/vnd.ms-excel", OLE),
    "wps": FileForm(Text("WPS 文字", "WPS document"), "application/vnd.ms-works", OLE),
    "et": FileForm(Text("WPS 表格", "WPS table"), "application/vnd.ms-excel", OLE),
    "jpg": FileForm(Text("JPEG 图片", "JPEG picture"), "image/jpeg", b"\xff\xd8\xff"),
    "png": FileForm(Text("PNG 图片", "PNG picture"), "image/png", b"\x89PNG\r\n\x1a\n"),
}  # fmt: skip
SUFFIXES: Mapping[str, str] = {**{form: form for form in FORMS}, "jpeg": "jpg"}
KINDS = listed(FORMS)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that was looked at: its name without folders, its form, size and hash."""

    name: str
    form: str
    bytes: int
    sha256: str

    @property
    def media(self) -> str:
        return FORMS[self.form].media

    @property
    def stored_as(self) -> str:
        """Its name in the store."""
        return f"{EVIDENCE}.{self.form}"


def look_at(path: Path, called: str) -> Evidence:
    """A file as it was handed in under the name `called`.

    Raises `evidence-kind`, `evidence-false`, `evidence-size`.
    """
    name = plain_name(called)
    form = SUFFIXES.get(PurePosixPath(name).suffix[1:].casefold())
    if form is None:
        raise EcoAtlasError(errors.EVIDENCE_KIND, name=name, kinds=KINDS)
    if not 0 < path.stat().st_size <= MOST_BYTES:
        raise EcoAtlasError(errors.EVIDENCE_SIZE, name=name, limit=MOST_BYTES >> 20)
    if not _is(path, FORMS[form]):
        raise EcoAtlasError(errors.EVIDENCE_FALSE, name=name, said=FORMS[form].title)
    with path.open("rb") as file:
        mark = mark_of(file)
    return Evidence(name, form, mark.bytes, mark.sha256)


def plain_name(called: str) -> str:
    """The last part of a name, whatever system wrote it, in one line with nothing unseen in it."""
    last = " ".join(without_unseen(called.replace("\\", "/").rsplit("/", 1)[-1]).split())
    suffix = PurePosixPath(last).suffix[:12]
    return last if len(last) <= LONGEST_NAME else last[: LONGEST_NAME - len(suffix)] + suffix


def _is(path: Path, form: FileForm) -> bool:
    with path.open("rb") as file:
        if file.read(len(form.begins)) != form.begins:
            return False
    if not form.part:
        return True
    try:
        with opened_zip(path) as archive:
            return form.part in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def keep(session: Session, store: Store, files: Iterable[tuple[Path, Evidence]], by: Actor) -> None:
    """Put files that were looked at into the store and on record; twice changes nothing."""
    for path, seen in files:
        put_file(store, path, seen.sha256, seen.stored_as)
        if session.get(EvidenceFile, seen.sha256) is None:
            row = EvidenceFile(
                sha256=seen.sha256,
                name=seen.name,
                form=seen.form,
                bytes=seen.bytes,
                added_at=now(),
                added_by=by.name,
            )
            session.add(row)
            session.flush()
            details = {"sha256": seen.sha256, "bytes": seen.bytes}
            record(session, by, "evidence-added", seen.name, details=details)


def put_file(store: Store, path: Path, sha256: str, stored_as: str) -> None:
    """Put a whole file into the store under its hash; twice changes nothing."""
    if store.has(sha256):
        return
    with store.workspace() as folder:
        shutil.copyfile(path, folder / stored_as)
        store.adopt(sha256, folder, {"kind": EVIDENCE, "file": stored_as})


def kept_names(session: Session, names: Collection[str]) -> dict[str, str]:
    """Hash of each file that is kept, by its name; of several with one name the newest."""
    if not names:
        return {}
    columns = EvidenceFile.name, EvidenceFile.sha256
    query = select(*columns).where(EvidenceFile.name.in_(names))
    rows = session.execute(query.order_by(EvidenceFile.added_at))
    return {one.name: one.sha256 for one in rows}


def get_evidence(session: Session, sha256: str) -> Evidence:
    """What is known of a file that is kept; raises `evidence-unknown`."""
    row = session.get(EvidenceFile, sha256)
    if row is None:
        raise EcoAtlasError(errors.EVIDENCE_UNKNOWN)
    return Evidence(row.name, row.form, row.bytes, row.sha256)


def open_evidence(store: Store, evidence: Evidence) -> IO[bytes]:
    """The file, open for reading; raises `content-missing`."""
    return store.open_file(evidence.sha256, evidence.stored_as)
