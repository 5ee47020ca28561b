"""The record beside stored files: the size and SHA-256 that each of them had when it was written.

    files.json        of the features, the original, the raster and the manifest
    tile-files.json   of the tiles and their report, which are made later

A record holds the hash of itself too, so that damage to it is told from damage to a file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.system.database import now

RECORD, TILE_RECORD = "files.json", "tile-files.json"
FORM = 1
PIECE_BYTES = 2**20
# Kind, and stem of the file, of contents that are one file as it was handed in, named by its hash.
EVIDENCE = "evidence"

CONTENT_DAMAGED = declare(
    "content-damaged",
    "error",
    Text(
        "{of} 的内容已损坏：版本库 {sha256} 中的 {name} {why}。未给出任何结果。",
        "The content of {of} is damaged: {name} under {sha256} in the version store {why}. No "
        "result is given.",
    ),
    Text(
        "请从备份取回这一份内容：ecoatlas restore 备份.tar.zst --only {sha256}；"
        "ecoatlas selfcheck 列出全部损坏的文件。",
        "Take this content from a backup: ecoatlas restore BACKUP.tar.zst --only {sha256}; "
        "ecoatlas selfcheck lists every damaged file.",
    ),
    status=500,
)
MISSING = Text("不见了", "is missing")
DIFFERS = Text("与入库时记下的大小和指纹不符", "differs from the size and hash on record")
UNREADABLE = Text("无法读出", "cannot be read")


@dataclass(frozen=True, slots=True)
class FileMark:
    """Size and SHA-256 of a file."""

    bytes: int
    sha256: str


def told(marks: Mapping[str, FileMark]) -> dict[str, Any]:
    """As plain JSON values, by name."""
    return {name: asdict(marks[name]) for name in sorted(marks)}


def damaged(sha256: str, name: str, why: Text, of: str = "") -> EcoAtlasError:
    """`content-damaged`; `of` says whose content it is, where that is known."""
    return EcoAtlasError(CONTENT_DAMAGED, of=of or sha256[:12], sha256=sha256, name=name, why=why)


def mark_of(file: IO[bytes]) -> FileMark:
    """Reads the file from where it is to its end."""
    digest, size = hashlib.sha256(), 0
    while piece := file.read(PIECE_BYTES):
        digest.update(piece)
        size += len(piece)
    return FileMark(size, digest.hexdigest())


def marks_in(folder: Path, names: Collection[str] | None = None) -> dict[str, FileMark]:
    """Marks of files in a local folder: those named, or all."""
    marks = {}
    for name in sorted(file.name for file in folder.iterdir()):
        if names is None or name in names:
            with (folder / name).open("rb") as file:
                marks[name] = mark_of(file)
    return marks


def write_record(path: Path, marks: Mapping[str, FileMark], *, later: bool = False) -> None:
    """`later`: the files had been stored before, so nothing is known of the day of import."""
    path.write_bytes(_rendered(marks, now().isoformat(timespec="seconds"), later))


def _rendered(marks: Mapping[str, FileMark], at: str, later: bool) -> bytes:
    record = {
        "form": FORM,
        "recorded_at": at,
        "later": later,
        "files": told(marks),
    }
    seal = hashlib.sha256(json.dumps(record).encode()).hexdigest()
    return json.dumps(record | {"seal": seal}, indent=1).encode()


def read_record(text: bytes) -> dict[str, FileMark]:
    """Raises ValueError where a single byte is not as it was written."""
    try:
        said = json.loads(text)
        files = {name: FileMark(**mark) for name, mark in said["files"].items()}
        again = _rendered(files, said["recorded_at"], said["later"])
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("no record") from error
    if again != text:
        raise ValueError("the record does not fit its seal")
    return files
