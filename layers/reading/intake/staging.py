"""From the file that arrived to parts in a private folder, each being what its name says.

Nothing here opens GDAL. What comes packed, in a folder or alone becomes members under random names;
the members become sources: a shapefile of several parts, a geodatabase of many, or a single file.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from geo.errors import EcoAtlasError
from geo.words import listed
from layers.reading.intake.archive import Unpacked, place_of, unpack
from layers.reading.intake.file_errors import (
    BAD_ZIP,
    FILE_EMPTY,
    FILE_MISSING,
    FILE_TOO_LARGE,
    GEODATABASE_INCOMPLETE,
    MISSING_DBF,
    NO_SHAPEFILE_IN_ZIP,
    NOTHING_IN_FOLDER,
    PART_TWICE,
    ZIP_TOO_MANY,
)
from layers.reading.intake.format_errors import DATABASE_UNFINISHED, LOG_ALONE
from layers.reading.intake.formats import BESIDE, BY_SUFFIX, GPKG_LOGS, JSON, Format
from layers.reading.intake.json_kinds import json_kind
from layers.reading.intake.recognise import ZIP, check_head, check_table, check_zip
from layers.reading.intake.refused_formats import refuse_format
from layers.reading.limits import MEGABYTE, Limits
from layers.reading.shown import shown_name

SIDECARS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
GDB_CATALOGUE = "a00000001.gdbtable"
MEMBERS_NAMED = 8
_EMPTY_ZIP = b"PK\x05\x06"


@dataclass(frozen=True, slots=True)
class Source:
    """One shapefile or one container, its parts in the private folder under a random name.

    `file` is the name to tell it by, `path` the file (of a geodatabase: the folder) to open.
    """

    format: Format
    name: str
    path: Path
    file: str
    parts: tuple[str, ...] = field(default=())


def stage(path: Path, folder: Path, limits: Limits) -> list[Source]:
    """The sources inside `path`, a file or a folder; one clear refusal for anything else."""
    if path.is_dir():
        return _from_folder(path, folder, limits)
    refuse_by_size(path, limits)
    suffix = path.suffix.lower()
    if suffix == ".zip":
        return _from_zip(path, folder, limits)
    if suffix in SIDECARS[:3]:
        return _shapefiles(_neighbours(path, folder))
    if suffix == ".kmz":
        return _from_kmz(path, folder, limits)
    if suffix not in BY_SUFFIX or BY_SUFFIX[suffix] == "filegdb":
        refuse_format(path.name)
    if suffix == ".gpkg":
        return _sources(list(_with_logs(path, folder)), limits, outer=path.stem)
    return [_single(_copy(path, path.name, folder), limits)]


def _with_logs(path: Path, folder: Path) -> Iterator[Unpacked]:
    """A GeoPackage with what lies beside it, copied at one and the same moment."""
    found = [path, *(path.with_name(path.name + end[len(".gpkg") :]) for end in GPKG_LOGS)]
    before = [_state(one) for one in found]
    for one, state in zip(found, before, strict=True):
        if state is not None:
            yield _copy(one, one.name, folder)
    if before != [_state(one) for one in found]:
        raise EcoAtlasError(DATABASE_UNFINISHED, file=shown_name(path.name))


def _state(path: Path) -> tuple[int, int] | None:
    if not path.is_file():
        return None
    about = path.stat()
    return about.st_size, about.st_mtime_ns


def refuse_by_size(path: Path, limits: Limits) -> None:
    if not path.is_file():
        raise EcoAtlasError(FILE_MISSING, file=shown_name(path.name))
    size = path.stat().st_size
    if size == 0:
        raise EcoAtlasError(FILE_EMPTY, file=shown_name(path.name))
    _refuse_large(path.name, size, limits)


def _refuse_large(name: str, size: int, limits: Limits) -> None:
    if size > limits.file_bytes:
        raise EcoAtlasError(
            FILE_TOO_LARGE,
            file=shown_name(name),
            size_mb=size // MEGABYTE,
            limit_mb=limits.file_bytes // MEGABYTE,
        )


def _from_zip(path: Path, folder: Path, limits: Limits) -> list[Source]:
    _refuse_damaged(path)
    members = unpack(path, folder, limits)
    sources = _sources(members, limits, outer=path.stem)
    if not sources:
        held = listed((shown_name(member.name) for member in members), MEMBERS_NAMED)
        raise EcoAtlasError(NO_SHAPEFILE_IN_ZIP, file=shown_name(path.name), entries=held)
    return sources


def _refuse_damaged(path: Path) -> None:
    if check_zip(path, shown_name(path.name)) not in (ZIP, _EMPTY_ZIP):
        raise EcoAtlasError(BAD_ZIP, file=shown_name(path.name))


def _from_kmz(path: Path, folder: Path, limits: Limits) -> list[Source]:
    """Only the KML texts of a KMZ are unpacked; pictures and models stay where they are."""
    _refuse_damaged(path)
    members = unpack(path, folder, limits, wanted=frozenset({".kml"}))
    texts = [member for member in members if member.suffix == ".kml"]
    if not texts:
        held = listed((shown_name(member.name) for member in members), MEMBERS_NAMED)
        raise EcoAtlasError(NO_SHAPEFILE_IN_ZIP, file=shown_name(path.name), entries=held)
    if len(texts) == 1:
        only = texts[0]
        texts = [Unpacked(only.name, path.stem, only.suffix, only.path)]
    return [_single(member, limits) for member in texts]


def _from_folder(path: Path, folder: Path, limits: Limits) -> list[Source]:
    """The files of a folder side by side, or a geodatabase, which is a folder itself."""
    files = sorted(p for p in path.iterdir() if p.is_file() and not p.is_symlink())
    if len(files) > limits.zip_entries:
        raise EcoAtlasError(
            ZIP_TOO_MANY, file=shown_name(path.name), entries=len(files), limit=limits.zip_entries
        )
    _refuse_large(path.name, sum(p.stat().st_size for p in files), limits)
    members = [_copy(p, f"{path.name}/{p.name}", folder) for p in files if _is_wanted(p, path)]
    sources = _sources(members, limits, outer=path.stem)
    if not sources:
        raise EcoAtlasError(NOTHING_IN_FOLDER, file=shown_name(path.name))
    return sources


def _is_wanted(path: Path, parent: Path) -> bool:
    suffix = path.suffix.lower()
    read = suffix in SIDECARS or suffix in BY_SUFFIX or suffix in GPKG_LOGS
    return read or place_of(f"{parent.name}/{path.name}") != ""


def _copy(path: Path, name: str, folder: Path) -> Unpacked:
    """A private copy; only the parts of a geodatabase keep their (checked) names."""
    place = place_of(name)
    copy = folder / (place or secrets.token_hex(8) + path.suffix.lower())
    copy.parent.mkdir(exist_ok=True)
    shutil.copyfile(path, copy)
    return Unpacked(name, str(PurePosixPath(name).with_suffix("")), path.suffix.lower(), copy)


def _neighbours(path: Path, folder: Path) -> Iterator[Unpacked]:
    """A .shp with its neighbours, as they lie side by side in a folder."""
    found = [
        _copy(other, other.name, folder)
        for other in path.parent.iterdir()
        if other.suffix.lower() in SIDECARS and other.stem.lower() == path.stem.lower()
    ]
    if not any(member.suffix == ".shp" for member in found):
        raise EcoAtlasError(FILE_MISSING, file=shown_name(path.with_suffix(".shp").name))
    yield from found


def _sources(members: list[Unpacked], limits: Limits, *, outer: str) -> list[Source]:
    """Everything that can be read; tables and rasters only where nothing else is."""
    single = [m for m in members if BY_SUFFIX.get(m.suffix, "shapefile") != "shapefile"]
    single = [m for m in single if m.suffix != ".gdb"]
    beside = [m for m in single if BY_SUFFIX[m.suffix] in BESIDE]
    layers = [m for m in single if BY_SUFFIX[m.suffix] not in BESIDE]
    _put_logs_beside(members)
    sources = [*_shapefiles(members), *_geodatabases(members, outer)]
    sources += [_single(member, limits) for member in layers]
    return sources or [_single(member, limits) for member in beside]


def _put_logs_beside(members: list[Unpacked]) -> None:
    """Logs lie beside their GeoPackage again, under its random name."""
    databases = {m.stem.lower(): m.path for m in members if m.suffix == ".gpkg"}
    for member in members:
        if member.suffix in GPKG_LOGS:
            database = databases.get(member.stem.lower())
            if database is not None:
                member.path.rename(f"{database}{member.suffix.removeprefix('.gpkg')}")
            elif member.path.stat().st_size and member.suffix != ".gpkg-shm":
                raise EcoAtlasError(LOG_ALONE, file=shown_name(member.name))


def _single(member: Unpacked, limits: Limits) -> Source:
    """A file that is a source by itself, once it is what its name says."""
    format_ = BY_SUFFIX[member.suffix]
    file = shown_name(PurePosixPath(member.name).name if "/" not in member.name else member.name)
    format_ = json_kind(member.path, file) if format_ in JSON else format_
    check_head(format_, member.path, file)
    if format_ == "xlsx":
        # A workbook is a zip too: walked with the same guards, and nothing of it unpacked.
        unpack(member.path, member.path.parent, limits, wanted=frozenset(), told=file)
    return Source(format_, shown_name(PurePosixPath(member.stem).name), member.path, file)


def _shapefiles(members: Iterable[Unpacked]) -> list[Source]:
    sets: dict[str, dict[str, Unpacked]] = {}
    for member in members:
        if member.suffix in SIDECARS:
            parts = sets.setdefault(member.stem.lower(), {})
            if member.suffix in parts:
                file, other = shown_name(member.name), shown_name(parts[member.suffix].name)
                raise EcoAtlasError(PART_TWICE, file=file, other=other, suffix=member.suffix)
            parts[member.suffix] = member
    return [_shapefile(parts) for parts in sets.values() if ".shp" in parts]


def _shapefile(parts: dict[str, Unpacked]) -> Source:
    """Give the parts of one shapefile one random name, and check what they are."""
    shp = parts[".shp"]
    file = shown_name(shp.name)
    check_head("shapefile", shp.path, file)
    if ".dbf" not in parts:
        raise EcoAtlasError(MISSING_DBF, file=file)
    check_table(parts[".dbf"].path, str(Path(file).with_suffix(".dbf")))
    base = shp.path.with_suffix("")
    for suffix, part in parts.items():
        part.path.rename(base.with_suffix(suffix))
    name = shown_name(Path(shp.stem).name)
    return Source("shapefile", name, shp.path, file, tuple(sorted(parts)))


def _geodatabases(members: Iterable[Unpacked], outer: str) -> list[Source]:
    """Folders of tables; `outer` names one whose tables lie at the top of a zip."""
    sets: dict[str, list[Unpacked]] = {}
    for member in members:
        if place_of(member.name):
            sets.setdefault(str(PurePosixPath(member.name).parent), []).append(member)
    return [_geodatabase(place, parts, outer) for place, parts in sets.items()]


def _geodatabase(place: str, parts: list[Unpacked], outer: str) -> Source:
    name = PurePosixPath(place).stem if place != "." else PurePosixPath(outer).stem
    file = shown_name(place if place != "." else f"{name}.gdb")
    paths = {part.path.name: part.path for part in parts}
    if GDB_CATALOGUE not in paths:
        raise EcoAtlasError(GEODATABASE_INCOMPLETE, file=file, part=GDB_CATALOGUE)
    for part in paths.values():
        if part.suffix == ".gdbtable":
            check_head("filegdb", part, f"{file}/{part.name}")
    return Source("filegdb", shown_name(name), paths[GDB_CATALOGUE].parent, file)
