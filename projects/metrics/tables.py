"""Tables of metric runs and of the per-zone results kept between them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text as LongText

from layers.database import JSON_VALUE, Base, UtcDateTime, now


class MetricRunRow(Base):
    """One computed result. `result` is text, because its bytes must stay what they are."""

    __tablename__ = "metric_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    input_hash: Mapped[str] = mapped_column(String(64), unique=True)
    metric: Mapped[str] = mapped_column(String(64), index=True)
    metric_version: Mapped[int]
    inputs: Mapped[list[dict[str, Any]]] = mapped_column(JSON_VALUE)
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON_VALUE)
    result: Mapped[str] = mapped_column(LongText)
    software: Mapped[dict[str, str]] = mapped_column(JSON_VALUE)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now, index=True)
    created_by: Mapped[str | None] = mapped_column(String(100), default=None)


class ZoneResult(Base):
    """Area and covered area of one zone under one cover, by the hash of what they follow from."""

    __tablename__ = "zone_result"

    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    area_m2: Mapped[float]
    covered_m2: Mapped[float]
