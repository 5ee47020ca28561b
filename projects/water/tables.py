"""Tables of readings: a row for each batch, for each correction, and for each section and month.

Values themselves are in the store, one file for each batch; what a month is the mean of is kept as
sums and counts, and made anew from the values whenever a batch or a correction touches it.
Corrections are only ever added: a migrated database refuses to change or remove them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from layers.system.database import JSON_VALUE, Base, UtcDateTime
from projects.evidence.tables import ACCOUNT_LENGTH

SECTION_LENGTH, ITEM_LENGTH, MONTH_LENGTH, REASON_LENGTH = 200, 40, 7, 500


class WaterBatch(Base):
    """Readings that came in at once: `sha256` is the file of values in the store, `original` the
    file as it was handed in, `told` how it was read and what was said of it."""

    __tablename__ = "water_batch"
    __table_args__ = (
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by_somebody"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    original: Mapped[str] = mapped_column(String(64), index=True)
    original_form: Mapped[str] = mapped_column(String(10))
    layer: Mapped[str | None] = mapped_column(String(100))
    readings: Mapped[int]
    values: Mapped[int]
    sections: Mapped[int]
    first_month: Mapped[str] = mapped_column(String(MONTH_LENGTH))
    last_month: Mapped[str] = mapped_column(String(MONTH_LENGTH))
    told: Mapped[dict[str, Any]] = mapped_column(JSON_VALUE)
    reason: Mapped[str | None] = mapped_column(String(REASON_LENGTH))
    by: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(String(ACCOUNT_LENGTH))
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    withdrawn_why: Mapped[str | None] = mapped_column(String(REASON_LENGTH))


class WaterCorrection(Base):
    """A value that counts in place of the one of a batch; without `value` none counts."""

    __tablename__ = "water_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("water_batch.id"), index=True)
    section: Mapped[str] = mapped_column(String(SECTION_LENGTH))
    moment: Mapped[str] = mapped_column(String(16))
    item: Mapped[str] = mapped_column(String(ITEM_LENGTH))
    row: Mapped[int]
    first: Mapped[float]
    value: Mapped[float | None]
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    by: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class WaterMonth(Base):
    """A section in a month: of each item the sum of its values, how many there are, and how many
    of these were not detected. `layer` is that in which the section lies: who does not see it sees
    nothing of its water."""

    __tablename__ = "water_month"
    __table_args__ = (UniqueConstraint("section", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    section: Mapped[str] = mapped_column(String(SECTION_LENGTH), index=True)
    month: Mapped[str] = mapped_column(String(MONTH_LENGTH), index=True)
    name: Mapped[str] = mapped_column(String(SECTION_LENGTH))
    lake: Mapped[bool]
    layer: Mapped[str | None] = mapped_column(String(100))
    readings: Mapped[int]
    expected: Mapped[int]
    sums: Mapped[dict[str, Any]] = mapped_column(JSON_VALUE)
    batches: Mapped[list[int]] = mapped_column(JSON_VALUE)
