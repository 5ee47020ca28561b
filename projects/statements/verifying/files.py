"""Reading a file of a statement back: its envelope, every value that it shows, and its marks."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import EcoAtlasError
from geo.words import Text
from layers.system.zip_directory import opened_zip
from projects.statements.codes import PRINTED
from projects.statements.envelope import Envelope, read_envelope
from projects.statements.errors import NOT_A_STATEMENT
from projects.statements.signature import take_signature_out
from projects.statements.verifying import (
    documents,
    documents_form,
    geopackages,
    portables,
    workbooks,
    workbooks_form,
)
from projects.statements.verifying.marks import Mark
from projects.statements.verifying.parts import PACKED, plainly_packed
from projects.statements.verifying.places import Place, Reading, flattened

LARGEST_BYTES = 200 * 2**20
UNREADABLE = Text("不能读取", "it cannot be read")
NO_KIND = Text("不是 xlsx、docx、pdf、gpkg 或 json", "it is no xlsx, docx, pdf, gpkg or json")
TOO_LARGE = Text("太大", "it is too large")
NO_CODE = Text("没有本系统的内容，也没有校验码", "it holds nothing of ours and no check code")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a file shows: its values, and what stands beside them."""

    reading: Reading
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file: its kind, its envelope if there is one, the code and whatever else it shows, and
    whether a packed one holds nothing beside its members."""

    format: str
    envelope: Envelope | None
    code: str | None
    shown: Shown
    plain: bool
    carried: str | None = None
    """What it carries of another kind than a statement, as a site check: not looked at here."""

    @property
    def reading(self) -> Reading:
        return self.shown.reading


def read_file(path: Path) -> FileRead:
    """Read a file by what is in it, not by its name; raises `not-a-statement`."""
    try:
        kind = kind_of(path)
        with tempfile.TemporaryDirectory() as folder:
            # Libraries go by the ending of a name, and some leave files beside the one they read.
            copy = Path(shutil.copyfile(path, Path(folder, f"file.{kind}")))
            # What was signed is compared; the signature over it is looked at by itself.
            take_signature_out(copy, kind)
            with _opened(copy, kind) as file:
                text, shown = _envelope_text(file, kind), _shown(file, kind)
            plain = kind not in PACKED or plainly_packed(copy)
    except EcoAtlasError:
        raise
    except Exception as error:
        # Files from outside break in as many ways as there are libraries that read them.
        raise _refusal(path, UNREADABLE) from error
    envelope = _envelope(text)
    code = envelope.code if envelope else _printed_code(shown.reading)
    if code is None:
        raise _refusal(path, NO_CODE)
    carried = text if envelope is None else None
    return FileRead(kind, envelope, code, shown, plain, carried)


def kind_of(path: Path) -> str:
    """Raises `not-a-statement` for another kind of file, and one that is too large."""
    if path.stat().st_size > LARGEST_BYTES:
        raise _refusal(path, TOO_LARGE)
    try:
        kind = _kind(path)
    except zipfile.BadZipFile as error:
        raise _refusal(path, UNREADABLE) from error
    if kind is None:
        raise _refusal(path, NO_KIND)
    return kind


def _refusal(path: Path, why: Text) -> EcoAtlasError:
    return EcoAtlasError(NOT_A_STATEMENT, file=path.name, why=why)


def _kind(path: Path) -> str | None:
    with path.open("rb") as file:
        start = file.read(100)
    if start.startswith(b"%PDF-"):
        return "pdf"
    if start.startswith(b"SQLite format 3"):
        return "gpkg" if start[68:72] == b"GPKG" else None  # where SQLite keeps whose file it is
    if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{":
        return "json"
    return _packed_kind(path) if start.startswith(b"PK") else None


def _packed_kind(path: Path) -> str | None:
    with opened_zip(path) as packed:
        entries = packed.infolist()
        if sum(one.file_size for one in entries) > LARGEST_BYTES:
            raise _refusal(path, TOO_LARGE)
        names = {one.filename for one in entries}
    return next(
        (
            kind
            for kind, name in (("xlsx", "xl/workbook.xml"), ("docx", "word/document.xml"))
            if name in names
        ),
        None,
    )


OPENED: dict[str, Callable[[Path], AbstractContextManager[Any]]] = {"xlsx": workbooks.opened}
"""What readers take that do not take the file itself: it is loaded once for all of them."""
ENVELOPES: dict[str, Callable[[Any], str | None]] = {
    "xlsx": workbooks.envelope_text,
    "docx": documents.envelope_text,
    "pdf": portables.envelope_text,
    "gpkg": geopackages.envelope_text,
    "json": lambda path: path.read_text("utf-8-sig"),
}


ELSEWHERE = ("course", "layout", "signature")
"""Looked at for every face alike: the steps, which release laid it out, and the signature."""


def _json_reading(path: Path) -> Reading:
    """Every value under every key, also under one that is there twice: readers differ in which
    of the two they take."""
    text = path.read_text("utf-8-sig")
    every = json.loads(text, object_pairs_hook=_each)
    for name in ELSEWHERE:
        every.pop(name, None)
    values = {Place("json", where): value for where, value in flattened(every)}
    rows = dict(_row_names(json.loads(text), values))
    columns = {place: place.spot.rpartition(".")[2] for place in values}
    return Reading(values, rows, columns)


def _each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The last value of a name under the name, those before it under `name (1)`, `name (2)`."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            earlier = sum(one.startswith(f"{name} (") for one in found) + 1
            found[f"{name} ({earlier})"] = found[name]
        found[name] = value
    return found


def _row_names(read: Any, values: dict[Place, Any]) -> Iterator[tuple[Place, str]]:
    """The key of the row that a value of the result stands in."""
    for place in values:
        found = re.match(r"content\.result\.(\w+)\[(\d+)\]", place.spot)
        if found is not None:
            row = read["content"]["result"][found[1]][int(found[2])]
            yield place, str(row.get("key", found[2])) if isinstance(row, dict) else found[2]


READERS: dict[str, Callable[[Any], Reading]] = {
    "xlsx": workbooks.read,
    "docx": documents.read,
    "pdf": portables.read,
    "gpkg": geopackages.read,
    "json": _json_reading,
}


MARKS: dict[str, Callable[[Any], Iterator[Mark]]] = {
    "xlsx": workbooks_form.marks,
    "docx": documents_form.marks,
    "pdf": portables.marks,
    "gpkg": geopackages.marks,
}


def shown_of(path: Path, kind: str) -> Shown:
    """Values and marks of a file that was just written here."""
    with _opened(path, kind) as file:
        return _shown(file, kind)


def _opened(path: Path, kind: str) -> AbstractContextManager[Any]:
    return OPENED[kind](path) if kind in OPENED else nullcontext(path)


def _shown(file: Any, kind: str) -> Shown:
    return Shown(READERS[kind](file), tuple(MARKS[kind](file)) if kind in MARKS else ())


def _envelope_text(file: Any, kind: str) -> str | None:
    try:
        return ENVELOPES[kind](file)
    except (KeyError, sqlite3.Error):
        return None


def _envelope(text: str | None) -> Envelope | None:
    try:
        return None if text is None else read_envelope(text)
    except (ValueError, KeyError, TypeError):
        return None


def _printed_code(reading: Reading) -> str | None:
    """The first check code among what the file shows."""
    for value in reading.values.values():
        found = PRINTED.search(value) if isinstance(value, str) else None
        if found is not None:
            return found[0]
    return None
