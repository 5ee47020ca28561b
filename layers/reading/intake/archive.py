"""Zip files, walked from their central directory before a single byte is unpacked.

What is refused: too many entries, implausible ratios or totals, archives within archives, links,
absolute names and names that climb out (`..`), passwords. What passes is unpacked under random
names, and only if its extension is on the list, so nothing of the archive's own naming ever
reaches the file system.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import secrets
import shutil
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.reading.intake.file_errors import (
    BAD_ZIP,
    ZIP_BOMB,
    ZIP_EMPTY,
    ZIP_ENCRYPTED,
    ZIP_NESTED,
    ZIP_TOO_MANY,
    ZIP_UNSAFE_ENTRY,
)
from layers.reading.intake.formats import BY_SUFFIX, GPKG_LOGS
from layers.reading.limits import MEGABYTE, Limits
from layers.reading.shown import shown_name
from layers.system.zip_directory import ODD, DirectoryTooLarge, opened_zip

UNPACKED = frozenset({*BY_SUFFIX, *GPKG_LOGS, ".prj", ".cpg"}) - {".gdb"}
ARCHIVES = frozenset({".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".kmz"})
# Below this size an entry may have any ratio: a .prj of blanks is no bomb.
SMALL_BYTES = 4 * MEGABYTE
UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1
_LOCAL_HEADER = 30

# The tables of a geodatabase and their row indexes; indexes of values are not needed to read it.
_GDB_PART = re.compile(r"a[0-9a-f]{8}\.(gdbtable|gdbtablx|gdbindexes)|gdb|timestamps")
_GDB_KEPT = frozenset({".gdbtable", ".gdbtablx", ".gdbindexes"})

ABSOLUTE = Text("绝对路径", "an absolute path")
CLIMBS = Text("路径含 ..", "a path with '..'")
LINK = Text("链接或设备文件", "a link or a device")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive that may be unpacked; `name` is decoded, with folders."""

    name: str
    info: zipfile.ZipInfo

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """Folder and name without extension; files of one shapefile share it."""
        return str(PurePosixPath(self.name).with_suffix(""))


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A member on disk under its random name."""

    name: str
    stem: str
    suffix: str
    path: Path


def unpack(
    path: Path,
    folder: Path,
    limits: Limits,
    *,
    wanted: frozenset[str] = UNPACKED,
    told: str | None = None,
) -> list[Unpacked]:
    """Walk the archive, refuse what is dangerous, unpack the rest into `folder`.

    wanted: extensions that are unpacked. told: the name of the archive in messages.
    """
    file = told or shown_name(path.name)
    try:
        with opened_zip(path, limits.zip_entries) as archive:
            members = _walk(archive, file, limits)
            return [_unpack_one(archive, member, folder, wanted) for member in members]
    except DirectoryTooLarge as error:
        raise _too_many(file, f"> {limits.zip_entries}", limits) from error
    except (zipfile.BadZipFile, OSError, *ODD) as error:
        raise EcoAtlasError(BAD_ZIP, file=file) from error


def place_of(name: str) -> str:
    """Where a part of a geodatabase is put: GDAL finds the parts by their names, which are few and
    of one form; the name of the folder around them is made up. Empty for any other file."""
    path = PurePosixPath(name)
    if not _GDB_PART.fullmatch(path.name.lower()):
        return ""
    if path.suffix.lower() not in _GDB_KEPT and path.parent.suffix.lower() != ".gdb":
        return ""
    folder = hashlib.sha256(str(path.parent).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{folder}.gdb/{path.name.lower()}"


def decoded_name(info: zipfile.ZipInfo) -> str:
    """The name of an entry: by the UTF-8 flag, else GB18030, else cp437 (what zip tools write)."""
    if info.flag_bits & UTF8_FLAG:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _walk(archive: zipfile.ZipFile, file: str, limits: Limits) -> list[Member]:
    infos = archive.infolist()
    if len(infos) > limits.zip_entries:
        raise _too_many(file, len(infos), limits)
    members = list(_members(infos, file))
    if not members:
        raise EcoAtlasError(ZIP_EMPTY, file=file)
    _refuse_bombs(members, file, limits)
    _refuse_overlaps(infos, file)
    return members


def _too_many(file: str, entries: int | str, limits: Limits) -> EcoAtlasError:
    return EcoAtlasError(ZIP_TOO_MANY, file=file, entries=entries, limit=limits.zip_entries)


def _members(infos: list[zipfile.ZipInfo], file: str) -> Iterator[Member]:
    for info in infos:
        name = decoded_name(info)
        _refuse_unsafe(name, info, file)
        member = Member(name.replace("\\", "/"), info)
        if not name.endswith("/") and not _is_clutter(member.name):
            _refuse_odd(member, file)
            yield member


def _refuse_unsafe(name: str, info: zipfile.ZipInfo, file: str) -> None:
    """Judged on the name as stored: a name that climbs out has no honest reason to be there."""
    parts = name.replace("\\", "/").split("/")
    mode = info.external_attr >> 16
    why = None
    if name.startswith(("/", "\\")) or (len(name) > 1 and name[1] == ":"):
        why = ABSOLUTE
    elif ".." in parts:
        why = CLIMBS
    elif stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        why = LINK
    if why:
        raise EcoAtlasError(ZIP_UNSAFE_ENTRY, file=file, entry=shown_name(name), why=why)


def _is_clutter(name: str) -> bool:
    """What macOS and Windows leave in archives."""
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name.startswith("._") or path.name == ".DS_Store"


def _refuse_odd(member: Member, file: str) -> None:
    if member.info.flag_bits & ENCRYPTED_FLAG:
        raise EcoAtlasError(ZIP_ENCRYPTED, file=file)
    if member.suffix in ARCHIVES:
        raise EcoAtlasError(ZIP_NESTED, file=file, entry=shown_name(member.name))


def _refuse_bombs(members: list[Member], file: str, limits: Limits) -> None:
    for member in members:
        size, packed = member.info.file_size, member.info.compress_size
        if size > SMALL_BYTES and size > packed * limits.zip_ratio:
            raise _bomb(file, member.name, size)
    total = sum(member.info.file_size for member in members)
    if total > limits.unpacked_bytes:
        raise _bomb(file, "*", total)


def _refuse_overlaps(infos: list[zipfile.ZipInfo], file: str) -> None:
    """Entries that share their bytes unpack to far more than the archive holds."""
    placed = sorted(infos, key=lambda info: info.header_offset)
    for info, following in itertools.pairwise(placed):
        least = _LOCAL_HEADER + len(info.orig_filename) + info.compress_size
        if info.header_offset + least > following.header_offset:
            raise _bomb(file, decoded_name(info), info.file_size)


def _bomb(file: str, entry: str, size: int) -> EcoAtlasError:
    entry = shown_name(entry)
    return EcoAtlasError(ZIP_BOMB, file=file, entry=entry, size_mb=max(1, size // MEGABYTE))


def _unpack_one(
    archive: zipfile.ZipFile, member: Member, folder: Path, wanted: frozenset[str]
) -> Unpacked:
    """The library stops at the size stated in the directory, which has been judged before."""
    place = place_of(member.name) if wanted else ""
    path = folder / (place or secrets.token_hex(8))
    if place or member.suffix in wanted:
        path = path if place else path.with_suffix(member.suffix)
        path.parent.mkdir(exist_ok=True)
        with archive.open(member.info) as source, path.open("xb") as target:
            shutil.copyfileobj(source, target, MEGABYTE)
    return Unpacked(member.name, member.stem, member.suffix, path)
