"""Keys under which programs have sent something, and what they were answered."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from layers.system.database import Base, UtcDateTime, now


class ExchangeKey(Base):
    """A sending of one account: where to, the hash of what was sent, and the answer to it."""

    __tablename__ = "exchange_key"
    __table_args__ = (UniqueConstraint("account", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(100))
    key: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    answer: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now, index=True)
