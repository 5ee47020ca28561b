"""Receiving files piece by piece; a piece that is lost is asked for again, none is taken twice.

The bytes of file number n lie in `<home>/uploads/<id>/n`. How much has arrived is its size, so a
restart of the server or of the browser loses nothing that was received.
"""

from __future__ import annotations

import datetime as dt
import shutil
import time
import unicodedata
import uuid
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.audit import Actor
from layers.reading.limits import MEGABYTE
from layers.settings import Settings
from layers.system.database import now
from layers.system.scratch import try_lock
from layers.uploads.errors import (
    UNKNOWN_UPLOAD,
    UPLOAD_NAME,
    UPLOAD_NO_FILES,
    UPLOAD_NO_SPACE,
    UPLOAD_NO_SUCH_FILE,
    UPLOAD_OFFSET,
    UPLOAD_OVERFLOW,
    UPLOAD_TOO_LARGE,
    UPLOAD_TOO_MANY,
    UPLOAD_TOO_MANY_FILES,
    UPLOAD_UNFINISHED,
)
from layers.uploads.tables import UploadRow

LONGEST_NAME, MOST_FILES, MOST_UPLOADS = 200, 2000, 50
LONGEST_ON_DISK_BYTES, LONGEST_ENDING = 240, 20
BLOCK_BYTES = 1024 * 1024
KEPT_DAYS = 7
# So many unfinished uploads are told when their files come again.
MOST_UNFINISHED = 200
# The folder of an upload is there a moment before others can see its row.
BEGUN_WITHIN_S = 3600
# A check needs the file once more, unpacked; below this the disk is not worth starting on.
SPACE_FACTOR = 3


@dataclass(frozen=True, slots=True)
class UploadFile:
    name: str
    size: int
    received: int


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload, free of the session."""

    id: str
    owner: str
    files: tuple[UploadFile, ...]
    choices: dict[str, Any]
    check_job: str | None
    import_job: str | None
    report: dict[str, Any] | None
    version: str | None
    created_at: dt.datetime

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    @property
    def received(self) -> int:
        return sum(file.received for file in self.files)

    @property
    def complete(self) -> bool:
        return all(file.received == file.size for file in self.files)

    @property
    def title(self) -> str:
        """The name people know it by: of the file, or of the first one that says most."""
        names = [file.name for file in self.files]
        told = next((name for name in names if name.lower().endswith(".shp")), names[0])
        return told.rpartition("/")[2]


def start_upload(
    session: Session, settings: Settings, files: Sequence[tuple[str, int]], by: Actor
) -> Upload:
    """Announce files by name (with `/` for folders) and size in bytes; raises `upload-…`."""
    _check_files(settings, files)
    _check_count(session, by.name)
    names = [clean_name(name) for name, _ in files]
    counts = Counter(name.casefold() for name in names)
    for name in names:
        if counts[name.casefold()] > 1:
            raise EcoAtlasError(UPLOAD_NAME, name=name)
    listed = [{"name": name, "size": size} for name, (_, size) in zip(names, files, strict=True)]
    row = UploadRow(id=uuid.uuid4().hex, owner=by.name, files=listed)
    session.add(row)
    session.flush()
    home = folder(settings, row.id)
    home.mkdir(parents=True)
    for number, (_, size) in enumerate(files):
        if size == 0:  # nothing of it will ever be sent
            (home / str(number)).touch()
    return upload_of(settings, row)


def _check_files(settings: Settings, files: Sequence[tuple[str, int]]) -> None:
    if not files:
        raise EcoAtlasError(UPLOAD_NO_FILES)
    if len(files) > MOST_FILES:
        raise EcoAtlasError(UPLOAD_TOO_MANY_FILES, count=len(files), limit=MOST_FILES)
    size = sum(size for _, size in files)
    if size > settings.upload_mb * MEGABYTE:
        size_mb = -(-size // MEGABYTE)
        raise EcoAtlasError(UPLOAD_TOO_LARGE, size_mb=size_mb, limit_mb=settings.upload_mb)
    settings.resolved_shared.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.resolved_shared).free
    if size * SPACE_FACTOR > free:
        need = SPACE_FACTOR * size // MEGABYTE
        raise EcoAtlasError(UPLOAD_NO_SPACE, need_mb=need, free_mb=free // MEGABYTE)


def _check_count(session: Session, owner: str) -> None:
    query = select(func.count()).select_from(UploadRow).where(UploadRow.owner == owner)
    count = session.scalar(query) or 0
    if count >= MOST_UPLOADS:
        raise EcoAtlasError(UPLOAD_TOO_MANY, count=count)


def clean_name(name: str) -> str:
    """A relative name with `/`, as people see it; raises `upload-name` for what is no name."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    printable = all(unicodedata.category(char)[0] != "C" for char in name)
    if not parts or ".." in parts or not printable or len(name) > LONGEST_NAME:
        shown = "".join(char if char.isprintable() else "�" for char in name[:80])
        raise EcoAtlasError(UPLOAD_NAME, name=shown)
    return "/".join(parts)


