"""Files to be checked, from when they arrive until the job that checks them is over.

The bytes lie in `<home>/verify/<id>/file`. They are kept for nobody: the job removes them, and
what a killed one has left goes with the next that arrives.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from layers.reading.limits import MEGABYTE
from layers.settings import Settings

LARGEST_MB = 64
BLOCK_BYTES = 1024 * 1024
LEFT_AFTER_S = 24 * 3600
LONGEST_NAME = 200

VERIFY_TOO_LARGE = declare(
    "verify-file-too-large",
    "error",
    Text("文件超过 {limit_mb} MB。", "The file is larger than {limit_mb} MB."),
    Text(
        "请在命令行用 ecoatlas statements verify 核对。",
        "Check it on the command line: ecoatlas statements verify.",
    ),
    status=413,
)
VERIFY_NO_FILE = declare(
    "verify-no-file",
    "error",
    Text("没有选择文件，或文件是空的。", "No file was chosen, or it is empty."),
    Text("请选择核算单导出的文件。", "Choose a file that a statement was exported to."),
)
VERIFY_GONE = declare(
    "verify-file-gone",
    "error",
    Text("要核对的文件已不在。", "The file to be checked is no longer there."),
    Text("请再选择一次文件。", "Choose the file once more."),
    status=410,
)


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has arrived: its number, its name as people see it, hash and size in bytes."""

    id: str
    name: str
    sha256: str
    size: int


def receive(settings: Settings, name: str, stream: IO[bytes]) -> Received:
    """Keep a file until it is checked; raises `verify-file-too-large`, `verify-no-file`."""
    _sweep(settings)
    received = uuid.uuid4().hex
    home = _folder(settings, received)
    home.mkdir(parents=True)
    try:
        size, sha256 = _written(stream, home / "file")
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    return Received(received, shown_name(name), sha256, size)


def _written(stream: IO[bytes], path: Path) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as out:
        while block := stream.read(BLOCK_BYTES):
            size += len(block)
            if size > LARGEST_MB * MEGABYTE:
                raise EcoAtlasError(VERIFY_TOO_LARGE, limit_mb=LARGEST_MB)
            digest.update(block)
            out.write(block)
    if not size:
        raise EcoAtlasError(VERIFY_NO_FILE)
    return size, digest.hexdigest()


def shown_name(name: str) -> str:
    """The last part of a name, without what is no letter; it is shown and names no file here."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(one for one in last if one.isprintable())[-LONGEST_NAME:].strip() or "?"


def received_path(settings: Settings, received: str) -> Path:
    """Where the file lies; raises `verify-file-gone`."""
    path = _folder(settings, received) / "file"
    if not path.is_file():
        raise EcoAtlasError(VERIFY_GONE)
    return path


def discard(settings: Settings, received: str) -> None:
    shutil.rmtree(_folder(settings, received), ignore_errors=True)


def _folder(settings: Settings, received: str) -> Path:
    return settings.resolved_shared / "verify" / received


def _sweep(settings: Settings) -> None:
    """Remove what was left for a day: its job was cancelled before it began, or killed."""
    root = settings.resolved_shared / "verify"
    for one in root.iterdir() if root.is_dir() else ():
        if time.time() - one.stat().st_mtime > LEFT_AFTER_S:
            shutil.rmtree(one, ignore_errors=True)
