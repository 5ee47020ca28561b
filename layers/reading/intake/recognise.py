"""What a file is by its first bytes, whatever it is called.

A part that is not what its name says stops the reading, so that a text which GDAL would follow to
another file never reaches it under a harmless name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.reading.intake.file_errors import NOT_WHAT_IT_SAYS
from layers.reading.intake.formats import FORMATS, Format

HEAD_BYTES = 4096
SQLITE = b"SQLite format 3\x00"
SHAPE = b"\x00\x00\x27\x0a"
SHAPEFILE_VERSION = (1000).to_bytes(4, "little")
PARQUET = b"PAR1"
FLATGEOBUF = b"fgb\x03fgb"
ZIP = b"PK\x03\x04"
# Classic and big, of either byte order.
TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
# dBase III and its kin; Visual FoxPro writes 0x30.
DBF_VERSIONS = frozenset({0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x83, 0x8B, 0xF5, 0xFB})
GDB_TABLES = (b"\x03\x00\x00\x00", b"\x04\x00\x00\x00")
# A streamed GDAL algorithm is JSON too, and names the file it reads.
FOLLOWS_FILES = re.compile(rb"gdal_streamed_alg|OGRVRTDataSource|VRTDataset|^\s*gdal\s", re.I)
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_BLANK = b"\xef\xbb\xbf \t\r\n"
# Comments come under the code 999; the first group of a drawing opens a section.
_DXF = re.compile(rb"\s*(999[ \t]*\r?\n[^\n]*\n\s*)*0[ \t]*\r?\n\s*SECTION\b")

ZIP_TITLE = Text("压缩包", "a zip archive")
DBF_TITLE = Text("属性表（.dbf）", "an attribute table (.dbf)")
OTHER_CONTENT = Text("内容是别的东西", "something else")
POINTER_TITLE = Text(
    "指向其他文件的 GDAL 描述文件", "a GDAL description that points to other files"
)
KNOWN_HEADS: tuple[tuple[bytes, Text], ...] = (
    (ZIP, ZIP_TITLE),
    (SQLITE, Text("SQLite 数据库", "an SQLite database")),
    (SHAPE, FORMATS["shapefile"].title),
    (PARQUET, Text("Parquet 文件", "a Parquet file")),
    (b"PARE", Text("加密的 Parquet 文件", "an encrypted Parquet file")),
    (b"fgb", Text("另一版本的 FlatGeobuf", "FlatGeobuf of another version")),
    *((magic, Text("TIFF 图像", "a TIFF image")) for magic in TIFF),
    (b"%PDF", Text("PDF 文档", "a PDF document")),
    (b"7z\xbc\xaf", Text("7z 压缩包", "a 7z archive")),
    (b"Rar!", Text("RAR 压缩包", "a RAR archive")),
    (b"\x1f\x8b", Text("gzip 压缩文件", "a gzip file")),
    (b"AC10", Text("DWG 图纸", "a DWG drawing")),
    (b"AutoCAD Binary DXF", Text("二进制 DXF", "a binary DXF")),
    (
        b"\xd0\xcf\x11\xe0",
        Text("旧版 Office 文件或加密的工作簿", "an old Office file or an encrypted workbook"),
    ),
    (b"<", Text("XML 或网页文本", "XML or a web page")),
    (b"{", Text("JSON 文本", "JSON text")),
)


def head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def check_head(format_: Format, path: Path, file: str) -> None:
    """Raises `not-what-it-says` when the bytes of `path` are not those of the format."""
    head = head_of(path)
    if FOLLOWS_FILES.search(head) or not _TESTS[format_](head, path):
        raise not_what_it_says(file, FORMATS[format_].title, head)


def check_zip(path: Path, file: str) -> bytes:
    """The first four bytes of what should be a zip archive."""
    magic = head_of(path)[:4]
    if not magic.startswith(b"PK"):
        raise not_what_it_says(file, ZIP_TITLE, magic)
    return magic


def check_table(path: Path, file: str) -> None:
    """The attribute table of a shapefile."""
    head = head_of(path)
    if len(head) < 32 or head[0] not in DBF_VERSIONS:
        raise not_what_it_says(file, DBF_TITLE, head)


def not_what_it_says(file: str, expected: Text, head: bytes) -> EcoAtlasError:
    start = head.lstrip(_BLANK)
    found = next((title for magic, title in KNOWN_HEADS if start.startswith(magic)), OTHER_CONTENT)
    if FOLLOWS_FILES.search(head):
        found = POINTER_TITLE
    return EcoAtlasError(NOT_WHAT_IT_SAYS, file=file, expected=expected, found=found)


def _is_shapefile(head: bytes, _path: Path) -> bool:
    return head.startswith(SHAPE) and head[28:32] == SHAPEFILE_VERSION


def _is_sqlite(head: bytes, _path: Path) -> bool:
    return head.startswith(SQLITE)


def _is_json(head: bytes, _path: Path) -> bool:
    # A record of a sequence may begin with a mark of its own.
    return head.lstrip(_BLANK).removeprefix(b"\x1e").lstrip(_BLANK).startswith(b"{")


def _is_parquet(head: bytes, path: Path) -> bool:
    """The mark stands at both ends; a download that broke off lacks the second."""
    if not head.startswith(PARQUET) or path.stat().st_size < 12:
        return False
    with path.open("rb") as file:
        file.seek(-len(PARQUET), 2)
        return file.read() == PARQUET


def _is_flatgeobuf(head: bytes, _path: Path) -> bool:
    return head.startswith(FLATGEOBUF)


def _is_geodatabase(head: bytes, _path: Path) -> bool:
    return head.startswith(GDB_TABLES)


def _is_xml(head: bytes, _path: Path) -> bool:
    if head.startswith(UTF16_MARKS):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    return head.lstrip(_BLANK).startswith(b"<") and not FOLLOWS_FILES.search(head)


def _is_drawing(head: bytes, _path: Path) -> bool:
    return _DXF.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def _is_table_text(head: bytes, _path: Path) -> bool:
    """Text that is neither markup nor JSON, nor any of the binary files we know."""
    if head.startswith(UTF16_MARKS):
        return True
    start = head.lstrip(_BLANK)
    return b"\x00" not in head and not any(start.startswith(magic) for magic, _ in KNOWN_HEADS)


def _is_zip(head: bytes, _path: Path) -> bool:
    return head.startswith(ZIP)


def _is_tiff(head: bytes, _path: Path) -> bool:
    return head.startswith(TIFF)


_TESTS: dict[Format, Callable[[bytes, Path], bool]] = {
    "shapefile": _is_shapefile,
    "gpkg": _is_sqlite,
    "geojson": _is_json,
    "geojsonseq": _is_json,
    "esrijson": _is_json,
    "parquet": _is_parquet,
    "flatgeobuf": _is_flatgeobuf,
    "filegdb": _is_geodatabase,
    "kml": _is_xml,
    "dxf": _is_drawing,
    "csv": _is_table_text,
    "xlsx": _is_zip,
    "geotiff": _is_tiff,
}
