"""From the file that arrived to parts in a private folder, each being what its name says.

Nothing here opens GDAL. A part that fails its magic bytes stops the reading, so that a text which
GDAL would follow to another file never reaches it under a harmless name.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.reading.archive import Unpacked, unpack
from layers.reading.file_errors import (
    BAD_ZIP,
    FILE_EMPTY,
    FILE_MISSING,
    FILE_TOO_LARGE,
    MISSING_DBF,
    NO_SHAPEFILE_IN_ZIP,
    NOT_WHAT_IT_SAYS,
    UNKNOWN_FORMAT,
)
from layers.reading.limits import MEGABYTE, Limits

Format = Literal["shapefile", "gpkg", "geojson"]
SIDECARS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
SQLITE = b"SQLite format 3\x00"
SHAPE = b"\x00\x00\x27\x0a"
SHAPEFILE_VERSION = (1000).to_bytes(4, "little")
HEAD_BYTES = 4096
# dBase III and its kin; Visual FoxPro writes 0x30.
DBF_VERSIONS = frozenset({0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x83, 0x8B, 0xF5, 0xFB})
# A streamed GDAL algorithm is JSON too, and names the file it reads.
FOLLOWS_FILES = re.compile(rb"gdal_streamed_alg|OGRVRTDataSource|VRTDataset|^\s*gdal\s", re.I)

ZIP_TITLE = Text("压缩包", "a zip archive")
SHP_TITLE = Text("Shapefile（.shp）", "a shapefile (.shp)")
DBF_TITLE = Text("属性表（.dbf）", "an attribute table (.dbf)")
GPKG_TITLE = Text("GeoPackage", "a GeoPackage")
GEOJSON_TITLE = Text("GeoJSON", "GeoJSON")
OTHER_CONTENT = Text("内容是别的东西", "something else")


@dataclass(frozen=True, slots=True)
class Source:
    """One shapefile or one container, its parts in the private folder under a random name."""

    format: Format
    name: str
    path: Path
    file: str
    parts: tuple[str, ...] = field(default=())


def stage(path: Path, folder: Path, limits: Limits) -> list[Source]:
    """The sources inside `path`; raises one clear refusal for anything else."""
    _refuse_by_size(path, limits)
    suffix = path.suffix.lower()
    if suffix == ".zip":
        return _from_zip(path, folder, limits)
    if suffix in (".shp", ".dbf", ".shx"):
        return [_loose_shapefile(path, folder)]
    if suffix in (".gpkg", ".geojson", ".json"):
        copy = folder / (secrets.token_hex(8) + suffix)
        shutil.copyfile(path, copy)
        return [_container(Unpacked(path.name, path.stem, suffix, copy), path.name)]
    raise EcoAtlasError(UNKNOWN_FORMAT, file=path.name)


def _refuse_by_size(path: Path, limits: Limits) -> None:
    if not path.is_file():
        raise EcoAtlasError(FILE_MISSING, file=path.name)
    size = path.stat().st_size
    if size == 0:
        raise EcoAtlasError(FILE_EMPTY, file=path.name)
    if size > limits.file_bytes:
        raise EcoAtlasError(
            FILE_TOO_LARGE,
            file=path.name,
            size_mb=size // MEGABYTE,
            limit_mb=limits.file_bytes // MEGABYTE,
        )


def _from_zip(path: Path, folder: Path, limits: Limits) -> list[Source]:
    with path.open("rb") as file:
        magic = file.read(4)
    if not magic.startswith(b"PK"):
        raise _not(path.name, ZIP_TITLE, magic)
    if magic not in (b"PK\x03\x04", b"PK\x05\x06"):
        raise EcoAtlasError(BAD_ZIP, file=path.name)
    members = unpack(path, folder, limits)
    sources = [*_shapefiles(members), *_containers(members)]
    if not sources:
        held = ", ".join(member.name for member in members[:8])
        raise EcoAtlasError(NO_SHAPEFILE_IN_ZIP, file=path.name, entries=held)
    return sources


def _shapefiles(members: Iterable[Unpacked]) -> list[Source]:
    sets: dict[str, dict[str, Unpacked]] = {}
    for member in members:
        if member.suffix in SIDECARS:
            sets.setdefault(member.stem.lower(), {})[member.suffix] = member
    return [_shapefile(parts) for parts in sets.values() if ".shp" in parts]


def _shapefile(parts: dict[str, Unpacked]) -> Source:
    """Give the parts of one shapefile one random name, and check what they are."""
    shp = parts[".shp"]
    _check_parts({suffix: part.path for suffix, part in parts.items()}, shp.name)
    base = shp.path.with_suffix("")
    for suffix, part in parts.items():
        part.path.rename(base.with_suffix(suffix))
    return Source("shapefile", Path(shp.stem).name, shp.path, shp.name, tuple(sorted(parts)))


def _loose_shapefile(path: Path, folder: Path) -> Source:
    """A .shp with its neighbours, as they lie side by side in a folder."""
    base = folder / secrets.token_hex(8)
    parts: dict[str, Unpacked] = {}
    for neighbour in path.parent.iterdir():
        suffix = neighbour.suffix.lower()
        if neighbour.stem.lower() == path.stem.lower() and suffix in SIDECARS:
            copy = base.with_name(secrets.token_hex(8)).with_suffix(suffix)
            shutil.copyfile(neighbour, copy)
            parts[suffix] = Unpacked(neighbour.name, neighbour.stem, suffix, copy)
    if ".shp" not in parts:
        raise EcoAtlasError(FILE_MISSING, file=path.with_suffix(".shp").name)
    return _shapefile(parts)


def _check_parts(parts: dict[str, Path], name: str) -> None:
    head = _head(parts[".shp"])
    if not head.startswith(SHAPE) or head[28:32] != SHAPEFILE_VERSION:
        raise _not(name, SHP_TITLE, head)
    if ".dbf" not in parts:
        raise EcoAtlasError(MISSING_DBF, file=name)
    table = _head(parts[".dbf"])
    if len(table) < 32 or table[0] not in DBF_VERSIONS:
        raise _not(Path(name).with_suffix(".dbf").name, DBF_TITLE, table)


def _containers(members: Iterable[Unpacked]) -> list[Source]:
    kept = (".gpkg", ".geojson", ".json")
    return [_container(member, member.name) for member in members if member.suffix in kept]


def _container(member: Unpacked, file: str) -> Source:
    head = _head(member.path)
    name = Path(member.stem).name
    if member.suffix == ".gpkg":
        if not head.startswith(SQLITE):
            raise _not(file, GPKG_TITLE, head)
        return Source("gpkg", name, member.path, file)
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text.startswith(b"{") or FOLLOWS_FILES.search(head):
        raise _not(file, GEOJSON_TITLE, head)
    return Source("geojson", name, member.path, file)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


_KNOWN_HEADS: tuple[tuple[bytes, Text], ...] = (
    (b"PK\x03\x04", ZIP_TITLE),
    (SQLITE, Text("SQLite 数据库", "an SQLite database")),
    (SHAPE, SHP_TITLE),
    (b"%PDF", Text("PDF 文档", "a PDF document")),
    (b"7z\xbc\xaf", Text("7z 压缩包", "a 7z archive")),
    (b"Rar!", Text("RAR 压缩包", "a RAR archive")),
    (b"\x1f\x8b", Text("gzip 压缩文件", "a gzip file")),
    (b"<", Text("XML 或网页文本", "XML or a web page")),
    (b"{", Text("JSON 文本", "JSON text")),
)


def _not(file: str, expected: Text, head: bytes) -> EcoAtlasError:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    found = next((title for magic, title in _KNOWN_HEADS if start.startswith(magic)), OTHER_CONTENT)
    if FOLLOWS_FILES.search(head):
        found = Text(
            "指向其他文件的 GDAL 描述文件", "a GDAL description that points to other files"
        )
    return EcoAtlasError(NOT_WHAT_IT_SAYS, file=file, expected=expected, found=found)
