"""The first file of a backup: what it is, and the size and hash of every other file in it."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self, get_args

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

FORMAT: Literal["ecoatlas-backup"] = "ecoatlas-backup"
FORMAT_VERSION = 2
"""2: basemap files are listed."""
MANIFEST, SEAL = "MANIFEST.json", "MANIFEST.sha256"
# Paths that a backup may hold, and no others: nothing in it can name a place outside of it.
FILE_NAME = (
    r"^(?:database/[a-z][a-z0-9_]{0,62}\.jsonl"
    r"|store/[0-9a-f]{64}/[A-Za-z0-9][A-Za-z0-9_.-]{0,99})$"
)
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0, lt=2**53)]
Word = Annotated[str, Field(max_length=200)]
Grade = Literal["public", "internal", "restricted"]
GRADES: tuple[Grade, ...] = get_args(Grade)
Form = Literal["text", "integer", "float", "boolean", "date", "moment", "json"]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TableEntry(Part):
    """A table: its columns, each with the form its values are written in, and how many rows."""

    name: Name
    columns: Annotated[tuple[tuple[Name, Form], ...], Field(min_length=1, max_length=200)]
    rows: Count

    @property
    def file(self) -> str:
        return f"database/{self.name}.jsonl"


class FileEntry(Part):
    name: Annotated[str, Field(pattern=FILE_NAME)]
    bytes: Count
    sha256: Sha256

    @property
    def content(self) -> str | None:
        """The content of the version store that the file belongs to."""
        place = re.match(r"store/([0-9a-f]{64})/", self.name)
        return place[1] if place else None


class BasemapFile(Part):
    """A file of pictures that basemaps show, which the backup does not hold. Without size and hash
    where the file was missing already when the backup was made."""

    name: Annotated[str, Field(min_length=1, max_length=255)]
    titles: Annotated[tuple[Word, ...], Field(max_length=100)]
    bytes: Count | None = None
    sha256: Sha256 | None = None


class AuditMark(Part):
    """How far the audit log went, and whether it held together."""

    entries: Count
    number: Count
    hash: Sha256
    ok: bool


class Manifest(Part):
    """Everything about a backup. `secrecy` is the highest grade of the versions in it."""

    format: Literal["ecoatlas-backup"]
    format_version: Annotated[int, Field(ge=1, le=FORMAT_VERSION)]
    program: Word
    made_at: AwareDatetime
    made_by: Word
    database: Word
    revision: Annotated[str, Field(pattern=r"^[0-9a-z_]{1,32}$")]
    secrecy: Grade
    audit: AuditMark
    tables: Annotated[tuple[TableEntry, ...], Field(max_length=500)]
    left_out: tuple[Name, ...]
    contents: Count
    files: tuple[FileEntry, ...]
    basemaps: Annotated[tuple[BasemapFile, ...], Field(max_length=100)] = ()

    @model_validator(mode="after")
    def agrees_with_itself(self) -> Self:
        names = [file.name for file in self.files]
        if len(set(names)) != len(names):
            raise ValueError("a file is named twice")
        if {table.file for table in self.tables} != {n for n in names if n.startswith("database/")}:
            raise ValueError("tables and files do not agree")
        if len(self.stored()) != self.contents:
            raise ValueError("contents and files do not agree")
        return self

    def stored(self) -> dict[str, list[FileEntry]]:
        """The files of each content of the version store."""
        found: dict[str, list[FileEntry]] = {}
        for file in self.files:
            if file.content:
                found.setdefault(file.content, []).append(file)
        return found

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


class Heading(BaseModel):
    """What even the manifest of a later format says, so that it can be refused by name."""

    format: Literal["ecoatlas-backup"]
    format_version: int
    program: Word = "?"
    revision: Word = "?"
