"""The manifest of a version: where it came from, what was decided, with what it was made."""

from __future__ import annotations

import hashlib
import platform
import shutil
import zipfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyproj
import shapely
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.errors import Problem
from layers.catalogue import Description, Layer, Version
from layers.reading.files import ReadLayer
from layers.storage.content import Content
from layers.system.database import now

SOFTWARE = ("ecoatlas", "geopandas", "numpy", "shapely", "pyogrio", "pyproj", "pyarrow")
# A manifest is read by people: of a fault in every row the first hundreds say enough.
PROBLEMS_LISTED = 500
# Tables shrink to a few hundredths at once; coordinates to two thirds at most, and zipping them
# takes as long as reading and comparing all that they draw.
QUICKLY = 1
COPIED_AT_ONCE = 1024 * 1024
COORDINATES = ".shp"
SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


@dataclass(frozen=True)
class Original:
    """The file as it was handed in; a bare .shp stands for its neighbours too."""

    name: str
    parts: tuple[Path, ...]

    def sha256(self) -> str:
        """Of the file; of several parts, of their hashes by name."""
        if len(self.parts) == 1:
            return _file_sha256(self.parts[0])
        listing = "".join(f"{_file_sha256(part)}  {part.name}\n" for part in self.parts)
        return hashlib.sha256(listing.encode()).hexdigest()

    def bytes(self) -> int:
        return sum(part.stat().st_size for part in self.parts)

    def copy_to(self, folder: Path) -> Path:
        """Keep it as `original.<ext>`, several parts as one zip."""
        if len(self.parts) == 1:
            suffix = self.parts[0].suffix.lower()
            return Path(shutil.copyfile(self.parts[0], folder / f"original{suffix}"))
        target = folder / "original.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICKLY) as archive:
            for part in self.parts:
                if part.suffix.lower() == COORDINATES:
                    _add_as_it_is(archive, part)
                else:
                    archive.write(part, part.name)
        return target


def _add_as_it_is(archive: zipfile.ZipFile, part: Path) -> None:
    """As `ZipFile.write` does, but not by a few kilobytes at a time: copying is all there is to do
    here."""
    about = zipfile.ZipInfo.from_file(part, part.name)
    about.compress_type = zipfile.ZIP_STORED
    with part.open("rb") as source, archive.open(about, "w") as target:
        shutil.copyfileobj(source, target, COPIED_AT_ONCE)


def original_of(path: Path) -> Original:
    """What was handed in under this path; of a folder (a geodatabase is one) the files in it."""
    if path.is_dir():
        files = (part for part in path.iterdir() if part.is_file() and not part.is_symlink())
        return Original(path.name, tuple(sorted(files)))
    if path.suffix.lower() not in SHAPEFILE_PARTS:
        return Original(path.name, (path,))
    parts = (
        other
        for other in path.parent.iterdir()
        if other.stem.lower() == path.stem.lower() and other.suffix.lower() in SHAPEFILE_PARTS
    )
    return Original(path.name, tuple(sorted(parts)))


def _file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def describe_import(
    layer_id: str,
    content: Content,
    original: Original,
    read: ReadLayer,
    said: Description,
    by: str | None,
) -> dict[str, Any]:
    """Everything about an import except its tiles, as plain JSON values."""
    problems = read.report.problems
    return {
        "layer": layer_id,
        "kind": content.kind,
        "key_field": content.key_field,
        "sha256": content.sha256,
        "features": content.features,
        "bbox": list(content.bbox),
        "original": {
            "name": original.name,
            "parts": [part.name for part in original.parts],
            "bytes": original.bytes(),
            "sha256": original.sha256(),
        },
        "description": {
            "source": said.source,
            "date": said.date.isoformat() if said.date else None,
            "licence": said.licence,
            "secrecy": said.secrecy,
            "note": said.note,
        },
        "decisions": read.decisions,
        "problems": [_problem(problem) for problem in problems[:PROBLEMS_LISTED]],
        "problems_found": len(problems),
        "software": software(),
        "created_at": now().isoformat(timespec="seconds"),
        "created_by": by,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.kind.severity,
        "feature": problem.feature,
        "message": problem.message.as_dict(),
    }


def software() -> dict[str, str]:
    """Versions of what a version was made with."""
    return {
        "python": platform.python_version(),
        **{name: version(name) for name in SOFTWARE},
        "geos": shapely.geos_version_string,
        "proj": pyproj.proj_version_str,
    }


def remembered(session: Session, layer_id: str | None) -> dict[str, str]:
    """Which field of its file was which of ours in the live version of a layer; {} without one."""
    layer = session.get(Layer, layer_id) if layer_id else None
    live = layer and session.get(Version, (layer.id, layer.live_version))
    return dict(live.manifest.get("decisions", {}).get("mapping", {})) if live else {}


def read_as(session: Session) -> dict[str, dict[str, Any]]:
    """How the file of every live version was read, by layer id, in one query.

    `crs` (“EPSG:4526”), `shifted` (“GCJ02” or “BD09”), `encoding` and `mapping` (ours to theirs);
    None where the file had none. A live version that was made here of another one is left out.
    """
    decided = Version.manifest["decisions"]
    query = select(Layer.id, decided["crs"], decided["encoding"], decided["mapping"]).join(
        Version, (Version.layer_id == Layer.id) & (Version.number == Layer.live_version)
    )
    return {
        layer: {
            "crs": f"EPSG:{crs['used']}" if crs["used"] else None,
            "shifted": crs.get("shifted"),
            "encoding": (encoding or {}).get("used"),
            "mapping": mapping or {},
        }
        for layer, crs, encoding, mapping in session.execute(query)
        if crs
    }