def receive(settings: Settings, upload: Upload, number: int, offset: int, piece: IO[bytes]) -> int:
    """Add a piece to file `number` (from 0); bytes of it that have arrived now.

    Raises `upload-offset` when the piece does not follow on what is there, `upload-overflow` when
    there is more than was announced; what had arrived before stays.
    """
    if number >= len(upload.files):
        raise EcoAtlasError(UPLOAD_NO_SUCH_FILE, number=number)
    file = upload.files[number]
    path = folder(settings, upload.id) / str(number)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as out:
        # Two windows that send the same file: the second one waits outside.
        alone, have = try_lock(out), out.tell()
        if offset != have or not alone:
            raise EcoAtlasError(UPLOAD_OFFSET, name=file.name, received=have, offset=offset)
        while block := piece.read(BLOCK_BYTES):
            if out.tell() + len(block) > file.size:
                out.truncate(have)
                raise EcoAtlasError(UPLOAD_OVERFLOW, name=file.name, size=file.size)
            out.write(block)
        return out.tell()


def entry(settings: Settings, upload: Upload, place: Path) -> Path:
    """The one path to be read, made in `place`: the file itself, or a zip of several.

    Several files are read as if they had come zipped, so that what is asked of one is asked of the
    other. Raises `upload-unfinished`.
    """
    refuse_unfinished(upload)
    home = folder(settings, upload.id)
    if len(upload.files) == 1:
        target = place / on_disk(upload.files[0].name.rpartition("/")[2])
        target.symlink_to(home / "0")
        return target
    target = place / on_disk(f"{Path(upload.title).stem}.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for number, file in enumerate(upload.files):
            archive.write(home / str(number), file.name)
    return target


def on_disk(name: str) -> str:
    """The name, cut before its ending where it is longer than a file may be called: 85 Chinese
    characters fill the 255 bytes that there are, and other systems count characters."""
    if len(name.encode()) <= LONGEST_ON_DISK_BYTES:
        return name
    stem, dot, ending = name.rpartition(".")
    ending = f"{dot}{ending}" if stem and len(ending) <= LONGEST_ENDING else ""
    room = LONGEST_ON_DISK_BYTES - len(ending.encode())
    return name.removesuffix(ending).encode()[:room].decode(errors="ignore") + ending


def refuse_unfinished(upload: Upload) -> None:
    """Raises `upload-unfinished` for the first file of which something is missing."""
    for file in upload.files:
        if file.received != file.size:
            raise EcoAtlasError(
                UPLOAD_UNFINISHED, name=file.name, received=file.received, size=file.size
            )


def get_upload(session: Session, settings: Settings, upload_id: str, owner: str | None) -> Upload:
    """The upload of this owner (None: of anybody); raises `unknown-upload`."""
    return upload_of(settings, row_of(session, upload_id, owner))


def row_of(session: Session, upload_id: str, owner: str | None, *, lock: bool = False) -> UploadRow:
    """The row, locked until the transaction ends if wanted; raises `unknown-upload`."""
    row = session.get(UploadRow, upload_id, with_for_update=lock or None)
    if row is None or (owner is not None and row.owner != owner):
        raise EcoAtlasError(UNKNOWN_UPLOAD, upload=upload_id[:40])
    return row


def list_uploads(
    session: Session,
    settings: Settings,
    owner: str | None,
    *,
    first: int = 0,
    most: int | None = None,
) -> list[Upload]:
    """The uploads that are still there, the latest first; `most` of them from the `first` on."""
    found = session.scalars(_latest(owner).offset(first).limit(most))
    return [upload_of(settings, row) for row in found]


def count_uploads(session: Session, owner: str | None) -> int:
    """How many uploads there are."""
    kept = _latest(owner).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(kept)) or 0


