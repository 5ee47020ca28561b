"""The table of evidence files."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from layers.system.database import Base, UtcDateTime

ACCOUNT_LENGTH = 100


class EvidenceFile(Base):
    """A file that stands behind values or projects; its bytes are in the store under their hash."""

    __tablename__ = "target_evidence"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    form: Mapped[str] = mapped_column(String(10))
    bytes: Mapped[int]
    added_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH))
