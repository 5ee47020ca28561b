"""Files that come along with a form: saved in a folder of the request, by the names they have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import request

from geo.errors import EcoAtlasError, declare
from geo.words import Text
from projects.evidence.files import FORMS, MOST_BYTES

MOST_FILES = 5
LARGEST = MOST_FILES * MOST_BYTES + 2**20
TOO_MANY = declare(
    "project-files-too-many",
    "error",
    Text(
        "一次交来了 {count} 个文件，至多 {most} 个。", "{count:file|files} came; at most {most} do."
    ),
    Text("请分几次上传。", "Send them in several turns."),
    status=422,
)


def sent_files(folder: Path, name: str = "files") -> dict[str, Path]:
    """The files of a field, saved; a field that is left empty brings none."""
    sent = [one for one in request.files.getlist(name) if one.filename]
    if len(sent) > MOST_FILES:
        raise EcoAtlasError(TOO_MANY, count=len(sent), most=MOST_FILES)
    found: dict[str, Path] = {}
    for number, one in enumerate(sent):
        path = folder / f"file-{number}"
        one.save(path)
        found[str(one.filename)] = path
    return found


def file_limits() -> dict[str, Any]:
    """What is said beside a field of files."""
    return {"limit": MOST_BYTES >> 20, "kinds": ", ".join(FORMS), "most": MOST_FILES}
