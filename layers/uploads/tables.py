"""The table of uploads: whose they are, what they hold, what was chosen and what was found."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from layers.system.database import JSON_VALUE, Base, UtcDateTime, now


class UploadRow(Base):
    """One upload: the files of one drag, from the first byte until it is a version or thrown away.

    `files` holds name and size of each; how much has arrived is the size of the file on the disk.
    """

    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str] = mapped_column(String(100), index=True)
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSON_VALUE)
    choices: Mapped[dict[str, Any]] = mapped_column(JSON_VALUE, default=dict)
    check_job: Mapped[str | None] = mapped_column(String(32), default=None)
    import_job: Mapped[str | None] = mapped_column(String(32), default=None)
    # What the last check found, and for which choices; the preview lies beside the files.
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON_VALUE, default=None)
    version: Mapped[str | None] = mapped_column(String(80), default=None)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    touched_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now, index=True)
