"""Files of basemaps: often larger than all that an office has made, and to be had again elsewhere.

A backup names them with size and hash instead of holding them; who brings it back is told which
files he has to put where.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from geo.errors import EcoAtlasError
from layers.basemaps.files import folder_of, path_of
from layers.settings import Settings
from projects.backup.manifest import BasemapFile
from projects.basemaps.keeping import basemaps


def named_files(connection: Connection, settings: Settings) -> Iterator[BasemapFile]:
    """Every file that a basemap shows, once."""
    with Session(connection) as session:
        shown = [one for one in basemaps(session) if one.file]
    for name in dict.fromkeys(one.file for one in shown):
        titles = tuple(one.title for one in shown if one.file == name)
        try:
            path = path_of(settings, name)
        except EcoAtlasError:  # it is told as missing, which is what the map tells of it too
            yield BasemapFile(name=name, titles=titles)
        else:
            size, sha256 = path.stat().st_size, _sha256(path)
            yield BasemapFile(name=name, titles=titles, bytes=size, sha256=sha256)


def still_wanted(settings: Settings, named: tuple[BasemapFile, ...]) -> tuple[BasemapFile, ...]:
    """Those that do not lie in the folder of basemaps as they were."""
    return tuple(one for one in named if not _is_there(folder_of(settings) / one.name, one))


def _is_there(path: Path, file: BasemapFile) -> bool:
    if path.parent / Path(file.name).name != path or not path.is_file():
        return False
    return path.stat().st_size == file.bytes and _sha256(path) == file.sha256


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
