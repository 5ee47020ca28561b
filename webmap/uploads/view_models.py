"""What the pages of uploads show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from geo.figures.said import file_size
from geo.words import Text


@dataclass(frozen=True, slots=True)
class UploadLine:
    """One line of the list of uploads; `share` is what has arrived, 0–1."""

    id: str
    title: str
    owner: str
    size: int
    files: int
    share: float
    state: Text
    state_class: str
    version: str | None
    created_at: dt.datetime

    @property
    def url(self) -> str:
        return f"/upload/{self.id}"

    @property
    def size_said(self) -> str:
        return file_size(self.size)

    @property
    def layer(self) -> str | None:
        return self.version.partition("@")[0] if self.version else None


@dataclass(frozen=True, slots=True)
class UploadsView:
    """`upload.html`; `options` and `words` are for the scripts."""

    uploads: list[UploadLine]
    others: bool
    """Uploads of other people are listed too."""
    limit_mb: int
    target: str | None
    """Title of the layer that gets a new version, if one was named."""
    options: dict[str, Any]
    words: dict[str, str]
    page: int = 1
    pages: int = 1
    section: str = "upload"

    def url(self, page: int) -> str:
        """The address of another page of the list."""
        return f"/upload?page={page}"


@dataclass(frozen=True, slots=True)
class UploadView:
    """`upload_detail.html`"""

    id: str
    title: str
    options: dict[str, Any]
    words: dict[str, str]
    section: str = "upload"
