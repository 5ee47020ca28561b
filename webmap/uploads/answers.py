"""What the interface answers of uploads, of what a check found, and of the known ground."""

from __future__ import annotations

from pydantic import Field

from webmap.edge.answers import Answer, Geometry, Plain
from webmap.jobs.answers import JobAnswer
from webmap.uploads.bodies import Choices


class UploadedFile(Answer):
    """size, received: in bytes."""

    name: str
    size: int
    received: int


class UploadAnswer(Answer):
    """choices: as they were given. check, import, mended: the latest job of each."""

    id: str
    title: str
    owner: str
    files: list[UploadedFile]
    size: int
    received: int
    complete: bool
    choices: Choices
    checked: bool
    ready: bool
    check: JobAnswer | None
    import_: JobAnswer | None = Field(alias="import")
    mended: JobAnswer | None
    version: str | None
    created_at: str


class UploadsAnswer(Answer):
    uploads: list[UploadAnswer]
    total: int
    page: int
    pages: int


class WithReport(UploadAnswer):
    """report: what the last check found, layer by layer."""

    report: Plain | None


class ReceivedAnswer(Answer):
    """How many bytes of the file are there."""

    received: int


class GroundOutline(Answer):
    type: str
    properties: dict[str, str]
    geometry: Geometry


class GroundAnswer(Answer):
    """Outlines of the boundaries, GeoJSON in EPSG:4490."""

    features: list[GroundOutline]
