"""What the interface of uploads takes: announced files, choices, and buttons without a field."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from layers.reading.errors import ACCEPTABLE, CONFIRM
from layers.uploads.receiving import MOST_FILES
from layers.versions.publishing import SECRECY_WOULD_DROP
from projects.records.queries.orphans import LINKS_WOULD_BREAK

LARGEST_FILE = 10**13
Short = Annotated[str, Field(min_length=1, max_length=200)]
Line = Annotated[str, Field(max_length=500)]


# Asked when the version is about to go live.
AT_LAST = frozenset({LINKS_WOULD_BREAK.code, SECRECY_WOULD_DROP.code})


def _acceptable(code: str) -> str:
    if code not in ACCEPTABLE | CONFIRM | AT_LAST:
        raise ValueError(code)
    return code


Accepted = Annotated[str, AfterValidator(_acceptable)]


class FileBody(BaseModel):
    name: Short
    size: Annotated[int, Field(strict=True, ge=0, le=LARGEST_FILE)]


class UploadBody(BaseModel):
    files: Annotated[list[FileBody], Field(max_length=MOST_FILES * 2)]
    choices: Choices | None = None


class Choices(BaseModel):
    """Only what is given is changed; null takes a choice back."""

    kind: Annotated[str, Field(max_length=64)] | None = None
    layer_id: Annotated[str, Field(max_length=64)] | None = None
    fresh: Annotated[bool, Field(strict=True)] | None = None
    title: Annotated[str, Field(max_length=200)] | None = None
    title_en: Annotated[str, Field(max_length=200)] | None = None
    key: Annotated[str, Field(max_length=200)] | None = None
    encoding: Annotated[str, Field(max_length=40)] | None = None
    crs: Annotated[str, Field(max_length=40)] | None = None
    shift: Annotated[str, Field(max_length=200)] | None = None
    # An empty text says that our field is to take nothing from the file.
    mapping: (
        Annotated[
            dict[Short, Annotated[str, Field(max_length=200)]],
            Field(max_length=200),
        ]
        | None
    ) = None
    values: (
        Annotated[
            dict[Short, Annotated[dict[Short, Short], Field(max_length=500)]], Field(max_length=100)
        ]
        | None
    ) = None
    accept: Annotated[list[Accepted], Field(max_length=50)] | None = None
    layer_name: Annotated[str, Field(max_length=400)] | None = None
    source: Line | None = None
    date: dt.date | None = None
    licence: Annotated[str, Field(max_length=200)] | None = None
    secrecy: Literal["public", "internal", "restricted"] | None = None
    note: Annotated[str, Field(max_length=2000)] | None = None


class Listed(BaseModel):
    """Which page of the list of uploads is asked for."""

    page: Annotated[int, Field(ge=1, le=10_000_000)] = 1


class MendedBody(BaseModel):
    format: Literal["gpkg", "zip"]


UploadBody.model_rebuild()
