"""The table of jobs: what was asked for, how far it has come, and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from geo.words import Text
from layers.system.database import JSON_VALUE, Base, UtcDateTime, now

STATES: dict[str, Text] = {
    "waiting": Text("排队中", "Waiting"),
    "running": Text("进行中", "Running"),
    "done": Text("已完成", "Done"),
    "refused": Text("未通过", "Refused"),
    "failed": Text("出错", "Failed"),
    "cancelled": Text("已取消", "Cancelled"),
}
UNFINISHED = ("waiting", "running")


class JobRow(Base):
    """One job. `worker` and `beat_at` say who works on it and that he still does."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint(f"state IN {tuple(STATES)}", name="state_known"),
        CheckConstraint("done <= total", name="done_within_total"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str | None] = mapped_column(String(300), default=None, index=True)
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON_VALUE)
    state: Mapped[str] = mapped_column(String(10), default="waiting", index=True)
    step: Mapped[str | None] = mapped_column(String(100), default=None)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=1)
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None] = mapped_column(String(32), default=None)
    beat_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, default=None)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON_VALUE, default=None)
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON_VALUE, default=None)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=now)
    created_by: Mapped[str] = mapped_column(String(100))
    origin: Mapped[str] = mapped_column(String(100))
    finished_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, default=None)
