"""Lists that were sent and wait to be taken: each for whoever sent it, for a day."""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
import time
from pathlib import Path

from geo.errors import EcoAtlasError, declare
from geo.words import Text

KEPT_S = 24 * 3600
TOKEN = re.compile(r"[0-9a-f]{32}")
GONE = declare(
    "project-list-gone",
    "error",
    Text("上传的清单已不在（只保留一天）。", "The list is no longer here; it is kept for a day."),
    Text("请重新上传。", "Send it again."),
    status=410,
)


def keep_list(folder: Path, owner: str, sent: Path) -> str:
    """Keep a file for its owner; answers the token by which he finds it. Old ones are removed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in folder.glob("*.xlsx"):
        if old.stat().st_mtime < time.time() - KEPT_S:
            old.unlink(missing_ok=True)
    token = secrets.token_hex(16)
    shutil.copyfile(sent, _place(folder, owner, token))
    return token


def kept_list(folder: Path, owner: str, token: str) -> Path:
    """The file behind a token of this owner; raises `project-list-gone`."""
    place = _place(folder, owner, token) if TOKEN.fullmatch(token) else None
    if place is None or not place.is_file():
        raise EcoAtlasError(GONE)
    return place


def drop_list(folder: Path, owner: str, token: str) -> None:
    kept_list(folder, owner, token).unlink(missing_ok=True)


def _place(folder: Path, owner: str, token: str) -> Path:
    return folder / f"{hashlib.sha256(owner.encode()).hexdigest()[:16]}-{token}.xlsx"
