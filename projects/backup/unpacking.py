"""Taking a backup apart into a scratch folder: nothing is believed that its hash does not show."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from geo.errors import EcoAtlasError
from layers.system.progress import Progress
from projects.backup.archive import CutOffError, NotAnArchiveError, Reader, reading
from projects.backup.errors import (
    BACKUP_DAMAGED,
    BACKUP_TOO_NEW,
    BACKUP_TRUNCATED,
    NO_BACKUP,
    NO_SPACE,
)
from projects.backup.manifest import (
    FORMAT_VERSION,
    MANIFEST,
    SEAL,
    FileEntry,
    Heading,
    Manifest,
)
from projects.migrations.revisions import is_known

UNPACK = "restore-unpack"
LARGEST_MANIFEST = 256 * 2**20
MB = 2**20


class Unpacking:
    """One backup on its way into a folder; `at` is the file that is being read."""

    def __init__(
        self, path: Path, folder: Path, progress: Progress, only: Collection[str] | None
    ) -> None:
        self.path, self.folder, self.progress, self.only = path, folder, progress, only
        self.at = MANIFEST
        self.done = 0

    def damaged(self, why: object) -> EcoAtlasError:
        return EcoAtlasError(BACKUP_DAMAGED, path=self.path, name=self.at, why=why)

    def manifest(self, archive: Reader) -> tuple[Manifest, str]:
        """The manifest, and its own hash."""
        try:
            name, size = archive.next()
        except NotAnArchiveError as error:
            raise EcoAtlasError(NO_BACKUP, path=self.path) from error
        if name != MANIFEST or size > LARGEST_MANIFEST:
            raise EcoAtlasError(NO_BACKUP, path=self.path)
        text = archive.whole(size)
        return self._read(text), hashlib.sha256(text).hexdigest()

    def _read(self, text: bytes) -> Manifest:
        try:
            said = json.loads(text)
            heading = Heading.model_validate(said)
            if heading.format_version > FORMAT_VERSION or not is_known(heading.revision):
                raise EcoAtlasError(
                    BACKUP_TOO_NEW, program=heading.program, revision=heading.revision
                )
            return Manifest.model_validate(said)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise self.damaged(f"{where}: {first['msg']}" if where else first["msg"]) from error
        except (ValueError, RecursionError) as error:
            raise self.damaged("JSON") from error

    def need_space(self, manifest: Manifest) -> None:
        """The files, and the database once more while it is built from them."""
        rows = sum(file.bytes for file in manifest.files if file.name.startswith("database/"))
        wanted = sum(file.bytes for file in manifest.files if self.wants(file))
        needed, free = (
            wanted + (2 * rows if self.only is None else wanted),
            shutil.disk_usage(self.folder).free,
        )
        if needed > free:
            raise EcoAtlasError(
                NO_SPACE, needed=needed // MB + 1, free=free // MB, place=self.folder
            )

    def file(self, archive: Reader, expected: FileEntry, total: int) -> None:
        """The next file, which is the one that the manifest names next."""
        self.at = expected.name
        name, size = archive.next()
        if name != expected.name:
            raise self.damaged(f"≠ {name!r}")
        if size != expected.bytes:
            raise self.damaged(f"{size} ≠ {expected.bytes}")
        digest = hashlib.sha256()
        with self._target(expected) as file:
            for piece in archive.pieces(size):
                digest.update(piece)
                file.write(piece)
                self.done += len(piece)
                self.progress(UNPACK, self.done, total)
        if digest.hexdigest() != expected.sha256:
            raise self.damaged("SHA-256")

    def _target(self, file: FileEntry) -> IO[bytes]:
        """What is not wanted is read and compared like the rest, and goes nowhere."""
        if not self.wants(file):
            return Path(os.devnull).open("wb")
        target = self.folder / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        return target.open("xb")

    def wants(self, file: FileEntry) -> bool:
        return self.only is None or file.content in self.only

    def seal(self, archive: Reader, sha256: str) -> None:
        """The last file shows that the manifest is whole too, and that nothing was cut off."""
        self.at = SEAL
        name, size = archive.next()
        if name != SEAL or size > 200 or archive.whole(size).split()[:1] != [sha256.encode()]:
            raise self.damaged("SHA-256")
        archive.end()


def unpack(
    path: Path, folder: Path, progress: Progress, only: Collection[str] | None = None
) -> Manifest:
    """Every file of a backup into `folder`, after its size and hash were found right.

    only: the files of these contents (by SHA-256); the rest is compared all the same.
    Raises `backup-unreadable`, `backup-truncated`, `backup-damaged`, `backup-too-new`,
    `restore-no-space`.
    """
    work = Unpacking(path, folder, progress, only)
    try:
        with reading(path) as archive:
            manifest, sha256 = work.manifest(archive)
            work.need_space(manifest)
            for file in manifest.files:
                work.file(archive, file, max(manifest.bytes, 1))
            work.seal(archive, sha256)
    except CutOffError as error:
        raise EcoAtlasError(BACKUP_TRUNCATED, path=path, name=work.at) from error
    except NotAnArchiveError as error:
        raise work.damaged(error) from error
    return manifest