def unfinished_uploads(session: Session, settings: Settings, owner: str | None) -> list[Upload]:
    """The latest uploads of which something is missing, to go on with."""
    begun = _latest(owner).where(UploadRow.check_job.is_(None), UploadRow.version.is_(None))
    found = (upload_of(settings, row) for row in session.scalars(begun.limit(MOST_UNFINISHED)))
    return [upload for upload in found if not upload.complete]


def _latest(owner: str | None) -> Select[UploadRow]:
    query = select(UploadRow).order_by(UploadRow.created_at.desc(), UploadRow.id)
    return query if owner is None else query.where(UploadRow.owner == owner)


def discard(session: Session, settings: Settings, upload_id: str) -> None:
    """Throw an upload away, with its files."""
    row = session.get(UploadRow, upload_id)
    if row is not None:
        session.delete(row)
    shutil.rmtree(folder(settings, upload_id), ignore_errors=True)


def discard_old(session: Session, settings: Settings, days: int = KEPT_DAYS) -> int:
    """Throw away uploads untouched for `days`, and folders that no upload owns; how many."""
    before = now() - dt.timedelta(days=days)
    old = session.scalars(select(UploadRow.id).where(UploadRow.touched_at < before)).all()
    for upload_id in old:
        discard(session, settings, upload_id)
    known = set(session.scalars(select(UploadRow.id)))
    root = settings.resolved_shared / "uploads"
    there = [one for one in root.iterdir() if _age_s(one) > BEGUN_WITHIN_S] if root.is_dir() else []
    stray = [one for one in there if one.name not in known]
    for one in stray:
        shutil.rmtree(one, ignore_errors=True)
    return len(old) + len(stray)


def folder(settings: Settings, upload_id: str) -> Path:
    return settings.resolved_shared / "uploads" / upload_id


def preview_path(settings: Settings, upload_id: str) -> Path:
    """Where the look into the files of an upload is kept, once a check has made one."""
    return folder(settings, upload_id) / "preview.json"


def faults_path(settings: Settings, upload_id: str) -> Path:
    """Where the workbook of what the last check found is kept."""
    return folder(settings, upload_id) / "faults.xlsx"


def mended_path(settings: Settings, upload_id: str, format: str) -> Path:
    """Where the mended data are kept, once they have been asked for; format: gpkg or zip."""
    return folder(settings, upload_id) / f"mended.{format}"


def kept_path(settings: Settings, upload_id: str) -> Path:
    """Where the last check has left the layer as it would be imported."""
    return folder(settings, upload_id) / "layer"


def upload_of(settings: Settings, row: UploadRow) -> Upload:
    home = folder(settings, row.id)
    files = tuple(
        UploadFile(one["name"], one["size"], _size(home / str(number)))
        for number, one in enumerate(row.files)
    )
    return Upload(
        row.id,
        row.owner,
        files,
        dict(row.choices),
        row.check_job,
        row.import_job,
        row.report,
        row.version,
        row.created_at,
    )


def _age_s(path: Path) -> float:
    """Seconds since something was put into a folder; 0 when it is gone meanwhile."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
