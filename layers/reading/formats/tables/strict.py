"""Workbooks in the strict form of ISO/IEC 29500 ("Strict Open XML Spreadsheet").

They differ from all others in the names of their namespaces alone, and the library knows only
those of the transitional form.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from geo.errors import EcoAtlasError
from layers.reading.intake.file_errors import DAMAGED
from layers.reading.intake.staging import Source
from layers.reading.limits import MEGABYTE
from layers.system.zip_directory import ODD

STRICT = b"http://purl.oclc.org/ooxml/"
_NAMES = (
    (
        STRICT + b"officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        STRICT + b"spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (STRICT + b"drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)
_HEAD_BYTES = 4096
_LONGEST = max(len(strict) for strict, _ in _NAMES)


def make_transitional(source: Source) -> None:
    """Rewrite the private copy of a strict workbook; any other is left as it is.

    Raises `damaged` where it cannot be unpacked.
    """
    try:
        with zipfile.ZipFile(source.path) as archive:
            if _is_strict(archive):
                made = source.path.with_name(f"{source.path.name}.transitional")
                _rewrite(archive, made)
                made.replace(source.path)
    except (zipfile.BadZipFile, OSError, *ODD) as error:
        raise EcoAtlasError(DAMAGED, file=source.file, where=".xlsx") from error


def _is_strict(archive: zipfile.ZipFile) -> bool:
    return any(STRICT in _head(archive, info) for info in archive.infolist())


def _head(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as part:
        return part.read(_HEAD_BYTES)


def _rewrite(archive: zipfile.ZipFile, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for info in archive.infolist():
            with archive.open(info) as old, out.open(info.filename, "w", force_zip64=True) as new:
                if info.filename.endswith((".xml", ".rels")):
                    new.writelines(_renamed(old))
                else:
                    shutil.copyfileobj(old, new, MEGABYTE)


def _renamed(old: IO[bytes]) -> Iterator[bytes]:
    """A piece at a time; the end of each waits for the next, a name may lie across."""
    rest = b""
    while piece := old.read(MEGABYTE):
        text = rest + piece
        for strict, transitional in _NAMES:
            text = text.replace(strict, transitional)
        rest = text[-_LONGEST:]
        yield text[:-_LONGEST]
    yield rest
