"""Exports kept by what is in them: whoever asks for the same gets the same file, built once.

`<home>/exports/<key>` holds the file and what is known of it. The key is made of all that the
bytes hang on; versions never change, so a kept file is never out of date.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path
from typing import IO, Any

import pyogrio

from layers.artifacts.files import KEPT_HOURS
from layers.catalogue import VersionRef
from layers.export.features import Beside
from layers.export.formats.about import about_version
from layers.export.registry import get_format
from layers.export.selection import Selection
from layers.export.writing import Exported, Wanted, system_of, write_version
from layers.settings import Settings
from layers.storage.store import Store
from layers.system.progress import Progress, silent
from layers.system.scratch import kept_folder

FACTS = "facts.json"
BLOCK = 1 << 20
MOST_BYTES = 4 * 2**30
# Programs that write the bytes; another version may write others.
WRITERS = ("ecoatlas", "pyarrow", "openpyxl")


@dataclass(frozen=True, slots=True)
class Artifact:
    """A written file: open, whole, known by the SHA-256 of its bytes."""

    content: IO[bytes]
    sha256: str
    epsg: int
    notes: tuple[dict[str, str], ...]


def export_of(
    settings: Settings,
    store: Store,
    version: VersionRef,
    wanted: Wanted,
    chosen: Selection | None = None,
    beside: Beside | None = None,
    progress: Progress = silent,
) -> Artifact:
    """The file as it is kept, else written now and kept. Raises what `layers.export` raises.

    With a column `beside` it hangs on records that change, and is written each time.
    """
    place = _place(settings, store, version, wanted, chosen)
    found = _opened(place) if beside is None else None
    if found is not None:
        return found
    with kept_folder(settings.scratch) as folder:
        made = folder / "made"
        made.mkdir()
        out = made / f"content.{get_format(wanted.format).file_suffix}"
        _describe(write_version(store, version, out, wanted, chosen, beside, progress))
        # The open file outlives its folder; it is closed when the answer has been sent.
        found = _opened(made)
        if beside is None:
            _keep(settings, made, place)
    if found is None:
        raise RuntimeError("an export that was just written is not there")
    return found


def is_kept(
    settings: Settings,
    store: Store,
    version: VersionRef,
    wanted: Wanted,
    chosen: Selection | None = None,
) -> bool:
    """Whether it is there already. Raises what asking for such a file raises."""
    return (_place(settings, store, version, wanted, chosen) / FACTS).is_file()


def _place(
    settings: Settings,
    store: Store,
    version: VersionRef,
    wanted: Wanted,
    chosen: Selection | None,
) -> Path:
    epsg, _ = system_of(store, version, wanted)
    return _folder(settings) / _key(version, wanted, epsg, chosen)


def _folder(settings: Settings) -> Path:
    return settings.resolved_shared / "exports"


def _key(version: VersionRef, wanted: Wanted, epsg: int, chosen: Selection | None) -> str:
    told: dict[str, Any] = {
        "about": about_version(version, epsg),
        "made": version.created_at.isoformat(),
        "format": get_format(wanted.format).id,
        "encoding": wanted.encoding,
        "chosen": None if chosen is None else [chosen.said, list(chosen.keys)],
        "writers": [pyogrio.__gdal_version__, *map(installed, WRITERS)],
    }
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def sha256_of(opened: IO[bytes]) -> str:
    """Of all that an open file holds; it stands at its beginning afterwards."""
    opened.seek(0)
    found = hashlib.sha256()
    while block := opened.read(BLOCK):
        found.update(block)
    opened.seek(0)
    return found.hexdigest()


def _describe(done: Exported) -> None:
    with done.path.open("rb") as content:
        facts = {
            "file": done.path.name,
            "size": os.fstat(content.fileno()).st_size,
            "sha256": sha256_of(content),
            "epsg": done.epsg,
            "notes": [note.message.as_dict() for note in done.notes],
        }
    told = json.dumps(facts, ensure_ascii=False)
    done.path.with_name(FACTS).write_text(told, encoding="utf-8")


def _opened(place: Path) -> Artifact | None:
    """What is kept there; None where nothing is, or where the file is not as long as it was."""
    try:
        facts = json.loads((place / FACTS).read_text(encoding="utf-8"))
        content = (place / facts["file"]).open("rb")
    except (OSError, ValueError):
        return None
    if os.fstat(content.fileno()).st_size != facts["size"]:
        content.close()
        return None
    with suppress(OSError):
        os.utime(place)
    return Artifact(content, facts["sha256"], facts["epsg"], tuple(facts["notes"]))


def _keep(settings: Settings, made: Path, place: Path) -> None:
    """Put it where the next one finds it, in place of what is damaged; what is too much goes."""
    place.parent.mkdir(mode=0o700, exist_ok=True)
    shutil.rmtree(place, ignore_errors=True)
    with suppress(OSError):
        made.rename(place)
    discard_exports(settings)


def discard_exports(settings: Settings, most: int = MOST_BYTES) -> int:
    """Remove what nobody has asked for during KEPT_HOURS, and the oldest beyond `most` bytes."""
    removed, room = 0, most
    for place in sorted(_there(settings), key=_used, reverse=True):
        room -= _size(place)
        if room < 0 or time.time() - _used(place) > KEPT_HOURS * 3600:
            shutil.rmtree(place, ignore_errors=True)
            removed += 1
    return removed


def _there(settings: Settings) -> Iterator[Path]:
    root = _folder(settings)
    return root.iterdir() if root.is_dir() else iter(())


def _used(place: Path) -> float:
    try:
        return place.stat().st_mtime
    except OSError:
        return 0.0


def _size(place: Path) -> int:
    try:
        return sum(one.stat().st_size for one in place.iterdir())
    except OSError:
        return 0
